// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! CapDL text.
//!
//! The layout and the order of lines are those of seL4's Python library for CapDL: objects and containers sorted by
//! their text, slots by number or word, interrupts by their text (so 10 comes before 2).

use std::{borrow::Cow, cmp::Ordering, collections::BTreeMap, fmt::Write};

use crate::{
    Address, CNode, Caching, Cap, CapPlace, Control, DomainStart, Fpu, Frame, GuardSize, Irq, IrqSource, Object,
    ObjectKind, ObjectName, ReplyCap, Rights, SchedContext, SlotRef, Spec, Start, Tcb, TcbSlot, Untyped,
};

impl Spec {
    /// The specification as CapDL text.
    ///
    /// Addresses that wait for an ELF file read `0x0`, with the symbol in a comment.
    #[must_use]
    pub fn to_cdl(&self) -> String {
        let mut text = format!("arch {}\n\nobjects {{\n", self.arch.cdl().keyword());
        self.declarations(&mut text);
        text.push_str("\n}\n\ncaps {\n");
        let mut containers: Vec<_> = self.objects().filter(|(_, object)| object.is_container()).collect();
        containers.sort_unstable_by(|(a, _), (b, _)| text_order(a.as_str(), b.as_str()));
        for (number, (name, object)) in containers.into_iter().enumerate() {
            text.push_str(if number > 0 { "\n" } else { "" });
            self.contents(&mut text, name, object);
        }
        text.push_str("\n}\n\nirq maps {\n");
        let mut irqs: Vec<_> = self
            .objects()
            .filter_map(|(name, object)| match object {
                Object::Irq(Irq { number: Some(number), .. }) => Some(format!("{number}: {name}")),
                _ => None,
            })
            .collect();
        irqs.sort_unstable();
        text.push_str(&irqs.join("\n"));
        text.push_str("\n}\n");
        text.push_str(&self.domains());
        text
    }

    /// One declaration for each object, and one for each array whose elements are alike.
    fn declarations(&self, text: &mut String) {
        let mut lines = Vec::new();
        let mut arrays: BTreeMap<&str, Vec<(u64, &ObjectName, &Object)>> = BTreeMap::new();
        for (name, object) in self.objects() {
            match name.parts() {
                (_, None) => lines.push(Declaration::Object(name, object)),
                (array, Some(index)) => arrays.entry(array).or_default().push((index, name, object)),
            }
        }
        for (array, mut elements) in arrays {
            elements.sort_by_key(|(index, ..)| *index);
            let bodies: Vec<_> = elements.iter().map(|(_, _, object)| body(&without_children(object))).collect();
            let is_whole = (0..).zip(&elements).all(|(place, (index, ..))| place == *index);
            match bodies.as_slice() {
                [first, rest @ ..] if is_whole && rest.iter().all(|body| body == first) => {
                    // What is made from an untyped of an array is said of each, once there is the array.
                    let covering = elements.iter().filter(|(_, _, object)| has_children(object));
                    let name = format!("{array}[{}]", elements.len());
                    let mut text = format!("{name} = {first}");
                    for (_, name, object) in covering {
                        text.push('\n');
                        declare(&mut text, name, object);
                    }
                    lines.push(Declaration::Array { name, text });
                }
                _ => lines.extend(elements.iter().map(|(_, name, object)| Declaration::Object(name, object))),
            }
        }
        lines.sort_unstable_by(|a, b| text_order(a.name(), b.name()));
        for (number, line) in lines.iter().enumerate() {
            text.push_str(if number > 0 { "\n" } else { "" });
            match line {
                Declaration::Object(name, object) => declare(text, name, object),
                Declaration::Array { text: array, .. } => text.push_str(array),
            }
        }
    }

    fn contents(&self, text: &mut String, name: &ObjectName, object: &Object) {
        text.push_str(name.as_str());
        text.push_str(" {\n");
        for (number, (slot, cap)) in object.caps().enumerate() {
            if number > 0 {
                text.push('\n');
            }
            let _ = write!(text, "{slot}: ");
            match slot {
                SlotRef::Tcb(TcbSlot::FaultEp) => text.push_str(&fault_endpoint(cap)),
                _ => self.cap(text, cap),
            }
            self.derivation(text, name, slot);
        }
        text.push_str("\n}");
    }

