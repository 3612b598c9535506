// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Loops: what they go over, and the `loop` that their body sees.

use std::{fmt, sync::Arc};

use minijinja::{
    State, Value,
    value::{Enumerator, Object, ObjectRepr},
};

use super::{Shared, engine_error, filters};
use crate::{
    Py, PyError, PyResult,
    args::Args,
    bridge, budget,
    class::{self, Class},
    collections::Lock,
    compare::equals,
    cx::{Caller, Cx},
    error::{runtime_error, type_error},
    eval::{generator_over, values_of},
    host::Host,
    iter::{Iter, Source},
    template::{Item, Values, code::LoopCode},
    truth::length,
};

/// The sequence of a loop, as the engine goes over it.
pub(super) fn sequence(shared: &Shared, state: &mut State<'_, '_>, item: &Item, args: &[Value]) -> PyResult<Value> {
    let (code, body, args, depth0) = match item {
        Item::Loop(code, body) => (code, *body, args, 0),
        Item::Recursion(code, body) => {
            let Some((outer, args)) = args.split_last() else { return Err(runtime_error("no loop")) };
            let outer = bridge::from_value(outer, "loop");
            let depth = outer.as_host::<Context>().map_or(0, |context| context.depth0 + 1);
            (code, *body, args, depth)
        }
        _ => return Err(runtime_error("no loop")),
    };
    let body = match shared.items.get(body).as_deref() {
        Some(Item::LoopBody(body)) => Arc::clone(body),
        _ => return Err(runtime_error("no loop")),
    };
    let over = filters::value_of(state, code, args)?;
    let at = |error: PyError| error.at(code.column);
    let mut cx = Cx { engine: state };
    let size = if body.filter.is_none() { length(&over) } else { None };
    let mut source = match &body.filter {
        None => Source::of(&mut cx, &over).map_err(at)?,
        Some((filter, locals)) => {
            let outer = match code.values {
                Values::Given => args.to_vec(),
                Values::LookedUp => values_of(cx.engine, &code.names),
            };
            let generator =
                generator_over(&mut cx, &over, filter, usize::from(*locals), &code.names, outer).map_err(at)?;
            Source::of(&mut cx, &Iter::lazy(&class::GENERATOR, generator))?
        }
    };
    if source.needs_engine() {
        // The engine asks for items where it can't be called: they are made now.
        let mut items = Vec::new();
        while let Some(item) = source.next(&mut cx).map_err(at)? {
            budget::charge(crate::collections::SLOT)?;
            items.push(item);
        }
        source = Source::of(&mut cx, &Py::list(items))?;
    }
    let context = Arc::new(Context { depth0, state: Lock::new(Progress::new(source, size)) });
    Ok(Value::from_object(Turns { context, body, column: code.column }))
}

/// An engine that can't be called: nothing that a loop goes over may need it.
struct Nobody;

impl Caller for Nobody {
    fn call(&mut self, _: &Value, _: &[Value]) -> Result<Value, minijinja::Error> {
        let message = "a macro can't be called while a loop asks for its next item";
        Err(minijinja::Error::new(minijinja::ErrorKind::InvalidOperation, message))
    }

    fn lookup(&self, _: &str) -> Option<Value> {
        None
    }
}

/// The turns of a loop.
struct Turns {
    context: Arc<Context>,
    body: Arc<LoopCode>,
    column: u32,
}

impl fmt::Debug for Turns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<loop>")
    }
}

impl Object for Turns {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Iterable
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let turns = Arc::clone(self);
        let mut failed = false;
        Enumerator::Iter(Box::new(std::iter::from_fn(move || {
            if failed {
                return None;
            }
            match turns.next() {
                Ok(item) => item,
                Err(error) => {
                    failed = true;
                    Some(Value::from(engine_error(error.at(turns.column))))
                }
            }
        })))
    }
}

impl Turns {
    fn next(&self) -> PyResult<Option<Value>> {
        budget::charge(self.body.text)?;
        let mut nobody = Nobody;
        let mut cx = Cx { engine: &mut nobody };
        let Some(item) = self.context.advance(&mut cx)? else { return Ok(None) };
        let item = filters::shaped(&mut cx, item, &self.body.shape)?;
        if !self.body.uses_loop {
            return Ok(Some(item));
        }
        let context: Arc<dyn Host> = Arc::clone(&self.context) as Arc<dyn Host>;
        Ok(Some(Value::from(vec![bridge::to_value(Py::Host(context)), item])))
    }
}

/// The `loop` of a loop's body.
struct Context {
    depth0: i64,
    state: Lock<Progress>,
}

/// How far a loop is.
struct Progress {
    source: Source,
    length: Option<usize>,
    /// -1 before the first item.
    index0: i64,
    previous: Option<Py>,
    current: Option<Py>,
    /// The next item, if it was asked for; the inner one is `None` at the end.
    next: Option<Option<Py>>,
    changed: Option<Py>,
}

