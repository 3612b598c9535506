// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The resolved system as JSON.
//!
//! ```json
//! {
//!  "instances": [{ "name": "", "type": "", "address_space": "", "control": true, "hardware": false, "interfaces": [] }],
//!  "instance_order": [""],
//!  "connections": [{ "name": "", "type": "", "from": ["instance.interface"], "to": ["instance.interface"] }],
//!  "connection_order": [""],
//!  "groups_left": [], "exports_left": 0,
//!  "settings": { "instance": { "attribute": 1 } },
//!  "configuration": { "instance": { "attribute": 1 } },
//!  "component_types": { }, "procedures": { }, "connectors": { }, "structs": { },
//!  "schedule": [[0, 1]]
//! }
//! ```
//!
//! `instances` and `connections` are sorted by name; the orders stand beside them. `settings` is what configurations
//! say, `configuration` what templates see: with defaults. The interfaces of a component stand in order of their kind:
//! `provides`, `uses`, `emits`, `consumes`, `dataports`. Types, procedures, connectors and structs are by name; a struct
//! written in place is `camkes_anon_struct_N`. No group and no export is ever left.

use std::{collections::BTreeMap, sync::Arc};

use camkes_hir::model::{
    Assembly, Attribute, AttributeType, Component, Connector, ConnectorEnd, DurationUnit, End, Include, Interface,
    InterfaceKind, Method, Origin, Procedure, Setting, Struct, Value,
};
use rustc_hash::FxHashMap;

use super::json::Json;

type Members = BTreeMap<String, Json>;

/// Projects a system; `structs` are those of its files, whether or not anything uses them, and `anonymous` the numbers
/// of those that are written in place.
pub(crate) fn project(assembly: &Assembly, structs: &[Arc<Struct>], anonymous: &FxHashMap<Origin, usize>) -> Json {
    let mut types = Types::new(anonymous);
    for instance in &assembly.instances {
        types.component(&instance.component);
    }
    for connection in &assembly.connections {
        types.connector(&connection.connector);
    }
    for declared in structs {
        types.declared(declared);
    }
    let sorted = |items: BTreeMap<&str, Json>| items.into_values().collect::<Json>();
    let instances = assembly.instances.iter().map(|instance| {
        let component = &instance.component;
        let json = Json::object([
            ("name", instance.name.as_str().into()),
            ("type", name(&component.name)),
            ("address_space", instance.address_space.as_str().into()),
            ("control", component.control.into()),
            ("hardware", component.hardware.into()),
            ("interfaces", interfaces(&component.interfaces)),
        ]);
        (instance.name.as_str(), json)
    });
    let connections = assembly.connections.iter().map(|connection| {
        let json = Json::object([
            ("name", connection.name.as_str().into()),
            ("type", name(&connection.connector.name)),
            ("from", ends(assembly, &connection.from)),
            ("to", ends(assembly, &connection.to)),
        ]);
        (connection.name.as_str(), json)
    });
    Json::object([
        ("instances", sorted(instances.collect())),
        ("instance_order", assembly.instances.iter().map(|i| i.name.as_str()).collect()),
        ("connections", sorted(connections.collect())),
        ("connection_order", assembly.connections.iter().map(|c| c.name.as_str()).collect()),
        ("groups_left", Json::List(Vec::new())),
        ("exports_left", Json::Int(0)),
        ("settings", settings(&assembly.settings)),
        ("configuration", configuration(assembly)),
        ("component_types", Json::Object(types.components)),
        ("procedures", Json::Object(types.procedures)),
        ("connectors", Json::Object(types.connectors)),
        ("structs", Json::Object(types.structs)),
        ("schedule", schedule(assembly)),
    ])
}

/// The declarations that a system uses, by name.
struct Types<'a> {
    components: Members,
    procedures: Members,
    connectors: Members,
    structs: Members,
    anonymous: &'a FxHashMap<Origin, usize>,
}

impl<'a> Types<'a> {
    fn new(anonymous: &'a FxHashMap<Origin, usize>) -> Self {
        let empty = Members::new;
        Self { components: empty(), procedures: empty(), connectors: empty(), structs: empty(), anonymous }
    }

