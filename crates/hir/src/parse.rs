// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Queries over one file: its tree, its declarations, their places.
//!
//! There are two trees. The raw one is of the user's text, directives included, and depends on nothing else. Meaning
//! comes from the text after preprocessing, which depends on the system's macros; for a file without directives and macros
//! both are one.

use std::sync::Arc;

use camkes_syntax::{Parse, SyntaxError};

use crate::db::Db;
use crate::input::{File, FileContents, System};
use crate::item_tree::{ItemTree, Ranges, lower, lower_edited};
use crate::loc::LocalId;
use crate::preprocess::{Expanded, preprocessed};
use crate::source_map::{InBody, SourceMap, Spot, Writing};

/// The lossless tree of a file as it is written, and its syntax errors. A file that can't be read has an empty tree.
#[salsa::tracked(no_eq)]
pub fn parse(db: &dyn Db, file: File) -> Parse {
    let text = file.contents(db).as_str();
    let edited = db.earlier(file).and_then(|it| it.parse.edited(&it.text, text));
    edited.unwrap_or_else(|| camkes_syntax::parse(text))
}

/// What was last made of a file's text. It only makes the same answers for the next text sooner: an edit leaves most of
/// a file alone.
#[derive(Debug)]
pub struct Earlier {
    text: Arc<str>,
    parse: Parse,
    tree: Arc<ItemTree>,
    map: Arc<SourceMap>,
}

/// As [`Earlier`], of what preprocessing made of a file's text in a system.
#[derive(Debug)]
pub struct EarlierExpanded {
    system: System,
    expanded: Arc<Expanded>,
    parse: Parse,
    tree: Arc<ItemTree>,
    ranges: Ranges,
}

impl EarlierExpanded {
    /// The system that it was in.
    pub(crate) fn system(&self) -> System {
        self.system
    }
}

/// The tree of a file after preprocessing; `None` when that is the raw tree.
#[salsa::tracked(no_eq, returns(as_ref))]
pub fn expanded_parse(db: &dyn Db, system: System, file: File) -> Option<Parse> {
    let text = &preprocessed(db, system, file)?.output.text;
    let edited = db.earlier_expanded(file, system).and_then(|it| it.parse.edited(&it.expanded.output.text, text));
    Some(edited.unwrap_or_else(|| camkes_syntax::parse(text)))
}

/// Declarations, places and syntax errors of a file that needs no preprocessing, shared by all systems.
#[salsa::tracked]
fn lowered_raw(db: &dyn Db, file: File) -> (Arc<ItemTree>, Arc<SourceMap>, Arc<[SyntaxError]>) {
    db.step();
    if !db.is_edited(file) {
        // Its tree is large, and nobody looks at it again.
        let parse = camkes_syntax::parse(file.contents(db).as_str());
        let (tree, ranges) = lower(&parse.tree());
        return (Arc::new(tree), Arc::new(SourceMap::written(file, ranges)), parse.errors().into());
    }
    let parse = parse(db, file);
    let edited = db.earlier(file).and_then(|it| lower_edited(&it.parse, &it.tree, it.map.ranges()?, parse));
    let (tree, ranges) = edited.unwrap_or_else(|| lower(&parse.tree()));
    let (tree, map) = (Arc::new(tree), Arc::new(SourceMap::written(file, ranges)));
    if let FileContents::Text { text, .. } = file.contents(db) {
        let (text, parse, tree, map) = (Arc::clone(text), parse.clone(), Arc::clone(&tree), Arc::clone(&map));
        db.remember(file, Arc::new(Earlier { text, parse, tree, map }));
    }
    (tree, map, parse.errors().into())
}

/// Syntax errors of a file as it is written.
pub(crate) fn syntax_errors(db: &dyn Db, file: File) -> &[SyntaxError] {
    &lowered_raw(db, file).2
}

#[salsa::tracked]
fn lowered(db: &dyn Db, system: System, file: File) -> (Arc<ItemTree>, Arc<SourceMap>) {
    db.step();
    match (expanded_parse(db, system, file), preprocessed(db, system, file)) {
        (Some(parse), Some(expanded)) => {
            let earlier = db.earlier_expanded(file, system);
            let edited = earlier.and_then(|it| lower_edited(&it.parse, &it.tree, &it.ranges, parse));
            let (tree, ranges) = edited.unwrap_or_else(|| lower(&parse.tree()));
            let (tree, map) = (Arc::new(tree), Arc::new(original(expanded, &ranges)));
            if db.is_edited(file) {
                let (expanded, parse, tree) = (Arc::clone(expanded), parse.clone(), Arc::clone(&tree));
                db.remember_expanded(file, Arc::new(EarlierExpanded { system, expanded, parse, tree, ranges }));
            }
            (tree, map)
        }
        _ => {
            let (tree, map, _) = lowered_raw(db, file);
            (Arc::clone(tree), Arc::clone(map))
        }
    }
}

/// Places in the user's files for ranges of the preprocessed text.
fn original(expanded: &Expanded, ranges: &Ranges) -> SourceMap {
    let mut spots = vec![None; ranges.len()];
    let mut bodies = Vec::new();
    for (number, (full, focus)) in ranges.iter() {
        let (place, writing) = expanded.original(focus);
        let whole = if full == focus { place } else { expanded.original(full).0 };
        let whole = if whole.file == place.file { whole.range } else { place.range };
        if let Some(spot) = spots.get_mut(number) {
            *spot = Some(Spot { file: place.file, full: whole.cover(place.range), focus: place.range, writing });
        }
        if writing == Writing::Macro
            && let (Some(word), Ok(id)) = (expanded.in_body(focus), u32::try_from(number))
        {
            bodies.push(InBody { id: LocalId(id), word, made: focus.start() });
        }
    }
    SourceMap::found(spots, bodies)
}

/// Declarations of a file without their positions. Later queries depend on this and not on the text.
#[salsa::tracked(returns(deref))]
pub fn item_tree(db: &dyn Db, system: System, file: File) -> Arc<ItemTree> {
    Arc::clone(&lowered(db, system, file).0)
}

/// Positions of a file's declarations.
#[salsa::tracked(returns(deref))]
pub fn source_map(db: &dyn Db, system: System, file: File) -> Arc<SourceMap> {
    Arc::clone(&lowered(db, system, file).1)
}