    /// What the capability is derived from, if it is.
    fn derivation(&self, text: &mut String, container: &ObjectName, slot: SlotRef) {
        if self.derivations.is_empty() {
            return;
        }
        let place = CapPlace { container: container.clone(), slot };
        if let Some(CapPlace { container, slot }) = self.derivations.get(&place) {
            let _ = write!(text, " - child_of ({container}, {slot})");
        }
    }

    fn cap(&self, text: &mut String, cap: &Cap) {
        let target = self.object(cap.object.as_str());
        text.push_str(match target {
            Some(Object::Control(control)) => control.keyword(),
            _ => cap.object.as_str(),
        });
        let mut params = Params { text, open: false };
        match target.map(Object::kind) {
            Some(ObjectKind::Control(Control::Sched { core })) => params.add(format_args!("core: {core}")),
            Some(ObjectKind::Frame) => {
                params.rights(cap.rights, GrantLetter::Execute);
                if cap.caching == Caching::Uncached {
                    params.add("uncached");
                }
                if let Some(at) = cap.mapping.place() {
                    params.add(format_args!("mapping: ({}, {})", at.table, at.slot));
                }
            }
            Some(ObjectKind::Endpoint | ObjectKind::Notification | ObjectKind::Smc) => {
                params.rights(cap.rights, GrantLetter::Grant);
                if let Some(badge) = cap.badge {
                    params.add(format_args!("badge: {badge}"));
                }
            }
            Some(ObjectKind::Tcb) => match cap.reply {
                Some(ReplyCap::Reply) => params.add("reply"),
                Some(ReplyCap::MasterReply) => params.add("master_reply"),
                None => {}
            },
            _ => {}
        }
        if let Some(Object::CNode(cnode)) = target {
            params.add(format_args!("guard: {}", cap.guard));
            params.add(format_args!("guard_size: {}", self.guard_bits(cap, cnode)));
        }
        if let Some(asid) = &cap.asid {
            params.add(format_args!("asid: ({:#x}, {:#x})", asid.high, asid.low));
        }
        params.end();
    }

    /// The number of guard bits of a capability to `cnode`.
    pub(crate) fn guard_bits(&self, cap: &Cap, cnode: &CNode) -> u8 {
        match cap.guard_size {
            GuardSize::Bits(bits) => bits,
            GuardSize::FillWord => self.arch.word_bits().saturating_sub(cnode.size_bits()),
        }
    }

    fn domains(&self) -> String {
        if self.schedule.is_empty() {
            return String::new();
        }
        let items: Vec<_> = self.schedule.iter().map(|item| format!("({}, {})", item.domain, item.duration)).collect();
        let start = match self.domain_start {
            DomainStart::At(index) => index.to_string(),
            DomainStart::Never => "no_start".to_owned(),
        };
        format!(
            "\ndomains {{\n  schedule: [{}]\n  domain_set_start: {start}\n  index_shift: {}\n}}\n",
            items.join(", "),
            self.domain_index_shift
        )
    }
}

/// What stands in brackets behind the name of an object; no brackets if nothing does.
struct Params<'a> {
    text: &'a mut String,
    open: bool,
}

impl Params<'_> {
    fn next(&mut self) {
        self.text.push_str(if self.open { ", " } else { " (" });
        self.open = true;
    }

    fn add(&mut self, param: impl std::fmt::Display) {
        self.next();
        let _ = write!(self.text, "{param}");
    }

    fn rights(&mut self, rights: Rights, grant: GrantLetter) {
        if rights != Rights::NONE {
            self.next();
            self.text.extend(letters(rights, grant));
        }
    }

    fn end(self) {
        if self.open {
            self.text.push(')');
        }
    }
}

/// What is declared, and the name that its text begins with.
enum Declaration<'s> {
    Object(&'s ObjectName, &'s Object),
    Array { name: String, text: String },
}

impl Declaration<'_> {
    /// Empty for an authority, whose declaration is an empty line.
    fn name(&self) -> &str {
        match self {
            Self::Object(_, Object::Control(_)) => "",
            Self::Object(name, _) => name.as_str(),
            Self::Array { name, .. } => name,
        }
    }
}

