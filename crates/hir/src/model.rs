// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The resolved system: what remains when imports, names, groups, hierarchy, defaults and references are worked out.
//!
//! Everything here is plain data with value equality and without positions, so that a query that depends on it is
//! not run again when text merely moved. Where a diagnostic or an editor needs a place, it follows an [`Origin`].
//!
//! Orders are part of the meaning: instances, connections and settings stand in the order in which the
//! reference tool hands them to its templates (a composition's own instances first, then those nested in them).

mod index;
mod types;
mod value;

use std::sync::Arc;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use smallvec::SmallVec;
use smol_str::SmolStr;

use crate::item_tree::Side;
use crate::loc::ItemLoc;
use crate::types as values;

use self::index::{Joined, Names, WhenAsked};
pub use self::types::{AttributeType, BasicType, DataportType};
pub use self::value::Value;

/// The item in the source from which a part of the model was made.
pub type Origin = ItemLoc;

/// Ends of one side of a connection, which nearly always has one.
pub type Ends = SmallVec<[End; 1]>;

/// Values of an entity by attribute.
pub type Values = IndexMap<SmolStr, Value, FxBuildHasher>;

/// Values of all entities.
pub type Configuration = IndexMap<SmolStr, Values, FxBuildHasher>;

/// A whole system, flattened: no groups, no compound components, no references remain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assembly {
    /// Every component instance, hardware included. Names of nested instances are dotted (`outer.inner`).
    pub instances: Vec<Instance>,
    /// Every connection after merging of those that share an interface. Nested names are dotted.
    pub connections: Vec<Connection>,
    /// Settings with a value, in order of declaration, with references already followed.
    pub settings: Vec<Setting>,
    /// The domain schedule, empty when the system declares none.
    pub schedule: Vec<ScheduleItem>,
    configuration: WhenAsked<Configuration>,
    names: WhenAsked<Names>,
    joined: WhenAsked<Joined>,
}

/// An instantiated component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// Full dotted name, unique in the assembly.
    pub name: SmolStr,
    /// The component of which this is an instance.
    pub component: Arc<Component>,
    /// Name of the address space; instances of one group share it, others have their own name here.
    pub address_space: SmolStr,
    /// The instance declaration.
    pub origin: Origin,
}

/// A component type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// Name of the type; a component written in place gets the empty name.
    pub name: SmolStr,
    /// It has a thread of its own that enters `run`.
    pub control: bool,
    /// It stands for a device: no code is generated for it.
    pub hardware: bool,
    /// C headers to include.
    pub includes: Vec<Include>,
    /// Interfaces in order of declaration.
    pub interfaces: Vec<Interface>,
    /// Declared attributes, in order of declaration.
    pub attributes: Vec<Attribute>,
    /// Names after `has mutex`.
    pub mutexes: Vec<SmolStr>,
    /// Names after `has semaphore`.
    pub semaphores: Vec<SmolStr>,
    /// Names after `has binary_semaphore`.
    pub binary_semaphores: Vec<SmolStr>,
    /// Names of its interfaces that are only another name for an interface of an inner instance (`export`).
    pub exported: Vec<SmolStr>,
    /// The component declaration.
    pub origin: Origin,
}

/// How an interface takes part in connections. Only the first three can be a `from` end, see
/// [`InterfaceKind::may_be_from`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum InterfaceKind {
    /// `uses`: calls a procedure.
    Uses,
    /// `emits`: sends an event.
    Emits,
    /// `dataport`: shares memory; may be on either end.
    Dataport,
    /// `provides`: implements a procedure.
    Provides,
    /// `consumes`: receives an event.
    Consumes,
}

/// What flows over an interface or connector end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Medium {
    /// Calls.
    Procedure,
    /// Signals.
    Event,
    /// Shared memory.
    Dataport,
}

/// One interface of a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interface {
    /// Name inside the component.
    pub name: SmolStr,
    /// Keyword with which it is declared, and what it carries.
    pub ty: InterfaceType,
    /// Declared with `maybe`: it need not be connected.
    pub optional: bool,
    /// The interface declaration.
    pub origin: Origin,
}

