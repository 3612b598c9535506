// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Import resolution: which files form a system, in which order their declarations count, and what goes wrong on the way.

use std::sync::Arc;

use camino::Utf8PathBuf;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::builtin;
use crate::db::{Db, normalize};
use crate::diagnostic::{Finding, Rule, Spot};
use crate::input::{File, FileContents, Preprocessor, System};
use crate::item_tree::{ImportDecl, Item};
use crate::loc::ItemLoc;
use crate::parse::item_tree;
use crate::preprocess;

/// The files of a system.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportGraph {
    /// Every file once, in the order in which its declarations come to count; the root is last.
    pub files: Vec<File>,
    /// Top-level declarations in the order in which they count: an import's stand at the place of the import.
    pub items: Vec<(File, usize)>,
    /// Target of each import that was found.
    pub targets: FxHashMap<ItemLoc, File>,
    pub(crate) findings: Vec<Finding>,
}

/// Imports of one file, by position among its items.
#[salsa::tracked(returns(deref))]
pub(crate) fn file_outline(db: &dyn Db, system: System, file: File) -> Arc<[Option<ImportDecl>]> {
    let import = |item: &Item| match item {
        Item::Import(import) => Some(import.clone()),
        _ => None,
    };
    item_tree(db, system, file).items.iter().map(import).collect()
}

/// Whether a file can be read. Edits do not reach beyond it.
#[salsa::tracked]
pub(crate) fn file_status(db: &dyn Db, file: File) -> FileStatus {
    match file.contents(db) {
        FileContents::Text { .. } => FileStatus::Readable,
        FileContents::Missing => FileStatus::Missing,
        FileContents::Directory => FileStatus::Broken("it is a folder".into()),
        FileContents::Unreadable(reason) => FileStatus::Broken(reason.clone()),
    }
}

/// Answer of [`file_status`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FileStatus {
    Readable,
    Missing,
    /// It is there, but can't be read, and why.
    Broken(SmolStr),
}

/// Follows all imports from the root file. A file that is imported again counts only the first time.
#[salsa::tracked(returns(deref))]
pub fn import_graph(db: &dyn Db, system: System) -> Arc<ImportGraph> {
    db.step();
    let mut walk = Walk { db, system, graph: ImportGraph::default(), state: FxHashMap::default() };
    walk.run(system.root(db));
    Arc::new(walk.graph)
}

/// Whether nobody has said where the files are that a system imports in `<>`, or the headers that it includes: one is not found, and
/// there are no folders to search.
#[must_use]
pub fn lacks_search_paths(db: &dyn Db, system: System) -> bool {
    lacks_import_paths(db, system) || lacks_include_paths(db, system)
}

fn lacks_include_paths(db: &dyn Db, system: System) -> bool {
    let Preprocessor::On(options) = system.preprocessor(db) else { return false };
    let misses = |file: &File| preprocess::problems(db, system, *file).iter().any(|it| it.rule == Rule::MissingHeader);
    options.include_folders.is_empty() && import_graph(db, system).files.iter().any(misses)
}

fn lacks_import_paths(db: &dyn Db, system: System) -> bool {
    let graph = import_graph(db, system);
    let misses = |file: &File| {
        let mut imports = file_outline(db, system, *file).iter().flatten();
        imports.any(|it| it.angle && !graph.targets.contains_key(&ItemLoc::new(*file, it.id)))
    };
    system.import_paths(db).is_empty() && graph.files.iter().any(misses)
}

/// Where a file stands in the walk: on the path from the root (with the import that leads on from it), or done.
enum State {
    Open,
    Done,
}

struct Walk<'db> {
    db: &'db dyn Db,
    system: System,
    graph: ImportGraph,
    state: FxHashMap<File, State>,
}

/// A file being walked: the next item to look at, and the import by which we came.
struct Frame {
    file: File,
    next: usize,
    by: Option<ItemLoc>,
}

