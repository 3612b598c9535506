// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The command line.

mod cache;
mod capdl;
mod protocol;
mod rules;

use camino::Utf8PathBuf;
use camkes_hir::diagnostic::Rule;
use clap::{Args, Parser, Subcommand, ValueEnum};

pub use self::cache::{CacheAction, CacheCommand, CacheOptions};
pub use self::capdl::{
    BuildCnodeCommand, CapdlAction, CapdlCommand, CapdlFmtCommand, CapdlLinkerCommand, DiffCommand, GenCdlCommand,
    LinkerAction, ToCCommand, ToJsonCommand,
};
pub use self::protocol::{ParserCommand, RunnerCommand, Verbosity};
pub use self::rules::RuleOptions;
use crate::commands::fmt::STANDARD_INPUT;

const EXAMPLES: &str = "\
Examples:
  camkes-lsp                       Serve an editor over standard input and output
  camkes-lsp --build app.camkes    Generate into build/app; `camkes-lsp build app.camkes` is the same
  camkes-lsp build app.camkes --arch aarch64 --out-dir gen -I interfaces
  camkes-lsp build app.camkes --watch         Build again after each change
  camkes-lsp check .                          Report every mistake in every file below this folder
  camkes-lsp check app.camkes --fix           Mend what a machine can mend
  camkes-lsp explain unknown-component        What a rule wants, with an example
  camkes-lsp fmt app.camkes components        Give files the canonical layout
  camkes-lsp graph app.camkes --format dot | dot -Tpng > app.png
  camkes-lsp clangd app.camkes                Let clangd find generated headers
  camkes-lsp dump tree broken.camkes
  camkes-lsp dump settings app.camkes         What camkes.toml, a build folder and the command line make together

Exit codes:
  0    nothing wrong
  1    mistakes in the input, or the output can't be written
  2    the command line is wrong
  101  a bug of camkes-lsp
  255  mistakes in the input of `parser` or `runner`, as in the reference tool";

/// Language server and build-time compiler for CAmkES, the component platform of seL4.
///
/// Without a command it is a language server that speaks LSP over standard input and output.
#[derive(Debug, Parser)]
#[command(name = "camkes-lsp", version, after_help = EXAMPLES, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// Serve LSP over standard input and output (the default)
    #[arg(long)]
    pub stdio: bool,

    /// Build the system that FILE declares; the same as the command `build`
    #[arg(long = "build", value_name = "FILE", conflicts_with = "stdio")]
    pub build_file: Option<Utf8PathBuf>,

    /// Options of a build.
    #[command(flatten)]
    pub build: BuildOptions,

    /// Options of every command.
    #[command(flatten)]
    pub global: GlobalOptions,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct GlobalOptions {
    /// Colours in diagnostics
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,

    /// What to log to standard error: off, error, warn, info, debug or trace [default: warn, or $CAMKES_LOG]
    #[arg(long, global = true, value_name = "LEVEL")]
    pub log: Option<String>,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless $NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Generate the C glue code, linker scripts, CapDL specification and graph of a system
    Build(BuildCommand),
    /// Show or empty the folder in which what was generated is kept
    Cache(CacheCommand),
    /// Translate, format and compare CapDL specifications
    Capdl(CapdlCommand),
    /// Make the CapDL specification of a linked system, as capdl_linker.py does
    CapdlLinker(CapdlLinkerCommand),
    /// Report the mistakes in files
    Check(CheckCommand),
    /// Let clangd find what the C files of components include
    Clangd(ClangdCommand),
    /// Say what a rule wants, or list the rules
    Explain(ExplainCommand),
    /// Give files the canonical layout
    Fmt(FmtCommand),
    /// Draw the instances and connections of a system
    Graph(GraphCommand),
    /// Read a system for the runner, as camkes.parser does
    Parser(ParserCommand),
    /// Render templates for what the parser has read, as camkes.runner does
    Runner(Box<RunnerCommand>),
    /// Show what is made of a file: tokens, tree, preprocessed text or resolved system
    Dump(DumpCommand),
    /// Serve LSP over standard input and output
    Server(ServerCommand),
}

/// `server`.
#[derive(Debug, Default, Args)]
pub struct ServerCommand {
    /// Accepted for editors that always give it
    #[arg(long = "stdio")]
    pub over_stdio: bool,

    /// Count executed queries; `camkes/serverStatus` tells the counts
    #[arg(long)]
    pub count_queries: bool,
}

