// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From what templates hold to the state that the linker of the CapDL specification reads.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Seek, Write},
    str::FromStr as _,
};

use camkes_capdl::{
    Address, AddressSpace, AsidPool, Backing, CNode, CNodeSize, CSpace, Caching, Cap, CapdlError, Control, FillSource,
    Fpu, Frame, FrameFill, GuardSize, IoApicLine, Irq, IrqSource, Mapped, MsiMessage, Object, ObjectName, ObjectState,
    PciAddress, PortRange, Region, Rights, SchedContext, Slots, SpaceHead, SpaceState, Start, StateError, StateWriter,
    Table, TableKind, Tcb, TcbSlot, Trigger, Untyped,
};
use camkes_jinja::{Dict, Py};
use rustc_hash::FxHashSet;

use super::{
    cap, kernel,
    kernel::{Body, KernelObject},
    names::Name,
    regions,
    slots::{Held, Plain, Slots as Row},
    store::{self, State},
    types::Kind,
};

/// What templates asked for does not make a system.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StateFailure {
    /// An attribute has a value that it can't have.
    #[error("'{object}' can't have {attribute} = {value}")]
    Value {
        /// The object.
        object: String,
        /// The attribute or slot.
        attribute: String,
        /// The value as Python shows it.
        value: String,
    },
    /// Objects, slots or symbols contradict each other.
    #[error(transparent)]
    Capdl(#[from] CapdlError),
    /// It can't be written.
    #[error(transparent)]
    State(#[from] StateError),
}

type Result<T> = std::result::Result<T, StateFailure>;

/// The numbers of a turn of the schedule.
pub(super) type Turn = (u32, u64);

/// The state, with the domain schedule.
pub(super) fn state(state: &State, schedule: &[Turn]) -> Result<ObjectState> {
    let lowering = Lowering { state, word_guards: word_guards(state) };
    let mut lowered = ObjectState::new(state.arch);
    let item = |(domain, duration): &Turn| camkes_capdl::ScheduleItem { domain: *domain, duration: *duration };
    lowered.spec.schedule = schedule.iter().map(item).collect();
    let own: FxHashSet<u32> = state.spaces.values().map(|space| space.cnode).collect();
    for (label, objects) in &state.labels {
        for id in objects.iter().filter(|id| !own.contains(*id)) {
            let Some(object) = Shown::of(state, *id) else { continue };
            let made = lowering.object(object)?;
            let name = ObjectName::from(object.name());
            lowered.spec.space_mut().request(name, label.as_deref().unwrap_or_default(), made)?;
        }
    }
    for (key, space) in &state.spaces {
        lowered.spaces.insert(key.to_string(), lowering.space(key, space)?);
    }
    lowered.policy = policy(state);
    Ok(lowered)
}

/// Writes what [`state`] gives to a file. A large state is never in memory as a whole.
pub(super) fn write(state: &State, schedule: &[Turn], mut file: impl Write + Seek) -> Result<()> {
    let own: FxHashSet<u32> = state.spaces.values().map(|space| space.cnode).collect();
    let objects = || {
        let labelled = state.labels.iter().flat_map(|(label, ids)| ids.iter().map(move |id| (label, *id)));
        let placed = labelled.filter_map(|(label, id)| Some((label, id, Shown::of(state, id)?)));
        placed.filter(|(_, id, _)| !own.contains(id)).map(|(label, _, object)| (label, object))
    };
    let names: FxHashSet<Name> = objects().map(|(_, object)| object.name).collect();
    let count = objects().count();
    if names.len() != count {
        // What was asked for twice is united, for which all must be there.
        let bytes = self::state(state, schedule)?.encode()?;
        return file.write_all(&bytes).map_err(|error| StateError::Unwritten(error.to_string()).into());
    }
    drop(names);
    let lowering = Lowering { state, word_guards: word_guards(state) };
    let turn = |(domain, duration): &Turn| camkes_capdl::ScheduleItem { domain: *domain, duration: *duration };
    let schedule: Vec<_> = schedule.iter().map(turn).collect();
    let mut writer = StateWriter::new(file, state.arch, &schedule, count)?;
    for (label, object) in objects() {
        let made = lowering.object(object)?;
        writer.object(&ObjectName::from(object.name()), label.as_deref().unwrap_or_default(), &made)?;
    }
    writer.spaces(state.spaces.len())?;
    for (key, space) in &state.spaces {
        lowering.write_space(&mut writer, key, space)?;
    }
    Ok(writer.end(&policy(state))?)
}

/// The additions to the integrity policy.
fn policy(state: &State) -> BTreeSet<[String; 3]> {
    state.policy.iter().map(|triple| triple.each_ref().map(|part| part.to_string())).collect()
}

/// The capabilities whose guards depend on the final sizes of their CNodes.
fn word_guards(state: &State) -> FxHashSet<cap::CapId> {
    let nodes = state.objects.iter().filter(|object| object.kind == Kind::CNode).filter_map(KernelObject::node);
    let lists = nodes.filter_map(|node| node.field("update_guard_size_caps")?.as_list().map(|list| list.items()));
    lists.flatten().filter_map(|held| held.as_host::<cap::Cap>().map(|cap| cap.id)).collect()
}

/// An object of a state, which knows its name.
#[derive(Clone, Copy)]
struct Shown<'a> {
    state: &'a State,
    object: &'a KernelObject,
}

