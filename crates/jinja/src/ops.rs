// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The operators of Python.

use std::sync::Arc;

use num_bigint::BigInt;

use crate::{
    Py, PyResult,
    ast::{Binary, Unary},
    budget, class,
    collections::{Dict, SLOT, Set, SetKind},
    error::{type_error, zero_division},
    int,
};

/// `a + b`.
///
/// # Errors
/// `TypeError` if there is no such sum.
pub fn add(a: &Py, b: &Py) -> PyResult {
    binary(Binary::Add, a, b)
}

/// An operator with two operands.
pub(crate) fn binary(operator: Binary, a: &Py, b: &Py) -> PyResult {
    if let (Py::Int(x), Py::Int(y)) = (a, b)
        && let Some(value) = int::small(operator, *x, *y)?
    {
        return Ok(value);
    }
    a.defined()?;
    b.defined()?;
    if let Some(value) = numeric(operator, a, b)? {
        return Ok(value);
    }
    match operator {
        Binary::Add => plus(a, b),
        Binary::Mul => times(a, b),
        Binary::Mod => match a {
            Py::Str(format) => crate::percent::format(format, b),
            _ => Err(unsupported(operator, a, b)),
        },
        Binary::Sub | Binary::BitAnd | Binary::BitOr | Binary::BitXor => set_operation(operator, a, b),
        _ => Err(unsupported(operator, a, b)),
    }
}

fn unsupported(operator: Binary, a: &Py, b: &Py) -> crate::PyError {
    let (a, b, symbol) = (a.type_name(), b.type_name(), operator.symbol());
    type_error(format!("unsupported operand type(s) for {symbol}: '{a}' and '{b}'"))
}

fn is_int(value: &Py) -> bool {
    matches!(value, Py::Bool(_) | Py::Int(_) | Py::Big(_))
}

/// The result if both operands are numbers.
fn numeric(operator: Binary, a: &Py, b: &Py) -> PyResult<Option<Py>> {
    if is_int(a) && is_int(b) {
        if let (Py::Bool(x), Py::Bool(y)) = (a, b) {
            match operator {
                Binary::BitAnd => return Ok(Some(Py::Bool(x & y))),
                Binary::BitOr => return Ok(Some(Py::Bool(x | y))),
                Binary::BitXor => return Ok(Some(Py::Bool(x ^ y))),
                _ => {}
            }
        }
        if let (Some(x), Some(y)) = (a.as_i64(), b.as_i64())
            && let Some(value) = int::small(operator, x, y)?
        {
            return Ok(Some(value));
        }
        let (x, y) = (a.as_big().unwrap_or_default(), b.as_big().unwrap_or_default());
        return int::big(operator, &x, &y).map(Some);
    }
    let float = matches!(a, Py::Float(_)) || matches!(b, Py::Float(_));
    if !float || !(is_int(a) || matches!(a, Py::Float(_))) || !(is_int(b) || matches!(b, Py::Float(_))) {
        return Ok(None);
    }
    let (x, y) = (to_float(a)?, to_float(b)?);
    floats(operator, x, y).map_or_else(|| Err(unsupported(operator, a, b)), |value| value.map(Some))
}

fn to_float(value: &Py) -> PyResult<f64> {
    match value {
        Py::Big(big) => int::to_float(big),
        _ => Ok(value.as_f64().unwrap_or_default()),
    }
}

fn floats(operator: Binary, a: f64, b: f64) -> Option<PyResult> {
    Some(Ok(Py::Float(match operator {
        Binary::Add => a + b,
        Binary::Sub => a - b,
        Binary::Mul => a * b,
        Binary::Div if b == 0.0 => return Some(Err(zero_division("float division by zero"))),
        Binary::Div => a / b,
        Binary::FloorDiv if b == 0.0 => return Some(Err(zero_division("float floor division by zero"))),
        Binary::Mod if b == 0.0 => return Some(Err(zero_division("float modulo"))),
        Binary::FloorDiv => floor_divide(a, b).0,
        Binary::Mod => floor_divide(a, b).1,
        Binary::Pow => return Some(float_power(a, b).map(Py::Float)),
        _ => return None,
    })))
}