    fn component(&mut self, component: &Component) {
        let key = key(&component.name);
        if !component.name.is_empty() && self.components.contains_key(&key) {
            return;
        }
        let attributes = self.attributes(&component.attributes);
        for procedure in component.interfaces.iter().filter_map(|i| i.ty.procedure()) {
            self.procedure(procedure);
        }
        let Component { mutexes, semaphores, binary_semaphores, .. } = component;
        let json = Json::object([
            ("name", name(&component.name)),
            ("control", component.control.into()),
            ("hardware", component.hardware.into()),
            ("includes", includes(&component.includes)),
            ("attributes", attributes),
            ("interfaces", interfaces(&component.interfaces)),
            ("mutexes", mutexes.iter().map(|name| name.as_str()).collect()),
            ("semaphores", semaphores.iter().map(|name| name.as_str()).collect()),
            ("binary_semaphores", binary_semaphores.iter().map(|name| name.as_str()).collect()),
        ]);
        self.components.insert(key, json);
    }

    fn procedure(&mut self, procedure: &Procedure) {
        let key = key(&procedure.name);
        if self.procedures.contains_key(&key) {
            return;
        }
        let json = Json::object([
            ("name", name(&procedure.name)),
            ("includes", includes(&procedure.includes)),
            ("attributes", self.attributes(&procedure.attributes)),
            ("methods", procedure.methods.iter().map(method).collect()),
        ]);
        self.procedures.insert(key, json);
    }

    fn connector(&mut self, connector: &Connector) {
        let key = key(&connector.name);
        if !connector.name.is_empty() && self.connectors.contains_key(&key) {
            return;
        }
        let mut members = Members::new();
        for (side, end) in [("from", connector.from), ("to", connector.to)] {
            let ConnectorEnd { medium, multiple, threads, hardware } = end;
            members.insert(format!("{side}_type"), medium.name().into());
            members.insert(format!("{side}_multiple"), multiple.into());
            members.insert(format!("{side}_threads"), Json::Int(threads.into()));
            members.insert(format!("{side}_hardware"), hardware.into());
        }
        members.insert("name".to_owned(), name(&connector.name));
        members.insert("attributes".to_owned(), self.attributes(&connector.attributes));
        self.connectors.insert(key, Json::Object(members));
    }

    /// Adds a struct that has a name but perhaps no use. One written in place inside it is only there with a use.
    fn declared(&mut self, structure: &Struct) {
        let mut alone = Types::new(self.anonymous);
        let key = alone.structure(structure);
        if let Some(json) = alone.structs.remove(&key) {
            self.structs.entry(key).or_insert(json);
        }
    }

    /// Adds a struct and those that it contains; its name.
    fn structure(&mut self, structure: &Struct) -> String {
        let key = match &structure.name {
            Some(name) => name.to_string(),
            None => {
                let number = self.anonymous.get(&structure.origin).copied().unwrap_or_default();
                format!("camkes_anon_struct_{number}")
            }
        };
        if !self.structs.contains_key(&key) {
            let attributes = self.attributes(&structure.members);
            let json = Json::object([("name", key.as_str().into()), ("attributes", attributes)]);
            self.structs.insert(key.clone(), json);
        }
        key
    }

    fn attributes(&mut self, attributes: &[Attribute]) -> Json {
        attributes.iter().map(|attribute| self.attribute(attribute)).collect()
    }

    fn attribute(&mut self, attribute: &Attribute) -> Json {
        let ty = match &attribute.ty {
            AttributeType::Basic(basic) => basic.adl_name().as_str().into(),
            AttributeType::Struct(structure) => Json::object([("struct", self.structure(structure).as_str().into())]),
        };
        let mut members = Members::from([
            ("name".to_owned(), attribute.name.as_str().into()),
            ("type".to_owned(), ty),
            ("array".to_owned(), attribute.array.into()),
        ]);
        if let Some(default) = &attribute.default {
            members.insert("default".to_owned(), value(default));
        }
        Json::Object(members)
    }
}

/// A name; what is written in place has none.
fn name(name: &str) -> Json {
    if name.is_empty() { Json::Null } else { name.into() }
}

