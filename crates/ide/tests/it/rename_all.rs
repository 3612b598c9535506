// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Renames of all that has a name: the system means the same afterwards, and the way back leads to the same text. Also in public
//! applications, which are in the folders of `CAMKES_CORPUS`, separated by colons; nothing of them is in this repository.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stderr,
    reason = "the corpus is on the disk"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camkes_ide::camino::{Utf8Path, Utf8PathBuf};
use camkes_ide::{
    AnalysisHost, Change, Config, Edit, EditKind, FileContents, FileLoader, Refusal, SystemSettings, TextSize,
};
use camkes_test_fixture::Fixture;

use crate::corpus::{Disk, applications, entries};
use crate::setup::Files;

/// No word of any system.
const NEW: &str = "zqzqNew";

/// A workspace in which names are changed.
struct Workspace {
    host: AnalysisHost,
    texts: BTreeMap<Utf8PathBuf, String>,
    /// Places that were looked at, as those of a name that was.
    seen: BTreeSet<(Utf8PathBuf, TextSize)>,
    /// The names that were changed, each with how many edits that took.
    renamed: Vec<(String, usize)>,
    /// Why others were not.
    refused: BTreeMap<String, usize>,
    /// What is not as it should be.
    problems: Vec<String>,
}

/// What is the same before and after a rename, up to the name: findings, and then models.
struct Meaning {
    lines: Vec<String>,
}

impl Workspace {
    /// With these root files, and the texts that may be edited.
    fn new(
        loader: Arc<dyn FileLoader>,
        roots: Vec<Utf8PathBuf>,
        import_paths: Vec<Utf8PathBuf>,
        texts: BTreeMap<Utf8PathBuf, String>,
    ) -> Self {
        let mut host = AnalysisHost::new(loader);
        let settings = SystemSettings { import_paths, ..SystemSettings::default() };
        let config = Config { roots: roots.clone(), settings: Arc::new(settings), ..Config::default() };
        host.apply_change(Change { config: Some(config), opened: roots, ..Change::default() });
        Self { host, texts, seen: BTreeSet::new(), renamed: Vec::new(), refused: BTreeMap::new(), problems: Vec::new() }
    }

    /// Changes every name of every file, and back.
    fn rename_all(&mut self) {
        let before = self.meaning("");
        let texts = self.texts.clone();
        for (path, text) in &texts {
            for offset in words(text) {
                if !self.seen.contains(&(path.clone(), offset)) {
                    self.rename(path, offset, &before);
                }
            }
        }
    }

    fn rename(&mut self, path: &Utf8Path, offset: TextSize, before: &Meaning) {
        let analysis = self.host.analysis();
        let name = match analysis.prepare_rename(path, offset).unwrap() {
            Ok(found) => found.name,
            Err(Refusal::NoName | Refusal::Library | Refusal::Foreign(_)) => return,
            Err(refusal) => return *self.refused.entry(refusal.to_string()).or_default() += 1,
        };
        let edits = match analysis.rename(path, offset, NEW).unwrap() {
            Ok(edits) => edits,
            Err(refusal) => return *self.refused.entry(refusal.to_string()).or_default() += 1,
        };
        let kinds = analysis.edit_kinds(&edits).unwrap();
        drop(analysis);
        let at = format!("`{name}` at {path}:{}", u32::from(offset));
        assert!(!edits.is_empty(), "{at}");
        self.seen.insert((path.to_owned(), offset));
        for (edit, kind) in edits.iter().zip(kinds) {
            let start = edit.at.range.start();
            let is_new = self.seen.insert((edit.at.path.clone(), start));
            // In C a member has only the name that its type gives it, and CMake files have no features.
            let is_asked = |kind| match kind {
                EditKind::Build => false,
                EditKind::C => self.host.analysis().prepare_rename(&edit.at.path, start).unwrap().is_ok(),
                EditKind::Adl | EditKind::Header | EditKind::Body => true,
            };
            if is_new && is_asked(kind) {
                let again = self.host.analysis().rename(&edit.at.path, start, NEW).unwrap();
                if again.as_ref().ok() != Some(&edits) {
                    self.problems.push(format!("{at}: {} edits, from {:?}: {again:?}", edits.len(), edit.at));
                }
            }
        }
        let old = self.texts.clone();
        self.apply(&edits);
        let after = self.meaning(&name);
        let other = after.lines.iter().zip(&before.lines).find(|(a, b)| a != b);
        if after.lines.len() != before.lines.len() || other.is_some() {
            self.problems.push(format!("{at}: {} and {} lines, {other:?}", before.lines.len(), after.lines.len()));
        }
        let first = edits.iter().find(|it| it.at.path.extension() == Some("camkes")).unwrap_or(&edits[0]);
        let back = self.host.analysis().rename(&first.at.path, first.at.range.start(), &name).unwrap();
        match back {
            Ok(back) => self.apply(&back),
            // A group and an instance in it may have one name, but none gets it by a rename.
            Err(Refusal::Taken { .. }) => self.set(old.clone()),
            Err(refusal) => self.problems.push(format!("{at}, back: {refusal}")),
        }
        if self.texts != old {
            self.problems.push(format!("{at}: another text after the way back"));
            self.set(old);
        }
        self.renamed.push((name, edits.len()));
    }

