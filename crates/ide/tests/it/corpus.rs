// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Completion in public applications: what their authors wrote is among what is offered in its place. The folders are those
//! of `CAMKES_CORPUS`, separated by colons, with a checkout of seL4/camkes; nothing of them is in this repository.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "the corpus is on the disk")]

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use camkes_ide::camino::{Utf8Path, Utf8PathBuf};
use camkes_ide::{
    Analysis, AnalysisHost, Change, Config, FileContents, FileLoader, Severity, SystemSettings, TextRange, TextSize,
};
use camkes_syntax::ast::{self, AstNode};
use camkes_syntax::{SyntaxKind as K, SyntaxNode};

/// Reads the disk.
pub(crate) struct Disk;

impl FileLoader for Disk {
    fn load(&self, path: &Utf8Path) -> FileContents {
        fs::read(path).map_or(FileContents::Missing, |bytes| FileContents::from_bytes(&bytes))
    }

    fn list(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        entries(folder).into_iter().filter(|it| !it.is_dir()).collect()
    }

    fn folders(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        entries(folder).into_iter().filter(|it| it.is_dir()).collect()
    }
}

pub(crate) fn entries(folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    let found = folder.read_dir_utf8().into_iter().flatten().flatten();
    let mut paths: Vec<_> = found.map(|it| it.into_path()).collect();
    paths.sort();
    paths
}

/// Main files of the applications below a folder.
pub(crate) fn applications(folder: &Utf8Path, out: &mut Vec<Utf8PathBuf>) {
    for path in entries(folder) {
        if path.is_dir() {
            applications(&path, out);
        } else if path.extension() == Some("camkes")
            && fs::read_to_string(&path).is_ok_and(|text| text.contains("assembly"))
        {
            out.push(path);
        }
    }
}

/// Words that completion should find, by what they are.
fn places(root: &SyntaxNode) -> Vec<(&'static str, TextRange)> {
    let mut out = Vec::new();
    for reference in root.descendants().filter_map(ast::Reference::cast) {
        let kind = match reference.syntax().parent().map(|it| it.kind()) {
            Some(K::INSTANCE) => "component",
            Some(K::CONNECTION) => "connector",
            Some(K::CONNECTION_END) => "end",
            Some(K::PROVIDES | K::USES) => "procedure",
            Some(K::SETTING) => "setting",
            _ => continue,
        };
        let range = camkes_syntax::text_range_without_trivia(reference.syntax());
        match kind {
            // The attribute alone: its instance is a word before.
            "setting" => {
                let last = reference.name_refs().last().map(|it| camkes_syntax::text_range_without_trivia(it.syntax()));
                out.extend(last.map(|last| (kind, last)));
            }
            _ => out.push((kind, range)),
        }
    }
    out
}

#[test]
fn what_authors_wrote_is_offered_in_its_place() {
    let Ok(roots) = std::env::var("CAMKES_CORPUS") else {
        eprintln!("NOT RUN: the corpus test reads the folders named in CAMKES_CORPUS, which is not set");
        return;
    };
    let mut mains = Vec::new();
    let roots: Vec<_> = roots.split(':').map(Utf8PathBuf::from).collect();
    for root in &roots {
        for folder in [root.join("camkes/apps"), root.join("apps")] {
            applications(&folder, &mut mains);
        }
    }
    let mut import_paths = Vec::new();
    for root in roots.iter().flat_map(|root| [root.join("global-components"), root.clone()]) {
        import_paths.extend(["components", "interfaces"].map(|it| root.join(it)));
        import_paths.extend(entries(&root.join("plat_components")));
    }
    import_paths.retain(|it| it.is_dir());
    let mut found: BTreeMap<&str, (usize, Vec<String>)> = BTreeMap::new();
    for main in &mains {
        check(main, &import_paths, &mut found);
    }
    for (kind, (hits, misses)) in &found {
        eprintln!("{kind}: {hits} offered, {} not", misses.len());
        for miss in misses.iter().take(12) {
            eprintln!("    {miss}");
        }
    }
    for kind in ["component", "connector", "end", "procedure"] {
        let (hits, misses) = found.get(kind).cloned().unwrap_or_default();
        assert!(misses.len() * 50 <= hits, "{kind}: {hits} offered, {} not", misses.len());
    }
}

fn check(main: &Utf8Path, import_paths: &[Utf8PathBuf], found: &mut BTreeMap<&str, (usize, Vec<String>)>) {
    let text = fs::read_to_string(main).unwrap_or_default();
    let root = camkes_syntax::parse(&text).syntax_node();
    let mut host = AnalysisHost::new(Arc::new(Disk));
    let settings = SystemSettings { import_paths: import_paths.to_vec(), ..SystemSettings::default() };
    let config = Config { roots: vec![main.to_owned()], settings: Arc::new(settings), ..Config::default() };
    host.apply_change(Change { config: Some(config), opened: vec![main.to_owned()], ..Change::default() });
    // What the checkout lacks, such as parts that another project brings, can't be offered.
    let is_error = |it: &camkes_ide::Diagnostic| it.severity == Severity::Error;
    if host.analysis().system_diagnostics(main).unwrap().iter().any(is_error) {
        return;
    }
    for (kind, range) in places(&root) {
        // The word is gone, as if it were to be written next; what is behind it stays.
        let mut half = text.clone();
        half.replace_range(std::ops::Range::<usize>::from(range), "");
        let files = vec![(main.to_owned(), Some(FileContents::text(half.as_str())))];
        host.apply_change(Change { files, ..Change::default() });
        let word = &text[range];
        let entry = found.entry(kind).or_default();
        if offers(&host.analysis(), main, range.start(), word) {
            entry.0 += 1;
        } else {
            entry.1.push(format!("{}: {word}", main.file_name().unwrap_or_default()));
        }
    }
}

fn offers(analysis: &Analysis, path: &Utf8Path, offset: TextSize, word: &str) -> bool {
    analysis.completion(path, offset).unwrap().items.iter().any(|item| item.label == word)
}
