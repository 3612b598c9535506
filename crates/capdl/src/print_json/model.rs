// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The initialiser's types, as far as JSON shows them. Names of fields and variants are its own.

use serde::Serialize;

use super::{PrintJsonError, Printer};
use crate::{
    Address, Caching, Cap as ModelCap, CdlArch, FillSource, Fpu, Frame as ModelFrame, IrqSource, Object as ModelObject,
    ObjectName, PagingLevel, Rights as ModelRights, ScheduleItem, Spec, Start, TableKind, Tcb as ModelTcb, Trigger,
};

#[derive(Serialize)]
pub(super) struct Model {
    pub(super) objects: Vec<Named>,
    pub(super) irqs: Vec<Irq>,
    pub(super) domain_schedule: Option<Vec<Turn>>,
    pub(super) domain_set_start: Option<u64>,
    pub(super) domain_idx_shift: Option<u64>,
    pub(super) asid_slots: Vec<usize>,
    pub(super) root_objects: Range,
    pub(super) untyped_covers: Vec<Cover>,
}

#[derive(Serialize)]
pub(super) struct Range {
    pub(super) start: u64,
    pub(super) end: u64,
}

#[derive(Serialize)]
pub(super) struct Cover {
    pub(super) parent: usize,
    pub(super) children: Range,
}

#[derive(Serialize)]
pub(super) struct Irq {
    pub(super) irq: u64,
    pub(super) handler: usize,
}

#[derive(Serialize)]
pub(super) struct Turn {
    domain: u32,
    duration: Duration,
}

#[derive(Serialize)]
enum Duration {
    Ticks(u64),
    EndMarker,
}

impl Turn {
    pub(super) fn of(item: &ScheduleItem) -> Self {
        let duration = if item.duration == 0 { Duration::EndMarker } else { Duration::Ticks(item.duration) };
        Self { domain: item.domain, duration }
    }
}

#[derive(Serialize)]
pub(super) struct Named {
    pub(super) name: Option<String>,
    pub(super) object: Object,
}

#[derive(Serialize)]
pub(super) struct CapEntry {
    pub(super) slot: u64,
    pub(super) cap: Cap,
}

#[derive(Serialize)]
pub(super) enum Object {
    Untyped { size_bits: u8, paddr: Option<u64> },
    Endpoint,
    Notification,
    CNode { size_bits: u8, slots: Vec<CapEntry> },
    Tcb { slots: Vec<CapEntry>, extra: Thread },
    Irq { slots: Vec<CapEntry> },
    VCpu,
    Frame { size_bits: u32, paddr: Option<u64>, init: Fill },
    PageTable { x86_ept: bool, is_root: bool, level: Option<usize>, slots: Vec<CapEntry> },
    AsidPool { high: u32 },
    IOSpace { slots: Vec<CapEntry>, domain_id: u32, pci_device: PciDevice },
    IOPageTable { slots: Vec<CapEntry>, level: u8 },
    ArmIrq { slots: Vec<CapEntry>, extra: ArmIrq },
    IrqMsi { slots: Vec<CapEntry>, extra: Msi },
    IrqIOApic { slots: Vec<CapEntry>, extra: IoApic },
    IOPorts { start_port: u16, end_port: u16 },
    SchedContext { size_bits: u8, extra: Budget },
    Reply,
    ArmSmc,
}

#[derive(Serialize)]
pub(super) struct Thread {
    ipc_buffer_addr: u64,
    affinity: u32,
    prio: u8,
    max_prio: u8,
    fpu_disabled: bool,
    resume: bool,
    domain: Option<u8>,
    ip: u64,
    sp: u64,
    gprs: Vec<u64>,
    master_fault_ep: Option<u64>,
}

#[derive(Serialize)]
pub(super) struct PciDevice {
    bus: u32,
    device: u32,
    function: u32,
}

#[derive(Serialize)]
pub(super) struct ArmIrq {
    trigger: u8,
    target: u32,
}

#[derive(Serialize)]
pub(super) struct Msi {
    handle: u32,
    pci_bus: u32,
    pci_dev: u32,
    pci_func: u32,
}

#[derive(Serialize)]
pub(super) struct IoApic {
    ioapic: u32,
    pin: u32,
    level: u32,
    polarity: u32,
}

#[derive(Serialize)]
pub(super) struct Budget {
    period: u64,
    budget: u64,
    badge: u64,
}

#[derive(Serialize)]
pub(super) struct Fill {
    entries: Vec<FillEntry>,
}

#[derive(Serialize)]
struct FillEntry {
    range: Range,
    content: Content,
}

