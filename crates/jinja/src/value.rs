// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A value of Python as templates see it.

use std::{fmt, sync::Arc};

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use crate::{
    PyResult,
    args::Args,
    class::{self, Class},
    collections::{Dict, Key, List, Namespace, Set, SetKind, Tuple, Watch},
    cx::Cx,
    error::type_error,
    exception::Exception,
    function::{Function, Lambda, Method},
    host::Host,
    iter::{Iter, Range, View},
};

/// A value of Python. To clone one is to count a reference: lists and dictionaries are shared, as in Python.
#[derive(Clone)]
pub enum Py {
    /// `None`.
    None,
    /// What `StrictUndefined` stands for, with the message of the error that its use is.
    Undefined(Arc<str>),
    /// What a condition without `else` gives when it does not hold: Jinja2's plain `Undefined`, which prints as nothing.
    Nothing,
    /// `True` or `False`.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// An integer that an `i64` can't hold.
    Big(Arc<BigInt>),
    /// A float.
    Float(f64),
    /// A string.
    Str(Arc<str>),
    /// A byte string.
    Bytes(Arc<[u8]>),
    /// A list.
    List(Arc<List>),
    /// A tuple.
    Tuple(Arc<Tuple>),
    /// A dictionary; it keeps the order of insertion.
    Dict(Arc<Dict>),
    /// A set; it keeps the order of insertion.
    Set(Arc<Set>),
    /// A range.
    Range(Arc<Range>),
    /// The keys, values or items of a dictionary.
    View(Arc<View>),
    /// An iterator.
    Iter(Arc<Iter>),
    /// A class.
    Class(&'static Class),
    /// An exception.
    Exception(Arc<Exception>),
    /// A function of the host.
    Function(Arc<Function>),
    /// A method of a value.
    Method(Arc<Method>),
    /// A function whose body is an expression.
    Lambda(Arc<Lambda>),
    /// A module.
    Module(Arc<Module>),
    /// What `namespace()` makes.
    Namespace(Arc<Namespace>),
    /// An entity of the host.
    Host(Arc<dyn Host>),
}

/// A module: names with values.
pub struct Module {
    name: &'static str,
    members: Vec<(&'static str, Py)>,
}

impl Module {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// A member.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Py> {
        self.members.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }
}

impl Py {
    /// A string.
    #[must_use]
    pub fn str(text: impl Into<Arc<str>>) -> Self {
        Self::Str(text.into())
    }

    /// A list.
    #[must_use]
    pub fn list(items: Vec<Self>) -> Self {
        Self::List(Arc::new(List::new(items)))
    }

    /// A tuple.
    #[must_use]
    pub fn tuple(items: Vec<Self>) -> Self {
        Self::Tuple(Arc::new(Tuple::new(items)))
    }

    /// A dictionary. Pairs whose key can't be a key are left out.
    #[must_use]
    pub fn dict(pairs: impl IntoIterator<Item = (Self, Self)>) -> Self {
        let pairs = pairs.into_iter().filter_map(|(key, value)| Some((Key::new(key).ok()?, value)));
        Self::Dict(Arc::new(Dict::new(&class::DICT, pairs.collect())))
    }

    /// As [`Self::dict`], of a dictionary that tells who looks at it.
    #[must_use]
    pub fn watched_dict(pairs: impl IntoIterator<Item = (Self, Self)>, watch: Box<dyn Watch>) -> Self {
        let pairs = pairs.into_iter().filter_map(|(key, value)| Some((Key::new(key).ok()?, value)));
        Self::Dict(Arc::new(Dict::watched(&class::DICT, pairs.collect(), watch)))
    }

    /// An ordered set, as `set()` makes in templates. Items that can't be in a set are left out.
    #[must_use]
    pub fn set(items: Vec<Self>) -> Self {
        let items = items.into_iter().filter_map(|item| Key::new(item).ok()).collect();
        Self::Set(Arc::new(Set::new(SetKind::Ordered, items)))
    }

    /// A set as braces make it, and as `set()` makes it outside of templates. Items that can't be in a set are left out.
    #[must_use]
    pub fn plain_set(items: Vec<Self>) -> Self {
        let items = items.into_iter().filter_map(|item| Key::new(item).ok()).collect();
        Self::Set(Arc::new(Set::new(SetKind::Plain, items)))
    }

    /// An entity of the host.
    #[must_use]
    pub fn host(host: impl Host) -> Self {
        Self::Host(Arc::new(host))
    }

    /// A function of the host.
    #[must_use]
    pub fn function<F>(name: &'static str, call: F) -> Self
    where
        F: Fn(&mut Cx<'_>, &Args<'_>) -> PyResult + Send + Sync + 'static,
    {
        Self::Function(Arc::new(Function::new(name, Box::new(call))))
    }

    /// A module.
    #[must_use]
    pub fn module(name: &'static str, members: impl IntoIterator<Item = (&'static str, Self)>) -> Self {
        Self::Module(Arc::new(Module { name, members: members.into_iter().collect() }))
    }

    /// An integer of any size.
    #[must_use]
    pub fn big(value: BigInt) -> Self {
        value.to_i64().map_or_else(|| Self::Big(Arc::new(value)), Self::Int)
    }

