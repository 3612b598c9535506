// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The classes of entities, for `isinstance`.

use camkes_jinja::{Class, Py};

use super::{At, Entity};
use crate::ast::InterfaceKind;

macro_rules! classes {
    ($($name:ident $text:literal [$($base:ident)?];)*) => {
        $(static $name: Class = Class::host($text, &[$(&$base)?]);)*

        /// `camkes.ast`.
        pub(in super::super) fn module() -> Py {
            Py::module("camkes.ast", [$(($text, Py::Class(&$name))),*])
        }
    };
}

classes! {
    AST_OBJECT "ASTObject" [];
    MAP_LIKE "MapLike" [AST_OBJECT];
    ASSEMBLY "Assembly" [AST_OBJECT];
    COMPOSITION "Composition" [MAP_LIKE];
    CONFIGURATION "Configuration" [MAP_LIKE];
    SCHEDULE "Schedule" [AST_OBJECT];
    SETTING "Setting" [AST_OBJECT];
    INSTANCE "Instance" [AST_OBJECT];
    CONNECTION "Connection" [AST_OBJECT];
    CONNECTION_END "ConnectionEnd" [AST_OBJECT];
    CONNECTOR "Connector" [AST_OBJECT];
    COMPONENT "Component" [MAP_LIKE];
    INTERFACE "Interface" [AST_OBJECT];
    PROVIDES "Provides" [INTERFACE];
    USES "Uses" [INTERFACE];
    EMITS "Emits" [INTERFACE];
    CONSUMES "Consumes" [INTERFACE];
    DATAPORT "Dataport" [INTERFACE];
    MUTEX "Mutex" [AST_OBJECT];
    SEMAPHORE "Semaphore" [AST_OBJECT];
    BINARY_SEMAPHORE "BinarySemaphore" [AST_OBJECT];
    PROCEDURE "Procedure" [MAP_LIKE];
    METHOD "Method" [AST_OBJECT];
    PARAMETER "Parameter" [AST_OBJECT];
    STRUCT "Struct" [AST_OBJECT];
    ATTRIBUTE "Attribute" [AST_OBJECT];
    INCLUDE "Include" [AST_OBJECT];
    EXPORT "Export" [AST_OBJECT];
    GROUP "Group" [MAP_LIKE];
    REFERENCE "Reference" [AST_OBJECT];
}

/// The class of `configuration`.
pub(super) fn configuration() -> &'static Class {
    &CONFIGURATION
}

pub(super) fn of(entity: &Entity) -> &'static Class {
    match entity.at {
        At::Assembly => &ASSEMBLY,
        At::Composition | At::Inner(_) => &COMPOSITION,
        At::Schedule => &SCHEDULE,
        At::Setting(_) => &SETTING,
        At::Instance(_) | At::InnerInstance { .. } => &INSTANCE,
        At::Connection(_) | At::InnerConnection { .. } => &CONNECTION,
        At::End { .. } | At::InnerEnd { .. } => &CONNECTION_END,
        At::Connector(_) => &CONNECTOR,
        At::Component(_) => &COMPONENT,
        At::Interface(of) => match entity.system.interface(of).map(|interface| interface.kind) {
            Some(InterfaceKind::Provides) => &PROVIDES,
            Some(InterfaceKind::Uses) => &USES,
            Some(InterfaceKind::Emits) => &EMITS,
            Some(InterfaceKind::Consumes) => &CONSUMES,
            Some(InterfaceKind::Dataport) => &DATAPORT,
            None => &INTERFACE,
        },
        At::Mutex { .. } => &MUTEX,
        At::Semaphore { .. } => &SEMAPHORE,
        At::BinarySemaphore { .. } => &BINARY_SEMAPHORE,
        At::Procedure(_) => &PROCEDURE,
        At::Method { .. } => &METHOD,
        At::Parameter { .. } => &PARAMETER,
        At::Struct(_) => &STRUCT,
        At::Attribute { .. } => &ATTRIBUTE,
        At::Include { .. } => &INCLUDE,
        At::Export { .. } => &EXPORT,
    }
}
