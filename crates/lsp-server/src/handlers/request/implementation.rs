// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/implementation`.

use tower_lsp::gen_lsp_types as lsp;

use crate::{
    handlers::generated_document,
    lsp::{from_proto, to_proto},
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// What provides the procedure at the cursor, or the instances of the component.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(
    snapshot: &Snapshot,
    params: lsp::ImplementationParams,
) -> Result<Option<lsp::ImplementationResponse>, Failure> {
    let found = if let Some(found) = generated_document::at(snapshot, &params.text_document_position_params)? {
        let (path, offset) = found.declared();
        let targets = found.from_here(snapshot.analysis.implementation(path, offset)?);
        to_proto::definition_with(found.converter, &found.document, &targets)?
    } else {
        let at = from_proto::file_position(snapshot, &params.text_document_position_params)?;
        let targets = snapshot.analysis.implementation(&at.path, at.offset)?;
        to_proto::definition(snapshot, &at.path, &targets)?
    };
    Ok(found.map(|found| match found {
        lsp::DefinitionResponse::Definition(places) => lsp::ImplementationResponse::Definition(places),
        lsp::DefinitionResponse::DefinitionLinkList(links) => lsp::ImplementationResponse::DefinitionLinkList(links),
    }))
}