impl<'a> Shown<'a> {
    fn of(state: &'a State, id: u32) -> Option<Self> {
        state.object(id).map(|object| Self { state, object })
    }

    fn name(self) -> String {
        self.state.names.text(self.object.name)
    }
}

impl<'a> std::ops::Deref for Shown<'a> {
    type Target = KernelObject;

    fn deref(&self) -> &KernelObject {
        self.object
    }
}

struct Lowering<'a> {
    state: &'a State,
    word_guards: FxHashSet<cap::CapId>,
}

/// A value that something can't have.
fn wrong(object: Shown<'_>, attribute: &str, value: &Py) -> StateFailure {
    let value = camkes_jinja::operations::repr(value).unwrap_or_default();
    StateFailure::Value { object: object.name(), attribute: attribute.to_owned(), value: value.to_string() }
}

/// A whole number; text with one is one, too, as in a specification it reads the same.
fn integer(value: &Py) -> Option<i128> {
    match value {
        Py::Str(text) => text.trim().parse().ok(),
        Py::Host(_) => value.as_host::<super::types::IrqMode>().map(|mode| mode.1.into()),
        _ => value.as_big().and_then(|number| i128::try_from(number).ok()),
    }
}

/// An attribute that is a number.
fn field<T: TryFrom<i128>>(object: Shown<'_>, name: &str) -> Result<T> {
    let value = object.node().and_then(|node| node.field(name)).cloned().unwrap_or(Py::None);
    integer(&value).and_then(|number| T::try_from(number).ok()).ok_or_else(|| wrong(object, name, &value))
}

/// An attribute that is a number or `None`.
fn optional<T: TryFrom<i128>>(object: Shown<'_>, name: &str) -> Result<Option<T>> {
    match object.node().and_then(|node| node.field(name)) {
        None | Some(Py::None) => Ok(None),
        Some(_) => field(object, name).map(Some),
    }
}