/// `build`.
#[derive(Debug, Args)]
pub struct BuildCommand {
    /// File that holds, or imports, the assembly
    #[arg(value_name = "FILE")]
    pub file: Utf8PathBuf,

    /// Its options.
    #[command(flatten)]
    pub options: BuildOptions,
}

/// `clangd`.
#[derive(Debug, Args)]
#[command(after_help = "\
Where the build folder that --build-dir or camkes.toml names has a compile_commands.json, a .clangd beside FILE leads to it. \
Otherwise the files of the system are generated into --out-dir, and a compile_commands.json beside FILE names the headers among \
them and the folders of headers of each component. Folders with headers of the kernel and of libraries come from --include-path \
or camkes.toml.")]
pub struct ClangdCommand {
    /// File that holds, or imports, the assembly
    #[arg(value_name = "FILE")]
    pub file: Utf8PathBuf,

    /// Folder for the generated files [default: build/<name of FILE>]
    #[arg(long, short = 'o', value_name = "DIR")]
    pub out_dir: Option<Utf8PathBuf>,

    /// How it is read.
    #[command(flatten)]
    pub reading: ReadingOptions,
}

/// How the text of a system is read.
#[derive(Debug, Clone, Default, Args)]
pub struct ReadingOptions {
    /// Folder to search for `import <...>`, before the built-in library; may be repeated
    #[arg(long = "import-path", short = 'I', value_name = "DIR")]
    pub import_paths: Vec<Utf8PathBuf>,

    /// Macro that is defined while files are preprocessed; may be repeated
    #[arg(long = "define", short = 'D', value_name = "NAME[=VALUE]")]
    pub defines: Vec<String>,

    /// Macro, predefined or given, that is not defined after all; may be repeated
    #[arg(long = "undefine", short = 'U', value_name = "NAME")]
    pub undefines: Vec<String>,

    /// Folder to search for `#include`d headers; may be repeated
    #[arg(long = "include-path", value_name = "DIR")]
    pub include_paths: Vec<Utf8PathBuf>,

    /// Folder to search for `#include`d headers after all others; may be repeated
    #[arg(long = "isystem", value_name = "DIR")]
    pub system_include_paths: Vec<Utf8PathBuf>,

    /// Header that is included before the first line of each file; may be repeated
    #[arg(long = "include", value_name = "FILE")]
    pub forced_includes: Vec<Utf8PathBuf>,

    /// Read files as they are, without preprocessing: lines that start with `#` are comments
    #[arg(long)]
    pub nocpp: bool,

    /// Flattened device tree (.dtb) that `dtb(...)` in settings asks
    #[arg(long, value_name = "FILE")]
    pub dtb: Option<Utf8PathBuf>,

    /// YAML file with the pins of the platform, which `gpio(...)` in settings asks
    #[arg(long, value_name = "FILE")]
    pub gpio_list: Option<Utf8PathBuf>,

    /// Do not warn when a name is used before its declaration
    #[arg(long, overrides_with = "disallow_forward_references")]
    pub allow_forward_references: bool,

    /// Refuse names that are used before their declaration
    #[arg(long)]
    pub disallow_forward_references: bool,

    /// Architecture [default: x86_64] [possible values: aarch32, arm_hyp, aarch64, ia32, x86_64, riscv32, riscv64]
    #[arg(long, value_name = "ARCH", value_parser = architecture)]
    pub arch: Option<camkes_codegen::Arch>,

    /// Folder with templates that come before the built-in ones, or, with a camkes-gen.cmake, replace them; may be repeated
    #[arg(long, value_name = "DIR")]
    pub templates: Vec<Utf8PathBuf>,

    /// CMake build folder whose recorded command lines say how its system is read
    #[arg(long, value_name = "DIR")]
    pub build_dir: Option<Utf8PathBuf>,

    /// Settings of the project [default: camkes.toml in the nearest folder above FILE]
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<Utf8PathBuf>,

    /// Read no camkes.toml
    #[arg(long)]
    pub no_config: bool,
}

