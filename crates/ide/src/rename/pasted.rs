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
    words(&found.text).filter(is_made).any(|word| may_be_made_of(word, name, &written))
}

/// Whether a word can be put together of others with this name among them; also if it is not seen how it is put together, and the name
/// is in it.
fn may_be_made_of(word: &str, name: &str, parts: &[&str]) -> bool {
    if word.len() <= name.len() || !word.contains(name) {
        return false;
    }
    // What leads to each offset: anything, and the name among it.
    let mut reached = vec![(false, false); word.len() + 1];
    if let Some(first) = reached.first_mut() {
        first.0 = true;
    }
    for at in 0..word.len() {
        let Some((true, with)) = reached.get(at).copied() else { continue };
        let Some(rest) = word.get(at..) else { continue };
        for part in parts.iter().filter(|part| rest.starts_with(**part)) {
            if let Some(end) = reached.get_mut(at + part.len()) {
                *end = (true, end.1 || with || *part == name);
            }
        }
    }
    reached.last().is_none_or(|(any, with)| *with || !any)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|it: char| !(it.is_ascii_alphanumeric() || it == '_')).filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_made_of_a_name_where_nothing_else_makes_it() {
        let parts = ["three", "_feeding", "feed", "_"];
        assert!(!may_be_made_of("three_feeding", "feed", &parts));
        assert!(may_be_made_of("three_feed", "feed", &parts));
        assert!(may_be_made_of("three_feed1", "feed", &parts), "a number that is not seen");
        assert!(!may_be_made_of("feed", "feed", &parts) && !may_be_made_of("other", "feed", &parts));
    }
}
