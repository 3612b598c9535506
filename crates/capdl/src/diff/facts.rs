// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A specification as facts that don't depend on the numbers of slots.

use super::{Detail, Facts, memory};
use crate::{
    Address, Caching, Cap, DomainStart, Frame, GuardSize, Irq, IrqSource, Object, ObjectKind, ObjectName, ReplyCap,
    Rights, SlotRef, Spec, Start, Tcb, TcbSlot,
};

/// What a fact is about. The order is that of reports.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// Empty for the system.
    pub(super) component: String,
    pub(super) topic: Topic,
    pub(super) object: String,
    pub(super) kind: Option<ObjectKind>,
    /// What tells facts about one object apart, in words.
    pub(super) qualifier: String,
}

/// The kinds of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Topic {
    /// There is an object.
    Object,
    /// Something is so.
    Property,
    /// A component holds a capability.
    Cap,
    /// A component sees memory.
    Memory,
}

/// What is so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Fact {
    pub(super) rights: Rights,
    pub(super) words: String,
}

/// All facts of a specification.
pub(super) fn of(spec: &Spec, detail: Detail) -> Facts {
    let mut collector = Collector { spec, detail, facts: Facts::new() };
    let own = memory::facts(spec, detail, &mut collector.facts);
    for (name, object) in spec.objects() {
        if !own.contains(name) && !matches!(object, Object::Control(_)) {
            collector.object(name, object);
        }
        collector.held_by(name, object);
    }
    collector.schedule();
    if detail == Detail::Everything {
        for (child, parent) in &spec.derivations {
            let of = format!("what slot {} of '{}' is derived from", child.slot, child.container);
            collector.property("", of, format!("slot {} of '{}'", parent.slot, parent.container));
        }
    }
    collector.facts
}

/// The component that a CNode belongs to.
pub(super) fn component_of_cnode(name: &ObjectName) -> &str {
    name.as_str().strip_suffix("_cnode").unwrap_or(name.as_str())
}

/// The component that a thread belongs to: that of its CSpace.
pub(super) fn component_of_thread<'a>(name: &'a ObjectName, tcb: &'a Tcb) -> &'a str {
    tcb.slots.get(&TcbSlot::CSpace).map_or(name.as_str(), |cap| component_of_cnode(&cap.object))
}

struct Collector<'s> {
    spec: &'s Spec,
    detail: Detail,
    facts: Facts,
}

