// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The command lines of everything that has to do with CapDL.

use camino::Utf8PathBuf;
use camkes_capdl::InitialiserRelease;
use clap::{Args, Subcommand};

/// `capdl-linker`: takes the command line of `capdl_linker.py`.
#[derive(Debug, Args)]
#[command(infer_long_args = true)]
pub struct CapdlLinkerCommand {
    /// Architecture [possible values: aarch32, arm_hyp, aarch64, ia32, x86_64, riscv32, riscv64]
    #[arg(long, visible_alias = "arch", value_name = "ARCH", default_value = "aarch32", value_parser = super::architecture)]
    pub architecture: camkes_codegen::Arch,

    /// YAML file with log2 of the sizes of kernel objects, from the kernel's build
    #[arg(long, value_name = "FILE")]
    pub object_sizes: Utf8PathBuf,

    /// What to make.
    #[command(subcommand)]
    pub action: LinkerAction,
}

/// What the linker makes.
#[derive(Debug, Subcommand)]
pub enum LinkerAction {
    /// Make the CapDL specification of a system from its object state and its ELF files
    #[command(name = "gen_cdl", infer_long_args = true)]
    GenCdl(GenCdlCommand),
    /// Write C with the slots and symbols of each program's CSpace
    #[command(name = "build_cnode", infer_long_args = true)]
    BuildCnode(BuildCnodeCommand),
}

/// `capdl-linker gen_cdl`.
#[derive(Debug, Args)]
pub struct GenCdlCommand {
    /// Object state, as `camkes-lsp runner --save-object-state` wrote it
    #[arg(long, value_name = "FILE")]
    pub manifest_in: Utf8PathBuf,

    /// Where the specification goes; `-` for standard output
    #[arg(long, value_name = "FILE")]
    pub outfile: Utf8PathBuf,

    /// ELF files of the address spaces; may be repeated
    #[arg(long = "elffile", value_name = "FILE", num_args = 1..)]
    pub elf_files: Vec<Utf8PathBuf>,

    /// Names of the address spaces, one for each ELF file in order; may be repeated
    #[arg(long = "keys", value_name = "NAME", num_args = 1..)]
    pub keys: Vec<String>,

    /// Leave components the capabilities to their threads, so that they can stop themselves (the default)
    #[arg(long, overrides_with = "fno_provide_tcb_caps")]
    pub fprovide_tcb_caps: bool,

    /// Take away components' capabilities to their threads; a thread that ends causes a fault
    #[arg(long)]
    pub fno_provide_tcb_caps: bool,

    /// Where the object state goes once the system is linked
    #[arg(long, value_name = "FILE")]
    pub save_object_state: Option<Utf8PathBuf>,

    /// Give every object its place in the untypeds
    #[arg(long, requires = "untyped", overrides_with = "dynamic_alloc")]
    pub static_alloc: bool,

    /// Leave it to the loader where objects are (the default)
    #[arg(long, overrides_with = "static_alloc")]
    pub dynamic_alloc: bool,

    /// YAML file with the untypeds that the kernel has at boot
    #[arg(long, value_name = "FILE")]
    pub untyped: Option<Utf8PathBuf>,
}

/// `capdl-linker build_cnode`.
#[derive(Debug, Args)]
pub struct BuildCnodeCommand {
    /// YAML file with `cap_symbols` and `region_symbols`, each by program
    #[arg(long, value_name = "FILE")]
    pub manifest_in: Utf8PathBuf,

    /// ELF files, by whose names programs are known; may be repeated
    #[arg(long = "elffile", value_name = "FILE", num_args = 1..)]
    pub elf_files: Vec<Utf8PathBuf>,

    /// C files to write, one for each ELF file in order; may be repeated
    #[arg(long = "ccspace", value_name = "FILE", num_args = 1..)]
    pub c_files: Vec<Utf8PathBuf>,
}

/// `capdl`.
#[derive(Debug, Args)]
pub struct CapdlCommand {
    /// What to do.
    #[command(subcommand)]
    pub action: CapdlAction,
}

/// What is done with CapDL text.
#[derive(Debug, Subcommand)]
pub enum CapdlAction {
    /// Write C for capdl-loader-app, as `parse-capDL --code` does
    ToC(ToCCommand),
    /// Write JSON for rust-sel4's CapDL initialiser
    ToJson(ToJsonCommand),
    /// Say which component gained or lost which right to what; exits with 0 if nothing differs, 1 if something does, 2 if that can't be said
    Diff(DiffCommand),
    /// Give specifications the canonical layout: arrays and nested declarations written out, everything sorted
    Fmt(CapdlFmtCommand),
}

/// `capdl to-c`.
#[derive(Debug, Args)]
pub struct ToCCommand {
    /// CapDL text
    #[arg(value_name = "FILE")]
    pub file: Utf8PathBuf,

    /// Where the C goes
    #[arg(long, short = 'o', visible_alias = "code", value_name = "FILE", default_value = "-")]
    pub output: Utf8PathBuf,

