// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Uses of what templates don't get, found when a template is read: an error that is only met when a rare branch runs comes too late.

use std::sync::Arc;

use super::{SyntaxError, lexer, literal::Dialect, names::OuterNames, parser::Parser};
use crate::{
    Py,
    ast::{CallArgs, Expr},
    builtins,
};

/// A use of something that reaches out, or that runs statements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// Where, in bytes from the begin of the text.
    pub(crate) offset: usize,
    /// The name by which it was found; a template that gives this name another meaning means that. None where templates can't.
    pub(crate) root: Option<Arc<str>>,
    message: String,
}

impl Refusal {
    /// The mistake that it is.
    pub(crate) fn into_error(self) -> SyntaxError {
        SyntaxError::unsupported(self.offset, self.message)
    }
}

impl Parser<'_> {
    /// Notes the call of a function, if templates don't get it.
    pub(super) fn note_call(&mut self, callee: &Expr, offset: usize) {
        if !matches!(callee, Expr::Attr(..)) {
            self.note(callee, offset);
        }
    }

    /// Notes the use of a member of a module, if templates don't get it.
    pub(super) fn note_member(&mut self, member: &Expr, offset: usize) {
        self.note(member, offset);
    }

    /// Notes what the Python text in `lambda('…')` and `eval('…')` uses.
    pub(super) fn note_text(&mut self, callee: &Expr, args: &CallArgs, offset: usize) {
        let (Some(Expr::Const(Py::Str(text))), Some(("lambda" | "eval", false))) =
            (args.positional.first(), self::root(callee, &self.names))
        else {
            return;
        };
        let Some((root, name)) = path(callee, &self.names) else { return };
        // What can't be read is told when it runs: it may never.
        let Ok(tokens) = lexer::all(text) else { return };
        let mut parser = Parser::new(text, &tokens, Dialect::Python, self.interner);
        let parsed = if name == "lambda" { parser.lambda() } else { parser.python_tuple() };
        if parsed.is_ok() {
            let found = parser.refused.into_iter();
            self.refused.extend(found.map(|refusal| Refusal { offset, root: Some(Arc::clone(&root)), ..refusal }));
        }
    }

    fn note(&mut self, expr: &Expr, offset: usize) {
        if !root(expr, &self.names).is_some_and(|(root, member)| builtins::may_be_refused(root, member)) {
            return;
        }
        let Some((root, path)) = path(expr, &self.names) else { return };
        if let Some(message) = builtins::refusal(&path) {
            let root = (self.dialect == Dialect::Jinja).then_some(root);
            self.refused.push(Refusal { offset, root, message });
        }
    }
}

/// The name that [`path`] begins with, and whether a member follows.
fn root<'a>(mut expr: &'a Expr, names: &'a OuterNames) -> Option<(&'a str, bool)> {
    let member = matches!(expr, Expr::Attr(..));
    while let Expr::Attr(of, _) = expr {
        expr = of;
    }
    match expr {
        Expr::Outer(index) => names.get(*index).map(|name| (&**name, member)),
        Expr::Global(name) => Some((name, member)),
        _ => None,
    }
}

/// A name, or members of a module with dots between them; and the name that it begins with.
fn path(expr: &Expr, names: &OuterNames) -> Option<(Arc<str>, String)> {
    match expr {
        Expr::Outer(index) => names.get(*index).map(|name| (Arc::clone(name), name.to_string())),
        Expr::Global(name) => Some((Arc::clone(name), name.to_string())),
        Expr::Attr(of, member) => {
            let (root, path) = path(of, names)?;
            Some((root, format!("{path}.{member}")))
        }
        _ => None,
    }
}
