// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the templates of this project make, and what they refuse.

use std::collections::BTreeMap;
use std::sync::Arc;

use camkes_codegen::{Arch, Generated, Target, Templates, generate};
use camkes_hir::model::Assembly;

use crate::setup::{assembly, text_of, unchecked_assembly};

const CONNECTORS: &str = r#"
//- /main.camkes
connector seL4SharedData { from Dataports with 0 threads; to Dataports with 0 threads; }
connector seL4RPCCall { from Procedures with 0 threads; to Procedure; }
connector seL4DirectCall { from Procedures with 0 threads; to Procedure with 0 threads; }
connector seL4Notification { from Events with 0 threads; to Events; }
connector seL4NotificationQueue { from Events with 0 threads; to Events; }
connector seL4NotificationNative { from Event with 0 threads; to Event with 0 threads; }
connector seL4NotificationBind { from Events with 0 threads; to Event with 0 threads; }
connector seL4HardwareMMIO { from Dataport with 0 threads; to hardware Dataport with 0 threads; }
connector seL4HardwareInterrupt { from hardware Event with 0 threads; to Event with 1 threads; }
connector seL4HardwareIOPort { from Procedure with 0 threads; to hardware Procedure with 0 threads; }
procedure P { int f(in string text); }
procedure Ports { uint8_t in8(in uint16_t port); }
"#;

fn built(system: &str) -> Result<Generated, String> {
    generated(&assembly(&format!("{CONNECTORS}{system}")))
}

