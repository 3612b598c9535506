// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The resolved system as one build step leaves it in a file for the next: tables that refer to each other by number, so that
//! what is shared in the sources is there once, and nothing has to be parsed again.

mod build;
mod check;
mod file;
mod same;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use self::file::AstError;

/// A text that templates get without a copy.
pub type Text = Arc<str>;

/// A resolved system. Every number in it is an index into one of its tables.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Ast {
    /// Paths of the files in which something is declared.
    pub files: Vec<Text>,
    /// Struct types of attributes.
    pub structs: Vec<Struct>,
    /// Procedure interfaces.
    pub procedures: Vec<Procedure>,
    /// Connector types.
    pub connectors: Vec<Connector>,
    /// Component types.
    pub components: Vec<Component>,
    /// Every instance, hardware included.
    pub instances: Vec<Instance>,
    /// Every connection, after merging.
    pub connections: Vec<Connection>,
    /// What configurations say, references followed.
    pub settings: Vec<Setting>,
    /// What templates look up: entity, then attribute; defaults included.
    pub configuration: Vec<(Text, Vec<(Text, Value)>)>,
    /// The domain schedule.
    pub schedule: Vec<ScheduleItem>,
    /// The names of the assembly and of its parts, where they have one.
    pub names: Names,
}

/// The names of an assembly and of its parts. Of several assemblies those of the first count.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Names {
    /// Of the assembly.
    pub assembly: Option<Text>,
    /// Of its composition.
    pub composition: Option<Text>,
    /// Of its configuration.
    pub configuration: Option<Text>,
}

/// Where something is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Place {
    /// Index into [`Ast::files`].
    pub file: u32,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// A struct type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Struct {
    /// Its name; one written in place is `camkes_anon_struct_N`.
    pub name: Text,
    /// Its members.
    pub members: Vec<Attribute>,
    /// Its declaration.
    pub place: Place,
}

/// A declared attribute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attribute {
    /// Its name.
    pub name: Text,
    /// Its type, or that of an element.
    pub ty: AttributeType,
    /// Written with `[]`.
    pub array: bool,
    /// Value after `=`.
    pub default: Option<Value>,
    /// Its declaration.
    pub place: Place,
}

/// The type of an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AttributeType {
    /// A C type, or one of the words of the language.
    Basic(Text),
    /// Index into [`Ast::structs`].
    Struct(u32),
}

/// An `include` of a C header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Include {
    /// Path as written.
    pub source: Text,
    /// In quotes, not in angle brackets.
    pub relative: bool,
}

/// A procedure interface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Procedure {
    /// Its name.
    pub name: Text,
    /// Headers that its types need.
    pub includes: Vec<Include>,
    /// Its methods.
    pub methods: Vec<Method>,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
    /// Its declaration.
    pub place: Place,
}

/// A method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Method {
    /// Its name.
    pub name: Text,
    /// `None` for `void`.
    pub return_type: Option<Text>,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name.
    pub name: Text,
    /// `in`, `out`, `inout` or `refin`.
    pub direction: Text,
    /// Its type, or that of an element.
    pub ty: Text,
    /// Written with `[]`.
    pub array: bool,
}

/// How an interface is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum InterfaceKind {
    /// `provides`
    Provides,
    /// `uses`
    Uses,
    /// `emits`
    Emits,
    /// `consumes`
    Consumes,
    /// `dataport`
    Dataport,
}

/// An interface of a component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interface {
    /// How it is declared.
    pub kind: InterfaceKind,
    /// Its name.
    pub name: Text,
    /// What flows.
    pub ty: InterfaceType,
    /// Declared with `maybe`.
    pub optional: bool,
    /// Its declaration.
    pub place: Place,
}

/// What flows over an interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum InterfaceType {
    /// Index into [`Ast::procedures`].
    Procedure(u32),
    /// The word of an event or dataport type.
    Word(Text),
}

