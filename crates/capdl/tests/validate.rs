// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! One test for each thing that can be wrong with a specification.

#![expect(clippy::unwrap_used, reason = "a shared function of tests, which may panic")]

use camkes_capdl::*;

/// The errors of a specification that holds, besides `objects`, an endpoint `ep`, a frame `frame` and a page table `pt`.
fn check(arch: Arch, objects: Vec<(&str, Object)>, expected: &[&str]) {
    let mut spec = Spec::new(arch);
    let given =
        [("ep", Object::Endpoint), ("frame", Object::Frame(Frame::new(4096))), ("pt", Object::table(TableKind::Pt))];
    for (name, object) in given.into_iter().chain(objects) {
        spec.space_mut().request(name, "test", object).unwrap();
    }
    let errors: Vec<_> = spec.validate().iter().map(ToString::to_string).collect();
    assert_eq!(errors, expected);
}

fn cnode(size: CNodeSize, caps: impl IntoIterator<Item = (u64, Cap)>) -> Object {
    Object::CNode(CNode { size, slots: caps.into_iter().map(|(slot, cap)| (slot, Some(cap))).collect() })
}

fn one_cap(cap: Cap) -> Vec<(&'static str, Object)> {
    vec![("c", cnode(CNodeSize::Auto, [(1, cap)]))]
}

#[test]
fn names_and_kinds() {
    check(Arch::Aarch32, vec![("9", Object::Endpoint)], &["'9' is not a valid object name"]);
    check(Arch::Riscv64, vec![("v", Object::Vcpu)], &["'v' is a vcpu, which riscv64 does not have"]);
    check(Arch::Riscv64, vec![("p", Object::table(TableKind::Pd))], &["'p' is a pd, which riscv64 does not have"]);
    check(Arch::Ia32, vec![("p", Object::table(TableKind::Pml4))], &["'p' is a pml4, which ia32 does not have"]);
    check(Arch::Riscv64, vec![("sched_control:0", Object::Control(Control::Sched { core: 0 }))], &[]);
    check(Arch::Aarch32, vec![("s", Object::Smc)], &["'s' is a smc, which aarch32 does not have"]);
}

#[test]
fn dangling_caps() {
    check(Arch::Aarch64, one_cap(Cap::new("gone")), &["slot 0x1 of 'c' refers to 'gone', which does not exist"]);
}

#[test]
fn slots_out_of_range() {
    let ep = || Cap::new("ep");
    check(
        Arch::Aarch64,
        vec![("c", cnode(CNodeSize::Bits(2), [(3, ep()), (4, ep()), (9, ep())]))],
        &["slot 0x4 is outside 'c', which has 4 slots", "slot 0x9 is outside 'c', which has 4 slots"],
    );
    let table = |kind, slot| Object::Table(Table { kind, slots: Slots::from([(slot, Some(Cap::new("frame")))]) });
    check(Arch::Aarch32, vec![("t", table(TableKind::Pt, 256))], &["slot 0x100 is outside 't', which has 256 slots"]);
    check(Arch::ArmHyp, vec![("t", table(TableKind::Pt, 256))], &[]);
}

#[test]
fn caps_in_the_wrong_place() {
    let mut tcb = Tcb::default();
    tcb.slots.insert(TcbSlot::CSpace, Cap::new("ep"));
    tcb.slots.insert(TcbSlot::VSpace, Cap::new("pt"));
    let tcb = || Object::Tcb(Box::new(tcb.clone()));
    let cspace = "slot cspace of 't' can't hold a capability to a ep";
    check(Arch::Riscv64, vec![("t", tcb())], &[cspace]);
    check(Arch::X86_64, vec![("t", tcb())], &[cspace, "slot vspace of 't' can't hold a capability to a pt"]);
    let table = |kind, target| Object::Table(Table { kind, slots: Slots::from([(0, Some(Cap::new(target)))]) });
    check(Arch::X86_64, vec![("d", table(TableKind::Pd, "pt")), ("q", table(TableKind::Pt, "frame"))], &[]);
    check(
        Arch::X86_64,
        vec![("m", table(TableKind::Pml4, "frame"))],
        &["slot 0x0 of 'm' can't hold a capability to a frame"],
    );
    check(Arch::Riscv32, vec![("r", table(TableKind::Pt, "pt"))], &[]);
    let irq = Irq { source: IrqSource::Plain, number: None, notification: Some(Box::new(Cap::new("ep"))) };
    check(Arch::Riscv32, vec![("i", Object::Irq(irq))], &["slot 0x0 of 'i' can't hold a capability to a ep"]);
}

#[test]
fn slots_for_replies_take_capabilities_that_reply() {
    let thread = |slot, reply| {
        let mut tcb = Tcb::default();
        tcb.slots.insert(slot, Cap { reply, ..Cap::new("t") });
        vec![("t", Object::Tcb(Box::new(tcb)))]
    };
    check(Arch::Ia32, thread(TcbSlot::Reply, Some(ReplyCap::MasterReply)), &[]);
    check(Arch::Ia32, thread(TcbSlot::Caller, Some(ReplyCap::Reply)), &[]);
    let reply = "slot reply_slot of 't' needs a capability that is master_reply";
    check(Arch::Ia32, thread(TcbSlot::Reply, None), &[reply]);
    let caller = "slot caller_slot of 't' needs a capability that is reply";
    check(Arch::Ia32, thread(TcbSlot::Caller, Some(ReplyCap::MasterReply)), &[caller]);
}

