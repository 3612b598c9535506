// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `format()` and `str.format`.

use num_traits::Signed;

use crate::{
    Py, PyResult,
    args::Args,
    attr, budget,
    cx::Cx,
    error::{index_error, key_error, type_error, value_error},
    number_text as numbers, text,
};

/// The specification of a field: `[[fill]align][sign][#][0][width][grouping][.precision][type]`.
#[derive(Debug, Clone, Copy)]
struct Spec {
    fill: char,
    align: Option<char>,
    sign: Option<char>,
    alternate: bool,
    width: usize,
    grouping: Option<char>,
    precision: Option<usize>,
    kind: Option<char>,
}

const WIDEST: usize = 1 << 24;

fn parse(text: &str) -> PyResult<Spec> {
    let chars: Vec<char> = text.chars().collect();
    let get = |at: usize| chars.get(at).copied();
    let is_align = |c: Option<char>| matches!(c, Some('<' | '>' | '=' | '^'));
    let mut spec = Spec {
        fill: ' ',
        align: None,
        sign: None,
        alternate: false,
        width: 0,
        grouping: None,
        precision: None,
        kind: None,
    };
    let mut at = 0;
    if is_align(get(1)) {
        spec.fill = get(0).unwrap_or(' ');
        spec.align = get(1);
        at = 2;
    } else if is_align(get(0)) {
        spec.align = get(0);
        at = 1;
    }
    if let Some(sign @ ('+' | '-' | ' ')) = get(at) {
        spec.sign = Some(sign);
        at += 1;
    }
    if get(at) == Some('#') {
        spec.alternate = true;
        at += 1;
    }
    if get(at) == Some('0') {
        if spec.align.is_none() {
            spec.fill = '0';
            spec.align = Some('=');
        }
        at += 1;
    }
    let number = |at: &mut usize| -> PyResult<Option<usize>> {
        let begin = *at;
        let mut value = 0usize;
        while let Some(digit) = get(*at).and_then(|c| c.to_digit(10)) {
            value = value.saturating_mul(10).saturating_add(digit as usize);
            *at += 1;
        }
        if value > WIDEST {
            return Err(value_error("Too many decimal digits in format string"));
        }
        Ok((*at > begin).then_some(value))
    };
    spec.width = number(&mut at)?.unwrap_or(0);
    if let Some(grouping @ (',' | '_')) = get(at) {
        spec.grouping = Some(grouping);
        at += 1;
    }
    if get(at) == Some('.') {
        at += 1;
        spec.precision = Some(number(&mut at)?.ok_or_else(|| value_error("Format specifier missing precision"))?);
    }
    spec.kind = get(at);
    if chars.len() > at + 1 {
        return Err(value_error("Invalid format specifier"));
    }
    Ok(spec)
}

/// `format(value, spec)`.
pub(crate) fn format_value(value: &Py, spec: &str) -> PyResult<String> {
    value.defined()?;
    if spec.is_empty() {
        return Ok(text::str(value)?.to_string());
    }
    let kind_of = value.type_name();
    let wrong = |kind: char| value_error(format!("Unknown format code '{kind}' for object of type '{kind_of}'"));
    let out = match value {
        Py::Str(content) => {
            let parsed = parse(spec)?;
            match parsed.kind {
                None | Some('s') => {}
                Some(kind) => return Err(wrong(kind)),
            }
            if let Some(grouping) = parsed.grouping {
                return Err(value_error(format!("Cannot specify '{grouping}' with 's'.")));
            }
            if parsed.sign.is_some() {
                return Err(value_error("Sign not allowed in string format specifier"));
            }
            if parsed.alternate {
                return Err(value_error("Alternate form (#) not allowed in string format specifier"));
            }
            if parsed.align == Some('=') {
                return Err(value_error("'=' alignment not allowed in string format specifier"));
            }
            let shown: String = match parsed.precision {
                Some(precision) => content.chars().take(precision).collect(),
                None => content.to_string(),
            };
            aligned(&parsed, '<', "", &shown)
        }
        Py::Bool(_) | Py::Int(_) | Py::Big(_) => {
            let parsed = parse(spec)?;
            match parsed.kind {
                Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => {
                    float(value.as_f64().unwrap_or(f64::INFINITY), &parsed)?
                }
                _ => integer(value, &parsed).ok_or_else(|| wrong(parsed.kind.unwrap_or('d')))??,
            }
        }
        Py::Float(number) => {
            let parsed = parse(spec)?;
            match parsed.kind {
                None | Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | '%') => float(*number, &parsed)?,
                Some(kind) => return Err(wrong(kind)),
            }
        }
        _ => return Err(type_error(format!("unsupported format string passed to {kind_of}.__format__"))),
    };
    budget::charge(out.len())?;
    Ok(out)
}

