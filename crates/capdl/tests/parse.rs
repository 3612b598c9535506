// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Reading CapDL text: everything the language has, mistakes at their places, and any text without panic.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use camkes_capdl::*;
use expect_test::{Expect, expect};
use proptest::prelude::*;

/// The canonical form of a text.
fn canonical(text: &str) -> String {
    let printed = Spec::parse_cdl(text).unwrap().to_cdl();
    let again = Spec::parse_cdl(&printed).unwrap_or_else(|errors| panic!("{errors:?}\n{printed}"));
    assert_eq!(again.to_cdl(), printed, "the canonical form must stay as it is");
    printed
}

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&canonical(text));
}

/// What is wrong with a text: the marked place and the words.
fn mistakes(text: &str) -> Vec<String> {
    let errors = Spec::parse_cdl(text).unwrap_err();
    errors.iter().map(|error| format!("`{}`: {error}", &text[error.span.clone()])).collect()
}

#[test]
fn arrays_ranges_and_unnumbered_slots_are_written_out() {
    let text = "arch arm11 /* comment /* nested */ */ -- comment\n\
        objects { e = ep  f[4] = frame (4k)  c[2] = cnode (4 bits)  t = tcb (addr: 0x1000, prio: 7) }\n\
        caps { c[] { e (RWG, badge: 5); 0x4: f[1..2, 0] (R W); f[3..] (X, uncached)  9: f[..1] }\n\
               t { cspace: c[0] (guard: 1, guard_size: 28) vspace: irq_control 2: t (master_reply) } }";
    check(
        text,
        &expect![[r#"
            arch arm11

            objects {

            c[2] = cnode (4 bits)
            e = ep
            f[4] = frame (4k)
            t = tcb (addr: 0x1000,ip: 0x0,sp: 0x0,prio: 7,max_prio: 125,affinity: 0,init: [])
            }

            caps {
            c[0] {
            0x0: e (RWG, badge: 5)
            0x4: f[1] (RW)
            0x5: f[2] (RW)
            0x6: f[0] (RW)
            0x7: f[3] (X, uncached)
            0x9: f[0]
            0xa: f[1]
            }
            c[1] {
            0x0: e (RWG, badge: 5)
            0x4: f[1] (RW)
            0x5: f[2] (RW)
            0x6: f[0] (RW)
            0x7: f[3] (X, uncached)
            0x9: f[0]
            0xa: f[1]
            }
            t {
            cspace: c[0] (guard: 1, guard_size: 28)
            reply_slot: t (master_reply)
            vspace: irq_control
            }
            }

            irq maps {

            }
        "#]],
    );
}

#[test]
fn untypeds_know_what_is_made_from_them() {
    let text = "arch aarch64 objects {\n\
        big = ut (20 bits, paddr: 0x10000000) { a = tcb  inner = ut (12 bits) { b[2] = ep, n } }\n\
        n = notification  small[3] = ut (8 bits)  small[1] = ut { z }  z = ep\n\
        outer/between/c = ep }";
    check(
        text,
        &expect![[r#"
            arch aarch64

            objects {
            a = tcb (addr: 0x0,ip: 0x0,sp: 0x0,prio: 125,max_prio: 125,affinity: 0,init: [])
            b[2] = ep
            between = ut { c }
            big = ut (20 bits, paddr: 0x10000000) { a
            inner }
            c = ep
            inner = ut (12 bits) { n
            b[0]
            b[1] }
            n = notification
            outer = ut { between }
            small[3] = ut (8 bits) {  }
            small[1] = ut (8 bits) { z }
            z = ep
            }

            caps {
            a {

            }
            }

            irq maps {

            }
        "#]],
    );
}

#[test]
fn capabilities_are_copied_by_name_and_derived_from_others() {
    let text = "arch ia32 objects { e = ep  f[2] = frame (4k)  c = cnode (5 bits)  t = tcb } caps {\n\
        c { 1: all[] = f[] (RWX)  4: mine = e (RWG)  5: <mine> (masked: RW)  6: again = <mine>  7: <again> (masked: R)\n\
            8: <all[1]>  9: e (R) - child_of mine  10: e - child_of (c, 9) }\n\
        named = (t, cspace)  t { cspace: c } }\n\
        cdt { mine { (c, 5); again { (c, 7) } } named { (c, 8) } }";
    check(
        text,
        &expect![[r#"
            arch ia32

            objects {
            c = cnode (5 bits)
            e = ep
            f[2] = frame (4k)
            t = tcb (addr: 0x0,ip: 0x0,sp: 0x0,prio: 125,max_prio: 125,affinity: 0,init: [])
            }

            caps {
            c {
            0x1: f[0] (RWX)
            0x2: f[1] (RWX)
            0x4: e (RWG)
            0x5: e (RW) - child_of (c, 0x4)
            0x6: e (RWG) - child_of (c, 0x4)
            0x7: e (R) - child_of (c, 0x6)
            0x8: f[1] (RWX) - child_of (t, cspace)
            0x9: e (R) - child_of (c, 0x4)
            0xa: e - child_of (c, 0x9)
            }
            t {
            cspace: c (guard: 0, guard_size: 0)
            }
            }

            irq maps {

            }
        "#]],
    );
}

#[test]
fn every_kind_of_object_is_read_with_its_parameters() {
    let text = "arch x86_64 objects {\n\
        a = asid_pool (asid_high: 0x2)  b = contextbank (bank: 3)  d = io_device (0xf:10.3, domainID: 50)\n\
        f = frame (2M, paddr: 0x200000, fill: [{0 12 CDL_FrameFill_FileData \"x_bin\" 4096},{16 4 CDL_FrameFill_BootInfo CDL_FrameFill_BootInfo_FDT 0}])\n\
        g = arm_sgi_signal (irq: 3, target: 1)  h = arm_io_device (iospace: 5)  i = irq  i2 = cnode (0 bits)\n\
        j = ioapic_irq (ioapic_num: 0, ioapic_pin: 4, ioapic_level: 1, ioapic_polarity: 0)\n\
        k = msi_irq (msi_handle: 1, msi_pci_bus: 2, msi_pci_dev: 3, msi_pci_fun: 4)\n\
        l = arm_irq (trigger: edge, target: 2)  p = io_ports (ports: [0x3f8..1023])  q = io_pt (level: 2)\n\
        r = rtreply  s = sc (period: 100, budget: 50, data: 7, 8 bits)  u = streamid  v = vcpu  w = smc\n\
        t = tcb (addr: 1, ip: 2, sp: 3, prio: 4, max_prio: 5, affinity: 6, resume: False, fpu_disabled: True, init: [1, 2], dom: 3, fault_ep: 9)\n\
        x = pml4  y = pdpt  z = pd }\n\
        caps { d { 0: q } x { 0: y } i { 0: n (W, badge: 1) } t { sc_slot: s  bound_vcpu: v  temp_fault_ep_slot: w (R) } }\n\
        objects { n = notification } irq maps { 5: i; i2  9: j } \n\
        domains { schedule: [(0, 10), (1, 20),]  domain_set_start: no_start  index_shift: 4 }";
    let printed = canonical(text);
    for line in [
        "f = frame (2M, paddr: 0x200000, fill: [{0 12 CDL_FrameFill_FileData \"x_bin\" 4096},{16 4 CDL_FrameFill_BootInfo CDL_FrameFill_BootInfo_FDT 0}])",
        "d = io_device (domainID: 50, 0xf:10.3)",
        "i2 = irq",
        "l = arm_irq (trigger:edge, target:2)",
        "s = sc (period: 100, budget: 50, data: 7, 8 bits)",
        "t = tcb (addr: 0x1,ip: 0x2,sp: 0x3,prio: 4,max_prio: 5,affinity: 6,init: [1, 2],fault_ep: 0x00000009,dom: 3,fpu_disabled: True,resume: False)",
        "5: i\n6: i2\n9: j",
        "  schedule: [(0, 10), (1, 20)]\n  domain_set_start: no_start\n  index_shift: 4",
    ] {
        assert!(printed.contains(line), "{line}\n{printed}");
    }
}

#[test]
fn what_is_printed_is_read_back_as_it_was() {
    let text = "arch riscv objects { n = notification e = ep c = cnode (3 bits) f = frame (4k) p = pt } caps { c { 1: sched_control (core: 2) \
                2: f (RX, mapping: (p, 3)) 3: n (W, asid: (1, 2)) } p { 3: f (RX) } }";
    assert_eq!(mistakes(text), ["`asid: (1, 2)`: a capability to a notification has no such parameter"]);
    let spec = Spec::parse_cdl(&text.replace("(W, asid: (1, 2))", "(W)")).unwrap();
    assert_eq!(Spec::parse_cdl(&spec.to_cdl()), Ok(spec));
}

#[test]
fn mistakes_of_the_text_are_shown_where_they_are() {
    let one = |text: &str| mistakes(text).join("\n");
    assert_eq!(one(""), "``: expected 'arch' and an architecture, found the end of the text");
    assert_eq!(one("arch mips"), "`mips`: expected ia32, arm11, x86_64, aarch64 or riscv, found 'mips'");
    assert_eq!(
        one("arch ia32"),
        "``: expected 'objects', 'caps', 'irq maps', 'cdt' or 'domains', found the end of the text"
    );
    assert_eq!(
        one("arch ia32 objects { a = eq }"),
        "`eq`: expected the type of an object, such as tcb, ep or frame, found 'eq'"
    );
    assert_eq!(
        one("arch ia32 objects { a = frame (4 kB) }"),
        "`kB`: expected 'bits', 'k', 'M', or ':' and the rest of a PCI address, found 'kB'"
    );
    assert_eq!(one("arch ia32 caps { a { 0x: b } }"), "`0x`: this number has no digits");
    assert_eq!(
        one("arch ia32 caps { a { 99999999999999999999: b } }"),
        "`99999999999999999999`: this number needs more than 64 bits"
    );
    assert_eq!(one("arch ia32 /* x"), "`/*`: this comment has no end");
    assert_eq!(one("-- Dump\narch ia32"), "`-- Dump`: this is a dump of a running kernel, which is not CapDL text");
    let deep = format!("arch ia32 objects {{ {} }}", "a = ut { ".repeat(100_000));
    assert!(one(&deep).contains("braces are nested too deeply here"));
}

#[test]
fn mistakes_of_meaning_are_all_told() {
    let text = "arch ia32 objects { e = ep (4 bits)  e2 = ep  e2 = ep  f = frame  g = frame (3k) u = ut { missing } h = tcb (prio: 256) }";
    assert_eq!(
        mistakes(text),
        [
            "`4 bits`: a ep has no such parameter, or it is given twice",
            "`e2`: there is another object 'e2'",
            "`frame`: a frame needs a size, such as (4k)",
            "`3k`: the size of a frame is a power of two",
            "`missing`: there is no object 'missing'",
            "`prio: 256`: 256 is too large here",
        ]
    );
    let text = "arch ia32 objects { e = ep c = cnode (2 bits) t = tcb i = irq } caps { c { 1: x  2: e (guard: 1)  2: e  <y> }\n\
                d { e } e { 0: e } t { 12: e } c { 3: <nothing>  4: loop = <loop> } c { sched_control } } irq maps { 1: e 2: i 3: i }";
    assert_eq!(
        mistakes(text),
        [
            "`<y>`: every capability needs a slot beside copies of others",
            "`d`: there is no object 'd'",
            "`0: e`: 'e' can't hold capabilities",
            "`12: e`: a thread has no slot 12",
            "`3: <nothing>`: there is no capability 'nothing'",
            "`4: loop = <loop>`: this is a copy of itself",
            "`sched_control`: a capability to sched_control needs a core",
            "`e`: 'e' is no interrupt",
            "`i`: 'i' has another number already",
        ]
    );
}

#[test]
fn mistyped_ranges_do_not_take_all_memory() {
    let huge = mistakes("arch ia32 objects { a[4000000000] = ep }");
    assert_eq!(huge, ["`a[4000000000]`: expected one number in brackets, at most 4194304: that of the objects"]);
    let huge = mistakes("arch ia32 objects { a[3] = ep c = cnode (9 bits) } caps { c { 0: a[0..99999999999] } }");
    assert_eq!(huge, ["`a[0..99999999999]`: this range is longer than 4194304"]);
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,80}") {
        let _ = Spec::parse_cdl(&text);
    }

    #[test]
    fn any_sequence_of_words_is_read_without_panic(words in prop::collection::vec(prop::sample::select(vec![
        "arch", "ia32", "objects", "caps", "irq maps", "cdt", "domains", "{", "}", "(", ")", "[", "]", "<", ">", ",", ";", ":", "=",
        "..", ".", "/", "- child_of", "a", "b", "c", "ut", "tcb", "cnode", "frame", "irq", "4", "0x9", "4k", "2 bits", "fill", "init",
        "RWX", "masked", "badge", "cspace", "mapping", "schedule", "no_start", "--", "/*", "*/", "\n", "sched_control", "core",
    ]), 0..60)) {
        let _ = Spec::parse_cdl(&format!("arch ia32 {}", words.join(" ")));
        let _ = Spec::parse_cdl(&format!("arch ia32 objects {{ a[3] = cnode (4 bits) b = ut (9 bits) c = frame (4k) }} caps {{ {}", words.join(" ")));
    }
}
