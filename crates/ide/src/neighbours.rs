// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Assemblies of the workspace that share files with the systems of open documents, although nobody opened them: a change of what
//! they share, as a rename, is about them, too.
//!
//! They are looked for in texts, not in the database, which would keep every file of the workspace.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::db::normalize;
use camkes_hir::{
    FileContents, FileLoader, Preprocessor, RootDatabase, builtin, imports::import_graph, preprocess::preprocessed,
};
use camkes_syntax::ast;
use indexmap::IndexSet;

use crate::importable::{self, MOST_BYTES};
use crate::settings::{SettingsOfSystems, SystemSettings};
use crate::systems::Systems;

/// How many files of one assembly are looked at.
const MOST_FILES_OF_ONE: usize = 1024;

/// A search for assemblies that share files with the systems of open documents. It asks no database, so that it may run beside
/// anything else.
pub struct NeighbourSearch {
    pub(crate) loader: Arc<dyn FileLoader>,
    pub(crate) folders: Vec<Utf8PathBuf>,
    pub(crate) settings: Arc<dyn SettingsOfSystems>,
    /// The files that they would share.
    pub(crate) shared: Vec<Utf8PathBuf>,
    /// Texts that an editor has open.
    pub(crate) open: HashMap<Utf8PathBuf, FileContents>,
}

impl std::fmt::Debug for NeighbourSearch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NeighbourSearch").field("folders", &self.folders).finish_non_exhaustive()
    }
}

/// What the text of a file says of others.
#[derive(Debug, Default)]
struct Outline {
    has_assembly: bool,
    /// Paths of imports, and whether they are in angle brackets.
    imports: Vec<(String, bool)>,
    /// The same of headers.
    includes: Vec<(String, bool)>,
}

