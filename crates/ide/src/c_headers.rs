// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Types that C headers declare.

/// Names of the types that a header declares: of `typedef`s, and `struct tag`s with members.
pub(crate) fn declared_types(text: &str) -> Vec<String> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let word_of = |text: &str| -> String { text.trim_start().chars().take_while(|c| is_word(*c)).collect() };
    let mut out = Vec::new();
    for (at, _) in text.match_indices("typedef") {
        let Some(end) = statement_end(&text[at..]) else { continue };
        let declarator = text[at..at + end].trim_end().trim_end_matches([']', '[', ')', '(', ' ']);
        let name: String = declarator.chars().rev().take_while(|c| is_word(*c)).collect();
        out.push(name.chars().rev().collect::<String>());
    }
    for (at, _) in text.match_indices("struct ") {
        let tag = word_of(&text[at + "struct ".len()..]);
        let behind = text[at + "struct ".len()..].trim_start().get(tag.len()..).unwrap_or_default();
        if !tag.is_empty() && behind.trim_start().starts_with('{') {
            out.push(format!("struct {tag}"));
        }
    }
    out.retain(|name| name.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_'));
    out
}

/// Where a statement ends: its semicolon that is in no braces.
fn statement_end(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ';' if depth == 0 => return Some(at),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_a_header_are_known_by_name() {
        let text =
            "typedef struct { int a; } pair_t;\ntypedef unsigned word;\nstruct tag { int x; };\nstruct other *p;\n";
        assert_eq!(declared_types(text), ["pair_t", "word", "struct tag"]);
        assert_eq!(declared_types("typedef struct {"), Vec::<String>::new());
    }
}
