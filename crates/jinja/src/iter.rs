// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Iterating: ranges, views of dictionaries, and iterators that are read once, item by item, as in Python.

mod lazy;

use std::sync::Arc;

pub(crate) use self::lazy::{Lazy, LazyIter};
use crate::{
    Py, PyResult, budget,
    class::{self, Class},
    collections::{Dict, List, Lock, Set},
    cx::Cx,
    error::{runtime_error, type_error, value_error},
    trash::Held,
};

/// A range of integers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    pub(crate) start: i64,
    pub(crate) stop: i64,
    /// Not 0.
    pub(crate) step: i64,
}

impl Range {
    pub(crate) fn len(&self) -> u64 {
        let (from, to, step) = (i128::from(self.start), i128::from(self.stop), i128::from(self.step));
        let span = if step > 0 { to - from } else { from - to };
        let step = step.unsigned_abs();
        let span = u128::try_from(span).unwrap_or(0);
        u64::try_from(span.div_ceil(step)).unwrap_or(u64::MAX)
    }

    pub(crate) fn at(&self, index: u64) -> Option<i64> {
        if index >= self.len() {
            return None;
        }
        let value = i128::from(self.start) + i128::from(self.step) * i128::from(index);
        i64::try_from(value).ok()
    }
}

/// What of a dictionary a view shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ViewKind {
    Keys,
    Values,
    Items,
}

/// The keys, values or items of a dictionary.
pub struct View {
    pub(crate) dict: Arc<Dict>,
    pub(crate) kind: ViewKind,
}

impl View {
    pub(crate) fn class(&self) -> &'static Class {
        match self.kind {
            ViewKind::Keys => &class::DICT_KEYS,
            ViewKind::Values => &class::DICT_VALUES,
            ViewKind::Items => &class::DICT_ITEMS,
        }
    }

    pub(crate) fn items(&self) -> Vec<Py> {
        self.dict.entries().into_iter().map(|entry| self.kind.of(entry)).collect()
    }
}

impl ViewKind {
    fn of(self, (key, value): (Py, Py)) -> Py {
        match self {
            Self::Keys => key,
            Self::Values => value,
            Self::Items => Py::tuple(vec![key, value]),
        }
    }
}

/// Where an iterator is.
enum State {
    Done,
    List(Arc<List>, usize),
    ListBack(Arc<List>, usize),
    Items(std::vec::IntoIter<Py>),
    Str(Arc<str>, usize),
    Dict(Arc<Dict>, ViewKind, usize, usize),
    Set(Arc<Set>, usize, usize),
    Range(Range, u64),
    Lazy(Box<dyn LazyIter>),
}

/// An iterator: it can be read once.
pub struct Iter {
    class: &'static Class,
    /// `None` while the next item is being made.
    state: Lock<Option<State>>,
}

impl Iter {
    fn new(class: &'static Class, state: State) -> Arc<Self> {
        Arc::new(Self { class, state: Lock::new(Some(state)) })
    }

    pub(crate) fn lazy(class: &'static Class, lazy: impl LazyIter + 'static) -> Py {
        Py::Iter(Self::new(class, State::Lazy(Box::new(lazy))))
    }

    pub(crate) fn of_items(class: &'static Class, items: Vec<Py>) -> Py {
        Py::Iter(Self::new(class, State::Items(items.into_iter())))
    }

    pub(crate) fn class(&self) -> &'static Class {
        self.class
    }

    /// The next item; `None` at the end.
    pub(crate) fn next(&self, cx: &mut Cx<'_>) -> PyResult<Option<Py>> {
        budget::spend(1)?;
        let Some(mut state) = self.state.lock().take() else {
            return Err(value_error("generator already executing"));
        };
        let item = state.next(cx);
        let ended = !matches!(item, Ok(Some(_)));
        let old = self.state.lock().replace(if ended { State::Done } else { state });
        drop(old);
        item
    }
}

impl Drop for Iter {
    fn drop(&mut self) {
        if let Some(State::Items(items)) = self.state.get_mut() {
            crate::trash::dispose(items);
        }
    }
}

impl State {
    fn next(&mut self, cx: &mut Cx<'_>) -> PyResult<Option<Py>> {
        Ok(match self {
            Self::Done => None,
            Self::List(list, at) => {
                *at += 1;
                list.get(*at - 1)
            }
            Self::ListBack(list, left) => {
                let Some(less) = left.checked_sub(1) else { return Ok(None) };
                *left = less;
                list.get(less)
            }
            Self::Items(items) => items.next(),
            Self::Str(text, at) => {
                let next = text.get(*at..).and_then(|rest| rest.chars().next());
                *at += next.map_or(0, char::len_utf8);
                next.map(char_str)
            }
            Self::Dict(dict, kind, at, len) => {
                if dict.len() != *len {
                    return Err(runtime_error("dictionary changed size during iteration"));
                }
                *at += 1;
                dict.at(*at - 1).map(|entry| kind.of(entry))
            }
            Self::Set(set, at, len) => {
                if set.len() != *len && set.kind() != crate::collections::SetKind::Ordered {
                    return Err(runtime_error("Set changed size during iteration"));
                }
                *at += 1;
                set.at(*at - 1)
            }
            Self::Range(range, at) => {
                *at += 1;
                range.at(*at - 1).map(Py::Int)
            }
            Self::Lazy(lazy) => budget::deeper(|| lazy.next(cx))?,
        })
    }
}

