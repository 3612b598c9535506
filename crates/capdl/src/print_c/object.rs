// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Objects.

use std::fmt::Write as _;

use super::{PrintCError, Printer};
use crate::{
    Address, Cap, FillSource, Fpu, Frame, FrameFill, Irq, IrqSource, Object, ObjectName, SlotRef, Start, TableKind,
    Tcb, Trigger, Untyped,
};

impl Printer<'_> {
    pub(super) fn object(&self, c: &mut String, name: &ObjectName, object: &Object) -> Result<(), PrintCError> {
        let _ = write!(c, "{{\n#ifdef CONFIG_DEBUG_BUILD\n.name = \"{name}\",\n#endif\n");
        match object {
            Object::Endpoint => c.push_str(".type = CDL_Endpoint,"),
            Object::Notification => c.push_str(".type = CDL_Notification,"),
            Object::Vcpu => c.push_str(".type = CDL_VCPU,"),
            Object::RtReply => c.push_str(".type = CDL_RTReply,"),
            Object::StreamId => c.push_str(".type = CDL_SID,"),
            Object::ContextBank { .. } => c.push_str(".type = CDL_CB,"),
            Object::Smc => c.push_str(".type = CDL_SMC,"),
            Object::IoDevice { .. } => c.push_str(".type = CDL_IODevice,"),
            Object::ArmIoDevice { .. } => c.push_str(".type = CDL_ARMIODevice,"),
            Object::Tcb(tcb) => {
                thread(c, tcb);
                self.slots(c, name, object)?;
            }
            Object::CNode(cnode) => {
                let _ = write!(c, ".type = CDL_CNode,\n.size_bits = {},\n", cnode.size_bits());
                self.slots(c, name, object)?;
            }
            Object::Irq(irq) => self.irq(c, name, object, irq)?,
            Object::Untyped(Untyped { size_bits, paddr, .. }) => {
                let size = size_bits.map_or_else(|| "-1".to_owned(), |bits| bits.to_string());
                let _ = write!(c, ".type = CDL_Untyped,\n.size_bits = {size},\n.paddr = {},", pointer(*paddr));
            }
            Object::Table(table) => {
                let kind = match table.kind {
                    TableKind::Pt => "PT",
                    TableKind::Pd => "PD",
                    TableKind::Pdpt => "PDPT",
                    TableKind::Pml4 => "PML4",
                    TableKind::Pud => "PUD",
                    TableKind::Pgd => "PGD",
                };
                let _ = writeln!(c, ".type = CDL_{kind},");
                self.slots(c, name, object)?;
            }
            Object::Frame(frame) => write_frame(c, frame),
            Object::IoPorts(ports) => {
                let _ = write!(c, ".type = CDL_IOPorts,\n.start = {},.end = {},", ports.first, ports.last);
            }
            Object::AsidPool(pool) => {
                let high = pool.asid_high.map_or_else(|| "-1".to_owned(), |high| format!("{high:#x}"));
                let _ = write!(c, ".type = CDL_ASIDPool,\n.asid_high = {high},\n");
                self.slots(c, name, object)?;
            }
            Object::SchedContext(context) => {
                let _ = write!(
                    c,
                    ".type = CDL_SchedContext,\n.sc_extra = {{\n.period = {},\n.budget = {},\n.data = {},\n}},\n\
                     .size_bits = {},",
                    context.period, context.budget, context.data, context.size_bits
                );
            }
            Object::ArmSgiSignal { irq, target } => {
                let _ =
                    write!(c, ".type = CDL_SGISignal,\n.sgisignal_extra = {{\n.irq = {irq},\n.target = {target},\n}},");
            }
            Object::IoPageTable { .. } | Object::Control(_) => {
                return Err(PrintCError::Unsupported { object: name.clone(), keyword: object.kind().keyword() });
            }
        }
        c.push_str("\n}");
        Ok(())
    }

    fn irq(&self, c: &mut String, name: &ObjectName, object: &Object, irq: &Irq) -> Result<(), PrintCError> {
        let (kind, extra) = match irq.source {
            IrqSource::Plain => {
                c.push_str(".type = CDL_Interrupt,\n.size_bits = 0,\n");
                return self.slots(c, name, object);
            }
            IrqSource::Arm { trigger, target } => {
                let trigger = match trigger {
                    Trigger::Level => 0,
                    Trigger::Edge => 1,
                };
                ("ARMInterrupt", format!(".armirq_extra = {{\n.trigger = {trigger},\n.target = {target},\n}},"))
            }
            IrqSource::IoApic(line) => {
                let extra = format!(
                    ".ioapicirq_extra = {{\n.ioapic = {},\n.ioapic_pin = {},\n.level = {},\n.polarity = {},\n}},",
                    line.ioapic, line.pin, line.level, line.polarity
                );
                ("IOAPICInterrupt", extra)
            }
            IrqSource::Msi(msi) => {
                let extra = format!(
                    ".msiirq_extra = {{\n.handle = {},\n.pci_bus = {},\n.pci_dev = {},\n.pci_fun = {},\n}},",
                    msi.handle, msi.pci.bus, msi.pci.device, msi.pci.function
                );
                ("MSIInterrupt", extra)
            }
        };
        let _ = writeln!(c, ".type = CDL_{kind}, ");
        self.slots(c, name, object)?;
        let _ = write!(c, "\n{extra}");
        Ok(())
    }

    /// The slots in the order of their numbers.
    fn slots(&self, c: &mut String, name: &ObjectName, object: &Object) -> Result<(), PrintCError> {
        let mut caps: Vec<(u64, SlotRef, &Cap)> = object
            .caps()
            .map(|(slot, cap)| match slot {
                SlotRef::Index(number) => (number, slot, cap),
                SlotRef::Tcb(tcb_slot) => (tcb_slot.number(), slot, cap),
            })
            .collect();
        caps.sort_by_key(|(number, ..)| *number);
        let _ = write!(c, ".slots.num = {},\n.slots.slot = (CDL_CapSlot[]) {{\n", caps.len());
        for (number, slot, cap) in caps {
            let _ = write!(c, "{{{number}, ");
            self.cap(c, name, object, slot, cap)?;
            c.push_str("},\n");
        }
        c.push_str("\n},");
        Ok(())
    }
}

