// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Carries out statements.

use std::sync::Arc;

use super::{DEEPEST, Loaded, captured, family, inside, loops, macros, other};
use crate::{
    Py, PyError, PyResult,
    ast::{Expr, Target},
    budget,
    cx::Cx,
    error::runtime_error,
    eval::{self, Frame},
    template::tree::{At, Branch, Capture, Captured, Name, Statement, Tag, With},
    text,
    truth::truth,
};

/// How the statements go on after one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Next,
    Break,
    Continue,
}

/// The statements of a block.
pub(super) fn block(cx: &mut Cx<'_>, template: &Arc<Loaded>, statements: &[Statement]) -> PyResult<Flow> {
    if cx.run.nesting >= DEEPEST {
        return Err(PyError::limit("includes, macros and loops nest too deeply"));
    }
    cx.run.nesting += 1;
    let mut result = Ok(Flow::Next);
    for statement in statements {
        result = budget::spend(1).and_then(|()| self::statement(cx, template, statement));
        if !matches!(result, Ok(Flow::Next)) {
            break;
        }
    }
    cx.run.nesting -= 1;
    result
}

/// The statements of a block that no loop goes on or ends in.
pub(super) fn whole(cx: &mut Cx<'_>, template: &Arc<Loaded>, statements: &[Statement]) -> PyResult<()> {
    block(cx, template, statements).map(drop)
}

fn statement(cx: &mut Cx<'_>, template: &Arc<Loaded>, statement: &Statement) -> PyResult<Flow> {
    match statement {
        Statement::Text(from, to) => plain(cx, template, *from as usize, *to as usize)?,
        Statement::Print(tag) => {
            let value = value(cx, template, tag)?;
            print(cx, &value).map_err(|error| template.failed(error, tag.at))?;
        }
        Statement::If(branches) => return branch(cx, template, branches),
        Statement::For(looped) => loops::run(cx, template, looped)?,
        Statement::Set(target, tag) => {
            let value = value(cx, template, tag)?;
            store(cx, template, target, value).map_err(|error| template.failed(error, tag.at))?;
        }
        Statement::SetAttribute(namespace, attribute, tag) => {
            let value = value(cx, template, tag)?;
            set_attribute(cx, template, *namespace, attribute, value)
                .map_err(|error| template.failed(error, tag.at))?;
        }
        Statement::Capture(capture) => self::capture(cx, template, capture)?,
        Statement::Do(tag) => drop(value(cx, template, tag)?),
        Statement::With(with) => self::with(cx, template, with)?,
        Statement::Include { name, ignore_missing } => other::include(cx, template, name, *ignore_missing)?,
        Statement::Import(tag, module) => {
            let imported = other::import(cx, template, tag)?;
            cx.run.scopes.set(template.name(*module), Py::host(imported));
        }
        Statement::Members(tag, members) => other::members(cx, template, tag, members)?,
        Statement::Extends(tag) => family::extends(cx, template, tag)?,
        Statement::Macro(code) => {
            let value = macros::make(cx, template, code);
            if let Some(name) = code.name {
                cx.run.scopes.set(template.name(name), value);
            }
        }
        Statement::Call(tag, code) => {
            let caller = macros::make(cx, template, code);
            call(cx, template, tag, &caller).map_err(|error| template.failed(error, tag.at))?;
        }
        Statement::Block(block) => family::block(cx, &block.name)?,
        Statement::Super(at) => family::over(cx).map_err(|error| template.failed(error, *at))?,
        Statement::Own(at, name) => family::own(cx, name).map_err(|error| template.failed(error, *at))?,
        Statement::Break => return Ok(Flow::Break),
        Statement::Continue => return Ok(Flow::Continue),
    }
    Ok(Flow::Next)
}

/// Text of the template.
fn plain(cx: &mut Cx<'_>, template: &Arc<Loaded>, from: usize, to: usize) -> PyResult<()> {
    cx.run.write(template.text.get(from..to).unwrap_or_default()).map_err(|error| {
        let before = template.text.get(..from).unwrap_or_default();
        let line = u32::try_from(before.matches('\n').count() + 1).unwrap_or(u32::MAX);
        template.failed(error, At { line, column: 1 })
    })
}

