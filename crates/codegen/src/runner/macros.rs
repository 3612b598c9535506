// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `macros`: the functions that templates share. Their texts are part of what templates generate.

mod badges;
mod c_text;
mod device_tree;
mod labels;
mod sizes;
mod threads;

use std::sync::Arc;

use camkes_jinja::{Args, Cx, Py, PyResult, error, operations as ops};

use super::{entity::Entity, store::Store};

/// The module.
pub(super) fn module(store: &Arc<Store>) -> Py {
    let mut members = c_text::functions();
    members.extend(sizes::functions(store));
    members.extend(threads::functions());
    members.extend(badges::functions(store));
    members.extend(device_tree::functions());
    members.extend(labels::functions());
    Py::module("macros", members)
}

/// `dict.get(key)`: the value, or nothing.
fn get(cx: &mut Cx<'_>, dict: &Py, key: &str) -> PyResult<Option<Py>> {
    if let Some(dict) = dict.as_dict() {
        return Ok(dict.get_str(key));
    }
    let method = ops::get_attr(cx, dict, "get")?;
    let found = ops::call(cx, &method, &Args::of(&[Py::from(key)]))?;
    Ok(Some(found).filter(|found| !found.is_none()))
}

/// The settings of an entity.
fn settings(cx: &mut Cx<'_>, configuration: &Py, entity: &str) -> PyResult {
    ops::get_item(cx, configuration, &Py::from(entity))
}

/// The entity in an argument.
fn entity(value: &Py) -> PyResult<&Entity> {
    value
        .as_host::<Entity>()
        .ok_or_else(|| error::assertion_error(format!("expected a part of the system, found {}", value.type_name())))
}
