// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The methods of numbers.

use num_bigint::BigInt;
use num_traits::Signed;

use crate::{
    Py, PyResult,
    args::Args,
    error::{overflow_error, value_error},
};

pub(super) const INT_NAMES: [&str; 5] = ["bit_length", "bit_count", "to_bytes", "conjugate", "is_integer"];
pub(super) const FLOAT_NAMES: [&str; 3] = ["is_integer", "conjugate", "hex"];

pub(super) fn call(of: &Py, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
    if let Py::Float(value) = of {
        return Ok(match name {
            "is_integer" => {
                args.none("is_integer")?;
                Some(Py::Bool(value.is_finite() && value.fract() == 0.0))
            }
            "conjugate" => Some(of.clone()),
            _ => None,
        });
    }
    let Some(big) = of.as_big() else { return Ok(None) };
    Ok(match name {
        "bit_length" => {
            args.none("bit_length")?;
            Some(Py::from(big.bits()))
        }
        "bit_count" => {
            args.none("bit_count")?;
            Some(Py::from(big.magnitude().count_ones()))
        }
        "conjugate" => Some(Py::big(big)),
        "to_bytes" => Some(to_bytes(&big, args)?),
        _ => None,
    })
}

fn to_bytes(value: &BigInt, args: &Args<'_>) -> PyResult {
    let bound = args.bind("to_bytes", &["length", "byteorder", "signed"])?;
    let length = bound.get("length").map_or(Ok(1), Py::expect_index)?;
    let length = usize::try_from(length).map_err(|_| value_error("length argument must be non-negative"))?;
    crate::budget::charge(length)?;
    let big_endian = match bound.get("byteorder").map(|order| order.expect_str("byteorder")).transpose()? {
        None | Some("big") => true,
        Some("little") => false,
        Some(_) => return Err(value_error("byteorder must be either 'little' or 'big'")),
    };
    if value.is_negative() {
        return Err(overflow_error("can't convert negative int to unsigned"));
    }
    let mut bytes = value.magnitude().to_bytes_le();
    if value.bits() == 0 {
        bytes.clear();
    }
    if bytes.len() > length {
        return Err(overflow_error("int too big to convert"));
    }
    bytes.resize(length, 0);
    if big_endian {
        bytes.reverse();
    }
    Ok(Py::Bytes(bytes.into()))
}
