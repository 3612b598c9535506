// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Which values a setting with a special meaning takes.

use super::Form;
use crate::model::Value;

/// From here on a limit is not worth telling.
const UNLIMITED: i128 = 1 << 40;

/// Values of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A whole number from `min` to `max`.
    Number {
        /// Least value.
        min: i128,
        /// Greatest value; `i128::MAX` where nothing limits it.
        max: i128,
        /// Its unit.
        unit: Unit,
    },
    /// As `Number`, but it may also be written as a string.
    NumberOrText {
        /// Least value.
        min: i128,
        /// Greatest value.
        max: i128,
        /// Its unit.
        unit: Unit,
    },
    /// As `Number`, but it may also be written as a string of decimal digits.
    NumberOrDigits {
        /// Least value.
        min: i128,
        /// Greatest value.
        max: i128,
    },
    /// True or false. A string would be true whatever it says.
    Flag,
    /// One of these words.
    Word(&'static [&'static str]),
    /// One of these words, in any case.
    WordAnyCase(&'static [&'static str]),
    /// A string of a certain form.
    Text(Form),
    /// A list of whole numbers from `min` to `max`.
    Numbers {
        /// Least value.
        min: i128,
        /// Greatest value.
        max: i128,
    },
    /// A list of strings of a certain form.
    Texts(Form),
    /// A list of dicts with these keys.
    Dicts(&'static [&'static str]),
    /// A list of pairs `[a, b]` of whole numbers.
    Pairs,
    /// The answer of the query function of this name.
    Query(&'static str),
    /// A whole number, or a string with a C expression.
    CExpression(Unit),
    /// Anything.
    Any,
}

/// Units of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A mere number, such as a priority.
    One,
    /// Bytes.
    Bytes,
    /// Bytes that fill pages of 4096.
    PagedBytes,
    /// Binary logarithm of a size.
    Bits,
    /// Microseconds.
    Microseconds,
    /// How many of something.
    Count,
    /// A physical address.
    Address,
    /// Entries of a queue, a power of two.
    Entries,
}

/// Why a value is none of a kind's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misuse {
    /// It is of another type; what is needed, in words.
    Type(String),
    /// A number out of the range: that in words, and the nearest number in it.
    Range(String, i128),
    /// A word that is none of these.
    Word(&'static [&'static str]),
    /// A string of another form.
    Form(Form),
}

impl Unit {
    /// The unit behind a number; empty for a mere number.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::One | Self::Count => "",
            Self::Bytes => "bytes",
            Self::PagedBytes => "bytes, a multiple of 4096",
            Self::Bits => "bits",
            Self::Microseconds => "microseconds",
            Self::Address => "a physical address",
            Self::Entries => "entries, a power of two",
        }
    }
}

impl Kind {
    /// The unit of a number.
    #[must_use]
    pub fn unit(self) -> Option<Unit> {
        match self {
            Self::Number { unit, .. } | Self::NumberOrText { unit, .. } | Self::CExpression(unit) => Some(unit),
            _ => None,
        }
    }

    /// What it takes, in words.
    #[must_use]
    pub fn words(self) -> String {
        let unit = |unit: Unit| match unit.words() {
            "" => String::new(),
            words => format!(", in {words}"),
        };
        match self {
            Self::Number { unit: Unit::Address, .. } => "a physical address".to_owned(),
            Self::Number { min, max, unit: u } => format!("a whole number{}{}", range(min, max), unit(u)),
            Self::NumberOrText { min, max, unit: u } => {
                format!("a whole number{}{}; a string of one will do", range(min, max), unit(u))
            }
            Self::NumberOrDigits { min, max } => {
                format!("a whole number{}; a string of decimal digits will do", range(min, max))
            }
            Self::Flag => "`true` or `false`".to_owned(),
            Self::Word(words) | Self::WordAnyCase(words) => {
                let words: Vec<_> = words.iter().map(|word| format!("`\"{word}\"`")).collect();
                words.join(", ")
            }
            Self::Text(form) => format!("a string: {}", form.shape()),
            Self::Numbers { min, max } => format!("a list of whole numbers{}", range(min, max)),
            Self::Texts(form) => format!("a list of strings: {}", form.shape()),
            Self::Dicts(keys) => {
                let keys: Vec<_> = keys.iter().map(|key| format!("`\"{key}\"`")).collect();
                format!("a list of dicts with {}", keys.join(", "))
            }
            Self::Pairs => "a list of pairs `[number, number]`".to_owned(),
            Self::Query(function) => format!("a query, `{function}({{…}})`"),
            Self::CExpression(u) => format!("a whole number{}, or a string with a C expression", unit(u)),
            Self::Any => "anything".to_owned(),
        }
    }

