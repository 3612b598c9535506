// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Evaluates expressions.

mod comprehension;

use std::{cmp::Ordering, sync::Arc};

pub(crate) use self::comprehension::generator_over;
use crate::{
    Py, PyError, PyResult,
    args::Args,
    ast::{Binary, CallArgs, Compare, Expr, LambdaCode},
    attr, budget, builtins, call, class,
    collections::{Dict, Entries, Key, Set, SetKind},
    compare,
    cx::Cx,
    error::type_error,
    filters,
    function::Lambda,
    iter, methods, ops, tests, text,
    trash::Held,
    truth::truth,
};

/// The variables of an expression that is being evaluated.
pub(crate) struct Frame<'a> {
    /// The names of the template; an expression of Python text has none.
    pub(crate) names: Option<&'a [Arc<str>]>,
    pub(crate) locals: Vec<Py>,
    /// The names that `eval` was given.
    pub(crate) globals: Option<&'a Arc<Dict>>,
    /// Whether it is Python in a string: then what is missing is an error, not undefined.
    pub(crate) python: bool,
}

/// Evaluates an expression.
#[allow(clippy::too_many_lines)] // one arm for each kind of expression
pub(crate) fn eval(cx: &mut Cx<'_>, expr: &Expr, frame: &mut Frame<'_>) -> PyResult {
    budget::spend(1)?;
    Ok(match expr {
        Expr::Const(value) => value.clone(),
        Expr::Outer(index) => outer(cx, frame, *index),
        Expr::Local(slot) => frame.locals.get(usize::from(*slot)).cloned().unwrap_or(Py::None),
        Expr::Global(name) => global(cx, frame, name)?,
        Expr::List(items) => Py::list(eval_items(cx, items, frame)?),
        Expr::Tuple(items) => Py::tuple(eval_items(cx, items, frame)?),
        Expr::Set(items) => Py::Set(Arc::new(Set::of(SetKind::Plain, eval_items(cx, items, frame)?)?)),
        Expr::Dict(pairs) => dict(cx, pairs, frame)?,
        Expr::Attr(of, name) => {
            let of = eval(cx, of, frame)?;
            attribute(cx, &of, name, frame)?
        }
        Expr::Item(of, key) => {
            let of = eval(cx, of, frame)?;
            let key = eval(cx, key, frame)?;
            if frame.python { attr::get_item(cx, &of, &key)? } else { attr::jinja_item(cx, of.defined()?, &key)? }
        }
        Expr::Slice(of, slice) => {
            let of = eval(cx, of, frame)?;
            let mut part = |part: &Option<Expr>| match part {
                Some(part) => eval(cx, part, frame),
                None => Ok(Py::None),
            };
            let (start, stop, step) = (part(&slice.start)?, part(&slice.stop)?, part(&slice.step)?);
            attr::slice(&of, &start, &stop, &step)?
        }
        Expr::Call(call) => call_expr(cx, &call.0, &call.1, None, frame)?,
        Expr::Filter(name, call) => {
            let (of, args) = &**call;
            let of = eval(cx, of, frame)?;
            with_args(cx, args, None, frame, |cx, args| filters::apply(cx, name, &of, args))?
        }
        Expr::Test(name, call) => {
            let (of, args) = &**call;
            let of = eval(cx, of, frame)?;
            with_args(cx, args, None, frame, |cx, args| tests::apply(cx, name, &of, args).map(Py::Bool))?
        }
        Expr::Unary(operator, of) => ops::unary(*operator, &eval(cx, of, frame)?)?,
        Expr::Binary(operator, left, right) => binary(cx, *operator, left, right, frame)?,
        Expr::And(left, right) => {
            let left = eval(cx, left, frame)?;
            if truth(&left)? { eval(cx, right, frame)? } else { left }
        }
        Expr::Or(left, right) => {
            let left = eval(cx, left, frame)?;
            if truth(&left)? { left } else { eval(cx, right, frame)? }
        }
        Expr::Not(of) => Py::Bool(!truth(&eval(cx, of, frame)?)?),
        Expr::Compare(operands) => comparison(cx, &operands.0, &operands.1, frame)?,
        Expr::Cond(cond) => {
            if truth(&eval(cx, &cond.test, frame)?)? {
                eval(cx, &cond.yes, frame)?
            } else {
                match &cond.no {
                    Some(no) => eval(cx, no, frame)?,
                    None => Py::Nothing,
                }
            }
        }
        Expr::Concat(parts) => {
            let mut whole = String::new();
            for part in parts {
                let part = eval(cx, part, frame)?;
                whole.push_str(&text::str(&part)?);
                budget::charge(whole.len())?;
            }
            Py::from(whole)
        }
        Expr::Lambda(code) => lambda(cx, code, frame)?,
        Expr::Comprehension(code) => comprehension::eval(cx, code, frame)?,
        Expr::Format(field) => {
            let value = eval(cx, &field.value, frame)?;
            let value = match field.conversion {
                Some('r') => Py::from(text::repr(&value)?),
                Some('a') => Py::from(builtins::ascii(&value)?),
                Some(_) => Py::Str(text::str(&value)?),
                None => value,
            };
            let spec = field.spec.as_ref().map_or(Ok(Py::from("")), |spec| eval(cx, spec, frame))?;
            let shown = crate::format::format_value(&value, spec.as_str().unwrap_or_default())?;
            budget::charge(shown.len())?;
            Py::from(shown)
        }
        Expr::Starred(_) => return Err(type_error("can't use starred expression here")),
    })
}

