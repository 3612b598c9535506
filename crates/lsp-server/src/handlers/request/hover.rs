// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/hover`.

use camino::Utf8Path;
use camkes_ide::Hover;
use tower_lsp::gen_lsp_types as lsp;

use crate::{
    handlers::generated_document,
    lsp::{from_proto, to_proto},
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// What is known about the thing at the cursor.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(snapshot: &Snapshot, params: lsp::HoverParams) -> Result<Option<lsp::Hover>, Failure> {
    if let Some(found) = generated_document::at(snapshot, &params.text_document_position_params)? {
        let (path, offset) = found.declared();
        let of_adl = snapshot.analysis.hover(path, offset)?.map(|it| it.markdown);
        let parts: Vec<_> = found.name.explained.into_iter().chain(of_adl).collect();
        let markdown = parts.join("\n\n---\n\n");
        let hover = Hover { range: found.name.declared.origin, markdown, instance: None };
        return Ok(Some(to_proto::hover_with(found.converter, &found.document, hover)?));
    }
    let at = from_proto::file_position(snapshot, &params.text_document_position_params)?;
    match snapshot.analysis.hover(&at.path, at.offset)? {
        None => Ok(None),
        Some(mut hover) => {
            if let Some(instance) = hover.instance.take() {
                hover.markdown.push_str(&held(snapshot, &at.path, &instance)?);
            }
            Ok(Some(to_proto::hover(snapshot, &at.path, hover)?))
        }
    }
}

/// How many capabilities an instance holds, as a paragraph of its own; empty when that is not known.
fn held(snapshot: &Snapshot, path: &Utf8Path, instance: &str) -> Result<String, Failure> {
    let Some(root) = snapshot.analysis.systems_of(path)?.into_iter().next() else { return Ok(String::new()) };
    let Some(kinds) = snapshot.generation.capabilities(snapshot, &root, instance)? else { return Ok(String::new()) };
    let total: usize = kinds.values().sum();
    let kinds: Vec<_> = kinds.iter().map(|(kind, count)| format!("{count} `{kind}`")).collect();
    Ok(format!("\n\n{total} capabilities: {}", kinds.join(", ")))
}
