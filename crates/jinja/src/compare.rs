// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Equality, order, hashes and identity.

use std::{
    cell::Cell,
    cmp::Ordering,
    hash::{Hash, Hasher},
    sync::Arc,
};

use num_bigint::BigInt;
use num_traits::FromPrimitive;
use rustc_hash::FxHasher;

use crate::{
    Py, PyResult, budget,
    collections::{Set, SetKind},
    error::type_error,
};

/// How deep values may nest that are compared.
const DEEPEST: u32 = 150;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Does something one level deeper; at the last level the render ends, as Python's `RecursionError` would end it.
pub(crate) fn nested<T>(otherwise: T, act: impl FnOnce() -> T) -> T {
    let depth = DEPTH.get();
    if depth >= DEEPEST {
        budget::exhaust();
        return otherwise;
    }
    DEPTH.set(depth + 1);
    let result = act();
    DEPTH.set(depth);
    result
}

/// Whether two values are equal.
#[must_use]
pub fn equals(a: &Py, b: &Py) -> bool {
    match (a, b) {
        (Py::Str(a), Py::Str(b)) => a == b,
        (Py::Int(a), Py::Int(b)) => a == b,
        (Py::None, Py::None) | (Py::Nothing, Py::Nothing) => true,
        (Py::Host(host), other) | (other, Py::Host(host)) => host.equals(other),
        (Py::Bytes(a), Py::Bytes(b)) => a == b,
        (Py::List(a), Py::List(b)) => Arc::ptr_eq(a, b) || all_equal(&a.items(), &b.items()),
        (Py::Tuple(a), Py::Tuple(b)) => Arc::ptr_eq(a, b) || all_equal(a.items(), b.items()),
        (Py::Dict(a), Py::Dict(b)) => {
            Arc::ptr_eq(a, b)
                || (a.len() == b.len()
                    && nested(false, || {
                        a.entries().iter().all(|(key, value)| {
                            charged() && matches!(b.get(key), Ok(Some(other)) if same_or_equal(value, &other))
                        })
                    }))
        }
        (Py::Set(a), Py::Set(b)) => sets_equal(a, b),
        (Py::Set(set), other) | (other, Py::Set(set)) if set.kind() == SetKind::Ordered => match other {
            Py::List(list) => all_equal(&set.items(), &list.items()),
            Py::Tuple(tuple) => all_equal(&set.items(), tuple.items()),
            _ => false,
        },
        (Py::Range(a), Py::Range(b)) => {
            a.len() == b.len() && (a.len() == 0 || (a.start == b.start && (a.len() == 1 || a.step == b.step)))
        }
        (Py::View(a), Py::View(b)) => {
            a.kind == b.kind && a.kind != crate::iter::ViewKind::Values && {
                let other = b.items();
                a.dict.len() == b.dict.len() && a.items().iter().all(|item| other.iter().any(|o| equals(item, o)))
            }
        }
        (Py::Method(a), Py::Method(b)) => a.name == b.name && is(&a.of.0, &b.of.0),
        (Py::Bool(_) | Py::Int(_) | Py::Big(_) | Py::Float(_), _) => numbers(a, b) == Some(Ordering::Equal),
        _ => is(a, b),
    }
}

fn same_or_equal(a: &Py, b: &Py) -> bool {
    is(a, b) || equals(a, b)
}

/// Whether there is fuel for one more step; what compares has no other way to fail.
fn charged() -> bool {
    budget::spend(1).is_ok()
}

fn all_equal(a: &[Py], b: &[Py]) -> bool {
    a.len() == b.len() && nested(false, || a.iter().zip(b).all(|(a, b)| charged() && same_or_equal(a, b)))
}

fn sets_equal(a: &Arc<Set>, b: &Arc<Set>) -> bool {
    if Arc::ptr_eq(a, b) {
        return true;
    }
    if a.len() != b.len() {
        return false;
    }
    if a.kind() == SetKind::Ordered && b.kind() == SetKind::Ordered {
        return all_equal(&a.items(), &b.items());
    }
    a.items().iter().all(|item| charged() && b.contains(item).unwrap_or(false))
}

