// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/codeLens` and `codeLens/resolve`.
//!
//! Commands are the client's: `camkes.showReferences` with a document, a position and locations, as VS Code's own command for
//! that takes them; `camkes.openGenerated` with a document and a position; `camkes.showGraph` with a document. Without a command
//! in `experimental.commands.commands`, a lens that only leads somewhere is left out, and one that counts can't be chosen.

use camkes_ide::LensKind;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::{from_proto, to_proto},
    server::{dispatch::Failure, snapshot::Snapshot},
};

const SHOW_REFERENCES: &str = "camkes.showReferences";
const OPEN_GENERATED: &str = "camkes.openGenerated";
const SHOW_GRAPH: &str = "camkes.showGraph";

/// What a lens carries until it is worked out.
#[derive(Debug, Serialize, Deserialize)]
struct Data {
    uri: String,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Kind {
    Instances,
    Connections,
    Generated,
    Graph,
}

/// The lenses of a document, without what they count.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(snapshot: &Snapshot, params: lsp::CodeLensParams) -> Result<Option<Vec<lsp::CodeLens>>, Failure> {
    let path = from_proto::document(snapshot, &params.text_document)?;
    let text = snapshot.text(&path)?;
    let mut out = Vec::new();
    let leads = |kind: LensKind| match kind {
        LensKind::Generated => snapshot.client.commands.contains(OPEN_GENERATED),
        LensKind::Graph => snapshot.client.commands.contains(SHOW_GRAPH),
        LensKind::Instances | LensKind::Connections => true,
    };
    for lens in snapshot.analysis.lenses(&path)?.into_iter().filter(|lens| leads(lens.kind)) {
        let kind = match lens.kind {
            LensKind::Instances => Kind::Instances,
            LensKind::Connections => Kind::Connections,
            LensKind::Generated => Kind::Generated,
            LensKind::Graph => Kind::Graph,
        };
        let data = Data { uri: params.text_document.uri.0.to_string(), kind };
        out.push(lsp::CodeLens {
            range: text.range(lens.range, snapshot.client.encoding),
            command: None,
            data: serde_json::to_value(data).ok(),
        });
    }
    Ok(Some(out))
}

/// A lens with its text and its command.
///
/// # Errors
/// When its data is not ours, or a change overtook the snapshot.
pub fn handle_resolve(snapshot: &Snapshot, mut lens: lsp::CodeLens) -> Result<lsp::CodeLens, Failure> {
    let data = lens.data.take().map(serde_json::from_value::<Data>);
    let Some(Ok(data)) = data else {
        return Err(Failure::InvalidParams("the lens does not come from this server".to_owned()));
    };
    let document = lsp::TextDocumentIdentifier { uri: data.uri.as_str().into() };
    let position = json!(lens.range.start);
    let (title, command, arguments) = match data.kind {
        Kind::Generated => ("Open generated".to_owned(), OPEN_GENERATED, vec![json!(data.uri), position]),
        Kind::Graph => ("Show graph".to_owned(), SHOW_GRAPH, vec![json!(data.uri)]),
        Kind::Instances => counted(snapshot, &lens, document, LensKind::Instances, ["instance", "instances"])?,
        Kind::Connections => counted(snapshot, &lens, document, LensKind::Connections, ["connection", "connections"])?,
    };
    let command = lsp::Command { title, command: command.to_owned(), arguments: Some(arguments), ..Default::default() };
    lens.command = Some(command);
    Ok(lens)
}

fn counted(
    snapshot: &Snapshot,
    lens: &lsp::CodeLens,
    document: lsp::TextDocumentIdentifier,
    kind: LensKind,
    [one, many]: [&str; 2],
) -> Result<(String, &'static str, Vec<Value>), Failure> {
    let position = lens.range.start;
    let params = lsp::TextDocumentPositionParams { text_document: document, position };
    let at = from_proto::file_position(snapshot, &params)?;
    let places = snapshot.analysis.lens_places(&at.path, at.offset, kind)?;
    let mut converter = to_proto::Converter::new(snapshot);
    let locations: Result<Vec<_>, _> =
        places.iter().map(|place| converter.location(&place.path, place.range)).collect();
    let noun = if places.len() == 1 { one } else { many };
    let title = format!("{} {noun}", places.len());
    let arguments = vec![json!(params.text_document.uri.0), json!(position), json!(locations?)];
    if snapshot.client.commands.contains(SHOW_REFERENCES) {
        Ok((title, SHOW_REFERENCES, arguments))
    } else {
        Ok((title, "", Vec::new()))
    }
}
