// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What holds for the layout of every text.

use camkes_syntax::{formatted, parse};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::checked;
use crate::sample::{TOKENS, VALID, tokens};

/// The valid file with something before each of its tokens.
fn with_gaps(gaps: &[String]) -> String {
    let mut text = String::new();
    let mut gaps = gaps.iter().cycle();
    for (_, range) in tokens(VALID) {
        text.push_str(gaps.next().map_or(" ", String::as_str));
        text.push_str(&VALID[range]);
    }
    text
}

/// Blanks, line breaks and comments that end before their line does. A tab is in each, and the layout has none.
fn blank() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => Just("\t".to_owned()),
        2 => Just("\n\t".to_owned()),
        1 => Just("\n\n\n\t ".to_owned()),
        1 => Just("\t/* c */ ".to_owned()),
    ]
}

/// Whatever may stand between two tokens.
fn gap() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => blank(),
        1 => Just("\n\t/* c\n\t\t* d */ ".to_owned()),
        1 => Just("\t/* c\n\t\t* d */\n".to_owned()),
        1 => Just("\t// c\n".to_owned()),
        1 => Just("\t\n// c\n\n".to_owned()),
        1 => Just("\t\n#define X\n".to_owned()),
    ]
}

/// Whether the text has the marks of the canonical layout.
#[track_caller]
fn check_canonical(text: &str) {
    for line in text.lines() {
        assert!(!line.contains('\t') && line.trim_end() == line, "{line:?} in\n{text}");
    }
    assert!(!text.contains("\n\n\n") && !text.contains("{\n\n") && text.ends_with('\n') && !text.ends_with("\n\n"));
}

#[test]
fn the_sample_has_a_layout() {
    check_canonical(&checked(VALID));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_text(text in ".{0,200}") {
        checked(&text);
    }

    #[test]
    fn any_tokens(words in vec(prop::sample::select(TOKENS), 0..120)) {
        checked(&words.join(" "));
        checked(&words.concat());
    }

    #[test]
    fn a_valid_file_with_anything_anywhere(edits in vec((any::<prop::sample::Index>(), 0..3, prop::sample::select(TOKENS)), 1..6)) {
        let mut text = VALID.to_owned();
        for (index, what, token) in edits {
            let all = tokens(&text);
            if all.is_empty() {
                break;
            }
            let (_, range) = all[index.index(all.len())].clone();
            match what {
                0 => text.replace_range(range, ""),
                1 => text.replace_range(range, token),
                _ => text.insert_str(range.end, token),
            }
        }
        checked(&text);
    }

    #[test]
    fn a_valid_file_with_comments_and_directives_anywhere(gaps in vec(gap(), 1..200)) {
        checked(&with_gaps(&gaps));
    }

    #[test]
    fn a_valid_file_with_line_breaks_anywhere(gaps in vec(blank(), 1..200)) {
        let text = with_gaps(&gaps);
        let result = checked(&text);
        // The parser takes some line breaks for the end of a declaration.
        if parse(&text).errors().is_empty() {
            check_canonical(&result);
        }
    }

    #[test]
    fn a_valid_file_in_one_line(gaps in vec("[ \t]{1,3}", 1..200)) {
        let result = checked(&with_gaps(&gaps));
        prop_assert_eq!(&result, &formatted(&with_gaps(&[" ".to_owned()])));
        check_canonical(&result);
    }

    #[test]
    fn blanks_within_lines_do_not_matter(blanks in vec("[ \t]{1,5}", 1..300)) {
        let mut blanks = blanks.iter().cycle();
        let mut text = String::new();
        for line in VALID.split_inclusive('\n') {
            text.push_str(blanks.next().unwrap());
            let mut is_string = false;
            for part in line.trim_start_matches(' ').split_inclusive(' ') {
                is_string ^= part.matches('"').count() % 2 == 1;
                text.push_str(part);
                if part.ends_with(' ') && !is_string && !line.contains("//") && !line.contains("/*") {
                    text.push_str(blanks.next().unwrap());
                }
            }
        }
        prop_assert_eq!(checked(&text), formatted(VALID));
    }
}
