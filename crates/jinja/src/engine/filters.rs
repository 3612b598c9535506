// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The filters that the compatibility pass writes for expressions. Each has the number of an item as its value, and
//! the values of the item's names as its arguments.

use std::sync::{Arc, Mutex};

use minijinja::{Environment, Error, Output, State, Value};

use super::{ROOT, Root, Shared, engine_error, lock, loops, macros};
use crate::{
    Py, PyError, PyResult,
    ast::{Expr, Target},
    bridge, budget,
    collections::Namespace,
    cx::Cx,
    error::runtime_error,
    eval::{self, Frame},
    iter,
    template::{Code, Item, Shape, Values},
    text,
    truth::truth,
};

/// Makes the filters known.
pub(super) fn register(environment: &mut Environment<'static>, shared: &Arc<Shared>) {
    macro_rules! filter {
        ($name:literal, $function:path) => {
            let own = Arc::clone(shared);
            environment.add_filter($name, move |state: &mut State<'_, '_>, item: u32, args: &[Value]| {
                let item = own.items.get(item);
                let Some(item) = item.as_deref() else { return Err(lost()) };
                $function(&own, state, item, args).map_err(|error: PyError| engine_error(error))
            });
        };
    }
    filter!("e", evaluate);
    filter!("p", printed);
    filter!("t", test);
    filter!("d", run);
    filter!("u", unpack);
    filter!("n", set_attribute);
    filter!("v", default);
    filter!("f", template_name);
    filter!("c", call);
    filter!("i", loops::sequence);
    filter!("m", macros::make);
}

fn lost() -> Error {
    Error::new(minijinja::ErrorKind::InvalidOperation, "the template was not loaded by this engine")
}

/// Writes a value as Python's `str()` shows it.
pub(super) fn print(out: &mut Output<'_>, value: &Value) -> Result<(), Error> {
    if let Some(text) = value.as_str() {
        return out.write_str(text).map_err(Error::from);
    }
    let text = text::str(&bridge::from_value(value, "a value")).map_err(engine_error)?;
    out.write_str(&text).map_err(Error::from)
}

fn code_of(item: &Item) -> PyResult<&Code> {
    match item {
        Item::Expr(code)
        | Item::Call(code)
        | Item::Unpack(code, _)
        | Item::Namespace(code, _)
        | Item::Loop(code, _)
        | Item::Recursion(code, _) => Ok(code),
        _ => Err(runtime_error("the template was not loaded by this engine")),
    }
}

/// Evaluates a code with the values of its names.
pub(super) fn value_of(state: &mut State<'_, '_>, code: &Code, args: &[Value]) -> PyResult {
    let mut cx = Cx { engine: state };
    let locals = if code.locals == 0 { Vec::new() } else { vec![Py::None; usize::from(code.locals)] };
    let outer = match code.values {
        Values::Given => Some(args),
        Values::LookedUp => None,
    };
    let mut frame = Frame { names: &code.names, outer, locals, globals: None, python: false };
    eval::eval(&mut cx, &code.expr, &mut frame).map_err(|error| error.at(code.column))
}

fn evaluate(_: &Shared, state: &mut State<'_, '_>, item: &Item, args: &[Value]) -> PyResult<Value> {
    value_of(state, code_of(item)?, args).map(bridge::to_value)
}

/// The text of a value, as a tag prints it.
fn printed(_: &Shared, state: &mut State<'_, '_>, item: &Item, args: &[Value]) -> PyResult<Value> {
    let code = code_of(item)?;
    let value = value_of(state, code, args)?;
    text::str(&value).map(Value::from).map_err(|error| error.at(code.column))
}

fn test(_: &Shared, state: &mut State<'_, '_>, item: &Item, args: &[Value]) -> PyResult<Value> {
    let code = code_of(item)?;
    let value = value_of(state, code, args)?;
    truth(&value).map(Value::from).map_err(|error| error.at(code.column))
}

/// A value that nobody looks at.
fn run(_: &Shared, state: &mut State<'_, '_>, item: &Item, args: &[Value]) -> PyResult<Value> {
    value_of(state, code_of(item)?, args)?;
    Ok(Value::from(false))
}

