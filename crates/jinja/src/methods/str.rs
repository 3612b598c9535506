// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The methods of strings that give other strings, parts or places.

use std::sync::Arc;

use crate::{
    Py, PyResult,
    args::Args,
    budget,
    collections::SLOT,
    cx::Cx,
    error::{type_error, value_error},
    iter,
};

pub(super) const NAMES: [&str; 37] = [
    "capitalize",
    "casefold",
    "center",
    "count",
    "encode",
    "expandtabs",
    "find",
    "format",
    "format_map",
    "index",
    "join",
    "ljust",
    "lower",
    "lstrip",
    "partition",
    "removeprefix",
    "removesuffix",
    "replace",
    "rfind",
    "rindex",
    "rjust",
    "rpartition",
    "rsplit",
    "rstrip",
    "split",
    "splitlines",
    "strip",
    "swapcase",
    "title",
    "upper",
    "zfill",
    "translate",
    "maketrans",
    "endswith",
    "startswith",
    "isidentifier",
    "isprintable",
];

/// Whether Python's `strip` takes a character away.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

pub(super) fn call(cx: &mut Cx<'_>, text: &Arc<str>, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
    budget::spend(text.len() / 64)?;
    let result = match name {
        "join" => join(cx, text, args.one("str.join")?)?,
        "format" => Py::from(crate::format::format(cx, text, args)?),
        "format_map" => {
            let map = args.one("str.format_map")?;
            let Py::Dict(map) = map else { return Err(type_error("format_map() needs a dictionary")) };
            let named: Vec<_> = map
                .entries()
                .into_iter()
                .filter_map(|(key, value)| match key {
                    Py::Str(key) => Some((key, value)),
                    _ => None,
                })
                .collect();
            Py::from(crate::format::format(cx, text, &Args { positional: &[], named: &named })?)
        }
        "strip" | "lstrip" | "rstrip" => {
            let bound = args.bind("strip", &["chars"])?;
            let chars = bound.some("chars").map(|chars| chars.expect_str("strip arg")).transpose()?;
            let stripped = strip(text, name != "rstrip", name != "lstrip", chars);
            if stripped.len() == text.len() { Py::Str(Arc::clone(text)) } else { Py::from(stripped) }
        }
        "split" | "rsplit" => split(text, args, name == "rsplit")?,
        "splitlines" => {
            let keep =
                args.bind("splitlines", &["keepends"])?.get("keepends").map_or(Ok(false), crate::truth::truth)?;
            let lines = split_lines(text);
            budget::charge(lines.len() * SLOT + text.len())?;
            Py::list(lines.into_iter().map(|(line, end)| Py::from(if keep { end } else { line })).collect())
        }
        "partition" | "rpartition" => partition(text, args, name == "rpartition")?,
        "replace" => replace(text, args)?,
        "find" | "rfind" | "index" | "rindex" | "count" => search(text, name, args)?,
        "encode" => {
            args.bind("encode", &["encoding", "errors"])?;
            budget::charge(text.len())?;
            Py::Bytes(Arc::from(text.as_bytes()))
        }
        "removeprefix" => {
            let prefix = args.one("removeprefix")?.expect_str("removeprefix() argument")?;
            Py::from(text.strip_prefix(prefix).unwrap_or(text))
        }
        "removesuffix" => {
            let suffix = args.one("removesuffix")?.expect_str("removesuffix() argument")?;
            Py::from(text.strip_suffix(suffix).unwrap_or(text))
        }
        "center" | "ljust" | "rjust" | "zfill" | "expandtabs" => padded(text, name, args)?,
        "translate" => translate(text, args.one("translate")?)?,
        "maketrans" => maketrans(args)?,
        _ => match cased(text, name) {
            Some(cased) => {
                args.none("str method")?;
                Py::from(cased)
            }
            None => return Ok(None),
        },
    };
    if let Py::Str(text) = &result {
        budget::charge(text.len())?;
    }
    Ok(Some(result))
}

