// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Calling functions, classes, methods and macros.

use std::sync::Arc;

use crate::{
    Py, PyResult,
    args::Args,
    attr, budget,
    collections::{Dict, Key},
    cx::Cx,
    error::type_error,
    eval,
    function::Lambda,
    methods,
};

/// Calls a value.
///
/// # Errors
/// What it raises; `TypeError` if it can't be called.
pub fn call(cx: &mut Cx<'_>, function: &Py, args: &Args<'_>) -> PyResult {
    budget::spend(1)?;
    match function.defined()? {
        Py::Function(function) => budget::deeper(|| function.call(cx, args)),
        Py::Class(class) => match class.construct() {
            Some(construct) => budget::deeper(|| construct(cx, class, args)),
            None => Err(type_error(format!("cannot create '{}' instances", class.name()))),
        },
        Py::Lambda(lambda) => budget::deeper(|| call_lambda(cx, lambda, args)),
        Py::Method(method) => call_method(cx, &method.of.0, &method.name, args),
        Py::Host(host) => budget::deeper(|| host.call(cx, args)),
        _ => Err(type_error(format!("'{}' object is not callable", function.type_name()))),
    }
}

/// Calls a method of a value, as Python finds it.
///
/// # Errors
/// What it raises; `AttributeError` if there is none.
pub fn call_method(cx: &mut Cx<'_>, of: &Py, name: &str, args: &Args<'_>) -> PyResult {
    match budget::deeper(|| methods::call(cx, of, name, args))? {
        Some(value) => Ok(value),
        None => {
            let function = attr::get_attr(cx, of, name)?;
            call(cx, &function, args)
        }
    }
}

/// Calls a function whose body is an expression.
fn call_lambda(cx: &mut Cx<'_>, lambda: &Lambda, args: &Args<'_>) -> PyResult {
    let code = &lambda.code;
    let mut locals = vec![Py::None; usize::from(code.locals)];
    let fixed = code.parameters.len() - usize::from(code.varargs) - usize::from(code.kwargs);
    let mut given = vec![false; fixed];
    let mut put = |slot: usize, value: Py| {
        if let Some(local) = locals.get_mut(slot) {
            *local = value;
        }
    };
    if args.positional.len() > fixed && !code.varargs {
        let s = if fixed == 1 { "" } else { "s" };
        let (were, count) = (if args.positional.len() == 1 { "was" } else { "were" }, args.positional.len());
        let message = format!("<lambda>() takes {fixed} positional argument{s} but {count} {were} given");
        return Err(type_error(message));
    }
    for (slot, value) in args.positional.iter().take(fixed).enumerate() {
        put(slot, value.clone());
        if let Some(given) = given.get_mut(slot) {
            *given = true;
        }
    }
    if code.varargs {
        put(fixed, Py::tuple(args.positional.get(fixed..).unwrap_or_default().to_vec()));
    }
    let rest = Dict::new(&crate::class::DICT, Default::default());
    for (name, value) in args.named {
        match code.parameters.iter().take(fixed).position(|parameter| parameter == name) {
            Some(slot) => match given.get_mut(slot) {
                Some(given @ false) => {
                    *given = true;
                    put(slot, value.clone());
                }
                _ => return Err(type_error(format!("<lambda>() got multiple values for argument '{name}'"))),
            },
            None if code.kwargs => rest.insert(Py::Str(Arc::clone(name)), value.clone())?,
            None => return Err(type_error(format!("<lambda>() got an unexpected keyword argument '{name}'"))),
        }
    }
    if code.kwargs {
        put(fixed + usize::from(code.varargs), Py::Dict(Arc::new(rest)));
    }
    let first_default = fixed.saturating_sub(lambda.defaults.len());
    for slot in 0..fixed {
        if given.get(slot) == Some(&true) {
            continue;
        }
        match slot.checked_sub(first_default).and_then(|at| lambda.defaults.get(at)) {
            Some(default) => put(slot, default.0.clone()),
            None => {
                let name = code.parameters.get(slot).map_or("", |name| &**name);
                return Err(type_error(format!("<lambda>() missing 1 required positional argument: '{name}'")));
            }
        }
    }
    for (slot, value) in code.capture_slots.iter().zip(&lambda.captured) {
        put(usize::from(*slot), value.0.clone());
    }
    let globals = lambda.globals.as_ref();
    let mut frame = eval::Frame { names: None, locals, globals, python: true };
    eval::eval(cx, &code.body, &mut frame)
}

/// A dictionary of keyword arguments.
pub(crate) fn kwargs_dict(named: &[(Arc<str>, Py)]) -> PyResult {
    let mut entries = crate::collections::Entries::default();
    for (name, value) in named {
        entries.insert(Key::new(Py::Str(Arc::clone(name)))?, value.clone());
    }
    Ok(Py::Dict(Arc::new(Dict::new(&crate::class::DICT, entries))))
}
