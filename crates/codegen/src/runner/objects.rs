// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Making kernel objects.

use std::sync::Arc;

use camkes_jinja::{Py, PyError, PyResult, error};

use super::{
    kernel::{Body, Handle, KernelObject, Node, address},
    log::Key,
    names::Name,
    slots::Slots,
    store::{State, Store},
    types::{Kind, ObjectType, page_type, root_type},
};
use crate::ast::Text;

/// Keyword arguments.
pub(super) type Named<'a> = [(&'a Text, &'a Py)];

/// The object of a name, which is made unless it is there. Without a name it gets one.
///
/// # Errors
/// `AssertionError` if it is there with another label; else what is wrong with the arguments.
pub(super) fn make(
    store: &Arc<Store>,
    ty: &Py,
    name: Option<Text>,
    label: Option<Text>,
    named: &Named<'_>,
) -> PyResult<Handle> {
    let Some(ObjectType(ty)) = ty.as_host::<ObjectType>() else {
        return Err(PyError::new(&camkes_jinja::class::EXCEPTION, format!("Invalid object type {ty:?}")));
    };
    let mut state = store.lock();
    let name = match name {
        Some(name) => name,
        None => {
            state.look_at_all();
            Text::from(format!("obj{}", state.allocated))
        }
    };
    let key = state.names.add(&name);
    state.look_at(Key::Name(key.pattern()));
    if let Some(id) = state.by_name.get(&key).copied() {
        if !state.has_label(&label, id) {
            let message = format!("attempt to allocate object {name} under a new, differing label");
            return Err(error::assertion_error(message));
        }
        let kind = state.object(id).map_or(Kind::Endpoint, |object| object.kind);
        return Ok(Handle { store: Arc::clone(store), id, kind });
    }
    state.allocated += 1;
    let (kind, body) = described(&state, ty, named)?;
    // An authority has one name, whatever it was asked for as.
    let shown = match kind {
        Kind::IrqControl => "irq_control",
        Kind::AsidControl => "asid_control",
        Kind::DomainControl => "domain",
        _ => &*name,
    };
    let shown = state.names.add(shown);
    let id = state.add(key, label, KernelObject { name: shown, kind, body });
    Ok(Handle { store: Arc::clone(store), id, kind })
}

impl State {
    /// Adds an object.
    pub(super) fn add(&mut self, name: Name, label: Option<Text>, object: KernelObject) -> u32 {
        let id = u32::try_from(self.objects.len()).unwrap_or(u32::MAX);
        if let Some(log) = &mut self.log {
            log.added.push((name, label.clone()));
        }
        self.objects.push(object);
        self.by_name.insert(name, id);
        self.labels.entry(label).or_default().push(id);
        id
    }

    fn has_label(&self, label: &Option<Text>, id: u32) -> bool {
        self.labels.get(label).is_some_and(|objects| objects.binary_search(&id).is_ok())
    }

    /// Adds frames of one run, all with a label. A frame that is there already stays.
    ///
    /// # Errors
    /// `AssertionError` if one is there with another label.
    pub(super) fn frame(
        &mut self,
        name: &str,
        label: Option<&Text>,
        size: u64,
        fill: Option<Box<[Text]>>,
    ) -> PyResult<u32> {
        let name = self.names.add(name);
        self.look_at(Key::Name(name.pattern()));
        if let Some(&id) = self.by_name.get(&name) {
            if !self.has_label(&label.cloned(), id) {
                let name = self.names.text(name);
                let message = format!("attempt to allocate object {name} under a new, differing label");
                return Err(error::assertion_error(message));
            }
            return Ok(id);
        }
        self.allocated += 1;
        let body = Body::Frame { size, paddr: None, fill };
        Ok(self.add(name, label.cloned(), KernelObject { name, kind: Kind::Frame, body }))
    }

    /// The kind of the architecture's topmost page table. On aarch64 a kernel for 40-bit addresses has no global directory.
    pub(super) fn root_kind(&self) -> Kind {
        match root_type(self.arch) {
            "seL4_AARCH64_PGD" if self.sizes.bits("seL4_AARCH64_PGD").is_some() => Kind::Pgd,
            "seL4_AARCH64_PGD" => Kind::Pud,
            "seL4_X64_PML4" => Kind::Pml4,
            "seL4_PageDirectoryObject" => Kind::PageDirectory,
            _ => Kind::PageTable,
        }
    }
}

