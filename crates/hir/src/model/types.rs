// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Types of parameters, attributes and dataports.

use std::fmt;
use std::sync::Arc;

use smol_str::{SmolStr, format_smolstr};

use super::Struct;

/// A type that can flow over a procedure or be an attribute's type. Spellings with one meaning are one value:
/// `integer`, `signed` and `signed int` are all [`BasicType::Int`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum BasicType {
    /// `int`
    Int,
    /// `unsigned int`
    UnsignedInt,
    /// `char`
    Char,
    /// `signed char`
    SignedChar,
    /// `unsigned char`
    UnsignedChar,
    /// `string`, in C `char *`
    String,
    /// `int64_t`
    Int64,
    /// `uint64_t`
    Uint64,
    /// `struct tag`, a C struct
    CStruct(SmolStr),
    /// Any other word: a C type that some `include` must declare
    Named(SmolStr),
}

/// Type of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttributeType {
    /// A basic type or a C typedef.
    Basic(BasicType),
    /// An ADL struct, named or written in place.
    Struct(Arc<Struct>),
}

/// Type of a dataport.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DataportType {
    /// `Buf`: an untyped page.
    Buf,
    /// `Buf(N)`: untyped, with a size in bytes.
    Sized(u64),
    /// A C type.
    Named(SmolStr),
}

impl BasicType {
    /// The one spelling by which the ADL and templates know this type.
    #[must_use]
    pub fn adl_name(&self) -> SmolStr {
        match self {
            Self::Int => SmolStr::new_static("int"),
            Self::UnsignedInt => SmolStr::new_static("unsigned int"),
            Self::Char => SmolStr::new_static("char"),
            Self::SignedChar => SmolStr::new_static("signed char"),
            Self::UnsignedChar => SmolStr::new_static("unsigned char"),
            Self::String => SmolStr::new_static("string"),
            Self::Int64 => SmolStr::new_static("int64_t"),
            Self::Uint64 => SmolStr::new_static("uint64_t"),
            Self::CStruct(tag) => format_smolstr!("struct {tag}"),
            Self::Named(name) => name.clone(),
        }
    }

    /// The C type of a value of this type; `char *` for `string`, and C's own words for `boolean` and `character`.
    #[must_use]
    pub fn c_name(&self) -> SmolStr {
        match self {
            Self::String => SmolStr::new_static("char *"),
            Self::Named(name) if name == "boolean" => SmolStr::new_static("bool"),
            Self::Named(name) if name == "character" => SmolStr::new_static("char"),
            other => other.adl_name(),
        }
    }
}

impl DataportType {
    /// Spelling in the ADL: `Buf`, `Buf(4096)` or the C type.
    #[must_use]
    pub fn adl_name(&self) -> SmolStr {
        match self {
            Self::Buf => SmolStr::new_static("Buf"),
            Self::Sized(bytes) => format_smolstr!("Buf({bytes})"),
            Self::Named(name) => name.clone(),
        }
    }
}

impl AttributeType {
    /// Spelling in the ADL; the empty string for a struct written in place.
    #[must_use]
    pub fn adl_name(&self) -> SmolStr {
        match self {
            Self::Basic(basic) => basic.adl_name(),
            Self::Struct(s) => s.name.clone().unwrap_or_default(),
        }
    }
}

impl fmt::Display for BasicType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.adl_name())
    }
}

impl fmt::Display for DataportType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.adl_name())
    }
}
