// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! C sources of components, read without a compiler: which functions a file defines and where it names something ([`c`]), which
//! files belong to which component by what CMake says ([`cmake`]), and which functions a connector's template makes ([`template`]).
//!
//! The readers take any text: what they don't understand they pass over. None knows ADL, queries or the file system.

pub mod c;
pub mod cmake;
pub mod template;
