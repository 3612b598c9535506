// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Values: what a literal says, and which operand of an operator is which.

use super::ext::{Side, child_around};
use super::{AstNode as _, BinaryExpr, DictEntry, Number, StringLit, TernaryExpr, UnaryExpr, Value};
use crate::kind::SyntaxKind::{self, *};
use crate::tree::SyntaxToken;
use crate::validation::number_problem;

impl StringLit {
    /// The text between the quotes. Strings side by side are one; there are no escapes.
    #[must_use]
    pub fn value(&self) -> String {
        let mut value = String::new();
        for token in self.syntax.children_with_tokens().filter_map(rowan::NodeOrToken::into_token) {
            if token.kind() == STRING {
                let text = token.text();
                let text = text.strip_prefix('"').unwrap_or(text);
                value.push_str(text.strip_suffix('"').unwrap_or(text));
            }
        }
        value
    }
}

/// What a number says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NumberValue {
    /// A whole number.
    Int(i128),
    /// A number with a fraction.
    Float(f64),
    /// A number that does not fit.
    TooLarge,
}

impl Number {
    /// The number. `None` when it is not written as one; the parser has said what is wrong with it.
    #[must_use]
    pub fn value(&self) -> Option<NumberValue> {
        let token = self.numeral_token()?;
        let text = token.text();
        if self.dot_token().is_some() || number_problem(text).is_some() {
            return None;
        }
        if text.contains('.') {
            let value = text.parse::<f64>().ok()?;
            return Some(if value.is_finite() { NumberValue::Float(value) } else { NumberValue::TooLarge });
        }
        let value = match text.strip_prefix("0x") {
            Some(hex) => i128::from_str_radix(hex, 16),
            None => text.parse::<i128>(),
        };
        Some(value.map_or(NumberValue::TooLarge, NumberValue::Int))
    }

    fn dot_token(&self) -> Option<SyntaxToken> {
        super::support::token(&self.syntax, DOT)
    }
}

/// An operator of two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BinaryOp {
    /// `||`
    Or,
    /// `&&`
    And,
    /// `|`
    BitOr,
    /// `^`
    BitXor,
    /// `&`
    BitAnd,
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
    /// `<<`
    Shl,
    /// `>>`
    Shr,
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
    /// `%`
    Mod,
    /// `**`
    Pow,
}

impl BinaryOp {
    fn from_token(kind: SyntaxKind) -> Option<Self> {
        Some(match kind {
            PIPE2 => Self::Or,
            AMP2 => Self::And,
            PIPE => Self::BitOr,
            CARET => Self::BitXor,
            AMP => Self::BitAnd,
            EQ2 => Self::Eq,
            NEQ => Self::Ne,
            L_ANGLE => Self::Lt,
            LTEQ => Self::Le,
            R_ANGLE => Self::Gt,
            GTEQ => Self::Ge,
            SHL => Self::Shl,
            SHR => Self::Shr,
            PLUS => Self::Add,
            MINUS => Self::Sub,
            STAR => Self::Mul,
            SLASH => Self::Div,
            PERCENT => Self::Mod,
            STAR2 => Self::Pow,
            _ => return None,
        })
    }

    /// The operator as it is written.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Or => "||",
            Self::And => "&&",
            Self::BitOr => "|",
            Self::BitXor => "^",
            Self::BitAnd => "&",
            Self::Eq => "==",
            Self::Ne => "!=",
            Self::Lt => "<",
            Self::Le => "<=",
            Self::Gt => ">",
            Self::Ge => ">=",
            Self::Shl => "<<",
            Self::Shr => ">>",
            Self::Add => "+",
            Self::Sub => "-",
            Self::Mul => "*",
            Self::Div => "/",
            Self::Mod => "%",
            Self::Pow => "**",
        }
    }
}

/// An operator of one operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnaryOp {
    /// `-`
    Minus,
    /// `+`
    Plus,
    /// `!`
    Not,
    /// `~`
    BitNot,
}

impl UnaryExpr {
    /// The operator.
    #[must_use]
    pub fn op_kind(&self) -> Option<UnaryOp> {
        Some(match self.syntax.first_token()?.kind() {
            MINUS => UnaryOp::Minus,
            PLUS => UnaryOp::Plus,
            BANG => UnaryOp::Not,
            TILDE => UnaryOp::BitNot,
            _ => return None,
        })
    }
}

impl BinaryExpr {
    /// The operator's token.
    #[must_use]
    pub fn op_token(&self) -> Option<SyntaxToken> {
        let mut tokens = self.syntax.children_with_tokens().filter_map(rowan::NodeOrToken::into_token);
        tokens.find(|it| BinaryOp::from_token(it.kind()).is_some())
    }

    /// The operator.
    #[must_use]
    pub fn op_kind(&self) -> Option<BinaryOp> {
        BinaryOp::from_token(self.op_token()?.kind())
    }

    /// The operand before the operator.
    #[must_use]
    pub fn lhs(&self) -> Option<Value> {
        child_around(&self.syntax, self.op_token()?.kind(), Side::Before)
    }

    /// The operand behind the operator.
    #[must_use]
    pub fn rhs(&self) -> Option<Value> {
        child_around(&self.syntax, self.op_token()?.kind(), Side::After)
    }
}

impl TernaryExpr {
    /// What decides.
    #[must_use]
    pub fn condition(&self) -> Option<Value> {
        child_around(&self.syntax, QUESTION, Side::Before)
    }

    /// The value if the condition is not zero.
    #[must_use]
    pub fn then_value(&self) -> Option<Value> {
        let question = self.question_token()?.text_range().end();
        let colon = self.colon_token().map_or(self.syntax.text_range().end(), |it| it.text_range().start());
        self.syntax
            .children()
            .filter(|it| it.text_range().start() >= question && it.text_range().end() <= colon)
            .find_map(Value::cast)
    }

    /// The value if the condition is zero.
    #[must_use]
    pub fn else_value(&self) -> Option<Value> {
        child_around(&self.syntax, COLON, Side::After)
    }
}

impl DictEntry {
    /// What the value is found by.
    #[must_use]
    pub fn key(&self) -> Option<Value> {
        child_around(&self.syntax, COLON, Side::Before)
    }

    /// What is found.
    #[must_use]
    pub fn value(&self) -> Option<Value> {
        child_around(&self.syntax, COLON, Side::After)
    }
}
