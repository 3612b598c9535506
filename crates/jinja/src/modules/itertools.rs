// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `itertools`.

use crate::{
    Py, PyResult,
    args::Args,
    call::call,
    class::{self, Class},
    collections::SLOT,
    compare::equals,
    cx::Cx,
    error::{type_error, value_error},
    host::Host,
    iter::{self, Iter, Lazy, Source},
    trash::Held,
    truth::truth,
};

fn lazy(lazy: Lazy) -> Py {
    Iter::lazy(&class::GENERATOR, lazy)
}

fn listed(items: Vec<Vec<Py>>) -> Py {
    Iter::of_items(&class::GENERATOR, items.into_iter().map(Py::tuple).collect())
}

#[allow(clippy::too_many_lines)] // a table
pub(super) fn module() -> Py {
    Py::module(
        "itertools",
        [
            ("chain", Py::host(Chain)),
            (
                "count",
                Py::function("count", |_, args| {
                    let bound = args.bind("count", &["start", "step"])?;
                    let part = |name: &str, default: i64| bound.get(name).cloned().unwrap_or(Py::Int(default));
                    Ok(lazy(Lazy::Count(Held(part("start", 0)), Held(part("step", 1)))))
                }),
            ),
            (
                "cycle",
                Py::function("cycle", |cx, args| {
                    Ok(lazy(Lazy::Cycle(Source::of(cx, args.one("cycle")?)?, Vec::new(), 0)))
                }),
            ),
            (
                "repeat",
                Py::function("repeat", |_, args| {
                    let bound = args.bind("repeat", &["object", "times"])?;
                    let times = bound.get("times").map(Py::expect_index).transpose()?;
                    let times = times.map(|times| u64::try_from(times).unwrap_or(0));
                    Ok(lazy(Lazy::Repeat(Held(bound.required("object")?.clone()), times)))
                }),
            ),
            ("islice", Py::function("islice", islice)),
            (
                "takewhile",
                Py::function("takewhile", |cx, args| {
                    let (function, source) = function_and_source(cx, args, "takewhile")?;
                    Ok(lazy(Lazy::TakeWhile(function, source)))
                }),
            ),
            (
                "dropwhile",
                Py::function("dropwhile", |cx, args| {
                    let (function, source) = function_and_source(cx, args, "dropwhile")?;
                    Ok(lazy(Lazy::DropWhile(function, source, true)))
                }),
            ),
            (
                "filterfalse",
                Py::function("filterfalse", |cx, args| {
                    let (function, source) = function_and_source(cx, args, "filterfalse")?;
                    Ok(lazy(Lazy::Filter(function, source, true)))
                }),
            ),
            (
                "starmap",
                Py::function("starmap", |cx, args| {
                    let (function, source) = function_and_source(cx, args, "starmap")?;
                    Ok(lazy(Lazy::StarMap(function, source)))
                }),
            ),
            (
                "accumulate",
                Py::function("accumulate", |cx, args| {
                    let bound = args.bind("accumulate", &["iterable", "func", "initial"])?;
                    let of = Source::of(cx, bound.required("iterable")?)?;
                    let function = Held(bound.get("func").cloned().unwrap_or(Py::None));
                    let Some(initial) = bound.some("initial") else {
                        return Ok(lazy(Lazy::Accumulate { of, function, sum: None }));
                    };
                    let rest = Lazy::Accumulate { of, function, sum: Some(Held(initial.clone())) };
                    let both = Py::tuple(vec![Py::list(vec![initial.clone()]), lazy(rest)]);
                    Ok(lazy(Lazy::Chain(None, Source::of(cx, &both)?)))
                }),
            ),
            ("zip_longest", Py::function("zip_longest", zip_longest)),
            (
                "compress",
                Py::function("compress", |cx, args| {
                    let bound = args.bind("compress", &["data", "selectors"])?;
                    let data = iter::iterate(cx, bound.required("data")?)?;
                    let selectors = iter::iterate(cx, bound.required("selectors")?)?;
                    let mut kept = Vec::new();
                    for (item, selector) in data.into_iter().zip(selectors) {
                        if truth(&selector)? {
                            kept.push(item);
                        }
                    }
                    Ok(Iter::of_items(&class::GENERATOR, kept))
                }),
            ),
            ("product", Py::function("product", product)),
            (
                "permutations",
                Py::function("permutations", |cx, args| choose(cx, args, "permutations", Choice::Permutation)),
            ),
            (
                "combinations",
                Py::function("combinations", |cx, args| choose(cx, args, "combinations", Choice::Combination)),
            ),
            (
                "combinations_with_replacement",
                Py::function("combinations_with_replacement", |cx, args| {
                    choose(cx, args, "combinations_with_replacement", Choice::Repeated)
                }),
            ),
            ("groupby", Py::function("groupby", groupby)),
            (
                "tee",
                Py::function("tee", |cx, args| {
                    let bound = args.bind("tee", &["iterable", "n"])?;
                    let items = iter::iterate(cx, bound.required("iterable")?)?;
                    let count = bound.get("n").map_or(Ok(2), Py::expect_index)?;
                    let count = usize::try_from(count).map_err(|_| value_error("n must be >= 0"))?;
                    cx.charge(items.len().saturating_add(1).saturating_mul(count).saturating_mul(SLOT))?;
                    Ok(Py::tuple((0..count).map(|_| Iter::of_items(&class::GENERATOR, items.clone())).collect()))
                }),
            ),
        ],
    )
}

