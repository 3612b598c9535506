// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Capabilities as templates hold them.

use std::{fmt, sync::Arc};

use camkes_capdl::{Caching, GuardSize, Mapped, Rights};
use camkes_jinja::{Args, Class, Cx, Host, Py, PyResult, error, operations as ops};

use super::{
    kernel::{Handle, handle},
    slots::Plain,
    store::{ObjectId, State, Store},
    types::{CAP, Kind},
};
use crate::ast::Text;

/// The number of a capability that templates may hold: its place in [`State::caps`].
pub(super) type CapId = u32;

/// A capability that a template holds. It is the same one wherever it is held.
#[derive(Clone)]
pub(super) struct Cap {
    store: Arc<Store>,
    pub(super) id: CapId,
    pub(super) object: ObjectId,
    pub(super) kind: Kind,
}

/// A capability: what it is to, and what is set on it.
#[derive(Debug, Clone)]
pub(super) struct Capability {
    pub(super) object: ObjectId,
    pub(super) kind: Kind,
    pub(super) state: CapState,
}

/// What can be set on a capability.
#[derive(Debug, Clone)]
pub(super) struct CapState {
    pub(super) rights: Rights,
    pub(super) cached: bool,
    /// The mapping that it makes is known when the ELF file is.
    pub(super) deferred: bool,
    /// Most capabilities are to frames, and have none of it.
    pub(super) more: Option<Box<More>>,
}

/// What can be set on a capability, and seldom is.
#[derive(Debug, Clone)]
pub(super) struct More {
    pub(super) badge: Py,
    pub(super) guard: Py,
    pub(super) guard_size: Py,
    /// What nothing here reads: ports, and the place of a mapping.
    pub(super) other: Vec<(Text, Py)>,
}

impl Default for More {
    fn default() -> Self {
        Self { badge: Py::None, guard: Py::Int(0), guard_size: Py::Int(0), other: Vec::new() }
    }
}

impl CapState {
    /// The badge, or `None`.
    pub(super) fn badge(&self) -> Py {
        self.more.as_ref().map_or(Py::None, |more| more.badge.clone())
    }

    /// The guard.
    pub(super) fn guard(&self) -> Py {
        self.more.as_ref().map_or(Py::Int(0), |more| more.guard.clone())
    }

    /// The number of the guard's bits.
    pub(super) fn guard_size(&self) -> Py {
        self.more.as_ref().map_or(Py::Int(0), |more| more.guard_size.clone())
    }

    fn more(&mut self) -> &mut More {
        self.more.get_or_insert_default()
    }
}

/// The names of the rights and the rights.
const RIGHTS: [(&str, Rights); 4] =
    [("read", Rights::READ), ("write", Rights::WRITE), ("grant", Rights::GRANT), ("grantreply", Rights::GRANT_REPLY)];

/// The rights that the bits of a number stand for.
pub(super) fn rights_of(bits: i64) -> Rights {
    RIGHTS.iter().enumerate().fold(
        Rights::NONE,
        |rights, (at, (_, right))| {
            if bits >> at & 1 == 1 { rights | *right } else { rights }
        },
    )
}

/// The rights that keyword arguments ask for, as flags or together in `rights`.
pub(super) fn rights(named: &[(&Text, &Py)]) -> PyResult<Rights> {
    let mut rights = Rights::NONE;
    for (name, value) in named {
        if let Some((_, right)) = RIGHTS.iter().find(|(known, _)| *known == &***name) {
            if ops::truth(value)? {
                rights |= *right;
            }
        } else if &***name == "rights" {
            rights |= rights_of(value.as_i64().unwrap_or_default());
        }
    }
    Ok(rights)
}

impl CapState {
    /// Sets something that is not a right; the old value is returned, to be dropped outside of the lock.
    fn set(&mut self, name: &str, value: Py, flag: Option<bool>) -> Option<Py> {
        match (name, flag) {
            ("cached", Some(flag)) => self.cached = flag,
            ("mapping_deferred", Some(flag)) => self.deferred = flag,
            ("badge", _) => return Some(std::mem::replace(&mut self.more().badge, value)),
            ("guard", _) => return Some(std::mem::replace(&mut self.more().guard, value)),
            ("guard_size", _) => return Some(std::mem::replace(&mut self.more().guard_size, value)),
            _ => {
                let other = &mut self.more().other;
                match other.iter_mut().find(|(known, _)| **known == *name) {
                    Some((_, old)) => return Some(std::mem::replace(old, value)),
                    None => other.push((Text::from(name), value)),
                }
            }
        }
        None
    }
}

