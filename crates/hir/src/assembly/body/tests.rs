// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What is made from an earlier level is what all of its statements give, and is made of few of them.

use std::sync::Arc;

use camino::Utf8Path;
use proptest::prelude::*;

use super::*;
use crate::db::RootDatabase;
use crate::input::{FileContents, FileLoader, ForwardReferences};

const TEXT: &str = "
connector Call { from Procedures with 0 threads; to Procedure; }
connector Share { from Dataports with 0 threads; to Dataports with 0 threads; }
procedure P { void f(); }
component Leaf { control; provides P q; maybe uses P p; maybe dataport Buf d; attribute int n = 1; attribute int list[]; }
component Twin { provides P q; maybe uses P p; maybe dataport Buf d; attribute int n; attribute {int m; int k = 2;} s; }
assembly {
    composition {
        component Leaf a;
        component Twin b;
        component Leaf c;
        component Twin e;
        component Twin g;
        connection Call u(from a.p, to b.q);
        connection Share v(from a.d, to c.d);
        connection Call w(from c.p, to a.q);
        connection Call x(from g.p, to e.q);
        connection Share y(from b.d, to g.d);
    }
    configuration {
        a.n = 1;
        a.list = [1, 2, 3];
        b.n = 2 + 3;
        c.n <- b.n;
        e.s = {\"m\": 1};
        u.limit = 6;
        g.other = \"text\";
    }
}
";

struct NoFiles;

impl FileLoader for NoFiles {
    fn load(&self, _: &Utf8Path) -> FileContents {
        FileContents::Missing
    }
}

struct World {
    db: RootDatabase,
    system: System,
}

impl World {
    fn new(text: &str) -> Self {
        let mut db = RootDatabase::new(Arc::new(NoFiles));
        let path = Utf8Path::new("/main.camkes");
        db.set_contents(path, FileContents::text(text));
        let system = System::new(&db, db.file(path), Vec::new(), ForwardReferences::Warn);
        Self { db, system }
    }

    fn edit(&mut self, text: &str) {
        self.db.set_contents(Utf8Path::new("/main.camkes"), FileContents::text(text));
    }

    /// Compares the assembly's level with what all statements give. Whether it was made from an earlier one, and its settings too.
    fn check(&self) -> (bool, bool) {
        let (db, system) = (&self.db, self.system);
        let (file, level) = (system.root(db), (system, None));
        let parts = assembly_compositions(db, system);
        let earlier = db.earlier_level(file, level);
        let made = earlier.and_then(|it| edited::composed(db, system, None, parts, &it)).map(|it| it.0);
        let composed = Arc::clone(assembly_composed(db, system));
        let all = Composed::all(db, system, None, parts).0;
        assert_eq!(*composed, all);
        assert!(made.as_ref().is_none_or(|it| *it == all));
        let mut lists = Lists::new();
        for (def, decl) in crate::assembly::assemblies(db, system) {
            lists.add(Context::new(db, system, def), &decl.configurations);
        }
        let earlier = db.earlier_settings(file, level);
        let settings = earlier.and_then(|it| settings::made_from(db, system, &composed, &lists, &it));
        let all = Body::all(db, system, composed, lists);
        assert_eq!(*assembly_body(db, system), all);
        assert!(settings.as_ref().is_none_or(|it| *it == all));
        (made.is_some(), settings.is_some())
    }
}

#[test]
fn edits_look_at_few_statements() {
    for (from, to) in [
        ("a.n = 1;", "a.n = 12;"),
        ("a.n = 1;", "a.n = 1; b.list = 2;"),
        ("e.s = {\"m\": 1};", ""),
        ("component Leaf a;", "component Leaf ax;"),
        ("component Leaf c;", "component Leaf c; component Leaf new;"),
        ("component Leaf c;", "component Leafx c;"),
        ("component Twin e;", "component Leaf e;"),
        // The setting of the connection is for the instance then.
        ("component Twin e;", "component Twin e; component Leaf u;"),
        ("component Twin g;", ""),
        ("connection Call u(", "connection Share u("),
        ("connection Call u(", "connection Call uu("),
        ("to g.d);", "to g.dx);"),
        ("to g.d);", "to g.d); connection Call z(from e.p, to c.q);"),
        ("    connection Call x(from g.p, to e.q);\n", ""),
        (
            "maybe uses P p; maybe dataport Buf d; attribute int n;",
            "maybe uses P px; maybe dataport Buf d; attribute int n;",
        ),
        ("component Leaf {", "component Leafx {"),
        ("connector Call {", "connector Callx {"),
    ] {
        assert!(TEXT.matches(from).count() >= 1, "{from}");
        let mut world = World::new(TEXT);
        world.check();
        for text in [TEXT.replacen(from, to, 1), TEXT.to_owned()] {
            world.edit(&text);
            assert_eq!(world.check(), (true, true), "{from} -> {to}");
        }
    }
}

#[test]
fn what_is_in_doubt_is_found_out_from_all_statements() {
    for (from, to) in [
        ("component Leaf c;", "component Leaf c; component Leaf a;"),
        ("component Leaf c;", "component Leaf c; group h { component Leaf i; }"),
        ("connection Call u(", "connection Call v("),
    ] {
        let mut world = World::new(TEXT);
        world.check();
        world.edit(&TEXT.replacen(from, to, 1));
        assert!(!world.check().0, "{from} -> {to}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_edits_make_the_level_of_the_text(
        edits in prop::collection::vec((0usize..64, 0usize..6, 0usize..60, "[abcegpqduvwx;.0-9 ]"), 1..12),
    ) {
        let mut world = World::new(TEXT);
        world.check();
        let mut lines: Vec<String> = TEXT.lines().map(str::to_owned).collect();
        let mut before = lines.clone();
        for (line, what, column, letter) in edits {
            let last = lines.clone();
            let whole = |line: &String| line.matches('{').count() == line.matches('}').count() && line.len() > 4;
            let places: Vec<_> = (0..lines.len()).filter(|it| whole(&lines[*it])).collect();
            let at = places[line % places.len()];
            let place = lines[at].len() - 1 - column % (lines[at].trim_start().len() - 1);
            match what {
                0 => drop(lines.remove(at)),
                1 => lines.insert(at, lines[at].clone()),
                2 => lines.swap(at, places[places.len() / 2]),
                3 => lines.clone_from(&before),
                4 => lines[at].insert_str(place, &letter),
                _ => drop(lines[at].remove(place)),
            }
            before = last;
            world.edit(&lines.join("\n"));
            world.check();
        }
    }
}
