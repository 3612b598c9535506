// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Symbols of all files of all systems, by a few letters of their names.

use camino::Utf8PathBuf;
use camkes_hir::imports::import_graph;
use camkes_hir::{File, RootDatabase, builtin};
use indexmap::IndexSet;

use crate::symbols::{Symbol, document_symbols};
use crate::systems::Systems;

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
pub(crate) fn workspace_symbols(db: &RootDatabase, systems: &Systems, query: &str) -> Vec<WorkspaceSymbol> {
    let mut files: IndexSet<File> = IndexSet::new();
    for system in systems.active() {
        files.extend(&import_graph(db, system).files);
    }
    let mut found: Vec<(Rank, WorkspaceSymbol)> = Vec::new();
    for file in files {
        let path = file.path(db);
        let in_library = builtin::is_builtin(path);
        flatten(document_symbols(db, file), None, &mut |symbol, container| {
            if let Some(fit) = fit(query, &symbol.name) {
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

/// Case counts for nothing.
fn fit(query: &str, name: &str) -> Option<Fit> {
    let (query, name) = (query.trim().to_lowercase(), name.to_lowercase());
    if query == name {
        return Some(Fit::Equal);
    }
    match name.find(&query) {
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
