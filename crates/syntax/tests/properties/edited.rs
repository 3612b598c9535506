// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The tree that an edit makes of an earlier one is the tree of the new text.

use camkes_syntax::{Parse, parse};
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
        ("component Cat a;", "component Cat a"),
        ("component Cat a;", "component Cat a; /*"),
        ("component Cat a;", "component Cat a; \""),
        ("component Cat a;", "} component Cat a; {"),
        ("component Cat a;", "component Cat a; }"),
        ("    int limit = 4\n", "    int limit = 4 +\n"),
    ] {
        assert!(!check(&parsed, VALID, &VALID.replace(before, after)), "{before} -> {after}");
    }
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
}
