// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The commands. Each returns what the process tells its caller, and an error only when its own output fails.

pub mod build;
pub mod cache;
pub mod capdl;
pub mod capdl_linker;
pub mod check;
pub mod clangd;
pub mod dump;
pub mod explain;
pub mod fmt;
pub mod graph;
pub mod parser;
pub mod runner;
pub mod serve;

mod files;
pub(crate) mod findings;
mod project;
pub(crate) mod reading;
mod watching;

use std::io;

use crate::{cli, report, system::System};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing wrong.
    Clean,
    /// Mistakes in the input, or the output can't be written.
    Findings,
    /// The same, told with the exit code of the reference tool.
    ReferenceFindings,
    /// The command line makes no sense in this folder.
    Usage,
}

impl Outcome {
    /// The process' exit code.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::ReferenceFindings => 255,
            Self::Usage => 2,
        }
    }
}

/// Result of a command; the error is that of a closed or broken output stream.
pub type CommandResult = io::Result<Outcome>;

/// Whether a stream gets colours. See <https://no-color.org>.
fn style(system: &System<'_>, color: cli::Color, terminal: bool) -> report::Style {
    let wanted = match color {
        cli::Color::Always => true,
        cli::Color::Never => false,
        cli::Color::Auto => {
            let refused = (system.variable)("NO_COLOR").is_some_and(|value| !value.is_empty());
            let dumb = (system.variable)("TERM").is_some_and(|value| value == "dumb");
            terminal && !refused && !dumb
        }
    };
    if wanted { report::Style::Coloured } else { report::Style::Plain }
}
