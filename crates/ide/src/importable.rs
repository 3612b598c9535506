// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What could be imported: declarations of the built-in library and of ADL files of the workspace that a system does not
//! read yet, and the edit that imports one of them.

use std::collections::VecDeque;
use std::sync::{Arc, OnceLock};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::parse::parse;
use camkes_hir::scope::DefKind;
use camkes_hir::{Db as _, File, RootDatabase, System, builtin, imports::import_graph};
use camkes_syntax::ast::{self, AstNode};
use camkes_syntax::{SyntaxKind, SyntaxNode};
use indexmap::IndexSet;
use text_size::{TextRange, TextSize};

use crate::diagnostics::{Edit, FileRange};

/// Most folders that a search for files looks into.
const MOST_FOLDERS: usize = 4096;

/// Most files that a search finds.
const MOST_FILES: usize = 4096;

/// Longer files are made by programs, or hold something else.
pub(crate) const MOST_BYTES: usize = 1 << 20;

/// How deep imports are followed to see that a new one closes no circle.
const MOST_IMPORTS: usize = 256;

/// ADL files of the workspace, looked for when somebody first asks.
#[derive(Debug, Default)]
pub(crate) struct Importable {
    folders: Vec<Utf8PathBuf>,
    files: OnceLock<Vec<File>>,
}

/// A declaration that could be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) name: String,
    pub(crate) file: File,
    /// Where its name stands.
    pub(crate) at: TextSize,
    /// What it is, as written up to its body.
    pub(crate) kind: DefKind,
}

/// What a file declares, by its text alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Exports {
    pub(crate) names: Vec<(DefKind, String, TextSize)>,
    has_assembly: bool,
    /// Paths of imports, and whether they are in angle brackets.
    imports: Vec<(String, bool)>,
}

/// What a file declares. Its tree is not kept: a workspace may have many files that no system reads.
#[salsa::tracked]
pub(crate) fn exports(db: &dyn camkes_hir::Db, file: File) -> Arc<Exports> {
    let tree = camkes_syntax::parse(file.contents(db).as_str()).tree();
    let mut out = Exports::default();
    for item in tree.items() {
        let (kind, name) = match &item {
            ast::Item::Component(it) => (DefKind::Component, it.name()),
            ast::Item::Connector(it) => (DefKind::Connector, it.name()),
            ast::Item::Procedure(it) => (DefKind::Procedure, it.name()),
            ast::Item::Struct(it) => (DefKind::Struct, it.name()),
            ast::Item::Composition(it) => (DefKind::Composition, it.name()),
            ast::Item::Configuration(it) => (DefKind::Configuration, it.name()),
            ast::Item::Assembly(_) => {
                out.has_assembly = true;
                continue;
            }
            ast::Item::Import(it) => {
                out.imports.extend(it.path().map(|path| (path.value(), path.is_angle())));
                continue;
            }
            ast::Item::Include(_) | ast::Item::MacroUse(_) => continue,
        };
        if let Some(name) = name {
            out.names.push((kind, name.text().to_string(), name.syntax().text_range().start()));
        }
    }
    Arc::new(out)
}

impl Importable {
    /// Files below these folders.
    pub(crate) fn below(folders: Vec<Utf8PathBuf>) -> Self {
        Self { folders, files: OnceLock::new() }
    }

    /// The folders of the workspace.
    pub(crate) fn folders(&self) -> &[Utf8PathBuf] {
        &self.folders
    }

    /// The workspace's ADL files; without a workspace those in the folders of a system and in its import paths. Each once.
    pub(crate) fn files(&self, db: &RootDatabase, system: System) -> Vec<File> {
        let workspace = self.files.get_or_init(|| search(db, &self.folders));
        if !workspace.is_empty() {
            return workspace.clone();
        }
        let mut folders: Vec<_> = system.import_paths(db).to_vec();
        folders.extend(system.root(db).path(db).parent().map(ToOwned::to_owned));
        search(db, &folders)
    }

    /// Declarations of some kinds that a file of a system could import and that the system does not have yet.
    pub(crate) fn candidates(
        &self,
        db: &RootDatabase,
        system: System,
        file: File,
        wanted: impl Fn(DefKind, &str) -> bool,
    ) -> Vec<Candidate> {
        let known: IndexSet<File> = import_graph(db, system).files.iter().copied().collect();
        let library = builtin::FILES.iter().map(|(name, _)| db.file(&builtin::path(name)));
        let mut out = Vec::new();
        for candidate in library.chain(self.files(db, system)) {
            if candidate == file || known.contains(&candidate) {
                continue;
            }
            let found = exports(db, candidate);
            if found.has_assembly {
                continue;
            }
            let names: Vec<_> = found.names.iter().filter(|(kind, name, _)| wanted(*kind, name)).collect();
            if names.is_empty() || leads_to(db, system, candidate, file) {
                continue;
            }
            for (kind, name, at) in names {
                out.push(Candidate { name: name.clone(), file: candidate, at: *at, kind: *kind });
            }
        }
        out
    }
}

fn search(db: &RootDatabase, folders: &[Utf8PathBuf]) -> Vec<File> {
    below(folders, |folder| (db.list(folder), db.folders(folder))).iter().map(|path| db.file(path)).collect()
}

/// ADL files in folders and below them, by what gives the files and the folders of a folder. Folders that start with a dot and those
/// of builds are left out.
pub(crate) fn below(
    folders: &[Utf8PathBuf],
    entries: impl Fn(&Utf8Path) -> (Vec<Utf8PathBuf>, Vec<Utf8PathBuf>),
) -> IndexSet<Utf8PathBuf> {
    let is_adl = |path: &Utf8Path| matches!(path.extension(), Some("camkes" | "idl4"));
    files_below(folders, entries, is_adl)
}

