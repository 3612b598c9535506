// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The methods of dictionaries.

use std::sync::Arc;

use crate::{
    Py, PyResult,
    args::Args,
    ast::Binary,
    budget, class,
    collections::{Dict, SLOT},
    cx::Cx,
    error::{key_error, type_error},
    iter::{self, View, ViewKind},
    ops, text,
};

pub(super) const NAMES: [&str; 11] =
    ["get", "items", "keys", "values", "update", "setdefault", "pop", "popitem", "clear", "copy", "fromkeys"];
pub(super) const COUNTER_NAMES: [&str; 4] = ["most_common", "elements", "subtract", "total"];

#[allow(clippy::too_many_lines)] // one arm for each method
pub(super) fn call(cx: &mut Cx<'_>, dict: &Arc<Dict>, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
    let view = |kind| Py::View(Arc::new(View { dict: Arc::clone(dict), kind }));
    Ok(Some(match name {
        "get" => {
            let bound = args.bind("get", &["key", "default"])?;
            let found = dict.get(bound.required("key")?)?;
            found.unwrap_or_else(|| bound.get("default").cloned().unwrap_or(Py::None))
        }
        "items" => {
            args.none("dict.items")?;
            view(ViewKind::Items)
        }
        "keys" => {
            args.none("dict.keys")?;
            view(ViewKind::Keys)
        }
        "values" => {
            args.none("dict.values")?;
            view(ViewKind::Values)
        }
        "update" => {
            let counter = dict.class() == &class::COUNTER_DICT;
            if let Some(other) = args.positional.first() {
                if counter { tally(cx, dict, other, Binary::Add)? } else { update(cx, dict, other)? }
            }
            for (name, value) in args.named {
                dict.insert(Py::Str(Arc::clone(name)), value.clone())?;
            }
            Py::None
        }
        "setdefault" => {
            let bound = args.bind("setdefault", &["key", "default"])?;
            let key = bound.required("key")?;
            match dict.get(key)? {
                Some(found) => found,
                None => {
                    let value = bound.get("default").cloned().unwrap_or(Py::None);
                    dict.insert(key.clone(), value.clone())?;
                    value
                }
            }
        }
        "pop" => {
            let bound = args.bind("pop", &["key", "default"])?;
            let key = bound.required("key")?;
            match (dict.remove(key)?, bound.get("default")) {
                (Some(found), _) => found,
                (None, Some(default)) => default.clone(),
                (None, None) => return Err(key_error(text::repr(key)?)),
            }
        }
        "popitem" => {
            args.none("dict.popitem")?;
            let last = dict.with(indexmap::IndexMap::pop);
            let (key, value) = last.ok_or_else(|| key_error("'popitem(): dictionary is empty'"))?;
            Py::tuple(vec![key.value, value])
        }
        "clear" => {
            args.none("dict.clear")?;
            drop(dict.with(std::mem::take));
            Py::None
        }
        "copy" => {
            args.none("dict.copy")?;
            budget::charge(dict.len() * 3 * SLOT)?;
            Py::Dict(Arc::new(dict.copy()))
        }
        "fromkeys" => {
            let bound = args.bind("fromkeys", &["iterable", "value"])?;
            let value = bound.get("value").cloned().unwrap_or(Py::None);
            let made = Dict::new(&class::DICT, Default::default());
            for key in iter::iterate(cx, bound.required("iterable")?)? {
                made.insert(key, value.clone())?;
            }
            Py::Dict(Arc::new(made))
        }
        _ if dict.class() == &class::COUNTER_DICT => return counter(cx, dict, name, args),
        _ => return Ok(None),
    }))
}

fn counter(cx: &mut Cx<'_>, dict: &Arc<Dict>, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
    Ok(Some(match name {
        "most_common" => {
            let bound = args.bind("most_common", &["n"])?;
            let pairs = dict.entries().into_iter().map(|(key, count)| Py::tuple(vec![count, key])).collect();
            let by_count = Py::function("count", |cx, args| crate::attr::get_item(cx, args.one("count")?, &Py::Int(0)));
            let sorted = super::sort(cx, pairs, Some(&by_count), true)?;
            let most = bound.some("n").map(Py::expect_index).transpose()?;
            let most = most.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(0));
            let swap = |pair: Py| match pair.as_tuple() {
                Some([count, key]) => Py::tuple(vec![key.clone(), count.clone()]),
                _ => pair,
            };
            Py::list(sorted.into_iter().take(most).map(swap).collect())
        }
        "elements" => {
            let mut all = Vec::new();
            for (key, count) in dict.entries() {
                let count = usize::try_from(count.as_i64().unwrap_or(0)).unwrap_or(0);
                budget::charge(count.saturating_mul(SLOT))?;
                all.extend(std::iter::repeat_n(key, count));
            }
            Py::list(all)
        }
        "subtract" => {
            tally(cx, dict, args.one("subtract")?, Binary::Sub)?;
            Py::None
        }
        "total" => {
            let counts = dict.entries().into_iter();
            counts.map(|(_, count)| count).try_fold(Py::Int(0), |sum, count| ops::add(&sum, &count))?
        }
        _ => return Ok(None),
    }))
}

/// Adds the items of a value to counts, or takes them away.
pub(crate) fn tally(cx: &mut Cx<'_>, dict: &Dict, other: &Py, operator: Binary) -> PyResult<()> {
    let pairs = match other {
        Py::Dict(other) => other.entries(),
        _ => iter::iterate(cx, other)?.into_iter().map(|item| (item, Py::Int(1))).collect(),
    };
    for (key, count) in pairs {
        let old = dict.get(&key)?.unwrap_or(Py::Int(0));
        dict.insert(key, ops::binary(operator, &old, &count)?)?;
    }
    Ok(())
}

/// Puts into a dictionary what another one, or pairs, hold.
pub(crate) fn update(cx: &mut Cx<'_>, dict: &Dict, other: &Py) -> PyResult<()> {
    if let Py::Dict(other) = other {
        for (key, value) in other.entries() {
            dict.insert(key, value)?;
        }
        return Ok(());
    }
    if let Py::Host(_) = other
        && super::has(other, "keys")
    {
        let keys = crate::call::call_method(cx, other, "keys", &Args::default())?;
        for key in iter::iterate(cx, &keys)? {
            let value = crate::attr::get_item(cx, other, &key)?;
            dict.insert(key, value)?;
        }
        return Ok(());
    }
    for (at, pair) in iter::iterate(cx, other)?.into_iter().enumerate() {
        let items = iter::iterate(cx, &pair).map_err(|_| {
            type_error(format!("cannot convert dictionary update sequence element #{at} to a sequence"))
        })?;
        let Ok([key, value]) = <[Py; 2]>::try_from(items) else {
            return Err(crate::error::value_error(format!(
                "dictionary update sequence element #{at} has the wrong length; 2 is required"
            )));
        };
        dict.insert(key, value)?;
    }
    Ok(())
}