#[test]
fn a_page_table_is_part_of_one_directory() {
    let slots =
        |targets: &[&str]| targets.iter().zip(0..).map(|(target, slot)| (slot, Some(Cap::new(*target)))).collect();
    let directory = |targets: &[&str]| Object::Table(Table { kind: TableKind::Pd, slots: slots(targets) });
    let pool = |targets: &[&str]| Object::AsidPool(AsidPool { asid_high: Some(1), slots: slots(targets) });
    check(Arch::Ia32, vec![("d", directory(&["pt"])), ("a", pool(&["d"]))], &[]);
    let two = vec![("d", directory(&["pt"])), ("e", directory(&["frame", "pt"]))];
    check(Arch::Ia32, two, &["'pt' is mapped in both 'd' and 'e'"]);
}

#[test]
fn attributes_that_the_object_does_not_know() {
    check(
        Arch::Aarch64,
        one_cap(Cap::new("frame").with_badge(1)),
        &["slot 0x1 of 'c': a capability to a frame has no badge"],
    );
    check(
        Arch::Aarch64,
        one_cap(Cap::new("ep").with_caching(Caching::Uncached)),
        &["slot 0x1 of 'c': a capability to a ep has no caching"],
    );
    check(
        Arch::Aarch64,
        one_cap(Cap { guard: 3, guard_size: GuardSize::Bits(2), ..Cap::new("ep") }),
        &[
            "slot 0x1 of 'c': a capability to a ep has no guard",
            "slot 0x1 of 'c': a capability to a ep has no guard size",
        ],
    );
    check(
        Arch::Aarch64,
        one_cap(Cap { reply: Some(ReplyCap::Reply), ..Cap::new("ep") }),
        &["slot 0x1 of 'c': a capability to a ep has no reply role"],
    );
    let mapping = |table: &str| Mapped::At(FrameMapping { table: table.into(), slot: 0 });
    check(Arch::Aarch64, one_cap(Cap { mapping: mapping("pt"), ..Cap::new("frame") }), &[]);
    check(
        Arch::Aarch64,
        one_cap(Cap { mapping: mapping("ep"), ..Cap::new("frame") }),
        &["slot 0x1 of 'c' is mapped in 'ep', which is not a page table"],
    );
}

#[test]
fn attributes_that_do_not_fit() {
    let badge = || one_cap(Cap::new("ep").with_badge(1 << 28));
    check(Arch::Ia32, badge(), &["slot 0x1 of 'c': the badge 0x10000000 does not fit in 28 bits"]);
    check(Arch::X86_64, badge(), &[]);
    let guard = |guard, bits| one_cap(Cap { guard, guard_size: GuardSize::Bits(bits), ..Cap::new("c") });
    check(Arch::Aarch32, guard(0, 31), &["slot 0x1 of 'c': the guard size 0x1f does not fit in 30 bits"]);
    check(Arch::Aarch32, guard(4, 2), &["slot 0x1 of 'c': the guard 0x4 does not fit in 2 bits"]);
    check(Arch::Aarch32, guard(3, 2), &[]);
}

#[test]
fn sizes_and_addresses() {
    let frame = |size, paddr| vec![("f", Object::Frame(Frame { paddr, ..Frame::new(size) }))];
    check(Arch::Ia32, frame(65536, None), &["'f' has a size of 65536 bytes, which is not a frame size of ia32"]);
    check(Arch::Aarch32, frame(65536, Some(0x1000)), &["'f' at 0x1000 is not aligned to its size of 0x10000 bytes"]);
    let untyped = |bits, paddr| vec![("u", Object::Untyped(Untyped { paddr, ..Untyped::new(bits) }))];
    check(Arch::Aarch32, untyped(30, None), &["'u' has a size of 30 bits, expected 4 to 29"]);
    check(
        Arch::Aarch64,
        untyped(30, Some(0x4000_0001)),
        &["'u' at 0x40000001 is not aligned to its size of 0x40000000 bytes"],
    );
    let cnode = vec![("c", cnode(CNodeSize::Bits(26), []))];
    check(Arch::Aarch32, cnode, &["'c' has a size of 26 bits, expected 1 to 25"]);
    let ports = vec![("p", Object::IoPorts(PortRange { first: 9, last: 8 }))];
    check(Arch::Ia32, ports, &["the I/O ports of 'p' end at 0x8, before they begin at 0x9"]);
}

#[test]
fn interrupts_and_untyped_children_belong_to_one() {
    let irq = || Object::Irq(Irq { source: IrqSource::Plain, number: Some(33), notification: None });
    check(Arch::Riscv64, vec![("a", irq()), ("b", irq())], &["interrupt 33 belongs to both 'a' and 'b'"]);
    let untyped = |child: &str| Object::Untyped(Untyped { children: vec![child.into()], ..Untyped::new(12) });
    check(
        Arch::Riscv64,
        vec![("u", untyped("ep")), ("v", untyped("ep")), ("w", untyped("gone"))],
        &["'ep' is made from both 'u' and 'v'", "untyped 'w' contains 'gone', which does not exist"],
    );
}
