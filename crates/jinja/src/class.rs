// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Classes: what `type(x)` gives and `isinstance(x, C)` asks for.

use std::fmt;

use crate::{Py, PyResult, args::Args, cx::Cx};

/// What calling a class does.
pub type Construct = fn(&mut Cx<'_>, &'static Class, &Args<'_>) -> PyResult;

/// A class: its name, what it derives from, what calling it makes. Classes are the same if they are the same static.
pub struct Class {
    name: &'static str,
    bases: &'static [&'static Self],
    construct: Option<Construct>,
}

impl Class {
    /// A class of values that templates can't make.
    #[must_use]
    pub const fn host(name: &'static str, bases: &'static [&'static Self]) -> Self {
        Self { name, bases, construct: None }
    }

    /// A class of exceptions: calling it makes one.
    #[must_use]
    pub const fn exception(name: &'static str, bases: &'static [&'static Self]) -> Self {
        Self { name, bases, construct: Some(crate::exception::construct) }
    }

    /// A class whose values are made by a function.
    #[must_use]
    pub const fn callable(name: &'static str, bases: &'static [&'static Self], construct: Construct) -> Self {
        Self { name, bases, construct: Some(construct) }
    }

    /// Its name, as `__name__` gives it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether it is another class or derives from it.
    #[must_use]
    pub fn is_subclass(&'static self, other: &'static Self) -> bool {
        std::ptr::eq(self, other)
            || std::ptr::eq(other, &OBJECT)
            || self.bases.iter().any(|base| base.is_subclass(other))
    }

    pub(crate) fn construct(&'static self) -> Option<Construct> {
        self.construct
    }
}

impl PartialEq for Class {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Class {}

impl fmt::Debug for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<class '{}'>", self.name)
    }
}

macro_rules! plain {
    ($($name:ident $text:literal;)*) => {$(
        #[doc = concat!("`", $text, "`.")]
        pub static $name: Class = Class::host($text, &[]);
    )*};
}

macro_rules! constructed {
    ($($name:ident $text:literal [$($base:ident)?] $make:path;)*) => {$(
        #[doc = concat!("`", $text, "`.")]
        pub static $name: Class = Class::callable($text, &[$(&$base)?], $make);
    )*};
}

macro_rules! exceptions {
    ($($name:ident $text:literal $base:ident;)*) => {$(
        #[doc = concat!("`", $text, "`.")]
        pub static $name: Class = Class::exception($text, &[&$base]);
    )*};
}

plain! {
    NONE "NoneType";
    FUNCTION "function";
    METHOD "builtin_function_or_method";
    MODULE "module";
    TYPE "type";
    GENERATOR "generator";
    DICT_KEYS "dict_keys";
    DICT_VALUES "dict_values";
    DICT_ITEMS "dict_items";
    MATCH "re.Match";
    PATTERN "re.Pattern";
    UNDEFINED "StrictUndefined";
    MACRO "Macro";
    LOOP "LoopContext";
    SLICE "slice";
}

use crate::builtins::make;

/// `object`: everything derives from it.
pub static OBJECT: Class = Class::callable("object", &[], make::object);

constructed! {
    INT "int" [] make::int;
    BOOL "bool" [INT] make::bool;
    FLOAT "float" [] make::float;
    STR "str" [] make::str;
    BYTES "bytes" [] make::bytes;
    LIST "list" [] make::list;
    TUPLE "tuple" [] make::tuple;
    DICT "dict" [] make::dict;
    ORDERED_DICT "OrderedDict" [DICT] make::dict;
    COUNTER_DICT "Counter" [DICT] make::tally;
    DEFAULT_DICT "defaultdict" [DICT] make::default_dict;
    SET "set" [] make::set;
    FROZEN_SET "frozenset" [] make::set;
    ORDERED_SET "OrderedSet" [] make::set;
    RANGE "range" [] make::range;
    NAMESPACE "Namespace" [] make::namespace;
    CELL_COUNTER "Counter" [] make::counter;
    JOINER "Joiner" [] make::joiner;
    CYCLER "Cycler" [] make::cycler;
    MAP "map" [] make::map;
    FILTER "filter" [] make::filter;
    ZIP "zip" [] make::zip;
    ENUMERATE "enumerate" [] make::enumerate;
    REVERSED "reversed" [] make::reversed;
}

/// `BaseException`.
pub static BASE_EXCEPTION: Class = Class::exception("BaseException", &[]);

exceptions! {
    EXCEPTION "Exception" BASE_EXCEPTION;
    TYPE_ERROR "TypeError" EXCEPTION;
    VALUE_ERROR "ValueError" EXCEPTION;
    LOOKUP_ERROR "LookupError" EXCEPTION;
    KEY_ERROR "KeyError" LOOKUP_ERROR;
    INDEX_ERROR "IndexError" LOOKUP_ERROR;
    ATTRIBUTE_ERROR "AttributeError" EXCEPTION;
    NAME_ERROR "NameError" EXCEPTION;
    ASSERTION_ERROR "AssertionError" EXCEPTION;
    RUNTIME_ERROR "RuntimeError" EXCEPTION;
    NOT_IMPLEMENTED_ERROR "NotImplementedError" RUNTIME_ERROR;
    RECURSION_ERROR "RecursionError" RUNTIME_ERROR;
    STOP_ITERATION "StopIteration" EXCEPTION;
    ARITHMETIC_ERROR "ArithmeticError" EXCEPTION;
    ZERO_DIVISION_ERROR "ZeroDivisionError" ARITHMETIC_ERROR;
    OVERFLOW_ERROR "OverflowError" ARITHMETIC_ERROR;
    OS_ERROR "OSError" EXCEPTION;
    UNDEFINED_ERROR "UndefinedError" EXCEPTION;
    SYNTAX_ERROR "SyntaxError" EXCEPTION;
    RE_ERROR "error" EXCEPTION;
}

/// `numbers.Number` and its heirs: classes that `isinstance` knows by what they stand for.
pub static NUMBER: Class = Class::host("Number", &[]);
/// `numbers.Integral`.
pub static INTEGRAL: Class = Class::host("Integral", &[]);
/// `numbers.Real`.
pub static REAL: Class = Class::host("Real", &[]);

/// Whether a value of one class is one of another, those of `numbers` included.
pub(crate) fn derives(class: &'static Class, from: &'static Class) -> bool {
    class.is_subclass(from)
        || (std::ptr::eq(from, &INTEGRAL) && class.is_subclass(&INT))
        || ((std::ptr::eq(from, &NUMBER) || std::ptr::eq(from, &REAL))
            && (class.is_subclass(&INT) || class.is_subclass(&FLOAT)))
}

impl From<&'static Class> for Py {
    fn from(class: &'static Class) -> Self {
        Self::Class(class)
    }
}