impl Collector<'_> {
    fn property(&mut self, component: &str, what: String, words: String) {
        let key = Key {
            component: component.to_owned(),
            topic: Topic::Property,
            object: what,
            kind: None,
            qualifier: String::new(),
        };
        self.facts.insert(key, Fact { rights: Rights::NONE, words });
    }

    /// That there is an object, and what of it gives power.
    fn object(&mut self, name: &ObjectName, object: &Object) {
        let words = match object {
            Object::Tcb(tcb) => self.thread_words(tcb),
            Object::Frame(frame) => frame_words(frame, self.detail),
            Object::Irq(irq) => irq_words(irq),
            Object::Untyped(untyped) => {
                let mut words = vec![];
                words.extend(untyped.size_bits.map(|bits| format!("{bits} bits")));
                words.extend(untyped.paddr.map(|paddr| format!("at {paddr:#x}")));
                if self.detail == Detail::Everything && !untyped.children.is_empty() {
                    let children: Vec<_> = untyped.children.iter().map(ObjectName::as_str).collect();
                    words.push(format!("with {}", children.join(" ")));
                }
                words.join(", ")
            }
            Object::CNode(cnode) if self.detail == Detail::Everything => format!("{} bits", cnode.size_bits()),
            Object::AsidPool(pool) if self.detail == Detail::Everything => format!("slot {:?}", pool.asid_high),
            Object::SchedContext(context) => format!(
                "{} of every {} microseconds, data {}, {} bits",
                context.budget, context.period, context.data, context.size_bits
            ),
            Object::ArmSgiSignal { irq, target } => format!("{irq} on core {target}"),
            Object::IoPorts(ports) => format!("{:#x} to {:#x}", ports.first, ports.last),
            Object::IoDevice { domain_id, pci, .. } => {
                format!("{:x}:{:x}.{} in domain {domain_id}", pci.bus, pci.device, pci.function)
            }
            Object::IoPageTable { level, .. } => format!("level {level}"),
            Object::ArmIoDevice { io_space, .. } => format!("I/O space {io_space}"),
            Object::ContextBank { bank } => format!("bank {bank}"),
            _ => String::new(),
        };
        let key = Key {
            component: String::new(),
            topic: Topic::Object,
            object: name.to_string(),
            kind: Some(object.kind()),
            qualifier: String::new(),
        };
        self.facts.insert(key, Fact { rights: Rights::NONE, words });
    }

    fn thread_words(&self, tcb: &Tcb) -> String {
        let mut words =
            vec![format!("priority {} of at most {}", tcb.prio, tcb.max_prio), format!("core {}", tcb.affinity)];
        words.push(format!("domain {}", tcb.domain.unwrap_or(0)));
        words.extend(tcb.fpu.map(|fpu| format!("floating point {}", format!("{fpu:?}").to_lowercase())));
        if tcb.start == Start::Suspended {
            words.push("suspended".to_owned());
        }
        if self.detail == Detail::Everything {
            for (what, address) in [("starts at", &tcb.ip), ("stack", &tcb.sp), ("IPC buffer", &tcb.ipc_buffer)] {
                words.push(match address {
                    Address::Known(number) => format!("{what} {number:#x}"),
                    Address::Symbol { symbol, offset } => format!("{what} {symbol}{offset:+}"),
                });
            }
            words.push(format!("arguments {:?}", tcb.init));
            words.extend(tcb.fault_ep.map(|slot| format!("faults to slot {slot:#x}")));
        }
        words.join(", ")
    }

    /// What the capabilities in an object let somebody do.
    fn held_by(&mut self, name: &ObjectName, object: &Object) {
        match object {
            Object::CNode(_) => {
                for (slot, cap) in object.caps() {
                    self.cap(component_of_cnode(name), slot, cap);
                }
            }
            Object::Tcb(tcb) => {
                let component = component_of_thread(name, tcb);
                for (slot, cap) in &tcb.slots {
                    let words = self.cap_words(cap);
                    self.property(component, format!("{} of thread '{name}'", slot_words(*slot)), words);
                }
                if let Some(words) = self.fault_handler(tcb) {
                    self.property(component, format!("the fault handler of thread '{name}'"), words);
                }
            }
            Object::Irq(irq) => {
                if let Some(cap) = &irq.notification {
                    let words = self.cap_words(cap);
                    self.property("", format!("what interrupt '{name}' signals"), words);
                }
            }
            Object::IoDevice { slots, .. } | Object::ArmIoDevice { slots, .. } | Object::IoPageTable { slots, .. } => {
                for (slot, cap) in slots {
                    let Some(cap) = cap else { continue };
                    let words = self.cap_words(cap);
                    self.property("", format!("what device address space '{name}' has at {slot:#x}"), words);
                }
            }
            Object::AsidPool(pool) if self.detail == Detail::Everything => {
                for (slot, cap) in &pool.slots {
                    let Some(cap) = cap else { continue };
                    let words = self.cap_words(cap);
                    self.property("", format!("what ASID pool '{name}' has at {slot:#x}"), words);
                }
            }
            _ => {}
        }
    }

    /// The endpoint that a thread knows by a slot of its own CSpace.
    fn fault_handler(&self, tcb: &Tcb) -> Option<String> {
        let slot = tcb.fault_ep.filter(|slot| *slot != 0)?;
        let root = tcb.slots.get(&TcbSlot::CSpace)?;
        let cap = self.spec.object(root.object.as_str())?.slots()?.get(&slot)?.as_ref()?;
        Some(self.cap_words(cap))
    }

    fn cap(&mut self, component: &str, slot: SlotRef, cap: &Cap) {
        let kind = self.spec.object(cap.object.as_str()).map(Object::kind);
        let mut qualifier =
            cap.badge.filter(|badge| *badge != 0).map(|badge| format!(" by badge {badge}")).unwrap_or_default();
        if let Some(reply) = cap.reply {
            qualifier.push_str(match reply {
                ReplyCap::Reply => " (to reply)",
                ReplyCap::MasterReply => " (to reply always)",
            });
        }
        if self.detail == Detail::Everything {
            qualifier.push_str(&format!(" in slot {slot}"));
        }
        let object = match self.spec.object(cap.object.as_str()) {
            Some(Object::Control(control)) => control.keyword().to_owned(),
            _ => cap.object.to_string(),
        };
        let key = Key { component: component.to_owned(), topic: Topic::Cap, object, kind, qualifier };
        let words = self.attributes(cap);
        // Several capabilities to one object give what all of them give.
        let fact = self.facts.entry(key).or_default();
        fact.rights |= cap.rights;
        if !fact.words.contains(&words) {
            fact.words = if fact.words.is_empty() { words } else { format!("{}; {words}", fact.words) };
        }
    }

    /// What there is to say of a capability besides its rights.
    fn attributes(&self, cap: &Cap) -> String {
        let mut words = Vec::new();
        if cap.caching == Caching::Uncached {
            words.push("uncached".to_owned());
        }
        if let Some(place) = cap.mapping.place() {
            words.push(match self.detail {
                Detail::Authority => "to unmap it".to_owned(),
                Detail::Everything => format!("mapped at slot {} of '{}'", place.slot, place.table),
            });
        }
        if let Some(Object::CNode(cnode)) = self.spec.object(cap.object.as_str()) {
            if cap.guard != 0 {
                words.push(format!("guard {}", cap.guard));
            }
            if self.detail == Detail::Everything || cap.guard_size == GuardSize::Bits(0) {
                words.push(format!("guard of {} bits", self.spec.guard_bits(cap, cnode)));
            }
        }
        words.extend(cap.asid.map(|asid| format!("ASID {:#x}, {:#x}", asid.high, asid.low)));
        words.join(", ")
    }

    fn cap_words(&self, cap: &Cap) -> String {
        let kind = self.spec.object(cap.object.as_str()).map(Object::kind);
        let kind_word = kind.map_or("", super::kind_words);
        let mut words = format!("{kind_word} '{}'", cap.object);
        let rights = super::right_words(kind, cap.rights);
        if !rights.is_empty() {
            words = format!("{words} to {}", rights.join(", "));
        }
        if let Some(badge) = cap.badge.filter(|badge| *badge != 0) {
            // Generated fault handlers tell threads apart by the number of their slot.
            words = format!("{words} by badge {badge}");
        }
        words + &super::said(", ", &self.attributes(cap))
    }

    fn schedule(&mut self) {
        let items: Vec<_> =
            self.spec.schedule.iter().map(|item| format!("{} for {}", item.domain, item.duration)).collect();
        if items.is_empty() {
            return;
        }
        self.property("", "the schedule of domains".to_owned(), items.join(", "));
        let start = match self.spec.domain_start {
            DomainStart::At(index) => index.to_string(),
            DomainStart::Never => "not set".to_owned(),
        };
        self.property("", "the first item of the schedule".to_owned(), start);
        self.property("", "the place of the schedule".to_owned(), self.spec.domain_index_shift.to_string());
    }
}