/// Kind and type of an interface in one value, so that an impossible pair can't be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InterfaceType {
    /// `uses P name`
    Uses(Arc<Procedure>),
    /// `provides P name`
    Provides(Arc<Procedure>),
    /// `emits E name`; the event type is a bare word
    Emits(SmolStr),
    /// `consumes E name`
    Consumes(SmolStr),
    /// `dataport T name`
    Dataport(DataportType),
}

/// A procedure interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Procedure {
    /// Name of the type.
    pub name: SmolStr,
    /// C headers that its types need.
    pub includes: Vec<Include>,
    /// Methods in order of declaration; the order gives each its number on the wire.
    pub methods: Vec<Method>,
    /// Attributes of the procedure.
    pub attributes: Vec<Attribute>,
    /// The procedure declaration.
    pub origin: Origin,
}

/// One method of a procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Method {
    /// Name of the method.
    pub name: SmolStr,
    /// `None` for `void`.
    pub return_type: Option<BasicType>,
    /// Parameters in order.
    pub parameters: Vec<Parameter>,
}

/// One parameter of a method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Name of the parameter.
    pub name: SmolStr,
    /// Flow of the data; `in` when none is written.
    pub direction: Direction,
    /// Type of the parameter, or of an element when it is an array.
    pub ty: BasicType,
    /// Written with `[]`.
    pub array: bool,
}

/// Flow of a parameter (language manual, "Direction").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Caller to callee.
    In,
    /// Callee to caller.
    Out,
    /// Both ways.
    InOut,
    /// As `in`, passed to the implementation by reference in C.
    RefIn,
}

/// An `include` of a C header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Include {
    /// Path as written.
    pub source: SmolStr,
    /// Written with quotes (`true`) or angle brackets (`false`).
    pub relative: bool,
}

/// A declared attribute of a component, connector, procedure or struct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Name of the attribute.
    pub name: SmolStr,
    /// Its type, or the type of an element when it is an array.
    pub ty: AttributeType,
    /// Written with `[]`.
    pub array: bool,
    /// Value after `=`.
    pub default: Option<Value>,
    /// The attribute declaration.
    pub origin: Origin,
}

/// A struct type for attributes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Struct {
    /// Name of the struct; `None` for one written in place.
    pub name: Option<SmolStr>,
    /// Members in order of declaration.
    pub members: Vec<Attribute>,
    /// The struct declaration.
    pub origin: Origin,
}

/// A connector type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connector {
    /// Name of the connector; it selects the templates.
    pub name: SmolStr,
    /// The `from` end.
    pub from: ConnectorEnd,
    /// The `to` end.
    pub to: ConnectorEnd,
    /// Declared attributes.
    pub attributes: Vec<Attribute>,
    /// The connector declaration.
    pub origin: Origin,
}

/// What a connector demands of one end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConnectorEnd {
    /// What flows.
    pub medium: Medium,
    /// Plural in the source (`Procedures`): several ends may share one connection.
    pub multiple: bool,
    /// Threads that serve an interface on this end.
    pub threads: u32,
    /// The end must be (or must not be) on a hardware component.
    pub hardware: bool,
}

/// An instantiated connector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// Full dotted name. A merged connection is named after its parts, sorted and joined with dots.
    pub name: SmolStr,
    /// The connector.
    pub connector: Arc<Connector>,
    /// `from` ends in order.
    pub from: Ends,
    /// `to` ends in order.
    pub to: Ends,
    /// The (first) connection declaration.
    pub origin: Origin,
    /// The declarations of a merged connection, the first one included, in order; nothing for what was declared alone.
    pub parts: Box<[Part]>,
}

/// A declaration that became one connection with others, because they share an interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its own full dotted name.
    pub name: SmolStr,
    /// The declaration.
    pub origin: Origin,
    /// Its `from` ends in order.
    pub from: Ends,
    /// Its `to` ends in order.
    pub to: Ends,
}

