// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/codeAction` and `codeAction/resolve`.

use camino::{Utf8Path, Utf8PathBuf};
use camkes_ide::{Assist, AssistKind, Edit, QuickFix, Rule};
use serde_json::{Value, json};
use text_size::TextRange;
use tower_lsp::gen_lsp_types::{self as lsp, CodeActionKind};

use crate::{
    lsp::{from_proto, to_proto},
    server::{client::CodeActions, dispatch::Failure, snapshot::Snapshot},
};

/// The mends of what is wrong in a range, the one that makes all sure mends of the document, and other changes that can be
/// made there. Nothing for clients that only know commands.
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
    let mut offered: Vec<Vec<Edit>> = Vec::new();
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
            offered.push(fix.edits);
        }
    }
    let range = from_proto::range(snapshot, &path, params.range)?;
    let mut diagnostics = Diagnostics::new(snapshot, &path, range);
    for assist in snapshot.analysis.assists(&path, range)? {
        let known = assist.created.is_empty() && offered.iter().any(|edits| same(edits, &assist.edits));
        let possible = assist.created.is_empty() || snapshot.client.creates_files;
        if wanted(only, &kind(assist.kind)) && possible && !known {
            let mends = assist.mends.map(|rule| diagnostics.of_rule(rule)).transpose()?;
            actions.push(lsp::CodeAction { diagnostics: mends, ..offer(snapshot, &path, range, &assist)? });
        }
    }
    if wanted(only, &fix_all_kind()) {
        let edits = snapshot.analysis.fix_all(&path)?;
        actions.extend(fix_all(snapshot, only.is_some(), &edits)?);
    }
    Ok(Some(actions.into_iter().map(lsp::CodeActionResponse::CodeAction).collect()))
}

/// Whether two actions change the same, so that one of them is enough.
fn same(one: &[Edit], other: &[Edit]) -> bool {
    one.len() == other.len() && one.iter().all(|edit| other.contains(edit))
}

/// Diagnostics that touch a range, asked for by actions that mend one.
struct Diagnostics<'a> {
    snapshot: &'a Snapshot,
    path: &'a Utf8Path,
    range: TextRange,
    converter: to_proto::Converter<'a>,
}

impl<'a> Diagnostics<'a> {
    fn new(snapshot: &'a Snapshot, path: &'a Utf8Path, range: TextRange) -> Self {
        Self { snapshot, path, range, converter: to_proto::Converter::new(snapshot) }
    }

    /// Those of a rule.
    fn of_rule(&mut self, rule: Rule) -> Result<Vec<lsp::Diagnostic>, Failure> {
        let all = self.snapshot.analysis.diagnostics(self.path)?;
        let touched =
            |it: &&camkes_ide::Diagnostic| it.rule == rule && it.primary.range.intersect(self.range).is_some();
        let found: Vec<_> = all.iter().filter(touched).collect();
        found.into_iter().map(|it| Ok(self.converter.diagnostic(self.path, it)?)).collect()
    }
}

/// The kind of the action that makes all sure mends.
#[must_use]
pub fn fix_all_kind() -> CodeActionKind {
    CodeActionKind::Custom("source.fixAll.camkes".into())
}

fn kind(kind: AssistKind) -> CodeActionKind {
    match kind {
        AssistKind::QuickFix => CodeActionKind::QuickFix,
        AssistKind::Extract => CodeActionKind::RefactorExtract,
        AssistKind::Inline => CodeActionKind::RefactorInline,
        AssistKind::Rewrite => CodeActionKind::RefactorRewrite,
        AssistKind::OrganiseImports => CodeActionKind::SourceOrganizeImports,
    }
}

/// A change as an action; its edit comes later for clients that ask for it.
fn offer(snapshot: &Snapshot, path: &Utf8Path, range: TextRange, assist: &Assist) -> Result<lsp::CodeAction, Failure> {
    let (edit, data) = if snapshot.client.resolves_actions {
        let (start, end) = (u32::from(range.start()), u32::from(range.end()));
        (None, Some(json!({ "path": path.as_str(), "start": start, "end": end })))
    } else {
        (Some(to_proto::source_change(snapshot, &assist.edits, &assist.created)?), None)
    };
    Ok(lsp::CodeAction {
        title: assist.title.clone(),
        kind: Some(kind(assist.kind)),
        is_preferred: assist.preferred.then_some(true),
        edit,
        data,
        ..Default::default()
    })
}

/// An action with its edit.
///
/// # Errors
/// When the action is not ours or is no longer offered, or a change overtook the snapshot.
pub fn handle_resolve(snapshot: &Snapshot, mut action: lsp::CodeAction) -> Result<lsp::CodeAction, Failure> {
    if action.edit.is_some() {
        return Ok(action);
    }
    let Some((path, range)) = action.data.as_ref().and_then(place) else {
        return Err(Failure::InvalidParams("the action does not come from this server".to_owned()));
    };
    let assists = snapshot.analysis.assists(&path, range)?;
    let Some(assist) = assists.into_iter().find(|it| it.title == action.title) else {
        return Err(Failure::Refused("the text has changed since the action was offered".to_owned()));
    };
    action.edit = Some(to_proto::source_change(snapshot, &assist.edits, &assist.created)?);
    Ok(action)
}

fn place(data: &Value) -> Option<(Utf8PathBuf, TextRange)> {
    let number = |key: &str| u32::try_from(data.get(key)?.as_u64()?).ok();
    let (start, end) = (number("start")?, number("end")?);
    Some((data.get("path")?.as_str()?.into(), TextRange::new(start.min(end).into(), start.max(end).into())))
}

fn fix_all(snapshot: &Snapshot, asked_for: bool, edits: &[Edit]) -> Result<Option<lsp::CodeAction>, Failure> {
    // In a list of everything, one edit is there already as a mend of its own.
    if edits.len() < if asked_for { 1 } else { 2 } {
        return Ok(None);
    }
    Ok(Some(lsp::CodeAction {
        title: "Make all sure fixes of this file".to_owned(),
        kind: Some(fix_all_kind()),
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
        let fix_all = fix_all_kind();
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