fn cased(text: &str, name: &str) -> Option<String> {
    Some(match name {
        "lower" | "casefold" => text.to_lowercase(),
        "upper" => text.to_uppercase(),
        "capitalize" => {
            let mut chars = text.chars();
            let first = chars.next().map(title).unwrap_or_default();
            first + &chars.as_str().to_lowercase()
        }
        "swapcase" => text
            .chars()
            .flat_map(
                |c| if c.is_uppercase() { c.to_lowercase().collect::<Vec<_>>() } else { c.to_uppercase().collect() },
            )
            .collect(),
        "title" => {
            let mut out = String::with_capacity(text.len());
            let mut inside = false;
            for c in text.chars() {
                if inside {
                    out.extend(c.to_lowercase())
                } else {
                    out.push_str(&title(c))
                }
                inside = c.is_alphabetic();
            }
            out
        }
        _ => return None,
    })
}

fn title(c: char) -> String {
    let upper: String = c.to_uppercase().collect();
    // `ß` becomes `Ss`, not `SS`.
    let mut chars = upper.chars();
    match (chars.next(), chars.as_str()) {
        (Some(first), rest) if !rest.is_empty() => format!("{first}{}", rest.to_lowercase()),
        _ => upper,
    }
}

fn join(cx: &mut Cx<'_>, separator: &str, items: &Py) -> PyResult {
    let items = match items {
        Py::Str(_) | Py::List(_) | Py::Tuple(_) | Py::Iter(_) => iter::iterate(cx, items)?,
        _ => iter::iterate(cx, items).map_err(|error| {
            if error.is(&crate::class::TYPE_ERROR) { type_error("can only join an iterable") } else { error }
        })?,
    };
    let mut out = String::new();
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push_str(separator);
        }
        let text = item.defined()?.as_str().ok_or_else(|| {
            type_error(format!("sequence item {at}: expected str instance, {} found", item.type_name()))
        })?;
        budget::charge(text.len() + separator.len())?;
        out.push_str(text);
    }
    Ok(Py::from(out))
}

/// Without characters at its ends: white space, or those given.
pub(crate) fn strip<'a>(text: &'a str, left: bool, right: bool, chars: Option<&str>) -> &'a str {
    let goes = |c: char| chars.map_or_else(|| is_space(c), |chars| chars.contains(c));
    let text = if left { text.trim_start_matches(goes) } else { text };
    if right { text.trim_end_matches(goes) } else { text }
}

fn split(text: &str, args: &Args<'_>, from_right: bool) -> PyResult {
    let bound = args.bind("split", &["sep", "maxsplit"])?;
    let most = bound.get("maxsplit").map_or(Ok(-1), Py::expect_index)?;
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let separator = bound.some("sep").map(|sep| sep.expect_str("must be str or None")).transpose()?;
    let parts: Vec<&str> = match separator {
        Some("") => return Err(value_error("empty separator")),
        Some(separator) if from_right => {
            let mut parts: Vec<_> = text.rsplitn(most.saturating_add(1), separator).collect();
            parts.reverse();
            parts
        }
        Some(separator) => text.splitn(most.saturating_add(1), separator).collect(),
        None => split_space(text, most, from_right),
    };
    budget::charge(text.len() + parts.len() * SLOT)?;
    Ok(Py::list(parts.into_iter().map(Py::from).collect()))
}

fn split_space(text: &str, most: usize, from_right: bool) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = strip(text, true, true, None);
    if most == 0 {
        let rest = strip(text, !from_right, from_right, None);
        return if rest.is_empty() { parts } else { vec![rest] };
    }
    while !rest.is_empty() {
        let cut = if from_right { rest.rfind(is_space) } else { rest.find(is_space) };
        let Some(cut) = cut.filter(|_| parts.len() < most) else {
            // What is left keeps its spaces on the far side.
            parts.push(rest);
            break;
        };
        if from_right {
            let after = cut + rest.get(cut..).and_then(|r| r.chars().next()).map_or(1, char::len_utf8);
            parts.push(rest.get(after..).unwrap_or_default());
            rest = strip(rest.get(..cut).unwrap_or_default(), false, true, None);
        } else {
            parts.push(rest.get(..cut).unwrap_or_default());
            rest = strip(rest.get(cut..).unwrap_or_default(), true, false, None);
        }
    }
    if from_right {
        parts.reverse();
    }
    parts
}

