// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/linkedEditingRange`.

use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::from_proto,
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// What a name is made of, for the client that edits it.
const NAME: &str = "[A-Za-z_][A-Za-z0-9_]*";

/// Places of a name that can be typed anew at once.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(
    snapshot: &Snapshot,
    params: lsp::LinkedEditingRangeParams,
) -> Result<Option<lsp::LinkedEditingRanges>, Failure> {
    let at = from_proto::file_position(snapshot, &params.text_document_position_params)?;
    let ranges = snapshot.analysis.linked_ranges(&at.path, at.offset)?;
    if ranges.is_empty() {
        return Ok(None);
    }
    let text = snapshot.text(&at.path)?;
    let ranges = ranges.into_iter().map(|range| text.range(range, snapshot.client.encoding)).collect();
    Ok(Some(lsp::LinkedEditingRanges { ranges, word_pattern: Some(NAME.to_owned()) }))
}
