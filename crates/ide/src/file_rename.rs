// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What changes when files get other paths: imports and includes that name them, and those that stand in them.

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::db::normalize;
use camkes_hir::imports::import_graph;
use camkes_hir::{Db as _, File, FileContents, RootDatabase, System, builtin};
use camkes_syntax::ast::{self, AstNode};
use indexmap::{IndexMap, IndexSet};
use text_size::{TextRange, TextSize};

use crate::diagnostics::{Edit, FileRange};
use crate::importable::{Importable, relative};
use crate::systems::Systems;

/// A path and the one that takes its place; of a file, or of a folder with all that is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The path as it is.
    pub from: Utf8PathBuf,
    /// The path as it will be.
    pub to: Utf8PathBuf,
}

/// The edits that keep imports and includes true when files move, under the paths that the files have now.
pub(crate) fn file_rename(db: &RootDatabase, systems: &Systems, importable: &Importable, moved: &[Moved]) -> Vec<Edit> {
    let mut files: IndexMap<File, System> = IndexMap::new();
    for system in systems.active() {
        for file in import_graph(db, system).files.iter().copied() {
            files.entry(file).or_insert(system);
        }
        for file in importable.files(db, system) {
            files.entry(file).or_insert(system);
        }
    }
    let mut edits: Vec<Edit> = Vec::new();
    let mut seen: IndexSet<FileRange> = IndexSet::new();
    for (file, system) in files {
        // The library does not move, and text with bytes that are none is left alone.
        let is_whole = matches!(file.contents(db), FileContents::Text { invalid, .. } if invalid.is_empty());
        if !is_whole || builtin::is_builtin(file.path(db)) {
            continue;
        }
        for written in written_paths(file.contents(db).as_str()) {
            let Some(edit) = retarget(db, system, file, &written, moved) else { continue };
            if seen.insert(edit.at.clone()) {
                edits.push(edit);
            }
        }
    }
    edits
}

/// A path in a text.
struct Written {
    /// With its quotes or angle brackets.
    range: TextRange,
    path: String,
    angle: bool,
}

/// Paths of imports and of `#include`s.
fn written_paths(text: &str) -> Vec<Written> {
    let tree = camkes_syntax::parse(text).syntax_node();
    let mut out = Vec::new();
    for import in tree.children().filter_map(ast::Import::cast) {
        if let Some(path) = import.path() {
            let range = camkes_syntax::text_range_without_trivia(path.syntax());
            out.push(Written { range, path: path.value(), angle: path.is_angle() });
        }
    }
    let tokens = tree.descendants_with_tokens().filter_map(|it| it.into_token());
    for token in tokens.filter(|it| it.kind() == camkes_syntax::SyntaxKind::PREPROCESSOR) {
        out.extend(included(token.text(), token.text_range().start()));
    }
    out
}

/// The path of an `#include` line.
fn included(line: &str, start: TextSize) -> Option<Written> {
    let rest = line.strip_prefix('#')?.trim_start().strip_prefix("include")?.trim_start();
    let close = match rest.chars().next()? {
        '"' => '"',
        '<' => '>',
        _ => return None,
    };
    let length = rest.get(1..)?.find(close)? + 2;
    let at = start + TextSize::of(&line[..line.len() - rest.len()]);
    let range = TextRange::at(at, TextSize::of(&rest[..length]));
    Some(Written { range, path: rest[1..length - 1].to_owned(), angle: close == '>' })
}

/// The path that a moved file or folder gives to a path.
fn new_path(path: &Utf8Path, moved: &[Moved]) -> Option<Utf8PathBuf> {
    moved.iter().find_map(|it| {
        let inside = path.strip_prefix(&it.from).ok()?;
        Some(if inside.as_str().is_empty() { it.to.clone() } else { it.to.join(inside) })
    })
}

fn retarget(db: &RootDatabase, system: System, file: File, written: &Written, moved: &[Moved]) -> Option<Edit> {
    let here = file.path(db);
    let folder = here.parent()?;
    let new_here = new_path(here, moved).unwrap_or_else(|| here.to_owned());
    let new_folder = new_here.parent()?;
    let edit = |text: String| Edit { at: FileRange { path: here.to_owned(), range: written.range }, text };
    if !written.angle {
        let target = normalize(&folder.join(&written.path));
        let new_target = new_path(&target, moved);
        if new_target.is_none() && new_folder == folder {
            return None;
        }
        let shown = relative(new_folder, &new_target.unwrap_or(target));
        return (shown.as_str() != written.path).then(|| edit(format!("\"{shown}\"")));
    }
    let searched = system.import_paths(db).iter().map(|folder| normalize(&folder.join(&written.path)));
    let target = searched.into_iter().find(|path| matches!(db.file(path).contents(db), FileContents::Text { .. }))?;
    let new_target = new_path(&target, moved)?;
    let by_search = system.import_paths(db).iter().find_map(|folder| new_target.strip_prefix(folder).ok());
    let text = match by_search {
        Some(inside) => format!("<{inside}>"),
        None => format!("\"{}\"", relative(new_folder, &new_target)),
    };
    (text != format!("<{}>", written.path)).then(|| edit(text))
}
