// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! C definitions and initialisers of attributes, which may be structs and arrays.

use indexmap::IndexMap;
use minijinja::{Error, ErrorKind, Value, value::ValueKind};
use smol_str::SmolStr;

use super::initialiser::constant;
use crate::host::{
    attribute::{Attribute, Struct},
    entity::entity,
    types::attribute_c_type,
};

/// Structs nest as deep as the sources say; no real one comes near.
const DEEPEST: usize = 64;

fn attribute(value: &Value) -> Result<&Attribute, Error> {
    entity::<Attribute>(value).ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "this is no attribute"))
}

fn member(value: Option<&Value>, name: &str) -> Option<Value> {
    let found = value?.get_attr(name).ok()?;
    (!found.is_undefined() && !found.is_none()).then_some(found)
}

/// The definitions of all structs that the attributes use, the inner ones first, each once.
///
/// An array in a struct is as long as the longest of its values.
///
/// # Errors
/// An argument is not an attribute, or structs nest too deep.
pub(super) fn definitions(attributes: &[Value], values: &Value) -> Result<String, Error> {
    let mut found = IndexMap::new();
    for given in attributes {
        let attribute = attribute(given)?;
        collect(attribute, member(Some(values), &attribute.declared.name).as_ref(), 0, &mut found)?;
    }
    let mut text = String::new();
    for (name, (ty, values)) in found {
        text.push_str(&format!("struct {name} {{\n"));
        for field in ty.members() {
            let name = &field.declared.name;
            let length = || values.iter().filter_map(|value| member(Some(value), name)?.len()).max().unwrap_or(0);
            let array = if field.declared.array { format!("[{}]", length()) } else { String::new() };
            text.push_str(&format!("    {} {name}{array};\n", attribute_c_type(&field)));
        }
        text.push_str("};\n");
    }
    Ok(text)
}

/// Structs by their names, with all their values.
type Found = IndexMap<SmolStr, (Struct, Vec<Value>)>;

fn collect(attribute: &Attribute, value: Option<&Value>, depth: usize, found: &mut Found) -> Result<(), Error> {
    let Some(ty) = attribute.struct_type() else { return Ok(()) };
    if depth > DEEPEST {
        return Err(too_deep());
    }
    if value.is_none() && found.contains_key(&ty.name) {
        return Ok(());
    }
    let values: Vec<Value> = match value {
        Some(value) if attribute.declared.array => value.try_iter()?.collect(),
        other => other.cloned().into_iter().collect(),
    };
    for inner in ty.members() {
        let name = &inner.declared.name;
        if values.is_empty() {
            collect(&inner, None, depth + 1, found)?;
        }
        for value in &values {
            collect(&inner, member(Some(value), name).as_ref(), depth + 1, found)?;
        }
    }
    found.entry(ty.name.clone()).or_insert_with(|| (ty, Vec::new())).1.extend(values);
    Ok(())
}

/// The C initialiser of an attribute's value, usable in a `#define`: line breaks are escaped.
///
/// # Errors
/// The first argument is not an attribute, the value lacks a member of a struct, or C has no such constant.
pub(super) fn initialiser(given: &Value, value: &Value) -> Result<String, Error> {
    match entity::<Struct>(given) {
        Some(ty) => members(ty, value, 0),
        None => write(attribute(given)?, value, 0),
    }
}

fn write(attribute: &Attribute, value: &Value, depth: usize) -> Result<String, Error> {
    let one = |value: &Value| match attribute.struct_type() {
        Some(ty) => members(&ty, value, depth),
        None => constant(attribute, value),
    };
    if value.kind() != ValueKind::Seq {
        return one(value);
    }
    let items = value.try_iter()?.map(|item| one(&item)).collect::<Result<Vec<_>, _>>()?;
    Ok(format!("{{\\\n{}}}", items.join(",\\\n")))
}

fn members(ty: &Struct, value: &Value, depth: usize) -> Result<String, Error> {
    if depth > DEEPEST {
        return Err(too_deep());
    }
    let mut text = "{\\\n".to_owned();
    for field in ty.members() {
        let name = &field.declared.name;
        let inner = member(Some(value), name).ok_or_else(|| {
            Error::new(ErrorKind::InvalidOperation, format!("no value for member '{name}' of struct '{}'", ty.name))
        })?;
        text.push_str(&format!(".{name} = {},\\\n", write(&field, &inner, depth + 1)?));
    }
    text.push('}');
    Ok(text)
}

fn too_deep() -> Error {
    Error::new(ErrorKind::InvalidOperation, "structs nest too deep")
}
