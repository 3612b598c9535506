// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The names that statements give a meaning, scope in scope.

use std::sync::Arc;

use crate::Py;

/// Number of a scope of a render.
pub(crate) type ScopeId = u32;

/// Scopes, each inside of another one. The names in them are those of one engine: the same name is the same text in memory.
pub(crate) struct Scopes {
    all: Vec<Scope>,
    /// Those that ended.
    free: Vec<ScopeId>,
    current: ScopeId,
}

struct Scope {
    parent: Option<ScopeId>,
    names: Vec<(Arc<str>, Py)>,
    /// Whether a macro may look into it after its end.
    kept: bool,
}

impl Scopes {
    /// The scope of a template that is rendered.
    pub(super) fn new() -> Self {
        let root = Scope { parent: None, names: Vec::new(), kept: true };
        Self { all: vec![root], free: Vec::new(), current: 0 }
    }

    pub(crate) fn current(&self) -> ScopeId {
        self.current
    }

    /// Goes on in another scope.
    pub(crate) fn enter(&mut self, scope: ScopeId) {
        self.current = scope;
    }

    /// A new scope inside of another one.
    pub(super) fn open(&mut self, parent: ScopeId) -> ScopeId {
        if let Some(id) = self.free.pop()
            && let Some(scope) = self.all.get_mut(id as usize)
        {
            scope.parent = Some(parent);
            return id;
        }
        self.all.push(Scope { parent: Some(parent), names: Vec::new(), kept: false });
        // Memory ends long before the numbers do.
        ScopeId::try_from(self.all.len() - 1).unwrap_or(ScopeId::MAX)
    }

    /// Ends a scope, unless a macro keeps it.
    pub(super) fn close(&mut self, id: ScopeId) {
        if self.clear(id) {
            self.free.push(id);
        }
    }

    /// Forgets the names of a scope; false if a macro keeps it.
    pub(super) fn clear(&mut self, id: ScopeId) -> bool {
        let Some(scope) = self.all.get_mut(id as usize).filter(|scope| !scope.kept) else { return false };
        scope.names.clear();
        true
    }

    /// Keeps the current scope and those around it up to the end of the render.
    pub(super) fn keep(&mut self) {
        let mut at = Some(self.current);
        while let Some(scope) = at.and_then(|id| self.all.get_mut(id as usize)).filter(|scope| !scope.kept) {
            scope.kept = true;
            at = scope.parent;
        }
    }

    /// Gives a name a meaning in the current scope.
    pub(super) fn set(&mut self, name: &Arc<str>, value: Py) {
        let Some(scope) = self.all.get_mut(self.current as usize) else { return };
        match scope.names.iter_mut().find(|(known, _)| Arc::ptr_eq(known, name)) {
            Some((_, old)) => *old = value,
            None => scope.names.push((Arc::clone(name), value)),
        }
    }

    /// What a name means in the current scope.
    pub(super) fn get(&self, name: &Arc<str>) -> Option<&Py> {
        let mut at = Some(self.current);
        while let Some(scope) = at.and_then(|id| self.all.get(id as usize)) {
            if let Some((_, value)) = scope.names.iter().find(|(known, _)| Arc::ptr_eq(known, name)) {
                return Some(value);
            }
            at = scope.parent;
        }
        None
    }

    /// The names of a scope, with their meanings.
    pub(super) fn names(&self, id: ScopeId) -> &[(Arc<str>, Py)] {
        self.all.get(id as usize).map_or(&[], |scope| &scope.names)
    }
}