#[derive(Serialize)]
enum Content {
    Data { file: String, file_offset: u64 },
    BootInfo { id: &'static str, offset: u64 },
}

#[derive(Serialize)]
pub(super) struct Rights {
    read: bool,
    write: bool,
    grant: bool,
    grant_reply: bool,
}

#[derive(Serialize)]
pub(super) enum Cap {
    Untyped { object: usize },
    Endpoint { object: usize, badge: u64, rights: Rights },
    Notification { object: usize, badge: u64, rights: Rights },
    CNode { object: usize, guard: u64, guard_size: u8 },
    Tcb { object: usize },
    IrqHandler { object: usize },
    VCpu { object: usize },
    Frame { object: usize, rights: Rights, cached: bool, executable: bool },
    PageTable { object: usize },
    AsidPool { object: usize },
    IOSpace { object: usize },
    IOPageTable { object: usize },
    ArmIrqHandler { object: usize },
    IrqMsiHandler { object: usize },
    IrqIOApicHandler { object: usize },
    IOPorts { object: usize },
    SchedContext { object: usize },
    Reply { object: usize },
    ArmSmc { object: usize },
}

impl Cap {
    /// `None` if the initialiser has no such capability.
    pub(super) fn of(spec: &Spec, object: usize, cap: &ModelCap, target: &ModelObject) -> Option<Self> {
        let rights = rights(cap.rights);
        let badge = cap.badge.unwrap_or(0);
        Some(match target {
            ModelObject::Untyped(_) => Self::Untyped { object },
            ModelObject::Endpoint => Self::Endpoint { object, badge, rights },
            ModelObject::Notification => Self::Notification { object, badge, rights },
            ModelObject::CNode(cnode) => {
                Self::CNode { object, guard: cap.guard, guard_size: spec.guard_bits(cap, cnode) }
            }
            ModelObject::Tcb(_) if cap.reply.is_none() => Self::Tcb { object },
            ModelObject::Vcpu => Self::VCpu { object },
            ModelObject::Frame(_) => Self::Frame {
                object,
                rights,
                cached: cap.caching == Caching::Cached,
                executable: cap.rights.contains(ModelRights::GRANT),
            },
            ModelObject::Table(_) => Self::PageTable { object },
            ModelObject::AsidPool(_) => Self::AsidPool { object },
            ModelObject::IoDevice { .. } => Self::IOSpace { object },
            ModelObject::IoPageTable { .. } => Self::IOPageTable { object },
            ModelObject::Irq(irq) => match irq.source {
                IrqSource::Plain => Self::IrqHandler { object },
                IrqSource::Arm { .. } => Self::ArmIrqHandler { object },
                IrqSource::IoApic(_) => Self::IrqIOApicHandler { object },
                IrqSource::Msi(_) => Self::IrqMsiHandler { object },
            },
            ModelObject::IoPorts(_) => Self::IOPorts { object },
            ModelObject::SchedContext(_) => Self::SchedContext { object },
            ModelObject::RtReply => Self::Reply { object },
            ModelObject::Smc => Self::ArmSmc { object },
            _ => return None,
        })
    }
}

fn rights(rights: ModelRights) -> Rights {
    Rights {
        read: rights.contains(ModelRights::READ),
        write: rights.contains(ModelRights::WRITE),
        grant: rights.contains(ModelRights::GRANT),
        grant_reply: rights.contains(ModelRights::GRANT_REPLY),
    }
}

impl Printer<'_> {
    pub(super) fn object(&self, name: &ObjectName, object: &ModelObject) -> Result<Object, PrintJsonError> {
        let slots = || self.slots(name, object);
        Ok(match object {
            ModelObject::Untyped(untyped) => {
                Object::Untyped { size_bits: untyped.size_bits.unwrap_or(0), paddr: untyped.paddr }
            }
            ModelObject::Endpoint => Object::Endpoint,
            ModelObject::Notification => Object::Notification,
            ModelObject::CNode(cnode) => Object::CNode { size_bits: cnode.size_bits(), slots: slots()? },
            ModelObject::Tcb(tcb) => Object::Tcb { slots: slots()?, extra: thread(tcb) },
            ModelObject::Vcpu => Object::VCpu,
            ModelObject::Frame(frame) => Object::Frame {
                size_bits: frame.size.checked_ilog2().unwrap_or(0),
                paddr: frame.paddr,
                init: Fill { entries: fill(name, frame)? },
            },
            ModelObject::Table(table) => Object::PageTable {
                x86_ept: false,
                is_root: self.roots.contains(name),
                level: self.level(table.kind),
                slots: slots()?,
            },
            ModelObject::AsidPool(pool) => Object::AsidPool { high: pool.asid_high.unwrap_or(0) },
            ModelObject::IoDevice { domain_id, pci, .. } => Object::IOSpace {
                slots: slots()?,
                domain_id: *domain_id,
                pci_device: PciDevice { bus: pci.bus, device: pci.device, function: pci.function },
            },
            ModelObject::IoPageTable { level, .. } => Object::IOPageTable { slots: slots()?, level: *level },
            ModelObject::Irq(irq) => match irq.source {
                IrqSource::Plain => Object::Irq { slots: slots()? },
                IrqSource::Arm { trigger, target } => Object::ArmIrq {
                    slots: slots()?,
                    extra: ArmIrq { trigger: u8::from(trigger == Trigger::Edge), target },
                },
                IrqSource::IoApic(line) => Object::IrqIOApic {
                    slots: slots()?,
                    extra: IoApic { ioapic: line.ioapic, pin: line.pin, level: line.level, polarity: line.polarity },
                },
                IrqSource::Msi(msi) => Object::IrqMsi {
                    slots: slots()?,
                    extra: Msi {
                        handle: msi.handle,
                        pci_bus: msi.pci.bus,
                        pci_dev: msi.pci.device,
                        pci_func: msi.pci.function,
                    },
                },
            },
            ModelObject::IoPorts(ports) => Object::IOPorts { start_port: ports.first, end_port: ports.last },
            ModelObject::SchedContext(context) => Object::SchedContext {
                size_bits: context.size_bits,
                extra: Budget { period: context.period, budget: context.budget, badge: context.data },
            },
            ModelObject::RtReply => Object::Reply,
            ModelObject::Smc => Object::ArmSmc,
            ModelObject::ArmSgiSignal { .. }
            | ModelObject::ArmIoDevice { .. }
            | ModelObject::StreamId
            | ModelObject::ContextBank { .. }
            | ModelObject::Control(_) => {
                return Err(PrintJsonError::Unsupported { object: name.clone(), keyword: object.kind().keyword() });
            }
        })
    }

