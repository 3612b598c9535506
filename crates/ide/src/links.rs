// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Links from imports, `#include`s and the `include`s of C headers to their files.

use camkes_hir::imports::import_graph;
use camkes_hir::item_tree::{IncludeDecl, Item};
use camkes_hir::parse::{item_tree, parse, source_map};
use camkes_hir::preprocess::preprocessed;
use camkes_hir::source_map::{Spot, Writing};
use camkes_hir::{File, RootDatabase, System};
use camkes_syntax::ast::{self, AstNode};
use text_size::{TextRange, TextSize};

use camino::{Utf8Path, Utf8PathBuf};

use crate::c_side;
use crate::resolve;
use crate::systems::Systems;

/// A path in a text and the file that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The path with its quotes or angle brackets.
    pub range: TextRange,
    /// The file.
    pub target: Utf8PathBuf,
}

/// Links of a file, in order. Where systems disagree, the first one that has the file says what a path names.
pub(crate) fn links(db: &RootDatabase, systems: &Systems, file: File) -> Vec<Link> {
    let mut out: Vec<Link> = Vec::new();
    let mut add = |range: TextRange, target: &Utf8Path| {
        if out.iter().all(|link| link.range != range) {
            out.push(Link { range, target: target.to_owned() });
        }
    };
    for system in systems.of(db, file) {
        let targets = &import_graph(db, system).targets;
        for owner in resolve::owners(db, system, file) {
            for (by, target) in targets.iter().filter(|(by, _)| by.file == owner) {
                if let Some(spot) = source_map(db, system, by.file).get(by.id)
                    && spot.file == file
                    && spot.writing == Writing::Source
                {
                    add(spot.focus, target.path(db));
                }
            }
            for (span, target) in preprocessed(db, system, owner).into_iter().flat_map(|it| it.headers()) {
                if span.file == file && !span.range.is_empty() {
                    add(span.range, target.path(db));
                }
            }
            for (include, spot) in included(db, system, owner, file) {
                if let Some(header) = c_side::header(db, system, file, &include.path) {
                    add(spot.focus, &header);
                }
            }
        }
    }
    out.sort_by_key(|link| link.range.start());
    out
}

/// The `include`s of a file's components and procedures that stand in another one, or in the same.
fn included(db: &RootDatabase, system: System, owner: File, file: File) -> impl Iterator<Item = (&IncludeDecl, Spot)> {
    let map = source_map(db, system, owner);
    let includes = item_tree(db, system, owner).items.iter().flat_map(|item| match item {
        Item::Component(it) => it.includes.as_slice(),
        Item::Procedure(it) => &it.includes,
        _ => &[],
    });
    let placed = includes.filter_map(|it| Some((it, map.get(it.id)?)));
    placed.filter(move |(_, spot)| spot.file == file && spot.writing == Writing::Source)
}

/// The C headers that the declarations of a file include.
pub(crate) fn headers_of(db: &RootDatabase, system: System, file: File) -> Vec<Utf8PathBuf> {
    let owners = resolve::owners(db, system, file).into_iter();
    let included = owners.flat_map(|owner| included(db, system, owner, file));
    included.filter_map(|(include, _)| c_side::header(db, system, file, &include.path)).collect()
}

/// The C headers that the declarations of a file include and that are not there: their names, and where these stand.
pub(crate) fn missing_headers(
    db: &RootDatabase,
    system: System,
    file: File,
) -> impl Iterator<Item = (String, TextRange)> {
    let owners = resolve::owners(db, system, file).into_iter();
    let included = owners.flat_map(move |owner| included(db, system, owner, file));
    let missing = included.filter(move |(include, _)| c_side::header(db, system, file, &include.path).is_none());
    missing.map(|(include, spot)| (include.path.to_string(), spot.focus))
}

/// What the path at an offset names. Unlike [`links`], it does not look at the rest of the file.
pub(crate) fn link_at(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Option<Link> {
    let is_here = |range: TextRange| range.contains_inclusive(offset);
    let token = camkes_syntax::tokens_at(&parse(db, file).syntax_node(), offset).left_biased();
    let include = token.and_then(|token| token.parent_ancestors().find_map(ast::Include::cast));
    let path = include.and_then(|it| it.path());
    let path = path.map(|it| (camkes_syntax::text_range_without_trivia(it.syntax()), it.value()));
    systems.of(db, file).into_iter().find_map(|system| {
        if let Some((range, name)) = path.as_ref().filter(|(range, _)| is_here(*range)) {
            let target = c_side::header(db, system, file, name)?;
            return Some(Link { range: *range, target });
        }
        let owners = resolve::owners(db, system, file).into_iter();
        let mut headers = owners.filter_map(|owner| preprocessed(db, system, owner)).flat_map(|it| it.headers());
        let (span, target) =
            headers.find(|(span, _)| span.file == file && !span.range.is_empty() && is_here(span.range))?;
        Some(Link { range: span.range, target: target.path(db).to_owned() })
    })
}
