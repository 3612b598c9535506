// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Expressions, their names resolved.

use std::sync::Arc;

use crate::Py;

/// An expression. It is small, since the parser hands it from one level to the next: what is large is boxed.
#[derive(Debug)]
pub(crate) enum Expr {
    Const(Py),
    /// A name of the template: index into the names of the code.
    Outer(u16),
    /// A parameter of a function, or a variable of a comprehension: index into the locals.
    Local(u16),
    /// A name that Python text looks up among its globals.
    Global(Arc<str>),
    List(Vec<Expr>),
    Tuple(Vec<Expr>),
    Set(Vec<Expr>),
    /// `None` as key: the value is unpacked.
    Dict(Vec<(Option<Expr>, Expr)>),
    Attr(Box<Expr>, Arc<str>),
    Item(Box<Expr>, Box<Expr>),
    Slice(Box<Expr>, Box<SliceExpr>),
    Call(Box<(Expr, CallArgs)>),
    Filter(Arc<str>, Box<(Expr, CallArgs)>),
    Test(Arc<str>, Box<(Expr, CallArgs)>),
    Unary(Unary, Box<Expr>),
    Binary(Binary, Box<Expr>, Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    Not(Box<Expr>),
    Compare(Box<(Expr, Vec<(Compare, Expr)>)>),
    Cond(Box<Cond>),
    Concat(Vec<Expr>),
    Lambda(Arc<LambdaCode>),
    Comprehension(Arc<Comprehension>),
    /// A field of an f-string.
    Format(Box<FormatExpr>),
    /// `*x` among the items of a list, tuple, set or call.
    Starred(Box<Expr>),
}

#[derive(Debug)]
pub(crate) struct SliceExpr {
    pub(crate) start: Option<Expr>,
    pub(crate) stop: Option<Expr>,
    pub(crate) step: Option<Expr>,
}

#[derive(Debug)]
pub(crate) struct Cond {
    pub(crate) test: Expr,
    pub(crate) yes: Expr,
    pub(crate) no: Option<Expr>,
}

/// A value in an f-string, and how it is shown.
#[derive(Debug)]
pub(crate) struct FormatExpr {
    pub(crate) value: Expr,
    /// `s`, `r` or `a`.
    pub(crate) conversion: Option<char>,
    pub(crate) spec: Option<Expr>,
}

#[derive(Debug, Default)]
pub(crate) struct CallArgs {
    pub(crate) positional: Vec<Expr>,
    /// `None` as name: the value is unpacked.
    pub(crate) named: Vec<(Option<Arc<str>>, Expr)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unary {
    Minus,
    Plus,
    Invert,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Binary {
    Add,
    Sub,
    Mul,
    Div,
    FloorDiv,
    Mod,
    Pow,
    LeftShift,
    RightShift,
    BitAnd,
    BitOr,
    BitXor,
}

impl Binary {
    pub(crate) fn symbol(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Sub => "-",
            Self::Mul => "*",
            Self::Div => "/",
            Self::FloorDiv => "//",
            Self::Mod => "%",
            Self::Pow => "** or pow()",
            Self::LeftShift => "<<",
            Self::RightShift => ">>",
            Self::BitAnd => "&",
            Self::BitOr => "|",
            Self::BitXor => "^",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compare {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    In,
    NotIn,
    Is,
    IsNot,
}

/// What a loop or an assignment stores into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target<T> {
    Name(T),
    Tuple(Vec<Target<T>>),
}

/// A function whose body is an expression.
#[derive(Debug)]
pub(crate) struct LambdaCode {
    pub(crate) parameters: Vec<Arc<str>>,
    /// Defaults of the last parameters.
    pub(crate) defaults: Vec<Expr>,
    pub(crate) varargs: bool,
    pub(crate) kwargs: bool,
    /// Locals of the function around it whose values it keeps.
    pub(crate) captures: Vec<u16>,
    /// The slots in which it keeps them.
    pub(crate) capture_slots: Vec<u16>,
    /// How many locals it has in all.
    pub(crate) locals: u16,
    pub(crate) body: Expr,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ComprehensionKind {
    List,
    Set,
    Dict,
    Generator,
}

#[derive(Debug)]
pub(crate) struct Comprehension {
    pub(crate) kind: ComprehensionKind,
    pub(crate) element: Expr,
    /// The value, in a dictionary.
    pub(crate) value: Option<Expr>,
    pub(crate) clauses: Vec<Clause>,
}

#[derive(Debug)]
pub(crate) struct Clause {
    pub(crate) target: Target<u16>,
    pub(crate) over: Expr,
    pub(crate) conditions: Vec<Expr>,
}

// The parser moves it at each of its levels.
const _: () = assert!(size_of::<Expr>() <= 32);
