// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/documentHighlight`.

use camkes_ide::Access;
use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::{from_proto, to_proto},
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// The places in the document that name the thing at the cursor.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(
    snapshot: &Snapshot,
    params: lsp::DocumentHighlightParams,
) -> Result<Option<Vec<lsp::DocumentHighlight>>, Failure> {
    let at = from_proto::file_position(snapshot, &params.text_document_position_params)?;
    let mentions = snapshot.analysis.highlights(&at.path, at.offset)?;
    let mut converter = to_proto::Converter::new(snapshot);
    let mut highlights = Vec::with_capacity(mentions.len());
    for mention in mentions {
        let kind = match mention.access {
            Access::Declaration | Access::Write => lsp::DocumentHighlightKind::Write,
            Access::Read => lsp::DocumentHighlightKind::Read,
        };
        let range = converter.range(&at.path, mention.at.range)?;
        highlights.push(lsp::DocumentHighlight { range, kind: Some(kind) });
    }
    Ok(Some(highlights))
}
