// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The compositions and settings of a file, wherever they stand.

use std::sync::Arc;

use crate::db::Db;
use crate::input::{File, System};
use crate::item_tree::{
    ComponentDecl, CompositionDecl, ConfigurationDecl, Given, Item, ItemTree, LocalId, SettingDecl,
};
use crate::parse::item_tree;

/// Every composition that is written in a file, in order, those in components that are written in place included. An edit of
/// settings leaves them alone.
#[salsa::tracked(returns(deref))]
pub(super) fn file_compositions(db: &dyn Db, system: System, file: File) -> Arc<[Arc<CompositionDecl>]> {
    compositions(item_tree(db, system, file)).into_iter().cloned().collect()
}

fn compositions(tree: &ItemTree) -> Vec<&Arc<CompositionDecl>> {
    let mut out = Vec::new();
    for item in &tree.items {
        match item {
            Item::Assembly(it) => given(&it.compositions, &mut out),
            Item::Composition(it) => inside(it, &mut out),
            Item::Component(it) => given(&it.compositions, &mut out),
            _ => {}
        }
    }
    out
}

fn given<'a>(all: &'a [Given<CompositionDecl>], out: &mut Vec<&'a Arc<CompositionDecl>>) {
    for it in all {
        if let Given::Here(decl) = it {
            inside(decl, out);
        }
    }
}

fn inside<'a>(decl: &'a Arc<CompositionDecl>, out: &mut Vec<&'a Arc<CompositionDecl>>) {
    out.push(decl);
    let grouped = decl.groups.iter().flat_map(|group| &group.instances);
    for instance in decl.instances.iter().chain(grouped) {
        if let Given::Here(component) = &instance.component {
            let component: &'a ComponentDecl = Arc::as_ref(component);
            given(&component.compositions, out);
        }
    }
}

/// The setting with this place, wherever it stands.
pub(super) fn setting(tree: &ItemTree, id: LocalId) -> Option<&SettingDecl> {
    let mut all: Vec<&ConfigurationDecl> = Vec::new();
    for item in &tree.items {
        match item {
            Item::Assembly(it) => all.extend(written(&it.configurations)),
            Item::Configuration(it) => all.push(it),
            Item::Component(it) => all.extend(written(&it.configurations)),
            _ => {}
        }
    }
    for body in compositions(tree) {
        let grouped = body.groups.iter().flat_map(|group| &group.instances);
        for instance in body.instances.iter().chain(grouped) {
            if let Given::Here(component) = &instance.component {
                all.extend(written(&component.configurations));
            }
        }
    }
    all.into_iter().flat_map(|it| &it.settings).map(Arc::as_ref).find(|it| it.id == id)
}

fn written(given: &[Given<ConfigurationDecl>]) -> impl Iterator<Item = &ConfigurationDecl> {
    given.iter().filter_map(|it| match it {
        Given::Here(decl) => Some(Arc::as_ref(decl)),
        Given::Use(_) => None,
    })
}
