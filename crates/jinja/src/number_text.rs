// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Numbers as text in the styles of C: fixed, with an exponent, general.

/// How a float is to be written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Float {
    /// One of `eEfFgG`.
    pub(crate) kind: char,
    pub(crate) precision: usize,
    /// Whether trailing zeros and the point stay.
    pub(crate) alternate: bool,
}

/// A float that is not negative.
pub(crate) fn float(value: f64, style: Float) -> String {
    let upper = style.kind.is_ascii_uppercase();
    let text = if value.is_nan() {
        "nan".to_owned()
    } else if value.is_infinite() {
        "inf".to_owned()
    } else {
        match style.kind.to_ascii_lowercase() {
            'e' => exponent(value, style.precision, style.alternate),
            'g' => general(value, style),
            _ => {
                let mut text = format!("{value:.*}", style.precision);
                if style.alternate && style.precision == 0 {
                    text.push('.');
                }
                text
            }
        }
    };
    if upper { text.to_uppercase() } else { text }
}

fn exponent(value: f64, precision: usize, point: bool) -> String {
    let text = format!("{value:.precision$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, digits) = match exponent.strip_prefix('-') {
        Some(digits) => ('-', digits),
        None => ('+', exponent),
    };
    let point = if point && precision == 0 { "." } else { "" };
    format!("{mantissa}{point}e{sign}{digits:0>2}")
}

fn general(value: f64, style: Float) -> String {
    let precision = style.precision.max(1);
    let scientific = format!("{value:.*e}", precision - 1);
    let power: i32 = scientific.split_once('e').and_then(|(_, power)| power.parse().ok()).unwrap_or_default();
    let large = i32::try_from(precision).is_ok_and(|precision| power >= precision);
    let text = if power < -4 || large {
        exponent(value, precision - 1, style.alternate)
    } else {
        let decimals = i64::try_from(precision).unwrap_or(i64::MAX) - 1 - i64::from(power);
        format!("{value:.*}", usize::try_from(decimals).unwrap_or(0))
    };
    if style.alternate { text } else { without_zeros(&text) }
}

/// Without trailing zeros behind the point, and without a point that is last.
pub(crate) fn without_zeros(text: &str) -> String {
    let (mantissa, exponent) = match text.find('e') {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    if !mantissa.contains('.') {
        return text.to_owned();
    }
    format!("{}{exponent}", mantissa.trim_end_matches('0').trim_end_matches('.'))
}

/// Puts a separator between groups of digits of the whole part.
pub(crate) fn grouped(digits: &str, separator: char, size: usize) -> String {
    let split = digits.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(digits.len());
    let (whole, rest) = digits.split_at(split);
    let mut out = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (at, c) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(size) {
            out.push(separator);
        }
        out.push(c);
    }
    out.push_str(rest);
    out
}
