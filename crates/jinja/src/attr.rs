// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Attributes, items, slices and membership: as Python finds them, and as Jinja2 does.

use std::sync::Arc;

use crate::{
    Py, PyResult, budget, class,
    collections::{SLOT, SetKind},
    compare::{equals, is},
    cx::Cx,
    error::{attribute_error, index_error, key_error, type_error, value_error},
    function::Method,
    iter::{self, Range, char_str},
    methods, text,
    trash::Held,
};

/// An attribute of a value; `None` if there is none.
pub(crate) fn find_attr(cx: &mut Cx<'_>, of: &Py, name: &str) -> PyResult<Option<Py>> {
    let found = match of.defined()? {
        Py::Host(host) => match host.attribute(cx, name) {
            Err(error) if error.is(&class::ATTRIBUTE_ERROR) => None,
            found => found?,
        },
        Py::Namespace(namespace) => return Ok(namespace.get(name)),
        Py::Module(module) => module.get(name).cloned(),
        Py::Exception(exception) if name == "args" => Some(Py::tuple(exception.args().to_vec())),
        Py::Class(class) if name == "__name__" => Some(Py::from(class.name())),
        Py::Function(function) if name == "__name__" => Some(Py::from(function.name())),
        Py::Range(range) => match name {
            "start" => Some(Py::Int(range.start)),
            "stop" => Some(Py::Int(range.stop)),
            "step" => Some(Py::Int(range.step)),
            _ => None,
        },
        Py::Bool(_) | Py::Int(_) | Py::Big(_) => match name {
            "real" | "numerator" => of.as_big().map(Py::big),
            "imag" => Some(Py::Int(0)),
            "denominator" => Some(Py::Int(1)),
            _ => None,
        },
        _ => None,
    };
    if found.is_some() {
        return Ok(found);
    }
    if name == "__class__" {
        return Ok(Some(Py::Class(of.class())));
    }
    if methods::has(of, name) {
        let method = Method { of: Held(of.clone()), name: Arc::from(name) };
        return Ok(Some(Py::Method(Arc::new(method))));
    }
    Ok(None)
}

/// An attribute, as `getattr` finds it.
///
/// # Errors
/// `AttributeError` if there is none.
pub fn get_attr(cx: &mut Cx<'_>, of: &Py, name: &str) -> PyResult {
    find_attr(cx, of, name)?.ok_or_else(|| no_attribute(of, name))
}

pub(crate) fn no_attribute(of: &Py, name: &str) -> crate::PyError {
    attribute_error(match of {
        Py::Module(module) => format!("module '{}' has no attribute '{name}'", module.name()),
        Py::Class(class) => format!("type object '{}' has no attribute '{name}'", class.name()),
        _ => format!("'{}' object has no attribute '{name}'", of.type_name()),
    })
}

/// Sets an attribute.
///
/// # Errors
/// `AttributeError` if it can't be set.
pub fn set_attr(cx: &mut Cx<'_>, of: &Py, name: &str, value: Py) -> PyResult<()> {
    match of.defined()? {
        Py::Host(host) => host.set_attribute(cx, name, value),
        Py::Namespace(namespace) => namespace.set(name, value),
        _ => Err(no_attribute(of, name)),
    }
}

/// `a.b` of Jinja2: an attribute, or an item of that key, or undefined.
pub(crate) fn jinja_attr(cx: &mut Cx<'_>, of: &Py, name: &Arc<str>) -> PyResult {
    if let Some(found) = find_attr(cx, of, name)? {
        return Ok(found);
    }
    // Most values have no items under strings: asking would only make an error.
    if matches!(of, Py::Dict(_) | Py::Host(_)) {
        match get_item(cx, of, &Py::Str(Arc::clone(name))) {
            Ok(found) => return Ok(found),
            Err(error) if not_there(&error) => {}
            Err(error) => return Err(error),
        }
    }
    let of = object_repr(of);
    Ok(Py::Undefined(Arc::from(format!("'{of}' has no attribute '{name}'"))))
}

