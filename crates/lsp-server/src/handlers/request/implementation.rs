// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/implementation`.

use tower_lsp::gen_lsp_types as lsp;

use crate::{
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
    let at = from_proto::file_position(snapshot, &params.text_document_position_params)?;
    let targets = snapshot.analysis.implementation(&at.path, at.offset)?;
    Ok(to_proto::definition(snapshot, &at.path, &targets)?.map(|found| match found {
        lsp::DefinitionResponse::Definition(places) => lsp::ImplementationResponse::Definition(places),
        lsp::DefinitionResponse::DefinitionLinkList(links) => lsp::ImplementationResponse::DefinitionLinkList(links),
    }))
}
