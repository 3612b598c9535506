// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The functions of Python and of templates.

use std::sync::Arc;

use super::small::identity;
use crate::{
    Py, PyError, PyResult,
    args::Args,
    attr,
    call::call,
    class::{self, Class, derives},
    compare::equals,
    cx::Cx,
    error::{assertion_error, type_error},
    eval, exception, format,
    iter::{self, Iter, Lazy, Source},
    methods, text,
    trash::Held,
    truth::{length, truth},
};

type Table = [(&'static str, Py); 21];

#[allow(clippy::too_many_lines)] // a table
pub(super) fn table() -> Table {
    [
        ("len", Py::function("len", |_, args| len(args))),
        ("isinstance", Py::function("isinstance", |_, args| isinstance(args))),
        ("issubclass", Py::function("issubclass", |_, args| issubclass(args))),
        ("type", Py::function("type", |_, args| Ok(Py::Class(args.one("type")?.class())))),
        ("id", Py::function("id", |_, args| Ok(Py::Int(identity_number(args.one("id")?))))),
        (
            "hasattr",
            Py::function("hasattr", |cx, args| {
                let bound = args.bind("hasattr", &["obj", "name"])?;
                let name = bound.required("name")?.expect_str("hasattr(): attribute name")?;
                Ok(Py::Bool(attr::find_attr(cx, bound.required("obj")?, name)?.is_some()))
            }),
        ),
        ("getattr", Py::function("getattr", getattr)),
        (
            "setattr",
            Py::function("setattr", |cx, args| {
                let bound = args.bind("setattr", &["obj", "name", "value"])?;
                let name = bound.required("name")?.expect_str("attribute name")?;
                attr::set_attr(cx, bound.required("obj")?, name, bound.required("value")?.clone())?;
                Ok(Py::None)
            }),
        ),
        ("callable", Py::function("callable", |_, args| Ok(Py::Bool(is_callable(args.one("callable")?))))),
        ("repr", Py::function("repr", |_, args| Ok(Py::from(text::repr(args.one("repr")?)?)))),
        ("ascii", Py::function("ascii", |_, args| Ok(Py::from(super::ascii(args.one("ascii")?)?)))),
        (
            "format",
            Py::function("format", |_, args| {
                let bound = args.bind("format", &["value", "format_spec"])?;
                let spec = bound.get("format_spec").map(|spec| spec.expect_str("format() argument 2")).transpose()?;
                Ok(Py::from(format::format_value(bound.required("value")?, spec.unwrap_or(""))?))
            }),
        ),
        ("sorted", Py::function("sorted", sorted)),
        (
            "iter",
            Py::function("iter", |cx, args| {
                let bound = args.bind("iter", &["object", "sentinel"])?;
                let of = bound.required("object")?;
                match bound.get("sentinel") {
                    Some(sentinel) => {
                        Ok(Iter::lazy(&class::GENERATOR, Lazy::Callable(Held(of.clone()), Held(sentinel.clone()))))
                    }
                    None => Ok(Py::Iter(iter::iter(cx, of)?)),
                }
            }),
        ),
        ("next", Py::function("next", next)),
        ("all", Py::function("all", |cx, args| quantify(cx, args.one("all")?, false))),
        ("any", Py::function("any", |cx, args| quantify(cx, args.one("any")?, true))),
        (
            "hash",
            Py::function("hash", |_, args| {
                let value = args.one("hash")?;
                let hash = crate::compare::hash(value);
                let hash = hash.ok_or_else(|| type_error(format!("unhashable type: '{}'", value.type_name())))?;
                #[allow(clippy::cast_possible_wrap)] // any number will do
                Ok(Py::Int(hash as i64))
            }),
        ),
        (
            "ord",
            Py::function("ord", |_, args| {
                let text = args.one("ord")?.expect_str("ord() argument")?;
                match (text.chars().next(), text.chars().count()) {
                    (Some(c), 1) => Ok(Py::from(u32::from(c))),
                    (_, length) => {
                        Err(type_error(format!("ord() expected a character, but string of length {length} found")))
                    }
                }
            }),
        ),
        (
            "chr",
            Py::function("chr", |_, args| {
                let code = args.one("chr")?.expect_index()?;
                let c = u32::try_from(code).ok().and_then(char::from_u32);
                c.map(iter::char_str).ok_or_else(|| crate::error::value_error("chr() arg not in range(0x110000)"))
            }),
        ),
        ("eval", Py::function("eval", eval_function)),
    ]
}

/// What the context of the reference adds.
pub(super) fn template_table() -> rustc_hash::FxHashMap<&'static str, Py> {
    let functions = [
        (
            "lambda",
            Py::function("lambda", |cx, args| eval::lambda_of_text(cx, args.one("lambda")?.expect_str("lambda")?)),
        ),
        ("raise", Py::function("raise", |cx, args| Err(exception::raise(cx, args.one("raise")?)))),
        (
            "assert",
            Py::function("assert", |_, args| {
                let bound = args.bind("assert", &["condition", "msg"])?;
                if truth(bound.required("condition")?)? {
                    return Ok(Py::from(""));
                }
                let message = bound.some("msg").map(text::str).transpose()?;
                Err(assertion_error(message.as_deref().unwrap_or_default()))
            }),
        ),
        (
            "uniq",
            Py::function("uniq", |cx, args| {
                let items = iter::iterate(cx, args.one("uniq")?)?;
                let mut distinct: Vec<Py> = Vec::new();
                for item in items {
                    cx.spend(distinct.len())?;
                    if !distinct.iter().any(|other| equals(other, &item)) {
                        distinct.push(item);
                    }
                }
                Ok(Py::list(distinct))
            }),
        ),
        (
            "flatMap",
            Py::function("flatMap", |cx, args| {
                let bound = args.bind("flatMap", &["f", "xs"])?;
                let function = bound.required("f")?;
                let mut all = Vec::new();
                for item in iter::iterate(cx, bound.required("xs")?)? {
                    let part = call(cx, function, &Args::of(std::slice::from_ref(&item)))?;
                    all.extend(iter::iterate(cx, &part)?);
                }
                Ok(Py::list(all))
            }),
        ),
        (
            "flatten",
            Py::function("flatten", |cx, args| {
                let mut all = Vec::new();
                for part in iter::iterate(cx, args.one("flatten")?)? {
                    all.extend(iter::iterate(cx, &part)?);
                }
                Ok(Py::list(all))
            }),
        ),
    ];
    functions.into_iter().collect()
}

fn len(args: &Args<'_>) -> PyResult {
    let value = args.one("len")?.defined()?;
    length(value)
        .map(Py::from)
        .ok_or_else(|| type_error(format!("object of type '{}' has no len()", value.type_name())))
}

/// Whether a value can be called.
pub(crate) fn is_callable(value: &Py) -> bool {
    match value {
        Py::Function(_) | Py::Method(_) | Py::Lambda(_) | Py::Class(_) => true,
        Py::Host(host) => host.is_callable(),
        _ => false,
    }
}

/// The number that `id()` gives: the same for the same thing, and the same in each run.
pub(crate) fn identity_number(value: &Py) -> i64 {
    let number = match value {
        Py::Host(host) => host.identity(),
        Py::None | Py::Bool(_) | Py::Int(_) | Py::Float(_) => crate::compare::hash(value).map(u128::from),
        _ => None,
    };
    match number {
        #[allow(clippy::cast_possible_truncation)] // the lower half of a mixed number is as good as all of it
        Some(number) => {
            let mixed = (number ^ (number >> 64)) as u64;
            i64::try_from(mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 17).unwrap_or_default() * 16
        }
        None => identity(value),
    }
}

fn isinstance(args: &Args<'_>) -> PyResult {
    let bound = args.bind("isinstance", &["obj", "class_or_tuple"])?;
    let class = bound.required("obj")?.class();
    among(class, bound.required("class_or_tuple")?, "isinstance() arg 2 must be a type, a tuple of types, or a union")
        .map(Py::Bool)
}

fn issubclass(args: &Args<'_>) -> PyResult {
    let bound = args.bind("issubclass", &["cls", "class_or_tuple"])?;
    let Py::Class(class) = bound.required("cls")? else {
        return Err(type_error("issubclass() arg 1 must be a class"));
    };
    among(class, bound.required("class_or_tuple")?, "issubclass() arg 2 must be a class or tuple of classes")
        .map(Py::Bool)
}

fn among(class: &'static Class, classes: &Py, wrong: &str) -> PyResult<bool> {
    match classes.defined()? {
        Py::Class(other) => Ok(derives(class, other)),
        Py::Tuple(tuple) => {
            let nested = || {
                for other in tuple.items() {
                    if among(class, other, wrong)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            };
            crate::compare::nested(Ok(false), nested)
        }
        Py::Function(function) if function.name() == "type" => Ok(class == &class::TYPE),
        _ => Err(type_error(wrong)),
    }
}

fn getattr(cx: &mut Cx<'_>, args: &Args<'_>) -> PyResult {
    let bound = args.bind("getattr", &["obj", "name", "default"])?;
    let of = bound.required("obj")?;
    let name = bound.required("name")?.expect_str("getattr(): attribute name")?;
    match (attr::find_attr(cx, of, name)?, bound.get("default")) {
        (Some(found), _) => Ok(found),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(attr::no_attribute(of, name)),
    }
}

fn sorted(cx: &mut Cx<'_>, args: &Args<'_>) -> PyResult {
    let bound = args.bind("sorted", &["iterable", "key", "reverse"])?;
    let items = iter::iterate(cx, bound.required("iterable")?)?;
    let reverse = bound.get("reverse").map_or(Ok(false), truth)?;
    methods::sort(cx, items, bound.some("key"), reverse).map(Py::list)
}

fn next(cx: &mut Cx<'_>, args: &Args<'_>) -> PyResult {
    let bound = args.bind("next", &["iterator", "default"])?;
    let Py::Iter(iter) = bound.required("iterator")? else {
        let kind = bound.required("iterator")?.type_name();
        return Err(type_error(format!("'{kind}' object is not an iterator")));
    };
    match (iter.next(cx)?, bound.get("default")) {
        (Some(item), _) => Ok(item),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(PyError::new(&class::STOP_ITERATION, "")),
    }
}

fn quantify(cx: &mut Cx<'_>, items: &Py, stop_at: bool) -> PyResult {
    let source = Source::of(cx, items)?;
    while let Some(item) = source.next(cx)? {
        if truth(&item)? == stop_at {
            return Ok(Py::Bool(stop_at));
        }
    }
    Ok(Py::Bool(!stop_at))
}

fn eval_function(cx: &mut Cx<'_>, args: &Args<'_>) -> PyResult {
    let bound = args.bind("eval", &["expression", "globals", "locals"])?;
    let source = bound.required("expression")?.expect_str("eval() arg 1")?;
    let given = |name: &str| match bound.some(name) {
        Some(Py::Dict(dict)) => Ok(Some(dict)),
        Some(_) => Err(type_error("globals must be a dict")),
        None => Ok(None),
    };
    let globals = match (given("globals")?, given("locals")?) {
        (Some(globals), Some(locals)) => {
            let merged = globals.copy();
            for (name, value) in locals.entries() {
                merged.insert(name, value)?;
            }
            Some(Arc::new(merged))
        }
        (globals, locals) => globals.or(locals).map(Arc::clone),
    };
    eval::eval_text(cx, source.trim_start_matches([' ', '\t']), globals.as_ref())
}