    fn set(&mut self, texts: BTreeMap<Utf8PathBuf, String>) {
        let changed = texts.iter().filter(|(path, text)| self.texts.get(*path) != Some(*text));
        let files = changed.map(|(path, text)| (path.clone(), Some(FileContents::text(text.as_str())))).collect();
        self.host.apply_change(Change { files, ..Change::default() });
        self.texts = texts;
    }

    fn apply(&mut self, edits: &[Edit]) {
        let mut texts = self.texts.clone();
        let mut edits: Vec<_> = edits.iter().collect();
        edits.sort_by_key(|it| (&it.at.path, it.at.range.start()));
        for edit in edits.iter().rev() {
            let text = texts.get_mut(&edit.at.path).unwrap_or_else(|| panic!("an edit in {}", edit.at.path));
            text.replace_range(std::ops::Range::<usize>::from(edit.at.range), &edit.text);
        }
        self.set(texts);
    }

    /// With the old name in place of the new one.
    fn meaning(&self, name: &str) -> Meaning {
        let analysis = self.host.analysis();
        let back = |text: String| if name.is_empty() { text } else { text.replace(NEW, name) };
        let mut findings = Vec::new();
        for (path, found) in analysis.all_diagnostics().unwrap() {
            let text = self.texts.get(&path).map(String::as_str).unwrap_or_default();
            for it in found {
                let line = text.get(..usize::from(it.primary.range.start())).unwrap_or_default().matches('\n').count();
                findings.push(back(format!("{path}:{line}: {:?}: {}", it.rule, it.message)));
            }
        }
        let mut models = Vec::new();
        for system in analysis.systems().unwrap() {
            let assembly = analysis.of_system(&system.root, |db, system| camkes_hir::assembly(db, system).clone());
            let Some(assembly) = assembly.unwrap().flatten() else { continue };
            // Outside of the database, whose handles show the texts of files.
            let instances = assembly.instances.iter().map(|it| format!("{it:?}"));
            let connections = assembly.connections.iter().map(|it| {
                let name = back(it.name.to_string());
                format!("{:?} {:?} {:?} {:?}", sorted(&name), it.connector, it.from, it.to)
            });
            let settings = assembly.settings.iter().map(|it| {
                let entity = back(it.entity.to_string());
                format!("{:?} {} {:?}", sorted(&entity), it.attribute, it.value)
            });
            models.extend(instances.chain(connections).chain(settings).map(|it| without_numbers(&back(it))));
        }
        findings.sort();
        models.sort();
        findings.append(&mut models);
        Meaning { lines: findings }
    }
}

