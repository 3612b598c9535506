// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/hover`.

use camino::Utf8Path;
use camkes_hir::RootDatabase;
use camkes_ide::Hover;
use tower_lsp::gen_lsp_types as lsp;

use crate::{
    commands::build::template_folders,
    handlers::generated_document,
    lsp::{from_proto, to_proto},
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// Most files of a connection that are listed.
const MOST_FILES: usize = 12;

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
        let hover = Hover::new(found.name.declared.origin, markdown);
        return Ok(Some(to_proto::hover_with(found.converter, &found.document, hover)?));
    }
    let at = from_proto::file_position(snapshot, &params.text_document_position_params)?;
    match snapshot.analysis.hover(&at.path, at.offset)? {
        None => Ok(None),
        Some(mut hover) => {
            if let Some(instance) = hover.instance.take() {
                hover.markdown.push_str(&held(snapshot, &at.path, &instance)?);
            }
            if let Some(connection) = hover.connection.take() {
                hover.markdown.push_str(&generated(snapshot, &at.path, &connection)?);
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

/// The files that are generated for the ends of a connection, as a paragraph of its own; empty where that is not known. The plan of a whole
/// system is not made for them.
fn generated(snapshot: &Snapshot, path: &Utf8Path, connection: &str) -> Result<String, Failure> {
    let Some(root) = snapshot.analysis.systems_of(path)?.into_iter().next() else { return Ok(String::new()) };
    let Some(assembly) = snapshot.analysis.assembly(&root)? else { return Ok(String::new()) };
    let Some(number) = assembly.connections.iter().position(|it| it.name == connection) else {
        return Ok(String::new());
    };
    let layer = snapshot.project.of(&root);
    let templates = &snapshot.generation.remembered().templates;
    let files = |db: &RootDatabase, system| {
        let found = template_folders::of_system(db, system, &layer.templates, templates).ok()?;
        let set = templates.set(&found).ok()?;
        Some(set.files_of_connection(&assembly, number, || template_folders::declared_of(db, system)))
    };
    // Templates that can't be read or parsed are told where files are generated.
    let files = snapshot.analysis.of_system(&root, files)?.flatten().unwrap_or_default();
    let more = files.len().saturating_sub(MOST_FILES);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let shown: Vec<_> = files.iter().take(MOST_FILES).map(|it| format!("`{it}`")).collect();
    Ok(if shown.is_empty() { String::new() } else { format!("\n\nGenerated: {}{more}", shown.join(", ")) })
}
