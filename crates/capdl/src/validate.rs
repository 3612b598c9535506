// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Checks of a whole specification, as the loader and the kernel would make them.

mod cap;
mod fit;

use std::collections::HashMap;

use crate::{Aarch64Levels, Arch, CapdlError, Control, Object, ObjectKind, ObjectName, Spec, Table, TableKind};

impl Spec {
    /// Everything that is wrong with the specification, in the order of the objects. Empty if nothing is.
    #[must_use]
    pub fn validate(&self) -> Vec<CapdlError> {
        let mut errors = Vec::new();
        for (name, object) in self.objects() {
            // An authority has a word in CapDL text, and no declaration that could carry a name.
            if !name.is_valid() && !matches!(object, Object::Control(_)) {
                errors.push(CapdlError::InvalidName { object: name.clone() });
            }
            if !exists_on(self.arch, object.kind()) {
                errors.push(CapdlError::ObjectNotOnArch { object: name.clone(), kind: object.kind(), arch: self.arch });
            }
            self.check_object(name, object, &mut errors);
            self.check_slots(name, object, &mut errors);
        }
        self.check_irqs(&mut errors);
        self.check_children(&mut errors);
        self.check_tables(&mut errors);
        errors
    }

    fn check_object(&self, name: &ObjectName, object: &Object, errors: &mut Vec<CapdlError>) {
        match object {
            Object::Frame(frame) => {
                if !self.arch.has_page_size(frame.size) {
                    errors.push(CapdlError::NotAFrameSize { object: name.clone(), size: frame.size, arch: self.arch });
                }
                errors.extend(misaligned(name, frame.paddr, frame.size));
            }
            Object::Untyped(untyped) => {
                let (min, max) = (4, max_untyped_bits(self.arch));
                match untyped.size_bits {
                    None => {}
                    Some(bits) if (min..=max).contains(&bits) => {
                        errors.extend(misaligned(name, untyped.paddr, 1 << bits));
                    }
                    Some(bits) => errors.push(size_out_of_range(name, bits, min, max)),
                }
            }
            Object::CNode(cnode) => {
                let (min, max) = (1, max_untyped_bits(self.arch) - self.arch.slot_bits());
                if !(min..=max).contains(&cnode.size_bits()) {
                    errors.push(size_out_of_range(name, cnode.size_bits(), min, max));
                }
            }
            Object::IoPorts(ports) if ports.first > ports.last => {
                errors.push(CapdlError::EmptyPortRange { object: name.clone(), first: ports.first, last: ports.last });
            }
            _ => {}
        }
    }

    fn check_slots(&self, name: &ObjectName, object: &Object, errors: &mut Vec<CapdlError>) {
        if let (Some(slots), Some(count)) = (object.slots(), self.slot_count(object))
            && let Some((highest, _)) = slots.last_key_value()
            && *highest >= count
        {
            errors.extend(slots.range(count..).map(|(slot, _)| CapdlError::SlotOutOfRange {
                container: name.clone(),
                slot: crate::SlotRef::Index(*slot),
                slots: count,
            }));
        }
        for (slot, cap) in object.caps() {
            self.check_cap(name, object, slot, cap, errors);
        }
    }

    /// The number of slots of a container; `None` if it is not bounded.
    fn slot_count(&self, object: &Object) -> Option<u64> {
        match object {
            Object::CNode(cnode) => 1_u64.checked_shl(cnode.size_bits().into()),
            Object::Table(Table { kind, .. }) => {
                self.arch.levels().iter().filter(|level| level.table == *kind).map(crate::PagingLevel::slots).max()
            }
            Object::AsidPool(_) => Some(match self.arch {
                Arch::Riscv32 => 1 << 4,
                Arch::Aarch32 | Arch::ArmHyp | Arch::Ia32 => 1 << 10,
                Arch::Aarch64 | Arch::X86_64 | Arch::Riscv64 => 1 << 9,
            }),
            Object::IoPageTable { .. } => Some(1 << 9),
            _ => None,
        }
    }

