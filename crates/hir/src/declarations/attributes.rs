// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Attributes and their types, wherever they are declared.

use std::sync::Arc;

use super::context::Context;
use super::struct_table::StructTable;
use crate::diagnostic::{Finding, Rule, Severity};
use crate::item_tree::{AttributeDecl, Path, StructDecl, TypeDecl};
use crate::loc::ItemLoc;
use crate::model::{Attribute, AttributeType, BasicType, Struct};
use crate::scope::DefKind;
use crate::types::{self, Misfit};

impl Context<'_> {
    /// Resolves a list of attributes. One whose type can't be read is left out.
    pub(crate) fn attributes(&mut self, decls: &[AttributeDecl], structs: &StructTable) -> Vec<Attribute> {
        self.check_unique("attribute", decls.iter().map(|a| &a.name));
        decls.iter().filter_map(|decl| self.attribute(decl, structs)).collect()
    }

    fn attribute(&mut self, decl: &AttributeDecl, structs: &StructTable) -> Option<Attribute> {
        self.check_c_name("attribute", &decl.name);
        let ty = self.attribute_type(decl, structs);
        let default = decl.default.as_ref().and_then(|expr| self.evaluate(expr));
        let attribute =
            Attribute { name: decl.name.text.clone(), ty: ty?, array: decl.array, default, origin: self.loc(decl.id) };
        if let (Some(value), Some(expr)) = (&attribute.default, &decl.default) {
            let at = self.loc(expr.id);
            for misfit in types::check(value, &attribute) {
                // The reference tool never looks at defaults, so that a system with such a one builds there.
                let finding = misfit.finding(at, &attribute);
                let demoted = matches!(misfit, Misfit::Type { .. } | Misfit::Missing { .. });
                self.report(if demoted { finding.severity(Severity::Warning) } else { finding });
            }
        }
        Some(attribute)
    }

    fn attribute_type(&mut self, decl: &AttributeDecl, structs: &StructTable) -> Option<AttributeType> {
        let at = self.loc(decl.name.id);
        match decl.ty.as_ref()? {
            TypeDecl::Basic(basic @ BasicType::CStruct(_)) => {
                let message = format!("`{basic}` is a C struct, which no attribute can have as its type");
                self.report(Finding::new(Rule::InvalidType, at, message).note("declare a struct in the ADL instead"));
                None
            }
            TypeDecl::Basic(basic) => Some(AttributeType::Basic(basic.clone())),
            TypeDecl::Void => {
                self.report(Finding::new(Rule::InvalidType, at, "an attribute can't be `void`"));
                None
            }
            TypeDecl::Named(path) => self.named_type(path, structs),
            TypeDecl::Inline(body) => Some(AttributeType::Struct(self.inline_struct(body, structs))),
        }
    }

    fn named_type(&mut self, path: &Path, structs: &StructTable) -> Option<AttributeType> {
        if let Some(def) = self.find(DefKind::Struct, path) {
            return structs.get(&def).map(|s| AttributeType::Struct(Arc::clone(s)));
        }
        match path.parts.as_slice() {
            [one] if types::is_c_type(&one.text) => Some(AttributeType::Basic(BasicType::Named(one.text.clone()))),
            _ => self.lookup(DefKind::Struct, path).and(None),
        }
    }

    fn inline_struct(&mut self, body: &StructDecl, structs: &StructTable) -> Arc<Struct> {
        let members = self.attributes(&body.members, structs);
        Arc::new(Struct { name: None, members, origin: ItemLoc::new(self.file(), body.id) })
    }
}
