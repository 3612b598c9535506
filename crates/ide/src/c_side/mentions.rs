// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Where C files name what the ADL declares.

use camkes_csource::c;
use camkes_hir::loc::ItemLoc;
use camkes_hir::source_map::Writing;
use camkes_hir::{Db as _, File, RootDatabase, System};
use text_size::TextRange;

use super::files::{Owned, sources};
use super::is_header;
use super::symbols::{CSymbol, Shape, symbols};
use crate::references::{Access, Place};

/// Largest C file that is searched, in bytes.
const MOST_BYTES: usize = 4 << 20;

/// Most headers of one folder that are searched.
const MOST_HEADERS: usize = 64;

/// What else the name of a symbol may mean in C: a pointer or an attribute has the bare word of the ADL, `run` is one.
pub(super) fn scope_of(symbol: &CSymbol) -> c::Scope {
    match symbol.shape {
        Shape::Variable => c::Scope::Plain,
        Shape::Function | Shape::Macro => c::Scope::Distinct,
    }
}

/// The places of a symbol in a file.
pub(super) fn uses_in(db: &RootDatabase, file: File, symbol: &CSymbol) -> Vec<TextRange> {
    let text = file.contents(db).as_str();
    if text.len() > MOST_BYTES { Vec::new() } else { c::uses(text, &symbol.name, scope_of(symbol)) }
}

/// The C files of a component: its sources, and headers in its folders of headers.
pub(super) fn files(db: &RootDatabase, owned: &Owned) -> Vec<File> {
    let listed = |folder: &camino::Utf8PathBuf| db.folder(folder).files(db).to_vec();
    let headers = owned.includes.iter().flat_map(|folder| {
        listed(folder).into_iter().filter(|it| is_header(it)).take(MOST_HEADERS).collect::<Vec<_>>()
    });
    owned.sources.iter().cloned().chain(headers).map(|path| db.file(&path)).collect()
}

/// The places in C where declarations of the ADL are named, each by the part of the C name that is theirs.
pub(crate) fn mentions(db: &RootDatabase, system: System, targets: &[ItemLoc], out: &mut Vec<Place>) {
    for owned in &sources(db, system).components {
        let table = symbols(db, system, owned.component.origin);
        let parts = table.iter().flat_map(|it| it.parts.iter().map(move |(part, loc)| (it, *part, loc)));
        let named: Vec<_> = parts.filter(|(.., loc)| targets.contains(loc)).collect();
        if named.is_empty() {
            continue;
        }
        for file in files(db, owned) {
            for (symbol, part, _) in &named {
                for word in uses_in(db, file, symbol) {
                    let range = *part + word.start();
                    out.push(Place { file, range, writing: Writing::Source, access: Access::Read });
                }
            }
        }
    }
}

/// Whether a C file of a component that has these declarations names one of the symbols that they would have under a new
/// name: the first such name.
pub(crate) fn uses_of_names(db: &RootDatabase, system: System, targets: &[ItemLoc], new: &str) -> Option<String> {
    for owned in &sources(db, system).components {
        let table = symbols(db, system, owned.component.origin);
        let renamed = table.iter().filter_map(|symbol| {
            let (part, _) = symbol.parts.iter().find(|(_, loc)| targets.contains(loc))?;
            let mut name = symbol.name.clone();
            name.replace_range(std::ops::Range::<usize>::from(*part), new);
            Some((CSymbol { name, ..symbol.clone() }, symbol))
        });
        let renamed: Vec<_> = renamed.collect();
        if renamed.is_empty() {
            continue;
        }
        let files = files(db, owned);
        for (new, old) in &renamed {
            let is_used = || files.iter().any(|file| !uses_in(db, *file, old).is_empty());
            if files.iter().any(|file| !uses_in(db, *file, new).is_empty()) && is_used() {
                return Some(new.name.clone());
            }
        }
    }
    None
}
