// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Changes that are offered at a place, and what they make of the text.

use camkes_ide::camino::Utf8PathBuf;
use camkes_ide::{Analysis, Assist, AssistKind, Rule, TextRange};
use camkes_test_fixture::Fixture;
use expect_test::{Expect, expect};

use crate::setup::{at_cursor, edited, host};

fn at(text: &str) -> (Fixture, Analysis, Utf8PathBuf, TextRange) {
    if text.contains("$0") {
        let (fixture, analysis, path, offset) = at_cursor(text);
        return (fixture, analysis, path, TextRange::empty(offset));
    }
    let fixture = Fixture::parse(text);
    let file = fixture.files().iter().find(|file| !file.ranges.is_empty()).unwrap();
    let (path, range) = (Utf8PathBuf::from(&file.path), file.ranges[0]);
    let analysis = host(&fixture, &[path.as_str()]).analysis();
    (fixture, analysis, path, range)
}

fn titles(text: &str) -> Vec<String> {
    let (_, analysis, path, range) = at(text);
    analysis.assists(&path, range).unwrap().into_iter().map(|it| it.title).collect()
}

/// What a change makes: files that are edited, then those that are made.
fn check(text: &str, title: &str, expected: &Expect) -> Assist {
    let (fixture, analysis, path, range) = at(text);
    let all = analysis.assists(&path, range).unwrap();
    let found = all.iter().find(|it| it.title == title);
    let found = found.unwrap_or_else(|| panic!("{title}: {:?}", all.iter().map(|it| &it.title).collect::<Vec<_>>()));
    let mut out = edited(&fixture, &found.edits);
    for (path, text) in &found.created {
        out.push_str(&format!("//+ {path}\n{text}"));
    }
    expected.assert_eq(&out);
    found.clone()
}

