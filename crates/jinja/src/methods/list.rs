// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The methods of lists and tuples.

use std::{cmp::Ordering, sync::Arc};

use crate::{
    Py, PyResult,
    args::Args,
    attr::place,
    budget,
    call::call as call_function,
    collections::{List, SLOT},
    compare::{compare, equals, is},
    cx::Cx,
    error::{index_error, type_error, value_error},
    iter,
    truth::truth,
};

pub(super) const NAMES: [&str; 11] =
    ["append", "extend", "insert", "remove", "pop", "clear", "index", "count", "sort", "reverse", "copy"];
pub(super) const TUPLE_NAMES: [&str; 2] = ["index", "count"];

#[allow(clippy::too_many_lines)] // one arm for each method
pub(super) fn call(cx: &mut Cx<'_>, list: &Arc<List>, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
    Ok(Some(match name {
        "append" => {
            list.push(args.one("list.append")?.clone())?;
            Py::None
        }
        "extend" => {
            let items = iter::iterate(cx, args.one("list.extend")?)?;
            budget::charge(items.len() * SLOT)?;
            list.with(|all| all.extend(items));
            Py::None
        }
        "insert" => {
            let bound = args.bind("insert", &["index", "object"])?;
            let index = bound.required("index")?.expect_index()?;
            let item = bound.required("object")?.clone();
            budget::charge(SLOT)?;
            budget::spend(list.len() / 64)?;
            list.with(|all| {
                let length = i64::try_from(all.len()).unwrap_or(i64::MAX);
                let index = if index < 0 { index.saturating_add(length).max(0) } else { index.min(length) };
                all.insert(usize::try_from(index).unwrap_or(0), item);
            });
            Py::None
        }
        "remove" => {
            let item = args.one("list.remove")?;
            let at = position(&list.items(), item)?;
            let at = at.ok_or_else(|| value_error("list.remove(x): x not in list"))?;
            drop(list.with(|all| (at < all.len()).then(|| all.remove(at))));
            Py::None
        }
        "pop" => {
            let bound = args.bind("pop", &["index"])?;
            let index = bound.get("index").map_or(Ok(-1), Py::expect_index)?;
            if list.is_empty() {
                return Err(index_error("pop from empty list"));
            }
            let at = place(index, list.len());
            budget::spend(at.map_or(0, |at| list.len() - at) / 64)?;
            let item = at.and_then(|at| list.with(|all| (at < all.len()).then(|| all.remove(at))));
            item.ok_or_else(|| index_error("pop index out of range"))?
        }
        "clear" => {
            args.none("list.clear")?;
            drop(list.with(std::mem::take));
            Py::None
        }
        "sort" => {
            let bound = args.bind("sort", &["key", "reverse"])?;
            if !args.positional.is_empty() {
                return Err(type_error("sort() takes no positional arguments"));
            }
            let reverse = bound.get("reverse").map_or(Ok(false), truth)?;
            let items = list.items();
            let sorted = sort(cx, items, bound.some("key"), reverse)?;
            drop(list.with(|all| std::mem::replace(all, sorted)));
            Py::None
        }
        "reverse" => {
            args.none("list.reverse")?;
            list.with(|all| all.reverse());
            Py::None
        }
        "copy" => {
            args.none("list.copy")?;
            let items = list.items();
            budget::charge(items.len() * SLOT)?;
            Py::list(items)
        }
        "index" | "count" => return read(&list.items(), name, "list", args),
        _ => return Ok(None),
    }))
}

pub(super) fn call_tuple(items: &[Py], name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
    match name {
        "index" | "count" => read(items, name, "tuple", args),
        _ => Ok(None),
    }
}

fn read(items: &[Py], name: &str, kind: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
    if name == "count" {
        let item = args.one("count")?;
        budget::spend(items.len())?;
        return Ok(Some(Py::from(items.iter().filter(|other| is(other, item) || equals(other, item)).count())));
    }
    let bound = args.bind("index", &["value", "start", "stop"])?;
    let item = bound.required("value")?;
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let clamp = |value: i64| if value < 0 { value.saturating_add(length).max(0) } else { value.min(length) };
    let start = bound.get("start").map_or(Ok(0), Py::expect_index).map(clamp)?;
    let stop = bound.get("stop").map_or(Ok(length), Py::expect_index).map(clamp)?;
    let (start, stop) = (usize::try_from(start).unwrap_or(0), usize::try_from(stop).unwrap_or(0));
    let found = position(items.get(start..stop.max(start)).unwrap_or_default(), item)?;
    match found {
        Some(at) => Ok(Some(Py::from(start + at))),
        None if kind == "tuple" => Err(value_error("tuple.index(x): x not in tuple")),
        None => Err(value_error(format!("{} is not in list", crate::text::repr(item)?))),
    }
}

fn position(items: &[Py], item: &Py) -> PyResult<Option<usize>> {
    item.defined()?;
    budget::spend(items.len() / 4)?;
    Ok(items.iter().position(|other| is(other, item) || equals(other, item)))
}

/// Items in their order; equal ones keep theirs.
pub(crate) fn sort(cx: &mut Cx<'_>, items: Vec<Py>, key: Option<&Py>, reverse: bool) -> PyResult<Vec<Py>> {
    budget::charge(items.len() * 2 * SLOT)?;
    budget::spend(items.len())?;
    let mut keyed = Vec::with_capacity(items.len());
    for item in items {
        let key = match key {
            Some(key) => call_function(cx, key, &Args::of(std::slice::from_ref(&item)))?,
            None => item.clone(),
        };
        keyed.push((key, item));
    }
    // Sorted from the end and turned round, so that equal ones keep their order, as in Python.
    if reverse {
        keyed.reverse();
    }
    let mut keyed = merge_sort(keyed)?;
    if reverse {
        keyed.reverse();
    }
    Ok(keyed.into_iter().map(|(_, item)| item).collect())
}

/// A stable sort that ends at the first error. The library's sort may panic when the order makes no sense.
fn merge_sort(mut items: Vec<(Py, Py)>) -> PyResult<Vec<(Py, Py)>> {
    if items.len() <= 1 {
        return Ok(items);
    }
    let right = merge_sort(items.split_off(items.len() / 2))?;
    let left = merge_sort(items)?;
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some((a, _)), Some((b, _))) = (left.peek(), right.peek()) {
        let from_right = compare(b, a, "<")? == Some(Ordering::Less);
        merged.extend(if from_right { right.next() } else { left.next() });
    }
    merged.extend(left);
    merged.extend(right);
    Ok(merged)
}
