// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Arguments of host functions: by position or by name, checked, with errors that name the function and the argument.

use std::{fmt, sync::Arc};

use minijinja::{
    Error, ErrorKind, State, Value,
    value::{Kwargs, Object, ObjectRepr, from_args},
};

/// The name and parameters of a host function.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Signature {
    /// What templates call it.
    pub(crate) name: &'static str,
    /// Its parameters in the order in which they can be given without names.
    pub(crate) parameters: &'static [&'static str],
}

/// The arguments of one call.
pub(crate) struct Args {
    signature: Signature,
    values: Vec<Option<Value>>,
}

type Body = dyn Fn(&mut State<'_, '_>, &Args) -> Result<Value, Error> + Send + Sync;

struct Function {
    signature: Signature,
    body: Box<Body>,
}

/// A function for templates.
pub(crate) fn function<F>(name: &'static str, parameters: &'static [&'static str], body: F) -> (&'static str, Value)
where
    F: Fn(&mut State<'_, '_>, &Args) -> Result<Value, Error> + Send + Sync + 'static,
{
    let signature = Signature { name, parameters };
    (name, Value::from_object(Function { signature, body: Box::new(body) }))
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<function {}>", self.signature.name)
    }
}

impl Object for Function {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn call(self: &Arc<Self>, state: &mut State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        (self.body)(state, &Args::new(self.signature, args)?)
    }
}

impl Args {
    /// Sorts the arguments of a call.
    ///
    /// # Errors
    /// More arguments than parameters, a name that is no parameter, or one given twice.
    pub(crate) fn new(signature: Signature, given: &[Value]) -> Result<Self, Error> {
        let (positional, named): (&[Value], Kwargs) = from_args(given)?;
        let Signature { name, parameters } = signature;
        if positional.len() > parameters.len() {
            return Err(Error::new(
                ErrorKind::TooManyArguments,
                format!("{name}() takes {} arguments but got {}", parameters.len(), positional.len()),
            ));
        }
        let mut values: Vec<Option<Value>> = positional.iter().cloned().map(Some).collect();
        values.resize(parameters.len(), None);
        for key in named.args() {
            let Some(slot) = parameters.iter().position(|p| *p == key).and_then(|at| values.get_mut(at)) else {
                return Err(Error::new(ErrorKind::TooManyArguments, format!("{name}() has no argument '{key}'")));
            };
            if slot.is_some() {
                return Err(Error::new(
                    ErrorKind::TooManyArguments,
                    format!("{name}() got argument '{key}' by position and by name"),
                ));
            }
            *slot = Some(named.peek::<Value>(key)?);
        }
        Ok(Self { signature, values })
    }

    /// The argument, also if it is none; `None` if it is not given.
    ///
    /// # Errors
    /// It is undefined.
    pub(crate) fn given(&self, parameter: &str) -> Result<Option<&Value>, Error> {
        let at = self.signature.parameters.iter().position(|p| *p == parameter);
        let value = at.and_then(|at| self.values.get(at)).and_then(Option::as_ref);
        match value {
            Some(value) if value.is_undefined() => Err(Error::new(
                ErrorKind::UndefinedError,
                format!("argument '{parameter}' of {}() is undefined", self.signature.name),
            )),
            value => Ok(value),
        }
    }

    /// The argument unless it is left out or none.
    ///
    /// # Errors
    /// It is undefined.
    pub(crate) fn optional(&self, parameter: &str) -> Result<Option<&Value>, Error> {
        Ok(self.given(parameter)?.filter(|value| !value.is_none()))
    }

    /// The argument, which must be given, but may be none.
    ///
    /// # Errors
    /// It is missing or undefined.
    pub(crate) fn required(&self, parameter: &str) -> Result<&Value, Error> {
        self.given(parameter)?.ok_or_else(|| {
            Error::new(ErrorKind::MissingArgument, format!("{}() needs an argument '{parameter}'", self.signature.name))
        })
    }

    /// An argument that must be text.
    ///
    /// # Errors
    /// It is missing or something else.
    pub(crate) fn text(&self, parameter: &str) -> Result<&str, Error> {
        let value = self.required(parameter)?;
        value.as_str().ok_or_else(|| self.wrong(parameter, "a string", value))
    }