/// A container without attributes.
pub(super) fn container() -> Body {
    Body::Node(Box::new(Node { fields: Vec::new(), slots: Some(Slots::Dict(Py::dict([]))) }))
}

/// An empty CNode of a size, which may be `'auto'`.
pub(super) fn cnode(size_bits: Py) -> Body {
    let mut body = container();
    if let Body::Node(node) = &mut body {
        node.slots = Some(Slots::Row(Vec::new()));
        node.set("size_bits", size_bits);
        node.set("update_guard_size_caps", Py::list(Vec::new()));
    }
    body
}

fn described(state: &State, ty: &str, named: &Named<'_>) -> PyResult<(Kind, Body)> {
    let find = |name: &str| named.iter().find(|(known, _)| ***known == *name).map(|(_, value)| (*value).clone());
    let plain = |kind| Ok((kind, Body::Plain));
    match ty {
        "seL4_EndpointObject" => plain(Kind::Endpoint),
        "seL4_NotificationObject" => plain(Kind::Notification),
        "seL4_VCPU" => plain(Kind::Vcpu),
        "seL4_RTReplyObject" => plain(Kind::RtReply),
        "seL4_IRQControl" => plain(Kind::IrqControl),
        "seL4_ASID_Control" => plain(Kind::AsidControl),
        "seL4_DomainControl" => plain(Kind::DomainControl),
        "seL4_ARMSID" => plain(Kind::StreamId),
        "seL4_ARMCB" => plain(Kind::ContextBank),
        "seL4_ARMSMC" => plain(Kind::Smc),
        "seL4_TCBObject" => Ok((Kind::Tcb, tcb())),
        "seL4_CapTableObject" => Ok((Kind::CNode, cnode(find("size_bits").unwrap_or_else(|| Py::from("auto"))))),
        "seL4_ASID_Pool" => Ok((Kind::AsidPool, with_fields(container(), &[("asid_high", Py::None)]))),
        "seL4_PageTableObject" => Ok((Kind::PageTable, container())),
        "seL4_IOPageTableObject" => Ok((Kind::IoPageTable, with_fields(container(), &[("level", Py::Int(1))]))),
        _ if ty == root_type(state.arch) => Ok((state.root_kind(), container())),
        "seL4_PageDirectoryObject" => Ok((Kind::PageDirectory, container())),
        "seL4_UntypedObject" => {
            let paddr = find("paddr").unwrap_or(Py::None);
            if paddr.as_i64() == Some(0) {
                return Err(error::assertion_error("an untyped can't be at address 0"));
            }
            let bits = find("size_bits").unwrap_or(Py::Int(12));
            Ok((Kind::Untyped, fields(&[("size_bits", bits), ("paddr", paddr)])))
        }
        "seL4_SchedContextObject" => {
            let bits = state.sizes.bits("seL4_SchedContextObject").map(i64::from);
            let values = [
                ("period", Py::Int(10_000)),
                ("budget", Py::Int(10_000)),
                ("data", Py::Int(0)),
                ("size_bits", Py::from(bits)),
            ];
            Ok((Kind::SchedContext, fields(&values)))
        }
        "seL4_SchedControl" => Ok((Kind::SchedControl, fields(&[("core", find("core").unwrap_or(Py::Int(0)))]))),
        "seL4_IRQHandler" => interrupt(&find),
        "seL4_IA32_IOPort" => Ok((Kind::IoPorts, required(&find, &["start_port", "end_port"])?)),
        "seL4_IA32_IOSpace" => Ok((Kind::IoDevice, required(&find, &["domainID", "bus", "dev", "fun"])?)),
        "seL4_ARM_IOSpace" => Ok((Kind::ArmIoDevice, required(&find, &["iospace"])?)),
        "seL4_ARM_SGI_Signal" => Ok((Kind::ArmSgiSignal, required(&find, &["irq", "target"])?)),
        "seL4_FrameObject" => {
            let size = find("size").as_ref().map(address).transpose()?.flatten().unwrap_or(4096);
            frame(size, &find)
        }
        _ => {
            let page = state.arch.page_sizes().into_iter().find(|page| page_type(page.kind) == ty);
            let Some(page) = page else {
                let message = format!("Invalid object type ObjectType.{ty}");
                return Err(PyError::new(&camkes_jinja::class::EXCEPTION, message));
            };
            frame(state.page_bytes(page), &find)
        }
    }
}

