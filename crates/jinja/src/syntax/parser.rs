// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The parser of Jinja2's expressions, and what both languages have in common.

mod suffix;

use std::sync::Arc;

use super::{
    Refusal, SyntaxError,
    lexer::{Kind, Token, word},
    literal::{self, Dialect},
    names::{Interner, OuterNames},
};
use crate::{
    Py,
    ast::{Binary, Compare, Cond, Expr, Unary},
};

/// How deep expressions may nest.
const DEEPEST: u32 = 60;

/// The operators that bind as a multiplication does.
pub(super) const PRODUCTS: [(u64, Binary); 4] =
    [(word("*"), Binary::Mul), (word("/"), Binary::Div), (word("//"), Binary::FloorDiv), (word("%"), Binary::Mod)];

type Parsed<T = Expr> = Result<T, SyntaxError>;

/// The locals of a function that is parsed.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// Names with their slots; a later one hides an earlier one.
    pub(super) visible: Vec<(Arc<str>, u16)>,
    /// How many slots are in use.
    pub(super) used: u16,
    /// Slots of the function around it whose values this one keeps, with its own slot of each.
    pub(super) captures: Vec<(u16, u16)>,
    /// The names of those.
    pub(super) captured: Vec<(Arc<str>, u16)>,
}

pub(crate) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) at: usize,
    pub(super) dialect: Dialect,
    pub(super) interner: &'a Interner,
    pub(crate) names: OuterNames,
    /// The first one is made when something is declared.
    pub(super) scopes: Vec<Scope>,
    pub(super) depth: u32,
    /// Whether what is read is the format of a field that is in a format itself.
    pub(super) in_format: bool,
    /// Uses of what templates don't get.
    pub(crate) refused: Vec<Refusal>,
    /// Names that were given a meaning.
    pub(crate) bound: Vec<Arc<str>>,
    /// Whether a colon may stand at the end.
    pub(crate) colon: bool,
}

impl<'a> Parser<'a> {
    pub(crate) fn new(text: &'a str, tokens: &'a [Token], dialect: Dialect, interner: &'a Interner) -> Self {
        let names = OuterNames::default();
        Self {
            text,
            tokens,
            at: 0,
            dialect,
            interner,
            names,
            scopes: Vec::new(),
            depth: 0,
            in_format: false,
            refused: Vec::new(),
            bound: Vec::new(),
            colon: false,
        }
    }

    /// How many slots the code needs that was parsed so far; forgets them.
    pub(crate) fn take_locals(&mut self) -> u16 {
        std::mem::take(&mut self.scopes).first().map_or(0, |scope| scope.used)
    }

