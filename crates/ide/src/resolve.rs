// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From an offset to what stands there.

use camkes_hir::check::uses;
use camkes_hir::imports::import_graph;
use camkes_hir::item_tree::LocalId;
use camkes_hir::loc::ItemLoc;
use camkes_hir::parse::source_map;
use camkes_hir::{File, RootDatabase, System};
use text_size::{TextRange, TextSize};

/// What stands at an offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// A declaration of the system.
    Item(ItemLoc),
    /// An imported file.
    File(File),
}

/// What a word at an offset means in a system, and the range of the word.
pub(crate) fn at(db: &RootDatabase, system: System, file: File, offset: TextSize) -> Option<(TextRange, Target)> {
    let map = source_map(db, file);
    let uses = uses(db, system);
    let mut ids: Vec<LocalId> = map.at(offset).collect();
    // The narrowest comes first: a part of a reference before the reference, a name before its declaration.
    ids.sort_by_key(|id| (map.spot(*id).focus.len(), std::cmp::Reverse(*id)));
    for id in &ids {
        let loc = ItemLoc::new(file, *id);
        let first = uses.partition_point(|(at, _)| *at < loc);
        if let Some((_, target)) = uses.get(first).filter(|(at, _)| *at == loc) {
            return Some((map.spot(*id).focus, Target::Item(*target)));
        }
        if let Some(target) = import_graph(db, system).targets.get(&loc) {
            return Some((map.spot(*id).focus, Target::File(*target)));
        }
    }
    // On the name of a declaration: the declaration itself, whose focus is the name.
    let name = map.spot(*ids.first()?).focus;
    let declaration = ids.iter().filter(|id| map.spot(**id).full != name && map.spot(**id).focus == name).min()?;
    Some((name, Target::Item(ItemLoc::new(file, *declaration))))
}
