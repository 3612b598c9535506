// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Queries over one file: its tree, its declarations, their places.

use std::sync::Arc;

use camkes_syntax::Parse;

use crate::db::Db;
use crate::input::File;
use crate::item_tree::{ItemTree, lower};
use crate::source_map::SourceMap;

/// The lossless tree of a file and its syntax errors. A file that can't be read has an empty tree.
#[salsa::tracked(no_eq)]
pub fn parse(db: &dyn Db, file: File) -> Parse {
    camkes_syntax::parse(file.contents(db).as_str())
}

#[salsa::tracked]
fn lowered(db: &dyn Db, file: File) -> (Arc<ItemTree>, Arc<SourceMap>) {
    let (tree, map) = lower(&parse(db, file).tree());
    (Arc::new(tree), Arc::new(map))
}

/// Declarations of a file without their positions. Later queries depend on this and not on the text.
#[salsa::tracked(returns(deref))]
pub fn item_tree(db: &dyn Db, file: File) -> Arc<ItemTree> {
    Arc::clone(&lowered(db, file).0)
}

/// Positions of a file's declarations.
#[salsa::tracked(returns(deref))]
pub fn source_map(db: &dyn Db, file: File) -> Arc<SourceMap> {
    Arc::clone(&lowered(db, file).1)
}
