// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The set of templates that a system is generated with, compiled once.

use std::{
    fmt,
    hash::{Hash, Hasher},
    sync::{Arc, OnceLock},
};

use indexmap::IndexMap;
use minijinja::{Environment, UndefinedBehavior, syntax::SyntaxConfig};
use rustc_hash::FxHasher;
use smol_str::SmolStr;

use crate::{
    TemplateFailure,
    cache::{Fingerprint, Key},
    embedded, host,
};

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
    /// Those that were put before the built-in ones, compiled.
    given: Environment<'static>,
    /// All of them, once one is asked for: where everything that is generated is known from an earlier process, none is.
    all: OnceLock<Environment<'static>>,
    texts: IndexMap<SmolStr, Arc<str>>,
    hash: u64,
    content: OnceLock<Key>,
}

impl Templates {
    /// The templates that are built in.
    ///
    /// # Errors
    /// None: a test holds that all of them parse. The interface is that of [`Templates::with_overrides`].
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
        let mut given = environment();
        let mut failures = Vec::new();
        for (name, text) in &texts {
            if let Err(error) = given.add_template_owned(name.to_string(), text.to_string()) {
                failures.push(TemplateFailure::of_text(name, text, &error));
            }
        }
        if !failures.is_empty() {
            return Err(failures);
        }
        for (name, text) in embedded::TEMPLATES {
            texts.entry(SmolStr::new_static(name)).or_insert_with(|| Arc::from(*text));
        }
        let hash = hash(&texts);
        let (all, content) = (OnceLock::new(), OnceLock::new());
        Ok(Self { inner: Arc::new(Inner { given, all, texts, hash, content }) })
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
        self.inner.all.get_or_init(|| {
            let mut all = self.inner.given.clone();
            for (name, text) in embedded::TEMPLATES {
                if self.text(name).is_some_and(|used| used == *text) {
                    // One that did not parse would be missing, and said to be so where it is used.
                    let _ = all.add_template(name, text);
                }
            }
            all
        })
    }

    /// Stands for the texts of all templates.
    pub(crate) fn content(&self) -> Key {
        *self.inner.content.get_or_init(|| content(&self.inner.texts))
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

/// Stands for the texts of templates.
pub(crate) fn content(texts: &IndexMap<SmolStr, Arc<str>>) -> Key {
    let mut print = Fingerprint::of("templates");
    for (name, text) in texts {
        (name, text).hash(&mut print);
    }
    print.key()
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
