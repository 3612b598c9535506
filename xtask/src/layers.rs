// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The layers of the house: which crate may use which, and what it must not know. See `docs/architecture.md`.

use crate::dependencies::Graph;

/// A crate of ours.
struct Layer {
    name: &'static str,
    /// Crates of ours that it may use.
    may_use: Uses,
    /// Crates of others that it must not be built with, not even through a third one.
    must_not_know: &'static [&'static str],
}

enum Uses {
    Only(&'static [&'static str]),
    Everything,
}

/// What only tests and the workshop may use, in any layer: input, and what holds for every input.
const FIXTURES: &str = "camkes-test-fixture";
const PROPERTIES: &str = "camkes-properties";
const FOR_TESTS: [&str; 2] = [FIXTURES, PROPERTIES];

/// Names of the language server protocol, and of threads that serve it.
const WIRE: [&str; 4] = ["tower-lsp-server", "gen-lsp-types", "lsp-types", "tokio"];

const LAYERS: &[Layer] = &[
    Layer {
        name: "camkes-syntax",
        may_use: Uses::Only(&[]),
        must_not_know: &["salsa", "camino", "serde_json", "annotate-snippets", "clap", "minijinja", "object"],
    },
    Layer {
        name: "camkes-preprocessor",
        may_use: Uses::Only(&["camkes-syntax"]),
        must_not_know: &["salsa", "camino", "serde_json", "annotate-snippets", "clap", "minijinja", "object"],
    },
    Layer {
        name: "camkes-csource",
        may_use: Uses::Only(&["camkes-preprocessor"]),
        must_not_know: &["salsa", "rowan", "serde_json", "annotate-snippets", "clap", "minijinja", "object"],
    },
    Layer {
        name: "camkes-hir",
        may_use: Uses::Only(&["camkes-syntax", "camkes-preprocessor"]),
        must_not_know: &["minijinja", "object", "annotate-snippets", "anstream", "clap", "serde_json", "line-index"],
    },
    Layer {
        name: "camkes-ide",
        may_use: Uses::Only(&["camkes-csource", "camkes-hir", "camkes-syntax"]),
        must_not_know: &["minijinja", "object", "annotate-snippets", "anstream", "clap", "serde_json"],
    },
    Layer {
        name: "camkes-capdl",
        may_use: Uses::Only(&[]),
        must_not_know: &["salsa", "rowan", "logos", "minijinja", "camino", "clap", "serde_json"],
    },
    Layer {
        name: "camkes-jinja",
        may_use: Uses::Only(&[]),
        must_not_know: &["salsa", "rowan", "logos", "minijinja", "camino", "clap", "serde_json", "object"],
    },
    Layer {
        name: "camkes-codegen",
        may_use: Uses::Only(&["camkes-hir", "camkes-capdl", "camkes-jinja"]),
        must_not_know: &["clap", "annotate-snippets", "anstream", "line-index"],
    },
    Layer { name: "camkes-lsp-server", may_use: Uses::Everything, must_not_know: &[] },
    Layer { name: FIXTURES, may_use: Uses::Only(&[]), must_not_know: &["salsa", "rowan", "logos"] },
    Layer {
        name: PROPERTIES,
        may_use: Uses::Only(&["camkes-syntax", "camkes-preprocessor", "camkes-hir"]),
        must_not_know: &["minijinja", "object", "annotate-snippets", "anstream", "clap", "serde_json", "line-index"],
    },
    Layer { name: "camkes-tests", may_use: Uses::Everything, must_not_know: &[] },
    Layer { name: "xtask", may_use: Uses::Only(&[FIXTURES]), must_not_know: &[] },
];

/// The only crate that speaks the protocol.
const WIRE_MAY_BE_KNOWN_BY: [&str; 2] = ["camkes-lsp-server", "camkes-tests"];

/// Crates that nobody else may use: they are at the top.
const TOPS: [&str; 2] = ["camkes-tests", "xtask"];

/// Every broken rule in words; none if all is well.
#[must_use]
pub fn violations(graph: &Graph) -> Vec<String> {
    let mut found = Vec::new();
    for (name, node) in graph.members() {
        let Some(layer) = LAYERS.iter().find(|layer| layer.name == name) else {
            found.push(format!("{name} has no place among the layers: give it one in xtask/src/layers.rs"));
            continue;
        };
        for used in node.normal.iter().filter(|used| graph.is_member(used)) {
            if FOR_TESTS.contains(&used.as_str()) && !TOPS.contains(&name) {
                found.push(format!("{name} uses {used} outside of its tests"));
            } else if !layer.may_use(used) {
                found.push(format!("{name} must not use {used}"));
            }
        }
        for used in node.dev.iter().filter(|used| graph.is_member(used)) {
            if !FOR_TESTS.contains(&used.as_str()) && used != name && !layer.may_use(used) {
                found.push(format!("the tests of {name} must not use {used}"));
            }
        }
        let wire = if WIRE_MAY_BE_KNOWN_BY.contains(&name) { &[][..] } else { &WIRE[..] };
        for unwanted in layer.must_not_know.iter().chain(wire) {
            if let Some(way) = graph.way(name, unwanted) {
                found.push(format!("{name} must not know {unwanted}, but is built with it: {}", way.join(" -> ")));
            }
        }
    }
    found
}

impl Layer {
    fn may_use(&self, other: &str) -> bool {
        match self.may_use {
            Uses::Only(names) => names.contains(&other),
            Uses::Everything => !TOPS.contains(&other),
        }
    }
}
