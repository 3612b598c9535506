// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Macros: their arguments are bound as Jinja2 does it, then their body is carried out in the scope that they were made in.

use std::{fmt, sync::Arc};

use super::{Loaded, ScopeId, captured, inside, statements};
use crate::{
    Py, PyResult,
    args::Args,
    call::kwargs_dict,
    class::{self, Class},
    cx::Cx,
    error::{runtime_error, type_error},
    host::Host,
    template::tree,
};

struct Macro {
    template: Arc<Loaded>,
    code: Arc<tree::Macro>,
    /// The scope that it was made in.
    scope: ScopeId,
    /// The render that it was made in.
    token: Arc<()>,
}

/// The value that a macro is. It sees the names around it as they are when it is called.
pub(super) fn make(cx: &mut Cx<'_>, template: &Arc<Loaded>, code: &Arc<tree::Macro>) -> Py {
    cx.run.scopes.keep();
    Py::host(Macro {
        template: Arc::clone(template),
        code: Arc::clone(code),
        scope: cx.run.scopes.current(),
        token: Arc::clone(&cx.run.token),
    })
}

impl fmt::Debug for Macro {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.repr())
    }
}

impl Macro {
    fn name(&self) -> &str {
        self.code.name.map_or("caller", |name| self.template.name(name))
    }

    /// Gives parameters that got no value their defaults, in their order, each seeing those before it.
    fn bind(&self, cx: &mut Cx<'_>, args: &Args<'_>) -> PyResult<()> {
        let (code, template) = (&self.code, &self.template);
        let mut named: Vec<(Arc<str>, Py)> = args.named.to_vec();
        let mut take = |name: &str| {
            let at = named.iter().position(|(known, _)| **known == *name)?;
            Some(named.remove(at).1)
        };
        let first_default = code.parameters.len() - code.defaults.len();
        let mut own_caller = false;
        for (at, parameter) in code.parameters.iter().enumerate() {
            let name = template.name(*parameter);
            own_caller |= &**name == "caller";
            let value = match args.positional.get(at).cloned().or_else(|| take(name)) {
                Some(value) => value,
                None => match at.checked_sub(first_default).and_then(|at| code.defaults.get(at)) {
                    Some(default) => statements::evaluate(cx, template, default, Vec::new())
                        .map_err(|error| template.failed(error, code.at))?,
                    None => Py::Undefined(Arc::from(format!("parameter '{name}' was not provided"))),
                },
            };
            cx.run.scopes.set(name, value);
        }
        if let Some(caller) = code.caller.filter(|_| !own_caller) {
            let value = take("caller").unwrap_or_else(|| Py::Undefined(Arc::from("No caller defined")));
            cx.run.scopes.set(template.name(caller), value);
        }
        if let Some(kwargs) = code.kwargs {
            let value = kwargs_dict(&named)?;
            cx.run.scopes.set(template.name(kwargs), value);
        } else if let Some((unknown, _)) = named.first() {
            return Err(type_error(format!("macro '{}' takes no keyword argument '{unknown}'", self.name())));
        }
        if let Some(varargs) = code.varargs {
            let rest = args.positional.get(code.parameters.len()..).unwrap_or_default();
            cx.run.scopes.set(template.name(varargs), Py::tuple(rest.to_vec()));
        } else if args.positional.len() > code.parameters.len() {
            let most = code.parameters.len();
            return Err(type_error(format!("macro '{}' takes not more than {most} argument(s)", self.name())));
        }
        Ok(())
    }
}

impl Host for Macro {
    fn class(&self) -> &'static Class {
        &class::MACRO
    }

    fn is_callable(&self) -> bool {
        true
    }

    fn attribute(&self, _: &mut Cx<'_>, name: &str) -> PyResult<Option<Py>> {
        let code = &self.code;
        let parameter = |name: &u16| Py::Str(Arc::clone(self.template.name(*name)));
        Ok(match name {
            "name" => Some(Py::from(self.name())),
            "arguments" => Some(Py::tuple(code.parameters.iter().map(parameter).collect())),
            "catch_kwargs" => Some(Py::Bool(code.kwargs.is_some())),
            "catch_varargs" => Some(Py::Bool(code.varargs.is_some())),
            "caller" => Some(Py::Bool(code.caller.is_some())),
            _ => None,
        })
    }

    fn call(&self, cx: &mut Cx<'_>, args: &Args<'_>) -> PyResult {
        if !Arc::ptr_eq(&self.token, &cx.run.token) {
            return Err(runtime_error(format!("macro '{}' is of a template that was rendered before", self.name())));
        }
        inside(cx, self.scope, |cx, _| {
            self.bind(cx, args)?;
            captured(cx, |cx| statements::whole(cx, &self.template, &self.code.body))
        })
        .map(Py::Str)
    }

    fn repr(&self) -> String {
        format!("<Macro '{}'>", self.name())
    }
}
