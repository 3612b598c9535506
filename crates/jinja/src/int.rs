// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Integers of any size: arithmetic, and their text in any base.

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Pow, Signed, ToPrimitive, Zero};

use crate::{
    Py, PyError, PyResult,
    ast::Binary,
    budget,
    error::{overflow_error, value_error, zero_division},
};

/// The most bits that an integer may have.
const MOST_BITS: u64 = 1 << 23;

/// The most digits that Python turns from or to decimal text.
const MOST_DIGITS: usize = 4300;

/// The decimal text of an integer.
pub(crate) fn decimal(value: &BigInt) -> PyResult<String> {
    // A digit is more than 3.3 bits.
    if value.bits() > 14_300 {
        return Err(too_many_digits());
    }
    let text = value.to_string();
    if text.trim_start_matches('-').len() > MOST_DIGITS {
        return Err(too_many_digits());
    }
    Ok(text)
}

fn too_many_digits() -> PyError {
    value_error(format!(
        "Exceeds the limit ({MOST_DIGITS} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit"
    ))
}

fn too_large() -> PyError {
    PyError::limit("the template computes a too large integer")
}

fn charged(bits: u64) -> PyResult<()> {
    if bits > MOST_BITS {
        return Err(too_large());
    }
    let bytes = usize::try_from(bits / 8).unwrap_or(usize::MAX);
    budget::charge(bytes)?;
    budget::spend(bytes / 64)
}

/// An operation on two integers that fit, if its result fits.
pub(crate) fn small(operator: Binary, a: i64, b: i64) -> PyResult<Option<Py>> {
    let value = match operator {
        Binary::Add => a.checked_add(b),
        Binary::Sub => a.checked_sub(b),
        Binary::Mul => a.checked_mul(b),
        Binary::FloorDiv if b == 0 => return Err(zero_division("integer division or modulo by zero")),
        Binary::Mod if b == 0 => return Err(zero_division("integer modulo by zero")),
        Binary::FloorDiv if a == i64::MIN && b == -1 => None,
        Binary::Mod if b == -1 => Some(0),
        Binary::FloorDiv => Some(Integer::div_floor(&a, &b)),
        Binary::Mod => Some(Integer::mod_floor(&a, &b)),
        Binary::BitAnd => Some(a & b),
        Binary::BitOr => Some(a | b),
        Binary::BitXor => Some(a ^ b),
        Binary::LeftShift
            if (0..63).contains(&b) && a.unsigned_abs().leading_zeros() > u32::try_from(b).unwrap_or(64) =>
        {
            Some(a << b)
        }
        Binary::RightShift if b >= 0 => Some(a >> b.min(63)),
        Binary::Pow if b >= 0 => u32::try_from(b).ok().and_then(|b| a.checked_pow(b)),
        #[allow(clippy::cast_precision_loss)] // both are exact
        Binary::Div if b != 0 && a.unsigned_abs() <= 1 << 53 && b.unsigned_abs() <= 1 << 53 => {
            return Ok(Some(Py::Float(a as f64 / b as f64)));
        }
        _ => None,
    };
    Ok(value.map(Py::Int))
}

/// An operation on two integers of any size.
pub(crate) fn big(operator: Binary, a: &BigInt, b: &BigInt) -> PyResult {
    let bits = a.bits().max(b.bits());
    match operator {
        Binary::Add | Binary::Sub => charged(bits + 1)?,
        Binary::Mul => {
            charged(a.bits() + b.bits())?;
            budget::spend(usize::try_from((a.bits() / 64) * (b.bits() / 64) / 256).unwrap_or(usize::MAX))?;
        }
        _ => charged(bits)?,
    }
    Ok(Py::big(match operator {
        Binary::Add => a + b,
        Binary::Sub => a - b,
        Binary::Mul => a * b,
        Binary::FloorDiv | Binary::Mod if b.is_zero() => {
            return Err(zero_division(match operator {
                Binary::Mod => "integer modulo by zero",
                _ => "integer division or modulo by zero",
            }));
        }
        Binary::FloorDiv => {
            budget::spend(division_cost(a, b))?;
            a.div_floor(b)
        }
        Binary::Mod => {
            budget::spend(division_cost(a, b))?;
            a.mod_floor(b)
        }
        Binary::Div => return divide(a, b).map(Py::Float),
        Binary::BitAnd => a & b,
        Binary::BitOr => a | b,
        Binary::BitXor => a ^ b,
        Binary::LeftShift => {
            let by = shift(b)?;
            if a.is_zero() {
                return Ok(Py::Int(0));
            }
            charged(a.bits().saturating_add(by))?;
            a << by
        }
        Binary::RightShift => {
            if b.is_negative() {
                return Err(value_error("negative shift count"));
            }
            match b.to_u64() {
                Some(by) if by < a.bits() => a >> by,
                _ if a.is_negative() => -BigInt::one(),
                _ => BigInt::zero(),
            }
        }
        Binary::Pow => return power(a, b),
    }))
}

fn division_cost(a: &BigInt, b: &BigInt) -> usize {
    let words = (a.bits().saturating_sub(b.bits()) / 64) * (b.bits() / 64) / 256;
    usize::try_from(words).unwrap_or(usize::MAX)
}

fn shift(by: &BigInt) -> PyResult<u64> {
    if by.is_negative() {
        return Err(value_error("negative shift count"));
    }
    by.to_u64().ok_or_else(too_large)
}

