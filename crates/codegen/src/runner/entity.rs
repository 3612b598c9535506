// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The resolved system as templates see it: every entity is a handle with attributes.

mod at;
mod attributes;
mod class;
mod configuration;
mod inner;
mod methods;

use std::sync::{Arc, Mutex, PoisonError};

use camkes_jinja::{Args, Class, Cx, Host, Py, PyResult, error, operations as ops};

pub(super) use self::{
    at::{At, InterfaceRef, Owner, Side},
    class::module,
};
use super::{log::Key, store::Store};
use crate::ast::{self, Ast, Text};

/// The system that all entities belong to.
#[derive(Debug)]
pub(super) struct System {
    pub(super) ast: Arc<Ast>,
    kept: Mutex<Kept>,
    /// Where it is noted what templates look at.
    noted: Option<Arc<Store>>,
}

/// Values that are made once for the whole call.
#[derive(Debug, Default)]
struct Kept {
    configuration: Option<Py>,
    instances: Option<Py>,
    connections: Option<Py>,
}

/// An entity.
#[derive(Debug, Clone)]
pub(super) struct Entity {
    pub(super) system: Arc<System>,
    pub(super) at: At,
}

impl System {
    pub(super) fn new(ast: Arc<Ast>) -> Self {
        Self { ast, kept: Mutex::default(), noted: None }
    }

    /// A system whose state notes what templates look at.
    pub(super) fn noted(ast: Arc<Ast>, store: &Arc<Store>) -> Self {
        Self { ast, kept: Mutex::default(), noted: Some(Arc::clone(store)) }
    }

    /// Notes that a template looks at something that may change while the system is made of the same parts.
    fn look_at(&self, key: Key<'_>) {
        if let Some(store) = &self.noted {
            store.lock().look_at(key);
        }
    }

    /// Notes that a template may change what nobody writes down.
    fn look_beyond(&self) {
        if let Some(store) = &self.noted {
            store.lock().look_beyond();
        }
    }

    /// Whether settings that templates held are as the configurations give them.
    pub(super) fn are_settings(&self, lent: impl IntoIterator<Item = (Text, Text)>) -> bool {
        let configuration = self.kept.lock().unwrap_or_else(PoisonError::into_inner).configuration.clone();
        lent.into_iter().all(|(entity, name)| configuration::is_setting(self, configuration.as_ref(), &entity, &name))
    }

    fn keep(&self, slot: fn(&mut Kept) -> &mut Option<Py>, make: impl FnOnce() -> Py) -> Py {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        slot(&mut kept).get_or_insert_with(make).clone()
    }

    /// `configuration`: one value for the whole call, since templates may write to it.
    pub(super) fn configuration(self: &Arc<Self>) -> Py {
        self.keep(|kept| &mut kept.configuration, || configuration::value(self))
    }

    /// All instances, as templates hold them.
    fn instances(self: &Arc<Self>) -> Py {
        let all = || Entity::tuple(self, self.ast.instances.len(), At::Instance);
        self.keep(|kept| &mut kept.instances, all)
    }

    /// All connections, as templates hold them.
    fn connections(self: &Arc<Self>) -> Py {
        let all = || Entity::tuple(self, self.ast.connections.len(), At::Connection);
        self.keep(|kept| &mut kept.connections, all)
    }

    /// The values that are kept refer back to the system, so that they must be let go.
    pub(super) fn release(&self) {
        let kept = std::mem::take(&mut *self.kept.lock().unwrap_or_else(PoisonError::into_inner));
        drop(kept);
    }

    /// The component that an interface is of, and the interface.
    pub(super) fn interface(&self, of: InterfaceRef) -> Option<&ast::Interface> {
        self.ast.components.get(of.component as usize)?.interfaces.get(of.index as usize)
    }

    /// An end of a connection.
    pub(super) fn end(&self, connection: u32, side: Side, index: u32) -> Option<ast::End> {
        let connection = self.ast.connections.get(connection as usize)?;
        let ends = match side {
            Side::From => &connection.from,
            Side::To => &connection.to,
        };
        ends.get(index as usize).copied()
    }

    /// The interface of an end.
    pub(super) fn interface_of(&self, end: ast::End) -> Option<InterfaceRef> {
        let component = self.ast.instances.get(end.instance as usize)?.component;
        Some(InterfaceRef { component, index: end.interface })
    }
}

impl Entity {
    pub(super) fn value(system: &Arc<System>, at: At) -> Py {
        Py::host(Self { system: Arc::clone(system), at })
    }

