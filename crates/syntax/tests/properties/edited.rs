// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The tree that an edit makes of an earlier one is the tree of the new text.

use camkes_syntax::{Parse, SyntaxKind, parse};
use proptest::prelude::*;

use crate::sample::VALID;

/// The text with a part replaced; positions are moved to the next character.
fn replaced(text: &str, start: usize, length: usize, with: &str) -> String {
    let boundary = |at: usize| (at.min(text.len())..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let (start, end) = (boundary(start), boundary(start + length));
    [&text[..start], with, &text[end..]].concat()
}

#[track_caller]
fn check(old: &Parse, old_text: &str, new_text: &str) -> bool {
    let edited = old.edited(old_text, new_text);
    if let Some(edited) = &edited {
        assert_eq!(*edited, parse(new_text), "{old_text}\n----\n{new_text}");
        assert_eq!(edited.syntax_node().text().to_string(), new_text);
    }
    edited.is_some()
}

#[test]
fn an_edit_inside_a_declaration_parses_that_one() {
    let parsed = parse(VALID);
    for (before, after) in [
        ("component Cat a;", "component Cat ax;"),
        ("component Cat a;", "component Cat a; component Cat a2;"),
        ("        component Cat b;\n", ""),
        ("both.a.q, to b.p", "both.a.q, to b.px"),
        ("tom.name = \"Tom\"", "tom.name = \"Tommy\""),
        ("/* every construct once */", "/* every construct, once */"),
        ("maybe uses Calls q;", "uses Calls q;"),
        ("component Cat {", "component Catt {"),
    ] {
        assert_eq!(VALID.matches(before).count(), 1, "{before}");
        assert!(check(&parsed, VALID, &VALID.replace(before, after)), "{before} -> {after}");
    }
}

#[test]
fn what_may_reach_further_is_left_to_the_parser() {
    let parsed = parse(VALID);
    for (before, after) in [
        ("component Cat a;", "component Cat a; /*"),
        ("component Cat a;", "component Cat a; \""),
        ("component Cat a;", "} component Cat a; {"),
        ("component Cat a;", "component Cat a; }"),
        ("component Cat a;", "component {Cat a;"),
    ] {
        assert!(!check(&parsed, VALID, &VALID.replace(before, after)), "{before} -> {after}");
    }
}

#[test]
fn a_mistake_inside_a_declaration_parses_that_one() {
    let parsed = parse(VALID);
    for (before, after) in [
        ("component Cat a;", "component Cat a"),
        ("component Cat a;", "component Cat ;"),
        ("component Cat a;", "comp"),
        ("component Cat a;", "component Cat a; )"),
        ("component Cat a;", "component Cat a; component Cat"),
        ("both.a.q, to b.p", "both.a.q, to "),
        ("tom.name = \"Tom\"", "tom.name = "),
        ("tom.name = \"Tom\"", "tom.name"),
        ("    int limit = 4\n", "    int limit = 4 +\n"),
        ("    maybe uses Calls q;\n", "    maybe uses\n"),
    ] {
        let broken = VALID.replace(before, after);
        assert!(check(&parsed, VALID, &broken), "{before} -> {after}");
        assert!(!parse(&broken).errors().is_empty(), "{after}");
        assert!(check(&parse(&broken), &broken, VALID), "{after} -> {before}");
    }
}

/// Statements of all kinds of bodies, with two mistakes that stay.
const STATEMENTS: &str = "import <a.camkes>;
component Cat { uses P p; }
connector Call { from Procedure; to Procedure; }
procedure P {
    void f();
}
component Broken { uses ; }
assembly {
    composition {
        component Cat a;
        component Cat b;
        connection Call c(from a.p, to b.q);
        group g {
            component Cat d;
            component { control; } e;
        }
        component Cat broken
        export a.p -> q;
        connection Call x(from g.d.p,
                          to b.q);
    }
    configuration {
        a.n = 1;
        a.list = [1, {\"k\": 2}];
        b.name = \"text\";
        b.x <- a.n;
        c.y = 1 ? 2 : 3;
    }
}
";

#[test]
fn where_an_open_string_ends_may_change_far_behind_it() {
    let open = STATEMENTS.replace("component Broken { uses ; }", "component Broken { uses ; } \"");
    let parsed = parse(&open);
    for (before, after, is_partial) in [
        ("{\"k\"", "{\";k\"", false),
        ("a.n = 1", "a.n = \"\"", false),
        ("a.n = 1", "a.n = 2", false),
        ("component Cat {", "component Catt {", true),
    ] {
        assert_eq!(open.matches(before).count(), 1, "{before}");
        assert_eq!(check(&parsed, &open, &open.replace(before, after)), is_partial, "{before} -> {after}");
    }
}

#[test]
fn each_line_can_be_typed_letter_for_letter() {
    let lines: Vec<&str> = STATEMENTS.lines().collect();
    let (mut steps, mut whole) = (0, Vec::new());
    for (number, line) in lines.iter().enumerate() {
        let with = |text: &str| [&lines[..number], &[text], &lines[number + 1..]].concat().join("\n") + "\n";
        let start = line.len() - line.trim_start().len();
        let mut before = with(&line[..start]);
        for end in start + 1..=line.len() {
            let now = with(&line[..end]);
            steps += 1;
            // There and back.
            let is_partial = check(&parse(&before), &before, &now) && check(&parse(&now), &now, &before);
            if !is_partial {
                whole.push(line[..end].to_owned());
            }
            before = now;
        }
    }
    // Braces and strings without an end concern all of the text, and what ends with an operator goes on in the next line.
    let unexpected: Vec<_> =
        whole.iter().filter(|it| !lines.iter().any(|line| line.contains('{') && line.starts_with(&***it))).collect();
    assert!(unexpected.len() < steps / 12, "{} of {steps}: {unexpected:#?}", unexpected.len());
}

#[test]
fn the_column_of_a_line_may_decide_how_far_a_mistake_goes() {
    let text = "assembly {
    composition { component Cat a; }
    configuration {
        a.n = 1;
    b.n = 2; foo bar
      baz.x = 3;
    c.n = 4;
    }
}
";
    let joined = text.replace("1;\n", "1;");
    let settings = |text: &str| {
        let nodes = parse(text).syntax_node().descendants();
        nodes.filter(|it| it.kind() == SyntaxKind::SETTING).map(|it| it.to_string()).collect::<Vec<_>>()
    };
    assert_ne!(settings(text).len(), settings(&joined).len(), "{:?}", settings(text));
    check(&parse(text), text, &joined);
    check(&parse(&joined), &joined, text);
}

#[test]
fn a_long_list_is_edited_at_any_place() {
    let statement = |number: usize| format!("        component Cat c{number};\n");
    let all: String = (0..4000).map(statement).collect();
    let text = format!("component Cat {{ control; }}\nassembly {{\n    composition {{\n{all}    }}\n}}\n");
    let parsed = parse(&text);
    for number in [0, 1, 7, 1023, 1024, 1025, 2000, 2975, 2976, 3990, 3998, 3999] {
        let old = statement(number);
        for new in [
            "",
            "        component Cat other;\n",
            "        component Cat\n",
            "        comp\n        component Cat d;\n",
        ] {
            let edited = text.replacen(&old, new, 1);
            assert!(check(&parsed, &text, &edited), "{number}: {new}");
            assert!(check(&parse(&edited), &edited, &text), "back at {number}: {new}");
        }
    }
    // Most of a list at once.
    let few = text.replacen(&(100..3900).map(statement).collect::<String>(), "", 1);
    assert!(few.len() < text.len() / 4 && check(&parsed, &text, &few));
    check(&parse(&few), &few, &text);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn any_edit_gives_the_tree_of_the_text(
        edits in prop::collection::vec(
            (0..VALID.len(), prop_oneof![Just(0_usize), 0_usize..6, 0_usize..60], prop_oneof![
                Just(String::new()),
                Just(";".to_owned()),
                Just("\n".to_owned()),
                Just(" // x".to_owned()),
                Just("/* x */".to_owned()),
                Just("component Cat z;".to_owned()),
                Just("composition { component Cat y; }".to_owned()),
                Just("a.b = {\"k\": [1, 2]};".to_owned()),
                Just("#define X\n".to_owned()),
                "[a-c0-9;{}()=.,\"/*#\\\\ \n<>-]{0,6}",
            ]),
            1..4,
        ),
    ) {
        let (mut text, mut parsed) = (VALID.to_owned(), parse(VALID));
        for (start, length, with) in edits {
            let new = replaced(&text, start, length, &with);
            check(&parsed, &text, &new);
            parsed = parse(&new);
            text = new;
        }
    }

    #[test]
    fn any_edit_of_statements_gives_the_tree_of_the_text(
        edits in prop::collection::vec(
            (0..STATEMENTS.len(), prop_oneof![Just(0_usize), 0_usize..6, 0_usize..60], prop_oneof![
                Just(String::new()),
                Just(";".to_owned()),
                Just("\n".to_owned()),
                Just("\n        component Cat z".to_owned()),
                Just("component Cat z;\n".to_owned()),
                Just("a.b = ".to_owned()),
                Just("connection Call y(from a.".to_owned()),
                Just("component Dog {\n".to_owned()),
                Just("group { component Cat y; }".to_owned()),
                Just("    ".to_owned()),
                Just("\t".to_owned()),
                "[a-c0-9;{}()=.,\"/*#\\\\ \n<>-]{0,6}",
            ]),
            1..6,
        ),
    ) {
        let (mut text, mut parsed) = (STATEMENTS.to_owned(), parse(STATEMENTS));
        for (start, length, with) in edits {
            let new = replaced(&text, start, length, &with);
            // What is made from an earlier tree is as good as what is parsed.
            let edited = parsed.edited(&text, &new);
            check(&parsed, &text, &new);
            parsed = edited.unwrap_or_else(|| parse(&new));
            text = new;
        }
    }
}
