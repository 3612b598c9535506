// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! C for seL4's capdl-loader-app: one structure with all objects, capabilities, interrupts and untypeds.
//!
//! The names of the fields and the order of the objects are what that loader and the tools around it expect.

mod cap;
mod object;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
};

use crate::{CdlArch, DomainStart, Object, ObjectName, ObjectSizes, ScheduleItem, Spec};

/// Who gives objects their memory.
#[derive(Debug, Clone, Copy)]
pub enum CAllocation<'a> {
    /// The loader does: objects come with fixed addresses first, then by size, the largest first.
    Dynamic(&'a ObjectSizes),
    /// The specification has done it: each untyped lists its children.
    Static,
}

/// The specification can't be printed as C.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrintCError {
    /// The order of objects depends on their sizes.
    #[error("the object sizes have no size for '{object}', which is a {keyword}")]
    UnknownSize {
        /// The object.
        object: ObjectName,
        /// Its kind.
        keyword: &'static str,
    },
    /// The loader would place children that have a place.
    #[error("untyped '{untyped}' has children already, so the loader can't place them: print for static allocation")]
    Placed {
        /// The untyped.
        untyped: ObjectName,
    },
    /// A capability to an interrupt that is in no map.
    #[error("'{container}' holds a capability to interrupt '{irq}', which has no number")]
    UnmappedIrq {
        /// The holder.
        container: ObjectName,
        /// The interrupt.
        irq: ObjectName,
    },
    /// A capability to something that is not there.
    #[error("'{container}' holds a capability to '{object}', which does not exist")]
    Dangling {
        /// The holder.
        container: ObjectName,
        /// The object.
        object: ObjectName,
    },
    /// The loader doesn't know the object or the capability.
    #[error("the loader can't make '{object}': it knows no {keyword}")]
    Unsupported {
        /// The object.
        object: ObjectName,
        /// Its kind.
        keyword: &'static str,
    },
    /// An ASID pool must be empty and have a slot, and the slots must be 1, 2, 3 …
    #[error("ASID pool '{pool}' must be empty and have the next slot of the kernel's table, which is {expected}")]
    AsidPool {
        /// The pool.
        pool: ObjectName,
        /// The next slot.
        expected: u32,
    },
}

impl Spec {
    /// The specification as C source.
    ///
    /// # Errors
    /// The first thing in it that the loader can't make.
    pub fn to_c(&self, allocation: CAllocation<'_>) -> Result<String, PrintCError> {
        let objects = self.in_loader_order(allocation)?;
        let ids: HashMap<&ObjectName, usize> = objects.iter().enumerate().map(|(id, (name, _))| (*name, id)).collect();
        let printer = Printer { spec: self, ids };
        let mut c = String::from(
            "/* Generated file. Your changes will be overwritten. */\n\n#include <capdl.h>\n#include <sel4/sel4.h>\n\n\
             #ifndef INVALID_SLOT\n#define INVALID_SLOT (-1)\n#endif\n\n",
        );
        let arch = match self.arch.cdl() {
            CdlArch::Ia32 => "IA32",
            CdlArch::Arm11 => "ARM",
            CdlArch::X86_64 => "X86_64",
            CdlArch::Aarch64 => "AARCH64",
            CdlArch::Riscv => "RISCV",
        };
        let count = objects.len();
        let _ = write!(
            c,
            "#define MAX_OBJECTS {count}\n\nCDL_Model capdl_spec = {{\n#if !defined(CONFIG_ARCH_{arch})\n\
             #    error \"invalid target architecture; expecting {arch}\"\n#endif\n.num = {count},\n"
        );
        printer.irqs(&mut c);
        c.push_str(".objects = (CDL_Object[]) {\n");
        for (id, (name, object)) in objects.iter().enumerate() {
            let _ = write!(c, "[{id}] = ");
            printer.object(&mut c, name, object)?;
            c.push_str(",\n");
        }
        c.push_str("\n},\n");
        printer.untypeds(&mut c, allocation)?;
        printer.asid_pools(&mut c)?;
        self.c_domains(&mut c);
        c.push_str("\n};");
        Ok(c)
    }

    /// Objects in the order of their numbers; authorities over the machine have none.
    fn in_loader_order(&self, allocation: CAllocation<'_>) -> Result<Vec<(&ObjectName, &Object)>, PrintCError> {
        let mut objects: Vec<_> = self.objects().filter(|(_, object)| !matches!(object, Object::Control(_))).collect();
        objects.sort_by_cached_key(|(name, _)| key(name));
        if let CAllocation::Dynamic(sizes) = allocation {
            let bits: HashMap<&ObjectName, u8> = objects
                .iter()
                .map(|(name, object)| Ok((*name, size_bits(name, object, sizes)?)))
                .collect::<Result<_, _>>()?;
            // The sort is stable, so objects of one size stay in the order of their names.
            objects.sort_by_key(|(name, object)| {
                let paddr = match object {
                    Object::Frame(frame) => frame.paddr,
                    Object::Untyped(untyped) => untyped.paddr,
                    _ => None,
                };
                (paddr.is_none(), paddr, Reverse(bits.get(name).copied()))
            });
        }
        Ok(objects)
    }

