// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Who holds which capability: contents of containers, named capabilities and their copies, interrupts, derivations.

use std::collections::{HashMap, HashSet};

use super::{
    CdlError, MAX_ITEMS,
    ast::{
        CapDecl, CapEntry, CapParam, Derivation, IndexRange, Module, NameRef, PlaceRef, Slot, SlotPlace, Span, Target,
    },
    names::{Arrays, single},
};
use crate::{
    Caching, Cap, CapPlace, Control, FrameMapping, GuardSize, Mapped, Object, ObjectKind, ObjectName, Rights, SlotRef,
    Spec, TcbSlot,
};

/// Fills the containers of `spec`.
pub(super) fn caps(spec: &mut Spec, module: &Module<'_>, objects: &Arrays, errors: &mut Vec<CdlError>) {
    let mut holder = Holder {
        spec,
        objects,
        errors,
        named: HashMap::new(),
        named_arrays: Arrays::default(),
        copies: HashMap::new(),
        parents: Vec::new(),
        held: 0,
    };
    for mappings in &module.irqs {
        holder.irqs(mappings);
    }
    for decl in &module.caps {
        match decl {
            CapDecl::Contents { container, caps } => holder.contents(container, caps),
            CapDecl::Name { name, span, at } => {
                if let Some(place) = holder.place(at) {
                    holder.name((*name).to_owned(), place, span);
                }
            }
        }
    }
    holder.copy_all();
    holder.derive_all(&module.derivations);
}

struct Holder<'s, 'm, 'a> {
    spec: &'s mut Spec,
    objects: &'s Arrays,
    errors: &'s mut Vec<CdlError>,
    /// Places of capabilities by name.
    named: HashMap<String, CapPlace>,
    named_arrays: Arrays,
    /// Copies by their place: what is copied, and the rights that they keep.
    copies: HashMap<CapPlace, Copy>,
    /// Capabilities with the one that they are derived from.
    parents: Vec<(CapPlace, &'m SlotPlace<'a>, Span)>,
    held: usize,
}

struct Copy {
    of: String,
    kept: Rights,
    span: Span,
}

