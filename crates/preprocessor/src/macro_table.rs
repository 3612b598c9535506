// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Macros: their definitions, and which are active, disabled or poisoned at the moment.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::names::Symbol;
use crate::place::Span;
use crate::token::Token;

/// An index of [`MacroTable::definitions`]: one for each `#define`, so a redefinition is a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct MacroId(pub(crate) u32);

/// Macros whose text depends on where they are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dynamic {
    File,
    BaseFile,
    Line,
    Counter,
    IncludeLevel,
    HasInclude,
    HasIncludeNext,
    HasAttribute,
    HasBuiltin,
    Pragma,
}

/// The names of the dynamic macros.
pub(crate) const DYNAMIC: &[(&str, Dynamic)] = &[
    ("__FILE__", Dynamic::File),
    ("__BASE_FILE__", Dynamic::BaseFile),
    ("__LINE__", Dynamic::Line),
    ("__COUNTER__", Dynamic::Counter),
    ("__INCLUDE_LEVEL__", Dynamic::IncludeLevel),
    ("__has_include", Dynamic::HasInclude),
    ("__has_include_next", Dynamic::HasIncludeNext),
    ("__has_attribute", Dynamic::HasAttribute),
    ("__has_cpp_attribute", Dynamic::HasAttribute),
    ("__has_builtin", Dynamic::HasBuiltin),
    ("_Pragma", Dynamic::Pragma),
];

/// How a macro takes more arguments than it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Variadic {
    No,
    /// `...`: the rest is `__VA_ARGS__`.
    Standard,
    /// `name...`, a GNU extension: the rest is `name`.
    Named,
}

/// The parameters of a function-like macro. The variadic one, if any, is the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parameters {
    pub(crate) names: Vec<Symbol>,
    pub(crate) variadic: Variadic,
}

/// What `__VA_OPT__(…)` comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VaOptResult {
    Tokens,
    /// It stands behind `#`.
    Literal,
}

/// What a token of a macro's body does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Plain,
    Parameter(usize),
    /// `# parameter`
    Stringify(usize),
    /// `__VA_OPT__(`; `close` is the index of its `)` in the body.
    VaOpt {
        close: usize,
        result: VaOptResult,
    },
    VaOptEnd,
}

/// A token of a macro's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BodyToken {
    pub(crate) token: Token,
    pub(crate) role: Role,
    /// `##` follows.
    pub(crate) pasted: bool,
}

/// What a macro stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Meaning {
    Object,
    Function(Parameters),
    Dynamic(Dynamic),
}

/// One definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Definition {
    pub(crate) name: Symbol,
    /// Where the name is written.
    pub(crate) span: Span,
    /// From the name to the end of the body.
    pub(crate) whole: Span,
    pub(crate) meaning: Meaning,
    pub(crate) body: Vec<BodyToken>,
}

impl Definition {
    /// Whether the body is tokens only, without parameters or operators.
    pub(crate) fn is_plain(&self) -> bool {
        self.body.iter().all(|it| it.role == Role::Plain && !it.pasted)
    }
}

/// All definitions of a run. A run starts from a copy of its environment's table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct MacroTable {
    definitions: Vec<Arc<Definition>>,
    /// By symbol.
    active: Vec<Option<MacroId>>,
    /// By macro: its expansion is being rescanned.
    disabled: Vec<bool>,
    poisoned: FxHashSet<Symbol>,
    /// `#pragma push_macro`.
    saved: FxHashMap<Symbol, Vec<Option<MacroId>>>,
}

impl MacroTable {
    pub(crate) fn define(&mut self, definition: Definition) -> MacroId {
        let symbol = definition.name;
        let id = MacroId(u32::try_from(self.definitions.len()).unwrap_or(u32::MAX));
        self.definitions.push(Arc::new(definition));
        self.disabled.push(false);
        self.set(symbol, Some(id));
        id
    }

    pub(crate) fn undefine(&mut self, symbol: Symbol) {
        self.set(symbol, None);
    }

    fn set(&mut self, symbol: Symbol, id: Option<MacroId>) {
        let index = symbol.0 as usize;
        if index >= self.active.len() {
            if id.is_none() {
                return;
            }
            self.active.resize(index + 1, None);
        }
        if let Some(slot) = self.active.get_mut(index) {
            *slot = id;
        }
    }

    pub(crate) fn find(&self, symbol: Symbol) -> Option<MacroId> {
        self.active.get(symbol.0 as usize).copied().flatten()
    }

    pub(crate) fn definition(&self, id: MacroId) -> Option<&Arc<Definition>> {
        self.definitions.get(id.0 as usize)
    }

    pub(crate) fn is_disabled(&self, id: MacroId) -> bool {
        self.disabled.get(id.0 as usize).copied().unwrap_or(false)
    }

    pub(crate) fn set_disabled(&mut self, id: MacroId, disabled: bool) {
        if let Some(slot) = self.disabled.get_mut(id.0 as usize) {
            *slot = disabled;
        }
    }

    pub(crate) fn poison(&mut self, symbol: Symbol) {
        self.poisoned.insert(symbol);
    }

    pub(crate) fn is_poisoned(&self, symbol: Symbol) -> bool {
        !self.poisoned.is_empty() && self.poisoned.contains(&symbol)
    }

    pub(crate) fn push(&mut self, symbol: Symbol) {
        let current = self.find(symbol);
        self.saved.entry(symbol).or_default().push(current);
    }

    pub(crate) fn pop(&mut self, symbol: Symbol) {
        if let Some(previous) = self.saved.get_mut(&symbol).and_then(Vec::pop) {
            self.set(symbol, previous);
        }
    }
}
