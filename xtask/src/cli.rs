// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The command line of `cargo xtask`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::repository::Repository;
use crate::{codegen, conformance, dist, e2e, endure, layout, metrics, test};

const EXAMPLES: &str = "\
Examples:
  cargo xtask test                     Everything, as CI runs it
  cargo xtask test --list              The steps, and what each one checks
  cargo xtask test --only clippy       One step
  cargo xtask test --skip vscode       All steps but one
  cargo xtask codegen                  After a change of crates/syntax/camkes.ungram
  cargo xtask metrics --runs 20        Figures as JSON
  cargo xtask dist                     The release binary, and the VS Code extension with it
  cargo xtask e2e-vscode               The extension in a real VS Code
  cargo xtask metrics --only reference --systems adder
  cargo xtask conformance --only uart  Some public applications, against the reference tool";

/// The workshop: tests, generated files and figures of this repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", after_help = EXAMPLES, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run every check and every test; installs what is missing where it may
    ///
    /// On Debian, as root, missing packages are installed with apt-get. Otherwise they are named, and nothing runs.
    /// Every step runs, also after a failure. The last line of the output counts steps and tests: `N passed, N failed`.
    Test(TestArguments),
    /// Write the files that are made from other files of the repository
    Codegen(CodegenArguments),
    /// Measure size, time and memory, and print them as JSON
    Metrics(MetricsArguments),
    /// Play what two editors said to the release server, with edits and places by chance, and print what came of it
    ///
    /// The exit code is 1 if a request was answered with an error that says that something is wrong, if one was not answered, if
    /// the server panicked, or if its memory grew.
    Endure(EndureArguments),
    /// Build the release binary, and a package of the VS Code extension with it inside, into target/dist
    Dist(DistArguments),
    /// Install the package of `dist` in a real VS Code, and drive it
    ///
    /// The VS Code is code-server, from npm; the first run compiles it, which takes some minutes, and keeps it in the user's cache
    /// (`CAMKES_E2E_CACHE` names another folder). On Debian, as root, missing packages are installed, a browser among them. Each check is a
    /// line, `ok <name>` or `FAILED <name>: <why>`; the exit code is 1 if one failed. Screenshots are left in target/e2e-vscode.
    E2eVscode(E2eArguments),
    /// Write which functions of the released program lie together, from profiles of it
    ///
    /// The program is what `cargo build --release` makes: with another profile, hashes in names of functions are others. A profile is what
    /// `valgrind --tool=callgrind --demangle=no --compress-strings=no camkes-lsp runner …` leaves. Functions that all commands run come first.
    Layout(LayoutArguments),
    /// Compare what is made of the public applications with the reference tool, and print a table of it
    ///
    /// CAMKES_CORPUS names the folder with the checkouts, CAMKES_REFERENCE the reference's packages, and CAMKES_PYTHON a Python
    /// with what they need (default: python3). The exit code is 1 if a model differs, and 2 if the comparison could not run.
    Conformance(ConformanceArguments),
}

/// `test`.
#[derive(Debug, Args)]
pub(crate) struct TestArguments {
    /// Run this step alone; may be repeated
    #[arg(long, value_name = "STEP", conflicts_with = "skip")]
    pub(crate) only: Vec<String>,

    /// Leave this step out, and say so at the end; may be repeated
    #[arg(long, value_name = "STEP")]
    pub(crate) skip: Vec<String>,

    /// Show the steps and what each one checks
    #[arg(long)]
    pub(crate) list: bool,
}

#[derive(Debug, Args)]
struct CodegenArguments {
    /// Write nothing; fail if a file would change
    #[arg(long)]
    check: bool,
}

/// `metrics`.
#[derive(Debug, Args)]
pub(crate) struct MetricsArguments {
    /// How often each time is taken; the median counts
    #[arg(long, value_name = "N", default_value_t = 11, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(crate) runs: u16,

    /// Whether to run the benchmarks, which takes some minutes
    #[arg(long, value_name = "WHETHER", default_value = "run")]
    pub(crate) benchmarks: Benchmarks,

    /// Take this part of the figures alone
    #[arg(long, value_name = "PART")]
    pub(crate) only: Option<Part>,

    /// How often each kind of keystroke and question is repeated in the editor's sessions
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub(crate) keystrokes: u16,

    /// Measure this program instead of building one
    #[arg(long, value_name = "FILE")]
    pub(crate) binary: Option<PathBuf>,