/// The order of two texts that begin with these different names, and then a space. In a large system, making the texts to sort them would
/// be most of the work.
fn text_order(a: &str, b: &str) -> Ordering {
    let length = a.len().min(b.len());
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let (a_start, a_rest) = a.split_at(length);
    let (b_start, b_rest) = b.split_at(length);
    a_start.cmp(b_start).then_with(|| match (a_rest.first(), b_rest.first()) {
        // Nothing at all stands for the empty line of an authority.
        (None, Some(_)) if a.is_empty() => Ordering::Less,
        (Some(_), None) if b.is_empty() => Ordering::Greater,
        (None, Some(next)) => b' '.cmp(next).then(Ordering::Less),
        (Some(next), None) => next.cmp(&b' ').then(Ordering::Greater),
        _ => Ordering::Equal,
    })
}

fn declare(text: &mut String, name: &ObjectName, object: &Object) {
    if matches!(object, Object::Control(_)) {
        return;
    }
    text.push_str(name.as_str());
    text.push_str(" = ");
    match object {
        Object::Frame(frame) => frame_body(text, frame),
        other => text.push_str(&body(other)),
    }
}

fn has_children(object: &Object) -> bool {
    matches!(object, Object::Untyped(untyped) if !untyped.children.is_empty())
}

fn without_children(object: &Object) -> Cow<'_, Object> {
    match object {
        Object::Untyped(untyped) if !untyped.children.is_empty() => {
            Cow::Owned(Object::Untyped(Untyped { children: Vec::new(), ..untyped.clone() }))
        }
        other => Cow::Borrowed(other),
    }
}

fn body(object: &Object) -> String {
    match object {
        Object::Control(control) => control.keyword().to_owned(),
        Object::Untyped(untyped) => untyped_body(untyped),
        Object::Tcb(tcb) => tcb_body(tcb),
        Object::CNode(cnode) => format!("cnode ({} bits)", cnode.size_bits()),
        Object::Frame(frame) => {
            let mut text = String::new();
            frame_body(&mut text, frame);
            text
        }
        Object::AsidPool(pool) => match pool.asid_high {
            Some(high) => format!("asid_pool (asid_high: {high:#x})"),
            None => "asid_pool".to_owned(),
        },
        Object::SchedContext(SchedContext { period, budget, data, size_bits }) => {
            format!("sc (period: {period}, budget: {budget}, data: {data}, {size_bits} bits)")
        }
        Object::Irq(irq) => irq_body(irq.source),
        Object::ArmSgiSignal { irq, target } => {
            format!("arm_sgi_signal (irq:{irq:#x}, target:{target:#x})")
        }
        Object::IoPorts(ports) => format!("io_ports (ports:[{}..{}])", ports.first, ports.last),
        Object::IoDevice { domain_id, pci, .. } => {
            format!("io_device (domainID: {domain_id}, {:#x}:{}.{})", pci.bus, pci.device, pci.function)
        }
        Object::IoPageTable { level, .. } => format!("io_pt (level: {level})"),
        Object::ArmIoDevice { io_space, .. } => format!("arm_io_device (iospace: {io_space})"),
        Object::ContextBank { bank } => format!("contextbank (bank: {bank})"),
        Object::Endpoint
        | Object::Notification
        | Object::Table(_)
        | Object::Vcpu
        | Object::RtReply
        | Object::StreamId
        | Object::Smc => object.kind().keyword().to_owned(),
    }
}

fn tcb_body(tcb: &Tcb) -> String {
    let init: Vec<_> = tcb.init.iter().map(u64::to_string).collect();
    let mut fields = vec![
        format!("addr: {}", address(&tcb.ipc_buffer)),
        format!("ip: {}", address(&tcb.ip)),
        format!("sp: {}", address(&tcb.sp)),
        format!("prio: {}", tcb.prio),
        format!("max_prio: {}", tcb.max_prio),
        format!("affinity: {}", tcb.affinity),
        format!("init: [{}]", init.join(", ")),
    ];
    fields.extend(tcb.fault_ep.map(|slot| format!("fault_ep: {slot:#010x}")));
    fields.extend(tcb.domain.map(|domain| format!("dom: {domain}")));
    fields.extend(tcb.fpu.map(|fpu| {
        match fpu {
            Fpu::Enabled => "fpu_disabled: False",
            Fpu::Disabled => "fpu_disabled: True",
        }
        .to_owned()
    }));
    if tcb.start == Start::Suspended {
        fields.push("resume: False".to_owned());
    }
    format!("tcb ({})", fields.join(","))
}

