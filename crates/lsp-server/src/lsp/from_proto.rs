// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From the protocol to the database.

use camino::{Utf8Path, Utf8PathBuf};
use serde::Deserialize;
use serde_json::Value;
use text_size::{TextRange, TextSize};
use tower_lsp::{gen_lsp_types as lsp, jsonrpc::Error};

use crate::{
    lsp::uri::{self, UriError},
    server::{dispatch::Failure, snapshot::Snapshot},
    vfs::library::Library,
};

/// The database's path of a document; the files in which editors see the built-in library stand for the library.
///
/// # Errors
/// When the URI names no document.
pub fn path(uri: &lsp::Uri, library: &Library) -> Result<Utf8PathBuf, UriError> {
    uri::to_path(uri).map(|path| library.in_database(path))
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePosition {
    /// The file.
    pub path: Utf8PathBuf,
    /// Byte offset in it.
    pub offset: TextSize,
}

/// The document of a request.
///
/// # Errors
/// [`Failure::InvalidParams`] when the URI names no document.
pub fn document(snapshot: &Snapshot, document: &lsp::TextDocumentIdentifier) -> Result<Utf8PathBuf, Failure> {
    path(&document.uri, &snapshot.library).map_err(|error| Failure::InvalidParams(error.to_string()))
}

/// The place that a request is about.
///
/// # Errors
/// When the URI names no document, or a change overtook the snapshot.
pub fn file_position(snapshot: &Snapshot, params: &lsp::TextDocumentPositionParams) -> Result<FilePosition, Failure> {
    let path = document(snapshot, &params.text_document)?;
    let text = snapshot.text(&path)?;
    let offset = text.lines.offset(&text.text, params.position, snapshot.client.encoding);
    // No text is longer: messages are limited.
    let offset = TextSize::try_from(offset).unwrap_or_default();
    Ok(FilePosition { path, offset })
}

/// The bytes of a range of a file. A range that ends before it starts is taken the other way round.
///
/// # Errors
/// When a change overtook the snapshot.
pub fn range(snapshot: &Snapshot, path: &Utf8Path, range: lsp::Range) -> Result<TextRange, Failure> {
    let text = snapshot.text(path)?;
    let offset = |position| {
        let offset = text.lines.offset(&text.text, position, snapshot.client.encoding);
        TextSize::try_from(offset).unwrap_or_default()
    };
    let (start, end) = (offset(range.start), offset(range.end));
    Ok(TextRange::new(start.min(end), start.max(end)))
}

/// The parameters of `initialize`.
///
/// # Errors
/// `InvalidParams` with the reason.
pub fn initialize_params(params: Option<&Value>) -> Result<lsp::InitializeParams, Error> {
    let params = params.ok_or_else(|| Error::invalid_params("initialize has no parameters"))?;
    lsp::InitializeParams::deserialize(params).map_err(|error| Error::invalid_params(error.to_string()))
}
