// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a system uses of its declarations.

use std::sync::Arc;

use camkes_syntax::{SyntaxKind, lex};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use text_size::{TextRange, TextSize};

use super::is_private;
use crate::check::uses;
use crate::db::Db;
use crate::diagnostic::{Finding, Rule, Severity, Span, Spot};
use crate::imports::import_graph;
use crate::input::{File, System};
use crate::loc::ItemLoc;
use crate::preprocess::preprocessed;
use crate::scope::{DefKind, scope};

/// What is used, and by which file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Usage {
    /// Declarations that something refers to.
    pub(super) used: Used,
    /// Files in which the declarations stand that a file refers to, itself left out.
    pub(super) files: FxHashMap<File, FxHashSet<File>>,
    /// Words that only the preprocessor sees: in groups that it takes out and in macros, used or not. Under other macros they
    /// may be references.
    pub(super) hidden: FxHashSet<SmolStr>,
}

/// A set of declarations: a bit for the number of each, by file. A system may have a great many of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Used(FxHashMap<File, Vec<u64>>);

impl Used {
    fn insert(&mut self, declaration: ItemLoc) {
        let (word, bit) = Self::place(declaration);
        let words = self.0.entry(declaration.file).or_default();
        if words.len() <= word {
            words.resize(word + 1, 0);
        }
        words[word] |= bit;
    }

    /// Whether a declaration is one of them.
    pub(super) fn contains(&self, declaration: &ItemLoc) -> bool {
        let (word, bit) = Self::place(*declaration);
        self.0.get(&declaration.file).and_then(|words| words.get(word)).is_some_and(|it| it & bit != 0)
    }

    fn place(declaration: ItemLoc) -> (usize, u64) {
        (declaration.id.0 as usize / 64, 1 << (declaration.id.0 % 64))
    }
}

/// The usage of a system.
#[salsa::tracked(returns(deref))]
pub(super) fn usage(db: &dyn Db, system: System) -> Arc<Usage> {
    let mut out = Usage::default();
    let uses = uses(db, system);
    db.step();
    for (at, declaration) in uses {
        out.used.insert(*declaration);
        if at.file != declaration.file {
            out.files.entry(at.file).or_default().insert(declaration.file);
        }
    }
    for file in &import_graph(db, system).files {
        out.hidden.extend(hidden_words(db, system, *file).iter().cloned());
    }
    Arc::new(out)
}

/// Words of a file that only the preprocessor sees.
#[salsa::tracked(returns(deref))]
fn hidden_words(db: &dyn Db, system: System, file: File) -> Arc<FxHashSet<SmolStr>> {
    let text = file.contents(db).as_str();
    let mut out = FxHashSet::default();
    if !text.contains('#') {
        return Arc::new(out);
    }
    let expanded = preprocessed(db, system, file);
    let is_inactive = |range| expanded.is_some_and(|it| it.is_inactive(Span { file, range }));
    let mut at = TextSize::new(0);
    for lexeme in lex(text) {
        let range = TextRange::at(at, TextSize::new(lexeme.len));
        at = range.end();
        let seen = lexeme.kind == SyntaxKind::PREPROCESSOR || (!lexeme.kind.is_trivia() && is_inactive(range));
        if seen && let Some(text) = text.get(std::ops::Range::<usize>::from(range)) {
            out.extend(words(text).map(SmolStr::new));
        }
    }
    Arc::new(out)
}

/// The words of a text, as C knows them.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// The declarations of a kind that belong to the system and that nothing refers to. One in a file that others may import, too,
/// is a hint; a file of connectors is as good as a library.
pub(super) fn unused(db: &dyn Db, system: System, kind: DefKind, rule: Rule) -> Vec<Finding> {
    let usage = usage(db, system);
    let root = system.root(db);
    let is_judged = |loc: ItemLoc| loc.file == root || (kind != DefKind::Connector && is_private(db, system, loc.file));
    let is_unused =
        |name: &SmolStr, loc: ItemLoc| is_judged(loc) && !usage.used.contains(&loc) && !usage.hidden.contains(name);
    let all = scope(db, system).all(kind).filter(|(name, named)| is_unused(name, named.loc));
    let finding = |(name, named): (&SmolStr, crate::scope::Named)| {
        let word = kind.keyword();
        let message = format!("nothing uses the {word} `{name}`");
        let severity = if named.loc.file == root { rule.severity() } else { Severity::Hint };
        let finding = Finding::new(rule, named.loc, message).severity(severity);
        finding.choice(format!("Remove the {word}"), Spot::Documented(named.loc), "")
    };
    all.map(finding).collect()
}
