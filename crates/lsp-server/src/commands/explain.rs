// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes-lsp explain`: what the registry of rules knows.

use std::fmt::Write as _;

use camkes_hir::diagnostic::Rule;

use super::{CommandResult, Outcome};
use crate::{cli::ExplainCommand, system::System};

/// Prints a rule's documentation, or one line for each rule.
///
/// # Errors
/// When standard output takes no more.
pub fn run(system: &mut System<'_>, command: &ExplainCommand) -> CommandResult {
    let text = match command.rule {
        Some(rule) => crate::report::page(rule),
        None => list(),
    };
    system.print(&text)?;
    Ok(Outcome::Clean)
}

fn list() -> String {
    let width = |column: fn(Rule) -> &'static str| Rule::ALL.iter().map(|it| column(*it).len()).max().unwrap_or(0);
    let (names, levels) = (width(Rule::name), width(|rule| rule.severity().name()));
    let mut out = String::new();
    for rule in Rule::ALL {
        let (name, level, summary) = (rule.name(), rule.severity().name(), rule.summary());
        let _ = writeln!(out, "{name:names$}  {level:levels$}  {summary}");
    }
    out
}
