// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Structs by their tags, and their members where they stand behind a variable that is known: of any other, only its type would tell.

use camkes_preprocessor::{PlainKind, plain_tokens};
use text_size::TextRange;

/// The names of members behind each variable, in order: in `a[2].b->c`, `b` and `c` behind `a`.
#[must_use]
pub fn members_behind(text: &str, variables: &[TextRange]) -> Vec<Vec<TextRange>> {
    if variables.is_empty() {
        return Vec::new();
    }
    let tokens: Vec<_> = plain_tokens(text).map(|it| (it.range, it.kind)).collect();
    let word = |index: usize| {
        let range = tokens.get(index)?.0;
        text.get(std::ops::Range::<usize>::from(range))
    };
    let behind = |variable: &TextRange| {
        let mut out = Vec::new();
        let Ok(mut at) = tokens.binary_search_by_key(&variable.start(), |(range, _)| range.start()) else { return out };
        loop {
            at += 1;
            match word(at) {
                Some("[") => {
                    let mut depth = 1usize;
                    while depth > 0 && at < tokens.len() {
                        at += 1;
                        match word(at) {
                            Some("[") => depth += 1,
                            Some("]") => depth -= 1,
                            _ => {}
                        }
                    }
                }
                Some("." | "->") => {
                    at += 1;
                    match tokens.get(at) {
                        Some((range, PlainKind::Name)) => out.push(*range),
                        _ => return out,
                    }
                }
                _ => return out,
            }
        }
    };
    variables.iter().map(behind).collect()
}

/// Where a text says `struct` and this name: the name.
#[must_use]
pub fn tags(text: &str, name: &str) -> Vec<TextRange> {
    if !text.contains(name) {
        return Vec::new();
    }
    let word = |range: TextRange| text.get(std::ops::Range::<usize>::from(range));
    let tokens: Vec<_> = plain_tokens(text).filter(|it| it.kind == PlainKind::Name).map(|it| it.range).collect();
    let is_tag = |pair: &&[TextRange]| {
        let [first, second] = pair else { return false };
        let between = word(TextRange::new(first.end(), second.start()));
        // A comment may stand between them, but nothing else.
        let is_blank = between.is_some_and(|it| plain_tokens(it).next().is_none());
        word(*first) == Some("struct") && word(*second) == Some(name) && is_blank
    };
    tokens.windows(2).filter(is_tag).filter_map(|pair| pair.last().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::c::{Scope, uses};

    fn found(text: &str) -> Vec<String> {
        let all = members_behind(text, &uses(text, "a", Scope::Plain));
        let shown = |names: &Vec<TextRange>| names.iter().map(|it| &text[*it]).collect::<Vec<_>>().join(" ");
        all.iter().map(shown).collect()
    }

    #[test]
    fn members_stand_behind_dots_arrows_and_elements() {
        assert_eq!(found("f(a.b, a[i[0]].c->d, a, a . /* no */ e = 1);"), ["b", "c d", "", "e"]);
        assert_eq!(found("a[a.b"), ["", "b"]);
        assert_eq!(found("a.1; a."), ["", ""]);
        assert_eq!(found("x.a.b"), Vec::<String>::new());
    }

    #[test]
    fn tags_stand_behind_their_keyword() {
        let text = "struct a x; struct /* a */ a *y; a; struct b; struct { int a; } c; // struct a";
        let starts: Vec<_> = tags(text, "a").iter().map(|it| usize::from(it.start())).collect();
        assert_eq!(starts, [7, 27]);
        assert!(tags("struct\n(a)", "a").is_empty());
    }
}