fn generated(assembly: &Arc<Assembly>) -> Result<Generated, String> {
    let templates = Templates::builtin().expect("our own templates parse");
    generate(assembly, &Target::new(Arch::X86_64), &templates, "main")
        .map_err(|failures| failures.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

/// Each instance of the group has every kind of interface under the same name, over a connection of its own.
const TWINS: &str = r#"
component Twin {
    control;
    dataport Buf d;
    maybe dataport Buf regs;
    emits Ping told;
    emits Ping counted;
    consumes Ping heard;
    consumes Ping queued;
    uses P asked;
    provides P served;
}
component Other {
    control;
    dataport Buf d1; dataport Buf d2;
    consumes Ping in1; consumes Ping in2;
    consumes Ping counted1; consumes Ping counted2;
    emits Ping out1; emits Ping out2;
    emits Ping queue1; emits Ping queue2;
    provides P p1; provides P p2;
    uses P u1; uses P u2;
}
component Device { hardware; dataport Buf regs; }
assembly {
    composition {
        group g { component Twin one; component Twin two; }
        component Other other;
        component Device first;
        component Device second;
        connection seL4SharedData data1(from g.one.d, to other.d1);
        connection seL4SharedData data2(from g.two.d, to other.d2);
        connection seL4HardwareMMIO regs1(from g.one.regs, to first.regs);
        connection seL4HardwareMMIO regs2(from g.two.regs, to second.regs);
        connection seL4Notification out1(from g.one.told, to other.in1);
        connection seL4Notification out2(from g.two.told, to other.in2);
        connection seL4NotificationQueue counted1(from g.one.counted, to other.counted1);
        connection seL4NotificationQueue counted2(from g.two.counted, to other.counted2);
        connection seL4Notification heard1(from other.out1, to g.one.heard);
        connection seL4Notification heard2(from other.out2, to g.two.heard);
        connection seL4NotificationQueue queued1(from other.queue1, to g.one.queued);
        connection seL4NotificationQueue queued2(from other.queue2, to g.two.queued);
        connection seL4RPCCall call1(from g.one.asked, to other.p1);
        connection seL4RPCCall call2(from g.two.asked, to other.p2);
        connection seL4RPCCall serve1(from other.u1, to g.one.served);
        connection seL4RPCCall serve2(from other.u2, to g.two.served);
    }
    configuration {
        first.regs_paddr = 0x1000; first.regs_size = 4096;
        second.regs_paddr = 0x2000; second.regs_size = 4096;
        one.dma_pool = 4096;
        two.dma_pool = 4096;
    }
}
"#;

#[test]
fn instances_of_one_address_space_keep_their_memory_apart() {
    let generated = built(TWINS).unwrap_or_else(|error| panic!("{error}"));
    let mut owners: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in generated.files.iter().filter(|file| file.path.extension() == Some("c")) {
        let instance = file.path.components().next().map(|folder| folder.to_string()).unwrap_or_default();
        if instance == "other" {
            continue;
        }
        // Memory that the loader maps stays visible to it; its declaration names a section by the size of its pages.
        for line in text_of(&generated, file.path.as_str()).lines().filter(|line| line.contains("SECTION(\"align_")) {
            let declared = line.trim_start_matches("} ").trim_start_matches("char ");
            if let Some(symbol) = declared.split([' ', '[']).next().filter(|symbol| *symbol != "VISIBLE") {
                owners.entry(symbol.to_owned()).or_default().push(instance.clone());
            }
        }
    }
    assert!(owners.keys().filter(|symbol| symbol.ends_with("_data")).count() >= 8, "{owners:#?}");
    assert!(owners.values().all(|instances| instances.len() == 1), "{owners:#?}");
}

/// One end of each connector, and hardware.
const EVERYTHING: &str = r#"
component A {
    control;
    dataport Buf d; dataport Buf regs;
    emits Ping e1; emits Ping e2; emits Ping e3; emits Ping e4;
    uses P p; uses P near; uses Ports ports;
    consumes Ping irq;
}
component B {
    control;
    dataport Buf d;
    consumes Ping e1; consumes Ping e2; consumes Ping e3; consumes Ping e4;
    provides P p; provides P near;
}
component Device { hardware; dataport Buf regs; emits Ping irq; provides Ports ports; }
assembly {
    composition {
        group g { component A a; component B b; }
        component Device device;
        connection seL4SharedData c1(from g.a.d, to g.b.d);
        connection seL4Notification c2(from g.a.e1, to g.b.e1);
        connection seL4NotificationQueue c3(from g.a.e2, to g.b.e2);
        connection seL4NotificationNative c4(from g.a.e3, to g.b.e3);
        connection seL4NotificationBind c5(from g.a.e4, to g.b.e4);
        connection seL4RPCCall c6(from g.a.p, to g.b.p);
        connection seL4DirectCall c7(from g.a.near, to g.b.near);
        connection seL4HardwareMMIO c8(from g.a.regs, to device.regs);
        connection seL4HardwareInterrupt c9(from device.irq, to g.a.irq);
        connection seL4HardwareIOPort c10(from g.a.ports, to device.ports);
    }
    configuration {
        device.regs_paddr = 0x1000; device.regs_size = 4096;
        device.irq_irq_number = 7;
        device.ports_attributes = "0x60:0x64";
    }
}
"#;

#[test]
fn generated_files_begin_with_their_notice_and_end_with_one_line_break() {
    let generated = built(EVERYTHING).unwrap_or_else(|error| panic!("{error}"));
    let from_templates = generated.files.iter().filter(|file| file.path.components().count() > 1);
    let mut seen = 0;
    for file in from_templates {
        let text = text_of(&generated, file.path.as_str());
        let first = text.lines().next().unwrap_or_default();
        assert!(
            first.starts_with("/* ") && first.ends_with("Generated: changes will be lost. */"),
            "{}: {first:?}",
            file.path
        );
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{}", file.path);
        seen += 1;
    }
    assert_eq!(seen, 25);
}

fn refused(change: (&str, &str), reason: &str) {
    assert!(EVERYTHING.contains(change.0), "{}", change.0);
    let system = EVERYTHING.replace(change.0, change.1);
    let error = generated(&unchecked_assembly(&format!("{CONNECTORS}{system}"))).expect_err("this is refused");
    assert!(error.contains(reason), "{error}");
}

#[test]
fn settings_that_mean_nothing_are_refused() {
    let ports = |range: &str, reason: &str| {
        refused(("\"0x60:0x64\"", &format!("\"{range}\"")), reason);
    };
    ports("0x60:0x64:0x68", "device.ports_attributes must give the first and the last port");
    ports("0x64:0x60", "device.ports_attributes must give ports from 0 to 65535, the first one first");
    ports("-1:0x60", "device.ports_attributes must give ports from 0 to 65535");
    ports("0x60:0x10000", "device.ports_attributes must give ports from 0 to 65535");
    refused(
        ("device.irq_irq_number = 7;", "device.irq_irq_number = 7; a.dma_pool = -1;"),
        "a.dma_pool must be a number of bytes that is not negative, but is -1",
    );
}

#[test]
fn the_region_of_a_device_holds_its_dataport() {
    let sized = EVERYTHING.replace("dataport Buf regs", "dataport Buf(8192) regs");
    let error = built(&sized).expect_err("the region is too small");
    assert!(error.contains("device.regs_size is 4096, but dataport a.regs is a Buf(8192)"), "{error}");
    assert!(built(&sized.replace("device.regs_size = 4096", "device.regs_size = 8192")).is_ok());
}

/// A component with a device of the device tree, and drivers that start; `settings` are its own.
fn with_tree(settings: &str) -> Result<Generated, String> {
    let connectors = "connector seL4DTBHardware { from Event with 0 threads; to Events; }\nconnector seL4InitHardware { from Event with 0 threads; to Events with 0 threads; }";
    let parts = "emits Dev a; consumes Dev dev; emits Go b; consumes Go go;";
    let inside = "connection seL4DTBHardware d(from a, to dev); connection seL4InitHardware i(from b, to go);";
    generated(&unchecked_assembly(&format!(
        "//- /main.camkes\n{connectors}\ncomponent C {{ control; {parts} composition {{ {inside} }} }}\nassembly {{ composition {{ component C c; }} configuration {{ {settings} }} }}\n"
    )))
}

const NODE: &str = r#"c.dev.dtb = {"query": [{"this_address_cells": [1], "this_size_cells": [1], "reg": [4096, 8], "interrupts": [0, 1, 4]}]};"#;
const PATHS: &str = r#"c.fdt_bind_driver_paths = ["/soc/a"];"#;

#[test]
fn a_device_of_the_device_tree_needs_its_node_and_drivers_their_paths() {
    assert!(with_tree(&format!("{NODE} {PATHS}")).is_ok());
    let refused = |settings: String, reason: &str| {
        let error = with_tree(&settings).err().unwrap_or_default();
        assert!(error.contains(reason), "{error}");
    };
    refused(PATHS.to_owned(), "c.dev.dtb is not set; it names the device in the device tree");
    refused(format!("{PATHS} c.dev.dtb = {{\"query\": []}};"), "c.dev.dtb must be a query of one device");
    refused(format!("{PATHS} {}", NODE.replace("[4096, 8]", "[4096]")), "has registers that can not be mapped");
    let interrupts = format!(
        "{PATHS} {} c.dev.generate_interrupts = 1;",
        NODE.replace("interrupts\": [0, 1, 4]", "interrupts_extended\": [1, 2, 3]")
    );
    refused(interrupts, "has 3 cells of interrupts, but each takes 2");
    refused(NODE.to_owned(), "c.fdt_bind_driver_paths is not set");
    refused(format!("{NODE} c.fdt_bind_driver_paths = \"/soc/a\";"), "must be a list of paths in the device tree");
}

#[test]
fn an_instance_allocates_from_one_pool() {
    let system = |settings: &str| {
        generated(&unchecked_assembly(&format!(
            "//- /main.camkes\nconnector seL4DMASharedData {{ from Dataports with 0 threads; to Dataports with 0 threads; }}\n\
             component C {{ control; dataport Buf a; dataport Buf b; }}\n\
             assembly {{ composition {{ component C c; component C d; connection seL4DMASharedData p(from c.a, to d.a); \
             connection seL4DMASharedData q(from c.b, to d.b); }} configuration {{ {settings} }} }}\n"
        )))
    };
    let made = system("p.controller = \"c.a\"; q.controller = \"d.b\";").unwrap_or_else(|error| panic!("{error}"));
    assert!(text_of(&made, "c/a_seL4DMASharedData_0.c").contains("const camkes_dma_pool_t camkes_dma_pool = {"));
    assert!(text_of(&made, "d/a_seL4DMASharedData_0.c").contains("CAMKES_DMA_POOL(_camkes_a_pool);"));
    let error = system("p.controller = \"c.a\"; q.controller = \"c.b\";").err().unwrap_or_default();
    assert!(error.contains("c controls the pools of several connections"), "{error}");
    let error = system("p.controller = \"c.a\"; c.dma_pool = 4096;").err().unwrap_or_default();
    assert!(error.contains("c.dma_pool gives the instance one of its own"), "{error}");
}
