// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Values of settings that templates read. The message stands under the value at fault.

use camkes_hir::diagnostic::{Diagnostic, Rule, Severity, Tag};
use camkes_hir::special::Entities;
use camkes_hir::{ForwardReferences, assembly, diagnostics};
use expect_test::expect;

use crate::setup::World;

/// Connectors whose names templates know, declared here since fixtures import no library.
const KNOWN: &str = "//- /known.camkes
procedure P { void f(); }
connector seL4RPCCall { from Procedures with 0 threads; to Procedure; }
connector seL4DirectCall { from Procedure; to Procedure; }
connector seL4SharedData { from Dataports with 0 threads; to Dataports with 0 threads; }
connector seL4DMASharedData { from Dataports with 0 threads; to Dataports with 0 threads; }
connector seL4SharedDataWithCaps { from Dataports; to Dataports; }
connector seL4MessageQueue { from Dataports; to Dataports; }
connector seL4VirtQueues { from Procedures with 0 threads; to Procedure with 0 threads; attribute bool disable_interface_type_checking = true; }
connector seL4HardwareMMIO { from Dataports with 0 threads; to hardware Dataport; }
connector seL4HardwareInterrupt { from hardware Event; to Event; }
connector seL4HardwareIOPort { from Procedure with 0 threads; to hardware Procedure; }
connector seL4Notification { from Event with 0 threads; to Events; }
connector seL4NotificationBind { from Events with 0 threads; to Event; }
component Client { control; uses P p; }
component Server { provides P p; has semaphore s; has binary_semaphore b; }
component Sharer { control; dataport Buf d; }
component Handler { consumes E irq; }
component Seer { dataport Buf regs; }
component Device { hardware; dataport Buf regs; emits E irq; provides P port; }
";

/// What is found, but for what is unused or could be merged.
fn found_in(world: &World) -> Vec<Diagnostic> {
    let all = diagnostics(&world.db, world.system).iter();
    all.filter(|it| it.rule != Rule::MergeableConnections)
        .filter(|it| it.rule.tag() != Some(Tag::Unused))
        .cloned()
        .collect()
}

fn check(text: &str) {
    let world =
        World::with(&format!("import \"known.camkes\";\n{}\n{KNOWN}", unindented(text)), ForwardReferences::Allow, &[]);
    let found = found_in(&world);
    let lines = found.iter().map(|d| {
        let message = match d.severity {
            Severity::Error => d.message.clone(),
            other => format!("({}) {}", other.name(), d.message),
        };
        (d.primary.file.path(&world.db).as_str(), d.primary.range, message)
    });
    world.fixture.assert_marks(lines);
}

/// The root after the preferred fix of its only diagnostic.
fn fixed(text: &str) -> String {
    let text = unindented(text);
    let world = World::with(&format!("import \"known.camkes\";\n{text}\n{KNOWN}"), ForwardReferences::Allow, &[]);
    let found = found_in(&world);
    assert_eq!(found.len(), 1, "{found:#?}");
    let mut text = world.fixture.root().text.clone();
    for edit in &found[0].fixes[0].edits {
        text.replace_range(std::ops::Range::<usize>::from(edit.span.range), &edit.text);
    }
    text
}

fn unindented(text: &str) -> String {
    let lines: Vec<&str> = text.trim_matches('\n').lines().collect();
    let indent = lines.iter().filter(|l| !l.trim().is_empty()).map(|l| l.len() - l.trim_start().len()).min();
    lines.iter().map(|l| l.get(indent.unwrap_or(0)..).unwrap_or("")).collect::<Vec<_>>().join("\n")
}

