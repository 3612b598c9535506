// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! In a connection with one end on each side: exchange them.

use camkes_hir::item_tree::Side;
use camkes_syntax::ast::{self, AstNode};

use super::{Assist, AssistKind, Context};
use crate::completion::ends;
use crate::level;

pub(super) fn collect(cx: &Context<'_>, out: &mut Vec<Assist>) {
    let Some(connection) = cx.node::<ast::Connection>() else { return };
    let ends: Vec<_> = connection.ends().collect();
    let [first, second] = ends.as_slice() else { return };
    if first.is_from() == second.is_from() {
        return;
    }
    let (Some(one), Some(other)) = (first.reference(), second.reference()) else { return };
    let Some(level) = level::level_at(cx.db, cx.system, cx.file, cx.range.start()) else { return };
    let fits = |reference: &ast::Reference, is_from: bool| {
        let side = if is_from { Side::From } else { Side::To };
        ends::resolve(&level, &reference.text()).is_none_or(|(component, interface)| {
            let kind = interface.ty.kind();
            component.is_none() || if side == Side::From { kind.may_be_from() } else { kind.may_be_to() }
        })
    };
    let now = fits(&one, first.is_from()) && fits(&other, second.is_from());
    let then = fits(&one, second.is_from()) && fits(&other, first.is_from());
    let is_device = |reference: &ast::Reference| {
        ends::resolve(&level, &reference.text()).and_then(|(component, _)| component).is_some_and(|it| it.hardware)
    };
    // A connector wants a device at one of its ends.
    if !then || (now && is_device(&one) != is_device(&other)) {
        return;
    }
    let range = |it: &ast::Reference| camkes_syntax::text_range_without_trivia(it.syntax());
    out.push(Assist {
        title: format!("Swap the ends `{}` and `{}`", one.text(), other.text()),
        kind: if now { AssistKind::Rewrite } else { AssistKind::QuickFix },
        preferred: !now,
        edits: vec![cx.replace(range(&one), cx.slice(range(&other))), cx.replace(range(&other), cx.slice(range(&one)))],
        created: Vec::new(),
        mends: None,
    });
}
