// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What two specifications differ in, in words.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use camkes_capdl::*;
use expect_test::{Expect, expect};

const SYSTEM: &str = "arch x86_64 objects {
    call = ep  done = notification  buf = frame (4k)  dev = frame (4k, paddr: 0xfee00000)
    a_cnode = cnode (4 bits)  a_tcb = tcb (prio: 100, max_prio: 100)  a_group_bin_pd = pml4  a_pdpt = pdpt a_pd = pd a_pt = pt
    a_code[2] = frame (4k)
    b_cnode = cnode (4 bits)  b_tcb = tcb (prio: 90, max_prio: 90)  irq7 = irq
} caps {
    a_cnode { 1: a_tcb  2: call (WP, badge: 1)  3: done (W) }
    a_tcb { cspace: a_cnode (guard_size: 60)  vspace: a_group_bin_pd }
    a_group_bin_pd { 0: a_pdpt } a_pdpt { 0: a_pd } a_pd { 2: a_pt }
    a_pt { 0: a_code[0] (RX)  1: a_code[1] (RX)  5: buf (R) }
    b_cnode { 1: b_tcb  2: call (R)  3: done (R)  4: buf (R) }
    b_tcb { cspace: b_cnode (guard_size: 60) }
    irq7 { 0: done (W, badge: 2) }
} irq maps { 7: irq7 }";

/// The changes from the system above to one with these replacements.
fn changes(detail: Detail, replacements: &[(&str, &str)]) -> String {
    let new = replacements.iter().fold(SYSTEM.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    });
    let (old, new) = (Spec::parse_cdl(SYSTEM).unwrap(), Spec::parse_cdl(&new).unwrap());
    let line = |change: &Change| {
        format!("{}: {} {}\n", change.component.as_deref().unwrap_or("system"), change.kind.sign(), change.text)
    };
    old.diff(&new, detail).iter().map(line).collect()
}

fn check(replacements: &[(&str, &str)], expected: &Expect) {
    expected.assert_eq(&changes(Detail::Authority, replacements));
}

#[test]
fn the_same_system_differs_in_nothing() {
    assert_eq!(changes(Detail::Everything, &[]), "");
}

#[test]
fn rights_are_gained_and_lost_by_component() {
    check(
        &[
            ("2: call (WP, badge: 1)", "2: call (RW, badge: 1)"),
            ("3: done (R)", "3: done (R) 5: dev (RW)"),
            ("3: done (W)", ""),
        ],
        &expect![[r#"
            a: + a may now also receive from endpoint 'call' by badge 1
            a: - a may no longer grant replies through endpoint 'call' by badge 1
            a: - a loses its capability to notification 'done': signal
            b: + b gains a capability to memory 'dev': read, write
        "#]],
    );
}

#[test]
fn memory_is_seen_through_page_tables() {
    check(
        &[
            ("5: buf (R)", "5: buf (RW)  6: dev (RW, uncached)"),
            ("a_code[2]", "a_code[3]"),
            ("1: a_code[1] (RX)", "1: a_code[1] (RX) 2: a_code[2] (RX)"),
        ],
        &expect![[r#"
            a: + a may now also write memory 'buf'
            a: + a gets memory 'dev': read, write, uncached
            a: ~ a: memory of its own to read, execute is 12 KiB, not 8 KiB
        "#]],
    );
}

#[test]
fn threads_objects_and_interrupts_are_compared() {
    check(
        &[
            ("prio: 90, max_prio: 90", "prio: 90, max_prio: 254, dom: 1"),
            ("{ 7: irq7 }", "{ 9: irq7 }"),
            ("done (W, badge: 2)", "done (W, badge: 4)"),
            ("0xfee00000", "0xfee01000"),
            ("call = ep", "call = ep more = ep"),
            ("b_tcb { cspace", "b_tcb { bound_notification: done (R) cspace"),
        ],
        &expect![[r#"
            system: ~ thread 'b_tcb': priority 90 of at most 254, core 0, domain 1, not priority 90 of at most 90, core 0, domain 0
            system: ~ memory 'dev': 4096 bytes, at 0xfee01000, not 4096 bytes, at 0xfee00000
            system: ~ interrupt 'irq7': number 9, not number 7
            system: + endpoint 'more' is new
            system: ~ what interrupt 'irq7' signals is notification 'done' to signal by badge 4, not notification 'done' to signal by badge 2
            b: + b: the bound notification of thread 'b_tcb' is notification 'done' to wait for
        "#]],
    );
}

#[test]
fn numbers_of_slots_and_names_of_tables_matter_only_if_asked() {
    let renumbered = [
        ("2: call (R)  3: done (R)", "9: call (R)  3: done (R)"),
        ("a_pt = pt", "other = pt"),
        ("2: a_pt }", "2: other }"),
        ("a_pt { 0:", "other { 0:"),
    ];
    assert_eq!(changes(Detail::Authority, &renumbered), "");
    expect![[r#"
        b: + b gains a capability to endpoint 'call' in slot 0x9: receive from
        b: - b loses its capability to endpoint 'call' in slot 0x2: receive from
    "#]]
    .assert_eq(&changes(Detail::Everything, &renumbered));
}

#[test]
fn tables_that_are_shared_over_and_over_take_bounded_time() {
    let slots = |of: &str| (0..512).map(|slot| format!("{slot}: {of} ")).collect::<String>();
    let text = format!(
        "arch x86_64 objects {{ a = pml4 b = pdpt c = pd d = pt f = frame (4k) }} caps {{ a {{ {} }} b {{ {} }} c {{ {} }} d {{ {} }} }}",
        slots("b"),
        slots("c"),
        slots("d"),
        slots("f (R)")
    );
    let spec = Spec::parse_cdl(&text).unwrap();
    assert_eq!(spec.diff(&spec, Detail::Authority), []);
}
