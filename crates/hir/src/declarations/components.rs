// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Components: interfaces, attributes and what they promise.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::context::Context;
use super::struct_table::structs;
use super::{ComponentDef, Resolved, file_decls, file_procedures};
use crate::db::Db;
use crate::diagnostic::{Around, Finding, Rule, Severity, Spot};
use crate::input::{File, System};
use crate::item_tree::{ComponentDecl, CompositionDecl, Given, InterfaceDecl, InterfaceTypeDecl, Item, Name, Path};
use crate::model::{Component, DataportType, Interface, InterfaceKind, InterfaceType, Value};
use crate::parse::item_tree;
use crate::scope::{Def, DefKind};

pub(super) fn resolve(db: &dyn Db, system: System, file: File) -> Resolved<ComponentDef> {
    let mut cx = Context::new(db, system, Def { file, index: 0 });
    let mut by_index = FxHashMap::default();
    for (index, decl) in &file_decls(db, system, file).components {
        cx.def.index = *index;
        by_index.insert(*index, Arc::new(component(&mut cx, decl)));
    }
    cx.finish(by_index)
}

/// Resolves a component, top-level or written in place.
pub(crate) fn component(cx: &mut Context<'_>, decl: &ComponentDecl) -> ComponentDef {
    check_kinds(cx, decl);
    check_names(cx, decl);
    check_c_names(cx, decl);
    let interfaces: Vec<_> = decl.interfaces.iter().filter_map(|i| interface(cx, i)).collect();
    let known: FxHashSet<&str> = interfaces.iter().map(|i| i.name.as_str()).collect();
    let left_out = decl.interfaces.iter().filter(|d| !known.contains(d.name.text.as_str()));
    let broken = left_out.map(|d| d.name.text.clone()).collect();
    let attributes = cx.attributes(&decl.attributes, &structs(cx.db, cx.system).table);
    let names = |names: &[Name]| names.iter().map(|n| n.text.clone()).collect();
    let model = Component {
        name: decl.name.as_ref().map(|name| name.text.clone()).unwrap_or_default(),
        control: !decl.control.is_empty(),
        hardware: !decl.hardware.is_empty(),
        includes: Context::includes(&decl.includes),
        interfaces,
        attributes,
        mutexes: names(&decl.mutexes),
        semaphores: names(&decl.semaphores),
        binary_semaphores: names(&decl.binary_semaphores),
        exported: exported(cx, &decl.compositions),
        origin: cx.loc(decl.id),
    };
    ComponentDef {
        model: Arc::new(model),
        compositions: decl.compositions.clone(),
        configurations: decl.configurations.clone(),
        broken,
        def: cx.def,
    }
}

/// Names of interfaces that inner exports stand behind.
fn exported(cx: &mut Context<'_>, compositions: &[Given<CompositionDecl>]) -> Vec<SmolStr> {
    let mut out = Vec::new();
    for composition in compositions {
        let decl = match composition {
            Given::Here(decl) => Arc::clone(decl),
            Given::Use(path) => {
                let Some(named) = cx.named(DefKind::Composition, path.text()) else { continue };
                let Some(Item::Composition(decl)) =
                    item_tree(cx.db, cx.system, named.def.file).items.get(named.def.index)
                else {
                    continue;
                };
                Arc::clone(decl)
            }
        };
        out.extend(decl.exports.iter().map(|export| export.target.text()));
    }
    out
}

fn check_kinds(cx: &mut Context<'_>, decl: &ComponentDecl) {
    let Some(hardware) = decl.hardware.first() else { return };
    let name = decl.name.as_ref().map_or("in place", |name| name.text.as_str());
    let hardware = cx.loc(*hardware);
    if let Some(control) = decl.control.first() {
        let message = format!("component `{name}` is both a control component and a device");
        let finding =
            Finding::new(Rule::ControlHardware, cx.loc(*control), message).label(hardware, "a device because of this");
        cx.report(
            finding
                .note("a device runs no code, so that it can't have a thread")
                .choice("Remove `control`", Spot::Lines(cx.loc(*control)), "")
                .choice("Remove `hardware`", Spot::Lines(hardware), ""),
        );
    }
    // The reference tool overlooks binary semaphores.
    for (what, severity, sync) in [
        ("mutex", Severity::Error, &decl.mutexes),
        ("semaphore", Severity::Error, &decl.semaphores),
        ("binary semaphore", Severity::Warning, &decl.binary_semaphores),
    ] {
        for it in sync {
            let message = format!("device `{name}` can't have the {what} `{}`", it.text);
            let finding = Finding::new(Rule::HardwareSync, cx.loc(it.id), message).severity(severity);
            let statement = Spot::Around(cx.loc(it.id), Around::Statement);
            let finding = finding.label(hardware, "a device because of this");
            cx.report(finding.choice(format!("Remove the {what}"), statement, ""));
        }
    }
}

