// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `configuration`: a dictionary for each entity that has settings, and an empty one for any other name that is asked for.
//!
//! The settings of an entity are a dictionary that templates may change. A list that a setting gives is a tuple in it and a dict is read-only;
//! what is in those, and defaults, are lists and dictionaries.

use std::sync::{Arc, Mutex, PoisonError};

use camkes_jinja::{Args, Class, Cx, Host, Py, PyResult, error, operations as ops};
use indexmap::IndexMap;
use rustc_hash::FxHashSet;

use super::{At, Entity, System, class};
use crate::{
    ast::{Text, Value},
    runner::py,
};

/// The settings of all entities. Looking at a name that has none gives it an empty dictionary, which stays.
#[derive(Debug)]
struct Configuration {
    system: Arc<System>,
    entities: Mutex<IndexMap<Text, Py>>,
}

/// A dictionary that can't be changed.
#[derive(Debug)]
struct Frozen(Py);

static FROZEN: Class = Class::host("frozendict", &[]);

/// `configuration` of a system.
pub(super) fn value(system: &Arc<System>) -> Py {
    let ast = &system.ast;
    let set: FxHashSet<(&Text, &Text)> =
        ast.settings.iter().map(|setting| (&setting.instance, &setting.attribute)).collect();
    let entities = ast.configuration.iter().map(|(entity, settings)| {
        let settings = settings.iter().map(|(name, value)| {
            let value = if set.contains(&(entity, name)) { frozen(value) } else { py::value(value) };
            (Py::Str(Arc::clone(name)), value)
        });
        (Arc::clone(entity), Py::dict(settings))
    });
    let entities = Mutex::new(entities.collect());
    Py::host(Configuration { system: Arc::clone(system), entities })
}

/// What the configurations of a system say, one after the other.
pub(super) fn settings(system: &Arc<System>) -> Py {
    Entity::tuple(system, system.ast.settings.len(), At::Setting)
}

/// A value that a setting gives.
pub(super) fn frozen(value: &Value) -> Py {
    match value {
        Value::List(items) => Py::tuple(items.iter().map(py::value).collect()),
        Value::Dict(_) => Py::host(Frozen(py::value(value))),
        _ => py::value(value),
    }
}

impl Configuration {
    fn settings(&self, entity: &str) -> Py {
        let mut all = self.entities.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(settings) = all.get(entity) {
            return settings.clone();
        }
        all.entry(Text::from(entity)).or_insert_with(|| Py::dict([])).clone()
    }

    /// A dictionary by entity of dictionaries by attribute of settings.
    fn by_entity(&self) -> Py {
        let mut entities: IndexMap<&Text, Vec<(Py, Py)>> = IndexMap::new();
        for (index, setting) in (0_u32..).zip(&self.system.ast.settings) {
            let named = (Py::Str(Arc::clone(&setting.attribute)), Entity::value(&self.system, At::Setting(index)));
            entities.entry(&setting.instance).or_default().push(named);
        }
        Py::dict(entities.into_iter().map(|(entity, settings)| (Py::Str(Arc::clone(entity)), Py::dict(settings))))
    }

    fn entries(&self) -> Vec<(Py, Py)> {
        let all = self.entities.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().map(|(entity, settings)| (Py::Str(Arc::clone(entity)), settings.clone())).collect()
    }
}

impl Host for Configuration {
    fn class(&self) -> &'static Class {
        class::configuration()
    }

    fn attribute(&self, _cx: &mut Cx<'_>, name: &str) -> PyResult<Option<Py>> {
        Ok(match name {
            "name" => Some(Py::from(self.system.ast.names.configuration.clone())),
            "settings" => Some(settings(&self.system)),
            "parent" => Some(Entity::value(&self.system, At::Assembly)),
            "settings_dict" => Some(self.by_entity()),
            _ => None,
        })
    }

    fn item(&self, _cx: &mut Cx<'_>, key: &Py) -> PyResult<Option<Py>> {
        Ok(Some(self.settings(&ops::str(key)?)))
    }

    fn contains(&self, _cx: &mut Cx<'_>, item: &Py) -> PyResult<Option<bool>> {
        // Looking it up makes it.
        self.settings(&ops::str(item)?);
        Ok(Some(true))
    }

    fn length(&self) -> Option<usize> {
        Some(self.entries().len())
    }

    fn iterate(&self, _cx: &mut Cx<'_>) -> PyResult<Option<Vec<Py>>> {
        Ok(Some(self.entries().into_iter().map(|(entity, _)| entity).collect()))
    }

    fn has_method(&self, name: &str) -> bool {
        matches!(name, "get" | "keys" | "values" | "items")
    }

    fn call_method(&self, cx: &mut Cx<'_>, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
        if let Some(result) = py::dunder(self, cx, name, args)? {
            return Ok(Some(result));
        }
        if name == "get" {
            let bound = args.bind("get", &["key", "default"])?;
            return self.item(cx, bound.required("key")?);
        }
        Ok(mapping(name, self.entries()))
    }
}

/// The views of a mapping.
fn mapping(name: &str, entries: Vec<(Py, Py)>) -> Option<Py> {
    Some(match name {
        "keys" => Py::list(entries.into_iter().map(|(key, _)| key).collect()),
        "values" => Py::list(entries.into_iter().map(|(_, value)| value).collect()),
        "items" => Py::list(entries.into_iter().map(|(key, value)| Py::tuple(vec![key, value])).collect()),
        _ => return None,
    })
}

impl Frozen {
    fn entries(&self) -> Vec<(Py, Py)> {
        self.0.as_dict().map(|dict| dict.entries()).unwrap_or_default()
    }
}

impl Host for Frozen {
    fn class(&self) -> &'static Class {
        &FROZEN
    }

    fn item(&self, _cx: &mut Cx<'_>, key: &Py) -> PyResult<Option<Py>> {
        match self.0.as_dict().map(|dict| dict.get(key)).transpose()?.flatten() {
            Some(value) => Ok(Some(value)),
            None => Err(error::key_error(ops::repr(key)?)),
        }
    }

    fn contains(&self, _cx: &mut Cx<'_>, item: &Py) -> PyResult<Option<bool>> {
        self.0.as_dict().map(|dict| dict.get(item).map(|found| found.is_some())).transpose()
    }

    fn length(&self) -> Option<usize> {
        self.0.as_dict().map(|dict| dict.len())
    }

    fn iterate(&self, _cx: &mut Cx<'_>) -> PyResult<Option<Vec<Py>>> {
        Ok(self.0.as_dict().map(|dict| dict.keys()))
    }

    fn has_method(&self, name: &str) -> bool {
        matches!(name, "get" | "keys" | "values" | "items")
    }

    fn call_method(&self, cx: &mut Cx<'_>, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
        if let Some(result) = py::dunder(self, cx, name, args)? {
            return Ok(Some(result));
        }
        if name == "get" {
            let bound = args.bind("get", &["key", "default"])?;
            let found = self.0.as_dict().map(|dict| dict.get(bound.required("key")?)).transpose()?.flatten();
            return Ok(Some(found.unwrap_or_else(|| bound.get("default").cloned().unwrap_or(Py::None))));
        }
        Ok(mapping(name, self.entries()))
    }

    fn equals(&self, other: &Py) -> bool {
        let other = other.as_host::<Self>().map_or(other, |other| &other.0);
        ops::equals(&self.0, other)
    }

    fn hash(&self) -> Option<u64> {
        None
    }
}
