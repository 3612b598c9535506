// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Functions of numbers.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{FromPrimitive, Signed, Zero};

use crate::{
    Py, PyResult,
    args::Args,
    ast::Binary,
    call::call,
    compare::compare,
    cx::Cx,
    error::{overflow_error, type_error, value_error},
    int, iter, ops,
};

pub(super) fn table() -> [(&'static str, Py); 10] {
    [
        ("abs", Py::function("abs", |_, args| abs(args.one("abs")?))),
        ("bin", Py::function("bin", |_, args| based(args.one("bin")?, 2, "0b"))),
        ("oct", Py::function("oct", |_, args| based(args.one("oct")?, 8, "0o"))),
        ("hex", Py::function("hex", |_, args| based(args.one("hex")?, 16, "0x"))),
        (
            "divmod",
            Py::function("divmod", |_, args| {
                let bound = args.bind("divmod", &["x", "y"])?;
                let (a, b) = (bound.required("x")?, bound.required("y")?);
                Ok(Py::tuple(vec![ops::binary(Binary::FloorDiv, a, b)?, ops::binary(Binary::Mod, a, b)?]))
            }),
        ),
        (
            "pow",
            Py::function("pow", |_, args| {
                let bound = args.bind("pow", &["base", "exp", "mod"])?;
                let (a, b) = (bound.required("base")?, bound.required("exp")?);
                let Some(modulus) = bound.some("mod") else { return ops::binary(Binary::Pow, a, b) };
                let whole = |value: &Py| {
                    value
                        .as_big()
                        .ok_or_else(|| type_error("pow() 3rd argument not allowed unless all arguments are integers"))
                };
                int::power_modulo(&whole(a)?, &whole(b)?, &whole(modulus)?)
            }),
        ),
        (
            "round",
            Py::function("round", |_, args| {
                let bound = args.bind("round", &["number", "ndigits"])?;
                let digits = bound.some("ndigits").map(Py::expect_index).transpose()?;
                round(bound.required("number")?, digits)
            }),
        ),
        (
            "sum",
            Py::function("sum", |cx, args| {
                let bound = args.bind("sum", &["iterable", "start"])?;
                let start = bound.get("start").cloned().unwrap_or(Py::Int(0));
                if matches!(start, Py::Str(_)) {
                    return Err(type_error("sum() can't sum strings [use ''.join(seq) instead]"));
                }
                let items = iter::iterate(cx, bound.required("iterable")?)?;
                items.iter().try_fold(start, |sum, item| ops::add(&sum, item))
            }),
        ),
        ("min", Py::function("min", |cx, args| extreme(cx, args, "min", Ordering::Less))),
        ("max", Py::function("max", |cx, args| extreme(cx, args, "max", Ordering::Greater))),
    ]
}

fn abs(value: &Py) -> PyResult {
    match value.defined()? {
        Py::Float(float) => Ok(Py::Float(float.abs())),
        _ => value
            .as_big()
            .map(|big| Py::big(big.abs()))
            .ok_or_else(|| type_error(format!("bad operand type for abs(): '{}'", value.type_name()))),
    }
}

fn based(value: &Py, radix: u32, prefix: &str) -> PyResult {
    let Some(big) = value.defined()?.as_big() else {
        return Err(type_error(format!("'{}' object cannot be interpreted as an integer", value.type_name())));
    };
    crate::budget::charge(usize::try_from(big.bits()).unwrap_or(usize::MAX))?;
    let sign = if big.is_negative() { "-" } else { "" };
    Ok(Py::from(format!("{sign}{prefix}{}", big.magnitude().to_str_radix(radix))))
}

/// A float without what is behind its point.
pub(crate) fn truncate(value: f64) -> PyResult {
    whole(value, f64::trunc)
}

/// A float made whole.
pub(crate) fn whole(value: f64, make: fn(f64) -> f64) -> PyResult {
    if value.is_nan() {
        return Err(value_error("cannot convert float NaN to integer"));
    }
    if value.is_infinite() {
        return Err(overflow_error("cannot convert float infinity to integer"));
    }
    Ok(BigInt::from_f64(make(value)).map_or(Py::Int(0), Py::big))
}

fn round(value: &Py, digits: Option<i64>) -> PyResult {
    match (value.defined()?, digits) {
        (Py::Float(float), None) => whole(*float, f64::round_ties_even),
        (Py::Float(float), Some(digits)) => Ok(Py::Float(round_float(*float, digits))),
        _ => {
            let Some(big) = value.as_big() else {
                return Err(type_error(format!("type {} doesn't define __round__ method", value.type_name())));
            };
            match digits {
                Some(digits) if digits < 0 => round_int(&big, digits.unsigned_abs()),
                _ => Ok(Py::big(big)),
            }
        }
    }
}

fn round_float(value: f64, digits: i64) -> f64 {
    if !value.is_finite() || digits > 323 {
        return value;
    }
    if digits < -308 {
        return 0f64.copysign(value);
    }
    if let Ok(digits) = usize::try_from(digits) {
        // The decimal text of a float is exact, and rounded to even where it is halfway.
        return format!("{value:.digits$}").parse().unwrap_or(value);
    }
    let scale = 10f64.powi(i32::try_from(-digits).unwrap_or(308));
    (value / scale).round_ties_even() * scale
}

fn round_int(value: &BigInt, digits: u64) -> PyResult {
    if digits > value.bits() {
        return Ok(Py::Int(0));
    }
    let unit = BigInt::from(10).pow(u32::try_from(digits).unwrap_or(u32::MAX));
    let (quotient, rest) = value.div_mod_floor(&unit);
    let up = match (&rest * 2u8).cmp(&unit) {
        Ordering::Less => false,
        Ordering::Greater => true,
        Ordering::Equal => quotient.is_odd(),
    };
    let quotient = if up { quotient + 1u8 } else { quotient };
    Ok(Py::big(quotient * unit))
}

fn extreme(cx: &mut Cx<'_>, args: &Args<'_>, name: &'static str, wanted: Ordering) -> PyResult {
    let named = Args { positional: &[], named: args.named }.bind(name, &["key", "default"])?;
    let items = match args.positional {
        [] => return Err(type_error(format!("{name} expected at least 1 argument, got 0"))),
        [one] => iter::iterate(cx, one)?,
        many => many.to_vec(),
    };
    let operator = if wanted == Ordering::Less { "<" } else { ">" };
    let mut best: Option<(Py, Py)> = None;
    for item in items {
        let key = match named.some("key") {
            Some(function) => call(cx, function, &Args::of(std::slice::from_ref(&item)))?,
            None => item.clone(),
        };
        let better = match &best {
            None => true,
            Some((known, _)) => compare(&key, known, operator)? == Some(wanted),
        };
        if better {
            best = Some((key, item));
        }
    }
    match (best, named.get("default")) {
        (Some((_, item)), _) => Ok(item),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(value_error(format!("{name}() iterable argument is empty"))),
    }
}

/// The greatest common divisor.
pub(crate) fn gcd(values: &[Py]) -> PyResult {
    let mut all = BigInt::zero();
    for value in values {
        let value = value
            .as_big()
            .ok_or_else(|| type_error(format!("'{}' object cannot be interpreted as an integer", value.type_name())))?;
        all = all.gcd(&value);
    }
    Ok(Py::big(all))
}

/// The integer part of a square root.
pub(crate) fn integer_root(value: &Py) -> PyResult {
    match value.as_big() {
        Some(big) if big.is_negative() => Err(value_error("isqrt() argument must be nonnegative")),
        Some(big) => Ok(Py::big(big.sqrt())),
        None => Err(type_error(format!("'{}' object cannot be interpreted as an integer", value.type_name()))),
    }
}
