// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Filters that make text.

use std::{fmt::Write, sync::Arc};

use crate::{
    Py, PyResult,
    args::Args,
    budget,
    collections::Tuple,
    cx::Cx,
    error::{type_error, value_error},
    iter, methods,
    methods::split_lines,
    percent, text,
    truth::truth,
};

pub(super) fn apply(cx: &mut Cx<'_>, name: &str, of: &Py, args: &Args<'_>) -> PyResult<Option<Py>> {
    let soft = || text::str(of);
    Ok(Some(match name {
        "string" => {
            args.none("string")?;
            Py::Str(soft()?)
        }
        "safe" => of.clone(),
        "lower" | "upper" | "capitalize" | "center" => {
            let text = Py::Str(soft()?);
            let width = [Py::Int(80)];
            let args = if name == "center" && args.positional.is_empty() && args.named.is_empty() {
                Args::of(&width)
            } else {
                *args
            };
            return methods::call(cx, &text, name, &args);
        }
        "trim" => {
            let bound = args.bind("trim", &["chars"])?;
            let chars = bound.some("chars").map(|chars| chars.expect_str("chars")).transpose()?;
            Py::from(methods::strip(&soft()?, true, true, chars))
        }
        "title" => Py::from(title(&soft()?)),
        "replace" => {
            let text = Py::Str(soft()?);
            let bound = args.bind("replace", &["old", "new", "count"])?;
            let (old, new) = (text::str(bound.required("old")?)?, text::str(bound.required("new")?)?);
            let count = bound.some("count").cloned().unwrap_or(Py::Int(-1));
            return methods::call(cx, &text, "replace", &Args::of(&[Py::Str(old), Py::Str(new), count]));
        }
        "format" => {
            let operand = if args.named.is_empty() {
                Py::Tuple(Arc::new(Tuple::new(args.positional.to_vec())))
            } else {
                crate::call::kwargs_dict(args.named)?
            };
            percent::format(&soft()?, &operand)?
        }
        "indent" => indent(&soft()?, args)?,
        "wordcount" => {
            let text = soft()?;
            let words = text.split(|c: char| !(c == '_' || c.is_alphanumeric())).filter(|word| !word.is_empty());
            Py::from(words.count())
        }
        "truncate" => truncate(&soft()?, args)?,
        "wordwrap" => wordwrap(cx, &soft()?, args)?,
        "urlencode" => Py::from(urlencode(cx, of)?),
        "tojson" => {
            let bound = args.bind("tojson", &["indent"])?;
            let indent = bound.some("indent").map(Py::expect_index).transpose()?;
            let mut out = String::new();
            json(cx, of, indent.and_then(|indent| usize::try_from(indent).ok()), 0, &mut out)?;
            Py::from(out)
        }
        "pprint" => Py::from(text::repr(of)?),
        _ => return Ok(None),
    }))
}

fn title(text: &str) -> String {
    let separates = |c: char| c.is_whitespace() || matches!(c, '-' | '(' | '{' | '[' | '<');
    let mut out = String::with_capacity(text.len());
    let mut begins = true;
    for c in text.chars() {
        if separates(c) {
            begins = true;
            out.push(c);
        } else if begins {
            out.extend(c.to_uppercase());
            begins = false;
        } else {
            out.extend(c.to_lowercase());
        }
    }
    out
}

fn indent(text: &str, args: &Args<'_>) -> PyResult {
    let bound = args.bind("indent", &["width", "first", "blank"])?;
    let prefix = match bound.get("width") {
        Some(Py::Str(prefix)) => prefix.to_string(),
        width => {
            let width = usize::try_from(width.map_or(Ok(4), Py::expect_index)?).unwrap_or(0);
            budget::charge(width)?;
            " ".repeat(width)
        }
    };
    let first = bound.get("first").map_or(Ok(false), truth)?;
    let blank = bound.get("blank").map_or(Ok(false), truth)?;
    let with_end = format!("{text}\n");
    let mut out = String::with_capacity(text.len());
    for (at, (line, _)) in split_lines(&with_end).into_iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        if (at > 0 && (blank || !line.is_empty())) || (at == 0 && first) {
            budget::charge(prefix.len())?;
            out.push_str(&prefix);
        }
        out.push_str(line);
    }
    Ok(Py::from(out))
}

fn truncate(text: &str, args: &Args<'_>) -> PyResult {
    let bound = args.bind("truncate", &["length", "killwords", "end", "leeway"])?;
    let number = |name: &str, default: i64| -> PyResult<usize> {
        let value = bound.some(name).map_or(Ok(default), Py::expect_index)?;
        usize::try_from(value).map_err(|_| value_error("expected a number that is not negative"))
    };
    let (length, leeway) = (number("length", 255)?, number("leeway", 5)?);
    let end = bound.get("end").map_or(Ok("..."), |end| end.expect_str("end"))?;
    let end_length = end.chars().count();
    if length < end_length {
        return Err(crate::error::assertion_error(format!("expected length >= {end_length}, got {length}")));
    }
    if text.chars().count() <= length + leeway {
        return Ok(Py::from(text));
    }
    let kept: String = text.chars().take(length - end_length).collect();
    if bound.get("killwords").map_or(Ok(false), truth)? {
        return Ok(Py::from(kept + end));
    }
    let kept = kept.rsplit_once(' ').map_or(&*kept, |(words, _)| words);
    Ok(Py::from(format!("{kept}{end}")))
}

