// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `str()` and `repr()` of values.

use std::{
    cell::{Cell, RefCell},
    fmt::Write,
    sync::Arc,
};

use crate::{
    Py, PyError, PyResult, budget,
    class::{self, Class},
    collections::SetKind,
    compare::address,
    iter::ViewKind,
};

/// How deep values may nest that are shown.
const DEEPEST: u32 = 150;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    /// The containers that are being shown: one that contains itself is not shown again.
    static OPEN: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// `str()` of a value.
///
/// # Errors
/// An error if the value is undefined; a limit error if its text is too long.
pub fn str(value: &Py) -> PyResult<Arc<str>> {
    Ok(match value {
        Py::Str(text) => Arc::clone(text),
        Py::Undefined(message) => return Err(PyError::undefined(&**message)),
        Py::Nothing => Arc::from(""),
        Py::Host(host) => charged(host.str())?,
        Py::Exception(exception) => charged(exception.message()?)?,
        _ => charged(repr(value)?)?,
    })
}

fn charged(text: String) -> PyResult<Arc<str>> {
    budget::charge(text.len())?;
    Ok(Arc::from(text))
}

/// `repr()` of a value.
///
/// # Errors
/// An error if the value is undefined or nests too deeply; a limit error if its text is too long.
pub fn repr(value: &Py) -> PyResult<String> {
    let mut out = String::new();
    write_repr(value, &mut out)?;
    Ok(out)
}

fn write_repr(value: &Py, out: &mut String) -> PyResult<()> {
    let before = out.len();
    match value {
        Py::None => out.push_str("None"),
        // Only the text of an undefined value is an error; it may be shown as a part of something.
        Py::Undefined(_) | Py::Nothing => out.push_str("Undefined"),
        Py::Bool(true) => out.push_str("True"),
        Py::Bool(false) => out.push_str("False"),
        Py::Int(value) => push(out, value),
        Py::Big(value) => out.push_str(&crate::int::decimal(value)?),
        Py::Float(value) => out.push_str(&float(*value)),
        Py::Str(text) => quoted(text, out),
        Py::Bytes(bytes) => quoted_bytes(bytes, out),
        Py::Range(range) if range.step == 1 => push(out, &format_args!("range({}, {})", range.start, range.stop)),
        Py::Range(range) => push(out, &format_args!("range({}, {}, {})", range.start, range.stop, range.step)),
        Py::Class(class) => out.push_str(&class_repr(class)),
        Py::Function(function) => push(out, &format_args!("<function {}>", function.name())),
        Py::Method(method) => {
            push(out, &format_args!("<bound method {}.{}>", method.of.0.type_name(), method.name));
        }
        Py::Lambda(_) => out.push_str("<function <lambda>>"),
        Py::Module(module) => push(out, &format_args!("<module '{}'>", module.name())),
        Py::Iter(iter) => push(out, &format_args!("<{} object>", iter.class().name())),
        Py::Host(host) => out.push_str(&host.repr()),
        _ => container(value, out)?,
    }
    budget::charge(out.len() - before)?;
    budget::spend(1)
}

fn push(out: &mut String, value: &dyn std::fmt::Display) {
    // Writing into a string does not fail.
    let _ = write!(out, "{value}");
}

fn class_repr(class: &'static Class) -> String {
    format!("<class '{}'>", class.name())
}

fn container(value: &Py, out: &mut String) -> PyResult<()> {
    let here = address(value).unwrap_or_default();
    if OPEN.with_borrow(|open| open.contains(&here)) {
        out.push_str(match value {
            Py::Dict(_) => "{...}",
            Py::Namespace(_) => "<Namespace {...}>",
            Py::Tuple(_) => "(...)",
            _ => "[...]",
        });
        return Ok(());
    }
    let depth = DEPTH.get();
    if depth >= DEEPEST {
        return Err(PyError::new(
            &class::RECURSION_ERROR,
            "maximum recursion depth exceeded while getting the repr of an object",
        ));
    }
    DEPTH.set(depth + 1);
    OPEN.with_borrow_mut(|open| open.push(here));
    let result = write_container(value, out);
    OPEN.with_borrow_mut(Vec::pop);
    DEPTH.set(depth);
    result
}

