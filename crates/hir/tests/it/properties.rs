// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Random edits: nothing panics, and a database that saw every edit says what a fresh one says.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;
use camkes_hir::item_tree::ItemTree;
use camkes_hir::parse::{item_tree, source_map};
use camkes_hir::source_map::SourceMap;
use camkes_hir::{Db as _, File, FileContents, assembly, diagnostics};
use camkes_syntax::TextSize;
use proptest::prelude::*;

use crate::setup::World;

const FILES: [&str; 3] = ["/main.camkes", "/parts.camkes", "/p.camkes"];

const SYSTEM: &str = r#"
    import "connectors.camkes";
    import "parts.camkes";
    #define COUNT 4
    assembly {
        composition {
            component Client c;
            group g { component Pipe one; component Pipe two; }
            component Server s;
            connection Call x(from c.p, to g.one.i);
            connection Call y(from g.one.o, to g.two.i);
            connection Call z(from g.two.o, to s.p);
            connection Share d(from c.d, to s.d);
        }
        configuration {
            c.n = COUNT << 2;
            c.cfg = {"a": 1, "list": [1, 2, 3]};
            one.label = "l" "m";
            two.label <- one.label;
            s.n <- c.cfg["a"];
        }
    }
    //- /parts.camkes
    import "p.camkes";
    struct Cfg { int a; int b = 3; int list[]; }
    component Client { control; uses P p; dataport Buf(4096) d; attribute int n = 2; attribute Cfg cfg; }
    component Server { provides P p; dataport Buf(4096) d; attribute int n; has mutex m; }
    component Leaf { provides P i; uses P o; attribute string who; }
    component Pipe {
        provides P i;
        uses P o;
        attribute string label = "pipe";
        composition {
            component Leaf first;
            component Leaf second;
            connection Call inner(from first.o, to second.i);
            export first.i -> i;
            export second.o -> o;
        }
        configuration { first.who <- label; }
    }
    //- /p.camkes
    procedure P { include "p.h"; void f(in int a, out string s[]); uint64_t g(refin Cfg c); }
"#;

/// A file that stands as it is, so that an edit of it may make use of what was there before.
const PLAIN: &str = r#"
    component Leaf { control; attribute int n; dataport Buf d; uses P p; provides P q; }
    component Box {
        attribute int m = 1;
        composition {
            component Leaf a;
            group g { component Leaf b; component { control; attribute {int x;} s; } c; }
            connection seL4RPCCall one(from a.p, to g.b.q);
            export a.p -> p;
            connection seL4RPCCall two(from g.b.p, to a.q); // the second
        }
        configuration { a.n = 1; b.n <- m; a.list = [1, {"k": 2}]; }
    }
    configuration Apart { x.n = 2 + 3; y.n = "s"; }
    assembly {
        composition {
            component Box x;
            component Leaf y;
            connection seL4SharedData three(from y.d, to x.d);
        }
        configuration { y.n = 10; x.m = 20; y.label = "text"; }
    }
"#;

/// The same with macros, so that all of it is preprocessed after each edit.
const EXPANDED: &str = r#"
    #define LEAF(name) component Leaf name;
    #define WIRE(n, from_end, to_end) connection seL4RPCCall n(from from_end, to to_end);
    #define COUNT 4
    component Leaf { control; attribute int n; dataport Buf d; uses P p; provides P q; }
    component Box {
        attribute int m = COUNT;
        composition {
            LEAF(a)
            group g { LEAF(b) LEAF(c) }
            WIRE(one, a.p, g.b.q)
            export a.p -> p;
            WIRE(two, g.b.p, a.q) // the second
        }
        configuration { a.n = COUNT; b.n <- m; a.list = [1, {"k": COUNT}]; }
    }
    #if COUNT > 3
    configuration Apart { x.n = 2 + COUNT; y.n = "s"; }
    #endif
    assembly {
        composition {
            component Box x;
            LEAF(y)
            connection seL4SharedData three(from y.d, to x.d);
        }
        configuration { y.n = 10; x.m = 20; y.label = "text"; }
    }
"#;

