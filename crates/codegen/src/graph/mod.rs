// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The picture of an assembly: instances as boxes, connections as lines between their interfaces.
//!
//! [`to_dot`] writes it for Graphviz; [`to_svg`] draws it here, so that no other program is needed. Both are pure
//! functions of the [`Graph`]; the same graph always gives the same bytes.

mod dot;
mod escape;
mod layout;
mod svg;
#[cfg(test)]
mod tests;

pub use self::{dot::to_dot, svg::to_svg};

/// An assembly to be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Graph {
    /// What the picture shows: the name of the assembly or of its file. Not drawn if empty.
    pub title: String,
    /// The instances. Of several nodes with one id, the first is drawn.
    pub nodes: Vec<Node>,
    /// The connections. Those whose nodes do not exist are not drawn.
    pub edges: Vec<Edge>,
}

/// An instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What edges refer to; also the `data-node` attribute in SVG.
    pub id: String,
    /// The name of the instance.
    pub label: String,
    /// The component type.
    pub sublabel: String,
    /// What sort of component it is.
    pub kind: NodeKind,
    /// What it is drawn in together with others, the outermost first.
    pub areas: Vec<Area>,
    /// Its interfaces. Those that only edges mention are added.
    pub ports: Vec<Port>,
}

/// What several instances are in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Area {
    /// The composition of an instance, by the instance's name.
    Composition(String),
    /// A shared address space, by its name.
    AddressSpace(String),
}

impl Area {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Composition(name) | Self::AddressSpace(name) => name,
        }
    }
}

/// What sort of component a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NodeKind {
    /// Has a control thread.
    Control,
    /// Runs only when called.
    Passive,
    /// A device.
    Hardware,
}

/// An interface of an instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Port {
    /// The name of the interface.
    pub name: String,
    /// What sort of interface it is.
    pub kind: EdgeKind,
    /// Which way it points; decides the side of the box while nothing is connected to it.
    pub direction: Direction,
}

/// Which way an interface points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Used or emitted.
    Out,
    /// Provided or consumed.
    In,
}

/// A line between two interfaces. A connection with several ends is several edges with one label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The `data-edge` attribute in SVG.
    pub id: String,
    /// The end that uses or emits.
    pub from: End,
    /// The end that provides or consumes.
    pub to: End,
    /// The name of the connection.
    pub label: String,
    /// The connector.
    pub connector: String,
    /// What sort of connection it is.
    pub kind: EdgeKind,
}

/// An end of an edge.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct End {
    /// The id of the node.
    pub node: String,
    /// The name of the interface.
    pub port: String,
}

/// What sort of connection or interface it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EdgeKind {
    /// Calls.
    Procedure,
    /// Signals.
    Event,
    /// Shared memory.
    Dataport,
    /// Registers, ports or interrupts of a device.
    Hardware,
}

impl EdgeKind {
    /// All of them, in the order of the legend.
    pub const ALL: [Self; 4] = [Self::Procedure, Self::Event, Self::Dataport, Self::Hardware];

    /// The word for it in legends, tooltips and class names.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Procedure => "procedure",
            Self::Event => "event",
            Self::Dataport => "dataport",
            Self::Hardware => "hardware",
        }
    }
}

impl NodeKind {
    /// The word for it in tooltips and class names.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Control => "control",
            Self::Passive => "passive",
            Self::Hardware => "hardware",
        }
    }
}

impl End {
    /// The interface `port` of the node `node`.
    pub fn new(node: impl Into<String>, port: impl Into<String>) -> Self {
        Self { node: node.into(), port: port.into() }
    }
}
