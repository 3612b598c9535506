// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Tests of reports.

use expect_test::{Expect, expect};

use super::{full::Style, *};

const TEXT: &str = "assembly {\n    composition {\n        component Näme n;\n        component Other o;\n    }\n}\n";

fn place(path: &str, needle: &str) -> Place {
    let start = TEXT.find(needle).unwrap();
    Place { path: path.into(), range: Some(start..start + needle.len()) }
}

fn finding() -> Finding {
    Finding {
        rule: "unknown-component".into(),
        severity: Severity::Error,
        message: "there is no component `Näme`".into(),
        at: place("/w/a.camkes", "Näme"),
        labels: vec![(place("/w/a.camkes", "Other"), "this one exists".into())],
        notes: vec!["components must be imported".into()],
        fixes: vec![Fix {
            title: "write `Other`".into(),
            edits: vec![(place("/w/a.camkes", "Näme"), "Other".into())],
            preferred: true,
        }],
    }
}

fn sources() -> Sources {
    let mut sources = Sources::new(Utf8Path::new("/w"));
    sources.insert("/w/a.camkes".into(), TEXT.into());
    sources
}

fn check(actual: &str, expected: Expect) {
    expected.assert_eq(actual);
}

#[test]
fn full_shows_the_text_with_labels_notes_and_fixes() {
    check(
        &full(&[finding()], &sources(), Style::Plain),
        expect![[r#"
            error[unknown-component]: there is no component `Näme`
             --> a.camkes:3:19
              |
            3 |         component Näme n;
              |                   ^^^^
            4 |         component Other o;
              |                   ----- this one exists
              |
              = note: components must be imported
            help: write `Other`
              |
            3 -         component Näme n;
            3 +         component Other n;
              |

        "#]],
    );
}

#[test]
fn concise_is_one_line_each() {
    let mut split = finding();
    split.message = "two\nlines".into();
    check(
        &concise(&[finding(), split], &sources()),
        expect![[r#"
            a.camkes:3:19: error[unknown-component]: there is no component `Näme`
            a.camkes:3:19: error[unknown-component]: two lines
        "#]],
    );
}

#[test]
fn json_has_all_of_it() {
    let text = serde_json::to_string_pretty(&json(&[finding()], &sources())).unwrap();
    check(
        &text,
        expect![[r#"
        [
          {
            "fixes": [
              {
                "edits": [
                  {
                    "path": "a.camkes",
                    "range": {
                      "end": {
                        "column": 23,
                        "line": 3,
                        "offset": 52
                      },
                      "start": {
                        "column": 19,
                        "line": 3,
                        "offset": 47
                      }
                    },
                    "text": "Other"
                  }
                ],
                "preferred": true,
                "title": "write `Other`"
              }
            ],
            "labels": [
              {
                "path": "a.camkes",
                "range": {
                  "end": {
                    "column": 24,
                    "line": 4,
                    "offset": 79
                  },
                  "start": {
                    "column": 19,
                    "line": 4,
                    "offset": 74
                  }
                },
                "text": "this one exists"
              }
            ],
            "message": "there is no component `Näme`",
            "notes": [
              "components must be imported"
            ],
            "path": "a.camkes",
            "range": {
              "end": {
                "column": 23,
                "line": 3,
                "offset": 52
              },
              "start": {
                "column": 19,
                "line": 3,
                "offset": 47
              }
            },
            "rule": "unknown-component",
            "severity": "error"
          }
        ]"#]],
    );
}

#[test]
fn a_file_without_text_is_named() {
    let finding = Finding {
        at: Place { path: "/elsewhere/b.camkes".into(), range: None },
        labels: Vec::new(),
        notes: Vec::new(),
        fixes: Vec::new(),
        ..finding()
    };
    check(
        &full(std::slice::from_ref(&finding), &sources(), Style::Plain),
        expect![[r#"
        error[unknown-component]: there is no component `Näme`
        --> /elsewhere/b.camkes

    "#]],
    );
    check(
        &concise(&[finding], &sources()),
        expect![[r#"
        /elsewhere/b.camkes: error[unknown-component]: there is no component `Näme`
    "#]],
    );
}

#[test]
fn order_and_tally_do_not_depend_on_the_order_of_discovery() {
    let early = Finding { at: place("/w/a.camkes", "assembly"), severity: Severity::Warning, ..finding() };
    let other = Finding { at: place("/w/Z.camkes", "Other"), ..finding() };
    let mut findings = vec![finding(), early.clone(), other.clone(), finding()];
    sort(&mut findings);
    assert_eq!(findings, [other, early, finding()]);
    assert_eq!(tally(&findings).as_deref(), Some("2 errors, 1 warning"));
    assert_eq!(tally(&[]), None);
}

proptest::proptest! {
    #[test]
    fn no_range_breaks_a_report(text in "[aä\n]{0,20}", start in 0usize..30, len in 0usize..30) {
        let mut sources = Sources::new(Utf8Path::new("/w"));
        sources.insert("/w/a.camkes".into(), text.as_str().into());
        let at = Place { path: "/w/a.camkes".into(), range: Some(start..start + len) };
        let finding = Finding {
            fixes: vec![Fix { title: "f".into(), edits: vec![(at.clone(), "x".into())], preferred: false }],
            labels: vec![(at.clone(), "l".into())],
            at,
            ..finding()
        };
        let _ = full(std::slice::from_ref(&finding), &sources, Style::Coloured);
        let _ = concise(std::slice::from_ref(&finding), &sources);
        let _ = json(&[finding], &sources);
    }
}
