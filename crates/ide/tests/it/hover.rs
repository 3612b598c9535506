// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Hover texts.

use expect_test::{Expect, expect};

use crate::setup::{at_cursor, with_cursor};

fn check(text: &str, expected: &Expect) {
    let (_, analysis, path, offset) = at_cursor(text);
    let hover = analysis.hover(&path, offset).unwrap();
    expected.assert_eq(&hover.map(|h| h.markdown).unwrap_or_default());
}

#[test]
fn a_component_shows_its_interfaces_instances_and_comment() {
    check(
        r#"
        //- /main.camkes
        procedure P { void f(); }
        /** Answers what it is told. */
        component Echo { provides P p; attribute int n = 3; }
        assembly { composition { component Ec$0ho e; component Echo f; } }
        "#,
        &expect![[r#"
            ```camkes
            component Echo {
                provides P p;
                attribute int n = 3;
            }
            ```

            Instances: `e`, `f`

            ---

            Answers what it is told."#]],
    );
}

#[test]
fn a_setting_shows_the_value_and_where_it_came_from() {
    check(
        r#"
        //- /main.camkes
        component A { control; attribute int n; attribute int m = 1; }
        assembly {
            composition { component A a; component A b; }
            configuration {
                a.n$0 <- b.n;
                b.n = 1 << 4;
            }
        }
        "#,
        &expect![[r#"
            ```camkes
            attribute int n
            // of component A
            ```

            `a.n = 16` (`0x10`), set in `main.camkes:5`, from `main.camkes:6`"#]],
    );
}

#[test]
fn a_connector_of_the_library_shows_its_ends() {
    check(
        r#"
        //- /main.camkes
        import <std_connector.camkes>;
        component A { emits E e; consumes E c; }
        assembly {
            composition {
                component A a;
                connection seL4Notif$0ication n(from a.e, to a.c);
            }
        }
        "#,
        &expect![[r#"
            ```camkes
            connector seL4Notification {
                from Event with 0 threads;
                to Events with 1 thread;
            }
            ```

            ---

            An event from one component to one or more, over a notification for each of them.

            The `emits` side calls `<interface>_emit()`, which never blocks. The `consumes` side has a thread that takes the signals in; user code
            calls `<interface>_wait()`, `<interface>_poll()` or `<interface>_reg_callback(callback, arg)`. Signals that arrive before the
            first is taken in become one event. A callback is called once and must be registered again for the next event; it goes before
            threads that wait."#]],
    );
}

#[test]
fn a_dataport_shows_its_size_and_c_api() {
    check(
        r#"
        //- /main.camkes
        component A { dataport Buf(8192) d$0; }
        assembly { composition { component A a; } }
        "#,
        &expect![[r#"
            ```camkes
            dataport Buf(8192) d
            // of component A
            ```

            8192 bytes, 2 pages of 4 KiB

            In C: the pointer `d`, `d_acquire()`, `d_release()`, `d_get_size()`"#]],
    );
}

#[test]
fn a_setting_with_a_special_meaning_shows_its_unit_range_and_default() {
    check(
        r#"
        //- /main.camkes
        import <std_connector.camkes>;
        procedure P { void f(); }
        component A { control; uses P p; }
        component B { provides P q; }
        assembly {
            composition { component A a; component B b; connection seL4RPCCall c(from a.p, to b.q); }
            configuration { b.q_stack_$0size = 2 * 4096; }
        }
        "#,
        &expect![[r#"
            ```camkes
            b.q_stack_size = 8192
            ```

            `b.q_stack_size`: `0x2000`

            Stack of each thread that serves this interface.

            Value: a whole number, 1 or more, in bytes, a multiple of 4096  
            Default: `16384`

            A setting of an interface that a thread serves."#]],
    );
}

#[test]
fn a_setting_of_mixed_criticality_scheduling_says_where_it_matters() {
    check(
        r#"
        //- /main.camkes
        component A { control; }
        assembly {
            composition { component A a; component A b; }
            configuration { a._budget$0 <- b._budget; b._budget = 500; }
        }
        "#,
        &expect![[r#"
            ```camkes
            a._budget = 500
            ```

            `a._budget`: `0x1f4`, from `main.camkes:4`

            Budget of the thread that runs `run`. It goes before `budget`.

            Value: a whole number, 1 or more, in microseconds  
            Default: `10000`  
            Matters only with mixed-criticality scheduling (MCS)

            A setting of an instance."#]],
    );
}

#[test]
fn a_declared_attribute_with_a_special_meaning_shows_both() {
    check(
        r#"
        //- /main.camkes
        component A { control; attribute int heap_size = 4096; }
        assembly {
            composition { component A a; }
            configuration { a.heap_$0size = 8192; }
        }
        "#,
        &expect![[r#"
            ```camkes
            attribute int heap_size = 4096
            // of component A
            ```

            `a.heap_size = 8192` (`0x2000`), set in `main.camkes:4`

            ---

            ```camkes
            a.heap_size = 8192
            ```

            Heap of the instance; without it, that of the build's configuration.

            Value: a whole number, in bytes, or a string with a C expression

            A setting of an instance."#]],
    );
}

#[test]
fn a_setting_that_nobody_reads_shows_its_value_and_no_meaning() {
    check(
        r#"
        //- /main.camkes
        component A { control; dataport Buf d; }
        assembly {
            composition { component A a; }
            configuration { a.d_prio$0rity = 8192; }
        }
        "#,
        &expect![[r#"
            ```camkes
            a.d_priority = 8192
            ```

            `a.d_priority`: `0x2000`"#]],
    );
}

#[test]
fn a_number_and_an_expression_show_their_value() {
    let text = |value: &str| {
        format!(
            "//- /main.camkes\n#define PAGES 3\ncomponent A {{ attribute int n; }}\n\
             assembly {{ composition {{ component A a; }} configuration {{ a.n = {value}; }} }}"
        )
    };
    check(
        &text("2 * (1$0 << 12)"),
        &expect![[r#"
        ```camkes
        2 * (1 << 12) = 8192
        ```

        `8192`, `0x2000`, as a size 8 KiB"#]],
    );
    check(
        &text("0x1$00"),
        &expect![[r#"
        ```camkes
        0x10 = 16
        ```

        `16`, `0x10`"#]],
    );
    check(
        &text("[1, 20$0]"),
        &expect![[r#"
        ```camkes
        20
        ```

        `20`, `0x14`"#]],
    );
    check(
        &text("PAG$0ES * 4096"),
        &expect![[r#"
            ```c
            #define PAGES 3
            ```

            Stands here for

            ```camkes
            3
            ```

            ```camkes
            PAGES * 4096 = 12288
            ```

            `12288`, `0x3000`, as a size 12 KiB"#]],
    );
    check(
        &text("PAGES *$0 4096"),
        &expect![[r#"
        ```camkes
        PAGES * 4096 = 12288
        ```

        `12288`, `0x3000`, as a size 12 KiB"#]],
    );
}

#[test]
fn an_instance_shows_its_threads_stacks_and_connections() {
    check(
        r#"
        //- /main.camkes
        import <std_connector.camkes>;
        procedure P { int get(in string name, out int n[]); }
        component A { control; uses P p; }
        component B { provides P p; }
        assembly {
            composition {
                component A a;
                component B $0b;
                connection seL4RPCCall talk(from a.p, to b.p);
            }
            configuration { b.p_stack_size = 4096; }
        }
        "#,
        &expect![[r#"
            ```camkes
            component B b
            ```

            Address space `b`

            Threads: one that initialises, `p` (stack of 4096 bytes); a stack has 16384 bytes where neither a setting nor the build gives another size

            Connections: `talk` (seL4RPCCall)

            `p_stack_size = 4096`"#]],
    );
}

#[test]
fn an_interface_shows_its_prototypes_and_threads() {
    check(
        r#"
        //- /main.camkes
        import <std_connector.camkes>;
        procedure P { int get(in string name, out int n[]); }
        component A { control; uses P p; }
        component B { provides P $0p; }
        assembly {
            composition { component A a; component B b; connection seL4RPCCall talk(from a.p, to b.p); }
        }
        "#,
        &expect![[r#"
            ```camkes
            provides P p
            // of component B
            ```

            Implemented in C:

            ```c
            int p_get(const char *name, size_t *n_sz, int **n);
            ```

            Connected by `talk` (seL4RPCCall, 1 thread)"#]],
    );
}

#[test]
fn a_connection_shows_the_threads_that_it_gives_to_its_ends() {
    check(
        r#"
        //- /main.camkes
        connector Both { from Procedures with 2 threads; to Procedure; }
        procedure P { void f(); }
        component A { control; uses P p; }
        component B { provides P p; }
        assembly { composition { component A a; component B b; connection Both ta$0lk(from a.p, to b.p); } }
        "#,
        &expect![[r#"
            ```camkes
            connection Both talk(from a.p, to b.p)
            ```

            Threads for `a.p` (2), `b.p` (1)"#]],
    );
    check(
        r#"
        //- /main.camkes
        import <std_connector.camkes>;
        component A { control; dataport Buf d; }
        assembly { composition { component A a; component A b; connection seL4SharedData sha$0re(from a.d, to b.d); } }
        "#,
        &expect![[r#"
            ```camkes
            connection seL4SharedData share(from a.d, to b.d)
            ```

            No threads of its own"#]],
    );
}

#[test]
fn a_method_shows_the_functions_of_the_components_that_have_it() {
    check(
        r#"
        //- /main.camkes
        procedure P {
            /** Counts. */
            int co$0unt(in string what, out int left);
        }
        component Client { control; uses P p; }
        component Server { provides P q; }
        component Other { control; }
        "#,
        &expect![[r#"
            ```camkes
            int count(in string what, out int left)
            // of procedure P
            ```

            Called in C:

            ```c
            int p_count(const char *what, int *left); // Client
            ```

            Implemented in C:

            ```c
            int q_count(const char *what, int *left); // Server
            ```

            ---

            Counts."#]],
    );
}

#[test]
fn locks_members_parameters_and_words_of_the_language_are_explained() {
    let text = "//- /main.camkes
struct Pair {
    int first;
}
procedure P { void f(in int count); }
component A { control; has semaphore s; attribute Pair p; dataport Buf d; }
assembly { composition { group one { component A a; component A b; } } }
";
    let shown = |word: &str| {
        let (_, analysis, path, offset) = at_cursor(&with_cursor(text, word, ""));
        analysis.hover(&path, offset).unwrap().map(|it| it.markdown).unwrap_or_default()
    };
    expect![[r#"
        ```camkes
        has semaphore s
        // of component A
        ```

        In C: `s_wait()`, `s_trywait()`, `s_post()`"#]]
    .assert_eq(&shown("semaphore s"));
    expect!["```camkes\nint first\n// of struct Pair\n```"].assert_eq(&shown("int first"));
    expect!["```camkes\nin int count\n// of method f\n```"].assert_eq(&shown("int count"));
    expect!["```camkes\ngroup one\n```\n\nOne address space for `a`, `b`"].assert_eq(&shown("group one"));
    assert!(shown("dataport Buf").contains("4096 bytes"));
    expect!["```camkes\ncontrol\n```\n\nThe component has a thread of its own, which enters `run()`."]
        .assert_eq(&shown("control"));
}

#[test]
fn types_that_no_adl_declares_say_what_they_are() {
    check(
        r#"
        //- /main.camkes
        component A { control; emits Ha$0ppened e; }
        component B { control; consumes Happened f; }
        assembly { composition { component A a; component B b; } }
        "#,
        &expect!["A type of events, which is nothing but its name. Interfaces: `A.e`, `B.f`"],
    );
    check(
        r#"
        //- /main.camkes
        procedure P { include "t.h"; void f(in th$0ing_t x); }
        //- /include/t.h
        typedef struct { int a; } thing_t;
        "#,
        &expect![[r"
            ```c
            typedef struct { int a; } thing_t;
            ```

            A type of C, declared in `t.h`"]],
    );
}

#[test]
fn what_systems_say_differently_of_a_shared_file_is_said_of_each() {
    let text = r#"
        //- /common.camkes
        component Part { control; attribute int le$0vel; }
        //- /a.camkes
        import "common.camkes";
        assembly { composition { component Part s; } configuration { s.level = 10; } }
        //- /b.camkes
        import "common.camkes";
        assembly { composition { component Part t; } configuration { t.level = 20; } }
    "#;
    let fixture = camkes_test_fixture::Fixture::parse(text);
    let (path, offset) = fixture.cursor();
    let mut host = crate::setup::host(&fixture, &["/common.camkes", "/a.camkes", "/b.camkes"]);
    let hover =
        |host: &camkes_ide::AnalysisHost| host.analysis().hover(path.as_ref(), offset).unwrap().unwrap().markdown;
    expect![[r#"
        ```camkes
        attribute int level
        // of component Part
        ```

        In `a`:

        `s.level = 10` (`0xa`), set in `a.camkes:2`

        In `b`:

        `t.level = 20` (`0x14`), set in `b.camkes:2`"#]]
    .assert_eq(&hover(&host));
    host.choose(Some("/b.camkes".as_ref()));
    assert!(!hover(&host).contains("10"), "the chosen system alone is asked");
}
