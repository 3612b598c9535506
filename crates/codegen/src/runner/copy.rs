// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Copies of what templates keep in the state, which nobody else holds.

use std::sync::Arc;

use camkes_jinja::{Py, class};

use super::{
    alloc::{CapSpace, ObjectSpace},
    cap::{Cap, CapState, Capability, More},
    entity::{Entity, System},
    kernel::{Body, Handle, KernelObject, Node},
    slots::Slots,
    types::{IrqMode, ObjectType},
};

/// Makes copies. Entities in them are those of a system, at the same places in it.
pub(super) struct Copier<'a> {
    pub(super) system: &'a Arc<System>,
    /// Whether what can be changed in place must have one holder: with two, a change by one would be seen by the other.
    pub(super) only_owned: bool,
}

impl Copier<'_> {
    /// A copy; `None` of what can't be copied.
    pub(super) fn value(&self, value: &Py) -> Option<Py> {
        let owned = |count: usize| !self.only_owned || count == 1;
        Some(match value {
            Py::None
            | Py::Undefined(_)
            | Py::Nothing
            | Py::Bool(_)
            | Py::Int(_)
            | Py::Big(_)
            | Py::Float(_)
            | Py::Str(_)
            | Py::Bytes(_)
            | Py::Range(_)
            | Py::Class(_) => value.clone(),
            Py::Tuple(items) => Py::tuple(self.values(items.items())?),
            Py::List(items) if owned(Arc::strong_count(items)) => Py::list(self.values(&items.items())?),
            Py::Dict(dict) if owned(Arc::strong_count(dict)) && value.class() == &class::DICT => {
                let pairs = dict.entries().into_iter();
                let pairs = pairs.map(|(key, value)| Some((self.value(&key)?, self.value(&value)?)));
                Py::dict(pairs.collect::<Option<Vec<_>>>()?)
            }
            Py::Set(set) if owned(Arc::strong_count(set)) => {
                let items = self.values(&set.items())?;
                if value.class() == &class::ORDERED_SET {
                    Py::set(items)
                } else if value.class() == &class::SET {
                    Py::plain_set(items)
                } else {
                    return None;
                }
            }
            Py::Host(_) => {
                if let Some(entity) = value.as_host::<Entity>() {
                    return Some(Entity::value(self.system, entity.at));
                }
                let same = value.as_host::<Handle>().is_some()
                    || value.as_host::<Cap>().is_some()
                    || value.as_host::<ObjectType>().is_some()
                    || value.as_host::<IrqMode>().is_some()
                    || value.as_host::<CapSpace>().is_some()
                    || value.as_host::<ObjectSpace>().is_some();
                return same.then(|| value.clone());
            }
            _ => return None,
        })
    }

    fn values(&self, values: &[Py]) -> Option<Vec<Py>> {
        values.iter().map(|value| self.value(value)).collect()
    }

    /// A copy of an object; a row of slots is left out.
    pub(super) fn object(&self, object: &KernelObject) -> Option<KernelObject> {
        let body = match &object.body {
            Body::Plain => Body::Plain,
            Body::Frame { size, paddr, fill } => Body::Frame { size: *size, paddr: *paddr, fill: fill.clone() },
            Body::Node(node) => {
                let fields = node.fields.iter().map(|(name, value)| Some((Arc::clone(name), self.value(value)?)));
                let slots = match &node.slots {
                    None => None,
                    Some(Slots::Row(_)) => Some(Slots::Row(Vec::new())),
                    Some(Slots::Dict(slots)) => Some(Slots::Dict(self.value(slots)?)),
                };
                Body::Node(Box::new(Node { fields: fields.collect::<Option<_>>()?, slots }))
            }
        };
        Some(KernelObject { name: object.name, kind: object.kind, body })
    }

    /// A copy of a capability.
    pub(super) fn cap(&self, cap: &Capability) -> Option<Capability> {
        Some(Capability { object: cap.object, kind: cap.kind, state: self.cap_state(&cap.state)? })
    }

    /// A copy of what is set on a capability.
    pub(super) fn cap_state(&self, state: &CapState) -> Option<CapState> {
        let more = |more: &More| {
            let other = more.other.iter().map(|(name, value)| Some((Arc::clone(name), self.value(value)?)));
            Some(Box::new(More {
                badge: self.value(&more.badge)?,
                guard: self.value(&more.guard)?,
                guard_size: self.value(&more.guard_size)?,
                other: other.collect::<Option<_>>()?,
            }))
        };
        let more = match &state.more {
            None => None,
            Some(held) => Some(more(held)?),
        };
        Some(CapState { more, ..*state })
    }
}