/// The value of the expression of a tag.
pub(super) fn value(cx: &mut Cx<'_>, template: &Arc<Loaded>, tag: &Tag) -> PyResult {
    evaluate(cx, template, &tag.expr, Vec::new()).map_err(|error| template.failed(error, tag.at))
}

/// The value of an expression.
pub(super) fn evaluate(cx: &mut Cx<'_>, template: &Loaded, expr: &Expr, locals: Vec<Py>) -> PyResult {
    let mut frame = Frame { names: Some(template.names()), locals, globals: None, python: false };
    eval::eval(cx, expr, &mut frame)
}

/// Writes a value as Python's `str()` shows it.
fn print(cx: &mut Cx<'_>, value: &Py) -> PyResult<()> {
    match value {
        Py::Str(text) => cx.run.write(text),
        _ => cx.run.write(&text::str(value)?),
    }
}

fn branch(cx: &mut Cx<'_>, template: &Arc<Loaded>, branches: &[Branch]) -> PyResult<Flow> {
    for Branch { test, body } in branches {
        let holds = match test {
            Some(tag) => {
                let value = value(cx, template, tag)?;
                truth(&value).map_err(|error| template.failed(error, tag.at))?
            }
            None => true,
        };
        if holds {
            return block(cx, template, body);
        }
    }
    Ok(Flow::Next)
}

/// Gives the names of a target their values.
pub(super) fn store(cx: &mut Cx<'_>, template: &Loaded, target: &Target<Name>, value: Py) -> PyResult<()> {
    match target {
        Target::Name(name) => {
            cx.run.scopes.set(template.name(*name), value);
            Ok(())
        }
        Target::Tuple(targets) => {
            let items = eval::unpack(cx, &value, targets.len())?;
            targets.iter().zip(items).try_for_each(|(target, item)| store(cx, template, target, item))
        }
    }
}

/// `set a.b = …`.
fn set_attribute(cx: &mut Cx<'_>, template: &Loaded, name: Name, attribute: &str, value: Py) -> PyResult<()> {
    let name = template.name(name);
    let undefined = || Py::Undefined(Arc::from(format!("'{name}' is undefined")));
    let namespace = cx.run.lookup(name).unwrap_or_else(undefined);
    match namespace.defined()? {
        Py::Namespace(namespace) => namespace.set(attribute, value),
        _ => Err(runtime_error("cannot assign attribute on non-namespace object")),
    }
}

fn capture(cx: &mut Cx<'_>, template: &Arc<Loaded>, capture: &Capture) -> PyResult<()> {
    let outer = cx.run.scopes.current();
    let text = inside(cx, outer, |cx, _| captured(cx, |cx| whole(cx, template, &capture.body)))?;
    let rest = || {
        let text = match &capture.chain {
            Some(chain) => evaluate(cx, template, chain, vec![Py::Str(text)])?,
            None => Py::Str(text),
        };
        match &capture.to {
            Captured::Name(name) => {
                cx.run.scopes.set(template.name(*name), text);
                Ok(())
            }
            Captured::Attribute(namespace, attribute) => set_attribute(cx, template, *namespace, attribute, text),
            Captured::Output => print(cx, &text),
        }
    };
    rest().map_err(|error| template.failed(error, capture.at))
}

fn with(cx: &mut Cx<'_>, template: &Arc<Loaded>, with: &With) -> PyResult<()> {
    // All values are those of the names outside.
    let mut values = Vec::with_capacity(with.values.len());
    for (_, value) in &with.values {
        let value = evaluate(cx, template, value, Vec::new());
        values.push(value.map_err(|error| template.failed(error, with.at))?);
    }
    let outer = cx.run.scopes.current();
    inside(cx, outer, |cx, _| {
        for ((name, _), value) in with.values.iter().zip(values) {
            cx.run.scopes.set(template.name(*name), value);
        }
        whole(cx, template, &with.body)
    })
}

/// Prints what a call gives to which a macro is given.
fn call(cx: &mut Cx<'_>, template: &Loaded, tag: &Tag, caller: &Py) -> PyResult<()> {
    let Expr::Call(called) = &tag.expr else { return Err(runtime_error("nothing to call")) };
    let (callee, args) = &**called;
    let mut frame = Frame { names: Some(template.names()), locals: Vec::new(), globals: None, python: false };
    let value = eval::call_expr(cx, callee, args, Some(caller), &mut frame)?;
    print(cx, &value)
}
