// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `text % values`.

use num_traits::Signed;

use crate::{
    Py, PyResult, budget,
    error::{overflow_error, type_error, value_error},
    number_text as numbers, text,
};

#[derive(Default)]
struct Spec {
    minus: bool,
    plus: bool,
    space: bool,
    zero: bool,
    alternate: bool,
    width: usize,
    precision: Option<usize>,
}

/// The operands of a format: several in a tuple, or one that is taken once or looked up by name.
struct Operands<'a> {
    all: &'a [Py],
    at: usize,
    whole: &'a Py,
    /// Whether an operand was taken by name: then all may be left over.
    named: bool,
}

impl<'a> Operands<'a> {
    fn next(&mut self) -> PyResult<&'a Py> {
        let value = self.all.get(self.at).ok_or_else(|| type_error("not enough arguments for format string"))?;
        self.at += 1;
        value.defined()
    }
}

/// The widest field and the largest precision.
const WIDEST: usize = 1 << 24;

/// The formatted text.
pub(crate) fn format(format: &str, operand: &Py) -> PyResult {
    operand.defined()?;
    let all = match operand {
        Py::Tuple(tuple) => tuple.items(),
        _ => std::slice::from_ref(operand),
    };
    let mut operands = Operands { all, at: 0, whole: operand, named: false };
    let mut out = String::with_capacity(format.len() + 16);
    let mut rest = format;
    let mut parsed = 0;
    while let Some(at) = rest.find('%') {
        out.push_str(rest.get(..at).unwrap_or_default());
        parsed += at + 1;
        rest = rest.get(at + 1..).unwrap_or_default();
        let used = conversion(rest, parsed, &mut operands, &mut out)?;
        parsed += used;
        rest = rest.get(used..).unwrap_or_default();
    }
    out.push_str(rest);
    let mapping = matches!(operand, Py::Dict(_) | Py::List(_) | Py::Namespace(_) | Py::Set(_) | Py::Range(_))
        || (!matches!(operand, Py::Tuple(_) | Py::Str(_)) && operands.named);
    if operands.at < operands.all.len() && !operands.named && !mapping {
        return Err(type_error("not all arguments converted during string formatting"));
    }
    budget::charge(out.len())?;
    Ok(Py::from(out))
}

/// Writes one conversion; how many bytes of the format it takes, its `%` not counted.
fn conversion(rest: &str, parsed: usize, operands: &mut Operands<'_>, out: &mut String) -> PyResult<usize> {
    let bytes = rest.as_bytes();
    let incomplete = || value_error("incomplete format");
    let mut at = 0;
    let mut named = None;
    if bytes.first() == Some(&b'(') {
        let close = closing(bytes).ok_or_else(|| value_error("incomplete format key"))?;
        let key = Py::from(rest.get(1..close).unwrap_or_default());
        let Py::Dict(dict) = operands.whole else {
            return Err(type_error("format requires a mapping"));
        };
        let value = dict.get(&key)?.ok_or_else(|| crate::error::key_error(text::repr(&key).unwrap_or_default()))?;
        operands.named = true;
        named = Some(value);
        at = close + 1;
    }
    let mut spec = Spec::default();
    loop {
        match bytes.get(at).ok_or_else(incomplete)? {
            b'-' => spec.minus = true,
            b'+' => spec.plus = true,
            b' ' => spec.space = true,
            b'0' => spec.zero = true,
            b'#' => spec.alternate = true,
            _ => break,
        }
        at += 1;
    }
    let (width, next) = count(bytes, at, operands, "width")?;
    at = next;
    if let Some(width) = width {
        spec.minus |= width < 0;
        spec.width = usize::try_from(width.unsigned_abs()).unwrap_or(usize::MAX);
    }
    if bytes.get(at) == Some(&b'.') {
        let (precision, next) = count(bytes, at + 1, operands, "precision")?;
        at = next;
        spec.precision = Some(usize::try_from(precision.unwrap_or(0)).unwrap_or(0));
    }
    if spec.width > WIDEST || spec.precision.is_some_and(|precision| precision > WIDEST) {
        return Err(value_error("width too big"));
    }
    while matches!(bytes.get(at), Some(b'h' | b'l' | b'L')) {
        at += 1;
    }
    let kind = rest.get(at..).and_then(|rest| rest.chars().next()).ok_or_else(incomplete)?;
    if kind == '%' {
        out.push('%');
        return Ok(at + 1);
    }
    let value = match &named {
        Some(value) => value.defined()?,
        None => operands.next()?,
    };
    one(kind, &spec, value, parsed + at, out)?;
    Ok(at + kind.len_utf8())
}

