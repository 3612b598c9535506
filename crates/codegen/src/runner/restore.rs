// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From the state that an earlier call or the linker left to what templates hold: the way back of [`super::lower`].
//!
//! What the reference tool forgets between its calls is not there either: the stash is empty, and numbers of symbols begin anew.

use std::{cell::RefCell, sync::Arc};

use camkes_capdl::{
    Address, Backing, CNode, CNodeSize, Caching, Fpu, Frame, GuardSize, Irq, IrqSource, Object, ObjectName,
    ObjectState, Region, SchedContext, Start, TableKind, Tcb, Trigger,
};
use camkes_jinja::Py;
use rustc_hash::FxHashMap;

use super::{
    cap::{Cap, Capability},
    kernel::{Body, Handle, KernelObject},
    objects::{cnode, container, fields, tcb, with_fields},
    regions,
    slots::Slots,
    store::{ObjectId, Space, Store},
    types::{IrqMode, Kind},
};
use crate::ast::Text;

/// Fills an empty store with what was kept.
pub(super) fn restore(kept: ObjectState, store: &Arc<Store>) {
    let ObjectState { spec, spaces, policy } = kept;
    let mut found: Vec<(ObjectName, Option<Text>, Object)> = Vec::new();
    let mut places = Vec::new();
    for (key, space) in spaces {
        let root = space.address_space.root().clone();
        let next = i64::try_from(space.cspace.next_slot()).unwrap_or(i64::MAX);
        let (name, object) = space.cspace.into_object();
        places.push((Text::from(key.as_str()), name.clone(), root, next, space.address_space));
        found.push((name, Some(Text::from(key)), object));
    }
    let label = |name: &ObjectName| spec.space().label(name.as_str()).filter(|label| !label.is_empty()).map(Text::from);
    found.extend(spec.objects().map(|(name, object)| (name.clone(), label(name), object.clone())));

    let ids = (0_u32..).zip(&found).map(|(id, (name, _, object))| (name.clone(), (id, kind(object)))).collect();
    let restoring = Restoring { store, ids, unguarded: RefCell::default() };
    let objects: Vec<_> = found.iter().map(|(name, _, object)| restoring.object(name, object)).collect();
    for (cnode, cap) in restoring.unguarded.take() {
        let list = objects.get(cnode as usize).and_then(|object| object.node()?.field("update_guard_size_caps"));
        // A list that is not shared yet takes what it is given.
        let _ = list.and_then(Py::as_list).map(|list| list.push(cap));
    }

    let mut state = store.lock();
    for ((_, label, object), made) in found.iter().zip(objects) {
        // Memory that the linker handed out belongs to nobody, and has no name that templates know.
        if label.is_none() && matches!(object, Object::Untyped(_)) {
            state.objects.push(made);
        } else {
            state.allocated += 1;
            state.add(made.name, label.clone(), made);
        }
    }
    for (key, cnode, root, next, memory) in places {
        let id = |name| restoring.ids.get(name).map(|(id, _)| *id);
        if let (Some(cnode), Some(root)) = (id(&cnode), id(&root)) {
            let region = |region: &Region| {
                Some(regions::Region { size: region.size, backing: restoring.backing(&region.backing)? })
            };
            let symbols = memory.symbols();
            let symbols = symbols.map(|(symbol, regions)| (symbol.into(), regions.iter().filter_map(region).collect()));
            state.spaces.insert(key, Space { cnode, root, next, symbols: symbols.collect() });
        }
    }
    state.policy = policy.into_iter().map(|triple| triple.map(Text::from)).collect();
}

struct Restoring<'a> {
    store: &'a Arc<Store>,
    ids: FxHashMap<ObjectName, (ObjectId, Kind)>,
    /// Capabilities to CNodes whose guards depend on a size that is not known yet, with their CNodes.
    unguarded: RefCell<Vec<(ObjectId, Py)>>,
}

