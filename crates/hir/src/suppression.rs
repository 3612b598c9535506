// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Findings that a comment allows, and comments that allow nothing. A finding is suppressed at the place where it is shown:
//! one inside of a macro's expansion, where the macro is used.

mod insert;
mod written;

use camkes_syntax::TextRange;
use rustc_hash::FxHashSet;

use crate::assembly::resolution;
use crate::builtin;
use crate::check::is_whole;
use crate::db::Db;
use crate::diagnostic::{Diagnostic, Edit, Fix, Rule, Span, whole_lines};
use crate::imports::import_graph;
use crate::input::{File, ForwardReferences, System};
use crate::preprocess::preprocessed;

pub use self::insert::suppress;
use self::written::{Comments, Reach, Suppression, comments};

/// A name in a suppression: the file, the suppression's and the name's number.
type Use = (File, usize, usize);

/// Takes away what comments allow and adds what is wrong with the comments themselves.
pub(crate) fn apply(db: &dyn Db, system: System, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let own = |file: &&File| !builtin::is_builtin(file.path(db));
    let files: Vec<File> = import_graph(db, system).files.iter().filter(own).copied().collect();
    for &file in &files {
        found.extend(problems(file, comments(db, file)));
    }
    let mut used = FxHashSet::default();
    found.retain(|diagnostic| {
        let allowed = is_allowed(db, diagnostic, &mut used);
        !allowed || system.rule_levels(db).is_fixed(diagnostic.severity)
    });
    if resolution(db, system).assembly.is_some() && is_whole(&found) {
        let with_comments = files.iter().filter(|file| !comments(db, **file).suppressions.is_empty());
        found.extend(with_comments.flat_map(|file| unused(db, system, *file, &mut used)));
    }
    found
}

/// Takes away what comments allow.
pub(crate) fn without_allowed(db: &dyn Db, system: System, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut used = FxHashSet::default();
    found.retain(|it| !is_allowed(db, it, &mut used) || system.rule_levels(db).is_fixed(it.severity));
    found
}

/// Whether a comment allows a diagnostic; the names that do are noted down.
fn is_allowed(db: &dyn Db, diagnostic: &Diagnostic, used: &mut FxHashSet<Use>) -> bool {
    let file = diagnostic.primary.file;
    let mut allowed = false;
    for (number, suppression) in comments(db, file).suppressions.iter().enumerate() {
        if !reaches(suppression.reach, diagnostic.primary.range) {
            continue;
        }
        let named = suppression.names.iter().enumerate().filter(|(_, (name, _))| name == diagnostic.rule.name());
        for (name, _) in named {
            used.insert((file, number, name));
            allowed = true;
        }
    }
    allowed
}

/// Whether a suppression is about a range: its line is the first or the last one of it.
fn reaches(reach: Reach, range: TextRange) -> bool {
    match reach {
        Reach::Line(line) => line.contains_inclusive(range.start()) || line.contains_inclusive(range.end()),
        Reach::File => true,
        Reach::Nowhere => false,
    }
}

/// What is wrong with comments by themselves.
fn problems(file: File, comments: &Comments) -> Vec<Diagnostic> {
    let malformed = comments.malformed.iter().map(|wrong| {
        let span = Span { file, range: wrong.range };
        let fix = wrong.instead.map(|text| change(span, text));
        let note =
            "`// camkes: allow(rule)` allows what the rule finds in a line, `allow-file(rule)` in the whole file";
        diagnostic(Rule::MalformedSuppression, span, wrong.message.clone(), note, fix)
    });
    let names = comments.suppressions.iter().flat_map(|it| &it.names);
    let unknown = names.filter(|(name, _)| Rule::from_name(name).is_none()).map(|(name, range)| {
        let span = Span { file, range: *range };
        let closest = Rule::closest(name);
        let note = match closest {
            Some(rule) => format!("did you mean `{rule}`?"),
            None => "`camkes-lsp explain` lists the rules".to_owned(),
        };
        let fix = closest.map(|rule| change(span, rule.name()));
        diagnostic(Rule::UnknownRule, span, format!("there is no rule `{name}`"), &note, fix)
    });
    malformed.chain(unknown).collect()
}

