// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! C files of public applications: which component they belong to, and whether the names that they use are known. The folders
//! are those of `CAMKES_CORPUS`, separated by colons; nothing of them is in this repository.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stderr,
    reason = "the corpus is on the disk, and a test that does not run must say so"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Arc;

use camkes_ide::camino::{Utf8Path, Utf8PathBuf};
use camkes_ide::{Analysis, AnalysisHost, Change, Config, SystemSettings, TextSize};

use crate::corpus::{Disk, applications, entries};

/// Projects with components.
const PROJECTS: [&str; 4] = ["camkes", "global-components", "camkes-vm", "camkes-vm-examples"];

fn projects() -> Option<Vec<Utf8PathBuf>> {
    let Ok(roots) = std::env::var("CAMKES_CORPUS") else {
        eprintln!("NOT RUN: the corpus test reads the folders named in CAMKES_CORPUS, which is not set");
        return None;
    };
    let roots: Vec<_> = roots.split(':').map(Utf8PathBuf::from).collect();
    let all = roots.iter().flat_map(|root| PROJECTS.map(|it| root.join(it)));
    Some(all.filter(|it| it.is_dir()).collect())
}

/// C files below a folder, without templates.
fn c_files(folder: &Utf8Path, out: &mut BTreeSet<Utf8PathBuf>) {
    for path in entries(folder) {
        if path.is_dir() {
            c_files(&path, out);
        } else if path.extension() == Some("c") && !path.as_str().ends_with(".template.c") {
            out.insert(path);
        }
    }
}

fn host(config: Config, opened: Vec<Utf8PathBuf>) -> AnalysisHost {
    let mut host = AnalysisHost::new(Arc::new(Disk));
    host.apply_change(Change { config: Some(config), opened, ..Change::default() });
    host
}

/// The systems of the projects: each by itself, with what they import.
fn systems(projects: &[Utf8PathBuf]) -> Vec<(Utf8PathBuf, AnalysisHost)> {
    let mut mains = Vec::new();
    for project in projects {
        applications(project, &mut mains);
    }
    let mut import_paths = Vec::new();
    for project in projects {
        import_paths.extend(["components", "interfaces", "components/include"].map(|it| project.join(it)));
        import_paths.extend(entries(&project.join("plat_components")));
        import_paths.extend(entries(&project.join("components")));
    }
    import_paths.retain(|it| it.is_dir());
    let settings = Arc::new(SystemSettings { import_paths, ..SystemSettings::default() });
    let config =
        |main: &Utf8PathBuf| Config { roots: vec![main.clone()], settings: settings.clone(), ..Config::default() };
    mains.into_iter().map(|main| (main.clone(), host(config(&main), vec![main]))).collect()
}

#[test]
fn c_files_of_public_components_belong_to_them() {
    let Some(projects) = projects() else { return };
    let mut all = BTreeSet::new();
    projects.iter().for_each(|it| c_files(it, &mut all));
    let mut owners: BTreeMap<Utf8PathBuf, BTreeSet<String>> = BTreeMap::new();
    for (main, host) in systems(&projects) {
        for it in host.analysis().component_sources(&main).unwrap() {
            for path in it.sources.into_iter().filter(|it| it.is_file()) {
                owners.entry(path).or_default().insert(it.component.clone());
            }
        }
    }
    let alone = |path: &Utf8PathBuf| {
        let host = host(Config::default(), vec![path.clone()]);
        host.roots()
            .iter()
            .any(|root| host.analysis().component_sources(root).unwrap().iter().any(|it| it.sources.contains(path)))
    };
    let (mut known, mut by_itself, mut missed) = (0, 0, Vec::new());
    let mut disagree = Vec::new();
    for path in &all {
        let is_alone = alone(path);
        by_itself += usize::from(is_alone);
        match owners.get(path) {
            Some(names) => {
                known += 1;
                // A folder in the path that is named after a component is that of its sources.
                let folders: Vec<_> = path.components().map(|it| it.as_str()).collect();
                if let Some(at) = folders.iter().rposition(|it| *it == "components")
                    && let Some(folder) = folders.get(at + 1)
                    && !names.iter().any(|name| name.eq_ignore_ascii_case(folder))
                {
                    disagree.push(format!("{path}: {names:?}"));
                }
            }
            None if is_alone => known += 1,
            None => missed.push(path.to_string()),
        }
    }
    eprintln!("{} C files: {known} of a component, {by_itself} of them from the file alone", all.len());
    missed.iter().for_each(|it| eprintln!("    of none: {it}"));
    disagree.iter().for_each(|it| eprintln!("    not as its folder: {it}"));
    assert!(known * 10 >= all.len() * 8, "{known} of {}", all.len());
}

