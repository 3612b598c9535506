// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Hover on the attribute of a setting that templates give a meaning.

use camkes_hir::assembly::{Written, resolution};
use camkes_hir::loc::ItemLoc;
use camkes_hir::parse::source_map;
use camkes_hir::special::{Available, Entities};
use camkes_hir::{File, RootDatabase, System};
use text_size::{TextRange, TextSize};

use crate::resolve;

/// Settings of one declaration that are shown; a component that is instantiated often says the same each time.
const SHOWN: usize = 8;

/// The special meaning of the attribute at an offset.
pub(super) struct Meaning {
    /// The word.
    pub(super) range: TextRange,
    /// Name, value and documentation, as Markdown.
    pub(super) markdown: String,
}

/// What a word means as the attribute of a setting; nothing when it has no special meaning there.
pub(super) fn meaning(db: &RootDatabase, system: System, file: File, offset: TextSize) -> Option<Meaning> {
    let resolution = resolution(db, system);
    let assembly = resolution.assembly.as_deref()?;
    let (range, here) = settings_at(db, system, &resolution.written, file, offset)?;
    let entities = Entities::new(assembly);
    let find = |written: &&Written| entities.find(&written.entity, &written.attribute);
    let Available { special, .. } = here.iter().find_map(find)?;
    let line = |written: &&Written| {
        let value = assembly.value(&written.entity, &written.attribute);
        let value = value.map_or_else(String::new, |value| format!(" = {value}"));
        format!("{}.{}{value}\n", written.entity, written.attribute)
    };
    let code: String = here.iter().take(SHOWN).map(line).collect();
    let of = format!("A setting of {}.", special.owner.words());
    let markdown = format!("```camkes\n{code}```\n\n{}\n\n{of}", special.documentation());
    Some(Meaning { range, markdown })
}

/// The settings whose attribute stands at an offset, and the range of the word.
fn settings_at<'w>(
    db: &RootDatabase,
    system: System,
    written: &'w [Written],
    file: File,
    offset: TextSize,
) -> Option<(TextRange, Vec<&'w Written>)> {
    for owner in resolve::owners(db, system, file) {
        for (id, spot) in source_map(db, system, owner).at(file, offset) {
            let word = ItemLoc::new(owner, id);
            let here: Vec<_> = written.iter().filter(|it| it.word == word).collect();
            if !here.is_empty() {
                return Some((spot.focus, here));
            }
        }
    }
    None
}
