// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What calling a class of Python makes.

use std::sync::{Arc, atomic::AtomicUsize};

use num_traits::ToPrimitive;

use super::small::{CellCounter, Cycler, Joiner};
use crate::{
    Py, PyResult,
    args::Args,
    ast::Binary,
    class::{self, Class},
    collections::{Dict, Namespace, Set, SetKind, Tuple},
    cx::Cx,
    error::{type_error, value_error},
    host::Host,
    int, iter,
    iter::{Iter, Lazy, Range, Source},
    methods, text,
    trash::Held,
    truth::truth,
};

/// `object()`: a thing that equals itself alone.
#[derive(Debug)]
struct Thing(#[allow(dead_code)] u8);

impl Host for Thing {
    fn class(&self) -> &'static Class {
        &class::OBJECT
    }
}

pub(crate) fn object(_: &mut Cx<'_>, _: &'static Class, args: &Args<'_>) -> PyResult {
    args.none("object")?;
    Ok(Py::host(Thing(0)))
}

pub(crate) fn int(_: &mut Cx<'_>, _: &'static Class, args: &Args<'_>) -> PyResult {
    let bound = args.bind("int", &["x", "base"])?;
    let Some(value) = bound.get("x") else { return Ok(Py::Int(0)) };
    value.defined()?;
    let base = match bound.get("base") {
        None => None,
        Some(base) => match base.expect_index()? {
            base @ (0 | 2..=36) => Some(u32::try_from(base).unwrap_or(10)),
            _ => return Err(value_error("int() base must be >= 2 and <= 36, or 0")),
        },
    };
    match (value, base) {
        (Py::Str(text), base) => int::parse(text, base.unwrap_or(10)),
        (Py::Bytes(bytes), base) => int::parse(&String::from_utf8_lossy(bytes), base.unwrap_or(10)),
        (_, Some(_)) => Err(type_error("int() can't convert non-string with explicit base")),
        (Py::Bool(_) | Py::Int(_) | Py::Big(_), None) => Ok(value.as_big().map_or(Py::Int(0), Py::big)),
        (Py::Float(float), None) => super::truncate(*float),
        _ => Err(type_error(format!(
            "int() argument must be a string, a bytes-like object or a real number, not '{}'",
            value.type_name()
        ))),
    }
}

pub(crate) fn bool(_: &mut Cx<'_>, _: &'static Class, args: &Args<'_>) -> PyResult {
    let bound = args.bind("bool", &["x"])?;
    Ok(Py::Bool(bound.get("x").map_or(Ok(false), truth)?))
}

pub(crate) fn float(_: &mut Cx<'_>, _: &'static Class, args: &Args<'_>) -> PyResult {
    let bound = args.bind("float", &["x"])?;
    let Some(value) = bound.get("x") else { return Ok(Py::Float(0.0)) };
    Ok(Py::Float(match value.defined()? {
        Py::Str(text) => parse_float(text).ok_or_else(|| {
            let mut shown = String::new();
            text::quoted(text, &mut shown);
            value_error(format!("could not convert string to float: {shown}"))
        })?,
        Py::Big(big) => int::to_float(big)?,
        _ => value.as_f64().ok_or_else(|| {
            type_error(format!("float() argument must be a string or a real number, not '{}'", value.type_name()))
        })?,
    }))
}

fn parse_float(text: &str) -> Option<f64> {
    let trimmed = text.trim();
    let well_formed = !trimmed.starts_with('_') && !trimmed.ends_with('_') && !trimmed.contains("__");
    let plain: String = trimmed.chars().filter(|c| *c != '_').collect();
    // Rust reads all that Python reads; Python does not read more.
    if !well_formed { None } else { plain.parse().ok() }
}

pub(crate) fn str(_: &mut Cx<'_>, _: &'static Class, args: &Args<'_>) -> PyResult {
    let bound = args.bind("str", &["object", "encoding", "errors"])?;
    match (bound.get("object"), bound.get("encoding")) {
        (None, _) => Ok(Py::from("")),
        (Some(Py::Bytes(bytes)), Some(_)) => Ok(Py::from(&*String::from_utf8_lossy(bytes))),
        (Some(_), Some(_)) => Err(type_error("decoding str is not supported")),
        (Some(value), None) => text::str(value).map(Py::Str),
    }
}