/// A dotted name with its parts in order: connections that became one are named after all, sorted.
fn sorted(name: &str) -> Vec<&str> {
    let mut parts: Vec<_> = name.split('.').collect();
    parts.sort_unstable();
    parts
}

/// Without the numbers of items, which an edit may change.
fn without_numbers(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("Id(") {
        out.push_str(before);
        out.push_str("Id(");
        rest = behind.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    out + rest
}

/// Where the words of a text start.
fn words(text: &str) -> Vec<TextSize> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(is_word).map(|it| at + it) {
        at = text[start..].find(|c| !is_word(c)).map_or(text.len(), |it| start + it);
        out.push(TextSize::try_from(start).unwrap());
    }
    out
}

/// The names of a fixture that could be changed, with the number of edits of each.
fn check(text: &str) -> Vec<(String, usize)> {
    let fixture = Fixture::parse(text);
    let texts = fixture.files().iter().map(|it| (it.path.clone().into(), it.text.clone())).collect();
    let is_root = |it: &&camkes_test_fixture::FixtureFile| it.text.contains("assembly");
    let roots = fixture.files().iter().filter(is_root).map(|it| it.path.clone().into()).collect();
    let mut workspace = Workspace::new(Files::of(&fixture), roots, Vec::new(), texts);
    workspace.rename_all();
    assert_eq!((workspace.problems, workspace.refused), (Vec::new(), BTreeMap::new()));
    workspace.renamed
}

const ALL: &str = r#"
//- /CMakeLists.txt
foreach(name Maker Taker)
    DeclareCAmkESComponent(${name} SOURCES maker.c)
endforeach()
DeclareCAmkESComponent(Outer)
ExtendCAmkESComponentInstance(Maker maker INCLUDES include)
DeclareCAmkESConnector(Own FROM own.c TO own.c)
//- /maker.c
#include <camkes.h>
void feed_put(int grams) { lock_lock(); level; origin.x = origin.inner.deep; ready_emit(); }
int run(void) { return buffer[0]; }
//- /kinds.h
#define MAKER(name) component Maker name
#define LEVEL(name, value) name.level = value; name.feed_priority = 7
#define POINT(a) {"x": a, "inner": {"deep": 2}}
//- /parts.camkes
#include "kinds.h"
import <std_connector.camkes>;
/** What is fed. */
procedure Food { void put(in int grams); int got(); }
struct Inner { int deep; }
struct Point { int x; Inner inner; }
component Maker {
    control;
    provides Food feed;
    emits Done ready;
    dataport Heap buffer;
    attribute int level = 3;
    attribute Point origin;
    has mutex lock;
    has semaphore gate;
}
component Taker {
    control;
    uses Food food;
    maybe consumes Done done;
    dataport Heap heap;
    attribute int level;
    attribute Point places[] = [{"x": 1, "inner": {"deep": 1}}];
}
component Outer {
    provides Food way;
    attribute int depth = 2;
    composition {
        MAKER(inside);
        component Taker beside;
        export inside.feed -> way;
    }
    configuration { inside.level <- depth; inside.origin = POINT(4); beside.level = 1; }
}
connector Own { from Procedure; to Procedure; attribute string mode; }
composition Extra {
    component Taker second;
}
configuration Values { second.level = 5; }
//- /main.camkes
#include "kinds.h"
import "parts.camkes";
assembly Whole {
    composition {
        MAKER(maker);
        group spaces { component Taker taker; component Outer outer; }
        connection seL4RPCCall feeding(from spaces.taker.food, to maker.feed);
        connection seL4Notification told(from maker.ready, to spaces.taker.done);
        connection seL4SharedData shared(from maker.buffer, to spaces.taker.heap);
        connection Own own(from second.food, to spaces.outer.way);
    }
    configuration {
        LEVEL(maker, 4);
        maker.origin = POINT(1);
        maker.priority = 100;
        taker.level <- maker.origin["x"];
        outer.depth = 3;
        shared.size = 4096;
        own.mode = "fast";
        feeding.buffer = "shared";
    }
}
assembly { composition Extra; configuration Values; }
//- /other.camkes
import "parts.camkes";
component Watcher { control; maybe consumes Done seen; maybe dataport Heap heap; }
assembly {
    composition { component Maker alone; component Watcher watcher; }
    configuration { alone.level = 2; alone.origin = {"x": 1, "inner": {"deep": 3}}; }
}
"#;