/// Options of a build.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Build options")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct BuildOptions {
    /// Folder for the generated files [default: build/<name of FILE>]
    #[arg(long, short = 'o', value_name = "DIR")]
    pub out_dir: Option<Utf8PathBuf>,

    /// How it is read.
    #[command(flatten)]
    pub reading: ReadingOptions,

    /// What is kept for later builds.
    #[command(flatten)]
    pub cache: CacheOptions,

    /// Threads that render; the output is the same for any number [default: one a core]
    #[arg(long, short = 'j', value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,

    /// Print the summary, or the diagnostics, as JSON
    #[arg(long)]
    pub json: bool,

    /// Build again whenever a file changes, until Ctrl-C or the end of standard input
    #[arg(long, conflicts_with = "json")]
    pub watch: bool,

    /// How to report mistakes
    #[arg(long, value_name = "FORMAT", default_value = "full", conflicts_with = "json")]
    pub output_format: ReportFormat,

    /// Priority of threads that have no setting of it [default: 254]
    #[arg(long, value_name = "N")]
    pub default_priority: Option<u8>,

    /// Highest priority that threads may give, where they have no setting of it [default: 254]
    #[arg(long, value_name = "N")]
    pub default_max_priority: Option<u8>,

    /// Core of threads that have no setting of it [default: 0]
    #[arg(long, value_name = "N")]
    pub default_affinity: Option<u32>,

    /// Stack of threads that have no setting of it, in bytes [default: 16384]
    #[arg(long, value_name = "BYTES")]
    pub default_stack_size: Option<u64>,

    /// Generate for a kernel with mixed-criticality scheduling
    #[arg(long)]
    pub realtime: bool,

    /// Give each component a thread that prints the faults of its other threads
    #[arg(long)]
    pub debug_fault_handlers: bool,

    /// Use large frames where possible
    #[arg(long)]
    pub largeframe: bool,

    /// Use large frames for DMA pools where possible
    #[arg(long)]
    pub largeframe_dma: bool,

    /// YAML file with log2 of the sizes of kernel objects, from the kernel's build
    #[arg(long, value_name = "FILE")]
    pub object_sizes: Option<Utf8PathBuf>,
}

fn architecture(name: &str) -> Result<camkes_codegen::Arch, camkes_capdl::UnknownArch> {
    name.parse()
}

/// `check`.
#[derive(Debug, Args)]
pub struct CheckCommand {
    /// Files to check, each with what it imports, and folders, whose systems and other files are checked [default: the roots that camkes.toml names]
    #[arg(value_name = "FILE")]
    pub files: Vec<Utf8PathBuf>,

    /// How it is read.
    #[command(flatten)]
    pub reading: ReadingOptions,

    /// How to report
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    pub output_format: ReportFormat,

    /// Mend the files where it is clear what is meant, and report what remains
    #[arg(long)]
    pub fix: bool,

    /// With --fix: write nothing; show what would change as a unified diff
    #[arg(long, requires = "fix")]
    pub diff: bool,

    /// Check again whenever a file changes, until Ctrl-C
    #[arg(long, conflicts_with = "fix")]
    pub watch: bool,

    /// Fail on warnings too
    #[arg(long, conflicts_with = "exit_zero")]
    pub error_on_warning: bool,

    /// Do not fail because of what is found
    #[arg(long)]
    pub exit_zero: bool,

    /// Levels of rules.
    #[command(flatten)]
    pub rules: RuleOptions,
}

/// Format of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// With the lines of text, for people
    Full,
    /// One line each, for editors and grep
    Concise,
    /// For machines
    Json,
    /// Annotations of GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Code quality report of GitLab
    Gitlab,
    /// Test results in JUnit's XML
    Junit,
}

/// `explain`.
#[derive(Debug, Args)]
pub struct ExplainCommand {
    /// Name of a rule, as in the brackets of a report; without it, all rules are listed
    #[arg(value_name = "RULE", value_parser = rule)]
    pub rule: Option<Rule>,
}

fn rule(name: &str) -> Result<Rule, String> {
    Rule::from_name(name).ok_or_else(|| match Rule::closest(name) {
        Some(close) => format!("there is no such rule; did you mean `{close}`?"),
        None => "there is no such rule; `camkes-lsp explain` lists them".to_owned(),
    })
}

/// `fmt`.
#[derive(Debug, Args)]
pub struct FmtCommand {
    /// Files to rewrite, folders whose `.camkes` and `.idl4` files to rewrite, or `-` to write standard input, formatted, to standard output
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<Utf8PathBuf>,

    /// Write nothing; name the files that would change and fail if there are any
    #[arg(long)]
    pub check: bool,

    /// Write nothing; show what would change as a unified diff
    #[arg(long)]
    pub diff: bool,
}

/// `graph`.
#[derive(Debug, Args)]
pub struct GraphCommand {
    /// File that holds, or imports, the assembly
    #[arg(value_name = "FILE")]
    pub file: Utf8PathBuf,