#[test]
fn names_that_public_components_use_are_known() {
    let Some(projects) = projects() else { return };
    let (mut known, mut unknown) = (0, BTreeMap::new());
    let mut findings = BTreeSet::new();
    for (main, host) in systems(&projects) {
        let analysis = host.analysis();
        let assembly = analysis.assembly(&main).unwrap();
        let Some(assembly) = assembly else { continue };
        for (path, found) in analysis.all_diagnostics().unwrap() {
            let found = found.iter().filter(|it| it.rule.is_about_c());
            findings.extend(found.map(|it| format!("{path}: {}", it.message)));
        }
        for owned in analysis.component_sources(&main).unwrap() {
            let Some(instance) = assembly.instances.iter().find(|it| it.component.name == owned.component.as_str())
            else {
                continue;
            };
            let interfaces: Vec<_> = instance.component.interfaces.iter().map(|it| it.name.as_str()).collect();
            for path in &owned.sources {
                let text = fs::read_to_string(path).unwrap_or_default();
                for (at, word) in words(&text).filter(|(_, word)| is_of(word, &interfaces)) {
                    if is_known(&analysis, path, at) {
                        known += 1;
                    } else if is_code(&analysis, path, &text, at) && !is_own(&text, word) {
                        unknown.entry(word.to_owned()).or_insert_with(|| path.to_string());
                    }
                }
            }
        }
    }
    eprintln!("{known} uses of names of interfaces are known, {} names are not", unknown.len());
    unknown.iter().for_each(|(word, path)| eprintln!("    {word} in {path}"));
    eprintln!("{} findings about C", findings.len());
    findings.iter().for_each(|it| eprintln!("    {it}"));
    assert!(known > 100 * unknown.len() / 10, "{known} known, {} not", unknown.len());
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.split(move |c| !is_word(c))
        .filter(|it| !it.is_empty())
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// Whether a word begins as the names of an interface do.
fn is_of(word: &str, interfaces: &[&str]) -> bool {
    interfaces.iter().any(|it| word.strip_prefix(it).is_some_and(|rest| rest.starts_with('_') && rest.len() > 1))
}

fn is_known(analysis: &Analysis, path: &Utf8Path, at: usize) -> bool {
    !analysis.definition(path, TextSize::try_from(at).unwrap()).unwrap().is_empty()
}

/// Whether a word is in code: neither in a comment nor in a string nor a member. Lines tell enough of it here.
fn is_code(_: &Analysis, _: &Utf8Path, text: &str, at: usize) -> bool {
    let line = text[..at].rsplit('\n').next().unwrap_or_default();
    let trimmed = line.trim_start();
    let is_comment = trimmed.starts_with('*') || trimmed.starts_with("/*") || line.contains("//");
    let is_quoted = line.matches('"').count() % 2 == 1 || trimmed.starts_with("#include");
    !is_comment && !is_quoted && !line.ends_with('.') && !line.ends_with("->")
}

/// Whether a file declares a word itself: behind a type.
fn is_own(text: &str, word: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].trim_end_matches(['*', ' ']);
        let blank = text[..at].ends_with([' ', '*']);
        let last = before.rsplit(|c| !is_word(c)).next().unwrap_or_default();
        blank && !last.is_empty() && before.ends_with(is_word) && !matches!(last, "return" | "else" | "case" | "goto")
    })
}