    /// The level of a table below the topmost; unknown on RISC-V, where tables of all levels are alike.
    fn level(&self, kind: TableKind) -> Option<usize> {
        if self.spec.arch.cdl() == CdlArch::Riscv {
            return None;
        }
        let has_directory = self.roots.iter().any(|root| {
            matches!(self.spec.object(root.as_str()), Some(ModelObject::Table(table)) if table.kind == TableKind::Pgd)
        });
        let levels: &[PagingLevel] = match self.spec.arch.cdl() {
            CdlArch::Aarch64 if !has_directory => self.spec.arch.levels_with(crate::Aarch64Levels::Three),
            _ => self.spec.arch.levels(),
        };
        levels.iter().position(|level| level.table == kind)
    }
}

fn thread(tcb: &ModelTcb) -> Thread {
    let address = |address: &Address| match address {
        Address::Known(number) => *number,
        Address::Symbol { .. } => 0,
    };
    Thread {
        ipc_buffer_addr: address(&tcb.ipc_buffer),
        affinity: tcb.affinity,
        prio: tcb.prio,
        max_prio: tcb.max_prio,
        fpu_disabled: tcb.fpu == Some(Fpu::Disabled),
        resume: tcb.start == Start::Resumed,
        domain: tcb.domain,
        ip: address(&tcb.ip),
        sp: address(&tcb.sp),
        gprs: tcb.init.clone(),
        master_fault_ep: tcb.fault_ep,
    }
}

/// The pieces of boot information by the loader's name.
const BOOT_INFO: [(&str, &str); 7] = [
    ("CDL_FrameFill_BootInfo_Padding", "Padding"),
    ("CDL_FrameFill_BootInfo_X86_VBE", "X86Vbe"),
    ("CDL_FrameFill_BootInfo_X86_MBMMAP", "X86Mbmmap"),
    ("CDL_FrameFill_BootInfo_X86_ACPI_RSDP", "X86AcpiRsdp"),
    ("CDL_FrameFill_BootInfo_X86_FRAMEBUFFER", "X86FrameBuffer"),
    ("CDL_FrameFill_BootInfo_X86_TSC_FREQ", "X86TscFreq"),
    ("CDL_FrameFill_BootInfo_FDT", "Fdt"),
];

fn fill(name: &ObjectName, frame: &ModelFrame) -> Result<Vec<FillEntry>, PrintJsonError> {
    let entry = |fill: &crate::FrameFill| {
        let content = match &fill.source {
            FillSource::File(file) => Content::Data { file: file.clone(), file_offset: fill.source_offset },
            FillSource::Loader(words) => {
                let wanted = words.strip_prefix("CDL_FrameFill_BootInfo ").map(str::trim);
                let found = BOOT_INFO.iter().find(|(word, _)| wanted == Some(word));
                let unknown = || PrintJsonError::Fill { frame: name.clone(), source_words: words.clone() };
                let (_, id) = found.ok_or_else(unknown)?;
                Content::BootInfo { id, offset: fill.source_offset }
            }
        };
        let range = Range { start: fill.frame_offset, end: fill.frame_offset.saturating_add(fill.len) };
        Ok(FillEntry { range, content })
    };
    frame.fills().iter().map(entry).collect()
}
