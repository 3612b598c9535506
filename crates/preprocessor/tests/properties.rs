// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What holds for every input: no panic, bounded work, valid places, and identity where there is nothing to do.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeSet;
use std::sync::Arc;

use camkes_preprocessor::{Environment, FileId, Options, Plain, SourceFile, directives, preprocess};
use camkes_properties::preprocessor::{Files, check};
use proptest::prelude::*;
use support::{collapsed, options};
use text_size::{TextRange, TextSize};

/// Pieces that make the preprocessor work, and some that it must survive.
const PIECES: &[&str] = &[
    "#define ",
    "#define F(x) ",
    "#define G(x, y) ",
    "#define V(x, ...) ",
    "#define N(a...) ",
    "#undef ",
    "#if ",
    "#ifdef ",
    "#ifndef ",
    "#elif ",
    "#elifdef ",
    "#else",
    "#endif",
    "#include \"a.h\"",
    "#include <b.h>",
    "#include ",
    "#include_next <b.h>",
    "#import \"a.h\"",
    "#error x",
    "#line 5",
    "#pragma once",
    "#pragma ",
    "_Pragma(\"once\")",
    "#",
    "##",
    "\n",
    "\n",
    "\n",
    "\\\n",
    " ",
    "\t",
    "(",
    ")",
    ",",
    "A",
    "B",
    "F",
    "G",
    "V",
    "N",
    "F(",
    "G(A, ",
    "V(B",
    "N(",
    "x",
    "y",
    "a",
    "__VA_ARGS__",
    "__VA_OPT__(",
    ", ## __VA_ARGS__",
    "# x",
    "x ## y",
    "defined ",
    "defined(A)",
    "__has_include(<b.h>)",
    "__LINE__",
    "__FILE__",
    "__COUNTER__",
    "1",
    "0x1p-3",
    "1 / 0",
    "+",
    "-",
    "<",
    "<a b//c>",
    "?",
    ":",
    "&&",
    "||",
    "!",
    "~",
    "\"s\"",
    "'c'",
    "\"",
    "'",
    "/*",
    "*/",
    "//",
    "R\"(",
    ")\"",
    "é",
    "→",
    "\\u00e9",
    "\0",
    "\r\n",
    "import <std.camkes>;",
    "component C {}",
    "%:",
    "...",
    "$",
    "\u{feff}",
];

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_input_ends_and_has_valid_places(main in soup(), a in soup(), b in soup()) {
        let (_, result) = check(&main, &a, &b);
        for at in (0..=main.len()).filter(|&at| main.is_char_boundary(at)) {
            let offset = TextSize::try_from(at).expect("a short text");
            if let Some(expansion) = result.expand_at(FileId(0), offset) {
                prop_assert!(expansion.invocation.range.contains_inclusive(offset));
            }
            for range in result.map.output_ranges(FileId(0), offset) {
                prop_assert!(result.text.get(usize::from(range.start())..usize::from(range.end())).is_some());
            }
        }
    }

    #[test]
    fn arbitrary_text_ends(main in "\\PC*", a in any::<String>()) {
        check(&main, &a, "#include \"a.h\"\n");
        for directive in directives(&a) {
            prop_assert!(a.get(usize::from(directive.range.start())..usize::from(directive.range.end())).is_some());
        }
    }

    #[test]
    fn directives_of_the_outline_are_those_of_the_run(pieces in prop::collection::vec(prop::sample::select(&[
        "#define X 1\n", "#undef X\n", "text\n", "# \n", "#pragma x\n", "  #error e\n", "#line 3\n", "/*\n#\n*/\n", "a # b\n",
        "#ifdef Y\n#define Z\n#endif\n", "#if 1\n#else\n#undef W\n#endif\n", "\"#\"\n", "#define Q \\\n #\n",
    ]), 0..12)) {
        let text = pieces.concat();
        let (_, result) = check(&text, "", "");
        let outline: BTreeSet<(u32, u32)> =
            directives(&text).iter().map(|it| (it.range.start().into(), it.range.end().into())).collect();
        let met: BTreeSet<(u32, u32)> =
            result.directives.iter().map(|it| (it.range.range.start().into(), it.range.range.end().into())).collect();
        if !result.map.is_identity() {
            prop_assert_eq!(met, outline);
        }
    }

    #[test]
    fn a_text_without_anything_to_do_is_kept(words in prop::collection::vec(
        prop::sample::select(&["component", "C", "{", "}", ";", "\"a b\"", "// c\n", "/* x */", "\n", "12", "0x1f", "=", "."][..]), 0..40,
    )) {
        let text = words.join(" ");
        let files = Files::new(&[("main", text.as_str())]);
        let source = files.get("main").expect("the file");
        let result = preprocess(&source, &Environment::new(Options::camkes()), &files);
        prop_assert!(result.map.is_identity());
        prop_assert_eq!(&result.text, &source.text);
        // The long way, forced by a directive at the end, keeps the same words.
        let long = Files::new(&[("main", format!("{text}\n#\n").as_str())]);
        let source = SourceFile { file: FileId(0), ..long.get("main").expect("the file") };
        let long = preprocess(&source, &Environment::new(Options::camkes()), &files);
        prop_assert!(!long.map.is_identity());
        let bare = text.replace("// c\n", " ").replace("/* x */", " ");
        prop_assert_eq!(collapsed(&long.text), collapsed(&bare));
        let whole = TextRange::up_to(TextSize::of(long.text.as_ref()));
        prop_assert!(usize::from(long.map.original(whole).range.end()) <= text.len() + 3);
    }
}

/// Statements, many at a time, and what opens, closes or spoils a longer part of a text.
fn plain_piece() -> impl Strategy<Value = String> {
    let statements = (1..200usize).prop_map(|count| "component Piece piece;\n".repeat(count));
    let other = prop::sample::select(vec![
        "a = 1;", "{", "}", "/* ", " */", "// x\n", "\"", "'", "<", ">", ",", "\\", "KNOWN", " KNOWN ", "#", "\n",
        "\n#", "/", "*", "R", "x", "\u{e9}",
    ]);
    prop_oneof![4 => statements, 3 => other.prop_map(str::to_owned)]
}

proptest! {
    #[test]
    fn what_an_edit_leaves_plain_is_what_is_plain_by_itself(
        start in prop::collection::vec(plain_piece(), 0..12),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..4usize, prop::option::of(plain_piece())), 1..8),
    ) {
        let environment = Environment::new(options(&[], &["KNOWN=1"]));
        let mut pieces = start;
        let mut last = Plain::of(&Arc::from(pieces.concat()), &environment);
        for (at, length, new) in edits {
            let at = at.index(pieces.len() + 1);
            pieces.splice(at..(at + length).min(pieces.len()), new);
            let text = Arc::from(pieces.concat());
            let alone = Plain::of(&text, &environment);
            if let Some(last) = &last {
                prop_assert_eq!(last.edited(&text, &environment).is_some(), alone.is_some(), "{}", text);
            }
            last = last.and_then(|it| it.edited(&text, &environment)).or(alone);
        }
    }
}
