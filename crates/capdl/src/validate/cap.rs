// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Checks of one capability.

use super::fit::fits;
use crate::{
    Arch, CNode, Caching, Cap, CapAttribute, CapdlError, GuardSize, Mapped, Object, ObjectKind, ObjectName, ReplyCap,
    SlotRef, Spec, TcbSlot,
};

impl Spec {
    pub(super) fn check_cap(
        &self,
        name: &ObjectName,
        container: &Object,
        slot: SlotRef,
        cap: &Cap,
        errors: &mut Vec<CapdlError>,
    ) {
        let Some(object) = self.object(cap.object.as_str()) else {
            errors.push(CapdlError::DanglingCap { container: name.clone(), slot, object: cap.object.clone() });
            return;
        };
        let kind = object.kind();
        if !fits(self.arch, container, slot, kind) {
            errors.push(CapdlError::WrongCapInSlot { container: name.clone(), slot, kind });
        }
        let wanted = match slot {
            SlotRef::Tcb(TcbSlot::Reply) => Some((ReplyCap::MasterReply, "master_reply")),
            SlotRef::Tcb(TcbSlot::Caller) => Some((ReplyCap::Reply, "reply")),
            _ => None,
        };
        if let Some((role, wanted)) = wanted
            && kind == ObjectKind::Tcb
            && cap.reply != Some(role)
        {
            errors.push(CapdlError::NoReplyCap { container: name.clone(), slot, wanted });
        }
        errors.extend(unknown_attributes(cap, kind).map(|attribute| CapdlError::AttributeNotAllowed {
            container: name.clone(),
            slot,
            kind,
            attribute,
        }));
        let too_large = |attribute, value, bits| CapdlError::AttributeTooLarge {
            container: name.clone(),
            slot,
            attribute,
            value,
            bits,
        };
        if let Some(badge) = cap.badge.filter(|badge| kind.takes_badge() && !fits_in(*badge, badge_bits(self.arch))) {
            errors.push(too_large(CapAttribute::Badge, badge, badge_bits(self.arch)));
        }
        if let Object::CNode(cnode) = object {
            errors.extend(self.check_guard(cap, cnode, too_large));
        }
        if let Some(mapping) = cap.mapping.place()
            && !matches!(self.object(mapping.table.as_str()), Some(Object::Table(_)))
        {
            let table = mapping.table.clone();
            errors.push(CapdlError::MappedElsewhere { container: name.clone(), slot, table });
        }
    }

    fn check_guard(
        &self,
        cap: &Cap,
        cnode: &CNode,
        too_large: impl Fn(CapAttribute, u64, u8) -> CapdlError,
    ) -> Option<CapdlError> {
        let bits = self.guard_bits(cap, cnode);
        let room = self.arch.word_bits().saturating_sub(cnode.size_bits());
        if bits > room {
            return Some(too_large(CapAttribute::GuardSize, bits.into(), room));
        }
        // A guard can't be wider than the guard field of the kernel's CNode capability.
        let width = bits.min(18);
        (!fits_in(cap.guard, width)).then(|| too_large(CapAttribute::Guard, cap.guard, width))
    }
}

fn unknown_attributes(cap: &Cap, kind: ObjectKind) -> impl Iterator<Item = CapAttribute> {
    let frame = kind == ObjectKind::Frame;
    let cnode = kind == ObjectKind::CNode;
    [
        (CapAttribute::Badge, cap.badge.is_some() && !kind.takes_badge()),
        (CapAttribute::Guard, cap.guard != 0 && !cnode),
        (CapAttribute::GuardSize, matches!(cap.guard_size, GuardSize::Bits(bits) if bits != 0) && !cnode),
        (CapAttribute::Caching, cap.caching == Caching::Uncached && !frame),
        (CapAttribute::Mapping, cap.mapping != Mapped::No && !frame),
        (CapAttribute::Reply, cap.reply.is_some() && kind != ObjectKind::Tcb),
    ]
    .into_iter()
    .filter_map(|(attribute, unknown)| unknown.then_some(attribute))
}

/// `seL4_BadgeBits`.
const fn badge_bits(arch: Arch) -> u8 {
    match arch.word_bits() {
        32 => 28,
        _ => 64,
    }
}

fn fits_in(value: u64, bits: u8) -> bool {
    value.checked_shr(bits.into()).unwrap_or(0) == 0
}
