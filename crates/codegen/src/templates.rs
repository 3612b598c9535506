// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The set of templates that a system is generated with, compiled once.

use std::{
    fmt,
    hash::{Hash, Hasher},
    sync::Arc,
};

use indexmap::IndexMap;
use minijinja::{Environment, UndefinedBehavior, syntax::SyntaxConfig};
use rustc_hash::FxHasher;
use smol_str::SmolStr;

use crate::{TemplateFailure, embedded, host};

/// How many steps one template may take. The largest of ours takes some thousands.
const FUEL: u64 = 20_000_000;

/// How deep includes, macros and blocks may nest. The engine counts an include as ten.
const RECURSION_LIMIT: usize = 250;

/// The set of templates that a system is generated with, compiled once and shared by all threads.
#[derive(Clone)]
pub struct Templates {
    inner: Arc<Inner>,
}

struct Inner {
    environment: Environment<'static>,
    texts: IndexMap<SmolStr, Arc<str>>,
    hash: u64,
}

impl Templates {
    /// The templates that are built in.
    ///
    /// # Errors
    /// One failure for each that does not parse, which only a mistake in the product itself can cause.
    pub fn builtin() -> Result<Self, Vec<TemplateFailure>> {
        Self::with_overrides(std::iter::empty::<(&str, &str)>())
    }

    /// The built-in templates with others put before them. A name given twice keeps its first text, as the
    /// reference searches its folders in order.
    ///
    /// # Errors
    /// One failure for each template that does not parse.
    pub fn with_overrides<N: AsRef<str>, T: AsRef<str>>(
        overrides: impl IntoIterator<Item = (N, T)>,
    ) -> Result<Self, Vec<TemplateFailure>> {
        let mut texts: IndexMap<SmolStr, Arc<str>> = IndexMap::new();
        for (name, text) in overrides {
            texts.entry(SmolStr::new(name.as_ref())).or_insert_with(|| Arc::from(text.as_ref()));
        }
        for (name, text) in embedded::TEMPLATES {
            texts.entry(SmolStr::new_static(name)).or_insert_with(|| Arc::from(*text));
        }
        let mut environment = environment();
        let mut failures = Vec::new();
        for (name, text) in &texts {
            if let Err(error) = environment.add_template_owned(name.to_string(), text.to_string()) {
                failures.push(TemplateFailure::of_text(name, text, &error));
            }
        }
        let hash = hash(&texts);
        if failures.is_empty() {
            Ok(Self { inner: Arc::new(Inner { environment, texts, hash }) })
        } else {
            Err(failures)
        }
    }

    /// Whether there is a template of this name.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.inner.texts.contains_key(name)
    }

    /// The text of a template.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.inner.texts.get(name).map(|text| &**text)
    }

    /// The names of all templates, those put before the built-in ones first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.inner.texts.keys().map(SmolStr::as_str)
    }

    pub(crate) fn environment(&self) -> &Environment<'static> {
        &self.inner.environment
    }
}

/// Two sets are equal if the same names stand for the same texts in the same order.
impl PartialEq for Templates {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
            || (self.inner.hash == other.inner.hash && self.inner.texts.iter().eq(other.inner.texts.iter()))
    }
}

impl Eq for Templates {}

impl Hash for Templates {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.inner.hash.hash(state);
    }
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

/// A number that tells sets of texts apart, worked out once: they are long.
pub(crate) fn hash(texts: &IndexMap<SmolStr, Arc<str>>) -> u64 {
    let mut hasher = FxHasher::default();
    for (name, text) in texts {
        name.hash(&mut hasher);
        text.hash(&mut hasher);
    }
    hasher.finish()
}

/// The engine as CAmkES sets it up: its delimiters, undefined names are errors, white space is left alone.
fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder()
        .block_delimiters("/*-", "-*/")
        .variable_delimiters("/*?", "?*/")
        .comment_delimiters("/*#", "#*/")
        .build();
    // The delimiters are constants, and they are distinct.
    environment.set_syntax(syntax.unwrap_or_default());
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(RECURSION_LIMIT);
    // Errors carry the range of the expression only in this mode.
    environment.set_debug(true);
    host::register(&mut environment);
    environment
}
