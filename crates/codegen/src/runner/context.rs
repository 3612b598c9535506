// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The names that a template finds.

use std::sync::Arc;

use camkes_jinja::{Names, Py};
use rustc_hash::FxHashMap;

use super::{
    alloc::{self, CapSpace, ObjectSpace},
    entity::{At, Entity, System},
    isabelle,
    kernel::Handle,
    macros, memory, messages,
    options::{RunnerOptions, Shown},
    stash,
    store::Store,
    types::{self, CAP, Kind, ObjectType, TEMPLATE_ERROR},
};
use crate::ast::Text;

/// What all templates of one call share.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) system: Arc<System>,
    pub(super) store: Arc<Store>,
    /// Names that are the same in every template.
    shared: FxHashMap<&'static str, Py>,
}

/// What the functions of one template need to know.
#[derive(Debug)]
pub(super) struct Scope {
    pub(super) run: Arc<Run>,
    pub(super) at: At,
    /// Label of the entity; an assembly has none.
    pub(super) label: Option<Text>,
    /// Label of what the entity is part of.
    pub(super) parent_label: Option<Text>,
    /// Index of the address space; an assembly has none.
    pub(super) space: Option<usize>,
    pub(super) outfile: Text,
}

impl Run {
    pub(super) fn new(system: Arc<System>, store: Arc<Store>, options: &RunnerOptions) -> Self {
        let mut shared = FxHashMap::default();
        shared.extend(types::TYPES.iter().map(|name| (*name, Py::host(ObjectType(name)))));
        let rights = [
            ("seL4_NoRights", 0),
            ("seL4_CanRead", 1),
            ("seL4_CanWrite", 2),
            ("seL4_CanGrant", 4),
            ("seL4_CanGrantReply", 8),
            ("seL4_AllRights", 15),
        ];
        shared.extend(rights.map(|(name, value)| (name, Py::Int(value))));
        let modes = [("seL4_ARM_IRQ_LEVEL", 0), ("seL4_ARM_IRQ_EDGE", 1)];
        shared.extend(modes.map(|(name, value)| (name, Py::host(types::IrqMode(name, value)))));
        shared.insert("Cap", Py::Class(&CAP));
        shared.insert("TemplateError", Py::Class(&TEMPLATE_ERROR));
        shared.insert("capdl", types::module());
        shared.insert("camkes", Py::module("camkes", [("ast", super::entity::module())]));
        shared.insert("macros", macros::module(&store));
        shared.insert("options", Py::host(Shown(options.clone())));
        shared.insert("composition", Entity::value(&system, At::Composition));
        shared.insert("configuration", system.configuration());
        shared.extend(messages::functions());
        shared.extend(isabelle::functions());
        Self { system, store, shared }
    }
}

impl Scope {
    /// Where objects come from; `None` while none can be asked for.
    pub(super) fn objects(&self) -> Option<&Arc<Store>> {
        self.run.store.lock().allocates.then_some(&self.run.store)
    }
}

/// The names of one template.
pub(super) struct Context {
    run: Arc<Run>,
    own: FxHashMap<&'static str, Py>,
}

impl Context {
    pub(super) fn new(scope: &Arc<Scope>) -> Self {
        let mut own = FxHashMap::default();
        own.insert("me", Entity::value(&scope.run.system, scope.at));
        own.insert("outfile_name", Py::Str(Arc::clone(&scope.outfile)));
        own.insert("included", Py::set(Vec::new()));
        let nothing = ["alloc_obj", "alloc_cap", "alloc", "my_cnode", "my_pd", "obj_space", "cap_space"];
        let registers = ["register_shared_variable", "get_shared_variable_backing_frames"];
        own.extend(nothing.into_iter().chain(registers).map(|name| (name, Py::None)));
        if let Some(store) = scope.objects() {
            own.insert("obj_space", Py::host(ObjectSpace(Arc::clone(store))));
            if let Some(space) = scope.space {
                let slots = CapSpace { store: Arc::clone(store), space };
                own.insert("my_cnode", slots.cnode().map_or(Py::None, Py::host));
                let root = {
                    let state = store.lock();
                    let root = state.spaces.get_index(space).map(|(_, space)| space.root);
                    root.map(|id| (id, state.object(id).map_or(Kind::PageDirectory, |object| object.kind)))
                };
                let handle = |(id, kind)| Py::host(Handle { store: Arc::clone(store), id, kind });
                own.insert("my_pd", root.map_or(Py::None, handle));
                own.insert("cap_space", Py::host(slots));
            }
        }
        own.extend(alloc::functions(scope));
        own.extend(memory::functions(scope));
        own.extend(stash::functions(scope));
        Self { run: Arc::clone(&scope.run), own }
    }
}

impl Names for Context {
    fn get(&self, name: &str) -> Option<Py> {
        self.own.get(name).or_else(|| self.run.shared.get(name)).cloned()
    }
}
