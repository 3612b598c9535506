// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The objects that one address space asked for, and how the wishes of several are united.

use std::sync::Arc;

use indexmap::{IndexMap, map::Entry};
use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::{Aspect, CNodeSize, CSpace, CapdlError, Object, ObjectName, SchedContext, SlotRef, Slots, Tcb};

/// Objects by name, each with the integrity label of the entity that it belongs to.
///
/// Address spaces fill theirs independently of each other; objects that several of them share, such as the endpoint
/// of a connection, meet by name when the spaces are united.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ObjectSpace {
    entries: IndexMap<ObjectName, Labelled, FxBuildHasher>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Labelled {
    /// Shared with copies of the space until one of them changes it: a specification is united anew after each change of one of its spaces.
    object: Arc<Object>,
    label: SmolStr,
}

impl ObjectSpace {
    /// No objects.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks for an object. If there is one of that name already, the two wishes are united.
    ///
    /// # Errors
    /// [`CapdlError::RequestsDisagree`] if they contradict each other; the first one stands.
    pub fn request(
        &mut self,
        name: impl Into<ObjectName>,
        label: &str,
        object: Object,
    ) -> Result<&mut Object, CapdlError> {
        self.unite(name.into(), Labelled { object: Arc::new(object), label: label.into() }).map(Arc::make_mut)
    }

    fn unite(&mut self, name: ObjectName, wish: Labelled) -> Result<&mut Arc<Object>, CapdlError> {
        match self.entries.entry(name) {
            Entry::Vacant(entry) => Ok(&mut entry.insert(wish).object),
            Entry::Occupied(entry) => {
                let name = entry.key().clone();
                let first = entry.into_mut();
                if first.label != wish.label {
                    return Err(CapdlError::RequestsDisagree { object: name, aspect: Aspect::Label });
                }
                if first.object != wish.object {
                    let both = united(&first.object, Arc::unwrap_or_clone(wish.object))
                        .map_err(|aspect| CapdlError::RequestsDisagree { object: name, aspect })?;
                    first.object = Arc::new(both);
                }
                Ok(&mut first.object)
            }
        }
    }

    /// Adds the CNode of a CSpace.
    ///
    /// # Errors
    /// As [`Self::request`].
    pub fn add_cspace(&mut self, label: &str, cspace: CSpace) -> Result<(), CapdlError> {
        let (name, object) = cspace.into_object();
        self.request(name, label, object).map(drop)
    }

    /// Unites all of another space's objects with these. All contradictions are reported, and the first wish stands.
    ///
    /// # Errors
    /// [`CapdlError::RequestsDisagree`] for each object on which the two disagree.
    pub fn absorb(&mut self, other: Self) -> Result<(), Vec<CapdlError>> {
        let errors: Vec<_> =
            other.entries.into_iter().filter_map(|(name, wish)| self.unite(name, wish).err()).collect();
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// The object of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Object> {
        self.entries.get(name).map(|entry| &*entry.object)
    }

    /// The object of a name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Object> {
        self.entries.get_mut(name).map(|entry| Arc::make_mut(&mut entry.object))
    }

    /// All objects, to be changed.
    pub fn objects_mut(&mut self) -> impl Iterator<Item = &mut Object> {
        self.entries.values_mut().map(|entry| Arc::make_mut(&mut entry.object))
    }

    /// The integrity label of an object.
    #[must_use]
    pub fn label(&self, name: &str) -> Option<&str> {
        self.entries.get(name).map(|entry| entry.label.as_str())
    }

    /// All objects in the order in which they were first requested.
    pub fn iter(&self) -> impl Iterator<Item = (&ObjectName, &Object)> {
        self.entries.iter().map(|(name, entry)| (name, &*entry.object))
    }

    /// The number of objects.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// What satisfies both wishes, or in what they differ. Does not depend on the order of the two.
fn united(first: &Object, second: Object) -> Result<Object, Aspect> {
    if *first == second {
        return Ok(second);
    }
    if first.kind() != second.kind() {
        return Err(Aspect::Kind);
    }
    let mut both = second;
    match (first, &mut both) {
        (Object::Untyped(a), Object::Untyped(b)) => {
            same(&a.size_bits, &b.size_bits, Aspect::Size)?;
            known_one(a.paddr.as_ref(), &mut b.paddr, Aspect::PhysicalAddress)?;
            non_default(&a.children, &mut b.children, Aspect::Attributes)?;
        }
        (Object::Frame(a), Object::Frame(b)) => {
            same(&a.size, &b.size, Aspect::Size)?;
            known_one(a.paddr.as_ref(), &mut b.paddr, Aspect::PhysicalAddress)?;
            if b.fills().is_empty() {
                b.fill.clone_from(&a.fill);
            } else if !a.fills().is_empty() {
                same(&a.fill, &b.fill, Aspect::Fill)?;
            }
        }
        (Object::CNode(a), Object::CNode(b)) => {
            non_default::<CNodeSize>(&a.size, &mut b.size, Aspect::Size)?;
            unite_slots(&a.slots, &mut b.slots)?;
        }
        (Object::Table(a), Object::Table(b)) => unite_slots(&a.slots, &mut b.slots)?,
        (Object::AsidPool(a), Object::AsidPool(b)) => {
            known_one(a.asid_high.as_ref(), &mut b.asid_high, Aspect::Attributes)?;
            unite_slots(&a.slots, &mut b.slots)?;
        }
        (Object::IoPageTable { level: a, slots: ours }, Object::IoPageTable { level: b, slots: theirs }) => {
            same(a, b, Aspect::Attributes)?;
            unite_slots(ours, theirs)?;
        }
        (Object::Irq(a), Object::Irq(b)) => {
            same(&(a.source, a.number), &(b.source, b.number), Aspect::Attributes)?;
            known_one(a.notification.as_ref(), &mut b.notification, Aspect::Slot(SlotRef::Index(0)))?;
        }
        (Object::SchedContext(a), Object::SchedContext(b)) => {
            non_default::<SchedContext>(a, b, Aspect::Attributes)?;
        }
        (Object::Tcb(a), Object::Tcb(b)) => unite_threads(a, b)?,
        _ => return Err(Aspect::Attributes),
    }
    Ok(both)
}