/// The truth of what flags are set to.
fn flag(name: &str, value: &Py) -> PyResult<Option<bool>> {
    matches!(name, "cached" | "mapping_deferred").then(|| ops::truth(value)).transpose()
}

impl Capability {
    /// What stands where no capability is.
    pub(super) const GAP: Self = Self {
        object: ObjectId::MAX,
        kind: Kind::Frame,
        state: CapState { rights: Rights::NONE, cached: true, deferred: false, more: None },
    };

    /// A capability to an object with what keyword arguments say; names that mean nothing to it are let pass.
    pub(super) fn new(object: &Handle, named: &[(&Text, &Py)]) -> PyResult<Self> {
        let mut state = CapState { rights: rights(named)?, cached: true, deferred: false, more: None };
        for (name, value) in named {
            if matches!(&***name, "badge" | "cached" | "guard" | "guard_size" | "ports" | "mapping_deferred") {
                state.set(name, (*value).clone(), flag(name, value)?);
            }
        }
        Ok(Self { object: object.id, kind: object.kind, state })
    }

    /// A capability as a specification has it, and the table and the slot of the mapping that it makes.
    pub(super) fn restored(object: &Handle, cap: &camkes_capdl::Cap, place: Option<(Py, Py)>) -> Self {
        let guard_size = match cap.guard_size {
            GuardSize::FillWord => 0,
            GuardSize::Bits(bits) => bits,
        };
        let place = place
            .map(|(table, slot)| vec![(Text::from("mapping_container"), table), (Text::from("mapping_slot"), slot)]);
        let plain = cap.badge.is_none() && (cap.guard, guard_size) == (0, 0) && place.is_none();
        let more = More {
            badge: Py::from(cap.badge),
            guard: Py::from(cap.guard),
            guard_size: Py::from(guard_size),
            other: place.unwrap_or_default(),
        };
        let state = CapState {
            rights: cap.rights,
            cached: cap.caching == Caching::Cached,
            deferred: cap.mapping == Mapped::Later,
            more: (!plain).then(|| Box::new(more)),
        };
        Self { object: object.id, kind: object.kind, state }
    }

    /// A capability that was kept as numbers, to an object of a kind.
    pub(super) fn of_plain(kind: Kind, plain: Plain) -> Self {
        let Plain { object, rights, cached, deferred } = plain;
        Self { object, kind, state: CapState { rights, cached, deferred, more: None } }
    }

    /// The numbers that say all about it, if they can. Guards of CNodes may change later.
    pub(super) fn plain(&self) -> Option<Plain> {
        let CapState { rights, cached, deferred, ref more } = self.state;
        (more.is_none() && self.kind != Kind::CNode).then_some(Plain { object: self.object, rights, cached, deferred })
    }
}

impl State {
    /// Keeps a capability that templates may hold from now on.
    pub(super) fn hold(&mut self, cap: Capability) -> CapId {
        let id = CapId::try_from(self.caps.len()).unwrap_or(CapId::MAX);
        self.caps.push(cap);
        id
    }

    pub(super) fn cap(&self, id: CapId) -> Option<&Capability> {
        self.caps.get(id as usize)
    }

    /// The capability of a number as templates hold it.
    pub(super) fn cap_value(&self, store: &Arc<Store>, id: CapId) -> Py {
        let cap = |cap: &Capability| Cap { store: Arc::clone(store), id, object: cap.object, kind: cap.kind };
        self.cap(id).map_or(Py::None, |it| Py::host(cap(it)))
    }
}

impl Cap {
    /// A capability that templates hold from now on.
    pub(super) fn new(store: &Arc<Store>, cap: Capability) -> Self {
        let (object, kind) = (cap.object, cap.kind);
        let id = store.lock().hold(cap);
        Self { store: Arc::clone(store), id, object, kind }
    }

    /// Does something with it; nothing else may be called that may look at the state.
    fn change<T>(&self, act: impl FnOnce(&mut CapState) -> T) -> Option<T> {
        self.store.lock().cap_mut(self.id).map(act)
    }

    /// Adds rights.
    pub(super) fn add(&self, rights: Rights) {
        self.change(|state| state.rights |= rights);
    }

    /// The mapping that it makes is known later.
    fn defer_mapping(&self) {
        self.change(|state| state.deferred = true);
    }