/// An address, or 0 for any.
fn pointer(paddr: Option<u64>) -> String {
    paddr.map_or_else(|| "0".to_owned(), |paddr| format!("{paddr:#x}"))
}

fn thread(c: &mut String, tcb: &Tcb) {
    let address = |address: &Address| match address {
        Address::Known(number) => *number,
        Address::Symbol { .. } => 0,
    };
    let ipc_buffer = address(&tcb.ipc_buffer);
    let init: Vec<_> = tcb.init.iter().map(u64::to_string).collect();
    let _ = write!(
        c,
        ".type = CDL_TCB,\n.tcb_extra = {{\n\
         #if ({ipc_buffer:#x} & ((1 << seL4_IPCBufferSizeBits) - 1)) != 0\n\
         #    error \"IPC buffer not correctly aligned\"\n#endif\n\
         .ipcbuffer_addr = {ipc_buffer:#x},\n.priority = {},\n.max_priority = {},\n.affinity = {},\n\
         .pc = {:#x},\n.sp = {:#x},\n.init = (const seL4_Word[]){{{}}},\n.init_sz = {},\n.domain = {},\n\
         .resume = {},\n.fpu_disabled = {},\n.fault_ep = {},\n}},\n",
        tcb.prio,
        tcb.max_prio,
        tcb.affinity,
        address(&tcb.ip),
        address(&tcb.sp),
        init.join(", "),
        init.len(),
        tcb.domain.unwrap_or(0),
        u8::from(tcb.start == Start::Resumed),
        u8::from(tcb.fpu == Some(Fpu::Disabled)),
        tcb.fault_ep.unwrap_or(0)
    );
}

fn write_frame(c: &mut String, frame: &Frame) {
    let fill = frame.fill.as_deref().map_or_else(String::new, |fill| format!(".fill = {{ {}}}", fills(fill)));
    let _ = write!(
        c,
        ".type = CDL_Frame,\n.size_bits = {},\n.frame_extra = {{ .paddr = {},{fill}\n }},",
        frame.size.checked_ilog2().unwrap_or(0),
        pointer(frame.paddr),
    );
}

fn fills(fill: &[FrameFill]) -> String {
    let fills: Vec<_> = fill
        .iter()
        .map(|fill| {
            let (kind, source) = match &fill.source {
                FillSource::File(name) => (
                    "CDL_FrameFill_FileData",
                    format!(
                        ".file_data_type = {{.filename = \"{name}\",\n.file_offset = {}\n}}}},",
                        fill.source_offset
                    ),
                ),
                FillSource::Loader(words) => {
                    let (kind, what) = words.split_once(' ').unwrap_or((words, ""));
                    (kind, format!(".bi_type = {{.type = {what},\n.src_offset = {}\n}}}},", fill.source_offset))
                }
            };
            format!("{{.type = {kind},\n.dest_offset = {},\n.dest_len = {},\n{source}", fill.frame_offset, fill.len)
        })
        .collect();
    fills.join(" ")
}
