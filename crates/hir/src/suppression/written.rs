// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Comments that allow what rules find: `// camkes: allow(rule, rule)` for a line, `// camkes: allow-file(rule)` for the
//! whole file.

use std::sync::Arc;

use camkes_syntax::{SyntaxKind, lex};
use smol_str::SmolStr;
use text_size::{TextRange, TextSize};

use crate::db::Db;
use crate::input::File;

/// What such a comment begins with.
const MARK: &str = "camkes:";

/// The words behind the mark.
const ALLOW: &str = "allow";
const ALLOW_FILE: &str = "allow-file";

/// A comment that allows something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Suppression {
    /// The whole comment.
    pub(crate) comment: TextRange,
    /// From the mark to the closing bracket.
    pub(crate) directive: TextRange,
    /// Where it counts.
    pub(crate) reach: Reach,
    /// The names of rules, with their places.
    pub(crate) names: Vec<(SmolStr, TextRange)>,
}

/// Where a suppression counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// On one line: the one on which it stands, or the next one with code when it stands alone.
    Line(TextRange),
    /// Everywhere in its file.
    File,
    /// Nowhere: it stands behind all code.
    Nowhere,
}

/// A comment that means to allow something and can't be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Malformed {
    /// The part at fault.
    pub(crate) range: TextRange,
    /// What is wrong with it.
    pub(crate) message: String,
    /// What should stand there, when that is clear.
    pub(crate) instead: Option<&'static str>,
}

/// All of a file's comments that are for us.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Comments {
    pub(crate) suppressions: Vec<Suppression>,
    pub(crate) malformed: Vec<Malformed>,
}

/// The comments of a file that allow something. They are read from the text as it is written, so that they count in
/// headers and beside preprocessor lines too.
#[salsa::tracked(returns(deref))]
pub(crate) fn comments(db: &dyn Db, file: File) -> Arc<Comments> {
    Arc::new(read(file.contents(db).as_str()))
}

fn read(text: &str) -> Comments {
    let mut out = Comments::default();
    // Nearly all files have none.
    if !text.contains(MARK) {
        return out;
    }
    let tokens = tokens(text);
    for (index, (kind, range)) in tokens.iter().enumerate() {
        let written = slice(text, *range);
        if !kind.is_comment() || !written.contains(MARK) {
            continue;
        }
        let line = || code_line(text, &tokens, index);
        let mut at = range.start();
        for piece in written.split_inclusive('\n') {
            match directive(piece) {
                Some(Ok(it)) => {
                    let reach = if it.whole_file { Reach::File } else { line().map_or(Reach::Nowhere, Reach::Line) };
                    let names = it.names.into_iter().map(|(name, range)| (name, range + at)).collect();
                    out.suppressions.push(Suppression { comment: *range, directive: it.range + at, reach, names });
                }
                Some(Err(wrong)) => out.malformed.push(Malformed { range: wrong.range + at, ..wrong }),
                None => {}
            }
            at += TextSize::of(piece);
        }
    }
    out
}

fn slice(text: &str, range: TextRange) -> &str {
    text.get(std::ops::Range::<usize>::from(range)).unwrap_or_default()
}

/// Tokens with their ranges. A preprocessor line is taken apart behind its `#`, since a comment may end it.
fn tokens(text: &str) -> Vec<(SyntaxKind, TextRange)> {
    let mut out = Vec::new();
    let mut at = TextSize::new(0);
    for lexeme in lex(text) {
        let range = TextRange::at(at, TextSize::new(lexeme.len));
        at = range.end();
        match slice(text, range).strip_prefix('#') {
            Some(rest) if lexeme.kind == SyntaxKind::PREPROCESSOR => {
                let mut inner = range.start() + TextSize::of('#');
                out.push((SyntaxKind::ERROR_TOKEN, TextRange::new(range.start(), inner)));
                for part in lex(rest) {
                    out.push((part.kind, TextRange::at(inner, TextSize::new(part.len))));
                    inner += TextSize::new(part.len);
                }
            }
            _ => out.push((lexeme.kind, range)),
        }
    }
    out
}

/// The line that a comment is about: its own when code stands before it there, else that of the next code.
fn code_line(text: &str, tokens: &[(SyntaxKind, TextRange)], comment: usize) -> Option<TextRange> {
    let start = tokens.get(comment)?.1.start();
    let own = line(text, start);
    let is_code = |(kind, _): &&(SyntaxKind, TextRange)| !kind.is_trivia();
    let before = tokens.get(..comment)?.iter().rev().find(is_code);
    if before.is_some_and(|(_, range)| range.end() > own.start()) {
        return Some(own);
    }
    tokens.get(comment + 1..)?.iter().find(is_code).map(|(_, range)| line(text, range.start()))
}

/// The line around an offset, without its end.
fn line(text: &str, offset: TextSize) -> TextRange {
    let offset = usize::from(offset).min(text.len());
    let start = text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end = text.get(offset..).and_then(|after| after.find('\n')).map_or(text.len(), |at| offset + at);
    let size = |at| TextSize::try_from(at).unwrap_or_default();
    TextRange::new(size(start), size(end).max(size(start)))
}

