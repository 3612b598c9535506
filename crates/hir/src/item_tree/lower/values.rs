// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Values.

use camkes_syntax::ast::{self, AstChildren, AstNode, NumberValue};

use super::super::{Expr, ExprKind};
use super::Lower;

impl Lower {
    pub(super) fn expr(&mut self, value: &ast::Value) -> Expr {
        let id = self.id(value.syntax());
        let kind = self.expr_kind(value).unwrap_or(ExprKind::Missing);
        Expr { id, kind }
    }

    fn expr_kind(&mut self, value: &ast::Value) -> Option<ExprKind> {
        Some(match value {
            ast::Value::Number(it) => match it.value()? {
                NumberValue::Int(n) => ExprKind::Int(Some(n)),
                NumberValue::Float(x) => ExprKind::Float(x),
                NumberValue::TooLarge => ExprKind::Int(None),
            },
            ast::Value::Bool(it) => ExprKind::Bool(it.true_token().is_some() || it.title_true_token().is_some()),
            ast::Value::StringLit(it) => ExprKind::Str(it.value().into()),
            ast::Value::List(it) => ExprKind::List(it.items().map(|item| self.expr(&item)).collect()),
            ast::Value::Dict(it) => ExprKind::Dict(it.entries().filter_map(|entry| self.entry(&entry)).collect()),
            ast::Value::Query(it) => ExprKind::Query {
                function: self.name_ref(&it.name_ref()?),
                argument: it.argument().map(|argument| Box::new(self.expr(&argument))),
                lookup: self.lookup(it.lookup()),
            },
            ast::Value::ParenExpr(it) => return self.expr_kind(&it.inner()?),
            ast::Value::UnaryExpr(it) => ExprKind::Unary(it.op_kind()?, self.boxed(it.operand())),
            ast::Value::BinaryExpr(it) => ExprKind::Binary(it.op_kind()?, self.boxed(it.lhs()), self.boxed(it.rhs())),
            ast::Value::TernaryExpr(it) => {
                ExprKind::Ternary(self.boxed(it.condition()), self.boxed(it.then_value()), self.boxed(it.else_value()))
            }
            ast::Value::MacroUse(_) => return None,
        })
    }

    /// An operand; one that is absent can't be evaluated, and the parser has said why.
    fn boxed(&mut self, value: Option<ast::Value>) -> Box<Expr> {
        Box::new(match value {
            Some(value) => self.expr(&value),
            None => Expr { id: crate::loc::LocalId(0), kind: ExprKind::Missing },
        })
    }

    fn entry(&mut self, entry: &ast::DictEntry) -> Option<(Expr, Expr)> {
        Some((self.expr(&entry.key()?), self.expr(&entry.value()?)))
    }

    pub(super) fn lookup(&mut self, keys: AstChildren<ast::DictLookup>) -> Vec<Expr> {
        keys.filter_map(|it| it.key()).map(|key| self.expr(&key)).collect()
    }
}
