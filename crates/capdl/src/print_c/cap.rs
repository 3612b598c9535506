// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Capabilities.

use std::fmt::Write as _;

use super::{PrintCError, Printer};
use crate::{
    Caching, Cap, CapPlace, Control, Object, ObjectKind, ObjectName, PciAddress, ReplyCap, Rights, SlotRef, TableKind,
};

impl Printer<'_> {
    pub(super) fn cap(
        &self,
        c: &mut String,
        container: &ObjectName,
        holder: &Object,
        slot: SlotRef,
        cap: &Cap,
    ) -> Result<(), PrintCError> {
        let Some(object) = self.spec.object(cap.object.as_str()) else {
            return Err(PrintCError::Dangling { container: container.clone(), object: cap.object.clone() });
        };
        let named = |kind: &str| format!("{{.type = CDL_{kind}, .obj_id = {}", self.id(&cap.object));
        // Derivations matter where capabilities are moved and copied: in CNodes and interrupts.
        let is_orig = match holder {
            Object::CNode(_) | Object::Irq(_) => {
                let place = CapPlace { container: container.clone(), slot };
                !self.spec.derivations.contains_key(&place)
            }
            _ => true,
        };
        let orig = |kind: &str| format!("{}, .is_orig = {is_orig}", named(kind));
        let badge = format!("{{ .tag = CDL_CapData_Badge, .badge = {}}}", cap.badge.unwrap_or(0));
        let badged = |kind: &str| format!("{}, .rights = {}, .data = {badge}}}", orig(kind), rights(cap.rights));
        let text = match object {
            Object::Endpoint => badged("EPCap"),
            Object::Notification => badged("NotificationCap"),
            Object::Smc => format!("{}, .data = {badge}}}", orig("SMCCap")),
            Object::Untyped(_) => named("UntypedCap") + "}",
            Object::Tcb(_) => match cap.reply {
                Some(ReplyCap::Reply) => named("ReplyCap") + "}",
                Some(ReplyCap::MasterReply) => named("MasterReplyCap") + "}",
                None => orig("TCBCap") + ", .rights = CDL_AllRights}",
            },
            Object::CNode(cnode) => format!(
                "{}, .rights = CDL_AllRights, .data = CDL_CapData_MakeGuard({}, {})}}",
                orig("CNodeCap"),
                self.spec.guard_bits(cap, cnode),
                cap.guard
            ),
            Object::Frame(_) => self.frame_cap(&orig("FrameCap"), cap),
            Object::Table(table) => {
                let kind = match table.kind {
                    TableKind::Pt => "PTCap",
                    TableKind::Pd => "PDCap",
                    TableKind::Pdpt => "PDPTCap",
                    TableKind::Pml4 => "PML4Cap",
                    TableKind::Pud => "PUDCap",
                    TableKind::Pgd => "PGDCap",
                };
                orig(kind) + "}"
            }
            Object::Irq(irq) => {
                let unmapped = || PrintCError::UnmappedIrq { container: container.clone(), irq: cap.object.clone() };
                let number = irq.number.ok_or_else(unmapped)?;
                format!(
                    "{{.type = CDL_IRQHandlerCap, .obj_id = INVALID_OBJ_ID, .is_orig = {is_orig}, .irq = {number}}}"
                )
            }
            Object::IoDevice { domain_id, pci, .. } => raw(&orig("IOSpaceCap"), &pci_word(*domain_id, *pci)),
            Object::ArmIoDevice { io_space, .. } => raw(&orig("ARMIOSpaceCap"), &io_space.to_string()),
            Object::Control(Control::Sched { core }) => {
                format!("{{.type = CDL_SchedControlCap, .obj_id = {core:#x} }}")
            }
            other => match plain(other.kind()) {
                Some((kind, Original::Said)) => orig(kind) + "}",
                Some((kind, Original::Unsaid)) => named(kind) + "}",
                Some((kind, Original::NoObject)) => format!("{{.type = CDL_{kind}}}"),
                None => {
                    let (object, keyword) = (cap.object.clone(), other.kind().keyword());
                    return Err(PrintCError::Unsupported { object, keyword });
                }
            },
        };
        c.push_str(&text);
        Ok(())
    }

    fn frame_cap(&self, start: &str, cap: &Cap) -> String {
        let attributes = match cap.caching {
            Caching::Cached => "seL4_ARCH_Default_VMAttributes",
            Caching::Uncached => "CDL_VM_CacheDisabled",
        };
        let (table, slot) = match cap.mapping.place() {
            Some(place) => (self.id(&place.table), place.slot),
            None => ("INVALID_OBJ_ID".to_owned(), 0),
        };
        let mut text = String::new();
        let _ = write!(
            text,
            "{start}, .rights = {}, .vm_attribs = {attributes}, .mapping_container_id = {table}, .mapping_slot = {slot}}}",
            rights(cap.rights)
        );
        text
    }
}

/// Whether the loader is told that a capability is the first of its kind.
enum Original {
    Said,
    Unsaid,
    /// Nor is there an object.
    NoObject,
}

/// Capabilities that are no more than a type and an object.
fn plain(kind: ObjectKind) -> Option<(&'static str, Original)> {
    Some(match kind {
        ObjectKind::AsidPool => ("ASIDPoolCap", Original::Unsaid),
        ObjectKind::Vcpu => ("VCPUCap", Original::Unsaid),
        ObjectKind::RtReply => ("RTReplyCap", Original::Unsaid),
        ObjectKind::SchedContext => ("SCCap", Original::Said),
        ObjectKind::IoPorts => ("IOPortsCap", Original::Said),
        ObjectKind::StreamId => ("SIDCap", Original::Said),
        ObjectKind::ContextBank => ("CBCap", Original::Said),
        ObjectKind::ArmSgiSignal => ("SGISignalCap", Original::Said),
        ObjectKind::Control(Control::Irq) => ("IRQControlCap", Original::NoObject),
        ObjectKind::Control(Control::Domain) => ("DomainCap", Original::NoObject),
        ObjectKind::Control(Control::Asid) => ("ASIDControlCap", Original::NoObject),
        _ => return None,
    })
}

fn raw(start: &str, word: &str) -> String {
    format!("{start}, .data = {{ .tag = CDL_CapData_Raw, .data = {word}}}}}")
}

/// The word by which the kernel knows a PCI device and its domain.
fn pci_word(domain_id: u32, pci: PciAddress) -> String {
    let word =
        u64::from(domain_id) << 16 | u64::from(pci.bus) << 8 | u64::from(pci.device) << 3 | u64::from(pci.function);
    format!("{word:#x}")
}

fn rights(rights: Rights) -> String {
    let words = [
        (Rights::READ, "CDL_CanRead"),
        (Rights::WRITE, "CDL_CanWrite"),
        (Rights::GRANT, "CDL_CanGrant"),
        (Rights::GRANT_REPLY, "CDL_CanGrantReply"),
    ];
    let held: Vec<_> = words.into_iter().filter(|(right, _)| rights.contains(*right)).map(|(_, word)| word).collect();
    if held.is_empty() { "0".to_owned() } else { format!("({})", held.join("|")) }
}
