// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `special-setting-type`: a value of another type than templates take apart.

use super::{Look, severity_of};
use crate::diagnostic::{Finding, Rule};
use crate::model::Value;
use crate::special::{Kind, Misuse};

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    for (it, misuse) in look.misuses() {
        let Misuse::Type(needed) = misuse else { continue };
        let value = it.found.value;
        let message = format!("`{}` takes {needed}, not the {} {}", it.meaning.name, value.kind(), shown(value));
        let finding = match mended(it.meaning.special.kind, value) {
            Some(text) => it.found.finding_with(Rule::SpecialSettingType, message, &text),
            None => it.found.finding(Rule::SpecialSettingType, message),
        };
        let finding = if it.meaning.special.kind == Kind::Flag {
            finding.severity(crate::diagnostic::Severity::Warning).note("a string counts as true, whatever it says")
        } else {
            finding.severity(severity_of(it.meaning.special.needs))
        };
        out.push(finding);
    }
}

/// What was meant, when a number, a flag or a single element is written as something else.
fn mended(kind: Kind, value: &Value) -> Option<String> {
    match (kind, value) {
        (Kind::Number { .. } | Kind::NumberOrText { .. } | Kind::NumberOrDigits { .. }, Value::Str(text)) => {
            let text = text.trim();
            let number = crate::special::number(text)?;
            let plain = text.bytes().all(|it| it.is_ascii_digit()) && !(text.len() > 1 && text.starts_with('0'));
            Some(if plain || text.starts_with("0x") { text.to_owned() } else { number.to_string() })
        }
        (Kind::Number { .. } | Kind::NumberOrText { .. }, Value::Float(x)) if x.fract() == 0.0 && x.abs() < 1e15 => {
            Some(format!("{x:.0}"))
        }
        (Kind::Flag, Value::Str(text)) => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Some("true".to_owned()),
            "false" | "no" | "off" | "0" => Some("false".to_owned()),
            _ => None,
        },
        (Kind::Numbers { .. } | Kind::Texts(_), Value::Int(_) | Value::Str(_)) => Some(format!("[{value}]")),
        (Kind::Text(_), Value::Int(n)) => Some(format!("\"{n}\"")),
        _ => None,
    }
}

/// A value for a message, no longer than a person would read.
fn shown(value: &Value) -> String {
    const LONGEST: usize = 60;
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text,
    }
}
