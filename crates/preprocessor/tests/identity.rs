// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The fast path: a file without anything to do is its own output, and nothing that matters slips through it.

mod support;

use std::sync::Arc;

use camkes_preprocessor::{Environment, NoFiles, Options, preprocess};
use support::{Files, options, run};

fn is_identity(text: &str) -> bool {
    let files = Files::new(&[("app.camkes", text)]);
    run(&files, Options { ..options(&[], &["KNOWN=1"]) }).map.is_identity()
}

#[test]
fn plain_files_are_not_copied() {
    let text = "import <std_connector.camkes>;\n/* a\n * b */\ncomponent C { // c\n  attribute string s = \"KNOWN # x\";\n  int a = 1 << 2;\n}\n";
    let files = Files::new(&[("app.camkes", text)]);
    let source = files.get("app.camkes").expect("the file");
    let result = preprocess(&source, &Environment::new(options(&[], &["KNOWN=1"])), &NoFiles);
    assert!(result.map.is_identity());
    assert!(Arc::ptr_eq(&result.text, &source.text));
    assert_eq!(result.map.original(text_size::TextRange::up_to(5.into())).range, text_size::TextRange::up_to(5.into()));
}

#[test]
fn whatever_the_preprocessor_acts_on_takes_the_long_way() {
    for text in [
        "#define X\n",
        "a\n  # if 1\n",
        "a = KNOWN;\n",
        "%:define X\n",
        "a \\\n b\n",
        "// comment \\\n goes on\n",
        "import <a//b>;\n",
        "import <a/*b*/c>;\n",
        "import <a  b>;\n",
        "it's\n",
        "a \"open\n text\" b\n",
        "/* open\n",
        "__FILE__\n",
        "R\"(KNOWN)\"\n",
        "\u{feff}a\n",
    ] {
        assert!(!is_identity(text), "{text:?}");
    }
}

#[test]
fn names_that_only_look_like_macros_are_plain() {
    for text in ["KNOWN2 _KNOWN 0KNOWN \"KNOWN\" 'KNOWN' /* KNOWN */ // KNOWN\n", "a # b\n", "'#' \"#\"\n", "", "\n\n"]
    {
        assert!(is_identity(text), "{text:?}");
    }
}
