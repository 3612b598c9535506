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

use crate::{
    Target,
    near::{NearView, Skeleton},
};

/// The assembly that a template looks at, and for what it is generated.
pub(crate) struct Model {
    /// The assembly, or its skeleton when there is a near view.
    pub(crate) assembly: Arc<Assembly>,
    pub(crate) target: Target,
    view: Option<Arc<NearView>>,
    looked_beyond: AtomicBool,
}

impl Model {
    /// The whole assembly.
    pub(crate) fn whole(assembly: Arc<Assembly>, target: Target) -> Self {
        Self { assembly, target, view: None, looked_beyond: AtomicBool::new(false) }
    }

    /// What one address space can see.
    pub(crate) fn near(skeleton: &Skeleton, view: Arc<NearView>, target: Target) -> Self {
        let assembly = Arc::clone(skeleton.assembly());
        Self { assembly, target, view: Some(view), looked_beyond: AtomicBool::new(false) }
    }

    pub(crate) fn instance(&self, index: usize) -> Option<&Instance> {
        self.assembly.instances.get(index)
    }

    /// The instance that stands for the component of another one: the first of the same component.
    pub(crate) fn component(&self, instance: usize) -> usize {
        let Some(of) = self.instance(instance) else { return instance };
        let same = |other: &Instance| Arc::ptr_eq(&other.component, &of.component);
        self.assembly.instances.iter().position(same).unwrap_or(instance)
    }

    /// Whether another software instance lives in the address space of this one.
    pub(crate) fn shares_space(&self, instance: usize) -> bool {
        let Some(of) = self.instance(instance) else { return false };
        let neighbour = |(index, other): (usize, &Instance)| {
            index != instance && !other.component.hardware && other.address_space == of.address_space
        };
        self.assembly.instances.iter().enumerate().any(neighbour)
    }

    /// The value of a setting.
    pub(crate) fn setting(&self, entity: &str, attribute: &str) -> Option<&Setting> {
        let Some(view) = &self.view else { return self.assembly.value(entity, attribute) };
        self.note(view.shows(entity, attribute));
        view.settings(entity)?.get(attribute)
    }

    /// All settings of an entity in order.
    pub(crate) fn settings(&self, entity: &str) -> impl Iterator<Item = (&str, &Setting)> {
        let settings = match &self.view {
            None => self.assembly.configuration().get(entity),
            Some(view) => {
                self.note(view.shows_all(entity));
                view.settings(entity)
            }
        };
        settings.into_iter().flatten().map(|(name, value)| (name.as_str(), value))
    }

    /// The inside of an instance's component: all that other components can't see of it.
    pub(crate) fn inside(&self, instance: usize) -> Option<&Component> {
        if let Some(view) = &self.view {
            let shown = view.component(instance);
            self.note(shown.is_some());
            if shown.is_some() {
                return shown;
            }
        }
        self.instance(instance).map(|instance| &*instance.component)
    }

    /// All entities that have settings.
    pub(crate) fn configured(&self) -> impl Iterator<Item = &str> {
        self.note(self.view.is_none());
        self.assembly.configuration().keys().map(|name| name.as_str())
    }

    fn note(&self, shown: bool) {
        if !shown {
            self.looked_beyond.store(true, Ordering::Relaxed);
        }
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
