// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The initialiser's types, as far as JSON shows them. Names of fields and variants are its own.

use serde::Serialize;

use super::{InitialiserRelease, PrintJsonError, Printer};
use crate::{
    Address, Caching, Cap as ModelCap, CdlArch, FillSource, Fpu, Frame as ModelFrame, IrqSource, Object as ModelObject,
    ObjectName, Rights as ModelRights, ScheduleItem, Spec, Start, TableKind, Tcb as ModelTcb, Trigger,
};

#[derive(Serialize)]
pub(super) struct Model {
    pub(super) objects: Vec<Named>,
    pub(super) irqs: Vec<Irq>,
    #[serde(flatten)]
    pub(super) domains: Option<Domains>,
    pub(super) asid_slots: Vec<usize>,
    pub(super) root_objects: Range,
    pub(super) untyped_covers: Vec<Cover>,
}

#[derive(Serialize)]
pub(super) struct Domains {
    pub(super) domain_schedule: Option<Vec<Turn>>,
    pub(super) domain_set_start: Option<u64>,
    pub(super) domain_idx_shift: Option<u64>,
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

/// The number of an interrupt and its object.
#[derive(Serialize)]
pub(super) struct Irq(pub(super) u64, pub(super) usize);

#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Turn {
    WithUnit { domain: u32, duration: Duration },
    InTicks { id: u32, time: u64 },
}

#[derive(Serialize)]
pub(super) enum Duration {
    Ticks(u64),
    EndMarker,
}

impl Turn {
    pub(super) fn of(item: &ScheduleItem, release: InitialiserRelease) -> Self {
        let ScheduleItem { domain, duration } = *item;
        if !release.knows_units() {
            return Self::InTicks { id: domain, time: duration };
        }
        let duration = if duration == 0 { Duration::EndMarker } else { Duration::Ticks(duration) };
        Self::WithUnit { domain, duration }
    }
}

#[derive(Serialize)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) object: Shown,
}

/// An object as a release shows it.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Shown {
    /// By its kind alone: the first releases do so with those that have nothing besides.
    Kind(&'static str),
    Whole(Object),
}

/// The number of a slot and what is in it.
#[derive(Serialize)]
pub(super) struct CapEntry(pub(super) u64, pub(super) Cap);

#[derive(Serialize)]
pub(super) enum Object {
    Untyped { size_bits: u8, paddr: Option<u64> },
    Endpoint(()),
    Notification(()),
    CNode { size_bits: u8, slots: Vec<CapEntry> },
    Tcb { slots: Vec<CapEntry>, extra: Thread },
    Irq { slots: Vec<CapEntry> },
    VCpu(()),
    Frame { size_bits: u32, paddr: Option<u64>, init: Init },
    PageTable { is_root: bool, level: Option<u8>, slots: Vec<CapEntry> },
    AsidPool { high: u32 },
    IOSpace { slots: Vec<CapEntry>, domain_id: u32, pci_device: PciDevice },
    IOPageTable { slots: Vec<CapEntry>, level: u8 },
    ArmIrq { slots: Vec<CapEntry>, extra: ArmIrq },
    IrqMsi { slots: Vec<CapEntry>, extra: Msi },
    IrqIOApic { slots: Vec<CapEntry>, extra: IoApic },
    IOPorts { start_port: u16, end_port: u16 },
    SchedContext { size_bits: u8, extra: Budget },
    Reply(()),
    ArmSmc(()),
}

