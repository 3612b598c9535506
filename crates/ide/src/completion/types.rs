// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Types of attributes, parameters, events and dataports: those of the language, those that the system declares, and C
//! types that it uses already.

use camkes_hir::Db as _;
use camkes_hir::declarations::{all_components, all_procedures};
use camkes_hir::model::{AttributeType, BasicType, DataportType, InterfaceType};
use camkes_hir::parse::parse;
use camkes_hir::scope::{DefKind, scope};
use camkes_syntax::SyntaxKind as K;
use camkes_syntax::ast::{self, AstNode};
use indexmap::IndexSet;

use super::Context;
use super::item::{Collector, Completion, CompletionKind};
use super::{keywords, names};
use crate::c_headers::declared_types;

const BASIC: &[&str] =
    &["int", "unsigned int", "char", "unsigned char", "signed char", "string", "int64_t", "uint64_t"];

/// C types that most headers bring.
const COMMON: &[&str] = &[
    "bool",
    "size_t",
    "int8_t",
    "int16_t",
    "int32_t",
    "uint8_t",
    "uint16_t",
    "uint32_t",
    "uintptr_t",
    "seL4_Word",
    "seL4_CPtr",
];

/// Types of an attribute.
pub(super) fn attribute_types(cx: &Context<'_>, out: &mut Collector<'_>) {
    if basic(cx, out) {
        return;
    }
    if let Some(system) = cx.system {
        for (name, named) in scope(cx.db, system).all(DefKind::Struct) {
            let item = Completion::new(CompletionKind::Type, name.as_str()).description("struct");
            out.add(item.docs(names::docs_of(cx.db, system, named.loc, name)));
        }
    }
    c_types(cx, out);
}

/// Types of a parameter or a result.
pub(super) fn method_types(cx: &Context<'_>, out: &mut Collector<'_>) {
    if !basic(cx, out) {
        c_types(cx, out);
    }
}

/// Types made of keywords, or what goes on with a type that is begun. Whether it was begun.
fn basic(cx: &Context<'_>, out: &mut Collector<'_>) -> bool {
    match cx.cursor.statement.last().map(|token| token.kind) {
        Some(K::UNSIGNED_KW | K::SIGNED_KW) => keywords::words(&["int", "char"], out),
        Some(K::STRUCT_KW) => {
            for name in used(cx).into_iter().filter_map(|name| name.strip_prefix("struct ").map(str::to_owned)) {
                out.add(Completion::new(CompletionKind::Type, name));
            }
        }
        _ => {
            for word in BASIC {
                out.add(Completion::new(CompletionKind::Type, *word).rank(2));
            }
            out.add(Completion::new(CompletionKind::Keyword, "struct").rank(3));
            return false;
        }
    }
    true
}

/// Types of the headers that the file includes, as far as they are there.
fn included(cx: &Context<'_>) -> IndexSet<String> {
    let mut bases: Vec<_> = cx.file.path(cx.db).parent().map(ToOwned::to_owned).into_iter().collect();
    bases.extend(cx.system.and_then(|it| it.root(cx.db).path(cx.db).parent().map(ToOwned::to_owned)));
    let includes = parse(cx.db, cx.file).syntax_node().descendants().filter_map(ast::Include::cast);
    let mut out = IndexSet::new();
    for path in includes.filter_map(|it| it.path()) {
        let places = bases.iter().flat_map(|base| [base.join(path.value()), base.join("include").join(path.value())]);
        let texts = places.map(|path| cx.db.file(&path)).map(|file| file.contents(cx.db).as_str());
        if let Some(text) = texts.into_iter().find(|text| !text.is_empty()) {
            out.extend(declared_types(text));
        }
    }
    out
}

fn c_types(cx: &Context<'_>, out: &mut Collector<'_>) {
    for name in included(cx) {
        out.add(Completion::new(CompletionKind::Type, name).description("C").rank(2));
    }
    for name in used(cx) {
        out.add(Completion::new(CompletionKind::Type, name).description("C").rank(3));
    }
    for name in COMMON {
        out.add(Completion::new(CompletionKind::Type, *name).description("C").rank(4));
    }
}

/// C types that attributes, parameters and dataports of the system are of.
fn used(cx: &Context<'_>) -> IndexSet<String> {
    let mut out = IndexSet::new();
    let Some(system) = cx.system else { return out };
    let mut add = |ty: &BasicType| {
        if matches!(ty, BasicType::Named(_) | BasicType::CStruct(_)) {
            out.insert(ty.adl_name().to_string());
        }
    };
    for procedure in all_procedures(cx.db, system) {
        for method in &procedure.methods {
            method.return_type.iter().for_each(&mut add);
            method.parameters.iter().for_each(|it| add(&it.ty));
        }
    }
    for component in all_components(cx.db, system) {
        for attribute in &component.attributes {
            if let AttributeType::Basic(ty) = &attribute.ty {
                add(ty);
            }
        }
        for interface in &component.interfaces {
            if let InterfaceType::Dataport(DataportType::Named(name)) = &interface.ty {
                add(&BasicType::Named(name.clone()));
            }
        }
    }
    out
}

/// Events: their types are words that both ends share.
pub(super) fn events(cx: &Context<'_>, out: &mut Collector<'_>) {
    let Some(system) = cx.system else { return };
    let mut seen = IndexSet::new();
    for component in all_components(cx.db, system) {
        for interface in &component.interfaces {
            if let InterfaceType::Emits(name) | InterfaceType::Consumes(name) = &interface.ty
                && seen.insert(name.clone())
            {
                let by = format!("{} {}.{}", interface.ty.kind().keyword(), component.name, interface.name);
                out.add(Completion::new(CompletionKind::Type, name.as_str()).description(by));
            }
        }
    }
}

/// Types of dataports.
pub(super) fn dataports(cx: &Context<'_>, out: &mut Collector<'_>) {
    out.add(Completion::new(CompletionKind::Type, "Buf").detail(" 4096 bytes"));
    out.add(Completion::new(CompletionKind::Type, "Buf(size)").snippet("Buf(${1:4096})$0").insert("Buf(4096)"));
    let Some(system) = cx.system else { return };
    let mut seen = IndexSet::new();
    for component in all_components(cx.db, system) {
        for interface in &component.interfaces {
            if let InterfaceType::Dataport(ty @ (DataportType::Named(_) | DataportType::Sized(_))) = &interface.ty
                && seen.insert(ty.adl_name())
            {
                let by = format!("{}.{}", component.name, interface.name);
                out.add(Completion::new(CompletionKind::Type, ty.adl_name().as_str()).description(by).rank(2));
            }
        }
    }
    c_types(cx, out);
}
