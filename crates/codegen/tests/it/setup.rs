// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Systems and templates for tests.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_codegen::{Arch, Generated, Target, Templates, plan, render_space};
use camkes_hir::{Db, FileContents, FileLoader, ForwardReferences, RootDatabase, System, model::Assembly, salsa};
use camkes_test_fixture::Fixture;

struct Files(BTreeMap<Utf8PathBuf, String>);

impl FileLoader for Files {
    fn load(&self, path: &Utf8Path) -> FileContents {
        self.0.get(path).map_or(FileContents::Missing, |text| FileContents::text(text.as_str()))
    }
}

/// A system whose first file is its root.
pub(crate) struct Case {
    pub(crate) db: RootDatabase,
    pub(crate) system: System,
    pub(crate) root: Utf8PathBuf,
    executed: Arc<Mutex<Vec<String>>>,
}

impl Case {
    pub(crate) fn new(text: &str) -> Self {
        let fixture = Fixture::parse(text);
        let files = fixture.files().iter().map(|file| (file.path.clone().into(), file.text.clone())).collect();
        Self::of_files(files, fixture.root().path.clone().into())
    }

    pub(crate) fn of_files(files: BTreeMap<Utf8PathBuf, String>, root: Utf8PathBuf) -> Self {
        let executed: Arc<Mutex<Vec<String>>> = Arc::default();
        let log = Arc::clone(&executed);
        let on_event = Box::new(move |event: salsa::Event| {
            if let salsa::EventKind::WillExecute { database_key } = event.kind {
                log.lock().unwrap().push(format!("{database_key:?}"));
            }
        });
        let mut db = RootDatabase::with_events(Arc::new(Files(files)), on_event);
        let file = db.file(&root);
        db.expect_edits(&root);
        let system = System::new(&db, file, Vec::new(), ForwardReferences::Allow);
        Self { db, system, root, executed }
    }

    /// How often a query was executed since the last call, for all queries.
    pub(crate) fn executions(&self, query: &str) -> usize {
        let log = self.executed.lock().unwrap();
        log.iter().filter(|key| key.split('(').next().unwrap_or_default().ends_with(query)).count()
    }

    pub(crate) fn forget_executions(&self) {
        self.executed.lock().unwrap().clear();
    }

    pub(crate) fn edit(&mut self, from: &str, to: &str) {
        let file = self.db.file(&self.root);
        let text = file.contents(&self.db).as_str().to_owned();
        assert!(text.contains(from), "the text has no {from:?}");
        self.db.set_contents(&self.root.clone(), FileContents::text(text.replacen(from, to, 1)));
    }

    pub(crate) fn assembly(&self) -> Arc<Assembly> {
        let wrong: Vec<_> = camkes_hir::diagnostics(&self.db, self.system)
            .iter()
            .filter(|diagnostic| diagnostic.severity == camkes_hir::diagnostic::Severity::Error)
            .map(|diagnostic| diagnostic.message.clone())
            .collect();
        assert_eq!(wrong, Vec::<String>::new());
        camkes_hir::assembly(&self.db, self.system).expect("the fixture has an assembly")
    }
}

/// Two components that call each other through one connection.
pub(crate) const CALL: &str = r#"
//- /main.camkes
connector seL4RPCCall {
    from Procedures with 0 threads;
    to Procedure;
}
procedure Echo {
    int say(in string text, out string reply);
}
component Client {
    control;
    uses Echo e;
}
component Server {
    provides Echo e;
    has mutex lock;
}
assembly {
    composition {
        component Client client;
        component Server server;
        connection seL4RPCCall conn(from client.e, to server.e);
    }
    configuration {
        client.priority = 50;
        server.e_stack_size = 8192;
    }
}
"#;

pub(crate) fn assembly(text: &str) -> Arc<Assembly> {
    Case::new(text).assembly()
}

/// A system whose settings no check would let through, for what templates say themselves.
pub(crate) fn unchecked_assembly(text: &str) -> Arc<Assembly> {
    let case = Case::new(text);
    camkes_hir::assembly(&case.db, case.system).expect("the fixture has an assembly")
}

pub(crate) fn target() -> Target {
    Target::new(Arch::Aarch64)
}

/// Templates that make nothing, with some put before them.
pub(crate) fn templates(own: &[(&str, &str)]) -> Templates {
    const NOTHING: &[&str] = &[
        "component.template.c",
        "component.template.h",
        "linker.lds",
        "camkes.template.h",
        "seL4RPCCall-from.template.c",
        "seL4RPCCall-to.template.c",
        "seL4Notification-from.template.c",
        "seL4Notification-to.template.c",
        "seL4SharedData.template.c",
    ];
    let nothing = NOTHING.iter().map(|name| (*name, ""));
    Templates::with_overrides(own.iter().copied().chain(nothing)).expect("the test's templates parse")
}

/// What a template gives for the first instance of a system.
pub(crate) fn render(text: &str, template: &str) -> Result<String, String> {
    let templates = templates(&[("component.template.c", template)]);
    let assembly = assembly(text);
    let plan = plan(&assembly, &templates).expect("there is a plan");
    match render_space(&assembly, &plan.spaces[0], &target(), &templates) {
        Ok(space) => Ok(String::from_utf8(space.files[0].bytes.to_vec()).expect("generated files are text")),
        Err(failures) => Err(failures.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

pub(crate) fn text_of(generated: &Generated, path: &str) -> String {
    let file = generated.files.iter().find(|file| file.path == path);
    let file = file.unwrap_or_else(|| panic!("no file {path}"));
    String::from_utf8(file.bytes.to_vec()).expect("generated files are text")
}
