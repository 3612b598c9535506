// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Rules about what the language lets pass: each lint is a file here with its check and its fix, a line in the table of rules,
//! and a page beside the others whose examples are its tests.
//!
//! A lint is about the user's own text: not about the built-in library, nor about files that import paths lead to, unless the
//! system itself lies there.

mod bodies;
mod deprecated_form;
mod idle_instance;
mod implicit_direction;
mod mergeable_connections;
mod missing_include;
mod shadowed_name;
mod unreachable_file;
mod unused_attribute;
mod unused_component;
mod unused_composition;
mod unused_connector;
mod unused_import;
mod unused_macro;
mod unused_procedure;
mod unused_struct;
mod usage;

use std::sync::Arc;

use self::bodies::file_compositions;
use crate::builtin;
use crate::db::Db;
use crate::diagnostic::{Diagnostic, Finding, Holds, Rule, Tag};
use crate::imports::import_graph;
use crate::input::{File, System};
use crate::item_tree::kept::Kept;
use crate::item_tree::{CompositionDecl, ConnectionDecl, InstanceDecl};
use crate::reach::is_in_library;

/// A rule that is checked by itself, when the text is understood.
pub(crate) struct Lint {
    /// The rule: name, level and documentation.
    pub(crate) rule: Rule,
    /// How an editor may show what its findings are about.
    pub(crate) tag: Option<Tag>,
    /// In which of the systems that share a file its findings must come up.
    pub(crate) holds: Holds,
    /// What breaks it.
    check: Check,
}

/// A lint of one composition.
#[derive(Clone, Copy)]
struct OfComposition {
    /// What it finds.
    find: fn(&dyn Db, File, &CompositionDecl) -> Vec<Finding>,
    /// Whether it finds nothing, where that was so before something new came in.
    is_sound: fn(&CompositionDecl, &New<'_>) -> bool,
}

/// What is new in a composition.
struct New<'d> {
    instances: &'d [Arc<InstanceDecl>],
    connections: &'d [Arc<ConnectionDecl>],
}

impl<'d> New<'d> {
    /// `None` where that is much, or more than statements.
    fn since(earlier: &CompositionDecl, now: &'d CompositionDecl) -> Option<Self> {
        const MOST: usize = 16;
        let instances = Kept::of(&earlier.instances, &now.instances);
        let connections = Kept::of(&earlier.connections, &now.connections);
        let is_little = instances.changed() <= MOST && connections.changed() <= MOST;
        (is_little && earlier.groups == now.groups).then(|| Self {
            instances: instances.added(&now.instances),
            connections: connections.added(&now.connections),
        })
    }
}

/// How much a lint has to see.
#[derive(Clone, Copy)]
enum Check {
    /// One composition by itself.
    Composition(OfComposition),
    /// The other declarations of one file.
    File(fn(&dyn Db, System, File) -> Vec<Finding>),
    /// The preprocessor's run over one file.
    Text(fn(&dyn Db, System, File) -> Vec<Diagnostic>),
    /// A system with an assembly and without errors: whatever seems to be missing in another may be hidden by those.
    System(fn(&dyn Db, System) -> Vec<Finding>),
}

/// Every lint.
const ALL: &[&Lint] = &[
    &unused_import::LINT,
    &unused_component::LINT,
    &unused_procedure::LINT,
    &unused_connector::LINT,
    &unused_struct::LINT,
    &unused_composition::LINT,
    &unused_attribute::LINT,
    &unused_macro::LINT,
    &idle_instance::LINT,
    &shadowed_name::LINT,
    &mergeable_connections::LINT,
    &implicit_direction::LINT,
    &missing_include::LINT,
    &deprecated_form::LINT,
    &unreachable_file::LINT,
];

/// The lint that a rule is checked by.
pub(crate) fn of_rule(rule: Rule) -> Option<&'static Lint> {
    ALL.iter().copied().find(|lint| lint.rule == rule)
}

/// Findings of lints that need no more than a file's declarations.
#[salsa::tracked(returns(deref))]
pub(crate) fn file_lints(db: &dyn Db, system: System, file: File) -> Arc<[Finding]> {
    if !is_own(db, system, file) {
        return Arc::from([]);
    }
    let checks = ALL.iter().filter_map(|lint| if let Check::File(check) = lint.check { Some(check) } else { None });
    checks.flat_map(|check| check(db, system, file)).collect()
}

/// Findings of lints about the compositions of a file.
#[salsa::tracked(returns(deref))]
pub(crate) fn composition_lints(db: &dyn Db, system: System, file: File) -> Arc<[Finding]> {
    if !is_own(db, system, file) {
        return Arc::from([]);
    }
    let all = file_compositions(db, system, file).iter().inspect(|_| db.step());
    all.flat_map(|composition| of_composition(db, file, composition)).collect()
}

/// What lints find in a composition. Of an earlier version in which they found nothing, what is new is compared with all.
fn of_composition(db: &dyn Db, file: File, composition: &Arc<CompositionDecl>) -> Vec<Finding> {
    let checks =
        ALL.iter().filter_map(|lint| if let Check::Composition(check) = lint.check { Some(check) } else { None });
    let earlier = db.earlier_sound(file, composition.id);
    let new = earlier.as_ref().and_then(|earlier| New::since(earlier, composition));
    let is_sound = new.is_some_and(|new| checks.clone().all(|check| (check.is_sound)(composition, &new)));
    let found =
        if is_sound { Vec::new() } else { checks.flat_map(|check| (check.find)(db, file, composition)).collect() };
    if found.is_empty() {
        db.remember_sound(file, Arc::clone(composition));
    }
    found
}

/// Findings of lints about the preprocessor's run over a file.
#[salsa::tracked(returns(deref))]
pub(crate) fn text_lints(db: &dyn Db, system: System, file: File) -> Arc<[Diagnostic]> {
    if !is_own(db, system, file) {
        return Arc::from([]);
    }
    let checks = ALL.iter().filter_map(|lint| if let Check::Text(check) = lint.check { Some(check) } else { None });
    checks.flat_map(|check| check(db, system, file)).collect()
}

/// Findings of lints that need all of a system. To be asked for one without errors alone.
#[salsa::tracked(returns(deref))]
pub(crate) fn system_lints(db: &dyn Db, system: System) -> Arc<[Finding]> {
    let checks = ALL.iter().filter_map(|lint| if let Check::System(check) = lint.check { Some(check) } else { None });
    let found = checks.flat_map(|check| {
        // Each may go through all of a large system.
        db.step();
        check(db, system)
    });
    found.filter(|finding| is_own(db, system, finding.file())).collect()
}

/// Whether a file is the user's own: neither in the library nor in a folder of libraries.
#[salsa::tracked(returns(copy))]
pub fn is_own(db: &dyn Db, system: System, file: File) -> bool {
    !builtin::is_builtin(file.path(db)) && !is_in_library(db, system, file.path(db))
}

/// Whether a file belongs to this system: it is its own, and lies in the folder of its root. What lies elsewhere is there for
/// others too, and what this system leaves unused has its use in them.
fn is_private(db: &dyn Db, system: System, file: File) -> bool {
    let folder = system.root(db).path(db).parent();
    is_own(db, system, file) && folder.is_some_and(|folder| file.path(db).starts_with(folder))
}

/// The files that belong to a system, in order.
fn private_files(db: &dyn Db, system: System) -> impl Iterator<Item = File> + '_ {
    import_graph(db, system).files.iter().copied().filter(move |file| is_private(db, system, *file))
}
