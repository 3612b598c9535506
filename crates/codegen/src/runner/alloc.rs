// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `alloc_obj`, `alloc_cap`, `alloc`: objects and slots by name, made once for each entity; `obj_space` and `cap_space`, from which they come.

use std::sync::Arc;

use camkes_jinja::{Args, Class, Cx, Host, Py, PyResult, error, operations as ops};

use super::{
    cap::{self, Cap, Capability},
    context::Scope,
    kernel::{Handle, handle},
    log::{Cell, Key},
    objects::{Named, make},
    py,
    slots::Held,
    store::{ObjectId, Store},
    types::Kind,
};
use crate::ast::Text;

/// Where objects come from.
#[derive(Debug, Clone)]
pub(super) struct ObjectSpace(pub(super) Arc<Store>);

/// Where slots come from: a space by its index.
#[derive(Debug, Clone)]
pub(super) struct CapSpace {
    pub(super) store: Arc<Store>,
    pub(super) space: usize,
}

static OBJECT_SPACE: Class = Class::host("ObjectAllocator", &[]);
static CAP_SPACE: Class = Class::host("CSpaceAllocator", &[]);
static SPEC: Class = Class::host("Spec", &[]);

/// The allocation functions of a template.
pub(super) fn functions(scope: &Arc<Scope>) -> Vec<(&'static str, Py)> {
    let mut found = Vec::new();
    let Some(store) = scope.objects() else { return found };
    let (here, objects) = (Arc::clone(scope), Arc::clone(store));
    found.push(py::function("alloc_obj", move |args| {
        let bound = args.bind_open("alloc_obj", &["name", "type", "label"])?;
        let label = bound.get("label").map(label).transpose()?;
        let object = here.object(&objects, bound.required("name")?, bound.required("type")?, label, &bound.rest)?;
        Ok(Py::host(object))
    }));
    let Some(space) = scope.space else { return found };
    let (here, slots) = (Arc::clone(scope), CapSpace { store: Arc::clone(store), space });
    found.push(py::function("alloc_cap", move |args| {
        let bound = args.bind_open("alloc_cap", &["name", "obj"])?;
        here.slot(&slots, bound.required("name")?, bound.required("obj")?, &bound.rest)
    }));
    let (here, slots) = (Arc::clone(scope), CapSpace { store: Arc::clone(store), space });
    found.push(py::function("alloc", move |args| {
        let bound = args.bind_open("alloc", &["name", "type", "label"])?;
        let name = bound.required("name")?;
        let label = bound.get("label").map(label).transpose()?;
        let object = here.object(&slots.store, name, bound.required("type")?, label, &bound.rest)?;
        here.slot(&slots, name, &Py::host(object), &bound.rest)
    }));
    found
}

/// An integrity label: text or `None`.
pub(super) fn label(value: &Py) -> PyResult<Option<Text>> {
    if value.is_none() { Ok(None) } else { py::shown(value).map(Some) }
}

impl Scope {
    /// The object of a name of this entity.
    fn object(
        &self,
        store: &Arc<Store>,
        name: &Py,
        ty: &Py,
        label: Option<Option<Text>>,
        named: &Named<'_>,
    ) -> PyResult<Handle> {
        let own = self.label.as_deref().unwrap_or("None");
        let full = Text::from(format!("{own}_{}", ops::str(name)?));
        let known = {
            let mut state = store.lock();
            let full = state.names.add(&full);
            state.look_at(Key::Name(full.pattern()));
            let id = state.named.object(&self.label, full);
            id.and_then(|id| Some((id, state.object(id)?.kind)))
        };
        if let Some((id, kind)) = known {
            return Ok(Handle { store: Arc::clone(store), id, kind });
        }
        let label = label.unwrap_or_else(|| self.label.clone());
        let object = make(store, ty, Some(Text::clone(&full)), label, named)?;
        let mut state = store.lock();
        let full = state.names.add(&full);
        state.named.add_object(&self.label, full, object.id);
        state.touch(|| Cell::Named(self.label.clone(), full));
        drop(state);
        Ok(object)
    }

    /// The slot of a name of this entity; rights that are asked for later are added.
    fn slot(&self, slots: &CapSpace, name: &Py, object: &Py, named: &Named<'_>) -> PyResult {
        let key = py::shown(name)?;
        let known = {
            let mut state = slots.store.lock();
            let key = state.names.add(&key);
            state.look_at(Key::Slot(slots.space, key.pattern()));
            state.named.slot(&self.label, slots.space, key)
        };
        let object = if object.is_none() { None } else { Some(handle(object)?) };
        let slot = match known {
            Some(slot) => slot,
            None => {
                let slot = slots.alloc(object, named)?;
                let mut state = slots.store.lock();
                let key = state.names.add(&key);
                state.named.add_slot(&self.label, slots.space, key, slot);
                state.touch(|| Cell::NamedSlot(self.label.clone(), slots.space, key));
                slot
            }
        };
        if object.is_some()
            && let Some(cnode) = slots.cnode()
        {
            cnode.add_rights(slot, cap::rights(named)?)?;
        }
        Ok(Py::Int(slot))
    }
}

