// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Every construct of the language: the tree of a right one and the errors of wrong ones.
#![allow(clippy::unwrap_used, clippy::panic, clippy::too_many_lines)]

mod assembly;
mod component;
mod composition;
mod configuration;
mod connector;
mod lexer;
mod macros;
mod procedure;
mod recovery;
mod types;
mod values;

use std::fmt::Write as _;

use camkes_syntax::{NodeOrToken, SyntaxNode, parse};
use expect_test::Expect;

/// Checks that the text has no error and this tree: a line for each node, with the tokens that are its own.
#[track_caller]
fn tree(text: &str, expected: &Expect) {
    let parse = parse(text);
    assert_eq!(parse.errors(), [], "{text}");
    let mut out = String::new();
    for item in parse.syntax_node().children() {
        print(&item, 0, &mut out);
    }
    expected.assert_eq(&out);
}

/// Checks the errors: each one's text in the file, what is wrong, the fix and the other places.
#[track_caller]
fn errors(text: &str, expected: &Expect) {
    let mut out = String::new();
    for error in parse(text).errors() {
        let (start, end) = (usize::from(error.range.start()), usize::from(error.range.end()));
        if start == end {
            let before = text[..start].split_whitespace().next_back().unwrap_or_default();
            write!(out, "behind `{before}`: {error}").unwrap();
        } else {
            write!(out, "`{}`: {error}", &text[start..end]).unwrap();
        }
        if let Some(fix) = error.fix() {
            write!(out, " (insert `{}`)", fix.text).unwrap();
        }
        for (range, words) in error.related() {
            write!(out, "; {words}: `{}`", &text[usize::from(range.start())..usize::from(range.end())]).unwrap();
        }
        out.push('\n');
    }
    expected.assert_eq(&out);
}

/// Checks that the text has no error.
#[track_caller]
fn valid(text: &str) {
    assert_eq!(parse(text).errors(), [], "{text}");
}

fn print(node: &SyntaxNode, depth: usize, out: &mut String) {
    write!(out, "{}{:?}", "  ".repeat(depth), node.kind()).unwrap();
    for child in node.children_with_tokens() {
        match child {
            NodeOrToken::Token(token) if !token.kind().is_trivia() => write!(out, " {}", token.text()).unwrap(),
            NodeOrToken::Token(_) | NodeOrToken::Node(_) => {}
        }
    }
    out.push('\n');
    for child in node.children() {
        print(&child, depth + 1, out);
    }
}
