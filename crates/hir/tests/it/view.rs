// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What can be seen from inside of a component is what the whole system says of it.

use camkes_hir::assembly::{View, resolution, view_around, view_of};
use camkes_hir::special::Entities;
use camkes_hir::{assembly, declarations};

use crate::setup::World;

const NESTED: &str = "
    procedure P { void f(); }
    connector seL4RPCCall { from Procedures with 0 threads; to Procedure; }
    connector seL4SharedData { from Dataports with 0 threads; to Dataports with 0 threads; }
    component Leaf { provides P p; uses P q; dataport Buf d; has semaphore s; attribute int n; }
    component Inner {
        provides P out;
        dataport Buf shared;
        composition {
            component Leaf a;
            component Leaf b;
            group g { component Leaf c; }
            connection seL4RPCCall ab(from a.q, to b.p);
            connection seL4SharedData da(from a.d, to b.d);
            export a.p -> out;
            export g.c.d -> shared;
        }
        configuration { a.n = 1; a.extra = 2; }
    }
    component Outer {
        provides P out;
        composition { component Leaf l; component Inner i; export i.out -> out; connection seL4SharedData e(from l.d, to i.shared); }
        configuration { i.a.more = 3; }
    }
    component Other { composition { component Outer deep; } }
    component Alone { composition { component Leaf x; component Leaf y; connection seL4RPCCall xy(from x.q, to y.p); }
        configuration { x.n = 4; } }
    assembly {
        composition {
            component Leaf top;
            component Other other;
            component Outer outer;
            connection seL4RPCCall c(from top.q, to outer.out);
        }
        configuration { outer.i.b.most = 5; }
    }
";

fn view(world: &World, name: &str) -> View {
    let all = declarations::all_components(&world.db, world.system);
    let component = all.iter().find(|it| it.name == name).unwrap();
    view_of(&world.db, world.system, component.origin).unwrap()
}

/// Names of all below an instance, with what they are set and what they may be.
fn compare(world: &World, component: &str, around: &str) {
    let view = view(world, component);
    let whole = assembly(&world.db, world.system).unwrap();
    let first = view.assembly.instances.iter().find(|it| it.component.name == component).unwrap();
    assert_eq!(first.name, around);
    let first = whole.instances.iter().find(|it| it.component.name == component).unwrap();
    assert_eq!(first.name, around);
    let (seen, all) = (Entities::new(&view.assembly), Entities::new(&whole));
    let prefix = format!("{around}.");
    let mut count = 0;
    let inside = whole.instances.iter().map(|it| &it.name).chain(whole.connections.iter().map(|it| &it.name));
    for name in inside.filter(|it| it.starts_with(&prefix)) {
        assert_eq!(seen.settings_of(name), all.settings_of(name), "{name}");
        let of_view: Vec<_> = view.written.iter().filter(|it| it.0 == *name).map(|it| it.1.as_str()).collect();
        let resolved = resolution(&world.db, world.system).written.iter();
        let of_whole: Vec<_> = resolved.filter(|it| it.entity == *name).map(|it| it.attribute.as_str()).collect();
        assert_eq!(of_view, of_whole, "{name}");
        count += all.settings_of(name).len();
    }
    assert!(count > 20, "{count}");
}

#[test]
fn what_is_seen_of_the_first_instance_is_what_the_whole_says_of_it() {
    let world = World::new(NESTED);
    compare(&world, "Outer", "outer");
    compare(&world, "Other", "other");
    // Below `other`, which comes first, everything is further inside than below `outer`.
    let view = view(&world, "Inner");
    let names: Vec<_> = view.assembly.instances.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "top",
            "other",
            "outer",
            "other.deep",
            "other.deep.l",
            "other.deep.i",
            "other.deep.i.a",
            "other.deep.i.b",
            "other.deep.i.c"
        ]
    );
    compare(&world, "Inner", "other.deep.i");
}

#[test]
fn a_component_without_an_instance_is_seen_by_itself() {
    let world = World::new(NESTED);
    let view = view(&world, "Alone");
    let names: Vec<_> = view.assembly.instances.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Alone", "Alone.x", "Alone.y"]);
    assert_eq!(view.written, [("Alone.x".into(), "n".into())]);
}

const FLAT: &str = "
    procedure P { void f(); }
    connector seL4RPCCall { from Procedures with 0 threads; to Procedure; }
    connector seL4SharedData { from Dataports with 0 threads; to Dataports with 0 threads; }
    component Server { provides P p; dataport Buf d; attribute int n; }
    component Client { uses P q; dataport Buf d; has semaphore s; attribute int n = 1; }
    composition Parts {
        component Server server;
        component Client one;
        group g { component Client two; component Client three; }
        component Client alone;
        connection seL4RPCCall first(from one.q, to server.p);
        connection seL4RPCCall second(from g.two.q, to server.p);
        connection seL4SharedData pages(from one.d, from g.three.d, to server.d);
    }
    assembly {
        composition Parts;
        configuration { server.n = 1; server.p.extra = 2; one.more = 3; first.kind = 4; pages.size = 5; g.cnode_size_bits = 6; }
    }
";

#[test]
fn what_is_seen_around_an_instance_is_what_the_whole_says_of_it() {
    let world = World::new(FLAT);
    let whole = assembly(&world.db, world.system).unwrap();
    let names = ["server", "one", "two", "three", "alone"];
    for name in names {
        let view = view_around(&world.db, world.system, name).unwrap();
        let interfaces = whole.instance(name).into_iter().flat_map(|it| &it.component.interfaces);
        for entity in std::iter::once(name.to_owned()).chain(interfaces.map(|it| format!("{name}.{}", it.name))) {
            let (seen, all) = (Entities::new(&view.assembly), Entities::new(&whole));
            assert_eq!(seen.settings_of(&entity), all.settings_of(&entity), "{entity}");
            let written = resolution(&world.db, world.system).written.iter().filter(|it| it.entity == entity);
            let of_view: Vec<_> = view.written.iter().filter(|it| it.0 == entity).map(|it| it.1.as_str()).collect();
            assert_eq!(of_view, written.map(|it| it.attribute.as_str()).collect::<Vec<_>>(), "{entity}");
        }
    }
    assert!(view_around(&world.db, world.system, "two").unwrap().assembly.instances.len() == 2);
    assert!(["g", "pages", "nobody"].iter().all(|name| view_around(&world.db, world.system, name).is_none()));
    // What is inside of others could be joined with it.
    let world = World::new(NESTED);
    assert!(view_around(&world.db, world.system, "top").is_none());
}
