// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `workspace/symbol` and `workspaceSymbol/resolve`.

use camkes_ide::{Symbol, TextRange};
use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::{from_proto, to_proto},
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// Declarations of all files of the workspace whose names fit the query. A client that asks for the place of the one that is chosen gets
/// the others without.
///
/// # Errors
/// When a change overtook the snapshot.
pub fn handle(
    snapshot: &Snapshot,
    params: lsp::WorkspaceSymbolParams,
) -> Result<Option<lsp::WorkspaceSymbolResponse>, Failure> {
    let found = snapshot.analysis.workspace_symbols(&params.query)?;
    let mut converter = to_proto::Converter::new(snapshot);
    if snapshot.client.resolves_symbols {
        let list = found.into_iter().map(|it| converter.unresolved_symbol(it)).collect();
        return Ok(Some(lsp::WorkspaceSymbolResponse::WorkspaceSymbolList(list)));
    }
    let list: Result<Vec<_>, _> = found.into_iter().map(|it| converter.workspace_symbol(it)).collect();
    Ok(Some(lsp::WorkspaceSymbolResponse::SymbolInformationList(list?)))
}

/// A symbol with its place: where the file now has the one of this name that is nearest to where it stood.
///
/// # Errors
/// When the symbol is not ours, the file no longer has it, or a change overtook the snapshot.
pub fn handle_resolve(snapshot: &Snapshot, mut symbol: lsp::WorkspaceSymbol) -> Result<lsp::WorkspaceSymbol, Failure> {
    let lsp::WorkspaceSymbolLocation::LocationUriOnly(place) = &symbol.location else { return Ok(symbol) };
    let start = symbol.data.as_ref().and_then(|data| u32::try_from(data.get("start")?.as_u64()?).ok());
    let Some(start) = start else {
        return Err(Failure::InvalidParams("the symbol does not come from this server".to_owned()));
    };
    let document = lsp::TextDocumentIdentifier { uri: place.uri.clone() };
    let path = from_proto::document(snapshot, &document)?;
    let mut places = Vec::new();
    let base = &symbol.base_symbol_information;
    named(&snapshot.analysis.document_symbols(&path)?, &base.name, base.kind, &mut places);
    let Some(range) = places.into_iter().min_by_key(|range| u32::from(range.start()).abs_diff(start)) else {
        return Err(Failure::Refused("the file no longer has this symbol".to_owned()));
    };
    symbol.location = to_proto::Converter::new(snapshot).location(&path, range)?.into();
    Ok(symbol)
}

/// Where symbols of a name and kind stand, at any depth.
fn named(symbols: &[Symbol], name: &str, kind: lsp::SymbolKind, out: &mut Vec<TextRange>) {
    for symbol in symbols {
        if to_proto::shown_name(&symbol.name) == name && to_proto::symbol_kind(symbol.kind) == kind {
            out.push(symbol.selection_range);
        }
        named(&symbol.children, name, kind, out);
    }
}