fn wordwrap(cx: &mut Cx<'_>, text: &str, args: &Args<'_>) -> PyResult {
    let bound = args.bind("wordwrap", &["width", "break_long_words", "wrapstring", "break_on_hyphens"])?;
    let width = bound.get("width").cloned().unwrap_or(Py::Int(79));
    let newline = match bound.some("wrapstring") {
        Some(newline) => newline.expect_str("wrapstring")?.to_owned(),
        None => "\n".to_owned(),
    };
    let fill = crate::builtins::python_global("textwrap");
    let Some(Py::Module(module)) = fill else { return Ok(Py::from(text)) };
    let mut lines = Vec::new();
    for (line, _) in split_lines(text) {
        let Some(fill) = module.get("wrap") else { break };
        let wrapped = crate::call::call(cx, fill, &Args::of(&[Py::from(line), width.clone()]))?;
        let wrapped: Vec<String> =
            iter::iterate(cx, &wrapped)?.iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect();
        lines.push(wrapped.join(&newline));
    }
    Ok(Py::from(lines.join(&newline)))
}

fn urlencode(cx: &mut Cx<'_>, of: &Py) -> PyResult<String> {
    let quote = |text: &str, keep_slash: bool| {
        let mut out = String::with_capacity(text.len());
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() || b"_.-~".contains(&byte) || (keep_slash && byte == b'/') {
                out.push(char::from(byte));
            } else {
                let _ = write!(out, "%{byte:02X}");
            }
        }
        out
    };
    let pairs = match of {
        Py::Dict(dict) => dict.entries(),
        Py::List(_) | Py::Tuple(_) => {
            let mut pairs = Vec::new();
            for pair in iter::iterate(cx, of)? {
                match <[Py; 2]>::try_from(iter::iterate(cx, &pair)?) {
                    Ok([key, value]) => pairs.push((key, value)),
                    Err(_) => return Err(type_error("urlencode needs pairs")),
                }
            }
            pairs
        }
        _ => return Ok(quote(&text::str(of)?, true)),
    };
    let mut parts = Vec::new();
    for (key, value) in pairs {
        parts.push(format!("{}={}", quote(&text::str(&key)?, false), quote(&text::str(&value)?, false)));
    }
    Ok(parts.join("&"))
}

/// JSON that is safe in HTML, as Jinja2 makes it.
fn json(cx: &mut Cx<'_>, of: &Py, indent: Option<usize>, level: usize, out: &mut String) -> PyResult<()> {
    cx.spend(1)?;
    cx.charge(8)?;
    let line = |out: &mut String, level: usize| {
        if let Some(indent) = indent {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent.min(64) * level));
        }
    };
    let comma = if indent.is_some() { "," } else { ", " };
    match of {
        Py::None => out.push_str("null"),
        Py::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Py::Str(value) => json_string(value, out),
        Py::Float(value) if value.is_nan() => out.push_str("NaN"),
        Py::Float(value) if value.is_infinite() => out.push_str(if *value > 0.0 { "Infinity" } else { "-Infinity" }),
        Py::Int(_) | Py::Big(_) | Py::Float(_) => out.push_str(&text::repr(of)?),
        Py::List(_) | Py::Tuple(_) => {
            let items = iter::iterate(cx, of)?;
            if items.is_empty() {
                out.push_str("[]");
                return Ok(());
            }
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { comma } else { "" });
                line(out, level + 1);
                crate::compare::nested(Ok(()), || json(cx, item, indent, level + 1, out))?;
            }
            line(out, level);
            out.push(']');
        }
        Py::Dict(dict) => {
            let mut entries = dict.entries();
            if entries.is_empty() {
                out.push_str("{}");
                return Ok(());
            }
            let keys = entries.iter().map(|(key, _)| key.clone()).collect();
            let sorted = methods::sort(cx, keys, None, false)?;
            let place = |key: &Py| sorted.iter().position(|other| crate::compare::equals(other, key));
            entries.sort_by_key(|(key, _)| place(key));
            out.push('{');
            for (at, (key, value)) in entries.iter().enumerate() {
                out.push_str(if at > 0 { comma } else { "" });
                line(out, level + 1);
                match key {
                    Py::Str(key) => json_string(key, out),
                    Py::None | Py::Bool(_) | Py::Int(_) | Py::Float(_) => {
                        let mut text = String::new();
                        json(cx, key, None, 0, &mut text)?;
                        json_string(&text, out);
                    }
                    _ => return Err(type_error("keys must be str, int, float, bool or None")),
                }
                out.push_str(": ");
                crate::compare::nested(Ok(()), || json(cx, value, indent, level + 1, out))?;
            }
            line(out, level);
            out.push('}');
        }
        _ => return Err(type_error(format!("Object of type {} is not JSON serializable", of.type_name()))),
    }
    Ok(())
}

fn json_string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '<' | '>' | '&' | '\'' | '\0'..='\u{1f}' | '\u{7f}'.. => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}