/// Whether two values are of the same types and hold the same.
pub(super) fn alike(a: &Py, b: &Py) -> bool {
    match (a, b) {
        (Py::None, Py::None) | (Py::Nothing, Py::Nothing) => true,
        (Py::Undefined(a), Py::Undefined(b)) | (Py::Str(a), Py::Str(b)) => a == b,
        (Py::Bool(a), Py::Bool(b)) => a == b,
        (Py::Int(a), Py::Int(b)) => a == b,
        (Py::Big(a), Py::Big(b)) => a == b,
        (Py::Float(a), Py::Float(b)) => a.to_bits() == b.to_bits(),
        (Py::Bytes(a), Py::Bytes(b)) => a == b,
        (Py::Class(a), Py::Class(b)) => a == b,
        (Py::Tuple(a), Py::Tuple(b)) => all_alike(a.items(), b.items()),
        (Py::List(a), Py::List(b)) => all_alike(&a.items(), &b.items()),
        (Py::Set(x), Py::Set(y)) => a.class() == b.class() && all_alike(&x.items(), &y.items()),
        (Py::Dict(x), Py::Dict(y)) => {
            let (x, y) = (x.entries(), y.entries());
            let pairs = x.len() == y.len()
                && x.iter().zip(&y).all(|((key, value), (other, its))| alike(key, other) && alike(value, its));
            a.class() == b.class() && pairs
        }
        (Py::Host(_), Py::Host(_)) => hosts_alike(a, b),
        _ => false,
    }
}

fn all_alike(a: &[Py], b: &[Py]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b))
}

fn hosts_alike(a: &Py, b: &Py) -> bool {
    if let (Some(a), Some(b)) = (a.as_host::<Entity>(), b.as_host::<Entity>()) {
        return a.at == b.at;
    }
    if let (Some(a), Some(b)) = (a.as_host::<Handle>(), b.as_host::<Handle>()) {
        return (a.id, a.kind) == (b.id, b.kind);
    }
    if let (Some(a), Some(b)) = (a.as_host::<Cap>(), b.as_host::<Cap>()) {
        return (a.id, a.object, a.kind) == (b.id, b.object, b.kind);
    }
    if let (Some(a), Some(b)) = (a.as_host::<ObjectType>(), b.as_host::<ObjectType>()) {
        return a.0 == b.0;
    }
    if let (Some(a), Some(b)) = (a.as_host::<IrqMode>(), b.as_host::<IrqMode>()) {
        return (a.0, a.1) == (b.0, b.1);
    }
    if let (Some(a), Some(b)) = (a.as_host::<CapSpace>(), b.as_host::<CapSpace>()) {
        return a.space == b.space;
    }
    a.as_host::<ObjectSpace>().is_some() && b.as_host::<ObjectSpace>().is_some()
}

/// As [`alike`], of what is set on capabilities.
pub(super) fn caps_alike(a: &CapState, b: &CapState) -> bool {
    let more = match (&a.more, &b.more) {
        (None, None) => true,
        (Some(a), Some(b)) => {
            alike(&a.badge, &b.badge)
                && alike(&a.guard, &b.guard)
                && alike(&a.guard_size, &b.guard_size)
                && named_alike(&a.other, &b.other)
        }
        _ => false,
    };
    (a.rights, a.cached, a.deferred) == (b.rights, b.cached, b.deferred) && more
}

fn named_alike(a: &[(Arc<str>, Py)], b: &[(Arc<str>, Py)]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|((name, value), (other, its))| name == other && alike(value, its))
}

/// As [`alike`], of objects without their rows of slots.
pub(super) fn objects_alike(a: &KernelObject, b: &KernelObject) -> bool {
    let bodies = match (&a.body, &b.body) {
        (Body::Plain, Body::Plain) => true,
        (Body::Frame { size, paddr, fill }, Body::Frame { size: other_size, paddr: other_paddr, fill: other_fill }) => {
            (size, paddr, fill) == (other_size, other_paddr, other_fill)
        }
        (Body::Node(a), Body::Node(b)) => {
            let slots = match (&a.slots, &b.slots) {
                (None, None) | (Some(Slots::Row(_)), Some(Slots::Row(_))) => true,
                (Some(Slots::Dict(a)), Some(Slots::Dict(b))) => alike(a, b),
                _ => false,
            };
            slots && named_alike(&a.fields, &b.fields)
        }
        _ => false,
    };
    (a.name, a.kind) == (b.name, b.kind) && bodies
}
