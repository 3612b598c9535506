// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Filters of sequences.

use std::sync::Arc;

use super::by_path;
use crate::{
    Py, PyResult,
    args::Args,
    attr, class,
    cx::Cx,
    error::type_error,
    iter::{self, Iter},
    methods, tests, text,
    truth::truth,
};

pub(super) fn apply(cx: &mut Cx<'_>, name: &str, of: &Py, args: &Args<'_>) -> PyResult<Option<Py>> {
    let generator = |items| Iter::of_items(&class::GENERATOR, items);
    Ok(Some(match name {
        "list" => Py::list(iter::iterate(cx, of)?),
        "first" => {
            let first = iter::iter(cx, of)?.next(cx)?;
            first.unwrap_or_else(|| Py::Undefined(Arc::from("No first item, sequence was empty.")))
        }
        "last" => {
            let last = iter::iterate(cx, of)?.pop();
            last.unwrap_or_else(|| Py::Undefined(Arc::from("No last item, sequence was empty.")))
        }
        "reverse" => match of {
            Py::Str(text) => Py::from(text.chars().rev().collect::<String>()),
            Py::List(list) => iter::back(list),
            Py::Iter(_) => {
                let mut items = iter::iterate(cx, of)?;
                items.reverse();
                Py::list(items)
            }
            _ => {
                let mut items = iter::iterate(cx, of)?;
                items.reverse();
                Iter::of_items(&class::REVERSED, items)
            }
        },
        "join" => {
            let bound = args.bind("join", &["d", "attribute"])?;
            let separator = bound.get("d").map(text::str).transpose()?.unwrap_or_else(|| Arc::from(""));
            let mut out = String::new();
            for (at, item) in iter::iterate(cx, of)?.into_iter().enumerate() {
                let item = match bound.some("attribute") {
                    Some(path) => by_path(cx, &item, path)?,
                    None => item,
                };
                out.push_str(if at > 0 { &separator } else { "" });
                let item = text::str(&item)?;
                cx.charge(item.len() + separator.len())?;
                out.push_str(&item);
            }
            Py::from(out)
        }
        "sort" => sort(cx, of, args)?,
        "unique" => unique(cx, of, args).map(generator)?,
        "min" | "max" => extreme(cx, of, name, args)?,
        "map" => map(cx, of, args).map(generator)?,
        "select" | "reject" | "selectattr" | "rejectattr" => select(cx, name, of, args).map(generator)?,
        "attr" => {
            let name = args.one("attr")?.expect_str("attribute name")?;
            attr::find_attr(cx, of, name)?.unwrap_or_else(|| {
                Py::Undefined(Arc::from(format!("'{} object' has no attribute '{name}'", of.type_name())))
            })
        }
        "items" => match of {
            Py::Dict(_) => generator(match methods::call(cx, of, "items", &Args::default())? {
                Some(view) => iter::iterate(cx, &view)?,
                None => Vec::new(),
            }),
            _ => return Err(type_error("Can only get item pairs from a mapping.")),
        },
        "dictsort" => dictsort(cx, of, args)?,
        "batch" => batch(cx, of, args).map(generator)?,
        "slice" => slices(cx, of, args).map(generator)?,
        "groupby" => groupby(cx, of, args)?,
        _ => return Ok(None),
    }))
}

/// A key that does not tell upper from lower case.
fn folded(cx: &mut Cx<'_>, item: Py, case_sensitive: bool) -> PyResult {
    match item {
        Py::Str(_) if !case_sensitive => Ok(methods::call(cx, &item, "lower", &Args::default())?.unwrap_or(Py::None)),
        item => Ok(item),
    }
}

fn sort_pairs(cx: &mut Cx<'_>, pairs: Vec<(Py, Py)>, reverse: bool) -> PyResult<Vec<Py>> {
    let first = Py::function("key", |cx, args| attr::get_item(cx, args.one("key")?, &Py::Int(0)));
    let pairs = pairs.into_iter().map(|(key, item)| Py::tuple(vec![key, item])).collect();
    let sorted = methods::sort(cx, pairs, Some(&first), reverse)?;
    Ok(sorted.iter().filter_map(|pair| pair.as_tuple()?.get(1).cloned()).collect())
}