/// A thread is configured by its own address space alone; others can only name it, or fill slots that are free.
fn unite_threads(first: &Tcb, both: &mut Tcb) -> Result<(), Aspect> {
    let mut slots = std::mem::take(&mut both.slots);
    for (slot, cap) in &first.slots {
        let held = slots.entry(*slot).or_insert_with(|| cap.clone());
        same(cap, held, Aspect::Slot(SlotRef::Tcb(*slot)))?;
    }
    let bare = Tcb { slots: std::collections::BTreeMap::new(), ..first.clone() };
    non_default::<Tcb>(&bare, both, Aspect::Attributes)?;
    both.slots = slots;
    Ok(())
}

fn unite_slots(first: &Slots, both: &mut Slots) -> Result<(), Aspect> {
    for (slot, cap) in first {
        let held = both.entry(*slot).or_insert_with(|| cap.clone());
        same(cap, held, Aspect::Slot(SlotRef::Index(*slot)))?;
    }
    Ok(())
}

fn same<T: PartialEq>(a: &T, b: &T, aspect: Aspect) -> Result<(), Aspect> {
    if a == b { Ok(()) } else { Err(aspect) }
}

/// `b` becomes the one that is known, if only one is.
fn known_one<T: PartialEq + Clone>(a: Option<&T>, b: &mut Option<T>, aspect: Aspect) -> Result<(), Aspect> {
    match (a, &b) {
        (Some(known), None) => *b = Some(known.clone()),
        (Some(a), Some(b)) => same(a, b, aspect)?,
        (None, _) => {}
    }
    Ok(())
}

/// `b` becomes the one that is not the default, if only one is not.
fn non_default<T: PartialEq + Clone + Default>(a: &T, b: &mut T, aspect: Aspect) -> Result<(), Aspect> {
    if *b == T::default() {
        *b = a.clone();
        Ok(())
    } else if *a == T::default() {
        Ok(())
    } else {
        same(a, b, aspect)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cap, Frame, Irq, IrqSource, Rights, TcbSlot};

    fn frame(size: u64, paddr: Option<u64>) -> Object {
        Object::Frame(Frame { paddr, ..Frame::new(size) })
    }

    fn disagreement(first: Object, second: Object) -> Option<String> {
        let mut one = ObjectSpace::new();
        one.request("x", "l", first.clone()).unwrap();
        let forwards = one.request("x", "l", second.clone()).err();
        let mut other = ObjectSpace::new();
        other.request("x", "l", second).unwrap();
        let backwards = other.request("x", "l", first).err();
        assert_eq!(forwards, backwards, "the order of two requests must not matter");
        if forwards.is_none() {
            assert_eq!(one, other);
        }
        forwards.map(|error| error.to_string())
    }

    #[test]
    fn a_frame_takes_the_address_of_whoever_knows_it() {
        assert_eq!(disagreement(frame(4096, None), frame(4096, Some(0x1000))), None);
        assert_eq!(
            disagreement(frame(4096, Some(0x1000)), frame(4096, Some(0x2000))).as_deref(),
            Some("object 'x' is requested twice with different physical addresses")
        );
        assert_eq!(
            disagreement(frame(4096, None), frame(8192, None)).as_deref(),
            Some("object 'x' is requested twice with different sizes")
        );
    }

    #[test]
    fn kinds_and_labels_must_agree() {
        assert_eq!(
            disagreement(Object::Endpoint, Object::Notification).as_deref(),
            Some("object 'x' is requested twice with different kinds")
        );
        let mut space = ObjectSpace::new();
        space.request("x", "client", Object::Endpoint).unwrap();
        let error = space.request("x", "server", Object::Endpoint).unwrap_err();
        assert_eq!(error.to_string(), "object 'x' is requested twice with different labels");
        assert_eq!(space.label("x"), Some("client"));
    }

    #[test]
    fn an_interrupt_takes_the_notification_of_whoever_has_one() {
        let irq = |notification: Option<Cap>| {
            Object::Irq(Irq { source: IrqSource::Plain, number: Some(7), notification: notification.map(Box::new) })
        };
        assert_eq!(disagreement(irq(None), irq(Some(Cap::new("n")))), None);
        assert_eq!(
            disagreement(irq(Some(Cap::new("n"))), irq(Some(Cap::new("m")))).as_deref(),
            Some("object 'x' is requested twice with different capabilities in slot 0x0")
        );
    }

    #[test]
    fn naming_a_configured_thread_keeps_its_configuration() {
        let mut configured = Tcb { prio: 90, ..Tcb::default() };
        configured.slots.insert(TcbSlot::CSpace, Cap::new("c"));
        let mut named = Tcb::default();
        named.slots.insert(TcbSlot::BoundNotification, Cap::new("n").with_rights(Rights::READ));
        assert_eq!(disagreement(Object::Tcb(Box::new(configured.clone())), Object::Tcb(Box::new(named))), None);
        let other = Tcb { prio: 91, ..Tcb::default() };
        assert_eq!(
            disagreement(Object::Tcb(Box::new(configured)), Object::Tcb(Box::new(other))).as_deref(),
            Some("object 'x' is requested twice with different attributes")
        );
    }
}
