// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/definition`.

use tower_lsp::gen_lsp_types as lsp;

use crate::{
    handlers::generated_document,
    lsp::{from_proto, to_proto},
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// Where the thing at the cursor is declared; nothing when there is no such place.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(snapshot: &Snapshot, params: lsp::DefinitionParams) -> Result<Option<lsp::DefinitionResponse>, Failure> {
    if let Some(found) = generated_document::at(snapshot, &params.text_document_position_params)? {
        let targets = [found.name.declared];
        return Ok(to_proto::definition_with(found.converter, &found.document, &targets)?);
    }
    let at = from_proto::file_position(snapshot, &params.text_document_position_params)?;
    let targets = snapshot.analysis.definition(&at.path, at.offset)?;
    Ok(to_proto::definition(snapshot, &at.path, &targets)?)
}
