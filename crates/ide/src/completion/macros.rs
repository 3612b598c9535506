// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Macros that are defined in a file and the headers that it includes.

use camkes_hir::preprocess::preprocessed;

use super::Context;
use super::item::{Collector, Completion, CompletionKind, escaped};

/// Macros that can be used where a statement can begin.
pub(super) fn callable(cx: &Context<'_>, out: &mut Collector<'_>) {
    add(cx, 4, out);
}

/// Macros where only macros can stand.
pub(super) fn all(cx: &Context<'_>, out: &mut Collector<'_>) {
    add(cx, 1, out);
}

fn add(cx: &Context<'_>, rank: u8, out: &mut Collector<'_>) {
    let Some(system) = cx.system else { return };
    for owner in crate::resolve::owners(cx.db, system, cx.file) {
        let Some(expanded) = preprocessed(cx.db, system, owner) else { continue };
        for found in expanded.output.macros.iter().filter(|it| it.place.file().is_some()) {
            let item = Completion::new(CompletionKind::Macro, found.name.as_str()).rank(rank).description("macro");
            let Some(parameters) = &found.parameters else {
                out.add(item);
                continue;
            };
            let list = parameters.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(", ");
            let places = parameters.iter().enumerate().map(|(i, it)| format!("${{{}:{}}}", i + 1, escaped(it)));
            let places = places.collect::<Vec<_>>().join(", ");
            let item = item.detail(format!("({list})"));
            let called = cx.cursor.rest.first().is_some_and(|token| token.text == "(");
            out.add(if called { item } else { item.snippet(format!("{}({places})$0", escaped(&found.name))) });
        }
    }
}
