// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Procedures, structs, attributes and their types.

use std::sync::Arc;

use camkes_syntax::ast::{self, AstNode};

use super::super::{AttributeDecl, MethodDecl, Name, ParameterDecl, ProcedureDecl, StructDecl, TypeDecl};
use super::Lower;
use crate::loc::LocalId;
use crate::model::{BasicType, Direction};

impl Lower {
    pub(super) fn procedure(&mut self, procedure: &ast::Procedure) -> ProcedureDecl {
        let (id, name) = self.declared(procedure.syntax(), procedure.name());
        let mut out = ProcedureDecl { id, name, includes: Vec::new(), methods: Vec::new(), attributes: Vec::new() };
        for item in procedure.body().into_iter().flat_map(|body| body.procedure_items()) {
            match item {
                ast::ProcedureItem::Include(it) => out.includes.extend(self.include(&it)),
                ast::ProcedureItem::Method(it) => out.methods.extend(self.method(&it)),
                ast::ProcedureItem::Attribute(it) => out.attributes.extend(self.attribute(&it)),
                ast::ProcedureItem::MacroUse(_) => {}
            }
        }
        out
    }

    fn method(&mut self, method: &ast::Method) -> Option<MethodDecl> {
        let (id, name) = self.named(method.syntax(), method.name())?;
        let return_type = method.return_type().and_then(|ty| self.ty(&ty));
        let parameters = method.parameter_list().into_iter().flat_map(|list| list.parameters());
        let parameters = parameters.filter_map(|it| self.parameter(&it)).collect();
        Some(MethodDecl { id, return_type, name, parameters })
    }

    fn parameter(&mut self, parameter: &ast::Parameter) -> Option<ParameterDecl> {
        let (id, name) = self.named(parameter.syntax(), parameter.name())?;
        let written = [
            (parameter.in_token(), Direction::In),
            (parameter.out_token(), Direction::Out),
            (parameter.inout_token(), Direction::InOut),
            (parameter.refin_token(), Direction::RefIn),
        ];
        let direction = written.into_iter().find_map(|(token, direction)| token.map(|_| direction));
        let ty = parameter.ty().and_then(|ty| self.ty(&ty));
        Some(ParameterDecl { id, direction, ty, name, array: parameter.array_mark().is_some() })
    }

    pub(super) fn structure(&mut self, id: LocalId, name: Option<Name>, body: Option<ast::StructBody>) -> StructDecl {
        if let Some(body) = &body {
            self.structs.push((body.syntax().text_range().end(), id));
        }
        let members = body.into_iter().flat_map(|body| body.members());
        StructDecl { id, name, members: members.filter_map(|it| self.attribute(&it)).collect() }
    }

    pub(super) fn attribute(&mut self, attribute: &ast::Attribute) -> Option<AttributeDecl> {
        let (id, name) = self.named(attribute.syntax(), attribute.name())?;
        let ty = attribute.ty().and_then(|ty| self.ty(&ty));
        let default = attribute.default().map(|value| self.expr(&value));
        Some(AttributeDecl { id, ty, name, array: attribute.array_mark().is_some(), default })
    }

    fn ty(&mut self, ty: &ast::Type) -> Option<TypeDecl> {
        Some(match ty {
            ast::Type::PrimitiveType(it) if it.void_token().is_some() => TypeDecl::Void,
            ast::Type::PrimitiveType(it) => TypeDecl::Basic(primitive(it)),
            ast::Type::CStructType(it) => TypeDecl::Basic(BasicType::CStruct(it.name_ref()?.text())),
            ast::Type::NamedType(it) => TypeDecl::Named(self.path(&it.reference()?)?),
            ast::Type::InlineStruct(it) => {
                let (id, _) = self.declared(it.syntax(), None);
                TypeDecl::Inline(Arc::new(self.structure(id, None, it.struct_body())))
            }
        })
    }
}

/// The words of a basic type in any of their spellings.
fn primitive(ty: &ast::PrimitiveType) -> BasicType {
    let (signed, unsigned, char) =
        (ty.signed_token().is_some(), ty.unsigned_token().is_some(), ty.char_token().is_some());
    match () {
        () if ty.string_token().is_some() => BasicType::String,
        () if ty.int64_t_token().is_some() => BasicType::Int64,
        () if ty.uint64_t_token().is_some() => BasicType::Uint64,
        () if char && unsigned => BasicType::UnsignedChar,
        () if char && signed => BasicType::SignedChar,
        () if char => BasicType::Char,
        () if unsigned => BasicType::UnsignedInt,
        () => BasicType::Int,
    }
}
