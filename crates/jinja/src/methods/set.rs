// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The methods of sets.

use std::sync::Arc;

use crate::{
    Py, PyResult,
    args::Args,
    ast::Binary,
    collections::{Set, SetKind},
    cx::Cx,
    error::key_error,
    iter, ops, text,
};

pub(super) const NAMES: [&str; 16] = [
    "add",
    "update",
    "remove",
    "discard",
    "pop",
    "clear",
    "copy",
    "union",
    "intersection",
    "difference",
    "symmetric_difference",
    "difference_update",
    "intersection_update",
    "issubset",
    "issuperset",
    "isdisjoint",
];
pub(super) const ORDERED_NAMES: [&str; 4] = ["append", "index", "get_loc", "items"];

pub(super) fn call(cx: &mut Cx<'_>, set: &Arc<Set>, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
    if let Some(found) = read(cx, set, name, args)? {
        return Ok(Some(found));
    }
    if set.kind() == SetKind::Frozen {
        return Ok(None);
    }
    let ordered = set.kind() == SetKind::Ordered;
    Ok(Some(match name {
        "add" | "append" if ordered => {
            let item = args.one("add")?;
            set.add(item.clone())?;
            // It tells where the item is.
            index(set, item)?
        }
        "add" => {
            set.add(args.one("set.add")?.clone())?;
            Py::None
        }
        "update" => {
            for other in args.positional {
                for item in iter::iterate(cx, other)? {
                    set.add(item)?;
                }
            }
            if ordered {
                args.positional.first().map_or(Ok(Py::None), |_| match set.len().checked_sub(1) {
                    Some(last) => Ok(Py::from(last)),
                    None => Ok(Py::None),
                })?
            } else {
                Py::None
            }
        }
        "remove" => {
            let item = args.one("set.remove")?;
            if !set.remove(item)? {
                return Err(key_error(text::repr(item)?));
            }
            Py::None
        }
        "discard" => {
            set.remove(args.one("set.discard")?)?;
            Py::None
        }
        "pop" => {
            let item = if ordered {
                set.with(|items| items.pop())
            } else {
                args.none("set.pop")?;
                set.with(|items| items.shift_remove_index(0))
            };
            let empty = if ordered { "'Set is empty'" } else { "'pop from an empty set'" };
            item.ok_or_else(|| key_error(empty))?.value
        }
        "clear" => {
            args.none("set.clear")?;
            drop(set.with(std::mem::take));
            Py::None
        }
        "difference_update" | "intersection_update" => {
            let operator = if name == "difference_update" { Binary::Sub } else { Binary::BitAnd };
            let result = combined(cx, set, operator, args)?;
            let result = Set::of(SetKind::Plain, result)?;
            let items = result.with(std::mem::take);
            drop(set.with(|all| std::mem::replace(all, items)));
            Py::None
        }
        _ => return Ok(None),
    }))
}

fn index(set: &Set, item: &Py) -> PyResult {
    let key = crate::collections::Key::new(item.clone())?;
    let found = set.with(|items| items.get_index_of(&key));
    found.map_or_else(|| Err(key_error(text::repr(item)?)), |at| Ok(Py::from(at)))
}

fn read(cx: &mut Cx<'_>, set: &Arc<Set>, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
    let operator = match name {
        "union" => Some(Binary::BitOr),
        "intersection" => Some(Binary::BitAnd),
        "difference" => Some(Binary::Sub),
        "symmetric_difference" => Some(Binary::BitXor),
        _ => None,
    };
    if let Some(operator) = operator {
        let items = combined(cx, set, operator, args)?;
        return Ok(Some(Py::Set(Arc::new(Set::of(set.kind(), items)?))));
    }
    Ok(Some(match name {
        "copy" => {
            args.none("set.copy")?;
            Py::Set(Arc::new(Set::of(set.kind(), set.items())?))
        }
        "index" | "get_loc" if set.kind() == SetKind::Ordered => index(set, args.one("index")?)?,
        "issubset" | "issuperset" | "isdisjoint" => {
            let other = Set::of(SetKind::Plain, iter::iterate(cx, args.one("issubset")?)?)?;
            let all = |from: &Set, of: &Set, inside: bool| -> PyResult<bool> {
                for item in from.items() {
                    if of.contains(&item)? != inside {
                        return Ok(false);
                    }
                }
                Ok(true)
            };
            Py::Bool(match name {
                "issubset" => all(set, &other, true)?,
                "issuperset" => all(&other, set, true)?,
                _ => all(set, &other, false)?,
            })
        }
        _ => return Ok(None),
    }))
}

/// The items of a set combined with those of others, one after another.
fn combined(cx: &mut Cx<'_>, set: &Set, operator: Binary, args: &Args<'_>) -> PyResult<Vec<Py>> {
    let mut items = set.items();
    for other in args.positional {
        let other = iter::iterate(cx, other)?;
        let Py::Set(result) = ops::combine(operator, SetKind::Plain, items, other)? else { return Ok(Vec::new()) };
        items = result.items();
    }
    Ok(items)
}
