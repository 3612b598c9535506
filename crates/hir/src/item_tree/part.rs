// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What assemblies and components are made of: compositions and configurations, which are written in place or stand by themselves
//! and are used by name.

use std::sync::Arc;

use super::{AssemblyDecl, ComponentDecl, CompositionDecl, ConfigurationDecl, Given, Item, LocalId};
use crate::scope::DefKind;

/// A composition or a configuration.
pub(crate) trait Part: Clone {
    /// Which of both it is.
    const KIND: DefKind;

    /// Its place.
    fn id(&self) -> LocalId;

    /// The one that an item of a file is.
    fn of(item: &Item) -> Option<&Arc<Self>>;

    /// As [`Self::of`], to be changed.
    fn of_mut(item: &mut Item) -> Option<&mut Arc<Self>>;

    /// Those of an assembly.
    fn in_assembly(decl: &mut AssemblyDecl) -> &mut [Given<Self>];

    /// Those of a component.
    fn in_component(decl: &mut ComponentDecl) -> &mut [Given<Self>];
}

impl Part for CompositionDecl {
    const KIND: DefKind = DefKind::Composition;

    fn id(&self) -> LocalId {
        self.id
    }

    fn of(item: &Item) -> Option<&Arc<Self>> {
        if let Item::Composition(decl) = item { Some(decl) } else { None }
    }

    fn of_mut(item: &mut Item) -> Option<&mut Arc<Self>> {
        if let Item::Composition(decl) = item { Some(decl) } else { None }
    }

    fn in_assembly(decl: &mut AssemblyDecl) -> &mut [Given<Self>] {
        &mut decl.compositions
    }

    fn in_component(decl: &mut ComponentDecl) -> &mut [Given<Self>] {
        &mut decl.compositions
    }
}

impl Part for ConfigurationDecl {
    const KIND: DefKind = DefKind::Configuration;

    fn id(&self) -> LocalId {
        self.id
    }

    fn of(item: &Item) -> Option<&Arc<Self>> {
        if let Item::Configuration(decl) = item { Some(decl) } else { None }
    }

    fn of_mut(item: &mut Item) -> Option<&mut Arc<Self>> {
        if let Item::Configuration(decl) = item { Some(decl) } else { None }
    }

    fn in_assembly(decl: &mut AssemblyDecl) -> &mut [Given<Self>] {
        &mut decl.configurations
    }

    fn in_component(decl: &mut ComponentDecl) -> &mut [Given<Self>] {
        &mut decl.configurations
    }
}