impl Progress {
    fn new(source: Source, length: Option<usize>) -> Self {
        Self { source, length, index0: -1, previous: None, current: None, next: None, changed: None }
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<LoopContext>")
    }
}

impl Context {
    fn advance(&self, cx: &mut Cx<'_>) -> PyResult<Option<Py>> {
        let ahead = self.state.lock().next.take();
        let item = match ahead {
            Some(item) => item,
            None => {
                let source = self.state.lock().source.clone();
                source.next(cx)?
            }
        };
        let mut state = self.state.lock();
        if item.is_some() {
            state.index0 += 1;
            let before = std::mem::replace(&mut state.current, item.clone());
            let old = std::mem::replace(&mut state.previous, before);
            drop(state);
            drop(old);
        }
        Ok(item)
    }

    /// The next item, which stays the next one.
    fn peek(&self, cx: &mut Cx<'_>) -> PyResult<Option<Py>> {
        if let Some(next) = &self.state.lock().next {
            return Ok(next.clone());
        }
        let source = self.state.lock().source.clone();
        let next = source.next(cx)?;
        self.state.lock().next = Some(next.clone());
        Ok(next)
    }

    /// How many items there are: those that are left are made for it.
    fn length(&self, cx: &mut Cx<'_>) -> PyResult<i64> {
        let known = self.state.lock().length;
        if let Some(known) = known {
            return Ok(i64::try_from(known).unwrap_or(i64::MAX));
        }
        let mut rest: Vec<Py> = match self.peek(cx)? {
            Some(next) => vec![next],
            None => Vec::new(),
        };
        let source = self.state.lock().source.clone();
        while !rest.is_empty() {
            let Some(item) = source.next(cx)? else { break };
            budget::charge(crate::collections::SLOT)?;
            rest.push(item);
        }
        let source = Source::of(cx, &Py::list(rest.clone()))?;
        let mut state = self.state.lock();
        let length = usize::try_from(state.index0 + 1).unwrap_or(0) + rest.len();
        state.length = Some(length);
        state.next = None;
        let old = std::mem::replace(&mut state.source, source);
        drop(state);
        drop(old);
        Ok(i64::try_from(length).unwrap_or(i64::MAX))
    }
}

impl Host for Context {
    fn class(&self) -> &'static Class {
        &class::LOOP
    }

    fn attribute(&self, cx: &mut Cx<'_>, name: &str) -> PyResult<Option<Py>> {
        let index0 = self.state.lock().index0;
        let undefined = |message: &str| Py::Undefined(Arc::from(message));
        Ok(Some(match name {
            "index" => Py::Int(index0 + 1),
            "index0" => Py::Int(index0),
            "first" => Py::Bool(index0 == 0),
            "last" => Py::Bool(self.peek(cx)?.is_none()),
            "length" => Py::Int(self.length(cx)?),
            "revindex" => Py::Int(self.length(cx)? - index0),
            "revindex0" => Py::Int(self.length(cx)? - index0 - 1),
            "depth" => Py::Int(self.depth0 + 1),
            "depth0" => Py::Int(self.depth0),
            "previtem" => {
                let previous = self.state.lock().previous.clone();
                previous.unwrap_or_else(|| undefined("there is no previous item"))
            }
            "nextitem" => self.peek(cx)?.unwrap_or_else(|| undefined("there is no next item")),
            _ => return Ok(None),
        }))
    }

    fn has_method(&self, name: &str) -> bool {
        matches!(name, "cycle" | "changed")
    }

    fn call_method(&self, _: &mut Cx<'_>, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
        match name {
            "cycle" => {
                let index = usize::try_from(self.state.lock().index0).unwrap_or(0);
                let count = args.positional.len();
                if count == 0 {
                    return Err(type_error("no items for cycling given"));
                }
                Ok(args.positional.get(index % count).cloned())
            }
            "changed" => {
                let value = Py::tuple(args.positional.to_vec());
                let old = self.state.lock().changed.replace(value.clone());
                Ok(Some(Py::Bool(!old.is_some_and(|old| equals(&old, &value)))))
            }
            _ => Ok(None),
        }
    }

    fn call(&self, _: &mut Cx<'_>, _: &Args<'_>) -> PyResult {
        Err(type_error("The loop must have the 'recursive' marker to be called recursively."))
    }

    fn length(&self) -> Option<usize> {
        self.state.lock().length
    }

    fn truth(&self) -> bool {
        true
    }

    fn iterate(&self, cx: &mut Cx<'_>) -> PyResult<Option<Vec<Py>>> {
        let source = self.state.lock().source.clone();
        let mut rest = Vec::new();
        while let Some(item) = source.next(cx)? {
            budget::charge(crate::collections::SLOT)?;
            rest.push(item);
        }
        Ok(Some(rest))
    }

    fn repr(&self) -> String {
        let state = self.state.lock();
        let length = state.length.map_or_else(|| "?".to_owned(), |length| length.to_string());
        format!("<LoopContext {}/{length}>", state.index0 + 1)
    }
}