impl CapSpace {
    /// The CNode.
    pub(super) fn cnode(&self) -> Option<Handle> {
        let id = self.store.lock().spaces.get_index(self.space).map(|(_, space)| space.cnode)?;
        Some(Handle { store: Arc::clone(&self.store), id, kind: Kind::CNode })
    }

    /// Puts a capability, or nothing, in the next free slot; -1 if a CNode of fixed size is full.
    pub(super) fn alloc(&self, object: Option<&Handle>, named: &Named<'_>) -> PyResult<i64> {
        let cap = object.map(|object| Capability::new(object, named)).transpose()?;
        self.put(object, cap)
    }

    fn put(&self, object: Option<&Handle>, cap: Option<Capability>) -> PyResult<i64> {
        let cnode = self.cnode().ok_or_else(|| error::runtime_error("there is no such address space"))?;
        let (next, bits, row) = {
            let mut state = self.store.lock();
            state.look_at(Key::Next(self.space));
            state.look_at(Key::Object(cnode.id));
            let next = state.spaces.get_index(self.space).map_or(1, |(_, space)| space.next);
            let node = state.object(cnode.id).and_then(super::kernel::KernelObject::node);
            let bits = node.and_then(|node| node.field("size_bits")?.as_i64());
            (next, bits, state.row_len(cnode.id))
        };
        let mut slot = next;
        // A slot behind the end of a row ends it.
        let dict = if row.is_some_and(|len| next <= len + 1) { None } else { cnode.slots() };
        if let Some(slots) = dict.as_ref().and_then(Py::as_dict) {
            while slots.get(&Py::Int(slot))?.is_some() {
                slot += 1;
            }
        } else {
            let len = row.ok_or_else(|| error::runtime_error("the CNode has no slots"))?;
            slot = len + 1;
        }
        let full = bits.and_then(|bits| 1_i64.checked_shl(u32::try_from(bits).ok()?)).is_some_and(|size| slot >= size);
        {
            let mut state = self.store.lock();
            state.touch(|| Cell::Next(self.space));
            if let Some((_, space)) = state.spaces.get_index_mut(self.space) {
                space.next = if full { slot } else { slot + 1 };
            }
        }
        if full {
            return Ok(-1);
        }
        match dict.as_ref().and_then(Py::as_dict) {
            Some(slots) => {
                let cap = cap.map(|cap| Py::host(Cap::new(&self.store, cap)));
                if let (Some(object), Some(cap)) = (object.filter(|object| object.kind == Kind::CNode), &cap) {
                    object.update_guard_size(cap)?;
                }
                slots.insert(Py::Int(slot), cap.unwrap_or(Py::None))?;
            }
            None => {
                let (held, value) = {
                    let mut state = self.store.lock();
                    let held = cap.map_or(Held::Nothing, |cap| state.held(cap));
                    let shared =
                        if let Held::Shared(id) = held { Some(state.cap_value(&self.store, id)) } else { None };
                    (held, shared)
                };
                if let (Some(object), Some(cap)) = (object.filter(|object| object.kind == Kind::CNode), &value) {
                    object.update_guard_size(cap)?;
                }
                self.store.lock().push_slot(cnode.id, held);
            }
        }
        Ok(slot)
    }

    /// As [`CapSpace::alloc`], for a frame by its number, with a capability that is told its mapping later.
    pub(super) fn alloc_mapped(&self, frame: ObjectId, rights: camkes_capdl::Rights, cached: &Py) -> PyResult<i64> {
        let frame = Handle { store: Arc::clone(&self.store), id: frame, kind: Kind::Frame };
        let name = Text::from("cached");
        let mut cap = Capability::new(&frame, &[(&name, cached)])?;
        cap.state.rights |= rights;
        cap.state.deferred = true;
        self.put(None, Some(cap))
    }
}

impl Handle {
    /// Notes a capability to this CNode whose guard depends on the CNode's final size.
    fn update_guard_size(&self, cap: &Py) -> PyResult<()> {
        let list = {
            let mut state = self.store.lock();
            state.touch_object(self.id);
            let node = state.object(self.id).and_then(super::kernel::KernelObject::node);
            node.and_then(|node| node.field("update_guard_size_caps").cloned())
        };
        list.as_ref().and_then(Py::as_list).map_or(Ok(()), |list| list.push(cap.clone()))
    }
}

