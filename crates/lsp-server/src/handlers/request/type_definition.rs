// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/typeDefinition`.

use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::{from_proto, to_proto},
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// Where the type of the thing at the cursor is declared.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(
    snapshot: &Snapshot,
    params: lsp::TypeDefinitionParams,
) -> Result<Option<lsp::TypeDefinitionResponse>, Failure> {
    let at = from_proto::file_position(snapshot, &params.text_document_position_params)?;
    let targets = snapshot.analysis.type_definition(&at.path, at.offset)?;
    Ok(to_proto::definition(snapshot, &at.path, &targets)?.map(|found| match found {
        lsp::DefinitionResponse::Definition(places) => lsp::TypeDefinitionResponse::Definition(places),
        lsp::DefinitionResponse::DefinitionLinkList(links) => lsp::TypeDefinitionResponse::DefinitionLinkList(links),
    }))
}
