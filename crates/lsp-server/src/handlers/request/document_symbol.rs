// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/documentSymbol`.

use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::{from_proto, to_proto},
    server::{client::SymbolShape, dispatch::Failure, snapshot::Snapshot},
};

/// The declarations of a document, as a tree or, for clients that can't show one, as a list.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(
    snapshot: &Snapshot,
    params: lsp::DocumentSymbolParams,
) -> Result<Option<lsp::DocumentSymbolResponse>, Failure> {
    let path = from_proto::document(snapshot, &params.text_document)?;
    let symbols = snapshot.analysis.document_symbols(&path)?;
    let text = snapshot.text(&path)?;
    let response = match snapshot.client.symbols {
        SymbolShape::Tree => {
            lsp::DocumentSymbolResponse::DocumentSymbolList(to_proto::symbol_tree(snapshot, &text, symbols))
        }
        SymbolShape::Flat => {
            lsp::DocumentSymbolResponse::SymbolInformationList(to_proto::symbol_list(snapshot, &path, &text, symbols))
        }
    };
    Ok(Some(response))
}
