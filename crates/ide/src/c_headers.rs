// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Types that C headers declare.

use text_size::{TextRange, TextSize};

/// A type that a header declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DeclaredType {
    pub(crate) name: String,
    /// The whole declaration, with its semicolon.
    pub(crate) full: TextRange,
    /// The name.
    pub(crate) focus: TextRange,
}

/// Names of the types that a header declares.
pub(crate) fn declared_types(text: &str) -> Vec<String> {
    types(text).into_iter().map(|it| it.name).collect()
}

/// The types that a header declares: of `typedef`s, and `struct tag`s with members.
pub(crate) fn types(text: &str) -> Vec<DeclaredType> {
    let range = |from: usize, to: usize| {
        let size = |at| TextSize::new(u32::try_from(at).unwrap_or(u32::MAX));
        TextRange::new(size(from), size(to))
    };
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let word_of = |text: &str| -> String { text.trim_start().chars().take_while(|c| is_word(*c)).collect() };
    let mut out = Vec::new();
    for (at, _) in text.match_indices("typedef") {
        let Some(end) = statement_end(&text[at..]) else { continue };
        let declarator = text[at..at + end].trim_end().trim_end_matches([']', '[', ')', '(', ' ']);
        let name: String = declarator.chars().rev().take_while(|c| is_word(*c)).collect();
        let focus = range(at + declarator.len() - name.len(), at + declarator.len());
        out.push(DeclaredType { name: name.chars().rev().collect(), full: range(at, at + end + 1), focus });
    }
    for (at, _) in text.match_indices("struct ") {
        let tag = word_of(&text[at + "struct ".len()..]);
        let behind = text[at + "struct ".len()..].trim_start().get(tag.len()..).unwrap_or_default();
        if !tag.is_empty() && behind.trim_start().starts_with('{') {
            let end = statement_end(&text[at..]).map_or(text.len(), |end| at + end + 1);
            let rest = &text[at + "struct ".len()..];
            let start = at + "struct ".len() + (rest.len() - rest.trim_start().len());
            let focus = range(start, start + tag.len());
            out.push(DeclaredType { name: format!("struct {tag}"), full: range(at, end), focus });
        }
    }
    out.retain(|it| it.name.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_'));
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
        let focus = |it: &DeclaredType| text[std::ops::Range::<usize>::from(it.focus)].to_owned();
        assert_eq!(types(text).iter().map(focus).collect::<Vec<_>>(), ["pair_t", "word", "tag"]);
        let full = |it: &DeclaredType| text[std::ops::Range::<usize>::from(it.full)].to_owned();
        assert_eq!(full(&types(text)[1]), "typedef unsigned word;");
        assert_eq!(full(&types(text)[2]), "struct tag { int x; };");
        assert_eq!(declared_types("typedef struct {"), Vec::<String>::new());
    }
}
