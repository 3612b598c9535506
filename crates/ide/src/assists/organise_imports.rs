// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Imports of a file in order: those in angle brackets first, each kind by name, none twice, and none that nothing needs. An import
//! stays behind those whose declarations it needs.

use camkes_hir::File;
use camkes_hir::check::uses;
use camkes_hir::diagnostic::Rule;
use camkes_hir::imports::import_graph;
use camkes_hir::parse::source_map;
use camkes_syntax::SyntaxKind as K;
use camkes_syntax::ast::{self, AstNode};
use indexmap::{IndexMap, IndexSet};
use text_size::{TextRange, TextSize};

use super::{Assist, AssistKind, Context, whole_lines};
use crate::diagnostics::{self, Edit};

/// An import of a run.
struct Import {
    range: TextRange,
    angle: bool,
    path: String,
    target: Option<File>,
}

impl Import {
    /// Whether another import names the same file in the same way.
    fn names(&self, other: &Import) -> bool {
        self.angle == other.angle && self.path == other.path
    }
}

pub(super) fn collect(cx: &Context<'_>, out: &mut Vec<Assist>) {
    let runs = runs(cx);
    let unused = if runs.iter().all(Vec::is_empty) { Vec::new() } else { unused(cx) };
    let edits: Vec<Edit> = runs.iter().filter_map(|run| sorted(cx, run, &unused)).collect();
    if !edits.is_empty() {
        // What stands twice is no loss.
        let is_last = |it: &Import, run: &[Import]| run.iter().filter(|other| it.names(other)).count() == 1;
        let removes = |run: &Vec<Import>| run.iter().any(|it| is_unused(it, &unused) && is_last(it, run));
        let title = if runs.iter().any(removes) {
            "Sort the imports, without those that nothing needs".to_owned()
        } else {
            "Sort the imports".to_owned()
        };
        out.push(Assist {
            title,
            kind: AssistKind::OrganiseImports,
            preferred: false,
            edits,
            created: Vec::new(),
            mends: None,
        });
    }
}

/// Places of imports that nothing needs.
fn unused(cx: &Context<'_>) -> Vec<TextRange> {
    let all = diagnostics::of_file(cx.db, cx.systems, cx.file).into_iter();
    all.filter(|it| it.rule == Rule::UnusedImport).map(|it| it.primary.range).collect()
}

fn is_unused(import: &Import, unused: &[TextRange]) -> bool {
    unused.iter().any(|it| import.range.contains_range(*it))
}

/// Imports that follow each other with nothing but blanks between them.
fn runs(cx: &Context<'_>) -> Vec<Vec<Import>> {
    let mut out: Vec<Vec<Import>> = vec![Vec::new()];
    let targets = &import_graph(cx.db, cx.system).targets;
    let map = source_map(cx.db, cx.system, cx.file);
    for import in cx.root.children().filter_map(ast::Import::cast) {
        let range = camkes_syntax::text_range_without_trivia(import.syntax());
        let ends = import.syntax().last_token().is_some_and(|it| it.kind() == K::SEMICOLON);
        let Some(path) = import.path().filter(|_| ends) else {
            out.push(Vec::new());
            continue;
        };
        let target = targets.iter().find(|(at, _)| {
            at.file == cx.file
                && map.get(at.id).is_some_and(|spot| spot.file == cx.file && range.contains_range(spot.focus))
        });
        let found = Import { range, angle: path.is_angle(), path: path.value(), target: target.map(|(_, file)| *file) };
        let last = out.last().and_then(|run| run.last()).map(|it| it.range.end());
        let joined = last.is_none_or(|end| {
            let gap = cx.slice(TextRange::new(end.min(range.start()), range.start()));
            gap.trim().is_empty() && gap.matches('\n').count() <= 1
        });
        if !joined {
            out.push(Vec::new());
        }
        if let Some(run) = out.last_mut() {
            run.push(found);
        }
    }
    out
}

fn sorted(cx: &Context<'_>, run: &[Import], unused: &[TextRange]) -> Option<Edit> {
    let whole = TextRange::new(run.first()?.range.start(), run.last()?.range.end());
    let mut wanted: Vec<&Import> = Vec::new();
    let mut seen = IndexSet::new();
    let used = run.iter().filter(|it| !is_unused(it, unused));
    wanted.extend(used.filter(|it| seen.insert((it.angle, it.path.as_str()))));
    if wanted.is_empty() {
        return Some(cx.replace(paragraph(cx.text, whole), ""));
    }
    wanted.sort_by_key(|it| (!it.angle, it.path.as_str()));
    let needs = needs(cx, run);
    let mut order: Vec<&Import> = Vec::new();
    while !wanted.is_empty() {
        let ready = |it: &&Import| {
            let needed = it.target.and_then(|file| needs.get(&file));
            needed.is_none_or(|needed| {
                !wanted.iter().any(|other| other.target.is_some_and(|file| needed.contains(&file)))
            })
        };
        // In a circle nothing is ready; then the names decide.
        let next = wanted.iter().position(ready).unwrap_or(0);
        order.push(wanted.remove(next));
    }
    let lines: Vec<_> = order.iter().map(|it| cx.slice(it.range)).collect();
    let text = lines.join("\n");
    (text != cx.slice(whole)).then(|| cx.replace(whole, text))
}

/// The lines of a range, with the empty line behind them when there is one before them, too.
fn paragraph(text: &str, range: TextRange) -> TextRange {
    let lines = whole_lines(text, range);
    let before = text.get(..usize::from(lines.start())).unwrap_or_default();
    let behind = text.get(usize::from(lines.end())..).unwrap_or_default();
    let has_empty_line_before = before.is_empty() || before.ends_with("\n\n");
    match behind.starts_with('\n') && has_empty_line_before {
        true => TextRange::new(lines.start(), lines.end() + TextSize::of('\n')),
        false => lines,
    }
}

/// For each imported file, the others of the run whose declarations it, or what it imports, uses without importing them.
fn needs(cx: &Context<'_>, run: &[Import]) -> IndexMap<File, IndexSet<File>> {
    let files: IndexSet<File> = run.iter().filter_map(|it| it.target).collect();
    let targets = &import_graph(cx.db, cx.system).targets;
    let mut imported: IndexMap<File, IndexSet<File>> = IndexMap::new();
    for (by, file) in targets {
        imported.entry(by.file).or_default().insert(*file);
    }
    let closure = |file: File| {
        let mut all: IndexSet<File> = IndexSet::from([file]);
        let mut next = 0;
        while let Some(&at) = all.get_index(next) {
            all.extend(imported.get(&at).into_iter().flatten().copied());
            next += 1;
        }
        all
    };
    let closures: IndexMap<File, IndexSet<File>> = files.iter().map(|file| (*file, closure(*file))).collect();
    let mut out: IndexMap<File, IndexSet<File>> = IndexMap::new();
    for (at, target) in uses(cx.db, cx.system).iter().filter(|(at, target)| at.file != target.file) {
        for (file, own) in closures.iter().filter(|(_, own)| own.contains(&at.file) && !own.contains(&target.file)) {
            let from = closures.iter().filter(|(other, all)| *other != file && all.contains(&target.file));
            out.entry(*file).or_default().extend(from.map(|(other, _)| *other));
            let _ = own;
        }
    }
    out
}
