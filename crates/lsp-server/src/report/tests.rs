// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Tests of reports.

use clap::ValueEnum as _;
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

/// Two findings with what formats must escape: the characters of their own syntax, and those that no report has.
fn awkward() -> (Vec<Finding>, Sources) {
    let mut sources = sources();
    sources.insert("/w/a b/c:d,e%.camkes".into(), TEXT.into());
    let odd = Finding {
        rule: "c-keyword".into(),
        severity: Severity::Warning,
        message: "100% <wrong>: \"a\", 'b' & c\r\nsecond\u{1}".into(),
        at: place("/w/a b/c:d,e%.camkes", "composition {\n    "),
        labels: Vec::new(),
        notes: vec!["note".into()],
        fixes: Vec::new(),
    };
    let mut findings = vec![odd.clone(), finding(), finding()];
    findings[2].at = place("/w/a.camkes", "Other");
    findings[2].severity = Severity::Hint;
    sort(&mut findings);
    (findings, sources)
}

#[test]
fn github_commands_escape_what_the_runner_decodes() {
    let (findings, sources) = awkward();
    check(
        &github(&findings, &sources),
        expect![[r#"
            ::warning title=camkes-lsp (c-keyword),file=a b/c%3Ad%2Ce%25.camkes,line=2,endLine=3::100%25 <wrong>: "a", 'b' & c%0D%0Asecond%0Anote
            ::error title=camkes-lsp (unknown-component),file=a.camkes,line=3,endLine=3,col=19,endColumn=23::there is no component `Näme`%0Acomponents must be imported
            ::notice title=camkes-lsp (unknown-component),file=a.camkes,line=4,endLine=4,col=19,endColumn=24::there is no component `Näme`%0Acomponents must be imported
        "#]],
    );
}

#[test]
fn junit_is_well_formed_and_fails_for_what_the_run_fails_for() {
    let (findings, sources) = awkward();
    let text = junit(&findings, &sources, Gate::Errors);
    check(
        &text,
        expect![[r#"
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="camkes-lsp" tests="3" failures="1" errors="0">
              <testsuite name="a b/c:d,e%.camkes" tests="1" failures="0" errors="0" skipped="0">
                <testcase name="c-keyword:2:5" classname="a b/c:d,e%.camkes">
                  <system-out>a b/c:d,e%.camkes:2:5: warning[c-keyword]: 100% &lt;wrong&gt;: &quot;a&quot;, 'b' &amp; c&#13;&#10;second�&#10;note: note</system-out>
                </testcase>
              </testsuite>
              <testsuite name="a.camkes" tests="2" failures="1" errors="0" skipped="0">
                <testcase name="unknown-component:3:19" classname="a.camkes">
                  <failure message="there is no component `Näme`" type="error">a.camkes:3:19: error[unknown-component]: there is no component `Näme`&#10;note: components must be imported</failure>
                </testcase>
                <testcase name="unknown-component:4:19" classname="a.camkes">
                  <system-out>a.camkes:4:19: hint[unknown-component]: there is no component `Näme`&#10;note: components must be imported</system-out>
                </testcase>
              </testsuite>
            </testsuites>
        "#]],
    );
    let document = roxmltree::Document::parse(&text).unwrap();
    let failures = |gate| junit(&findings, &sources, gate).matches("<failure ").count();
    assert_eq!((failures(Gate::Errors), failures(Gate::Warnings)), (1, 2));
    let said = document.descendants().find(|it| it.has_tag_name("system-out")).and_then(|it| it.text());
    let expected =
        "a b/c:d,e%.camkes:2:5: warning[c-keyword]: 100% <wrong>: \"a\", 'b' & c\r\nsecond\u{fffd}\nnote: note";
    assert_eq!(said, Some(expected));
    roxmltree::Document::parse(&junit(&[], &sources, Gate::Errors)).unwrap();
}

#[test]
fn gitlab_has_places_and_fingerprints_that_outlive_edits_above() {
    let (findings, sources) = awkward();
    check(
        &format!("{:#}", gitlab(&findings[..2], &sources)),
        expect![[r#"
        [
          {
            "check_name": "c-keyword",
            "description": "c-keyword: 100% <wrong>: \"a\", 'b' & c\r\nsecond\u0001",
            "fingerprint": "6a1e0f50bc47ac22",
            "location": {
              "path": "a b/c:d,e%.camkes",
              "positions": {
                "begin": {
                  "column": 5,
                  "line": 2
                },
                "end": {
                  "column": 5,
                  "line": 3
                }
              }
            },
            "severity": "minor"
          },
          {
            "check_name": "unknown-component",
            "description": "unknown-component: there is no component `Näme`",
            "fingerprint": "6673d6b32c5f9713",
            "location": {
              "path": "a.camkes",
              "positions": {
                "begin": {
                  "column": 19,
                  "line": 3
                },
                "end": {
                  "column": 23,
                  "line": 3
                }
              }
            },
            "severity": "major"
          }
        ]"#]],
    );
    let prints = |findings: &[Finding], sources: &Sources| -> Vec<String> {
        let report = gitlab(findings, sources);
        report.as_array().unwrap().iter().map(|it| it["fingerprint"].as_str().unwrap().to_owned()).collect()
    };
    let before = prints(&findings, &sources);
    let unique: std::collections::BTreeSet<_> = before.iter().collect();
    assert_eq!(unique.len(), findings.len(), "findings of one rule in one file are told apart");
    let mut moved = findings.clone();
    let mut texts = Sources::new(Utf8Path::new("/w"));
    for path in ["/w/a.camkes", "/w/a b/c:d,e%.camkes"] {
        texts.insert(path.into(), format!("\n\n{TEXT}").into());
    }
    for range in moved.iter_mut().filter_map(|it| it.at.range.as_mut()) {
        *range = range.start + 2..range.end + 2;
    }
    assert_eq!(prints(&moved, &texts), before);
}

#[expect(clippy::too_many_lines, reason = "the document is long")]
#[test]
fn sarif_has_rules_regions_related_places_and_fixes() {
    let (findings, sources) = awkward();
    let log = sarif(&findings[..2], &sources);
    check(
        &format!("{:#}", log["runs"][0]["results"]),
        expect![[r#"
        [
          {
            "level": "warning",
            "locations": [
              {
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": "a%20b/c%3Ad%2Ce%25.camkes"
                  },
                  "region": {
                    "endColumn": 5,
                    "endLine": 3,
                    "startColumn": 5,
                    "startLine": 2
                  }
                }
              }
            ],
            "message": {
              "text": "100% <wrong>: \"a\", 'b' & c\r\nsecond\u0001\nnote"
            },
            "ruleId": "c-keyword",
            "ruleIndex": 0
          },
          {
            "fixes": [
              {
                "artifactChanges": [
                  {
                    "artifactLocation": {
                      "uri": "a.camkes"
                    },
                    "replacements": [
                      {
                        "deletedRegion": {
                          "endColumn": 23,
                          "endLine": 3,
                          "startColumn": 19,
                          "startLine": 3
                        },
                        "insertedContent": {
                          "text": "Other"
                        }
                      }
                    ]
                  }
                ],
                "description": {
                  "text": "write `Other`"
                }
              }
            ],
            "level": "error",
            "locations": [
              {
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": "a.camkes"
                  },
                  "region": {
                    "endColumn": 23,
                    "endLine": 3,
                    "startColumn": 19,
                    "startLine": 3
                  }
                }
              }
            ],
            "message": {
              "text": "there is no component `Näme`\ncomponents must be imported"
            },
            "relatedLocations": [
              {
                "id": 0,
                "message": {
                  "text": "this one exists"
                },
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": "a.camkes"
                  },
                  "region": {
                    "endColumn": 24,
                    "endLine": 4,
                    "startColumn": 19,
                    "startLine": 4
                  }
                }
              }
            ],
            "ruleId": "unknown-component",
            "ruleIndex": 1
          }
        ]"#]],
    );
    let run = &log["runs"][0];
    assert_eq!((log["version"].as_str(), run["columnKind"].as_str()), (Some("2.1.0"), Some("unicodeCodePoints")));
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for result in run["results"].as_array().unwrap() {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        let help = rule["help"]["markdown"].as_str().unwrap();
        assert!(help.contains("```camkes"), "{help}");
    }
}

#[test]
fn sarif_names_files_elsewhere_by_uris() {
    let sources = Sources::new(Utf8Path::new("/w"));
    let uri = |path: &str| {
        let at = Place { path: path.into(), range: None };
        let log = sarif(&[Finding { at, ..finding() }], &sources);
        let location = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert!(location.get("region").is_none());
        location["artifactLocation"]["uri"].as_str().unwrap().to_owned()
    };
    assert_eq!(uri("/else where/a.camkes"), "file:///else%20where/a.camkes");
    assert_eq!(uri(camkes_hir::builtin::path("std_connector.camkes").as_str()), "camkes-builtin:/std_connector.camkes");
    assert_eq!(uri("linker.lds"), "linker.lds");
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
        for format in ReportFormat::value_variants() {
            let _ = render(*format, std::slice::from_ref(&finding), &sources, Style::Plain, Gate::Errors);
        }
    }
}
