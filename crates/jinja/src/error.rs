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
    /// The column of the tag in which it happened.
    column: Option<u32>,
    /// Where it happened, and the ways that led there, the nearest first.
    places: Vec<Place>,
    /// Why a template could not be read that was needed.
    unread: Option<Box<TemplateError>>,
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
    /// Something that templates don't get here.
    Unsupported,
    /// A template that is not there.
    NotFound,
}

impl PyError {
    /// An exception of a class.
    #[must_use]
    pub fn new(class: &'static Class, message: impl Into<String>) -> Self {
        Self::of_kind(PyErrorKind::Exception, class, message)
    }

    pub(crate) fn of_kind(kind: PyErrorKind, class: &'static Class, message: impl Into<String>) -> Self {
        let (places, unread) = (Vec::new(), None);
        Self(Box::new(Raised { class, message: message.into(), kind, column: None, places, unread }))
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

    /// That a template could not be read.
    pub(crate) fn unread(error: TemplateError) -> Self {
        let mut raised = Self::new(&class::RUNTIME_ERROR, error.message.clone());
        raised.0.unread = Some(Box::new(error));
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

    /// The same with a place that led there.
    pub(crate) fn through(mut self, template: &Arc<str>, line: u32) -> Self {
        let place = Place { template: Arc::clone(template), line };
        if self.0.places.last() != Some(&place) {
            self.0.places.push(place);
        }
        self
    }

    /// What a failure of a template looks like from outside: that of the template `name`, which was rendered.
    pub(crate) fn into_failure(self, name: &str) -> TemplateError {
        let text = if self.0.message.is_empty() { self.to_string() } else { String::new() };
        let Raised { class, message, kind, column, mut places, unread } = *self.0;
        if let Some(unread) = unread {
            return TemplateError { via: places, ..*unread };
        }
        let first = if places.is_empty() { Place { template: Arc::from(name), line: 1 } } else { places.remove(0) };
        TemplateError {
            template: first.template,
            line: first.line,
            column: column.unwrap_or(1),
            kind: match kind {
                PyErrorKind::Exception => ErrorKind::Raised(class.name()),
                PyErrorKind::Undefined => ErrorKind::Undefined,
                PyErrorKind::Limit => ErrorKind::Limit,
                PyErrorKind::Unsupported => ErrorKind::Unsupported,
                PyErrorKind::NotFound => ErrorKind::NotFound,
            },
            message: if message.is_empty() { text } else { message },
            via: places,
        }
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
