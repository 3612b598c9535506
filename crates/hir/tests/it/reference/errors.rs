// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Every condition under which the reference tool refuses a system, and what we say of it: `conditions.md`.

use std::fmt::Write as _;

use camkes_hir::ForwardReferences;
use camkes_hir::check::missing_assembly;
use camkes_hir::diagnostic::{Diagnostic, Severity, Tag};
use expect_test::expect_file;

use crate::setup::World;

const CONDITIONS: &str = include_str!("conditions.md");

/// One section of the document.
struct Condition<'t> {
    /// From its title to the line of the reference.
    head: &'t str,
    title: &'t str,
    text: &'t str,
    /// Whether the reference accepts the text.
    accepted: bool,
}

/// The part of a document between two marks that follow each other.
fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let (_, rest) = text.split_once(start).unwrap();
    rest.split_once(end).unwrap().0
}

/// The document up to its first condition, and its conditions.
fn document() -> (&'static str, Vec<Condition<'static>>) {
    let (head, rest) = CONDITIONS.split_once("\n## ").unwrap();
    let conditions = rest.split("\n## ").map(|section| {
        let (head, _) = section.split_once("```text\n").unwrap();
        Condition {
            head,
            title: section.lines().next().unwrap(),
            text: between(section, "```camkes\n", "\n```"),
            accepted: section.contains("\nReference: accepts it\n"),
        }
    });
    (head, conditions.collect())
}

/// A text with the declarations before it, and what stands in `«»` inside of an assembly.
fn system(declarations: &str, text: &str) -> String {
    let Some((before, rest)) = text.split_once('«') else { return format!("{declarations}{text}") };
    let (inside, after) = rest.split_once('»').unwrap();
    let (composition, configuration) = if inside.starts_with("configuration") { ("", inside) } else { (inside, "") };
    let assembly = format!(
        "assembly {{ composition {{ component Client c; component Server s; connection Call call(from c.p, to s.p);
         {composition} }} {configuration} }}"
    );
    format!("{declarations}{before}{assembly}{after}")
}

fn said(system: &str, forward: ForwardReferences) -> Vec<Diagnostic> {
    let world = World::with(system, forward, &[]);
    let mut found: Vec<_> = camkes_hir::diagnostics(&world.db, world.system).to_vec();
    // The declarations are more than each text needs.
    let is_shown = |it: &Diagnostic| matches!(it.severity, Severity::Error | Severity::Warning);
    found.retain(|it| is_shown(it) && it.rule.tag() != Some(Tag::Unused));
    if found.is_empty() {
        found.extend(missing_assembly(&world.db, world.system));
    }
    found
}

#[test]
fn every_condition_of_the_reference_has_a_message_of_ours() {
    let (head, conditions) = document();
    let declarations = between(head, "```camkes\n", "```");
    let mut out = head.to_owned();
    for Condition { head, title, text, accepted } in conditions {
        let forward = match title.ends_with("with forward references") {
            true => ForwardReferences::Allow,
            false => ForwardReferences::Forbid,
        };
        let system = system(declarations, text);
        let found = said(&system, forward);
        assert!(!found.is_empty(), "{title}: nothing is said of\n{system}");
        let refused = found.iter().any(|it| it.severity == Severity::Error);
        assert!(!(accepted && refused), "{title}: only we refuse\n{system}\n{found:?}");
        let _ = write!(out, "\n## {head}```text\n");
        for it in found {
            let _ = writeln!(out, "{}[{}] {}", it.severity.name(), it.rule, it.message);
        }
        out.push_str("```\n");
    }
    expect_file!["conditions.md"].assert_eq(&out);
}
