// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! All diagnostics of a system, joined with their places and sorted.

use std::sync::Arc;

use camkes_syntax::{RelatedText, SyntaxError};
use text_size::{TextRange, TextSize};

use crate::assembly::{detached, resolution};
use crate::db::Db;
use crate::declarations::{Use, file_components, file_connectors, file_procedures, structs};
use crate::diagnostic::{Diagnostic, Edit, Finding, Fix, Label, Rule, Severity, Span};
use crate::imports::import_graph;
use crate::input::{File, FileContents, System};
use crate::lints;
use crate::loc::ItemLoc;
use crate::parse::{expanded_parse, syntax_errors};
use crate::preprocess::{preprocessed, problems};
use crate::scope::scope;
use crate::setting_lints::setting_findings;
use crate::source_map::Writing;
use crate::suppression;

/// Everything that is wrong in the files of a system, sorted by file, place and rule, with the levels that the system sets
/// and without what comments allow.
#[salsa::tracked(returns(deref))]
pub fn diagnostics(db: &dyn Db, system: System) -> Arc<[Diagnostic]> {
    let found = suppression::apply(db, system, found(db, system).to_vec());
    let levels = system.rule_levels(db);
    let mut out: Vec<_> = found.into_iter().filter_map(|diagnostic| levels.apply(diagnostic)).collect();
    sort(db, &mut out);
    out.into()
}

/// Findings of rules that look at more than ADL: without what comments allow, with the levels that the system sets, sorted.
#[must_use]
pub fn settle(db: &dyn Db, system: System, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let found = suppression::without_allowed(db, system, found);
    let levels = system.rule_levels(db);
    let mut out: Vec<_> = found.into_iter().filter_map(|diagnostic| levels.apply(diagnostic)).collect();
    sort(db, &mut out);
    out
}

/// The part of [`diagnostics`] that is about one file by itself: its text and its declarations, not what a system is composed of. It
/// is there long before the rest where a system is large.
#[salsa::tracked(returns(deref))]
pub fn own_diagnostics(db: &dyn Db, system: System, file: File) -> Arc<[Diagnostic]> {
    let mut out: Vec<Diagnostic> = text_diagnostics(db, system, file).to_vec();
    let declared = file_procedures(db, system, file).findings.iter();
    let declared = declared.chain(&file_connectors(db, system, file).findings);
    let declared = declared.chain(&file_components(db, system, file).findings);
    let declared = declared.chain(lints::file_lints(db, system, file));
    out.extend(declared.map(|finding| finding.resolve(db, system)));
    out.retain(|it| it.primary.file == file);
    settle(db, system, out).into()
}

/// Everything that rules find, as it is by the language.
#[salsa::tracked(returns(deref))]
fn found(db: &dyn Db, system: System) -> Arc<[Diagnostic]> {
    let graph = import_graph(db, system);
    let mut out: Vec<Diagnostic> = Vec::new();
    for &file in &graph.files {
        out.extend(text_diagnostics(db, system, file).iter().cloned());
        out.extend(lints::text_lints(db, system, file).iter().cloned());
    }
    out.extend(findings(db, system).iter().map(|finding| finding.resolve(db, system)));
    if resolution(db, system).assembly.is_some() && is_whole(&out) {
        out.extend(lints::system_lints(db, system).iter().map(|finding| finding.resolve(db, system)));
    }
    sort(db, &mut out);
    out.into()
}

/// Whether nothing hides a part of a system: what stops a stage hides the findings of later ones, and what a missing header
/// would have made may be what seems to be missing.
pub(crate) fn is_whole(found: &[Diagnostic]) -> bool {
    !found.iter().any(|it| it.severity == Severity::Error || it.rule == Rule::MissingHeader)
}

/// Whether anything keeps the system from being built.
pub fn has_errors(db: &dyn Db, system: System) -> bool {
    diagnostics(db, system).iter().any(|d| d.severity == Severity::Error)
}

/// Whether a system is not to be built: something is an error by the language, at whatever level it is shown, or by the levels
/// that are set.
pub fn blocks_build(db: &dyn Db, system: System) -> bool {
    found(db, system).iter().any(|d| d.severity == Severity::Error) || has_errors(db, system)
}

/// The error of a system that is to be built but has no assembly.
pub fn missing_assembly(db: &dyn Db, system: System) -> Option<Diagnostic> {
    if resolution(db, system).assembly.is_some() {
        return None;
    }
    let primary = Span { file: system.root(db), range: TextRange::empty(TextSize::new(0)) };
    let message = "no assembly in this file or what it imports".to_owned();
    let notes = vec!["a system is an `assembly { composition { … } }`".to_owned()];
    Some(Diagnostic {
        rule: Rule::NoAssembly,
        severity: Severity::Error,
        primary,
        message,
        labels: Vec::new(),
        notes,
        fixes: Vec::new(),
    })
}

/// What is wrong with a file by itself, as it is written: unreadable, not UTF-8, syntax. It is for files that belong to no
/// system; in a system macros have a meaning.
#[salsa::tracked(returns(deref))]
pub fn file_diagnostics(db: &dyn Db, file: File) -> Arc<[Diagnostic]> {
    let mut out = unreadable(db, file);
    let span = |range| (Span { file, range }, Writing::Source);
    out.extend(syntax_errors(db, file).iter().map(|error| syntax_diagnostic(error, span)));
    out.into()
}