/// `itertools.chain`: it has a method, so it is more than a function.
#[derive(Debug)]
struct Chain;

static CHAIN: Class = Class::host("chain", &[]);

impl Host for Chain {
    fn class(&self) -> &'static Class {
        &CHAIN
    }

    fn is_callable(&self) -> bool {
        true
    }

    fn call(&self, cx: &mut Cx<'_>, args: &Args<'_>) -> PyResult {
        let parts = Source::of(cx, &Py::tuple(args.positional.to_vec()))?;
        Ok(Iter::lazy(&CHAIN, Lazy::Chain(None, parts)))
    }

    fn has_method(&self, name: &str) -> bool {
        name == "from_iterable"
    }

    fn call_method(&self, cx: &mut Cx<'_>, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
        if name != "from_iterable" {
            return Ok(None);
        }
        let parts = Source::of(cx, args.one("from_iterable")?)?;
        Ok(Some(Iter::lazy(&CHAIN, Lazy::Chain(None, parts))))
    }
}

fn function_and_source(cx: &mut Cx<'_>, args: &Args<'_>, name: &'static str) -> PyResult<(Held, Source)> {
    let bound = args.bind(name, &["function", "iterable"])?;
    let source = Source::of(cx, bound.required("iterable")?)?;
    Ok((Held(bound.required("function")?.clone()), source))
}

fn islice(cx: &mut Cx<'_>, args: &Args<'_>) -> PyResult {
    let (of, start, stop, step) = match args.positional {
        [of, stop] => (of, &Py::None, stop, &Py::None),
        [of, start, stop] => (of, start, stop, &Py::None),
        [of, start, stop, step] => (of, start, stop, step),
        _ => return Err(type_error("islice expected 2 to 4 arguments")),
    };
    let part = |value: &Py| -> PyResult<Option<u64>> {
        match value {
            Py::None => Ok(None),
            _ => u64::try_from(value.expect_index()?)
                .map(Some)
                .map_err(|_| value_error("Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.")),
        }
    };
    let step = part(step)?.unwrap_or(1);
    if step == 0 {
        return Err(value_error("Step for islice() must be a positive integer or None."));
    }
    let slice = Lazy::Slice { of: Source::of(cx, of)?, skip: part(start)?.unwrap_or(0), step, left: part(stop)? };
    Ok(lazy(slice))
}

fn zip_longest(cx: &mut Cx<'_>, args: &Args<'_>) -> PyResult {
    let bound = Args { positional: &[], named: args.named }.bind("zip_longest", &["fillvalue"])?;
    let fill = bound.get("fillvalue").cloned().unwrap_or(Py::None);
    let sources = args.positional.iter().map(|items| Source::of(cx, items).map(Some)).collect::<PyResult<_>>()?;
    Ok(lazy(Lazy::ZipLongest(sources, Held(fill))))
}

