// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Errors: an exception that Python would raise, and what a template's failure looks like from outside.

use std::{fmt, sync::Arc};

use crate::{
    Py,
    class::{self, Class},
};

/// The result of anything that can raise.
pub type PyResult<T = Py> = Result<T, PyError>;

/// An exception on its way up.
#[derive(Debug, Clone)]
pub struct PyError(Box<Raised>);

#[derive(Debug, Clone)]
struct Raised {
    class: &'static Class,
    message: String,
    kind: PyErrorKind,
    /// Where it happened, once known; an error that crossed a macro or an include knows more places than one.
    engine: Option<Arc<minijinja::Error>>,
    /// The column of the tag in which it happened.
    column: Option<u32>,
}

/// What an error is to the one who renders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PyErrorKind {
    /// An exception of Python.
    Exception,
    /// A name, attribute or item that is not there.
    Undefined,
    /// A limit of the render: fuel, memory, output, recursion. Nothing catches it.
    Limit,
    /// Something that the compatibility pass does not do.
    Unsupported,
}

impl PyError {
    /// An exception of a class.
    #[must_use]
    pub fn new(class: &'static Class, message: impl Into<String>) -> Self {
        let kind = PyErrorKind::Exception;
        Self(Box::new(Raised { class, message: message.into(), kind, engine: None, column: None }))
    }

    pub(crate) fn of_kind(kind: PyErrorKind, class: &'static Class, message: impl Into<String>) -> Self {
        Self(Box::new(Raised { class, message: message.into(), kind, engine: None, column: None }))
    }

    pub(crate) fn limit(message: impl Into<String>) -> Self {
        Self::of_kind(PyErrorKind::Limit, &class::RUNTIME_ERROR, message)
    }

    pub(crate) fn undefined(message: impl Into<String>) -> Self {
        Self::of_kind(PyErrorKind::Undefined, &class::UNDEFINED_ERROR, message)
    }

    pub(crate) fn unsupported(message: impl Into<String>) -> Self {
        Self::of_kind(PyErrorKind::Unsupported, &class::RUNTIME_ERROR, message)
    }

    pub(crate) fn of_engine(error: minijinja::Error) -> Self {
        let mut source: Option<&(dyn std::error::Error + 'static)> = Some(&error);
        let mut found = None;
        while let Some(inner) = source {
            if let Some(raised) = inner.downcast_ref::<Self>() {
                found = Some(raised.clone());
            }
            source = inner.source();
        }
        let mut raised = found.unwrap_or_else(|| {
            let detail = error.detail().map_or_else(|| error.kind().to_string(), ToOwned::to_owned);
            if detail.contains("recursion limit") {
                return Self::limit("the template nests too deeply");
            }
            Self::new(&class::RUNTIME_ERROR, detail)
        });
        raised.0.engine = Some(Arc::new(error));
        raised
    }

    /// The class of the exception.
    #[must_use]
    pub fn class(&self) -> &'static Class {
        self.0.class
    }

    /// What `str()` of the exception gives.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What kind of error it is.
    #[must_use]
    pub fn kind(&self) -> PyErrorKind {
        self.0.kind
    }

    /// The same with the column of the tag in which it happened, unless that is known.
    pub(crate) fn at(mut self, column: u32) -> Self {
        self.0.column.get_or_insert(column);
        self
    }

    pub(crate) fn column(&self) -> Option<u32> {
        self.0.column
    }

    pub(crate) fn engine(&self) -> Option<&Arc<minijinja::Error>> {
        self.0.engine.as_ref()
    }

    /// Whether it is an exception of this class or of one derived from it.
    #[must_use]
    pub fn is(&self, class: &'static Class) -> bool {
        self.0.kind == PyErrorKind::Exception && self.0.class.is_subclass(class)
    }
}

impl fmt::Display for PyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.kind {
            PyErrorKind::Exception if !self.0.message.is_empty() => {
                write!(f, "{}: {}", self.0.class.name(), self.0.message)
            }
            PyErrorKind::Exception => f.write_str(self.0.class.name()),
            _ => f.write_str(&self.0.message),
        }
    }
}

impl std::error::Error for PyError {}

macro_rules! raises {
    ($($name:ident $class:ident $text:literal;)*) => {$(
        #[doc = concat!("A `", $text, "`.")]
        #[must_use]
        pub fn $name(message: impl Into<String>) -> PyError {
            PyError::new(&class::$class, message)
        }
    )*};
}

raises! {
    type_error TYPE_ERROR "TypeError";
    value_error VALUE_ERROR "ValueError";
    key_error KEY_ERROR "KeyError";
    index_error INDEX_ERROR "IndexError";
    attribute_error ATTRIBUTE_ERROR "AttributeError";
    assertion_error ASSERTION_ERROR "AssertionError";
    runtime_error RUNTIME_ERROR "RuntimeError";
    overflow_error OVERFLOW_ERROR "OverflowError";
    zero_division ZERO_DIVISION_ERROR "ZeroDivisionError";
}

/// A place in a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Name of the template.
    pub template: Arc<str>,
    /// Line, from 1.
    pub line: u32,
}

/// What kind of failure a [`TemplateError`] is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorKind {
    /// The template can't be parsed.
    Syntax,
    /// It uses something that is not supported.
    Unsupported,
    /// It uses a name, attribute or item that is not there.
    Undefined,
    /// It raised an exception of this class, or a function that it called did.
    Raised(&'static str),
    /// There is no such template.
    NotFound,
    /// It exceeded a limit.
    Limit,
}

/// Why a template could not be compiled or rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    /// Name of the template in which it happened; it may be one that another one includes.
    pub template: Arc<str>,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1; 1 if not known.
    pub column: u32,
    /// What kind of failure it is.
    pub kind: ErrorKind,
    /// What is wrong, in words.
    pub message: String,
    /// The places that led there, the nearest first: where it was included, or its macro called.
    pub via: Vec<Place>,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.template, self.line, self.message)
    }
}

impl std::error::Error for TemplateError {}
