// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! An import that the system would not miss: the file refers to nothing that comes with it, and neither does another file
//! that has no import of its own for it. The same file imported twice by one file is unused the second time.

use rustc_hash::{FxHashMap, FxHashSet};

use super::usage::{Usage, usage};
use super::{Check, Lint, private_files};
use crate::db::Db;
use crate::diagnostic::{Finding, Holds, Rule, Spot, Tag};
use crate::imports::{ImportGraph, file_outline, import_graph};
use crate::input::{File, System};
use crate::item_tree::ImportDecl;
use crate::loc::ItemLoc;
use crate::scope::{DefKind, Scope, scope};

pub(super) const LINT: Lint =
    Lint { rule: Rule::UnusedImport, tag: Some(Tag::Unused), holds: Holds::InAll, check: Check::System(check) };

fn check(db: &dyn Db, system: System) -> Vec<Finding> {
    let imports = Imports::new(db, system);
    private_files(db, system).flat_map(|file| imports.unused(file)).collect()
}

struct Imports<'db> {
    usage: &'db Usage,
    /// The imports of each file, with their targets.
    of_file: FxHashMap<File, Vec<(&'db ImportDecl, File)>>,
    /// What each file gets with its imports, itself left out.
    reached: FxHashMap<File, FxHashSet<File>>,
    /// Files that count by themselves: they have a part of the assembly, or a name that the preprocessor may refer to.
    kept: FxHashSet<File>,
}

impl<'db> Imports<'db> {
    fn new(db: &'db dyn Db, system: System) -> Self {
        let graph: &ImportGraph = import_graph(db, system);
        let usage = usage(db, system);
        let imports = |file: File| {
            let all = file_outline(db, system, file).iter().flatten();
            all.filter_map(move |it| Some((it, *graph.targets.get(&ItemLoc::new(file, it.id))?))).collect::<Vec<_>>()
        };
        let of_file: FxHashMap<_, _> = graph.files.iter().map(|file| (*file, imports(*file))).collect();
        let mut reached: FxHashMap<File, FxHashSet<File>> = FxHashMap::default();
        // What a file imports comes before it.
        for file in &graph.files {
            let mut all = FxHashSet::default();
            for (_, target) in of_file.get(file).into_iter().flatten() {
                all.insert(*target);
                all.extend(reached.get(target).into_iter().flatten());
            }
            reached.insert(*file, all);
        }
        Self { usage, of_file, reached, kept: kept(scope(db, system), usage) }
    }

    fn unused(&self, file: File) -> Vec<Finding> {
        let mut seen: FxHashMap<File, ItemLoc> = FxHashMap::default();
        let mut findings = Vec::new();
        for (import, target) in self.of_file.get(&file).into_iter().flatten() {
            let at = ItemLoc::new(file, import.id);
            let finding = match seen.get(target) {
                Some(first) => Finding::new(Rule::UnusedImport, at, format!("`{}` is already imported", import.path))
                    .label(*first, "imported here"),
                None if self.is_needed(file, *target) => continue,
                None => Finding::new(Rule::UnusedImport, at, format!("nothing of `{}` is used", import.path)),
            };
            seen.entry(*target).or_insert(at);
            findings.push(finding.mend("Remove the import", Spot::Lines(at), ""));
        }
        findings
    }

    fn is_needed(&self, file: File, target: File) -> bool {
        let none = FxHashSet::default();
        let brought = self.reached.get(&target).unwrap_or(&none).iter().copied().chain([target]);
        brought
            .into_iter()
            .any(|it| self.kept.contains(&it) || self.uses(file, it, target) || self.others_use(file, it, target))
    }

    /// Whether a file uses another one that comes with an import, and imports it in no plainer way.
    fn uses(&self, file: File, brought: File, by: File) -> bool {
        let refers = self.usage.files.get(&file).is_some_and(|used| used.contains(&brought));
        let direct = || self.of_file.get(&file).into_iter().flatten().any(|(_, target)| *target == brought);
        refers && (brought == by || !direct())
    }

    /// Whether a file that is not part of the import uses what comes with it, without an import of its own.
    fn others_use(&self, file: File, brought: File, by: File) -> bool {
        let part = |other: File| other == by || self.reached.get(&by).is_some_and(|all| all.contains(&other));
        self.usage.files.iter().any(|(other, used)| {
            let reaches = || self.reached.get(other).is_some_and(|all| all.contains(&brought));
            *other != file && used.contains(&brought) && !part(*other) && !reaches()
        })
    }
}

fn kept(scope: &Scope, usage: &Usage) -> FxHashSet<File> {
    const KINDS: [DefKind; 6] = [
        DefKind::Component,
        DefKind::Composition,
        DefKind::Configuration,
        DefKind::Connector,
        DefKind::Procedure,
        DefKind::Struct,
    ];
    let names = KINDS.into_iter().flat_map(|kind| scope.all(kind));
    let hidden = names.filter(|(name, _)| usage.hidden.contains(*name)).map(|(_, named)| named.def.file);
    scope.assemblies.iter().map(|def| def.file).chain(hidden).collect()
}
