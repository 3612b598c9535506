// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes/preprocessed`: the text of a document after preprocessing.
//!
//! Parameters: `{ "textDocument": { "uri" } }`. Result: `{ "text" }`.

use serde::Serialize;

use super::assembly_graph::Params;
use crate::{
    lsp::from_proto,
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// A text.
#[derive(Debug, Serialize)]
pub struct Text {
    /// It.
    pub text: String,
}

/// The text that is parsed, as the first system of the document reads it.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(snapshot: &Snapshot, params: Params) -> Result<Text, Failure> {
    let path = from_proto::document(snapshot, &params.text_document)?;
    Ok(Text { text: snapshot.analysis.preprocessed_text(&path)? })
}
