// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The methods of strings that tell something about them.

use crate::{Py, PyResult, args::Args, error::type_error};

pub(super) const NAMES: [&str; 10] =
    ["isalnum", "isalpha", "isascii", "isdecimal", "isdigit", "islower", "isnumeric", "isspace", "istitle", "isupper"];

pub(super) fn call(text: &str, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
    if matches!(name, "startswith" | "endswith") {
        return affix(text, name == "startswith", args).map(|found| Some(Py::Bool(found)));
    }
    let all = |test: fn(char) -> bool| !text.is_empty() && text.chars().all(test);
    let found = match name {
        "isalnum" => all(char::is_alphanumeric),
        "isalpha" => all(char::is_alphabetic),
        "isascii" => text.is_ascii(),
        "isdecimal" | "isdigit" => {
            all(|c| c.is_ascii_digit() || (!c.is_ascii() && c.is_numeric() && c.is_alphanumeric()))
        }
        "isnumeric" => all(char::is_numeric),
        "isspace" => all(super::is_space),
        "islower" => text.chars().any(char::is_lowercase) && !text.chars().any(char::is_uppercase),
        "isupper" => text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase),
        "istitle" => is_title(text),
        "isidentifier" => {
            text.chars().next().is_some_and(|c| c == '_' || c.is_alphabetic())
                && text.chars().all(|c| c == '_' || c.is_alphanumeric())
        }
        "isprintable" => text.chars().all(|c| !c.is_control() && (c == ' ' || !c.is_whitespace())),
        _ => return Ok(None),
    };
    args.none("str method")?;
    Ok(Some(Py::Bool(found)))
}

fn is_title(text: &str) -> bool {
    let (mut inside, mut any) = (false, false);
    for c in text.chars() {
        if (c.is_uppercase() && inside) || (c.is_lowercase() && !inside) {
            return false;
        }
        inside = c.is_uppercase() || c.is_lowercase();
        any |= inside;
    }
    any
}

fn affix(text: &str, start: bool, args: &Args<'_>) -> PyResult<bool> {
    let name = if start { "startswith" } else { "endswith" };
    let bound = args.bind(name, &["prefix", "start", "end"])?;
    let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let clamp = |value: i64| if value < 0 { value.saturating_add(length).max(0) } else { value };
    let from = bound.some("start").map_or(Ok(0), Py::expect_index).map(clamp)?;
    let to = bound.some("end").map_or(Ok(length), Py::expect_index).map(clamp)?.min(length);
    let byte = |at: i64| text.char_indices().nth(usize::try_from(at).unwrap_or(0)).map_or(text.len(), |(byte, _)| byte);
    let part = if from > to { None } else { text.get(byte(from)..byte(to)) };
    let test = |affix: &Py| -> PyResult<bool> {
        let affix = affix.defined()?.as_str().ok_or_else(|| {
            let kind = affix.type_name();
            type_error(format!("{name} first arg must be str or a tuple of str, not {kind}"))
        })?;
        Ok(part.is_some_and(|part| if start { part.starts_with(affix) } else { part.ends_with(affix) }))
    };
    match bound.required("prefix")? {
        Py::Tuple(affixes) => {
            for affix in affixes.items() {
                if test(affix)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        affix => test(affix),
    }
}