#[test]
fn types_ranges_words_and_forms_are_those_of_the_table() {
    check(
        r#"
        assembly {
            composition {
                component Client c;
                component Server s;
                connection seL4RPCCall calls(from c.p, to s.p);
            }
            configuration {
                c.priority = "high";
        //                   ^^^^^^ `priority` takes a whole number, not the string "high"
                c._priority = 256;
        //                    ^^^ `_priority` is from 0 to 255, not 256
                c._max_priority = 255;
                c._affinity = -1;
        //                    ^^ `_affinity` is from 0 to 255, not -1
                s.p_priority = 2.5;
        //                     ^^^ `p_priority` takes a whole number, not the float 2.5
                s.p_passive = "false";
        //                    ^^^^^^^ (warning) `p_passive` takes `true` or `false`, not the string "false"
                s.s_value = 7;
                s.b_value = 2;
        //                  ^ `b_value` is from 0 to 1, not 2
                c.environment = "C";
                s.environment = "rust";
        //                      ^^^^^^ `environment` is none of "c", "cakeml": "rust"
                c.simple_extra_bootinfo = "FDT";
        //                                ^^^^^ (warning) `simple_extra_bootinfo` takes a list, not the string "FDT"
                c.mmios = ["0xf0000000:0x1000:12", "0xf0001000:12"];
        //                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ (warning) `mmios` does not have the form of its setting: ["0xf0000000:0x1000:12", "0xf0001000:12"]
                c.irqs = [27, -1];
        //               ^^^^^^^^ (warning) `irqs` is at least 0, not [27, -1]
                c.cnode_size_bits = "0x10";
                c.heap_size = "16 * CONFIG_PAGES";
                c.p_attributes = "0x1";
        //                       ^^^^^ `p_attributes` takes a whole number, not the string "0x1"
            }
        }
        "#,
    );
}

#[test]
fn defaults_and_references_are_held_against_the_table_too() {
    check(
        r#"
        component Outer {
            attribute int level = 300;
            composition { component Quiet c; }
            configuration { c._priority <- level; }
        //                                 ^^^^^ `_priority` is from 0 to 255, not 300
        }
        component Quiet { control; }
        component Own { control; attribute int _affinity = 999; }
        //                                     ^^^^^^^^^ `_affinity` is from 0 to 255, not 999
        assembly {
            composition {
                component Outer a;
                component Outer b;
                component Own o;
            }
        }
        "#,
    );
}

#[test]
fn sizes_fill_pages() {
    check(
        r#"
        component Sized { control; dataport Buf(5000) d; }
        //                                            ^ a dataport of 5000 bytes does not fill pages of 4096 bytes
        assembly {
            composition {
                component Sharer a;
                component Sharer b;
                component Sized x;
                component Sized y;
                connection seL4SharedData one(from a.d, to b.d);
                connection seL4SharedData two(from x.d, to y.d);
            }
            configuration {
                a._stack_size = 3 * 1000;
        //                      ^^^^^^^^ (warning) a stack of 3000 bytes does not fill pages of 4096 bytes
                b._stack_size = 0;
        //                      ^ `_stack_size` is at least 1, not 0
                one.size = "5000";
        //                 ^^^^^^ 5000 bytes do not fill pages of 4096 bytes
            }
        }
        "#,
    );
}

#[test]
fn sizes_of_one_dataport_agree() {
    check(
        r#"
        component Sized { control; dataport Buf(8192) d; }
        component Big { dataport Buf(8192) regs; }
        component Large { hardware; dataport Buf(8192) regs; }
        component Drv { uses P q; }
        component Hub { provides P hub; }
        assembly {
            composition {
                component Sized a;
                component Sized b;
                component Big big;
                component Large device;
                component Sharer m;
                component Sharer n;
                component Drv drv;
                component Drv dev;
                component Hub hub;
                connection seL4SharedData shared(from a.d, to b.d);
                connection seL4HardwareMMIO mmio(from big.regs, to device.regs);
                connection seL4SharedDataWithCaps caps(from m.d, to n.d);
                connection seL4VirtQueues queue(from drv.q, from dev.q, to hub.hub);
            }
            configuration {
                shared.size = 4096;
        //                    ^^^^ (warning) the size is 4096 bytes here, but that of the dataport's type, 8192, holds
                device.regs_paddr = 0x1000;
                device.regs_size = 4096;
        //                         ^^^^ (warning) the device has 4096 bytes, but dataport `big.regs` has 8192
                caps.size = 4096;
        //                  ^^^^ the size of `caps` is set twice
                n.d_size = 4096;
                drv.q_shmem_size = 4096;
        //                         ^^^^ the ends of queue `queue` have different sizes, 4096 and 8192 bytes
            }
        }
        "#,
    );
}