    fn check_irqs(&self, errors: &mut Vec<CapdlError>) {
        let mut owners: HashMap<u32, &ObjectName> = HashMap::new();
        for (name, object) in self.objects() {
            let Object::Irq(irq) = object else { continue };
            let Some(number) = irq.number else { continue };
            if let Some(first) = owners.insert(number, name) {
                errors.push(CapdlError::IrqTaken { number, first: first.clone(), second: name.clone() });
            }
        }
    }

    /// A page table is part of one directory, and a directory of one address space.
    fn check_tables(&self, errors: &mut Vec<CapdlError>) {
        let mut places: HashMap<&ObjectName, &ObjectName> = HashMap::new();
        for (name, object) in self.objects() {
            let part = match object {
                Object::Table(Table { kind: TableKind::Pd, .. }) => TableKind::Pt,
                Object::AsidPool(_) => TableKind::Pd,
                _ => continue,
            };
            for (_, cap) in object.caps() {
                let kind = self.object(cap.object.as_str()).map(Object::kind);
                if kind != Some(ObjectKind::Table(part)) {
                    continue;
                }
                if let Some(first) = places.insert(&cap.object, name)
                    && first != name
                {
                    let (table, first, second) = (cap.object.clone(), first.clone(), name.clone());
                    errors.push(CapdlError::TableTaken { table, first, second });
                }
            }
        }
    }

    fn check_children(&self, errors: &mut Vec<CapdlError>) {
        let mut parents: HashMap<&ObjectName, &ObjectName> = HashMap::new();
        for (name, object) in self.objects() {
            let Object::Untyped(untyped) = object else {
                continue;
            };
            for child in &untyped.children {
                if self.object(child.as_str()).is_none() {
                    errors.push(CapdlError::DanglingChild { untyped: name.clone(), child: child.clone() });
                }
                if let Some(first) = parents.insert(child, name) {
                    let (child, first, second) = (child.clone(), first.clone(), name.clone());
                    errors.push(CapdlError::ChildTaken { child, first, second });
                }
            }
        }
    }
}

fn misaligned(name: &ObjectName, paddr: Option<u64>, size: u64) -> Option<CapdlError> {
    let paddr = paddr.filter(|paddr| size > 0 && !paddr.is_multiple_of(size))?;
    Some(CapdlError::Misaligned { object: name.clone(), paddr, size })
}

fn size_out_of_range(name: &ObjectName, size_bits: u8, min: u8, max: u8) -> CapdlError {
    CapdlError::SizeOutOfRange { object: name.clone(), size_bits, min, max }
}

/// `seL4_MaxUntypedBits`: no object is larger than an untyped can be.
const fn max_untyped_bits(arch: Arch) -> u8 {
    match arch {
        Arch::Aarch32 | Arch::ArmHyp | Arch::Ia32 | Arch::Riscv32 => 29,
        Arch::Aarch64 | Arch::X86_64 => 47,
        Arch::Riscv64 => 38,
    }
}

/// Whether the kernel of this architecture knows such objects.
fn exists_on(arch: Arch, kind: ObjectKind) -> bool {
    let arm = matches!(arch, Arch::Aarch32 | Arch::ArmHyp | Arch::Aarch64);
    let x86 = matches!(arch, Arch::Ia32 | Arch::X86_64);
    match kind {
        ObjectKind::Table(table) => has_table(arch, table),
        ObjectKind::Vcpu => arm || x86,
        ObjectKind::ArmIrq | ObjectKind::ArmSgiSignal | ObjectKind::ArmIoDevice => arm,
        ObjectKind::StreamId | ObjectKind::ContextBank | ObjectKind::Smc => arch == Arch::Aarch64,
        ObjectKind::IoApicIrq
        | ObjectKind::MsiIrq
        | ObjectKind::IoPorts
        | ObjectKind::IoDevice
        | ObjectKind::Control(Control::IoSpaceMaster) => x86,
        // The SMMU of one 32-bit ARM board has page tables too.
        ObjectKind::IoPageTable => x86 || arm,
        _ => true,
    }
}

fn has_table(arch: Arch, table: TableKind) -> bool {
    arch.levels_with(Aarch64Levels::Four).iter().any(|level| level.table == table)
}