/// The quotient rounded down, and the rest that has the sign of the divisor.
pub(crate) fn floor_divide(a: f64, b: f64) -> (f64, f64) {
    let mut rest = a % b;
    let mut quotient = (a - rest) / b;
    if rest == 0.0 {
        rest = 0f64.copysign(b);
    } else if (rest < 0.0) != (b < 0.0) {
        rest += b;
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return (0f64.copysign(a / b), rest);
    }
    let floor = quotient.floor();
    (if quotient - floor > 0.5 { floor + 1.0 } else { floor }, rest)
}

pub(crate) fn float_power(a: f64, b: f64) -> PyResult<f64> {
    if a == 0.0 && b < 0.0 {
        return Err(zero_division("0.0 cannot be raised to a negative power"));
    }
    let value = a.powf(b);
    if value.is_nan() && !a.is_nan() && !b.is_nan() {
        return Err(crate::PyError::unsupported("complex numbers are not supported"));
    }
    if value.is_infinite() && a.is_finite() && b.is_finite() {
        return Err(crate::error::overflow_error("(34, 'Numerical result out of range')"));
    }
    Ok(value)
}

fn plus(a: &Py, b: &Py) -> PyResult {
    let only = |kind: &str| type_error(format!("can only concatenate {kind} (not \"{}\") to {kind}", b.type_name()));
    match (a, b) {
        (Py::Str(x), Py::Str(y)) => {
            budget::charge(x.len() + y.len())?;
            let mut sum = String::with_capacity(x.len() + y.len());
            sum.push_str(x);
            sum.push_str(y);
            Ok(Py::from(sum))
        }
        (Py::List(x), Py::List(y)) => {
            let (mut x, y) = (x.items(), y.items());
            budget::charge((x.len() + y.len()) * SLOT)?;
            x.extend(y);
            Ok(Py::list(x))
        }
        (Py::Tuple(x), Py::Tuple(y)) => {
            budget::charge((x.items().len() + y.items().len()) * SLOT)?;
            Ok(Py::tuple([x.items(), y.items()].concat()))
        }
        (Py::Bytes(x), Py::Bytes(y)) => {
            budget::charge(x.len() + y.len())?;
            Ok(Py::Bytes(Arc::from([&**x, &**y].concat())))
        }
        (Py::Dict(x), Py::Dict(y)) if x.class() == &class::COUNTER_DICT => tally(x, y, Binary::Add),
        (Py::Str(_), _) => Err(only("str")),
        (Py::List(_), _) => Err(only("list")),
        (Py::Tuple(_), _) => Err(only("tuple")),
        _ => Err(unsupported(Binary::Add, a, b)),
    }
}

/// The sum or difference of two counters, as far as it is positive.
fn tally(a: &Arc<Dict>, b: &Arc<Dict>, operator: Binary) -> PyResult {
    let sum = Dict::new(&class::COUNTER_DICT, Default::default());
    let zero = Py::Int(0);
    for (key, count) in a.entries() {
        sum.insert(key.clone(), binary(operator, &count, &b.get(&key)?.unwrap_or(Py::Int(0)))?)?;
    }
    for (key, count) in b.entries() {
        if a.get(&key)?.is_none() {
            sum.insert(key, binary(operator, &zero, &count)?)?;
        }
    }
    let kept = Dict::new(&class::COUNTER_DICT, Default::default());
    for (key, count) in sum.entries() {
        if crate::compare::compare(&count, &zero, ">")? == Some(std::cmp::Ordering::Greater) {
            kept.insert(key, count)?;
        }
    }
    Ok(Py::Dict(Arc::new(kept)))
}

