// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The integer expressions of `#if` and `#elif` (C11 6.10.1, 6.6), in `intmax_t` and `uintmax_t` of 64 bits.

use smol_str::SmolStr;
use thiserror::Error;

use crate::constant;
use crate::error::Severity;
use crate::token::Kind;

/// What is wrong with a condition.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[allow(missing_docs, reason = "each variant is described by its own message")]
pub enum ConditionError {
    #[error("`#{directive}` without a condition")]
    Empty { directive: &'static str },
    #[error("an operand is missing at the end of the condition")]
    MissingOperandAtEnd,
    #[error("an operand is missing before `{found}`")]
    MissingOperand { found: SmolStr },
    #[error("an operator is missing before `{found}`")]
    MissingOperator { found: SmolStr },
    #[error("missing `)` in the condition")]
    MissingClose,
    #[error("missing `(` in the condition")]
    MissingOpen,
    #[error("`?` without a following `:`")]
    MissingColon,
    #[error("`:` without a preceding `?`")]
    ColonAlone,
    #[error("`{found}` can't be part of a condition")]
    InvalidToken { found: SmolStr },
    #[error("`defined` needs a macro name")]
    MalformedDefined,
    #[error("a condition takes no floating-point constant")]
    FloatingPoint,
    #[error("a condition takes no imaginary constant")]
    Imaginary,
    #[error("`{suffix}` is no suffix of an integer constant")]
    InvalidSuffix { suffix: SmolStr },
    #[error("digit `{digit}` is not octal")]
    InvalidOctalDigit { digit: char },
    #[error("the character constant is empty")]
    EmptyCharacter,
    #[error("division by zero")]
    DivisionByZero,
    #[error("the condition is nested deeper than {limit}")]
    TooDeep { limit: usize },
    #[error("the integer constant does not fit 64 bits")]
    ConstantTooLarge,
    #[error("the integer constant only fits an unsigned type")]
    ConstantUnsigned,
    #[error("the character constant is too long")]
    CharacterTooLong,
    #[error("integer overflow in the condition")]
    Overflow,
    #[error("a comma operator in the condition")]
    Comma,
}

impl ConditionError {
    /// Whether the condition still has a value.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self {
            Self::ConstantTooLarge | Self::ConstantUnsigned | Self::CharacterTooLong | Self::Overflow | Self::Comma => {
                Severity::Warning
            }
            _ => Severity::Error,
        }
    }
}

/// A token of a condition, after expansion and with `defined` answered.
#[derive(Debug, Clone)]
pub(crate) struct Operand {
    pub(crate) kind: Kind,
    pub(crate) text: SmolStr,
}

/// An `intmax_t` or `uintmax_t`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) bits: u64,
    pub(crate) unsigned: bool,
}

impl Value {
    pub(crate) fn signed(value: i64) -> Self {
        Self { bits: value.cast_unsigned(), unsigned: false }
    }

    pub(crate) fn truth(value: bool) -> Self {
        Self::signed(i64::from(value))
    }

    fn is_true(self) -> bool {
        self.bits != 0
    }

    fn as_signed(self) -> i64 {
        self.bits.cast_signed()
    }
}

/// A problem with the operand of that index; one past the last is the end of the line.
pub(crate) type Located = (usize, ConditionError);

/// The value of a condition, with the problems that leave it one; or the error that does not.
#[derive(Debug)]
pub(crate) struct Evaluation {
    pub(crate) value: Result<Value, Located>,
    pub(crate) problems: Vec<Located>,
}

/// Evaluates a condition of at least one operand.
pub(crate) fn evaluate(operands: &[Operand]) -> Evaluation {
    let mut evaluator = Evaluator { operands, at: 0, depth: 0, problems: Vec::new() };
    let value = evaluator.whole();
    Evaluation { value, problems: evaluator.problems }
}

/// Whether an operand's value counts; in `0 && x`, that of `x` does not, so dividing by zero there is no error.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Live,
    Dead,
}

impl Use {
    fn only_if(self, condition: bool) -> Self {
        if condition { self } else { Self::Dead }
    }
}

struct Evaluator<'o> {
    operands: &'o [Operand],
    at: usize,
    depth: usize,
    problems: Vec<Located>,
}

const NESTING_AT_MOST: usize = 200;

