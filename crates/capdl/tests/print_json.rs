// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the Rust initialiser can be given, and what is refused by name.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use camkes_capdl::*;

const SIZES: &str = "seL4_TCBObject: 11\nseL4_EndpointObject: 4\nseL4_Slot: 5\nseL4_ASID_Pool: 12\nseL4_X64_PML4: 12\nseL4_X64_PDPT: 12\n";

fn error(text: &str) -> Option<String> {
    error_for(text, InitialiserRelease::default())
}

fn error_for(text: &str, release: InitialiserRelease) -> Option<String> {
    let spec = Spec::parse_cdl(text).unwrap();
    spec.to_json_model(&ObjectSizes::parse(SIZES).unwrap(), release).err().map(|error| error.to_string())
}

#[test]
fn what_the_initialiser_knows_is_given_to_it() {
    let text = "arch x86_64 objects { u = ut (14 bits) { e, v }  v = ut (12 bits) { t }  e = ep  t = tcb  c = cnode (2 bits)\n\
                p = pml4 q = pdpt  a = asid_pool (asid_high: 1)  i = irq  f = frame (4k, fill: [{0 8 CDL_FrameFill_BootInfo CDL_FrameFill_BootInfo_FDT 0}]) }\n\
                caps { c { 1: e (R) 2: t 3: i } p { 0: q } } irq maps { 3: i }";
    assert_eq!(error(text), None);
}

#[test]
fn what_the_initialiser_does_not_know_is_named() {
    assert_eq!(
        error("arch x86_64 objects { s = streamid }").unwrap(),
        "the initialiser can't make 's': it knows no streamid"
    );
    assert_eq!(
        error("arch x86_64 objects { v = vcpu }").unwrap(),
        "the object sizes have no size for 'v', which is a vcpu"
    );
    let held = "arch x86_64 objects { c = cnode (2 bits) } caps { c { 1: irq_control } }";
    assert_eq!(error(held).unwrap(), "the initialiser can't make 'irq_control:0': it knows no irq_control");
    let filled = "arch x86_64 objects { f = frame (4k, fill: [{0 8 Something else 0}]) }";
    assert_eq!(error(filled).unwrap(), "the initialiser can't fill 'f' from 'Something else'");
    assert!(error("arch x86_64 objects { a = asid_pool }").unwrap().contains("which is 1"));
}

#[test]
fn what_a_release_does_not_know_yet_is_refused_for_it_alone() {
    use InitialiserRelease::{Fifth, First, Fourth, Third};
    let refused = |text: &str| [First, Third, Fourth, Fifth].map(|release| error_for(text, release).is_some());
    assert_eq!(refused("arch aarch64 objects { s = smc }"), [true, false, false, false]);
    assert_eq!(refused("arch x86_64 objects { } domains { schedule: [(0, 1)] }"), [true, true, false, false]);
    assert_eq!(refused("arch x86_64 objects { d = io_device (domainID: 1, 0:1.2) }"), [true, true, true, false]);
    let filled = |what: &str| {
        format!("arch x86_64 objects {{ f = frame (4k, fill: [{{0 8 CDL_FrameFill_BootInfo {what} 0}}]) }}")
    };
    assert_eq!(refused(&filled("CDL_FrameFill_BootInfo_X86_VBE")), [true, true, true, false]);
    assert_eq!(refused(&filled("CDL_FrameFill_BootInfo_FDT")), [false; 4]);
    assert_eq!(
        error_for("arch x86_64 objects { } domains { schedule: [(0, 1)] }", Third).unwrap(),
        "the initialiser of rust-sel4 3 knows no domain schedule"
    );
    assert_eq!(
        [0, 1, 2, 3, 4, 5, 6].map(InitialiserRelease::of),
        [None, Some(First), Some(First), Some(Third), Some(Fourth), Some(Fifth), None]
    );
}
