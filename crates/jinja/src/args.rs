// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The arguments of a call, and their binding to parameters as Python does it.

use std::sync::Arc;

use crate::{Py, PyResult, error::type_error};

/// The arguments of a call.
#[derive(Debug, Clone, Copy, Default)]
pub struct Args<'a> {
    /// Those without a name.
    pub positional: &'a [Py],
    /// Those with one.
    pub named: &'a [(Arc<str>, Py)],
}

impl<'a> Args<'a> {
    /// Arguments without names only.
    #[must_use]
    pub fn of(positional: &'a [Py]) -> Self {
        Self { positional, named: &[] }
    }

    /// Binds them to parameters; arguments that no parameter takes are an error.
    ///
    /// # Errors
    /// `TypeError` for too many arguments, an unknown name, or a parameter given twice.
    pub fn bind(&self, function: &'static str, parameters: &'static [&'static str]) -> PyResult<Bound<'a>> {
        let bound = self.bind_open(function, parameters)?;
        if let Some((name, _)) = bound.rest.first() {
            return Err(type_error(format!("{function}() got an unexpected keyword argument '{name}'")));
        }
        Ok(bound)
    }

    /// Binds them to parameters and keeps keyword arguments that no parameter takes, as a function with `**kwargs` does.
    ///
    /// # Errors
    /// `TypeError` for too many arguments or a parameter given twice.
    pub fn bind_open(&self, function: &'static str, parameters: &'static [&'static str]) -> PyResult<Bound<'a>> {
        if self.positional.len() > parameters.len() {
            let (most, given) = (parameters.len(), self.positional.len());
            let s = if most == 1 { "" } else { "s" };
            let message = format!("{function}() takes at most {most} argument{s} ({given} given)");
            return Err(type_error(message));
        }
        let mut bound = Bound { function, parameters, values: [None; MOST], rest: Vec::new() };
        for (at, value) in self.positional.iter().enumerate() {
            if let Some(slot) = bound.values.get_mut(at) {
                *slot = Some(value);
            }
        }
        for (name, value) in self.named {
            match parameters.iter().position(|parameter| *parameter == &**name) {
                Some(at) => match bound.values.get_mut(at) {
                    Some(slot @ None) => *slot = Some(value),
                    _ => {
                        let message = format!("{function}() got multiple values for argument '{name}'");
                        return Err(type_error(message));
                    }
                },
                None => bound.rest.push((name, value)),
            }
        }
        Ok(bound)
    }

    /// The only argument.
    ///
    /// # Errors
    /// `TypeError` if there is not exactly one, or it has a name.
    pub fn one(&self, function: &'static str) -> PyResult<&'a Py> {
        match (self.positional, self.named) {
            ([one], []) => Ok(one),
            (_, []) => {
                let given = self.positional.len();
                Err(type_error(format!("{function}() takes exactly one argument ({given} given)")))
            }
            _ => Err(type_error(format!("{function}() takes no keyword arguments"))),
        }
    }

    /// No argument at all.
    ///
    /// # Errors
    /// `TypeError` if there is one.
    pub fn none(&self, function: &'static str) -> PyResult<()> {
        if self.positional.is_empty() && self.named.is_empty() {
            return Ok(());
        }
        let given = self.positional.len() + self.named.len();
        Err(type_error(format!("{function}() takes no arguments ({given} given)")))
    }
}

/// The most parameters that a function may have.
const MOST: usize = 12;

/// Arguments that were bound to parameters.
#[derive(Debug)]
pub struct Bound<'a> {
    function: &'static str,
    parameters: &'static [&'static str],
    values: [Option<&'a Py>; MOST],
    /// Keyword arguments that no parameter takes.
    pub rest: Vec<(&'a Arc<str>, &'a Py)>,
}

impl<'a> Bound<'a> {
    /// The argument of a parameter; `None` if it was not given.
    #[must_use]
    pub fn get(&self, parameter: &str) -> Option<&'a Py> {
        let at = self.parameters.iter().position(|name| *name == parameter)?;
        self.values.get(at).copied().flatten()
    }

    /// The argument of a parameter that has no default.
    ///
    /// # Errors
    /// `TypeError` if it was not given.
    pub fn required(&self, parameter: &str) -> PyResult<&'a Py> {
        self.get(parameter).ok_or_else(|| {
            type_error(format!("{}() missing 1 required positional argument: '{parameter}'", self.function))
        })
    }

    /// The argument of a parameter unless it is missing or `None`.
    #[must_use]
    pub fn some(&self, parameter: &str) -> Option<&'a Py> {
        self.get(parameter).filter(|value| !matches!(value, Py::None))
    }
}
