// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Words in the bodies of macros: what they mean where the macro is used, and where the name of an item stands as a person wrote it.

use std::cell::OnceCell;

use camkes_hir::diagnostic::Span;
use camkes_hir::loc::{ItemLoc, LocalId};
use camkes_hir::parse::{item_tree, source_map};
use camkes_hir::source_map::{InBody, Spot, Writing};
use camkes_hir::{File, RootDatabase, System};
use rustc_hash::{FxHashMap, FxHashSet};
use text_size::{TextRange, TextSize};

use crate::declared;
use crate::members;
use crate::named_after::{self, NamedAfter};
use crate::references::{Access, How, Place};
use crate::resolve::{self, Target};

/// What a word in the body of a macro means in one use of the macro.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// The word.
    pub(crate) word: TextRange,
    /// The use.
    pub(crate) used: Option<Spot>,
    /// What it means there; none when that is not known.
    pub(crate) target: Option<Target>,
}

/// What the word at an offset means in each use of the macro in whose body it stands. None for what stands in no body.
pub(crate) fn meanings(db: &RootDatabase, system: System, file: File, offset: TextSize) -> Vec<Meaning> {
    let mut out = Vec::new();
    for owner in resolve::owners(db, system, file) {
        let map = source_map(db, system, owner);
        let is_here = |word: Span| word.file == file && word.range.contains_inclusive(offset);
        let mut here: Vec<_> = map.bodies().iter().filter(|it| is_here(it.word)).collect();
        here.sort_by_key(|it| (it.word.range.start(), it.made, it.id));
        let words = Words::new(db, system, owner);
        for one in here.chunk_by(|a, b| (a.word, a.made) == (b.word, b.made)) {
            let Some(first) = one.first() else { continue };
            let found = one.iter().find_map(|it| words.reference(it.id));
            let found = found.or_else(|| one.iter().find_map(|it| words.declaration(it.id)));
            let found = found.or_else(|| one.iter().find_map(|it| words.part(it, file)));
            let (word, target) = found.map_or((None, None), |(part, target)| (part, Some(target)));
            let word = word.unwrap_or(first.word.range);
            if word.contains_inclusive(offset) {
                out.push(Meaning { word, used: map.get(first.id), target });
            }
        }
    }
    out
}

/// A part of a word, if it is not all of it, and what it means.
type Found = (Option<TextRange>, Target);

/// What the words of a file mean. A macro may be used thousands of times, so that what is looked through is so once.
struct Words<'db> {
    db: &'db RootDatabase,
    system: System,
    owner: File,
    declared: OnceCell<FxHashSet<LocalId>>,
    keys: OnceCell<Vec<members::Key>>,
    named_after: OnceCell<FxHashMap<LocalId, NamedAfter>>,
}

impl<'db> Words<'db> {
    fn new(db: &'db RootDatabase, system: System, owner: File) -> Self {
        let (declared, keys, named_after) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Self { db, system, owner, declared, keys, named_after }
    }

    fn reference(&self, id: LocalId) -> Option<Found> {
        Some((None, resolve::reference(self.db, self.system, ItemLoc::new(self.owner, id))?))
    }

    fn declaration(&self, id: LocalId) -> Option<Found> {
        let tree = item_tree(self.db, self.system, self.owner);
        let all = self.declared.get_or_init(|| declared::declared(tree).into_iter().map(|it| it.id).collect());
        all.contains(&id).then(|| (None, Target::Item(ItemLoc::new(self.owner, id))))
    }

    /// A key of a value, without its quotes, or the interface after which a setting is named.
    fn part(&self, word: &InBody, file: File) -> Option<Found> {
        let text = file.contents(self.db).as_str();
        let text = text.get(std::ops::Range::<usize>::from(word.word.range))?;
        if text.starts_with('"') {
            let mut keys = self.keys.get_or_init(|| members::keys(self.db, self.system, self.owner)).iter();
            let key = keys.find(|it| it.at.id == word.id)?;
            return Some((members::inside(text, word.word.range, &key.name), Target::Item(key.member)));
        }
        let all = || named_after::in_file(self.db, self.system, self.owner);
        let found = named_after::looks_like_one(text).then(|| self.named_after.get_or_init(all).get(&word.id))??;
        let part = TextRange::at(word.word.range.start(), TextSize::of(found.name.as_str()));
        Some((Some(part), Target::Item(found.interface)))
    }
}

/// Where the word of an item stands, and how.
pub(crate) fn word_of(db: &RootDatabase, system: System, at: ItemLoc) -> Option<(File, TextRange, How)> {
    let map = source_map(db, system, at.file);
    let spot = map.get(at.id)?;
    Some(match (spot.writing, map.in_body(at.id)) {
        (Writing::Source, _) => (spot.file, spot.focus, How::Written),
        (Writing::Macro, Some(word)) => (word.file, word.range, How::Body),
        (Writing::Macro, None) => (spot.file, spot.focus, How::Made),
    })
}

/// The use of the macro in whose body the word of an item stands.
pub(crate) fn used(db: &RootDatabase, system: System, at: ItemLoc, how: How, access: Access) -> Option<Place> {
    let spot = source_map(db, system, at.file).get(at.id).filter(|_| how == How::Body)?;
    Some(Place { file: spot.file, range: spot.focus, how: How::Used, access })
}