fn sort(cx: &mut Cx<'_>, of: &Py, args: &Args<'_>) -> PyResult {
    let bound = args.bind("sort", &["reverse", "case_sensitive", "attribute"])?;
    let flag = |name: &str| bound.get(name).map_or(Ok(false), truth);
    let (reverse, case_sensitive) = (flag("reverse")?, flag("case_sensitive")?);
    let mut pairs = Vec::new();
    for item in iter::iterate(cx, of)? {
        let key = match bound.some("attribute") {
            None => folded(cx, item.clone(), case_sensitive)?,
            Some(Py::Str(paths)) => {
                let mut keys = Vec::new();
                for path in paths.split(',') {
                    let key = by_path(cx, &item, &Py::from(path))?;
                    keys.push(folded(cx, key, case_sensitive)?);
                }
                Py::list(keys)
            }
            Some(path) => {
                let key = by_path(cx, &item, path)?;
                Py::list(vec![folded(cx, key, case_sensitive)?])
            }
        };
        pairs.push((key, item));
    }
    sort_pairs(cx, pairs, reverse).map(Py::list)
}

fn unique(cx: &mut Cx<'_>, of: &Py, args: &Args<'_>) -> PyResult<Vec<Py>> {
    let bound = args.bind("unique", &["case_sensitive", "attribute"])?;
    let case_sensitive = bound.get("case_sensitive").map_or(Ok(false), truth)?;
    let seen = crate::collections::Set::of(crate::collections::SetKind::Plain, Vec::new())?;
    let mut kept = Vec::new();
    for item in iter::iterate(cx, of)? {
        let key = match bound.some("attribute") {
            Some(path) => by_path(cx, &item, path)?,
            None => item.clone(),
        };
        let key = folded(cx, key, case_sensitive)?;
        if !seen.contains(&key)? {
            seen.add(key)?;
            kept.push(item);
        }
    }
    Ok(kept)
}

fn extreme(cx: &mut Cx<'_>, of: &Py, name: &str, args: &Args<'_>) -> PyResult {
    let bound = args.bind("min", &["case_sensitive", "attribute"])?;
    let case_sensitive = bound.get("case_sensitive").map_or(Ok(false), truth)?;
    let wanted = if name == "min" { std::cmp::Ordering::Less } else { std::cmp::Ordering::Greater };
    let mut best: Option<(Py, Py)> = None;
    for item in iter::iterate(cx, of)? {
        let key = match bound.some("attribute") {
            Some(path) => by_path(cx, &item, path)?,
            None => item.clone(),
        };
        let key = folded(cx, key, case_sensitive)?;
        let better = match &best {
            None => true,
            Some((known, _)) => crate::compare::compare(&key, known, "<")? == Some(wanted),
        };
        if better {
            best = Some((key, item));
        }
    }
    Ok(best.map_or_else(|| Py::Undefined(Arc::from("No aggregated item, sequence was empty.")), |(_, item)| item))
}

fn map(cx: &mut Cx<'_>, of: &Py, args: &Args<'_>) -> PyResult<Vec<Py>> {
    let mut mapped = Vec::new();
    if !truth(of)? {
        return Ok(mapped);
    }
    if args.positional.is_empty() {
        let bound = args.bind("map", &["attribute", "default"])?;
        let path = bound.required("attribute")?;
        for item in iter::iterate(cx, of)? {
            let value = by_path(cx, &item, path)?;
            mapped.push(match (&value, bound.get("default")) {
                (Py::Undefined(_), Some(default)) => default.clone(),
                _ => value,
            });
        }
        return Ok(mapped);
    }
    let [filter, rest @ ..] = args.positional else { return Ok(mapped) };
    let filter = filter.expect_str("filter name")?;
    if !super::known(filter) {
        return Err(type_error(format!("No filter named '{filter}'.")));
    }
    for item in iter::iterate(cx, of)? {
        mapped.push(super::apply(cx, filter, &item, &Args { positional: rest, named: args.named })?);
    }
    Ok(mapped)
}

fn select(cx: &mut Cx<'_>, name: &str, of: &Py, args: &Args<'_>) -> PyResult<Vec<Py>> {
    let wanted = name.starts_with("select");
    let (path, rest) = if name.ends_with("attr") {
        match args.positional {
            [path, rest @ ..] => (Some(path), rest),
            [] => return Err(type_error("Missing parameter for attribute name")),
        }
    } else {
        (None, args.positional)
    };
    let mut kept = Vec::new();
    // As in Jinja2: what counts as false has no items, whatever it is.
    if !truth(of)? {
        return Ok(kept);
    }
    for item in iter::iterate(cx, of)? {
        let value = match path {
            Some(path) => by_path(cx, &item, path)?,
            None => item.clone(),
        };
        let found = match rest {
            [] => truth(&value)?,
            [test, more @ ..] => {
                let test = test.expect_str("test name")?;
                if !tests::known(test) {
                    return Err(type_error(format!("No test named '{test}'.")));
                }
                tests::apply(cx, test, &value, &Args { positional: more, named: args.named })?
            }
        };
        if found == wanted {
            kept.push(item);
        }
    }
    Ok(kept)
}