/// One end of a connection, by index so that the model stays a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct End {
    /// Index into [`Assembly::instances`].
    pub instance: usize,
    /// Index into the interfaces of that instance's component.
    pub interface: usize,
}

/// A setting whose value is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Instance, connection, or `instance.interface` that it is for.
    pub entity: SmolStr,
    /// Attribute that it sets.
    pub attribute: SmolStr,
    /// The value, references followed.
    pub value: Value,
    /// The setting that was written for this entity.
    pub origin: Origin,
    /// For a value taken over with `<-`: the places through which it came, nearest first; the last is where the
    /// value stands.
    pub via: Vec<Origin>,
}

/// One slot of the domain schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScheduleItem {
    /// Scheduling domain.
    pub domain: u32,
    /// Length of the slot, in [`ScheduleItem::unit`].
    pub duration: u64,
    /// Unit of the duration; `None` when none is written (the kernel's ticks).
    pub unit: Option<DurationUnit>,
}

/// Unit of a schedule slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DurationUnit {
    /// Kernel timer ticks.
    Ticks,
    /// Microseconds.
    Us,
}

impl Assembly {
    /// A system from its parts.
    #[must_use]
    pub fn new(
        instances: Vec<Instance>,
        connections: Vec<Connection>,
        settings: Vec<Setting>,
        schedule: Vec<ScheduleItem>,
    ) -> Self {
        let (configuration, names, joined) = Default::default();
        Self { instances, connections, settings, schedule, configuration, names, joined }
    }

    /// The instances and connections of a system in which nothing has a value.
    #[must_use]
    pub fn without_values(instances: Vec<Instance>, connections: Vec<Connection>) -> Self {
        let assembly = Self::new(instances, connections, Vec::new(), Vec::new());
        Self { configuration: WhenAsked::known(Configuration::default()), ..assembly }
    }

    /// What templates look up: instance (or connection) name, then attribute name. Defaults of attributes are filled in for
    /// instances that do not set them; connections do not see theirs. Of what is set twice, the first counts.
    #[must_use]
    pub fn configuration(&self) -> &Configuration {
        self.configuration.get_or_init(|| {
            let mut out = Configuration::default();
            for setting in &self.settings {
                let values = out.entry(setting.entity.clone()).or_default();
                values.entry(setting.attribute.clone()).or_insert_with(|| setting.value.clone());
            }
            for instance in &self.instances {
                for attribute in &instance.component.attributes {
                    let Some(default) = &attribute.default else { continue };
                    let values = out.entry(instance.name.clone()).or_default();
                    values.entry(attribute.name.clone()).or_insert_with(|| values::complete(default, attribute));
                }
            }
            out
        })
    }

    /// The instance with this full name.
    #[must_use]
    pub fn instance(&self, name: &str) -> Option<&Instance> {
        self.instances.iter().find(|i| i.name == name)
    }

    /// Instances, connections and address spaces by name.
    pub(crate) fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::new(self))
    }

    /// Ends of connections at an interface: on which side, and of which connection.
    pub fn ends_at(&self, end: End) -> impl Iterator<Item = (Side, &Connection)> {
        let all = self.joined.get_or_init(|| Joined::new(self)).of(end);
        all.iter().filter_map(|(side, number)| Some((*side, self.connections.get(*number)?)))
    }

    /// Instance and interface that an end names; `None` only for an end of another assembly.
    #[must_use]
    pub fn resolve(&self, end: End) -> Option<(&Instance, &Interface)> {
        let instance = self.instances.get(end.instance)?;
        Some((instance, instance.component.interfaces.get(end.interface)?))
    }

    /// Value that templates see for an entity's attribute: its setting, else the attribute's default.
    #[must_use]
    pub fn value(&self, entity: &str, attribute: &str) -> Option<&Value> {
        self.configuration().get(entity)?.get(attribute)
    }

    /// Names of the address spaces that hold software, in order of their first instance.
    #[must_use]
    pub fn address_spaces(&self) -> Vec<SmolStr> {
        let mut spaces = indexmap::IndexSet::new();
        for instance in self.instances.iter().filter(|i| !i.component.hardware) {
            spaces.insert(instance.address_space.clone());
        }
        spaces.into_iter().collect()
    }
}