/// The lines of a text, each without and with its end.
pub(crate) fn split_lines(text: &str) -> Vec<(&str, &str)> {
    let ends = |c: char| {
        matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
    };
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(ends) {
        let tail = rest.get(at..).unwrap_or_default();
        let end = if tail.starts_with("\r\n") { 2 } else { tail.chars().next().map_or(1, char::len_utf8) };
        lines.push((rest.get(..at).unwrap_or_default(), rest.get(..at + end).unwrap_or_default()));
        rest = rest.get(at + end..).unwrap_or_default();
    }
    if !rest.is_empty() {
        lines.push((rest, rest));
    }
    lines
}

fn partition(text: &Arc<str>, args: &Args<'_>, from_right: bool) -> PyResult {
    let separator = args.one("partition")?.expect_str("must be str")?;
    if separator.is_empty() {
        return Err(value_error("empty separator"));
    }
    let found = if from_right { text.rsplit_once(separator) } else { text.split_once(separator) };
    let whole = Py::Str(Arc::clone(text));
    Ok(Py::tuple(match found {
        Some((before, after)) => vec![Py::from(before), Py::from(separator), Py::from(after)],
        None if from_right => vec![Py::from(""), Py::from(""), whole],
        None => vec![whole, Py::from(""), Py::from("")],
    }))
}

fn replace(text: &Arc<str>, args: &Args<'_>) -> PyResult {
    let bound = args.bind("replace", &["old", "new", "count"])?;
    let old = bound.required("old")?.expect_str("replace() argument 1")?;
    let new = bound.required("new")?.expect_str("replace() argument 2")?;
    let most = bound.get("count").map_or(Ok(-1), Py::expect_index)?;
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let count = text.matches(old).count().min(most);
    if count == 0 {
        return Ok(Py::Str(Arc::clone(text)));
    }
    budget::charge(text.len().saturating_add(count.saturating_mul(new.len())))?;
    Ok(Py::from(text.replacen(old, new, most)))
}

fn search(text: &str, name: &str, args: &Args<'_>) -> PyResult {
    let bound = args.bind("find", &["sub", "start", "end"])?;
    let part = bound.required("sub")?.expect_str("must be str")?;
    let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let clamp = |value: i64| if value < 0 { value.saturating_add(length).max(0) } else { value };
    let start = bound.some("start").map_or(Ok(0), Py::expect_index).map(clamp)?;
    let end = bound.some("end").map_or(Ok(length), Py::expect_index).map(clamp)?.min(length);
    let start_at = usize::try_from(start).unwrap_or(0);
    // Places of Python are characters, ours are bytes.
    let byte = |at: i64| {
        let at = usize::try_from(at).unwrap_or(0);
        text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte)
    };
    let range = if start > end { None } else { text.get(byte(start)..byte(end)) };
    if name == "count" {
        let count = match range {
            Some(range) if part.is_empty() => range.chars().count() + 1,
            Some(range) => range.matches(part).count(),
            None => 0,
        };
        return Ok(Py::from(count));
    }
    let found = range.and_then(|range| {
        let at = if name.starts_with('r') { range.rfind(part) } else { range.find(part) }?;
        Some(start_at + range.get(..at)?.chars().count())
    });
    match found {
        Some(at) => Ok(Py::from(at)),
        None if name.ends_with("index") => Err(value_error("substring not found")),
        None => Ok(Py::Int(-1)),
    }
}

