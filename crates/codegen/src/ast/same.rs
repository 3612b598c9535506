// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Whether two systems are made of the same parts, whatever their settings and wherever they are declared.

use super::{Ast, Attribute, Component, Connection, Connector, Instance, Interface, Place, Procedure, Struct};

impl Ast {
    /// Whether all is the same but settings and places of declarations; where there was none there is still none.
    pub(crate) fn has_parts_of(&self, other: &Self) -> bool {
        let Self {
            files: _,
            structs,
            procedures,
            connectors,
            components,
            instances,
            connections,
            settings: _,
            configuration,
            schedule,
            names,
        } = self;
        (schedule, names) == (&other.schedule, &other.names)
            && configuration.is_empty() == other.configuration.is_empty()
            && all(instances, &other.instances, instance)
            && all(connections, &other.connections, connection)
            && all(components, &other.components, component)
            && all(connectors, &other.connectors, connector)
            && all(procedures, &other.procedures, procedure)
            && all(structs, &other.structs, structure)
    }

    /// Whether all is declared at the same places, in systems of the same parts.
    pub(crate) fn has_places_of(&self, other: &Self) -> bool {
        self.files == other.files && self.places().eq(other.places())
    }

    fn places(&self) -> impl Iterator<Item = Place> {
        let attributes = |list: &'_ [Attribute]| list.iter().map(|it| it.place).collect::<Vec<_>>();
        let structs = self.structs.iter().flat_map(move |it| [it.place].into_iter().chain(attributes(&it.members)));
        let procedures =
            self.procedures.iter().flat_map(move |it| [it.place].into_iter().chain(attributes(&it.attributes)));
        let connectors =
            self.connectors.iter().flat_map(move |it| [it.place].into_iter().chain(attributes(&it.attributes)));
        let components = self.components.iter().flat_map(move |it| {
            let interfaces = it.interfaces.iter().map(|it| it.place);
            [it.place].into_iter().chain(interfaces).chain(attributes(&it.attributes))
        });
        let instances = self.instances.iter().map(|it| it.place);
        let connections = self.connections.iter().map(|it| it.place);
        structs.chain(procedures).chain(connectors).chain(components).chain(instances).chain(connections)
    }
}

fn all<T>(a: &[T], b: &[T], same: fn(&T, &T) -> bool) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
}

fn attribute(a: &Attribute, b: &Attribute) -> bool {
    let Attribute { name, ty, array, default, place: _ } = a;
    (name, ty, array, default) == (&b.name, &b.ty, &b.array, &b.default)
}

fn structure(a: &Struct, b: &Struct) -> bool {
    let Struct { name, members, place: _ } = a;
    *name == b.name && all(members, &b.members, attribute)
}

fn procedure(a: &Procedure, b: &Procedure) -> bool {
    let Procedure { name, includes, methods, attributes, place: _ } = a;
    (name, includes, methods) == (&b.name, &b.includes, &b.methods) && all(attributes, &b.attributes, attribute)
}

fn interface(a: &Interface, b: &Interface) -> bool {
    let Interface { kind, name, ty, optional, place: _ } = a;
    (kind, name, ty, optional) == (&b.kind, &b.name, &b.ty, &b.optional)
}

fn component(a: &Component, b: &Component) -> bool {
    let Component {
        name,
        control,
        hardware,
        includes,
        interfaces,
        attributes,
        mutexes,
        semaphores,
        binary_semaphores,
        composition,
        place: _,
    } = a;
    (name, control, hardware, includes) == (&b.name, &b.control, &b.hardware, &b.includes)
        && (mutexes, semaphores, binary_semaphores) == (&b.mutexes, &b.semaphores, &b.binary_semaphores)
        && *composition == b.composition
        && all(interfaces, &b.interfaces, interface)
        && all(attributes, &b.attributes, attribute)
}

fn connector(a: &Connector, b: &Connector) -> bool {
    let Connector { name, from, to, attributes, place: _ } = a;
    (name, from, to) == (&b.name, &b.from, &b.to) && all(attributes, &b.attributes, attribute)
}

fn instance(a: &Instance, b: &Instance) -> bool {
    let Instance { name, component, address_space, place: _ } = a;
    (name, component, address_space) == (&b.name, &b.component, &b.address_space)
}

fn connection(a: &Connection, b: &Connection) -> bool {
    let Connection { name, connector, from, to, place: _ } = a;
    (name, connector, from, to) == (&b.name, &b.connector, &b.from, &b.to)
}