fn frame(size: u64, find: &impl Fn(&str) -> Option<Py>) -> PyResult<(Kind, Body)> {
    if !size.is_power_of_two() {
        return Err(error::assertion_error(format!("{size} bytes are no size of a frame")));
    }
    let paddr = find("paddr").as_ref().map(address).transpose()?.flatten();
    let fill = find("fill").map(|fill| match &fill {
        Py::List(items) => items.items().iter().filter_map(|item| item.as_str().map(Text::from)).collect(),
        other => other.as_str().map(Text::from).into_iter().collect::<Vec<_>>(),
    });
    let fill = fill.filter(|fill| !fill.is_empty()).map(Vec::into_boxed_slice);
    Ok((Kind::Frame, Body::Frame { size, paddr, fill }))
}

/// The same with attributes.
pub(super) fn with_fields(mut body: Body, values: &[(&str, Py)]) -> Body {
    if let Body::Node(node) = &mut body {
        for (name, value) in values {
            node.set(name, value.clone());
        }
    }
    body
}

/// Attributes without slots.
pub(super) fn fields(values: &[(&str, Py)]) -> Body {
    with_fields(Body::Node(Box::default()), values)
}

fn required(find: &impl Fn(&str) -> Option<Py>, names: &[&'static str]) -> PyResult<Body> {
    let mut values = Vec::with_capacity(names.len());
    for &name in names {
        let value = find(name).ok_or_else(|| error::value_error(format!("the object needs '{name}'")))?;
        values.push((name, value));
    }
    Ok(fields(&values))
}

/// A thread without anything.
pub(super) fn tcb() -> Body {
    let values = [
        ("addr", Py::Int(0)),
        ("ip", Py::Int(0)),
        ("sp", Py::Int(0)),
        ("prio", Py::Int(254)),
        ("max_prio", Py::Int(254)),
        ("affinity", Py::Int(0)),
        ("init", Py::list(Vec::new())),
        ("domain", Py::None),
        ("fault_ep_slot", Py::None),
        ("resume", Py::Bool(true)),
        ("fpu_disabled", Py::None),
    ];
    with_fields(container(), &values)
}

/// Which arguments are given decides what sort of interrupt it is.
fn interrupt(find: &impl Fn(&str) -> Option<Py>) -> PyResult<(Kind, Body)> {
    let given = |names: &[&str]| names.iter().all(|name| find(name).is_some());
    let take = |pairs: &[(&'static str, &str)]| {
        let values: Vec<_> = pairs.iter().map(|(field, name)| (*field, find(name).unwrap_or(Py::None))).collect();
        with_fields(container(), &values)
    };
    let (kind, body) = if find("trigger").is_some() || find("target").is_some() {
        let values = [
            ("number", find("number").unwrap_or(Py::None)),
            ("trigger", find("trigger").unwrap_or(Py::Int(0))),
            ("target", find("target").unwrap_or(Py::Int(0))),
        ];
        (Kind::ArmIrq, with_fields(container(), &values))
    } else if given(&["number"]) {
        (Kind::Irq, take(&[("number", "number")]))
    } else if given(&["vector", "ioapic", "ioapic_pin", "level", "polarity"]) {
        let pairs = [
            ("number", "vector"),
            ("ioapic", "ioapic"),
            ("pin", "ioapic_pin"),
            ("level", "level"),
            ("polarity", "polarity"),
        ];
        (Kind::IoApicIrq, take(&pairs))
    } else if given(&["vector", "handle", "pci_bus", "pci_dev", "pci_fun"]) {
        let pairs =
            [("number", "vector"), ("handle", "handle"), ("bus", "pci_bus"), ("dev", "pci_dev"), ("fun", "pci_fun")];
        (Kind::MsiIrq, take(&pairs))
    } else {
        return Err(error::value_error(
            "an interrupt needs number, or vector, ioapic, ioapic_pin, level and polarity, or vector, handle, pci_bus, pci_dev and pci_fun",
        ));
    };
    if let (Body::Node(node), Some(notification)) = (&body, find("notification").filter(|it| !it.is_none()))
        && let Some(slots) = node.slots.as_ref().and_then(Slots::as_dict).and_then(Py::as_dict)
    {
        slots.insert(Py::Int(0), notification)?;
    }
    Ok((kind, body))
}
