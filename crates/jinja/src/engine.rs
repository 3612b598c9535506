// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The engine: finds templates, reads them, and renders them.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    Limits, Py, TemplateError, budget, builtins,
    error::ErrorKind,
    run::{self, Loaded},
    syntax::{Mistake, SyntaxError},
    template,
};

/// Where templates come from.
pub trait Source: Send + Sync {
    /// The text of a template; `None` if there is none of this name.
    fn text(&self, name: &str) -> Option<Arc<str>>;
}

/// The names that a template sees besides those that all templates see.
pub trait Names: Send + Sync {
    /// The value of a name; `None` if there is none.
    fn get(&self, name: &str) -> Option<Py>;
}

/// What a render gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The text.
    pub text: String,
    /// The templates that were used: itself, and those that it includes and imports.
    pub templates: Vec<Arc<str>>,
}

/// Templates, read when they are asked for first, shared by all threads.
pub struct Engine {
    shared: Arc<Shared>,
}

/// What the renders of an engine share.
pub(crate) struct Shared {
    source: Arc<dyn Source>,
    templates: Mutex<FxHashMap<Arc<str>, Arc<Loaded>>>,
    /// The names in all templates: the same name is the same text in memory.
    names: Mutex<FxHashSet<Arc<str>>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Engine {
    /// An engine over templates.
    #[must_use]
    pub fn new(source: Arc<dyn Source>) -> Self {
        Self { shared: Arc::new(Shared { source, templates: Mutex::default(), names: Mutex::default() }) }
    }

    /// Reads a template, so that its mistakes are known before it is rendered.
    ///
    /// # Errors
    /// The first mistake, or that there is no such template.
    pub fn compile(&self, name: &str) -> Result<(), TemplateError> {
        self.template(name).map(drop)
    }

    /// The names of all templates that were asked for and found.
    #[must_use]
    pub fn loaded(&self) -> Vec<Arc<str>> {
        let mut names: Vec<Arc<str>> = lock(&self.shared.templates).keys().cloned().collect();
        names.sort();
        names
    }

    /// Renders a template.
    ///
    /// # Errors
    /// Why it could not be read or rendered.
    pub fn render(&self, name: &str, names: Arc<dyn Names>, limits: &Limits) -> Result<Rendered, TemplateError> {
        let _budget = budget::Guard::new(limits);
        let template = self.template(name)?;
        let result = run::render(&self.shared, &template, names, limits.output);
        builtins::forget_identities();
        let (text, used) = result.map_err(|error| error.into_failure(name))?;
        Ok(Rendered { text, templates: used.into_iter().collect() })
    }

    fn template(&self, name: &str) -> Result<Arc<Loaded>, TemplateError> {
        let not_found = || TemplateError {
            template: Arc::from(name),
            line: 1,
            column: 1,
            kind: ErrorKind::NotFound,
            message: format!("template \"{name}\" does not exist"),
            via: Vec::new(),
        };
        self.shared.template(name)?.ok_or_else(not_found)
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("loaded", &self.loaded()).finish()
    }
}

impl Shared {
    /// The template of a name; none if it is not there.
    pub(crate) fn template(&self, name: &str) -> Result<Option<Arc<Loaded>>, TemplateError> {
        if let Some(known) = lock(&self.templates).get(name) {
            return Ok(Some(Arc::clone(known)));
        }
        let Some(text) = self.text(name) else { return Ok(None) };
        let text = template::normalized(text);
        let mut tree = template::read(&text).map_err(|error| of_syntax(name, &text, &error))?;
        for name in &mut tree.names {
            *name = self.intern(name);
        }
        let name: Arc<str> = Arc::from(name);
        let loaded = Arc::new(Loaded::new(Arc::clone(&name), text, tree));
        Ok(Some(Arc::clone(lock(&self.templates).entry(name).or_insert(loaded))))
    }

    /// The text of a template. Names that lead out of the folders of templates have none.
    fn text(&self, name: &str) -> Option<Arc<str>> {
        let inside = !name.starts_with('/') && name.split('/').all(|part| part != ".." && !part.contains(['\\', '\0']));
        if inside { self.source.text(name) } else { None }
    }

    /// A name as all templates have it.
    pub(crate) fn intern(&self, name: &str) -> Arc<str> {
        let mut names = lock(&self.names);
        if let Some(known) = names.get(name) {
            return Arc::clone(known);
        }
        let name: Arc<str> = Arc::from(name);
        names.insert(Arc::clone(&name));
        name
    }
}

/// A mistake that was found when a template was read.
fn of_syntax(name: &str, text: &str, error: &SyntaxError) -> TemplateError {
    let before = text.get(..error.offset.min(text.len())).unwrap_or(text);
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    TemplateError {
        template: Arc::from(name),
        line: number(line),
        column: number(column),
        kind: match error.kind {
            Mistake::Syntax => ErrorKind::Syntax,
            Mistake::Unsupported => ErrorKind::Unsupported,
        },
        message: error.message.clone(),
        via: Vec::new(),
    }
}