fn unpack(_: &Shared, state: &mut State<'_, '_>, item: &Item, args: &[Value]) -> PyResult<Value> {
    let Item::Unpack(code, shape) = item else { return Err(runtime_error("nothing to unpack")) };
    let value = value_of(state, code, args)?;
    let mut cx = Cx { engine: state };
    shaped(&mut cx, value, shape).map_err(|error| error.at(code.column))
}

/// A value as the engine unpacks it into names.
pub(super) fn shaped(cx: &mut Cx<'_>, value: Py, shape: &Shape) -> PyResult<Value> {
    match shape {
        Target::Name(()) => Ok(bridge::to_value(value)),
        Target::Tuple(shapes) => {
            let items = eval::unpack(cx, &value, shapes.len())?;
            let items = items.into_iter().zip(shapes).map(|(item, shape)| shaped(cx, item, shape));
            Ok(Value::from(items.collect::<PyResult<Vec<Value>>>()?))
        }
    }
}

/// `set a.b = …`: `a` is the first of the values.
fn set_attribute(_: &Shared, state: &mut State<'_, '_>, item: &Item, args: &[Value]) -> PyResult<Value> {
    let Item::Namespace(code, attribute) = item else { return Err(runtime_error("nothing to set")) };
    let name = code.names.first().map_or("", |name| &**name);
    let namespace = args.first().map_or(Py::None, |value| bridge::from_value(value, name));
    let namespace: Arc<Namespace> = match namespace.defined()? {
        Py::Namespace(namespace) => Arc::clone(namespace),
        _ => return Err(runtime_error("cannot assign attribute on non-namespace object").at(code.column)),
    };
    let value = value_of(state, code, args)?;
    namespace.set(attribute, value)?;
    Ok(Value::from(false))
}

/// The default of a parameter, whose value is the first, if that is missing.
fn default(_: &Shared, state: &mut State<'_, '_>, item: &Item, args: &[Value]) -> PyResult<Value> {
    match args {
        [given, ..] if !given.is_undefined() => Ok(given.clone()),
        [_, rest @ ..] => value_of(state, code_of(item)?, rest).map(bridge::to_value),
        [] => Ok(Value::UNDEFINED),
    }
}

/// The name of a template, or the names of which the first that there is counts.
fn template_name(shared: &Shared, state: &mut State<'_, '_>, item: &Item, args: &[Value]) -> PyResult<Value> {
    let code = code_of(item)?;
    let value = value_of(state, code, args.get(..code.names.len()).unwrap_or_default())?;
    let mut names = match value.defined()? {
        Py::Str(name) => vec![Arc::clone(name)],
        other => {
            let mut cx = Cx { engine: state };
            let items = iter::iterate(&mut cx, other)?;
            let name = |item: &Py| match item {
                Py::Str(name) => Ok(Arc::clone(name)),
                other => Err(runtime_error(format!("a template's name must be str, not {}", other.type_name()))),
            };
            items.iter().map(name).collect::<PyResult<Vec<_>>>()?
        }
    };
    let root = state.lookup(ROOT);
    let used: Option<&Mutex<_>> =
        root.as_ref().and_then(|root| root.downcast_object_ref::<Root>()).map(|root| &*root.used);
    if let Some(name) = names.iter().find(|name| shared.find(name).is_some()) {
        budget::charge(shared.text_of(name))?;
        if let Some(used) = used {
            lock(used).insert(Arc::clone(name));
        }
    }
    if names.len() == 1
        && let Some(name) = names.pop()
    {
        return Ok(Value::from(name));
    }
    Ok(Value::from(names.into_iter().map(Value::from).collect::<Vec<_>>()))
}

/// A call to which a block is given: its last value.
fn call(_: &Shared, state: &mut State<'_, '_>, item: &Item, args: &[Value]) -> PyResult<Value> {
    let code = code_of(item)?;
    let (Expr::Call(callee, call_args), Some((caller, args))) = (&code.expr, args.split_last()) else {
        return Err(runtime_error("nothing to call"));
    };
    let caller = bridge::from_value(caller, "caller");
    let mut cx = Cx { engine: state };
    let locals = vec![Py::None; usize::from(code.locals)];
    let mut frame = Frame { names: &code.names, outer: Some(args), locals, globals: None, python: false };
    eval::call_expr(&mut cx, callee, call_args, Some(&caller), &mut frame)
        .map(bridge::to_value)
        .map_err(|error| error.at(code.column))
}