fn power(a: &BigInt, b: &BigInt) -> PyResult {
    if b.is_negative() {
        if a.is_zero() {
            return Err(zero_division("0.0 cannot be raised to a negative power"));
        }
        let (a, b) = (to_float(a)?, to_float(b)?);
        return Ok(Py::Float(a.powf(b)));
    }
    if a.is_zero() || a.is_one() || (a.is_negative() && a.magnitude().is_one()) {
        let one = b.is_zero() || a.is_one() || b.is_even();
        return Ok(Py::Int(if b.is_zero() || one && !a.is_zero() {
            1
        } else if a.is_zero() {
            0
        } else {
            -1
        }));
    }
    let exponent = b.to_u64().ok_or_else(too_large)?;
    let bits = a.bits().saturating_mul(exponent);
    charged(bits)?;
    let words = usize::try_from(bits / 64).unwrap_or(usize::MAX);
    budget::spend(words.saturating_mul(words) / 1024)?;
    let exponent = u32::try_from(exponent).map_err(|_| too_large())?;
    Ok(Py::big(Pow::pow(a, exponent)))
}

/// A power modulo a number.
pub(crate) fn power_modulo(a: &BigInt, b: &BigInt, modulus: &BigInt) -> PyResult {
    if modulus.is_zero() {
        return Err(value_error("pow() 3rd argument cannot be 0"));
    }
    if b.is_negative() {
        let inverse = a.modinv(modulus).ok_or_else(|| value_error("base is not invertible for the given modulus"))?;
        return power_modulo(&inverse, &-b, modulus);
    }
    charged(a.bits().max(b.bits()).max(modulus.bits()))?;
    let words = modulus.bits() / 64 + 1;
    let steps = b.bits().saturating_mul(words).saturating_mul(words) / 64;
    budget::spend(usize::try_from(steps).unwrap_or(usize::MAX))?;
    Ok(Py::big(a.modpow(b, modulus)))
}

/// The float nearest to an integer.
pub(crate) fn to_float(value: &BigInt) -> PyResult<f64> {
    match value.to_f64() {
        Some(float) if float.is_finite() => Ok(float),
        _ => Err(overflow_error("int too large to convert to float")),
    }
}

/// The float nearest to a quotient.
pub(crate) fn divide(a: &BigInt, b: &BigInt) -> PyResult<f64> {
    if b.is_zero() {
        return Err(zero_division("division by zero"));
    }
    if a.is_zero() {
        return Ok(0.0);
    }
    // Enough bits of the quotient that rounding it once more is right, with a last bit that says that there is a rest.
    let (a_bits, b_bits) = (i64::try_from(a.bits()).unwrap_or(i64::MAX), i64::try_from(b.bits()).unwrap_or(i64::MAX));
    let shift = 66 - (a_bits - b_bits);
    let up = |value: &BigInt, by: i64| if by > 0 { value << by.unsigned_abs() } else { value.clone() };
    let (top, bottom) = (up(a, shift).abs(), up(b, -shift).abs());
    let (mut quotient, rest) = top.div_rem(&bottom);
    if !rest.is_zero() {
        quotient |= BigInt::one();
    }
    let mantissa = quotient.to_f64().unwrap_or(f64::INFINITY);
    let scale = |value: f64, by: i64| {
        let half = i32::try_from(by / 2).unwrap_or(i32::MAX);
        let other = i32::try_from(by - by / 2).unwrap_or(i32::MAX);
        value * 2f64.powi(half) * 2f64.powi(other)
    };
    let value = scale(mantissa, -shift);
    if value.is_infinite() {
        return Err(overflow_error("integer division result too large for a float"));
    }
    let negative = (a.sign() == Sign::Minus) != (b.sign() == Sign::Minus);
    Ok(if negative { -value } else { value })
}

/// `int(text, base)`, with base 0 for what the prefix says.
pub(crate) fn parse(text: &str, base: u32) -> PyResult {
    let error = || {
        let mut shown = String::new();
        crate::text::quoted(text, &mut shown);
        value_error(format!("invalid literal for int() with base {base}: {shown}"))
    };
    let trimmed = text.trim();
    let (negative, digits) = match trimmed.as_bytes().first() {
        Some(b'-') => (true, trimmed.get(1..).unwrap_or_default()),
        Some(b'+') => (false, trimmed.get(1..).unwrap_or_default()),
        _ => (false, trimmed),
    };
    let prefix = match digits.get(..2) {
        Some("0x" | "0X") => 16,
        Some("0o" | "0O") => 8,
        Some("0b" | "0B") => 2,
        _ => 0,
    };
    let has_prefix = prefix != 0 && (base == 0 || base == prefix);
    let (radix, body) = match (has_prefix, base) {
        (true, _) => (prefix, digits.get(2..).unwrap_or_default()),
        (false, 0) => (10, digits),
        (false, base) => (base, digits),
    };
    let body = if has_prefix { body.strip_prefix('_').unwrap_or(body) } else { body };
    let well_formed = !body.is_empty()
        && !body.starts_with('_')
        && !body.ends_with('_')
        && !body.contains("__")
        && body.chars().all(|c| c == '_' || c.is_digit(radix));
    if !well_formed {
        return Err(error());
    }
    let plain: String = body.chars().filter(|c| *c != '_').collect();
    // Python refuses a decimal number of base 0 that begins with 0, except 0 itself.
    if base == 0 && !has_prefix && plain.len() > 1 && plain.starts_with('0') && plain.bytes().any(|b| b != b'0') {
        return Err(error());
    }
    if !radix.is_power_of_two() && plain.len() > MOST_DIGITS {
        return Err(value_error(format!(
            "Exceeds the limit ({MOST_DIGITS} digits) for integer string conversion: value has {} digits; use sys.set_int_max_str_digits() to increase the limit",
            plain.len()
        )));
    }
    budget::charge(plain.len())?;
    let value = BigInt::parse_bytes(plain.as_bytes(), radix).ok_or_else(error)?;
    Ok(Py::big(if negative { -value } else { value }))
}
