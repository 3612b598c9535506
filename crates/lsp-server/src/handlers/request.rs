// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Requests.

pub mod code_action;
pub mod completion;
pub mod definition;
pub mod diagnostic;
pub mod document_highlight;
pub mod document_link;
pub mod document_symbol;
pub mod execute_command;
pub mod folding_range;
pub mod formatting;
pub mod hover;
pub mod implementation;
pub mod initialize;
pub mod references;
pub mod rename;
pub mod selection_range;
pub(crate) mod set_active_system;
pub mod systems;
pub mod type_definition;
pub mod workspace_diagnostic;
pub mod workspace_symbol;
