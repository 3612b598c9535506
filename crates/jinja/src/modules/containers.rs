// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `collections`, `copy` and `functools`.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::{
    Py, PyResult,
    args::Args,
    builtins::{PartialFunction, refused_members},
    call::call,
    class,
    collections::{Dict, Namespace, SLOT, Set, Tuple},
    compare::{address, nested},
    cx::Cx,
    error::type_error,
    iter,
};

pub(super) fn collections() -> Py {
    Py::module(
        "collections",
        [
            ("OrderedDict", Py::Class(&class::ORDERED_DICT)),
            ("Counter", Py::Class(&class::COUNTER_DICT)),
            ("defaultdict", Py::Class(&class::DEFAULT_DICT)),
        ]
        .into_iter()
        .chain(refused_members("collections")),
    )
}

pub(super) fn functools() -> Py {
    Py::module("functools", [("reduce", Py::function("reduce", reduce)), ("partial", Py::function("partial", partial))])
}

pub(super) fn reduce(cx: &mut Cx<'_>, args: &Args<'_>) -> PyResult {
    let bound = args.bind("reduce", &["function", "iterable", "initial"])?;
    let function = bound.required("function")?;
    let mut items = iter::iterate(cx, bound.required("iterable")?)?.into_iter();
    let first = match bound.get("initial") {
        Some(initial) => initial.clone(),
        None => items.next().ok_or_else(|| type_error("reduce() of empty iterable with no initial value"))?,
    };
    items.try_fold(first, |sum, item| call(cx, function, &Args::of(&[sum, item])))
}

fn partial(cx: &mut Cx<'_>, args: &Args<'_>) -> PyResult {
    if args.positional.is_empty() {
        return Err(type_error("type 'partial' takes at least one argument"));
    }
    cx.charge(args.positional.len() * SLOT)?;
    let named = Dict::new(&class::DICT, Default::default());
    for (name, value) in args.named {
        named.insert(Py::Str(Arc::clone(name)), value.clone())?;
    }
    Ok(Py::host(PartialFunction { function: Tuple::new(args.positional.to_vec()), named }))
}

pub(super) fn copy() -> Py {
    Py::module(
        "copy",
        [
            ("copy", Py::function("copy", |cx, args| shallow(cx, args.one("copy")?))),
            (
                "deepcopy",
                Py::function("deepcopy", |cx, args| deep(cx, args.one("deepcopy")?, &mut FxHashMap::default())),
            ),
        ],
    )
}

fn shallow(cx: &mut Cx<'_>, value: &Py) -> PyResult {
    Ok(match value {
        Py::List(_) => Py::list(iter::iterate(cx, value)?),
        Py::Dict(dict) => {
            cx.charge(dict.len() * 3 * SLOT)?;
            Py::Dict(Arc::new(dict.copy()))
        }
        Py::Set(set) => Py::Set(Arc::new(Set::of(set.kind(), set.items())?)),
        Py::Namespace(namespace) => Py::Namespace(Arc::new(Namespace::new(namespace.members()))),
        other => other.clone(),
    })
}

fn deep(cx: &mut Cx<'_>, value: &Py, copies: &mut FxHashMap<usize, Py>) -> PyResult {
    cx.spend(1)?;
    let container = matches!(value, Py::List(_) | Py::Dict(_) | Py::Tuple(_) | Py::Namespace(_));
    let Some(here) = address(value).filter(|_| container) else { return shallow(cx, value) };
    if let Some(copy) = copies.get(&here) {
        return Ok(copy.clone());
    }
    nested(Ok(Py::None), || match value {
        Py::List(list) => {
            let copy = Py::list(Vec::new());
            copies.insert(here, copy.clone());
            for item in list.items() {
                let item = deep(cx, &item, copies)?;
                copy.as_list().map_or(Ok(()), |copy| copy.push(item))?;
            }
            Ok(copy)
        }
        Py::Dict(dict) => {
            let copy = Arc::new(Dict::new(dict.class(), Default::default()));
            copies.insert(here, Py::Dict(Arc::clone(&copy)));
            for (key, item) in dict.entries() {
                let item = deep(cx, &item, copies)?;
                copy.insert(key, item)?;
            }
            Ok(Py::Dict(copy))
        }
        Py::Tuple(tuple) => {
            let items = tuple.items().iter().map(|item| deep(cx, item, copies)).collect::<PyResult<_>>()?;
            Ok(Py::tuple(items))
        }
        Py::Namespace(namespace) => {
            let copy = Arc::new(Namespace::default());
            copies.insert(here, Py::Namespace(Arc::clone(&copy)));
            for (name, item) in namespace.members() {
                copy.set(&name, deep(cx, &item, copies)?)?;
            }
            Ok(Py::Namespace(copy))
        }
        other => Ok(other.clone()),
    })
}
