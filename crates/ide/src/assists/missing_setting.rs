// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! At an instance: give its attributes without a value one.

use camkes_hir::model::Attribute;
use camkes_hir::simplest_value;
use camkes_syntax::ast::{self, AstNode};
use camkes_syntax::{SyntaxNode, append_settings, settings_holder};

use super::{Assist, AssistKind, Context};
use crate::level;

pub(super) fn collect(cx: &Context<'_>, out: &mut Vec<Assist>) {
    let Some(instance) = cx.node::<ast::Instance>() else { return };
    let Some(name) = instance.name() else { return };
    let Some(holder) = settings_holder(instance.syntax()) else { return };
    let Some(level) = level::level_at(cx.db, cx.system, cx.file, cx.range.start()) else { return };
    let own = |it: &&level::Member| it.path.rsplit('.').next() == Some(name.text().as_str());
    let Some(component) = level.members.iter().find(own).and_then(|it| it.component.clone()) else { return };
    let configuration = holder.children().find_map(ast::Configuration::cast);
    let settings = configuration.iter().flat_map(|it| it.body()).flat_map(|it| it.configuration_items());
    let targets: Vec<String> = settings
        .filter_map(|item| match item {
            ast::ConfigurationItem::Setting(setting) => Some(setting.target()?.text().to_string()),
            ast::ConfigurationItem::MacroUse(_) => None,
        })
        .collect();
    let assembly = camkes_hir::assembly(cx.db, cx.system);
    let has_value = |it: &Attribute| {
        let target = format!("{}.{}", name.text(), it.name);
        let known = assembly.as_ref().filter(|_| level.around.is_none());
        it.default.is_some()
            || targets.contains(&target)
            || known.is_some_and(|assembly| assembly.value(&name.text(), &it.name).is_some())
    };
    let missing: Vec<_> = component.attributes.iter().filter(|it| !has_value(it)).collect();
    let statement = |it: &Attribute| format!("{}.{} = {};", name.text(), it.name, simplest_value(it));
    for attribute in &missing {
        let title = format!("Set `{}.{}`", name.text(), attribute.name);
        out.extend(assist(cx, &holder, title, &[statement(attribute)]));
    }
    if missing.len() > 1 {
        let statements: Vec<_> = missing.iter().map(|it| statement(it)).collect();
        let title = format!("Set all attributes of `{}` that have no value", name.text());
        out.extend(assist(cx, &holder, title, &statements));
    }
}

/// Adds settings to the configuration of a body, which is made if it has none.
pub(super) fn assist(cx: &Context<'_>, holder: &SyntaxNode, title: String, statements: &[String]) -> Option<Assist> {
    let (at, text) = append_settings(cx.text, holder, statements)?;
    Some(Assist {
        title,
        kind: AssistKind::Rewrite,
        preferred: false,
        edits: vec![cx.insert(at, text)],
        created: Vec::new(),
        mends: None,
    })
}