/// The key under which a named thing stands; `null` for what is written in place.
fn key(name: &str) -> String {
    if name.is_empty() { "null".to_owned() } else { name.to_owned() }
}

fn includes(includes: &[Include]) -> Json {
    let include = |include: &Include| {
        Json::object([("source", include.source.as_str().into()), ("relative", include.relative.into())])
    };
    includes.iter().map(include).collect()
}

fn method(method: &Method) -> Json {
    let parameters = method.parameters.iter().map(|parameter| {
        Json::object([
            ("name", parameter.name.as_str().into()),
            ("direction", parameter.direction.keyword().into()),
            ("type", parameter.ty.adl_name().as_str().into()),
            ("array", parameter.array.into()),
        ])
    });
    let return_type = method.return_type.as_ref().map_or(Json::Null, |ty| ty.adl_name().as_str().into());
    Json::object([
        ("name", method.name.as_str().into()),
        ("return_type", return_type),
        ("parameters", parameters.collect()),
    ])
}

fn interfaces(interfaces: &[Interface]) -> Json {
    const KINDS: [(InterfaceKind, &str); 5] = [
        (InterfaceKind::Provides, "provides"),
        (InterfaceKind::Uses, "uses"),
        (InterfaceKind::Emits, "emits"),
        (InterfaceKind::Consumes, "consumes"),
        (InterfaceKind::Dataport, "dataports"),
    ];
    let of_kind = |(kind, word): (InterfaceKind, &'static str)| {
        let all = interfaces.iter().filter(move |interface| interface.ty.kind() == kind);
        all.map(move |interface| {
            let mut members = Members::from([
                ("kind".to_owned(), word.into()),
                ("name".to_owned(), interface.name.as_str().into()),
                ("type".to_owned(), interface.ty.name().as_str().into()),
            ]);
            // Only what must be connected can be declared with `maybe`.
            if !matches!(kind, InterfaceKind::Provides | InterfaceKind::Emits) {
                members.insert("optional".to_owned(), interface.optional.into());
            }
            Json::Object(members)
        })
    };
    KINDS.into_iter().flat_map(of_kind).collect()
}

fn ends(assembly: &Assembly, ends: &[End]) -> Json {
    let shown = ends.iter().filter_map(|end| {
        let (instance, interface) = assembly.resolve(*end)?;
        Some(Json::Text(format!("{}.{}", instance.name, interface.name)))
    });
    shown.collect()
}

fn settings(settings: &[Setting]) -> Json {
    let mut out: BTreeMap<&str, Members> = BTreeMap::new();
    for setting in settings {
        out.entry(&setting.entity).or_default().insert(setting.attribute.to_string(), value(&setting.value));
    }
    Json::Object(out.into_iter().map(|(entity, values)| (entity.to_owned(), Json::Object(values))).collect())
}

fn configuration(assembly: &Assembly) -> Json {
    let entities = assembly.configuration().iter().map(|(entity, values)| {
        let values = values.iter().map(|(attribute, it)| (attribute.to_string(), value(it)));
        (entity.to_string(), Json::Object(values.collect()))
    });
    Json::Object(entities.collect())
}

fn schedule(assembly: &Assembly) -> Json {
    let slots = assembly.schedule.iter().map(|slot| {
        let unit = slot.unit.map(|unit| match unit {
            DurationUnit::Ticks => "ticks".into(),
            DurationUnit::Us => "us".into(),
        });
        Json::List([Json::Int(slot.domain.into()), Json::Int(slot.duration.into())].into_iter().chain(unit).collect())
    });
    slots.collect()
}

/// A value; keys of dicts become text.
fn value(it: &Value) -> Json {
    match it {
        Value::Int(n) => Json::Int(*n),
        Value::Float(x) => Json::Float(*x),
        Value::Str(text) => text.as_str().into(),
        Value::List(items) => items.iter().map(value).collect(),
        Value::Dict(entries) => {
            let key = |key: &Value| key.as_str().map_or_else(|| key.to_string(), ToOwned::to_owned);
            Json::Object(entries.iter().map(|(k, v)| (key(k), value(v))).collect())
        }
    }
}