impl Evaluator<'_> {
    fn whole(&mut self) -> Result<Value, Located> {
        let value = self.comma(Use::Live)?;
        match self.peek() {
            None => Ok(value),
            Some(")") => self.fail(ConditionError::MissingOpen),
            Some(":") => self.fail(ConditionError::ColonAlone),
            Some(found) => {
                let found = SmolStr::new(found);
                let known = self.operands.get(self.at).is_some_and(is_operand) || is_operator(&found);
                self.fail(if known {
                    ConditionError::MissingOperator { found }
                } else {
                    ConditionError::InvalidToken { found }
                })
            }
        }
    }

    fn comma(&mut self, live: Use) -> Result<Value, Located> {
        let mut value = self.conditional(live)?;
        while self.peek() == Some(",") {
            self.found(self.at, live, ConditionError::Comma);
            self.at += 1;
            value = self.conditional(live)?;
        }
        Ok(value)
    }

    fn conditional(&mut self, live: Use) -> Result<Value, Located> {
        self.descend()?;
        let condition = self.binary(0, live)?;
        let mut value = condition;
        if self.eat("?") {
            let then = self.comma(live.only_if(condition.is_true()))?;
            if !self.eat(":") {
                return self.fail(ConditionError::MissingColon);
            }
            let otherwise = self.conditional(live.only_if(!condition.is_true()))?;
            let chosen = if condition.is_true() { then } else { otherwise };
            value = Value { bits: chosen.bits, unsigned: then.unsigned || otherwise.unsigned };
        }
        self.depth -= 1;
        Ok(value)
    }

    /// Binary operators of at least this precedence, left to right.
    fn binary(&mut self, least: u8, live: Use) -> Result<Value, Located> {
        let mut left = self.unary(live)?;
        while let Some((operator, precedence)) = self.peek().and_then(binary_operator)
            && precedence >= least
        {
            let at = self.at;
            self.at += 1;
            let right_live = match operator {
                Operator::And => live.only_if(left.is_true()),
                Operator::Or => live.only_if(!left.is_true()),
                _ => live,
            };
            let right = self.binary(precedence + 1, right_live)?;
            left = self.apply(operator, left, right, at, live);
        }
        Ok(left)
    }

    fn unary(&mut self, live: Use) -> Result<Value, Located> {
        let at = self.at;
        let Some(operator) = self.peek() else {
            return self.fail(ConditionError::MissingOperandAtEnd);
        };
        if !matches!(operator, "+" | "-" | "!" | "~" | "(") {
            return self.primary(live);
        }
        let operator = SmolStr::new(operator);
        self.at += 1;
        self.descend()?;
        let value = if operator == "(" {
            let value = self.comma(live)?;
            if !self.eat(")") {
                return self.fail(ConditionError::MissingClose);
            }
            value
        } else {
            let operand = self.unary(live)?;
            match operator.as_str() {
                "-" => {
                    if !operand.unsigned && operand.as_signed() == i64::MIN {
                        self.found(at, live, ConditionError::Overflow);
                    }
                    Value { bits: operand.bits.wrapping_neg(), ..operand }
                }
                "!" => Value::truth(!operand.is_true()),
                "~" => Value { bits: !operand.bits, ..operand },
                _ => operand,
            }
        };
        self.depth -= 1;
        Ok(value)
    }

    fn primary(&mut self, live: Use) -> Result<Value, Located> {
        let at = self.at;
        let Some(operand) = self.operands.get(at) else {
            return self.fail(ConditionError::MissingOperandAtEnd);
        };
        let read = match operand.kind {
            Kind::Number => constant::integer(&operand.text),
            Kind::Char => constant::character(&operand.text),
            // A name that is no macro is 0 (C11 6.10.1p4).
            Kind::Name => Ok((Value::signed(0), None)),
            _ if is_operator(&operand.text) => {
                let found = operand.text.clone();
                return self.fail(ConditionError::MissingOperand { found });
            }
            _ => {
                let found = operand.text.clone();
                return self.fail(ConditionError::InvalidToken { found });
            }
        };
        let value = match read {
            Ok((value, warning)) => {
                if let Some(warning) = warning {
                    self.found(at, live, warning);
                }
                value
            }
            // A constant that is none counts as 0, and the rest of the condition is still read.
            Err(error) => {
                self.problems.push((at, error));
                Value::signed(0)
            }
        };
        self.at += 1;
        Ok(value)
    }

    fn apply(&mut self, operator: Operator, left: Value, right: Value, at: usize, live: Use) -> Value {
        let unsigned = left.unsigned || right.unsigned;
        let arithmetic = |bits: u64| Value { bits, unsigned };
        let (signed_left, signed_right) = (left.as_signed(), right.as_signed());
        let mut overflow = false;
        let value = match operator {
            Operator::Or => Value::truth(left.is_true() || right.is_true()),
            Operator::And => Value::truth(left.is_true() && right.is_true()),
            Operator::BitOr => arithmetic(left.bits | right.bits),
            Operator::BitXor => arithmetic(left.bits ^ right.bits),
            Operator::BitAnd => arithmetic(left.bits & right.bits),
            Operator::Equal => Value::truth(left.bits == right.bits),
            Operator::NotEqual => Value::truth(left.bits != right.bits),
            Operator::Less => Value::truth(less(left, right, unsigned)),
            Operator::Greater => Value::truth(less(right, left, unsigned)),
            Operator::LessEqual => Value::truth(!less(right, left, unsigned)),
            Operator::GreaterEqual => Value::truth(!less(left, right, unsigned)),
            Operator::ShiftLeft => shift(left, right, Direction::Left),
            Operator::ShiftRight => shift(left, right, Direction::Right),
            Operator::Add => {
                overflow = signed_left.checked_add(signed_right).is_none();
                arithmetic(left.bits.wrapping_add(right.bits))
            }
            Operator::Subtract => {
                overflow = signed_left.checked_sub(signed_right).is_none();
                arithmetic(left.bits.wrapping_sub(right.bits))
            }
            Operator::Multiply => {
                overflow = signed_left.checked_mul(signed_right).is_none();
                arithmetic(left.bits.wrapping_mul(right.bits))
            }
            Operator::Divide | Operator::Remainder if right.bits == 0 => {
                // As in GNU cpp, the dividend without its sign stands for the result, and the rest is still read.
                self.found(at, live, ConditionError::DivisionByZero);
                if unsigned { left } else { Value { bits: signed_left.unsigned_abs(), ..left } }
            }
            Operator::Divide if unsigned => arithmetic(left.bits / right.bits),
            Operator::Remainder if unsigned => arithmetic(left.bits % right.bits),
            Operator::Divide => {
                overflow = signed_left.checked_div(signed_right).is_none();
                Value::signed(signed_left.wrapping_div(signed_right))
            }
            Operator::Remainder => Value::signed(signed_left.wrapping_rem(signed_right)),
        };
        if overflow && !unsigned {
            self.found(at, live, ConditionError::Overflow);
        }
        value
    }

    fn peek(&self) -> Option<&str> {
        self.operands.get(self.at).map(|it| it.text.as_str())
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.peek() == Some(text);
        if found {
            self.at += 1;
        }
        found
    }

    fn descend(&mut self) -> Result<(), Located> {
        self.depth += 1;
        if self.depth > NESTING_AT_MOST {
            return self.fail(ConditionError::TooDeep { limit: NESTING_AT_MOST });
        }
        Ok(())
    }

    fn fail<T>(&self, error: ConditionError) -> Result<T, Located> {
        Err((self.at, error))
    }

    fn found(&mut self, at: usize, live: Use, problem: ConditionError) {
        if live == Use::Live {
            self.problems.push((at, problem));
        }
    }
}

