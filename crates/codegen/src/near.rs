// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What one address space can see of an assembly, so that it need not be rendered again when something else changes.
//!
//! A space is first rendered with a near view: the whole composition, but of the settings only its own, those of its
//! connections, and of its peers those that are named after an interface to which it is connected. Nearly every
//! template looks at nothing else. The view remembers its horizon: when a template asks for a setting beyond it,
//! the output is thrown away and the space is rendered with the whole assembly. So the view can be small and never
//! wrong.

use std::{collections::BTreeMap, collections::BTreeSet, sync::Arc};

use camkes_hir::model::{Assembly, Connection};
use smol_str::SmolStr;

/// Which settings a near view shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Horizon {
    /// Entities with all their settings: instances, connections, address spaces.
    whole: BTreeSet<SmolStr>,
    /// Instances of which all `instance.interface` entities are shown.
    own: BTreeSet<SmolStr>,
    /// For each peer, its interfaces that are connected to the space.
    peers: BTreeMap<SmolStr, BTreeSet<SmolStr>>,
}

/// What one address space can see of an assembly.
#[derive(Debug, Clone, PartialEq)]
pub struct NearView {
    /// The assembly without the settings beyond the horizon, and without its schedule.
    pub assembly: Arc<Assembly>,
    /// How far it can see.
    pub horizon: Horizon,
}

impl Horizon {
    fn of(assembly: &Assembly, space: &str) -> Self {
        let mut horizon = Self::default();
        horizon.whole.insert(space.into());
        let here = |index: usize| assembly.instances.get(index).is_some_and(|i| i.address_space == space);
        for instance in assembly.instances.iter().filter(|instance| instance.address_space == space) {
            horizon.whole.insert(instance.name.clone());
            horizon.own.insert(instance.name.clone());
        }
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
}

impl NearView {
    /// What an address space can see.
    #[must_use]
    pub fn of(assembly: &Assembly, space: &str) -> Self {
        let horizon = Horizon::of(assembly, space);
        let mut configuration = indexmap::IndexMap::new();
        for (entity, settings) in &assembly.configuration {
            let visible: indexmap::IndexMap<_, _> = settings
                .iter()
                .filter(|(attribute, _)| horizon.shows(entity, attribute))
                .map(|(attribute, value)| (attribute.clone(), value.clone()))
                .collect();
            if !visible.is_empty() {
                configuration.insert(entity.clone(), visible);
            }
        }
        let assembly = Arc::new(Assembly {
            instances: assembly.instances.clone(),
            connections: assembly.connections.clone(),
            settings: Vec::new(),
            configuration,
            schedule: Vec::new(),
        });
        Self { assembly, horizon }
    }
}

fn all_ends(connection: &Connection) -> impl Iterator<Item = &camkes_hir::model::End> {
    connection.from.iter().chain(&connection.to)
}
