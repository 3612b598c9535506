// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What one address space can see of an assembly, so that it need not be rendered again when something else changes.
//!
//! A space is first rendered with a near view: the composition, with of other components only what can be seen from
//! outside; and of the settings only its own, those of its connections, and of its peers those that are named after an
//! interface to which it is connected. Nearly every template looks at nothing else. The view knows its horizon: when
//! a template asks for something beyond it, the output is thrown away and the space is rendered with the whole
//! assembly. So the view can be small and never wrong.

mod bare;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use camkes_hir::model::{Assembly, Component, Connection, Connector, End, Instance, Value};
use indexmap::IndexMap;
use smol_str::SmolStr;

use self::bare::{Bare, Detail};

/// The composition of an assembly as all address spaces see it: names, kinds, interfaces and connections.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Skeleton {
    instances: Vec<Instance>,
    connections: Vec<Connection>,
}

/// What one address space sees besides the [`Skeleton`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NearView {
    /// The components of its own instances, by the index of an instance.
    components: BTreeMap<usize, Arc<Component>>,
    configuration: IndexMap<SmolStr, IndexMap<SmolStr, Value>>,
    horizon: Horizon,
}

/// How far an address space sees.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Horizon {
    /// Entities with all their settings: instances, connections, address spaces.
    whole: BTreeSet<SmolStr>,
    /// Instances of which all `instance.interface` entities are shown.
    own: BTreeSet<SmolStr>,
    /// Indices of instances whose components are shown whole.
    components: BTreeSet<usize>,
    /// For each peer, its interfaces that are connected to the space.
    peers: BTreeMap<SmolStr, BTreeSet<SmolStr>>,
}

impl Skeleton {
    /// The skeleton of an assembly.
    #[must_use]
    pub fn of(assembly: &Assembly) -> Self {
        let Some(bare) = Bare::new(assembly) else { return Self::default() };
        // Instances of one component share it here too.
        let mut components: Vec<(&Arc<Component>, Arc<Component>)> = Vec::new();
        let mut connectors: Vec<(&Arc<Connector>, Arc<Connector>)> = Vec::new();
        let instances = assembly.instances.iter().map(|instance| {
            let outline = shared(&mut components, &instance.component, |c| bare.component(c, Detail::Outline));
            bare.instance(instance, outline)
        });
        let instances = instances.collect();
        let connections = assembly.connections.iter().map(|connection| {
            let connector = shared(&mut connectors, &connection.connector, |c| bare.connector(c));
            bare.connection(connection, connector)
        });
        Self { instances, connections: connections.collect() }
    }
}

fn shared<'a, T>(known: &mut Vec<(&'a Arc<T>, Arc<T>)>, part: &'a Arc<T>, make: impl FnOnce(&T) -> T) -> Arc<T> {
    if let Some((_, made)) = known.iter().find(|(other, _)| Arc::ptr_eq(other, part)) {
        return Arc::clone(made);
    }
    let made = Arc::new(make(part));
    known.push((part, Arc::clone(&made)));
    made
}

impl NearView {
    /// What an address space sees.
    #[must_use]
    pub fn of(assembly: &Assembly, space: &str) -> Self {
        let horizon = Horizon::of(assembly, space);
        let Some(bare) = Bare::new(assembly) else { return Self::default() };
        let mut known: Vec<(&Arc<Component>, Arc<Component>)> = Vec::new();
        let components = horizon.components.iter().filter_map(|index| {
            let component = &assembly.instances.get(*index)?.component;
            Some((*index, shared(&mut known, component, |c| bare.component(c, Detail::Whole))))
        });
        let components = components.collect();
        let mut configuration = IndexMap::new();
        for (entity, settings) in &assembly.configuration {
            let visible: IndexMap<_, _> = settings
                .iter()
                .filter(|(attribute, _)| horizon.shows(entity, attribute))
                .map(|(attribute, value)| (attribute.clone(), value.clone()))
                .collect();
            if !visible.is_empty() {
                configuration.insert(entity.clone(), visible);
            }
        }
        Self { components, configuration, horizon }
    }

    /// The assembly as far as it can be seen: without settings beyond the horizon, and without its schedule.
    pub(crate) fn assembly(&self, skeleton: &Skeleton) -> Assembly {
        let instances = skeleton.instances.iter().enumerate().map(|(index, outline)| Instance {
            component: self.components.get(&index).map_or_else(|| Arc::clone(&outline.component), Arc::clone),
            ..outline.clone()
        });
        Assembly {
            instances: instances.collect(),
            connections: skeleton.connections.clone(),
            settings: Vec::new(),
            configuration: self.configuration.clone(),
            schedule: Vec::new(),
        }
    }

    pub(crate) fn horizon(&self) -> &Horizon {
        &self.horizon
    }
}

impl Horizon {
    fn of(assembly: &Assembly, space: &str) -> Self {
        let mut horizon = Self::default();
        horizon.whole.insert(space.into());
        let here = |index: usize| assembly.instances.get(index).is_some_and(|i| i.address_space == space);
        let mut components = Vec::new();
        for instance in assembly.instances.iter().filter(|instance| instance.address_space == space) {
            horizon.whole.insert(instance.name.clone());
            horizon.own.insert(instance.name.clone());
            components.push(&instance.component);
        }
        // Other instances of one's own components show it too, so that they are seen to be of one component.
        let is_own = |instance: &Instance| components.iter().any(|own| Arc::ptr_eq(own, &instance.component));
        let known = assembly.instances.iter().enumerate().filter(|(_, instance)| is_own(instance));
        horizon.components = known.map(|(index, _)| index).collect();
        for connection in &assembly.connections {
            if all_ends(connection).any(|end| here(end.instance)) {
                horizon.whole.insert(connection.name.clone());
                for end in all_ends(connection).filter(|end| !here(end.instance)) {
                    let Some((instance, interface)) = assembly.resolve(*end) else { continue };
                    horizon.peers.entry(instance.name.clone()).or_default().insert(interface.name.clone());
                }
            }
        }
        horizon
    }

    /// Whether all settings of an entity are shown.
    pub(crate) fn shows_all(&self, entity: &str) -> bool {
        self.whole.contains(entity)
            || entity.rsplit_once('.').is_some_and(|(instance, interface)| {
                self.own.contains(instance) || self.peers.get(instance).is_some_and(|set| set.contains(interface))
            })
    }

    /// Whether a setting is shown: of a peer, those that begin with the name of a connected interface.
    pub(crate) fn shows(&self, entity: &str, attribute: &str) -> bool {
        self.shows_all(entity)
            || self.peers.get(entity).is_some_and(|interfaces| {
                interfaces.iter().any(|name| attribute.strip_prefix(name.as_str()).is_some_and(|s| s.starts_with('_')))
            })
    }

    /// Whether the inside of an instance's component is shown.
    pub(crate) fn shows_component(&self, instance: usize) -> bool {
        self.components.contains(&instance)
    }
}

fn all_ends(connection: &Connection) -> impl Iterator<Item = &End> {
    connection.from.iter().chain(&connection.to)
}
