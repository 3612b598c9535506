// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Loops, and the `loop` that their body sees.

use std::{fmt, sync::Arc};

use super::{
    Loaded, ScopeId, captured, inside,
    statements::{self, Flow},
};
use crate::{
    Py, PyResult,
    args::Args,
    budget,
    class::{self, Class},
    collections::{Lock, SLOT},
    compare::equals,
    cx::Cx,
    error::{runtime_error, type_error},
    eval::generator_over,
    host::Host,
    iter::{Iter, Source},
    template::tree::Loop,
    truth::length,
};

/// A loop.
pub(super) fn run(cx: &mut Cx<'_>, template: &Arc<Loaded>, looped: &Arc<Loop>) -> PyResult<()> {
    let over = statements::value(cx, template, &looped.over)?;
    turns(cx, template, looped, &over, 0)
}

/// A loop over a value.
fn turns(cx: &mut Cx<'_>, template: &Arc<Loaded>, looped: &Arc<Loop>, over: &Py, depth0: i64) -> PyResult<()> {
    let failed = |error| template.failed(error, looped.over.at);
    let size = if looped.filter.is_none() { length(over) } else { None };
    let source = match &looped.filter {
        None => Source::of(cx, over),
        Some(filter) => generator_over(cx, over, filter, template)
            .and_then(|generator| Source::of(cx, &Iter::lazy(&class::GENERATOR, generator))),
    };
    let mut items = Items { source: source.map_err(failed)?, context: None };
    let outer = cx.run.scopes.current();
    if looped.context.is_some() {
        let recursion = looped.recursive.then(|| Recursion {
            template: Arc::clone(template),
            looped: Arc::clone(looped),
            scope: outer,
            token: Arc::clone(&cx.run.token),
        });
        let state = Lock::new(Progress::new(items.source.clone(), size));
        items.context = Some(Arc::new(Context { depth0, recursion, state }));
    }
    let mut empty = true;
    while let Some(item) = items.next(cx).map_err(failed)? {
        empty = false;
        let flow = inside(cx, outer, |cx, _| {
            if let (Some(name), Some(context)) = (looped.context, &items.context) {
                let context: Arc<dyn Host> = Arc::clone(context) as Arc<dyn Host>;
                cx.run.scopes.set(template.name(name), Py::Host(context));
            }
            statements::store(cx, template, &looped.target, item).map_err(failed)?;
            statements::block(cx, template, &looped.body)
        })?;
        if flow == Flow::Break {
            return Ok(());
        }
    }
    if empty { statements::whole(cx, template, &looped.otherwise) } else { Ok(()) }
}

/// The items of a loop, with or without a `loop` that looks at them, too.
struct Items {
    source: Source,
    context: Option<Arc<Context>>,
}

impl Items {
    fn next(&self, cx: &mut Cx<'_>) -> PyResult<Option<Py>> {
        match &self.context {
            Some(context) => context.advance(cx),
            None => self.source.next(cx),
        }
    }
}

/// The `loop` of a loop's body.
struct Context {
    depth0: i64,
    recursion: Option<Recursion>,
    state: Lock<Progress>,
}

/// What a loop needs to call itself.
struct Recursion {
    template: Arc<Loaded>,
    looped: Arc<Loop>,
    scope: ScopeId,
    /// The render that it is a part of.
    token: Arc<()>,
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
            budget::charge(SLOT)?;
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

    fn is_callable(&self) -> bool {
        self.recursion.is_some()
    }

    fn call(&self, cx: &mut Cx<'_>, args: &Args<'_>) -> PyResult {
        let Some(Recursion { template, looped, scope, token }) = &self.recursion else {
            return Err(type_error("The loop must have the 'recursive' marker to be called recursively."));
        };
        if !Arc::ptr_eq(token, &cx.run.token) {
            return Err(runtime_error("the loop is of a template that was rendered before"));
        }
        let over = args.one("loop")?.clone();
        let act = |cx: &mut Cx<'_>, _| captured(cx, |cx| turns(cx, template, looped, &over, self.depth0 + 1));
        inside(cx, *scope, act).map(Py::Str)
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
            budget::charge(SLOT)?;
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
