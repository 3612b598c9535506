// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What stands in a C file: definitions of functions, included files, and the places of names. Directives are not carried out, so
//! that all branches of a condition count; a macro's use is a name like any other.

mod function;
mod members;
mod uses;

use camkes_preprocessor::{IncludeForm, PlainKind, directives, plain_tokens};
use text_size::{TextRange, TextSize};

pub use self::function::Function;
pub use self::members::{members_behind, tags};
pub use self::uses::{Scope, uses};

/// A file in outline.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// Functions with a body, in order.
    pub functions: Vec<Function>,
    /// Files that it includes, in order.
    pub includes: Vec<Include>,
    /// A macro glues names together: it may define functions that don't stand here by name.
    pub pastes: bool,
}

/// An `#include`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Include {
    /// The file, as it is written.
    pub name: String,
    /// Written in quotes, not in angle brackets.
    pub quoted: bool,
}

/// The outline of a text.
#[must_use]
pub fn outline(text: &str) -> Outline {
    let include = |it: camkes_preprocessor::Directive| {
        let target = it.include?;
        Some(Include { quoted: target.form == IncludeForm::Quoted, name: target.name })
    };
    let includes =
        if text.contains("include") { directives(text).into_iter().filter_map(include).collect() } else { Vec::new() };
    let (functions, pastes) = function::functions(text);
    Outline { functions, includes, pastes }
}

/// Where a text names something of which `wanted` is true, in order; names in comments and strings don't count.
pub fn names(text: &str, wanted: impl Fn(&str) -> bool) -> Vec<TextRange> {
    let is_wanted = |range: TextRange| text.get(std::ops::Range::<usize>::from(range)).is_some_and(&wanted);
    let names = plain_tokens(text).filter(|it| it.kind == PlainKind::Name).map(|it| it.range);
    names.filter(|range| is_wanted(*range)).collect()
}

/// The name at an offset, or that ends there.
#[must_use]
pub fn name_at(text: &str, offset: TextSize) -> Option<TextRange> {
    let word = word_at(text, offset);
    let before = plain_tokens(text).take_while(|it| it.range.start() <= offset);
    before.filter(|it| it.kind == PlainKind::Name && it.range == word).last().map(|it| it.range)
}

/// The letters of a name around an offset, wherever it stands; an empty range between other letters.
#[must_use]
pub fn word_at(text: &str, offset: TextSize) -> TextRange {
    let mut at = usize::from(offset).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let (before, behind) = text.split_at(at);
    let start = before.trim_end_matches(is_word).len();
    let end = at + behind.len() - behind.trim_start_matches(is_word).len();
    let size = |at: usize| TextSize::try_from(at).unwrap_or_default();
    TextRange::new(size(start), size(end))
}

/// Whether an offset is in code: not in a comment, a string, or the name of an included file.
#[must_use]
pub fn is_code(text: &str, offset: TextSize) -> bool {
    let word = word_at(text, offset);
    let upto = text.get(..usize::from(word.start())).unwrap_or(text);
    if text.get(usize::from(word.start())..).is_some_and(|it| it.starts_with(|c: char| c.is_ascii_digit())) {
        return false;
    }
    // A letter in place of the word: where it is a token of its own, one could stand there.
    let probe = format!("{upto}x");
    let is_include =
        |line: &str| line.trim_start().strip_prefix('#').is_some_and(|it| it.trim_start().starts_with("include"));
    if upto.rsplit('\n').next().is_some_and(is_include) {
        return false;
    }
    plain_tokens(&probe).last().is_some_and(|it| it.kind == PlainKind::Name && it.range.start() == word.start())
}

/// What is open or begun at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Surroundings {
    /// No brace is open.
    pub outside: bool,
    /// No statement or declaration is begun.
    pub fresh: bool,
    /// Nothing is before it in its declaration but a type that a function could return.
    pub behind_type: bool,
}

/// What is open or begun at an offset.
#[must_use]
pub fn surroundings(text: &str, offset: TextSize) -> Surroundings {
    // Declarations of what is defined elsewhere, and of types.
    const NO_DEFINITION: [&str; 3] = ["extern", "static", "typedef"];
    let mut depth = 0usize;
    let (mut fresh, mut is_type) = (true, true);
    for token in plain_tokens(text).take_while(|it| it.range.start() < offset) {
        let word = text.get(std::ops::Range::<usize>::from(token.range)).unwrap_or_default();
        fresh = token.in_directive || matches!(word, ";" | "{" | "}");
        is_type = fresh || is_type && (word == "*" || token.kind == PlainKind::Name && !NO_DEFINITION.contains(&word));
        match word {
            "{" if !token.in_directive => depth += 1,
            "}" if !token.in_directive => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Surroundings { outside: depth == 0, fresh, behind_type: is_type && !fresh }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "// go_emit\n#include \"go_emit\"\n#define GO go_emit()\nchar *s = \"go_emit\";\nvoid f(void) { go_emit(); x_go_emit(); }\n";

    #[test]
    fn names_in_comments_strings_and_headers_do_not_count() {
        let found = names(TEXT, |name| name == "go_emit");
        let lines: Vec<_> = found.iter().map(|it| TEXT[..usize::from(it.start())].matches('\n').count()).collect();
        assert_eq!(lines, [2, 4]);
    }

    #[test]
    fn a_name_is_found_from_each_of_its_letters() {
        let at = TextSize::try_from(TEXT.rfind("{ go_emit").unwrap() + 2).unwrap();
        for step in 0..=7 {
            assert_eq!(name_at(TEXT, at + TextSize::new(step)).map(|it| &TEXT[it]), Some("go_emit"));
        }
        assert_eq!(name_at(TEXT, TextSize::new(5)), None, "in a comment");
        assert_eq!(name_at("é", TextSize::new(1)).map(|it| usize::from(it.len())), Some(2));
        assert_eq!(name_at("", TextSize::new(7)), None);
    }

    #[test]
    fn code_is_told_from_comments_and_strings() {
        let at = |marked: &str| {
            let offset = TextSize::try_from(marked.find('|').unwrap()).unwrap();
            is_code(&marked.replacen('|', "", 1), offset)
        };
        assert!(at("int a = go|"));
        assert!(at("f(|"));
        assert!(at("#define A go|_emit"));
        assert!(!at("// go|"));
        assert!(!at("/* go| */"));
        assert!(!at("s = \"go|\";"));
        assert!(!at("#include <go|>"));
        assert!(!at("int n = 12|;"));
    }

    #[test]
    fn what_is_open_or_begun_is_known() {
        let at = |marked: &str| {
            let offset = TextSize::try_from(marked.find('|').unwrap()).unwrap();
            let found = surroundings(&marked.replacen('|', "", 1), offset);
            (found.outside, found.fresh)
        };
        assert_eq!(at("|"), (true, true));
        assert_eq!(at("#include <a>\n// no {\n|"), (true, true));
        assert_eq!(at("int |"), (true, false));
        assert_eq!(at("int f(void) { g(); |"), (false, true));
        assert_eq!(at("int f(void) { return |"), (false, false));
        assert_eq!(at("int f(void) { }\n|"), (true, true));
    }

    #[test]
    fn included_files_are_listed() {
        let found = outline("#include <camkes.h>\n# include \"a/b.h\" // c\n");
        let shown: Vec<_> = found.includes.iter().map(|it| (it.name.as_str(), it.quoted)).collect();
        assert_eq!(shown, [("camkes.h", false), ("a/b.h", true)]);
    }
}
