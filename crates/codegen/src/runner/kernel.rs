// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Kernel objects as templates hold them: attributes that can be read and set, and slots.

use std::sync::Arc;

use camkes_capdl::Rights;
use camkes_jinja::{Args, Class, Cx, Host, Py, PyError, PyResult, error, operations as ops};

use super::{
    cap::Cap,
    log::Key,
    names::Name,
    slots::Slots,
    store::{ObjectId, State, Store},
    types::Kind,
};
use crate::ast::Text;

/// A kernel object.
#[derive(Debug)]
pub(super) struct KernelObject {
    pub(super) name: Name,
    pub(super) kind: Kind,
    pub(super) body: Body,
}

/// What an object holds besides its name. Most objects are frames, so those are small.
#[derive(Debug)]
pub(super) enum Body {
    /// Nothing.
    Plain,
    /// A frame's attributes.
    Frame { size: u64, paddr: Option<u64>, fill: Option<Box<[Text]>> },
    /// Attributes and slots.
    Node(Box<Node>),
}

/// Attributes of any value, and slots if it is a container.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) fields: Vec<(Text, Py)>,
    pub(super) slots: Option<Slots>,
}

/// An object that a template holds.
#[derive(Debug, Clone)]
pub(super) struct Handle {
    pub(super) store: Arc<Store>,
    pub(super) id: ObjectId,
    pub(super) kind: Kind,
}

impl Node {
    pub(super) fn field(&self, name: &str) -> Option<&Py> {
        self.fields.iter().find(|(known, _)| **known == *name).map(|(_, value)| value)
    }

    /// Sets an attribute; the old value is returned, to be dropped outside of the lock.
    pub(super) fn set(&mut self, name: &str, value: Py) -> Option<Py> {
        match self.fields.iter_mut().find(|(known, _)| **known == *name) {
            Some((_, old)) => Some(std::mem::replace(old, value)),
            None => {
                self.fields.push((Text::from(name), value));
                None
            }
        }
    }
}

impl KernelObject {
    pub(super) fn node(&self) -> Option<&Node> {
        match &self.body {
            Body::Node(node) => Some(node),
            _ => None,
        }
    }

    pub(super) fn node_mut(&mut self) -> Option<&mut Node> {
        match &mut self.body {
            Body::Node(node) => Some(node),
            _ => None,
        }
    }

    /// What stands where no object is.
    pub(super) const GAP: Self = Self { name: Name::NONE, kind: Kind::Frame, body: Body::Plain };

    /// Keeps the row of slots of what it takes the place of, unless it has slots of its own.
    pub(super) fn keep_row_of(&mut self, before: Self) {
        if let (Body::Node(node), Body::Node(before)) = (&mut self.body, before.body)
            && let (Some(slots @ Slots::Row(_)), Some(row @ Slots::Row(_))) = (&mut node.slots, before.slots)
        {
            *slots = row;
        }
    }

    pub(super) fn is_gap(&self) -> bool {
        self.kind == Kind::Frame && matches!(self.body, Body::Plain)
    }

    /// log2 of its size in bytes; `None` for what takes no memory.
    fn size_bits(&self, state: &State) -> Option<u64> {
        let field = |name| self.node()?.field(name)?.as_i64().and_then(|bits| u64::try_from(bits).ok());
        match self.kind {
            Kind::Untyped | Kind::SchedContext => field("size_bits"),
            Kind::Frame => match self.body {
                Body::Frame { size, .. } => size.checked_ilog2().map(u64::from),
                _ => None,
            },
            Kind::CNode => Some(self.slot_bits()? + u64::from(state.sizes.bits("seL4_Slot").unwrap_or_default())),
            kind => state.sizes.bits(kind.size_name()?).map(u64::from),
        }
    }

    /// log2 of the number of slots of a CNode: as set, else the least that holds its highest slot.
    fn slot_bits(&self) -> Option<u64> {
        let node = self.node()?;
        if let Some(bits) = node.field("size_bits").and_then(Py::as_i64) {
            return u64::try_from(bits).ok();
        }
        let highest = node.slots.as_ref()?.highest().max(2);
        Some(u64::from(highest.ilog2()) + 1)
    }
}

impl Handle {
    /// Does something with the object; nothing else may be called that may look at the state.
    fn with<T>(&self, act: impl FnOnce(&KernelObject) -> T) -> Option<T> {
        let mut state = self.store.lock();
        state.look_at(Key::Object(self.id));
        state.object(self.id).map(act)
    }

    /// The slots of a container as a dictionary, which they are from now on.
    pub(super) fn slots(&self) -> Option<Py> {
        self.store.lock().slots_as_dict(&self.store, self.id)
    }

