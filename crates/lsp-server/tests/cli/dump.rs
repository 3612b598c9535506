// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `dump model` and `dump preprocessed`.

use expect_test::expect;

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
    expect![[r#"
        {
         "component_types": {
          "Client": {
           "attributes": [
            {
             "array": false,
             "name": "at",
             "type": {
              "struct": "camkes_anon_struct_0"
             }
            }
           ],
           "binary_semaphores": [],
           "control": true,
           "hardware": false,
           "includes": [],
           "interfaces": [
            {
             "kind": "uses",
             "name": "p",
             "optional": false,
             "type": "P"
            }
           ],
           "mutexes": [],
           "name": "Client",
           "semaphores": []
          },
          "Device": {
           "attributes": [],
           "binary_semaphores": [],
           "control": false,
           "hardware": true,
           "includes": [],
           "interfaces": [
            {
             "kind": "dataports",
             "name": "d",
             "optional": false,
             "type": "Buf(4096)"
            }
           ],
           "mutexes": [],
           "name": "Device",
           "semaphores": []
          },
          "Server": {
           "attributes": [
            {
             "array": true,
             "default": [
              1,
              2
             ],
             "name": "n",
             "type": "int"
            }
           ],
           "binary_semaphores": [],
           "control": false,
           "hardware": false,
           "includes": [],
           "interfaces": [
            {
             "kind": "provides",
             "name": "p",
             "type": "P"
            },
            {
             "kind": "consumes",
             "name": "t",
             "optional": true,
             "type": "Tick"
            },
            {
             "kind": "dataports",
             "name": "d",
             "optional": false,
             "type": "Buf(4096)"
            }
           ],
           "mutexes": [],
           "name": "Server",
           "semaphores": []
          }
         },
         "configuration": {
          "c": {
           "at": {
            "x": 16,
            "y": "two"
           },
           "weight": 2.5
          },
          "dev": {
           "d_paddr": 3758096384
          },
          "s": {
           "n": [
            1,
            2
           ]
          }
         },
         "connection_order": [
          "call",
          "mmio"
         ],
         "connections": [
          {
           "from": [
            "c.p"
           ],
           "name": "call",
           "to": [
            "s.p"
           ],
           "type": "Call"
          },
          {
           "from": [
            "s.d"
           ],
           "name": "mmio",
           "to": [
            "dev.d"
           ],
           "type": "Mmio"
          }
         ],
         "connectors": {
          "Call": {
           "attributes": [
            {
             "array": false,
             "default": 4096,
             "name": "size",
             "type": "int"
            }
           ],
           "from_hardware": false,
           "from_multiple": true,
           "from_threads": 0,
           "from_type": "Procedure",
           "name": "Call",
           "to_hardware": false,
           "to_multiple": false,
           "to_threads": 1,
           "to_type": "Procedure"
          },
          "Mmio": {
           "attributes": [],
           "from_hardware": false,
           "from_multiple": false,
           "from_threads": 1,
           "from_type": "Dataport",
           "name": "Mmio",
           "to_hardware": true,
           "to_multiple": false,
           "to_threads": 1,
           "to_type": "Dataport"
          }
         },
         "exports_left": 0,
         "groups_left": [],
         "instance_order": [
          "c",
          "dev",
          "s"
         ],
         "instances": [
          {
           "address_space": "c",
           "control": true,
           "hardware": false,
           "interfaces": [
            {
             "kind": "uses",
             "name": "p",
             "optional": false,
             "type": "P"
            }
           ],
           "name": "c",
           "type": "Client"
          },
          {
           "address_space": "dev",
           "control": false,
           "hardware": true,
           "interfaces": [
            {
             "kind": "dataports",
             "name": "d",
             "optional": false,
             "type": "Buf(4096)"
            }
           ],
           "name": "dev",
           "type": "Device"
          },
          {
           "address_space": "g",
           "control": false,
           "hardware": false,
           "interfaces": [
            {
             "kind": "provides",
             "name": "p",
             "type": "P"
            },
            {
             "kind": "consumes",
             "name": "t",
             "optional": true,
             "type": "Tick"
            },
            {
             "kind": "dataports",
             "name": "d",
             "optional": false,
             "type": "Buf(4096)"
            }
           ],
           "name": "s",
           "type": "Server"
          }
         ],
         "procedures": {
          "P": {
           "attributes": [],
           "includes": [
            {
             "relative": true,
             "source": "p.h"
            }
           ],
           "methods": [
            {
             "name": "f",
             "parameters": [
              {
               "array": false,
               "direction": "in",
               "name": "s",
               "type": "string"
              },
              {
               "array": false,
               "direction": "out",
               "name": "n",
               "type": "int"
              }
             ],
             "return_type": "int"
            }
           ],
           "name": "P"
          }
         },
         "schedule": [],
         "settings": {
          "c": {
           "at": {
            "x": 16,
            "y": "two"
           },
           "weight": 2.5
          },
          "dev": {
           "d_paddr": 3758096384
          }
         },
         "structs": {
          "camkes_anon_struct_0": {
           "attributes": [
            {
             "array": false,
             "name": "x",
             "type": "int"
            },
            {
             "array": false,
             "name": "y",
             "type": "string"
            }
           ],
           "name": "camkes_anon_struct_0"
          }
         }
        }
    "#]]
    .assert_eq(&ran.stdout);
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
