// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes/expandMacro`: what the macro at a position stands for.
//!
//! Parameters: `{ "textDocument": { "uri" }, "position" }`. Result: nothing where no macro is used, else `name`,
//! `definition` (from the name to its end, as written), `range` of the use and its `expansion`.

use serde::Serialize;
use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::{from_proto, to_proto::Converter},
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// A macro where it is used.
#[derive(Debug, Serialize)]
pub struct Expanded {
    name: String,
    definition: String,
    range: lsp::Range,
    expansion: String,
}

/// The macro at a position.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(snapshot: &Snapshot, params: lsp::TextDocumentPositionParams) -> Result<Option<Expanded>, Failure> {
    let at = from_proto::file_position(snapshot, &params)?;
    let Some(found) = snapshot.analysis.expansion(&at.path, at.offset)? else { return Ok(None) };
    let range = Converter::new(snapshot).range(&found.at.path, found.at.range)?;
    Ok(Some(Expanded { name: found.name, definition: found.definition, range, expansion: found.text }))
}
