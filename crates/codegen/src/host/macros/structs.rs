// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! C definitions and initialisers of attributes, which may be structs and arrays.

use std::sync::Arc;

use camkes_hir::model::{self, AttributeType};
use minijinja::{Error, ErrorKind, Value, value::ValueKind};

use crate::host::{
    attribute::{Attribute, Struct},
    entity::entity,
    types::{attribute_c_type, c_string},
};

/// Structs nest as deep as the sources say; no real one comes near.
const DEEPEST: usize = 64;

fn attribute(value: &Value) -> Result<&model::Attribute, Error> {
    entity::<Attribute>(value)
        .map(|Attribute(attribute)| attribute)
        .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "this is no attribute"))
}

fn member(value: Option<&Value>, name: &str) -> Option<Value> {
    let found = value?.get_attr(name).ok()?;
    (!found.is_undefined() && !found.is_none()).then_some(found)
}

/// The definitions of all structs that the attributes use, the inner ones first, each once.
///
/// The length of an array in a struct is taken from the attribute's value.
///
/// # Errors
/// An argument is not an attribute, or structs nest too deep.
pub(super) fn definitions(attributes: &[Value], values: &Value) -> Result<String, Error> {
    let mut found = Vec::new();
    for given in attributes {
        let attribute = attribute(given)?;
        collect(attribute, member(Some(values), &attribute.name).as_ref(), 0, &mut found)?;
    }
    let mut text = String::new();
    let mut defined = Vec::new();
    for (ty, value) in found {
        let name = ty.name.as_deref().unwrap_or_default().to_owned();
        if defined.contains(&name) {
            continue;
        }
        text.push_str(&format!("struct {name} {{\n"));
        for field in &ty.members {
            let length = member(value.as_ref(), &field.name).and_then(|value| value.len()).unwrap_or(0);
            let array = if field.array { format!("[{length}]") } else { String::new() };
            text.push_str(&format!("    {} {}{array};\n", attribute_c_type(&field.ty), field.name));
        }
        text.push_str("};\n");
        defined.push(name);
    }
    Ok(text)
}

fn collect(
    attribute: &model::Attribute,
    value: Option<&Value>,
    depth: usize,
    found: &mut Vec<(Arc<model::Struct>, Option<Value>)>,
) -> Result<(), Error> {
    let AttributeType::Struct(ty) = &attribute.ty else { return Ok(()) };
    if depth > DEEPEST {
        return Err(Error::new(ErrorKind::InvalidOperation, "structs nest too deep"));
    }
    // The first element stands for all elements of an array.
    let value = if attribute.array { value.and_then(|v| v.get_item_by_index(0).ok()) } else { value.cloned() };
    for inner in &ty.members {
        collect(inner, member(value.as_ref(), &inner.name).as_ref(), depth + 1, found)?;
    }
    found.push((Arc::clone(ty), value));
    Ok(())
}

/// The C initialiser of an attribute's value, usable in a `#define`: line breaks are escaped.
///
/// # Errors
/// The first argument is not an attribute, or the value lacks a member of a struct.
pub(super) fn initialiser(given: &Value, value: &Value) -> Result<String, Error> {
    if let Some(Struct(ty)) = entity(given) {
        return one(&AttributeType::Struct(Arc::clone(ty)), value, 0);
    }
    write(attribute(given)?, value, 0)
}

fn write(attribute: &model::Attribute, value: &Value, depth: usize) -> Result<String, Error> {
    if value.kind() != ValueKind::Seq {
        return one(&attribute.ty, value, depth);
    }
    let items = value.try_iter()?.map(|item| one(&attribute.ty, &item, depth)).collect::<Result<Vec<_>, _>>()?;
    Ok(format!("{{\\\n{}}}", items.join(",\\\n")))
}

fn one(ty: &AttributeType, value: &Value, depth: usize) -> Result<String, Error> {
    if depth > DEEPEST {
        return Err(Error::new(ErrorKind::InvalidOperation, "structs nest too deep"));
    }
    if let Some(text) = value.as_str() {
        return Ok(c_string(text));
    }
    let AttributeType::Struct(ty) = ty else { return Ok(value.to_string()) };
    let mut text = "{\\\n".to_owned();
    for field in &ty.members {
        let inner = member(Some(value), &field.name).ok_or_else(|| {
            let name = ty.name.as_deref().unwrap_or_default();
            Error::new(ErrorKind::InvalidOperation, format!("no value for member '{}' of struct '{name}'", field.name))
        })?;
        text.push_str(&format!(".{} = {},\\\n", field.name, write(field, &inner, depth + 1)?));
    }
    text.push('}');
    Ok(text)
}
