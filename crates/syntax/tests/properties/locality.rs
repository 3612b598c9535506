// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A broken declaration spoils itself, not its neighbours.

use camkes_syntax::{SyntaxErrorKind, SyntaxNode, parse};
use proptest::prelude::*;

use crate::sample::{VALID, tokens};

/// The declarations of a file, as text and tree.
fn declarations(root: &SyntaxNode) -> Vec<(String, std::ops::Range<usize>)> {
    root.children().map(|it| (format!("{:?}{it}", it.kind()), it.text_range().into())).collect()
}

/// The declarations of `VALID` other than the one around `place` that are not in the tree of `text`.
fn lost(text: &str, place: usize) -> Vec<String> {
    let before = parse(VALID).syntax_node();
    let after = parse(text).syntax_node();
    let kept: Vec<_> = after.children().map(|it| it.green().to_owned()).collect();
    let others = before.children().filter(|it| !it.text_range().contains_inclusive((place as u32).into()));
    others.filter(|it| !kept.iter().any(|kept| **kept == *it.green())).map(|it| it.to_string()).collect()
}

#[test]
fn a_missing_token_leaves_the_other_declarations_as_they_are() {
    let mut failures = Vec::new();
    for (kind, range) in tokens(VALID) {
        let mut text = VALID.to_owned();
        text.replace_range(range.clone(), "");
        let lost = lost(&text, range.start);
        if !lost.is_empty() {
            let line = VALID[..range.start].matches('\n').count() + 1;
            failures.push(format!("without the {kind:?} of line {line}: {} lost", lost.len()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_missing_token_gives_few_errors() {
    let mut failures = Vec::new();
    for (kind, range) in tokens(VALID) {
        let mut text = VALID.to_owned();
        text.replace_range(range.clone(), "");
        let errors = parse(&text).errors().to_vec();
        if errors.len() > 3 {
            let line = VALID[..range.start].matches('\n').count() + 1;
            let texts: Vec<_> = errors.iter().map(|it| format!("{:?} {it}", it.range)).collect();
            failures.push(format!("without the {kind:?} of line {line}:\n    {}", texts.join("\n    ")));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_fix_takes_an_error_away() {
    let mut fixed = 0;
    for (_, range) in tokens(VALID) {
        let mut text = VALID.to_owned();
        // A blank in its place, or two words could become one.
        text.replace_range(range.clone(), " ");
        let errors = parse(&text).errors().to_vec();
        for error in &errors {
            if let Some(fix) = error.fix() {
                let mut mended = text.clone();
                mended.insert_str(fix.at.into(), fix.text);
                // A closing brace may leave the name behind it to be mended next.
                let is_brace = matches!(error.kind, SyntaxErrorKind::Unclosed(_));
                assert!(
                    parse(&mended).errors().len() < errors.len() + usize::from(is_brace),
                    "{error} at {:?} is not mended by `{}`: {mended}",
                    error.range,
                    fix.text
                );
                fixed += 1;
            }
        }
    }
    assert!(fixed > 100, "only {fixed} fixes");
}

#[test]
fn a_token_too_much_leaves_the_other_declarations_as_they_are() {
    // One of each kind; a comment that is opened would take what follows with it.
    let surplus = [
        "import",
        "component",
        "configuration",
        "procedure",
        "struct",
        "attribute",
        "from",
        "int",
        "name",
        "a.b",
        "1",
        "08",
        "\"text\"",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ";",
        ",",
        ".",
        "=",
        "<-",
        "-",
        "@",
    ];
    let mut failures = Vec::new();
    for (i, token) in surplus.into_iter().enumerate() {
        // Every third place, and other ones for the next token: together they are all kinds of places.
        for (_, range) in tokens(VALID).into_iter().skip(i % 3).step_by(3) {
            let mut text = VALID.to_owned();
            text.insert_str(range.end, &format!(" {token} "));
            let lost = lost(&text, range.start);
            if !lost.is_empty() {
                let line = VALID[..range.start].matches('\n').count() + 1;
                failures.push(format!("with `{token}` behind `{}` in line {line}: {} lost", &VALID[range], lost.len()));
            }
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures[..failures.len().min(40)].join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_truncated_file_keeps_the_declarations_before(at in 0..VALID.len()) {
        prop_assume!(VALID.is_char_boundary(at));
        let after = declarations(&parse(&VALID[..at]).syntax_node());
        for declaration in declarations(&parse(VALID).syntax_node()) {
            if declaration.1.end < at {
                prop_assert!(after.contains(&declaration), "lost {}", declaration.0);
            }
        }
    }
}
