// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The commands of `editors/neovim/tests/README.md`.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Context as _;

use crate::process;
use crate::repository::Repository;
use crate::test::counts::Counts;

/// The application that Neovim opens.
const EXAMPLE: &str = "examples/echo";

pub(super) fn run(repository: &Repository, counts: &mut Counts) -> anyhow::Result<()> {
    process::run(&mut repository.cargo(&["build", "--locked", "--quiet", "--bin", "camkes-lsp"]))?;
    let server = repository.metadata()?.target_directory.join("debug/camkes-lsp");
    let temporary = tempfile::tempdir().context("can't make a temporary folder")?;
    let example = temporary.path().join("example");
    copy(&repository.path(EXAMPLE), &example)?;

    // all run, so that a failure in one doesn't hide the others
    let highlighting = script(repository, temporary.path(), "syntax_test.lua", counts, |_| {});
    let plugin = script(repository, temporary.path(), "plugin_test.lua", counts, |_| {});
    let end_to_end = script(repository, temporary.path(), "e2e.lua", counts, |command| {
        command.env("CAMKES_LSP", &server).env("CAMKES_EXAMPLE", &example);
    });
    highlighting.and(plugin).and(end_to_end)
}

fn script(
    repository: &Repository,
    home: &Path,
    name: &str,
    counts: &mut Counts,
    configure: impl FnOnce(&mut Command),
) -> anyhow::Result<()> {
    let mut command = Command::new("nvim");
    command
        .args(["--headless", "--clean", "-u", "editors/neovim/tests/minimal_init.lua"])
        .args(["-c", &format!("luafile editors/neovim/tests/{name}"), "-c", "cquit 2"])
        .current_dir(repository.root())
        .env("XDG_STATE_HOME", home)
        .env("XDG_CACHE_HOME", home);
    configure(&mut command);
    process::run_lines(&mut command, |line| counts.read_neovim(line))
}

/// Copies a folder and what is in it.
fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to).with_context(|| format!("can't make {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("can't read {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).with_context(|| format!("can't write {}", target.display()))?;
        }
    }
    Ok(())
}
