// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A set of templates in the layout of the reference tool.

use std::{
    fmt,
    hash::{Hash, Hasher},
    sync::{Arc, OnceLock},
};

use camkes_jinja::{Engine, Limits, Source};
use indexmap::IndexMap;
use smol_str::SmolStr;

use super::{Declared, memory::Memory};
use crate::{
    cache::Key,
    templates::{content, hash},
};

/// The template of the description of the build, which every such set has and no other one.
pub(super) const DESCRIPTION: &str = "camkes-gen.cmake";

/// A set of templates in the layout of the reference tool. Each is translated when it is asked for first.
#[derive(Clone)]
pub struct PythonTemplates {
    inner: Arc<Inner>,
    declared: Arc<Declared>,
    limits: Limits,
    memory: Option<Arc<Memory>>,
}

struct Inner {
    texts: Arc<Texts>,
    engine: Arc<Engine>,
    hash: u64,
    content: OnceLock<Key>,
}

struct Texts(IndexMap<SmolStr, Arc<str>>);

impl Source for Texts {
    fn text(&self, name: &str) -> Option<Arc<str>> {
        self.0.get(name).cloned()
    }
}

impl PythonTemplates {
    /// The template of the description of the build, which every such set has and no other one.
    pub const DESCRIPTION: &'static str = DESCRIPTION;

    /// Whether templates are in this layout, by their names.
    pub fn fit<'a>(mut names: impl Iterator<Item = &'a str>) -> bool {
        names.any(|name| name == DESCRIPTION)
    }

    /// A set of templates. A name given twice keeps its first text, as the reference searches its folders in order.
    #[must_use]
    pub fn new<N: AsRef<str>, T: AsRef<str>>(templates: impl IntoIterator<Item = (N, T)>) -> Self {
        let mut texts: IndexMap<SmolStr, Arc<str>> = IndexMap::new();
        for (name, text) in templates {
            texts.entry(SmolStr::new(name.as_ref())).or_insert_with(|| Arc::from(text.as_ref()));
        }
        let hash = hash(&texts);
        let texts = Arc::new(Texts(texts));
        let engine = Arc::new(Engine::new(Arc::clone(&texts) as Arc<dyn Source>));
        Self {
            inner: Arc::new(Inner { texts, engine, hash, content: OnceLock::new() }),
            declared: Arc::default(),
            limits: Limits::default(),
            memory: None,
        }
    }

    /// The same templates, for a process that goes on: what they made is remembered, so that a change renders again what can see it.
    #[must_use]
    pub fn remembering(mut self) -> Self {
        self.memory = Some(Arc::default());
        self
    }

    /// How many files were rendered from templates so far, where that is remembered.
    #[must_use]
    pub fn rendered(&self) -> Option<usize> {
        self.memory.as_ref().map(|memory| memory.rendered())
    }

    pub(super) fn memory(&self) -> Option<&Memory> {
        self.memory.as_deref()
    }

    /// Limits how many steps one template may take.
    #[must_use]
    pub fn with_fuel(mut self, fuel: u64) -> Self {
        self.limits.fuel = fuel;
        self
    }

    /// The same templates, with what build files declare about them.
    #[must_use]
    pub fn with_declared(mut self, declared: Declared) -> Self {
        self.declared = Arc::new(declared);
        self
    }

    pub(super) fn declared(&self) -> &Declared {
        &self.declared
    }

    /// Whether there is a template of this name.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.inner.texts.0.contains_key(name)
    }

    /// The text of a template.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.inner.texts.0.get(name).map(|text| &**text)
    }

    /// Stands for the texts of all templates, for what is declared about them and for how far they may go.
    pub(crate) fn content(&self) -> (Key, &Declared, u64) {
        let texts = *self.inner.content.get_or_init(|| content(&self.inner.texts.0));
        (texts, &self.declared, self.limits.fuel)
    }

    pub(super) fn limits(&self) -> Limits {
        self.limits
    }

    pub(super) fn engine(&self) -> &Arc<Engine> {
        &self.inner.engine
    }
}

/// Two sets are equal if the same names stand for the same texts in the same order.
impl PartialEq for PythonTemplates {
    fn eq(&self, other: &Self) -> bool {
        let texts = |set: &Self| Arc::clone(&set.inner.texts);
        self.declared == other.declared
            && (Arc::ptr_eq(&self.inner, &other.inner)
                || (self.inner.hash == other.inner.hash && texts(self).0.iter().eq(texts(other).0.iter())))
    }
}

impl Eq for PythonTemplates {}

impl Hash for PythonTemplates {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.inner.hash.hash(state);
    }
}

impl fmt::Debug for PythonTemplates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.inner.texts.0.keys()).finish()
    }
}