fn address(address: &Address) -> String {
    match address {
        Address::Known(value) => format!("{value:#x}"),
        Address::Symbol { symbol, offset } => {
            // Comments nest, so a symbol must neither open nor close one.
            let symbol = symbol.replace("*/", "* /").replace("/*", "/ *");
            match offset {
                0 => format!("0x0 /* {symbol} */"),
                _ => format!("0x0 /* {symbol} {offset:+} */"),
            }
        }
    }
}

fn frame_body(text: &mut String, frame: &Frame) {
    const KIB: u64 = 1 << 10;
    const MIB: u64 = 1 << 20;
    let _ = match frame.size {
        size if size.is_multiple_of(MIB) => write!(text, "frame ({}M", size / MIB),
        size if size.is_multiple_of(KIB) => write!(text, "frame ({}k", size / KIB),
        size => write!(text, "frame ({size}"),
    };
    if let Some(paddr) = frame.paddr {
        let _ = write!(text, ", paddr: {paddr:#x}");
    }
    if let Some(fill) = &frame.fill {
        text.push_str(", fill: [");
        for (number, fill) in fill.iter().enumerate() {
            text.push_str(if number > 0 { ",{" } else { "{" });
            let _ = write!(text, "{fill}}}");
        }
        text.push(']');
    }
    text.push(')');
}

fn untyped_body(untyped: &Untyped) -> String {
    let size = untyped.size_bits.map(|bits| format!("{bits} bits"));
    let paddr = untyped.paddr.map(|paddr| format!("paddr: {paddr:#x}"));
    let params: Vec<_> = size.into_iter().chain(paddr).collect();
    let params = if params.is_empty() { String::new() } else { format!(" ({})", params.join(", ")) };
    let children: Vec<_> = untyped.children.iter().map(ObjectName::as_str).collect();
    format!("ut{params} {{ {} }}", children.join("\n"))
}

fn irq_body(source: IrqSource) -> String {
    match source {
        IrqSource::Plain => "irq".to_owned(),
        IrqSource::Arm { trigger, target } => {
            format!("arm_irq (trigger:{}, target:{target})", trigger.keyword())
        }
        IrqSource::IoApic(line) => format!(
            "ioapic_irq (ioapic_num:{}, ioapic_pin:{}, ioapic_level:{}, ioapic_polarity:{})",
            line.ioapic, line.pin, line.level, line.polarity
        ),
        IrqSource::Msi(msi) => format!(
            "msi_irq (msi_handle:{}, msi_pci_bus:{}, msi_pci_dev:{}, msi_pci_fun:{})",
            msi.handle, msi.pci.bus, msi.pci.device, msi.pci.function
        ),
    }
}

/// Which letter stands for the grant right: it means execution for frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GrantLetter {
    Grant,
    Execute,
}

/// The letters of a set of rights.
pub(crate) fn rights(rights: Rights, grant: GrantLetter) -> String {
    letters(rights, grant).collect()
}

fn letters(rights: Rights, grant: GrantLetter) -> impl Iterator<Item = char> {
    let grant = match grant {
        GrantLetter::Grant => 'G',
        GrantLetter::Execute => 'X',
    };
    [(Rights::READ, 'R'), (Rights::WRITE, 'W'), (Rights::GRANT, grant), (Rights::GRANT_REPLY, 'P')]
        .into_iter()
        .filter_map(move |(right, letter)| rights.contains(right).then_some(letter))
}

/// The fault endpoint of a thread puts the badge first and no space behind the comma, and leaves out a badge of 0.
fn fault_endpoint(cap: &Cap) -> String {
    let mut params = Vec::new();
    params.extend(cap.badge.filter(|badge| *badge != 0).map(|badge| format!("badge: {badge}")));
    params.push(rights(cap.rights, GrantLetter::Grant));
    params.retain(|param| !param.is_empty());
    if params.is_empty() { cap.object.to_string() } else { format!("{} ({})", cap.object, params.join(",")) }
}
