// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The engine: finds templates, passes them on to minijinja, and renders them.

mod failure;
mod filters;
mod loops;
mod macros;

use std::{
    collections::BTreeSet,
    fmt, io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use minijinja::{
    AutoEscape, Environment, UndefinedBehavior, Value,
    syntax::SyntaxConfig,
    value::{Enumerator, Object},
};
use rustc_hash::FxHashMap;

use crate::{
    Limits, Py, TemplateError, bridge, budget, builtins,
    error::{ErrorKind, PyError},
    template::{self, Items},
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

/// Templates, compiled when they are asked for first, shared by all threads.
pub struct Engine {
    environment: Environment<'static>,
    shared: Arc<Shared>,
}

/// What the parts of an engine share.
struct Shared {
    source: Arc<dyn Source>,
    items: Items,
    /// Bytes of text of each template that was compiled.
    texts: Mutex<FxHashMap<Arc<str>, usize>>,
}

/// How deep the engine may nest; it counts an include as ten, a macro as four.
const RECURSION_LIMIT: usize = 480;

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Engine {
    /// An engine over templates.
    #[must_use]
    pub fn new(source: Arc<dyn Source>) -> Self {
        let shared = Arc::new(Shared { source, items: Items::default(), texts: Mutex::default() });
        let mut environment = Environment::empty();
        let syntax = SyntaxConfig::builder()
            .block_delimiters("/*-", "-*/")
            .variable_delimiters("/*?", "?*/")
            .comment_delimiters("/*#", "#*/")
            .keep_trailing_newline(true)
            .build();
        // The delimiters are constants, and they are distinct.
        environment.set_syntax(syntax.unwrap_or_default());
        environment.set_undefined_behavior(UndefinedBehavior::Lenient);
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_recursion_limit(RECURSION_LIMIT);
        environment.set_debug(false);
        environment.set_formatter(|out, _, value| filters::print(out, value));
        filters::register(&mut environment, &shared);
        let loader = Arc::clone(&shared);
        environment.set_loader(move |name| loader.load(name));
        Self { environment, shared }
    }

    /// Compiles a template, so that its mistakes are known before it is rendered.
    ///
    /// # Errors
    /// The first mistake, or that there is no such template.
    pub fn compile(&self, name: &str) -> Result<(), TemplateError> {
        match self.environment.get_template(name) {
            Ok(_) => Ok(()),
            Err(error) => Err(failure::of_error(name, &error)),
        }
    }

    /// The names of all templates that were asked for and found.
    #[must_use]
    pub fn loaded(&self) -> Vec<Arc<str>> {
        let mut names: Vec<Arc<str>> = lock(&self.shared.texts).keys().cloned().collect();
        names.sort();
        names
    }

    /// Renders a template.
    ///
    /// # Errors
    /// Why it could not be compiled or rendered.
    pub fn render(&self, name: &str, names: Arc<dyn Names>, limits: &Limits) -> Result<Rendered, TemplateError> {
        let _budget = budget::Guard::new(limits);
        let failed = |error: &minijinja::Error| failure::of_error(name, error);
        let template = self.environment.get_template(name).map_err(|error| failed(&error))?;
        let used = Arc::new(Mutex::new(BTreeSet::from([Arc::<str>::from(name)])));
        let root = Root { names, cache: Mutex::default(), used: Arc::clone(&used) };
        let mut output = Limited { text: Vec::new(), limit: limits.output };
        let result = template.render_captured_to(Value::from_object(root), &mut output);
        let result = result.map(drop);
        builtins::forget_identities();
        result.map_err(|error| failed(&error))?;
        let text = String::from_utf8(output.text).unwrap_or_default();
        let templates = lock(&used).iter().cloned().collect();
        Ok(Rendered { text, templates })
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("loaded", &self.loaded()).finish()
    }
}

impl Shared {
    /// The template of a name as the engine reads it.
    fn load(&self, name: &str) -> Result<Option<String>, minijinja::Error> {
        let Some(text) = self.find(name) else { return Ok(None) };
        let text = template::normalized(&text);
        match template::translate(&text, &self.items) {
            Ok((translated, written)) => {
                lock(&self.texts).insert(Arc::from(name), written);
                Ok(Some(translated))
            }
            Err(error) => {
                let failure = failure::of_syntax(name, &text, &error);
                let message = failure.message.clone();
                Err(minijinja::Error::new(minijinja::ErrorKind::SyntaxError, message).with_source(failure))
            }
        }
    }

    /// The text of a template. Names that lead out of the folders of templates have none.
    fn find(&self, name: &str) -> Option<Arc<str>> {
        let inside = !name.starts_with('/') && name.split('/').all(|part| part != ".." && !part.contains(['\\', '\0']));
        if inside { self.source.text(name) } else { None }
    }

    /// Bytes of text that a template writes.
    fn text_of(&self, name: &str) -> usize {
        lock(&self.texts).get(name).copied().unwrap_or(0)
    }
}

/// The outermost names of a render.
struct Root {
    names: Arc<dyn Names>,
    /// Values that were asked for before: a name stands for the same thing each time.
    cache: Mutex<FxHashMap<Box<str>, Option<Value>>>,
    /// The templates that the render used.
    used: Arc<Mutex<BTreeSet<Arc<str>>>>,
}

/// The name under which filters find the root.
const ROOT: &str = "__root";

impl fmt::Debug for Root {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Root")
    }
}

impl Object for Root {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        if let Some(known) = lock(&self.cache).get(key) {
            return known.clone();
        }
        if key == ROOT {
            return Some(Value::from_dyn_object(Arc::clone(self)));
        }
        let found = self.names.get(key).or_else(|| builtins::template_global(key)).map(bridge::to_value);
        lock(&self.cache).insert(Box::from(key), found.clone());
        found
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::NonEnumerable
    }
}

/// The output as long as it is not too long.
struct Limited {
    text: Vec<u8>,
    limit: usize,
}

impl io::Write for Limited {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        if self.text.len() + more.len() > self.limit {
            return Err(io::Error::other("too long"));
        }
        self.text.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An error that a template raised, for the engine.
fn engine_error(error: PyError) -> minijinja::Error {
    let kind = match error.kind() {
        crate::PyErrorKind::Undefined => minijinja::ErrorKind::UndefinedError,
        _ => minijinja::ErrorKind::InvalidOperation,
    };
    let message = error.to_string();
    match error.engine().cloned() {
        Some(inner) => minijinja::Error::new(kind, message).with_source(failure::Inner(inner)),
        None => minijinja::Error::new(kind, message).with_source(error),
    }
}

/// The kind of failure that an error of Python is.
fn kind_of(error: &PyError) -> ErrorKind {
    match error.kind() {
        crate::PyErrorKind::Exception => ErrorKind::Raised(error.class().name()),
        crate::PyErrorKind::Undefined => ErrorKind::Undefined,
        crate::PyErrorKind::Limit => ErrorKind::Limit,
        crate::PyErrorKind::Unsupported => ErrorKind::Unsupported,
    }
}
