// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The evaluator: any value of a setting has one answer or is a mistake with its place.

use crate::world::resolve;

/// Attributes of every kind, two instances to refer to, and defaults that a value may reach.
const DECLARATIONS: &str = r#"struct Point { int x = 1; int list[]; string name = "p"; double d; }
component C {
    attribute int n = 3;
    attribute uint64_t wide;
    attribute char c;
    attribute double d = 1.5;
    attribute string s = "a" "b";
    attribute int list[];
    attribute Point p;
    attribute Point points[];
    attribute bool b;
}
"#;

/// Longest text of a value that is evaluated, in bytes. Work is bounded by the text's length, so a longer one finds
/// nothing new.
const LONGEST: usize = 4096;

/// Holds everything for a value as it is written in a file.
pub fn check_bytes(bytes: &[u8]) {
    check(&String::from_utf8_lossy(bytes.get(..LONGEST).unwrap_or(bytes)));
}

/// Holds everything for the value of a setting. The text may also end the setting and go on with others.
#[track_caller]
pub fn check(value: &str) {
    let text = format!(
        "{DECLARATIONS}assembly {{ composition {{ component C a; component C b; }} configuration {{\n\
         b.n = 7; b.s <- a.s; b.p = {{\"x\": 2}};\na.n = {value};\n}} }}\n"
    );
    let found = resolve(&text, None);
    assert_eq!(resolve(&text, None), found, "the same system has the same settings");
    for number in found.lines().filter_map(|line| line.strip_prefix("a.n = ")).filter(|it| it.parse::<i128>().is_ok()) {
        let again = resolve(&text.replace(&format!("a.n = {value};"), &format!("a.n = {number};")), None);
        assert!(again.contains(&format!("a.n = {number}\n")), "{number} is written out and read again as\n{again}");
    }
}
