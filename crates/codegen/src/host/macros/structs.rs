// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! C definitions and initialisers of attributes, which may be structs and arrays.

use minijinja::{Error, ErrorKind, Value, value::ValueKind};

use crate::host::{
    attribute::{Attribute, Struct},
    entity::entity,
    types::{adl_c_string, attribute_c_type},
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
/// The length of an array in a struct is taken from the attribute's value.
///
/// # Errors
/// An argument is not an attribute, or structs nest too deep.
pub(super) fn definitions(attributes: &[Value], values: &Value) -> Result<String, Error> {
    let mut found = Vec::new();
    for given in attributes {
        let attribute = attribute(given)?;
        collect(attribute, member(Some(values), &attribute.declared.name).as_ref(), 0, &mut found)?;
    }
    let mut text = String::new();
    let mut defined = Vec::new();
    for (ty, value) in found {
        if defined.contains(&ty.name) {
            continue;
        }
        text.push_str(&format!("struct {} {{\n", ty.name));
        for field in ty.members() {
            let name = &field.declared.name;
            let length = member(value.as_ref(), name).and_then(|value| value.len()).unwrap_or(0);
            let array = if field.declared.array { format!("[{length}]") } else { String::new() };
            text.push_str(&format!("    {} {name}{array};\n", attribute_c_type(&field)));
        }
        text.push_str("};\n");
        defined.push(ty.name);
    }
    Ok(text)
}

fn collect(
    attribute: &Attribute,
    value: Option<&Value>,
    depth: usize,
    found: &mut Vec<(Struct, Option<Value>)>,
) -> Result<(), Error> {
    let Some(ty) = attribute.struct_type() else { return Ok(()) };
    if depth > DEEPEST {
        return Err(too_deep());
    }
    // The first element stands for all elements of an array.
    let is_array = attribute.declared.array;
    let value = if is_array { value.and_then(|v| v.get_item_by_index(0).ok()) } else { value.cloned() };
    for inner in ty.members() {
        collect(&inner, member(value.as_ref(), &inner.declared.name).as_ref(), depth + 1, found)?;
    }
    found.push((ty, value));
    Ok(())
}

/// The C initialiser of an attribute's value, usable in a `#define`: line breaks are escaped.
///
/// # Errors
/// The first argument is not an attribute, or the value lacks a member of a struct.
pub(super) fn initialiser(given: &Value, value: &Value) -> Result<String, Error> {
    match entity::<Struct>(given) {
        Some(ty) => one(Some(ty.clone()), value, 0),
        None => write(attribute(given)?, value, 0),
    }
}

fn write(attribute: &Attribute, value: &Value, depth: usize) -> Result<String, Error> {
    let ty = attribute.struct_type();
    if value.kind() != ValueKind::Seq {
        return one(ty, value, depth);
    }
    let items = value.try_iter()?.map(|item| one(ty.clone(), &item, depth)).collect::<Result<Vec<_>, _>>()?;
    Ok(format!("{{\\\n{}}}", items.join(",\\\n")))
}

fn one(ty: Option<Struct>, value: &Value, depth: usize) -> Result<String, Error> {
    if depth > DEEPEST {
        return Err(too_deep());
    }
    if let Some(text) = value.as_str() {
        return Ok(adl_c_string(text));
    }
    let Some(ty) = ty else { return Ok(value.to_string()) };
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
