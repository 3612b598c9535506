// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The specification as rust-sel4's CapDL initialiser reads it from JSON.
//!
//! The shape is that of the initialiser's own types: a list of objects, numbered by their place, those that the initialiser makes
//! itself first, then the children of each untyped together.

mod model;

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
};

use self::model::{CapEntry, Model, Named, Range};
use crate::{Control, DomainStart, Object, ObjectName, ObjectSizes, Spec, TcbSlot};

/// The specification can't be given to the initialiser.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrintJsonError {
    /// The order of objects depends on their sizes.
    #[error("the object sizes have no size for '{object}', which is a {keyword}")]
    UnknownSize {
        /// The object.
        object: ObjectName,
        /// Its kind.
        keyword: &'static str,
    },
    /// The initialiser has no such objects.
    #[error("the initialiser can't make '{object}': it knows no {keyword}")]
    Unsupported {
        /// The object.
        object: ObjectName,
        /// Its kind.
        keyword: &'static str,
    },
    /// A capability to something that is not there.
    #[error("'{container}' holds a capability to '{object}', which does not exist")]
    Dangling {
        /// The holder.
        container: ObjectName,
        /// The object.
        object: ObjectName,
    },
    /// An ASID pool must have a slot, and the slots must be 1, 2, 3 …
    #[error("ASID pool '{pool}' must have the next slot of the kernel's table, which is {expected}")]
    AsidPool {
        /// The pool.
        pool: ObjectName,
        /// The next slot.
        expected: u32,
    },
    /// What fills a frame is none of the things the initialiser can look up.
    #[error("the initialiser can't fill '{frame}' from '{source_words}'")]
    Fill {
        /// The frame.
        frame: ObjectName,
        /// The words that name the source.
        source_words: String,
    },
}

impl Spec {
    /// The specification for rust-sel4's initialiser, to be written as JSON.
    ///
    /// # Errors
    /// The first thing in it that the initialiser can't make.
    pub fn to_json_model(&self, sizes: &ObjectSizes) -> Result<impl serde::Serialize + use<>, PrintJsonError> {
        let (order, roots, covers) = self.initialiser_order(sizes)?;
        let ids: HashMap<&ObjectName, usize> = order.iter().enumerate().map(|(id, name)| (*name, id)).collect();
        let printer = Printer { spec: self, ids, roots: self.topmost_tables() };
        let mut objects = Vec::with_capacity(order.len());
        for name in &order {
            let Some(object) = self.object(name.as_str()) else { continue };
            objects.push(Named { name: Some(name.to_string()), object: printer.object(name, object)? });
        }
        let mut irqs: Vec<_> = self
            .objects()
            .filter_map(|(name, object)| match object {
                Object::Irq(irq) => Some(model::Irq { irq: irq.number?.into(), handler: *printer.ids.get(name)? }),
                _ => None,
            })
            .collect();
        irqs.sort_by_key(|irq| irq.irq);
        let has_schedule = !self.schedule.is_empty();
        Ok(Model {
            objects,
            irqs,
            domain_schedule: has_schedule.then(|| self.schedule.iter().map(model::Turn::of).collect()),
            domain_set_start: match self.domain_start {
                DomainStart::At(index) if has_schedule => Some(index.into()),
                _ => None,
            },
            domain_idx_shift: has_schedule.then(|| self.domain_index_shift.into()),
            asid_slots: printer.asid_slots()?,
            root_objects: Range { start: 0, end: roots as u64 },
            untyped_covers: covers,
        })
    }