    /// What a slot holds.
    fn held(&self, slot: &Py) -> PyResult<Option<Py>> {
        if let Py::Int(number) = slot
            && let Some(held) = self.store.lock().slot_of_row(&self.store, self.id, *number)
        {
            return Ok(Some(held));
        }
        self.slots().as_ref().and_then(Py::as_dict).map(|slots| slots.get(slot)).transpose().map(Option::flatten)
    }

    /// Adds rights to the capability in a slot.
    pub(super) fn add_rights(&self, slot: i64, rights: Rights) -> PyResult<()> {
        {
            let mut state = self.store.lock();
            if state.row_len(self.id).is_some() {
                state.add_rights(self.id, slot, rights);
                return Ok(());
            }
        }
        if let Some(cap) = self.held(&Py::Int(slot))?.as_ref().and_then(cap) {
            cap.add(rights);
        }
        Ok(())
    }

    fn set(&self, name: &str, value: Py) -> PyResult<()> {
        let mut state = self.store.lock();
        state.touch_object(self.id);
        let Some(object) = state.object_mut(self.id) else { return Ok(()) };
        if matches!(object.body, Body::Plain) {
            object.body = Body::Node(Box::default());
        }
        let old = match &mut object.body {
            Body::Node(node) => node.set(name, value),
            Body::Frame { size, paddr, fill } => {
                match name {
                    "paddr" => *paddr = address(&value)?,
                    "size" => *size = address(&value)?.unwrap_or(*size),
                    "fill" => *fill = fills(&value),
                    _ => return Err(error::attribute_error(format!("a frame has no attribute '{name}'"))),
                }
                None
            }
            Body::Plain => None,
        };
        drop(state);
        drop(old);
        Ok(())
    }

    fn set_fault_endpoint(&self, args: &Args<'_>) -> PyResult<()> {
        let bound = args.bind("set_fault_ep_slot", &["fault_ep_slot", "fault_ep", "badge", "rights"])?;
        if let Some(slot) = bound.some("fault_ep_slot").filter(|slot| slot.as_i64() != Some(0)) {
            self.set("fault_ep_slot", slot.clone())?;
        }
        let Some(endpoint) = bound.some("fault_ep") else { return Ok(()) };
        let badge = bound.some("badge").and_then(Py::as_i64).filter(|badge| *badge != 0);
        let rights = bound.some("rights").and_then(Py::as_i64).map_or(Rights::ALL, super::cap::rights_of);
        let letters: String =
            [('R', Rights::READ), ('W', Rights::WRITE), ('G', Rights::GRANT), ('P', Rights::GRANT_REPLY)]
                .into_iter()
                .filter(|(_, right)| rights.contains(*right))
                .map(|(letter, _)| letter)
                .collect();
        let badge = badge.map(|badge| format!("badge: {badge}"));
        let fields: Vec<String> = badge.into_iter().chain((!letters.is_empty()).then_some(letters)).collect();
        let mut text = ops::str(endpoint)?.to_string();
        if !fields.is_empty() {
            text = format!("{text} ({})", fields.join(","));
        }
        self.put(&Py::from("fault_ep_slot"), Py::from(text))
    }

    /// Puts a capability in a slot.
    pub(super) fn put(&self, key: &Py, value: Py) -> PyResult<()> {
        match self.slots().as_ref().and_then(Py::as_dict) {
            Some(slots) => slots.insert(key.clone(), value),
            None => Err(self.no_items()),
        }
    }

    fn no_items(&self) -> PyError {
        error::type_error(format!("'{}' object does not support item assignment", self.kind.class().name()))
    }
}

