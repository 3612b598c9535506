// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From the database to the tables.

use std::sync::Arc;

use camkes_hir::{
    Db, File, System,
    assembly::{InnerComposition, InnerEnd as HirInnerEnd, assembly, inner_compositions, names},
    declarations::anonymous_structs,
    loc::ItemLoc,
    model,
    parse::source_map,
};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{
    Ast, Attribute, AttributeType, Component, Composition, Connection, Connector, ConnectorEnd, DurationUnit, End,
    Include, InnerConnection, InnerEnd, Instance, Interface, InterfaceKind, InterfaceType, Method, Names, Parameter,
    Place, Procedure, ScheduleItem, Setting, Struct, Text, Value,
};

impl Ast {
    /// The tables of a system; `None` when it declares no assembly.
    #[must_use]
    pub fn of(db: &dyn Db, system: System) -> Option<Self> {
        let assembly = assembly(db, system)?;
        let mut builder = Builder {
            db,
            system,
            inner: inner_compositions(db, system),
            anonymous: anonymous_structs(db, system),
            ast: Self::default(),
            files: FxHashMap::default(),
            lines: FxHashMap::default(),
            structs: FxHashMap::default(),
            procedures: FxHashMap::default(),
            connectors: FxHashMap::default(),
            components: FxHashMap::default(),
            texts: FxHashMap::default(),
        };
        builder.assembly(&assembly);
        builder.names();
        Some(builder.ast)
    }
}

struct Builder<'db> {
    db: &'db dyn Db,
    system: System,
    inner: FxHashMap<ItemLoc, InnerComposition>,
    anonymous: FxHashMap<ItemLoc, usize>,
    ast: Ast,
    files: FxHashMap<File, u32>,
    lines: FxHashMap<File, Vec<usize>>,
    structs: FxHashMap<ItemLoc, u32>,
    procedures: FxHashMap<ItemLoc, u32>,
    connectors: FxHashMap<ItemLoc, u32>,
    components: FxHashMap<ItemLoc, u32>,
    texts: FxHashMap<SmolStr, Text>,
}