/// `a[b]` of Jinja2: an item, or an attribute of that name, or undefined.
pub(crate) fn jinja_item(cx: &mut Cx<'_>, of: &Py, key: &Py) -> PyResult {
    match get_item(cx, of, key) {
        Ok(found) => return Ok(found),
        Err(error) if not_there(&error) => {}
        Err(error) => return Err(error),
    }
    if let Py::Str(name) = key {
        if let Some(found) = find_attr(cx, of, name)? {
            return Ok(found);
        }
        let of = object_repr(of);
        return Ok(Py::Undefined(Arc::from(format!("'{of}' has no attribute '{name}'"))));
    }
    let message = format!("{} has no element {}", object_repr(of), text::repr(key)?);
    Ok(Py::Undefined(Arc::from(message)))
}

fn not_there(error: &crate::PyError) -> bool {
    error.is(&class::LOOKUP_ERROR) || error.is(&class::TYPE_ERROR) || error.is(&class::ATTRIBUTE_ERROR)
}

fn object_repr(value: &Py) -> String {
    match value {
        Py::None => "None".to_owned(),
        Py::Namespace(_) => "jinja2.utils.Namespace object".to_owned(),
        Py::Set(set) if set.kind() == SetKind::Ordered => "ordered_set.OrderedSet object".to_owned(),
        _ => format!("{} object", value.type_name()),
    }
}

/// Where a Python index points to: negative ones count from the end.
pub(crate) fn place(index: i64, length: usize) -> Option<usize> {
    let at = if index < 0 {
        length.checked_sub(usize::try_from(index.unsigned_abs()).ok()?)?
    } else {
        usize::try_from(index).ok()?
    };
    (at < length).then_some(at)
}

/// An item.
///
/// # Errors
/// `KeyError`, `IndexError` or `TypeError` if there is none.
pub fn get_item(cx: &mut Cx<'_>, of: &Py, key: &Py) -> PyResult {
    let index = |length: usize, what: &str| -> PyResult<usize> {
        key.defined()?;
        let Some(index) = key.as_i64() else {
            if matches!(key, Py::Big(_)) {
                return Err(index_error("cannot fit 'int' into an index-sized integer"));
            }
            let (what, key) = (if what == "string" { "string" } else { what }, key.type_name());
            return Err(type_error(format!("{what} indices must be integers or slices, not {key}")));
        };
        place(index, length).ok_or_else(|| index_error(format!("{what} index out of range")))
    };
    match of.defined()? {
        Py::Dict(dict) => {
            if let Some(value) = dict.get(key)? {
                return Ok(value);
            }
            match dict.default() {
                Some(default) => {
                    let made = crate::call::call(cx, default, &crate::Args::default())?;
                    dict.insert(key.clone(), made.clone())?;
                    Ok(made)
                }
                None if dict.class() == &class::COUNTER_DICT => Ok(Py::Int(0)),
                None => Err(key_error(text::repr(key)?)),
            }
        }
        Py::List(list) => {
            let at = index(list.len(), "list")?;
            list.get(at).ok_or_else(|| index_error("list index out of range"))
        }
        Py::Tuple(tuple) => {
            let at = index(tuple.items().len(), "tuple")?;
            tuple.items().get(at).cloned().ok_or_else(|| index_error("tuple index out of range"))
        }
        Py::Str(string) if string.is_ascii() => {
            let at = index(string.len(), "string")?;
            Ok(string.get(at..=at).map_or(Py::None, Py::from))
        }
        Py::Str(string) => {
            budget::spend(string.len() / 16)?;
            let at = index(string.chars().count(), "string")?;
            Ok(string.chars().nth(at).map_or(Py::None, char_str))
        }
        Py::Bytes(bytes) => {
            let at = index(bytes.len(), "index")?;
            Ok(bytes.get(at).map_or(Py::None, |byte| Py::from(*byte)))
        }
        Py::Range(range) => {
            let at = index(usize::try_from(range.len()).unwrap_or(usize::MAX), "range object")?;
            Ok(range.at(at as u64).map_or(Py::None, Py::Int))
        }
        Py::Set(set) if set.kind() == SetKind::Ordered => {
            let at = index(set.len(), "list")?;
            set.at(at).ok_or_else(|| index_error("list index out of range"))
        }
        Py::Host(host) => host.item(cx, key)?.ok_or_else(|| not_subscriptable(of)),
        _ => Err(not_subscriptable(of)),
    }
}