/// Replaces a part of a file's text. Positions are in thousandths, so that they fit any text.
#[derive(Debug, Clone)]
struct Edit {
    file: usize,
    start: usize,
    length: usize,
    text: String,
}

fn edit() -> impl Strategy<Value = Edit> {
    let words = prop_oneof![
        Just(String::new()),
        Just("import \"main.camkes\";".to_owned()),
        Just("component C { component Pipe c; }".to_owned()),
        Just("#define Pipe Leaf\n".to_owned()),
        Just("#if 0\n".to_owned()),
        Just("s.n <- two.label; two.label <- one.label; one.label <- s.n;".to_owned()),
        "[{}();=<\\-.\",a-e0-9\n ]{0,8}".prop_map(|text| text),
        any::<char>().prop_map(String::from),
    ];
    let length = prop_oneof![Just(0usize), 0usize..12, Just(usize::MAX)];
    (0..FILES.len(), 0usize..=1000, length, words).prop_map(|(file, start, length, text)| Edit {
        file,
        start,
        length,
        text,
    })
}

/// The end of a text that begins at or after a place.
fn boundary(text: &str, at: usize) -> usize {
    (at..=text.len()).find(|&i| text.is_char_boundary(i)).unwrap_or(text.len())
}

fn apply(world: &mut World, edit: &Edit) {
    let path = Utf8Path::new(FILES[edit.file]);
    let mut text = world.db.file(path).contents(&world.db).as_str().to_owned();
    let start = boundary(&text, text.len() * edit.start / 1000);
    let end = boundary(&text, start.saturating_add(edit.length).min(text.len()));
    text.replace_range(start..end, &edit.text);
    world.db.set_contents(path, FileContents::text(text));
}

/// Everything that is found, in words that do not depend on the numbers of files in a database.
fn state(world: &World) -> (Vec<String>, Option<String>) {
    let path = |file: camkes_hir::File| file.path(&world.db).to_string();
    let found = diagnostics(&world.db, world.system).iter().map(|d| {
        let labels: Vec<_> =
            d.labels.iter().map(|l| format!("{}{:?} {}", path(l.span.file), l.span.range, l.text)).collect();
        let edits = d.fixes.iter().flat_map(|fix| &fix.edits);
        let edits: Vec<_> = edits.map(|e| format!("{}{:?} {}", path(e.span.file), e.span.range, e.text)).collect();
        let at = (path(d.primary.file), d.primary.range);
        format!("{at:?} {:?} {} {labels:?} {:?} {edits:?}", d.rule, d.message, d.notes)
    });
    let found = found.collect();
    let model = assembly(&world.db, world.system).map(|it| {
        let instances: Vec<_> =
            it.instances.iter().map(|i| (i.name.clone(), i.component.name.clone(), i.address_space.clone())).collect();
        let connections: Vec<_> =
            it.connections.iter().map(|c| (c.name.clone(), c.from.clone(), c.to.clone())).collect();
        format!("{instances:?} {connections:?} {:?}", it.configuration())
    });
    (found, model)
}

/// A database that never saw another text.
fn fresh(world: &World) -> World {
    let mut out = World::new(SYSTEM);
    // Its own texts are replaced before the first question.
    for path in FILES {
        let contents = world.db.file(Utf8Path::new(path)).contents(&world.db).clone();
        out.db.set_contents(Utf8Path::new(path), contents);
    }
    out
}