#[test]
fn a_device_needs_what_its_connector_reads() {
    check(
        r#"
        assembly {
            composition {
                component Seer seer;
                component Handler handler;
                component Client client;
                component Device device;
                connection seL4HardwareMMIO memory(from seer.regs, to device.regs);
        //                                  ^^^^^^ connector `seL4HardwareMMIO` needs the setting `device.regs_size`
                connection seL4HardwareInterrupt interrupt(from device.irq, to handler.irq);
        //                                       ^^^^^^^^^ connector `seL4HardwareInterrupt` needs the setting `device.irq_irq_ioapic_pin`
        //                                       ^^^^^^^^^ connector `seL4HardwareInterrupt` needs the setting `device.irq_irq_level`
                connection seL4HardwareIOPort ports(from client.p, to device.port);
        //                                    ^^^^^ connector `seL4HardwareIOPort` needs the setting `device.port_attributes`
            }
            configuration {
                device.regs_paddr = 0x1000;
                device.irq_irq_type = "ioapic";
                device.irq_irq_ioapic = 0;
                device.irq_irq_vector = 7;
                device.irq_irq_ioapic_polarity = 0;
            }
        }
        "#,
    );
}

#[test]
fn a_setting_whose_value_is_unknown_is_not_missing() {
    check(
        r#"
        assembly {
            composition {
                component Seer seer;
                component Device device;
                connection seL4HardwareMMIO memory(from seer.regs, to device.regs);
            }
            configuration {
                device.regs_paddr = 1 / 0;
        //                          ^^^^^ division by zero
                device.regs_size = 4096;
            }
        }
        "#,
    );
}

#[test]
fn devices_share_neither_interrupts_nor_memory() {
    check(
        r#"
        component Alarm { hardware; emits E irq; }
        assembly {
            composition {
                component Seer one;
                component Seer two;
                component Handler first;
                component Handler second;
                component Device a;
                component Device b;
                component Alarm unused;
                component Sharer m;
                component Sharer n;
                connection seL4HardwareMMIO x(from one.regs, to a.regs);
                connection seL4HardwareMMIO y(from two.regs, to b.regs);
                connection seL4HardwareInterrupt i(from a.irq, to first.irq);
                connection seL4HardwareInterrupt j(from b.irq, to second.irq);
                connection seL4DMASharedData pool(from m.d, to n.d);
            }
            configuration {
                a.regs_paddr = 0xe0000000;
                a.regs_size = 0x2000;
                b.regs_paddr = 0xe0001800;
        //                     ^^^^^^^^^^ (warning) address 0xe0001800 is not that of a page of 4096 bytes
        //                     ^^^^^^^^^^ (warning) memory of `b.regs` from 0xe0001800 to 0xe00027ff overlaps that of `a.regs` from 0xe0000000 to 0xe0001fff
                b.regs_size = 0x1000;
                a.irq_irq_number = 40;
                b.irq_irq_number = 8;
        //                         ^ (warning) interrupt 40 belongs to both `a.irq` and `b.irq`
                b.irq_spi_number = 0;
                unused.irq_irq_number = 40;
                pool.paddr = 0xf0000000;
        //                   ^^^^^^^^^^ (warning) memory of `pool` from 0xf0000000 to 0xf0000fff overlaps that of `m.dma_pool` from 0xf0000000 to 0xf0000fff
                pool.size = 0x1000;
                pool.controller = "m.e";
        //                        ^^^^^ (warning) `m.e` is no end of `pool`
                m.dma_pool = 100;
                m.dma_pool_paddr = 0xf0000000;
            }
        }
        "#,
    );
}