fn write_container(value: &Py, out: &mut String) -> PyResult<()> {
    match value {
        Py::List(list) => sequence(&list.items(), "[", "]", out),
        Py::Tuple(tuple) => {
            let close = if tuple.items().len() == 1 { ",)" } else { ")" };
            sequence(tuple.items(), "(", close, out)
        }
        Py::Dict(dict) => dict_repr(dict, out),
        Py::Set(set) => {
            let items = set.items();
            match (set.kind(), items.is_empty()) {
                (SetKind::Plain, true) => sequence(&[], "set(", ")", out),
                (SetKind::Plain, false) => sequence(&items, "{", "}", out),
                (SetKind::Frozen, true) => sequence(&[], "frozenset(", ")", out),
                (SetKind::Frozen, false) => sequence(&items, "frozenset({", "})", out),
                (SetKind::Ordered, true) => sequence(&[], "OrderedSet(", ")", out),
                (SetKind::Ordered, false) => sequence(&items, "OrderedSet([", "])", out),
            }
        }
        Py::View(view) => {
            let open = match view.kind {
                ViewKind::Keys => "dict_keys([",
                ViewKind::Values => "dict_values([",
                ViewKind::Items => "dict_items([",
            };
            sequence(&view.items(), open, "])", out)
        }
        Py::Exception(exception) => {
            let close = ")";
            sequence(exception.args(), &format!("{}(", exception.class().name()), close, out)
        }
        Py::Namespace(namespace) => {
            out.push_str("<Namespace {");
            for (at, (name, value)) in namespace.members().iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                quoted(name, out);
                out.push_str(": ");
                write_repr(value, out)?;
            }
            out.push_str("}>");
            Ok(())
        }
        _ => Ok(()),
    }
}

fn dict_repr(dict: &crate::collections::Dict, out: &mut String) -> PyResult<()> {
    let plain = std::ptr::eq(dict.class(), &class::DICT);
    if !plain {
        out.push_str(dict.class().name());
        out.push('(');
        if dict.is_empty() && dict.default().is_none() {
            out.push(')');
            return Ok(());
        }
    }
    if let Some(default) = dict.default() {
        write_repr(default, out)?;
        out.push_str(", ");
    }
    out.push('{');
    for (at, (key, value)) in dict.entries().iter().enumerate() {
        out.push_str(if at > 0 { ", " } else { "" });
        write_repr(key, out)?;
        out.push_str(": ");
        write_repr(value, out)?;
    }
    out.push_str(if plain { "}" } else { "})" });
    Ok(())
}

fn sequence(items: &[Py], open: &str, close: &str, out: &mut String) -> PyResult<()> {
    out.push_str(open);
    for (at, item) in items.iter().enumerate() {
        out.push_str(if at > 0 { ", " } else { "" });
        write_repr(item, out)?;
    }
    out.push_str(close);
    Ok(())
}

/// A string as Python writes it: in single quotes, unless only those are in it.
pub(crate) fn quoted(text: &str, out: &mut String) {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    out.push(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if c == quote => {
                out.push('\\');
                out.push(c);
            }
            _ if printable(c) => out.push(c),
            _ => match u32::from(c) {
                code @ ..=0xff => push(out, &format_args!("\\x{code:02x}")),
                code @ ..=0xffff => push(out, &format_args!("\\u{code:04x}")),
                code => push(out, &format_args!("\\U{code:08x}")),
            },
        }
    }
    out.push(quote);
}

/// Whether Python shows a character as it is.
fn printable(c: char) -> bool {
    c == ' '
        || !(c.is_control()
            || c.is_whitespace()
            || matches!(u32::from(c), 0xad | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xfeff | 0xe000..=0xf8ff))
}

fn quoted_bytes(bytes: &[u8], out: &mut String) {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    out.push('b');
    out.push(quote);
    for byte in bytes {
        match byte {
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            _ if char::from(*byte) == quote => {
                out.push('\\');
                out.push(quote);
            }
            0x20..=0x7e => out.push(char::from(*byte)),
            _ => push(out, &format_args!("\\x{byte:02x}")),
        }
    }
    out.push(quote);
}

/// A float as Python writes it: the shortest digits that give it back.
#[must_use]
pub fn float(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if (-4..16).contains(&exponent) {
        let plain = format!("{value}");
        return if plain.contains('.') { plain } else { plain + ".0" };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs())
}