    /// An argument that must be text if it is given.
    ///
    /// # Errors
    /// It is something else.
    pub(crate) fn optional_text(&self, parameter: &str) -> Result<Option<&str>, Error> {
        let Some(value) = self.optional(parameter)? else { return Ok(None) };
        value.as_str().map(Some).ok_or_else(|| self.wrong(parameter, "a string", value))
    }

    /// An argument that must be a whole number, or a string of one.
    ///
    /// # Errors
    /// It is missing, something else, or too large for the type.
    pub(crate) fn number<N: TryFrom<i128>>(&self, parameter: &str) -> Result<N, Error> {
        let value = self.required(parameter)?;
        self.convert(parameter, value)
    }

    /// As [`Self::number`], if it is given.
    ///
    /// # Errors
    /// It is something else or too large for the type.
    pub(crate) fn optional_number<N: TryFrom<i128>>(&self, parameter: &str) -> Result<Option<N>, Error> {
        self.optional(parameter)?.map(|value| self.convert(parameter, value)).transpose()
    }

    /// Whether the argument counts as true; `default` if it is not given.
    ///
    /// # Errors
    /// It is undefined.
    pub(crate) fn flag(&self, parameter: &str, default: bool) -> Result<bool, Error> {
        Ok(self.optional(parameter)?.map_or(default, Value::is_true))
    }

    /// The items of an argument that must be a list.
    ///
    /// # Errors
    /// It is missing or can't be iterated over.
    pub(crate) fn items(&self, parameter: &str) -> Result<Vec<Value>, Error> {
        self.required(parameter)?.try_iter()?.checked().collect()
    }

    /// The error that says what an argument should have been.
    pub(crate) fn wrong(&self, parameter: &str, expected: &str, got: &Value) -> Error {
        let got = match got.as_str() {
            Some(text) => format!("the string '{text}'"),
            None if got.is_number() => format!("the number {got}"),
            None => format!("a {}", got.kind()),
        };
        Error::new(
            ErrorKind::InvalidOperation,
            format!("argument '{parameter}' of {}() must be {expected}, not {got}", self.signature.name),
        )
    }

    fn convert<N: TryFrom<i128>>(&self, parameter: &str, value: &Value) -> Result<N, Error> {
        let number = whole(value).ok_or_else(|| self.wrong(parameter, "a whole number", value))?;
        N::try_from(number).map_err(|_| self.wrong(parameter, "a number in range", value))
    }
}

/// The whole number that a value is, or that its text says in decimal, hexadecimal (`0x`), octal (`0o`) or
/// binary (`0b`). Sizes in settings may be either.
pub(crate) fn whole(value: &Value) -> Option<i128> {
    match value.as_str() {
        Some(text) => parse_int(text, 0),
        None => i128::try_from(value.clone()).ok(),
    }
}

/// Python's `int(text, base)`; base 0 reads the prefix.
pub(crate) fn parse_int(text: &str, base: u32) -> Option<i128> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let lower = digits.to_ascii_lowercase();
    let prefix = [("0x", 16), ("0o", 8), ("0b", 2)]
        .into_iter()
        .find_map(|(prefix, radix)| Some((lower.strip_prefix(prefix)?, radix)));
    let (digits, radix) = match (prefix, base) {
        (Some((rest, radix)), 0) => (rest, radix),
        (Some((rest, radix)), _) if radix == base => (rest, radix),
        (_, 0) => (lower.as_str(), 10),
        (_, 2..=36) => (lower.as_str(), base),
        _ => return None,
    };
    if !digits.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let number = i128::from_str_radix(&digits.replace('_', ""), radix).ok()?;
    Some(if negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::parse_int;

    #[test]
    fn numbers_are_read_as_python_reads_them() {
        assert_eq!(parse_int("42", 0), Some(42));
        assert_eq!(parse_int(" -0x1F ", 0), Some(-31));
        assert_eq!(parse_int("0b101", 0), Some(5));
        assert_eq!(parse_int("ff", 16), Some(255));
        assert_eq!(parse_int("0xff", 16), Some(255));
        for bad in ["", "-", "0x", "x", "1.5", "--1", "-+1"] {
            assert_eq!(parse_int(bad, 0), None, "{bad}");
        }
        assert_eq!(parse_int("10", 1), None);
        assert_eq!(parse_int("10", 99), None);
    }
}