/// Whether two values are the same thing.
#[must_use]
pub fn is(a: &Py, b: &Py) -> bool {
    match (a, b) {
        (Py::None, Py::None) => true,
        (Py::Bool(a), Py::Bool(b)) => a == b,
        (Py::Int(a), Py::Int(b)) => a == b,
        (Py::Big(a), Py::Big(b)) => Arc::ptr_eq(a, b),
        (Py::Float(a), Py::Float(b)) => a.to_bits() == b.to_bits() && !a.is_nan(),
        (Py::Str(a), Py::Str(b)) => a == b,
        (Py::Host(a), Py::Host(b)) => match (a.identity(), b.identity()) {
            (Some(a), Some(b)) => a == b,
            (None, None) => std::ptr::addr_eq(Arc::as_ptr(a), Arc::as_ptr(b)),
            _ => false,
        },
        _ => address(a).is_some_and(|here| address(b) == Some(here)),
    }
}

/// Where a value lives that is shared by reference.
pub(crate) fn address(value: &Py) -> Option<usize> {
    Some(match value {
        Py::Str(text) => Arc::as_ptr(text).addr(),
        Py::Bytes(bytes) => Arc::as_ptr(bytes).addr(),
        Py::Big(big) => Arc::as_ptr(big).addr(),
        Py::List(list) => Arc::as_ptr(list).addr(),
        Py::Tuple(tuple) => Arc::as_ptr(tuple).addr(),
        Py::Dict(dict) => Arc::as_ptr(dict).addr(),
        Py::Set(set) => Arc::as_ptr(set).addr(),
        Py::Range(range) => Arc::as_ptr(range).addr(),
        Py::View(view) => Arc::as_ptr(view).addr(),
        Py::Iter(iter) => Arc::as_ptr(iter).addr(),
        Py::Class(class) => std::ptr::from_ref(*class).addr(),
        Py::Exception(exception) => Arc::as_ptr(exception).addr(),
        Py::Function(function) => Arc::as_ptr(function).addr(),
        Py::Method(method) => Arc::as_ptr(method).addr(),
        Py::Lambda(lambda) => Arc::as_ptr(lambda).addr(),
        Py::Module(module) => Arc::as_ptr(module).addr(),
        Py::Namespace(namespace) => Arc::as_ptr(namespace).addr(),
        Py::Host(host) => Arc::as_ptr(host).addr(),
        _ => return None,
    })
}

/// How two numbers compare; `None` for what is no number, and for NaN.
pub(crate) fn numbers(a: &Py, b: &Py) -> Option<Ordering> {
    match (a, b) {
        (Py::Float(a), Py::Float(b)) => a.partial_cmp(b),
        (Py::Float(a), _) => float_with_int(*a, &b.as_big()?),
        (_, Py::Float(b)) => float_with_int(*b, &a.as_big()?).map(Ordering::reverse),
        _ => match (a.as_i64(), b.as_i64()) {
            (Some(a), Some(b)) => Some(a.cmp(&b)),
            _ => Some(a.as_big()?.cmp(&b.as_big()?)),
        },
    }
}

fn float_with_int(float: f64, int: &BigInt) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    if float.is_infinite() {
        return Some(if float > 0.0 { Ordering::Greater } else { Ordering::Less });
    }
    let whole = BigInt::from_f64(float.floor())?;
    Some(whole.cmp(int).then(if float > float.floor() { Ordering::Greater } else { Ordering::Equal }))
}

