// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Which package uses which, from `cargo metadata`.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, PackageId};

/// Packages that are built in two versions, and why we can't change that.
const JUSTIFIED_DUPLICATES: [(&str, &str); 4] = [
    ("embedded-io", "postcard names both as optional through weak features; neither is built"),
    ("hashbrown", "rowan and dashmap (of tower-lsp-server) still use 0.14; salsa and indexmap a newer one"),
    ("rustc-hash", "rowan still uses 1.x"),
    ("syn", "derive macros are on their way from 2 to 3; none of it is in the binary"),
];

/// The packages and their direct dependencies, by name.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    packages: BTreeMap<String, Node>,
}

/// One package of a [`Graph`].
#[derive(Debug, Clone, Default)]
pub struct Node {
    /// Whether it is one of ours.
    pub member: bool,
    /// What it is built with: normal and build dependencies.
    pub normal: BTreeSet<String>,
    /// What its tests and benchmarks use besides.
    pub dev: BTreeSet<String>,
}

impl Graph {
    /// The graph of a workspace.
    #[must_use]
    pub fn of(metadata: &Metadata) -> Self {
        let mut graph = Self::default();
        let names = names(metadata);
        for node in metadata.resolve.iter().flat_map(|resolve| &resolve.nodes) {
            let Some(name) = names.get(&node.id) else { continue };
            let entry = graph.packages.entry((*name).to_owned()).or_default();
            entry.member = metadata.workspace_members.contains(&node.id);
            for dependency in &node.deps {
                let Some(target) = names.get(&dependency.pkg) else { continue };
                for kind in &dependency.dep_kinds {
                    let set = if kind.kind == DependencyKind::Development { &mut entry.dev } else { &mut entry.normal };
                    set.insert((*target).to_owned());
                }
            }
        }
        graph
    }

    /// Adds a package of ours; for tests of rules on graphs that don't exist.
    #[must_use]
    pub fn with_member(mut self, name: &str, normal: &[&str], dev: &[&str]) -> Self {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        self.packages.insert(name.to_owned(), Node { member: true, normal: owned(normal), dev: owned(dev) });
        self
    }

    /// Adds a package of others.
    #[must_use]
    pub fn with_external(mut self, name: &str, normal: &[&str]) -> Self {
        let normal = normal.iter().map(|&name| name.to_owned()).collect();
        self.packages.insert(name.to_owned(), Node { member: false, normal, dev: BTreeSet::new() });
        self
    }

    /// Our packages, by name.
    pub fn members(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.packages.iter().filter(|(_, node)| node.member).map(|(name, node)| (name.as_str(), node))
    }

    /// Whether a package is one of ours.
    #[must_use]
    pub fn is_member(&self, name: &str) -> bool {
        self.packages.get(name).is_some_and(|node| node.member)
    }

    /// A shortest way from one package to another over normal dependencies, both included.
    #[must_use]
    pub fn way(&self, from: &str, to: &str) -> Option<Vec<String>> {
        let mut ways = std::collections::VecDeque::from([vec![from.to_owned()]]);
        let mut seen = BTreeSet::from([from.to_owned()]);
        while let Some(way) = ways.pop_front() {
            let last = way.last()?;
            if last == to {
                return Some(way);
            }
            for next in self.packages.get(last).iter().flat_map(|node| &node.normal) {
                if seen.insert(next.clone()) {
                    ways.push_back(way.iter().chain([next]).cloned().collect());
                }
            }
        }
        None
    }

    /// How many packages of others our packages are built with.
    #[must_use]
    pub fn external_count(&self, of: &str) -> usize {
        self.packages.iter().filter(|(name, node)| !node.member && self.way(of, name).is_some()).count()
    }
}

/// Packages in several versions without a line in the table of reasons, and lines of the table that nothing needs any more.
#[must_use]
pub fn duplicates(metadata: &Metadata) -> Vec<String> {
    let names = names(metadata);
    let mut versions: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for node in metadata.resolve.iter().flat_map(|resolve| &resolve.nodes) {
        if let Some(package) = metadata.packages.iter().find(|package| package.id == node.id)
            && let Some(name) = names.get(&node.id)
        {
            versions.entry(name).or_default().insert(package.version.to_string());
        }
    }
    versions.retain(|_, versions| versions.len() > 1);
    let justified = |name: &str| JUSTIFIED_DUPLICATES.iter().any(|(known, _)| *known == name);
    let unjustified = versions.iter().filter(|(name, _)| !justified(name)).map(|(name, versions)| {
        let versions: Vec<_> = versions.iter().map(String::as_str).collect();
        format!("{name} is built in the versions {}: `cargo tree -i {name}` shows for whom", versions.join(" and "))
    });
    let outdated = JUSTIFIED_DUPLICATES
        .iter()
        .filter(|(name, _)| !versions.contains_key(name))
        .map(|(name, _)| format!("{name} has one version now: drop its line in xtask/src/dependencies.rs"));
    unjustified.chain(outdated).collect()
}

fn names(metadata: &Metadata) -> BTreeMap<&PackageId, &str> {
    metadata.packages.iter().map(|package| (&package.id, package.name.as_str())).collect()
}
