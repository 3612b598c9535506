// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! C for the loader: the order of objects, and what can't be expressed.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use camkes_capdl::*;
use expect_test::expect;

const SIZES: &str =
    "seL4_TCBObject: 11\nseL4_EndpointObject: 4\nseL4_NotificationObject: 5\nseL4_Slot: 5\nseL4_ASID_Pool: 12\n";

fn dynamic(text: &str) -> Result<String, String> {
    let sizes = ObjectSizes::parse(SIZES).unwrap();
    Spec::parse_cdl(text).unwrap().to_c(CAllocation::Dynamic(&sizes)).map_err(|error| error.to_string())
}

/// The names of the objects in the order in which the loader makes them.
fn names(c: &str) -> Vec<&str> {
    c.lines().filter_map(|line| line.strip_prefix(".name = \"")?.strip_suffix("\",")).collect()
}

#[test]
fn the_loader_gets_fixed_addresses_first_then_the_largest() {
    let text = "arch x86_64 objects { z = ep a = tcb m = frame (4k) f2 = frame (4k, paddr: 0x9000) f1 = frame (2M, paddr: 0x400000)\n\
                x[11] = notification }";
    let c = dynamic(text).unwrap();
    assert_eq!(names(&c)[..5], ["f2", "f1", "m", "a", "x[0]"]);
    assert_eq!(names(&c)[13..], ["x[9]", "x[10]", "z"]);
    let c = Spec::parse_cdl(text).unwrap().to_c(CAllocation::Static).unwrap();
    assert_eq!(names(&c)[..5], ["a", "f1", "f2", "m", "x[0]"]);
}

#[test]
fn objects_capabilities_and_interrupts_are_entries_of_one_structure() {
    let text = "arch x86_64 objects { e = ep n = notification c = cnode (2 bits) i = irq f = frame (4k, fill: [{0 8 CDL_FrameFill_FileData \"b\" 64}]) }\n\
                caps { c { 1: e (RWP, badge: 3) 2: i 3: f (RX, uncached) } i { 0: n (W) } } irq maps { 2: i }\n\
                cdt { (c, 3) { (c, 1) } } domains { schedule: [(1, 16)] }";
    let c = dynamic(text).unwrap();
    expect![[r#"
        .num_irqs = 3,
        .irqs = (CDL_ObjID[]){
        -1, -1, 4
        },
    "#]]
    .assert_eq(&format!("{}\n", c.lines().skip(16).take(4).collect::<Vec<_>>().join("\n")));
    for line in [
        "{1, {.type = CDL_EPCap, .obj_id = 3 /* e */, .is_orig = false, .rights = (CDL_CanRead|CDL_CanWrite|CDL_CanGrantReply), .data = { .tag = CDL_CapData_Badge, .badge = 3}}},",
        "{2, {.type = CDL_IRQHandlerCap, .obj_id = INVALID_OBJ_ID, .is_orig = true, .irq = 2}},",
        "{3, {.type = CDL_FrameCap, .obj_id = 0 /* f */, .is_orig = true, .rights = (CDL_CanRead|CDL_CanGrant), .vm_attribs = CDL_VM_CacheDisabled, .mapping_container_id = INVALID_OBJ_ID, .mapping_slot = 0}},",
        ".frame_extra = { .paddr = 0,.fill = { {.type = CDL_FrameFill_FileData,\n.dest_offset = 0,\n.dest_len = 8,\n.file_data_type = {.filename = \"b\",\n.file_offset = 64\n}},}\n },",
        ".domainSchedule = (uint64_t[]){\n    0x100000000000010\n},\n.domainScheduleLength = 1,\n.domainSetStart = 0,\n.domainIndexShift = 0,\n};",
    ] {
        assert!(c.contains(line), "{line}\n{c}");
    }
}

#[test]
fn a_frame_of_which_no_fill_is_said_has_none() {
    let text = "arch x86_64 objects { a = frame (4k) b = frame (4k, fill: []) }";
    let c = Spec::parse_cdl(text).unwrap().to_c(CAllocation::Static).unwrap();
    let extra: Vec<_> = c.match_indices(".frame_extra").filter_map(|(at, _)| c[at..].split("},").next()).collect();
    assert_eq!(extra, [".frame_extra = { .paddr = 0,\n ", ".frame_extra = { .paddr = 0,.fill = { }\n "]);
}

#[test]
fn what_the_loader_cannot_make_is_an_error() {
    let error = |text: &str| dynamic(text).unwrap_err();
    assert_eq!(error("arch ia32 objects { v = vcpu }"), "the object sizes have no size for 'v', which is a vcpu");
    assert!(error("arch ia32 objects { u = ut (12 bits) { e } e = ep }").contains("print for static allocation"));
    assert!(error("arch ia32 objects { c = cnode (2 bits) i = irq } caps { c { 1: i } }").contains("has no number"));
    assert!(
        error("arch ia32 objects { c = cnode (2 bits) } caps { c { 1: io_space_master } }")
            .contains("it knows no io_space_master")
    );
    assert!(error("arch ia32 objects { a = asid_pool }").contains("next slot of the kernel's table, which is 1"));
}