/// As [`below`], of other files.
pub(crate) fn files_below(
    folders: &[Utf8PathBuf],
    entries: impl Fn(&Utf8Path) -> (Vec<Utf8PathBuf>, Vec<Utf8PathBuf>),
    is_wanted: impl Fn(&Utf8Path) -> bool,
) -> IndexSet<Utf8PathBuf> {
    let mut queue: VecDeque<Utf8PathBuf> = folders.iter().cloned().collect();
    let mut seen: IndexSet<Utf8PathBuf> = IndexSet::new();
    let mut files: IndexSet<Utf8PathBuf> = IndexSet::new();
    while let Some(folder) = queue.pop_front() {
        if seen.len() >= MOST_FOLDERS || files.len() >= MOST_FILES {
            break;
        }
        if !seen.insert(folder.clone()) {
            continue;
        }
        let (listed, inside) = entries(&folder);
        files.extend(listed.into_iter().filter(|path| is_wanted(path)));
        queue.extend(inside.into_iter().filter(|path| path.file_name().is_some_and(is_source_folder)));
    }
    files
}

fn is_source_folder(name: &str) -> bool {
    !name.starts_with('.') && !name.starts_with("build") && !matches!(name, "target" | "node_modules")
}

/// Whether a file imports another, itself or through others.
fn leads_to(db: &RootDatabase, system: System, from: File, to: File) -> bool {
    let mut queue = vec![from];
    let mut seen: IndexSet<File> = IndexSet::new();
    while let Some(file) = queue.pop() {
        if file == to {
            return true;
        }
        if seen.len() >= MOST_IMPORTS || !seen.insert(file) {
            continue;
        }
        for (path, angle) in &exports(db, file).imports {
            if *angle {
                let folders = system.import_paths(db).iter().map(|folder| folder.join(path));
                queue.extend(folders.map(|path| db.file(&path)));
            } else if let Some(folder) = file.path(db).parent() {
                queue.push(db.file(&folder.join(path)));
            }
        }
    }
    false
}

/// How a file of a system would import another: with quotes or angle brackets.
pub(crate) fn import_text(db: &RootDatabase, system: System, file: File, target: File) -> String {
    let path = target.path(db);
    if let Ok(name) = path.strip_prefix(builtin::BUILTIN_ROOT) {
        return format!("<{name}>");
    }
    let folder = file.path(db).parent().unwrap_or(Utf8Path::new("/"));
    if let Ok(inside) = path.strip_prefix(folder) {
        return format!("\"{inside}\"");
    }
    let by_search = system.import_paths(db).iter().find_map(|folder| path.strip_prefix(folder).ok());
    match by_search {
        Some(inside) => format!("<{inside}>"),
        None => format!("\"{}\"", relative(folder, path)),
    }
}

/// A path as seen from a folder.
pub(crate) fn relative(folder: &Utf8Path, path: &Utf8Path) -> Utf8PathBuf {
    let common = folder.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    let mut out = Utf8PathBuf::new();
    for _ in folder.components().skip(common) {
        out.push("..");
    }
    for component in path.components().skip(common) {
        out.push(component.as_str());
    }
    out
}

/// The edit that imports a file: behind the last import, else at the start, behind the notice of the file.
pub(crate) fn import_edit(db: &RootDatabase, system: System, file: File, target: File) -> Edit {
    let text = import_text(db, system, file, target);
    let root = parse(db, file).syntax_node();
    let (at, text) = place_of_import(&root, &text);
    Edit { at: FileRange { path: file.path(db).to_owned(), range: TextRange::empty(at) }, text }
}

fn place_of_import(root: &SyntaxNode, path: &str) -> (TextSize, String) {
    let imports = root.children().filter_map(ast::Import::cast);
    if let Some(last) = imports.last() {
        let range = camkes_syntax::text_range_without_trivia(last.syntax());
        return (range.end(), format!("\nimport {path};"));
    }
    // A notice is a run of comments at the very start with an empty line behind it.
    let mut end = None;
    let mut token = root.first_token();
    while let Some(it) = token {
        match it.kind() {
            kind if kind.is_comment() => end = Some(it.text_range().end()),
            SyntaxKind::WHITESPACE if it.text().matches('\n').count() > 1 && end.is_some() => {
                return (end.unwrap_or_default(), format!("\n\nimport {path};"));
            }
            SyntaxKind::WHITESPACE => {}
            _ => break,
        }
        token = it.next_token();
    }
    (TextSize::new(0), format!("import {path};\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imported(text: &str) -> String {
        let (at, insert) = place_of_import(&camkes_syntax::parse(text).syntax_node(), "<x>");
        let mut text = text.to_owned();
        text.insert_str(at.into(), &insert);
        text
    }

    #[test]
    fn an_import_goes_behind_the_others_or_behind_the_notice() {
        assert_eq!(imported("import \"a\";\ncomponent A {}"), "import \"a\";\nimport <x>;\ncomponent A {}");
        assert_eq!(imported("/* L */\n\ncomponent A {}"), "/* L */\n\nimport <x>;\n\ncomponent A {}");
        assert_eq!(imported("/* Doc */\ncomponent A {}"), "import <x>;\n\n/* Doc */\ncomponent A {}");
        assert_eq!(imported(""), "import <x>;\n\n");
    }

    #[test]
    fn paths_lead_up_and_down() {
        assert_eq!(relative(Utf8Path::new("/a/b"), Utf8Path::new("/a/c/d.camkes")), "../c/d.camkes");
        assert_eq!(relative(Utf8Path::new("/a"), Utf8Path::new("/a/d.camkes")), "d.camkes");
    }
}
