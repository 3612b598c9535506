// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `configuration`: a dictionary for each entity that has settings, and an empty one for any other name that is asked for.
//!
//! The settings of an entity are a dictionary that templates may change. A list that a setting gives is a tuple in it and a dict is read-only;
//! what is in those, and defaults, are lists and dictionaries.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use camkes_jinja::{Args, Class, Cx, Host, Py, PyResult, Watch, error, operations as ops};
use indexmap::IndexMap;

use super::{At, Entity, System, class};
use crate::{
    ast::{Ast, Text, Value},
    runner::{copy::alike, log::Key, py},
};

/// The settings of all entities. Looking at a name that has none gives it an empty dictionary, which stays.
#[derive(Debug)]
struct Configuration {
    system: Arc<System>,
    /// Each is made when somebody looks at it.
    entities: Mutex<IndexMap<Text, Option<Py>>>,
}

/// Notes who looks at the settings of an entity.
struct SettingsWatch {
    system: Arc<System>,
    entity: Text,
    /// Where they are among those of all entities.
    at: usize,
}

impl Watch for SettingsWatch {
    fn read(&self, key: Option<&str>) {
        // Whoever looks at settings while something is done with the state is no template: a message shows a value.
        let Some(mut state) = self.system.noted.as_ref().and_then(|store| store.lock_if_free()) else { return };
        state.look_at(match key {
            Some(key) => Key::Setting(&self.entity, key),
            None => Key::Settings(&self.entity),
        });
        let Some(log) = &mut state.log else { return };
        for (name, value) in settings_at(&self.system.ast, self.at, &self.entity) {
            // What can be changed in place may be changed by whoever holds it.
            if key.is_none_or(|key| *key == **name) && matches!(value, Value::List(_) | Value::Dict(_)) {
                log.lent.insert((Text::clone(&self.entity), Text::clone(name)));
            }
        }
    }

    fn change(&self) {
        self.system.look_beyond();
    }
}

/// A dictionary that can't be changed.
#[derive(Debug)]
struct Frozen(Py);

static FROZEN: Class = Class::host("frozendict", &[]);

/// `configuration` of a system.
pub(super) fn value(system: &Arc<System>) -> Py {
    let entities = system.ast.configuration.iter().map(|(entity, _)| (Arc::clone(entity), None));
    let entities = Mutex::new(entities.collect());
    Py::host(Configuration { system: Arc::clone(system), entities })
}

/// The settings of an entity, which are likely to be at this place.
fn settings_at<'a>(ast: &'a Ast, at: usize, entity: &str) -> &'a [(Text, Value)] {
    let all = &ast.configuration;
    let likely = all.get(at).filter(|(known, _)| **known == *entity);
    let found = likely.or_else(|| all.iter().find(|(known, _)| **known == *entity));
    found.map_or(&[], |(_, settings)| settings)
}

/// A setting as templates see it.
fn shown(ast: &Ast, entity: &str, name: &str, value: &Value) -> Py {
    let is_set = || ast.settings.iter().any(|setting| *setting.instance == *entity && *setting.attribute == *name);
    if matches!(value, Value::List(_) | Value::Dict(_)) && is_set() { frozen(value) } else { py::value(value) }
}

/// Whether what a configuration holds at a name is what the system says.
pub(super) fn is_setting(system: &System, configuration: Option<&Py>, entity: &str, name: &str) -> bool {
    let Some(configuration) = configuration.and_then(|it| it.as_host::<Configuration>()) else { return false };
    let is = configuration.made(entity).as_ref().and_then(Py::as_dict).and_then(|settings| settings.get_str(name));
    let value = settings_at(&system.ast, usize::MAX, entity).iter().find(|(known, _)| **known == *name);
    let own = value.map(|(_, value)| shown(&system.ast, entity, name, value));
    match (is, own) {
        (Some(is), Some(own)) => match (is.as_host::<Frozen>(), own.as_host::<Frozen>()) {
            (Some(is), Some(own)) => alike(&is.0, &own.0),
            _ => alike(&is, &own),
        },
        (is, own) => is.is_none() && own.is_none(),
    }
}

/// What the configurations of a system say, one after the other.
pub(super) fn settings(system: &Arc<System>) -> Py {
    system.look_at(Key::AllSettings);
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
        if let Some(settings) = self.made(entity) {
            return settings;
        }
        let ast = &self.system.ast;
        let at = self.all().get_index_of(entity).unwrap_or(usize::MAX);
        let pairs = settings_at(ast, at, entity).iter();
        let pairs = pairs.map(|(name, value)| (Py::Str(Arc::clone(name)), shown(ast, entity, name, value)));
        let settings = if self.system.noted.is_some() {
            let watch = SettingsWatch { system: Arc::clone(&self.system), entity: Text::from(entity), at };
            Py::watched_dict(pairs, Box::new(watch))
        } else {
            Py::dict(pairs)
        };
        self.all().entry(Text::from(entity)).or_default().get_or_insert(settings).clone()
    }

    /// The settings of an entity that somebody looked at before.
    fn made(&self, entity: &str) -> Option<Py> {
        self.all().get(entity)?.clone()
    }

    fn all(&self) -> MutexGuard<'_, IndexMap<Text, Option<Py>>> {
        self.entities.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A dictionary by entity of dictionaries by attribute of settings.
    fn by_entity(&self) -> Py {
        self.system.look_at(Key::AllSettings);
        let mut entities: IndexMap<&Text, Vec<(Py, Py)>> = IndexMap::new();
        for (index, setting) in (0_u32..).zip(&self.system.ast.settings) {
            let named = (Py::Str(Arc::clone(&setting.attribute)), Entity::value(&self.system, At::Setting(index)));
            entities.entry(&setting.instance).or_default().push(named);
        }
        Py::dict(entities.into_iter().map(|(entity, settings)| (Py::Str(Arc::clone(entity)), Py::dict(settings))))
    }

    fn names(&self) -> Vec<Text> {
        // Which names there are depends on what templates looked at before.
        self.system.look_beyond();
        self.all().keys().cloned().collect()
    }

    fn entries(&self) -> Vec<(Py, Py)> {
        self.names().into_iter().map(|entity| (Py::Str(Arc::clone(&entity)), self.settings(&entity))).collect()
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
        Some(self.names().len())
    }

    fn truth(&self) -> bool {
        // Whether there are any is the same for all items.
        !self.system.ast.configuration.is_empty() || !self.names().is_empty()
    }

    fn iterate(&self, _cx: &mut Cx<'_>) -> PyResult<Option<Vec<Py>>> {
        Ok(Some(self.names().into_iter().map(Py::Str).collect()))
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
