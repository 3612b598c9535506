// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a machine offers to mend a finding, and what that makes of the text.

use camkes_hir::diagnostic::{Diagnostic, Fix, Rule};
use camkes_hir::diagnostics;
use expect_test::{Expect, expect};

use crate::setup::World;

/// The fixes of the findings of a rule.
fn fixes(text: &str, rule: Rule) -> (String, Vec<Fix>) {
    let world = World::new(text);
    let found = diagnostics(&world.db, world.system);
    let of_rule: Vec<&Diagnostic> = found.iter().filter(|it| it.rule == rule).collect();
    assert!(!of_rule.is_empty(), "{found:#?}");
    (world.fixture.root().text.clone(), of_rule.into_iter().flat_map(|it| it.fixes.clone()).collect())
}

fn apply(text: &str, fix: &Fix) -> String {
    let mut text = text.to_owned();
    let mut edits = fix.edits.clone();
    edits.sort_by_key(|it| std::cmp::Reverse(it.span.range.start()));
    for edit in edits {
        text.replace_range(std::ops::Range::<usize>::from(edit.span.range), &edit.text);
    }
    text
}

/// Each fix: its title, with a question mark unless it is surely meant, and the lines that are others behind it.
fn check(text: &str, rule: Rule, expected: &Expect) {
    let (before, fixes) = fixes(text, rule);
    let mut out = String::new();
    for fix in fixes {
        out.push_str(&format!("{}{}\n", fix.title, if fix.preferred { "" } else { "?" }));
        let after = apply(&before, &fix);
        let lines = |text: &str| text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>();
        let (old, new) = (lines(&before), lines(&after));
        old.iter().filter(|line| !new.contains(line)).for_each(|line| out.push_str(&format!("- {line}\n")));
        new.iter().filter(|line| !old.contains(line)).for_each(|line| out.push_str(&format!("+ {line}\n")));
    }
    expected.assert_eq(&out);
}

/// An assembly with these instances and connections, and these settings.
fn assembly(composition: &str, configuration: &str) -> String {
    let configuration = if configuration.is_empty() {
        String::new()
    } else {
        format!("    configuration {{\n{configuration}\n    }}\n")
    };
    format!("assembly {{\n    composition {{\n{composition}\n    }}\n{configuration}}}\n")
}

