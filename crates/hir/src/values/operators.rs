// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The operators of numeric expressions.

use super::{EvalErrorKind, unary_symbol};
use crate::item_tree::{BinaryOp, UnaryOp};
use crate::model::Value;

type Outcome = Result<Value, EvalErrorKind>;

/// A value that `?:`, `!`, `&&` and `||` take as false.
pub(super) fn is_zero(value: &Value) -> bool {
    match value {
        Value::Int(n) => *n == 0,
        Value::Float(x) => *x == 0.0,
        Value::Str(s) => s.is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Dict(entries) => entries.is_empty(),
    }
}

pub(super) fn unary(op: UnaryOp, operand: &Value) -> Outcome {
    let refused = || EvalErrorKind::Operand { operator: unary_symbol(op), operand: operand.kind() };
    match (op, operand) {
        (UnaryOp::Plus, Value::Int(_) | Value::Float(_)) => Ok(operand.clone()),
        (UnaryOp::Minus, Value::Int(n)) => whole(n.checked_neg()),
        (UnaryOp::Minus, Value::Float(x)) => Ok(Value::Float(-x)),
        (UnaryOp::Not, Value::Int(_) | Value::Float(_)) => Ok(truth(is_zero(operand))),
        // The reference takes `-1 - x`, for floats too.
        (UnaryOp::BitNot, Value::Int(n)) => whole(Some(!n)),
        (UnaryOp::BitNot, Value::Float(x)) => Ok(Value::Float(-1.0 - x)),
        _ => Err(refused()),
    }
}

pub(super) fn binary(op: BinaryOp, lhs: &Value, rhs: &Value) -> Outcome {
    match op {
        BinaryOp::Or => return logical(if is_zero(lhs) { rhs } else { lhs }),
        BinaryOp::And => return logical(if is_zero(lhs) { lhs } else { rhs }),
        _ => {}
    }
    match (lhs, rhs) {
        (Value::Int(a), Value::Int(b)) => integers(op, *a, *b),
        (Value::Int(_) | Value::Float(_), Value::Int(_) | Value::Float(_)) => {
            floats(op, to_float(lhs), to_float(rhs), lhs, rhs)
        }
        _ => {
            let operand = if matches!(lhs, Value::Int(_) | Value::Float(_)) { rhs } else { lhs };
            Err(EvalErrorKind::Operand { operator: op.symbol(), operand: operand.kind() })
        }
    }
}

fn integers(op: BinaryOp, a: i128, b: i128) -> Outcome {
    match op {
        BinaryOp::Add => whole(a.checked_add(b)),
        BinaryOp::Sub => whole(a.checked_sub(b)),
        BinaryOp::Mul => whole(a.checked_mul(b)),
        BinaryOp::Div if b == 0 => Err(EvalErrorKind::DivisionByZero),
        BinaryOp::Div => whole(floor_div(a, b)),
        BinaryOp::Mod if b == 0 => Err(EvalErrorKind::DivisionByZero),
        // The sign of the remainder is the divisor's.
        BinaryOp::Mod => whole(a.checked_rem(b).map(|r| if r != 0 && (r < 0) != (b < 0) { r + b } else { r })),
        BinaryOp::Pow => power(a, b),
        BinaryOp::Shl | BinaryOp::Shr if b < 0 => Err(EvalErrorKind::ShiftCount(b)),
        BinaryOp::Shl => shift_left(a, b),
        BinaryOp::Shr => whole(Some(a >> b.min(127))),
        BinaryOp::BitAnd => whole(Some(a & b)),
        BinaryOp::BitOr => whole(Some(a | b)),
        BinaryOp::BitXor => whole(Some(a ^ b)),
        BinaryOp::Eq => Ok(truth(a == b)),
        BinaryOp::Ne => Ok(truth(a != b)),
        BinaryOp::Lt => Ok(truth(a < b)),
        BinaryOp::Le => Ok(truth(a <= b)),
        BinaryOp::Gt => Ok(truth(a > b)),
        BinaryOp::Ge => Ok(truth(a >= b)),
        BinaryOp::And | BinaryOp::Or => Ok(truth(a != 0 && b != 0)),
    }
}

fn floats(op: BinaryOp, a: f64, b: f64, lhs: &Value, rhs: &Value) -> Outcome {
    let refused = || {
        let operand = if matches!(lhs, Value::Float(_)) { lhs } else { rhs };
        EvalErrorKind::Operand { operator: op.symbol(), operand: operand.kind() }
    };
    match op {
        BinaryOp::Add => finite(a + b),
        BinaryOp::Sub => finite(a - b),
        BinaryOp::Mul => finite(a * b),
        BinaryOp::Div | BinaryOp::Mod if b == 0.0 => Err(EvalErrorKind::DivisionByZero),
        BinaryOp::Div => finite(a / b),
        BinaryOp::Mod => finite(a - b * (a / b).floor()),
        BinaryOp::Pow if a == 0.0 && b < 0.0 => Err(EvalErrorKind::DivisionByZero),
        BinaryOp::Pow => finite(a.powf(b)),
        BinaryOp::Eq => Ok(truth(a == b)),
        BinaryOp::Ne => Ok(truth(a != b)),
        BinaryOp::Lt => Ok(truth(a < b)),
        BinaryOp::Le => Ok(truth(a <= b)),
        BinaryOp::Gt => Ok(truth(a > b)),
        BinaryOp::Ge => Ok(truth(a >= b)),
        _ => Err(refused()),
    }
}