#[test]
fn threads_have_domains_that_run_and_budgets_that_fit() {
    check(
        r#"
        assembly {
            composition {
                component Client c;
                component Server s;
                component Sharer lone;
                component Sharer other;
                connection seL4RPCCall calls(from c.p, to s.p);
                connection seL4SharedData d(from lone.d, to other.d);
            }
            configuration {
                c._domain = 1;
                s.p_domain = 3;
        //                   ^ (warning) domain 3 has no slot in the schedule
                c.tcb_pool = 3;
                c.tcb_pool_domains = [0, 4];
        //                           ^^^^^^ 2 domains are too few for 3 threads
        //                           ^^^^^^ (warning) domain 4 has no slot in the schedule
                c.budget = 20;
        //                 ^^ (warning) a budget of 20 microseconds does not fit into a period of 10
                c.period = 10;
                s.budget = 30;
        //                 ^^ (warning) a budget of 30 microseconds does not fit into a period of 20
                s.period = 40;
                s.p_period = 20;
                lone._budget = 99999;
                c.ep_pool = 100;
                c.cnode_size_bits = 6;
        //                          ^ (warning) a CNode of 6 bits has 64 slots, but `c` needs at least 105
                lone.untyped3_pool = 1;
        //                           ^ `untyped3_pool` asks for untyped memory of 3 bits
                lone.untyped29_pool = 0;
                lone.simple_untyped48_pool = 2;
        //                                   ^ (warning) `simple_untyped48_pool` asks for untyped memory of 48 bits
            }
            schedule { [(0, 10 ticks), (1, 10 ticks)] }
        }
        "#,
    );
}

#[test]
fn connections_that_carry_calls_fit_them() {
    check(
        r#"
        component Both { control; uses P p; dataport Buf d; }
        component Back { provides P p; dataport Buf d; }
        assembly {
            composition {
                component Both a;
                component Both b;
                component Back s;
                component Back t;
                component Sharer z;
                connection seL4RPCCall one(from a.p, to s.p);
                connection seL4RPCCall two(from b.p, to t.p);
                connection seL4SharedData fits(from a.d, to s.d);
                connection seL4SharedData other(from b.d, from z.d, to t.d);
            }
            configuration {
                one.buffer = "fits";
                two.buffer = "other";
        //                   ^^^^^^^ `other` is not between two ends, as a buffer must be
            }
        }
        "#,
    );
    check(
        r#"
        component Both { control; uses P p; dataport Buf d; }
        assembly {
            composition {
                component Both a;
                component Both b;
                component Server s;
                connection seL4RPCCall one(from a.p, from b.p, to s.p);
                connection seL4SharedData memory(from a.d, to b.d);
            }
            configuration {
                one.buffer = "memory";
        //                   ^^^^^^^^ `one` is not between two ends, as a connection with a buffer of its own must be
                a.p_attributes = 4;
                b.p_attributes = "4";
        //                       ^^^ (warning) `b.p` and `a.p` have the same badge, 4
            }
        }
        "#,
    );
}

#[test]
fn queues_join_ends_of_their_connection_in_pairs() {
    check(
        r#"
        component Drv { uses P q; }
        component Hub { provides P hub; }
        assembly {
            composition {
                component Drv a;
                component Drv b;
                component Drv c;
                component Hub one;
                component Drv d;
                component Drv e;
                component Hub two;
                connection seL4VirtQueues three(from a.q, from b.q, from c.q, to one.hub);
        //                                ^^^^^ `three` has 3 `from` ends, but nothing says which of them share a queue
                connection seL4VirtQueues pair(from d.q, from e.q, to two.hub);
            }
            configuration {
                two.hub_topology = [{"drv": "d.q", "dev": "f.q"}];
        //                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `f.q` is no `from` end of `pair`
            }
        }
        "#,
    );
}

#[test]
fn a_direct_call_stays_in_its_address_space() {
    check(
        r#"
        assembly {
            composition {
                component Client c;
                group g { component Server s; }
                connection seL4DirectCall far(from c.p, to g.s.p);
        //                                ^^^ `c` and `s` are in different address spaces
            }
            configuration {
                s.cnode_size_bits = 12;
        //        ^^^^^^^^^^^^^^^ (warning) `s` shares the CNode of its group; the setting is `g.cnode_size_bits`
                g.cnode_size_bits = 12;
            }
        }
        "#,
    );
}

