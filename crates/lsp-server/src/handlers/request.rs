// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Requests.

pub mod assembly_graph;
pub mod call_hierarchy;
pub mod capdl;
pub mod code_action;
pub mod code_lens;
pub mod completion;
pub mod declaration;
pub mod definition;
pub mod diagnostic;
pub mod document_highlight;
pub mod document_link;
pub mod document_symbol;
pub mod execute_command;
pub mod expand_macro;
pub mod file_rename;
pub mod folding_range;
pub mod formatting;
pub mod generated;
pub mod hover;
pub mod implementation;
pub mod initialize;
pub mod inlay_hint;
pub mod linked_editing;
pub mod on_type_formatting;
pub mod preprocessed;
pub mod references;
pub mod rename;
pub mod selection_range;
pub mod semantic_tokens;
pub mod server_status;
pub(crate) mod set_active_system;
pub mod signature_help;
pub mod syntax_tree;
pub mod systems;
pub mod text_document_content;
pub mod type_definition;
pub mod workspace_diagnostic;
pub mod workspace_symbol;
