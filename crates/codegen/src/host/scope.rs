// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What is in scope of one template: the entity it is rendered for, and the state of its address space.

use std::sync::Arc;

use indexmap::IndexMap;
use minijinja::{Error, ErrorKind, Value, value::Object};
use smol_str::SmolStr;

use super::{
    alloc, badges, collections,
    configuration::Configuration,
    connection::ConnectionEnd,
    dataport,
    entity::value as entity_value,
    instance::{Composition, Instance},
    macros, messages,
    model::Model,
    objects, options, stash, symbols, threads,
};
use crate::{
    plan::{Item, Subject},
    space::SharedSpace,
};

/// What the functions of one template need to know.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    pub(crate) model: Arc<Model>,
    pub(crate) space: SharedSpace,
    pub(crate) subject: Subject,
    /// Name of the instance or connection that the template is for: it begins the names of objects, and is their
    /// integrity label.
    pub(crate) label: SmolStr,
}

impl Scope {
    /// The scope for a file; `None` if the assembly has no such instance or end.
    pub(crate) fn new(model: &Arc<Model>, space: &SharedSpace, subject: Subject) -> Option<Self> {
        let label = match subject {
            Subject::Instance(index) => model.instance(index)?.name.clone(),
            Subject::End(end) => end.resolve(&model.assembly)?.0.name.clone(),
        };
        Some(Self { model: Arc::clone(model), space: space.clone(), subject, label })
    }

    /// The instance that the template is for, or whose end it is for.
    pub(crate) fn instance(&self) -> Option<usize> {
        match self.subject {
            Subject::Instance(index) => Some(index),
            Subject::End(end) => end.resolve(&self.model.assembly).map(|(_, end)| end.instance),
        }
    }

    fn me(&self) -> Value {
        match self.subject {
            Subject::Instance(index) => entity_value(Instance { model: Arc::clone(&self.model), index }),
            Subject::End(at) => entity_value(ConnectionEnd { model: Arc::clone(&self.model), at }),
        }
    }
}

/// The names that a template finds besides those that every template has.
pub(crate) fn context(scope: &Scope, item: &Item) -> Value {
    let model = &scope.model;
    let mut names: IndexMap<&'static str, Value> = IndexMap::new();
    names.insert("me", scope.me());
    names.insert("composition", entity_value(Composition(Arc::clone(model))));
    names.insert("configuration", Value::from_object(Configuration(Arc::clone(model))));
    names.insert("options", options::value(&model.target));
    names.insert("outfile_name", Value::from(item.output.as_str()));
    names.insert("included", collections::ordered_set(Vec::new()));
    names.insert("headers", item.headers.iter().map(SmolStr::as_str).map(Value::from).collect());
    names.insert("macros", macros::value_of(model));
    names.insert("my_cnode", objects::my_cnode(scope));
    names.insert("my_pd", objects::my_pd(scope));
    names.extend(alloc::functions(scope));
    names.extend(symbols::functions(scope));
    names.extend(stash::functions(scope));
    names.extend(threads::functions(scope));
    names.extend(badges::functions(scope));
    names.extend(dataport::functions(scope));
    names.extend(messages::functions(&model.target));
    Value::from_object(Context(names))
}

#[derive(Debug)]
struct Context(IndexMap<&'static str, Value>);

impl Object for Context {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.0.get(key.as_str()?).cloned()
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.0.get(key).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> minijinja::value::Enumerator {
        minijinja::value::Enumerator::Values(self.0.keys().map(|name| Value::from(*name)).collect())
    }
}

/// An error of the specification as an error of the template that caused it.
pub(crate) fn capdl_error(error: camkes_capdl::CapdlError) -> Error {
    Error::new(ErrorKind::InvalidOperation, error.to_string()).with_source(error)
}