    /// How it is read.
    #[command(flatten)]
    pub reading: ReadingOptions,

    /// Format of the picture
    #[arg(long, value_name = "FORMAT", default_value = "svg")]
    pub format: GraphFormat,
}

/// Format of a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    /// A picture.
    Svg,
    /// The language of Graphviz.
    Dot,
}

/// `dump`.
#[derive(Debug, Args)]
pub struct DumpCommand {
    /// What to show
    #[arg(value_name = "WHAT")]
    pub what: DumpWhat,

    /// File to read
    #[arg(value_name = "FILE")]
    pub file: Utf8PathBuf,

    /// How it is read; tokens and tree are of the file as it is.
    #[command(flatten)]
    pub reading: ReadingOptions,
}

/// What `dump` shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DumpWhat {
    /// The tokens, one a line
    Tokens,
    /// The syntax tree
    Tree,
    /// The text after preprocessing
    Preprocessed,
    /// The resolved system, as JSON
    Model,
    /// How the file is read, and which place says so
    Settings,
}

/// What the user asked for.
#[derive(Debug)]
pub enum Action {
    /// Serve LSP.
    Serve(ServerCommand),
    /// Build a system.
    Build(BuildCommand),
    /// Show or empty a cache.
    Cache(CacheCommand),
    /// Do something with CapDL text.
    Capdl(CapdlCommand),
    /// Link a system.
    CapdlLinker(CapdlLinkerCommand),
    /// Report mistakes.
    Check(CheckCommand),
    /// Write what clangd reads.
    Clangd(ClangdCommand),
    /// Say what a rule wants.
    Explain(ExplainCommand),
    /// Format files.
    Fmt(FmtCommand),
    /// Draw a system.
    Graph(GraphCommand),
    /// Read a system for the runner.
    Parser(ParserCommand),
    /// Render templates.
    Runner(Box<RunnerCommand>),
    /// Show what is made of a file.
    Dump(DumpCommand),
}

/// Reads the command line, program name first. `--build FILE` and `build FILE` give the same action.
///
/// # Errors
/// Clap's error, which is also how it answers `--help` and `--version`.
pub fn parse(arguments: &[std::ffi::OsString]) -> Result<(Action, GlobalOptions), clap::Error> {
    use clap::{CommandFactory as _, FromArgMatches as _, error::ErrorKind, parser::ValueSource};

    let arguments = protocol::long_names(arguments);
    if let Some(parsed) = protocol::alone(&arguments) {
        return Ok(parsed);
    }
    let mut command = Cli::command();
    let matches = command.try_get_matches_from_mut(arguments)?;
    let given = |id: &&clap::Id| matches.value_source(id.as_str()) == Some(ValueSource::CommandLine);
    let stray = matches.ids().filter(given).find(|id| BUILD_OPTIONS.contains(&id.as_str())).cloned();
    let cli = Cli::from_arg_matches(&matches)?;
    let mut wrong = |message: String| Err(command.error(ErrorKind::ArgumentConflict, message));
    let action = match (cli.command, cli.build_file, stray) {
        (Some(_), Some(_), _) => return wrong("--build can't be used together with a command".to_owned()),
        (Some(_), None, Some(id)) => {
            return wrong(format!("--{} must come after the command", id.as_str().replace('_', "-")));
        }
        (None, None, Some(id)) => {
            return wrong(format!("--{} needs --build FILE", id.as_str().replace('_', "-")));
        }
        (Some(Command::Build(build)), ..) => Action::Build(build),
        (Some(Command::Cache(cache)), ..) => Action::Cache(cache),
        (Some(Command::Capdl(capdl)), ..) => Action::Capdl(capdl),
        (Some(Command::CapdlLinker(link)), ..) => Action::CapdlLinker(link),
        (Some(Command::Check(check)), ..) => Action::Check(check),
        (Some(Command::Clangd(clangd)), ..) => Action::Clangd(clangd),
        (Some(Command::Explain(explain)), ..) => Action::Explain(explain),
        (Some(Command::Fmt(fmt)), ..) if fmt.files.len() > 1 && fmt.files.iter().any(|it| it == STANDARD_INPUT) => {
            return wrong("`-` can't be used together with files".to_owned());
        }
        (Some(Command::Fmt(fmt)), ..) => Action::Fmt(fmt),
        (Some(Command::Graph(graph)), ..) => Action::Graph(graph),
        (Some(Command::Parser(parser)), ..) => Action::Parser(parser),
        (Some(Command::Runner(runner)), ..) => Action::Runner(runner),
        (Some(Command::Dump(dump)), ..) => Action::Dump(dump),
        (Some(Command::Server(server)), ..) => Action::Serve(server),
        (None, None, None) => Action::Serve(ServerCommand::default()),
        (None, Some(file), _) => Action::Build(BuildCommand { file, options: cli.build }),
    };
    Ok((action, cli.global))
}

