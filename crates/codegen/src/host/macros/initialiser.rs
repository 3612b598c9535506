// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! C constants of attributes' values: each compiles without a warning for the declared type, or is refused.

use camkes_hir::model::AttributeType;
use minijinja::{Error, ErrorKind, Value, value::ValueKind};

use crate::host::{
    attribute::Attribute,
    types::{adl_c_string, named_c_type},
};

/// What a C type holds, as far as the ADL knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// One character, or a number of 8 bits.
    Character,
    /// Whole numbers with this many bits.
    Integer(u32),
    /// Numbers with a fraction, of 32 bits or more.
    Float,
    Double,
    /// Text.
    Text,
    /// 1 or 0.
    Truth,
    /// What only a header knows.
    Anything,
}

impl Holds {
    fn of(c_type: &str) -> Self {
        match c_type {
            "char" | "signed char" | "unsigned char" => Self::Character,
            "int8_t" | "uint8_t" => Self::Integer(8),
            "int16_t" | "uint16_t" => Self::Integer(16),
            "int" | "unsigned int" | "int32_t" | "uint32_t" => Self::Integer(32),
            "int64_t" | "uint64_t" => Self::Integer(64),
            "float" => Self::Float,
            "double" => Self::Double,
            "char *" => Self::Text,
            "bool" => Self::Truth,
            _ => Self::Anything,
        }
    }
}

/// The C constant for a value of an attribute that is no struct.
///
/// Numbers are usable in `#if` too, where every one has 64 bits.
///
/// # Errors
/// No C constant of the declared type has this value.
pub(super) fn constant(attribute: &Attribute, value: &Value) -> Result<String, Error> {
    let AttributeType::Basic(basic) = &attribute.declared.ty else { return Ok(value.to_string()) };
    let c_type = named_c_type(&basic.adl_name());
    let holds = Holds::of(&c_type);
    let written = if let Some(text) = value.as_str() {
        text_constant(holds, text)
    } else if value.is_integer() {
        i128::try_from(value.clone()).ok().and_then(|number| integer(holds, number))
    } else if value.kind() == ValueKind::Number {
        f64::try_from(value.clone()).ok().and_then(|number| fraction(holds, number))
    } else if matches!(value.kind(), ValueKind::Map | ValueKind::Seq) {
        None
    } else {
        Some(value.to_string())
    };
    written.ok_or_else(|| {
        let name = &attribute.declared.name;
        Error::new(ErrorKind::InvalidOperation, format!("'{name}' is of type '{c_type}', which can't hold {value:?}"))
    })
}

fn text_constant(holds: Holds, text: &str) -> Option<String> {
    let literal = adl_c_string(text);
    match holds {
        Holds::Text | Holds::Anything => Some(literal),
        Holds::Character => character(literal.strip_prefix('"')?.strip_suffix('"')?),
        Holds::Integer(_) | Holds::Float | Holds::Double | Holds::Truth => None,
    }
}

/// The character constant for the inside of a string literal, if that is one character.
fn character(inside: &str) -> Option<String> {
    let one = match inside.strip_prefix('\\') {
        None => inside.len() == 1,
        Some(escape) => match escape.strip_prefix('x') {
            Some(digits) => (1..=2).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_hexdigit()),
            None if escape.starts_with(|first: char| first.is_digit(8)) => {
                escape.len() <= 3 && u8::from_str_radix(escape, 8).is_ok()
            }
            None => escape.len() == 1 && !escape.starts_with(['8', '9']),
        },
    };
    let inside = if inside == "'" { "\\'" } else { inside };
    one.then(|| format!("'{inside}'"))
}

fn integer(holds: Holds, number: i128) -> Option<String> {
    let bits = match holds {
        Holds::Character => 8,
        Holds::Integer(bits) => bits,
        Holds::Truth | Holds::Anything => 64,
        Holds::Text => return None,
        Holds::Float | Holds::Double => {
            let small = i64::try_from(number).is_ok();
            return Some(if small { number.to_string() } else { format!("{number}.0") });
        }
    };
    // C lets a bit pattern stand for a number with the other sign.
    let (least, count) = (-(1_i128 << (bits - 1)), 1_i128 << bits);
    if number < least || number >= count {
        return None;
    }
    Some(match i64::try_from(number) {
        // The digits alone would be a number that is too large, of which the sign is taken.
        Ok(i64::MIN) => "(-9223372036854775807LL - 1)".to_owned(),
        Ok(number) => number.to_string(),
        Err(_) => format!("{number}ULL"),
    })
}

fn fraction(holds: Holds, number: f64) -> Option<String> {
    let fits = match holds {
        Holds::Float => number.abs() <= f64::from(f32::MAX),
        Holds::Double | Holds::Anything => number.is_finite(),
        Holds::Character | Holds::Integer(_) | Holds::Truth | Holds::Text => false,
    };
    fits.then(|| format!("{number:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_escaped_and_only_one() {
        let written = |text| text_constant(Holds::Character, text);
        for (text, expected) in [
            ("x", "'x'"),
            ("'", r"'\''"),
            ("\"", r#"'\"'"#),
            ("\\", r"'\\'"),
            (r"\n", r"'\n'"),
            (r"\x7f", r"'\x7f'"),
            (r"\0", r"'\0'"),
            ("\t", r"'\t'"),
            ("?", r"'\?'"),
        ] {
            assert_eq!(written(text).as_deref(), Some(expected), "{text:?}");
        }
        for text in ["", "xy", "é", r"\x100", r"\400", r"\xg", r"\9"] {
            assert_eq!(written(text), None, "{text:?}");
        }
    }

    #[test]
    fn whole_numbers_are_written_so_that_c_and_its_preprocessor_read_them() {
        let written = |number| integer(Holds::Integer(64), number);
        assert_eq!(written(i64::MAX.into()).as_deref(), Some("9223372036854775807"));
        assert_eq!(written(1 << 63).as_deref(), Some("9223372036854775808ULL"));
        assert_eq!(written(u64::MAX.into()).as_deref(), Some("18446744073709551615ULL"));
        assert_eq!(written(i64::MIN.into()).as_deref(), Some("(-9223372036854775807LL - 1)"));
        assert_eq!(written(1 << 64), None);
        assert_eq!(integer(Holds::Integer(8), 256), None);
        assert_eq!(integer(Holds::Integer(8), -128).as_deref(), Some("-128"));
        assert_eq!(integer(Holds::Double, 1 << 64).as_deref(), Some("18446744073709551616.0"));
    }

    #[test]
    fn fractions_have_a_limit() {
        assert_eq!(fraction(Holds::Double, 1e300).as_deref(), Some("1e300"));
        assert_eq!(fraction(Holds::Float, 1e300), None);
        assert_eq!(fraction(Holds::Double, f64::INFINITY), None);
        assert_eq!(fraction(Holds::Float, -0.5).as_deref(), Some("-0.5"));
        assert_eq!(fraction(Holds::Integer(32), 0.5), None);
    }
}
