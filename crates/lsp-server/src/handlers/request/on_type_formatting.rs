// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/onTypeFormatting`.

use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::{from_proto, to_proto},
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// The indentation of the line that was just typed in. There is one layout, so the client's options don't count.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(
    snapshot: &Snapshot,
    params: lsp::DocumentOnTypeFormattingParams,
) -> Result<Option<Vec<lsp::TextEdit>>, Failure> {
    let position = lsp::TextDocumentPositionParams { text_document: params.text_document, position: params.position };
    let at = from_proto::file_position(snapshot, &position)?;
    let Some(typed) = params.ch.chars().next() else { return Ok(None) };
    let edits = snapshot.analysis.on_type(&at.path, at.offset, typed)?;
    Ok(Some(to_proto::text_edits(snapshot, &at.path, &edits)?))
}
