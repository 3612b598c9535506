// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/prepareCallHierarchy`, `callHierarchy/incomingCalls` and `callHierarchy/outgoingCalls`.

use camino::Utf8Path;
use camkes_ide::{Call, CallItem, Way};
use serde_json::{Value, json};
use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::{from_proto, to_proto::Converter},
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// The instances that what stands at the cursor is about.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle_prepare(
    snapshot: &Snapshot,
    params: lsp::CallHierarchyPrepareParams,
) -> Result<Option<Vec<lsp::CallHierarchyItem>>, Failure> {
    let at = from_proto::file_position(snapshot, &params.text_document_position_params)?;
    let items = snapshot.analysis.call_items(&at.path, at.offset)?;
    let mut converter = Converter::new(snapshot);
    let items: Result<Vec<_>, _> = items.into_iter().map(|it| item(snapshot, &mut converter, it)).collect();
    Ok(Some(items?).filter(|items| !items.is_empty()))
}

/// Who calls an instance.
///
/// # Errors
/// When the item is not ours, or a change overtook the snapshot.
pub fn handle_incoming(
    snapshot: &Snapshot,
    params: lsp::CallHierarchyIncomingCallsParams,
) -> Result<Option<Vec<lsp::CallHierarchyIncomingCall>>, Failure> {
    let mut converter = Converter::new(snapshot);
    let mut out = Vec::new();
    for Call { other, ranges } in calls(snapshot, params.item.data.as_ref(), Way::Incoming)? {
        let ranges: Result<Vec<_>, _> = ranges.into_iter().map(|range| converter.range(&other.path, range)).collect();
        let (from, from_ranges) = (item(snapshot, &mut converter, other)?, ranges?);
        out.push(lsp::CallHierarchyIncomingCall { from, from_ranges });
    }
    Ok(Some(out))
}

/// Whom an instance calls.
///
/// # Errors
/// When the item is not ours, or a change overtook the snapshot.
pub fn handle_outgoing(
    snapshot: &Snapshot,
    params: lsp::CallHierarchyOutgoingCallsParams,
) -> Result<Option<Vec<lsp::CallHierarchyOutgoingCall>>, Failure> {
    let caller = from_proto::path(&params.item.uri, &snapshot.library);
    let caller = caller.map_err(|error| Failure::InvalidParams(error.to_string()))?;
    let mut converter = Converter::new(snapshot);
    let mut out = Vec::new();
    for Call { other, ranges } in calls(snapshot, params.item.data.as_ref(), Way::Outgoing)? {
        let ranges: Result<Vec<_>, _> = ranges.into_iter().map(|range| converter.range(&caller, range)).collect();
        let (to, from_ranges) = (item(snapshot, &mut converter, other)?, ranges?);
        out.push(lsp::CallHierarchyOutgoingCall { to, from_ranges });
    }
    Ok(Some(out))
}

fn calls(snapshot: &Snapshot, data: Option<&Value>, way: Way) -> Result<Vec<Call>, Failure> {
    let text = |key: &str| data.and_then(|data| data.get(key)).and_then(Value::as_str);
    let (Some(system), Some(name)) = (text("system"), text("name")) else {
        return Err(Failure::InvalidParams("the item does not come from this server".to_owned()));
    };
    Ok(snapshot.analysis.calls(Utf8Path::new(system), name, way)?)
}

fn item(snapshot: &Snapshot, converter: &mut Converter<'_>, it: CallItem) -> Result<lsp::CallHierarchyItem, Failure> {
    Ok(lsp::CallHierarchyItem {
        kind: lsp::SymbolKind::Object,
        tags: None,
        detail: Some(it.component),
        uri: snapshot.uri(&it.path),
        range: converter.range(&it.path, it.full_range)?,
        selection_range: converter.range(&it.path, it.focus_range)?,
        data: Some(json!({ "system": it.system.as_str(), "name": it.name })),
        name: it.name,
    })
}
