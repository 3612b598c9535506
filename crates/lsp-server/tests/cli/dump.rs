// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `dump model` and `dump preprocessed`.

use expect_test::expect_file;

use crate::run::Folder;

const SYSTEM: &str = r#"
procedure P { include "p.h"; int f(in string s, out int n); }
connector Call { from Procedures with 0 threads; to Procedure; attribute int size = 4096; }
component Client { control; uses P p; attribute { int x; string y; } at; }
component Server { provides P p; dataport Buf(4096) d; maybe consumes Tick t; attribute int n[] = [1, 2]; }
component Device { hardware; dataport Buf(4096) d; }
connector Mmio { from Dataport; to hardware Dataport; }
assembly {
    composition {
        component Client c;
        group g { component Server s; }
        component Device dev;
        connection Call call(from c.p, to g.s.p);
        connection Mmio mmio(from g.s.d, to dev.d);
    }
    configuration { c.at = {"x": 1 << 4, "y": "two"}; dev.d_paddr = 0xe0000000; c.weight = 2.5; }
}
"#;

#[test]
fn the_model_is_the_references() {
    let folder = Folder::new(&[("a.camkes", SYSTEM)]);
    let ran = folder.run("dump model a.camkes --nocpp");
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    // What the reference tool has of the same text, written as sorted JSON.
    expect_file!["dump/model.json"].assert_eq(&ran.stdout);
}

#[test]
fn mistakes_take_the_place_of_the_model() {
    let folder = Folder::new(&[("a.camkes", "assembly { composition { component Nothing n; } }")]);
    let ran = folder.run("dump model a.camkes");
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.contains("unknown-component"), "{ran:?}");
    let empty = Folder::new(&[("a.camkes", "")]).run("dump model a.camkes");
    assert_eq!((empty.code, empty.stdout.as_str()), (1, ""));
}

#[test]
fn options_reach_the_preprocessor() {
    let text = "#include <n.h>\n#ifdef WIDE\nN WIDE\n#else\nnarrow __linux__\n#endif\n";
    let folder = Folder::new(&[("a.camkes", text), ("inc/n.h", "#define N 7\n")]);
    let shown = |line: &str| {
        let ran = folder.run(line);
        assert_eq!(ran.code, 0, "{ran:?}");
        ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(shown("dump preprocessed a.camkes --include-path inc -DWIDE=3"), "7 3");
    assert_eq!(shown("dump preprocessed a.camkes --include-path inc"), "narrow 1");
    assert_eq!(shown("dump preprocessed a.camkes --include-path inc -U __linux__"), "narrow __linux__");
    let raw = folder.run("dump preprocessed a.camkes --nocpp");
    assert_eq!(raw.stdout, text);
}

#[test]
fn names_before_their_declaration_are_as_bad_as_the_options_say() {
    let text = "assembly { composition { component C c; } } component C { control; }";
    let folder = Folder::new(&[("a.camkes", text)]);
    for (option, code, words) in [
        ("", 0, "warning[forward-reference]"),
        ("--allow-forward-references", 0, ""),
        ("--disallow-forward-references", 1, "error[forward-reference]"),
    ] {
        let ran = folder.run(&format!("dump model a.camkes {option}"));
        assert_eq!(ran.code, code, "{option}: {ran:?}");
        assert!(ran.stderr.contains(words) && ran.stderr.is_empty() == words.is_empty(), "{option}: {ran:?}");
    }
}

#[test]
fn queries_are_answered_from_the_files_that_are_given() {
    let text = r#"component C { } assembly { composition { component C c; } configuration {
        c.pins = gpio({"pins": ["PA1"]})["desired-pins"];
        c.dtb = dtb({"path": "uart"});
    } }"#;
    let folder = Folder::new(&[("a.camkes", text), ("pins.yaml", "gpio_list: [PA0, PA1]"), ("b.dtb", "no tree")]);
    let ran = folder.run("check a.camkes --nocpp --output-format concise --gpio-list pins.yaml");
    assert_eq!(ran.code, 1);
    assert!(
        ran.stdout.contains("a.camkes:3:17: error[invalid-value]: the query `dtb` can't be answered"),
        "{}",
        ran.stdout
    );
    assert!(!ran.stdout.contains("gpio"), "{}", ran.stdout);
    let ran = folder.run("check a.camkes --nocpp --output-format concise --gpio-list pins.yaml --dtb b.dtb");
    assert!(ran.stdout.contains("gives no answers: it does not start with the magic number"), "{}", ran.stdout);
    let ran = folder.run("check a.camkes --nocpp --output-format concise --gpio-list nowhere.yaml --dtb b.dtb");
    assert!(ran.stdout.contains("nowhere.yaml` gives no answers"), "{}", ran.stdout);
}