/// A component type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Component {
    /// Its name; `None` for one written in place.
    pub name: Option<Text>,
    /// It has a thread of its own that enters `run`.
    pub control: bool,
    /// It stands for a device.
    pub hardware: bool,
    /// Headers to include.
    pub includes: Vec<Include>,
    /// Its interfaces, in order of declaration.
    pub interfaces: Vec<Interface>,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
    /// Names after `has mutex`.
    pub mutexes: Vec<Text>,
    /// Names after `has semaphore`.
    pub semaphores: Vec<Text>,
    /// Names after `has binary_semaphore`.
    pub binary_semaphores: Vec<Text>,
    /// Its inside, if it has any.
    pub composition: Option<Composition>,
    /// Its declaration.
    pub place: Place,
}

/// The inside of a compound component, as declared.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Composition {
    /// Its instances: name and component.
    pub instances: Vec<(Text, u32)>,
    /// Its connections.
    pub connections: Vec<InnerConnection>,
    /// Its exports: the inner end, and the index of the component's own interface.
    pub exports: Vec<(InnerEnd, u32)>,
}

/// A connection inside of a component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InnerConnection {
    /// Its name.
    pub name: Text,
    /// Its connector.
    pub connector: u32,
    /// `from` ends.
    pub from: Vec<InnerEnd>,
    /// `to` ends.
    pub to: Vec<InnerEnd>,
}

/// An end inside of a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InnerEnd {
    /// Index into [`Composition::instances`]; `None` for the component itself.
    pub instance: Option<u32>,
    /// Index into the interfaces.
    pub interface: u32,
}

/// A connector type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Connector {
    /// Its name; `None` for one written in place.
    pub name: Option<Text>,
    /// Its `from` end.
    pub from: ConnectorEnd,
    /// Its `to` end.
    pub to: ConnectorEnd,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
    /// Its declaration.
    pub place: Place,
}

/// What a connector demands of an end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectorEnd {
    /// `Procedure`, `Event` or `Dataport`.
    pub medium: Text,
    /// Several ends may share a connection.
    pub multiple: bool,
    /// Threads that serve it.
    pub threads: u32,
    /// The end is on a device.
    pub hardware: bool,
}

/// An instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instance {
    /// Its full name.
    pub name: Text,
    /// Its component.
    pub component: u32,
    /// Name of its address space.
    pub address_space: Text,
    /// Its declaration.
    pub place: Place,
}

/// A connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// Its full name.
    pub name: Text,
    /// Its connector.
    pub connector: u32,
    /// `from` ends.
    pub from: Vec<End>,
    /// `to` ends.
    pub to: Vec<End>,
    /// Its declaration.
    pub place: Place,
}

/// An end of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// Index into [`Ast::instances`].
    pub instance: u32,
    /// Index into the interfaces of its component.
    pub interface: u32,
}

/// A setting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Setting {
    /// What it is for.
    pub instance: Text,
    /// What it sets.
    pub attribute: Text,
    /// To what.
    pub value: Value,
}

/// A slot of the domain schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleItem {
    /// The domain.
    pub domain: u32,
    /// Its length.
    pub duration: u64,
    /// What the length is measured in.
    pub unit: Option<DurationUnit>,
}

/// What the length of a schedule's slot is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DurationUnit {
    /// The kernel's ticks.
    Ticks,
    /// Microseconds.
    Us,
}

/// A value of a setting or default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// A whole number.
    Int(i128),
    /// A number with a fraction.
    Float(f64),
    /// Text.
    Str(Text),
    /// `[a, b]`
    List(Vec<Value>),
    /// `{k: v}`
    Dict(Vec<(Value, Value)>),
}

impl Ast {
    /// The component of an instance.
    #[must_use]
    pub fn component_of(&self, instance: u32) -> Option<&Component> {
        self.components.get(self.instances.get(instance as usize)?.component as usize)
    }

    /// An interface by the instance whose it is.
    #[must_use]
    pub fn interface_of(&self, end: End) -> Option<&Interface> {
        self.component_of(end.instance)?.interfaces.get(end.interface as usize)
    }

    /// `path:line:column` of a place.
    #[must_use]
    pub fn show(&self, place: Place) -> String {
        let file = self.files.get(place.file as usize).map_or("", |path| &**path);
        format!("{file}:{}:{}", place.line, place.column)
    }
}