fn dictsort(cx: &mut Cx<'_>, of: &Py, args: &Args<'_>) -> PyResult {
    let bound = args.bind("dictsort", &["case_sensitive", "by", "reverse"])?;
    let flag = |name: &str| bound.get(name).map_or(Ok(false), truth);
    let (case_sensitive, reverse) = (flag("case_sensitive")?, flag("reverse")?);
    let by_value = match bound.get("by").map_or(Ok("key"), |by| by.expect_str("by"))? {
        "key" => false,
        "value" => true,
        _ => return Err(type_error("You can only sort by either \"key\" or \"value\"")),
    };
    let Py::Dict(dict) = of else { return Err(type_error("dictsort needs a dictionary")) };
    let mut pairs = Vec::new();
    for (key, value) in dict.entries() {
        let by = folded(cx, if by_value { value.clone() } else { key.clone() }, case_sensitive)?;
        pairs.push((by, Py::tuple(vec![key, value])));
    }
    sort_pairs(cx, pairs, reverse).map(Py::list)
}

fn batch(cx: &mut Cx<'_>, of: &Py, args: &Args<'_>) -> PyResult<Vec<Py>> {
    let bound = args.bind("batch", &["linecount", "fill_with"])?;
    let size = usize::try_from(bound.required("linecount")?.expect_index()?).unwrap_or(0).max(1);
    let items = iter::iterate(cx, of)?;
    let mut batches = Vec::new();
    for part in items.chunks(size) {
        let mut part = part.to_vec();
        if let Some(fill) = bound.some("fill_with") {
            cx.charge((size - part.len()).saturating_mul(crate::collections::SLOT))?;
            part.resize(size, fill.clone());
        }
        batches.push(Py::list(part));
    }
    Ok(batches)
}

fn slices(cx: &mut Cx<'_>, of: &Py, args: &Args<'_>) -> PyResult<Vec<Py>> {
    let bound = args.bind("slice", &["slices", "fill_with"])?;
    let count = usize::try_from(bound.required("slices")?.expect_index()?).unwrap_or(0);
    if count == 0 {
        return Err(crate::error::zero_division("integer division or modulo by zero"));
    }
    let items = iter::iterate(cx, of)?;
    let (each, more) = (items.len() / count, items.len() % count);
    let mut parts = Vec::new();
    let mut at = 0;
    for slice in 0..count {
        cx.charge(crate::collections::SLOT)?;
        let size = each + usize::from(slice < more);
        let mut part = items.get(at..at + size).unwrap_or_default().to_vec();
        if let Some(fill) = bound.some("fill_with").filter(|_| slice >= more) {
            part.push(fill.clone());
        }
        parts.push(Py::list(part));
        at += size;
    }
    Ok(parts)
}

fn groupby(cx: &mut Cx<'_>, of: &Py, args: &Args<'_>) -> PyResult {
    let bound = args.bind("groupby", &["attribute", "default", "case_sensitive"])?;
    let path = bound.required("attribute")?;
    let case_sensitive = bound.get("case_sensitive").map_or(Ok(false), truth)?;
    let mut pairs = Vec::new();
    for item in iter::iterate(cx, of)? {
        let value = by_path(cx, &item, path)?;
        let value = match (&value, bound.get("default")) {
            (Py::Undefined(_), Some(default)) => default.clone(),
            _ => value,
        };
        let key = folded(cx, value.clone(), case_sensitive)?;
        pairs.push((key.clone(), Py::tuple(vec![key, value, item])));
    }
    let mut groups: Vec<(Py, Py, Vec<Py>)> = Vec::new();
    for triple in sort_pairs(cx, pairs, false)? {
        let Some([key, value, item]) = triple.as_tuple() else { continue };
        match groups.last_mut() {
            Some((known, _, items)) if crate::compare::equals(known, key) => items.push(item.clone()),
            _ => groups.push((key.clone(), value.clone(), vec![item.clone()])),
        }
    }
    let group = |(_, value, items): (Py, Py, Vec<Py>)| Py::tuple(vec![value, Py::list(items)]);
    Ok(Py::list(groups.into_iter().map(group).collect()))
}