fn aligned(spec: &Spec, default: char, sign: &str, body: &str) -> String {
    let missing = spec.width.saturating_sub(sign.chars().count() + body.chars().count());
    let fill = |count: usize| std::iter::repeat_n(spec.fill, count).collect::<String>();
    match spec.align.unwrap_or(default) {
        '<' => format!("{sign}{body}{}", fill(missing)),
        '^' => format!("{}{sign}{body}{}", fill(missing / 2), fill(missing - missing / 2)),
        '=' => format!("{sign}{}{body}", fill(missing)),
        _ => format!("{}{sign}{body}", fill(missing)),
    }
}

fn sign_of(spec: &Spec, negative: bool) -> &'static str {
    match (negative, spec.sign) {
        (true, _) => "-",
        (false, Some('+')) => "+",
        (false, Some(' ')) => " ",
        _ => "",
    }
}

/// `None` if the type of the specification is not one of integers.
fn integer(value: &Py, spec: &Spec) -> Option<PyResult<String>> {
    let number = value.as_big()?;
    let magnitude = number.magnitude();
    let (digits, prefix, group) = match spec.kind {
        Some('x') => (magnitude.to_str_radix(16), "0x", 4),
        Some('X') => (magnitude.to_str_radix(16).to_uppercase(), "0X", 4),
        Some('o') => (magnitude.to_str_radix(8), "0o", 4),
        Some('b') => (magnitude.to_str_radix(2), "0b", 4),
        Some('c') => {
            let c = value.as_i64().and_then(|code| u32::try_from(code).ok()).and_then(char::from_u32);
            let text = c.map(|c| aligned(spec, '<', "", &c.to_string()));
            return Some(text.ok_or_else(|| crate::error::overflow_error("%c arg not in range(0x110000)")));
        }
        None | Some('d' | 'n') => match crate::int::decimal(&number.abs()) {
            Ok(digits) => (digits, "", 3),
            Err(error) => return Some(Err(error)),
        },
        _ => return None,
    };
    if spec.precision.is_some() {
        return Some(Err(value_error("Precision not allowed in integer format specifier")));
    }
    let prefix = if spec.alternate { prefix } else { "" };
    let sign = format!("{}{prefix}", sign_of(spec, number.is_negative()));
    let body = match spec.grouping {
        Some(separator) => grouped(spec, &sign, &digits, separator, group),
        None => digits,
    };
    Some(Ok(aligned(spec, '>', &sign, &body)))
}

/// Digits in groups; zeros that fill up the field are grouped, too.
fn grouped(spec: &Spec, sign: &str, digits: &str, separator: char, size: usize) -> String {
    let mut digits = digits.to_owned();
    let mut body = numbers::grouped(&digits, separator, size);
    while spec.fill == '0' && spec.align == Some('=') && sign.len() + body.len() < spec.width {
        digits.insert(0, '0');
        body = numbers::grouped(&digits, separator, size);
    }
    body
}

fn float(number: f64, spec: &Spec) -> PyResult<String> {
    let magnitude = number.abs();
    let body = match spec.kind {
        None => match spec.precision {
            None => text::float(magnitude),
            Some(precision) => shortest(magnitude, precision, spec.alternate),
        },
        Some('%') => {
            let style = numbers::Float { kind: 'f', precision: spec.precision.unwrap_or(6), alternate: spec.alternate };
            numbers::float(magnitude * 100.0, style) + "%"
        }
        Some(kind) => {
            let kind = if kind == 'n' { 'g' } else { kind };
            numbers::float(
                magnitude,
                numbers::Float { kind, precision: spec.precision.unwrap_or(6), alternate: spec.alternate },
            )
        }
    };
    let sign = sign_of(spec, number.is_sign_negative() && !number.is_nan());
    let body = match spec.grouping {
        Some(separator) => grouped(spec, sign, &body, separator, 3),
        None => body,
    };
    Ok(aligned(spec, '>', sign, &body))
}

/// A float without a type: as `g`, but with a digit behind the point.
fn shortest(number: f64, precision: usize, alternate: bool) -> String {
    let precision = precision.max(1);
    let scientific = format!("{number:.*e}", precision - 1);
    let power: i64 = scientific.split_once('e').and_then(|(_, power)| power.parse().ok()).unwrap_or_default();
    let style = numbers::Float { kind: 'g', precision, alternate };
    if power >= i64::try_from(precision).unwrap_or(i64::MAX) - 1 && number.is_finite() && power < 400 {
        let style = numbers::Float { kind: 'e', precision: precision - 1, alternate };
        return numbers::without_zeros(&numbers::float(number, style));
    }
    let text = numbers::float(number, style);
    if number.is_finite() && !text.contains(['.', 'e']) { text + ".0" } else { text }
}

/// How deep fields may stand in the specifications of fields.
const DEEPEST: u32 = 2;

/// `text.format(*args, **kwargs)`.
pub(crate) fn format(cx: &mut Cx<'_>, format: &str, args: &Args<'_>) -> PyResult<String> {
    Formatter { args, next: Some(0), manual: false }.run(cx, format, DEEPEST)
}