#[test]
fn a_device_gets_the_settings_that_its_connector_needs() {
    let parts = "import <std_connector.camkes>;\n\
                 component Driver { control; dataport Buf regs; }\ncomponent Device { hardware; dataport Buf regs; }\n";
    let composition = "        component Driver drv;\n        component Device dev;\n        \
                       connection seL4HardwareMMIO mm(from drv.regs, to dev.regs);";
    check(
        &format!("{parts}{}", assembly(composition, "")),
        Rule::MissingDeviceSetting,
        &expect![[r#"
            Add `dev.regs_paddr = …`?
            + configuration {
            + dev.regs_paddr = 0x0;
            Add `dev.regs_size = …`?
            + configuration {
            + dev.regs_size = 0x1000;
        "#]],
    );
    check(
        &format!("{parts}{}", assembly(composition, "        dev.regs_paddr = 0x1000;")),
        Rule::MissingDeviceSetting,
        &expect![[r#"
            Add `dev.regs_size = …`?
            + dev.regs_size = 0x1000;
        "#]],
    );
}

#[test]
fn queues_get_numbers_that_nobody_has() {
    let parts = "connector seL4MessageQueue { from Dataport; to Dataport; }\n\
                 component A { control; dataport Buf one; dataport Buf two; dataport Buf three; }\n\
                 component B { control; dataport Buf a; dataport Buf b; dataport Buf c; }\n";
    let composition = "        component A a;\n        component B b;\n        \
                       connection seL4MessageQueue first(from a.one, to b.a);\n        \
                       connection seL4MessageQueue second(from a.two, to b.b);\n        \
                       connection seL4MessageQueue third(from a.three, to b.c);";
    let settings = "        a.one_id = 1;\n        b.a_id = 1;\n        b.b_id = 2;\n        b.c_id = 3;";
    check(
        &format!("{parts}{}", assembly(composition, settings)),
        Rule::MissingDeviceSetting,
        &expect![[r#"
            Add `a.two_id = 2`
            + a.two_id = 2;
            Add `a.three_id = 3`
            + a.three_id = 3;
        "#]],
    );
}

#[test]
fn a_configuration_that_must_be_made_first_is_not_made_without_asking() {
    let parts = "connector seL4MessageQueue { from Dataport; to Dataport; }\n\
                 component A { control; dataport Buf one; }\n";
    let composition = "        component A a;\n        component A b;\n        \
                       connection seL4MessageQueue first(from a.one, to b.one);";
    check(
        &format!("{parts}{}", assembly(composition, "")),
        Rule::MissingDeviceSetting,
        &expect![[r#"
            Add `a.one_id = 1`?
            + configuration {
            + a.one_id = 1;
            Add `b.one_id = 1`?
            + configuration {
            + b.one_id = 1;
        "#]],
    );
}

#[test]
fn an_old_form_whose_value_stands_elsewhere_is_written_with_that_value() {
    let parts = "struct Old { string linux_ram_base; string linux_ram_offset; }\nstruct New { string ram_base; }\n\
                 component VM { control; attribute Old linux_address_config; attribute New vm_address_config; }\n\
                 component Board { control; attribute Old map; }\n";
    let settings = "        board.map = {\"linux_ram_base\": \"1\", \"linux_ram_offset\": \"2\"};\n        \
                    vm.linux_address_config <- board.map;";
    check(
        &format!("{parts}{}", assembly("        component VM vm;\n        component Board board;", settings)),
        Rule::DeprecatedForm,
        &expect![[r#"
            Write it as `vm_address_config` with its present value?
            - vm.linux_address_config <- board.map;
            + vm.vm_address_config = {"ram_base": "1"};
        "#]],
    );
}

#[test]
fn what_has_no_effect_or_no_target_can_be_removed() {
    let text = assembly("        component A a;", "        a.n = 1;\n        lost.n = 2;");
    check(
        &format!("component A {{ control; attribute int n; }}\n{text}"),
        Rule::UnknownSettingTarget,
        &expect![[r#"
            Remove the setting?
            - lost.n = 2;
        "#]],
    );
    let text = assembly("        component A a;\n        component A b;", "        a.n <- b.n;");
    check(
        &format!("component A {{ control; attribute int n; }}\n{text}"),
        Rule::DeadReference,
        &expect![[r#"
            Remove the setting?
            - a.n <- b.n;
        "#]],
    );
}

#[test]
fn numbers_are_brought_into_their_range() {
    let text = assembly("        component A a;", "        a._priority = 256;");
    check(
        &format!("component A {{ control; }}\n{text}"),
        Rule::SettingRange,
        &expect![[r#"
            Change to `255`?
            - a._priority = 256;
            + a._priority = 255;
        "#]],
    );
    let text = assembly("        component A a;", "        a.cnode_size_bits = 1;");
    check(
        &format!("component A {{ control; has mutex m; has mutex o; }}\n{text}"),
        Rule::SmallCnode,
        &expect![[r#"
            Change to `2`?
            - a.cnode_size_bits = 1;
            + a.cnode_size_bits = 2;
        "#]],
    );
}

#[test]
fn a_number_in_a_string_becomes_one_and_the_other_way_round() {
    let text = assembly("        component A a;", "        a.n = \"12\";\n        a.s = 3;\n        a.n = \"twelve\";");
    check(
        &format!("component A {{ control; attribute int n; attribute string s; }}\n{text}"),
        Rule::MistypedSetting,
        &expect![[r#"
            Change to `12`
            - a.n = "12";
            + a.n = 12;
            Change to `"3"`
            - a.s = 3;
            + a.s = "3";
        "#]],
    );
}

#[test]
fn an_entry_that_is_no_member_is_changed_or_removed() {
    let parts = "struct Line { int baud; int bits; }\ncomponent A { control; attribute Line l; }\n";
    let check = |value: &str, expected: &Expect| {
        let text = assembly("        component A a;", &format!("        a.l = {value};"));
        check(&format!("{parts}{text}"), Rule::UnknownMember, expected);
    };
    check(
        "{\"baud\": 1, \"bits\": 2, \"parity\": 3}",
        &expect![[r#"
            Remove `parity`?
            - a.l = {"baud": 1, "bits": 2, "parity": 3};
            + a.l = {"baud": 1, "bits": 2};
        "#]],
    );
    check(
        "{\"parity\": 3, \"baud\": 1, \"bits\": 2}",
        &expect![[r#"
            Remove `parity`?
            - a.l = {"parity": 3, "baud": 1, "bits": 2};
            + a.l = {"baud": 1, "bits": 2};
        "#]],
    );
    check(
        "{\"baud\": 1, \"bist\": 2}",
        &expect![[r#"
            Change to `"bits"`
            - a.l = {"baud": 1, "bist": 2};
            + a.l = {"baud": 1, "bits": 2};
            Remove `bist`?
            - a.l = {"baud": 1, "bist": 2};
            + a.l = {"baud": 1};
        "#]],
    );
}

#[test]
fn a_component_is_a_device_or_has_a_thread() {
    check(
        "component A {\n    control;\n    hardware;\n}\nassembly { composition { component A a; } }\n",
        Rule::ControlHardware,
        &expect![[r#"
            Remove `control`?
            - control;
            Remove `hardware`?
            - hardware;
        "#]],
    );
}

#[test]
fn what_a_device_can_not_have_is_removed() {
    check(
        "component A {\n    hardware;\n    has mutex m;\n}\nassembly { composition { component A a; } }\n",
        Rule::HardwareSync,
        &expect![[r#"
            Remove the mutex?
            - has mutex m;
        "#]],
    );
}

const CALLS: &str = "import <std_connector.camkes>;\nprocedure P { void f(); }\ncomponent A { control; uses P p; }\n\
                     component B { provides P q; }\n";

#[test]
fn a_connector_is_changed_to_one_that_fits() {
    let instances = "        component A a;\n        component A o;\n        component B b;\n        ";
    let mixed = format!(
        "{instances}connection seL4RPCCall one(from a.p, to b.q);\n        connection seL4RPCCallNoType two(from o.p, to b.q);"
    );
    check(
        &format!("{CALLS}{}", assembly(&mixed, "")),
        Rule::MixedConnectors,
        &expect![[r#"
            Change the connector to `seL4RPCCall`?
            - connection seL4RPCCallNoType two(from o.p, to b.q);
            + connection seL4RPCCall two(from o.p, to b.q);
        "#]],
    );
    let apart = format!("{instances}connection seL4DirectCall one(from a.p, to b.q);");
    check(
        &format!("{CALLS}{}", assembly(&apart, "").replace("        component A o;\n", "")),
        Rule::SeparateAddressSpaces,
        &expect![[r#"
            Change the connector to `seL4RPCCall`?
            - connection seL4DirectCall one(from a.p, to b.q);
            + connection seL4RPCCall one(from a.p, to b.q);
        "#]],
    );
}

#[test]
fn an_end_that_is_there_twice_is_removed_with_its_comma() {
    let instances = "        component A a;\n        component A o;\n        component B b;\n        ";
    for ends in ["from a.p, from a.p, from o.p, to b.q", "to b.q, from a.p, from o.p, from a.p"] {
        let text = assembly(&format!("{instances}connection seL4RPCCall one({ends});"), "");
        let (before, fixes) = fixes(&format!("{CALLS}{text}"), Rule::DuplicateEnd);
        let after = apply(&before, &fixes[0]);
        assert!(!fixes[0].preferred);
        let expected =
            if ends.starts_with("to") { "(to b.q, from a.p, from o.p)" } else { "(from a.p, from o.p, to b.q)" };
        assert!(after.contains(expected), "{after}");
    }
}
