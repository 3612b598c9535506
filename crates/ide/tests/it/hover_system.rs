// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Hover texts on what a whole system says: settings, devices, files.

use expect_test::expect;

use crate::setup::{at_cursor, with_cursor};

/// The hover on a text that stands once in a system.
fn shown(system: &str, before: &str, behind: &str) -> String {
    let (_, analysis, path, offset) = at_cursor(&with_cursor(system, before, behind));
    analysis.hover(&path, offset).unwrap().map(|it| it.markdown).unwrap_or_default()
}

const SETTINGS: &str = r#"
//- /main.camkes
component Inner { control; }
component Box {
    attribute int prio;
    composition { component Inner inner; }
    configuration { inner.priority <- prio; }
}
component A { control; }
assembly {
    composition { component Box box; component A a; component A b; }
    configuration {
        box.prio = 77;
        a.scratch = 11;
        b.taken <- a.scratch;
        b.never <- a.nothing;
        b._stack_size <- a._stack_size;
        a._stack_size = 8192;
    }
}
"#;

#[test]
fn settings_show_how_they_came_to_their_values_declared_or_not() {
    expect![[r#"
        ```camkes
        box.inner.priority = 77
        ```

        `box.inner.priority`: `0x4d`, from `main.camkes:11`

        Priority of every thread of the instance that has none of its own. A greater number runs first.

        Value: a whole number from 0 to 255  
        Default: `254`

        A setting of an instance."#]]
    .assert_eq(&shown(SETTINGS, "inner.prio", "rity"));
    expect![[r#"
        ```camkes
        a.scratch = 11
        ```

        `a.scratch`: `0xb`"#]]
    .assert_eq(&shown(SETTINGS, "a.scra", "tch = 11"));
    expect![[r#"
        ```camkes
        b.taken = 11
        ```

        `b.taken`: `0xb`, from `main.camkes:12`"#]]
    .assert_eq(&shown(SETTINGS, "b.tak", "en"));
    expect![[r#"
        ```camkes
        a.scratch = 11
        ```

        `a.scratch`: `0xb`, set in `main.camkes:12`"#]]
    .assert_eq(&shown(SETTINGS, "<- a.scr", "atch"));
    expect![[r#"
        ```camkes
        attribute int prio
        // of component Box
        ```

        `box.prio = 77` (`0x4d`), set in `main.camkes:11`"#]]
    .assert_eq(&shown(SETTINGS, "<- pr", "io"));
    expect![[r#"
        ```camkes
        b.never
        ```

        `b.never`: no value"#]]
    .assert_eq(&shown(SETTINGS, "b.nev", "er"));
    expect![[r#"
        ```camkes
        a._stack_size = 8192
        ```

        `a._stack_size`: `0x2000`, set in `main.camkes:16`

        Stack of the thread that runs `run`.

        Value: a whole number, 1 or more, in bytes, a multiple of 4096  
        Default: `16384`

        A setting of an instance."#]]
    .assert_eq(&shown(SETTINGS, "<- a._sta", "ck_size"));
    // What stands before the attribute is an instance, also in a reference.
    assert!(shown(SETTINGS, "<- ", "a.scratch").starts_with("```camkes\ncomponent A a"));
}

const DEVICES: &str = r#"
//- /main.camkes
import <std_connector.camkes>;
component Dev { hardware; dataport Buf regs; emits Irq irq; }
component Driver { control; dataport Buf mem; consumes Irq irq; }
assembly {
    composition {
        component Dev one;
        component Dev two;
        component Driver d1;
        component Driver d2;
        connection seL4HardwareMMIO m1(from d1.mem, to one.regs);
        connection seL4HardwareMMIO m2(from d2.mem, to two.regs);
        connection seL4HardwareInterrupt i1(from one.irq, to d1.irq);
    }
}
"#;

#[test]
fn an_interface_of_a_device_is_no_code() {
    expect![[r#"
        ```camkes
        dataport Buf regs
        // of component Dev
        ```

        4096 bytes, 1 page of 4 KiB

        Of a device: no code runs there

        Connected by `m1` (seL4HardwareMMIO)"#]]
    .assert_eq(&shown(DEVICES, "to one.re", "gs"));
    expect![[r#"
        ```camkes
        dataport Buf regs
        // of component Dev
        ```

        4096 bytes, 1 page of 4 KiB

        Of a device: no code runs there

        Connected by `m1` (seL4HardwareMMIO), `m2` (seL4HardwareMMIO)"#]]
    .assert_eq(&shown(DEVICES, "dataport Buf re", "gs"));
    expect![[r#"
        ```camkes
        connection seL4HardwareMMIO m1(from d1.mem, to one.regs)
        ```

        Of a device: `one.regs`"#]]
    .assert_eq(&shown(DEVICES, "seL4HardwareMMIO m", "1"));
    expect![[r#"
        ```camkes
        connection seL4HardwareInterrupt i1(from one.irq, to d1.irq)
        ```

        Threads for `d1.irq` (1)

        Of a device: `one.irq`"#]]
    .assert_eq(&shown(DEVICES, "seL4HardwareInterrupt i", "1"));
}

#[test]
fn imports_and_includes_show_where_they_lead() {
    let system = r#"
//- /main.camkes
import <std_connector.camkes>;
import "other.camkes";
procedure P { include "p.h"; void f(); }
component A { provides P p; }
assembly { composition { component A a; } }
//- /p.h
typedef int p_t;
//- /other.camkes
"#;
    expect![[r#"
        ```camkes
        import <std_connector.camkes>;
        ```

        A file of the library that is built in"#]]
    .assert_eq(&shown(system, "std_conn", "ector.camkes"));
    expect![[r#"
        ```
        /other.camkes
        ```"#]]
    .assert_eq(&shown(system, "oth", "er.camkes\";"));
    expect![[r#"
        ```
        /p.h
        ```"#]]
    .assert_eq(&shown(system, "\"p.", "h\""));
}
