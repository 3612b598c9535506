// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Errors of the engine as failures of templates, with the way that led there.

use std::{error::Error, fmt, sync::Arc};

use crate::{
    TemplateError,
    error::{ErrorKind, Place, PyError},
    syntax::{Mistake, SyntaxError},
};

/// An error of the engine inside of another one: that of a macro that was called.
#[derive(Debug)]
pub(super) struct Inner(pub(super) Arc<minijinja::Error>);

impl fmt::Display for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Error for Inner {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.0)
    }
}

/// A mistake that was found when a template was read.
pub(super) fn of_syntax(name: &str, text: &str, error: &SyntaxError) -> TemplateError {
    let before = text.get(..error.offset.min(text.len())).unwrap_or(text);
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    TemplateError {
        template: Arc::from(name),
        line: number(line),
        column: number(column),
        kind: match error.kind {
            Mistake::Syntax => ErrorKind::Syntax,
            Mistake::Unsupported => ErrorKind::Unsupported,
        },
        message: error.message.clone(),
        via: Vec::new(),
    }
}

/// What went wrong, and where: an error says only that something inside of it failed.
pub(super) fn of_error(name: &str, error: &minijinja::Error) -> TemplateError {
    let mut places: Vec<Place> = Vec::new();
    let mut deepest = error;
    let mut raised: Option<&PyError> = None;
    let mut own: Option<&TemplateError> = None;
    let mut source: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(current) = source {
        if let Some(error) = current.downcast_ref::<minijinja::Error>() {
            deepest = error;
            if let (Some(template), Some(line)) = (error.name(), error.line()) {
                let place = Place { template: Arc::from(template), line: u32::try_from(line).unwrap_or(u32::MAX) };
                if places.last() != Some(&place) {
                    places.push(place);
                }
            }
        } else if let Some(error) = current.downcast_ref::<PyError>() {
            raised = Some(error);
        } else if let Some(error) = current.downcast_ref::<TemplateError>() {
            own = Some(error);
        }
        source = current.source();
    }
    if let Some(own) = own {
        places.reverse();
        return TemplateError { via: places, ..own.clone() };
    }
    let place = places.pop().unwrap_or_else(|| Place { template: Arc::from(name), line: 1 });
    places.reverse();
    let (kind, message) = match raised {
        Some(error) => {
            (super::kind_of(error), if error.message().is_empty() { error.to_string() } else { message(error) })
        }
        None => native(deepest),
    };
    let column = raised.and_then(PyError::column).unwrap_or(1);
    TemplateError { template: place.template, line: place.line, column, kind, message, via: places }
}

/// The text of an error: an exception of the template's own is told without its class.
fn message(error: &PyError) -> String {
    error.message().to_owned()
}

/// An error that the engine itself found.
fn native(error: &minijinja::Error) -> (ErrorKind, String) {
    let detail = error.detail().map_or_else(|| error.kind().to_string(), ToOwned::to_owned);
    match error.kind() {
        minijinja::ErrorKind::WriteFailure => (ErrorKind::Limit, "the output is too long".to_owned()),
        minijinja::ErrorKind::TemplateNotFound => (ErrorKind::NotFound, detail),
        minijinja::ErrorKind::SyntaxError => (ErrorKind::Syntax, detail),
        minijinja::ErrorKind::UndefinedError => (ErrorKind::Undefined, detail),
        _ if detail.contains("recursion limit") => {
            (ErrorKind::Limit, "includes, macros and loops nest too deeply".to_owned())
        }
        _ => (ErrorKind::Raised("RuntimeError"), detail),
    }
}
