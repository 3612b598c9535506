// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/foldingRange`.

use camkes_ide::FoldKind;
use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::{from_proto, to_proto},
    server::{client::FoldShape, dispatch::Failure, snapshot::Snapshot},
};

/// The parts of a document that can be hidden.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(snapshot: &Snapshot, params: lsp::FoldingRangeParams) -> Result<Option<Vec<lsp::FoldingRange>>, Failure> {
    let path = from_proto::document(snapshot, &params.text_document)?;
    let text = snapshot.text(&path)?;
    let mut converter = to_proto::Converter::new(snapshot);
    let mut folds = Vec::new();
    for fold in snapshot.analysis.folding_ranges(&path)? {
        let range = converter.range(&path, fold.range)?;
        let kind = match fold.kind {
            FoldKind::Block => None,
            FoldKind::Comment => Some(lsp::FoldingRangeKind::Comment),
            FoldKind::Imports => Some(lsp::FoldingRangeKind::Imports),
            FoldKind::Condition => Some(lsp::FoldingRangeKind::Region),
        };
        let mut out = lsp::FoldingRange {
            start_line: range.start.line,
            end_line: range.end.line,
            kind,
            start_character: None,
            end_character: None,
            collapsed_text: None,
        };
        match snapshot.client.folds {
            FoldShape::Ranges => {
                out.start_character = Some(range.start.character);
                out.end_character = Some(range.end.character);
            }
            // What follows on the last line, such as a bracket, must stay in sight.
            FoldShape::Lines => {
                let rest = text.text.get(usize::from(fold.range.end())..).unwrap_or_default();
                if rest.lines().next().is_some_and(|rest| !rest.trim().is_empty() && rest.trim() != ";") {
                    out.end_line = out.end_line.saturating_sub(1);
                }
            }
        }
        if out.start_line < out.end_line {
            folds.push(out);
        }
    }
    Ok(Some(folds))
}
