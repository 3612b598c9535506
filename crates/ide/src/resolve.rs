// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From an offset to what stands there.

use camkes_hir::check::uses;
use camkes_hir::imports::import_graph;
use camkes_hir::loc::ItemLoc;
use camkes_hir::parse::{item_tree, source_map};
use camkes_hir::preprocess::preprocessed;
use camkes_hir::source_map::Spot;
use camkes_hir::{File, RootDatabase, System};
use text_size::{TextRange, TextSize};

use crate::bodies;
use crate::declared::{self, Kind};
use crate::members;
use crate::named_after;
use crate::named_in_text;

/// What stands at an offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// A declaration of the system.
    Item(ItemLoc),
    /// An imported file.
    File(File),
}

/// A macro may be used thousands of times, and its words may mean as many things.
const MOST_MEANINGS: usize = 64;

/// What a word at an offset means in a system, and the range of the word. In the body of a macro, what it means where that is used
/// first.
pub(crate) fn at(db: &RootDatabase, system: System, file: File, offset: TextSize) -> Option<(TextRange, Target)> {
    all_at(db, system, file, offset).into_iter().next()
}

/// As [`at`], all that a word in the body of a macro means.
pub(crate) fn all_at(db: &RootDatabase, system: System, file: File, offset: TextSize) -> Vec<(TextRange, Target)> {
    let key = || members::at(db, system, file, offset).map(|(key, member)| (key, Target::Item(member)));
    let named_after = || {
        let setting = named_after::at(db, system, file, offset)?;
        setting.part().contains_inclusive(offset).then(|| (setting.part(), Target::Item(setting.interface)))
    };
    let in_text = || named_in_text::at(db, system, file, offset).map(|(name, target)| (name, Target::Item(target)));
    let found = written_at(db, system, file, offset).or_else(key).or_else(named_after).or_else(in_text);
    if let Some(found) = found {
        return vec![found];
    }
    let mut out = Vec::new();
    for meaning in bodies::meanings(db, system, file, offset) {
        if out.len() >= MOST_MEANINGS {
            break;
        }
        out.extend(meaning.target.map(|it| (meaning.word, it)).filter(|it| !out.contains(it)));
    }
    out
}

fn written_at(db: &RootDatabase, system: System, file: File, offset: TextSize) -> Option<(TextRange, Target)> {
    let mut items: Vec<(ItemLoc, Spot)> = Vec::new();
    // What stands in a header belongs to every file that includes it.
    for owner in owners(db, system, file) {
        let hits = source_map(db, system, owner).at(file, offset);
        items.extend(hits.map(|(id, spot)| (ItemLoc::new(owner, id), spot)));
    }
    // The narrowest comes first: a part of a reference before the reference, a name before its declaration.
    items.sort_by_key(|(loc, spot)| (spot.focus.len(), std::cmp::Reverse(loc.id)));
    let name = items.first()?.1.focus;
    let (here, around) = items.split_at(items.partition_point(|(_, spot)| spot.focus.len() == name.len()));
    // What a macro makes stands where the whole use of it does: around a word of its arguments.
    let referred = |items: &[(ItemLoc, Spot)]| items.iter().find_map(|(loc, spot)| refers(db, system, *loc, spot));
    referred(here).or_else(|| declares(db, system, here, name)).or_else(|| referred(around))
}

fn refers(db: &RootDatabase, system: System, loc: ItemLoc, spot: &Spot) -> Option<(TextRange, Target)> {
    Some((spot.focus, reference(db, system, loc)?))
}

/// The declaration or the file that a reference means.
pub(crate) fn reference(db: &RootDatabase, system: System, loc: ItemLoc) -> Option<Target> {
    let file = || import_graph(db, system).targets.get(&loc).copied().map(Target::File);
    target_of(db, system, loc).map(Target::Item).or_else(file)
}

/// The declaration whose name stands there: the one whose focus is the name.
fn declares(
    db: &RootDatabase,
    system: System,
    items: &[(ItemLoc, Spot)],
    name: TextRange,
) -> Option<(TextRange, Target)> {
    let here = || items.iter().filter(|(_, spot)| spot.focus == name);
    let declaration = here().filter(|(_, spot)| spot.full != name).map(|(loc, _)| *loc).min();
    // A mutex is no more than its name.
    let is_lock =
        |loc: &ItemLoc| declared::find(item_tree(db, system, loc.file), loc.id).is_some_and(|it| it.kind == Kind::Lock);
    let lock = || items.iter().map(|(loc, _)| *loc).find(is_lock);
    Some((name, Target::Item(declaration.or_else(lock)?)))
}

/// The declaration that a reference means.
pub(crate) fn target_of(db: &RootDatabase, system: System, at: ItemLoc) -> Option<ItemLoc> {
    let uses = uses(db, system);
    let first = uses.partition_point(|(place, _)| *place < at);
    uses.get(first).filter(|(place, _)| *place == at).map(|(_, target)| *target)
}

/// Files of a system whose declarations a file holds: the file itself, or those that include it.
pub(crate) fn owners(db: &RootDatabase, system: System, file: File) -> Vec<File> {
    let files = &import_graph(db, system).files;
    if files.contains(&file) {
        return vec![file];
    }
    let includes = |owner: &&File| preprocessed(db, system, **owner).is_some_and(|it| it.includes(file));
    files.iter().filter(includes).copied().collect()
}
