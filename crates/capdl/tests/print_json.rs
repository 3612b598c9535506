// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the Rust initialiser can be given, and what is refused by name.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use camkes_capdl::*;

const SIZES: &str = "seL4_TCBObject: 11\nseL4_EndpointObject: 4\nseL4_Slot: 5\nseL4_ASID_Pool: 12\nseL4_X64_PML4: 12\nseL4_X64_PDPT: 12\n";

fn error(text: &str) -> Option<String> {
    let spec = Spec::parse_cdl(text).unwrap();
    spec.to_json_model(&ObjectSizes::parse(SIZES).unwrap()).err().map(|error| error.to_string())
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