impl Builder<'_> {
    fn names(&mut self) {
        let names = names(self.db, self.system);
        let mut text = |name: &Option<SmolStr>| name.as_ref().map(|name| self.text(name));
        let (assembly, composition, configuration) =
            (text(&names.assembly), text(&names.composition), text(&names.configuration));
        self.ast.names = Names { assembly, composition, configuration };
    }

    fn assembly(&mut self, assembly: &model::Assembly) {
        for instance in &assembly.instances {
            let instance = Instance {
                name: self.text(&instance.name),
                component: self.component(&instance.component),
                address_space: self.text(&instance.address_space),
                place: self.place(instance.origin),
            };
            self.ast.instances.push(instance);
        }
        let ends = |ends: &[model::End]| {
            ends.iter().map(|end| End { instance: number(end.instance), interface: number(end.interface) }).collect()
        };
        for connection in &assembly.connections {
            let connection = Connection {
                name: self.text(&connection.name),
                connector: self.connector(&connection.connector),
                from: ends(&connection.from),
                to: ends(&connection.to),
                place: self.place(connection.origin),
            };
            self.ast.connections.push(connection);
        }
        for setting in &assembly.settings {
            let setting = Setting {
                instance: self.text(&setting.entity),
                attribute: self.text(&setting.attribute),
                value: self.value(&setting.value),
            };
            self.ast.settings.push(setting);
        }
        for (entity, settings) in assembly.configuration() {
            let settings = settings.iter().map(|(name, value)| (self.text(name), self.value(value))).collect();
            let entity = self.text(entity);
            self.ast.configuration.push((entity, settings));
        }
        self.ast.schedule = assembly.schedule.iter().map(schedule_item).collect();
    }

    /// One text for all its uses.
    fn text(&mut self, text: &SmolStr) -> Text {
        Arc::clone(self.texts.entry(text.clone()).or_insert_with(|| Arc::from(text.as_str())))
    }

    fn place(&mut self, origin: ItemLoc) -> Place {
        let Some(spot) = source_map(self.db, self.system, origin.file).get(origin.id) else { return Place::default() };
        let (db, text) = (self.db, spot.file.contents(self.db).as_str());
        let ast = &mut self.ast;
        let file = *self.files.entry(spot.file).or_insert_with(|| {
            ast.files.push(Arc::from(spot.file.path(db).as_str()));
            number(ast.files.len() - 1)
        });
        let starts = self
            .lines
            .entry(spot.file)
            .or_insert_with(|| std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect());
        let offset = usize::from(spot.focus.start());
        let line = starts.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|line| starts.get(line)).copied().unwrap_or_default();
        let column = text.get(start..offset).map_or(0, |before| before.chars().count()) + 1;
        Place { file, line: number(line), column: number(column) }
    }

    fn component(&mut self, component: &model::Component) -> u32 {
        if let Some(&known) = self.components.get(&component.origin) {
            return known;
        }
        // What is composed of it comes first, so that an unfinished component is never looked up: none contains itself.
        let inner = self.inner.get(&component.origin).cloned();
        let composition = inner.map(|inner| self.composition(&inner));
        let texts = |this: &mut Self, names: &[SmolStr]| names.iter().map(|name| this.text(name)).collect();
        let built = Component {
            name: (!component.name.is_empty()).then(|| self.text(&component.name)),
            control: component.control,
            hardware: component.hardware,
            includes: self.includes(&component.includes),
            interfaces: component.interfaces.iter().map(|interface| self.interface(interface)).collect(),
            attributes: self.attributes(&component.attributes),
            mutexes: texts(self, &component.mutexes),
            semaphores: texts(self, &component.semaphores),
            binary_semaphores: texts(self, &component.binary_semaphores),
            composition,
            place: self.place(component.origin),
        };
        let index = number(self.ast.components.len());
        self.ast.components.push(built);
        self.components.insert(component.origin, index);
        index
    }

    fn composition(&mut self, inner: &InnerComposition) -> Composition {
        let end = |end: &HirInnerEnd| InnerEnd { instance: end.instance.map(number), interface: number(end.interface) };
        let instances = inner.instances.iter().map(|it| (self.text(&it.name), self.component(&it.component))).collect();
        let connections = inner.connections.iter().map(|it| InnerConnection {
            name: self.text(&it.name),
            connector: self.connector(&it.connector),
            from: it.from.iter().map(end).collect(),
            to: it.to.iter().map(end).collect(),
        });
        let connections = connections.collect();
        let exports = inner.exports.iter().map(|it| (end(&it.source), number(it.destination))).collect();
        Composition { instances, connections, exports }
    }

    fn interface(&mut self, interface: &model::Interface) -> Interface {
        let (kind, ty) = match &interface.ty {
            model::InterfaceType::Provides(procedure) => {
                (InterfaceKind::Provides, InterfaceType::Procedure(self.procedure(procedure)))
            }
            model::InterfaceType::Uses(procedure) => {
                (InterfaceKind::Uses, InterfaceType::Procedure(self.procedure(procedure)))
            }
            model::InterfaceType::Emits(word) => (InterfaceKind::Emits, InterfaceType::Word(self.text(word))),
            model::InterfaceType::Consumes(word) => (InterfaceKind::Consumes, InterfaceType::Word(self.text(word))),
            model::InterfaceType::Dataport(ty) => {
                (InterfaceKind::Dataport, InterfaceType::Word(self.text(&ty.adl_name())))
            }
        };
        let (name, place) = (self.text(&interface.name), self.place(interface.origin));
        Interface { kind, name, ty, optional: interface.optional, place }
    }

    fn procedure(&mut self, procedure: &model::Procedure) -> u32 {
        if let Some(&known) = self.procedures.get(&procedure.origin) {
            return known;
        }
        let built = Procedure {
            name: self.text(&procedure.name),
            includes: self.includes(&procedure.includes),
            methods: procedure.methods.iter().map(|method| self.method(method)).collect(),
            attributes: self.attributes(&procedure.attributes),
            place: self.place(procedure.origin),
        };
        let index = number(self.ast.procedures.len());
        self.ast.procedures.push(built);
        self.procedures.insert(procedure.origin, index);
        index
    }

    fn method(&mut self, method: &model::Method) -> Method {
        let parameters = method.parameters.iter().map(|parameter| Parameter {
            name: self.text(&parameter.name),
            direction: self.text(&SmolStr::new_static(parameter.direction.keyword())),
            ty: self.text(&parameter.ty.adl_name()),
            array: parameter.array,
        });
        let parameters = parameters.collect();
        let return_type = method.return_type.as_ref().map(|ty| self.text(&ty.adl_name()));
        Method { name: self.text(&method.name), return_type, parameters }
    }

    fn connector(&mut self, connector: &model::Connector) -> u32 {
        if let Some(&known) = self.connectors.get(&connector.origin) {
            return known;
        }
        let end = |this: &mut Self, end: model::ConnectorEnd| ConnectorEnd {
            medium: this.text(&SmolStr::new_static(end.medium.name())),
            multiple: end.multiple,
            threads: end.threads,
            hardware: end.hardware,
        };
        let built = Connector {
            name: (!connector.name.is_empty()).then(|| self.text(&connector.name)),
            from: end(self, connector.from),
            to: end(self, connector.to),
            attributes: self.attributes(&connector.attributes),
            place: self.place(connector.origin),
        };
        let index = number(self.ast.connectors.len());
        self.ast.connectors.push(built);
        self.connectors.insert(connector.origin, index);
        index
    }

    fn includes(&mut self, includes: &[model::Include]) -> Vec<Include> {
        includes.iter().map(|it| Include { source: self.text(&it.source), relative: it.relative }).collect()
    }

    fn attributes(&mut self, attributes: &[model::Attribute]) -> Vec<Attribute> {
        let attribute = |it: &model::Attribute| Attribute {
            name: self.text(&it.name),
            ty: match &it.ty {
                model::AttributeType::Basic(basic) => AttributeType::Basic(self.text(&basic.adl_name())),
                model::AttributeType::Struct(inner) => AttributeType::Struct(self.structure(inner)),
            },
            array: it.array,
            default: it.default.as_ref().map(|value| self.value(value)),
            place: self.place(it.origin),
        };
        attributes.iter().map(attribute).collect()
    }

    fn structure(&mut self, it: &model::Struct) -> u32 {
        if let Some(&known) = self.structs.get(&it.origin) {
            return known;
        }
        let name = match &it.name {
            Some(name) => self.text(name),
            None => {
                let number = self.anonymous.get(&it.origin).copied().unwrap_or_default();
                Arc::from(format!("camkes_anon_struct_{number}"))
            }
        };
        let built = Struct { name, members: self.attributes(&it.members), place: self.place(it.origin) };
        let index = number(self.ast.structs.len());
        self.ast.structs.push(built);
        self.structs.insert(it.origin, index);
        index
    }

    fn value(&mut self, value: &model::Value) -> Value {
        match value {
            model::Value::Int(n) => Value::Int(*n),
            model::Value::Float(x) => Value::Float(*x),
            model::Value::Str(text) => Value::Str(self.text(text)),
            model::Value::List(items) => Value::List(items.iter().map(|item| self.value(item)).collect()),
            model::Value::Dict(entries) => {
                Value::Dict(entries.iter().map(|(key, item)| (self.value(key), self.value(item))).collect())
            }
        }
    }
}

fn schedule_item(item: &model::ScheduleItem) -> ScheduleItem {
    let unit = item.unit.map(|unit| match unit {
        model::DurationUnit::Ticks => DurationUnit::Ticks,
        model::DurationUnit::Us => DurationUnit::Us,
    });
    ScheduleItem { domain: item.domain, duration: item.duration, unit }
}

/// A number of a table. No table has more than 4 billion entries: each is a declaration in a text that is far shorter.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
