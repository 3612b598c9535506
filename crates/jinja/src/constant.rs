// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The constants of a template's text, as bytes.

use std::sync::Arc;

use num_bigint::BigInt;
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::Error};

use crate::Py;

#[derive(Serialize, Deserialize)]
enum Constant<'a> {
    None,
    Bool(bool),
    Int(i64),
    /// Bytes of an integer that an `i64` can't hold, the lowest first, in two's complement.
    Big(Vec<u8>),
    /// The bits.
    Float(u64),
    Str(&'a str),
    Bytes(&'a [u8]),
}

pub(crate) fn serialize<S: Serializer>(value: &Py, serializer: S) -> Result<S::Ok, S::Error> {
    let constant = match value {
        Py::None => Constant::None,
        Py::Bool(value) => Constant::Bool(*value),
        Py::Int(value) => Constant::Int(*value),
        Py::Big(value) => Constant::Big(value.to_signed_bytes_le()),
        Py::Float(value) => Constant::Float(value.to_bits()),
        Py::Str(text) => Constant::Str(text),
        Py::Bytes(bytes) => Constant::Bytes(bytes),
        _ => return Err(S::Error::custom("the value is no constant")),
    };
    constant.serialize(serializer)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Py, D::Error> {
    Ok(match Constant::deserialize(deserializer)? {
        Constant::None => Py::None,
        Constant::Bool(value) => Py::Bool(value),
        Constant::Int(value) => Py::Int(value),
        Constant::Big(bytes) => Py::big(BigInt::from_signed_bytes_le(&bytes)),
        Constant::Float(bits) => Py::Float(f64::from_bits(bits)),
        Constant::Str(text) => Py::from(text),
        Constant::Bytes(bytes) => Py::Bytes(Arc::from(bytes)),
    })
}
