// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Text ranges of a file's items, kept apart from their meaning: only what is shown to a person depends on it.

use text_size::{TextRange, TextSize};

use crate::diagnostic::Span;
use crate::input::File;
use crate::item_tree::Ranges;
use crate::loc::LocalId;

/// Where the items of one file stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceMap {
    places: Places,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Places {
    /// In the file itself, as a person wrote them: all and what to point at of each.
    Written(File, Ranges),
    /// Wherever the preprocessor found them; `None` for numbers that no item has any more. With those whose word stands in the body of
    /// a macro, by their numbers.
    Found(Vec<Option<Spot>>, Vec<InBody>),
}

/// The place of one item in what the user wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The file: the item's own, or a header that it includes.
    pub file: File,
    /// The whole declaration, reference or value.
    pub full: TextRange,
    /// The part to point at: a declaration's name, else all of it.
    pub focus: TextRange,
    /// How the text came to stand there.
    pub writing: Writing,
}

/// How an item's text came to stand where it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    /// A person wrote it there, and an edit there changes it.
    Source,
    /// A macro made it; the place is that of the macro's use.
    Macro,
}

/// An item that a macro made, whose word stands letter by letter in the body of that macro.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InBody {
    /// The item.
    pub id: LocalId,
    /// The word in the definition of the macro.
    pub word: Span,
    /// Where the word came to stand in the text after preprocessing: what one use of the macro made of it has the same place.
    pub made: TextSize,
}

impl SourceMap {
    /// Places that the preprocessor found, by number; `None` for numbers that no item has any more.
    pub(crate) fn found(spots: Vec<Option<Spot>>, mut bodies: Vec<InBody>) -> Self {
        bodies.sort_unstable_by_key(|it| it.id);
        Self { places: Places::Found(spots, bodies) }
    }

    /// Places of the items of a file whose text stands as it is.
    pub(crate) fn written(file: File, ranges: Ranges) -> Self {
        Self { places: Places::Written(file, ranges) }
    }

    /// The ranges of a file whose text stands as it is.
    pub(crate) fn ranges(&self) -> Option<&Ranges> {
        match &self.places {
            Places::Written(_, ranges) => Some(ranges),
            Places::Found(..) => None,
        }
    }

    /// The place of an item; `None` for the id of another file's item.
    #[must_use]
    pub fn get(&self, id: LocalId) -> Option<Spot> {
        self.spot(id.0 as usize)
    }

    fn spot(&self, index: usize) -> Option<Spot> {
        match &self.places {
            Places::Written(file, ranges) => ranges.get(index).map(|place| written(*file, place)),
            Places::Found(spots, _) => spots.get(index).copied().flatten(),
        }
    }

    /// The word of an item, where it stands in the body of the macro that made it.
    #[must_use]
    pub fn in_body(&self, id: LocalId) -> Option<Span> {
        let bodies = self.bodies();
        let found = bodies.binary_search_by_key(&id, |it| it.id).ok();
        found.and_then(|index| bodies.get(index)).map(|it| it.word)
    }

    /// Items whose word stands in the body of a macro, by their numbers.
    #[must_use]
    pub fn bodies(&self) -> &[InBody] {
        match &self.places {
            Places::Written(..) => &[],
            Places::Found(_, bodies) => bodies,
        }
    }

    /// Items whose focus, as written in `file`, contains the offset, outermost first.
    pub fn at(&self, file: File, offset: TextSize) -> impl Iterator<Item = (LocalId, Spot)> {
        let (in_file, found) = match &self.places {
            Places::Written(own, ranges) => {
                let around = ranges.around(offset).filter(move |_| *own == file);
                (Some(around.map(|(number, place)| (number, written(*own, place)))), None)
            }
            Places::Found(spots, _) => {
                (None, Some(spots.iter().enumerate().filter_map(|(number, spot)| Some((number, (*spot)?)))))
            }
        };
        let hits = in_file.into_iter().flatten().chain(found.into_iter().flatten());
        let hits = hits.filter(move |(_, spot)| spot.file == file && spot.focus.contains_inclusive(offset));
        hits.filter_map(|(number, spot)| Some((LocalId(u32::try_from(number).ok()?), spot)))
    }
}

/// A place in a file whose text stands as it is.
fn written(file: File, (full, focus): (TextRange, TextRange)) -> Spot {
    Spot { file, full, focus, writing: Writing::Source }
}
