// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/codeAction`.

use camkes_ide::{Edit, QuickFix};
use tower_lsp::gen_lsp_types::{self as lsp, CodeActionKind};

use crate::{
    lsp::{from_proto, to_proto},
    server::{client::CodeActions, dispatch::Failure, snapshot::Snapshot},
};

/// The mends of what is wrong in a range, and the one that makes all sure mends of the document. Nothing for clients that
/// only know commands.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(
    snapshot: &Snapshot,
    params: lsp::CodeActionParams,
) -> Result<Option<Vec<lsp::CodeActionResponse>>, Failure> {
    if snapshot.client.code_actions == CodeActions::Commands {
        return Ok(None);
    }
    let path = from_proto::document(snapshot, &params.text_document)?;
    let only = params.context.only.as_deref();
    let mut actions = Vec::new();
    if wanted(only, &CodeActionKind::QuickFix) {
        let range = from_proto::range(snapshot, &path, params.range)?;
        let mut diagnostics = to_proto::Converter::new(snapshot);
        for QuickFix { diagnostic, fix } in snapshot.analysis.quick_fixes(&path, range)? {
            actions.push(lsp::CodeAction {
                title: fix.title,
                kind: Some(CodeActionKind::QuickFix),
                diagnostics: Some(vec![diagnostics.diagnostic(&path, &diagnostic)?]),
                is_preferred: Some(fix.preferred),
                edit: Some(to_proto::workspace_edit(snapshot, &fix.edits)?),
                ..Default::default()
            });
        }
    }
    if wanted(only, &CodeActionKind::SourceFixAll) {
        let edits = snapshot.analysis.fix_all(&path)?;
        actions.extend(fix_all(snapshot, only.is_some(), &edits)?);
    }
    Ok(Some(actions.into_iter().map(lsp::CodeActionResponse::CodeAction).collect()))
}

fn fix_all(snapshot: &Snapshot, asked_for: bool, edits: &[Edit]) -> Result<Option<lsp::CodeAction>, Failure> {
    // In a list of everything, one edit is there already as a mend of its own.
    if edits.len() < if asked_for { 1 } else { 2 } {
        return Ok(None);
    }
    Ok(Some(lsp::CodeAction {
        title: "Make all sure fixes of this file".to_owned(),
        kind: Some(CodeActionKind::SourceFixAll),
        edit: Some(to_proto::workspace_edit(snapshot, edits)?),
        ..Default::default()
    }))
}

/// Whether a client that asks for these kinds wants this one: itself, or a wider kind (`source` holds `source.fixAll`).
fn wanted(only: Option<&[CodeActionKind]>, kind: &CodeActionKind) -> bool {
    let kind = name(kind);
    only.is_none_or(|only| {
        only.iter().map(name).any(|wider| {
            wider.is_empty() || kind == wider || kind.strip_prefix(&wider).is_some_and(|rest| rest.starts_with('.'))
        })
    })
}

fn name(kind: &CodeActionKind) -> String {
    serde_json::to_value(kind).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wider_kind_holds_the_narrower() {
        let fix_all = CodeActionKind::SourceFixAll;
        assert!(wanted(None, &fix_all));
        assert!(wanted(Some(&[CodeActionKind::Source]), &fix_all));
        assert!(wanted(Some(&[CodeActionKind::Empty]), &fix_all));
        assert!(wanted(Some(&[CodeActionKind::QuickFix, CodeActionKind::SourceFixAll]), &fix_all));
        assert!(!wanted(Some(&[]), &fix_all));
        assert!(!wanted(Some(&[CodeActionKind::SourceOrganizeImports]), &fix_all));
        assert!(!wanted(Some(&[CodeActionKind::Custom("source.fixAll.other".into())]), &fix_all));
        assert!(!wanted(Some(&[CodeActionKind::Custom("sour".into())]), &fix_all));
    }
}
