// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What all the entities of an assembly have in common when a template looks at them.

use std::{cmp::Ordering, fmt, sync::Arc};

use minijinja::{
    Error, ErrorKind, State, Value,
    value::{DynObject, Enumerator, Object},
};

/// Something of an assembly, as templates see it: named attributes, a few methods, an identity and a text.
pub(crate) trait Entity: fmt::Debug + Send + Sync + Sized + 'static {
    /// The names of the attributes, in the order in which they are listed.
    const FIELDS: &'static [&'static str];

    /// The attribute of a name. A [`Value`] made from an [`Error`] fails where the template uses it.
    fn field(&self, name: &str) -> Option<Value>;

    /// Calls a method; `None` if there is none of that name.
    fn call(&self, method: &str, args: &[Value]) -> Option<Result<Value, Error>> {
        let _ = (method, args);
        None
    }

    /// What printing it gives.
    fn text(&self) -> String;

    /// A total order in which only the same thing is equal to itself.
    fn order(&self, other: &Self) -> Ordering;
}

/// Makes an entity a value of the template engine.
pub(crate) fn value<E: Entity>(entity: E) -> Value {
    Value::from_object(Handle(entity))
}

/// The entity in a value, if it is one of that kind.
pub(crate) fn entity<E: Entity>(value: &Value) -> Option<&E> {
    value.downcast_object_ref::<Handle<E>>().map(|handle| &handle.0)
}

/// An order for things that are compared by their contents: by name first, and last by all they hold.
pub(crate) fn by_contents<T: PartialEq + fmt::Debug>(a: &T, b: &T, names: (&str, &str)) -> Ordering {
    if a == b {
        return Ordering::Equal;
    }
    names.0.cmp(names.1).then_with(|| format!("{a:?}").cmp(&format!("{b:?}")))
}

struct Handle<E>(E);

impl<E: Entity> fmt::Debug for Handle<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text())
    }
}

impl<E: Entity> Object for Handle<E> {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.0.field(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.0.field(key)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(E::FIELDS)
    }

    fn is_true(self: &Arc<Self>) -> bool {
        true
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        self.0.call(method, args).unwrap_or_else(|| Err(Error::from(ErrorKind::UnknownMethod)))
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        Some(self.0.order(&other.downcast_ref::<Self>()?.0))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text())
    }
}