pub(crate) fn bytes(cx: &mut Cx<'_>, _: &'static Class, args: &Args<'_>) -> PyResult {
    let bound = args.bind("bytes", &["source", "encoding", "errors"])?;
    let bytes: Vec<u8> = match bound.get("source") {
        None => Vec::new(),
        Some(Py::Str(text)) if bound.get("encoding").is_some() => text.bytes().collect(),
        Some(Py::Str(_)) => return Err(type_error("string argument without an encoding")),
        Some(Py::Bytes(bytes)) => bytes.to_vec(),
        Some(value) if value.as_i64().is_some() => {
            let length = usize::try_from(value.as_i64().unwrap_or(0)).map_err(|_| value_error("negative count"))?;
            cx.charge(length)?;
            vec![0; length]
        }
        Some(value) => {
            let items = iter::iterate(cx, value)?;
            let byte = |item: &Py| item.as_i64().and_then(|byte| u8::try_from(byte).ok());
            let bytes = items.iter().map(byte).collect::<Option<Vec<u8>>>();
            bytes.ok_or_else(|| value_error("bytes must be in range(0, 256)"))?
        }
    };
    cx.charge(bytes.len())?;
    Ok(Py::Bytes(Arc::from(bytes)))
}

pub(crate) fn list(cx: &mut Cx<'_>, _: &'static Class, args: &Args<'_>) -> PyResult {
    match args.bind("list", &["iterable"])?.get("iterable") {
        Some(items) => iter::iterate(cx, items).map(Py::list),
        None => Ok(Py::list(Vec::new())),
    }
}

pub(crate) fn tuple(cx: &mut Cx<'_>, _: &'static Class, args: &Args<'_>) -> PyResult {
    match args.bind("tuple", &["iterable"])?.get("iterable") {
        Some(Py::Tuple(tuple)) => Ok(Py::Tuple(Arc::clone(tuple))),
        Some(items) => iter::iterate(cx, items).map(Py::tuple),
        None => Ok(Py::tuple(Vec::new())),
    }
}

pub(crate) fn dict(cx: &mut Cx<'_>, class: &'static Class, args: &Args<'_>) -> PyResult {
    let dict = Dict::new(class, Default::default());
    fill(cx, dict, args)
}

fn fill(cx: &mut Cx<'_>, dict: Dict, args: &Args<'_>) -> PyResult {
    match args.positional {
        [] => {}
        [other] => methods::update(cx, &dict, other)?,
        more => return Err(type_error(format!("dict expected at most 1 argument, got {}", more.len()))),
    }
    for (name, value) in args.named {
        dict.insert(Py::Str(Arc::clone(name)), value.clone())?;
    }
    Ok(Py::Dict(Arc::new(dict)))
}

pub(crate) fn default_dict(cx: &mut Cx<'_>, class: &'static Class, args: &Args<'_>) -> PyResult {
    let (default, rest) = match args.positional {
        [] => (Py::None, args.positional),
        [default, rest @ ..] => (default.clone(), rest),
    };
    let dict = match default {
        Py::None => Dict::new(class, Default::default()),
        default => Dict::with_default(class, Default::default(), default),
    };
    fill(cx, dict, &Args { positional: rest, named: args.named })
}

pub(crate) fn tally(cx: &mut Cx<'_>, class: &'static Class, args: &Args<'_>) -> PyResult {
    let dict = Dict::new(class, Default::default());
    for other in args.positional {
        methods::tally(cx, &dict, other, Binary::Add)?;
    }
    for (name, value) in args.named {
        dict.insert(Py::Str(Arc::clone(name)), value.clone())?;
    }
    Ok(Py::Dict(Arc::new(dict)))
}

pub(crate) fn set(cx: &mut Cx<'_>, class: &'static Class, args: &Args<'_>) -> PyResult {
    let kind = match class {
        class if class == &class::ORDERED_SET => SetKind::Ordered,
        class if class == &class::FROZEN_SET => SetKind::Frozen,
        _ => SetKind::Plain,
    };
    let items = match args.bind("set", &["iterable"])?.get("iterable") {
        None => Vec::new(),
        Some(Py::None) if kind == SetKind::Ordered => Vec::new(),
        Some(items) => iter::iterate(cx, items)?,
    };
    Ok(Py::Set(Arc::new(Set::of(kind, items)?)))
}

