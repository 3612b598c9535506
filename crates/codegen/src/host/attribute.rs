// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `Attribute` and `Struct`.

use std::{cmp::Ordering, sync::Arc};

use camkes_hir::model::{self, AttributeType};
use minijinja::Value;
use smol_str::{SmolStr, format_smolstr};

use super::{
    entity::{Entity, by_contents, value},
    types::attribute_c_type,
    value::optional,
};

/// A declared attribute, or a member of a struct.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Attribute {
    pub(crate) declared: model::Attribute,
    /// Name of the struct of which it is a member.
    owner: Option<SmolStr>,
}

impl Attribute {
    /// An attribute of a component, connector or procedure.
    pub(crate) fn new(declared: model::Attribute) -> Self {
        Self { declared, owner: None }
    }

    /// The name in C of the struct that is its type. One written in place is named after where it stands, which is
    /// unique in a component.
    pub(crate) fn struct_name(&self, ty: &model::Struct) -> SmolStr {
        match (&ty.name, &self.owner) {
            (Some(name), _) => name.clone(),
            (None, None) => format_smolstr!("camkes_struct__{}", self.declared.name),
            (None, Some(owner)) => format_smolstr!("{owner}__{}", self.declared.name),
        }
    }

    /// Its type, if that is a struct.
    pub(crate) fn struct_type(&self) -> Option<Struct> {
        match &self.declared.ty {
            AttributeType::Basic(_) => None,
            AttributeType::Struct(ty) => Some(Struct { name: self.struct_name(ty), declared: Arc::clone(ty) }),
        }
    }
}

impl Entity for Attribute {
    const FIELDS: &'static [&'static str] = &["name", "type", "array", "default", "c_type"];

    fn field(&self, name: &str) -> Option<Value> {
        let attribute = &self.declared;
        Some(match name {
            "name" => Value::from(attribute.name.as_str()),
            "type" => self.struct_type().map_or_else(|| Value::from(attribute.ty.adl_name().as_str()), value),
            "array" => Value::from(attribute.array),
            "default" => optional(attribute.default.as_ref()),
            "c_type" => Value::from(attribute_c_type(self)),
            _ => return None,
        })
    }

    fn text(&self) -> String {
        self.declared.name.to_string()
    }

    fn order(&self, other: &Self) -> Ordering {
        by_contents(self, other, (&self.declared.name, &other.declared.name))
    }
}

/// A struct type for attributes, with its name in C.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Struct {
    pub(crate) name: SmolStr,
    declared: Arc<model::Struct>,
}

impl Struct {
    /// Its members in order.
    pub(crate) fn members(&self) -> impl Iterator<Item = Attribute> {
        let owner = Some(self.name.clone());
        self.declared.members.iter().map(move |member| Attribute { declared: member.clone(), owner: owner.clone() })
    }
}

impl Entity for Struct {
    const FIELDS: &'static [&'static str] = &["name", "attributes"];

    fn field(&self, name: &str) -> Option<Value> {
        Some(match name {
            "name" => Value::from(self.name.as_str()),
            "attributes" => self.members().map(value).collect(),
            _ => return None,
        })
    }

    fn text(&self) -> String {
        self.name.to_string()
    }

    fn order(&self, other: &Self) -> Ordering {
        by_contents(self, other, (&self.name, &other.name))
    }
}
