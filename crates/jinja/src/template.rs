// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The text of a template becomes a tree of statements and expressions.

mod open;
mod read;
mod scan;
mod statements;
pub(crate) mod tree;

pub(crate) use self::{
    read::read,
    scan::{Text, normalized},
};