#[test]
fn an_unknown_name_is_imported() {
    let text = "
//- /app/main.camkes
import \"a.camkes\";
assembly { composition { component Fa$0r f; } }
//- /app/a.camkes
component A { }
//- /app/parts/far.camkes
component Far { }
";
    let assist = check(
        text,
        "Import `Far` from \"parts/far.camkes\"",
        &expect![[r#"
            //- /app/main.camkes
            import "a.camkes";
            import "parts/far.camkes";
            assembly { composition { component Far f; } }
        "#]],
    );
    assert!(assist.preferred && assist.kind == AssistKind::QuickFix);
    let known = text.replace("Fa$0r", "$0A");
    assert!(titles(&known).iter().all(|title| !title.starts_with("Import")));
}

#[test]
fn the_folder_of_an_import_goes_into_the_settings() {
    let text = "
//- /app/main.camkes
import <Far/Far.ca$0mkes>;
assembly { composition { component Far f; } }
//- /app/lib/Far/Far.camkes
component Far { }
";
    let assist = check(
        text,
        "Add `lib` to `import-paths` in camkes.toml",
        &expect![[r#"
            //+ /app/camkes.toml
            import-paths = ["lib"]
        "#]],
    );
    assert_eq!((assist.kind, assist.mends), (AssistKind::QuickFix, Some(Rule::ImportNotFound)));
    let (_, analysis, path, range) = at(text);
    let all = analysis.assists(&path, range).unwrap();
    let preferred: Vec<_> = all.iter().filter(|it| it.preferred).map(|it| it.title.as_str()).collect();
    assert_eq!(preferred, [assist.title.as_str()], "not another path for the one import");
    check(
        &format!("{text}//- /app/camkes.toml\nimport-paths = [\"interfaces\"]\n"),
        "Add `lib` to `import-paths` in camkes.toml",
        &expect![[r#"
            //- /app/camkes.toml
            import-paths = ["interfaces", "lib"]
        "#]],
    );
    for other in ["<std_connector.camkes>", "\"Far/Far.camkes\"", "<../lib/Far/Far.camkes>", "<Near.camkes>", "<>"] {
        let found = titles(&text.replace("<Far/Far.ca$0mkes>", &format!("$0{other}")));
        assert!(!found.iter().any(|title| title.contains("import-paths")), "{other}: {found:?}");
    }
}

#[test]
fn an_unknown_procedure_gets_a_file() {
    check(
        "
//- /app/main.camkes
/* Licence */

component A { uses Ne$0w n; }
assembly { composition { component A a; } }
//- /app/interfaces/Old.idl4
procedure Old { }
",
        "Create the procedure `New` in \"interfaces/New.idl4\"",
        &expect![[r#"
            //- /app/main.camkes
            /* Licence */

            import "interfaces/New.idl4";

            component A { uses New n; }
            assembly { composition { component A a; } }
            //+ /app/interfaces/New.idl4
            /* Licence */

            procedure New {
            }
        "#]],
    );
}

const PAIR: &str = "
//- /main.camkes
import <std_connector.camkes>;
procedure P { int get(in string name, out int n); void put(in int list[]); }
component Client { control; uses P p; emits Go go; attribute int n; attribute string s; attribute int d = 1; }
component Server { provides P p; consumes Go went; }
assembly {
    composition {
        component Client c;
        component Server s;
    }
}
";

#[test]
fn wrong_ends_are_swapped() {
    let text = PAIR.replace("s;\n    }", "s;\n        connection seL4RPCCall x$0(from s.p, to c.p);\n    }");
    let assist = check(
        &text,
        "Swap the ends `s.p` and `c.p`",
        &expect![[r#"
            //- /main.camkes
            import <std_connector.camkes>;
            procedure P { int get(in string name, out int n); void put(in int list[]); }
            component Client { control; uses P p; emits Go go; attribute int n; attribute string s; attribute int d = 1; }
            component Server { provides P p; consumes Go went; }
            assembly {
                composition {
                    component Client c;
                    component Server s;
                    connection seL4RPCCall x(from c.p, to s.p);
                }
            }
        "#]],
    );
    assert!(assist.preferred);
    assert!(titles(&text.replace("from s.p, to c.p", "from c.p, to s.p")).iter().all(|it| !it.starts_with("Swap")));
}

#[test]
fn an_interface_without_a_connection_is_connected() {
    let text = PAIR.replace("Client c;", "Client $0c;");
    assert_eq!(titles(&text)[..2], ["Connect `c.p` to `s.p`", "Connect `c.go` to `s.went`"]);
    check(
        &text,
        "Connect `c.go` to `s.went`",
        &expect![[r#"
            //- /main.camkes
            import <std_connector.camkes>;
            procedure P { int get(in string name, out int n); void put(in int list[]); }
            component Client { control; uses P p; emits Go go; attribute int n; attribute string s; attribute int d = 1; }
            component Server { provides P p; consumes Go went; }
            assembly {
                composition {
                    component Client c;
                    component Server s;
                    connection seL4Notification c_go(from c.go, to s.went);
                }
            }
        "#]],
    );
    let without = text.replace("import <std_connector.camkes>;\n", "");
    check(
        &without,
        "Connect `c.p` to `s.p`",
        &expect![[r#"
            //- /main.camkes
            import <std_connector.camkes>;

            procedure P { int get(in string name, out int n); void put(in int list[]); }
            component Client { control; uses P p; emits Go go; attribute int n; attribute string s; attribute int d = 1; }
            component Server { provides P p; consumes Go went; }
            assembly {
                composition {
                    component Client c;
                    component Server s;
                    connection seL4RPCCall c_p(from c.p, to s.p);
                }
            }
        "#]],
    );
}

#[test]
fn attributes_without_a_value_are_set() {
    check(
        &PAIR.replace("Client c;", "Client $0c;"),
        "Set all attributes of `c` that have no value",
        &expect![[r#"
            //- /main.camkes
            import <std_connector.camkes>;
            procedure P { int get(in string name, out int n); void put(in int list[]); }
            component Client { control; uses P p; emits Go go; attribute int n; attribute string s; attribute int d = 1; }
            component Server { provides P p; consumes Go went; }
            assembly {
                composition {
                    component Client c;
                    component Server s;
                }
                configuration {
                    c.n = 0;
                    c.s = "";
                }
            }
        "#]],
    );
    let with = PAIR
        .replace("Client c;", "Client $0c;")
        .replace("    }\n}\n", "    }\n    configuration {\n        c.n = 4;\n    }\n}\n");
    let found: Vec<_> = titles(&with).into_iter().filter(|it| it.starts_with("Set")).collect();
    assert_eq!(found, ["Set `c.s`"]);
}

const DEVICE: &str = "
//- /main.camkes
import <std_connector.camkes>;
component Driver { control; dataport Buf regs; consumes Irq irq; }
component Device { hardware; dataport Buf regs; emits Irq irq; }
assembly {
    composition {
        component Driver drv;
        component Device dev;
        connection seL4HardwareMMIO m$0m(from drv.regs, to dev.regs);
        connection seL4HardwareInterrupt irq(from dev.irq, to drv.irq);
    }
}
";

#[test]
fn a_connection_with_a_device_gets_the_settings_that_it_needs() {
    let all = "Add all 2 settings that the connection needs";
    assert_eq!(titles(DEVICE), ["Add `dev.regs_paddr = …`", "Add `dev.regs_size = …`", all]);
    let assist = check(
        DEVICE,
        all,
        &expect![[r#"
        //- /main.camkes
        import <std_connector.camkes>;
        component Driver { control; dataport Buf regs; consumes Irq irq; }
        component Device { hardware; dataport Buf regs; emits Irq irq; }
        assembly {
            composition {
                component Driver drv;
                component Device dev;
                connection seL4HardwareMMIO mm(from drv.regs, to dev.regs);
                connection seL4HardwareInterrupt irq(from dev.irq, to drv.irq);
            }
            configuration {
                dev.regs_paddr = 0x0;
                dev.regs_size = 0x1000;
            }
        }
    "#]],
    );
    assert_eq!((assist.kind, assist.mends), (AssistKind::QuickFix, Some(Rule::MissingDeviceSetting)));
    let given = DEVICE.replace("    }\n}", "    }\n    configuration {\n        dev.regs_size = 4096;\n    }\n}");
    check(
        &given,
        "Add `dev.regs_paddr = …`",
        &expect![[r#"
        //- /main.camkes
        import <std_connector.camkes>;
        component Driver { control; dataport Buf regs; consumes Irq irq; }
        component Device { hardware; dataport Buf regs; emits Irq irq; }
        assembly {
            composition {
                component Driver drv;
                component Device dev;
                connection seL4HardwareMMIO mm(from drv.regs, to dev.regs);
                connection seL4HardwareInterrupt irq(from dev.irq, to drv.irq);
            }
            configuration {
                dev.regs_size = 4096;
                dev.regs_paddr = 0x0;
            }
        }
    "#]],
    );
    assert_eq!(titles(&DEVICE.replace("m$0m", "mm").replace(" irq(f", " i$0rq(f")), ["Add `dev.irq_irq_number = …`"]);
}

#[test]
fn a_connection_inside_of_a_component_gets_the_settings_of_its_devices_there() {
    let text = DEVICE.replace("assembly {", "component Box {")
        + "assembly { composition { component Box one; component Box two; } }";
    check(
        &text,
        "Add `dev.regs_size = …`",
        &expect![[r#"
        //- /main.camkes
        import <std_connector.camkes>;
        component Driver { control; dataport Buf regs; consumes Irq irq; }
        component Device { hardware; dataport Buf regs; emits Irq irq; }
        component Box {
            composition {
                component Driver drv;
                component Device dev;
                connection seL4HardwareMMIO mm(from drv.regs, to dev.regs);
                connection seL4HardwareInterrupt irq(from dev.irq, to drv.irq);
            }
            configuration {
                dev.regs_size = 0x1000;
            }
        }
        assembly { composition { component Box one; component Box two; } }"#]],
    );
}

#[test]
fn an_interface_becomes_optional_and_a_must() {
    check(
        "//- /main.camkes\ncomponent A { uses P $0p; }\n",
        "Make the connection of `p` optional",
        &expect![[r#"
            //- /main.camkes
            component A { maybe uses P p; }
        "#]],
    );
    check(
        "//- /main.camkes\ncomponent A { maybe uses P $0p; }\n",
        "Make the connection of `p` a must",
        &expect![[r#"
            //- /main.camkes
            component A { uses P p; }
        "#]],
    );
}

#[test]
fn what_has_to_be_connected_anyway_does_not_become_optional() {
    for interface in ["provides P p", "emits E p"] {
        let text = format!("//- /main.camkes\nprocedure P {{ void f(); }}\ncomponent A {{ {interface}; }}\n");
        let found = titles(&text.replace(" p;", " $0p;"));
        assert!(!found.iter().any(|title| title.contains("optional")), "{interface}: {found:?}");
    }
}

#[test]
fn connections_are_offered_where_they_can_be_made() {
    // Both ways of taking one more end: callers share who provides, and listeners share who emits.
    let more = PAIR.replace("Client c;", "Client c; component Client $0c2; component Server s2;");
    let connected = |text: &str| {
        let inside =
            "connection seL4RPCCall one(from c.p, to s.p); connection seL4Notification two(from c.go, to s.went);";
        text.replace("component Server s;", &format!("component Server s; {inside}"))
    };
    let found = titles(&connected(&more));
    assert!(found.contains(&"Connect `c2.p` to `s.p`".to_owned()), "{found:?}");
    assert!(!found.contains(&"Connect `c2.go` to `s.went`".to_owned()), "one that emits each: {found:?}");
    let found = titles(&connected(&more).replace("$0", "").replace("Server s2;", "Server $0s2;"));
    assert!(found.contains(&"Connect `c.go` to `s2.went`".to_owned()), "{found:?}");
    assert!(!found.contains(&"Connect `c.p` to `s2.p`".to_owned()), "one that provides each: {found:?}");
}

#[test]
fn a_component_moves_to_a_file_of_its_own() {
    let text = "
//- /main.camkes
import \"p.idl4\";

/** Calls. */
component A$0 {
    uses P p;
}

component B { }
assembly { composition { component A a; } }
//- /p.idl4
procedure P { }
";
    check(
        text,
        "Move `A` to `A.camkes`",
        &expect![[r#"
            //- /main.camkes
            import "p.idl4";
            import "A.camkes";


            component B { }
            assembly { composition { component A a; } }
            //+ /A.camkes
            import "p.idl4";

            /** Calls. */
            component A {
                uses P p;
            }
        "#]],
    );
    // What it needs stands beside it, so that the files would import each other.
    let circle = text.replace("component B { }", "procedure P { }").replace("import \"p.idl4\";\n", "");
    assert!(titles(&circle).iter().all(|it| !it.starts_with("Move")));
}

#[test]
fn a_composition_moves_out_and_back_in() {
    let text = "
//- /main.camkes
component A { }
assembly {
    compos$0ition {
        component A a;
    }
}
";
    check(
        text,
        "Move the composition out as `Main`",
        &expect![[r#"
            //- /main.camkes
            component A { }
            composition Main {
                component A a;
            }

            assembly {
                composition Main;
            }
        "#]],
    );
    check(
        "
//- /main.camkes
component A { }
composition Main {
    component A a;
}

assembly {
    composition Ma$0in;
}
",
        "Put the composition `Main` in place",
        &expect![[r#"
            //- /main.camkes
            component A { }
            assembly {
                composition {
                    component A a;
                }
            }
        "#]],
    );
}

#[test]
fn instances_go_into_a_group_and_out_of_it() {
    check(
        "
//- /main.camkes
import <std_connector.camkes>;
component A { emits E e; }
component B { consumes E e; }
assembly {
    composition {
        <|component A a;
        component B b;|>
        connection seL4Notification n(from a.e, to b.e);
    }
}
",
        "Put 2 instances into a group",
        &expect![[r#"
            //- /main.camkes
            import <std_connector.camkes>;
            component A { emits E e; }
            component B { consumes E e; }
            assembly {
                composition {
                    group group1 {
                        component A a;
                        component B b;
                    }
                    connection seL4Notification n(from group1.a.e, to group1.b.e);
                }
            }
        "#]],
    );
    check(
        "
//- /main.camkes
import <std_connector.camkes>;
component A { emits E e; consumes E f; }
assembly {
    composition {
        group g$0 {
            component A a;
            component A b;
        }
        connection seL4Notification n(from g.a.e, to g.b.f);
    }
}
",
        "Dissolve the group `g`",
        &expect![[r#"
            //- /main.camkes
            import <std_connector.camkes>;
            component A { emits E e; consumes E f; }
            assembly {
                composition {
                    component A a;
                    component A b;
                    connection seL4Notification n(from a.e, to b.f);
                }
            }
        "#]],
    );
}

#[test]
fn a_group_is_dissolved_in_all_files_with_what_holds_in_one_address_space_alone() {
    check(
        "
//- /main.camkes
import <std_connector.camkes>;
import \"more.camkes\";
procedure P { void f(); }
component A { uses P p; emits E e; }
component B { provides P q; consumes E f; }
assembly {
    composition {
        group g$0 {
            component A a;
            component B b;
        }
        connection seL4DirectCall call(from g.a.p, to g.b.q);
    }
    configuration {
        g.cnode_size_bits = 10;
        a.heap_size = 4096;
    }
}
//- /more.camkes
import <std_connector.camkes>;
assembly {
    composition {
        connection seL4Notification n(from g.a.e, to g.b.f);
    }
}
",
        "Dissolve the group `g`",
        &expect![[r#"
            //- /main.camkes
            import <std_connector.camkes>;
            import "more.camkes";
            procedure P { void f(); }
            component A { uses P p; emits E e; }
            component B { provides P q; consumes E f; }
            assembly {
                composition {
                    component A a;
                    component B b;
                    connection seL4RPCCall call(from a.p, to b.q);
                }
                configuration {
                    a.cnode_size_bits = 10;
                    b.cnode_size_bits = 10;
                    a.heap_size = 4096;
                }
            }
            //- /more.camkes
            import <std_connector.camkes>;
            assembly {
                composition {
                    connection seL4Notification n(from a.e, to b.f);
                }
            }
        "#]],
    );
}

#[test]
fn a_group_is_formed_with_ends_in_other_files_and_the_setting_of_its_address_space() {
    check(
        "
//- /main.camkes
import <std_connector.camkes>;
import \"more.camkes\";
component A { emits E e; }
component B { consumes E e; }
assembly {
    composition {
        <|component A a;
        component B b;|>
    }
    configuration { a.cnode_size_bits = 10; b.priority = 3; }
}
//- /more.camkes
import <std_connector.camkes>;
assembly { composition { connection seL4Notification n(from a.e, to b.e); } }
",
        "Put 2 instances into a group",
        &expect![[r#"
            //- /main.camkes
            import <std_connector.camkes>;
            import "more.camkes";
            component A { emits E e; }
            component B { consumes E e; }
            assembly {
                composition {
                    group group1 {
                        component A a;
                        component B b;
                    }
                }
                configuration { group1.cnode_size_bits = 10; b.priority = 3; }
            }
            //- /more.camkes
            import <std_connector.camkes>;
            assembly { composition { connection seL4Notification n(from group1.a.e, to group1.b.e); } }
        "#]],
    );
}

#[test]
fn an_import_says_what_it_mends() {
    let (_, analysis, path, range) = at("
//- /main.camkes
assembly { composition { component Part$0 p; } }
//- /part.camkes
component Part { control; }
");
    let assists = analysis.assists(&path, range).unwrap();
    let import = assists.iter().find(|it| it.title.starts_with("Import")).unwrap();
    assert_eq!((import.mends, import.preferred), (Some(Rule::UnknownComponent), true));
}

#[test]
fn a_component_gets_the_c_functions_that_it_needs() {
    check(
        &PAIR.replace("component Server {", "component $0Server {"),
        "Write `src/server.c` with the functions of `Server`",
        &expect![[r#"
            //+ /src/server.c
            #include <camkes.h>

            int p_get(const char *name, int *n)
            {
                return 0;
            }

            void p_put(size_t list_sz, const int *list)
            {
            }
        "#]],
    );
}

#[test]
fn imports_are_sorted_as_far_as_they_may() {
    check(
        "
//- /main.camkes
import \"z.camkes\";
import \"b.camkes\";$0
import <std_connector.camkes>;
import \"b.camkes\";
assembly { composition { component Z z; component B b; connection seL4Notification n(from z.g, to b.g); } }
//- /z.camkes
component Z { emits G g; }
//- /b.camkes
component B { consumes G g; }
",
        "Sort the imports",
        &expect![[r#"
            //- /main.camkes
            import <std_connector.camkes>;
            import "b.camkes";
            import "z.camkes";
            assembly { composition { component Z z; component B b; connection seL4Notification n(from z.g, to b.g); } }
        "#]],
    );
    // `a.camkes` uses what `p.camkes` declares, and does not import it itself.
    let needy = "
//- /main.camkes
import \"p.camkes\";
import \"a.camkes\";$0
assembly { composition { component A a; } }
//- /p.camkes
procedure P { }
//- /a.camkes
component A { provides P p; }
";
    assert!(titles(needy).iter().all(|it| !it.starts_with("Sort the imports")));
}

#[test]
fn imports_that_nothing_needs_go_when_they_are_sorted() {
    let text = "
//- /app/main.camkes
import \"b.camkes\";
import \"a.camkes\";
$0import \"unused.camkes\";

import <std_connector.camkes>;

assembly { composition { component A a; component B b; } }
//- /app/a.camkes
component A { control; }
//- /app/b.camkes
component B { control; }
//- /app/unused.camkes
component C { control; }
";
    let title = "Sort the imports, without those that nothing needs";
    check(
        text,
        title,
        &expect![[r#"
        //- /app/main.camkes
        import "a.camkes";
        import "b.camkes";

        assembly { composition { component A a; component B b; } }
    "#]],
    );
    let allowed = text.replace("unused.camkes\";", "unused.camkes\"; // camkes: allow(unused-import)");
    check(
        &allowed,
        title,
        &expect![[r#"
        //- /app/main.camkes
        import "a.camkes";
        import "b.camkes";
        import "unused.camkes"; // camkes: allow(unused-import)

        assembly { composition { component A a; component B b; } }
    "#]],
    );
    let sorted = text.replace("import <std_connector.camkes>;\n\n", "").replace("$0import \"unused.camkes\";\n", "$0");
    assert!(titles(&sorted).contains(&"Sort the imports".to_owned()), "{:?}", titles(&sorted));
}

#[test]
fn the_head_of_a_component_offers_what_its_name_does() {
    let text = "
//- /main.camkes
compo$0nent A { control; uses P p; }
procedure P { void f(); }
assembly { composition { component A a; } }
";
    let offered = titles(text);
    assert_eq!(offered, titles(&text.replace("$0", "").replace("component A {", "component $0A {")));
    assert!(offered.contains(&"Write `src/a.c` with the functions of `A`".to_owned()), "{offered:?}");
    assert!(titles(&text.replace("$0", "").replace("A { con", "A { $0con")).is_empty());
}

#[test]
fn the_library_and_nothing_offer_nothing() {
    let (_, analysis, _, range) = at("//- /main.camkes\nimport <std_connector.camkes>;\n$0\n");
    assert_eq!(analysis.assists("/camkes-builtin:/std_connector.camkes".into(), range).unwrap(), []);
    assert_eq!(titles("//- /main.camkes\n$0\n"), Vec::<String>::new());
}

#[test]
fn a_file_that_is_not_found_is_looked_for_in_the_workspace() {
    let text = "
//- /app/main.camkes
#include \"conf$0ig.h\"
assembly { composition { } }
//- /app/include/config.h
#define A 1
//- /app/part/far.camkes
component Far { }
";
    let assist = check(
        text,
        "Change to \"include/config.h\"",
        &expect![[r#"
            //- /app/main.camkes
            #include "include/config.h"
            assembly { composition { } }
        "#]],
    );
    assert_eq!((assist.preferred, assist.mends), (true, Some(Rule::MissingHeader)));
    let import = text.replace("#include \"conf$0ig.h\"", "import \"fa$0r.camkes\";");
    check(
        &import,
        "Change to \"part/far.camkes\"",
        &expect![[r#"
            //- /app/main.camkes
            import "part/far.camkes";
            assembly { composition { } }
        "#]],
    );
    let angle = import.replace("\"fa$0r.camkes\"", "<fa$0r.camkes>");
    let (_, analysis, path, range) = at(&angle);
    let all = analysis.assists(&path, range).unwrap();
    let change = all.iter().find(|it| it.title == "Change to \"part/far.camkes\"").unwrap();
    assert!(!change.preferred, "a folder may be missing in the settings");
    // Of several, a person chooses; where there is none, it is made.
    let several = format!("{text}//- /app/other/config.h\n");
    let (_, analysis, path, range) = at(&several);
    let all = analysis.assists(&path, range).unwrap();
    let changes: Vec<_> = all.iter().filter(|it| it.title.starts_with("Change")).collect();
    assert_eq!((changes.len(), changes.iter().any(|it| it.preferred)), (2, false));
    check(
        &text.replace("include/config.h", "include/other.h"),
        "Create \"config.h\"",
        &expect![[r#"
            //+ /app/config.h
            #pragma once
        "#]],
    );
}

#[test]
fn a_c_type_gets_the_header_that_declares_it() {
    let text = "
//- /app/main.camkes
procedure Store {
    void put(in pack$0et_t packet);
}
component Client { control; uses Store s; }
component Server { provides Store s; }
connector Call { from Procedure; to Procedure; }
assembly {
    composition {
        component Client c;
        component Server s;
        connection Call store(from c.s, to s.s);
    }
}
//- /app/include/packet.h
typedef struct { int n; } packet_t;
//- /app/include/other.h
void take(packet_t *it);
";
    let assist = check(
        text,
        "Include \"packet.h\" for `packet_t`",
        &expect![[r#"
            //- /app/main.camkes
            procedure Store {
                include "packet.h";
                void put(in packet_t packet);
            }
            component Client { control; uses Store s; }
            component Server { provides Store s; }
            connector Call { from Procedure; to Procedure; }
            assembly {
                composition {
                    component Client c;
                    component Server s;
                    connection Call store(from c.s, to s.s);
                }
            }
        "#]],
    );
    assert_eq!((assist.preferred, assist.mends), (true, Some(Rule::MissingInclude)));
}
