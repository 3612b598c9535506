// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What loops and assignments store into.

use std::sync::Arc;

use super::{
    SyntaxError,
    parser::{Parser, Scope},
};
use crate::ast::Target;

type Parsed<T> = Result<T, SyntaxError>;

impl Parser<'_> {
    /// What a loop or an assignment stores into: names, with commas or in brackets.
    pub(crate) fn targets(&mut self) -> Parsed<Target<Arc<str>>> {
        let first = self.target()?;
        if !self.is_op(",") {
            return Ok(first);
        }
        let mut targets = vec![first];
        while self.eat_op(",") {
            if self.tuple_ends() {
                break;
            }
            targets.push(self.target()?);
        }
        Ok(Target::Tuple(targets))
    }

    /// One target.
    pub(crate) fn targets_one(&mut self) -> Parsed<Target<Arc<str>>> {
        self.target()
    }

    fn target(&mut self) -> Parsed<Target<Arc<str>>> {
        for (open, close) in [("(", ")"), ("[", "]")] {
            if self.eat_op(open) {
                return self.deeper(|p| {
                    let inner = p.targets()?;
                    p.expect_op(close)?;
                    Ok(inner)
                });
            }
        }
        let name = self.expect_name()?;
        if matches!(name, "true" | "false" | "none" | "True" | "False" | "None") {
            return Err(self.error(format!("can't assign to '{name}'")));
        }
        let name = self.interner.intern(name);
        self.bound.push(Arc::clone(&name));
        Ok(Target::Name(name))
    }

    /// Gives each name of a target a slot.
    pub(crate) fn declare(&mut self, target: &Target<Arc<str>>) -> Target<u16> {
        match target {
            Target::Name(name) => {
                if self.scopes.is_empty() {
                    self.scopes.push(Scope::default());
                }
                let Some(scope) = self.scopes.last_mut() else { return Target::Name(0) };
                let slot = scope.used;
                scope.used = scope.used.saturating_add(1);
                scope.visible.push((Arc::clone(name), slot));
                Target::Name(slot)
            }
            Target::Tuple(targets) => Target::Tuple(targets.iter().map(|target| self.declare(target)).collect()),
        }
    }

    /// Forgets the names that were declared last.
    pub(crate) fn visible(&self) -> usize {
        self.scopes.last().map_or(0, |scope| scope.visible.len())
    }

    pub(crate) fn hide(&mut self, visible: usize) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.visible.truncate(visible);
        }
    }
}