impl Component {
    /// Position of an interface by name.
    #[must_use]
    pub fn interface_index(&self, name: &str) -> Option<usize> {
        self.interfaces.iter().position(|i| i.name == name)
    }

    /// A declared attribute by name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|a| a.name == name)
    }
}

impl Connector {
    /// A declared attribute by name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|a| a.name == name)
    }
}

impl Connection {
    /// All declarations that it is made of, in order.
    pub fn origins(&self) -> impl Iterator<Item = Origin> {
        let alone = self.parts.is_empty().then_some(self.origin);
        alone.into_iter().chain(self.parts.iter().map(|it| it.origin))
    }

    /// The declarations that join two ends, in order.
    pub fn origins_between(&self, from: End, to: End) -> impl Iterator<Item = Origin> {
        let joins = move |it: &&Part| it.from.contains(&from) && it.to.contains(&to);
        let alone = self.parts.is_empty().then_some(self.origin);
        alone.into_iter().chain(self.parts.iter().filter(joins).map(|it| it.origin))
    }

    /// The declarations that name an end, in order.
    pub fn origins_at(&self, end: End) -> impl Iterator<Item = Origin> {
        let names = move |it: &&Part| it.from.contains(&end) || it.to.contains(&end);
        let alone = self.parts.is_empty().then_some(self.origin);
        alone.into_iter().chain(self.parts.iter().filter(names).map(|it| it.origin))
    }
}

impl InterfaceType {
    /// The keyword's kind.
    #[must_use]
    pub fn kind(&self) -> InterfaceKind {
        match self {
            Self::Uses(_) => InterfaceKind::Uses,
            Self::Provides(_) => InterfaceKind::Provides,
            Self::Emits(_) => InterfaceKind::Emits,
            Self::Consumes(_) => InterfaceKind::Consumes,
            Self::Dataport(_) => InterfaceKind::Dataport,
        }
    }

    /// Name of the type as written in the ADL: procedure, event or dataport type (`Buf(4096)` in full).
    #[must_use]
    pub fn name(&self) -> SmolStr {
        match self {
            Self::Uses(p) | Self::Provides(p) => p.name.clone(),
            Self::Emits(e) | Self::Consumes(e) => e.clone(),
            Self::Dataport(d) => d.adl_name(),
        }
    }

    /// The procedure, for `uses` and `provides`.
    #[must_use]
    pub fn procedure(&self) -> Option<&Arc<Procedure>> {
        match self {
            Self::Uses(p) | Self::Provides(p) => Some(p),
            _ => None,
        }
    }
}

impl InterfaceKind {
    /// The keyword.
    #[must_use]
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Uses => "uses",
            Self::Emits => "emits",
            Self::Dataport => "dataport",
            Self::Provides => "provides",
            Self::Consumes => "consumes",
        }
    }

    /// What flows over it.
    #[must_use]
    pub fn medium(self) -> Medium {
        match self {
            Self::Uses | Self::Provides => Medium::Procedure,
            Self::Emits | Self::Consumes => Medium::Event,
            Self::Dataport => Medium::Dataport,
        }
    }

    /// Whether it can stand after `from`.
    #[must_use]
    pub fn may_be_from(self) -> bool {
        matches!(self, Self::Uses | Self::Emits | Self::Dataport)
    }

    /// Whether it can stand after `to`.
    #[must_use]
    pub fn may_be_to(self) -> bool {
        matches!(self, Self::Provides | Self::Consumes | Self::Dataport)
    }
}

impl Direction {
    /// The keyword.
    #[must_use]
    pub fn keyword(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
            Self::InOut => "inout",
            Self::RefIn => "refin",
        }
    }
}

impl Medium {
    /// Name as in a connector declaration.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Procedure => "Procedure",
            Self::Event => "Event",
            Self::Dataport => "Dataport",
        }
    }
}
