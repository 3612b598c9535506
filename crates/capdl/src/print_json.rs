// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The specification as rust-sel4's CapDL initialiser reads it from JSON.
//!
//! The shape is that of capDL-tool's JSON, from which the initialiser's types are read: a list of objects, numbered by their place, those
//! that the initialiser makes itself first, then the children of each untyped together. Releases of the initialiser differ in some fields.

mod model;
mod reader;

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
};

use self::model::{CapEntry, Cover, Model, Named, Range};
pub use self::reader::InitialiserRelease;
use crate::{CdlArch, Control, DomainStart, Object, ObjectName, ObjectSizes, Spec, Table, TcbSlot, Untyped};

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
    /// The release doesn't set up domains.
    #[error("the initialiser of rust-sel4 {release} knows no domain schedule")]
    Schedule {
        /// The release.
        release: InitialiserRelease,
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
    /// The specification for the initialiser of a release of rust-sel4, to be written as JSON.
    ///
    /// # Errors
    /// The first thing in it that the initialiser can't make.
    pub fn to_json_model(
        &self,
        sizes: &ObjectSizes,
        release: InitialiserRelease,
    ) -> Result<impl serde::Serialize + use<>, PrintJsonError> {
        if !self.schedule.is_empty() && !release.knows_domains() {
            return Err(PrintJsonError::Schedule { release });
        }
        let roots = self.made_by_initialiser(sizes)?;
        let root_count = roots.len();
        let (order, covers) = self.with_children(roots);
        let ids: HashMap<&ObjectName, usize> = order.iter().enumerate().map(|(id, name)| (*name, id)).collect();
        let printer = Printer { spec: self, release, ids, vspaces: self.vspaces() };
        let mut objects = Vec::with_capacity(order.len());
        for name in &order {
            let Some(object) = self.object(name.as_str()) else { continue };
            let object = printer.object(name, object)?;
            objects.push(Named { name: name.to_string(), object: object.shown(release) });
        }
        let mut irqs: Vec<_> = self
            .objects()
            .filter_map(|(name, object)| match object {
                Object::Irq(irq) => Some(model::Irq(irq.number?.into(), *printer.ids.get(name)?)),
                _ => None,
            })
            .collect();
        irqs.sort_by_key(|irq| irq.0);
        let covers = covers
            .into_iter()
            .filter_map(|(parent, children)| Some(Cover { parent: *printer.ids.get(parent)?, children }));
        Ok(Model {
            objects,
            irqs,
            domains: release.knows_domains().then(|| self.json_domains(release)),
            asid_slots: printer.asid_slots()?,
            root_objects: Range { start: 0, end: root_count as u64 },
            untyped_covers: covers.collect(),
        })
    }

    fn json_domains(&self, release: InitialiserRelease) -> model::Domains {
        let turns = || self.schedule.iter().map(|item| model::Turn::of(item, release)).collect();
        model::Domains {
            domain_schedule: (!self.schedule.is_empty()).then(turns),
            domain_set_start: match self.domain_start {
                DomainStart::At(index) => Some(index.into()),
                DomainStart::Never => None,
            },
            domain_idx_shift: Some(self.domain_index_shift.into()),
        }
    }

    /// The objects that are made of no untyped of the specification: those at a fixed address first, then the largest first.
    fn made_by_initialiser(&self, sizes: &ObjectSizes) -> Result<Vec<&ObjectName>, PrintJsonError> {
        let covered: HashSet<_> = self.parents().flat_map(|(_, untyped)| &untyped.children).collect();
        let mut roots = Vec::new();
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
            roots.push(((paddr.is_none(), paddr, Reverse(bits), name.parts()), name));
        }
        roots.sort();
        Ok(roots.into_iter().map(|(_, name)| name).collect())
    }

    /// All objects in the order of their numbers, and the place of each untyped's children. The last untyped by name comes first, as capDL-tool
    /// has it; but one that is a child itself comes behind its parent, since the initialiser makes children in this order.
    fn with_children<'s>(
        &'s self,
        mut order: Vec<&'s ObjectName>,
    ) -> (Vec<&'s ObjectName>, Vec<(&'s ObjectName, Range)>) {
        let mut parents: Vec<_> = self.parents().collect();
        parents.sort_by_key(|(name, _)| Reverse(name.parts()));
        let mut covers = Vec::new();
        let mut known: HashSet<_> = order.iter().copied().collect();
        while !parents.is_empty() {
            let (next, later): (Vec<_>, Vec<_>) = parents.into_iter().partition(|(name, _)| known.contains(name));
            // The rest would be children of themselves.
            if next.is_empty() {
                break;
            }
            for (name, untyped) in next {
                let start = order.len() as u64;
                order.extend(&untyped.children);
                known.extend(&untyped.children);
                covers.push((name, Range { start, end: order.len() as u64 }));
            }
            parents = later;
        }
        (order, covers)
    }

    /// The untypeds that objects are made of.
    fn parents(&self) -> impl Iterator<Item = (&ObjectName, &Untyped)> {
        self.objects().filter_map(|(name, object)| match object {
            Object::Untyped(untyped) if !untyped.children.is_empty() => Some((name, untyped)),
            _ => None,
        })
    }

    /// The topmost tables of threads.
    fn vspaces(&self) -> HashSet<&ObjectName> {
        let threads = self.objects().filter_map(|(_, object)| match object {
            Object::Tcb(tcb) => tcb.slots.get(&TcbSlot::VSpace),
            _ => None,
        });
        threads.map(|cap| &cap.object).collect()
    }
}

struct Printer<'s> {
    spec: &'s Spec,
    release: InitialiserRelease,
    /// The numbers of objects.
    ids: HashMap<&'s ObjectName, usize>,
    vspaces: HashSet<&'s ObjectName>,
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

    /// Whether the table is the topmost one of an address space. Its kind tells but where tables of all levels are of one kind, or levels
    /// are left out at the top.
    fn is_root(&self, name: &ObjectName, table: &Table) -> bool {
        let arch = self.spec.arch;
        arch.cdl() != CdlArch::Riscv && table.kind == arch.vspace_root() || self.vspaces.contains(name)
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
            let cap = model::Cap::of(self.spec, self.release, id, cap, target).ok_or_else(unsupported)?;
            slots.push(CapEntry(slot, cap));
        }
        slots.sort_by_key(|entry| entry.0);
        Ok(slots)
    }
}
