// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! At an unknown name: import the file that declares it, or make a file for a procedure.

use camkes_hir::diagnostic::Rule;
use camkes_hir::scope::{DefKind, scope};
use camkes_syntax::SyntaxKind as K;
use camkes_syntax::ast::{self, AstNode};

use super::{Assist, AssistKind, Context};
use crate::importable::{import_edit, import_text};

/// Most imports that are offered for one name.
const MOST: usize = 8;

/// Folders in which projects keep procedures.
const INTERFACE_FOLDERS: [&str; 3] = ["interfaces", "interface", "idl"];

pub(super) fn collect(cx: &Context<'_>, out: &mut Vec<Assist>) {
    let Some(reference) = cx.node::<ast::Reference>() else { return };
    let (kind, rule) = match reference.syntax().parent().map(|parent| parent.kind()) {
        Some(K::INSTANCE) => (DefKind::Component, Rule::UnknownComponent),
        Some(K::CONNECTION) => (DefKind::Connector, Rule::UnknownConnector),
        Some(K::PROVIDES | K::USES) => (DefKind::Procedure, Rule::UnknownProcedure),
        Some(K::NAMED_TYPE) => (DefKind::Struct, Rule::UnknownType),
        Some(K::COMPOSITION_USE) => (DefKind::Composition, Rule::UnknownComposition),
        Some(K::CONFIGURATION_USE) => (DefKind::Configuration, Rule::UnknownConfiguration),
        _ => return,
    };
    let name = reference.text();
    if name.is_empty() || name.contains('.') || scope(cx.db, cx.system).get(kind, &name).is_some() {
        return;
    }
    let wanted = |found: DefKind, declared: &str| found == kind && declared == name;
    let candidates = cx.importable.candidates(cx.db, cx.system, cx.file, wanted);
    let only = candidates.len() == 1;
    for candidate in candidates.iter().take(MOST) {
        let path = import_text(cx.db, cx.system, cx.file, candidate.file);
        out.push(Assist {
            title: format!("Import `{name}` from {path}"),
            kind: AssistKind::QuickFix,
            preferred: only,
            edits: vec![import_edit(cx.db, cx.system, cx.file, candidate.file)],
            created: Vec::new(),
            mends: Some(rule),
        });
    }
    if candidates.is_empty() && kind == DefKind::Procedure {
        create(cx, &name, rule, out);
    }
}

/// A new file with an empty procedure, where the project keeps its procedures.
fn create(cx: &Context<'_>, name: &str, rule: Rule, out: &mut Vec<Assist>) {
    let folder = cx.folder();
    let around = folder.ancestors().take(3);
    let known = around
        .flat_map(|it| cx.db.folders(it))
        .find(|it| it.file_name().is_some_and(|name| INTERFACE_FOLDERS.contains(&name)));
    let path = known.unwrap_or_else(|| folder.to_owned()).join(format!("{name}.idl4"));
    if !cx.is_free(&path) {
        return;
    }
    let target = camkes_hir::Db::file(cx.db, &path);
    let shown = import_text(cx.db, cx.system, cx.file, target);
    out.push(Assist {
        title: format!("Create the procedure `{name}` in {shown}"),
        kind: AssistKind::QuickFix,
        preferred: false,
        edits: vec![import_edit(cx.db, cx.system, cx.file, target)],
        created: vec![(path, format!("{}procedure {name} {{\n}}\n", cx.notice()))],
        mends: Some(rule),
    });
}
