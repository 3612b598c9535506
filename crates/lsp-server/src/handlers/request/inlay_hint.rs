// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/inlayHint` and `inlayHint/resolve`.

use camino::Utf8PathBuf;
use camkes_ide::{FileRange, HintKind, InlayHint};
use serde_json::{Value, json};
use text_size::TextRange;
use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::{from_proto, to_proto},
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// The hints of a part of a document that the user wants.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(snapshot: &Snapshot, params: lsp::InlayHintParams) -> Result<Option<Vec<lsp::InlayHint>>, Failure> {
    let path = from_proto::document(snapshot, &params.text_document)?;
    let range = from_proto::range(snapshot, &path, params.range)?;
    let hints = snapshot.analysis.inlay_hints(&path, range)?;
    let text = snapshot.text(&path)?;
    let wanted = hints.into_iter().filter(|hint| snapshot.hints.wants(hint.kind));
    let place = |hint: &InlayHint| text.range(TextRange::empty(hint.at), snapshot.client.encoding).start;
    Ok(Some(wanted.map(|hint| convert(place(&hint), hint)).collect()))
}

fn convert(position: lsp::Position, hint: InlayHint) -> lsp::InlayHint {
    let before = hint.kind == HintKind::Direction;
    lsp::InlayHint {
        position,
        label: lsp::Label::String(hint.label),
        kind: before.then_some(lsp::InlayHintKind::Parameter),
        text_edits: None,
        tooltip: None,
        padding_left: Some(!before),
        padding_right: Some(before),
        data: hint.origin.map(|it| {
            json!({ "path": it.path.as_str(), "start": u32::from(it.range.start()), "end": u32::from(it.range.end()) })
        }),
    }
}

/// A hint that leads to where its value comes from.
///
/// # Errors
/// When a change overtook the snapshot.
pub fn handle_resolve(snapshot: &Snapshot, mut hint: lsp::InlayHint) -> Result<lsp::InlayHint, Failure> {
    let Some(origin) = hint.data.as_ref().and_then(origin) else { return Ok(hint) };
    let location = to_proto::Converter::new(snapshot).location(&origin.path, origin.range)?;
    if let lsp::Label::String(value) = &hint.label {
        let part = lsp::InlayHintLabelPart { value: value.clone(), location: Some(location), ..Default::default() };
        hint.label = lsp::Label::InlayHintLabelPartList(vec![part]);
    }
    Ok(hint)
}

fn origin(data: &Value) -> Option<FileRange> {
    let number = |key: &str| u32::try_from(data.get(key)?.as_u64()?).ok();
    let (start, end) = (number("start")?, number("end")?);
    let path = Utf8PathBuf::from(data.get("path")?.as_str()?);
    Some(FileRange { path, range: TextRange::new(start.min(end).into(), start.max(end).into()) })
}
