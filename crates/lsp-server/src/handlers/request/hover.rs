// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/hover`.

use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::{from_proto, to_proto},
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// What is known about the thing at the cursor.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(snapshot: &Snapshot, params: lsp::HoverParams) -> Result<Option<lsp::Hover>, Failure> {
    let at = from_proto::file_position(snapshot, &params.text_document_position_params)?;
    match snapshot.analysis.hover(&at.path, at.offset)? {
        None => Ok(None),
        Some(hover) => Ok(Some(to_proto::hover(snapshot, &at.path, hover)?)),
    }
}
