// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What Python has and templates don't get: anything that reaches out, and anything that runs statements.

use crate::{Py, PyError};

const REFUSED: [(&str, &str); 15] = [
    ("exec", "it runs Python statements"),
    ("compile", "it makes Python code"),
    ("open", "templates can't read files"),
    ("input", "templates can't read from the terminal"),
    ("print", "templates can't write to the terminal: print with the tag for expressions"),
    ("__import__", "templates can't load modules"),
    ("breakpoint", "there is no Python to debug"),
    ("globals", "there are no Python variables"),
    ("locals", "there are no Python variables"),
    ("vars", "there are no Python variables"),
    ("dir", "values don't list their attributes"),
    ("help", "there is no Python to ask"),
    ("exit", "a template can't end the program: use 'raise'"),
    ("quit", "a template can't end the program: use 'raise'"),
    ("memoryview", "there is no such type here"),
];

/// A function that says why it does nothing.
pub(crate) fn refused(name: &'static str, why: &'static str) -> Py {
    Py::function(name, move |_, _| Err(PyError::unsupported(format!("'{name}' is not supported: {why}"))))
}

pub(super) fn table() -> impl Iterator<Item = (&'static str, Py)> {
    REFUSED.into_iter().map(|(name, why)| (name, refused(name, why)))
}
