// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Jinja2 templates with Python's semantics.
//!
//! Templates that people already have are Jinja2 with idioms of Python. When one is loaded, its text becomes a tree of
//! statements and expressions ([`template`]), which a render goes through ([`run`], [`eval`]): a value means what it
//! means in Python.
//! Nothing of Python runs: no file, process, network or environment is within reach, and a [`Limits`] bounds what a
//! render may use up.

mod args;
mod ast;
mod attr;
mod budget;
mod builtins;
mod call;
pub mod class;
mod collections;
mod compare;
mod cx;
mod engine;
pub mod error;
mod eval;
mod exception;
mod filters;
mod format;
mod function;
mod host;
mod int;
mod iter;
mod methods;
mod modules;
mod number_text;
pub mod operations;
mod ops;
mod percent;
mod run;
mod syntax;
mod template;
mod tests;
mod text;
mod trash;
mod truth;
mod value;

pub use self::{
    args::{Args, Bound},
    budget::Limits,
    class::Class,
    collections::{Dict, Key, List, Namespace, Set, SetKind, Tuple, Watch},
    cx::Cx,
    engine::{Engine, Names, Rendered, Source},
    error::{ErrorKind, Place, PyError, PyErrorKind, PyResult, TemplateError},
    exception::Exception,
    function::{Function, Lambda, Method},
    host::Host,
    iter::{Iter, Range, View},
    value::{Module, Py},
};