    pub(super) fn deeper<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= DEEPEST {
            return Err(self.error("the expression nests too deeply"));
        }
        self.depth += 1;
        let parsed = parse(self);
        self.depth -= 1;
        parsed
    }

    /// One expression, without commas.
    pub(crate) fn expression(&mut self) -> Parsed {
        self.deeper(|p| match p.dialect {
            Dialect::Jinja => p.conditional(true),
            Dialect::Python => p.python_expression(),
        })
    }

    /// An expression without `… if …`, as the sequence of a loop is.
    pub(crate) fn without_conditional(&mut self) -> Parsed {
        self.deeper(|p| p.conditional(false))
    }

    /// Expressions with commas between them are a tuple.
    pub(crate) fn tuple(&mut self, conditional: bool) -> Parsed {
        let one = |p: &mut Self| if conditional { p.expression() } else { p.without_conditional() };
        let first = one(self)?;
        if !self.is_op(",") {
            return Ok(first);
        }
        let mut items = vec![first];
        while self.eat_op(",") {
            if self.tuple_ends() {
                break;
            }
            items.push(one(self)?);
        }
        Ok(Expr::Tuple(items))
    }

    pub(super) fn tuple_ends(&self) -> bool {
        self.is_end() || self.is_op(")") || self.is_op("]") || self.is_op("}") || self.is_op("=") || self.is_name("in")
    }

    /// Whether the next token is an operand and ends what it stands in: most expressions are but a name.
    fn is_alone(&self) -> bool {
        let operand = match self.peek().kind {
            Kind::Name => !self.is_name("not"),
            Kind::String | Kind::Int | Kind::Float => true,
            Kind::Op | Kind::End => false,
        };
        const CLOSERS: [u64; 4] = [word(","), word(")"), word("]"), word("}")];
        operand
            && self.peek_after().is_some_and(|next| match next.kind {
                Kind::End => true,
                Kind::Op => CLOSERS.contains(&next.word),
                _ => false,
            })
    }

    fn conditional(&mut self, allowed: bool) -> Parsed {
        if self.is_alone() {
            return self.primary();
        }
        let mut yes = self.or()?;
        while allowed && self.eat_name("if") {
            let test = self.or()?;
            let no = if self.eat_name("else") { Some(self.expression()?) } else { None };
            yes = Expr::Cond(Box::new(Cond { test, yes, no }));
        }
        Ok(yes)
    }

    fn or(&mut self) -> Parsed {
        let mut left = self.and()?;
        while self.eat_name("or") {
            left = Expr::Or(Box::new(left), Box::new(self.and()?));
        }
        Ok(left)
    }

    fn and(&mut self) -> Parsed {
        let mut left = self.not()?;
        while self.eat_name("and") {
            left = Expr::And(Box::new(left), Box::new(self.not()?));
        }
        Ok(left)
    }

    fn not(&mut self) -> Parsed {
        if self.eat_name("not") {
            return self.deeper(|p| Ok(Expr::Not(Box::new(p.not()?))));
        }
        self.compare()
    }

    fn compare(&mut self) -> Parsed {
        let operand = self.unary(true)?;
        if !self.operator_follows() {
            return Ok(operand);
        }
        let left = self.sum(operand)?;
        let mut rest = Vec::new();
        while let Some(operator) = self.comparison() {
            let right = self.unary(true)?;
            let right = self.sum(right)?;
            rest.reserve_exact(1);
            rest.push((operator, right));
        }
        Ok(if rest.is_empty() { left } else { Expr::Compare(Box::new((left, rest))) })
    }

    fn comparison(&mut self) -> Option<Compare> {
        let token = self.peek();
        if !matches!(token.kind, Kind::Op | Kind::Name) {
            return None;
        }
        let operator = match (token.kind, self.of(token)) {
            (Kind::Op, "==") => Compare::Eq,
            (Kind::Op, "!=") => Compare::Ne,
            (Kind::Op, "<") => Compare::Lt,
            (Kind::Op, "<=") => Compare::Le,
            (Kind::Op, ">") => Compare::Gt,
            (Kind::Op, ">=") => Compare::Ge,
            (Kind::Name, "in") => Compare::In,
            (Kind::Name, "not") if self.peek_after().is_some_and(|next| self.of(next) == "in") => {
                self.at += 1;
                Compare::NotIn
            }
            (Kind::Name, "is") if self.dialect == Dialect::Python => {
                if self.peek_after().is_some_and(|next| self.of(next) == "not") {
                    self.at += 1;
                    Compare::IsNot
                } else {
                    Compare::Is
                }
            }
            _ => return None,
        };
        self.at += 1;
        Some(operator)
    }

    /// `compare` for Python, whose operands are of another level.
    pub(super) fn comparisons_over(&mut self, operand: fn(&mut Self) -> Parsed) -> Parsed {
        let left = operand(self)?;
        let mut rest = Vec::new();
        while let Some(operator) = self.comparison() {
            rest.push((operator, operand(self)?));
        }
        Ok(if rest.is_empty() { left } else { Expr::Compare(Box::new((left, rest))) })
    }

    /// Operators of one level, associating to the left.
    #[inline]
    pub(super) fn left(&mut self, operators: &[(u64, Binary)], operand: impl Fn(&mut Self) -> Parsed) -> Parsed {
        let left = operand(self)?;
        self.left_of(left, operators, operand)
    }

    /// [`Self::left`] whose first operand is read.
    #[inline]
    fn left_of(
        &mut self,
        mut left: Expr,
        operators: &[(u64, Binary)],
        operand: impl Fn(&mut Self) -> Parsed,
    ) -> Parsed {
        loop {
            let token = self.peek();
            if token.kind != Kind::Op {
                return Ok(left);
            }
            let Some((_, operator)) = operators.iter().find(|(symbol, _)| *symbol == token.word) else {
                return Ok(left);
            };
            self.at += 1;
            left = Expr::Binary(*operator, Box::new(left), Box::new(operand(self)?));
        }
    }

    /// Whether an operator that binds closer than `not` follows: behind most operands none does.
    fn operator_follows(&self) -> bool {
        const OPERATORS: [u64; 14] = [
            word("+"),
            word("-"),
            word("~"),
            word("*"),
            word("/"),
            word("//"),
            word("%"),
            word("**"),
            word("=="),
            word("!="),
            word("<"),
            word("<="),
            word(">"),
            word(">="),
        ];
        let token = self.peek();
        match token.kind {
            Kind::Op => OPERATORS.contains(&token.word),
            Kind::Name => token.word == word("in") || token.word == word("not"),
            _ => false,
        }
    }

    // Each level takes its first operand as it was read by the closest one, so that an operand passes the levels once.

    fn sum(&mut self, operand: Expr) -> Parsed {
        let left = self.concat(operand)?;
        self.left_of(left, &[(word("+"), Binary::Add), (word("-"), Binary::Sub)], |p| {
            let operand = p.unary(true)?;
            p.concat(operand)
        })
    }

    fn concat(&mut self, operand: Expr) -> Parsed {
        let first = self.product(operand)?;
        if !self.is_op("~") {
            return Ok(first);
        }
        let mut parts = vec![first];
        while self.eat_op("~") {
            let operand = self.unary(true)?;
            parts.push(self.product(operand)?);
        }
        Ok(Expr::Concat(parts))
    }

    fn product(&mut self, operand: Expr) -> Parsed {
        let left = self.power(operand)?;
        self.left_of(left, &PRODUCTS, |p| {
            let operand = p.unary(true)?;
            p.power(operand)
        })
    }

    /// Unlike Python's, Jinja2's power associates to the left, and a sign before it belongs to its left operand.
    fn power(&mut self, operand: Expr) -> Parsed {
        self.left_of(operand, &[(word("**"), Binary::Pow)], |p| p.unary(true))
    }

    fn unary(&mut self, filters: bool) -> Parsed {
        let sign = if self.eat_op("-") {
            Some(Unary::Minus)
        } else if self.eat_op("+") {
            Some(Unary::Plus)
        } else {
            None
        };
        let inner = match sign {
            Some(sign) => self.deeper(|p| Ok(Expr::Unary(sign, Box::new(p.unary(false)?))))?,
            None => self.primary()?,
        };
        let inner = self.postfix(inner)?;
        if filters { self.filters(inner) } else { Ok(inner) }
    }

    fn primary(&mut self) -> Parsed {
        let token = self.peek();
        match token.kind {
            Kind::Name => {
                self.at += 1;
                Ok(match self.of(token) {
                    "true" | "True" => Expr::Const(Py::Bool(true)),
                    "false" | "False" => Expr::Const(Py::Bool(false)),
                    "none" | "None" => Expr::Const(Py::None),
                    name => self.outer(name)?,
                })
            }
            Kind::String => self.strings(),
            Kind::Int | Kind::Float => self.number(),
            Kind::Op if self.eat_op("(") => self.deeper(|p| {
                if p.eat_op(")") {
                    return Ok(Expr::Tuple(Vec::new()));
                }
                let inner = p.tuple(true)?;
                p.expect_op(")")?;
                Ok(inner)
            }),
            Kind::Op if self.eat_op("[") => Ok(Expr::List(self.items("]")?)),
            Kind::Op if self.eat_op("{") => self.dict(),
            _ => Err(self.unexpected("an expression")),
        }
    }

    fn dict(&mut self) -> Parsed {
        let mut pairs = Vec::new();
        while !self.eat_op("}") {
            if !pairs.is_empty() {
                self.expect_op(",")?;
                if self.eat_op("}") {
                    break;
                }
            }
            let key = self.expression()?;
            self.expect_op(":")?;
            pairs.push((Some(key), self.expression()?));
        }
        Ok(Expr::Dict(pairs))
    }

    /// A name that the code gets from outside, or that a loop's condition binds.
    pub(crate) fn outer(&mut self, name: &str) -> Parsed {
        if let Some(slot) = self.scopes.last().and_then(|scope| slot(scope, name)) {
            return Ok(Expr::Local(slot));
        }
        match self.names.used(name) {
            Some(index) => Ok(Expr::Outer(index)),
            None => Err(self.error("too many names in one template")),
        }
    }

    pub(super) fn number(&mut self) -> Parsed {
        let token = self.next();
        let parse = if token.kind == Kind::Int { literal::integer } else { literal::float };
        parse(self.of(token), token.start).map(Expr::Const)
    }

    /// A string, or several that are joined.
    pub(super) fn strings(&mut self) -> Parsed {
        let mut whole = Py::None;
        let mut parts = Vec::new();
        while self.peek().kind == Kind::String {
            let token = self.next();
            if self.dialect == Dialect::Python && literal::split(self.of(token)).0.contains(['f', 'F']) {
                if matches!(whole, Py::Bytes(_)) {
                    return Err(SyntaxError::new(token.start, "cannot mix bytes and nonbytes literals"));
                }
                parts.push(Expr::Const(std::mem::replace(&mut whole, Py::from(""))));
                parts.extend(self.formatted(token)?);
                continue;
            }
            let part = literal::string(self.of(token), token.start)?;
            whole = match (&whole, &part) {
                (Py::None, _) => part,
                (Py::Str(a), Py::Str(b)) => Py::from(format!("{a}{b}")),
                (Py::Bytes(a), Py::Bytes(b)) => Py::Bytes(Arc::from([&**a, &**b].concat())),
                _ => return Err(SyntaxError::new(token.start, "cannot mix bytes and nonbytes literals")),
            };
        }
        if parts.is_empty() {
            return Ok(Expr::Const(whole));
        }
        parts.push(Expr::Const(whole));
        parts.retain(|part| !matches!(part, Expr::Const(Py::None)));
        Ok(Expr::Concat(parts))
    }

    /// Expressions with commas between them up to a closing bracket.
    pub(super) fn items(&mut self, close: &str) -> Parsed<Vec<Expr>> {
        let mut items = Vec::new();
        while !self.eat_op(close) {
            if !items.is_empty() {
                self.expect_op(",")?;
                if self.eat_op(close) {
                    break;
                }
            }
            items.push(self.item()?);
        }
        Ok(items)
    }

    fn item(&mut self) -> Parsed {
        if self.dialect == Dialect::Python && self.eat_op("*") {
            return Ok(Expr::Starred(Box::new(self.expression()?)));
        }
        self.expression()
    }
}

pub(super) fn slot(scope: &Scope, name: &str) -> Option<u16> {
    scope.visible.iter().rev().chain(&scope.captured).find(|(known, _)| **known == *name).map(|(_, slot)| *slot)
}
