// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The layers of the real workspace, and of workspaces that break the rules.
#![allow(clippy::unwrap_used, reason = "tests")]

use cargo_metadata::MetadataCommand;
use xtask::dependencies::{self, Graph};
use xtask::layers::violations;

fn workspace() -> cargo_metadata::Metadata {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
    MetadataCommand::new()
        .manifest_path(manifest)
        .other_options(["--filter-platform".to_owned(), "x86_64-unknown-linux-gnu".to_owned()])
        .exec()
        .unwrap()
}

#[test]
fn the_workspace_keeps_its_layers() {
    assert_eq!(violations(&Graph::of(&workspace())), [""; 0]);
}

#[test]
fn the_workspace_is_really_read() {
    let graph = Graph::of(&workspace());
    let members: Vec<_> = graph.members().map(|(name, _)| name.to_owned()).collect();
    assert!(members.iter().any(|name| name == "camkes-hir"), "{members:?}");
    assert_eq!(
        graph.way("camkes-ide", "rowan"),
        Some(["camkes-ide", "camkes-syntax", "rowan"].map(str::to_owned).to_vec())
    );
}

#[test]
fn an_arrow_upwards_is_found() {
    let graph = Graph::default().with_member("camkes-syntax", &["camkes-hir"], &[]).with_member("camkes-hir", &[], &[]);
    assert_eq!(violations(&graph), ["camkes-syntax must not use camkes-hir"]);
}

#[test]
fn an_arrow_sideways_is_found() {
    let graph =
        Graph::default().with_member("camkes-ide", &["camkes-codegen"], &[]).with_member("camkes-codegen", &[], &[]);
    assert_eq!(violations(&graph), ["camkes-ide must not use camkes-codegen"]);
}

#[test]
fn an_arrow_upwards_in_tests_is_found() {
    let graph = Graph::default().with_member("camkes-hir", &[], &["camkes-ide"]).with_member("camkes-ide", &[], &[]);
    assert_eq!(violations(&graph), ["the tests of camkes-hir must not use camkes-ide"]);
}

#[test]
fn fixtures_are_for_tests_alone() {
    let fixtures = |normal: &[&str], dev: &[&str]| {
        Graph::default().with_member("camkes-hir", normal, dev).with_member("camkes-test-fixture", &[], &[])
    };
    assert_eq!(violations(&fixtures(&[], &["camkes-test-fixture"])), [""; 0]);
    assert_eq!(
        violations(&fixtures(&["camkes-test-fixture"], &[])),
        ["camkes-hir uses camkes-test-fixture outside of its tests"]
    );
}

#[test]
fn unwanted_knowledge_is_found_through_a_third_crate() {
    let graph = Graph::default()
        .with_member("camkes-capdl", &["innocent"], &[])
        .with_external("innocent", &["salsa"])
        .with_external("salsa", &[]);
    assert_eq!(
        violations(&graph),
        ["camkes-capdl must not know salsa, but is built with it: camkes-capdl -> innocent -> salsa"]
    );
}

#[test]
fn only_the_server_speaks_the_protocol() {
    let graph =
        |name: &str| Graph::default().with_member(name, &["gen-lsp-types"], &[]).with_external("gen-lsp-types", &[]);
    assert_eq!(violations(&graph("camkes-lsp-server")), [""; 0]);
    assert_eq!(
        violations(&graph("camkes-ide")),
        ["camkes-ide must not know gen-lsp-types, but is built with it: camkes-ide -> gen-lsp-types"]
    );
}

#[test]
fn nothing_uses_the_workshop() {
    let graph = Graph::default().with_member("camkes-lsp-server", &["xtask"], &[]).with_member("xtask", &[], &[]);
    assert_eq!(violations(&graph), ["camkes-lsp-server must not use xtask"]);
}

#[test]
fn a_crate_without_a_place_is_found() {
    let graph = Graph::default().with_member("camkes-extras", &[], &[]);
    assert_eq!(violations(&graph), ["camkes-extras has no place among the layers: give it one in xtask/src/layers.rs"]);
}

#[test]
fn no_dependency_is_built_twice_without_a_reason() {
    assert_eq!(dependencies::duplicates(&workspace()), [""; 0]);
}
