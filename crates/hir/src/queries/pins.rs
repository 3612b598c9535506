// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Reader of pin lists for `gpio()`: a YAML file with the pins of a platform under `gpio_list`.
//!
//! Plain scalars become numbers and booleans by the rules of YAML 1.1, as in the reference tool's library.

use std::fmt;

use rustc_hash::FxHashMap;
use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use smol_str::SmolStr;

use crate::model::Value;

/// Largest file that is read, in bytes. A platform has some hundred pins.
const MAX_BYTES: usize = 256 << 10;
/// Most values in a file, with those that aliases stand for.
const MAX_VALUES: usize = 16 << 10;
/// Deepest nesting of lists and mappings.
const MAX_DEPTH: usize = 32;

/// The pins of a platform.
#[derive(Debug, Clone, PartialEq)]
pub struct PinList {
    pins: Value,
}

/// Why a file is no list of pins. Lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PinListError {
    /// More than 256 KiB.
    TooLarge,
    /// It is not UTF-8.
    Encoding,
    /// It is not YAML.
    Syntax(usize, SmolStr),
    /// More than 16384 values, or nested deeper than 32.
    TooMany(usize),
    /// An empty value, which no setting can have.
    Null(usize),
    /// A key that is neither a string nor a number.
    Key(usize),
    /// An alias of a value that is not complete.
    Alias(usize),
    /// It has no `gpio_list`.
    NoList,
}

impl PinList {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// When it is no YAML file with a `gpio_list` of numbers, strings, lists and mappings.
    pub fn parse(bytes: &[u8]) -> Result<Self, PinListError> {
        if bytes.len() > MAX_BYTES {
            return Err(PinListError::TooLarge);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| PinListError::Encoding)?;
        let mut builder = Builder::default();
        for event in Parser::new_from_str(text) {
            let (event, span) =
                event.map_err(|error| PinListError::Syntax(error.marker().line(), error.info().into()))?;
            builder.event(event, span)?;
        }
        let pins = builder.document.as_ref().and_then(|document| document.get(&"gpio_list".into()));
        pins.cloned().map(|pins| Self { pins }).ok_or(PinListError::NoList)
    }

    /// What stands under `gpio_list`.
    #[must_use]
    pub fn pins(&self) -> &Value {
        &self.pins
    }
}

/// A list or mapping that is not complete, with the number of its anchor (0 for none).
enum Open {
    List(usize, Vec<Value>),
    Dict(usize, Vec<(Value, Value)>, Option<Value>),
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    anchors: FxHashMap<usize, (Value, usize)>,
    values: usize,
    document: Option<Value>,
}

impl Builder {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), PinListError> {
        let line = span.start.line();
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let is_string = tag.is_some_and(|tag| tag.is_yaml_core_schema() && tag.suffix == "str");
                let plain = style == ScalarStyle::Plain && !is_string;
                let value = if plain { scalar(&text).ok_or(PinListError::Null(line))? } else { Value::from(&*text) };
                self.add(value, anchor, line)
            }
            Event::SequenceStart(anchor, _) => self.begin(Open::List(anchor, Vec::new()), line),
            Event::MappingStart(anchor, _) => self.begin(Open::Dict(anchor, Vec::new(), None), line),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List(anchor, items)) => self.add(Value::List(items), anchor, line),
                Some(Open::Dict(anchor, entries, _)) => self.add(Value::Dict(entries), anchor, line),
                None => Ok(()),
            },
            Event::Alias(anchor) => {
                let (value, count) = self.anchors.get(&anchor).cloned().ok_or(PinListError::Alias(line))?;
                self.values += count;
                self.add(value, 0, line)
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {
                Ok(())
            }
        }
    }

    fn begin(&mut self, open: Open, line: usize) -> Result<(), PinListError> {
        if self.open.len() >= MAX_DEPTH {
            return Err(PinListError::TooMany(line));
        }
        self.open.push(open);
        Ok(())
    }

    fn add(&mut self, value: Value, anchor: usize, line: usize) -> Result<(), PinListError> {
        self.values += 1;
        if self.values > MAX_VALUES {
            return Err(PinListError::TooMany(line));
        }
        if anchor != 0 {
            self.anchors.insert(anchor, (value.clone(), count(&value)));
        }
        match self.open.last_mut() {
            Some(Open::List(_, items)) => items.push(value),
            Some(Open::Dict(_, entries, key)) => match key.take() {
                Some(key) => match entries.iter_mut().find(|(k, _)| *k == key) {
                    Some(slot) => slot.1 = value,
                    None => entries.push((key, value)),
                },
                None if matches!(value, Value::Int(_) | Value::Float(_) | Value::Str(_)) => *key = Some(value),
                None => return Err(PinListError::Key(line)),
            },
            // Of several documents the first counts.
            None => {
                self.document.get_or_insert(value);
            }
        }
        Ok(())
    }
}

/// Values in a value, itself included.
fn count(value: &Value) -> usize {
    match value {
        Value::List(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Dict(entries) => 1 + entries.iter().map(|(key, value)| count(key) + count(value)).sum::<usize>(),
        _ => 1,
    }
}

/// The value of a plain scalar; `None` for an empty one.
fn scalar(text: &str) -> Option<Value> {
    Some(match text {
        "" | "~" | "null" | "Null" | "NULL" => return None,
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Value::Int(1),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Value::Int(0),
        _ => integer(text).map(Value::Int).or_else(|| float(text).map(Value::Float)).unwrap_or_else(|| text.into()),
    })
}

fn integer(text: &str) -> Option<i128> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (digits, radix) = match unsigned.get(..2) {
        Some("0x") => (unsigned.get(2..)?, 16),
        Some("0b") => (unsigned.get(2..)?, 2),
        _ if unsigned.len() > 1 && unsigned.starts_with('0') => (unsigned.get(1..)?, 8),
        _ if unsigned.starts_with('_') => return None,
        _ => (unsigned, 10),
    };
    let digits = digits.replace('_', "");
    let n = if digits.starts_with(['+', '-']) { None } else { i128::from_str_radix(&digits, radix).ok() }?;
    Some(if text.starts_with('-') { -n } else { n })
}

/// A number with a point, and with a sign in its exponent if it has one.
fn float(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).map_or((unsigned, None), |(m, e)| (m, Some(e)));
    let (whole, fraction) = mantissa.split_once('.')?;
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == '_');
    let starts = whole.chars().chain(fraction.chars()).next().is_some_and(|c| c.is_ascii_digit());
    let signed = exponent.is_none_or(|e| e.strip_prefix(['+', '-']).is_some_and(|e| !e.is_empty() && digits(e)));
    if starts && signed && digits(whole) && digits(fraction) { text.replace('_', "").parse().ok() } else { None }
}

impl fmt::Display for PinListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "it is larger than {} KiB", MAX_BYTES >> 10),
            Self::Encoding => f.write_str("it is not UTF-8"),
            Self::Syntax(line, reason) => write!(f, "line {line} is no YAML: {reason}"),
            Self::TooMany(line) => write!(f, "it has too many values, or too deep ones, at line {line}"),
            Self::Null(line) => write!(f, "line {line} has a key or item without a value"),
            Self::Key(line) => write!(f, "line {line} has a key that is neither a string nor a number"),
            Self::Alias(line) => write!(f, "line {line} refers to a value that is not complete"),
            Self::NoList => f.write_str("it has no `gpio_list`"),
        }
    }
}

impl std::error::Error for PinListError {}
