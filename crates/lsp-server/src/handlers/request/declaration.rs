// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/declaration`. In this language what declares a thing defines it too.

use tower_lsp::gen_lsp_types as lsp;

use crate::server::{dispatch::Failure, snapshot::Snapshot};

/// Where the thing at the cursor is declared.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(
    snapshot: &Snapshot,
    params: lsp::DeclarationParams,
) -> Result<Option<lsp::DeclarationResponse>, Failure> {
    let lsp::DeclarationParams { text_document_position_params, work_done_progress_params, partial_result_params } =
        params;
    let params =
        lsp::DefinitionParams { text_document_position_params, work_done_progress_params, partial_result_params };
    Ok(super::definition::handle(snapshot, params)?.map(|found| match found {
        lsp::DefinitionResponse::Definition(lsp::Definition::LocationList(list)) => {
            lsp::DeclarationResponse::Declaration(lsp::Declaration::LocationList(list))
        }
        lsp::DefinitionResponse::Definition(lsp::Definition::Location(one)) => {
            lsp::DeclarationResponse::Declaration(lsp::Declaration::Location(one))
        }
        lsp::DefinitionResponse::DefinitionLinkList(links) => lsp::DeclarationResponse::DeclarationLinkList(links),
    }))
}
