// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Between the types of the protocol and those of the database. Nothing here decides anything.

pub mod capabilities;
pub mod from_proto;
pub mod position;
pub mod to_proto;
pub mod uri;
