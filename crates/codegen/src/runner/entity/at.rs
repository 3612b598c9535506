// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Which entity of the system a handle stands for.

/// One of the two sides of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Side {
    From,
    To,
}

/// An interface of a component, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct InterfaceRef {
    pub(in super::super) component: u32,
    pub(in super::super) index: u32,
}

/// What has attributes or headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Owner {
    Component(u32),
    Procedure(u32),
    Connector(u32),
    Struct(u32),
}

/// Which entity it is: indices into the tables of the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum At {
    Assembly,
    Composition,
    Schedule,
    Setting(u32),
    Instance(u32),
    Connection(u32),
    End {
        connection: u32,
        side: Side,
        index: u32,
    },
    Connector(u32),
    Component(u32),
    Interface(InterfaceRef),
    Mutex {
        component: u32,
        index: u32,
    },
    Semaphore {
        component: u32,
        index: u32,
    },
    BinarySemaphore {
        component: u32,
        index: u32,
    },
    Procedure(u32),
    Method {
        procedure: u32,
        index: u32,
    },
    Parameter {
        procedure: u32,
        method: u32,
        index: u32,
    },
    Struct(u32),
    Attribute {
        owner: Owner,
        index: u32,
    },
    Include {
        owner: Owner,
        index: u32,
    },
    /// The inside of a component.
    Inner(u32),
    InnerInstance {
        component: u32,
        index: u32,
    },
    InnerConnection {
        component: u32,
        index: u32,
    },
    InnerEnd {
        component: u32,
        connection: u32,
        side: Side,
        index: u32,
    },
    Export {
        component: u32,
        index: u32,
    },
}

impl At {
    /// A number that no other entity has.
    pub(super) fn number(self) -> u128 {
        let (tag, a, b, c) = match self {
            Self::Assembly => (0_u8, 0, 0, 0),
            Self::Composition => (1, 0, 0, 0),
            Self::Schedule => (2, 0, 0, 0),
            Self::Setting(index) => (3, index, 0, 0),
            Self::Instance(index) => (4, index, 0, 0),
            Self::Connection(index) => (5, index, 0, 0),
            Self::End { connection, side, index } => (6 + side.number(), connection, index, 0),
            Self::Connector(index) => (8, index, 0, 0),
            Self::Component(index) => (9, index, 0, 0),
            Self::Interface(InterfaceRef { component, index }) => (10, component, index, 0),
            Self::Mutex { component, index } => (11, component, index, 0),
            Self::Semaphore { component, index } => (12, component, index, 0),
            Self::BinarySemaphore { component, index } => (13, component, index, 0),
            Self::Procedure(index) => (14, index, 0, 0),
            Self::Method { procedure, index } => (15, procedure, index, 0),
            Self::Parameter { procedure, method, index } => (16, procedure, method, index),
            Self::Struct(index) => (17, index, 0, 0),
            Self::Attribute { owner, index } => (18 + owner.number(), owner.index(), index, 0),
            Self::Include { owner, index } => (22 + owner.number(), owner.index(), index, 0),
            Self::Inner(component) => (26, component, 0, 0),
            Self::InnerInstance { component, index } => (27, component, index, 0),
            Self::InnerConnection { component, index } => (28, component, index, 0),
            Self::InnerEnd { component, connection, side, index } => (29 + side.number(), component, connection, index),
            Self::Export { component, index } => (31, component, index, 0),
        };
        u128::from(tag) << 96 | u128::from(a) << 64 | u128::from(b) << 32 | u128::from(c)
    }
}

impl Side {
    fn number(self) -> u8 {
        match self {
            Self::From => 0,
            Self::To => 1,
        }
    }
}

impl Owner {
    fn number(self) -> u8 {
        match self {
            Self::Component(_) => 0,
            Self::Procedure(_) => 1,
            Self::Connector(_) => 2,
            Self::Struct(_) => 3,
        }
    }

    fn index(self) -> u32 {
        match self {
            Self::Component(index) | Self::Procedure(index) | Self::Connector(index) | Self::Struct(index) => index,
        }
    }
}