fn outer(cx: &mut Cx<'_>, frame: &Frame<'_>, index: u16) -> Py {
    let Some(name) = frame.names.and_then(|names| names.get(usize::from(index))) else { return Py::None };
    cx.run.lookup(name).unwrap_or_else(|| Py::Undefined(Arc::from(format!("'{name}' is undefined"))))
}

fn global(cx: &mut Cx<'_>, frame: &Frame<'_>, name: &Arc<str>) -> PyResult {
    if let Some(found) = frame.globals.and_then(|globals| globals.get_str(name)) {
        return Ok(found);
    }
    if let Some(found) = builtins::python_global(name) {
        return Ok(found);
    }
    // What else the reference's functions see is what its own module imports.
    if matches!(&**name, "capdl" | "Cap" | "macros" | "TemplateError" | "ObjectType" | "ObjectRights")
        && let Some(value) = cx.run.lookup_text(name)
    {
        return Ok(value);
    }
    Err(PyError::new(&class::NAME_ERROR, format!("name '{name}' is not defined")))
}

fn attribute(cx: &mut Cx<'_>, of: &Py, name: &Arc<str>, frame: &Frame<'_>) -> PyResult {
    if frame.python { attr::get_attr(cx, of, name) } else { attr::jinja_attr(cx, of.defined()?, name) }
}

/// The items of a display or of a call; `*x` stands for what is in `x`.
fn eval_items(cx: &mut Cx<'_>, items: &[Expr], frame: &mut Frame<'_>) -> PyResult<Vec<Py>> {
    budget::charge((items.len() + 1) * crate::collections::SLOT)?;
    let mut values = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Expr::Starred(inner) => {
                let inner = eval(cx, inner, frame)?;
                values.extend(iter::iterate(cx, &inner)?);
            }
            _ => values.push(eval(cx, item, frame)?),
        }
    }
    Ok(values)
}

fn dict(cx: &mut Cx<'_>, pairs: &[(Option<Expr>, Expr)], frame: &mut Frame<'_>) -> PyResult {
    budget::charge((pairs.len() + 1) * 3 * crate::collections::SLOT)?;
    let mut entries = Entries::default();
    for (key, value) in pairs {
        match key {
            Some(key) => {
                let key = eval(cx, key, frame)?;
                let value = eval(cx, value, frame)?;
                entries.insert(Key::new(key)?, value);
            }
            None => {
                let inner = eval(cx, value, frame)?;
                let Py::Dict(inner) = &inner else {
                    return Err(type_error(format!("'{}' object is not a mapping", inner.type_name())));
                };
                for (key, value) in inner.entries() {
                    entries.insert(Key::new(key)?, value);
                }
            }
        }
    }
    Ok(Py::Dict(Arc::new(Dict::new(&class::DICT, entries))))
}