/// How two values compare for `<` and sorting: `None` if neither is less nor equal, as with NaN.
///
/// # Errors
/// `TypeError` if they have no order; the operator is for its text.
pub fn compare(a: &Py, b: &Py, operator: &str) -> PyResult<Option<Ordering>> {
    budget::spend(1)?;
    match (a.defined()?, b.defined()?) {
        (Py::Str(a), Py::Str(b)) => Ok(Some(a.cmp(b))),
        (Py::Bytes(a), Py::Bytes(b)) => Ok(Some(a.cmp(b))),
        (
            Py::Bool(_) | Py::Int(_) | Py::Big(_) | Py::Float(_),
            Py::Bool(_) | Py::Int(_) | Py::Big(_) | Py::Float(_),
        ) => Ok(numbers(a, b)),
        (Py::List(x), Py::List(y)) => sequences(&x.items(), &y.items(), operator),
        (Py::Tuple(x), Py::Tuple(y)) => sequences(x.items(), y.items(), operator),
        (Py::Host(host), other) => host.compare(other)?.map_or_else(|| Err(unordered(a, b, operator)), |o| Ok(Some(o))),
        (other, Py::Host(host)) => {
            host.compare(other)?.map_or_else(|| Err(unordered(a, b, operator)), |o| Ok(Some(o.reverse())))
        }
        _ => Err(unordered(a, b, operator)),
    }
}

fn unordered(a: &Py, b: &Py, operator: &str) -> crate::PyError {
    let (a, b) = (a.type_name(), b.type_name());
    type_error(format!("'{operator}' not supported between instances of '{a}' and '{b}'"))
}

fn sequences(a: &[Py], b: &[Py], operator: &str) -> PyResult<Option<Ordering>> {
    nested(Ok(None), || {
        for (a, b) in a.iter().zip(b) {
            if !same_or_equal(a, b) {
                return compare(a, b, operator);
            }
        }
        Ok(Some(a.len().cmp(&b.len())))
    })
}

/// Whether one set is part of another, for `<=` and `<` of sets; `None` if the values are no sets.
pub(crate) fn subset(a: &Py, b: &Py) -> Option<(bool, bool)> {
    let items = |value: &Py| match value {
        Py::Set(set) => Some(set.items()),
        Py::View(view) => Some(view.items()),
        _ => None,
    };
    let (a, b) = (items(a)?, items(b)?);
    let b_set = Set::of(SetKind::Plain, b).ok()?;
    let part = a.iter().all(|item| b_set.contains(item).unwrap_or(false));
    Some((part, a.len() == b_set.len()))
}

/// A hash that agrees with equality; `None` if the value can't be a key.
pub(crate) fn hash(value: &Py) -> Option<u64> {
    Some(match value {
        Py::Str(text) => hash_str(text),
        Py::None => 1,
        Py::Bool(value) => hash_int(i64::from(*value)),
        Py::Int(value) => hash_int(*value),
        Py::Big(value) => hash_of(&**value),
        Py::Float(value) => hash_float(*value),
        Py::Bytes(bytes) => hash_of(bytes),
        Py::Tuple(tuple) => nested(None, || {
            let mut hasher = FxHasher::default();
            for item in tuple.items() {
                charged();
                hasher.write_u64(hash(item)?);
            }
            Some(hasher.finish())
        })?,
        Py::Set(set) if set.kind() == SetKind::Frozen => {
            nested(None, || set.items().iter().try_fold(0u64, |sum, item| Some(sum.wrapping_add(hash(item)?))))?
        }
        Py::Host(host) => return host.hash(),
        Py::List(_) | Py::Dict(_) | Py::Set(_) | Py::Undefined(_) | Py::Nothing => return None,
        Py::Range(range) => hash_of(&(range.len(), range.start)),
        Py::Method(method) => hash(&method.of.0)? ^ hash_str(&method.name),
        _ => address(value)? as u64,
    })
}

pub(crate) fn hash_str(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

fn hash_int(value: i64) -> u64 {
    value.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

fn hash_float(value: f64) -> u64 {
    if value.is_finite() && value.fract() == 0.0 {
        return match BigInt::from_f64(value).map(Py::big) {
            Some(Py::Int(value)) => hash_int(value),
            Some(Py::Big(value)) => hash_of(&*value),
            _ => 0,
        };
    }
    hash_of(&value.to_bits())
}

fn hash_of<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}
