// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Code actions: the mends that come with diagnostics, one by one or all sure ones of a file at once.

use camkes_hir::{Db as _, File, RootDatabase, builtin};
use text_size::TextRange;

use crate::diagnostics::{self, Diagnostic, Edit, Fix};
use crate::systems::Systems;

/// A mend together with what it mends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuickFix {
    /// The diagnostic that offers it.
    pub diagnostic: Diagnostic,
    /// The mend.
    pub fix: Fix,
}

/// The mends of the diagnostics of a file that touch a range, in order of place, each diagnostic's last one the comment that
/// allows it. Those that would change the built-in
/// library are left out: it can't be written.
pub(crate) fn quick_fixes(db: &RootDatabase, systems: &Systems, file: File, range: TextRange) -> Vec<QuickFix> {
    let touched = |diagnostic: &Diagnostic| diagnostic.primary.range.intersect(range).is_some();
    let mut out = Vec::new();
    for diagnostic in diagnostics::of_file(db, systems, file).into_iter().filter(touched) {
        let suppression = diagnostics::suppression(db, file, &diagnostic);
        for fix in diagnostic.fixes.iter().chain(&suppression).filter(|fix| is_possible(db, fix)) {
            let quick_fix = QuickFix { diagnostic: diagnostic.clone(), fix: fix.clone() };
            if !out.contains(&quick_fix) {
                out.push(quick_fix);
            }
        }
    }
    out
}

/// The edits of all preferred mends of a file, in order of place, none overlapping another, those at one place in the order of what
/// they mend. Mends that reach into other files are left for the user to make one by one; of two that change the same text the
/// second is left for the next time, and two that are the same are made once.
pub(crate) fn fix_all(db: &RootDatabase, systems: &Systems, file: File) -> Vec<Edit> {
    let path = file.path(db);
    let mut edits: Vec<Edit> = Vec::new();
    for diagnostic in diagnostics::of_file(db, systems, file) {
        let inside =
            |fix: &&Fix| fix.preferred && is_possible(db, fix) && fix.edits.iter().all(|edit| edit.at.path == *path);
        let Some(fix) = diagnostic.fixes.iter().find(inside) else { continue };
        let is_new = !fix.edits.iter().all(|edit| edits.contains(edit));
        let free = |edit: &Edit| !edits.iter().any(|other| collide(edit.at.range, other.at.range));
        if is_new && fix.edits.iter().all(free) {
            edits.extend(fix.edits.iter().cloned());
        }
    }
    edits.sort_by_key(|edit| (edit.at.range.start(), edit.at.range.end()));
    edits
}

/// Whether two edits change the same text, or one writes into what the other replaces. Edits that only meet do not.
fn collide(a: TextRange, b: TextRange) -> bool {
    let is_inside =
        |it: TextRange, around: TextRange| it.is_empty() && around.start() < it.start() && it.start() < around.end();
    a.intersect(b).is_some_and(|both| !both.is_empty()) || is_inside(a, b) || is_inside(b, a)
}

fn is_possible(db: &RootDatabase, fix: &Fix) -> bool {
    let writable = |edit: &Edit| {
        let length = db.file(&edit.at.path).contents(db).as_str().len();
        !builtin::is_builtin(&edit.at.path) && usize::from(edit.at.range.end()) <= length
    };
    !fix.edits.is_empty() && fix.edits.iter().all(writable)
}
