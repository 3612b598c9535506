// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Files: reading them for the database, and showing the built-in library to editors.

pub mod asked;
pub mod disk;
pub mod library;
pub(crate) mod stamp;