#[test]
fn a_setting_that_nothing_reads_is_reported_when_something_close_is_read() {
    check(
        r#"
        component Own { control; attribute int count; uses P p; emits E e; }
        assembly {
            composition {
                component Own c;
                component Server s;
                component Handler h;
                connection seL4RPCCall calls(from c.p, to s.p);
                connection seL4Notification event(from c.e, to h.irq);
            }
            configuration {
                c.cuont = 1;
        //        ^^^^^ (warning) component `Own` declares no attribute `cuont`, and no template reads it
                c._prioritty = 1;
        //        ^^^^^^^^^^ (warning) component `Own` declares no attribute `_prioritty`, and no template reads it
                calls.bufer = "x";
        //            ^^^^^ (warning) `calls` has no setting `bufer`, and no template reads it
                c.read_by_templates_of_mine = 1;
                c.heap_sise = [1];
                c.p_priority = 1;
        //        ^^^^^^^^^^ (warning) `p_priority` has no effect: `p` is the `from` end of `seL4RPCCall`
                c.e_access = "R";
        //        ^^^^^^^^ (warning) `e_access` has no effect: `e` is the `from` end of `seL4Notification`
                h.irq_priority = 1;
            }
        }
        "#,
    );
}

#[test]
fn numbers_fit_into_the_c_type_of_their_attribute() {
    check(
        r#"
        struct Pair { uint8_t small; int64_t large = 1; }
        component Own {
            control;
            attribute uint8_t a;
            attribute int b;
            attribute bool c;
            attribute uint16_t list[];
            attribute Pair pair;
            attribute char letter = "\n";
            attribute int16_t low = -32769;
        //                          ^^^^^^ (warning) attribute `low` is of type `int16_t`, which can't hold -32769
            attribute uint32_t text = "ten";
        //                            ^^^^^ (warning) attribute `text` needs a whole number for `uint32_t`, not the string "ten"
            attribute double real = 1.5;
        }
        assembly {
            composition { component Own c; component Own d; }
            configuration {
                c.a = 256;
        //            ^^^ (warning) attribute `a` is of type `uint8_t`, which can't hold 256
                c.b = 0xffffffff;
                d.b = 0x100000000;
        //            ^^^^^^^^^^^ (warning) attribute `b` is of type `int`, which can't hold 4294967296
                c.c = 2;
        //            ^ (warning) attribute `c` is of type `bool`, which can't hold 2
                c.list = [1, 65536];
        //               ^^^^^^^^^^ (warning) attribute `list` is of type `uint16_t`, which can't hold 65536
                c.pair = { "small": 300 };
        //                          ^^^ (warning) member `small` of attribute `pair` is of type `uint8_t`, which can't hold 300
            }
        }
        "#,
    );
}

#[test]
fn values_are_mended_where_it_is_clear_what_is_meant() {
    let mended = |setting: &str| {
        let text = fixed(&format!(
            "assembly {{ composition {{ component Client c; component Server s; component Sharer a; component Sharer b;
             connection seL4RPCCall calls(from c.p, to s.p); connection seL4SharedData m(from a.d, to b.d); }}
             configuration {{ {setting} }} }}"
        ));
        let start = text.rfind("configuration { ").unwrap() + "configuration { ".len();
        text[start..text[start..].find(" }").unwrap() + start].to_owned()
    };
    assert_eq!(mended("c._priority = \"100\";"), "c._priority = 100;");
    assert_eq!(mended("s.p_passive = \"False\";"), "s.p_passive = false;");
    assert_eq!(mended("c.environment = \"caekml\";"), "c.environment = \"cakeml\";");
    assert_eq!(mended("a.d_access = \"wr\";"), "a.d_access = \"RW\";");
    assert_eq!(mended("m.size = 4095 + 2;"), "m.size = 8192;");
    assert_eq!(mended("c._stack_size = 1;"), "c._stack_size = 4096;");
    assert_eq!(mended("c.untyped12_pol = 4;"), "c.untyped12_pool = 4;");
    assert_eq!(mended("calls.buffer = \"M\";"), "calls.buffer = \"m\";");
}