fn not_subscriptable(of: &Py) -> crate::PyError {
    type_error(format!("'{}' object is not subscriptable", of.type_name()))
}

/// Puts a value at a key.
///
/// # Errors
/// `IndexError` or `TypeError` if that is not possible.
pub fn set_item(cx: &mut Cx<'_>, of: &Py, key: &Py, value: Py) -> PyResult<()> {
    match of.defined()? {
        Py::Dict(dict) => dict.insert(key.clone(), value),
        Py::List(list) => {
            let index = key.as_i64().ok_or_else(|| {
                type_error(format!("list indices must be integers or slices, not {}", key.type_name()))
            })?;
            let at = place(index, list.len());
            let old = list.with(|items| at.and_then(|at| items.get_mut(at)).map(|slot| std::mem::replace(slot, value)));
            if old.is_none() {
                return Err(index_error("list assignment index out of range"));
            }
            Ok(())
        }
        Py::Host(host) => host.set_item(cx, key, value),
        _ => Err(type_error(format!("'{}' object does not support item assignment", of.type_name()))),
    }
}

/// Removes what is at a key.
pub(crate) fn delete_item(of: &Py, key: &Py) -> PyResult<()> {
    match of.defined()? {
        Py::Dict(dict) => match dict.remove(key)? {
            Some(_) => Ok(()),
            None => Err(key_error(text::repr(key)?)),
        },
        Py::List(list) => {
            let at = place(key.expect_index()?, list.len());
            let at = at.ok_or_else(|| index_error("list assignment index out of range"))?;
            let removed = list.with(|items| (at < items.len()).then(|| items.remove(at)));
            drop(removed);
            Ok(())
        }
        _ => Err(type_error(format!("'{}' object doesn't support item deletion", of.type_name()))),
    }
}

