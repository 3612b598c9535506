// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Completion of the names that the ADL makes, in a C file.

use camkes_csource::c;
use camkes_hir::{File, RootDatabase};
use text_size::TextSize;

use super::files::sources;
use super::lint::definition_of;
use super::navigate::explained;
use super::symbols::{By, CSymbol, Shape, symbols};
use crate::completion::{Completion, CompletionDocs, CompletionKind, Completions};
use crate::systems::Systems;

/// The names that begin with the word at an offset. Without a word, and behind `.` or `->`, there are none.
pub(crate) fn completion(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Completions {
    let text = file.contents(db).as_str();
    let word = c::word_at(text, offset);
    let slice = |from: TextSize, to: TextSize| text.get(usize::from(from)..usize::from(to)).unwrap_or_default();
    let typed = slice(word.start(), offset.clamp(word.start(), word.end()));
    let before = slice(TextSize::new(0), word.start()).trim_end();
    if typed.is_empty() || before.ends_with('.') || before.ends_with("->") || !c::is_code(text, offset) {
        return Completions::default();
    }
    let around = c::surroundings(text, word.start());
    let is_called = slice(word.end(), TextSize::of(text)).trim_start().starts_with('(');
    let place = Place {
        defines: around.outside && (around.fresh || around.behind_type) && !is_called,
        has_type: around.behind_type,
        is_outside: around.outside,
        is_called,
    };
    let mut out = Completions::default();
    for system in systems.active() {
        for owned in sources(db, system).owners(file.path(db)) {
            let component = &owned.component.name;
            for symbol in symbols(db, system, owned.component.origin).iter() {
                let is_new = !out.items.iter().any(|it: &Completion| it.label == symbol.name);
                let fits = symbol.name.get(..typed.len()).is_some_and(|it| it.eq_ignore_ascii_case(typed));
                if is_new && fits {
                    out.items.push(Completion { replace: word, ..item(symbol, component, &place) });
                }
            }
        }
    }
    out.items.sort_by(|a, b| a.rank.cmp(&b.rank).then_with(|| a.label.cmp(&b.label)));
    out
}

/// Where the word stands.
struct Place {
    /// A definition can stand there.
    defines: bool,
    /// What a function returns is before it.
    has_type: bool,
    /// Outside of functions.
    is_outside: bool,
    /// Parentheses follow already.
    is_called: bool,
}

fn item(symbol: &CSymbol, component: &str, place: &Place) -> Completion {
    let kind = match symbol.shape {
        Shape::Function => CompletionKind::CFunction,
        Shape::Variable => CompletionKind::CVariable,
        Shape::Macro => CompletionKind::Macro,
    };
    let mut item = Completion::new(kind, symbol.name.as_str());
    item.description = Some(component.to_owned());
    item.docs = CompletionDocs::Text(explained(symbol));
    item.rank = if symbol.by == By::Generator { 1 } else { 2 };
    let parameters = symbol.signature.split_once(symbol.name.as_str()).map(|(_, rest)| rest.to_owned());
    item.detail = parameters.filter(|it| symbol.shape == Shape::Function && it.starts_with('('));
    let writes = place.defines && symbol.by != By::Generator;
    if writes {
        let whole = definition_of(symbol);
        let from = if place.has_type { whole.find(symbol.name.as_str()) } else { None };
        item.insert = whole.get(from.unwrap_or_default()..).unwrap_or_default().trim().to_owned();
        item.rank = 0;
    } else if symbol.shape == Shape::Function && !place.is_called && !place.is_outside {
        item.snippet = Some(match item.detail.as_deref() {
            Some("(void)") => format!("{}()", symbol.name),
            _ => format!("{}($0)", symbol.name),
        });
    }
    item
}