    /// The loader gives objects their memory (the default)
    #[arg(long, visible_alias = "code-dynamic-alloc", overrides_with = "static_alloc", requires = "object_sizes")]
    pub dynamic_alloc: bool,

    /// The specification gives objects their memory
    #[arg(long, visible_alias = "code-static-alloc", overrides_with = "dynamic_alloc")]
    pub static_alloc: bool,

    /// YAML file with log2 of the sizes of kernel objects, which decide their order unless memory is given
    #[arg(long, value_name = "FILE", required_unless_present = "static_alloc")]
    pub object_sizes: Option<Utf8PathBuf>,
}

/// `capdl fmt`.
#[derive(Debug, Args)]
pub struct CapdlFmtCommand {
    /// Files to rewrite
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<Utf8PathBuf>,

    /// Write nothing; name the files that would change and fail if there are any
    #[arg(long)]
    pub check: bool,
}

/// `capdl diff`.
#[derive(Debug, Args)]
pub struct DiffCommand {
    /// Specification to start from
    #[arg(value_name = "OLD")]
    pub old: Utf8PathBuf,

    /// Specification to compare with it
    #[arg(value_name = "NEW")]
    pub new: Utf8PathBuf,

    /// Also what gives no authority: numbers of slots, addresses, sizes of CNodes, contents of memory
    #[arg(long)]
    pub details: bool,

    /// Print the differences as JSON
    #[arg(long)]
    pub json: bool,
}

/// `capdl to-json`.
#[derive(Debug, Args)]
pub struct ToJsonCommand {
    /// CapDL text
    #[arg(value_name = "FILE")]
    pub file: Utf8PathBuf,

    /// Where the JSON goes
    #[arg(long, short = 'o', visible_alias = "json", value_name = "FILE", default_value = "-")]
    pub output: Utf8PathBuf,

    /// YAML file with log2 of the sizes of kernel objects, which decide their order
    #[arg(long, value_name = "FILE")]
    pub object_sizes: Utf8PathBuf,

    /// Release of rust-sel4 whose initialiser will read it, 1 to 5; what that one can't do is refused
    #[arg(long, value_name = "RELEASE", default_value = "5", value_parser = initialiser_release)]
    pub rust_sel4: InitialiserRelease,
}

/// A release by the first part of its version.
fn initialiser_release(text: &str) -> Result<InitialiserRelease, String> {
    let major = text.split('.').next().unwrap_or_default().parse().ok();
    major.and_then(InitialiserRelease::of).ok_or_else(|| "there are releases 1 to 5".to_owned())
}

#[cfg(test)]
mod tests {
    use crate::cli::{Action, CapdlAction, LinkerAction};

    fn parsed(line: &str) -> Result<Action, clap::Error> {
        let arguments: Vec<_> = std::iter::once("camkes-lsp").chain(line.split_whitespace()).map(Into::into).collect();
        crate::cli::parse(&arguments).map(|(action, _)| action)
    }

    #[test]
    fn the_linker_takes_the_line_that_builds_give_it() {
        let line = "capdl-linker --object-sizes=s.yaml --architecture x86_64 gen_cdl --manifest-in=o.state \
                    --save-object-state=f.state --dynamic-alloc --elffile a_bin --elffile b_bin c_bin --key a --key b c --outfile o.cdl";
        let Ok(Action::CapdlLinker(command)) = parsed(line) else { panic!("{line}") };
        let LinkerAction::GenCdl(link) = command.action else { panic!("{line}") };
        assert_eq!(link.elf_files, ["a_bin", "b_bin", "c_bin"]);
        assert_eq!(link.keys, ["a", "b", "c"]);
        assert!(link.dynamic_alloc && !link.static_alloc && !link.fno_provide_tcb_caps);
    }

    #[test]
    fn the_last_of_two_contrary_flags_counts_and_static_allocation_needs_untypeds() {
        let start = "capdl-linker --object-sizes s --arch aarch64 gen_cdl --manifest-in m --outfile o";
        let Ok(Action::CapdlLinker(command)) = parsed(&format!("{start} --static-alloc --dynamic-alloc --untyped u"))
        else {
            panic!("refused")
        };
        let LinkerAction::GenCdl(link) = command.action else { panic!("another command") };
        assert!(!link.static_alloc);
        assert_eq!(parsed(&format!("{start} --static-alloc")).unwrap_err().exit_code(), 2);
        assert_eq!(parsed("capdl-linker gen_cdl --manifest-in m --outfile o").unwrap_err().exit_code(), 2);
    }

    #[test]
    fn c_needs_sizes_unless_memory_is_given() {
        assert_eq!(parsed("capdl to-c a.cdl").unwrap_err().exit_code(), 2);
        for line in [
            "capdl to-c a.cdl --code-static-alloc",
            "capdl to-c --code o.c --code-dynamic-alloc --object-sizes s a.cdl",
        ] {
            let Ok(Action::Capdl(command)) = parsed(line) else { panic!("{line}") };
            assert!(matches!(command.action, CapdlAction::ToC(_)), "{line}");
        }
    }
}