fn padded(text: &str, name: &str, args: &Args<'_>) -> PyResult {
    let bound = args.bind("justify", &["width", "fillchar"])?;
    if name == "expandtabs" {
        let size = bound.get("width").map_or(Ok(8), Py::expect_index)?;
        return expand_tabs(text, usize::try_from(size).unwrap_or(0)).map(Py::from);
    }
    let width = usize::try_from(bound.required("width")?.expect_index()?).unwrap_or(0);
    let fill = match bound.get("fillchar").map(|fill| fill.expect_str("The fill character")).transpose()? {
        None => ' ',
        Some(fill) => match (fill.chars().next(), fill.chars().count()) {
            (Some(c), 1) => c,
            _ => return Err(type_error("The fill character must be exactly one character long")),
        },
    };
    let length = text.chars().count();
    let missing = width.saturating_sub(length);
    budget::charge(text.len().saturating_add(missing.saturating_mul(4)))?;
    let fills = |count: usize, c: char| std::iter::repeat_n(c, count).collect::<String>();
    Ok(Py::from(match name {
        "ljust" => format!("{text}{}", fills(missing, fill)),
        "rjust" => format!("{}{text}", fills(missing, fill)),
        "zfill" => {
            let (sign, digits) = match text.as_bytes().first() {
                Some(b'+' | b'-') => text.split_at(1),
                _ => ("", text),
            };
            format!("{sign}{}{digits}", fills(missing, '0'))
        }
        _ => {
            let left = missing / 2 + (missing & width & 1);
            format!("{}{text}{}", fills(left, fill), fills(missing - left, fill))
        }
    }))
}

fn expand_tabs(text: &str, size: usize) -> PyResult<String> {
    let tabs = text.matches('\t').count();
    budget::charge(text.len().saturating_add(tabs.saturating_mul(size)))?;
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' if size > 0 => {
                let spaces = size - column % size;
                out.extend(std::iter::repeat_n(' ', spaces));
                column += spaces;
            }
            '\t' => {}
            _ => {
                out.push(c);
                column = if matches!(c, '\n' | '\r') { 0 } else { column + 1 };
            }
        }
    }
    Ok(out)
}

fn translate(text: &str, table: &Py) -> PyResult {
    let Py::Dict(table) = table else { return Err(type_error("translate() needs a dictionary")) };
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match table.get(&Py::from(u32::from(c)))? {
            None => out.push(c),
            Some(Py::None) => {}
            Some(Py::Str(with)) => {
                budget::charge(with.len())?;
                out.push_str(&with);
            }
            Some(code) => {
                let code = code.as_i64().and_then(|code| u32::try_from(code).ok()).and_then(char::from_u32);
                out.push(code.ok_or_else(|| type_error("character mapping must return integer, None or str"))?);
            }
        }
    }
    Ok(Py::from(out))
}

fn maketrans(args: &Args<'_>) -> PyResult {
    let code = |c: char| Py::from(u32::from(c));
    let mut pairs = Vec::new();
    match args.positional {
        [Py::Dict(dict)] => {
            for (key, value) in dict.entries() {
                let key = match &key {
                    Py::Str(key) => key.chars().next().map_or(Py::None, code),
                    _ => key,
                };
                pairs.push((key, value));
            }
        }
        [from, to, rest @ ..] => {
            let (from, to) =
                (from.expect_str("first maketrans argument")?, to.expect_str("second maketrans argument")?);
            if from.chars().count() != to.chars().count() {
                return Err(value_error("the first two maketrans arguments must have equal length"));
            }
            pairs.extend(from.chars().zip(to.chars()).map(|(from, to)| (code(from), code(to))));
            if let Some(gone) = rest.first() {
                pairs.extend(gone.expect_str("third maketrans argument")?.chars().map(|c| (code(c), Py::None)));
            }
        }
        _ => return Err(type_error("maketrans() takes a dictionary, or two or three strings")),
    }
    budget::charge(pairs.len() * 3 * SLOT)?;
    Ok(Py::dict(pairs))
}

pub(super) fn decode(bytes: &[u8], args: &Args<'_>) -> PyResult {
    args.bind("decode", &["encoding", "errors"])?;
    budget::charge(bytes.len())?;
    std::str::from_utf8(bytes).map(Py::from).map_err(|_| value_error("'utf-8' codec can't decode these bytes"))
}
