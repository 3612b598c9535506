// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Values of settings and defaults.

use camkes_hir::model::Value as Setting;
use minijinja::Value;

/// A value of the ADL as templates see it.
pub(crate) fn value(setting: &Setting) -> Value {
    match setting {
        Setting::Int(n) => i64::try_from(*n).map_or_else(|_| Value::from(*n), Value::from),
        Setting::Float(x) => Value::from(*x),
        Setting::Str(text) => Value::from(text.as_str()),
        Setting::List(items) => items.iter().map(value).collect(),
        Setting::Dict(entries) => Value::from_pairs(entries.iter().map(|(key, item)| (value(key), value(item)))),
    }
}

/// The same, or none.
pub(crate) fn optional(setting: Option<&Setting>) -> Value {
    setting.map_or(Value::from(()), value)
}
