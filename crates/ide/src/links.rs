// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Links from imports, `#include`s and the `include`s of C headers to their files.

use camkes_hir::imports::import_graph;
use camkes_hir::parse::{parse, source_map};
use camkes_hir::preprocess::preprocessed;
use camkes_hir::source_map::Writing;
use camkes_hir::{File, RootDatabase};
use camkes_syntax::ast::{self, AstNode};
use text_size::TextRange;

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
        }
        for path in
            parse(db, file).syntax_node().descendants().filter_map(ast::Include::cast).filter_map(|it| it.path())
        {
            if let Some(header) = c_side::header(db, system, file, &path.value()) {
                add(camkes_syntax::text_range_without_trivia(path.syntax()), &header);
            }
        }
    }
    out.sort_by_key(|link| link.range.start());
    out
}