/// A character as a string; those of ASCII are made once.
pub(crate) fn char_str(c: char) -> Py {
    let mut buffer = [0; 4];
    Py::from(&*c.encode_utf8(&mut buffer))
}

/// An iterator over a value.
pub(crate) fn iter(cx: &mut Cx<'_>, value: &Py) -> PyResult<Arc<Iter>> {
    let state = match value {
        Py::List(list) => State::List(Arc::clone(list), 0),
        Py::Tuple(tuple) => State::Items(tuple.items().to_vec().into_iter()),
        Py::Str(text) => State::Str(Arc::clone(text), 0),
        Py::Bytes(bytes) => State::Items(bytes.iter().map(|b| Py::from(*b)).collect::<Vec<_>>().into_iter()),
        Py::Dict(dict) => State::Dict(Arc::clone(dict), ViewKind::Keys, 0, dict.len()),
        Py::View(view) => State::Dict(Arc::clone(&view.dict), view.kind, 0, view.dict.len()),
        Py::Set(set) => State::Set(Arc::clone(set), 0, set.len()),
        Py::Range(range) => State::Range(**range, 0),
        Py::Iter(iter) => return Ok(Arc::clone(iter)),
        Py::Nothing => State::Done,
        Py::Host(host) => match host.iterate(cx)? {
            Some(items) => State::Items(items.into_iter()),
            None => return Err(not_iterable(value)),
        },
        _ => return Err(not_iterable(value)),
    };
    Ok(Iter::new(class_of(value), state))
}

fn class_of(value: &Py) -> &'static Class {
    match value {
        Py::List(_) => &LIST_ITERATOR,
        Py::Tuple(_) => &TUPLE_ITERATOR,
        Py::Str(_) => &STR_ITERATOR,
        Py::Dict(_) => &DICT_KEYITERATOR,
        Py::Range(_) => &RANGE_ITERATOR,
        _ => &class::GENERATOR,
    }
}

static LIST_ITERATOR: Class = Class::host("list_iterator", &[]);
static TUPLE_ITERATOR: Class = Class::host("tuple_iterator", &[]);
static STR_ITERATOR: Class = Class::host("str_ascii_iterator", &[]);
static DICT_KEYITERATOR: Class = Class::host("dict_keyiterator", &[]);
static LIST_REVERSE: Class = Class::host("list_reverseiterator", &[]);
static RANGE_ITERATOR: Class = Class::host("range_iterator", &[]);

/// An iterator over a list from its end.
pub(crate) fn back(list: &Arc<List>) -> Py {
    Py::Iter(Iter::new(&LIST_REVERSE, State::ListBack(Arc::clone(list), list.len())))
}

fn not_iterable(value: &Py) -> crate::PyError {
    match value.defined() {
        Ok(_) => type_error(format!("'{}' object is not iterable", value.type_name())),
        Err(error) => error,
    }
}

/// All that a value iterates over.
///
/// # Errors
/// `TypeError` if it can't be iterated over; what iterating raises.
pub fn iterate(cx: &mut Cx<'_>, value: &Py) -> PyResult<Vec<Py>> {
    let items = match value {
        Py::List(list) => list.items(),
        Py::Tuple(tuple) => tuple.items().to_vec(),
        Py::Dict(dict) => dict.keys(),
        Py::View(view) => view.items(),
        Py::Set(set) => set.items(),
        Py::Host(host) => host.iterate(cx)?.ok_or_else(|| not_iterable(value))?,
        _ => {
            let iter = iter(cx, value)?;
            let mut items = Vec::new();
            while let Some(item) = iter.next(cx)? {
                budget::charge(crate::collections::SLOT)?;
                items.push(item);
            }
            return Ok(items);
        }
    };
    budget::spend(items.len() / 8)?;
    budget::charge(items.len() * crate::collections::SLOT)?;
    Ok(items)
}

/// An iterator as something that other iterators hold.
#[derive(Clone)]
pub(crate) struct Source(Held);

impl Source {
    pub(crate) fn of(cx: &mut Cx<'_>, value: &Py) -> PyResult<Self> {
        Ok(Self(Held(Py::Iter(iter(cx, value)?))))
    }

    pub(crate) fn next(&self, cx: &mut Cx<'_>) -> PyResult<Option<Py>> {
        match &self.0.0 {
            Py::Iter(iter) => iter.next(cx),
            _ => Ok(None),
        }
    }
}