    fn sibling(&self, at: At) -> Py {
        Self::value(&self.system, at)
    }

    fn tuple(system: &Arc<System>, count: usize, at: impl Fn(u32) -> At) -> Py {
        Py::tuple(numbers(count).map(|index| Self::value(system, at(index))).collect())
    }

    fn siblings(&self, count: usize, at: impl Fn(u32) -> At) -> Py {
        Self::tuple(&self.system, count, at)
    }

    fn list(&self, count: usize, at: impl Fn(u32) -> At) -> Py {
        Py::list(numbers(count).map(|index| self.sibling(at(index))).collect())
    }

    /// Interfaces that are equal: of one kind, name and type, though they may be of different components.
    fn same_interface(&self, a: InterfaceRef, b: InterfaceRef) -> bool {
        a == b
            || match (self.system.interface(a), self.system.interface(b)) {
                (Some(a), Some(b)) => a.kind == b.kind && a.name == b.name && a.ty == b.ty && a.optional == b.optional,
                _ => false,
            }
    }

    fn equal(&self, other: At) -> bool {
        match (self.at, other) {
            (At::Interface(a), At::Interface(b)) => self.same_interface(a, b),
            (
                At::End { connection, side, index },
                At::End { connection: other_connection, side: other_side, index: other_index },
            ) => {
                let a = self.system.end(connection, side, index);
                let b = self.system.end(other_connection, other_side, other_index);
                side == other_side && a.is_some() && a == b
            }
            (a, b) => a == b,
        }
    }
}

/// Indices below a length. No table is longer than its numbers reach.
fn numbers(count: usize) -> std::ops::Range<u32> {
    0..u32::try_from(count).unwrap_or(u32::MAX)
}

impl Host for Entity {
    fn class(&self) -> &'static Class {
        class::of(self)
    }

    fn attribute(&self, _cx: &mut Cx<'_>, name: &str) -> PyResult<Option<Py>> {
        self.find(name)
    }

    fn set_attribute(&self, _cx: &mut Cx<'_>, name: &str, value: Py) -> PyResult<()> {
        let (class, value) = (self.class().name(), ops::repr(&value)?);
        Err(error::type_error(format!(
            "Tried to change {name} on object {class} to value {value} but object is frozen"
        )))
    }

    fn has_method(&self, name: &str) -> bool {
        self.knows(name)
    }

    fn call_method(&self, cx: &mut Cx<'_>, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
        if let Some(result) = super::py::dunder(self, cx, name, args)? {
            return Ok(Some(result));
        }
        self.method(name, args)
    }

    fn item(&self, _cx: &mut Cx<'_>, key: &Py) -> PyResult<Option<Py>> {
        let Some(members) = self.members() else { return Ok(None) };
        let found = key.as_str().and_then(|key| members.into_iter().find(|(name, _)| **name == *key));
        match found {
            Some((_, member)) => Ok(Some(member)),
            None => Err(error::key_error(ops::repr(key)?)),
        }
    }

    fn contains(&self, _cx: &mut Cx<'_>, item: &Py) -> PyResult<Option<bool>> {
        let Some(members) = self.members() else { return Ok(None) };
        Ok(Some(item.as_str().is_some_and(|key| members.iter().any(|(name, _)| **name == *key))))
    }

    fn length(&self) -> Option<usize> {
        self.member_count()
    }

    fn iterate(&self, _cx: &mut Cx<'_>) -> PyResult<Option<Vec<Py>>> {
        Ok(self.members().map(|members| members.into_iter().map(|(name, _)| Py::Str(name)).collect()))
    }

    fn str(&self) -> String {
        self.text().map_or_else(|| self.repr(), |text| text.to_string())
    }

    fn equals(&self, other: &Py) -> bool {
        other.as_host::<Self>().is_some_and(|other| self.equal(other.at))
    }

    fn hash(&self) -> Option<u64> {
        let interface = |of| self.system.interface(of).map(|it| hash_text(&it.name));
        Some(match self.at {
            At::Interface(of) => interface(of).unwrap_or_default(),
            At::End { connection, side, index } => self
                .system
                .end(connection, side, index)
                .map(|end| u64::from(end.instance) << 32 | u64::from(end.interface))
                .unwrap_or_default(),
            at => at.number() as u64,
        })
    }

    fn identity(&self) -> Option<u128> {
        Some(self.at.number())
    }
}

fn hash_text(text: &Text) -> u64 {
    use std::hash::{Hash as _, Hasher as _};
    let mut hasher = rustc_hash::FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
}
