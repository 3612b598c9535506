// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Arguments of macros that become parts of longer names: those would change with the argument, and who uses them would not.

use camkes_hir::RootDatabase;
use camkes_hir::diagnostic::Span;
use camkes_hir::preprocess::{Expansion, preprocessed};
use camkes_syntax::SyntaxKind;

use super::{Refusal, place_of};
use crate::references::Place;
use crate::resolve;
use crate::systems::Systems;

/// Refuses a name that stands in the use of a macro which makes a longer one of it.
pub(super) fn check(db: &RootDatabase, systems: &Systems, places: &[Place], name: &str) -> Result<(), Refusal> {
    for place in places {
        for system in systems.of(db, place.file) {
            let owners = resolve::owners(db, system, place.file).into_iter();
            let mut uses =
                owners.filter_map(|it| preprocessed(db, system, it)?.expansion_at(place.file, place.range.start()));
            if uses.any(|it| makes_a_longer_word(db, &it, name)) {
                return Err(Refusal::Macro(place_of(db, place.file, place.range)));
            }
        }
    }
    Ok(())
}

/// Whether a word that a macro makes holds the name and more. What stands in its definition or in its use is not made.
fn makes_a_longer_word(db: &RootDatabase, found: &Expansion, name: &str) -> bool {
    let text_of = |span: Span| {
        let range = std::ops::Range::<usize>::from(span.range);
        words(span.file.contents(db).as_str().get(range).unwrap_or_default())
    };
    let written: Vec<&str> = found.definition.into_iter().chain([found.at]).flat_map(text_of).collect();
    let is_made = |word: &&str| !written.contains(word) && SyntaxKind::from_keyword(word).is_none();
    words(&found.text).filter(is_made).any(|word| word.len() > name.len() && word.contains(name))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|it: char| !(it.is_ascii_alphanumeric() || it == '_')).filter(|it| !it.is_empty())
}