/// Where the bracket ends that a key stands in.
fn closing(bytes: &[u8]) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// A number in the format, or `*` for one among the operands.
fn count(bytes: &[u8], at: usize, operands: &mut Operands<'_>, what: &str) -> PyResult<(Option<i64>, usize)> {
    if bytes.get(at) == Some(&b'*') {
        let value = operands.next()?;
        let number = value.as_i64().ok_or_else(|| type_error("* wants int"))?;
        return Ok((Some(number), at + 1));
    }
    let digits = bytes.iter().skip(at).take_while(|b| b.is_ascii_digit()).count();
    if digits == 0 {
        return Ok((None, at));
    }
    let text = bytes.get(at..at + digits).and_then(|digits| std::str::from_utf8(digits).ok()).unwrap_or_default();
    let number = text.parse().map_err(|_| value_error(format!("{what} too big")))?;
    Ok((Some(number), at + digits))
}

fn one(kind: char, spec: &Spec, value: &Py, at: usize, out: &mut String) -> PyResult<()> {
    let (sign, body, numeric) = match kind {
        's' | 'r' | 'a' => {
            let shown = match kind {
                's' => text::str(value)?,
                'r' => text::repr(value)?.into(),
                _ => crate::builtins::ascii(value)?.into(),
            };
            let shown = match spec.precision {
                Some(precision) => shown.chars().take(precision).collect(),
                None => shown.to_string(),
            };
            (String::new(), shown, false)
        }
        'c' => (String::new(), character(value)?, false),
        'd' | 'i' | 'u' | 'x' | 'X' | 'o' => {
            let (sign, body) = integer(kind, spec, value)?;
            (sign, body, true)
        }
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
            let number = match value {
                Py::Big(big) => crate::int::to_float(big)?,
                _ => value
                    .as_f64()
                    .ok_or_else(|| type_error(format!("must be real number, not {}", value.type_name())))?,
            };
            let style = numbers::Float { kind, precision: spec.precision.unwrap_or(6), alternate: spec.alternate };
            let body = numbers::float(number.abs(), style);
            let negative = number.is_sign_negative() && !number.is_nan();
            (if negative { "-".to_owned() } else { String::new() }, body, true)
        }
        _ => {
            return Err(value_error(format!(
                "unsupported format character '{kind}' (0x{:x}) at index {at}",
                u32::from(kind)
            )));
        }
    };
    let sign = match (sign.as_str(), numeric) {
        ("", true) if spec.plus => "+".to_owned(),
        ("", true) if spec.space => " ".to_owned(),
        _ => sign,
    };
    pad(spec, &sign, &body, numeric, out);
    Ok(())
}

fn character(value: &Py) -> PyResult<String> {
    match value {
        Py::Str(text) if text.chars().count() == 1 => Ok(text.to_string()),
        _ => {
            let code = value.as_i64().ok_or_else(|| type_error("%c requires int or char"))?;
            let c = u32::try_from(code).ok().and_then(char::from_u32);
            c.map(String::from).ok_or_else(|| overflow_error("%c arg not in range(0x110000)"))
        }
    }
}

/// The sign with the prefix, and the digits.
fn integer(kind: char, spec: &Spec, value: &Py) -> PyResult<(String, String)> {
    let number = match value {
        Py::Float(_) if !matches!(kind, 'd' | 'i' | 'u') => None,
        Py::Float(float) => Some(crate::builtins::truncate(*float)?.as_big().unwrap_or_default()),
        _ => value.as_big(),
    };
    let Some(number) = number else {
        let what = match kind {
            'x' | 'X' | 'o' => "an integer is required",
            _ => "a real number is required",
        };
        return Err(type_error(format!("%{kind} format: {what}, not {}", value.type_name())));
    };
    let digits = match kind {
        'x' => number.magnitude().to_str_radix(16),
        'X' => number.magnitude().to_str_radix(16).to_uppercase(),
        'o' => number.magnitude().to_str_radix(8),
        _ => crate::int::decimal(&number.abs())?,
    };
    let prefix = match (spec.alternate, kind) {
        (true, 'x') => "0x",
        (true, 'X') => "0X",
        (true, 'o') => "0o",
        _ => "",
    };
    let missing = spec.precision.unwrap_or(0).saturating_sub(digits.len());
    let sign = if number.is_negative() { "-" } else { "" };
    // The prefix stays before zeros that fill up the field.
    let sign = match (sign, spec.plus, spec.space) {
        ("", true, _) => format!("+{prefix}"),
        ("", _, true) => format!(" {prefix}"),
        _ => format!("{sign}{prefix}"),
    };
    Ok((sign, "0".repeat(missing) + &digits))
}

fn pad(spec: &Spec, sign: &str, body: &str, numeric: bool, out: &mut String) {
    let length = sign.chars().count() + body.chars().count();
    let missing = spec.width.saturating_sub(length);
    let fill = |out: &mut String, c: char| out.extend(std::iter::repeat_n(c, missing));
    if spec.minus {
        out.push_str(sign);
        out.push_str(body);
        fill(out, ' ');
    } else if spec.zero && numeric {
        out.push_str(sign);
        fill(out, '0');
        out.push_str(body);
    } else {
        fill(out, ' ');
        out.push_str(sign);
        out.push_str(body);
    }
}
