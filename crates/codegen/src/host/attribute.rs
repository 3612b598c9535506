// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `Attribute` and `Struct`.

use std::{cmp::Ordering, sync::Arc};

use camkes_hir::model::{self, AttributeType};
use minijinja::Value;

use super::{
    entity::{Entity, by_contents, value},
    types::attribute_c_type,
    value::optional,
};

/// A declared attribute.
#[derive(Debug, Clone)]
pub(crate) struct Attribute(pub(crate) model::Attribute);

impl Entity for Attribute {
    const FIELDS: &'static [&'static str] = &["name", "type", "array", "default", "c_type"];

    fn field(&self, name: &str) -> Option<Value> {
        let attribute = &self.0;
        Some(match name {
            "name" => Value::from(attribute.name.as_str()),
            "type" => match &attribute.ty {
                AttributeType::Basic(basic) => Value::from(basic.adl_name().as_str()),
                AttributeType::Struct(ty) => value(Struct(Arc::clone(ty))),
            },
            "array" => Value::from(attribute.array),
            "default" => optional(attribute.default.as_ref()),
            "c_type" => Value::from(attribute_c_type(&attribute.ty)),
            _ => return None,
        })
    }

    fn text(&self) -> String {
        self.0.name.to_string()
    }

    fn order(&self, other: &Self) -> Ordering {
        by_contents(&self.0, &other.0, (&self.0.name, &other.0.name))
    }
}

/// A struct type for attributes.
#[derive(Debug, Clone)]
pub(crate) struct Struct(pub(crate) Arc<model::Struct>);

impl Entity for Struct {
    const FIELDS: &'static [&'static str] = &["name", "attributes"];

    fn field(&self, name: &str) -> Option<Value> {
        Some(match name {
            "name" => self.0.name.as_deref().map_or(Value::from(()), Value::from),
            "attributes" => self.0.members.iter().map(|member| value(Attribute(member.clone()))).collect(),
            _ => return None,
        })
    }

    fn text(&self) -> String {
        self.0.name.as_deref().unwrap_or_default().to_owned()
    }

    fn order(&self, other: &Self) -> Ordering {
        by_contents(&self.0, &other.0, (&self.text(), &other.text()))
    }
}
