// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Expressions of Python, as they stand in the strings of `lambda('…')` and `eval('…')`.

use std::{cell::RefCell, sync::Arc};

use rustc_hash::FxHashMap;

use super::{
    SyntaxError, lexer,
    lexer::{Kind, word},
    literal::Dialect,
    names::Interner,
    parser::{PRODUCTS, Parser, Scope, slot},
};
use crate::{
    Py,
    ast::{Binary, Clause, Comprehension, ComprehensionKind, Cond, Expr, LambdaCode, Unary},
};

type Parsed<T = Expr> = Result<T, SyntaxError>;

/// How many parameters and variables a function may have.
const MOST_LOCALS: usize = 200;

const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// An expression of Python and how many locals it needs.
pub(crate) fn expression(text: &str) -> Result<(Expr, u16), SyntaxError> {
    let (tokens, interner) = (lexer::all(text)?, Interner::default());
    let mut parser = Parser::new(text, &tokens, Dialect::Python, &interner);
    let expression = parser.python_tuple()?;
    parser.expect_end()?;
    Ok((expression, parser.take_locals()))
}

/// The function that `lambda TEXT` is.
pub(crate) fn lambda(text: &str) -> Result<Expr, SyntaxError> {
    let (tokens, interner) = (lexer::all(text)?, Interner::default());
    let mut parser = Parser::new(text, &tokens, Dialect::Python, &interner);
    let lambda = parser.lambda()?;
    parser.expect_end()?;
    Ok(lambda)
}

thread_local! {
    /// Functions that were parsed before: a template makes the same one for each item of a loop.
    static LAMBDAS: RefCell<FxHashMap<String, Arc<Expr>>> = RefCell::default();
}

/// How many functions are kept.
const MOST_KEPT: usize = 256;

/// As [`lambda`], parsed once.
pub(crate) fn cached_lambda(text: &str) -> Result<Arc<Expr>, SyntaxError> {
    if let Some(known) = LAMBDAS.with_borrow(|known| known.get(text).cloned()) {
        return Ok(known);
    }
    let parsed = Arc::new(lambda(text)?);
    if text.len() < 1024 {
        LAMBDAS.with_borrow_mut(|known| {
            if known.len() >= MOST_KEPT {
                known.clear();
            }
            known.insert(text.to_owned(), Arc::clone(&parsed));
        });
    }
    Ok(parsed)
}

