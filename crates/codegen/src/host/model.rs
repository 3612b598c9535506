// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The assembly as the entities of a template share it.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use camkes_hir::model::{Assembly, Component, Instance, Value as Setting};
use rustc_hash::FxHashMap;

use crate::{Target, near::Horizon};

/// The assembly that a template looks at, and for what it is generated.
pub(crate) struct Model {
    pub(crate) assembly: Arc<Assembly>,
    pub(crate) target: Target,
    /// For each instance the first one of the same component, which stands for the component.
    components: Vec<usize>,
    horizon: Option<Horizon>,
    looked_beyond: AtomicBool,
}

impl Model {
    /// The whole assembly, or what can be seen within a horizon.
    pub(crate) fn new(assembly: Arc<Assembly>, target: Target, horizon: Option<Horizon>) -> Self {
        let mut first: FxHashMap<*const Component, usize> = FxHashMap::default();
        let components = assembly.instances.iter().enumerate();
        let components = components
            .map(|(index, instance)| *first.entry(Arc::as_ptr(&instance.component)).or_insert(index))
            .collect();
        Self { assembly, target, components, horizon, looked_beyond: AtomicBool::new(false) }
    }

    pub(crate) fn instance(&self, index: usize) -> Option<&Instance> {
        self.assembly.instances.get(index)
    }

    /// The instance that stands for the component of another one.
    pub(crate) fn component(&self, instance: usize) -> usize {
        self.components.get(instance).copied().unwrap_or(instance)
    }

    /// The value of a setting.
    pub(crate) fn setting(&self, entity: &str, attribute: &str) -> Option<&Setting> {
        if self.horizon.as_ref().is_some_and(|horizon| !horizon.shows(entity, attribute)) {
            self.looked_beyond.store(true, Ordering::Relaxed);
        }
        self.assembly.value(entity, attribute)
    }

    /// All settings of an entity in order.
    pub(crate) fn settings(&self, entity: &str) -> impl Iterator<Item = (&str, &Setting)> {
        if self.horizon.as_ref().is_some_and(|horizon| !horizon.shows_all(entity)) {
            self.looked_beyond.store(true, Ordering::Relaxed);
        }
        let settings = self.assembly.configuration.get(entity);
        settings.into_iter().flatten().map(|(name, value)| (name.as_str(), value))
    }

    /// The inside of an instance's component: all that other components can't see of it.
    pub(crate) fn inside(&self, instance: usize) -> Option<&Component> {
        if self.horizon.as_ref().is_some_and(|horizon| !horizon.shows_component(instance)) {
            self.looked_beyond.store(true, Ordering::Relaxed);
        }
        self.instance(instance).map(|instance| &*instance.component)
    }

    /// All entities that have settings.
    pub(crate) fn configured(&self) -> impl Iterator<Item = &str> {
        if self.horizon.is_some() {
            self.looked_beyond.store(true, Ordering::Relaxed);
        }
        self.assembly.configuration.keys().map(|name| name.as_str())
    }

    /// Whether a template asked for something beyond the horizon, so that its output can't be trusted.
    pub(crate) fn looked_beyond(&self) -> bool {
        self.looked_beyond.load(Ordering::Relaxed)
    }
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Model")
    }
}
