// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/hover`.

use camino::Utf8Path;
use camkes_codegen::{
    Plan, Subject,
    queries::{self, Build},
};
use camkes_hir::{RootDatabase, model::Assembly};
use camkes_ide::Hover;
use tower_lsp::gen_lsp_types as lsp;

use crate::{
    commands::{build::template_folders::Found, reading},
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

/// The files that are generated for the ends of a connection, as a paragraph of its own; empty where they come from a project's own
/// templates.
fn generated(snapshot: &Snapshot, path: &Utf8Path, connection: &str) -> Result<String, Failure> {
    let Some(root) = snapshot.analysis.systems_of(path)?.into_iter().next() else { return Ok(String::new()) };
    let Some(assembly) = snapshot.analysis.assembly(&root)? else { return Ok(String::new()) };
    let layer = snapshot.project.of(&root);
    let number = assembly.connections.iter().position(|it| it.name == connection);
    let (Some(number), true) = (number, layer.templates.is_empty()) else { return Ok(String::new()) };
    let remembered = snapshot.generation.remembered();
    let Ok(set) = remembered.templates.set(&Found::default()) else { return Ok(String::new()) };
    let (target, kept) = (reading::target(&layer), remembered.caches.kept(&layer));
    let plan = |db: &RootDatabase, system| queries::plan(db, system, Build::new(db, target, set, kept));
    let plan = snapshot.analysis.of_system(&root, plan)?.flatten();
    let Some(Ok(plan)) = plan.as_deref() else { return Ok(String::new()) };
    let files = files_of(plan, &assembly, number);
    let more = files.len().saturating_sub(MOST_FILES);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let shown: Vec<_> = files.iter().take(MOST_FILES).map(|it| format!("`{it}`")).collect();
    Ok(if shown.is_empty() { String::new() } else { format!("\n\nGenerated: {}{more}", shown.join(", ")) })
}

/// The files for the ends of the connection of this number, in the order of their address spaces.
fn files_of<'p>(plan: &'p Plan, assembly: &Assembly, connection: usize) -> Vec<&'p Utf8Path> {
    let Some(joined) = assembly.connections.get(connection) else { return Vec::new() };
    let ends = joined.from.iter().chain(&joined.to).filter_map(|end| assembly.instances.get(end.instance));
    // A large system has thousands of spaces with files of no concern.
    let names: Vec<_> = ends.map(|instance| instance.address_space.as_str()).collect();
    let is_of_it = |subject: Subject| matches!(subject, Subject::End(end) if end.connection == connection);
    let spaces = plan.spaces.iter().filter(|space| names.contains(&space.name.as_str()));
    spaces.flat_map(|it| &it.items).filter(|it| is_of_it(it.subject)).map(|it| it.output.as_path()).collect()
}
