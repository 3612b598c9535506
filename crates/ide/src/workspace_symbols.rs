// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Symbols of all files of all systems, and of all others in the folders of the workspace, by a few letters of their names.

use std::collections::HashSet;

use camino::Utf8PathBuf;
use camkes_hir::imports::import_graph;
use camkes_hir::{File, RootDatabase, builtin};
use indexmap::IndexSet;

use crate::symbols::{Symbol, document_symbols};
use crate::systems::Systems;
use crate::workspace::{IndexedFile, WorkspaceIndex};

/// The most symbols of one answer.
pub const MOST_SYMBOLS: usize = 256;

/// A symbol and where it is declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceSymbol {
    /// Its file.
    pub path: Utf8PathBuf,
    /// Name of the declaration around it.
    pub container: Option<String>,
    /// The symbol, without what is declared inside it.
    pub symbol: Symbol,
}

/// Symbols whose names have the letters of the query, in its order: best first, the user's own before the library's. An
/// empty query asks for all.
pub(crate) fn workspace_symbols(
    db: &RootDatabase,
    systems: &Systems,
    index: &WorkspaceIndex,
    query: &str,
) -> Vec<WorkspaceSymbol> {
    let query = query.trim().to_lowercase();
    let mut files: IndexSet<File> = IndexSet::new();
    for system in systems.active() {
        files.extend(&import_graph(db, system).files);
    }
    let mut found: Vec<(Rank, WorkspaceSymbol)> = Vec::new();
    let known: HashSet<_> = files.iter().map(|file| file.path(db)).collect();
    for file in index.files.iter().filter(|file| !known.contains(file.path.as_path())) {
        found.extend(of_indexed(file, &query));
    }
    for file in files {
        let path = file.path(db);
        let in_library = builtin::is_builtin(path);
        flatten(document_symbols(db, file), None, &mut |symbol, container| {
            if let Some(fit) = fit(&query, &symbol.name) {
                let rank = (in_library, fit, symbol.name.chars().count());
                found.push((rank, WorkspaceSymbol { path: path.to_owned(), container, symbol }));
            }
        });
    }
    found.sort_by(|(a, left), (b, right)| {
        let key = |it: &WorkspaceSymbol| (it.symbol.name.clone(), it.path.clone(), it.symbol.range.start());
        a.cmp(b).then_with(|| key(left).cmp(&key(right)))
    });
    found.truncate(MOST_SYMBOLS);
    found.into_iter().map(|(_, symbol)| symbol).collect()
}

/// What fits in a file that no system in use has.
fn of_indexed<'a>(file: &'a IndexedFile, query: &'a str) -> impl Iterator<Item = (Rank, WorkspaceSymbol)> + 'a {
    file.symbols.iter().filter_map(move |it| {
        let rank = (false, fit(query, &it.name)?, it.name.chars().count());
        let container = it.container.and_then(|number| file.symbols.get(usize::try_from(number).ok()?));
        let symbol = Symbol {
            name: it.name.to_string(),
            detail: None,
            kind: it.kind,
            range: it.range,
            selection_range: it.range,
            children: Vec::new(),
        };
        let container = container.map(|it| it.name.to_string());
        Some((rank, WorkspaceSymbol { path: file.path.clone(), container, symbol }))
    })
}

/// In the library, how well it fits, length of the name: less is better.
type Rank = (bool, Fit, usize);

/// How a name has the letters of a query, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Equal,
    Start,
    Inside,
    Scattered,
}

/// Case counts for nothing; the query has no capitals.
fn fit(query: &str, name: &str) -> Option<Fit> {
    let name = name.to_lowercase();
    if query == name {
        return Some(Fit::Equal);
    }
    match name.find(query) {
        Some(0) => return Some(Fit::Start),
        Some(_) => return Some(Fit::Inside),
        None => {}
    }
    let mut rest = name.chars();
    query.chars().all(|wanted| rest.any(|c| c == wanted)).then_some(Fit::Scattered)
}

fn flatten(symbols: Vec<Symbol>, container: Option<&str>, add: &mut impl FnMut(Symbol, Option<String>)) {
    for mut symbol in symbols {
        let children = std::mem::take(&mut symbol.children);
        let name = symbol.name.clone();
        add(symbol, container.map(str::to_owned));
        flatten(children, Some(&name), add);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearer_names_fit_better() {
        assert_eq!(fit("echo", "Echo"), Some(Fit::Equal));
        assert_eq!(fit("ech", "Echo"), Some(Fit::Start));
        assert_eq!(fit("cho", "Echo"), Some(Fit::Inside));
        assert_eq!(fit("eo", "Echo"), Some(Fit::Scattered));
        assert_eq!(fit("oe", "Echo"), None);
        assert_eq!(fit("", "Echo"), Some(Fit::Start));
    }
}