pub(crate) fn range(_: &mut Cx<'_>, _: &'static Class, args: &Args<'_>) -> PyResult {
    if !args.named.is_empty() {
        return Err(type_error("range() takes no keyword arguments"));
    }
    let part = |value: &Py| match value.defined()? {
        Py::Big(big) => {
            Ok(big.to_i64().unwrap_or(if big.sign() == num_bigint::Sign::Minus { i64::MIN } else { i64::MAX }))
        }
        _ => value.expect_index(),
    };
    let (start, stop, step) = match args.positional {
        [stop] => (0, part(stop)?, 1),
        [start, stop] => (part(start)?, part(stop)?, 1),
        [start, stop, step] => (part(start)?, part(stop)?, part(step)?),
        other => {
            return Err(type_error(format!("range expected 1 to 3 arguments, got {}", other.len())));
        }
    };
    if step == 0 {
        return Err(value_error("range() arg 3 must not be zero"));
    }
    Ok(Py::Range(Arc::new(Range { start, stop, step })))
}

pub(crate) fn namespace(cx: &mut Cx<'_>, _: &'static Class, args: &Args<'_>) -> PyResult {
    let Py::Dict(dict) = fill(cx, Dict::new(&class::DICT, Default::default()), args)? else { return Ok(Py::None) };
    let mut members = Vec::new();
    for (name, value) in dict.entries() {
        if let Py::Str(name) = name {
            members.push((name, value));
        }
    }
    Ok(Py::Namespace(Arc::new(Namespace::new(members))))
}

pub(crate) fn counter(_: &mut Cx<'_>, _: &'static Class, args: &Args<'_>) -> PyResult {
    args.none("Counter")?;
    Ok(Py::host(CellCounter::default()))
}

pub(crate) fn joiner(_: &mut Cx<'_>, _: &'static Class, args: &Args<'_>) -> PyResult {
    let separator = args.bind("joiner", &["sep"])?.get("sep").cloned().unwrap_or_else(|| Py::from(", "));
    Ok(Py::host(Joiner { separator, used: AtomicUsize::new(0) }))
}

pub(crate) fn cycler(_: &mut Cx<'_>, _: &'static Class, args: &Args<'_>) -> PyResult {
    if args.positional.is_empty() {
        return Err(crate::error::runtime_error("at least one item has to be provided"));
    }
    Ok(Py::host(Cycler { items: Tuple::new(args.positional.to_vec()), at: AtomicUsize::new(0) }))
}

fn sources(cx: &mut Cx<'_>, values: &[Py]) -> PyResult<Vec<Source>> {
    values.iter().map(|value| Source::of(cx, value)).collect()
}

pub(crate) fn map(cx: &mut Cx<'_>, class: &'static Class, args: &Args<'_>) -> PyResult {
    let [function, iterables @ ..] = args.positional else {
        return Err(type_error("map() must have at least two arguments."));
    };
    if iterables.is_empty() {
        return Err(type_error("map() must have at least two arguments."));
    }
    Ok(Iter::lazy(class, Lazy::Map(Held(function.clone()), sources(cx, iterables)?)))
}

pub(crate) fn filter(cx: &mut Cx<'_>, class: &'static Class, args: &Args<'_>) -> PyResult {
    let [function, items] = args.positional else {
        return Err(type_error(format!("filter expected 2 arguments, got {}", args.positional.len())));
    };
    Ok(Iter::lazy(class, Lazy::Filter(Held(function.clone()), Source::of(cx, items)?, false)))
}

pub(crate) fn zip(cx: &mut Cx<'_>, class: &'static Class, args: &Args<'_>) -> PyResult {
    if let Some((name, value)) = args.named.first()
        && (&**name != "strict" || truth(value)?)
    {
        return Err(type_error(format!("zip() got an unsupported keyword argument '{name}'")));
    }
    Ok(Iter::lazy(class, Lazy::Zip(sources(cx, args.positional)?)))
}

pub(crate) fn enumerate(cx: &mut Cx<'_>, class: &'static Class, args: &Args<'_>) -> PyResult {
    let bound = args.bind("enumerate", &["iterable", "start"])?;
    let start = bound.get("start").cloned().unwrap_or(Py::Int(0));
    let source = Source::of(cx, bound.required("iterable")?)?;
    Ok(Iter::lazy(class, Lazy::Enumerate(source, Held(start))))
}

pub(crate) fn reversed(cx: &mut Cx<'_>, class: &'static Class, args: &Args<'_>) -> PyResult {
    let value = args.one("reversed")?;
    match value.defined()? {
        Py::List(list) => Ok(iter::back(list)),
        Py::Iter(_) | Py::None | Py::Bool(_) | Py::Int(_) | Py::Float(_) => {
            Err(type_error(format!("'{}' object is not reversible", value.type_name())))
        }
        _ => {
            let mut items = iter::iterate(cx, value)?;
            items.reverse();
            Ok(Iter::of_items(class, items))
        }
    }
}
