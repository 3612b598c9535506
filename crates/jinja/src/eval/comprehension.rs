// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Comprehensions and generators.

use std::sync::Arc;

use super::{Frame, store};
use crate::{
    Py, PyResult,
    ast::{Comprehension, ComprehensionKind, Expr},
    budget, class,
    collections::{Dict, SLOT, Set, SetKind},
    cx::Cx,
    iter::{Iter, LazyIter, Source},
    run::{Loaded, ScopeId},
    trash,
    truth::truth,
};

/// A generator: it runs the clauses of a comprehension one item after another.
pub(crate) struct Generator {
    code: Arc<Comprehension>,
    locals: Vec<Py>,
    globals: Option<Arc<Dict>>,
    /// The template whose tag it stands in, and the scope in which that looks for names; Python text has none.
    place: Option<(Arc<Loaded>, ScopeId)>,
    /// The iterators of the clauses that have begun.
    sources: Vec<Source>,
    first: Option<Source>,
}

impl Drop for Generator {
    fn drop(&mut self) {
        trash::dispose(self.locals.drain(..));
    }
}

/// A comprehension, or the generator that it is.
pub(super) fn eval(cx: &mut Cx<'_>, code: &Arc<Comprehension>, frame: &mut Frame<'_>) -> PyResult {
    let Some(clause) = code.clauses.first() else { return Ok(Py::None) };
    let over = super::eval(cx, &clause.over, frame)?;
    let first = Source::of(cx, &over)?;
    let mut generator = Generator {
        code: Arc::clone(code),
        locals: frame.locals.clone(),
        globals: frame.globals.cloned(),
        place: None,
        sources: Vec::new(),
        first: Some(first),
    };
    let mut items = Vec::new();
    match code.kind {
        ComprehensionKind::Generator => return Ok(Iter::lazy(&class::GENERATOR, generator)),
        ComprehensionKind::Dict => {
            let dict = Dict::new(&class::DICT, Default::default());
            while let Some((key, value)) = generator.pair(cx)? {
                dict.insert(key, value.unwrap_or(Py::None))?;
            }
            return Ok(Py::Dict(Arc::new(dict)));
        }
        _ => {
            while let Some((item, _)) = generator.pair(cx)? {
                budget::charge(SLOT)?;
                items.push(item);
            }
        }
    }
    if code.kind == ComprehensionKind::Set {
        return Ok(Py::Set(Arc::new(Set::of(SetKind::Plain, items)?)));
    }
    Ok(Py::list(items))
}

/// The items of a value for which a condition holds, for a loop of a template.
pub(crate) fn generator_over(
    cx: &mut Cx<'_>,
    over: &Py,
    (code, locals): &(Arc<Comprehension>, u16),
    template: &Arc<Loaded>,
) -> PyResult<Generator> {
    Ok(Generator {
        code: Arc::clone(code),
        locals: vec![Py::None; usize::from(*locals)],
        globals: None,
        place: Some((Arc::clone(template), cx.run.scopes.current())),
        sources: Vec::new(),
        first: Some(Source::of(cx, over)?),
    })
}

impl Generator {
    /// The next item, with its value in a dictionary.
    fn pair(&mut self, cx: &mut Cx<'_>) -> PyResult<Option<(Py, Option<Py>)>> {
        let code = Arc::clone(&self.code);
        if let Some(first) = self.first.take() {
            self.sources.push(first);
        }
        loop {
            let Some(level) = self.sources.len().checked_sub(1) else { return Ok(None) };
            let (Some(source), Some(clause)) = (self.sources.last(), code.clauses.get(level)) else {
                return Ok(None);
            };
            let Some(item) = source.next(cx)? else {
                self.sources.pop();
                continue;
            };
            store(cx, &clause.target, item, &mut self.locals)?;
            let mut kept = true;
            for condition in &clause.conditions {
                if !truth(&self.run(cx, condition)?)? {
                    kept = false;
                    break;
                }
            }
            if !kept {
                continue;
            }
            match code.clauses.get(level + 1) {
                Some(next) => {
                    let over = self.run(cx, &next.over)?;
                    self.sources.push(Source::of(cx, &over)?);
                }
                None => {
                    let item = self.run(cx, &code.element)?;
                    let value = match &code.value {
                        Some(value) => Some(self.run(cx, value)?),
                        None => None,
                    };
                    return Ok(Some((item, value)));
                }
            }
        }
    }

    fn run(&mut self, cx: &mut Cx<'_>, expr: &Expr) -> PyResult {
        let (names, scope) = match &self.place {
            Some((template, scope)) => (Some(template.names()), Some(*scope)),
            None => (None, None),
        };
        let mut frame = Frame {
            names,
            locals: std::mem::take(&mut self.locals),
            globals: self.globals.as_ref(),
            python: scope.is_none(),
        };
        let before = cx.run.scopes.current();
        cx.run.scopes.enter(scope.unwrap_or(before));
        let result = super::eval(cx, expr, &mut frame);
        cx.run.scopes.enter(before);
        self.locals = frame.locals;
        result
    }
}

impl LazyIter for Generator {
    fn next(&mut self, cx: &mut Cx<'_>) -> PyResult<Option<Py>> {
        Ok(self.pair(cx)?.map(|(item, _)| item))
    }
}