fn binary(cx: &mut Cx<'_>, operator: Binary, left: &Expr, right: &Expr, frame: &mut Frame<'_>) -> PyResult {
    let left = eval(cx, left, frame)?;
    let right = eval(cx, right, frame)?;
    if let Py::Host(host) = &left
        && let Some(name) = methods::dunder(operator)
        && host.has_method(name)
    {
        return call::call_method(cx, &left, name, &Args::of(std::slice::from_ref(&right)));
    }
    ops::binary(operator, &left, &right)
}

fn comparison(cx: &mut Cx<'_>, first: &Expr, rest: &[(Compare, Expr)], frame: &mut Frame<'_>) -> PyResult {
    let mut left = eval(cx, first, frame)?;
    for (operator, right) in rest {
        let right = eval(cx, right, frame)?;
        if !compare_two(cx, *operator, &left, &right)? {
            return Ok(Py::Bool(false));
        }
        left = right;
    }
    Ok(Py::Bool(true))
}

/// One comparison.
pub(crate) fn compare_two(cx: &mut Cx<'_>, operator: Compare, a: &Py, b: &Py) -> PyResult<bool> {
    if !matches!(operator, Compare::Is | Compare::IsNot) {
        a.defined()?;
        b.defined()?;
    }
    let order = |symbol: &str, test: fn(Ordering) -> bool| -> PyResult<bool> {
        if let Some((part, same_size)) = compare::subset(a, b) {
            let (whole, _) = compare::subset(b, a).unwrap_or((false, false));
            return Ok(match symbol {
                "<" => part && !same_size,
                "<=" => part,
                ">" => whole && !same_size,
                _ => whole,
            });
        }
        Ok(compare::compare(a, b, symbol)?.is_some_and(test))
    };
    Ok(match operator {
        Compare::Eq => compare::equals(a, b),
        Compare::Ne => !compare::equals(a, b),
        Compare::Lt => order("<", Ordering::is_lt)?,
        Compare::Le => order("<=", Ordering::is_le)?,
        Compare::Gt => order(">", Ordering::is_gt)?,
        Compare::Ge => order(">=", Ordering::is_ge)?,
        Compare::In => attr::contains(cx, b, a)?,
        Compare::NotIn => !attr::contains(cx, b, a)?,
        Compare::Is => compare::is(a, b),
        Compare::IsNot => !compare::is(a, b),
    })
}

/// Evaluates arguments and does something with them.
fn with_args<T>(
    cx: &mut Cx<'_>,
    args: &CallArgs,
    caller: Option<&Py>,
    frame: &mut Frame<'_>,
    act: impl FnOnce(&mut Cx<'_>, &Args<'_>) -> PyResult<T>,
) -> PyResult<T> {
    let positional = match &*args.positional {
        [] => Vec::new(),
        [Expr::Starred(_), ..] => eval_items(cx, &args.positional, frame)?,
        [one] => vec![eval(cx, one, frame)?],
        many => eval_items(cx, many, frame)?,
    };
    let mut named: Vec<(Arc<str>, Py)> = Vec::with_capacity(args.named.len());
    for (name, value) in &args.named {
        let value = eval(cx, value, frame)?;
        match name {
            Some(name) => named.push((Arc::clone(name), value)),
            None => {
                let Py::Dict(dict) = &value else {
                    let kind = value.defined()?.type_name();
                    return Err(type_error(format!("argument after ** must be a mapping, not {kind}")));
                };
                for (key, value) in dict.entries() {
                    let Py::Str(key) = key else { return Err(type_error("keywords must be strings")) };
                    if named.iter().any(|(known, _)| *known == key) {
                        let message = format!("got multiple values for keyword argument '{key}'");
                        return Err(type_error(message));
                    }
                    named.push((key, value));
                }
            }
        }
    }
    if let Some(caller) = caller {
        named.push((Arc::from("caller"), caller.clone()));
    }
    act(cx, &Args { positional: &positional, named: &named })
}

/// A call; `caller` is the body of a `call` block around it.
pub(crate) fn call_expr(
    cx: &mut Cx<'_>,
    callee: &Expr,
    args: &CallArgs,
    caller: Option<&Py>,
    frame: &mut Frame<'_>,
) -> PyResult {
    if let Expr::Attr(of, name) = callee {
        let of = eval(cx, of, frame)?;
        of.defined()?;
        let python = frame.python;
        return with_args(cx, args, caller, frame, |cx, args| {
            if let Some(result) = budget::deeper(|| methods::call(cx, &of, name, args))? {
                return Ok(result);
            }
            let function = if python || args_python(&of) {
                attr::get_attr(cx, &of, name)?
            } else {
                attr::jinja_attr(cx, &of, name)?
            };
            call::call(cx, &function, args)
        });
    }
    let function = eval(cx, callee, frame)?;
    function.defined()?;
    with_args(cx, args, caller, frame, |cx, args| call::call(cx, &function, args))
}