/// Whether something is in a value.
///
/// # Errors
/// `TypeError` if nothing can be in it.
pub fn contains(cx: &mut Cx<'_>, of: &Py, item: &Py) -> PyResult<bool> {
    item.defined()?;
    let among = |items: &[Py]| -> PyResult<bool> {
        budget::spend(items.len() / 4)?;
        Ok(items.iter().any(|other| is(other, item) || equals(other, item)))
    };
    match of.defined()? {
        Py::Str(string) => match item {
            Py::Str(part) => {
                budget::spend(string.len() / 64)?;
                Ok(string.contains(&**part))
            }
            _ => {
                let item = item.type_name();
                Err(type_error(format!("'in <string>' requires string as left operand, not {item}")))
            }
        },
        Py::List(list) => among(&list.items()),
        Py::Tuple(tuple) => among(tuple.items()),
        Py::Dict(dict) => Ok(dict.get(item)?.is_some()),
        Py::Set(set) => set.contains(item),
        Py::Range(range) => match item.as_i64() {
            Some(value) => {
                let (from, step) = (i128::from(range.start), i128::from(range.step));
                let offset = i128::from(value) - from;
                Ok(offset % step == 0 && offset / step >= 0 && offset / step < i128::from(range.len()))
            }
            None => Ok(matches!(item, Py::Float(_)) && iter::iterate(cx, of)?.iter().any(|other| equals(other, item))),
        },
        Py::View(view) if view.kind == iter::ViewKind::Keys => Ok(view.dict.get(item)?.is_some()),
        Py::View(view) => among(&view.items()),
        Py::Bytes(bytes) => match item {
            Py::Bytes(part) => Ok(part.is_empty() || bytes.windows(part.len()).any(|window| *window == **part)),
            _ => Ok(item.as_i64().and_then(|byte| u8::try_from(byte).ok()).is_some_and(|byte| bytes.contains(&byte))),
        },
        Py::Host(host) => match host.contains(cx, item)? {
            Some(found) => Ok(found),
            None => match host.iterate(cx)? {
                Some(items) => among(&items),
                None => Err(type_error(format!("argument of type '{}' is not iterable", of.type_name()))),
            },
        },
        Py::Iter(iter) => {
            while let Some(other) = iter.next(cx)? {
                if equals(&other, item) {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        _ => Err(type_error(format!("argument of type '{}' is not iterable", of.type_name()))),
    }
}

/// The indices that a slice stands for: the first, how many, and the step.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slice {
    pub(crate) start: i64,
    pub(crate) stop: i64,
    pub(crate) step: i64,
}

impl Slice {
    pub(crate) fn new(start: &Py, stop: &Py, step: &Py, length: usize) -> PyResult<Self> {
        let part =
            |value: &Py| -> PyResult<Option<i64>> {
                Ok(match value.defined()? {
                    Py::None => None,
                    Py::Big(big) => Some(if big.sign() == num_bigint::Sign::Minus { i64::MIN } else { i64::MAX }),
                    other => Some(other.as_i64().ok_or_else(|| {
                        type_error("slice indices must be integers or None or have an __index__ method")
                    })?),
                })
            };
        let step = part(step)?.unwrap_or(1);
        if step == 0 {
            return Err(value_error("slice step cannot be zero"));
        }
        let step = step.max(-i64::MAX);
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        let (lowest, highest) = if step < 0 { (-1, length - 1) } else { (0, length) };
        let clamp = |value: i64| {
            let value = if value < 0 { value.saturating_add(length) } else { value };
            value.clamp(lowest, highest)
        };
        let start = part(start)?.map_or(if step < 0 { highest } else { lowest }, clamp);
        let stop = part(stop)?.map_or(if step < 0 { lowest } else { highest }, clamp);
        Ok(Self { start, stop, step })
    }

    fn range(self) -> Range {
        Range { start: self.start, stop: self.stop, step: self.step }
    }

    fn pick<T: Clone>(self, items: &[T]) -> Vec<T> {
        let range = self.range();
        if self.step == 1 {
            let (from, to) = (usize::try_from(self.start), usize::try_from(self.stop));
            return match (from, to) {
                (Ok(from), Ok(to)) => items.get(from..to.max(from)).unwrap_or_default().to_vec(),
                _ => Vec::new(),
            };
        }
        let places = (0..range.len()).filter_map(|at| range.at(at)).filter_map(|at| usize::try_from(at).ok());
        places.filter_map(|at| items.get(at).cloned()).collect()
    }
}

/// `of[start:stop:step]`.
pub(crate) fn slice(of: &Py, start: &Py, stop: &Py, step: &Py) -> PyResult {
    let slice = |length: usize| Slice::new(start, stop, step, length);
    let charge = |count: usize, size: usize| {
        budget::charge(count * size)?;
        budget::spend(count / 16)
    };
    Ok(match of.defined()? {
        Py::Str(string) if string.is_ascii() => {
            let slice = slice(string.len())?;
            let picked = slice.pick(string.as_bytes());
            charge(picked.len(), 1)?;
            Py::from(String::from_utf8(picked).unwrap_or_default())
        }
        Py::Str(string) => {
            charge(string.len(), 4)?;
            let chars: Vec<char> = string.chars().collect();
            Py::from(slice(chars.len())?.pick(&chars).into_iter().collect::<String>())
        }
        Py::Bytes(bytes) => Py::Bytes(Arc::from(slice(bytes.len())?.pick(bytes))),
        Py::List(list) => {
            let items = list.items();
            charge(items.len(), SLOT)?;
            Py::list(slice(items.len())?.pick(&items))
        }
        Py::Tuple(tuple) => {
            charge(tuple.items().len(), SLOT)?;
            Py::tuple(slice(tuple.items().len())?.pick(tuple.items()))
        }
        Py::Set(set) if set.kind() == SetKind::Ordered => {
            let items = set.items();
            charge(items.len(), SLOT)?;
            Py::set(slice(items.len())?.pick(&items))
        }
        Py::Range(range) => {
            let slice = slice(usize::try_from(range.len()).unwrap_or(usize::MAX))?;
            let map = |at: i64| range.start.saturating_add(at.saturating_mul(range.step));
            let step = slice.step.saturating_mul(range.step);
            Py::Range(Arc::new(Range { start: map(slice.start), stop: map(slice.stop), step }))
        }
        _ => return Err(not_subscriptable(of)),
    })
}
