// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Iterators that make their items from those of others.

use super::Source;
use crate::{
    Py, PyResult,
    args::Args,
    call::call,
    cx::Cx,
    ops::{self, add},
    trash::Held,
    truth::truth,
};

/// Something that makes items one after another.
pub(crate) trait LazyIter: Send + Sync {
    fn next(&mut self, cx: &mut Cx<'_>) -> PyResult<Option<Py>>;
}

/// The iterators of Python's library.
pub(crate) enum Lazy {
    Map(Held, Vec<Source>),
    /// The items for which a function is true; with `None` as function, those that are true.
    Filter(Held, Source, bool),
    Zip(Vec<Source>),
    ZipLongest(Vec<Option<Source>>, Held),
    Enumerate(Source, Held),
    Chain(Option<Source>, Source),
    Count(Held, Held),
    Cycle(Source, Vec<Held>, usize),
    Repeat(Held, Option<u64>),
    /// Items from a place on, each so many, up to a place.
    Slice {
        of: Source,
        skip: u64,
        step: u64,
        left: Option<u64>,
    },
    TakeWhile(Held, Source),
    DropWhile(Held, Source, bool),
    StarMap(Held, Source),
    Accumulate {
        of: Source,
        function: Held,
        sum: Option<Held>,
    },
    Callable(Held, Held),
}

impl LazyIter for Lazy {
    #[allow(clippy::too_many_lines)] // one arm for each iterator
    fn next(&mut self, cx: &mut Cx<'_>) -> PyResult<Option<Py>> {
        match self {
            Self::Map(function, sources) => {
                let mut args = Vec::with_capacity(sources.len());
                for source in sources {
                    let Some(item) = source.next(cx)? else { return Ok(None) };
                    args.push(item);
                }
                call(cx, &function.0, &Args::of(&args)).map(Some)
            }
            Self::Filter(function, source, negated) => loop {
                let Some(item) = source.next(cx)? else { return Ok(None) };
                let kept = match &function.0 {
                    Py::None => truth(&item)?,
                    function => truth(&call(cx, function, &Args::of(std::slice::from_ref(&item)))?)?,
                };
                if kept != *negated {
                    return Ok(Some(item));
                }
            },
            Self::Zip(sources) => {
                let mut items = Vec::with_capacity(sources.len());
                for source in sources.iter() {
                    let Some(item) = source.next(cx)? else { return Ok(None) };
                    items.push(item);
                }
                Ok((!items.is_empty()).then(|| Py::tuple(items)))
            }
            Self::ZipLongest(sources, fill) => zip_longest(cx, sources, &fill.0),
            Self::Enumerate(source, at) => {
                let Some(item) = source.next(cx)? else { return Ok(None) };
                let next = add(&at.0, &Py::Int(1))?;
                let index = std::mem::replace(&mut at.0, next);
                Ok(Some(Py::tuple(vec![index, item])))
            }
            Self::Chain(current, rest) => loop {
                if let Some(source) = current {
                    if let Some(item) = source.next(cx)? {
                        return Ok(Some(item));
                    }
                    *current = None;
                }
                let Some(next) = rest.next(cx)? else { return Ok(None) };
                *current = Some(Source::of(cx, &next)?);
            },
            Self::Count(at, step) => {
                let next = add(&at.0, &step.0)?;
                Ok(Some(std::mem::replace(&mut at.0, next)))
            }
            Self::Cycle(source, seen, at) => cycle(cx, source, seen, at),
            Self::Repeat(item, left) => {
                if let Some(left) = left {
                    let Some(less) = left.checked_sub(1) else { return Ok(None) };
                    *left = less;
                }
                Ok(Some(item.0.clone()))
            }
            Self::Slice { of, skip, step, left } => {
                for _ in 0..*skip {
                    match left {
                        Some(0) => return Ok(None),
                        Some(left) => *left -= 1,
                        None => {}
                    }
                    if of.next(cx)?.is_none() {
                        return Ok(None);
                    }
                }
                match left {
                    Some(0) => return Ok(None),
                    Some(left) => *left -= 1,
                    None => {}
                }
                *skip = *step - 1;
                of.next(cx)
            }
            Self::TakeWhile(function, source) => {
                let Some(item) = source.next(cx)? else { return Ok(None) };
                let kept = truth(&call(cx, &function.0, &Args::of(std::slice::from_ref(&item)))?)?;
                Ok(kept.then_some(item))
            }
            Self::DropWhile(function, source, dropping) => loop {
                let Some(item) = source.next(cx)? else { return Ok(None) };
                if *dropping && truth(&call(cx, &function.0, &Args::of(std::slice::from_ref(&item)))?)? {
                    continue;
                }
                *dropping = false;
                return Ok(Some(item));
            },
            Self::StarMap(function, source) => {
                let Some(item) = source.next(cx)? else { return Ok(None) };
                let args = super::iterate(cx, &item)?;
                call(cx, &function.0, &Args::of(&args)).map(Some)
            }
            Self::Accumulate { of, function, sum } => {
                let Some(item) = of.next(cx)? else { return Ok(None) };
                let next = match (&sum, &function.0) {
                    (None, _) => item,
                    (Some(sum), Py::None) => ops::add(&sum.0, &item)?,
                    (Some(sum), function) => call(cx, function, &Args::of(&[sum.0.clone(), item]))?,
                };
                *sum = Some(Held(next.clone()));
                Ok(Some(next))
            }
            Self::Callable(function, sentinel) => {
                let item = call(cx, &function.0, &Args::default())?;
                Ok((!crate::compare::equals(&item, &sentinel.0)).then_some(item))
            }
        }
    }
}

fn zip_longest(cx: &mut Cx<'_>, sources: &mut [Option<Source>], fill: &Py) -> PyResult<Option<Py>> {
    let mut items = Vec::with_capacity(sources.len());
    for slot in sources.iter_mut() {
        let item = match slot {
            Some(source) => source.next(cx)?,
            None => None,
        };
        if item.is_none() {
            *slot = None;
        }
        items.push(item.unwrap_or_else(|| fill.clone()));
    }
    Ok(sources.iter().any(Option::is_some).then(|| Py::tuple(items)))
}

fn cycle(cx: &mut Cx<'_>, source: &Source, seen: &mut Vec<Held>, at: &mut usize) -> PyResult<Option<Py>> {
    if let Some(item) = source.next(cx)? {
        cx.charge(crate::collections::SLOT)?;
        seen.push(Held(item.clone()));
        return Ok(Some(item));
    }
    if *at >= seen.len() {
        *at = 0;
    }
    let item = seen.get(*at).map(|held| held.0.clone());
    *at += 1;
    Ok(item)
}
