// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Folds, growing selections, links, and symbols of the workspace.

use camkes_ide::{FoldKind, MOST_SYMBOLS};
use expect_test::{Expect, expect};

use crate::setup::at_cursor;

fn check_folds(text: &str, expected: &Expect) {
    let (fixture, analysis, path, _) = at_cursor(&format!("{text}$0"));
    let mut out = String::new();
    for fold in analysis.folding_ranges(&path).unwrap() {
        let kind = match fold.kind {
            FoldKind::Block => "block",
            FoldKind::Comment => "comment",
            FoldKind::Imports => "imports",
            FoldKind::Condition => "condition",
        };
        out.push_str(&format!("{kind}: {:?}\n", &fixture.root().text[fold.range]));
    }
    expected.assert_eq(&out);
}

#[test]
fn bodies_and_long_values_fold() {
    check_folds(
        "assembly {\n    composition { }\n    configuration {\n        a.b = [\n            1];\n    }\n}\n",
        &expect![[r#"
            block: "\n    composition { }\n    configuration {\n        a.b = [\n            1];\n    }\n"
            block: "\n        a.b = [\n            1];\n    "
            block: "\n            1"
        "#]],
    );
}

#[test]
fn comments_and_imports_fold() {
    check_folds(
        "/* a\n * b */\nimport \"a\"; // one\n// two\nimport \"b\";\n\n// three\n// four\n\n// five\ncomponent A { }\n",
        &expect![[r#"
            comment: "/* a\n * b */"
            imports: "import \"a\"; // one\n// two\nimport \"b\";"
            comment: "// three\n// four"
        "#]],
    );
}

#[test]
fn the_groups_of_a_condition_fold() {
    check_folds(
        "#if A\ncomponent B { }\n#else\ncomponent C { }\n#endif\n",
        &expect![[r#"
        condition: "\ncomponent B { }"
        condition: "\ncomponent C { }"
    "#]],
    );
}

#[test]
fn a_selection_grows_to_the_whole_file() {
    let (fixture, analysis, path, offset) =
        at_cursor("//- /main.camkes\nassembly { configuration { a.vol$0ume = 1 + 2; } }\n");
    let ranges = analysis.selection_ranges(&path, offset).unwrap();
    assert!(ranges.is_sorted_by(|inner, outer| outer.contains_range(*inner) && outer != inner));
    let texts: Vec<_> = ranges.iter().map(|range| &fixture.root().text[*range]).collect();
    assert_eq!(
        texts,
        [
            "volume",
            "a.volume",
            "a.volume = 1 + 2;",
            "{ a.volume = 1 + 2; }",
            "configuration { a.volume = 1 + 2; }",
            "{ configuration { a.volume = 1 + 2; } }",
            "assembly { configuration { a.volume = 1 + 2; } }",
            "assembly { configuration { a.volume = 1 + 2; } }\n",
        ]
    );
}

#[test]
fn a_selection_of_an_end_is_without_the_comma_behind_it() {
    let (fixture, analysis, path, offset) =
        at_cursor("//- /main.camkes\nassembly { composition { connection C c(from a.$0p, to b.q); } }\n");
    let ranges = analysis.selection_ranges(&path, offset).unwrap();
    let texts: Vec<_> = ranges.iter().map(|range| &fixture.root().text[*range]).collect();
    assert_eq!(texts[..5], ["p", "a.p", "from a.p", "from a.p,", "connection C c(from a.p, to b.q);"]);
    // Behind a word, in front of a dot.
    let (fixture, analysis, path, offset) =
        at_cursor("//- /main.camkes\nassembly { configuration { one$0.two = 1; } }\n");
    let ranges = analysis.selection_ranges(&path, offset).unwrap();
    assert_eq!(&fixture.root().text[ranges[0]], "one");
}

#[test]
fn imports_and_headers_are_links() {
    let (fixture, analysis, path, _) = at_cursor(
        r#"
        //- /main.camkes
        import <std_connector.camkes>;
        //     ^^^^^^^^^^^^^^^^^^^^^^ /camkes-builtin:/std_connector.camkes
        import "sub/a.camkes";
        //     ^^^^^^^^^^^^^^ /sub/a.camkes
        import "missing.camkes";
        #include "b.h"
        //       ^^^^^ /b.h
        #include "missing.h"
        $0
        //- /sub/a.camkes
        component A { }
        //- /b.h
        component B { }
        "#,
    );
    let links = analysis.links(&path).unwrap();
    fixture.assert_marks(links.iter().map(|link| (path.as_str(), link.range, link.target.to_string())));
}

#[test]
fn symbols_come_from_all_files_and_the_own_ones_first() {
    let (_, analysis, _, _) = at_cursor(
        r#"
        //- /main.camkes
        import <std_connector.camkes>;
        import "a.camkes";
        component MyRPCCaller { control; }
        $0
        //- /a.camkes
        component RPC { attribute int rpc_size; }
        "#,
    );
    let found = analysis.workspace_symbols("rpc").unwrap();
    let names: Vec<_> = found.iter().take(4).map(|it| it.symbol.name.as_str()).collect();
    assert_eq!(names, ["RPC", "rpc_size", "MyRPCCaller", "seL4RPCCall"]);
    assert_eq!(found[1].container.as_deref(), Some("RPC"));
    assert_eq!(analysis.workspace_symbols("mrcr").unwrap()[0].symbol.name, "MyRPCCaller");
    assert_eq!(analysis.workspace_symbols("nothing like it").unwrap(), []);
}

#[test]
fn the_number_of_symbols_is_bounded() {
    let many: String = (0..1000).map(|n| format!("component C{n} {{ }}\n")).collect();
    let (_, analysis, _, _) = at_cursor(&format!("//- /main.camkes\n{many}$0"));
    assert_eq!(analysis.workspace_symbols("").unwrap().len(), MOST_SYMBOLS);
}
