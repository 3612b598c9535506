// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! An object from its type and its parameters.

use super::super::{
    CdlError,
    ast::{NumberParam as N, ObjectDecl, Param, Span},
};
use crate::{
    AsidPool, CNode, CNodeSize, FillSource, Fpu, Frame, FrameFill, IoApicLine, Irq, IrqSource, MsiMessage, Object,
    ObjectKind, PciAddress, PortRange, SchedContext, Slots, Start, Table, Tcb, Trigger, Untyped,
};

/// What the loader takes for threads that say nothing of it.
const DEFAULT_PRIORITY: u8 = 125;

/// The object that a declaration describes, without what it holds.
pub(super) fn of(decl: &ObjectDecl<'_>) -> Result<Object, CdlError> {
    let mut params = Params { decl, used: vec![false; decl.params.len()] };
    let object = params.object()?;
    match decl.params.iter().zip(&params.used).find(|(_, used)| !**used) {
        Some(((_, span), _)) => {
            Err(CdlError::new(span, format!("a {} has no such parameter, or it is given twice", decl.kind.keyword())))
        }
        None => Ok(object),
    }
}

struct Params<'d, 'a> {
    decl: &'d ObjectDecl<'a>,
    /// Which parameters were taken.
    used: Vec<bool>,
}

impl<'d> Params<'d, '_> {
    /// The first parameter that `pick` likes.
    fn take<T>(&mut self, pick: impl Fn(&'d Param) -> Option<T>) -> Option<(T, &'d Span)> {
        let decl = self.decl;
        let found = decl.params.iter().enumerate().find_map(|(at, (param, span))| Some((at, pick(param)?, span)));
        let (at, value, span) = found?;
        if let Some(used) = self.used.get_mut(at) {
            *used = true;
        }
        Some((value, span))
    }

    fn number<T: TryFrom<u64>>(&mut self, wanted: N) -> Result<Option<T>, CdlError> {
        self.take(|param| match param {
            Param::Number(name, number) if *name == wanted => Some(*number),
            _ => None,
        })
        .map(small)
        .transpose()
    }

    fn or_zero<T: TryFrom<u64> + Default>(&mut self, wanted: N) -> Result<T, CdlError> {
        Ok(self.number(wanted)?.unwrap_or_default())
    }

    fn needed<T: TryFrom<u64>>(&mut self, wanted: N, word: &str) -> Result<T, CdlError> {
        self.number(wanted)?.ok_or_else(|| self.missing(word))
    }

    fn missing(&self, what: &str) -> CdlError {
        CdlError::new(&self.decl.kind_span, format!("a {} needs {what}", self.decl.kind.keyword()))
    }

    fn bits(&mut self) -> Result<Option<u8>, CdlError> {
        let bits = self.take(|param| match param {
            Param::Bits(bits) => Some(*bits),
            _ => None,
        });
        let Some((bits, span)) = bits else { return Ok(None) };
        match u8::try_from(bits).ok().filter(|bits| *bits < 64) {
            Some(bits) => Ok(Some(bits)),
            None => Err(CdlError::new(span, format!("a size of {bits} bits is too large"))),
        }
    }

    fn object(&mut self) -> Result<Object, CdlError> {
        Ok(match self.decl.kind {
            ObjectKind::Endpoint => Object::Endpoint,
            ObjectKind::Notification => Object::Notification,
            ObjectKind::Vcpu => Object::Vcpu,
            ObjectKind::RtReply => Object::RtReply,
            ObjectKind::StreamId => Object::StreamId,
            ObjectKind::Smc => Object::Smc,
            ObjectKind::Table(kind) => Object::Table(Table::new(kind)),
            ObjectKind::Tcb => Object::Tcb(Box::new(self.tcb()?)),
            ObjectKind::Untyped => {
                let paddr = self.number(N::Paddr)?;
                Object::Untyped(Untyped { size_bits: self.bits()?, paddr, children: Vec::new() })
            }
            ObjectKind::CNode => match self.bits()?.ok_or_else(|| self.missing("a size, such as (4 bits)"))? {
                // The kernel has no such nodes; older text means interrupts by them.
                0 => irq(IrqSource::Plain),
                bits => Object::CNode(CNode { size: CNodeSize::Bits(bits), slots: Slots::new() }),
            },
            ObjectKind::Frame => Object::Frame(self.frame()?),
            ObjectKind::AsidPool => {
                Object::AsidPool(AsidPool { asid_high: self.number(N::AsidHigh)?, slots: Slots::new() })
            }
            ObjectKind::SchedContext => Object::SchedContext(SchedContext {
                period: self.or_zero(N::Period)?,
                budget: self.or_zero(N::Budget)?,
                data: self.or_zero(N::Data)?,
                size_bits: self.bits()?.unwrap_or(0),
            }),
            ObjectKind::ContextBank => Object::ContextBank { bank: self.or_zero(N::Bank)? },
            ObjectKind::IoPageTable => {
                Object::IoPageTable { level: self.needed(N::Level, "a level")?, slots: Slots::new() }
            }
            ObjectKind::ArmIoDevice => {
                Object::ArmIoDevice { io_space: self.needed(N::IoSpace, "an iospace")?, slots: Slots::new() }
            }
            ObjectKind::ArmSgiSignal => Object::ArmSgiSignal {
                irq: self.needed(N::Irq, "an irq")?,
                target: self.needed(N::Target, "a target")?,
            },
            ObjectKind::IoDevice => self.io_device()?,
            ObjectKind::IoPorts => self.io_ports()?,
            ObjectKind::Irq | ObjectKind::IoApicIrq | ObjectKind::MsiIrq | ObjectKind::ArmIrq => {
                irq(self.irq_source()?)
            }
            // The grammar has no word for it: it is always there.
            ObjectKind::Control(control) => Object::Control(control),
        })
    }

    fn tcb(&mut self) -> Result<Tcb, CdlError> {
        let address = |number: Option<u64>| crate::Address::Known(number.unwrap_or(0));
        let start = self.take(|param| match param {
            Param::Resume(resume) => Some(if *resume { Start::Resumed } else { Start::Suspended }),
            _ => None,
        });
        let fpu = self.take(|param| match param {
            Param::FpuDisabled(disabled) => Some(if *disabled { Fpu::Disabled } else { Fpu::Enabled }),
            _ => None,
        });
        let init = self.take(|param| match param {
            Param::Init(words) => Some(words.clone()),
            _ => None,
        });
        Ok(Tcb {
            ipc_buffer: address(self.number(N::Addr)?),
            ip: address(self.number(N::Ip)?),
            sp: address(self.number(N::Sp)?),
            prio: self.number(N::Prio)?.unwrap_or(DEFAULT_PRIORITY),
            max_prio: self.number(N::MaxPrio)?.unwrap_or(DEFAULT_PRIORITY),
            affinity: self.or_zero(N::Affinity)?,
            init: init.map(|(words, _)| words).unwrap_or_default(),
            fault_ep: self.number(N::FaultEp)?,
            domain: self.number(N::Dom)?,
            fpu: fpu.map(|(fpu, _)| fpu),
            start: start.map(|(start, _)| start).unwrap_or_default(),
            slots: std::collections::BTreeMap::new(),
        })
    }

    fn frame(&mut self) -> Result<Frame, CdlError> {
        let size = self.take(|param| match param {
            Param::Size(bytes) => Some(*bytes),
            _ => None,
        });
        let (size, span) = size.ok_or_else(|| self.missing("a size, such as (4k)"))?;
        if !size.is_power_of_two() {
            return Err(CdlError::new(span, "the size of a frame is a power of two"));
        }
        let fill = self.take(|param| match param {
            Param::Fill(pieces) => Some(pieces),
            _ => None,
        });
        let fill = match fill {
            None => None,
            Some((pieces, span)) => {
                let wrong = || CdlError::new(span, "a fill is: offset, length, source and the offset in it");
                Some(pieces.iter().map(|words| piece(words).ok_or_else(wrong)).collect::<Result<_, _>>()?)
            }
        };
        Ok(Frame { size, paddr: self.number(N::Paddr)?, fill })
    }

    fn io_device(&mut self) -> Result<Object, CdlError> {
        let pci = self.take(|param| match param {
            Param::Pci(bus, device, function) => Some((*bus, *device, *function)),
            _ => None,
        });
        let ((bus, device, function), span) = pci.ok_or_else(|| self.missing("a PCI address, such as 0:3.0"))?;
        let pci =
            PciAddress { bus: small((bus, span))?, device: small((device, span))?, function: small((function, span))? };
        Ok(Object::IoDevice { domain_id: self.needed(N::DomainId, "a domainID")?, pci, slots: Slots::new() })
    }

    fn io_ports(&mut self) -> Result<Object, CdlError> {
        let ports = self.take(|param| match param {
            Param::Ports(first, last) => Some((*first, *last)),
            _ => None,
        });
        let ((first, last), span) = ports.ok_or_else(|| self.missing("ports, such as [1016..1023]"))?;
        Ok(Object::IoPorts(PortRange { first: small((first, span))?, last: small((last, span))? }))
    }

    fn irq_source(&mut self) -> Result<IrqSource, CdlError> {
        Ok(match self.decl.kind {
            ObjectKind::ArmIrq => {
                let trigger = self.take(|param| match param {
                    Param::EdgeTriggered(edge) => Some(if *edge { Trigger::Edge } else { Trigger::Level }),
                    _ => None,
                });
                let (trigger, _) = trigger.ok_or_else(|| self.missing("a trigger"))?;
                IrqSource::Arm { trigger, target: self.needed(N::Target, "a target")? }
            }
            ObjectKind::IoApicIrq => IrqSource::IoApic(IoApicLine {
                ioapic: self.needed(N::IoapicNum, "an ioapic_num")?,
                pin: self.needed(N::IoapicPin, "an ioapic_pin")?,
                level: self.needed(N::IoapicLevel, "an ioapic_level")?,
                polarity: self.needed(N::IoapicPolarity, "an ioapic_polarity")?,
            }),
            ObjectKind::MsiIrq => IrqSource::Msi(MsiMessage {
                handle: self.needed(N::MsiHandle, "an msi_handle")?,
                pci: PciAddress {
                    bus: self.needed(N::MsiBus, "an msi_pci_bus")?,
                    device: self.needed(N::MsiDev, "an msi_pci_dev")?,
                    function: self.needed(N::MsiFun, "an msi_pci_fun")?,
                },
            }),
            _ => IrqSource::Plain,
        })
    }
}

fn irq(source: IrqSource) -> Object {
    Object::Irq(Irq { source, number: None, notification: None })
}

fn small<T: TryFrom<u64>>((number, span): (u64, &Span)) -> Result<T, CdlError> {
    T::try_from(number).map_err(|_| CdlError::new(span, format!("{number} is too large here")))
}

/// `offset length source … offset`.
fn piece(words: &[String]) -> Option<FrameFill> {
    let number = |word: &String| match word.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => word.parse().ok(),
    };
    let [frame_offset, len, source @ .., source_offset] = words else { return None };
    let source = match source {
        [kind, name] if kind == "CDL_FrameFill_FileData" => FillSource::File(name.trim_matches('"').to_owned()),
        [] => return None,
        words => FillSource::Loader(words.join(" ")),
    };
    Some(FrameFill {
        frame_offset: number(frame_offset)?,
        len: number(len)?,
        source,
        source_offset: number(source_offset)?,
    })
}
