// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes/generated`: the files that are generated for what stands at the cursor, as the text in the editor is now.
//!
//! Parameters: `{ "textDocument": { "uri" }, "position"? }`. Result: `root`, `entity` (the instance, if there is one at the
//! position) and `files`, each with its `path` in the output folder, its `text` and a `uri`, under which
//! `workspace/textDocumentContent` gives the text of the moment. Without an instance at the position, these are all files of
//! the system.

use camino::Utf8Path;
use camkes_codegen::GeneratedFile;
use camkes_hir::model::Assembly;
use serde::{Deserialize, Serialize};
use tower_lsp::gen_lsp_types as lsp;

use crate::{
    handlers::generated_document,
    lsp::from_proto,
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// A document and perhaps a place in it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Params {
    /// The document.
    pub text_document: lsp::TextDocumentIdentifier,
    /// The place.
    pub position: Option<lsp::Position>,
}

/// Generated files.
#[derive(Debug, Serialize)]
pub struct Files {
    root: lsp::Uri,
    entity: Option<String>,
    files: Vec<Shown>,
}

#[derive(Debug, Serialize)]
struct Shown {
    path: String,
    uri: lsp::Uri,
    text: String,
}

/// The files of the instance at a position, or of the whole system.
///
/// # Errors
/// When the parameters name no document, nothing can be generated, or a change overtook the snapshot.
pub fn handle(snapshot: &Snapshot, params: Params) -> Result<Option<Files>, Failure> {
    let path = from_proto::document(snapshot, &params.text_document)?;
    let Some(root) = snapshot.analysis.systems_of(&path)?.into_iter().next() else { return Ok(None) };
    let entity = entity(snapshot, params)?;
    let made = snapshot.generation.of(snapshot, &root)?;
    let assembly = snapshot.analysis.assembly(&root)?;
    let space = entity.as_deref().zip(assembly.as_deref()).and_then(|(name, assembly)| space_of(assembly, name));
    let of_space = |file: &&GeneratedFile| match &space {
        Some(space) => folder_of(&file.path) == Some(space.as_str()),
        None => true,
    };
    let shown = |file: &GeneratedFile| Shown {
        path: file.path.to_string(),
        uri: generated_document::uri(&root, &file.path),
        text: String::from_utf8_lossy(&file.bytes).into_owned(),
    };
    let files = made.files.iter().filter(of_space).map(shown).collect();
    Ok(Some(Files { root: snapshot.uri(&root), entity, files }))
}

/// The instance or connection at the place of a request.
pub(super) fn entity(snapshot: &Snapshot, params: Params) -> Result<Option<String>, Failure> {
    let Some(position) = params.position else { return Ok(None) };
    let at = lsp::TextDocumentPositionParams { text_document: params.text_document, position };
    let at = from_proto::file_position(snapshot, &at)?;
    Ok(snapshot.analysis.entity(&at.path, at.offset)?)
}

/// The address space of an instance.
pub(super) fn space_of(assembly: &Assembly, instance: &str) -> Option<String> {
    let instance = assembly.instance(instance).filter(|it| !it.component.hardware)?;
    Some(instance.address_space.to_string())
}

fn folder_of(path: &Utf8Path) -> Option<&str> {
    path.components().next().map(|first| first.as_str()).filter(|_| path.components().count() > 1)
}
