// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/formatting` and `textDocument/rangeFormatting`.

use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::{from_proto, to_proto},
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// The edits that give a document its canonical layout. There is one layout, so the client's options don't count.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(
    snapshot: &Snapshot,
    params: lsp::DocumentFormattingParams,
) -> Result<Option<Vec<lsp::TextEdit>>, Failure> {
    let path = from_proto::document(snapshot, &params.text_document)?;
    let edits = snapshot.analysis.formatting(&path)?;
    Ok(Some(to_proto::text_edits(snapshot, &path, &edits)?))
}

/// Those of the edits that lie in a range.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle_range(
    snapshot: &Snapshot,
    params: lsp::DocumentRangeFormattingParams,
) -> Result<Option<Vec<lsp::TextEdit>>, Failure> {
    let path = from_proto::document(snapshot, &params.text_document)?;
    let range = from_proto::range(snapshot, &path, params.range)?;
    let edits = snapshot.analysis.range_formatting(&path, range)?;
    Ok(Some(to_proto::text_edits(snapshot, &path, &edits)?))
}
