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
pub(crate) mod content;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use camkes_hir::model::{Assembly, Component, Configuration, Connection, Connector, End, Values};
use rustc_hash::FxHashMap;
use smol_str::{SmolStr, format_smolstr};

use self::bare::{Bare, Detail};

/// The composition of an assembly as all address spaces see it: names, kinds, interfaces and connections.
#[derive(Debug, Clone, PartialEq)]
pub struct Skeleton {
    assembly: Arc<Assembly>,
}

/// Who is connected to whom, to find what an address space sees without a search through everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Neighbourhood {
    /// The instances of each address space.
    spaces: FxHashMap<SmolStr, Vec<usize>>,
    /// The connections of each instance.
    connections: Vec<Vec<usize>>,
    /// For each instance all instances of the same component, itself included.
    siblings: Vec<Arc<[usize]>>,
}

/// What one address space sees besides the [`Skeleton`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NearView {
    /// The components of its own instances, by the index of an instance.
    components: BTreeMap<usize, Arc<Component>>,
    configuration: Configuration,
    /// Entities with all their settings: instances, connections, address spaces, `instance.interface`.
    whole: BTreeSet<SmolStr>,
    /// For each peer, its interfaces that are connected to the space.
    peers: BTreeMap<SmolStr, BTreeSet<SmolStr>>,
}

impl Skeleton {
    /// The skeleton of an assembly.
    #[must_use]
    pub fn of(assembly: &Assembly) -> Self {
        let (mut instances, mut connections) = (Vec::new(), Vec::new());
        if let Some(bare) = Bare::new(assembly) {
            // Instances of one component share it here too.
            let mut outlines = FxHashMap::default();
            let mut connectors: FxHashMap<*const Connector, Arc<Connector>> = FxHashMap::default();
            for instance in &assembly.instances {
                let outline = shared(&mut outlines, &instance.component, |c| bare.component(c, Detail::Outline));
                instances.push(bare.instance(instance, outline));
            }
            for connection in &assembly.connections {
                let connector = shared(&mut connectors, &connection.connector, |c| bare.connector(c));
                connections.push(bare.connection(connection, connector));
            }
        }
        Self { assembly: Arc::new(Assembly::without_values(instances, connections)) }
    }

    pub(crate) fn assembly(&self) -> &Arc<Assembly> {
        &self.assembly
    }
}

fn shared<T>(known: &mut FxHashMap<*const T, Arc<T>>, part: &Arc<T>, make: impl FnOnce(&T) -> T) -> Arc<T> {
    Arc::clone(known.entry(Arc::as_ptr(part)).or_insert_with(|| Arc::new(make(part))))
}

impl Neighbourhood {
    /// The neighbourhood of every address space of an assembly.
    #[must_use]
    pub fn of(assembly: &Assembly) -> Self {
        let mut spaces: FxHashMap<SmolStr, Vec<usize>> = FxHashMap::default();
        let mut by_component: FxHashMap<*const Component, Vec<usize>> = FxHashMap::default();
        for (index, instance) in assembly.instances.iter().enumerate() {
            spaces.entry(instance.address_space.clone()).or_default().push(index);
            by_component.entry(Arc::as_ptr(&instance.component)).or_default().push(index);
        }
        let by_component: FxHashMap<_, Arc<[usize]>> =
            by_component.into_iter().map(|(component, instances)| (component, instances.into())).collect();
        let siblings = assembly.instances.iter().map(|instance| {
            by_component.get(&Arc::as_ptr(&instance.component)).map_or_else(|| Arc::from([]), Arc::clone)
        });
        let mut connections = vec![Vec::new(); assembly.instances.len()];
        for (number, connection) in assembly.connections.iter().enumerate() {
            for end in all_ends(connection) {
                if let Some(here) = connections.get_mut(end.instance)
                    && here.last() != Some(&number)
                {
                    here.push(number);
                }
            }
        }
        Self { spaces, connections, siblings: siblings.collect() }
    }
}

impl NearView {
    /// What an address space sees.
    #[must_use]
    pub fn of(assembly: &Assembly, neighbourhood: &Neighbourhood, space: &str) -> Self {
        let Some(bare) = Bare::new(assembly) else { return Self::default() };
        let mut view = Self::default();
        let members = neighbourhood.spaces.get(space).map(Vec::as_slice).unwrap_or_default();
        view.whole.insert(space.into());
        let mut known = FxHashMap::default();
        for &member in members {
            let Some(instance) = assembly.instances.get(member) else { continue };
            view.whole.insert(instance.name.clone());
            let interfaces = instance.component.interfaces.iter();
            view.whole.extend(interfaces.map(|interface| format_smolstr!("{}.{}", instance.name, interface.name)));
            // Other instances of one's own components show it too, so that they are seen to be of one component.
            for &sibling in neighbourhood.siblings.get(member).map(|siblings| &**siblings).unwrap_or_default() {
                let whole = shared(&mut known, &instance.component, |c| bare.component(c, Detail::Whole));
                view.components.insert(sibling, whole);
            }
            for &number in neighbourhood.connections.get(member).map(Vec::as_slice).unwrap_or_default() {
                if let Some(connection) = assembly.connections.get(number) {
                    view.connect(assembly, connection, space);
                }
            }
        }
        view.configuration = view.visible_settings(assembly);
        view
    }

    fn connect(&mut self, assembly: &Assembly, connection: &Connection, space: &str) {
        self.whole.insert(connection.name.clone());
        for end in all_ends(connection) {
            let Some((instance, interface)) = assembly.resolve(*end) else { continue };
            if instance.address_space != space {
                self.whole.insert(format_smolstr!("{}.{}", instance.name, interface.name));
                self.peers.entry(instance.name.clone()).or_default().insert(interface.name.clone());
            }
        }
    }

    fn visible_settings(&self, assembly: &Assembly) -> Configuration {
        let entities = self.whole.iter().chain(self.peers.keys());
        let visible = entities.filter_map(|entity| {
            let settings = assembly.configuration().get(entity)?.iter();
            let settings: Values = settings
                .filter(|(attribute, _)| self.shows(entity, attribute))
                .map(|(attribute, value)| (attribute.clone(), value.clone()))
                .collect();
            (!settings.is_empty()).then(|| (entity.clone(), settings))
        });
        visible.collect()
    }

    /// Whether all settings of an entity are shown.
    pub(crate) fn shows_all(&self, entity: &str) -> bool {
        self.whole.contains(entity)
    }

    /// Whether a setting is shown: of a peer, those that begin with the name of a connected interface.
    pub(crate) fn shows(&self, entity: &str, attribute: &str) -> bool {
        self.shows_all(entity)
            || self.peers.get(entity).is_some_and(|interfaces| {
                interfaces.iter().any(|name| attribute.strip_prefix(name.as_str()).is_some_and(|s| s.starts_with('_')))
            })
    }

    /// The settings that are shown.
    pub(crate) fn settings(&self, entity: &str) -> Option<&Values> {
        self.configuration.get(entity)
    }

    /// The component of an instance, if its inside is shown.
    pub(crate) fn component(&self, instance: usize) -> Option<&Component> {
        self.components.get(&instance).map(|component| &**component)
    }
}

fn all_ends(connection: &Connection) -> impl Iterator<Item = &End> {
    connection.from.iter().chain(&connection.to)
}