/// As [`file_diagnostics`], after preprocessing.
#[salsa::tracked(returns(deref))]
fn text_diagnostics(db: &dyn Db, system: System, file: File) -> Arc<[Diagnostic]> {
    let (Some(parse), Some(expanded)) = (expanded_parse(db, system, file), preprocessed(db, system, file)) else {
        return Arc::from(file_diagnostics(db, file));
    };
    let mut out = unreadable(db, file);
    out.extend(problems(db, system, file));
    // Where a header is missing, so are its macros; one warning says so.
    let without_headers = !expanded.output.missing_headers().is_empty();
    let errors = parse.errors().iter().filter(|error| {
        !(without_headers && matches!(error.kind, camkes_syntax::SyntaxErrorKind::UnexpandedMacro { .. }))
    });
    out.extend(errors.map(|error| syntax_diagnostic(error, |range| expanded.original(range))));
    out.into()
}

fn syntax_diagnostic(error: &SyntaxError, place: impl Fn(TextRange) -> (Span, Writing)) -> Diagnostic {
    let fix = error.fix().and_then(|fix| {
        let (span, writing) = place(TextRange::empty(fix.at));
        let edits = vec![Edit { span, text: fix.text.to_owned() }];
        (writing == Writing::Source).then(|| Fix { title: format!("Insert `{}`", fix.text), edits, preferred: true })
    });
    let label = |(range, text): &(TextRange, RelatedText)| Label { span: place(*range).0, text: text.to_string() };
    Diagnostic {
        rule: Rule::Syntax,
        severity: Severity::Error,
        primary: place(error.range).0,
        message: error.kind.to_string(),
        labels: error.related().iter().map(label).collect(),
        notes: Vec::new(),
        fixes: fix.into_iter().collect(),
    }
}

fn unreadable(db: &dyn Db, file: File) -> Vec<Diagnostic> {
    let whole = |rule, range, message: String| Diagnostic {
        rule,
        severity: Severity::Error,
        primary: Span { file, range },
        message,
        labels: Vec::new(),
        notes: Vec::new(),
        fixes: Vec::new(),
    };
    let start = TextRange::empty(TextSize::new(0));
    match file.contents(db) {
        FileContents::Text { invalid, .. } => invalid
            .iter()
            .map(|&at| {
                let range = TextRange::at(TextSize::new(at), TextSize::of('\u{fffd}'));
                whole(Rule::InvalidUtf8, range, "this byte is not part of valid UTF-8 text".to_owned())
            })
            .collect(),
        FileContents::Missing => vec![whole(Rule::Unreadable, start, "the file does not exist".to_owned())],
        FileContents::Directory => vec![whole(Rule::Unreadable, start, "this is a folder, not a file".to_owned())],
        FileContents::Unreadable(reason) => {
            vec![whole(Rule::Unreadable, start, format!("the file can't be read: {reason}"))]
        }
    }
}

/// Findings of every stage.
#[salsa::tracked(returns(deref))]
fn findings(db: &dyn Db, system: System) -> Arc<[Finding]> {
    let graph = import_graph(db, system);
    let mut out = graph.findings.clone();
    out.extend(scope(db, system).findings.iter().cloned());
    out.extend(structs(db, system).findings.iter().cloned());
    for &file in &graph.files {
        out.extend(file_procedures(db, system, file).findings.iter().cloned());
        out.extend(file_connectors(db, system, file).findings.iter().cloned());
        out.extend(file_components(db, system, file).findings.iter().cloned());
        out.extend(lints::file_lints(db, system, file).iter().cloned());
        out.extend(lints::composition_lints(db, system, file).iter().cloned());
    }
    out.extend(resolution(db, system).findings.iter().cloned());
    out.extend(detached(db, system).findings.iter().cloned());
    out.extend(setting_findings(db, system).iter().cloned());
    out.into()
}

/// Every reference of a system with the declaration that it means.
#[salsa::tracked(returns(deref))]
pub fn uses(db: &dyn Db, system: System) -> Arc<[Use]> {
    let graph = import_graph(db, system);
    let mut out: Vec<(ItemLoc, ItemLoc)> = structs(db, system).uses.clone();
    for &file in &graph.files {
        out.extend(&file_procedures(db, system, file).uses);
        out.extend(&file_connectors(db, system, file).uses);
        out.extend(&file_components(db, system, file).uses);
    }
    out.extend(&resolution(db, system).uses);
    out.extend(&detached(db, system).uses);
    db.step();
    // A composition that several components use says the same each time. Each part is sorted, which the stable sort makes use of.
    out.sort();
    out.dedup();
    out.into()
}

fn sort(db: &dyn Db, diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        let key = |d: &Diagnostic| (d.primary.range.start(), d.primary.range.end(), d.rule);
        let paths = a.primary.file.path(db).cmp(b.primary.file.path(db));
        paths.then_with(|| key(a).cmp(&key(b))).then_with(|| a.message.cmp(&b.message))
    });
    diagnostics.dedup();
}
