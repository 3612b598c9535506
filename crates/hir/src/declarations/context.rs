// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What resolving one declaration needs and collects.

use std::mem;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{Resolved, Use};
use crate::db::Db;
use crate::diagnostic::{Finding, Rule, Severity};
use crate::input::{File, ForwardReferences, System};
use crate::item_tree::{Expr, IncludeDecl, LocalId, Name, Path};
use crate::loc::ItemLoc;
use crate::model::{Include, Value};
use crate::names::{is_c_keyword, is_no_c_type};
use crate::queries::Sources;
use crate::scope::{Def, DefKind, Named, Scope, named, ordinal, scope};
use crate::values::{self, EvalErrorKind};

/// Resolves the names of one top-level declaration after another.
pub(crate) struct Context<'db> {
    pub(crate) db: &'db dyn Db,
    pub(crate) system: System,
    /// Names that were looked up.
    names: FxHashMap<(DefKind, SmolStr), Option<Named>>,
    /// What was probably meant by names that nobody declares: many instances may have the same.
    meant: FxHashMap<(DefKind, SmolStr), Option<SmolStr>>,
    /// Positions in the system's order that were looked up.
    ordinals: FxHashMap<Def, usize>,
    /// The declaration in which names are being resolved.
    pub(crate) def: Def,
    pub(crate) findings: Vec<Finding>,
    pub(crate) uses: Vec<Use>,
}

impl<'db> Context<'db> {
    pub(crate) fn new(db: &'db dyn Db, system: System, def: Def) -> Self {
        let (names, meant, ordinals) = Default::default();
        Self { db, system, names, meant, ordinals, def, findings: Vec::new(), uses: Vec::new() }
    }