/// Whether a missing attribute is better told as Python does: modules and classes have no items.
fn args_python(of: &Py) -> bool {
    matches!(of, Py::Module(_) | Py::Class(_))
}

fn lambda(cx: &mut Cx<'_>, code: &Arc<LambdaCode>, frame: &mut Frame<'_>) -> PyResult {
    let mut defaults = Vec::with_capacity(code.defaults.len());
    for default in &code.defaults {
        defaults.push(Held(eval(cx, default, frame)?));
    }
    let captured = code.captures.iter();
    let captured = captured.map(|slot| Held(frame.locals.get(usize::from(*slot)).cloned().unwrap_or(Py::None)));
    let captured = captured.collect();
    Ok(Py::Lambda(Arc::new(Lambda { code: Arc::clone(code), captured, defaults, globals: frame.globals.cloned() })))
}

/// `lambda('…')`: the function that the text is the body of.
pub(crate) fn lambda_of_text(cx: &mut Cx<'_>, source: &str) -> PyResult {
    budget::charge(source.len() * 16)?;
    budget::spend(source.len())?;
    let lambda = crate::syntax::python::cached_lambda(source).map_err(|error| python_error(source, &error))?;
    let Expr::Lambda(code) = &*lambda else { return Ok(Py::None) };
    let mut frame = Frame { names: None, locals: Vec::new(), globals: None, python: true };
    self::lambda(cx, code, &mut frame)
}

/// `eval('…', {…})`.
pub(crate) fn eval_text(cx: &mut Cx<'_>, source: &str, globals: Option<&Arc<Dict>>) -> PyResult {
    budget::charge(source.len() * 16)?;
    budget::spend(source.len())?;
    let (expr, locals) = crate::syntax::python::expression(source).map_err(|error| python_error(source, &error))?;
    let locals = vec![Py::None; usize::from(locals)];
    let mut frame = Frame { names: None, locals, globals, python: true };
    budget::deeper(|| eval(cx, &expr, &mut frame))
}

fn python_error(source: &str, error: &crate::syntax::SyntaxError) -> PyError {
    let column = source.get(..error.offset).map_or(0, |before| before.chars().count()) + 1;
    PyError::new(&class::SYNTAX_ERROR, format!("{} (in '{source}', column {column})", error.message))
}

/// Stores the items of a value in locals, as a loop does.
pub(crate) fn store(cx: &mut Cx<'_>, target: &crate::ast::Target<u16>, value: Py, locals: &mut [Py]) -> PyResult<()> {
    match target {
        crate::ast::Target::Name(slot) => {
            if let Some(local) = locals.get_mut(usize::from(*slot)) {
                *local = value;
            }
            Ok(())
        }
        crate::ast::Target::Tuple(targets) => {
            let items = unpack(cx, &value, targets.len())?;
            targets.iter().zip(items).try_for_each(|(target, item)| store(cx, target, item, locals))
        }
    }
}

/// The items of a value that must be so many.
pub(crate) fn unpack(cx: &mut Cx<'_>, value: &Py, count: usize) -> PyResult<Vec<Py>> {
    if let Py::Tuple(tuple) = value
        && tuple.items().len() == count
    {
        return Ok(tuple.items().to_vec());
    }
    let iter = match iter::iter(cx, value) {
        Err(error) if error.is(&class::TYPE_ERROR) => {
            return Err(type_error(format!("cannot unpack non-iterable {} object", value.type_name())));
        }
        iter => iter?,
    };
    let mut items = Vec::with_capacity(count);
    while let Some(item) = iter.next(cx)? {
        if items.len() == count {
            return Err(crate::error::value_error(format!("too many values to unpack (expected {count})")));
        }
        items.push(item);
    }
    if items.len() < count {
        let got = items.len();
        return Err(crate::error::value_error(format!("not enough values to unpack (expected {count}, got {got})")));
    }
    Ok(items)
}
