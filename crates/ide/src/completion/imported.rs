// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Declarations that an import would bring, offered together with the import.

use camkes_hir::builtin;
use camkes_hir::scope::DefKind;

use super::Context;
use super::item::{Collector, Completion, CompletionDocs, CompletionKind};
use crate::importable::{import_edit, import_text};

/// Most of them in one answer; a longer word finds the others.
const MOST: usize = 200;

/// Adds declarations of a kind. `finish` makes the text of each.
pub(super) fn add(
    cx: &Context<'_>,
    kind: DefKind,
    shown: CompletionKind,
    out: &mut Collector<'_>,
    finish: impl Fn(Completion) -> Completion,
) {
    let Some(system) = cx.system else { return };
    let prefix = cx.cursor.prefix().to_lowercase();
    let mut candidates = cx.importable.candidates(cx.db, system, cx.file, |found, _| found == kind);
    if candidates.len() > MOST {
        candidates.retain(|it| has_letters(&it.name.to_lowercase(), &prefix));
        out.incomplete();
        candidates.truncate(MOST);
    }
    for candidate in candidates {
        let path = import_text(cx.db, system, cx.file, candidate.file);
        let docs = CompletionDocs::Declaration {
            path: candidate.file.path(cx.db).to_owned(),
            at: candidate.at,
            name: candidate.name.clone(),
        };
        let rank = if builtin::is_builtin(candidate.file.path(cx.db)) { 7 } else { 6 };
        let mut item = finish(Completion::new(shown, candidate.name)).rank(rank).docs(docs);
        item.description = Some(format!("import {path}"));
        item.additional = vec![import_edit(cx.db, system, cx.file, candidate.file)];
        out.add(item);
    }
}

/// Whether a name has the letters of a word in its order.
fn has_letters(name: &str, word: &str) -> bool {
    let mut rest = name.chars();
    word.chars().all(|wanted| rest.any(|c| c == wanted))
}