    /// All names of the system. Only a mistake needs them: who asks for them depends on each.
    fn scope(&self) -> &'db Scope {
        scope(self.db, self.system)
    }

    /// The declaration of a name.
    pub(crate) fn named(&mut self, kind: DefKind, name: SmolStr) -> Option<Named> {
        let (db, system) = (self.db, self.system);
        *self.names.entry((kind, name)).or_insert_with_key(|(kind, name)| named(db, system, *kind, name.clone()))
    }

    /// Position of a declaration in the system's order.
    pub(crate) fn ordinal(&mut self, def: Def) -> usize {
        let (db, system) = (self.db, self.system);
        *self.ordinals.entry(def).or_insert_with(|| ordinal(db, system, def.file, def.index))
    }

    /// The names of declarations that were looked up.
    pub(crate) fn looked_up(&mut self) -> impl Iterator<Item = (DefKind, SmolStr)> {
        self.names.drain().map(|(key, _)| key)
    }

    /// The file in which names are being resolved.
    pub(crate) fn file(&self) -> File {
        self.def.file
    }

    pub(crate) fn loc(&self, id: LocalId) -> ItemLoc {
        ItemLoc::new(self.def.file, id)
    }

    pub(crate) fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// The top-level declaration that a reference means; reports when there is none.
    pub(crate) fn lookup(&mut self, kind: DefKind, path: &Path) -> Option<Def> {
        match self.find(kind, path) {
            Some(def) => Some(def),
            None => {
                let finding = self.unknown(kind, path);
                self.report(finding);
                None
            }
        }
    }

    /// As [`Context::lookup`], but an unknown name is no mistake.
    pub(crate) fn find(&mut self, kind: DefKind, path: &Path) -> Option<Def> {
        let named = match path.parts.as_slice() {
            [one] => self.named(kind, one.text.clone())?,
            _ => return None,
        };
        let at = self.loc(path.id);
        self.uses.push((at, named.loc));
        self.check_order(&path.text(), at, named.ordinal, named.loc);
        Some(named.def)
    }

    /// Reports a use before the declaration, as far as the system forbids it.
    pub(crate) fn check_order(&mut self, name: &str, at: ItemLoc, declared: usize, loc: ItemLoc) {
        let severity = match self.system.forward_references(self.db) {
            ForwardReferences::Allow => return,
            ForwardReferences::Warn => Severity::Warning,
            ForwardReferences::Forbid => Severity::Error,
        };
        if declared <= self.ordinal(self.def) {
            return;
        }
        let finding = Finding::new(Rule::ForwardReference, at, format!("`{name}` is used before its declaration"))
            .severity(severity)
            .label(loc, "declared here")
            .note(
                "move the declaration up, or write `forward-references = \"allow\"` in `camkes.toml` \
                 (on a command line, `--allow-forward-references`)",
            );
        self.report(finding);
    }

    fn unknown(&mut self, kind: DefKind, path: &Path) -> Finding {
        let rule = match kind {
            DefKind::Component => Rule::UnknownComponent,
            DefKind::Connector => Rule::UnknownConnector,
            DefKind::Procedure => Rule::UnknownProcedure,
            DefKind::Composition => Rule::UnknownComposition,
            DefKind::Configuration => Rule::UnknownConfiguration,
            DefKind::Struct | DefKind::Assembly => Rule::UnknownType,
        };
        let (name, at) = (path.text(), self.loc(path.id));
        let mut finding = Finding::new(rule, at, format!("unknown {} `{name}`", kind.keyword()));
        const OTHERS: [DefKind; 6] = [
            DefKind::Component,
            DefKind::Connector,
            DefKind::Procedure,
            DefKind::Struct,
            DefKind::Composition,
            DefKind::Configuration,
        ];
        for other in OTHERS.into_iter().filter(|other| *other != kind) {
            if let Some(named) = self.scope().get(other, &name) {
                finding = finding.label(named.loc, format!("`{name}` is a {}", other.keyword()));
            }
        }
        let renamed = (kind == DefKind::Connector).then(|| crate::names::renamed_connector(&name)).flatten();
        if let Some(new) = renamed.filter(|new| self.scope().get(kind, new).is_some()) {
            return finding.note(format!("an earlier release had it; it is called `{new}` now")).mend(
                format!("Change to `{new}`"),
                at,
                new,
            );
        }
        let scope = self.scope();
        let meant = self.meant.entry((kind, name)).or_insert_with_key(|(_, name)| {
            crate::names::closest(name, scope.all(kind).map(|(name, _)| name.as_str())).map(SmolStr::new)
        });
        finding.meant(at, meant.as_deref())
    }

    /// Works out a value; reports mistakes in it.
    pub(crate) fn evaluate(&mut self, expr: &Expr) -> Option<Value> {
        let mut errors = Vec::new();
        let value = values::evaluate(expr, Sources::new(self.db, self.system), &mut errors);
        for error in errors {
            let mut finding = Finding::new(Rule::InvalidValue, self.loc(error.at), error.kind.to_string());
            match &error.kind {
                EvalErrorKind::ShiftCount(_) => {
                    finding = finding.note("a shift count is a whole number from 0 to 126");
                }
                EvalErrorKind::Query(kind) => finding = kind.note().into_iter().fold(finding, Finding::note),
                _ => {}
            }
            self.report(finding);
        }
        value
    }

    /// Reports a name that can't become a C symbol.
    pub(crate) fn check_c_name(&mut self, what: &str, name: &Name) {
        if is_c_keyword(&name.text) {
            let message = format!("{what} name `{}` is a keyword of C", name.text);
            self.report(Finding::new(Rule::CKeyword, self.loc(name.id), message));
        }
    }

    /// Warns of a name that C code can't have. The reference tool takes it, and the C compiler stops.
    pub(crate) fn warn_of_c_name(&mut self, what: &str, name: &Name) {
        if is_c_keyword(&name.text) {
            let message = format!("{what} name `{}` is a keyword of C", name.text);
            let finding = Finding::new(Rule::CKeyword, self.loc(name.id), message).severity(Severity::Warning);
            self.report(finding.note("generated code would not compile"));
        }
    }

    /// Warns of a type that C code can't have.
    pub(crate) fn warn_of_c_type(&mut self, path: &Path) {
        if let [one] = path.parts.as_slice()
            && is_no_c_type(&one.text)
        {
            let message = format!("`{}` is a keyword of C, and no type", one.text);
            let finding = Finding::new(Rule::CKeyword, self.loc(path.id), message).severity(Severity::Warning);
            self.report(finding.note("generated code would not compile"));
        }
    }

    /// Reports every name that stands twice in a list of one kind.
    pub(crate) fn check_unique<'n>(&mut self, kind: &str, names: impl IntoIterator<Item = &'n Name>) {
        let names = names.into_iter();
        let mut seen: rustc_hash::FxHashMap<&str, LocalId> = rustc_hash::FxHashMap::default();
        seen.reserve(names.size_hint().0);
        for name in names {
            match seen.get(name.text.as_str()) {
                Some(first) => {
                    let finding = crate::scope::duplicate(kind, &name.text, self.loc(name.id), self.loc(*first));
                    self.report(finding);
                }
                None => {
                    seen.insert(&name.text, name.id);
                }
            }
        }
    }

    pub(crate) fn includes(decls: &[IncludeDecl]) -> Vec<Include> {
        decls.iter().map(|decl| Include { source: decl.path.clone(), relative: !decl.angle }).collect()
    }

    /// Hands over what was collected.
    pub(crate) fn finish<T>(&mut self, by_index: rustc_hash::FxHashMap<usize, std::sync::Arc<T>>) -> Resolved<T> {
        Resolved { by_index, findings: mem::take(&mut self.findings), uses: mem::take(&mut self.uses) }
    }
}