impl Lowering<'_> {
    fn name(&self, id: u32) -> ObjectName {
        ObjectName::from(Shown::of(self.state, id).map_or_else(String::new, Shown::name))
    }

    fn cap(&self, object: Shown<'_>, slot: &str, held: &Py) -> Result<Cap> {
        let Some(cap) = kernel::cap(held) else { return Err(wrong(object, slot, held)) };
        self.cap_of(object, slot, cap.id)
    }

    fn cap_of(&self, object: Shown<'_>, slot: &str, id: cap::CapId) -> Result<Cap> {
        let Some(cap::Capability { object: target, state, .. }) = self.state.cap(id) else {
            return Err(wrong(object, slot, &Py::None));
        };
        let what = |name: &str, value: &Py| wrong(object, &format!("{slot}.{name}"), value);
        let badge = match state.badge() {
            Py::None => None,
            badge => {
                let number = integer(&badge).and_then(|badge| u64::try_from(badge).ok());
                Some(number.ok_or_else(|| what("badge", &badge))?)
            }
        };
        let guard = integer(&state.guard()).and_then(|guard| u64::try_from(guard).ok());
        let guard_size = integer(&state.guard_size()).and_then(|bits| u8::try_from(bits).ok());
        let guard_size = if self.word_guards.contains(&id) {
            GuardSize::FillWord
        } else {
            GuardSize::Bits(guard_size.ok_or_else(|| what("guard_size", &state.guard_size()))?)
        };
        let caching = if state.cached { Caching::Cached } else { Caching::Uncached };
        let mut made = Cap::new(self.name(*target)).with_rights(state.rights).with_caching(caching);
        made.badge = badge;
        made.guard = guard.ok_or_else(|| what("guard", &state.guard()))?;
        made.guard_size = guard_size;
        if state.deferred {
            made.mapping = Mapped::Later;
        }
        Ok(made)
    }

    /// A capability without badge and guard.
    fn plain(&self, plain: Plain) -> Cap {
        let caching = if plain.cached { Caching::Cached } else { Caching::Uncached };
        let mut made = Cap::new(self.name(plain.object)).with_rights(plain.rights).with_caching(caching);
        made.guard_size = GuardSize::Bits(0);
        if plain.deferred {
            made.mapping = Mapped::Later;
        }
        made
    }

    /// The numbers of a container's slots in ascending order, each with its place in the dictionary that it is in.
    fn numbered(&self, object: Shown<'_>) -> Result<Vec<(u64, usize)>> {
        if let Some(Row::Row(row)) = object.node().and_then(|node| node.slots.as_ref()) {
            return Ok((1..).zip(0..row.len()).collect());
        }
        let Some(slots) = dictionary(object) else { return Ok(Vec::new()) };
        let mut numbered = Vec::with_capacity(slots.len());
        while let Some((key, _)) = slots.at(numbered.len()) {
            let slot = integer(&key).and_then(|slot| u64::try_from(slot).ok());
            numbered.push((slot.ok_or_else(|| wrong(object, "slot", &key))?, numbered.len()));
        }
        numbered.sort_unstable();
        // Text and a number may be the same slot: what was put there last counts.
        numbered.reverse();
        numbered.dedup_by_key(|(slot, _)| *slot);
        numbered.reverse();
        Ok(numbered)
    }

    /// What a slot holds.
    fn slot(&self, object: Shown<'_>, (slot, place): (u64, usize)) -> Result<Option<Cap>> {
        if let Some(Row::Row(row)) = object.node().and_then(|node| node.slots.as_ref()) {
            return match row.get(place) {
                None | Some(Held::Nothing) => Ok(None),
                Some(Held::Plain(plain)) => Ok(Some(self.plain(*plain))),
                Some(Held::Shared(held)) => self.cap_of(object, &format!("{slot:#x}"), *held).map(Some),
            };
        }
        match dictionary(object).and_then(|slots| slots.at(place)) {
            None | Some((_, Py::None)) => Ok(None),
            Some((_, held)) => self.cap(object, &format!("{slot:#x}"), &held).map(Some),
        }
    }

    /// The numbered slots of a container.
    fn slots(&self, object: Shown<'_>) -> Result<Slots> {
        self.numbered(object)?.into_iter().map(|slot| Ok((slot.0, self.slot(object, slot)?))).collect()
    }

    fn write_space<W: Write + Seek>(&self, writer: &mut StateWriter<W>, key: &str, space: &store::Space) -> Result<()> {
        let cnode = self.name(space.cnode);
        let object = Shown::of(self.state, space.cnode);
        let slots = object.map(|object| self.numbered(object)).transpose()?.unwrap_or_default();
        let size = object.map_or(Ok(CNodeSize::Auto), cnode_size)?;
        writer.space(SpaceHead { key, cnode: &cnode, size, slots: slots.len() })?;
        for slot in slots {
            let cap = object.map(|object| self.slot(object, slot)).transpose()?.flatten();
            writer.slot(slot.0, cap.as_ref())?;
        }
        let next = u64::try_from(space.next).unwrap_or_default().max(1);
        writer.symbols(next, &AddressSpace::new(key), space.symbols.len())?;
        for (symbol, regions) in &space.symbols {
            writer.symbol(symbol, regions.len())?;
            for region in regions.iter() {
                writer.region(&Region { size: region.size, backing: self.backing(&region.backing) })?;
            }
        }
        Ok(())
    }

    fn space(&self, key: &str, space: &store::Space) -> Result<SpaceState> {
        let mut cspace = CSpace::new(self.name(space.cnode));
        if let Some(object) = Shown::of(self.state, space.cnode) {
            cspace.set_size(cnode_size(object)?);
            for (slot, cap) in self.slots(object)? {
                cspace.fix(slot, cap)?;
            }
            cspace.skip_to(u64::try_from(space.next).unwrap_or_default());
        }
        let mut address_space = AddressSpace::new(key);
        for (symbol, regions) in &space.symbols {
            let region = |region: regions::Region| Region { size: region.size, backing: self.backing(&region.backing) };
            address_space.back(symbol, regions.iter().map(region).collect())?;
        }
        Ok(SpaceState { cspace, address_space })
    }

    fn backing(&self, backing: &regions::Backing) -> Backing {
        match backing {
            regions::Backing::Guard => Backing::Guard,
            regions::Backing::Slot(slot) => Backing::Slot(*slot),
            regions::Backing::Frame { object, rights, cached } => {
                let caching = if *cached { Caching::Cached } else { Caching::Uncached };
                let mut cap = Cap::new(self.name(*object)).with_rights(*rights).with_caching(caching);
                cap.guard_size = GuardSize::Bits(0);
                Backing::Cap(cap)
            }
        }
    }

    fn object(&self, object: Shown<'_>) -> Result<Object> {
        let table = |kind| Ok(Object::Table(Table { slots: self.slots(object)?, ..Table::new(kind) }));
        Ok(match object.kind {
            Kind::Endpoint => Object::Endpoint,
            Kind::Notification => Object::Notification,
            Kind::Vcpu => Object::Vcpu,
            Kind::RtReply => Object::RtReply,
            Kind::StreamId => Object::StreamId,
            Kind::ContextBank => Object::ContextBank { bank: 0 },
            Kind::Smc => Object::Smc,
            Kind::IrqControl => Object::Control(Control::Irq),
            Kind::AsidControl => Object::Control(Control::Asid),
            Kind::DomainControl => Object::Control(Control::Domain),
            Kind::SchedControl => Object::Control(Control::Sched { core: field(object, "core")? }),
            Kind::PageTable => return table(TableKind::Pt),
            Kind::PageDirectory => return table(TableKind::Pd),
            Kind::Pdpt => return table(TableKind::Pdpt),
            Kind::Pml4 => return table(TableKind::Pml4),
            Kind::Pud => return table(TableKind::Pud),
            Kind::Pgd => return table(TableKind::Pgd),
            Kind::AsidPool => {
                Object::AsidPool(AsidPool { asid_high: optional(object, "asid_high")?, slots: self.slots(object)? })
            }
            Kind::IoPageTable => Object::IoPageTable { level: field(object, "level")?, slots: self.slots(object)? },
            Kind::CNode => Object::CNode(CNode { size: cnode_size(object)?, slots: self.slots(object)? }),
            Kind::Frame => frame(object),
            Kind::Tcb => Object::Tcb(Box::new(self.tcb(object)?)),
            Kind::Untyped => Object::Untyped(Untyped {
                paddr: optional(object, "paddr")?,
                ..Untyped::new(field(object, "size_bits")?)
            }),
            Kind::SchedContext => Object::SchedContext(SchedContext {
                period: field(object, "period")?,
                budget: field(object, "budget")?,
                data: field(object, "data")?,
                size_bits: field(object, "size_bits")?,
            }),
            Kind::IoPorts => {
                // The end is the first port behind the range.
                let end: u64 = field(object, "end_port")?;
                let last = end.checked_sub(1).and_then(|last| last.try_into().ok());
                let last = last.ok_or_else(|| wrong(object, "end_port", &Py::from(end)))?;
                Object::IoPorts(PortRange { first: field(object, "start_port")?, last })
            }
            Kind::IoDevice => {
                Object::IoDevice { domain_id: field(object, "domainID")?, pci: pci(object)?, slots: Slots::new() }
            }
            Kind::ArmIoDevice => Object::ArmIoDevice { io_space: field(object, "iospace")?, slots: Slots::new() },
            Kind::ArmSgiSignal => Object::ArmSgiSignal { irq: field(object, "irq")?, target: field(object, "target")? },
            Kind::Irq | Kind::IoApicIrq | Kind::MsiIrq | Kind::ArmIrq => Object::Irq(self.irq(object)?),
        })
    }

    fn irq(&self, object: Shown<'_>) -> Result<Irq> {
        let source = match object.kind {
            Kind::ArmIrq => {
                let trigger = if field::<i64>(object, "trigger")? == 0 { Trigger::Level } else { Trigger::Edge };
                IrqSource::Arm { trigger, target: field(object, "target")? }
            }
            Kind::IoApicIrq => IrqSource::IoApic(IoApicLine {
                ioapic: field(object, "ioapic")?,
                pin: field(object, "pin")?,
                level: field(object, "level")?,
                polarity: field(object, "polarity")?,
            }),
            Kind::MsiIrq => IrqSource::Msi(MsiMessage { handle: field(object, "handle")?, pci: pci(object)? }),
            _ => IrqSource::Plain,
        };
        let mut notification = None;
        for (_, held) in entries(object) {
            notification = if held.is_none() { None } else { Some(self.cap(object, "notification", &held)?) };
        }
        Ok(Irq { source, number: optional(object, "number")?, notification: notification.map(Box::new) })
    }

    fn tcb(&self, object: Shown<'_>) -> Result<Tcb> {
        let node = object.node();
        let value = |name: &str| node.and_then(|node| node.field(name)).cloned().unwrap_or(Py::None);
        let address = |name: &str| {
            let value = value(name);
            let known = integer(&value).and_then(|number| u64::try_from(number).ok()).map(Address::Known);
            let found = known.or_else(|| Address::from_str(value.as_str()?).ok());
            found.ok_or_else(|| wrong(object, name, &value))
        };
        let mut init = Vec::new();
        for word in value("init").as_list().map(|list| list.items()).unwrap_or_default() {
            let number = integer(&word).and_then(|number| u64::try_from(number).ok());
            init.push(number.ok_or_else(|| wrong(object, "init", &word))?);
        }
        let mut slots = BTreeMap::new();
        for (key, held) in entries(object) {
            let slot = key.as_str().and_then(tcb_slot).ok_or_else(|| wrong(object, "slot", &key))?;
            if held.is_none() {
                continue;
            }
            let cap = match held.as_str() {
                Some(text) => written_cap(text).ok_or_else(|| wrong(object, slot.keyword(), &held))?,
                None => self.cap(object, slot.keyword(), &held)?,
            };
            slots.insert(slot, cap);
        }
        let fpu = match value("fpu_disabled") {
            Py::None => None,
            Py::Bool(false) | Py::Int(0) => Some(Fpu::Enabled),
            _ => Some(Fpu::Disabled),
        };
        Ok(Tcb {
            ipc_buffer: address("addr")?,
            ip: address("ip")?,
            sp: address("sp")?,
            prio: field(object, "prio")?,
            max_prio: field(object, "max_prio")?,
            affinity: field(object, "affinity")?,
            init,
            fault_ep: optional(object, "fault_ep_slot")?,
            domain: optional(object, "domain")?,
            fpu,
            start: if matches!(value("resume"), Py::Bool(false)) { Start::Suspended } else { Start::Resumed },
            slots,
        })
    }
}