    fn c_domains(&self, c: &mut String) {
        if self.schedule.is_empty() {
            c.push_str(
                ".domainSchedule = NULL,\n.domainScheduleLength = 0,\n.domainSetStart = -1,\n.domainIndexShift = 0,",
            );
            return;
        }
        let item =
            |item: &ScheduleItem| format!("{:#x}", u64::from(item.domain) << 56 | item.duration & ((1 << 56) - 1));
        let items: Vec<_> = self.schedule.iter().map(item).collect();
        let start = match self.domain_start {
            DomainStart::At(index) => index.to_string(),
            DomainStart::Never => "-1".to_owned(),
        };
        let _ = write!(
            c,
            ".domainSchedule = (uint64_t[]){{\n    {}\n}},\n.domainScheduleLength = {},\n.domainSetStart = {start},\n\
             .domainIndexShift = {},",
            items.join(", "),
            items.len(),
            self.domain_index_shift
        );
    }
}

/// The name without its index, and the index: elements of an array follow each other by number.
fn key(name: &ObjectName) -> (String, Option<u64>) {
    let (base, index) = name.parts();
    (base.to_owned(), index)
}

/// log2 of the size of an object; 0 for those that take no memory.
pub(crate) fn size_bits(name: &ObjectName, object: &Object, sizes: &ObjectSizes) -> Result<u8, PrintCError> {
    let takes_no_memory = matches!(
        object,
        Object::Irq(_)
            | Object::ArmSgiSignal { .. }
            | Object::IoPorts(_)
            | Object::IoDevice { .. }
            | Object::ArmIoDevice { .. }
            | Object::StreamId
            | Object::ContextBank { .. }
            | Object::Smc
    );
    match sizes.of(object) {
        Some(bits) => Ok(bits),
        None if takes_no_memory => Ok(0),
        None => Err(PrintCError::UnknownSize { object: name.clone(), keyword: object.kind().keyword() }),
    }
}

struct Printer<'s> {
    spec: &'s Spec,
    /// The numbers of objects.
    ids: HashMap<&'s ObjectName, usize>,
}

impl Printer<'_> {
    /// The number of an object, with its name for people.
    fn id(&self, name: &ObjectName) -> String {
        let id = self.ids.get(name).map_or_else(|| "INVALID_SLOT".to_owned(), usize::to_string);
        format!("{id} /* {} */", name.parts().0)
    }

    fn irqs(&self, c: &mut String) {
        let numbered = self.spec.objects().filter_map(|(name, object)| match object {
            Object::Irq(irq) => Some((irq.number?, name)),
            _ => None,
        });
        let irqs: BTreeMap<u32, &ObjectName> = numbered.collect();
        let last = irqs.last_key_value().map_or(0, |(last, _)| *last);
        let _ = write!(c, ".num_irqs = {},\n.irqs = (CDL_ObjID[]){{\n", u64::from(last) + 1);
        for number in 0..=last {
            let id = irqs.get(&number).and_then(|name| self.ids.get(name));
            let id = id.map_or_else(|| "-1".to_owned(), usize::to_string);
            c.push_str(if number == 0 { "" } else { ", " });
            c.push_str(&id);
        }
        c.push_str("\n},\n");
    }

    fn untypeds(&self, c: &mut String, allocation: CAllocation<'_>) -> Result<(), PrintCError> {
        let mut untypeds: Vec<_> = self
            .spec
            .objects()
            .filter_map(|(name, object)| match object {
                Object::Untyped(untyped) if !untyped.children.is_empty() => Some((name, untyped)),
                _ => None,
            })
            .collect();
        if let CAllocation::Dynamic(_) = allocation {
            c.push_str(".num_untyped = 0,\n.untyped = NULL,\n");
            return match untypeds.first() {
                Some((name, _)) => Err(PrintCError::Placed { untyped: (*name).clone() }),
                None => Ok(()),
            };
        }
        untypeds.sort_by_cached_key(|(name, _)| key(name));
        let _ = write!(c, ".num_untyped = {},\n.untyped = (CDL_UntypedDerivation[]){{\n", untypeds.len());
        for (at, (name, untyped)) in untypeds.iter().enumerate() {
            let children: Vec<_> = untyped.children.iter().map(|child| format!("    {}", self.id(child))).collect();
            let _ = write!(
                c,
                "{}{{\n  .untyped = {},\n  .num = {},\n  .children = (CDL_ObjID[]){{\n{}\n  }}\n}}",
                if at == 0 { "" } else { ",\n" },
                self.id(name),
                children.len(),
                children.join(",\n")
            );
        }
        c.push_str("\n},\n");
        Ok(())
    }

    fn asid_pools(&self, c: &mut String) -> Result<(), PrintCError> {
        let mut pools: Vec<_> = self
            .spec
            .objects()
            .filter_map(|(name, object)| match object {
                Object::AsidPool(pool) => Some((pool.asid_high, name, pool)),
                _ => None,
            })
            .collect();
        pools.sort_by_cached_key(|(high, name, _)| (*high, key(name)));
        let mut slots = vec!["    (CDL_ObjID)-1 /* slot reserved for root thread, ignored */".to_owned()];
        for (expected, (high, name, pool)) in (1..).zip(pools) {
            if high != Some(expected) || pool.slots.values().any(Option::is_some) {
                return Err(PrintCError::AsidPool { pool: name.clone(), expected });
            }
            slots.push(format!("    {}", self.id(name)));
        }
        let _ = write!(
            c,
            ".num_asid_slots = {},\n.asid_slots = (CDL_ObjID[]){{\n{}\n}},\n",
            slots.len(),
            slots.join(",\n")
        );
        Ok(())
    }
}