struct Formatter<'a> {
    args: &'a Args<'a>,
    /// The number of the next field without a number.
    next: Option<usize>,
    manual: bool,
}

impl Formatter<'_> {
    fn run(&mut self, cx: &mut Cx<'_>, format: &str, depth: u32) -> PyResult<String> {
        let Some(depth) = depth.checked_sub(1) else {
            return Err(value_error("Max string recursion exceeded"));
        };
        let mut out = String::with_capacity(format.len());
        let mut rest = format;
        while let Some(at) = rest.find(['{', '}']) {
            out.push_str(rest.get(..at).unwrap_or_default());
            let brace = rest.as_bytes().get(at).copied().unwrap_or(b'{');
            rest = rest.get(at + 1..).unwrap_or_default();
            if rest.as_bytes().first() == Some(&brace) {
                out.push(char::from(brace));
                rest = rest.get(1..).unwrap_or_default();
                continue;
            }
            if brace == b'}' {
                return Err(value_error("Single '}' encountered in format string"));
            }
            let end = field_end(rest).ok_or_else(|| value_error("expected '}' before end of string"))?;
            let field = rest.get(..end).unwrap_or_default();
            out.push_str(&self.field(cx, field, depth)?);
            rest = rest.get(end + 1..).unwrap_or_default();
        }
        out.push_str(rest);
        budget::charge(out.len())?;
        Ok(out)
    }

    fn field(&mut self, cx: &mut Cx<'_>, field: &str, depth: u32) -> PyResult<String> {
        cx.spend(1)?;
        let bracket =
            field.find('[').map(|open| field.get(open..).and_then(|r| r.find(']')).map_or(open, |c| open + c));
        let split = field.char_indices().find(|(at, c)| {
            matches!(c, ':' | '!') && bracket.is_none_or(|b| *at > b || field.find('[').is_some_and(|o| *at < o))
        });
        let (name, tail) = match split {
            Some((at, _)) => field.split_at(at),
            None => (field, ""),
        };
        let (conversion, spec) = match tail.strip_prefix('!') {
            Some(tail) => {
                let kind = tail.chars().next().ok_or_else(|| value_error("unmatched '{' in format spec"))?;
                let rest = tail.get(kind.len_utf8()..).unwrap_or_default();
                (Some(kind), rest.strip_prefix(':').unwrap_or(rest))
            }
            None => (None, tail.strip_prefix(':').unwrap_or(tail)),
        };
        let value = self.value(cx, name)?;
        let value = match conversion {
            None => value,
            Some('s') => Py::Str(text::str(&value)?),
            Some('r') => Py::from(text::repr(&value)?),
            Some('a') => Py::from(crate::builtins::ascii(&value)?),
            Some(other) => return Err(value_error(format!("Unknown conversion specifier {other}"))),
        };
        let spec = if spec.contains('{') { self.run(cx, spec, depth)? } else { spec.to_owned() };
        format_value(&value, &spec)
    }

    fn value(&mut self, cx: &mut Cx<'_>, name: &str) -> PyResult {
        let end = name.find(['.', '[']).unwrap_or(name.len());
        let (first, mut path) = name.split_at(end);
        let mut value = self.first(first)?;
        while !path.is_empty() {
            if let Some(rest) = path.strip_prefix('.') {
                let end = rest.find(['.', '[']).unwrap_or(rest.len());
                let (attribute, more) = rest.split_at(end);
                value = attr::get_attr(cx, &value, attribute)?;
                path = more;
            } else {
                let rest = path.strip_prefix('[').unwrap_or_default();
                let end = rest.find(']').ok_or_else(|| value_error("Missing ']' in format string"))?;
                let (key, more) = rest.split_at(end);
                let key = key.parse::<i64>().map_or_else(|_| Py::from(key), Py::Int);
                value = attr::get_item(cx, &value, &key)?;
                path = more.get(1..).unwrap_or_default();
            }
        }
        Ok(value)
    }

    fn first(&mut self, name: &str) -> PyResult {
        let index = if name.is_empty() {
            let next = self.next.filter(|_| !self.manual).ok_or_else(|| {
                value_error("cannot switch from manual field specification to automatic field numbering")
            })?;
            self.next = Some(next + 1);
            Some(next)
        } else {
            let index = name.parse::<usize>().ok();
            if index.is_some() {
                if self.next.is_some_and(|next| next > 0) {
                    return Err(value_error(
                        "cannot switch from automatic field numbering to manual field specification",
                    ));
                }
                self.manual = true;
            }
            index
        };
        match index {
            Some(index) => self.args.positional.get(index).cloned().ok_or_else(|| {
                index_error(format!("Replacement index {index} out of range for positional args tuple"))
            }),
            None => {
                let found = self.args.named.iter().find(|(known, _)| **known == *name);
                found.map(|(_, value)| value.clone()).ok_or_else(|| key_error(format!("'{name}'")))
            }
        }
    }
}

/// Where the brace of a field closes.
fn field_end(rest: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return Some(at),
            },
            _ => {}
        }
    }
    None
}
