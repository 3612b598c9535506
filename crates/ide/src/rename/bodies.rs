// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Names in the bodies of macros: an edit there changes each use of the macro.

use camkes_hir::imports::import_graph;
use camkes_hir::loc::ItemLoc;
use camkes_hir::parse::source_map;
use camkes_hir::preprocess::{DirectiveKind, directives, preprocessed};
use camkes_hir::scope::DefKind;
use camkes_hir::{File, RootDatabase, System, builtin};
use camkes_syntax::SyntaxKind as K;
use text_size::{TextRange, TextSize};

use super::{Refusal, Subject, place_of};
use crate::bodies;
use crate::declared::Kind;
use crate::references::{How, Place};
use crate::resolve::Target;
use crate::systems::Systems;

/// Refuses where a word in the body of a macro means something else, too.
pub(super) fn check(
    db: &RootDatabase,
    systems: &Systems,
    places: &[Place],
    items: &[(System, ItemLoc)],
) -> Result<(), Refusal> {
    for place in places.iter().filter(|it| it.how == How::Body) {
        for system in systems.of(db, place.file) {
            let is_ours = |target| matches!(target, Some(Target::Item(loc)) if items.contains(&(system, loc)));
            let meanings = bodies::meanings(db, system, place.file, place.range.start());
            if let Some(other) = meanings.into_iter().find(|it| !is_ours(it.target)) {
                let word = place_of(db, place.file, place.range);
                let used = other.used.map_or_else(|| word.clone(), |it| place_of(db, it.file, it.focus));
                return Err(Refusal::Body { word, used });
            }
        }
    }
    Ok(())
}

/// Refuses where the body of a macro that nothing uses says the name behind the keyword of what is renamed: nobody knows what it would
/// mean, and where it is used some day, it should be the same.
pub(super) fn check_unused(db: &RootDatabase, system: System, subject: &Subject) -> Result<(), Refusal> {
    let Some(keywords) = keywords(subject.kind) else { return Ok(()) };
    let graph = import_graph(db, system);
    let own = graph.files.iter().copied().filter(|file| !builtin::is_builtin(file.path(db)));
    let expanded = graph.files.iter().filter_map(|owner| preprocessed(db, system, *owner));
    let mut files: Vec<File> = own.chain(expanded.flat_map(|it| it.headers().map(|(_, file)| file))).collect();
    files.sort();
    files.dedup();
    for file in files {
        let text = file.contents(db).as_str();
        if !text.contains(&subject.name) || !text.contains("define") {
            continue;
        }
        let means_nothing = |range: &TextRange| {
            let is_it = |owner: &File| {
                let mut words = source_map(db, system, *owner).bodies().iter().map(|it| it.word);
                words.any(|word| word.file == file && word.range == *range)
            };
            !graph.files.iter().any(is_it) && !subject.places.iter().any(|it| it.file == file && it.range == *range)
        };
        let definitions = directives(text).into_iter().filter(|it| it.kind == DirectiveKind::Define);
        let mut words = definitions.flat_map(|it| behind(text, it.range, keywords, &subject.name));
        if let Some(range) = words.find(means_nothing) {
            return Err(Refusal::Unresolved(place_of(db, file, range)));
        }
    }
    Ok(())
}

/// The keywords behind which something is named.
fn keywords(kind: Kind) -> Option<&'static [K]> {
    match kind {
        Kind::Top(DefKind::Component) => Some(&[K::COMPONENT_KW]),
        Kind::Top(DefKind::Procedure) => Some(&[K::USES_KW, K::PROVIDES_KW]),
        Kind::Top(DefKind::Connector) => Some(&[K::CONNECTION_KW]),
        _ => None,
    }
}

/// The places of a name in a part of a text where it stands behind one of these keywords.
fn behind(text: &str, part: TextRange, keywords: &[K], name: &str) -> Vec<TextRange> {
    let Some(text) = text.get(std::ops::Range::<usize>::from(part)) else { return Vec::new() };
    // As a whole it is one token, a directive.
    let Some(body) = text.find("define").map(|at| at + "define".len()) else { return Vec::new() };
    let mut out = Vec::new();
    let (mut at, mut before) = (body, K::EOF);
    for lexeme in camkes_syntax::lex(text.get(body..).unwrap_or_default()) {
        let end = at + lexeme.len as usize;
        if keywords.contains(&before) && text.get(at..end) == Some(name) {
            out.extend(TextSize::try_from(at).map(|at| TextRange::at(part.start() + at, TextSize::of(name))));
        }
        if !lexeme.kind.is_trivia() && text.get(at..end) != Some("\\") {
            before = lexeme.kind;
        }
        at = end;
    }
    out
}