impl Walk<'_> {
    /// Depth-first with a stack of our own: a chain of imports may be longer than the machine's.
    fn run(&mut self, root: File) {
        let mut stack = vec![Frame { file: root, next: 0, by: None }];
        self.state.insert(root, State::Open);
        while let Some(frame) = stack.last_mut() {
            let (file, index) = (frame.file, frame.next);
            frame.next += 1;
            match file_outline(self.db, self.system, file).get(index) {
                None => {
                    self.state.insert(file, State::Done);
                    self.graph.files.push(file);
                    stack.pop();
                }
                Some(None) => self.graph.items.push((file, index)),
                Some(Some(import)) => {
                    let by = ItemLoc::new(file, import.id);
                    if let Some(target) = self.resolve(file, import)
                        && self.enter(target, by, import, &stack)
                    {
                        stack.push(Frame { file: target, next: 0, by: Some(by) });
                    }
                }
            }
        }
    }

    /// Whether the target is to be walked now.
    fn enter(&mut self, target: File, by: ItemLoc, import: &ImportDecl, stack: &[Frame]) -> bool {
        self.graph.targets.insert(by, target);
        match self.state.get(&target) {
            Some(State::Done) => return false,
            Some(State::Open) => {
                let mut finding =
                    Finding::new(Rule::ImportCycle, by, format!("import of `{}` closes a circle", import.path));
                let from = stack.iter().position(|frame| frame.file == target).unwrap_or(0);
                for frame in stack.iter().skip(from + 1) {
                    if let Some(loc) = frame.by {
                        finding = finding.label(loc, "on the way back to the same file");
                    }
                }
                let finding = finding.note("files can't import each other: move what both need into a third");
                self.graph.findings.push(finding.choice("Remove the import", Spot::Lines(by), ""));
                return false;
            }
            None => {}
        }
        let problem = match file_status(self.db, target) {
            FileStatus::Readable => {
                self.state.insert(target, State::Open);
                return true;
            }
            FileStatus::Missing => return false,
            FileStatus::Broken(reason) => reason,
        };
        let message = format!("can't read `{}`: {problem}", import.path);
        self.graph.findings.push(Finding::new(Rule::Unreadable, by, message));
        false
    }

    /// The file that an import names. Quoted: beside the importing file. Angle: in the import paths, then in the library.
    fn resolve(&mut self, file: File, import: &ImportDecl) -> Option<File> {
        let exists = |file: &File| *file_status(self.db, *file) != FileStatus::Missing;
        let tried = candidates(self.db, self.system, file, import);
        let found = tried.iter().map(|path| self.db.file(path)).find(exists);
        if found.is_none() {
            let at = ItemLoc::new(file, import.id);
            self.graph.findings.push(not_found(self.db, at, import, &tried));
        }
        found
    }
}

/// Paths that an import may mean, best first.
pub(crate) fn candidates(db: &dyn Db, system: System, file: File, import: &ImportDecl) -> Vec<Utf8PathBuf> {
    if import.path.is_empty() {
        return Vec::new();
    }
    if import.angle {
        let folders = system.import_paths(db).iter().map(|folder| folder.join(import.path.as_str()));
        folders.chain([builtin::path(&import.path)]).map(|path| normalize(&path)).collect()
    } else {
        let folder = file.path(db).parent().map(ToOwned::to_owned).unwrap_or_default();
        vec![normalize(&folder.join(import.path.as_str()))]
    }
}

fn not_found(db: &dyn Db, at: ItemLoc, import: &ImportDecl, tried: &[Utf8PathBuf]) -> Finding {
    let mut finding = Finding::new(Rule::ImportNotFound, at, format!("import `{}` not found", import.path));
    if !import.angle {
        let library = builtin::FILES.iter().any(|(name, _)| import.path == *name);
        if library && !builtin::is_builtin(at.file.path(db)) {
            let text = format!("<{}>", import.path);
            return finding.note(format!("the built-in library has a file of this name: import it as `{text}`")).mend(
                "Import from the built-in library",
                at,
                text,
            );
        }
        return finding.note("a quoted import is relative to the file in which it stands");
    }
    if tried.len() > 1 {
        finding = finding.note(format!("searched in {} import path(s) and the built-in library", tried.len() - 1));
    } else {
        finding = finding.note(
            "only the built-in library was searched; `import-paths` in `camkes.toml`, or `--import-path`, adds folders",
        );
    }
    // Without the extension, which all have in common and which would make any two names alike.
    let stem = |name: &'static str| name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let written = import.path.rsplit_once('.').map_or(import.path.as_str(), |(stem, _)| stem);
    let names = || builtin::FILES.iter().map(|(name, _)| *name);
    let close = crate::names::closest(written, names().map(stem));
    match close.and_then(|close| names().find(|name| stem(name) == close)) {
        Some(name) => finding.note(format!("did you mean `<{name}>`?")).mend(
            format!("Change to `<{name}>`"),
            at,
            format!("<{name}>"),
        ),
        None => finding,
    }
}
