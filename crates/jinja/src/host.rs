// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Entities of the host: what templates see of the system that they are rendered for.

use std::{any::Any, cmp::Ordering, fmt::Debug};

use crate::{
    Py, PyResult,
    args::Args,
    class::Class,
    cx::Cx,
    error::{attribute_error, type_error},
};

/// An entity of the host. It is a handle: cheap to make, and two handles may stand for one thing.
///
/// No lock may be held while a function of this crate is called that may call back.
pub trait Host: Debug + Send + Sync + Any {
    /// Its class, for `isinstance` and `type`.
    fn class(&self) -> &'static Class;

    /// An attribute that is no method; `None` if there is none of this name.
    ///
    /// # Errors
    /// What looking it up raises.
    fn attribute(&self, _cx: &mut Cx<'_>, _name: &str) -> PyResult<Option<Py>> {
        Ok(None)
    }

    /// Sets an attribute.
    ///
    /// # Errors
    /// `AttributeError` if it can't be set.
    fn set_attribute(&self, _cx: &mut Cx<'_>, name: &str, _value: Py) -> PyResult<()> {
        Err(attribute_error(format!("'{}' object has no attribute '{name}'", self.class().name())))
    }

    /// Whether it has a method of this name.
    fn has_method(&self, _name: &str) -> bool {
        false
    }

    /// Calls a method; `None` if there is none of this name.
    ///
    /// # Errors
    /// What the method raises.
    fn call_method(&self, _cx: &mut Cx<'_>, _name: &str, _args: &Args<'_>) -> PyResult<Option<Py>> {
        Ok(None)
    }

    /// Calls it.
    ///
    /// # Errors
    /// What it raises; `TypeError` if it can't be called.
    fn call(&self, _cx: &mut Cx<'_>, _args: &Args<'_>) -> PyResult {
        Err(type_error(format!("'{}' object is not callable", self.class().name())))
    }

    /// Whether it can be called.
    fn is_callable(&self) -> bool {
        false
    }

    /// What is at a key; `None` if nothing has items here.
    ///
    /// # Errors
    /// `KeyError` or `IndexError` if there is nothing at this key.
    fn item(&self, _cx: &mut Cx<'_>, _key: &Py) -> PyResult<Option<Py>> {
        Ok(None)
    }

    /// Puts a value at a key.
    ///
    /// # Errors
    /// `TypeError` if that is not possible.
    fn set_item(&self, _cx: &mut Cx<'_>, _key: &Py, _value: Py) -> PyResult<()> {
        Err(type_error(format!("'{}' object does not support item assignment", self.class().name())))
    }

    /// Whether something is in it; `None` to look among what it iterates over.
    ///
    /// # Errors
    /// What looking raises.
    fn contains(&self, _cx: &mut Cx<'_>, _item: &Py) -> PyResult<Option<bool>> {
        Ok(None)
    }

    /// How many items it has; `None` if it has no length.
    fn length(&self) -> Option<usize> {
        None
    }

    /// What it iterates over; `None` if it can't be iterated over.
    ///
    /// # Errors
    /// What iterating raises.
    fn iterate(&self, _cx: &mut Cx<'_>) -> PyResult<Option<Vec<Py>>> {
        Ok(None)
    }

    /// `str()` of it: what a template prints.
    fn str(&self) -> String {
        self.repr()
    }

    /// `repr()` of it.
    fn repr(&self) -> String {
        format!("<{} object>", self.class().name())
    }

    /// Its truth.
    fn truth(&self) -> bool {
        self.length() != Some(0)
    }

    /// Whether it equals another value. By default it equals what is the same thing.
    fn equals(&self, other: &Py) -> bool {
        match other {
            Py::Host(other) => match (self.identity(), other.identity()) {
                (Some(a), Some(b)) => a == b,
                (None, None) => std::ptr::addr_eq(std::ptr::from_ref(self), std::ptr::from_ref(&**other)),
                _ => false,
            },
            _ => false,
        }
    }

    /// A hash that agrees with [`equals`](Self::equals); `None` if it can't be a key.
    fn hash(&self) -> Option<u64> {
        #[allow(clippy::cast_possible_truncation)] // any part of the number will do
        Some(self.identity().map_or_else(|| std::ptr::from_ref(self).addr() as u64, |id| (id ^ (id >> 64)) as u64))
    }

    /// How it compares with another value; `None` if it does not.
    ///
    /// # Errors
    /// What comparing raises.
    fn compare(&self, _other: &Py) -> PyResult<Option<Ordering>> {
        Ok(None)
    }

    /// What tells it from others: two handles of one thing give the same number. `None` if each handle is a thing.
    fn identity(&self) -> Option<u128> {
        None
    }
}
