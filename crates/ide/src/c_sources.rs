// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! C functions in the sources of a component: the files beside its declaration and in its folder `src`, by habit of the
//! projects that exist.

use camkes_hir::{Db as _, File, RootDatabase};
use text_size::{TextRange, TextSize};

/// Most files that are looked into for one component.
const MOST_FILES: usize = 64;

/// Where C files of the component in a file define a function.
pub(crate) fn definitions(db: &RootDatabase, component: File, function: &str) -> Vec<(File, TextRange)> {
    let Some(folder) = component.path(db).parent() else { return Vec::new() };
    let listed = db.list(folder).into_iter().chain(db.list(&folder.join("src")));
    let sources = listed.filter(|path| path.extension() == Some("c")).take(MOST_FILES);
    let mut out = Vec::new();
    for path in sources {
        let file = db.file(&path);
        out.extend(find(file.contents(db).as_str(), function).map(|range| (file, range)));
    }
    out
}

/// The name in the first definition of a function: parameters in parentheses and a body follow it.
fn find(text: &str, function: &str) -> Option<TextRange> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    for (at, _) in text.match_indices(function) {
        let (before, behind) = (&text[..at], &text[at + function.len()..]);
        if before.ends_with(is_word) || behind.starts_with(is_word) {
            continue;
        }
        let Some(parameters) = behind.trim_start().strip_prefix('(') else { continue };
        let Some(end) = closing(parameters) else { continue };
        if parameters[end + 1..].trim_start().starts_with('{') {
            let start = TextSize::try_from(at).unwrap_or_default();
            return Some(TextRange::at(start, TextSize::of(function)));
        }
    }
    None
}

/// Where the parenthesis that is open at the start of a text closes.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

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

    #[test]
    fn a_definition_is_no_call_and_no_declaration() {
        let text = "int p_get(int a);\nvoid f(void) { p_get(1); xp_get(2); }\nint\np_get (int (*a)(void)) {\n}\n";
        let range = find(text, "p_get").unwrap();
        assert_eq!(usize::from(range.start()), text.rfind("p_get").unwrap());
        assert_eq!(find(text, "get"), None);
        assert_eq!(find("p_get(", "p_get"), None);
    }
}