impl Restoring<'_> {
    fn object(&self, name: &ObjectName, object: &Object) -> KernelObject {
        let name = self.store.lock().names.add(name.as_str());
        KernelObject { name, kind: kind(object), body: self.body(object) }
    }

    fn body(&self, object: &Object) -> Body {
        match object {
            Object::Frame(Frame { size, paddr, fill }) => {
                let fill: Box<[Text]> = fill.iter().flatten().map(|fill| Text::from(fill.to_string())).collect();
                Body::Frame { size: *size, paddr: *paddr, fill: (!fill.is_empty()).then_some(fill) }
            }
            Object::CNode(node) => self.cnode(node),
            Object::Tcb(thread) => self.tcb(thread),
            Object::Irq(irq) => self.irq(irq),
            Object::Table(table) => self.container(&table.slots),
            Object::AsidPool(pool) => {
                with_fields(self.container(&pool.slots), &[("asid_high", Py::from(pool.asid_high))])
            }
            Object::IoPageTable { level, slots } => with_fields(self.container(slots), &[("level", Py::from(*level))]),
            Object::Untyped(untyped) => {
                fields(&[("size_bits", Py::from(untyped.size_bits)), ("paddr", Py::from(untyped.paddr))])
            }
            Object::SchedContext(SchedContext { period, budget, data, size_bits }) => fields(&[
                ("period", Py::from(*period)),
                ("budget", Py::from(*budget)),
                ("data", Py::from(*data)),
                ("size_bits", Py::from(*size_bits)),
            ]),
            Object::Control(camkes_capdl::Control::Sched { core }) => fields(&[("core", Py::from(*core))]),
            Object::IoPorts(ports) => fields(&[
                ("start_port", Py::from(u32::from(ports.first))),
                ("end_port", Py::from(u32::from(ports.last) + 1)),
            ]),
            Object::IoDevice { domain_id, pci, .. } => fields(&[
                ("domainID", Py::from(*domain_id)),
                ("bus", Py::from(pci.bus)),
                ("dev", Py::from(pci.device)),
                ("fun", Py::from(pci.function)),
            ]),
            Object::ArmIoDevice { io_space, .. } => fields(&[("iospace", Py::from(*io_space))]),
            Object::ArmSgiSignal { irq, target } => fields(&[("irq", Py::from(*irq)), ("target", Py::from(*target))]),
            Object::Endpoint
            | Object::Notification
            | Object::Vcpu
            | Object::RtReply
            | Object::StreamId
            | Object::ContextBank { .. }
            | Object::Smc
            | Object::Control(_) => Body::Plain,
        }
    }

    /// A capability; one to an object that is not there is none.
    fn cap(&self, held: Option<&camkes_capdl::Cap>) -> Py {
        let handle = |name: &ObjectName| {
            self.ids.get(name).map(|(id, kind)| Handle { store: Arc::clone(self.store), id: *id, kind: *kind })
        };
        let Some((held, object)) = held.and_then(|held| Some((held, handle(&held.object)?))) else { return Py::None };
        let place = held.mapping.place();
        let place = place.and_then(|place| Some((Py::host(handle(&place.table)?), Py::from(place.slot))));
        let cap = Py::host(Cap::new(self.store, Capability::restored(&object, held, place)));
        if object.kind == Kind::CNode && held.guard_size == GuardSize::FillWord {
            self.unguarded.borrow_mut().push((object.id, cap.clone()));
        }
        cap
    }

    /// What is mapped; `None` for a frame that is not there.
    fn backing(&self, backing: &Backing) -> Option<regions::Backing> {
        Some(match backing {
            Backing::Guard => regions::Backing::Guard,
            Backing::Slot(slot) => regions::Backing::Slot(*slot),
            Backing::Cap(cap) => regions::Backing::Frame {
                object: self.ids.get(&cap.object)?.0,
                rights: cap.rights,
                cached: cap.caching == Caching::Cached,
            },
        })
    }

    fn container(&self, slots: &camkes_capdl::Slots) -> Body {
        let slots = slots.iter().map(|(slot, held)| (Py::from(*slot), self.cap(held.as_ref())));
        filled(container(), slots.collect())
    }

    fn cnode(&self, node: &CNode) -> Body {
        let size = match node.size {
            CNodeSize::Auto => Py::from("auto"),
            CNodeSize::Bits(bits) => Py::from(bits),
        };
        let slots = node.slots.iter().map(|(slot, held)| (Py::from(*slot), self.cap(held.as_ref())));
        filled(cnode(size), slots.collect())
    }

    fn tcb(&self, thread: &Tcb) -> Body {
        let slots = thread.slots.iter().map(|(slot, held)| (Py::from(slot.keyword()), self.cap(Some(held))));
        let values = [
            ("addr", address(&thread.ipc_buffer)),
            ("ip", address(&thread.ip)),
            ("sp", address(&thread.sp)),
            ("prio", Py::from(thread.prio)),
            ("max_prio", Py::from(thread.max_prio)),
            ("affinity", Py::from(thread.affinity)),
            ("init", Py::list(thread.init.iter().map(|word| Py::from(*word)).collect())),
            ("domain", Py::from(thread.domain)),
            ("fault_ep_slot", Py::from(thread.fault_ep)),
            ("resume", Py::Bool(thread.start == Start::Resumed)),
            ("fpu_disabled", thread.fpu.map_or(Py::None, |fpu| Py::Bool(fpu == Fpu::Disabled))),
        ];
        with_fields(filled(tcb(), slots.collect()), &values)
    }

    fn irq(&self, irq: &Irq) -> Body {
        let notification = irq.notification.as_ref().map(|held| (Py::Int(0), self.cap(Some(held))));
        let body = filled(container(), notification.into_iter().collect());
        let body = with_fields(body, &[("number", Py::from(irq.number))]);
        match irq.source {
            IrqSource::Plain => body,
            IrqSource::Arm { trigger, target } => {
                let mode = match trigger {
                    Trigger::Level => IrqMode("seL4_ARM_IRQ_LEVEL", 0),
                    Trigger::Edge => IrqMode("seL4_ARM_IRQ_EDGE", 1),
                };
                with_fields(body, &[("trigger", Py::host(mode)), ("target", Py::from(target))])
            }
            IrqSource::IoApic(line) => with_fields(
                body,
                &[
                    ("ioapic", Py::from(line.ioapic)),
                    ("pin", Py::from(line.pin)),
                    ("level", Py::from(line.level)),
                    ("polarity", Py::from(line.polarity)),
                ],
            ),
            IrqSource::Msi(message) => with_fields(
                body,
                &[
                    ("handle", Py::from(message.handle)),
                    ("bus", Py::from(message.pci.bus)),
                    ("dev", Py::from(message.pci.device)),
                    ("fun", Py::from(message.pci.function)),
                ],
            ),
        }
    }
}