impl Parser<'_> {
    pub(super) fn python_tuple(&mut self) -> Parsed {
        let first = self.starred()?;
        if !self.is_op(",") {
            return Ok(first);
        }
        let mut items = vec![first];
        while self.eat_op(",") {
            if self.is_end() || self.is_op(")") || self.is_op("]") {
                break;
            }
            items.push(self.starred()?);
        }
        Ok(Expr::Tuple(items))
    }

    fn starred(&mut self) -> Parsed {
        if self.eat_op("*") {
            return Ok(Expr::Starred(Box::new(self.expression()?)));
        }
        self.expression()
    }

    pub(super) fn python_expression(&mut self) -> Parsed {
        if self.eat_name("lambda") {
            return self.lambda();
        }
        let yes = self.python_or()?;
        if !self.eat_name("if") {
            return Ok(yes);
        }
        let test = self.python_or()?;
        if !self.eat_name("else") {
            return Err(self.unexpected("'else'"));
        }
        let no = Some(self.expression()?);
        Ok(Expr::Cond(Box::new(Cond { test, yes, no })))
    }

    fn python_or(&mut self) -> Parsed {
        let mut left = self.python_and()?;
        while self.eat_name("or") {
            left = Expr::Or(Box::new(left), Box::new(self.python_and()?));
        }
        Ok(left)
    }

    fn python_and(&mut self) -> Parsed {
        let mut left = self.python_not()?;
        while self.eat_name("and") {
            left = Expr::And(Box::new(left), Box::new(self.python_not()?));
        }
        Ok(left)
    }

    fn python_not(&mut self) -> Parsed {
        if self.eat_name("not") {
            return self.deeper(|p| Ok(Expr::Not(Box::new(p.python_not()?))));
        }
        self.comparisons_over(Self::bit_or)
    }

    fn bit_or(&mut self) -> Parsed {
        self.left(&[(word("|"), Binary::BitOr)], Self::bit_xor)
    }

    fn bit_xor(&mut self) -> Parsed {
        self.left(&[(word("^"), Binary::BitXor)], Self::bit_and)
    }

    fn bit_and(&mut self) -> Parsed {
        self.left(&[(word("&"), Binary::BitAnd)], Self::shift)
    }

    fn shift(&mut self) -> Parsed {
        self.left(&[(word("<<"), Binary::LeftShift), (word(">>"), Binary::RightShift)], Self::python_sum)
    }

    fn python_sum(&mut self) -> Parsed {
        self.left(&[(word("+"), Binary::Add), (word("-"), Binary::Sub)], Self::python_product)
    }

    fn python_product(&mut self) -> Parsed {
        self.left(&PRODUCTS, Self::python_unary)
    }

    fn python_unary(&mut self) -> Parsed {
        for (symbol, operator) in [("-", Unary::Minus), ("+", Unary::Plus), ("~", Unary::Invert)] {
            if self.eat_op(symbol) {
                return self.deeper(|p| Ok(Expr::Unary(operator, Box::new(p.python_unary()?))));
            }
        }
        let base = self.python_primary()?;
        let base = self.postfix(base)?;
        if self.eat_op("**") {
            let power = self.deeper(Self::python_unary)?;
            return Ok(Expr::Binary(Binary::Pow, Box::new(base), Box::new(power)));
        }
        Ok(base)
    }

    fn python_primary(&mut self) -> Parsed {
        let token = self.peek();
        match token.kind {
            Kind::Name => {
                let name = self.of(token);
                let constant = match name {
                    "True" => Some(Py::Bool(true)),
                    "False" => Some(Py::Bool(false)),
                    "None" => Some(Py::None),
                    _ if KEYWORDS.contains(&name) => return Err(self.unexpected("an expression")),
                    _ => None,
                };
                self.next();
                Ok(constant.map_or_else(|| self.python_name(name), Expr::Const))
            }
            Kind::String => self.strings(),
            Kind::Int | Kind::Float => self.number(),
            Kind::Op if self.eat_op("(") => self.deeper(Self::parenthesis),
            Kind::Op if self.eat_op("[") => self.deeper(Self::list),
            Kind::Op if self.eat_op("{") => self.deeper(Self::braces),
            _ => Err(self.unexpected("an expression")),
        }
    }

    fn parenthesis(&mut self) -> Parsed {
        if self.eat_op(")") {
            return Ok(Expr::Tuple(Vec::new()));
        }
        let inner = match self.generator()? {
            Some(generator) => generator,
            None => self.python_tuple()?,
        };
        self.expect_op(")")?;
        Ok(inner)
    }

    fn list(&mut self) -> Parsed {
        if self.eat_op("]") {
            return Ok(Expr::List(Vec::new()));
        }
        if let Some(comprehension) = self.comprehension(ComprehensionKind::List, "]")? {
            return Ok(comprehension);
        }
        Ok(Expr::List(self.items("]")?))
    }

    fn braces(&mut self) -> Parsed {
        if self.eat_op("}") {
            return Ok(Expr::Dict(Vec::new()));
        }
        let kind = if self.has_colon() { ComprehensionKind::Dict } else { ComprehensionKind::Set };
        if let Some(comprehension) = self.comprehension(kind, "}")? {
            return Ok(comprehension);
        }
        if kind == ComprehensionKind::Set {
            return Ok(Expr::Set(self.items("}")?));
        }
        let mut pairs = Vec::new();
        while !self.eat_op("}") {
            if !pairs.is_empty() {
                self.expect_op(",")?;
                if self.eat_op("}") {
                    break;
                }
            }
            if self.eat_op("**") {
                pairs.push((None, self.expression()?));
                continue;
            }
            let key = self.expression()?;
            self.expect_op(":")?;
            pairs.push((Some(key), self.expression()?));
        }
        Ok(Expr::Dict(pairs))
    }

    /// Whether the braces that were opened are those of a dictionary.
    fn has_colon(&self) -> bool {
        let mut depth = 0usize;
        let mut lambdas = 0usize;
        for token in self.rest() {
            match (token.kind, self.of(*token)) {
                (Kind::Op, "(" | "[" | "{") => depth += 1,
                (Kind::Op, ")" | "]" | "}") => match depth.checked_sub(1) {
                    Some(less) => depth = less,
                    None => return false,
                },
                (Kind::Name, "lambda") if depth == 0 => lambdas += 1,
                (Kind::Op, "**") if depth == 0 => return true,
                (Kind::Op, ":") if depth == 0 && lambdas > 0 => lambdas -= 1,
                (Kind::Op, ":") if depth == 0 => return true,
                (Kind::Op, ",") if depth == 0 && lambdas == 0 => return false,
                _ => {}
            }
        }
        false
    }

    /// Where the `for` of a comprehension stands, if what was opened is one.
    fn comprehension_for(&self) -> bool {
        let mut depth = 0usize;
        for token in self.rest() {
            match (token.kind, self.of(*token)) {
                (Kind::Op, "(" | "[" | "{") => depth += 1,
                (Kind::Op, ")" | "]" | "}") => match depth.checked_sub(1) {
                    Some(less) => depth = less,
                    None => return false,
                },
                (Kind::Op, ",") if depth == 0 => return false,
                (Kind::Name, "for") if depth == 0 => return true,
                _ => {}
            }
        }
        false
    }

    /// A generator expression, if one stands here.
    pub(super) fn generator(&mut self) -> Parsed<Option<Expr>> {
        if self.dialect != Dialect::Python || !self.comprehension_for() {
            return Ok(None);
        }
        self.deeper(|p| p.comprehension_here(ComprehensionKind::Generator)).map(Some)
    }

    fn comprehension(&mut self, kind: ComprehensionKind, close: &str) -> Parsed<Option<Expr>> {
        if !self.comprehension_for() {
            return Ok(None);
        }
        let found = self.comprehension_here(kind)?;
        self.expect_op(close)?;
        Ok(Some(found))
    }

    /// A comprehension from its element on. Its variables must be known before the element is parsed, so the clauses
    /// are parsed first.
    fn comprehension_here(&mut self, kind: ComprehensionKind) -> Parsed {
        let visible = self.visible();
        let element_at = self.position();
        self.skip_to_for();
        let mut clauses = Vec::new();
        while self.eat_name("for") {
            let target = self.targets()?;
            if !self.eat_name("in") {
                return Err(self.unexpected("'in'"));
            }
            let over = self.python_or()?;
            let target = self.declare(&target);
            let mut conditions = Vec::new();
            while self.eat_name("if") {
                conditions.push(if self.eat_name("lambda") { self.lambda()? } else { self.python_or()? });
            }
            clauses.push(Clause { target, over, conditions });
        }
        self.within_locals()?;
        let end = self.position();
        self.go_to(element_at);
        let element = self.expression()?;
        let value = match kind {
            ComprehensionKind::Dict => {
                self.expect_op(":")?;
                Some(self.expression()?)
            }
            _ => None,
        };
        if !self.is_name("for") {
            return Err(self.unexpected("'for'"));
        }
        self.go_to(end);
        self.hide(visible);
        Ok(Expr::Comprehension(Arc::new(Comprehension { kind, element, value, clauses })))
    }

    fn within_locals(&self) -> Parsed<()> {
        if self.scopes.last().is_some_and(|scope| usize::from(scope.used) > MOST_LOCALS) {
            return Err(self.error("too many variables"));
        }
        Ok(())
    }

    /// The parameters and the body of a function, behind `lambda`.
    pub(super) fn lambda(&mut self) -> Parsed {
        self.scopes.push(Scope::default());
        let code = self.deeper(Self::lambda_in_scope);
        let scope = self.scopes.pop().unwrap_or_default();
        let mut code = code?;
        code.locals = scope.used;
        code.captures = scope.captures.iter().map(|(outer, _)| *outer).collect();
        // Captures got slots when they were met; the body finds them behind the parameters.
        let slots: Vec<u16> = scope.captures.iter().map(|(_, inner)| *inner).collect();
        Ok(Expr::Lambda(Arc::new(LambdaCode { capture_slots: slots, ..code })))
    }

    fn lambda_in_scope(&mut self) -> Parsed<LambdaCode> {
        let mut parameters: Vec<Arc<str>> = Vec::new();
        let (mut defaults, mut varargs, mut kwargs) = (Vec::new(), false, false);
        while !self.eat_op(":") {
            if !parameters.is_empty() {
                self.expect_op(",")?;
                if self.eat_op(":") {
                    break;
                }
            }
            if kwargs {
                return Err(self.unexpected("':'"));
            }
            if self.eat_op("**") {
                kwargs = true;
            } else if self.eat_op("*") {
                if varargs {
                    return Err(self.unexpected("a name"));
                }
                varargs = true;
            } else if varargs {
                return Err(self.error("parameters behind '*' are not supported"));
            }
            let name: Arc<str> = Arc::from(self.expect_name()?);
            if KEYWORDS.contains(&&*name) || parameters.contains(&name) {
                return Err(self.error(format!("'{name}' can't be a parameter here")));
            }
            if !kwargs && !varargs {
                if self.eat_op("=") {
                    // A default is evaluated where the function is made: outside of its scope.
                    let scope = self.scopes.pop().unwrap_or_default();
                    let default = self.expression();
                    self.scopes.push(scope);
                    defaults.push(default?);
                } else if !defaults.is_empty() {
                    return Err(self.error("non-default argument follows default argument"));
                }
            }
            self.declare(&crate::ast::Target::Name(Arc::clone(&name)));
            parameters.push(name);
        }
        self.within_locals()?;
        let body = self.expression()?;
        Ok(LambdaCode {
            parameters,
            defaults,
            varargs,
            kwargs,
            captures: Vec::new(),
            capture_slots: Vec::new(),
            locals: 0,
            body,
        })
    }

    /// A name: of this function, of one around it, or one that is looked up when it is needed.
    fn python_name(&mut self, name: &str) -> Expr {
        self.local(self.scopes.len().saturating_sub(1), name).map_or_else(|| Expr::Global(Arc::from(name)), Expr::Local)
    }

    fn local(&mut self, level: usize, name: &str) -> Option<u16> {
        if let Some(slot) = self.scopes.get(level).and_then(|scope| slot(scope, name)) {
            return Some(slot);
        }
        let outer = self.local(level.checked_sub(1)?, name)?;
        let scope = self.scopes.get_mut(level)?;
        let inner = scope.used;
        scope.used = scope.used.saturating_add(1);
        scope.captures.push((outer, inner));
        scope.captured.push((Arc::from(name), inner));
        Some(inner)
    }
}
