// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What changes when files get other paths: imports and includes that name them, and those that stand in them.

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::db::normalize;
use camkes_hir::imports::import_graph;
use camkes_hir::item_tree::Item;
use camkes_hir::parse::{item_tree, source_map};
use camkes_hir::preprocess::{DirectiveKind, directives, preprocessed};
use camkes_hir::source_map::Writing;
use camkes_hir::{Db as _, File, FileContents, RootDatabase, System, builtin};
use camkes_syntax::ast::{self, AstNode};
use indexmap::{IndexMap, IndexSet};
use text_size::{TextRange, TextSize};

use crate::diagnostics::{Edit, FileRange};
use crate::importable::{Importable, relative};
use crate::rename::{Refusal, place_of};
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
///
/// A path that a macro stands for is changed in the macro's definition.
///
/// # Errors
/// When no edit can keep an import true that a macro makes.
pub(crate) fn file_rename(
    db: &RootDatabase,
    systems: &Systems,
    importable: &Importable,
    moved: &[Moved],
) -> Result<Vec<Edit>, Refusal> {
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
    for system in systems.active() {
        for edit in in_macros(db, system, moved)? {
            if seen.insert(edit.at.clone()) {
                edits.push(edit);
            } else if !edits.contains(&edit) {
                // One text can't be right for both.
                return Err(Refusal::Macro(place_of(db, db.file(&edit.at.path), edit.at.range)));
            }
        }
    }
    Ok(edits)
}

/// The edits of definitions of macros that stand for paths of imports.
fn in_macros(db: &RootDatabase, system: System, moved: &[Moved]) -> Result<Vec<Edit>, Refusal> {
    let mut edits = Vec::new();
    for &file in &import_graph(db, system).files {
        let imports = item_tree(db, system, file).items.iter().filter_map(|item| match item {
            Item::Import(import) => Some(import),
            _ => None,
        });
        for import in imports {
            let Some(spot) = source_map(db, system, file).get(import.id).filter(|it| it.writing == Writing::Macro)
            else {
                continue;
            };
            let written = Written { range: spot.focus, path: import.path.to_string(), angle: import.angle };
            let Some(edit) = retarget(db, system, file, &written, moved) else { continue };
            let old = if import.angle { format!("<{}>", import.path) } else { format!("\"{}\"", import.path) };
            let before = edits.len();
            for source in defining(db, system, file) {
                let at = FileRange { path: source.path(db).to_owned(), range: TextRange::default() };
                let ranges = in_definitions(source.contents(db).as_str(), &old);
                edits.extend(
                    ranges.map(|range| Edit { at: FileRange { range, ..at.clone() }, text: edit.text.clone() }),
                );
            }
            if edits.len() == before {
                return Err(Refusal::Macro(place_of(db, spot.file, spot.focus)));
            }
        }
    }
    Ok(edits)
}

/// A file and its headers, in which its macros are defined.
fn defining(db: &RootDatabase, system: System, file: File) -> Vec<File> {
    let mut out = vec![file];
    let headers = preprocessed(db, system, file).into_iter().flat_map(|it| it.headers());
    for (_, header) in headers {
        if !out.contains(&header) {
            out.push(header);
        }
    }
    out
}

/// Where a path stands in definitions of macros.
fn in_definitions<'t>(text: &'t str, path: &'t str) -> impl Iterator<Item = TextRange> {
    let defines = directives(text).into_iter().filter(|it| it.kind == DirectiveKind::Define);
    defines.flat_map(move |define| {
        let written = text.get(std::ops::Range::<usize>::from(define.range)).unwrap_or_default();
        let place = move |(at, _): (usize, &str)| {
            let start = define.range.start() + TextSize::of(written.get(..at).unwrap_or_default());
            TextRange::at(start, TextSize::of(path))
        };
        written.match_indices(path).map(place)
    })
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