fn product(cx: &mut Cx<'_>, args: &Args<'_>) -> PyResult {
    let bound = Args { positional: &[], named: args.named }.bind("product", &["repeat"])?;
    let repeat = bound.get("repeat").map_or(Ok(1), Py::expect_index)?;
    let repeat = usize::try_from(repeat).map_err(|_| value_error("repeat argument cannot be negative"))?;
    let pools = args.positional.iter().map(|items| iter::iterate(cx, items)).collect::<PyResult<Vec<_>>>()?;
    let mut tuples: Vec<Vec<Py>> = vec![Vec::new()];
    for _ in 0..if pools.is_empty() { 0 } else { repeat } {
        for pool in &pools {
            cx.spend(1)?;
            let longer = tuples.first().map_or(0, Vec::len) + 1;
            let count = tuples.len().saturating_mul(pool.len());
            cx.charge(count.saturating_mul(longer).saturating_mul(SLOT))?;
            cx.spend(count)?;
            let extend = |tuple: &Vec<Py>, item: &Py| tuple.iter().chain([item]).cloned().collect();
            tuples = tuples.iter().flat_map(|tuple| pool.iter().map(move |item| extend(tuple, item))).collect();
        }
    }
    Ok(listed(tuples))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    Permutation,
    Combination,
    Repeated,
}

fn choose(cx: &mut Cx<'_>, args: &Args<'_>, name: &'static str, choice: Choice) -> PyResult {
    let bound = args.bind(name, &["iterable", "r"])?;
    let pool = iter::iterate(cx, bound.required("iterable")?)?;
    let length = match (bound.some("r"), choice) {
        (Some(r), _) => usize::try_from(r.expect_index()?).map_err(|_| value_error("r must be non-negative"))?,
        (None, Choice::Permutation) => pool.len(),
        (None, _) => return Err(type_error(format!("{name}() missing required argument 'r' (pos 2)"))),
    };
    if choice != Choice::Repeated && length > pool.len() {
        return Ok(listed(Vec::new()));
    }
    // Each tuple of places grows at its end; those that can't be complete are not begun.
    let mut found: Vec<Vec<usize>> = vec![Vec::new()];
    for at in 0..length {
        cx.spend(1)?;
        let mut longer = Vec::new();
        for places in &found {
            let from = match (choice, places.last()) {
                (Choice::Permutation, _) | (_, None) => 0,
                (Choice::Combination, Some(last)) => last + 1,
                (Choice::Repeated, Some(last)) => *last,
            };
            let to = if choice == Choice::Combination { pool.len() - (length - at - 1) } else { pool.len() };
            for place in from..to {
                cx.spend(1)?;
                if choice == Choice::Permutation && places.contains(&place) {
                    continue;
                }
                cx.charge((at + 1) * SLOT)?;
                longer.push(places.iter().copied().chain([place]).collect());
            }
        }
        found = longer;
    }
    let pick = |places: Vec<usize>| places.into_iter().filter_map(|place| pool.get(place).cloned()).collect();
    Ok(listed(found.into_iter().map(pick).collect()))
}

fn groupby(cx: &mut Cx<'_>, args: &Args<'_>) -> PyResult {
    let bound = args.bind("groupby", &["iterable", "key"])?;
    let mut groups: Vec<(Py, Vec<Py>)> = Vec::new();
    for item in iter::iterate(cx, bound.required("iterable")?)? {
        let key = match bound.some("key") {
            Some(function) => call(cx, function, &Args::of(std::slice::from_ref(&item)))?,
            None => item.clone(),
        };
        match groups.last_mut() {
            Some((known, items)) if equals(known, &key) => items.push(item),
            _ => groups.push((key, vec![item])),
        }
    }
    let group = |(key, items)| vec![key, Iter::of_items(&class::GENERATOR, items)];
    Ok(listed(groups.into_iter().map(group).collect()))
}