#[derive(Clone, Copy)]
enum Operator {
    Or,
    And,
    BitOr,
    BitXor,
    BitAnd,
    Equal,
    NotEqual,
    Less,
    Greater,
    LessEqual,
    GreaterEqual,
    ShiftLeft,
    ShiftRight,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

fn binary_operator(text: &str) -> Option<(Operator, u8)> {
    Some(match text {
        "||" => (Operator::Or, 1),
        "&&" => (Operator::And, 2),
        "|" => (Operator::BitOr, 3),
        "^" => (Operator::BitXor, 4),
        "&" => (Operator::BitAnd, 5),
        "==" => (Operator::Equal, 6),
        "!=" => (Operator::NotEqual, 6),
        "<" => (Operator::Less, 7),
        ">" => (Operator::Greater, 7),
        "<=" => (Operator::LessEqual, 7),
        ">=" => (Operator::GreaterEqual, 7),
        "<<" => (Operator::ShiftLeft, 8),
        ">>" => (Operator::ShiftRight, 8),
        "+" => (Operator::Add, 9),
        "-" => (Operator::Subtract, 9),
        "*" => (Operator::Multiply, 10),
        "/" => (Operator::Divide, 10),
        "%" => (Operator::Remainder, 10),
        _ => return None,
    })
}

fn is_operator(text: &str) -> bool {
    binary_operator(text).is_some() || matches!(text, "!" | "~" | "(" | ")" | "?" | ":" | ",")
}

fn is_operand(operand: &Operand) -> bool {
    matches!(operand.kind, Kind::Name | Kind::Number | Kind::Char)
}

fn less(left: Value, right: Value, unsigned: bool) -> bool {
    if unsigned { left.bits < right.bits } else { left.as_signed() < right.as_signed() }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Left,
    Right,
}

/// A shift by a negative count goes the other way, as in GNU cpp; by 64 or more, everything is shifted out.
fn shift(left: Value, count: Value, direction: Direction) -> Value {
    let negative = !count.unsigned && count.as_signed() < 0;
    let distance = if negative { count.bits.wrapping_neg() } else { count.bits };
    let distance = u32::try_from(distance).unwrap_or(u32::MAX);
    let bits = if (direction == Direction::Left) != negative {
        left.bits.checked_shl(distance).unwrap_or(0)
    } else if left.unsigned {
        left.bits.checked_shr(distance).unwrap_or(0)
    } else {
        (left.as_signed() >> distance.min(63)).cast_unsigned()
    };
    Value { bits, ..left }
}