/// The names of rules in a file's comments that allow nothing.
fn unused(db: &dyn Db, system: System, file: File, used: &mut FxHashSet<Use>) -> Vec<Diagnostic> {
    let comments = comments(db, file);
    // Rules about unused suppressions themselves come last, when it is known which of those there are.
    let (late, early): (Vec<_>, Vec<_>) =
        names(comments).partition(|(.., name)| *name == Rule::UnusedSuppression.name());
    let mut out = Vec::new();
    for (number, place, name) in early.into_iter().chain(late) {
        let Some((suppression, rule)) = comments.suppressions.get(number).zip(Rule::from_name(name)) else { continue };
        let allowed = rule == Rule::ForwardReference && system.forward_references(db) == ForwardReferences::Allow;
        let silent = allowed || rule.is_about_c();
        if silent || used.contains(&(file, number, place)) || is_skipped(db, system, file, suppression.comment) {
            continue;
        }
        let diagnostic = unused_name(db, file, suppression, place, rule);
        if rule == Rule::UnusedSuppression || !is_allowed(db, &diagnostic, used) {
            out.push(diagnostic);
        }
    }
    out
}

/// Number of the suppression, number of the name in it, name.
fn names(comments: &Comments) -> impl Iterator<Item = (usize, usize, &str)> {
    let suppressions = comments.suppressions.iter().enumerate();
    suppressions.flat_map(|(number, it)| {
        it.names.iter().enumerate().map(move |(place, (name, _))| (number, place, name.as_str()))
    })
}

/// Whether a condition of the preprocessor takes out this part of a file; under other macros it may count.
fn is_skipped(db: &dyn Db, system: System, file: File, range: TextRange) -> bool {
    preprocessed(db, system, file).is_some_and(|it| it.is_inactive(Span { file, range }))
}

fn unused_name(db: &dyn Db, file: File, suppression: &Suppression, place: usize, rule: Rule) -> Diagnostic {
    let range = suppression.names.get(place).map_or(suppression.directive, |(_, range)| *range);
    let (title, cut) = match suppression.names.as_slice() {
        [_] => ("Remove the comment", removal(file.contents(db).as_str(), suppression)),
        names => ("Remove the name", TextRange::new(start_of_cut(names, place), end_of_cut(names, place))),
    };
    let edits = vec![Edit { span: Span { file, range: cut }, text: String::new() }];
    let fix = Fix { title: title.to_owned(), edits, preferred: true };
    let message = format!("nothing here breaks `{rule}`");
    diagnostic(Rule::UnusedSuppression, Span { file, range }, message, "the comment can go", Some(fix))
}

/// The first name goes with the comma behind it, any other one with the comma before it.
fn start_of_cut(names: &[(smol_str::SmolStr, TextRange)], place: usize) -> camkes_syntax::TextSize {
    let at = |place: usize| names.get(place).map(|(_, range)| *range).unwrap_or_default();
    if place == 0 { at(0).start() } else { at(place - 1).end() }
}

fn end_of_cut(names: &[(smol_str::SmolStr, TextRange)], place: usize) -> camkes_syntax::TextSize {
    let at = |place: usize| names.get(place).map(|(_, range)| *range).unwrap_or_default();
    if place == 0 { at(1).start() } else { at(place).end() }
}

/// What goes with a comment: its line when it is alone there, else the blanks before it. Of a comment that says more, only
/// our part goes.
fn removal(text: &str, suppression: &Suppression) -> TextRange {
    let whole = suppression.comment;
    let written = text.get(std::ops::Range::<usize>::from(whole)).unwrap_or_default();
    if written.trim_end().contains('\n') {
        return suppression.directive;
    }
    whole_lines(text, whole)
}

fn change(span: Span, text: &str) -> Fix {
    let edits = vec![Edit { span, text: text.to_owned() }];
    Fix { title: format!("Change to `{text}`"), edits, preferred: true }
}

fn diagnostic(rule: Rule, primary: Span, message: String, note: &str, fix: Option<Fix>) -> Diagnostic {
    Diagnostic {
        rule,
        severity: rule.severity(),
        primary,
        message,
        labels: Vec::new(),
        notes: vec![note.to_owned()],
        fixes: fix.into_iter().collect(),
    }
}
