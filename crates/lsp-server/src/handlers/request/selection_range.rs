// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/selectionRange`.

use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::{from_proto, to_proto},
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// For each position, the ranges around it, each with the next wider one as its parent.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(
    snapshot: &Snapshot,
    params: lsp::SelectionRangeParams,
) -> Result<Option<Vec<lsp::SelectionRange>>, Failure> {
    let path = from_proto::document(snapshot, &params.text_document)?;
    let mut converter = to_proto::Converter::new(snapshot);
    let mut out = Vec::with_capacity(params.positions.len());
    for position in params.positions {
        let at = from_proto::range(snapshot, &path, lsp::Range { start: position, end: position })?;
        let mut selection: Option<lsp::SelectionRange> = None;
        for range in snapshot.analysis.selection_ranges(&path, at.start())?.into_iter().rev() {
            let range = converter.range(&path, range)?;
            selection = Some(lsp::SelectionRange { range, parent: selection.map(Box::new) });
        }
        // One answer for each position, in their order.
        out.extend(selection);
    }
    Ok(Some(out))
}
