// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Which capabilities fit in which slots.

use crate::{Arch, Object, ObjectKind, SlotRef, TableKind, TcbSlot};

/// Whether a slot of `container` takes a capability to an object of this kind.
pub(super) fn fits(arch: Arch, container: &Object, slot: SlotRef, kind: ObjectKind) -> bool {
    match (container, slot) {
        (Object::Tcb(_), SlotRef::Tcb(slot)) => fits_thread(arch, slot, kind),
        (Object::Irq(_), _) => kind == ObjectKind::Notification,
        (Object::Table(table), _) => fits_table(arch, table.kind, kind),
        (Object::AsidPool(_), _) => is_vspace_root(arch, kind),
        (Object::IoPageTable { .. }, _) => {
            matches!(kind, ObjectKind::Frame | ObjectKind::IoPageTable)
        }
        _ => true,
    }
}

fn fits_thread(arch: Arch, slot: TcbSlot, kind: ObjectKind) -> bool {
    match slot {
        TcbSlot::CSpace => kind == ObjectKind::CNode,
        TcbSlot::VSpace => is_vspace_root(arch, kind),
        TcbSlot::IpcBuffer => kind == ObjectKind::Frame,
        TcbSlot::FaultEp | TcbSlot::TimeoutFaultEp => kind == ObjectKind::Endpoint,
        TcbSlot::SchedContext => kind == ObjectKind::SchedContext,
        TcbSlot::Reply | TcbSlot::Caller => kind == ObjectKind::Tcb,
        TcbSlot::BoundNotification => kind == ObjectKind::Notification,
        TcbSlot::BoundVcpu => kind == ObjectKind::Vcpu,
    }
}

/// The upper directory is the root on aarch64 where the global directory is missing.
fn is_vspace_root(arch: Arch, kind: ObjectKind) -> bool {
    kind == ObjectKind::Table(arch.vspace_root()) || arch == Arch::Aarch64 && kind == ObjectKind::Table(TableKind::Pud)
}

/// A table holds frames of its level's sizes, or tables of the next level.
fn fits_table(arch: Arch, table: TableKind, kind: ObjectKind) -> bool {
    let levels = arch.levels();
    levels.iter().enumerate().filter(|(_, level)| level.table == table).any(|(depth, level)| match kind {
        ObjectKind::Frame => !level.pages.is_empty(),
        ObjectKind::Table(kind) => levels.get(depth + 1).is_some_and(|next| next.table == kind),
        _ => false,
    })
}