/// A container with its slots.
fn filled(mut body: Body, slots: Vec<(Py, Py)>) -> Body {
    if let Body::Node(node) = &mut body {
        node.slots = Some(Slots::Dict(Py::dict(slots)));
    }
    body
}

fn address(address: &Address) -> Py {
    match address {
        Address::Known(number) => Py::from(*number),
        Address::Symbol { symbol, offset } => Py::from(format!("get_vaddr('{symbol}') + {offset}")),
    }
}

fn kind(object: &Object) -> Kind {
    match object {
        Object::Untyped(_) => Kind::Untyped,
        Object::Tcb(_) => Kind::Tcb,
        Object::Endpoint => Kind::Endpoint,
        Object::Notification => Kind::Notification,
        Object::CNode(_) => Kind::CNode,
        Object::Frame(_) => Kind::Frame,
        Object::Table(table) => match table.kind {
            TableKind::Pt => Kind::PageTable,
            TableKind::Pd => Kind::PageDirectory,
            TableKind::Pdpt => Kind::Pdpt,
            TableKind::Pml4 => Kind::Pml4,
            TableKind::Pud => Kind::Pud,
            TableKind::Pgd => Kind::Pgd,
        },
        Object::AsidPool(_) => Kind::AsidPool,
        Object::Vcpu => Kind::Vcpu,
        Object::SchedContext(_) => Kind::SchedContext,
        Object::RtReply => Kind::RtReply,
        Object::Irq(irq) => match irq.source {
            IrqSource::Plain => Kind::Irq,
            IrqSource::Arm { .. } => Kind::ArmIrq,
            IrqSource::IoApic(_) => Kind::IoApicIrq,
            IrqSource::Msi(_) => Kind::MsiIrq,
        },
        Object::ArmSgiSignal { .. } => Kind::ArmSgiSignal,
        Object::IoPorts(_) => Kind::IoPorts,
        Object::IoDevice { .. } => Kind::IoDevice,
        Object::IoPageTable { .. } => Kind::IoPageTable,
        Object::ArmIoDevice { .. } => Kind::ArmIoDevice,
        Object::StreamId => Kind::StreamId,
        Object::ContextBank { .. } => Kind::ContextBank,
        Object::Smc => Kind::Smc,
        Object::Control(control) => match control {
            camkes_capdl::Control::Irq => Kind::IrqControl,
            camkes_capdl::Control::Asid => Kind::AsidControl,
            camkes_capdl::Control::Domain => Kind::DomainControl,
            // No template can ask for that of I/O spaces, so no state has it.
            camkes_capdl::Control::IoSpaceMaster | camkes_capdl::Control::Sched { .. } => Kind::SchedControl,
        },
    }
}