    /// Why a value is none of this kind's; `None` when it is.
    #[must_use]
    pub fn check(self, value: &Value) -> Option<Misuse> {
        match (self, value) {
            (Self::Number { min, max, .. }, Value::Int(n)) => in_range(*n, min, max),
            (Self::NumberOrText { min, max, .. }, Value::Int(n)) => in_range(*n, min, max),
            (Self::NumberOrText { min, max, .. }, Value::Str(text)) => match number(text) {
                Some(n) => in_range(n, min, max),
                None => Some(Misuse::Type("a whole number".to_owned())),
            },
            (Self::NumberOrDigits { min, max }, Value::Int(n)) => in_range(*n, min, max),
            (Self::NumberOrDigits { min, max }, Value::Str(text)) => {
                match text.parse::<i128>().ok().filter(|_| text.bytes().all(|it| it.is_ascii_digit())) {
                    Some(n) => in_range(n, min, max),
                    None => Some(Misuse::Type("a whole number".to_owned())),
                }
            }
            (Self::Number { .. } | Self::NumberOrText { .. } | Self::NumberOrDigits { .. }, _) => {
                Some(Misuse::Type("a whole number".to_owned()))
            }
            (Self::Flag, Value::Int(_)) | (Self::CExpression(_), Value::Int(_) | Value::Str(_)) | (Self::Any, _) => {
                None
            }
            (Self::Flag, _) => Some(Misuse::Type("`true` or `false`".to_owned())),
            (Self::Word(words), Value::Str(text)) => (!words.contains(&text.as_str())).then_some(Misuse::Word(words)),
            (Self::WordAnyCase(words), Value::Str(text)) => {
                (!words.iter().any(|word| word.eq_ignore_ascii_case(text))).then_some(Misuse::Word(words))
            }
            (Self::Text(form), Value::Str(text)) => (!form.matches(text)).then_some(Misuse::Form(form)),
            (Self::Word(_) | Self::WordAnyCase(_) | Self::Text(_), _) => Some(Misuse::Type("a string".to_owned())),
            (Self::Numbers { min, max }, Value::List(items)) => {
                items.iter().find_map(|item| Self::Number { min, max, unit: Unit::One }.check(item))
            }
            (Self::Texts(form), Value::List(items)) => items.iter().find_map(|item| Self::Text(form).check(item)),
            (Self::Dicts(_), Value::List(items)) => {
                let dicts = items.iter().all(|item| matches!(item, Value::Dict(_)));
                (!dicts).then(|| Misuse::Type("a list of dicts".to_owned()))
            }
            (Self::Pairs, Value::List(items)) => {
                let pair = |item: &Value| matches!(item, Value::List(pair) if pair.len() == 2);
                (!items.iter().all(pair)).then(|| Misuse::Type("a list of pairs".to_owned()))
            }
            (Self::Numbers { .. } | Self::Texts(_) | Self::Dicts(_) | Self::Pairs, _) => {
                Some(Misuse::Type("a list".to_owned()))
            }
            (Self::Query(_), Value::Dict(_)) => None,
            (Self::Query(function), _) => Some(Misuse::Type(format!("a query, `{function}({{…}})`"))),
            (Self::CExpression(_), _) => Some(Misuse::Type("a whole number or a string".to_owned())),
        }
    }
}

fn in_range(n: i128, min: i128, max: i128) -> Option<Misuse> {
    let words = || if max == i128::MAX { format!("at least {min}") } else { format!("from {min} to {max}") };
    (!(min..=max).contains(&n)).then(|| Misuse::Range(words(), n.clamp(min, max)))
}

/// A range in words, with a space before it. A limit that only a machine's word sets is none to a person.
fn range(min: i128, max: i128) -> String {
    match (min, max) {
        (0, max) if max > UNLIMITED => ", zero or more".to_owned(),
        (min, max) if max > UNLIMITED => format!(", {min} or more"),
        (min, max) => format!(" from {min} to {max}"),
    }
}

/// A whole number in a string, decimal or with the prefix of another base (Python's `int(text, 0)`).
#[must_use]
pub(crate) fn number(text: &str) -> Option<i128> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let lower = digits.to_ascii_lowercase();
    let (radix, digits) = if let Some(rest) = lower.strip_prefix("0x") {
        (16, rest)
    } else if let Some(rest) = lower.strip_prefix("0b") {
        (2, rest)
    } else if let Some(rest) = lower.strip_prefix("0o") {
        (8, rest)
    } else {
        (10, lower.as_str())
    };
    if digits.is_empty() || !digits.bytes().all(|it| it.is_ascii_alphanumeric()) {
        return None;
    }
    i128::from_str_radix(digits, radix).ok()?.checked_mul(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_strings_may_have_a_base() {
        assert_eq!(number("16"), Some(16));
        assert_eq!(number(" 0x10 "), Some(16));
        assert_eq!(number("-0b11"), Some(-3));
        assert_eq!(number("0o17"), Some(15));
        for text in ["", "0x", "1 2", "+-1", "ten"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn values_are_held_against_type_range_word_and_form() {
        let priority = Kind::Number { min: 0, max: 255, unit: Unit::One };
        assert_eq!(priority.check(&Value::Int(255)), None);
        assert_eq!(priority.check(&Value::Int(256)), Some(Misuse::Range("from 0 to 255".to_owned(), 255)));
        assert_eq!(priority.check(&"high".into()), Some(Misuse::Type("a whole number".to_owned())));
        assert_eq!(Kind::Word(&["c", "cakeml"]).check(&"rust".into()), Some(Misuse::Word(&["c", "cakeml"])));
        assert_eq!(Kind::Flag.check(&"false".into()), Some(Misuse::Type("`true` or `false`".to_owned())));
        assert_eq!(Kind::Text(Form::Access).check(&"WR".into()), Some(Misuse::Form(Form::Access)));
    }
}