/// Declarations with their places in the text in the place of their numbers, which tell of earlier texts.
fn placed(tree: &ItemTree, map: &SourceMap, file: File, text: &str) -> String {
    let offsets = (0..=text.len()).map(|at| TextSize::try_from(at).unwrap());
    let places = offsets.flat_map(|at| map.at(file, at)).map(|(id, spot)| (format!("{id:?}"), format!("{spot:?}")));
    let places: BTreeMap<_, _> = places.collect();
    let mut out = format!("{:?}", places.values().collect::<BTreeSet<_>>());
    let tree = format!("{tree:?}");
    for piece in tree.split_inclusive(')') {
        let (before, id) = piece.split_at(piece.rfind("LocalId(").unwrap_or(piece.len()));
        out += before;
        out += places.get(id).map_or(id, String::as_str);
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn edits_one_by_one_mean_what_the_text_means(edits in prop::collection::vec(edit(), 1..6)) {
        let mut world = World::new(SYSTEM);
        prop_assert!(diagnostics(&world.db, world.system).is_empty(), "{:?}", state(&world));
        for edit in &edits {
            apply(&mut world, edit);
            let texts: Vec<_> =
                FILES.map(|f| world.db.file(Utf8Path::new(f)).contents(&world.db).as_str().to_owned()).into();
            prop_assert_eq!(state(&world), state(&fresh(&world)), "{}", texts.join("\n----\n"));
        }
    }

    #[test]
    fn an_undone_edit_leaves_nothing_behind(edit in edit()) {
        let mut world = World::new(SYSTEM);
        let before = state(&world);
        let path = Utf8Path::new(FILES[edit.file]);
        let contents = world.db.file(path).contents(&world.db).clone();
        apply(&mut world, &edit);
        let _ = state(&world);
        world.db.set_contents(path, contents);
        prop_assert_eq!(state(&world), before);
    }

    #[test]
    fn any_end_of_a_file_may_be_missing(file in 0..FILES.len(), keep in 0usize..=1000) {
        let mut world = World::new(SYSTEM);
        apply(&mut world, &Edit { file, start: keep, length: usize::MAX, text: String::new() });
        prop_assert_eq!(state(&world), state(&fresh(&world)));
    }

    #[test]
    fn what_an_edit_makes_of_earlier_declarations_is_what_the_text_declares(
        start in prop_oneof![Just(PLAIN), Just(EXPANDED)],
        edits in prop::collection::vec((0usize..=1000, 0usize..6, "[a-c0-9;.= \n]{0,4}"), 1..8),
    ) {
        let mut world = World::new(start);
        let path = Utf8Path::new("/main.camkes");
        let declared = |world: &World| {
            let file = world.db.file(path);
            let map = source_map(&world.db, world.system, file);
            placed(item_tree(&world.db, world.system, file), map, file, world.db.file(path).contents(&world.db).as_str())
        };
        let _ = declared(&world);
        for (at, length, text) in edits {
            apply(&mut world, &Edit { file: 0, start: at, length, text });
            let mut fresh = World::new(start);
            fresh.db.set_contents(path, world.db.file(path).contents(&world.db).clone());
            prop_assert_eq!(declared(&world), declared(&fresh), "{}", world.db.file(path).contents(&world.db).as_str());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn declarations_that_come_and_go_mean_what_the_text_means(
        start in prop_oneof![Just(PLAIN), Just(EXPANDED)],
        edits in prop::collection::vec((0usize..64, 0usize..4), 1..16),
    ) {
        let mut world = World::new(start);
        let path = Utf8Path::new("/main.camkes");
        let _ = state(&world);
        for (line, what) in edits {
            let text = world.db.file(path).contents(&world.db).as_str().to_owned();
            let mut lines: Vec<&str> = text.lines().collect();
            let whole = |line: &&str| line.matches('{').count() == line.matches('}').count() && line.len() > 4;
            let places: Vec<_> = (0..lines.len()).filter(|it| whole(&lines[*it])).collect();
            let Some(at) = places.get(line % places.len().max(1)).copied() else { continue };
            let longer = lines[at].replacen(';', "0;", 1);
            match what {
                0 => drop(lines.remove(at)),
                1 => lines.insert(at, lines[at]),
                2 => lines[at] = &longer,
                _ => lines.swap(at, places[0]),
            }
            world.db.set_contents(path, FileContents::text(lines.join("\n")));
            let map = source_map(&world.db, world.system, world.db.file(path));
            let mut fresh = World::new(start);
            fresh.db.set_contents(path, world.db.file(path).contents(&world.db).clone());
            let text = world.db.file(path).contents(&world.db).as_str();
            let file = world.db.file(path);
            let declared = placed(item_tree(&world.db, world.system, file), map, file, text);
            let new = fresh.db.file(path);
            let map = source_map(&fresh.db, fresh.system, new);
            prop_assert_eq!(declared, placed(item_tree(&fresh.db, fresh.system, new), map, new, text), "{}", text);
            prop_assert_eq!(state(&world), state(&fresh), "{}", text);
        }
    }
}

/// A file with levels in which nothing is wrong, so that an edit may make use of what they were.
const LEVELS: &str = r#"
    import "connectors.camkes";
    procedure P { void f(); }
    component Leaf { control; provides P q; maybe uses P p; maybe dataport Buf d; attribute int n = 1; attribute int list[]; }
    component Twin { provides P q; maybe uses P p; maybe dataport Buf d; attribute int n; }
    component Box {
        control;
        attribute int m = 1;
        composition {
            component Leaf a;
            component Twin b;
            connection Call one(from a.p, to b.q);
            connection Call two(from b.p, to a.q);
        }
        configuration { a.n <- m; b.n = 2; }
    }
    assembly {
        composition {
            component Leaf a;
            component Twin b;
            component Box c;
            component Leaf e;
            component Twin g;
            connection Call x(from a.p, to b.q);
            connection Share y(from a.d, to e.d);
            connection Call z(from e.p, to a.q);
            connection Call u(from g.p, to e.q);
            connection Share v(from b.d, to g.d);
        }
        configuration {
            a.n = 1;
            a.list = [1, 2, 3];
            b.n = 2 + 3;
            c.m = 4;
            e.n <- b.n;
            g.n = 5;
            x.limit = 6;
            a.other = "text";
        }
    }
"#;

/// References with the declarations that they mean, by their places.
fn references(world: &World) -> Vec<String> {
    let place = |loc: camkes_hir::loc::ItemLoc| {
        let spot = source_map(&world.db, world.system, loc.file).get(loc.id);
        format!("{} {:?}", loc.file.path(&world.db), spot.map(|it| (it.full, it.focus)))
    };
    let uses = camkes_hir::check::uses(&world.db, world.system).iter();
    let mut out: Vec<_> = uses.map(|(at, declaration)| format!("{} -> {}", place(*at), place(*declaration))).collect();
    out.sort();
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn levels_made_from_earlier_ones_are_those_of_the_text(
        edits in prop::collection::vec((0usize..64, 0usize..7, 0usize..80, "[abcegq;.0-9 ]"), 1..14),
    ) {
        let mut world = World::new(LEVELS);
        let path = Utf8Path::new("/main.camkes");
        world.db.expect_edits(path);
        let found = diagnostics(&world.db, world.system);
        prop_assert!(found.iter().all(|it| it.severity != camkes_hir::diagnostic::Severity::Error), "{:#?}", found);
        let mut before = Vec::new();
        for (line, what, column, letter) in edits {
            let text = world.db.file(path).contents(&world.db).as_str().to_owned();
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            let whole = |line: &String| line.matches('{').count() == line.matches('}').count() && line.len() > 4;
            let places: Vec<_> = (0..lines.len()).filter(|it| whole(&lines[*it])).collect();
            let at = places[line % places.len()];
            match what {
                0 => drop(lines.remove(at)),
                1 => lines.insert(at, lines[at].clone()),
                2 => lines.swap(at, places[0]),
                3 if !before.is_empty() => lines = before.clone(),
                _ => {
                    let line = &mut lines[at];
                    let start = line.len() - line.trim_start().len();
                    let place = boundary(line, start + column % (line.len() - start));
                    match what {
                        4 => line.insert_str(place, &letter),
                        _ => drop(line.remove(place)),
                    }
                }
            }
            before = text.lines().map(str::to_owned).collect();
            world.db.set_contents(path, FileContents::text(lines.join("\n")));
            let mut fresh = World::new(LEVELS);
            fresh.db.set_contents(path, world.db.file(path).contents(&world.db).clone());
            prop_assert_eq!(state(&world), state(&fresh), "{}", lines.join("\n"));
            prop_assert_eq!(references(&world), references(&fresh), "{}", lines.join("\n"));
        }
    }
}
