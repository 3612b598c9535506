// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What of an assembly decides the output, as a hash that every process makes in the same way.
//!
//! Places of declarations are left out, since no template sees them. That a component or connector is shared is part of it: templates can
//! tell whether two instances are of one component.

use std::{
    hash::{Hash, Hasher},
    sync::Arc,
};

use camkes_hir::model::{
    Assembly, Attribute, AttributeType, Component, Configuration, Connection, Connector, Include, Instance, Interface,
    InterfaceType, Method, Parameter, Procedure, ScheduleItem, Setting, Struct, Value, Values,
};
use rustc_hash::FxHashMap;

use super::{NearView, Skeleton};

/// Something that decides the output.
trait Content {
    fn add(&self, into: &mut Contents<'_>);
}

/// A hash of contents. What is shared is hashed once, and known again.
struct Contents<'h> {
    hash: &'h mut dyn Hasher,
    shared: FxHashMap<*const (), usize>,
}

impl Contents<'_> {
    fn plain(&mut self, value: &impl Hash) {
        value.hash(&mut self.hash);
    }

    fn all<T: Content>(&mut self, items: &[T]) {
        self.plain(&items.len());
        items.iter().for_each(|item| item.add(self));
    }

    fn shared<T: Content>(&mut self, part: &Arc<T>) {
        let next = self.shared.len();
        match self.shared.get(&Arc::as_ptr(part).cast()).copied() {
            Some(number) => self.plain(&number),
            None => {
                self.shared.insert(Arc::as_ptr(part).cast(), next);
                self.plain(&next);
                part.add(self);
            }
        }
    }
}

fn hash(content: &impl Content, hash: &mut dyn Hasher) {
    content.add(&mut Contents { hash, shared: FxHashMap::default() });
}

/// Hashes all of an assembly that decides the output.
pub(crate) fn of_assembly(assembly: &Assembly, into: &mut dyn Hasher) {
    hash(assembly, into);
}

impl Skeleton {
    /// Hashes all that address spaces see of it.
    pub(crate) fn content(&self, into: &mut dyn Hasher) {
        hash(&*self.assembly, into);
    }
}

impl NearView {
    /// Hashes all that an address space sees of it.
    pub(crate) fn content(&self, into: &mut dyn Hasher) {
        let Self { components, configuration, whole, peers } = self;
        let mut contents = Contents { hash: into, shared: FxHashMap::default() };
        contents.plain(&components.len());
        for (instance, component) in components {
            contents.plain(instance);
            contents.shared(component);
        }
        configuration.add(&mut contents);
        contents.plain(&(whole, peers));
    }
}

impl Content for Assembly {
    fn add(&self, into: &mut Contents<'_>) {
        into.all(&self.instances);
        into.all(&self.connections);
        into.all(&self.settings);
        self.configuration().add(into);
        into.all(&self.schedule);
    }
}

impl Content for Instance {
    fn add(&self, into: &mut Contents<'_>) {
        let Self { name, component, address_space, origin: _ } = self;
        into.plain(&(name, address_space));
        into.shared(component);
    }
}

impl Content for Component {
    fn add(&self, into: &mut Contents<'_>) {
        let Self {
            name,
            control,
            hardware,
            includes,
            interfaces,
            attributes,
            mutexes,
            semaphores,
            binary_semaphores,
            exported,
            origin: _,
        } = self;
        into.plain(&(name, control, hardware));
        into.all(includes);
        into.all(interfaces);
        into.all(attributes);
        into.plain(&(mutexes, semaphores, binary_semaphores, exported));
    }
}

impl Content for Include {
    fn add(&self, into: &mut Contents<'_>) {
        let Self { source, relative } = self;
        into.plain(&(source, relative));
    }
}

impl Content for Interface {
    fn add(&self, into: &mut Contents<'_>) {
        let Self { name, ty, optional, origin: _ } = self;
        into.plain(&(name, optional, ty.kind()));
        match ty {
            InterfaceType::Uses(ty) | InterfaceType::Provides(ty) => into.shared(ty),
            InterfaceType::Emits(ty) | InterfaceType::Consumes(ty) => into.plain(ty),
            InterfaceType::Dataport(ty) => into.plain(ty),
        }
    }
}

impl Content for Procedure {
    fn add(&self, into: &mut Contents<'_>) {
        let Self { name, includes, methods, attributes, origin: _ } = self;
        into.plain(name);
        into.all(includes);
        into.all(methods);
        into.all(attributes);
    }
}

impl Content for Method {
    fn add(&self, into: &mut Contents<'_>) {
        let Self { name, return_type, parameters } = self;
        into.plain(&(name, return_type));
        into.all(parameters);
    }
}

impl Content for Parameter {
    fn add(&self, into: &mut Contents<'_>) {
        let Self { name, direction, ty, array } = self;
        into.plain(&(name, direction, ty, array));
    }
}

impl Content for Attribute {
    fn add(&self, into: &mut Contents<'_>) {
        let Self { name, ty, array, default, origin: _ } = self;
        into.plain(&(name, array, default.is_some()));
        match ty {
            AttributeType::Basic(basic) => into.plain(&(0_u8, basic)),
            AttributeType::Struct(ty) => {
                into.plain(&1_u8);
                ty.add(into);
            }
        }
        if let Some(value) = default {
            value.add(into);
        }
    }
}

impl Content for Struct {
    fn add(&self, into: &mut Contents<'_>) {
        let Self { name, members, origin: _ } = self;
        into.plain(name);
        into.all(members);
    }
}

impl Content for Connection {
    fn add(&self, into: &mut Contents<'_>) {
        let Self { name, connector, from, to, origin: _, parts: _ } = self;
        into.plain(&(name, from, to));
        into.shared(connector);
    }
}

impl Content for Connector {
    fn add(&self, into: &mut Contents<'_>) {
        let Self { name, from, to, attributes, origin: _ } = self;
        into.plain(name);
        for end in [from, to] {
            into.plain(&(end.medium, end.multiple, end.threads, end.hardware));
        }
        into.all(attributes);
    }
}

impl Content for Setting {
    fn add(&self, into: &mut Contents<'_>) {
        let Self { entity, attribute, value, origin: _, via: _ } = self;
        into.plain(&(entity, attribute));
        value.add(into);
    }
}

impl Content for ScheduleItem {
    fn add(&self, into: &mut Contents<'_>) {
        let Self { domain, duration, unit } = self;
        into.plain(&(domain, duration, unit.map(|unit| unit as u8)));
    }
}

impl Content for Configuration {
    fn add(&self, into: &mut Contents<'_>) {
        into.plain(&self.len());
        for (entity, values) in self {
            into.plain(entity);
            values.add(into);
        }
    }
}

impl Content for Values {
    fn add(&self, into: &mut Contents<'_>) {
        into.plain(&self.len());
        for (attribute, value) in self {
            into.plain(attribute);
            value.add(into);
        }
    }
}

impl Content for Value {
    fn add(&self, into: &mut Contents<'_>) {
        match self {
            Self::Int(number) => into.plain(&(0_u8, number)),
            Self::Float(number) => into.plain(&(1_u8, number.to_bits())),
            Self::Str(text) => into.plain(&(2_u8, text)),
            Self::List(items) => {
                into.plain(&3_u8);
                into.all(items);
            }
            Self::Dict(entries) => {
                into.plain(&(4_u8, entries.len()));
                for (key, value) in entries {
                    key.add(into);
                    value.add(into);
                }
            }
        }
    }
}