fn power(a: i128, b: i128) -> Outcome {
    match b {
        _ if b < 0 && a == 0 => Err(EvalErrorKind::DivisionByZero),
        _ if b < 0 => finite((a as f64).powf(b as f64)),
        _ if matches!(a, 0 | 1) || b == 0 => Ok(Value::Int(if b == 0 { 1 } else { a })),
        _ if a == -1 => Ok(Value::Int(if b % 2 == 0 { 1 } else { -1 })),
        _ => whole(u32::try_from(b).ok().and_then(|b| a.checked_pow(b))),
    }
}

fn shift_left(a: i128, b: i128) -> Outcome {
    if a == 0 {
        return Ok(Value::Int(0));
    }
    let shifted = u32::try_from(b).ok().filter(|b| *b < 127).map(|b| (a << b, b));
    whole(shifted.and_then(|(n, b)| (n >> b == a).then_some(n)))
}

fn floor_div(a: i128, b: i128) -> Option<i128> {
    let quotient = a.checked_div(b)?;
    Some(if a % b != 0 && (a < 0) != (b < 0) { quotient - 1 } else { quotient })
}

/// `&&` and `||` give the operand that decides, as a whole number: `2 && 3` is 3.
fn logical(deciding: &Value) -> Outcome {
    match deciding {
        Value::Int(n) => whole(Some(*n)),
        Value::Float(x) => whole((x.abs() < 2_f64.powi(127)).then_some(*x as i128)),
        other => Ok(truth(!is_zero(other))),
    }
}

fn truth(value: bool) -> Value {
    Value::Int(i128::from(value))
}

/// A whole number whose absolute value fits, too: what is written out is a sign and a number, and must be read again as it was.
fn whole(value: Option<i128>) -> Outcome {
    value.filter(|n| n.checked_abs().is_some()).map(Value::Int).ok_or(EvalErrorKind::TooLarge)
}

fn finite(value: f64) -> Outcome {
    if value.is_finite() { Ok(Value::Float(value)) } else { Err(EvalErrorKind::TooLarge) }
}

fn to_float(value: &Value) -> f64 {
    match value {
        Value::Int(n) => *n as f64,
        Value::Float(x) => *x,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(op: BinaryOp, a: i128, b: i128) -> Outcome {
        binary(op, &Value::Int(a), &Value::Int(b))
    }

    #[test]
    fn division_rounds_down_and_the_remainder_has_the_divisors_sign() {
        for (a, b, quotient, remainder) in [(7, 2, 3, 1), (-7, 2, -4, 1), (7, -2, -4, -1), (-7, -2, 3, -1)] {
            assert_eq!(int(BinaryOp::Div, a, b), Ok(Value::Int(quotient)), "{a} / {b}");
            assert_eq!(int(BinaryOp::Mod, a, b), Ok(Value::Int(remainder)), "{a} % {b}");
        }
    }

    #[test]
    fn results_beyond_128_bits_are_errors_not_wraps() {
        assert_eq!(int(BinaryOp::Shl, 1, 127), Err(EvalErrorKind::TooLarge));
        assert_eq!(int(BinaryOp::Shl, 1, 100), Ok(Value::Int(1 << 100)));
        assert_eq!(int(BinaryOp::Pow, 2, 127), Err(EvalErrorKind::TooLarge));
        assert_eq!(int(BinaryOp::Pow, 2, 1 << 40), Err(EvalErrorKind::TooLarge));
        assert_eq!(int(BinaryOp::Mul, i128::MAX, 2), Err(EvalErrorKind::TooLarge));
        assert_eq!(int(BinaryOp::Div, i128::MIN, -1), Err(EvalErrorKind::TooLarge));
    }

    #[test]
    fn a_number_that_can_not_be_written_with_a_sign_is_an_error() {
        assert_eq!(unary(UnaryOp::BitNot, &Value::Int(i128::MAX)), Err(EvalErrorKind::TooLarge));
        assert_eq!(int(BinaryOp::Sub, -i128::MAX, 1), Err(EvalErrorKind::TooLarge));
        assert_eq!(int(BinaryOp::BitAnd, -i128::MAX, -2), Err(EvalErrorKind::TooLarge));
        assert_eq!(int(BinaryOp::BitXor, i128::MAX, -1), Err(EvalErrorKind::TooLarge));
        assert_eq!(int(BinaryOp::BitOr, -i128::MAX, 0), Ok(Value::Int(-i128::MAX)));
        let far = binary(BinaryOp::And, &Value::Int(1), &Value::Float(-1e300));
        assert_eq!(far, Err(EvalErrorKind::TooLarge));
        assert_eq!(binary(BinaryOp::Or, &Value::Float(2.5), &Value::Int(0)), Ok(Value::Int(2)));
    }

    #[test]
    fn logic_gives_the_deciding_operand() {
        assert_eq!(int(BinaryOp::And, 2, 3), Ok(Value::Int(3)));
        assert_eq!(int(BinaryOp::And, 0, 3), Ok(Value::Int(0)));
        assert_eq!(int(BinaryOp::Or, 2, 3), Ok(Value::Int(2)));
        assert_eq!(int(BinaryOp::Or, 0, 3), Ok(Value::Int(3)));
    }

    #[test]
    fn mistakes_have_their_own_reasons() {
        assert_eq!(int(BinaryOp::Div, 1, 0), Err(EvalErrorKind::DivisionByZero));
        assert_eq!(int(BinaryOp::Shr, 1, -1), Err(EvalErrorKind::ShiftCount(-1)));
        let shift = binary(BinaryOp::Shl, &Value::Float(1.5), &Value::Int(1));
        assert_eq!(shift, Err(EvalErrorKind::Operand { operator: "<<", operand: "float" }));
        let text = binary(BinaryOp::Add, &Value::Int(1), &Value::Str("a".into()));
        assert_eq!(text, Err(EvalErrorKind::Operand { operator: "+", operand: "string" }));
    }
}
