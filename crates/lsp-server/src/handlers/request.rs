// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Requests.

pub mod code_action;
pub mod definition;
pub mod document_highlight;
pub mod document_symbol;
pub mod formatting;
pub mod hover;
pub mod implementation;
pub mod initialize;
pub mod references;
pub mod rename;
pub mod type_definition;