fn slot_words(slot: TcbSlot) -> &'static str {
    match slot {
        TcbSlot::BoundNotification => "the bound notification",
        TcbSlot::BoundVcpu => "the virtual processor",
        TcbSlot::Caller => "the caller's reply",
        TcbSlot::CSpace => "the CSpace",
        TcbSlot::FaultEp => "the fault endpoint",
        TcbSlot::IpcBuffer => "the IPC buffer",
        TcbSlot::Reply => "the reply",
        TcbSlot::SchedContext => "the scheduling context",
        TcbSlot::TimeoutFaultEp => "the timeout endpoint",
        TcbSlot::VSpace => "the address space",
    }
}

fn frame_words(frame: &Frame, detail: Detail) -> String {
    let mut words = vec![format!("{} bytes", frame.size)];
    words.extend(frame.paddr.map(|paddr| format!("at {paddr:#x}")));
    if detail == Detail::Everything && !frame.fills().is_empty() {
        let fill: Vec<_> = frame.fills().iter().map(ToString::to_string).collect();
        words.push(format!("filled with {}", fill.join("; ")));
    }
    words.join(", ")
}

fn irq_words(irq: &Irq) -> String {
    let number = irq.number.map_or_else(|| "no number".to_owned(), |number| format!("number {number}"));
    let source = match irq.source {
        IrqSource::Plain => String::new(),
        IrqSource::Arm { trigger, target } => format!("{} on core {target}", trigger.keyword()),
        IrqSource::IoApic(line) => {
            format!("pin {} of I/O APIC {}, level {}, polarity {}", line.pin, line.ioapic, line.level, line.polarity)
        }
        IrqSource::Msi(msi) => {
            format!("message {} of {:x}:{:x}.{}", msi.handle, msi.pci.bus, msi.pci.device, msi.pci.function)
        }
    };
    number + &super::said(", ", &source)
}
