// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Nothing is lost, nothing panics, and every place is a place of the text.

use camkes_properties::parser::{check, check_bytes};
use camkes_syntax::{decode, parse};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::sample::{TOKENS, VALID, tokens};

#[test]
fn the_sample_is_valid() {
    assert_eq!(parse(VALID).errors(), []);
    check(VALID);
}

#[test]
fn every_prefix_and_every_suffix_of_a_valid_file() {
    for (at, _) in VALID.char_indices() {
        check(&VALID[..at]);
        check(&VALID[at..]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text(text in ".{0,200}") {
        check(&text);
    }

    #[test]
    fn any_bytes(bytes in vec(any::<u8>(), 0..300)) {
        check_bytes(&bytes);
    }

    #[test]
    fn any_tokens(words in vec(prop::sample::select(TOKENS), 0..120)) {
        check(&words.join(" "));
        check(&words.concat());
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
        check(&text);
    }
}

#[test]
fn a_replacement_character_of_the_file_is_not_an_invalid_byte() {
    let bytes = "a\u{FFFD}b".as_bytes();
    let decoded = decode(bytes);
    assert_eq!(decoded.invalid, []);
    assert_eq!(decoded.to_bytes(), bytes);
}

#[test]
fn each_byte_of_a_broken_sequence_is_one_character() {
    let decoded = decode(b"x\xE2\x82y\xFF");
    assert_eq!(&*decoded.text, "x\u{FFFD}\u{FFFD}y\u{FFFD}");
    assert_eq!(decoded.invalid.iter().map(|it| it.byte).collect::<Vec<_>>(), [0xE2, 0x82, 0xFF]);
    assert_eq!(decoded.to_bytes(), b"x\xE2\x82y\xFF");
}