    /// The objects in the order of their numbers, how many the initialiser makes itself, and the children of untypeds.
    fn initialiser_order(
        &self,
        sizes: &ObjectSizes,
    ) -> Result<(Vec<&ObjectName>, usize, Vec<model::Cover>), PrintJsonError> {
        let mut roots = Vec::new();
        let mut covered = HashSet::new();
        for (_, object) in self.objects() {
            if let Object::Untyped(untyped) = object {
                covered.extend(&untyped.children);
            }
        }
        for (name, object) in self.objects() {
            if matches!(object, Object::Control(_)) || covered.contains(name) {
                continue;
            }
            let paddr = match object {
                Object::Frame(frame) => frame.paddr,
                Object::Untyped(untyped) => untyped.paddr,
                _ => None,
            };
            let bits = match crate::print_c::size_bits(name, object, sizes) {
                Ok(bits) => bits,
                Err(_) => {
                    return Err(PrintJsonError::UnknownSize { object: name.clone(), keyword: object.kind().keyword() });
                }
            };
            let (base, index) = name.parts();
            roots.push(((paddr.is_none(), paddr, Reverse(bits), base, index), name));
        }
        roots.sort();
        let mut order: Vec<&ObjectName> = roots.into_iter().map(|(_, name)| name).collect();
        let count = order.len();
        let mut covers = Vec::new();
        let mut next = 0;
        // Children of children follow, so that a parent always comes before them. No object is a child twice.
        while let Some(name) = order.get(next) {
            if let Some(Object::Untyped(untyped)) = self.object(name.as_str())
                && !untyped.children.is_empty()
            {
                let start = order.len() as u64;
                order.extend(&untyped.children);
                covers.push(model::Cover { parent: next, children: Range { start, end: order.len() as u64 } });
                if order.len() > self.space().len() {
                    break;
                }
            }
            next += 1;
        }
        Ok((order, count, covers))
    }

    /// Tables that are in no other table.
    fn topmost_tables(&self) -> HashSet<&ObjectName> {
        let is_table = |object: &&Object| matches!(object, Object::Table(_));
        let mut topmost: HashSet<_> =
            self.objects().filter(|(_, object)| is_table(object)).map(|(name, _)| name).collect();
        for (_, object) in self.objects().filter(|(_, object)| is_table(object)) {
            for (_, cap) in object.caps() {
                topmost.remove(&cap.object);
            }
        }
        topmost
    }
}

struct Printer<'s> {
    spec: &'s Spec,
    /// The numbers of objects.
    ids: HashMap<&'s ObjectName, usize>,
    roots: HashSet<&'s ObjectName>,
}

impl Printer<'_> {
    fn asid_slots(&self) -> Result<Vec<usize>, PrintJsonError> {
        let mut pools: Vec<_> = self
            .spec
            .objects()
            .filter_map(|(name, object)| match object {
                Object::AsidPool(pool) => Some((pool.asid_high, name)),
                _ => None,
            })
            .collect();
        pools.sort();
        let mut slots = Vec::new();
        for (expected, (high, name)) in (1..).zip(pools) {
            match self.ids.get(name) {
                Some(id) if high == Some(expected) => slots.push(*id),
                _ => return Err(PrintJsonError::AsidPool { pool: name.clone(), expected }),
            }
        }
        Ok(slots)
    }

    fn slots(&self, name: &ObjectName, object: &Object) -> Result<Vec<CapEntry>, PrintJsonError> {
        let mut slots = Vec::new();
        for (slot, cap) in object.caps() {
            let slot = match slot {
                crate::SlotRef::Index(number) => number,
                crate::SlotRef::Tcb(slot) => TcbSlot::number(slot),
            };
            let Some(target) = self.spec.object(cap.object.as_str()) else {
                return Err(PrintJsonError::Dangling { container: name.clone(), object: cap.object.clone() });
            };
            let unsupported =
                || PrintJsonError::Unsupported { object: cap.object.clone(), keyword: target.kind().keyword() };
            if matches!(
                target,
                Object::Control(Control::Irq | Control::Asid | Control::Domain | Control::IoSpaceMaster)
            ) {
                return Err(unsupported());
            }
            let id = self.ids.get(&cap.object).copied().ok_or_else(unsupported)?;
            slots.push(CapEntry { slot, cap: model::Cap::of(self.spec, id, cap, target).ok_or_else(unsupported)? });
        }
        slots.sort_by_key(|entry| entry.slot);
        Ok(slots)
    }
}
