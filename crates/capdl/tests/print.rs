// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The text of specifications: layout, order, and every kind of object and capability.

#![expect(
    clippy::unwrap_used,
    clippy::too_many_lines,
    reason = "a test that expects a whole text is as long as the text"
)]

use camkes_capdl::*;
use expect_test::expect;

fn spec(arch: Arch, objects: Vec<(&str, Object)>) -> Spec {
    let mut spec = Spec::new(arch);
    for (name, object) in objects {
        spec.space_mut().request(name, "test", object).unwrap();
    }
    spec
}

#[test]
fn a_client_and_a_server_share_an_endpoint() {
    let side = |name: &str, rights, badge| {
        let mut objects = ObjectSpace::new();
        let mut cspace = CSpace::new(ObjectName::of(name, "cnode"));
        let space = AddressSpace::new(name);
        objects.request(space.root().clone(), name, AddressSpace::root_object(Arch::Aarch64)).unwrap();
        objects.request("s_ep", "s", Object::Endpoint).unwrap();
        let control = ObjectName::of(name, "0_control_tcb");
        let slot = cspace.alloc(Some(Cap::new(control.clone()))).unwrap();
        let ep = Cap { badge, ..Cap::new("s_ep").with_rights(rights) };
        cspace.request("s.ep", Some(ep)).unwrap();
        cspace.alloc(None).unwrap();
        let frame = FrameRun::single(ObjectName::of(name, "frame_ipc"));
        frame.request(&mut objects, name, None).unwrap();
        let mut tcb = Tcb {
            ipc_buffer: Address::symbol("ipc", 4096),
            ip: Address::symbol("_camkes_start", 0),
            sp: Address::symbol("stack", 0x5000),
            init: vec![slot],
            ..Tcb::default()
        };
        tcb.slots.insert(TcbSlot::CSpace, Cap::new(cspace.name().clone()));
        tcb.slots.insert(TcbSlot::VSpace, Cap::new(space.root().clone()));
        let ipc = Cap::new(frame.names[0].clone()).with_rights(Rights::READ | Rights::WRITE);
        tcb.slots.insert(TcbSlot::IpcBuffer, ipc);
        objects.request(control, name, Object::Tcb(Box::new(tcb))).unwrap();
        objects.add_cspace(name, cspace).unwrap();
        objects
    };
    let client = side("client", Rights::WRITE | Rights::GRANT_REPLY, Some(1));
    let server = side("server", Rights::READ, None);
    let spec = Spec::merge(Arch::Aarch64, [client, server]).unwrap();
    assert_eq!(spec.validate(), []);
    expect![[r#"
        arch aarch64

        objects {
        client_0_control_tcb = tcb (addr: 0x0 /* ipc +4096 */,ip: 0x0 /* _camkes_start */,sp: 0x0 /* stack +20480 */,prio: 254,max_prio: 254,affinity: 0,init: [1])
        client_cnode = cnode (2 bits)
        client_frame_ipc = frame (4k, fill: [])
        client_group_bin_pd = pgd
        s_ep = ep
        server_0_control_tcb = tcb (addr: 0x0 /* ipc +4096 */,ip: 0x0 /* _camkes_start */,sp: 0x0 /* stack +20480 */,prio: 254,max_prio: 254,affinity: 0,init: [1])
        server_cnode = cnode (2 bits)
        server_frame_ipc = frame (4k, fill: [])
        server_group_bin_pd = pgd
        }

        caps {
        client_0_control_tcb {
        cspace: client_cnode (guard: 0, guard_size: 62)
        ipc_buffer_slot: client_frame_ipc (RW)
        vspace: client_group_bin_pd
        }
        client_cnode {
        0x1: client_0_control_tcb
        0x2: s_ep (WP, badge: 1)
        }
        client_group_bin_pd {

        }
        server_0_control_tcb {
        cspace: server_cnode (guard: 0, guard_size: 62)
        ipc_buffer_slot: server_frame_ipc (RW)
        vspace: server_group_bin_pd
        }
        server_cnode {
        0x1: server_0_control_tcb
        0x2: s_ep (R)
        }
        server_group_bin_pd {

        }
        }

        irq maps {

        }
    "#]]
    .assert_eq(&spec.to_cdl());
}

#[test]
fn devices_of_a_pc() {
    let pci = PciAddress { bus: 0x1f, device: 2, function: 1 };
    let irq = |number, source, notification: Option<Cap>| {
        Object::Irq(Irq { source, number: Some(number), notification: notification.map(Box::new) })
    };
    let line = IrqSource::IoApic(IoApicLine { ioapic: 0, pin: 4, level: 1, polarity: 0 });
    let msi = IrqSource::Msi(MsiMessage { handle: 3, pci });
    let spec = spec(
        Arch::X86_64,
        vec![
            ("ntfn", Object::Notification),
            ("uart_irq", irq(10, line, Some(Cap::new("ntfn").with_rights(Rights::WRITE).with_badge(4)))),
            ("nic_irq", irq(2, msi, None)),
            ("ports", Object::IoPorts(PortRange { first: 0x3f8, last: 0x3ff })),
            ("nic", Object::IoDevice { domain_id: 15, pci, slots: Slots::new() }),
            (
                "iopt",
                Object::IoPageTable {
                    level: 2,
                    slots: Slots::from([(16, Some(Cap::new("dma").with_rights(Rights::READ)))]),
                },
            ),
            ("dma", Object::Frame(Frame { paddr: Some(0x20_0000), ..Frame::new(0x20_0000) })),
            ("control", Object::Control(Control::Irq)),
            ("pml4", Object::table(TableKind::Pml4)),
            (
                "pool",
                Object::AsidPool(AsidPool { asid_high: Some(1), slots: Slots::from([(0, Some(Cap::new("pml4")))]) }),
            ),
            (
                "cnode",
                Object::CNode(CNode {
                    size: CNodeSize::Bits(8),
                    slots: Slots::from([
                        (1, Some(Cap::new("control"))),
                        (
                            0x2a,
                            Some(
                                Cap::new("dma")
                                    .with_rights(Rights::READ | Rights::GRANT)
                                    .with_caching(Caching::Uncached),
                            ),
                        ),
                    ]),
                }),
            ),
        ],
    );
    assert_eq!(spec.validate(), []);
    expect![[r#"
        arch x86_64

        objects {

        cnode = cnode (8 bits)
        dma = frame (2M, paddr: 0x200000, fill: [])
        iopt = io_pt (level: 2)
        nic = io_device (domainID: 15, 0x1f:2.1)
        nic_irq = msi_irq (msi_handle:3, msi_pci_bus:31, msi_pci_dev:2, msi_pci_fun:1)
        ntfn = notification
        pml4 = pml4
        pool = asid_pool (asid_high: 0x1)
        ports = io_ports (ports:[1016..1023])
        uart_irq = ioapic_irq (ioapic_num:0, ioapic_pin:4, ioapic_level:1, ioapic_polarity:0)
        }

        caps {
        cnode {
        0x1: irq_control
        0x2a: dma (RX, uncached)
        }
        iopt {
        0x10: dma (R)
        }
        nic_irq {

        }
        pml4 {

        }
        pool {
        0x0: pml4
        }
        uart_irq {
        0x0: ntfn (W, badge: 4)
        }
        }

        irq maps {
        10: uart_irq
        2: nic_irq
        }
    "#]]
    .assert_eq(&spec.to_cdl());
}

#[test]
fn a_mixed_criticality_arm_board() {
    let mut tcb =
        Tcb { domain: Some(2), fault_ep: Some(5), fpu: Some(Fpu::Disabled), start: Start::Suspended, ..Tcb::default() };
    tcb.slots.insert(TcbSlot::SchedContext, Cap::new("sc"));
    tcb.slots.insert(TcbSlot::FaultEp, Cap::new("fault").with_rights(Rights::ALL).with_badge(3));
    tcb.slots.insert(TcbSlot::BoundVcpu, Cap::new("vcpu"));
    tcb.slots.insert(TcbSlot::Reply, Cap { reply: Some(ReplyCap::MasterReply), ..Cap::new("tcb") });
    let source = IrqSource::Arm { trigger: Trigger::Edge, target: 1 };
    let mut spec = spec(
        Arch::Aarch64,
        vec![
            ("tcb", Object::Tcb(Box::new(tcb))),
            ("sc", Object::SchedContext(SchedContext { size_bits: 8, ..SchedContext::default() })),
            ("fault", Object::Endpoint),
            ("vcpu", Object::Vcpu),
            ("reply", Object::RtReply),
            ("control", Object::Control(Control::Sched { core: 2 })),
            ("irq", Object::Irq(Irq { source, number: None, notification: None })),
            ("sgi", Object::ArmSgiSignal { irq: 12, target: 1 }),
            ("io", Object::ArmIoDevice { io_space: 4, slots: Slots::new() }),
            ("sid", Object::StreamId),
            ("cb", Object::ContextBank { bank: 0 }),
            ("smc", Object::Smc),
            (
                "ut",
                Object::Untyped(Untyped {
                    paddr: Some(0x1000),
                    children: vec!["fault".into(), "reply".into()],
                    ..Untyped::new(12)
                }),
            ),
            (
                "fill",
                Object::Frame(Frame {
                    fill: Some(vec![FrameFill {
                        frame_offset: 8,
                        len: 100,
                        source: FillSource::File("bin".into()),
                        source_offset: 64,
                    }]),
                    ..Frame::new(4096)
                }),
            ),
            (
                "cnode",
                Object::CNode(CNode {
                    size: CNodeSize::Auto,
                    slots: Slots::from([
                        (1, Some(Cap::new("control"))),
                        (
                            2,
                            Some(Cap {
                                mapping: Mapped::At(FrameMapping { table: "pt".into(), slot: 7 }),
                                ..Cap::new("fill").with_rights(Rights::ALL)
                            }),
                        ),
                        (3, Some(Cap::new("smc").with_rights(Rights::ALL).with_badge(0))),
                        (4, Some(Cap { guard: 1, guard_size: GuardSize::Bits(6), ..Cap::new("cnode") })),
                    ]),
                }),
            ),
            ("pt", Object::table(TableKind::Pt)),
        ],
    );
    spec.schedule = vec![ScheduleItem { domain: 0, duration: 10 }, ScheduleItem { domain: 2, duration: 5_000_000_000 }];
    spec.domain_start = DomainStart::Never;
    assert_eq!(spec.validate(), []);
    expect![[r#"
        arch aarch64

        objects {

        cb = contextbank (bank: 0)
        cnode = cnode (3 bits)
        fault = ep
        fill = frame (4k, fill: [{8 100 CDL_FrameFill_FileData "bin" 64}])
        io = arm_io_device (iospace: 4)
        irq = arm_irq (trigger:edge, target:1)
        pt = pt
        reply = rtreply
        sc = sc (period: 10000, budget: 10000, data: 0, 8 bits)
        sgi = arm_sgi_signal (irq:0xc, target:0x1)
        sid = streamid
        smc = smc
        tcb = tcb (addr: 0x0,ip: 0x0,sp: 0x0,prio: 254,max_prio: 254,affinity: 0,init: [],fault_ep: 0x00000005,dom: 2,fpu_disabled: True,resume: False)
        ut = ut (12 bits, paddr: 0x1000) { fault
        reply }
        vcpu = vcpu
        }

        caps {
        cnode {
        0x1: sched_control (core: 2)
        0x2: fill (RWXP, mapping: (pt, 7))
        0x3: smc (RWGP, badge: 0)
        0x4: cnode (guard: 1, guard_size: 6)
        }
        irq {

        }
        pt {

        }
        tcb {
        bound_vcpu: vcpu
        fault_ep_slot: fault (badge: 3,RWGP)
        reply_slot: tcb (master_reply)
        sc_slot: sc
        }
        }

        irq maps {

        }

        domains {
          schedule: [(0, 10), (2, 5000000000)]
          domain_set_start: no_start
          index_shift: 0
        }
    "#]]
    .assert_eq(&spec.to_cdl());
}

#[test]
fn every_architecture_has_its_name() {
    let first_line = |arch| Spec::new(arch).to_cdl().lines().next().map(str::to_owned);
    let names = Arch::ALL.map(|arch| first_line(arch).unwrap());
    assert_eq!(
        names,
        ["arch arm11", "arch arm11", "arch aarch64", "arch ia32", "arch x86_64", "arch riscv", "arch riscv"]
    );
}

#[test]
fn a_symbol_can_not_end_the_comment_it_stands_in() {
    let tcb = Tcb { ip: Address::symbol("a*/b/*c", -1), ..Tcb::default() };
    let text = spec(Arch::Ia32, vec![("t", Object::Tcb(Box::new(tcb)))]).to_cdl();
    assert!(text.contains("ip: 0x0 /* a* /b/ *c -1 */,sp"), "{text}");
}

/// By their text, in which a space follows the name: it comes before all that a name may go on with. An authority is an empty line.
#[test]
fn names_that_begin_with_others_come_after_them() {
    let names = ["ab", "a_b", "b[1]", "a", "a.b", "b[0]", "a-b", "b_", "b"];
    let mut objects: Vec<_> = names.into_iter().map(|name| (name, Object::CNode(CNode::default()))).collect();
    objects.push(("irq_control", Object::Control(Control::Irq)));
    let text = spec(Arch::X86_64, objects).to_cdl();
    let order = |section: &str, end: &str| {
        let section = text.split_once(section).unwrap().1.split_once("\n}\n\n").unwrap().0;
        let firsts = section.lines().filter_map(|line| line.split_once(end).map(|(name, _)| name.trim().to_owned()));
        firsts.collect::<Vec<_>>().join(" ")
    };
    assert!(text.contains("objects {\n\na = cnode"), "{text}");
    assert_eq!(order("objects {\n", " = "), "a a-b a.b a_b ab b b[2] b_");
    assert_eq!(order("caps {\n", " {"), "a a-b a.b a_b ab b b[0] b[1] b_");
}