fn times(a: &Py, b: &Py) -> PyResult {
    let (sequence, count) = match (a, b) {
        (Py::Str(_) | Py::List(_) | Py::Tuple(_) | Py::Bytes(_), _) if is_int(b) => (a, b),
        (_, Py::Str(_) | Py::List(_) | Py::Tuple(_) | Py::Bytes(_)) if is_int(a) => (b, a),
        (Py::Str(_) | Py::List(_) | Py::Tuple(_) | Py::Bytes(_), other)
        | (other, Py::Str(_) | Py::List(_) | Py::Tuple(_) | Py::Bytes(_)) => {
            let other = other.type_name();
            return Err(type_error(format!("can't multiply sequence by non-int of type '{other}'")));
        }
        _ => return Err(unsupported(Binary::Mul, a, b)),
    };
    let count = match count {
        Py::Big(big) if big.sign() == num_bigint::Sign::Minus => 0,
        Py::Big(_) => usize::MAX,
        _ => usize::try_from(count.as_i64().unwrap_or_default()).unwrap_or(0),
    };
    let charge = |length: usize, size: usize| -> PyResult<()> {
        budget::charge(length.saturating_mul(count).saturating_mul(size))?;
        budget::spend(length.saturating_mul(count) / 32)
    };
    Ok(match sequence {
        Py::Str(text) => {
            charge(text.len(), 1)?;
            if text.is_empty() { sequence.clone() } else { Py::from(text.repeat(count)) }
        }
        Py::Bytes(bytes) => {
            charge(bytes.len(), 1)?;
            if bytes.is_empty() { sequence.clone() } else { Py::Bytes(Arc::from(bytes.repeat(count))) }
        }
        Py::List(list) => {
            let items = list.items();
            charge(items.len(), SLOT)?;
            if items.is_empty() { Py::list(items) } else { Py::list(repeat(&items, count)) }
        }
        Py::Tuple(tuple) => {
            charge(tuple.items().len(), SLOT)?;
            if tuple.items().is_empty() { sequence.clone() } else { Py::tuple(repeat(tuple.items(), count)) }
        }
        _ => return Err(unsupported(Binary::Mul, a, b)),
    })
}

fn repeat(items: &[Py], count: usize) -> Vec<Py> {
    let mut all = Vec::with_capacity(items.len().saturating_mul(count));
    for _ in 0..count {
        all.extend_from_slice(items);
    }
    all
}

fn set_operation(operator: Binary, a: &Py, b: &Py) -> PyResult {
    let items = |value: &Py| match value {
        Py::Set(set) => Some(set.items()),
        Py::View(view) if view.kind != crate::iter::ViewKind::Values => Some(view.items()),
        _ => None,
    };
    match (operator, a, b) {
        (Binary::BitOr, Py::Dict(x), Py::Dict(y)) => {
            let merged = x.copy();
            for (key, value) in y.entries() {
                merged.insert(key, value)?;
            }
            return Ok(Py::Dict(Arc::new(merged)));
        }
        (Binary::Sub, Py::Dict(x), Py::Dict(y)) if x.class() == &class::COUNTER_DICT => {
            return tally(x, y, Binary::Sub);
        }
        _ => {}
    }
    let (Some(x), Some(y)) = (items(a), items(b)) else {
        return Err(unsupported(operator, a, b));
    };
    let kind = match a {
        Py::Set(set) => set.kind(),
        _ => SetKind::Plain,
    };
    combine(operator, kind, x, y)
}

/// Two sets made one.
pub(crate) fn combine(operator: Binary, kind: SetKind, a: Vec<Py>, b: Vec<Py>) -> PyResult {
    budget::spend(a.len() + b.len())?;
    let (x, y) = (Set::of(kind, a.clone())?, Set::of(SetKind::Plain, b.clone())?);
    let result = match operator {
        Binary::BitOr => a.into_iter().chain(b).collect(),
        Binary::BitAnd => keep(a, &y, true)?,
        Binary::Sub => keep(a, &y, false)?,
        _ => {
            let mut left = keep(a, &y, false)?;
            left.extend(keep(b, &x, false)?);
            left
        }
    };
    Ok(Py::Set(Arc::new(Set::of(kind, result)?)))
}

fn keep(items: Vec<Py>, set: &Set, inside: bool) -> PyResult<Vec<Py>> {
    let mut kept = Vec::with_capacity(items.len());
    for item in items {
        if set.contains(&item)? == inside {
            kept.push(item);
        }
    }
    Ok(kept)
}

/// An operator with one operand.
pub(crate) fn unary(operator: Unary, value: &Py) -> PyResult {
    value.defined()?;
    let (symbol, result) = match operator {
        Unary::Minus => (
            "-",
            match value {
                Py::Float(float) => Some(Py::Float(-float)),
                _ => value
                    .as_i64()
                    .and_then(i64::checked_neg)
                    .map(Py::Int)
                    .or_else(|| value.as_big().map(|v| Py::big(-v))),
            },
        ),
        Unary::Plus => (
            "+",
            match value {
                Py::Float(_) => Some(value.clone()),
                _ => value.as_big().map(Py::big),
            },
        ),
        Unary::Invert => ("~", value.as_big().map(|value: BigInt| Py::big(!value))),
    };
    result.ok_or_else(|| type_error(format!("bad operand type for unary {symbol}: '{}'", value.type_name())))
}