/// Ids of the arguments in [`BuildOptions`].
const BUILD_OPTIONS: &[&str] = &[
    "out_dir",
    "import_paths",
    "defines",
    "undefines",
    "include_paths",
    "system_include_paths",
    "forced_includes",
    "nocpp",
    "dtb",
    "gpio_list",
    "allow_forward_references",
    "disallow_forward_references",
    "arch",
    "templates",
    "build_dir",
    "config",
    "no_config",
    "cache_dir",
    "cache_size",
    "no_cache",
    "jobs",
    "json",
    "watch",
    "output_format",
    "default_priority",
    "default_max_priority",
    "default_affinity",
    "default_stack_size",
    "realtime",
    "debug_fault_handlers",
    "largeframe",
    "largeframe_dma",
    "object_sizes",
];

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, error::ErrorKind};

    use super::*;

    fn parsed(line: &str) -> Result<Action, clap::Error> {
        let arguments: Vec<_> = std::iter::once("camkes-lsp").chain(line.split_whitespace()).map(Into::into).collect();
        parse(&arguments).map(|(action, _)| action)
    }

    fn build(line: &str) -> BuildCommand {
        match parsed(line) {
            Ok(Action::Build(build)) => build,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn the_definition_is_consistent() {
        Cli::command().debug_assert();
        let options = BuildOptions::augment_args(clap::Command::new("x"));
        let ids: Vec<_> = options.get_arguments().map(|a| a.get_id().as_str()).collect();
        assert_eq!(ids, BUILD_OPTIONS, "an option is missing from the check for stray ones");
    }

    #[test]
    fn both_spellings_of_a_build_mean_the_same_in_any_order() {
        let lines = [
            "--build a.camkes --arch ia32 -I x -I y -j 3",
            "-j3 -I x --arch=ia32 -I y --build=a.camkes",
            "build a.camkes --arch ia32 -I x -I y -j 3",
            "build -I x -j 3 -I y --arch ia32 -- a.camkes",
        ];
        for line in lines {
            let build = build(line);
            assert_eq!(build.file, "a.camkes", "{line}");
            assert_eq!(build.options.reading.import_paths, ["x", "y"], "{line}");
            assert_eq!(build.options.reading.arch, Some(camkes_codegen::Arch::Ia32), "{line}");
            assert_eq!(build.options.jobs, Some(3), "{line}");
        }
        assert_eq!(build("build -- --odd.camkes").file, "--odd.camkes");
    }

    #[test]
    fn every_architecture_has_its_name() {
        for name in ["aarch32", "arm_hyp", "aarch64", "ia32", "x86_64", "riscv32", "riscv64"] {
            assert_eq!(build(&format!("build a --arch {name}")).options.reading.arch.unwrap().to_string(), name);
        }
    }

    #[test]
    fn no_command_serves() {
        for line in ["", "--stdio", "server", "server --stdio", "--log debug", "--color never server"] {
            assert!(matches!(parsed(line), Ok(Action::Serve(_))), "{line}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let lines = [
            "--build",
            "build",
            "build a b",
            "--build a --build b",
            "--build a check b",
            "--arch ia32",
            "--out-dir x build a",
            "--stdio --build a",
            "build a --arch mips",
            "build a -j 0",
            "build a --default-priority 256",
            "build a --watch --json",
            "a.camkes",
            "check --config a --no-config",
            "fmt",
            "fmt - a.camkes",
            "check a --output-format xml",
            "check a --diff",
            "check a --fix --watch",
            "check a --warn no-such-rule",
            "check a --error-on-warning --exit-zero",
            "explain no-such-rule",
            "dump tree",
            "--nonsense",
        ];
        for line in lines {
            let error = parsed(line).expect_err(line);
            assert_eq!(error.exit_code(), 2, "{line}: {error}");
        }
        assert_eq!(parsed("--help").unwrap_err().kind(), ErrorKind::DisplayHelp);
    }
}
