// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Types that no ADL declares: of events, which are nothing but their names, and of C.

use camkes_hir::{File, RootDatabase};
use indexmap::IndexSet;
use text_size::{TextRange, TextSize};

use super::{Refusal, check_macros, place_of};
use crate::references::{self, Place};
use crate::systems::Systems;
use crate::type_words::{self, Known, Word};

/// A type whose name can be changed.
pub(super) struct TypeName {
    word: Word,
    pub(super) places: Vec<Place>,
}

impl TypeName {
    /// The type that stands at an offset, if one does.
    pub(super) fn at(
        db: &RootDatabase,
        systems: &Systems,
        file: File,
        offset: TextSize,
    ) -> Result<Option<Self>, Refusal> {
        let mut found = systems.of(db, file).into_iter().map(|system| type_words::at(db, system, file, offset));
        let Some(word) = found.find_map(|it| it) else { return Ok(None) };
        let places = references::places(db, systems, file, offset);
        let known_to: IndexSet<_> = places.iter().flat_map(|place| systems.of(db, place.file)).collect();
        for system in known_to {
            match type_words::known(db, system, &word) {
                Known::Nowhere => {}
                Known::Standard => return Err(Refusal::Kind("the type is one of C, of seL4 or of the library")),
                Known::In(header, at) => return Err(Refusal::InHeader(place_of(db, header, at))),
                Known::MaybeIn(header, file, at) => {
                    return Err(Refusal::NoHeader { header, line: place_of(db, file, at) });
                }
            }
        }
        Ok(Some(Self { word, places }))
    }

    pub(super) fn range(&self) -> TextRange {
        self.word.range
    }

    pub(super) fn name(&self) -> &str {
        &self.word.text
    }

    /// Refuses the name of another type: the two would become one. A type of C may have any that no header declares.
    pub(super) fn check_free(&self, db: &RootDatabase, systems: &Systems, new: &str) -> Result<(), Refusal> {
        for place in &self.places {
            for system in systems.of(db, place.file) {
                check_macros(db, system, place.file, new)?;
                if let Some(other) = type_words::named(db, system, &self.word, new) {
                    let (name, line) = (new.to_owned(), place_of(db, other.file, other.range));
                    return Err(Refusal::Taken { name, by: "type", line });
                }
            }
        }
        Ok(())
    }
}