    fn set(&self, name: &str, value: Py) -> PyResult<()> {
        if let Some((_, right)) = RIGHTS.iter().find(|(known, _)| *known == name) {
            let wanted = ops::truth(&value)?;
            self.change(|state| {
                let others = RIGHTS.iter().map(|(_, other)| *other).filter(|other| other != right);
                let kept = others.fold(Rights::NONE, |kept, other| kept | state.rights.intersection(other));
                state.rights = if wanted { kept | *right } else { kept };
            });
            return Ok(());
        }
        let flag = flag(name, &value)?;
        let old = self.change(|state| state.set(name, value, flag));
        drop(old);
        Ok(())
    }

    fn set_badge(&self, badge: &Py) -> PyResult<()> {
        if !matches!(self.kind, Kind::Endpoint | Kind::Notification | Kind::Smc) {
            let message = format!("a capability to a {} can't have a badge", self.kind.class().name());
            return Err(error::assertion_error(message));
        }
        match badge.as_i64() {
            Some(number) if (0..1 << 28).contains(&number) => self.set("badge", badge.clone()),
            _ => Err(error::assertion_error("badges can be a maximum of 28 bits")),
        }
    }
}

impl Host for Cap {
    fn class(&self) -> &'static Class {
        &CAP
    }

    fn attribute(&self, _cx: &mut Cx<'_>, name: &str) -> PyResult<Option<Py>> {
        if name == "referent" {
            return Ok(Some(Py::host(Handle { store: Arc::clone(&self.store), id: self.object, kind: self.kind })));
        }
        let mut store = self.store.lock();
        let Some(state) = store.look_at_cap(self.id) else { return Ok(None) };
        if let Some((_, right)) = RIGHTS.iter().find(|(known, _)| *known == name) {
            return Ok(Some(Py::Bool(state.rights.contains(*right))));
        }
        Ok(match name {
            "badge" => Some(state.badge()),
            "cached" => Some(Py::Bool(state.cached)),
            "guard" => Some(state.guard()),
            "guard_size" => Some(state.guard_size()),
            "mapping_deferred" => Some(Py::Bool(state.deferred)),
            _ => {
                let others = state.more.iter().flat_map(|more| &more.other);
                let known = others.into_iter().find(|(known, _)| **known == *name).map(|(_, value)| value.clone());
                known.or_else(|| matches!(name, "ports" | "mapping_container" | "mapping_slot").then_some(Py::None))
            }
        })
    }

    fn set_attribute(&self, _cx: &mut Cx<'_>, name: &str, value: Py) -> PyResult<()> {
        self.set(name, value)
    }

    fn has_method(&self, name: &str) -> bool {
        matches!(
            name,
            "set_badge" | "set_guard" | "set_guard_size" | "set_cached" | "set_mapping" | "set_mapping_deferred"
        )
    }

    fn call_method(&self, cx: &mut Cx<'_>, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
        if let Some(result) = super::py::dunder(self, cx, name, args)? {
            return Ok(Some(result));
        }
        match name {
            "set_badge" => self.set_badge(args.one("set_badge")?)?,
            "set_guard" => self.set("guard", args.one("set_guard")?.clone())?,
            "set_guard_size" => self.set("guard_size", args.one("set_guard_size")?.clone())?,
            "set_cached" => self.set("cached", args.one("set_cached")?.clone())?,
            "set_mapping" => {
                let bound = args.bind("set_mapping", &["container", "slot"])?;
                self.set("mapping_container", bound.required("container")?.clone())?;
                self.set("mapping_slot", bound.required("slot")?.clone())?;
            }
            "set_mapping_deferred" => self.defer_mapping(),
            _ => return Ok(None),
        }
        Ok(Some(Py::None))
    }

    fn identity(&self) -> Option<u128> {
        Some((0xFB << 120) | u128::from(self.id))
    }
}

impl fmt::Debug for Cap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cap").field("object", &self.object).finish_non_exhaustive()
    }
}

/// `Cap(object, …)`: a capability that is in no slot.
pub(super) fn construct(_cx: &mut Cx<'_>, _class: &'static Class, args: &Args<'_>) -> PyResult {
    let bound = args.bind_open("Cap", &["referent"])?;
    let object = handle(bound.required("referent")?)?;
    Ok(Py::host(Cap::new(&object.store, Capability::new(object, &bound.rest)?)))
}
