// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `Procedure`, `Method` and `Parameter`.

use std::{cmp::Ordering, sync::Arc};

use camkes_hir::model::{self, BasicType, Direction};
use minijinja::Value;

use super::{
    attribute::Attribute,
    component::includes,
    entity::{Entity, by_contents, value},
};

/// A procedure interface.
#[derive(Debug, Clone)]
pub(crate) struct Procedure(pub(crate) Arc<model::Procedure>);

impl Entity for Procedure {
    const FIELDS: &'static [&'static str] = &["name", "includes", "methods", "attributes"];

    fn field(&self, name: &str) -> Option<Value> {
        Some(match name {
            "name" => Value::from(self.0.name.as_str()),
            "includes" => includes(&self.0.includes),
            "methods" => {
                (0..self.0.methods.len()).map(|index| value(Method { procedure: Arc::clone(&self.0), index })).collect()
            }
            "attributes" => self.0.attributes.iter().map(|a| value(Attribute::new(a.clone()))).collect(),
            _ => return None,
        })
    }

    fn text(&self) -> String {
        self.0.name.to_string()
    }

    fn order(&self, other: &Self) -> Ordering {
        if Arc::ptr_eq(&self.0, &other.0) {
            return Ordering::Equal;
        }
        by_contents(&self.0, &other.0, (&self.0.name, &other.0.name))
    }
}

/// A method of a procedure.
#[derive(Debug, Clone)]
struct Method {
    procedure: Arc<model::Procedure>,
    index: usize,
}

impl Method {
    fn get(&self) -> Option<&model::Method> {
        self.procedure.methods.get(self.index)
    }

    fn parameters(&self, wanted: impl Fn(Direction) -> bool) -> Value {
        let parameters = self.get().map(|method| method.parameters.as_slice()).unwrap_or_default();
        parameters.iter().filter(|p| wanted(p.direction)).map(|p| value(Parameter(p.clone()))).collect()
    }
}

impl Entity for Method {
    const FIELDS: &'static [&'static str] =
        &["name", "return_type", "parameters", "index", "inputs", "outputs", "return_c_type"];

    fn field(&self, name: &str) -> Option<Value> {
        let method = self.get()?;
        let ty = method.return_type.as_ref();
        Some(match name {
            "name" => Value::from(method.name.as_str()),
            "return_type" => ty.map_or(Value::from(()), |ty| Value::from(ty.adl_name().as_str())),
            "return_c_type" => Value::from(ty.map_or_else(|| "void".into(), BasicType::c_name).as_str()),
            "parameters" => self.parameters(|_| true),
            "inputs" => self.parameters(is_input),
            "outputs" => self.parameters(is_output),
            "index" => Value::from(self.index),
            _ => return None,
        })
    }

    fn text(&self) -> String {
        self.get().map(|method| method.name.to_string()).unwrap_or_default()
    }

    fn order(&self, other: &Self) -> Ordering {
        Procedure(Arc::clone(&self.procedure))
            .order(&Procedure(Arc::clone(&other.procedure)))
            .then(self.index.cmp(&other.index))
    }
}

/// A parameter of a method.
#[derive(Debug, Clone)]
pub(crate) struct Parameter(pub(crate) model::Parameter);

impl Entity for Parameter {
    const FIELDS: &'static [&'static str] =
        &["name", "direction", "type", "array", "c_type", "is_input", "is_output", "is_string"];

    fn field(&self, name: &str) -> Option<Value> {
        let parameter = &self.0;
        Some(match name {
            "name" => Value::from(parameter.name.as_str()),
            "direction" => Value::from(parameter.direction.keyword()),
            "type" => Value::from(parameter.ty.adl_name().as_str()),
            "array" => Value::from(parameter.array),
            "c_type" => Value::from(parameter.ty.c_name().as_str()),
            "is_input" => Value::from(is_input(parameter.direction)),
            "is_output" => Value::from(is_output(parameter.direction)),
            "is_string" => Value::from(parameter.ty == BasicType::String),
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

fn is_input(direction: Direction) -> bool {
    matches!(direction, Direction::In | Direction::InOut | Direction::RefIn)
}

fn is_output(direction: Direction) -> bool {
    matches!(direction, Direction::Out | Direction::InOut)
}
