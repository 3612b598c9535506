// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Procedures: methods, parameters and their types.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::context::Context;
use super::struct_table::structs;
use super::{Resolved, file_decls};
use crate::db::Db;
use crate::diagnostic::{Finding, Rule};
use crate::input::{File, System};
use crate::item_tree::{LocalId, MethodDecl, ParameterDecl, ProcedureDecl, TypeDecl};
use crate::model::{BasicType, Direction, Method, Parameter, Procedure};
use crate::scope::Def;

pub(super) fn resolve(db: &dyn Db, system: System, file: File) -> Resolved<Procedure> {
    let mut cx = Context::new(db, system, Def { file, index: 0 });
    let mut by_index = FxHashMap::default();
    for (index, decl) in &file_decls(db, system, file).procedures {
        cx.def.index = *index;
        by_index.insert(*index, Arc::new(procedure(&mut cx, decl)));
    }
    cx.finish(by_index)
}

fn procedure(cx: &mut Context<'_>, decl: &ProcedureDecl) -> Procedure {
    cx.check_unique("method", decl.methods.iter().map(|m| &m.name));
    let table = &structs(cx.db, cx.system).table;
    Procedure {
        name: decl.name.as_ref().map(|name| name.text.clone()).unwrap_or_default(),
        includes: Context::includes(&decl.includes),
        methods: decl.methods.iter().map(|m| method(cx, m)).collect(),
        attributes: cx.attributes(&decl.attributes, table),
        origin: cx.loc(decl.id),
    }
}

fn method(cx: &mut Context<'_>, decl: &MethodDecl) -> Method {
    cx.check_c_name("method", &decl.name);
    cx.check_unique("parameter", decl.parameters.iter().map(|p| &p.name));
    let return_type = match &decl.return_type {
        None | Some(TypeDecl::Void) => None,
        Some(ty) => Some(wire_type(cx, ty, decl.id)),
    };
    let parameters = decl.parameters.iter().map(|p| parameter(cx, p)).collect();
    Method { name: decl.name.text.clone(), return_type, parameters }
}

fn parameter(cx: &mut Context<'_>, decl: &ParameterDecl) -> Parameter {
    cx.check_c_name("parameter", &decl.name);
    let ty = match &decl.ty {
        None => BasicType::Int,
        Some(ty) => wire_type(cx, ty, decl.id),
    };
    Parameter {
        name: decl.name.text.clone(),
        direction: decl.direction.unwrap_or(Direction::In),
        ty,
        array: decl.array,
    }
}

/// The type of something that goes over the wire. A type that can't is reported and taken as `int`, so that one mistake
/// stays one.
fn wire_type(cx: &mut Context<'_>, ty: &TypeDecl, at: LocalId) -> BasicType {
    match ty {
        TypeDecl::Basic(basic) => basic.clone(),
        TypeDecl::Named(path) => match path.parts.as_slice() {
            // Templates know `bool` by this name alone (reference tool, names of types).
            [one] if one.text == "bool" => BasicType::Named("boolean".into()),
            [one] => {
                cx.warn_of_c_type(path);
                BasicType::Named(one.text.clone())
            }
            _ => {
                let message = format!("`{}` is not a type: a C type is a single word", path.text());
                cx.report(Finding::new(Rule::InvalidType, cx.loc(path.id), message));
                BasicType::Int
            }
        },
        TypeDecl::Void => {
            cx.report(Finding::new(Rule::InvalidType, cx.loc(at), "a parameter can't be `void`"));
            BasicType::Int
        }
        TypeDecl::Inline(body) => {
            let finding =
                Finding::new(Rule::InvalidType, cx.loc(body.id), "a struct written in place can't go over a procedure");
            cx.report(finding.note("declare it in a C header and include that"));
            BasicType::Int
        }
    }
}
