// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! f-strings of Python text: text with expressions in braces, as Python 3.11 reads them.

use super::{
    SyntaxError,
    lexer::{self, Token},
    literal::{self, Dialect},
    parser::Parser,
};
use crate::{
    Py,
    ast::{Expr, FormatExpr},
};

type Parsed<T = Expr> = Result<T, SyntaxError>;

/// An f-string that is being read.
struct Reader<'t> {
    /// What is between the quotes.
    body: &'t str,
    at: usize,
    raw: bool,
    /// Place of the string.
    offset: usize,
}

/// How deep the fields of a format may be in fields.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    String,
    Format,
}

impl Parser<'_> {
    /// The parts of an f-string: texts, and values with their formats.
    pub(super) fn formatted(&mut self, token: Token) -> Parsed<Vec<Expr>> {
        let (prefix, body) = literal::split(self.of(token));
        let raw = prefix.contains(['r', 'R']);
        let mut reader = Reader { body, at: 0, raw, offset: token.start };
        let parts = self.fields(&mut reader, Level::String)?;
        if reader.at < body.len() {
            return Err(reader.error("single '}' is not allowed"));
        }
        Ok(parts)
    }

    /// Texts and fields up to the end of the string or of a format.
    fn fields(&mut self, reader: &mut Reader<'_>, level: Level) -> Parsed<Vec<Expr>> {
        let mut parts = Vec::new();
        let mut text = String::new();
        loop {
            let rest = reader.rest();
            let end = rest.find(['{', '}']).unwrap_or(rest.len());
            text.push_str(rest.get(..end).unwrap_or_default());
            reader.at += end;
            let rest = reader.rest();
            if level == Level::String && (rest.starts_with("{{") || rest.starts_with("}}")) {
                text.push_str(rest.get(..1).unwrap_or_default());
                reader.at += 2;
                continue;
            }
            if !text.is_empty() {
                parts.push(Expr::Const(Py::from(reader.unescaped(&std::mem::take(&mut text))?)));
            }
            if !rest.starts_with('{') {
                return Ok(parts);
            }
            reader.at += 1;
            self.field(reader, level, &mut parts)?;
        }
    }

    /// A field, behind its opening brace.
    fn field(&mut self, reader: &mut Reader<'_>, level: Level, parts: &mut Vec<Expr>) -> Parsed<()> {
        if level == Level::Format && self.in_format {
            return Err(reader.error("expressions nested too deeply"));
        }
        let begin = reader.at;
        reader.skip_expression()?;
        let source = reader.body.get(begin..reader.at).unwrap_or_default();
        if source.trim().is_empty() {
            return Err(reader.error("empty expression not allowed"));
        }
        let value = self.embedded(source, reader.offset)?;
        let shown = reader.eat("=");
        if shown {
            reader.skip_space();
            let text = reader.body.get(begin..reader.at).unwrap_or_default();
            parts.push(Expr::Const(Py::from(text)));
        }
        let mut conversion = None;
        if reader.eat("!") {
            conversion = reader.rest().chars().next().filter(|c| matches!(c, 's' | 'r' | 'a'));
            if conversion.is_none() {
                return Err(reader.error("invalid conversion character: expected 's', 'r', or 'a'"));
            }
            reader.at += 1;
        }
        let mut spec = None;
        if reader.eat(":") {
            let nested = std::mem::replace(&mut self.in_format, level == Level::Format);
            let read = self.fields(reader, Level::Format);
            self.in_format = nested;
            spec = Some(Expr::Concat(read?));
        } else if shown && conversion.is_none() {
            conversion = Some('r');
        }
        if !reader.eat("}") {
            return Err(reader.error("expecting '}'"));
        }
        parts.push(Expr::Format(Box::new(FormatExpr { value, conversion, spec })));
        Ok(())
    }

    /// An expression in the string; it sees the names around the string.
    fn embedded(&mut self, text: &str, offset: usize) -> Parsed {
        let place = |error: SyntaxError| SyntaxError::new(offset, format!("f-string: {}", error.message));
        let tokens = lexer::all(text).map_err(place)?;
        let mut inner = Parser::new(text, &tokens, Dialect::Python, self.interner);
        std::mem::swap(&mut inner.scopes, &mut self.scopes);
        let parsed = self.deeper(|outer| {
            inner.depth = outer.depth;
            let expression = inner.python_tuple()?;
            inner.expect_end()?;
            Ok(expression)
        });
        std::mem::swap(&mut inner.scopes, &mut self.scopes);
        self.refused.append(&mut inner.refused);
        parsed.map_err(place)
    }
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.body.get(self.at..).unwrap_or_default()
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn error(&self, message: &str) -> SyntaxError {
        SyntaxError::new(self.offset, format!("f-string: {message}"))
    }

    fn unescaped(&self, text: &str) -> Parsed<String> {
        if self.raw { Ok(text.to_owned()) } else { literal::unescape(text, self.offset) }
    }

    /// Goes to what ends the expression of a field: `!`, `:`, `=` or `}` outside of brackets and strings.
    fn skip_expression(&mut self) -> Parsed<()> {
        let mut depth = 0usize;
        let mut quote: Option<String> = None;
        while let Some(c) = self.rest().chars().next() {
            if c == '\\' {
                return Err(self.error("expression part cannot include a backslash"));
            }
            if let Some(open) = &quote {
                if self.rest().starts_with(open.as_str()) {
                    self.at += open.len();
                    quote = None;
                } else {
                    self.at += c.len_utf8();
                }
                continue;
            }
            let pair = self.rest().get(..2).unwrap_or_default();
            match c {
                '"' | '\'' => {
                    let three = c.to_string().repeat(3);
                    let open = if self.rest().starts_with(&three) { three } else { c.to_string() };
                    self.at += open.len();
                    quote = Some(open);
                    continue;
                }
                '#' => return Err(self.error("expression part cannot include '#'")),
                '(' | '[' | '{' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                '}' if depth > 0 => depth -= 1,
                _ if depth > 0 => {}
                '!' | '=' | '<' | '>' if matches!(pair, "!=" | "==" | "<=" | ">=") => self.at += 1,
                '}' | '!' | ':' | '=' => return Ok(()),
                _ => {}
            }
            self.at += c.len_utf8();
        }
        Err(self.error("expecting '}'"))
    }
}
