// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `workspace/symbol`.

use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::to_proto,
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// Declarations of all systems in use whose names fit the query.
///
/// # Errors
/// When a change overtook the snapshot.
pub fn handle(
    snapshot: &Snapshot,
    params: lsp::WorkspaceSymbolParams,
) -> Result<Option<lsp::WorkspaceSymbolResponse>, Failure> {
    let found = snapshot.analysis.workspace_symbols(&params.query)?;
    let mut converter = to_proto::Converter::new(snapshot);
    let list: Result<Vec<_>, _> = found.into_iter().map(|it| converter.workspace_symbol(it)).collect();
    Ok(Some(lsp::WorkspaceSymbolResponse::SymbolInformationList(list?)))
}
