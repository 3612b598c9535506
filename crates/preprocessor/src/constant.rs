// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The values of integer and character constants in conditions (C11 6.4.4.1, 6.4.4.4).

use smol_str::SmolStr;

use crate::condition::{ConditionError, Value};

type Read = Result<(Value, Option<ConditionError>), ConditionError>;

/// The value of a preprocessing number.
pub(crate) fn integer(text: &str) -> Read {
    let (radix, digits) = match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, text.get(2..).unwrap_or("")),
        [b'0', b'b' | b'B', ..] => (2, text.get(2..).unwrap_or("")),
        [b'0', _, ..] => (8, text),
        _ => (10, text),
    };
    let in_radix = |it: char| it.is_digit(if radix == 8 { 10 } else { radix });
    let length = digits.find(|it| !in_radix(it)).unwrap_or(digits.len());
    let (digits, suffix) = digits.split_at(length);
    let exponent = if radix == 16 { ['p', 'P'] } else { ['e', 'E'] };
    if radix != 2 && suffix.starts_with(|it| it == '.' || exponent.contains(&it)) {
        return Err(ConditionError::FloatingPoint);
    }
    let unsigned_suffix = read_suffix(suffix)?;
    if radix == 8
        && let Some(digit) = digits.chars().find(|it| !it.is_digit(8))
    {
        return Err(ConditionError::InvalidOctalDigit { digit });
    }
    if digits.is_empty() {
        return Err(ConditionError::InvalidSuffix { suffix: SmolStr::new(text.get(1..).unwrap_or("")) });
    }
    let mut bits = 0_u64;
    let mut too_large = false;
    for digit in digits.chars().filter_map(|it| it.to_digit(radix)) {
        let (product, overflow) = bits.overflowing_mul(u64::from(radix));
        let (sum, carry) = product.overflowing_add(u64::from(digit));
        too_large |= overflow || carry;
        bits = sum;
    }
    let needs_unsigned = bits.leading_zeros() == 0;
    let warning = if too_large {
        Some(ConditionError::ConstantTooLarge)
    } else if needs_unsigned && !unsigned_suffix && radix == 10 {
        Some(ConditionError::ConstantUnsigned)
    } else {
        None
    };
    Ok((Value { bits, unsigned: unsigned_suffix || needs_unsigned }, warning))
}

/// Whether a suffix makes the constant unsigned.
fn read_suffix(suffix: &str) -> Result<bool, ConditionError> {
    let unsigned = suffix.bytes().filter(|it| matches!(it, b'u' | b'U')).count();
    let rest: String = suffix.chars().filter(|it| !matches!(it, 'u' | 'U')).collect();
    let together = suffix.len() == rest.len() + unsigned && {
        let trimmed = suffix.trim_matches(['u', 'U']);
        trimmed.len() == rest.len()
    };
    if unsigned <= 1 && together && matches!(rest.as_str(), "" | "l" | "L" | "ll" | "LL") {
        return Ok(unsigned == 1);
    }
    if rest.chars().any(|it| matches!(it, 'i' | 'j' | 'I' | 'J')) && rest.len() <= 3 {
        return Err(ConditionError::Imaginary);
    }
    Err(ConditionError::InvalidSuffix { suffix: SmolStr::new(suffix) })
}

/// The value of a character constant, for a signed `char` of 8 bits and a `wchar_t` of 32.
pub(crate) fn character(text: &str) -> Read {
    let (prefix, content) = text.split_once('\'').unwrap_or(("", ""));
    let content = content.strip_suffix('\'').unwrap_or(content);
    let units = units(content, prefix.is_empty() || prefix == "u8");
    if units.is_empty() {
        return Err(ConditionError::EmptyCharacter);
    }
    let value = match prefix {
        "" => match units.as_slice() {
            [only] => Value::signed(i64::from((*only as u8).cast_signed())),
            several => {
                let joined = several.iter().fold(0_u32, |joined, &unit| (joined << 8) | (unit & 0xff));
                Value::signed(i64::from(joined.cast_signed()))
            }
        },
        "L" => Value::signed(i64::from(units.last().copied().unwrap_or(0).cast_signed())),
        "u" => Value { bits: u64::from(units.last().copied().unwrap_or(0) & 0xffff), unsigned: true },
        "u8" => Value { bits: u64::from(units.last().copied().unwrap_or(0) & 0xff), unsigned: true },
        _ => Value { bits: u64::from(units.last().copied().unwrap_or(0)), unsigned: true },
    };
    let longest = if prefix.is_empty() { 4 } else { 1 };
    let warning = (units.len() > longest).then_some(ConditionError::CharacterTooLong);
    Ok((value, warning))
}

/// The code units of a character constant's content: bytes of UTF-8, or characters.
fn units(content: &str, narrow: bool) -> Vec<u32> {
    let mut units = Vec::new();
    let mut rest = content.chars().peekable();
    while let Some(character) = rest.next() {
        if character != '\\' {
            push_character(&mut units, character, narrow);
            continue;
        }
        let Some(escape) = rest.next() else { break };
        match escape {
            'x' => {
                let mut value = 0_u32;
                while let Some(digit) = rest.peek().and_then(|it| it.to_digit(16)) {
                    value = (value << 4) | digit;
                    rest.next();
                }
                units.push(value);
            }
            '0'..='7' => {
                let mut value = escape.to_digit(8).unwrap_or(0);
                for _ in 0..2 {
                    let Some(digit) = rest.peek().and_then(|it| it.to_digit(8)) else { break };
                    value = (value << 3) | digit;
                    rest.next();
                }
                units.push(value);
            }
            'u' | 'U' => {
                let mut value = 0_u32;
                for _ in 0..if escape == 'u' { 4 } else { 8 } {
                    let Some(digit) = rest.peek().and_then(|it| it.to_digit(16)) else { break };
                    value = (value << 4) | digit;
                    rest.next();
                }
                push_character(&mut units, char::from_u32(value).unwrap_or('\u{fffd}'), narrow);
            }
            'a' => units.push(7),
            'b' => units.push(8),
            't' => units.push(9),
            'n' => units.push(10),
            'v' => units.push(11),
            'f' => units.push(12),
            'r' => units.push(13),
            'e' | 'E' => units.push(27),
            other => push_character(&mut units, other, narrow),
        }
    }
    units
}

fn push_character(units: &mut Vec<u32>, character: char, narrow: bool) {
    if narrow {
        let mut buffer = [0; 4];
        units.extend(character.encode_utf8(&mut buffer).bytes().map(u32::from));
    } else {
        units.push(u32::from(character));
    }
}
