// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Templates that a template includes and imports.

use std::{fmt, sync::Arc};

use super::{Loaded, captured, family, inside, statements};
use crate::{
    Py, PyError, PyErrorKind, PyResult, budget,
    class::{self, Class},
    cx::Cx,
    error::runtime_error,
    host::Host,
    iter,
    template::tree::{Name, Tag},
};

/// `include`: what the template sets is its own.
pub(super) fn include(cx: &mut Cx<'_>, from: &Arc<Loaded>, name: &Tag, ignore_missing: bool) -> PyResult<()> {
    let failed = |error| from.failed(error, name.at);
    let names = names(cx, from, name)?;
    let Some(template) = find(cx, &names).map_err(failed)? else {
        return if ignore_missing { Ok(()) } else { Err(failed(missing("include", &names))) };
    };
    let outer = cx.run.scopes.current();
    budget::deeper(|| inside(cx, outer, |cx, _| family::alone(cx, &template))).map_err(failed)
}

/// `import`: what the template sets.
pub(super) fn import(cx: &mut Cx<'_>, from: &Arc<Loaded>, name: &Tag) -> PyResult<Module> {
    let failed = |error| from.failed(error, name.at);
    let names = names(cx, from, name)?;
    let Some(template) = find(cx, &names).map_err(failed)? else { return Err(failed(missing("import", &names))) };
    let outer = cx.run.scopes.current();
    let import = || {
        inside(cx, outer, |cx, scope| {
            captured(cx, |cx| family::alone(cx, &template))?;
            Ok(Module { name: Arc::clone(&template.name), members: cx.run.scopes.names(scope).to_vec() })
        })
    };
    budget::deeper(import).map_err(failed)
}

/// `from … import …`.
pub(super) fn members(cx: &mut Cx<'_>, from: &Arc<Loaded>, name: &Tag, members: &[(Name, Name)]) -> PyResult<()> {
    let module = import(cx, from, name)?;
    for (member, alias) in members {
        let (member, alias) = (from.name(*member), from.name(*alias));
        let found = module.get(member).cloned();
        let value = found.unwrap_or_else(|| Py::Undefined(Arc::from(format!("'{alias}' is undefined"))));
        cx.run.scopes.set(alias, value);
    }
    Ok(())
}

/// The name of a template, or the names of which the first that there is counts.
pub(super) fn names(cx: &mut Cx<'_>, from: &Arc<Loaded>, tag: &Tag) -> PyResult<Vec<Arc<str>>> {
    let value = statements::value(cx, from, tag)?;
    let mut several = || {
        let items = match value.defined()? {
            Py::Str(name) => return Ok(vec![Arc::clone(name)]),
            other => iter::iterate(cx, other)?,
        };
        let name = |item: &Py| match item {
            Py::Str(name) => Ok(Arc::clone(name)),
            other => Err(runtime_error(format!("a template's name must be str, not {}", other.type_name()))),
        };
        items.iter().map(name).collect()
    };
    several().map_err(|error| from.failed(error, tag.at))
}

/// The first template that there is.
pub(super) fn find(cx: &mut Cx<'_>, names: &[Arc<str>]) -> PyResult<Option<Arc<Loaded>>> {
    for name in names {
        if let Some(template) = cx.run.shared.template(name).map_err(PyError::unread)? {
            cx.run.used.insert(Arc::clone(name));
            return Ok(Some(template));
        }
    }
    Ok(None)
}

/// That no template of these names is there.
pub(super) fn missing(what: &str, names: &[Arc<str>]) -> PyError {
    let message = match names {
        [name] => format!("tried to {what} non-existing template '{name}'"),
        _ => {
            let names: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
            format!("tried to {what} one of multiple templates, none of which existed: {}", names.join(", "))
        }
    };
    PyError::of_kind(PyErrorKind::NotFound, &class::RUNTIME_ERROR, message)
}

/// What a template that was imported sets.
pub(super) struct Module {
    name: Arc<str>,
    members: Vec<(Arc<str>, Py)>,
}

impl Module {
    fn get(&self, name: &str) -> Option<&Py> {
        let found = self.members.iter().find(|(known, _)| **known == *name);
        found.map(|(_, value)| value).filter(|_| !name.starts_with('_'))
    }
}

impl fmt::Debug for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.repr())
    }
}

impl Host for Module {
    fn class(&self) -> &'static Class {
        &class::MODULE
    }

    fn attribute(&self, _: &mut Cx<'_>, name: &str) -> PyResult<Option<Py>> {
        Ok(self.get(name).cloned())
    }

    fn repr(&self) -> String {
        format!("<TemplateModule '{}'>", self.name)
    }
}
