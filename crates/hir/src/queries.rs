// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Query functions of settings: `dtb()` asks a device tree, `gpio()` a list of pins.
//!
//! The answer is what templates of the reference tool see, in its order. Without a lookup it is a dict whose `query` has
//! one dict a query, with names that a C struct can have; with a lookup it is the list of what the lookup finds in each.

mod answer;
mod device_tree;
mod dtb;
mod error;
mod pins;
mod source;
#[cfg(test)]
mod tests;

use indexmap::IndexMap;
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

pub use self::device_tree::{DeviceTree, DtbError, Member, Node, NodeId, Property, PropertyValue};
pub(crate) use self::error::{QueryError, QueryErrorKind};
pub use self::pins::{PinList, PinListError};
pub use self::source::{DataContents, DataFile};

use self::answer::Answer;
use self::error::{Place, QueryErrorKind as Kind};
use crate::db::Db;
use crate::input::System;
use crate::model::Value;

type Result<T> = std::result::Result<T, Box<QueryError>>;

/// What queries of a system are answered from.
#[derive(Clone, Copy)]
pub(crate) struct Sources<'db> {
    db: &'db dyn Db,
    system: System,
}

impl<'db> Sources<'db> {
    pub(crate) fn new(db: &'db dyn Db, system: System) -> Self {
        Self { db, system }
    }

    /// Answers a query.
    pub(crate) fn answer(self, function: &SmolStr, argument: Option<&Value>, lookup: &[Value]) -> Result<Value> {
        match function.as_str() {
            "dtb" => {
                let tree = self.open(function, self.system.device_tree(self.db), source::device_tree)?;
                let answers = dtb(tree, dicts(function, argument)?)?;
                let size = i128::try_from(tree.size()).unwrap_or(i128::MAX);
                finish(answers, ("dtb-size", Value::List(vec![Value::Int(size)])), lookup)
            }
            "gpio" => {
                let list = self.open(function, self.system.pin_list(self.db), source::pin_list)?;
                let answer = gpio(function, dicts(function, argument)?)?;
                finish(vec![answer], ("all-pins", list.pins().clone()), lookup)
            }
            _ => Err(Place::Function.error(Kind::UnknownFunction(function.clone()))),
        }
    }

    /// The contents of a file to answer from.
    fn open<T>(
        self,
        function: &SmolStr,
        file: Option<DataFile>,
        read: impl Fn(&'db dyn Db, DataFile) -> &'db std::result::Result<T, source::SourceError>,
    ) -> Result<&'db T> {
        let file = file.ok_or_else(|| Place::Function.error(Kind::NoSource(function.clone())))?;
        read(self.db, file).as_ref().map_err(|error| {
            let path = file.path(self.db).to_owned();
            Place::Function.error(Kind::Source(path, error.clone()))
        })
    }
}

/// Whether a value can be what a query asks: a dict, or a list of dicts.
pub(crate) fn is_argument(value: &Value) -> bool {
    match value {
        Value::Dict(_) => true,
        Value::List(items) => items.iter().all(|item| matches!(item, Value::Dict(_))),
        _ => false,
    }
}

/// The dicts of a query's argument.
fn dicts<'a>(function: &SmolStr, argument: Option<&'a Value>) -> Result<Vec<&'a [(Value, Value)]>> {
    let wrong = |place: Place| place.error(Kind::Argument(function.clone()));
    match argument {
        Some(Value::Dict(entries)) => Ok(vec![entries]),
        Some(Value::List(items)) if items.is_empty() => Err(Place::Argument.error(Kind::Empty)),
        Some(Value::List(items)) => {
            let dict = |(query, item): (usize, &'a Value)| match item {
                Value::Dict(entries) => Ok(entries.as_slice()),
                _ => Err(wrong(Place::Value { query, keys: Vec::new() })),
            };
            items.iter().enumerate().map(dict).collect()
        }
        _ => Err(wrong(Place::Argument)),
    }
}

/// One answer for each dict; an empty one where no node was found.
fn dtb(tree: &DeviceTree, dicts: Vec<&[(Value, Value)]>) -> Result<Vec<Answer>> {
    let one = |(index, entries)| {
        let found = dtb::Query { tree, index, entries }.first_match()?;
        let described = found.map(|node| answer::describe(tree, node)).transpose();
        Ok(described.map_err(|kind| Place::Value { query: index, keys: Vec::new() }.error(kind))?.unwrap_or_default())
    };
    dicts.into_iter().enumerate().map(one).collect()
}

fn gpio(function: &SmolStr, dicts: Vec<&[(Value, Value)]>) -> Result<Answer> {
    let [dict] = dicts.as_slice() else { return Err(Place::Argument.error(Kind::Several(function.clone()))) };
    let pins = dict.iter().find(|(key, _)| key.as_str() == Some("pins")).map(|(_, value)| value.clone());
    let pins = pins.ok_or_else(|| Place::Value { query: 0, keys: Vec::new() }.error(Kind::NoPins))?;
    Ok(Answer::from_iter([("desired-pins".into(), pins)]))
}

/// The value of a setting, from the answers and what goes with all of them.
fn finish(answers: Vec<Answer>, (key, value): (&str, Value), lookup: &[Value]) -> Result<Value> {
    if lookup.is_empty() {
        let answers = answers.into_iter().map(struct_of).collect();
        let entries = [("query".into(), Value::List(answers)), (key.into(), value)];
        return Ok(struct_of(entries.into_iter().collect()));
    }
    let found = answers.into_iter().map(|answer| {
        let dict = answer.into_iter().map(|(key, value)| (Value::Str(key), value)).collect();
        let mut keys = lookup.iter().enumerate();
        keys.try_fold(Value::Dict(dict), |value, (i, key)| {
            member(&value, key).ok_or_else(|| Place::Lookup(i).error(Kind::NoKey(key.clone())))
        })
    });
    Ok(Value::List(found.collect::<Result<_>>()?))
}

/// What `value[key]` is in Python: a member of a dict, or the item at an index of a list or string, from its end if
/// negative.
fn member(value: &Value, key: &Value) -> Option<Value> {
    let place = |len: usize| {
        let index = key.as_int()?;
        let len = i128::try_from(len).ok()?;
        usize::try_from(if index < 0 { index + len } else { index }).ok()
    };
    match value {
        Value::Dict(_) => value.get(key).cloned(),
        Value::List(items) => items.get(place(items.len())?).cloned(),
        Value::Str(text) => {
            let found = text.chars().nth(place(text.chars().count())?)?;
            Some(Value::Str(SmolStr::from_iter([found])))
        }
        Value::Int(_) | Value::Float(_) => None,
    }
}

/// A dict with every character of its keys that can't be part of a C name made `_`.
///
/// Where two keys become one, it has the value of the later one; as in the reference tool its place is that of the key
/// that was a name from the start, else that of the first.
fn struct_of(answer: Answer) -> Value {
    let is_name = |key: &str| !key.is_empty() && key.chars().all(is_word);
    let mut to_come: FxHashSet<SmolStr> = answer.keys().filter(|key| is_name(key)).cloned().collect();
    let mut out: IndexMap<SmolStr, Value> = IndexMap::with_capacity(answer.len());
    for (key, value) in answer {
        if to_come.remove(&key) {
            out.insert(key, value);
            continue;
        }
        let name: SmolStr = key.chars().map(|c| if is_word(c) { c } else { '_' }).collect();
        if !to_come.contains(&name) {
            out.insert(name, value);
        }
    }
    Value::Dict(out.into_iter().map(|(key, value)| (Value::Str(key), value)).collect())
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}
