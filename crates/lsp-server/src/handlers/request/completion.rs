// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/completion` and `completionItem/resolve`.

use camino::Utf8PathBuf;
use camkes_ide::{Completion, CompletionDocs, CompletionKind};
use serde_json::{Value, json};
use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::{from_proto, to_proto},
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// What can stand at the cursor.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(snapshot: &Snapshot, params: lsp::CompletionParams) -> Result<Option<lsp::CompletionResponse>, Failure> {
    let at = from_proto::file_position(snapshot, &params.text_document_position_params)?;
    let found = snapshot.analysis.completion(&at.path, at.offset)?;
    let text = snapshot.text(&at.path)?;
    let encoding = snapshot.client.encoding;
    let first = found.items.first().map(|item| item.replace);
    let is_shared = snapshot.client.shares_edit_range && found.items.iter().all(|item| Some(item.replace) == first);
    let shared = first.filter(|_| is_shared).map(|range| text.range(range, encoding));
    let mut items = Vec::with_capacity(found.items.len());
    for (place, item) in found.items.into_iter().enumerate() {
        let range = if shared.is_some() { None } else { Some(text.range(item.replace, encoding)) };
        let additional = to_proto::text_edits(snapshot, &at.path, &item.additional)?;
        items.push(convert(snapshot, place, range, additional, item));
    }
    let item_defaults = shared.map(|range| lsp::CompletionItemDefaults {
        edit_range: Some(lsp::EditRange::Range(range)),
        ..Default::default()
    });
    Ok(Some(lsp::CompletionResponse::CompletionList(lsp::CompletionList {
        is_incomplete: found.incomplete,
        item_defaults,
        items,
        ..Default::default()
    })))
}

/// The item of the protocol; without a range it replaces what the list says.
fn convert(
    snapshot: &Snapshot,
    place: usize,
    range: Option<lsp::Range>,
    additional: Vec<lsp::TextEdit>,
    item: Completion,
) -> lsp::CompletionItem {
    let (new_text, format) = match item.snippet.filter(|_| snapshot.client.snippets) {
        Some(snippet) => (snippet, Some(lsp::InsertTextFormat::Snippet)),
        // What shares its range shares this, too: without a format a text is plain.
        None => (item.insert, range.map(|_| lsp::InsertTextFormat::PlainText)),
    };
    let details = item.detail.is_some() || item.description.is_some();
    let (label_details, detail) = if snapshot.client.label_details {
        let shown = lsp::CompletionItemLabelDetails { detail: item.detail, description: item.description };
        (details.then_some(shown), None)
    } else {
        let parts: Vec<_> = [item.description, item.detail].into_iter().flatten().collect();
        (None, details.then(|| parts.join(" ").trim().to_owned()))
    };
    let (text_edit, text_edit_text) = match range {
        Some(range) => (Some(lsp::CompletionItemTextEdit::TextEdit(lsp::TextEdit { range, new_text })), None),
        // Without one, the label is the text.
        None => (None, (new_text != item.label).then_some(new_text)),
    };
    lsp::CompletionItem {
        label: item.label,
        label_details,
        kind: Some(kind(item.kind)),
        detail,
        sort_text: Some(format!("{place:05}")),
        insert_text_format: format,
        text_edit,
        text_edit_text,
        additional_text_edits: (!additional.is_empty()).then_some(additional),
        data: data(&item.docs),
        ..Default::default()
    }
}

/// An item with its explanation.
///
/// # Errors
/// When a change overtook the snapshot.
pub fn handle_resolve(snapshot: &Snapshot, mut item: lsp::CompletionItem) -> Result<lsp::CompletionItem, Failure> {
    let docs = item.data.as_ref().map(from_data).unwrap_or_default();
    if let Some(markdown) = snapshot.analysis.completion_documentation(&docs)? {
        item.documentation = Some(lsp::Documentation::MarkupContent(to_proto::markup(snapshot, markdown)));
    }
    Ok(item)
}

/// What an item carries so that its explanation is found when it is asked for.
fn data(docs: &CompletionDocs) -> Option<Value> {
    match docs {
        CompletionDocs::None => None,
        CompletionDocs::Keyword(word) => Some(json!({ "keyword": word })),
        CompletionDocs::Declaration { path, at, name } => {
            // A list, since there may be hundreds of them in an answer.
            Some(json!([path.as_str(), u32::from(*at), name]))
        }
        CompletionDocs::Text(text) => Some(json!({ "text": text })),
    }
}

fn from_data(data: &Value) -> CompletionDocs {
    let text = |key: &str| data.get(key).and_then(Value::as_str).map(str::to_owned);
    if let Some(word) = text("keyword") {
        return CompletionDocs::Keyword(word);
    }
    if let Some(text) = text("text") {
        return CompletionDocs::Text(text);
    }
    match serde_json::from_value::<(String, u32, String)>(data.clone()) {
        Ok((path, at, name)) => CompletionDocs::Declaration { path: Utf8PathBuf::from(path), at: at.into(), name },
        Err(_) => CompletionDocs::None,
    }
}

fn kind(kind: CompletionKind) -> lsp::CompletionItemKind {
    use lsp::CompletionItemKind as K;
    match kind {
        CompletionKind::Keyword => K::Keyword,
        CompletionKind::Snippet => K::Snippet,
        CompletionKind::Component => K::Class,
        CompletionKind::Connector => K::Operator,
        CompletionKind::Procedure => K::Interface,
        CompletionKind::Module => K::Module,
        CompletionKind::Instance => K::Variable,
        CompletionKind::Connection => K::Event,
        CompletionKind::Interface => K::Property,
        CompletionKind::Attribute | CompletionKind::Member => K::Field,
        CompletionKind::Setting => K::Constant,
        CompletionKind::Type => K::Struct,
        CompletionKind::Macro => K::Constant,
        CompletionKind::Value => K::Value,
        CompletionKind::Query => K::Function,
        CompletionKind::File => K::File,
        CompletionKind::Folder => K::Folder,
        CompletionKind::CFunction => K::Function,
        CompletionKind::CVariable => K::Variable,
    }
}
