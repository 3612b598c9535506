// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A database over a fixture.

use std::sync::{Arc, Mutex};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::{Db as _, FileContents, FileLoader, ForwardReferences, RootDatabase, System, salsa};
use camkes_test_fixture::Fixture;

/// Connectors for fixtures, so that they need not import the library.
pub(crate) const CONNECTORS: &str = "//- /connectors.camkes
connector Call { from Procedures with 0 threads; to Procedure; }
connector Signal { from Event with 0 threads; to Events; }
connector Share { from Dataports with 0 threads; to Dataports with 0 threads; }
connector Mmio { from Dataports with 0 threads; to hardware Dataport; }
";

struct Files(Vec<(Utf8PathBuf, String)>);

impl FileLoader for Files {
    fn load(&self, path: &Utf8Path) -> FileContents {
        let file = self.0.iter().find(|(p, _)| p == path);
        file.map_or(FileContents::Missing, |(_, text)| FileContents::text(text.as_str()))
    }
}

pub(crate) struct World {
    pub(crate) db: RootDatabase,
    pub(crate) fixture: Fixture,
    pub(crate) system: System,
    events: Arc<Mutex<Vec<String>>>,
}

impl World {
    pub(crate) fn new(text: &str) -> Self {
        Self::with(text, ForwardReferences::Allow, &[])
    }

    pub(crate) fn with(text: &str, forward: ForwardReferences, import_paths: &[&str]) -> Self {
        let text = unindent(text);
        let start = if text.starts_with("//- ") { "" } else { "//- /main.camkes\n" };
        let fixture = Fixture::parse(&format!("{start}{text}\n{CONNECTORS}"));
        let files = fixture.files().iter().map(|f| (Utf8PathBuf::from(&f.path), f.text.clone())).collect();
        let events: Arc<Mutex<Vec<String>>> = Arc::default();
        let log = Arc::clone(&events);
        let on_event = move |event: salsa::Event| {
            if let salsa::EventKind::WillExecute { database_key } = event.kind {
                log.lock().unwrap().push(format!("{database_key:?}"));
            }
        };
        let mut db = RootDatabase::with_events(Arc::new(Files(files)), Box::new(on_event));
        for file in fixture.files() {
            db.set_contents(Utf8Path::new(&file.path), FileContents::text(file.text.as_str()));
        }
        let root = db.file(Utf8Path::new(&fixture.root().path));
        let paths = import_paths.iter().map(Utf8PathBuf::from).collect();
        let system = System::new(&db, root, paths, forward);
        Self { db, fixture, system, events }
    }

    /// Names and counts of the queries that ran while `work` did.
    pub(crate) fn executed(&mut self, work: impl FnOnce(&mut Self)) -> Vec<(String, usize)> {
        self.events.lock().unwrap().clear();
        work(self);
        let mut counts: Vec<(String, usize)> = Vec::new();
        for event in self.events.lock().unwrap().iter() {
            let name = salsa::attach(&self.db, || event.split('(').next().unwrap_or_default().to_owned());
            match counts.iter_mut().find(|(n, _)| *n == name) {
                Some((_, count)) => *count += 1,
                None => counts.push((name, 1)),
            }
        }
        counts.sort();
        counts
    }

    pub(crate) fn replace(&mut self, path: &str, from: &str, to: &str) {
        let path = Utf8Path::new(path);
        let text = self.db.file(path).contents(&self.db).as_str().to_owned();
        assert!(text.contains(from), "{from:?} is not in {path}");
        self.db.set_contents(path, FileContents::text(text.replacen(from, to, 1)));
    }
}

fn unindent(text: &str) -> String {
    let lines: Vec<&str> = text.trim_matches('\n').lines().collect();
    let indent =
        lines.iter().filter(|l| !l.trim().is_empty()).map(|l| l.len() - l.trim_start().len()).min().unwrap_or(0);
    lines.iter().map(|l| l.get(indent..).unwrap_or("")).collect::<Vec<_>>().join("\n")
}
