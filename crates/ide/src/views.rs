// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the server sees, to be shown: preprocessed text, expansions of macros, and syntax trees.

use std::fmt::Write as _;

use camkes_hir::loc::ItemLoc;
use camkes_hir::parse::{parse, source_map};
use camkes_hir::preprocess::preprocessed;
use camkes_hir::{File, RootDatabase};
use camkes_syntax::{NodeOrToken, WalkEvent};
use text_size::TextSize;

use crate::diagnostics::FileRange;
use crate::resolve::{self, Target};
use crate::systems::Systems;

/// A macro where it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expansion {
    /// Its name.
    pub name: String,
    /// Its definition as it is written, from the name on; empty for a predefined one.
    pub definition: String,
    /// The use.
    pub at: FileRange,
    /// The text that stands in its place.
    pub text: String,
}

/// The text of a file after preprocessing, as its first system reads it; the text itself where nothing is to be done.
pub(crate) fn preprocessed_text(db: &RootDatabase, systems: &Systems, file: File) -> String {
    let system = systems.of(db, file).into_iter().next();
    let expanded = system.and_then(|system| preprocessed(db, system, file));
    expanded.map_or_else(|| file.contents(db).as_str().to_owned(), |it| it.output.text.to_string())
}

/// The macro that is used at an offset, and what it stands for.
pub(crate) fn expansion(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Option<Expansion> {
    systems.of(db, file).into_iter().find_map(|system| {
        resolve::owners(db, system, file).into_iter().find_map(|owner| {
            let found = preprocessed(db, system, owner)?.expansion_at(file, offset)?;
            let definition = found.definition.map(|span| {
                let text = span.file.contents(db).as_str();
                text.get(usize::from(span.range.start())..usize::from(span.range.end())).unwrap_or_default().to_owned()
            });
            Some(Expansion {
                name: found.name,
                definition: definition.unwrap_or_default(),
                at: FileRange { path: found.at.file.path(db).to_owned(), range: found.at.range },
                text: found.text,
            })
        })
    })
}

/// The tree of a file as it is written: a line for each node and token, indented by depth, with ranges in bytes.
pub(crate) fn syntax_tree(db: &RootDatabase, file: File) -> String {
    let mut out = String::new();
    let mut depth = 0;
    for event in parse(db, file).syntax_node().preorder_with_tokens() {
        match event {
            WalkEvent::Enter(element) => {
                let _ = write!(out, "{:depth$}{:?}@{:?}", "", element.kind(), element.text_range());
                if let NodeOrToken::Token(token) = &element {
                    let _ = write!(out, " {:?}", token.text());
                }
                out.push('\n');
                depth += 2;
            }
            WalkEvent::Leave(_) => depth -= 2,
        }
    }
    out
}

/// The full name of the instance, or the name of the connection, that the thing at an offset is about in a file's first system:
/// the first instance for a component or an interface.
pub(crate) fn entity(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Option<String> {
    let system = systems.of(db, file).into_iter().next()?;
    let assembly = camkes_hir::assembly(db, system)?;
    let (_, Target::Item(loc)) = resolve::at(db, system, file, offset)? else { return None };
    let connection =
        assembly.connections.iter().find(|it| it.origins().any(|it| it == loc)).map(|it| it.name.to_string());
    let instance = || {
        let is_about = |it: &&camkes_hir::model::Instance| {
            let component = &it.component;
            it.origin == loc
                || component.origin == loc
                || component.interfaces.iter().any(|it| it.origin == loc)
                || component.attributes.iter().any(|it| it.origin == loc)
        };
        assembly.instances.iter().find(is_about).map(|it| it.name.to_string())
    };
    connection.or_else(instance)
}

/// Where an item of the model is declared.
pub(crate) fn place(db: &RootDatabase, systems: &Systems, root: File, loc: ItemLoc) -> Option<FileRange> {
    let system = systems.active().find(|system| system.root(db) == root)?;
    let spot = source_map(db, system, loc.file).get(loc.id)?;
    Some(FileRange { path: spot.file.path(db).to_owned(), range: spot.focus })
}
