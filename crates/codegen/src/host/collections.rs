// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Lists, sets, dicts and counters that templates can change, since the engine's own are immutable.

mod counter;
mod dict;
mod list;
mod nesting;

use minijinja::{Error, ErrorKind, Value};

pub(crate) use self::{
    counter::Counter,
    dict::Dict,
    list::{Kind, List},
};
use super::args::function;

/// A set that keeps the order in which its members were added.
pub(crate) fn ordered_set(items: Vec<Value>) -> Value {
    Value::from_object(List::new(Kind::Set, items))
}

/// `list`, `set`, `dict` and `Counter`.
pub(crate) fn functions() -> [(&'static str, Value); 4] {
    let made = |name: &'static str, kind: Kind| {
        function(name, &["items"], move |_, args| {
            let items = args.optional("items")?.map_or_else(|| Ok(Vec::new()), |_| args.items("items"))?;
            Ok(Value::from_object(List::new(kind, items)))
        })
    };
    [
        made("list", Kind::List),
        made("set", Kind::Set),
        function("dict", &["items"], |_, args| {
            let dict = Dict::default();
            if let Some(items) = args.optional("items")? {
                dict.update(items)?;
            }
            Ok(Value::from_object(dict))
        }),
        function("Counter", &[], |_, _| Ok(Value::from_object(Counter::default()))),
    ]
}

/// Adds an item to a list that a template handed in to be filled.
///
/// # Errors
/// It is not a list made by `list()`.
pub(crate) fn append(list: &Value, item: Value) -> Result<(), Error> {
    let list = list
        .downcast_object_ref::<List>()
        .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "only a list made by list() can be filled"))?;
    list.push(item);
    Ok(())
}
