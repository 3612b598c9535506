// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The command lines of the reference tool's parser and runner, as a build calls them.

use camino::Utf8PathBuf;
use clap::{Args, FromArgMatches as _};

use super::{Action, CacheOptions, GlobalOptions};

/// `parser`: takes the command line of `python -m camkes.parser`.
#[derive(Debug, Clone, Args)]
#[command(infer_long_args = true)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the reference tool")]
pub struct ParserCommand {
    /// File that holds, or imports, the assembly
    #[arg(long, short = 'f', value_name = "FILE")]
    pub file: Utf8PathBuf,

    /// Where the resolved system goes, for `camkes-lsp runner --load-ast`
    #[arg(long, value_name = "FILE")]
    pub save_ast: Utf8PathBuf,

    /// Folder to search for `import <...>`; may be repeated
    #[arg(long = "import-path", short = 'I', value_name = "DIR")]
    pub import_paths: Vec<Utf8PathBuf>,

    /// Preprocess files (the default)
    #[arg(long, overrides_with = "nocpp")]
    pub cpp: bool,

    /// Read files as they are, without preprocessing
    #[arg(long, overrides_with = "cpp")]
    pub nocpp: bool,

    /// Accepted, but files are preprocessed without it
    #[arg(long, value_name = "FILE")]
    pub cpp_bin: Option<Utf8PathBuf>,

    /// Flag for the preprocessor: -D, -U, -I, -iquote, -isystem or -include with its value; may be repeated
    #[arg(long = "cpp-flag", value_name = "FLAG", allow_hyphen_values = true)]
    pub cpp_flags: Vec<String>,

    /// Flattened device tree (.dtb) that `dtb(...)` in settings asks
    #[arg(long, value_name = "FILE")]
    pub dtb: Option<Utf8PathBuf>,

    /// YAML file with the pins of the platform, which `gpio(...)` in settings asks
    #[arg(long, value_name = "FILE")]
    pub gpio_list: Option<Utf8PathBuf>,

    /// Allow names to be used before their declaration
    #[arg(long, overrides_with = "disallow_forward_references")]
    pub allow_forward_references: bool,

    /// Refuse names that are used before their declaration (the default)
    #[arg(long, overrides_with = "allow_forward_references")]
    pub disallow_forward_references: bool,

    /// Accepted: what is read is not kept
    #[arg(long, value_name = "DIR", hide = true)]
    pub data_structure_cache_dir: Option<Utf8PathBuf>,

    /// Where a Makefile rule goes that names what was read; also -MD
    #[arg(long, value_name = "FILE")]
    pub makefile_dependencies: Option<Utf8PathBuf>,

    /// What is told.
    #[command(flatten)]
    pub verbosity: Verbosity,
}

/// How much is told.
#[derive(Debug, Clone, Copy, Args)]
pub struct Verbosity {
    /// Report mistakes alone (the default)
    #[arg(long, short = 'q')]
    pub quiet: bool,

    /// Report warnings, too
    #[arg(long, short = 'v')]
    pub verbose: bool,

    /// The same as --verbose
    #[arg(long, short = 'D')]
    pub debug: bool,
}

/// `runner`: takes the command line of `python -m camkes.runner`.
#[derive(Debug, Clone, Args)]
#[command(infer_long_args = true)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the reference tool")]
pub struct RunnerCommand {
    /// Resolved system, as `camkes-lsp parser --save-ast` wrote it
    #[arg(long, value_name = "FILE")]
    pub load_ast: Utf8PathBuf,

    /// What to make a file for: assembly/, component/INSTANCE or connector/CONNECTION/from|to/INDEX; one for each file
    #[arg(long = "item", short = 'T', value_name = "ITEM", required = true)]
    pub items: Vec<String>,

    /// Name of a template; one for each file
    #[arg(long = "template", value_name = "NAME", required = true)]
    pub template: Vec<String>,

    /// Where a file goes; one for each item
    #[arg(long = "outfile", short = 'O', value_name = "FILE", required = true)]
    pub outfiles: Vec<Utf8PathBuf>,

    /// Folder with templates; may be repeated
    #[arg(long = "templates", short = 't', value_name = "DIR")]
    pub templates: Vec<Utf8PathBuf>,

    /// Architecture [possible values: aarch32, arm_hyp, aarch64, ia32, x86_64, riscv32, riscv64]
    #[arg(long, visible_alias = "arch", value_name = "ARCH", default_value = "aarch32", value_parser = any_case)]
    pub architecture: camkes_codegen::Arch,

    /// YAML file with log2 of the sizes of kernel objects, from the kernel's build
    #[arg(long, value_name = "FILE")]
    pub object_sizes: Option<Utf8PathBuf>,

