// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From a value as written to the value itself. The rules are the reference's: whole numbers divide rounding down,
//! comparisons and logic give 1 or 0, and the boolean literals are 1 and 0.

mod operators;

use std::fmt;

use crate::db::Db;
use crate::input::System;
use crate::item_tree::{Expr, ExprKind, Name, UnaryOp};
use crate::loc::LocalId;
use crate::model::Value;
use crate::queries::{self, QueryError, QueryErrorKind, Sources};

/// Why a value can't be worked out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct EvalError {
    /// The value at fault.
    pub(crate) at: LocalId,
    /// What is wrong.
    pub(crate) kind: EvalErrorKind,
}

/// Reasons of an [`EvalError`].
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum EvalErrorKind {
    /// Division or remainder by zero.
    DivisionByZero,
    /// A shift by a negative number, or by more bits than a number has.
    ShiftCount(i128),
    /// A result beyond 128 bits.
    TooLarge,
    /// An operator on a value that it can't take, such as a shift of a float.
    Operand {
        /// The operator.
        operator: &'static str,
        /// What it was given.
        operand: &'static str,
    },
    /// A query that can't be answered.
    Query(QueryErrorKind),
}

/// A value by itself; `None` when there is a mistake in it.
pub fn value_of(db: &dyn Db, system: System, expr: &Expr) -> Option<Value> {
    evaluate(expr, Sources::new(db, system), &mut Vec::new())
}

/// Works out a value. Every mistake in it is pushed to `errors`; `None` when there is one, or when the parser could not
/// read the value.
pub(crate) fn evaluate(expr: &Expr, sources: Sources<'_>, errors: &mut Vec<EvalError>) -> Option<Value> {
    match &expr.kind {
        ExprKind::Missing => None,
        ExprKind::Int(Some(n)) => Some(Value::Int(*n)),
        ExprKind::Int(None) => fail(expr, EvalErrorKind::TooLarge, errors),
        ExprKind::Float(x) => Some(Value::Float(*x)),
        ExprKind::Str(s) => Some(Value::Str(s.clone())),
        ExprKind::Bool(b) => Some(Value::Int(i128::from(*b))),
        ExprKind::List(items) => {
            let values: Vec<_> = items.iter().map(|item| evaluate(item, sources, errors)).collect();
            Some(Value::List(values.into_iter().collect::<Option<_>>()?))
        }
        ExprKind::Dict(entries) => dict(entries, sources, errors),
        ExprKind::Unary(op, operand) => {
            let operand = evaluate(operand, sources, errors)?;
            operators::unary(*op, &operand).or_else(|kind| fail_with(expr, kind, errors)).ok()
        }
        ExprKind::Binary(op, lhs, rhs) => {
            let (lhs, rhs) = (evaluate(lhs, sources, errors), evaluate(rhs, sources, errors));
            operators::binary(*op, &lhs?, &rhs?).or_else(|kind| fail_with(expr, kind, errors)).ok()
        }
        ExprKind::Ternary(condition, yes, no) => {
            let condition = evaluate(condition, sources, errors);
            let (yes, no) = (evaluate(yes, sources, errors), evaluate(no, sources, errors));
            if operators::is_zero(&condition?) { no } else { yes }
        }
        ExprKind::Query { function, argument, lookup } => query(function, argument.as_deref(), lookup, sources, errors),
    }
}

fn query(
    function: &Name,
    argument: Option<&Expr>,
    lookup: &[Expr],
    sources: Sources<'_>,
    errors: &mut Vec<EvalError>,
) -> Option<Value> {
    let value = argument.map(|argument| evaluate(argument, sources, errors));
    let keys: Vec<_> = lookup.iter().map(|key| evaluate(key, sources, errors)).collect();
    let keys: Vec<Value> = keys.into_iter().collect::<Option<_>>()?;
    let value = match value {
        Some(value) => Some(value?),
        None => None,
    };
    // The parser reports an argument of another shape.
    if value.as_ref().is_some_and(|value| !queries::is_argument(value)) {
        return None;
    }
    let answer = sources.answer(&function.text, value.as_ref(), &keys);
    match answer {
        Ok(value) => Some(value),
        Err(error) => {
            let QueryError { place, kind } = *error;
            errors
                .push(EvalError { at: place.locate(function.id, argument, lookup), kind: EvalErrorKind::Query(kind) });
            None
        }
    }
}

fn dict(entries: &[(Expr, Expr)], sources: Sources<'_>, errors: &mut Vec<EvalError>) -> Option<Value> {
    let mut out: Vec<(Value, Value)> = Vec::with_capacity(entries.len());
    let mut complete = true;
    for (key, value) in entries {
        let (Some(key), Some(value)) = (evaluate(key, sources, errors), evaluate(value, sources, errors)) else {
            complete = false;
            continue;
        };
        // As in Python, a repeated key keeps its place and takes the later value.
        match out.iter_mut().find(|(k, _)| *k == key) {
            Some(slot) => slot.1 = value,
            None => out.push((key, value)),
        }
    }
    complete.then_some(Value::Dict(out))
}

fn fail(expr: &Expr, kind: EvalErrorKind, errors: &mut Vec<EvalError>) -> Option<Value> {
    errors.push(EvalError { at: expr.id, kind });
    None
}

fn fail_with(expr: &Expr, kind: EvalErrorKind, errors: &mut Vec<EvalError>) -> Result<Value, ()> {
    errors.push(EvalError { at: expr.id, kind });
    Err(())
}

impl fmt::Display for EvalErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DivisionByZero => f.write_str("division by zero"),
            Self::ShiftCount(n) => write!(f, "can't shift by {n} bits"),
            Self::TooLarge => f.write_str("the number does not fit into 128 bits"),
            Self::Operand { operator, operand } => write!(f, "`{operator}` can't be applied to a {operand}"),
            Self::Query(kind) => kind.fmt(f),
        }
    }
}

/// Spelling of a unary operator.
pub(crate) fn unary_symbol(op: UnaryOp) -> &'static str {
    match op {
        UnaryOp::Minus => "-",
        UnaryOp::Plus => "+",
        UnaryOp::Not => "!",
        UnaryOp::BitNot => "~",
    }
}