impl<'m, 'a> Holder<'_, 'm, 'a> {
    fn error(&mut self, span: &Span, message: impl Into<String>) {
        if self.errors.len() < super::MAX_ERRORS {
            self.errors.push(CdlError::new(span, message));
        }
    }

    fn expand(&mut self, name: &NameRef<'_>) -> Vec<ObjectName> {
        self.objects.expand(name).unwrap_or_else(|error| {
            self.errors.push(error);
            Vec::new()
        })
    }

    fn irqs(&mut self, mappings: &[super::ast::IrqMapping<'_>]) {
        let mut taken: HashMap<u32, ObjectName> = HashMap::new();
        let mut next = 0;
        for mapping in mappings {
            next = mapping.slot.unwrap_or(next);
            for object in self.expand(&mapping.object) {
                let span = &mapping.object.span;
                let Ok(number) = u32::try_from(next) else {
                    self.error(span, format!("{next} is too large here"));
                    return;
                };
                next += 1;
                if let Some(first) = taken.insert(number, object.clone()) {
                    self.error(span, format!("interrupt {number} belongs to '{first}' already"));
                }
                match self.spec.space_mut().get_mut(object.as_str()) {
                    Some(Object::Irq(irq)) if irq.number.is_none() => irq.number = Some(number),
                    Some(Object::Irq(_)) => self.error(span, format!("'{object}' has another number already")),
                    Some(_) => self.error(span, format!("'{object}' is no interrupt")),
                    None => self.error(span, format!("there is no object '{object}'")),
                }
            }
        }
    }

    fn contents(&mut self, container: &NameRef<'_>, entries: &'m [CapEntry<'a>]) {
        let unnumbered = entries.iter().find(|entry| entry.slot.is_none());
        if let Some(entry) = unnumbered
            && entries.iter().any(|entry| matches!(entry.target, Target::Copies(_)))
        {
            self.error(&entry.span, "every capability needs a slot beside copies of others");
            return;
        }
        for (index, name) in self.expand(container).into_iter().enumerate() {
            if self.spec.object(name.as_str()).is_none() {
                self.error(&container.span, format!("there is no object '{name}'"));
                continue;
            }
            let mut next = 0;
            for entry in entries {
                next = match entry.slot {
                    None => next,
                    Some(Slot::Number(slot)) => slot,
                    Some(Slot::Tcb(slot)) => slot.number(),
                };
                let count = self.entry(&name, next, entry, index == 0);
                next = next.saturating_add(count);
            }
        }
    }

    /// Puts an entry's capabilities into the slots from `first` on, and returns their number.
    fn entry(&mut self, container: &ObjectName, first: u64, entry: &'m CapEntry<'a>, is_first: bool) -> u64 {
        let targets = match &entry.target {
            Target::Objects(name) => match self.control(name, entry) {
                Some(control) => vec![control],
                None => self.expand(name),
            },
            Target::Copies(name) => match self.named_arrays.expand(name) {
                Ok(names) => names,
                Err(error) => {
                    self.errors.push(error);
                    return 1;
                }
            },
        };
        self.held += targets.len();
        if self.held > MAX_ITEMS {
            self.error(&entry.span, format!("there are more than {MAX_ITEMS} capabilities"));
            return 1;
        }
        let count = targets.len() as u64;
        for (slot, target) in (first..).zip(targets) {
            let Some(place) = self.slot_of(container, slot, &entry.span) else { continue };
            if let Some(parent) = &entry.parent {
                self.parents.push((place.clone(), parent, entry.span.clone()));
            }
            match &entry.target {
                Target::Copies(_) => {
                    let copy = Copy { of: target.to_string(), kept: masked(entry), span: entry.span.clone() };
                    self.copies.insert(place, copy);
                }
                Target::Objects(_) => {
                    if let Some(cap) = self.cap(&target, entry) {
                        self.put(&place, cap, &entry.span);
                    }
                }
            }
        }
        if let Some(name) = entry.name.as_ref().filter(|_| is_first) {
            self.name_entry(name, container, first, count);
        }
        count
    }

    fn name_entry(&mut self, name: &NameRef<'_>, container: &ObjectName, first: u64, count: u64) {
        match name.ranges.as_slice() {
            [] if count == 1 => {
                if let Some(place) = self.slot_of(container, first, &name.span) {
                    self.name(name.name.to_owned(), place, &name.span);
                }
            }
            [IndexRange::All] => {
                self.named_arrays.declare(name.name, count);
                for index in 0..count {
                    if let Some(place) = self.slot_of(container, first.saturating_add(index), &name.span) {
                        self.name(super::names::element(name.name, index), place, &name.span);
                    }
                }
            }
            _ => self.error(&name.span, format!("{count} capabilities are named as '{}[]'", name.name)),
        }
    }

    fn name(&mut self, name: String, place: CapPlace, span: &Span) {
        if self.named.insert(name.clone(), place).is_some() {
            self.error(span, format!("there is another capability '{name}'"));
        }
    }

    /// The authority that a word stands for, which becomes an object at its first use.
    fn control(&mut self, name: &NameRef<'_>, entry: &CapEntry<'_>) -> Option<ObjectName> {
        if !name.ranges.is_empty() {
            return None;
        }
        let core = entry.params.iter().find_map(|(param, _)| match param {
            CapParam::Core(core) => u32::try_from(*core).ok(),
            _ => None,
        });
        let controls = [
            Control::Irq,
            Control::Asid,
            Control::Domain,
            Control::IoSpaceMaster,
            Control::Sched { core: core.unwrap_or(0) },
        ];
        let control = controls.into_iter().find(|control| control.keyword() == name.name)?;
        if matches!(control, Control::Sched { .. }) && core.is_none() {
            self.error(&entry.span, "a capability to sched_control needs a core");
        }
        // No object that the text declares can have such a name.
        let id: ObjectName = format!("{}:{}", control.keyword(), core.unwrap_or(0)).into();
        let _ = self.spec.space_mut().request(id.clone(), "", Object::Control(control));
        Some(id)
    }

    fn slot_of(&mut self, container: &ObjectName, slot: u64, span: &Span) -> Option<CapPlace> {
        let slot = match self.spec.object(container.as_str()) {
            Some(Object::Tcb(_)) => match TcbSlot::from_number(slot) {
                Some(slot) => SlotRef::Tcb(slot),
                None => {
                    self.error(span, format!("a thread has no slot {slot}"));
                    return None;
                }
            },
            _ => SlotRef::Index(slot),
        };
        Some(CapPlace { container: container.clone(), slot })
    }

    fn put(&mut self, place: &CapPlace, cap: Cap, span: &Span) {
        let CapPlace { container, slot } = place;
        let object = self.spec.space_mut().get_mut(container.as_str());
        let wrong = match (object, slot) {
            (Some(Object::Tcb(tcb)), SlotRef::Tcb(slot)) => match tcb.slots.insert(*slot, cap) {
                None => return,
                Some(_) => format!("slot {slot} of '{container}' is in use already", slot = slot.keyword()),
            },
            (Some(Object::Irq(irq)), SlotRef::Index(0)) => match irq.notification.replace(Box::new(cap)) {
                None => return,
                Some(_) => format!("'{container}' has a notification already"),
            },
            (Some(Object::Irq(_)), _) => "an interrupt has slot 0 alone".to_owned(),
            (Some(object), SlotRef::Index(slot)) => {
                match object.slots_mut().map(|slots| slots.insert(*slot, Some(cap))) {
                    Some(None) => return,
                    Some(Some(_)) => format!("slot {slot:#x} of '{container}' is in use already"),
                    None => format!("'{container}' can't hold capabilities"),
                }
            }
            (Some(_) | None, _) => format!("'{container}' has no slot {slot}"),
        };
        self.error(span, wrong);
    }

    fn cap(&mut self, target: &ObjectName, entry: &CapEntry<'_>) -> Option<Cap> {
        let Some(kind) = self.spec.object(target.as_str()).map(Object::kind) else {
            self.error(&entry.span, format!("there is no object '{target}'"));
            return None;
        };
        let mut cap = Cap::new(target.clone());
        if kind == ObjectKind::CNode {
            cap.guard_size = GuardSize::Bits(0);
        }
        let frame = kind == ObjectKind::Frame;
        for (param, span) in &entry.params {
            let fits = match param {
                CapParam::Rights(rights) => {
                    cap.rights |= *rights;
                    frame || kind.takes_badge()
                }
                CapParam::Badge(badge) => {
                    cap.badge = Some(*badge);
                    kind.takes_badge()
                }
                CapParam::Guard(guard) => {
                    cap.guard = *guard;
                    kind == ObjectKind::CNode
                }
                CapParam::GuardSize(bits) => {
                    cap.guard_size = GuardSize::Bits(u8::try_from(*bits).unwrap_or(u8::MAX));
                    kind == ObjectKind::CNode && *bits <= 64
                }
                CapParam::Reply(reply) => {
                    let first = cap.reply.replace(*reply).is_none();
                    kind == ObjectKind::Tcb && first
                }
                CapParam::Cached(cached) => {
                    cap.caching = if *cached { Caching::Cached } else { Caching::Uncached };
                    frame
                }
                CapParam::Mapping(_, table, slot) => {
                    cap.mapping = Mapped::At(FrameMapping { table: table.as_str().into(), slot: *slot });
                    frame
                }
                CapParam::Asid(asid) => {
                    cap.asid = Some(*asid);
                    frame || matches!(kind, ObjectKind::Table(_))
                }
                CapParam::Core(_) => matches!(kind, ObjectKind::Control(Control::Sched { .. })),
                CapParam::Masked(_) => false,
            };
            if let CapParam::Mapping(span, table, _) = param
                && self.spec.object(table).is_none()
            {
                self.error(span, format!("there is no object '{table}'"));
            }
            if !fits {
                self.error(span, format!("a capability to a {} has no such parameter", kind.keyword()));
            }
        }
        Some(cap)
    }

    fn place(&mut self, at: &PlaceRef<'_>) -> Option<CapPlace> {
        let Some(container) = single(&at.container) else {
            self.error(&at.container.span, "expected one object");
            return None;
        };
        let slot = match at.slot {
            Slot::Number(slot) => slot,
            Slot::Tcb(slot) => slot.number(),
        };
        self.slot_of(&container.into(), slot, &at.container.span)
    }

    /// Replaces all copies by what they copy.
    fn copy_all(&mut self) {
        let mut places: Vec<_> = self.copies.keys().cloned().collect();
        places.sort();
        for place in places {
            let Some((cap, span)) = self.copied(&place) else { continue };
            self.put(&place, cap, &span);
        }
    }

    /// The capability that a copy is in the end.
    fn copied(&mut self, place: &CapPlace) -> Option<(Cap, Span)> {
        let Copy { of, kept, span } = self.copies.get(place)?;
        let (mut of, kept, span) = (of.clone(), *kept, span.clone());
        let mut way = HashSet::new();
        let source = loop {
            let Some(source) = self.named.get(&of).cloned() else {
                self.error(&span, format!("there is no capability '{of}'"));
                return None;
            };
            let Some(next) = self.copies.get(&source) else { break source };
            of.clone_from(&next.of);
            if !way.insert(source) {
                self.error(&span, "this is a copy of itself");
                return None;
            }
        };
        // A long chain is followed once.
        for place in way {
            if let Some(copy) = self.copies.get_mut(&place) {
                copy.of.clone_from(&of);
            }
        }
        let Some(mut cap) = self.at(&source).cloned() else {
            self.error(&span, format!("slot {} of '{}' is empty", source.slot, source.container));
            return None;
        };
        cap.rights = cap.rights.intersection(kept);
        Some((cap, span))
    }

    fn at(&self, place: &CapPlace) -> Option<&Cap> {
        let object = self.spec.object(place.container.as_str())?;
        match (object, place.slot) {
            (Object::Tcb(tcb), SlotRef::Tcb(slot)) => tcb.slots.get(&slot),
            (Object::Irq(irq), SlotRef::Index(0)) => irq.notification.as_deref(),
            (object, SlotRef::Index(slot)) => object.slots()?.get(&slot)?.as_ref(),
            _ => None,
        }
    }

    fn resolve(&mut self, place: &SlotPlace<'_>, span: &Span) -> Option<CapPlace> {
        match place {
            SlotPlace::At(at) => self.place(at),
            SlotPlace::Named(name) => {
                let found = single(name).and_then(|name| self.named.get(&name).cloned());
                if found.is_none() {
                    self.error(span, format!("there is no capability '{}'", name.name));
                }
                found
            }
        }
    }

    fn derive_all(&mut self, derivations: &[Derivation<'_>]) {
        for (child, parent, span) in std::mem::take(&mut self.parents) {
            if let Some(parent) = self.resolve(parent, &span) {
                self.derive(child, parent, &span);
            }
        }
        for derivation in derivations {
            self.derive_below(derivation);
        }
    }

    fn derive_below(&mut self, derivation: &Derivation<'_>) {
        let Some(parent) = self.resolve(&derivation.parent, &derivation.span) else { return };
        for child in &derivation.children {
            if let Some(place) = self.resolve(&child.parent, &child.span) {
                self.derive(place, parent.clone(), &child.span);
                self.derive_below(child);
            }
        }
    }

    fn derive(&mut self, child: CapPlace, parent: CapPlace, span: &Span) {
        if self.spec.derivations.insert(child, parent).is_some() {
            self.error(span, "this capability is derived from another already");
        }
    }
}

/// The rights that a copy keeps.
fn masked(entry: &CapEntry<'_>) -> Rights {
    entry.params.iter().fold(Rights::ALL, |kept, (param, _)| match param {
        CapParam::Masked(rights) => kept.intersection(*rights),
        _ => kept,
    })
}