/// A directive in one line of a comment; ranges count from the start of that line.
struct Directive {
    range: TextRange,
    whole_file: bool,
    names: Vec<(SmolStr, TextRange)>,
}

/// Reads one line of a comment; `None` when it is prose.
fn directive(piece: &str) -> Option<Result<Directive, Malformed>> {
    let offset = |part: &str| piece.len() - part.len();
    let range = |from: usize, to: usize| {
        let size = |at| TextSize::try_from(at).unwrap_or_default();
        TextRange::new(size(from), size(to.max(from)))
    };
    let start = piece.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '/' | '*' | '!'));
    let after_mark = start.strip_prefix(MARK)?.trim_start();
    let end_of_word = after_mark.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
    let (word, rest) = after_mark.split_at_checked(end_of_word.unwrap_or(after_mark.len()))?;
    let wrong = |range, message: String, instead| Some(Err(Malformed { range, message, instead }));
    let opened = rest.trim_start().strip_prefix('(');
    let whole_file = match word {
        ALLOW => false,
        ALLOW_FILE => true,
        // `camkes: allow` is an order; any other word without a bracket is the start of a sentence.
        _ if opened.is_none() || word.is_empty() => return None,
        _ => {
            let instead = crate::names::closest(word, [ALLOW, ALLOW_FILE]);
            let at = offset(after_mark);
            let message = format!("`{word}` is nothing that a comment can ask for");
            return wrong(range(at, at + word.len()), message, instead);
        }
    };
    let whole = |rest: &str| range(offset(start), offset(rest));
    let Some(list) = opened else {
        return wrong(whole(rest), format!("`{word}` needs the names of rules in brackets"), None);
    };
    let Some((list, rest)) = list.split_once(')') else {
        return wrong(
            range(offset(start), piece.trim_end().len()),
            "this list of rules has no closing bracket".to_owned(),
            None,
        );
    };
    let mut at = offset(rest) - ")".len() - list.len();
    let mut names = Vec::new();
    for part in list.split(',') {
        let name = part.trim();
        let from = at + part.len() - part.trim_start().len();
        if !name.is_empty() {
            names.push((SmolStr::new(name), range(from, from + name.len())));
        }
        at += part.len() + ",".len();
    }
    if names.is_empty() {
        return wrong(whole(rest), "this names no rule".to_owned(), None);
    }
    Some(Ok(Directive { range: whole(rest), whole_file, names }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `name@covered line` of each name, and what is malformed.
    fn read_all(text: &str) -> Vec<String> {
        let found = read(text);
        let of_one = |it: &Suppression| {
            let reach = match it.reach {
                Reach::Line(range) => slice(text, range).trim().to_owned(),
                Reach::File => "file".to_owned(),
                Reach::Nowhere => "nowhere".to_owned(),
            };
            let names = it.names.iter().map(|(name, range)| {
                assert_eq!(slice(text, *range), name);
                name.to_string()
            });
            format!("{}@{reach}", names.collect::<Vec<_>>().join("+"))
        };
        let malformed = found.malformed.iter().map(|it| format!("{}: {}", slice(text, it.range), it.message));
        found.suppressions.iter().map(of_one).chain(malformed).collect()
    }

    #[test]
    fn a_comment_is_about_its_own_line_or_the_next_code() {
        assert_eq!(read_all("a; // camkes: allow(x, y)\nb;"), ["x+y@a; // camkes: allow(x, y)"]);
        assert_eq!(read_all("a;\n// camkes: allow(x)\n\n// more\nb; c;\nd;"), ["x@b; c;"]);
        assert_eq!(read_all("/* camkes: allow(x) */ a;\nb;"), ["x@/* camkes: allow(x) */ a;"]);
        assert_eq!(read_all("/*\n * camkes: allow(x)\n */\na;\nb;"), ["x@a;"]);
        assert_eq!(read_all("a;\n// camkes: allow(x)\n"), ["x@nowhere"]);
        assert_eq!(read_all("a;\n/// camkes:allow-file( x ): since\n"), ["x@file"]);
    }

    #[test]
    fn comments_beside_preprocessor_lines_count() {
        assert_eq!(read_all("#include <a.h> // camkes: allow(x)\n"), ["x@#include <a.h> // camkes: allow(x)"]);
        assert_eq!(read_all("// camkes: allow(x)\n#include <a.h>\n"), ["x@#include <a.h>"]);
    }

    #[test]
    fn strings_and_prose_are_no_directives() {
        for text in ["s = \"// camkes: allow(x)\";", "// camkes: a platform", "// see camkes: allow(x)", "// camkes:"] {
            assert_eq!(read_all(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn what_can_not_be_understood_is_named() {
        let cases = [
            ("// camkes: alow(x)", "alow: `alow` is nothing that a comment can ask for"),
            ("// camkes: allow", "camkes: allow: `allow` needs the names of rules in brackets"),
            ("// camkes: allow(x", "camkes: allow(x: this list of rules has no closing bracket"),
            ("// camkes: allow( , )", "camkes: allow( , ): this names no rule"),
        ];
        for (text, expected) in cases {
            assert_eq!(read_all(text), [expected], "{text}");
        }
    }
}
