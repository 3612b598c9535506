// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Comments that allow findings, levels of rules, and what is said about comments that allow nothing.

use camkes_hir::diagnostic::{Level, Rule, RuleLevels};
use camkes_hir::salsa::Setter as _;
use camkes_hir::{Shared, System, diagnostics, suppress};

use crate::setup::World;

/// `severity[rule] message` of each finding.
fn found(world: &World) -> Vec<String> {
    let all = diagnostics(&world.db, world.system);
    all.iter().map(|it| format!("{}[{}] {}", it.severity.name(), it.rule, it.message)).collect()
}

/// A system with two settings for a member that does not exist, each on a line of its own.
fn system(first: &str, second: &str) -> String {
    format!(
        "struct S {{ int a; }}
component C {{ control; attribute S x; attribute S y; }}
assembly {{
    composition {{ component C c; }}
    configuration {{
        c.x = {{\"a\": 1, \"b\": 2}};{first}
        {second}
        c.y = {{\"a\": 1, \"b\": 2}};
    }}
}}
"
    )
}

const FINDING: &str = "warning[unknown-member] struct `S` has no member `b`";

#[test]
fn a_comment_allows_what_is_found_in_its_line_alone() {
    assert_eq!(found(&World::new(&system("", ""))), [FINDING, FINDING]);
    assert_eq!(found(&World::new(&system(" // camkes: allow(unknown-member)", ""))), [FINDING]);
    assert_eq!(found(&World::new(&system("", "/* camkes: allow(unknown-member) */"))), [FINDING]);
    let both = system(" // camkes: allow(unknown-member)", "// camkes: allow(unknown-member): on purpose");
    assert_eq!(found(&World::new(&both)), Vec::<String>::new());
}

#[test]
fn a_comment_for_the_file_allows_all_of_it() {
    let text = format!("// camkes: allow-file(unknown-member)\n{}", system("", ""));
    assert_eq!(found(&World::new(&text)), Vec::<String>::new());
}

#[test]
fn a_finding_inside_of_a_macro_is_allowed_where_the_macro_is_used() {
    let text = |comment: &str| {
        format!("#define SET(i) i.x = {{\"a\": 1, \"b\": 2}};\n{}", system("", ""))
            .replace("c.x = {\"a\": 1, \"b\": 2};", &format!("SET(c){comment}"))
    };
    assert_eq!(found(&World::new(&text(""))), [FINDING, FINDING]);
    assert_eq!(found(&World::new(&text(" // camkes: allow(unknown-member)"))), [FINDING]);
}

#[test]
fn a_comment_that_allows_nothing_is_reported_and_goes() {
    let world = World::new(&system("", "").replace("composition {", "composition { /* camkes: allow(unknown-key) */"));
    assert_eq!(found(&world)[0], "warning[unused-suppression] nothing here breaks `unknown-key`");
    let cases = [
        ("    // camkes: allow(unknown-key)\n", ""),
        ("// camkes: allow(unknown-key, unknown-rule)", "// camkes: allow(unknown-rule)"),
        (
            "// camkes: allow(unknown-rule, unknown-member, unknown-key)",
            "// camkes: allow(unknown-rule, unknown-member)",
        ),
        ("/* camkes: allow(unknown-key)\n more */", "/* \n more */"),
    ];
    for (before, after) in cases {
        let world = World::new(&system("", before));
        let all = diagnostics(&world.db, world.system);
        let unused = all.iter().find(|it| it.message.contains("unknown-key")).unwrap();
        let edit = &unused.fixes[0].edits[0];
        let mut text = world.fixture.root().text.clone();
        text.replace_range(std::ops::Range::<usize>::from(edit.span.range), &edit.text);
        let unchanged = World::new(&system("", after)).fixture.root().text.clone();
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(squeezed(&text), squeezed(&unchanged), "{before}");
    }
}

#[test]
fn nothing_is_called_unused_while_errors_hide_findings() {
    let text = system("", "// camkes: allow(unknown-key)").replace("component C c;", "component C c; component D d;");
    let world = World::new(&text);
    assert!(!found(&world).iter().any(|it| it.contains("unused-suppression")), "{:?}", found(&world));
    // Neither in a file without an assembly, nor where a condition takes the comment out.
    let world = World::new("component C { control; } // camkes: allow(unknown-key)");
    assert_eq!(found(&world), Vec::<String>::new());
    let world = World::new(&system("", "\n#if 0\n// camkes: allow(unknown-key)\n#endif\n"));
    assert_eq!(found(&world), [FINDING, FINDING]);
}

#[test]
fn what_one_of_two_systems_needs_is_not_unused() {
    let mut world = World::new(
        r#"
        import "shared.camkes"; assembly { composition { component C c; } }
        //- /shared.camkes
        struct S { int a; }
        // camkes: allow(unknown-member)
        component C { control; attribute S x = {"a": 1}; }
        //- /other.camkes
        import "shared.camkes"; assembly { composition { component C c; } }
        "#,
    );
    use camkes_hir::Db as _;
    let other = world.db.file(camkes_hir::camino::Utf8Path::new("/other.camkes"));
    let other = System::new(&world.db, other, Vec::new(), world.system.forward_references(&world.db));
    let first = world.system;
    let held = |world: &World| {
        let shared = Shared::new(&world.db, &[first, other]);
        diagnostics(&world.db, first).iter().filter(|it| shared.holds(it)).count()
    };
    assert_eq!(found(&world).len(), 1);
    assert_eq!(held(&world), 1);
    // The other system is read under another macro, by which the comment has a use.
    world.replace("/shared.camkes", "{\"a\": 1}", "{\"a\": 1 EXTRA}");
    let define = |text: &str| {
        let mut options = camkes_preprocessor::Options::camkes();
        options.macros.push(camkes_preprocessor::MacroOption::Define(text.to_owned()));
        camkes_hir::Preprocessor::On(options)
    };
    first.set_preprocessor(&mut world.db).to(define("EXTRA="));
    other.set_preprocessor(&mut world.db).to(define("EXTRA=, \"b\": 2"));
    assert_eq!(found(&world), ["warning[unused-suppression] nothing here breaks `unknown-member`"]);
    assert_eq!(held(&world), 0);
}

#[test]
fn comments_with_mistakes_are_reported_with_their_mend() {
    let world = World::new(&system(" // camkes: alow(unknown-member)", "// camkes: allow(unknown-membre)"));
    let all = diagnostics(&world.db, world.system);
    let fixes: Vec<_> = all.iter().flat_map(|it| &it.fixes).map(|fix| fix.edits[0].text.as_str()).collect();
    assert!(fixes.contains(&"allow") && fixes.contains(&"unknown-member"), "{fixes:?}");
    let said = found(&world);
    assert!(said.contains(&"warning[unknown-rule] there is no rule `unknown-membre`".to_owned()), "{said:?}");
    assert!(said.iter().any(|it| it.starts_with("warning[malformed-suppression] `alow`")), "{said:?}");
}

#[test]
fn levels_decide_what_is_shown_and_how() {
    let mut world = World::new(&system("", ""));
    let set = |world: &mut World, level| {
        let mut levels = RuleLevels::default();
        levels.set(Rule::UnknownMember, level);
        world.system.set_rule_levels(&mut world.db).to(levels);
    };
    set(&mut world, Level::Error);
    assert!(found(&world).iter().all(|it| it.starts_with("error[")), "{:?}", found(&world));
    let executed = world.executed(|world| {
        set(world, Level::Allow);
        assert_eq!(found(world), Vec::<String>::new());
    });
    assert_eq!(executed, [("diagnostics".to_owned(), 1)], "another level costs no other query");
}

#[test]
fn a_build_sees_every_error() {
    let text = "component C { control; }
        assembly { composition { component D d; /* camkes: allow(unknown-component) */ component C c; } }";
    let mut world = World::new(text);
    assert_eq!(found(&world), Vec::<String>::new());
    let mut levels = RuleLevels::default();
    levels.set(Rule::UnknownComponent, Level::Allow);
    world.system.set_rule_levels(&mut world.db).to(levels.for_build());
    assert_eq!(found(&world), ["error[unknown-component] unknown component `D`"]);
}

#[test]
fn a_comment_that_allows_a_finding_can_be_made() {
    for text in [system("", ""), system("", "// camkes: allow(unknown-key)"), system("", "").replace('\n', "\r\n")] {
        let mut world = World::new(&text);
        let second =
            diagnostics(&world.db, world.system).iter().rev().find(|it| it.rule == Rule::UnknownMember).cloned();
        let fix = suppress(&world.db, Rule::UnknownMember, second.unwrap().primary).unwrap();
        assert!(!fix.preferred);
        let edit = &fix.edits[0];
        let mut text = world.fixture.root().text.clone();
        text.replace_range(std::ops::Range::<usize>::from(edit.span.range), &edit.text);
        world.db.set_contents("/main.camkes".into(), camkes_hir::FileContents::text(text.as_str()));
        let left: Vec<_> = found(&world).into_iter().filter(|it| it == FINDING).collect();
        assert_eq!(left, [FINDING], "{text}");
    }
}
