// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What follows an operand: attributes, subscripts, calls, filters and tests.

use super::{Parsed, Parser};
use crate::{
    Py,
    ast::{CallArgs, Expr, SliceExpr},
    syntax::{
        SyntaxError,
        lexer::{Kind, word},
        literal::{self, Dialect},
    },
};

impl Parser<'_> {
    pub(in crate::syntax) fn postfix(&mut self, mut inner: Expr) -> Parsed {
        loop {
            if self.eat_op(".") {
                let token = self.next();
                inner = match token.kind {
                    Kind::Name => {
                        let member = Expr::Attr(Box::new(inner), self.interner.intern(self.of(token)));
                        self.note_member(&member, token.start);
                        member
                    }
                    Kind::Int if self.dialect == Dialect::Jinja => {
                        let index = literal::integer(self.of(token), token.start)?;
                        Expr::Item(Box::new(inner), Box::new(Expr::Const(index)))
                    }
                    _ => return Err(SyntaxError::new(token.start, "expected name or number")),
                };
            } else if self.eat_op("[") {
                inner = self.deeper(|p| p.subscript(inner))?;
            } else if self.eat_op("(") {
                let callee_at =
                    self.at.checked_sub(2).and_then(|at| self.tokens.get(at)).map_or(0, |token| token.start);
                self.note_call(&inner, callee_at);
                let args_at = self.peek().start;
                let args = self.deeper(Self::call_args)?;
                self.note_text(&inner, &args, args_at);
                inner = Expr::Call(Box::new((inner, args)));
            } else {
                return Ok(inner);
            }
        }
    }

    fn subscript(&mut self, inner: Expr) -> Parsed {
        let mut start = None;
        if !self.is_op(":") {
            let key = self.tuple(true)?;
            if self.eat_op("]") {
                return Ok(Expr::Item(Box::new(inner), Box::new(key)));
            }
            start = Some(key);
        }
        self.expect_op(":")?;
        let part = |p: &mut Self| {
            if p.is_op(":") || p.is_op("]") { Ok(None) } else { p.expression().map(Some) }
        };
        let stop = part(self)?;
        let step = if self.eat_op(":") { part(self)? } else { None };
        self.expect_op("]")?;
        Ok(Expr::Slice(Box::new(inner), Box::new(SliceExpr { start, stop, step })))
    }

    /// The arguments of a call, behind its opening bracket.
    pub(in crate::syntax) fn call_args(&mut self) -> Parsed<CallArgs> {
        let mut args = CallArgs::default();
        let mut first = true;
        while !self.eat_op(")") {
            if !first {
                self.expect_op(",")?;
                if self.eat_op(")") {
                    break;
                }
            }
            first = false;
            if self.eat_op("**") {
                args.named.push((None, self.expression()?));
            } else if self.eat_op("*") {
                args.positional.push(Expr::Starred(Box::new(self.expression()?)));
            } else if self.peek().kind == Kind::Name
                && self.peek_after().is_some_and(|next| next.kind == Kind::Op && next.word == word("="))
            {
                let name = self.interner.intern(self.expect_name()?);
                if args.named.iter().any(|(known, _)| known.as_ref() == Some(&name)) {
                    return Err(self.error(format!("keyword argument repeated: {name}")));
                }
                self.expect_op("=")?;
                let value = self.expression()?;
                if args.named.is_empty() {
                    args.named.reserve_exact(1);
                }
                args.named.push((Some(name), value));
            } else {
                if args.named.iter().any(|(name, _)| name.is_some()) {
                    return Err(self.error("positional argument follows keyword argument"));
                }
                let argument = match self.generator()? {
                    Some(generator) => generator,
                    None => self.expression()?,
                };
                // Most calls have one argument; a vector that grows by itself begins with four.
                if args.positional.is_empty() {
                    args.positional.reserve_exact(1);
                }
                args.positional.push(argument);
            }
        }
        Ok(args)
    }

    pub(super) fn filters(&mut self, mut inner: Expr) -> Parsed {
        loop {
            if self.eat_op("|") {
                inner = self.filter(Some(inner))?;
            } else if self.eat_name("is") {
                inner = self.test(inner)?;
            } else if self.eat_op("(") {
                let args = self.deeper(Self::call_args)?;
                inner = Expr::Call(Box::new((inner, args)));
            } else {
                return Ok(inner);
            }
        }
    }

    /// A filter, behind its `|`.
    pub(crate) fn filter(&mut self, of: Option<Expr>) -> Parsed {
        let at = self.peek().start;
        let name = self.dotted_name()?;
        let args = if self.eat_op("(") { self.deeper(Self::call_args)? } else { CallArgs::default() };
        let of = of.unwrap_or(Expr::Const(Py::None));
        if let Some(why) = crate::filters::refused(&name) {
            let message = format!("the filter '{name}' is not supported: {why}");
            return Err(SyntaxError::unsupported(at, message));
        }
        if !crate::filters::known(&name) {
            return Err(self.error(format!("No filter named '{name}'.")));
        }
        Ok(Expr::Filter(self.interner.intern(&name), Box::new((of, args))))
    }

    /// Filters one after another, behind the first `|`.
    pub(crate) fn filter_chain(&mut self, of: Expr) -> Parsed {
        let mut inner = self.filter(Some(of))?;
        while self.eat_op("|") {
            inner = self.filter(Some(inner))?;
        }
        Ok(inner)
    }

    fn dotted_name(&mut self) -> Parsed<String> {
        let mut name = self.expect_name()?.to_owned();
        while self.eat_op(".") {
            name.push('.');
            name.push_str(self.expect_name()?);
        }
        Ok(name)
    }

    pub(super) fn test(&mut self, of: Expr) -> Parsed {
        let negated = self.eat_name("not");
        let name = self.dotted_name()?;
        let token = self.peek();
        let mut args = CallArgs::default();
        if self.eat_op("(") {
            args = self.deeper(Self::call_args)?;
        } else {
            let begins = match token.kind {
                Kind::Name => !matches!(self.of(token), "else" | "or" | "and" | "if" | "in" | "not" | "recursive"),
                Kind::Op => matches!(self.of(token), "[" | "{"),
                Kind::End => false,
                _ => true,
            };
            if begins {
                if self.is_name("is") {
                    return Err(self.error("You cannot chain multiple tests with is"));
                }
                let argument = self.primary()?;
                args.positional.push(self.postfix(argument)?);
            }
        }
        if !crate::tests::known(&name) {
            return Err(self.error(format!("No test named '{name}'.")));
        }
        let test = Expr::Test(self.interner.intern(&name), Box::new((of, args)));
        Ok(if negated { Expr::Not(Box::new(test)) } else { test })
    }
}