/// The files below the folders of the workspace of all systems that have an open document, sorted.
pub(crate) fn shared(
    db: &RootDatabase,
    systems: &Systems,
    folders: &[Utf8PathBuf],
    open: &IndexSet<Utf8PathBuf>,
) -> Vec<Utf8PathBuf> {
    let mut out = Vec::new();
    for system in systems.active() {
        let mut files: IndexSet<_> = import_graph(db, system).files.iter().copied().collect();
        let owners: Vec<_> = files.iter().copied().collect();
        for owner in owners {
            if let Some(expanded) = preprocessed(db, system, owner) {
                files.extend(expanded.headers().map(|(_, header)| header));
            }
        }
        if files.iter().any(|file| open.contains(file.path(db))) {
            let paths = files.iter().map(|file| file.path(db));
            out.extend(
                paths.filter(|path| folders.iter().any(|folder| path.starts_with(folder))).map(Utf8Path::to_owned),
            );
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

impl NeighbourSearch {
    /// Root files of the assemblies that have one of the files, in the order of their paths.
    #[must_use]
    pub fn run(&self) -> Vec<Utf8PathBuf> {
        let shared: HashSet<_> = self.shared.iter().map(Utf8PathBuf::as_path).collect();
        let files = importable::below(&self.folders, |folder| self.loader.entries(folder));
        let mut outlines = HashMap::new();
        let mut found = Vec::new();
        let mut roots: Vec<_> = files.into_iter().filter(|path| path.extension() == Some("camkes")).collect();
        roots.sort_unstable();
        for root in roots {
            // Those have systems of their own.
            let is_closed = !self.open.contains_key(&root);
            if is_closed
                && self.outline(&mut outlines, &root).has_assembly
                && self.reaches(&mut outlines, &root, &shared)
            {
                found.push(root);
            }
        }
        found
    }

    /// Whether a file is one of these, or leads to one.
    fn reaches(
        &self,
        outlines: &mut HashMap<Utf8PathBuf, Arc<Outline>>,
        root: &Utf8Path,
        shared: &HashSet<&Utf8Path>,
    ) -> bool {
        // Most need none: they name nothing of other folders.
        let settings = OnceCell::new();
        let mut queue = vec![root.to_owned()];
        let mut seen = HashSet::new();
        while let Some(path) = queue.pop() {
            if shared.contains(path.as_path()) {
                return true;
            }
            if seen.len() < MOST_FILES_OF_ONE && seen.insert(path.clone()) {
                let outline = self.outline(outlines, &path);
                queue.extend(outline.targets(&path, || settings.get_or_init(|| self.settings.of(root))));
            }
        }
        false
    }

    fn outline(&self, outlines: &mut HashMap<Utf8PathBuf, Arc<Outline>>, path: &Utf8Path) -> Arc<Outline> {
        if let Some(known) = outlines.get(path) {
            return Arc::clone(known);
        }
        let made = Arc::new(match self.open.get(path).cloned().unwrap_or_else(|| self.loader.load(path)) {
            FileContents::Text { text, .. } if text.len() <= MOST_BYTES => Outline::of(&text),
            _ => Outline::default(),
        });
        outlines.insert(path.to_owned(), Arc::clone(&made));
        made
    }
}

impl Outline {
    fn of(text: &str) -> Self {
        let mut out = Self { includes: text.lines().filter_map(header).collect(), ..Self::default() };
        // Neither is in a file of interfaces, which may be long.
        if !text.contains("assembly") && !text.contains("import") {
            return out;
        }
        for item in camkes_syntax::parse(text).tree().items() {
            match item {
                ast::Item::Assembly(_) => out.has_assembly = true,
                ast::Item::Import(it) => out.imports.extend(it.path().map(|path| (path.value(), path.is_angle()))),
                _ => {}
            }
        }
        out
    }

    /// The files that it may mean, there or not.
    fn targets<'a>(&self, path: &Utf8Path, settings: impl Fn() -> &'a SystemSettings) -> Vec<Utf8PathBuf> {
        let folder = path.parent().unwrap_or(Utf8Path::new("/"));
        let mut out = Vec::new();
        let mut add = |folder: &Utf8Path, name: &str| out.push(normalize(&folder.join(name)));
        for (name, is_angle) in &self.imports {
            if !is_angle {
                add(folder, name);
            } else if builtin::text(&builtin::path(name)).is_none() {
                settings().import_paths.iter().for_each(|folder| add(folder, name));
            }
        }
        for (name, is_angle) in &self.includes {
            if !is_angle {
                add(folder, name);
            }
            header_folders(&settings().preprocessor).iter().for_each(|folder| add(folder, name));
        }
        out
    }
}

/// Folders of the preprocessor's options, in the order of the search.
fn header_folders(preprocessor: &Preprocessor) -> Vec<Utf8PathBuf> {
    let Preprocessor::On(options) = preprocessor else { return Vec::new() };
    let folders = [&options.quote_folders, &options.include_folders, &options.system_folders];
    folders.into_iter().flatten().map(Utf8PathBuf::from).collect()
}

/// The header that a line has the preprocessor read.
fn header(line: &str) -> Option<(String, bool)> {
    let rest = line.trim_start().strip_prefix('#')?.trim_start().strip_prefix("include")?.trim_start();
    let (is_angle, rest) = match rest.strip_prefix('<') {
        Some(rest) => (true, rest),
        None => (false, rest.strip_prefix('"')?),
    };
    let (name, _) = rest.split_once(if is_angle { '>' } else { '"' })?;
    Some((name.to_owned(), is_angle))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outline_is_what_is_imported_and_included() {
        let text = "import <a>;\n/* import \"no\"; */\n # include \"b.h\"\n#include <c.h>\nassembly {}\n";
        let outline = Outline::of(text);
        assert!(outline.has_assembly);
        assert_eq!(outline.imports, [("a".to_owned(), true)]);
        assert_eq!(outline.includes, [("b.h".to_owned(), false), ("c.h".to_owned(), true)]);
        assert!(!Outline::of("// assembly\ncomponent A {}").has_assembly);
    }
}
