// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Go to definition.

use camino::Utf8PathBuf;
use camkes_hir::parse::source_map;
use camkes_hir::{File, RootDatabase, System};
use text_size::{TextRange, TextSize};

use crate::c_side;
use crate::links::link_at;
use crate::macros;
use crate::named_after;
use crate::resolve::{self, Target};
use crate::systems::Systems;
use crate::type_words;

/// A place to go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavTarget {
    /// Absolute path.
    pub path: Utf8PathBuf,
    /// The whole declaration.
    pub full_range: TextRange,
    /// Its name.
    pub focus_range: TextRange,
    /// The word from which we came.
    pub origin: TextRange,
}

pub(crate) fn definition(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<NavTarget> {
    if c_side::owns(db, systems, file) {
        return c_side::definition(db, systems, file, offset);
    }
    let mut out = Vec::new();
    for system in systems.preferred(db, file) {
        if let Some(target) = macros::definition(db, system, file, offset) {
            if !out.contains(&target) {
                out.push(target);
            }
            continue;
        }
        // `calc_priority` is about `calc` wherever one stands in it.
        let named_after = || {
            let setting = named_after::at(db, system, file, offset)?;
            Some((setting.word, Target::Item(setting.interface)))
        };
        let found = resolve::all_at(db, system, file, offset);
        let found = if found.is_empty() { named_after().into_iter().collect() } else { found };
        for (origin, target) in found {
            let target = target_at(db, system, origin, target).filter(|it| !out.contains(it));
            out.extend(target);
        }
    }
    if out.is_empty() {
        out = type_words::definition(db, systems, file, offset);
    }
    if out.is_empty() { of_link(db, systems, file, offset) } else { out }
}

fn target_at(db: &RootDatabase, system: System, origin: TextRange, target: Target) -> Option<NavTarget> {
    match target {
        Target::Item(loc) => {
            let spot = source_map(db, system, loc.file).get(loc.id)?;
            let path = spot.file.path(db).to_owned();
            Some(NavTarget { path, full_range: spot.full, focus_range: spot.focus, origin })
        }
        Target::File(target) => {
            let start = TextRange::empty(TextSize::new(0));
            let path = target.path(db).to_owned();
            Some(NavTarget { path, full_range: start, focus_range: start, origin })
        }
    }
}

/// The file that a path at an offset names, such as that of an `include`.
pub(crate) fn of_link(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<NavTarget> {
    let start = TextRange::empty(TextSize::new(0));
    let link = link_at(db, systems, file, offset).into_iter();
    link.map(|it| NavTarget { path: it.target, full_range: start, focus_range: start, origin: it.range }).collect()
}