#[test]
fn every_name_of_a_system_can_be_changed_and_changed_back() {
    let mut found = check(ALL);
    found.sort();
    let shown: Vec<_> = found.iter().map(|(name, edits)| format!("{name} {edits}")).collect();
    expect_test::expect![[r#"
        Done 3
        Extra 2
        Food 4
        Heap 3
        Inner 2
        LEVEL 2
        MAKER 3
        Maker 5
        Outer 3
        Own 3
        POINT 3
        Point 3
        Taker 5
        Values 2
        Watcher 2
        Whole 1
        alone 3
        beside 2
        buffer 3
        deep 5
        depth 3
        done 2
        feed 5
        feeding 2
        food 3
        gate 1
        got 1
        grams 1
        heap 1
        heap 2
        inner 5
        inside 4
        level 5
        level 5
        level 5
        lock 2
        maker 9
        mode 2
        origin 7
        outer 3
        own 2
        places 1
        put 2
        ready 3
        second 3
        seen 1
        shared 3
        spaces 5
        taker 5
        told 1
        watcher 1
        way 3
        x 6"#]]
    .assert_eq(&shown.join("\n"));
}

#[test]
fn every_name_of_public_applications_can_be_changed_and_changed_back() {
    let Ok(roots) = std::env::var("CAMKES_CORPUS") else {
        eprintln!("NOT RUN: the corpus test reads the folders named in CAMKES_CORPUS, which is not set");
        return;
    };
    let roots: Vec<_> = roots.split(':').map(Utf8PathBuf::from).collect();
    let mut mains = Vec::new();
    for root in &roots {
        [root.join("camkes/apps"), root.join("apps")].iter().for_each(|folder| applications(folder, &mut mains));
    }
    let mut import_paths = Vec::new();
    for root in roots.iter().flat_map(|root| [root.join("global-components"), root.clone()]) {
        import_paths.extend(["components", "interfaces"].map(|it| root.join(it)));
        import_paths.extend(entries(&root.join("plat_components")));
    }
    import_paths.retain(|it| it.is_dir());
    let (mut names, mut edits, mut refused, mut problems) = (0, 0, BTreeMap::<String, usize>::new(), Vec::new());
    for main in &mains {
        let folder = main.parent().unwrap();
        let mut texts = BTreeMap::new();
        all_texts(folder, &mut texts);
        let mut workspace = Workspace::new(Arc::new(Disk), vec![main.clone()], import_paths.clone(), texts);
        workspace.rename_all();
        names += workspace.renamed.len();
        edits += workspace.renamed.iter().map(|(_, edits)| edits).sum::<usize>();
        problems.append(&mut workspace.problems);
        workspace.refused.into_iter().for_each(|(why, count)| *refused.entry(why).or_default() += count);
    }
    eprintln!("{names} names changed with {edits} edits in {} applications; refused: {refused:#?}", mains.len());
    assert!(problems.is_empty(), "{problems:#?}");
    assert!(names > mains.len());
}

/// The texts of a folder that a rename may edit.
fn all_texts(folder: &Utf8Path, out: &mut BTreeMap<Utf8PathBuf, String>) {
    for path in entries(folder) {
        if path.is_dir() {
            all_texts(&path, out);
        } else if let Ok(text) = std::fs::read_to_string(&path)
            && (path.file_name() == Some("CMakeLists.txt")
                || matches!(path.extension(), Some("camkes" | "idl4" | "h" | "c" | "cmake")))
        {
            out.insert(path, text);
        }
    }
}
