// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The reader of device trees, and the queries over them.

use camkes_hir::queries::{DeviceTree, Member};

use crate::world::resolve;

/// Queries of each kind; together they look at every node and property.
const QUERIES: [&str; 6] = [
    r#"dtb({"path": ".*"})"#,
    r#"dtb([{"path": "soc"}, {"path": "serial"}])"#,
    r#"dtb({"aliases": "serial0"})"#,
    r#"dtb({"chosen": "stdout-path"})["reg"]"#,
    r#"dtb({"properties": {"reg": 4096}})["reg"][0]"#,
    r#"dtb({"path": "[a-z]+@[0-9a-f]+$", "properties": {"compatible[*]": ["acme,uart"], "interrupts[1]": 1}})"#,
];

/// Holds everything for a blob.
#[track_caller]
pub fn check(blob: &[u8]) {
    let Ok(tree) = DeviceTree::parse(blob) else { return };
    assert_eq!(tree.size(), blob.len());
    check_structure(&tree, blob.len());
    assert_eq!(DeviceTree::parse(blob).as_ref(), Ok(&tree), "the same blob has one tree");
    let settings: String = QUERIES.iter().enumerate().map(|(i, query)| format!("d.query_{i} = {query};\n")).collect();
    let text =
        format!("component D {{}} assembly {{ composition {{ component D d; }} configuration {{\n{settings}}} }}");
    assert!(!resolve(&text, Some(blob)).is_empty(), "a query has an answer or is a mistake");
}

/// Parents come before their children, every node has its place among its parent's members, and all of it is no larger
/// than the blob.
#[track_caller]
fn check_structure(tree: &DeviceTree, size: usize) {
    assert!(tree.node(tree.root()).is_some_and(|root| root.parent.is_none()));
    let mut members = tree.node(tree.root()).map_or(0, |root| root.members.len());
    for id in tree.nodes() {
        let node = tree.node(id).unwrap_or_else(|| panic!("{id:?} is no node"));
        let parent = node.parent.unwrap_or_else(|| panic!("{id:?} has no parent"));
        assert!(parent < id, "{parent:?} comes after {id:?}, which is in it");
        let is_member = |it: &Member| matches!(it, Member::Node(member) if *member == id);
        assert!(tree.node(parent).is_some_and(|it| it.members.iter().any(is_member)), "{id:?} is lost");
        assert!(tree.path(id).starts_with('/') && tree.ancestors(id).count() >= 1);
        members += node.members.len();
    }
    // A node takes at least 12 bytes, a property as many.
    assert!(members <= size / 8, "{members} members in {size} bytes");
}
