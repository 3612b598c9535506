// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A render: goes through the statements of a template, and of those that it includes, imports and extends.

mod family;
mod loops;
mod macros;
mod other;
mod scopes;
mod statements;

use std::{collections::BTreeSet, fmt, sync::Arc};

use rustc_hash::FxHashMap;

pub(crate) use self::scopes::ScopeId;
use self::{family::Family, scopes::Scopes};
use crate::{
    Py, PyError, PyResult, budget, builtins,
    cx::Cx,
    engine::{Names, Shared},
    template::{
        Text,
        tree::{At, Name, Tree},
    },
};

/// A template that an engine has.
pub(crate) struct Loaded {
    name: Arc<str>,
    text: Text,
    /// Its names are the engine's.
    tree: Tree,
}

impl Loaded {
    pub(crate) fn new(name: Arc<str>, text: Text, tree: Tree) -> Self {
        Self { name, text, tree }
    }

    pub(crate) fn names(&self) -> &[Arc<str>] {
        &self.tree.names
    }

    fn name(&self, number: Name) -> &Arc<str> {
        self.tree.names.get(usize::from(number)).unwrap_or(&self.name)
    }

    /// An error with the tag in which it happened.
    fn failed(&self, error: PyError, at: At) -> PyError {
        error.at(at.column).through(&self.name, at.line)
    }
}

impl fmt::Debug for Loaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Loaded").field(&self.name).finish()
    }
}

/// What a render has made so far.
pub(crate) struct Run {
    pub(crate) scopes: Scopes,
    shared: Arc<Shared>,
    names: Arc<dyn Names>,
    /// Outermost names that were asked for before, by where their text is: a name stands for the same thing each time.
    outermost: FxHashMap<usize, Option<Py>>,
    /// The text so far; behind it, that of blocks whose text is a value.
    out: String,
    /// Bytes that the text may have.
    limit: usize,
    /// Whether text goes nowhere.
    silent: bool,
    /// The templates that were used.
    used: BTreeSet<Arc<str>>,
    family: Family,
    /// How many blocks are in each other.
    nesting: u32,
    /// What tells this render from others.
    token: Arc<()>,
}

/// How many blocks may be in each other, those of macros and templates that are used there included.
const DEEPEST: u32 = 1000;

/// Renders a template: its text, and the templates that were used.
pub(crate) fn render(
    shared: &Arc<Shared>,
    template: &Arc<Loaded>,
    names: Arc<dyn Names>,
    limit: usize,
) -> PyResult<(String, BTreeSet<Arc<str>>)> {
    let mut run = Run {
        scopes: Scopes::new(),
        shared: Arc::clone(shared),
        names,
        outermost: FxHashMap::default(),
        out: String::with_capacity(template.text.len().min(limit)),
        limit,
        silent: false,
        used: BTreeSet::from([Arc::clone(&template.name)]),
        family: Family::default(),
        nesting: 0,
        token: Arc::new(()),
    };
    family::template(&mut Cx { run: &mut run }, template)?;
    Ok((run.out, run.used))
}

impl Run {
    /// What a name of a template means.
    pub(crate) fn lookup(&mut self, name: &Arc<str>) -> Option<Py> {
        if let Some(found) = self.scopes.get(name) {
            return Some(found.clone());
        }
        let key = Arc::as_ptr(name).addr();
        if let Some(known) = self.outermost.get(&key) {
            return known.clone();
        }
        let found = self.names.get(name).or_else(|| builtins::template_global(name));
        self.outermost.insert(key, found.clone());
        found
    }

    /// What a name means that is not one of a template's text.
    pub(crate) fn lookup_text(&mut self, name: &str) -> Option<Py> {
        let name = self.shared.intern(name);
        self.lookup(&name)
    }

    fn write(&mut self, text: &str) -> PyResult<()> {
        if self.silent {
            return Ok(());
        }
        if self.out.len() + text.len() > self.limit {
            return Err(PyError::limit("the output is too long"));
        }
        self.out.push_str(text);
        Ok(())
    }
}

/// The text that something writes.
fn captured(cx: &mut Cx<'_>, act: impl FnOnce(&mut Cx<'_>) -> PyResult<()>) -> PyResult<Arc<str>> {
    let start = cx.run.out.len();
    let silent = std::mem::replace(&mut cx.run.silent, false);
    let result = act(cx);
    cx.run.silent = silent;
    let text = cx.run.out.get(start..).unwrap_or_default();
    let text = result.and_then(|()| budget::charge(text.len())).map(|()| Arc::from(text));
    cx.run.out.truncate(start);
    text
}

/// Does something in a new scope inside of another one.
fn inside<T>(cx: &mut Cx<'_>, parent: ScopeId, act: impl FnOnce(&mut Cx<'_>, ScopeId) -> T) -> T {
    let before = cx.run.scopes.current();
    let scope = cx.run.scopes.open(parent);
    cx.run.scopes.enter(scope);
    let result = act(cx, scope);
    cx.run.scopes.enter(before);
    cx.run.scopes.close(scope);
    result
}