#[test]
fn entities_know_their_settings() {
    let world = World::with(
        &format!(
            "import \"known.camkes\";
assembly {{
    composition {{
        component Client c; component Server s; component Sharer a; component Sharer b; component Device device; component Handler h;
        connection seL4RPCCall calls(from c.p, to s.p);
        connection seL4SharedData m(from a.d, to b.d);
        connection seL4HardwareInterrupt i(from device.irq, to h.irq);
    }}
}}
{KNOWN}"
        ),
        ForwardReferences::Allow,
        &[],
    );
    let assembly = assembly(&world.db, world.system).unwrap();
    let entities = Entities::new(&assembly);
    let names = |entity: &str| -> Vec<String> {
        entities.settings_of(entity).into_iter().map(|it| it.name.to_string()).collect()
    };
    let server = names("s");
    for name in ["priority", "p_priority", "s_value", "b_value", "untyped<bits>_pool"] {
        assert!(server.iter().any(|it| it == name), "{name} is not in {server:?}");
    }
    assert!(!server.iter().any(|it| it == "p_attributes" || it == "p_access"), "{server:?}");
    assert!(names("c").iter().any(|it| it == "p_attributes"));
    assert!(names("device").iter().any(|it| it == "irq_irq_type"));
    assert_eq!(names("m"), ["size"]);
    assert_eq!(names("calls"), ["buffer"]);
    assert_eq!(names("nobody"), Vec::<String>::new());
    let found = entities.find("s", "p_priority").unwrap();
    assert_eq!(found.subject.as_deref(), Some("p"));
    assert!(entities.find("s", "q_priority").is_none());
}

#[test]
fn a_connection_that_became_part_of_another_has_no_settings() {
    check(
        r#"
        assembly {
            composition {
                component Sharer a;
                component Sharer b;
                component Sharer c;
                connection seL4SharedData one(from a.d, to b.d);
                connection seL4SharedData two(from a.d, to c.d);
            }
            configuration {
                one.size = 8192;
        //          ^^^^ (warning) `size` has no effect: `one` is part of the connection `one.two`
            }
        }
        "#,
    );
}

#[test]
fn the_old_form_of_a_virtual_machine_is_rewritten() {
    const MACHINE: &str = "struct Ram { string ram_base; string dtb_addr; }
struct Old { string linux_ram_base; string linux_ram_offset; string dtb_addr; string initrd_max_size; }
struct Image { string kernel_name = \"linux\"; }
struct OldImage { string linux_name = \"linux\"; }
component VM {
    control;
    attribute Old linux_address_config;
    attribute Ram vm_address_config;
    attribute OldImage linux_image_config;
    attribute Image vm_image_config;
}
";
    let after = |settings: &str| {
        let text =
            format!("{MACHINE}assembly {{ composition {{ component VM vm; }} configuration {{ {settings} }} }}\n");
        let world = World::new(&text);
        let found = diagnostics(&world.db, world.system);
        let mut out = String::new();
        for it in found.iter().filter(|it| it.rule == Rule::DeprecatedForm) {
            let fix = &it.fixes[0];
            let mut text = text.clone();
            let mut edits = fix.edits.clone();
            edits.sort_by_key(|edit| edit.span.range.start());
            for edit in edits.iter().rev() {
                text.replace_range(std::ops::Range::<usize>::from(edit.span.range), &edit.text);
            }
            let inside = text.split("configuration {").nth(1).unwrap().trim_end_matches([' ', '}', '\n']);
            out.push_str(&format!("{}: {}\n{}{inside}\n", it.message, fix.title, if fix.preferred { "" } else { "?" }));
        }
        out
    };
    expect![[r#"
        `linux_address_config` is an old form of `vm_address_config`: Write it as `vm_address_config`
         vm.vm_address_config = {"ram_base": "1", "dtb_addr": "3"};
    "#]]
    .assert_eq(&after(
        r#"vm.linux_address_config = {"linux_ram_base": "1", "linux_ram_offset": "2", "dtb_addr": "3", "initrd_max_size": "4"};"#,
    ));
    expect![[r#"
        `linux_image_config` is an old form of `vm_image_config`: Write it as `vm_image_config`
        ? vm.vm_image_config = {"kernel_name": "zImage"};
    "#]]
    .assert_eq(&after(r#"vm.linux_image_config = {"linux_name": "zImage"};"#));
    expect![[r#"
        `linux_image_config` has no effect beside `vm_image_config`: Remove the setting
         vm.vm_image_config = {};
    "#]]
    .assert_eq(&after("vm.vm_image_config = {}; vm.linux_image_config = {};"));
}
