// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The composition root of camkes-lsp: command line, language server, files and reports.
//!
//! This is the only crate that does input and output. The layers below return values; here they meet the disk
//! ([`vfs`], [`output`]), the editor ([`server`], [`handlers`], [`lsp`]) and the user ([`cli`], [`commands`], [`report`]).

#![expect(clippy::disallowed_methods, reason = "this crate is the one that does input and output")]

pub mod cache;
pub mod cli;
pub mod commands;
pub mod handlers;
pub mod log;
pub mod lsp;
pub mod output;
pub mod report;
pub mod server;
pub mod settings;
pub mod system;
pub mod vfs;

use std::{
    ffi::OsString,
    io::{self, Write as _},
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
};

use self::{cli::Action, commands::CommandResult, system::System};

/// How a run ended, as its caller sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status(pub u8);

impl Status {
    /// The command line is wrong.
    pub const USAGE: Self = Self(2);
    /// A bug of camkes-lsp.
    pub const INTERNAL: Self = Self(101);
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status.0)
    }
}

/// Runs one command line, program name first.
pub fn run(arguments: &[OsString], system: &mut System<'_>) -> Status {
    match catch_unwind(AssertUnwindSafe(|| run_unguarded(arguments, system))) {
        Ok(status) => status,
        Err(_) => {
            let _ = system.say(concat!(
                "\ncamkes-lsp ",
                env!("CARGO_PKG_VERSION"),
                " has a bug: it stopped at the place shown above. Nothing was written half.\n",
                "Please report it with this message and, if you can, the input.\n"
            ));
            Status::INTERNAL
        }
    }
}

fn run_unguarded(arguments: &[OsString], system: &mut System<'_>) -> Status {
    let (action, global) = match cli::parse(arguments) {
        Ok(parsed) => parsed,
        Err(error) => return explain(&error, system),
    };
    let log = match log::start(system, global.log.as_deref()) {
        Ok(log) => log,
        Err(why) => {
            let _ = system.say(&format!("error: {why}\n"));
            return Status::USAGE;
        }
    };
    let color = global.color;
    let result: CommandResult = match action {
        Action::Serve(server) => commands::serve::run(system, log, &server),
        Action::Build(build) => commands::build::run(system, &build, color),
        Action::Capdl(capdl) => commands::capdl::run(system, &capdl, color),
        Action::CapdlLinker(link) => commands::capdl_linker::run(system, &link),
        Action::Cache(cache) => commands::cache::run(system, &cache),
        Action::Check(check) => commands::check::run(system, &check, color),
        Action::Explain(explain) => commands::explain::run(system, &explain),
        Action::Fmt(fmt) => commands::fmt::run(system, &fmt, color),
        Action::Clangd(clangd) => commands::clangd::run(system, &clangd, color),
        Action::Graph(graph) => commands::graph::run(system, &graph, color),
        Action::Parser(parser) => commands::parser::run(system, &parser, color),
        Action::Runner(runner) => commands::runner::run(system, &runner, color),
        Action::Dump(dump) => commands::dump::run(system, &dump, color),
    };
    match result {
        Ok(outcome) => Status(outcome.code()),
        // A command that goes on only while it is read.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Status(0),
        Err(error) => {
            let _ = system.say(&format!("error: {error}\n"));
            Status(1)
        }
    }
}

/// Help, version and mistakes of the command line.
fn explain(error: &clap::Error, system: &mut System<'_>) -> Status {
    let text = error.render();
    let code = u8::try_from(error.exit_code()).unwrap_or(Status::USAGE.0);
    let _ = if error.use_stderr() { system.say(&text.to_string()) } else { system.print(&text.to_string()) };
    Status(code)
}

/// Ends a process that can't even start.
#[must_use]
pub fn refuse(why: &str) -> ExitCode {
    let _ = writeln!(io::stderr(), "error: {why}");
    Status::USAGE.into()
}
