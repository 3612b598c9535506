// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The compatibility pass: a template as it is written becomes one that the engine runs.

pub(crate) mod code;
mod scan;
mod statements;
mod translate;

pub(crate) use self::{
    code::{Code, Item, Items, Shape, Values},
    scan::normalized,
    translate::{LOOP, translate},
};