    /// Whether to measure the reference tool, too, in the same run, which takes half an hour; it needs what `conformance` needs
    #[arg(long, value_name = "WHETHER", default_value = "skip")]
    pub(crate) reference: Reference,

    /// Beside the reference tool, systems whose name has this text, such as `adder on x86_64`
    #[arg(long, value_name = "TEXT")]
    pub(crate) systems: Option<String>,
}

/// `endure`.
#[derive(Debug, Args)]
pub(crate) struct EndureArguments {
    /// How long
    #[arg(long, value_name = "N", default_value_t = 60)]
    pub(crate) minutes: u64,

    /// Milliseconds from one message to the next, on average
    #[arg(long, value_name = "N", default_value_t = 60)]
    pub(crate) pace: u64,

    /// Another number makes other edits
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,

    /// Play to this program instead of building one
    #[arg(long, value_name = "FILE")]
    pub(crate) binary: Option<PathBuf>,
}

/// `dist`.
#[derive(Debug, Args)]
pub(crate) struct DistArguments {
    /// Pack this server instead of building one
    #[arg(long, value_name = "FILE")]
    pub(crate) server: Option<PathBuf>,

    /// Platform of the server as VS Code names it, such as `linux-arm64`; else this one
    #[arg(long, value_name = "PLATFORM", requires = "server")]
    pub(crate) target: Option<String>,
}

/// `e2e-vscode`.
#[derive(Debug, Args)]
pub(crate) struct E2eArguments {
    /// Test with this server instead of building one
    #[arg(long, value_name = "FILE")]
    pub(crate) server: Option<PathBuf>,

    /// Run the checks that have this text in their name
    #[arg(long, value_name = "TEXT")]
    pub(crate) only: Option<String>,

    /// Write the screenshots that the documents show anew
    #[arg(long)]
    pub(crate) update_images: bool,
}

/// `layout`.
#[derive(Debug, Args)]
pub(crate) struct LayoutArguments {
    /// The released program, with its symbols
    #[arg(long, value_name = "FILE")]
    pub(crate) binary: PathBuf,

    /// Profiles of its calls
    #[arg(value_name = "PROFILE", required = true)]
    pub(crate) profiles: Vec<PathBuf>,
}

/// `conformance`.
#[derive(Debug, Args)]
pub(crate) struct ConformanceArguments {
    /// Compare the generated files instead of the resolved systems
    #[arg(long, conflicts_with = "keep")]
    pub(crate) files: bool,

    /// Ask the reference tool about the texts of every condition under which it refuses a system
    #[arg(long, conflicts_with_all = ["keep", "files"])]
    pub(crate) conditions: bool,

    /// Systems whose name has this text, such as `vm_minimal on tx2`
    #[arg(long, value_name = "TEXT")]
    pub(crate) only: Option<String>,

    /// Folder for the models that both tools made
    #[arg(long, value_name = "FOLDER")]
    pub(crate) keep: Option<PathBuf>,
}

/// A part of the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// What a person at an editor waits for
    Editor,
    /// The drop-in compiler beside the reference tool, as with `--reference run`
    Reference,
}

/// What to do with the benchmarks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Benchmarks {
    /// Run them, and print their medians
    Run,
    /// Leave them out
    Skip,
}

/// What to do with the reference tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Reference {
    /// Run it, and print how much more it uses
    Run,
    /// Leave it out
    Skip,
}

/// Does what the command line says. The exit code is 0 if all is well, 1 if something failed, and 2 if the command line is wrong.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli.command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command) -> anyhow::Result<ExitCode> {
    let repository = Repository::find()?;
    match command {
        Command::Test(arguments) if arguments.list => {
            test::list();
            Ok(ExitCode::SUCCESS)
        }
        Command::Test(arguments) => test::run(&repository, arguments),
        Command::Codegen(CodegenArguments { check }) => {
            codegen::run(if *check { codegen::Mode::Check } else { codegen::Mode::Write })?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Metrics(arguments) => {
            metrics::run(&repository, arguments)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Endure(arguments) => endure::run(&repository, arguments),
        Command::Dist(arguments) => {
            dist::run(&repository, arguments)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::E2eVscode(arguments) => e2e::run(&repository, arguments),
        Command::Layout(arguments) => {
            layout::run(&repository, arguments)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Conformance(arguments) => conformance::run(&repository, arguments),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
