// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! At a connection with a device: write the settings that its templates need.

use camkes_hir::diagnostic::Rule;
use camkes_hir::parse::source_map;
use camkes_hir::{MissingSetting, missing_device_settings};
use camkes_syntax::ast::{self, AstNode};

use super::missing_setting::assist;
use super::{Assist, AssistKind, Context};
use crate::level;

pub(super) fn collect(cx: &Context<'_>, out: &mut Vec<Assist>) {
    let Some(connection) = cx.node::<ast::Connection>() else { return };
    let range = camkes_syntax::text_range_without_trivia(connection.syntax());
    let is_lacking = camkes_hir::diagnostics(cx.db, cx.system).iter().any(|it| {
        let at = it.primary;
        it.rule == Rule::MissingDeviceSetting && at.file == cx.file && range.contains_range(at.range)
    });
    if !is_lacking {
        return;
    }
    let Some(holder) = camkes_syntax::settings_holder(connection.syntax()) else { return };
    let Some(level) = level::level_at(cx.db, cx.system, cx.file, range.start()) else { return };
    let is_here = |it: &MissingSetting| {
        let spot = source_map(cx.db, cx.system, it.connection.file).get(it.connection.id);
        spot.is_some_and(|spot| spot.file == cx.file && range.contains_range(spot.focus))
    };
    let mut statements = Vec::new();
    let mut names = Vec::new();
    for it in missing_device_settings(cx.db, cx.system).iter().filter(|it| is_here(it)) {
        let name = match &level.around {
            // Each instance of the component around has one of its own.
            Some(_) => it.instance.rsplit('.').next().unwrap_or_default(),
            None => &it.instance,
        };
        // What is deeper inside is set there.
        let is_member = level.members.iter().any(|it| it.path.rsplit('.').next() == Some(name));
        let setting = format!("{name}.{}", it.attribute);
        if is_member && !names.contains(&setting) {
            statements.push(format!("{setting} = {};", it.example));
            names.push(setting);
        }
    }
    let mut add = |title: String, statements: &[String]| {
        let found = assist(cx, &holder, title, statements);
        let mends = Some(Rule::MissingDeviceSetting);
        out.extend(found.map(|it| Assist { kind: AssistKind::QuickFix, mends, ..it }));
    };
    for (name, statement) in names.iter().zip(&statements) {
        // The rule's own fix is of the same edit where the cursor is at what it marks.
        add(format!("Add `{name} = …`"), std::slice::from_ref(statement));
    }
    if statements.len() > 1 {
        add(format!("Add all {} settings that the connection needs", statements.len()), &statements);
    }
}
