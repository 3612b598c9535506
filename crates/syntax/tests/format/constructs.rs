// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The layout of each construct.

use expect_test::expect;

use crate::{check, checked};

#[test]
fn files_and_imports() {
    check(
        "\n\n  import<a.camkes> ;import  \"b.camkes\";\n\n\n\nimport \"c.camkes\";",
        expect![[r#"
            import <a.camkes>;
            import "b.camkes";

            import "c.camkes";
        "#]],
    );
    check("", expect![[""]]);
    check(" \n\t\n", expect![[""]]);
}

#[test]
fn components() {
    check(
        "component Cat{control ;include\"cat.h\";\n\n\n\tprovides  Calls\tp;maybe   uses Calls q;emits S e;\n\
         dataport Buf ( 4096 )big; dataport Buf d; dataport point_t s;\n attribute int  legs [ ]=[1,2,];has mutex\n m;\n\n}\n\
         component Empty{\n}component E2{ } ;\n",
        expect![[r#"
            component Cat {
                control;
                include "cat.h";

                provides Calls p;
                maybe uses Calls q;
                emits S e;
                dataport Buf(4096) big;
                dataport Buf d;
                dataport point_t s;
                attribute int legs[] = [1, 2,];
                has mutex m;
            }
            component Empty {}
            component E2 {};
        "#]],
    );
}

#[test]
fn structs_inside_of_others() {
    check(
        "struct Point{int x;string tags[ ];{int z;}inner;}\ncomponent C{attribute{int w;}b={\"w\":6};}",
        expect![[r#"
            struct Point {
                int x;
                string tags[];
                {
                    int z;
                } inner;
            }
            component C {
                attribute {
                    int w;
                } b = {"w": 6};
            }
        "#]],
    );
}

#[test]
fn connectors() {
    check(
        "connector Call{from   Procedures with 0  threads;to hardware Procedure;attribute int c=3;}",
        expect![[r#"
            connector Call {
                from Procedures with 0 threads;
                to hardware Procedure;
                attribute int c = 3;
            }
        "#]],
    );
}

#[test]
fn procedures() {
    check(
        "procedure P{include <t.h>;int limit=4 void reset ( void );int add(in int a,out string b[ ],refin foo_t c);unsigned\n char get( );}",
        expect![[r#"
            procedure P {
                include <t.h>;
                int limit = 4
                void reset(void);
                int add(in int a, out string b[], refin foo_t c);
                unsigned char get();
            }
        "#]],
    );
}

#[test]
fn parameters_below_each_other() {
    check(
        "procedure P {\n  int add(in int a,\n out int b, in int c);\n void much(in int the_first_of_many_parameters, in int the_second_of_many_parameters, in int the_third);\n}",
        expect![[r#"
            procedure P {
                int add(in int a,
                        out int b,
                        in int c);
                void much(in int the_first_of_many_parameters, in int the_second_of_many_parameters, in int the_third);
            }
        "#]],
    );
    check(
        "procedure P {\n  void much(in int the_first_of_many_parameters, in int the_second_of_many_parameters, in int the_third_one_is_too_long);\n}",
        expect![[r#"
            procedure P {
                void much(in int the_first_of_many_parameters,
                          in int the_second_of_many_parameters,
                          in int the_third_one_is_too_long);
            }
        "#]],
    );
}

#[test]
fn compositions() {
    check(
        "assembly{composition{component Cat tom;group both{component Cat a;}connection Call chase ( from tom.q ,to jerry . p ) ;\n\
         export tom.q->upward;component{control;}c;connection{from Event;to Event;}two(from c.e,to b.f);}}",
        expect![[r#"
            assembly {
                composition {
                    component Cat tom;
                    group both {
                        component Cat a;
                    }
                    connection Call chase(from tom.q, to jerry.p);
                    export tom.q -> upward;
                    component {
                        control;
                    } c;
                    connection {
                        from Event;
                        to Event;
                    } two(from c.e, to b.f);
                }
            }
        "#]],
    );
}

#[test]
fn ends_below_each_other() {
    check(
        "composition {\nconnection Call one(from a.b,\n to c.d, to e.f);\nconnection Call two(\n from a.b, to c.d\n);\n}",
        expect![[r#"
            composition {
                connection Call one(from a.b,
                                    to c.d,
                                    to e.f);
                connection Call two(from a.b,
                                    to c.d);
            }
        "#]],
    );
}

#[test]
fn ends_that_are_too_far_to_the_right() {
    check(
        "composition {\nconnection seL4SharedDataWithCapabilities a_connection_with_a_rather_long_name_of_its_own(from some_component.some_dataport, to other.port);\n}",
        expect![[r#"
            composition {
                connection seL4SharedDataWithCapabilities a_connection_with_a_rather_long_name_of_its_own(
                    from some_component.some_dataport,
                    to other.port);
            }
        "#]],
    );
}

#[test]
fn settings() {
    check(
        "configuration{a.limit=1+2*3**2- -4;a.b=!True&&false;a.c=(1<<4)|~3;a.d=1?2:3;\n b.size<-a.size [ \"x\" ];a.t=query ( {\"dtb\":1} ) [\"k\"];}",
        expect![[r#"
            configuration {
                a.limit = 1 + 2 * 3 ** 2 - -4;
                a.b = !True && false;
                a.c = (1 << 4) | ~3;
                a.d = 1 ? 2 : 3;
                b.size <- a.size["x"];
                a.t = query({"dtb": 1})["k"];
            }
        "#]],
    );
    // Two signs in a row would be one operator of C.
    check(
        "configuration { a.b = - -1 - - -2; a.c = + - ! ~3; }",
        expect![[r#"
        configuration {
            a.b = - -1 - - -2;
            a.c = +-!~3;
        }
    "#]],
    );
}

#[test]
fn lists_and_dicts_on_one_line() {
    check(
        "configuration { a.l = [ 1 ,\"two\",{ \"k\" : [ 3 ] } , ] ; a.m={ } ; a.n = [ ]; }",
        expect![[r#"
            configuration {
                a.l = [1, "two", {"k": [3]},];
                a.m = {};
                a.n = [];
            }
        "#]],
    );
}

#[test]
fn lists_and_dicts_that_the_user_broke() {
    check(
        "configuration {\n a.m = { \"x\" : 1,\n  \"y\" : [1,2], \"z\":{\"k\":\n 3} };\n a.t = dtb([{\"path\":\"/a\"},\n {\"path\":\"/b\"},\n\n {\"path\":\"/c\"}]);\n a.u = dtb([{\n \"path\":\"/a\"}]);\n}",
        expect![[r#"
            configuration {
                a.m = {
                    "x": 1,
                    "y": [1, 2],
                    "z": {"k": 3}
                };
                a.t = dtb([
                    {"path": "/a"},
                    {"path": "/b"},

                    {"path": "/c"}
                ]);
                a.u = dtb([{
                    "path": "/a"
                }]);
            }
        "#]],
    );
}

#[test]
fn lists_that_are_too_long() {
    check(
        "configuration {\n a.m = [\"the first of some strings\", \"the second of some strings\", \"the third of some strings\", \"the fourth of some\"];\n}",
        expect![[r#"
            configuration {
                a.m = [
                    "the first of some strings",
                    "the second of some strings",
                    "the third of some strings",
                    "the fourth of some"
                ];
            }
        "#]],
    );
}

#[test]
fn tables_of_numbers_keep_their_rows() {
    check(
        "configuration {\n a.m = [ 1,2,\n   3 ,4, -5,];\n a.n = [100000000, 200000000, 300000000, 400000000, 500000000, 600000000, 700000000, 800000000, 900000000, 1000000000];\n}",
        expect![[r#"
            configuration {
                a.m = [
                    1, 2,
                    3, 4, -5,
                ];
                a.n = [
                    100000000, 200000000, 300000000, 400000000, 500000000, 600000000, 700000000, 800000000, 900000000, 1000000000
                ];
            }
        "#]],
    );
}

#[test]
fn strings_side_by_side() {
    check(
        "configuration {\n a.short = \"to\"   \"m\";\n a.cmd = \"console=ttyS0 \"\n \"root=/dev/mem\"\n   \"debug\";\n}",
        expect![[r#"
            configuration {
                a.short = "to" "m";
                a.cmd = "console=ttyS0 "
                        "root=/dev/mem"
                        "debug";
            }
        "#]],
    );
    let long = "x".repeat(105);
    let text = format!("configuration {{\n a.b = \"x\" \"{long}\";\n}}");
    check(
        &text,
        expect![[r#"
        configuration {
            a.b = "x"
                  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
        }
    "#]],
    );
}

#[test]
fn long_values_stay_on_the_next_line_and_short_ones_do_not() {
    let long = "x".repeat(115);
    let text =
        format!("configuration {{\n a.b =\n \"{long}\";\n a.c =\n   \"x\";\n a.d = \"{long}\"; a.e = 1 +\n 2;\n}}");
    check(
        &text,
        expect![[r#"
        configuration {
            a.b =
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
            a.c = "x";
            a.d = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
            a.e = 1 +
                2;
        }
    "#]],
    );
}

#[test]
fn schedules() {
    check(
        "assembly { composition {} schedule{[(0,10),(1,20 us)]} }",
        expect![[r#"
            assembly {
                composition {}
                schedule {
                    [(0, 10), (1, 20 us)]
                }
            }
        "#]],
    );
    check(
        "assembly { composition {} schedule {\n[ (0,\n 10),\n (1,20 us),\n]\n} }",
        expect![[r#"
            assembly {
                composition {}
                schedule {
                    [
                        (0, 10),
                        (1, 20 us),
                    ]
                }
            }
        "#]],
    );
}

#[test]
fn braces_of_their_own_line_go_up() {
    check(
        "component A\n{\n    control;\n}\n\nassembly\n{\n  composition\n  {\n\n    component A a;\n\n  }\n}\n",
        expect![[r#"
            component A {
                control;
            }

            assembly {
                composition {
                    component A a;
                }
            }
        "#]],
    );
}

#[test]
fn line_ends_are_those_of_the_first_line() {
    let cases = [
        (
            "component A{\r\n\r\n\tcontrol; // x \r\n /* a\r\n * b */\r\n}\r\n",
            "component A {\r\n    control; // x\r\n    /* a\r\n     * b */\r\n}\r\n",
        ),
        ("component A{\n\tcontrol;\r\n}\r\n", "component A {\n    control;\n}\n"),
    ];
    for (text, expected) in cases {
        assert_eq!(checked(text), expected);
    }
}
