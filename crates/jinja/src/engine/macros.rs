// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Macros: their arguments are bound as Jinja2 does it, then the engine runs their body.

use std::{fmt, sync::Arc};

use minijinja::{State, Value};

use super::Shared;
use crate::{
    Py, PyResult,
    args::Args,
    bridge, budget,
    call::kwargs_dict,
    class::{self, Class},
    cx::Cx,
    error::{runtime_error, type_error},
    host::Host,
    template::{Item, code::MacroCode},
};

struct Macro {
    code: Arc<MacroCode>,
    /// The macro of the engine.
    body: Value,
}

/// The macro that a template sees, around that of the engine.
pub(super) fn make(_: &Shared, _: &mut State<'_, '_>, item: &Item, args: &[Value]) -> PyResult<Value> {
    let (Item::Macro(code), [body]) = (item, args) else { return Err(runtime_error("no macro")) };
    Ok(bridge::to_value(Py::host(Macro { code: Arc::clone(code), body: body.clone() })))
}

impl fmt::Debug for Macro {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.repr())
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
        Ok(match name {
            "name" => Some(Py::Str(Arc::clone(&code.name))),
            "arguments" => Some(Py::tuple(code.parameters.iter().cloned().map(Py::Str).collect())),
            "catch_kwargs" => Some(Py::Bool(code.kwargs)),
            "catch_varargs" => Some(Py::Bool(code.varargs)),
            "caller" => Some(Py::Bool(code.caller)),
            _ => None,
        })
    }

    fn call(&self, cx: &mut Cx<'_>, args: &Args<'_>) -> PyResult {
        let code = &self.code;
        budget::charge(code.text)?;
        let mut values: Vec<Value> = args.positional.iter().cloned().map(bridge::to_value).collect();
        let varargs = values.split_off(values.len().min(code.parameters.len()));
        let mut named: Vec<(Arc<str>, Py)> = args.named.to_vec();
        let mut take = |name: &str| {
            let at = named.iter().position(|(known, _)| **known == *name)?;
            Some(named.remove(at).1)
        };
        let given = values.len();
        let first_default = code.parameters.len() - code.defaults;
        let mut own_caller = given == code.parameters.len() && code.parameters.iter().any(|name| &**name == "caller");
        for (at, name) in code.parameters.iter().enumerate().skip(given) {
            own_caller |= &**name == "caller";
            values.push(match take(name) {
                Some(value) => bridge::to_value(value),
                // The body looks for this, and takes the default.
                None if at >= first_default => Value::UNDEFINED,
                None => {
                    let message = format!("parameter '{name}' was not provided");
                    bridge::to_value(Py::Undefined(Arc::from(message)))
                }
            });
        }
        if code.caller && !own_caller {
            let caller = take("caller").unwrap_or_else(|| Py::Undefined(Arc::from("No caller defined")));
            values.push(bridge::to_value(caller));
        }
        let name = &code.name;
        if code.kwargs {
            values.push(bridge::to_value(kwargs_dict(&named)?));
        } else if let Some((unknown, _)) = named.first() {
            return Err(type_error(format!("macro '{name}' takes no keyword argument '{unknown}'")));
        }
        if code.varargs {
            let rest = args.positional.get(code.parameters.len()..).unwrap_or_default();
            values.push(bridge::to_value(Py::tuple(rest.to_vec())));
        } else if !varargs.is_empty() {
            let most = code.parameters.len();
            return Err(type_error(format!("macro '{name}' takes not more than {most} argument(s)")));
        }
        let result = cx.call_engine(&self.body, &values)?;
        budget::charge(result.as_str().map_or(0, str::len))?;
        Ok(bridge::from_value(&result, name))
    }

    fn repr(&self) -> String {
        format!("<Macro '{}'>", self.code.name)
    }
}
