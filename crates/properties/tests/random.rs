// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Random values of settings and random device trees. Random text for lexer, parser, formatter and preprocessor is in the tests
//! of their crates.

use camkes_properties::{device_tree, settings};
use camkes_test_fixture::device_tree::board;
use proptest::prelude::*;

/// Operands, operators and brackets, and what ends a setting and goes on with the next one.
const PIECES: &[&str] = &[
    "1",
    "0",
    "-1",
    "0x7fffffffffffffff",
    "9223372036854775808",
    "170141183460469231731687303715884105727",
    "010",
    "1.5",
    "1e308",
    "0.1",
    "true",
    "\"s\"",
    "\"t\"",
    "[1, 2]",
    "[]",
    "{\"x\": 1}",
    "{\"list\": [1]}",
    "{}",
    "+",
    "-",
    "*",
    "/",
    "%",
    "**",
    "<<",
    ">>",
    "&",
    "|",
    "^",
    "~",
    "!",
    "&&",
    "||",
    "<",
    "<=",
    "==",
    "!=",
    ">",
    "?",
    ":",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    "\"x\":",
    "; a.s = ",
    "; a.p = ",
    "; a.points = ",
    "; a.list = ",
    "; a.d = ",
    "; a.c = ",
    "; b.n <- a.n",
    "; a.wide <- b.p[\"x\"]",
    "; a.s <- b.s",
    "q(",
    "dtb({\"path\": ",
    "gpio(",
    "//",
    "/*",
    "'c'",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_value_has_one_answer_or_is_a_mistake(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
        settings::check(&pieces.join(" "));
    }

    #[test]
    fn arithmetic_has_one_answer(
        numbers in prop::collection::vec(any::<i64>(), 1..8),
        operators in prop::collection::vec(prop::sample::select(&["+", "-", "*", "/", "%", "**", "<<", ">>", "&", "|", "^", "<"]), 8),
    ) {
        let terms = numbers.iter().zip(&operators).map(|(number, operator)| format!("({number}) {operator} "));
        settings::check(&format!("{}2", terms.collect::<String>()));
    }

    #[test]
    fn a_changed_device_tree_is_read_or_refused(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut blob = board();
        for (at, byte) in changes {
            let at = at.index(blob.len());
            blob[at] = byte;
        }
        if let Some(cut) = cut {
            blob.truncate(cut.index(blob.len()));
        }
        device_tree::check(&blob);
    }
}

#[test]
fn the_board_is_a_tree() {
    device_tree::check(&board());
}
