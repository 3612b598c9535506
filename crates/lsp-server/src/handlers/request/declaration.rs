// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/declaration`. In this language what declares a thing defines it too.

use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::{from_proto, to_proto},
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// Where the thing at the cursor is declared.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(
    snapshot: &Snapshot,
    params: lsp::DeclarationParams,
) -> Result<Option<lsp::DeclarationResponse>, Failure> {
    let at = from_proto::file_position(snapshot, &params.text_document_position_params)?;
    let targets = snapshot.analysis.definition(&at.path, at.offset)?;
    Ok(to_proto::definition(snapshot, &at.path, &targets)?.map(|found| match found {
        lsp::DefinitionResponse::Definition(lsp::Definition::LocationList(list)) => {
            lsp::DeclarationResponse::Declaration(lsp::Declaration::LocationList(list))
        }
        lsp::DefinitionResponse::Definition(lsp::Definition::Location(one)) => {
            lsp::DeclarationResponse::Declaration(lsp::Declaration::Location(one))
        }
        lsp::DefinitionResponse::DefinitionLinkList(links) => lsp::DeclarationResponse::DeclarationLinkList(links),
    }))
}