fn entries(object: Shown<'_>) -> Vec<(Py, Py)> {
    dictionary(object).map(|slots| slots.entries()).unwrap_or_default()
}

/// The slots of a container.
fn dictionary(object: Shown<'_>) -> Option<&Dict> {
    object.object.node()?.slots.as_ref()?.as_dict()?.as_dict().map(|slots| &**slots)
}

fn cnode_size(object: Shown<'_>) -> Result<CNodeSize> {
    match object.node().and_then(|node| node.field("size_bits")) {
        None => Ok(CNodeSize::Auto),
        Some(Py::Str(text)) if &**text == "auto" => Ok(CNodeSize::Auto),
        Some(_) => field(object, "size_bits").map(CNodeSize::Bits),
    }
}

fn pci(object: Shown<'_>) -> Result<PciAddress> {
    Ok(PciAddress { bus: field(object, "bus")?, device: field(object, "dev")?, function: field(object, "fun")? })
}

fn frame(object: Shown<'_>) -> Object {
    let Body::Frame { size, paddr, fill } = &object.body else { return Object::Frame(Frame::new(super::memory::PAGE)) };
    let fill = Some(fill.iter().flatten().map(|text| frame_fill(text)).collect());
    Object::Frame(Frame { paddr: *paddr, fill, ..Frame::new(*size) })
}

