// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/documentLink`.

use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::{from_proto, to_proto},
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// The files that imports and `#include`s of a document name.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(snapshot: &Snapshot, params: lsp::DocumentLinkParams) -> Result<Option<Vec<lsp::DocumentLink>>, Failure> {
    let path = from_proto::document(snapshot, &params.text_document)?;
    let mut converter = to_proto::Converter::new(snapshot);
    let mut out = Vec::new();
    for link in snapshot.analysis.links(&path)? {
        let range = converter.range(&path, link.range)?;
        let target = Some(snapshot.uri(&link.target));
        out.push(lsp::DocumentLink { range, target, tooltip: None, data: None });
    }
    Ok(Some(out))
}
