// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A macro that a file defines for itself and does not use. Macros end with their file, so that no other file can use it.

use camkes_syntax::{SyntaxKind, lex};
use rustc_hash::FxHashMap;
use text_size::{TextRange, TextSize};

use super::usage::words;
use super::{Check, Lint};
use crate::db::Db;
use crate::diagnostic::{Diagnostic, Edit, Fix, Holds, Rule, Span, Tag, whole_lines};
use crate::input::{File, System};
use crate::preprocess::{Directive, DirectiveKind, Expanded, directives, preprocessed};

pub(super) const LINT: Lint =
    Lint { rule: Rule::UnusedMacro, tag: Some(Tag::Unused), holds: Holds::InAll, check: Check::Text(check) };

fn check(db: &dyn Db, system: System, file: File) -> Vec<Diagnostic> {
    let text = file.contents(db).as_str();
    let Some(expanded) = preprocessed(db, system, file).filter(|_| text.contains("define")) else { return Vec::new() };
    let Some(mentions) = mentions(db, expanded, text) else { return Vec::new() };
    let all = directives(text);
    let defines = all.iter().filter(|it| it.kind == DirectiveKind::Define);
    let unused = defines.filter_map(|define| {
        let place = Span { file, range: define.macro_name? };
        let name = slice(text, place.range);
        // The definition itself is a mention.
        let used = mentions.get(name).is_some_and(|count| *count > 1) || expanded.is_inactive(place);
        (!used).then(|| diagnostic(text, place, name, define))
    });
    unused.collect()
}

fn slice(text: &str, range: TextRange) -> &str {
    text.get(std::ops::Range::<usize>::from(range)).unwrap_or_default()
}

/// How often each word stands in a file and its headers, comments left out. `None` when that does not tell which macros are
/// used: where a header is missing, or names are pasted together.
fn mentions<'db>(db: &'db dyn Db, expanded: &Expanded, text: &'db str) -> Option<FxHashMap<&'db str, usize>> {
    if !expanded.output.missing_headers().is_empty() {
        return None;
    }
    let mut out: FxHashMap<&str, usize> = FxHashMap::default();
    let mut headers: Vec<_> = expanded.headers().map(|(_, header)| header).collect();
    headers.sort_unstable();
    headers.dedup();
    let headers = headers.into_iter().map(|header| header.contents(db).as_str());
    for text in std::iter::once(text).chain(headers) {
        if text.contains("##") {
            return None;
        }
        let mut at = TextSize::new(0);
        for lexeme in lex(text) {
            let range = TextRange::at(at, TextSize::new(lexeme.len));
            at = range.end();
            if !lexeme.kind.is_trivia() || lexeme.kind == SyntaxKind::PREPROCESSOR {
                words(slice(text, range)).for_each(|word| *out.entry(word).or_default() += 1);
            }
        }
    }
    Some(out)
}

fn diagnostic(text: &str, place: Span, name: &str, define: &Directive) -> Diagnostic {
    let cut = Span { range: whole_lines(text, define.range), ..place };
    let edits = vec![Edit { span: cut, text: String::new() }];
    Diagnostic {
        rule: Rule::UnusedMacro,
        severity: Rule::UnusedMacro.severity(),
        primary: place,
        message: format!("nothing uses the macro `{name}`"),
        labels: Vec::new(),
        notes: Vec::new(),
        fixes: vec![Fix { title: "Remove the macro".to_owned(), edits, preferred: false }],
    }
}