/// The names of a component's interfaces, attributes and locks become C symbols with the same prefixes, so that they
/// share one name space.
fn check_names(cx: &mut Context<'_>, decl: &ComponentDecl) {
    let interfaces = decl.interfaces.iter().map(|i| &i.name);
    let locks = decl.mutexes.iter().chain(&decl.semaphores).chain(&decl.binary_semaphores);
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let all: Vec<&Name> = interfaces.chain(locks).collect();
    cx.check_unique("entity", all.iter().copied());
    seen.extend(all.iter().map(|name| name.text.as_str()));
    for attribute in &decl.attributes {
        if seen.contains(attribute.name.text.as_str())
            && let Some(first) = all.iter().find(|name| name.text == attribute.name.text)
        {
            let finding = crate::scope::duplicate("entity", &first.text, cx.loc(attribute.name.id), cx.loc(first.id));
            cx.report(finding);
        }
    }
}

/// A dataport is a variable in C, under its own name and of its own type. A device has no C code.
fn check_c_names(cx: &mut Context<'_>, decl: &ComponentDecl) {
    let dataports = decl.interfaces.iter().filter(|it| it.kind == InterfaceKind::Dataport && decl.hardware.is_empty());
    for dataport in dataports {
        cx.warn_of_c_name("dataport", &dataport.name);
        if let Some(path) = type_path(&dataport.ty) {
            cx.warn_of_c_type(path);
        }
    }
}

fn interface(cx: &mut Context<'_>, decl: &InterfaceDecl) -> Option<Interface> {
    let ty = match decl.kind {
        InterfaceKind::Uses => InterfaceType::Uses(procedure(cx, &decl.ty)?),
        InterfaceKind::Provides => InterfaceType::Provides(procedure(cx, &decl.ty)?),
        InterfaceKind::Emits => InterfaceType::Emits(type_path(&decl.ty)?.text()),
        InterfaceKind::Consumes => InterfaceType::Consumes(type_path(&decl.ty)?.text()),
        InterfaceKind::Dataport => InterfaceType::Dataport(dataport(cx, &decl.ty)?),
    };
    Some(Interface { name: decl.name.text.clone(), ty, optional: decl.optional, origin: cx.loc(decl.id) })
}

fn type_path(ty: &InterfaceTypeDecl) -> Option<&Path> {
    if let InterfaceTypeDecl::Named(path) = ty { Some(path) } else { None }
}

fn procedure(cx: &mut Context<'_>, ty: &InterfaceTypeDecl) -> Option<Arc<crate::model::Procedure>> {
    let def = cx.lookup(DefKind::Procedure, type_path(ty)?)?;
    file_procedures(cx.db, cx.system, def.file).by_index.get(&def.index).map(Arc::clone)
}

fn dataport(cx: &mut Context<'_>, ty: &InterfaceTypeDecl) -> Option<DataportType> {
    match ty {
        InterfaceTypeDecl::Buf => Some(DataportType::Buf),
        InterfaceTypeDecl::Named(path) => Some(DataportType::Named(path.text())),
        InterfaceTypeDecl::Sized(expr) => {
            let value = cx.evaluate(expr)?;
            let size = match value {
                Value::Int(n) => u64::try_from(n).ok(),
                Value::Float(x) if x.fract() == 0.0 && (1.0..9e15).contains(&x) => Some(x as u64),
                _ => None,
            };
            match size {
                Some(bytes) if bytes > 0 => Some(DataportType::Sized(bytes)),
                _ => {
                    let finding = Finding::new(
                        Rule::IllegalDataportSize,
                        cx.loc(expr.id),
                        format!("{value} is not a size in bytes"),
                    );
                    cx.report(finding.note("it is a whole number above zero"));
                    None
                }
            }
        }
    }
}