impl Host for CapSpace {
    fn class(&self) -> &'static Class {
        &CAP_SPACE
    }

    fn attribute(&self, _cx: &mut Cx<'_>, name: &str) -> PyResult<Option<Py>> {
        Ok(match name {
            "cnode" => self.cnode().map(Py::host),
            "slot" => {
                let mut state = self.store.lock();
                state.look_at(Key::Next(self.space));
                state.spaces.get_index(self.space).map(|(_, space)| Py::Int(space.next))
            }
            _ => None,
        })
    }

    fn has_method(&self, name: &str) -> bool {
        name == "alloc"
    }

    fn call_method(&self, _cx: &mut Cx<'_>, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
        if name != "alloc" {
            return Ok(None);
        }
        let bound = args.bind_open("alloc", &["obj"])?;
        let object = bound.required("obj")?;
        let object = if object.is_none() { None } else { Some(handle(object)?) };
        self.alloc(object, &bound.rest).map(|slot| Some(Py::Int(slot)))
    }

    fn identity(&self) -> Option<u128> {
        Some((0xFD << 120) | self.space as u128)
    }
}

impl ObjectSpace {
    fn named(&self, name: &str) -> Option<ObjectId> {
        let mut state = self.0.lock();
        let name = state.names.add(name);
        state.look_at(Key::Name(name.pattern()));
        state.by_name.get(&name).copied()
    }

    fn handle(&self, id: ObjectId) -> Option<Py> {
        let kind = self.0.lock().object(id).map(|object| object.kind)?;
        Some(Py::host(Handle { store: Arc::clone(&self.0), id, kind }))
    }

    /// All objects, in the order in which they were asked for.
    fn all(&self) -> Vec<Py> {
        let mut state = self.0.lock();
        state.look_at_all();
        let objects = (0_u32..).zip(&state.objects).filter(|(_, object)| !object.is_gap());
        objects.map(|(id, object)| Py::host(Handle { store: Arc::clone(&self.0), id, kind: object.kind })).collect()
    }
}

impl Host for ObjectSpace {
    fn class(&self) -> &'static Class {
        &OBJECT_SPACE
    }

    fn attribute(&self, _cx: &mut Cx<'_>, name: &str) -> PyResult<Option<Py>> {
        Ok(match name {
            "spec" => Some(Py::host(Spec(self.clone()))),
            "counter" => {
                let mut state = self.0.lock();
                state.look_at_all();
                Some(Py::from(state.allocated))
            }
            _ => None,
        })
    }

    fn has_method(&self, name: &str) -> bool {
        name == "alloc"
    }

    fn call_method(&self, _cx: &mut Cx<'_>, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
        if name != "alloc" {
            return Ok(None);
        }
        let bound = args.bind_open("alloc", &["type", "name", "label"])?;
        let name = bound.some("name").map(py::shown).transpose()?;
        let label = bound.some("label").map(py::shown).transpose()?;
        make(&self.0, bound.required("type")?, name, label, &bound.rest).map(|object| Some(Py::host(object)))
    }

    fn item(&self, _cx: &mut Cx<'_>, key: &Py) -> PyResult<Option<Py>> {
        let id = key.as_str().and_then(|name| self.named(name));
        match id.and_then(|id| self.handle(id)) {
            Some(object) => Ok(Some(object)),
            None => Err(error::key_error(ops::repr(key)?)),
        }
    }

    fn contains(&self, _cx: &mut Cx<'_>, item: &Py) -> PyResult<Option<bool>> {
        Ok(Some(item.as_str().is_some_and(|name| self.named(name).is_some())))
    }

    fn iterate(&self, _cx: &mut Cx<'_>) -> PyResult<Option<Vec<Py>>> {
        Ok(Some(self.all()))
    }
}

/// `obj_space.spec`.
#[derive(Debug, Clone)]
struct Spec(ObjectSpace);

impl Host for Spec {
    fn class(&self) -> &'static Class {
        &SPEC
    }

    fn attribute(&self, _cx: &mut Cx<'_>, name: &str) -> PyResult<Option<Py>> {
        Ok(match name {
            "objs" => Some(Py::set(self.0.all())),
            "arch" => Some(Py::from(self.0.0.lock().arch.name())),
            _ => None,
        })
    }

    fn iterate(&self, _cx: &mut Cx<'_>) -> PyResult<Option<Vec<Py>>> {
        Ok(Some(self.0.all()))
    }
}