    /// The text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The value of an integer that fits; `True` is 1, as in Python.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(*value),
            Self::Bool(value) => Some(i64::from(*value)),
            _ => None,
        }
    }

    /// The value of an integer of any size.
    #[must_use]
    pub fn as_big(&self) -> Option<BigInt> {
        match self {
            Self::Big(value) => Some((**value).clone()),
            _ => self.as_i64().map(BigInt::from),
        }
    }

    /// The value of a boolean.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The value of a number as a float.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Float(value) => Some(*value),
            Self::Big(value) => value.to_f64(),
            #[allow(clippy::cast_precision_loss)] // as Python does
            _ => self.as_i64().map(|value| value as f64),
        }
    }

    /// A list.
    #[must_use]
    pub fn as_list(&self) -> Option<&Arc<List>> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    /// A dictionary.
    #[must_use]
    pub fn as_dict(&self) -> Option<&Arc<Dict>> {
        match self {
            Self::Dict(dict) => Some(dict),
            _ => None,
        }
    }

    /// A set.
    #[must_use]
    pub fn as_set(&self) -> Option<&Arc<Set>> {
        match self {
            Self::Set(set) => Some(set),
            _ => None,
        }
    }

    /// The items of a tuple.
    #[must_use]
    pub fn as_tuple(&self) -> Option<&[Self]> {
        match self {
            Self::Tuple(tuple) => Some(tuple.items()),
            _ => None,
        }
    }

    /// An entity of the host of a certain type.
    #[must_use]
    pub fn as_host<T: Host>(&self) -> Option<&T> {
        match self {
            Self::Host(host) => {
                let any: &dyn std::any::Any = &**host;
                any.downcast_ref()
            }
            _ => None,
        }
    }

    /// Whether it is `None`.
    #[must_use]
    pub fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// Whether it is undefined.
    #[must_use]
    pub fn is_undefined(&self) -> bool {
        matches!(self, Self::Undefined(_) | Self::Nothing)
    }

    /// Its class.
    #[must_use]
    pub fn class(&self) -> &'static Class {
        match self {
            Self::None => &class::NONE,
            Self::Undefined(_) | Self::Nothing => &class::UNDEFINED,
            Self::Bool(_) => &class::BOOL,
            Self::Int(_) | Self::Big(_) => &class::INT,
            Self::Float(_) => &class::FLOAT,
            Self::Str(_) => &class::STR,
            Self::Bytes(_) => &class::BYTES,
            Self::List(_) => &class::LIST,
            Self::Tuple(_) => &class::TUPLE,
            Self::Dict(dict) => dict.class(),
            Self::Set(set) => set.kind().class(),
            Self::Range(_) => &class::RANGE,
            Self::View(view) => view.class(),
            Self::Iter(iter) => iter.class(),
            Self::Class(_) => &class::TYPE,
            Self::Exception(exception) => exception.class(),
            Self::Function(_) | Self::Method(_) => &class::METHOD,
            Self::Lambda(_) => &class::FUNCTION,
            Self::Module(_) => &class::MODULE,
            Self::Namespace(_) => &class::NAMESPACE,
            Self::Host(host) => host.class(),
        }
    }

    /// The name of its class.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        self.class().name()
    }

    /// Whether dropping it may drop other values.
    pub(crate) fn holds_values(&self) -> bool {
        !matches!(
            self,
            Self::None
                | Self::Undefined(_)
                | Self::Nothing
                | Self::Bool(_)
                | Self::Int(_)
                | Self::Big(_)
                | Self::Float(_)
                | Self::Str(_)
                | Self::Bytes(_)
                | Self::Range(_)
                | Self::Class(_)
        )
    }

    /// The value, or the error that its use is if it is undefined.
    pub(crate) fn defined(&self) -> PyResult<&Self> {
        match self {
            Self::Undefined(message) => Err(crate::PyError::undefined(&**message)),
            Self::Nothing => Err(crate::PyError::undefined(NOTHING)),
            _ => Ok(self),
        }
    }

    /// The text of a string, or the error that it is none.
    pub(crate) fn expect_str(&self, what: &str) -> PyResult<&str> {
        self.defined()?;
        self.as_str().ok_or_else(|| type_error(format!("{what} must be str, not {}", self.type_name())))
    }

    /// An index: an integer that fits.
    pub(crate) fn expect_index(&self) -> PyResult<i64> {
        self.defined()?;
        self.as_i64().ok_or_else(|| match self {
            Self::Big(_) => crate::error::overflow_error("Python int too large to convert to C ssize_t"),
            _ => type_error(format!("'{}' object cannot be interpreted as an integer", self.type_name())),
        })
    }
}

/// What the use of a condition without `else` that does not hold says.
const NOTHING: &str = "the inline if-expression evaluated to false and no else section was defined.";

impl fmt::Debug for Py {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match crate::text::repr(self) {
            Ok(text) => f.write_str(&text),
            Err(error) => write!(f, "<{error}>"),
        }
    }
}

macro_rules! from {
    ($($type:ty: $value:ident => $py:expr;)*) => {$(
        impl From<$type> for Py {
            fn from($value: $type) -> Self {
                $py
            }
        }
    )*};
}

from! {
    bool: value => Self::Bool(value);
    i64: value => Self::Int(value);
    i32: value => Self::Int(i64::from(value));
    u8: value => Self::Int(i64::from(value));
    u32: value => Self::Int(i64::from(value));
    u64: value => i64::try_from(value).map_or_else(|_| Self::big(BigInt::from(value)), Self::Int);
    usize: value => i64::try_from(value).map_or_else(|_| Self::big(BigInt::from(value)), Self::Int);
    i128: value => Self::big(BigInt::from(value));
    u128: value => Self::big(BigInt::from(value));
    BigInt: value => Self::big(value);
    f64: value => Self::Float(value);
    &str: value => Self::Str(Arc::from(value));
    String: value => Self::Str(Arc::from(value));
    Arc<str>: value => Self::Str(value);
    (): _value => Self::None;
}

impl<T: Into<Self>> From<Option<T>> for Py {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::None, Into::into)
    }
}

impl<T: Into<Self>> From<Vec<T>> for Py {
    fn from(items: Vec<T>) -> Self {
        Self::list(items.into_iter().map(Into::into).collect())
    }
}
