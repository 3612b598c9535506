// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes/syntaxTree`: the tree of a document as it is written, a line for each node and token.
//!
//! Parameters: `{ "textDocument": { "uri" } }`. Result: `{ "text" }`.

use super::{assembly_graph::Params, preprocessed::Text};
use crate::{
    lsp::from_proto,
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// The tree as text.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(snapshot: &Snapshot, params: Params) -> Result<Text, Failure> {
    let path = from_proto::document(snapshot, &params.text_document)?;
    Ok(Text { text: snapshot.analysis.syntax_tree(&path)? })
}