    /// Object state that an earlier call saved
    #[arg(long, value_name = "FILE", conflicts_with = "save_object_state")]
    pub load_object_state: Option<Utf8PathBuf>,

    /// Where the object state goes, for `camkes-lsp capdl-linker`
    #[arg(long, value_name = "FILE")]
    pub save_object_state: Option<Utf8PathBuf>,

    /// Where a Makefile rule goes that names the templates that were used; also -MD
    #[arg(long, value_name = "FILE")]
    pub makefile_dependencies: Option<Utf8PathBuf>,

    /// What is kept for later calls.
    #[command(flatten)]
    pub cache: CacheOptions,

    /// Start of the names of Isabelle theories
    #[arg(long, value_name = "NAME")]
    pub verification_base_name: Option<String>,

    /// Leave out locks that only one thread can take (the default)
    #[arg(long, overrides_with = "fno_rpc_lock_elision")]
    pub frpc_lock_elision: bool,

    /// Keep all locks
    #[arg(long, overrides_with = "frpc_lock_elision")]
    pub fno_rpc_lock_elision: bool,

    /// Give components capabilities to their threads (the default)
    #[arg(long, overrides_with = "fno_provide_tcb_caps")]
    pub fprovide_tcb_caps: bool,

    /// Give components no capabilities to their threads
    #[arg(long, overrides_with = "fprovide_tcb_caps")]
    pub fno_provide_tcb_caps: bool,

    /// Priority of threads that have no setting of it
    #[arg(long, value_name = "N", default_value_t = 254)]
    pub default_priority: i64,

    /// Highest priority that threads may give, where they have no setting of it
    #[arg(long, value_name = "N", default_value_t = 254)]
    pub default_max_priority: i64,

    /// Core of threads that have no setting of it
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub default_affinity: i64,

    /// Period of scheduling contexts that have no setting of it, in microseconds
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub default_period: i64,

    /// Budget of scheduling contexts that have no setting of it, in microseconds
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub default_budget: i64,

    /// Word for the timeout handler of scheduling contexts that have no setting of it
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub default_data: i64,

    /// log2 of the size of scheduling contexts that have no setting of it
    #[arg(long = "default-size_bits", value_name = "N", default_value_t = 8)]
    pub default_size_bits: i64,

    /// Stack of threads that have no setting of it, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = 16384)]
    pub default_stack_size: i64,

    /// Use large frames where possible
    #[arg(long)]
    pub largeframe: bool,

    /// Use large frames for DMA pools where possible
    #[arg(long)]
    pub largeframe_dma: bool,

    /// Give each component a thread that prints the faults of its other threads
    #[arg(long)]
    pub debug_fault_handlers: bool,

    /// Generate for a kernel with mixed-criticality scheduling
    #[arg(long)]
    pub realtime: bool,

    /// What is told.
    #[command(flatten)]
    pub verbosity: Verbosity,
}

/// Reads the command line of one of these commands without the description of all the others, which takes longer to make than the
/// command line to read: a build starts each a few times. `None` for other commands, and if anything is wrong: the whole
/// description then says what.
pub(super) fn alone(arguments: &[std::ffi::OsString]) -> Option<(Action, GlobalOptions)> {
    let name = arguments.get(1)?.to_str()?;
    let augment = match name {
        "parser" => ParserCommand::augment_args,
        "runner" => RunnerCommand::augment_args,
        _ => return None,
    };
    let command = augment(GlobalOptions::augment_args(clap::Command::new("camkes-lsp")));
    let matches = command.disable_version_flag(true).try_get_matches_from(arguments.get(1..)?).ok()?;
    let global = GlobalOptions::from_arg_matches(&matches).ok()?;
    let action = match name {
        "parser" => Action::Parser(ParserCommand::from_arg_matches(&matches).ok()?),
        _ => Action::Runner(Box::new(RunnerCommand::from_arg_matches(&matches).ok()?)),
    };
    Some((action, global))
}

fn any_case(name: &str) -> Result<camkes_codegen::Arch, camkes_capdl::UnknownArch> {
    name.to_lowercase().parse()
}

/// The reference tool has a short option of two letters, which means something else to clap.
pub(super) fn long_names(arguments: &[std::ffi::OsString]) -> Vec<std::ffi::OsString> {
    let ours = arguments.get(1).is_some_and(|command| command == "parser" || command == "runner");
    let long = |argument: &std::ffi::OsString| {
        if ours && argument == "-MD" { "--makefile-dependencies".into() } else { argument.clone() }
    };
    arguments.iter().map(long).collect()
}