impl Object {
    pub(super) fn shown(self, release: InitialiserRelease) -> Shown {
        match self {
            whole if !release.shows_kinds_alone() => Shown::Whole(whole),
            Self::Endpoint(()) => Shown::Kind("Endpoint"),
            Self::Notification(()) => Shown::Kind("Notification"),
            Self::VCpu(()) => Shown::Kind("VCpu"),
            Self::Reply(()) => Shown::Kind("Reply"),
            whole => Shown::Whole(whole),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Thread {
    ipc_buffer_addr: u64,
    affinity: u32,
    prio: u8,
    max_prio: u8,
    resume: bool,
    #[serde(flatten)]
    later: Option<LaterOfThread>,
    ip: u64,
    sp: u64,
    gprs: Vec<u64>,
    /// 0 if there is none: the initialiser of a kernel without MCS expects a number.
    master_fault_ep: u64,
}

/// What the first releases don't know of threads.
#[derive(Serialize)]
struct LaterOfThread {
    fpu_disabled: bool,
    domain: Option<u8>,
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
#[serde(untagged)]
pub(super) enum Init {
    Plain(Fill),
    Tagged {
        #[serde(rename = "Fill")]
        fill: Fill,
    },
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
    Untyped {
        object: usize,
    },
    Endpoint {
        object: usize,
        badge: u64,
        rights: Rights,
    },
    Notification {
        object: usize,
        badge: u64,
        rights: Rights,
    },
    CNode {
        object: usize,
        guard: u64,
        guard_size: u8,
    },
    Tcb {
        object: usize,
    },
    IrqHandler {
        object: usize,
    },
    VCpu {
        object: usize,
    },
    Frame {
        object: usize,
        rights: Rights,
        cached: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        executable: Option<bool>,
    },
    PageTable {
        object: usize,
    },
    AsidPool {
        object: usize,
    },
    IOSpace {
        object: usize,
    },
    IOPageTable {
        object: usize,
    },
    ArmIrqHandler {
        object: usize,
    },
    IrqMsiHandler {
        object: usize,
    },
    IrqIOApicHandler {
        object: usize,
    },
    IOPorts {
        object: usize,
    },
    SchedContext {
        object: usize,
    },
    Reply {
        object: usize,
    },
    ArmSmc {
        object: usize,
    },
}

impl Cap {
    /// `None` if the initialiser has no such capability.
    pub(super) fn of(
        spec: &Spec,
        release: InitialiserRelease,
        object: usize,
        cap: &ModelCap,
        target: &ModelObject,
    ) -> Option<Self> {
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
                executable: release.knows_execution().then(|| cap.rights.contains(ModelRights::GRANT)),
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
            ModelObject::Endpoint => Object::Endpoint(()),
            ModelObject::Notification => Object::Notification(()),
            ModelObject::CNode(cnode) => Object::CNode { size_bits: cnode.size_bits(), slots: slots()? },
            ModelObject::Tcb(tcb) => Object::Tcb { slots: slots()?, extra: thread(tcb, self.release) },
            ModelObject::Vcpu => Object::VCpu(()),
            ModelObject::Frame(frame) => Object::Frame {
                size_bits: frame.size.checked_ilog2().unwrap_or(0),
                paddr: frame.paddr,
                init: self.contents(name, frame)?,
            },
            ModelObject::Table(table) => {
                Object::PageTable { is_root: self.is_root(name, table), level: self.level(table.kind), slots: slots()? }
            }
            ModelObject::AsidPool(pool) => Object::AsidPool { high: pool.asid_high.unwrap_or(0) },
            ModelObject::IoDevice { domain_id, pci, .. } if self.release.knows_io_spaces() => Object::IOSpace {
                slots: slots()?,
                domain_id: *domain_id,
                pci_device: PciDevice { bus: pci.bus, device: pci.device, function: pci.function },
            },
            ModelObject::IoPageTable { level, .. } if self.release.knows_io_spaces() => {
                Object::IOPageTable { slots: slots()?, level: *level }
            }
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
            ModelObject::RtReply => Object::Reply(()),
            ModelObject::Smc if self.release.knows_smc() => Object::ArmSmc(()),
            ModelObject::Smc
            | ModelObject::IoDevice { .. }
            | ModelObject::IoPageTable { .. }
            | ModelObject::ArmSgiSignal { .. }
            | ModelObject::ArmIoDevice { .. }
            | ModelObject::StreamId
            | ModelObject::ContextBank { .. }
            | ModelObject::Control(_) => {
                return Err(PrintJsonError::Unsupported { object: name.clone(), keyword: object.kind().keyword() });
            }
        })
    }

    /// The level of a table, 0 for the topmost of four; unknown on RISC-V, where tables of all levels are alike. Those of two-level
    /// architectures have the numbers that capDL-tool gives them: only the topmost one's is looked at.
    fn level(&self, kind: TableKind) -> Option<u8> {
        let arch = self.spec.arch.cdl();
        match kind {
            _ if arch == CdlArch::Riscv => None,
            TableKind::Pgd | TableKind::Pml4 => Some(0),
            TableKind::Pd if matches!(arch, CdlArch::Arm11 | CdlArch::Ia32) => Some(0),
            TableKind::Pud | TableKind::Pdpt => Some(1),
            TableKind::Pd => Some(2),
            TableKind::Pt => Some(3),
        }
    }

    /// What a frame is filled with.
    fn contents(&self, name: &ObjectName, frame: &ModelFrame) -> Result<Init, PrintJsonError> {
        let fill = Fill { entries: fill(name, frame, self.release)? };
        Ok(if self.release.tags_contents() { Init::Tagged { fill } } else { Init::Plain(fill) })
    }
}

fn thread(tcb: &ModelTcb, release: InitialiserRelease) -> Thread {
    let address = |address: &Address| match address {
        Address::Known(number) => *number,
        Address::Symbol { .. } => 0,
    };
    Thread {
        ipc_buffer_addr: address(&tcb.ipc_buffer),
        affinity: tcb.affinity,
        prio: tcb.prio,
        max_prio: tcb.max_prio,
        resume: tcb.start == Start::Resumed,
        later: release
            .knows_domains()
            .then(|| LaterOfThread { fpu_disabled: tcb.fpu == Some(Fpu::Disabled), domain: tcb.domain }),
        ip: address(&tcb.ip),
        sp: address(&tcb.sp),
        gprs: tcb.init.clone(),
        master_fault_ep: tcb.fault_ep.unwrap_or(0),
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

fn fill(name: &ObjectName, frame: &ModelFrame, release: InitialiserRelease) -> Result<Vec<FillEntry>, PrintJsonError> {
    let entry = |fill: &crate::FrameFill| {
        let content = match &fill.source {
            FillSource::File(file) => Content::Data { file: file.clone(), file_offset: fill.source_offset },
            FillSource::Loader(words) => {
                let wanted = words.strip_prefix("CDL_FrameFill_BootInfo ").map(str::trim);
                let is_known = |id: &str| release.knows_all_boot_info() || id == "Fdt";
                let found = BOOT_INFO.iter().find(|(word, id)| wanted == Some(word) && is_known(id));
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