/// A fill as templates write it: the place in the frame, the length, the loader's words, the place in the source.
fn frame_fill(text: &str) -> FrameFill {
    let whole = || FrameFill { frame_offset: 0, len: 0, source: FillSource::Loader(text.to_owned()), source_offset: 0 };
    let read = || {
        let (frame_offset, rest) = text.split_once(' ')?;
        let (len, rest) = rest.split_once(' ')?;
        let (words, source_offset) = rest.rsplit_once(' ')?;
        let source = match words.strip_prefix("CDL_FrameFill_FileData ").and_then(|name| name.strip_prefix('"')) {
            Some(name) => FillSource::File(name.strip_suffix('"')?.to_owned()),
            None => FillSource::Loader(words.to_owned()),
        };
        Some(FrameFill {
            frame_offset: frame_offset.parse().ok()?,
            len: len.parse().ok()?,
            source,
            source_offset: source_offset.parse().ok()?,
        })
    };
    read().unwrap_or_else(whole)
}

fn tcb_slot(keyword: &str) -> Option<TcbSlot> {
    use TcbSlot as S;
    let all = [
        S::BoundNotification,
        S::BoundVcpu,
        S::Caller,
        S::CSpace,
        S::FaultEp,
        S::IpcBuffer,
        S::Reply,
        S::SchedContext,
        S::TimeoutFaultEp,
        S::VSpace,
    ];
    all.into_iter().find(|slot| slot.keyword() == keyword)
}

/// A capability as `set_fault_ep_slot` writes it: a name, and the badge and the rights in parentheses.
fn written_cap(text: &str) -> Option<Cap> {
    let (name, fields) = match text.split_once(" (") {
        Some((name, fields)) => (name, fields.strip_suffix(')')?),
        None => (text, ""),
    };
    let mut cap = Cap::new(ObjectName::new(name));
    cap.guard_size = GuardSize::Bits(0);
    for field in fields.split(',').map(str::trim).filter(|field| !field.is_empty()) {
        if let Some(badge) = field.strip_prefix("badge: ") {
            cap.badge = Some(badge.parse().ok()?);
            continue;
        }
        for letter in field.chars() {
            cap.rights |= match letter {
                'R' => Rights::READ,
                'W' => Rights::WRITE,
                'G' | 'X' => Rights::GRANT,
                'P' => Rights::GRANT_REPLY,
                _ => return None,
            };
        }
    }
    Some(cap)
}