impl Host for Handle {
    fn class(&self) -> &'static Class {
        self.kind.class()
    }

    fn attribute(&self, _cx: &mut Cx<'_>, name: &str) -> PyResult<Option<Py>> {
        if name == "slots"
            && let Some(slots) = self.slots()
        {
            self.store.lock().look_beyond();
            return Ok(Some(slots));
        }
        if name == "name" {
            let mut state = self.store.lock();
            state.look_at(Key::Object(self.id));
            return Ok(state.object(self.id).map(|object| Py::from(state.names.text(object.name))));
        }
        let found = self.with(|object| match (name, &object.body) {
            ("size", Body::Frame { size, .. }) => Some(Py::from(*size)),
            ("paddr", Body::Frame { paddr, .. }) => Some(Py::from(*paddr)),
            ("fill", Body::Frame { fill, .. }) => {
                Some(Py::list(fill.iter().flatten().map(|text| Py::Str(Text::clone(text))).collect()))
            }
            (_, Body::Node(node)) => node.field(name).cloned(),
            _ => None,
        });
        let found = found.flatten();
        if matches!(found, Some(Py::List(_) | Py::Dict(_) | Py::Set(_))) {
            // Who holds it may change it.
            self.store.lock().touch_object(self.id);
        }
        Ok(found)
    }

    fn set_attribute(&self, _cx: &mut Cx<'_>, name: &str, value: Py) -> PyResult<()> {
        self.set(name, value)
    }

    fn has_method(&self, name: &str) -> bool {
        match name {
            "get_size_bits" | "get_size" | "is_container" => true,
            "set_fault_ep_slot" | "set_affinity" => self.kind == Kind::Tcb,
            "set_fill" => self.kind == Kind::Frame,
            "set_notification" => self.kind.is_irq(),
            "get_slot_bits" => self.kind == Kind::CNode,
            _ => false,
        }
    }

    fn call_method(&self, cx: &mut Cx<'_>, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
        if let Some(result) = super::py::dunder(self, cx, name, args)? {
            return Ok(Some(result));
        }
        if !self.has_method(name) {
            return Ok(None);
        }
        let bits = || {
            let mut state = self.store.lock();
            state.look_at(Key::Object(self.id));
            state.look_at(Key::Rows(self.id));
            state.object(self.id).and_then(|object| object.size_bits(&state))
        };
        Ok(Some(match name {
            "get_size_bits" => Py::from(bits()),
            "get_size" => Py::from(bits().and_then(|bits| 1_i128.checked_shl(u32::try_from(bits).ok()?))),
            "is_container" => Py::from(self.kind.is_container()),
            "get_slot_bits" => {
                self.store.lock().look_at(Key::Rows(self.id));
                Py::from(self.with(KernelObject::slot_bits).flatten())
            }
            "set_fault_ep_slot" => {
                self.set_fault_endpoint(args)?;
                Py::None
            }
            "set_affinity" => {
                self.set("affinity", args.one("set_affinity")?.clone())?;
                Py::None
            }
            "set_fill" => {
                self.set("fill", args.one("set_fill")?.clone())?;
                Py::None
            }
            _ => {
                self.put(&Py::Int(0), args.one("set_notification")?.clone())?;
                Py::None
            }
        }))
    }

    fn item(&self, _cx: &mut Cx<'_>, key: &Py) -> PyResult<Option<Py>> {
        if !self.with(|object| object.node().is_some_and(|node| node.slots.is_some())).unwrap_or_default() {
            return Ok(None);
        }
        match self.held(key)? {
            Some(cap) => Ok(Some(cap)),
            None => Err(error::key_error(ops::repr(key)?)),
        }
    }

    fn set_item(&self, _cx: &mut Cx<'_>, key: &Py, value: Py) -> PyResult<()> {
        self.put(key, value)
    }

    fn contains(&self, _cx: &mut Cx<'_>, item: &Py) -> PyResult<Option<bool>> {
        let Some(slots) = self.slots() else { return Ok(None) };
        slots.as_dict().map(|slots| slots.get(item).map(|found| found.is_some())).transpose()
    }

    fn iterate(&self, _cx: &mut Cx<'_>) -> PyResult<Option<Vec<Py>>> {
        Ok(self.slots().and_then(|slots| slots.as_dict().map(|slots| slots.keys())))
    }

    fn identity(&self) -> Option<u128> {
        Some((0xFE << 120) | u128::from(self.id))
    }
}

/// A physical address or size; `None` stays.
pub(super) fn address(value: &Py) -> PyResult<Option<u64>> {
    match value {
        Py::None => Ok(None),
        _ => match value.as_big().map(u64::try_from) {
            Some(Ok(number)) => Ok(Some(number)),
            _ => Err(error::type_error(format!("an address is a number, not {}", value.type_name()))),
        },
    }
}

/// What a frame is filled with: a list of texts, or one.
fn fills(value: &Py) -> Option<Box<[Text]>> {
    let texts: Vec<Text> = match value {
        Py::Str(text) => vec![Text::clone(text)],
        Py::List(items) => items.items().iter().filter_map(|item| item.as_str().map(Text::from)).collect(),
        _ => Vec::new(),
    };
    (!texts.is_empty()).then(|| texts.into())
}

/// The kernel object in a value.
pub(super) fn handle(value: &Py) -> PyResult<&Handle> {
    value
        .as_host::<Handle>()
        .ok_or_else(|| error::assertion_error(format!("expected a kernel object, found {}", value.type_name())))
}

/// The capability in a value.
pub(super) fn cap(value: &Py) -> Option<&Cap> {
    value.as_host::<Cap>()
}
