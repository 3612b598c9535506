// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Starting programs.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context as _, bail};

/// Runs a program; its output goes where ours goes.
///
/// # Errors
/// When it can't be started, or ends with another code than 0.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let status = command.status().with_context(|| format!("can't start {}", describe(command)))?;
    succeeded(command, status)
}

/// Runs a program and shows each line of its standard output, after `on_line` has seen it.
///
/// # Errors
/// When it can't be started, or ends with another code than 0.
pub(crate) fn run_lines(command: &mut Command, mut on_line: impl FnMut(&str)) -> anyhow::Result<()> {
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("can't start {}", describe(command)))?;
    let output = child.stdout.take().context("a piped output is missing")?;
    let mut reader = BufReader::new(output);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        on_line(String::from_utf8_lossy(&line).trim_end());
        std::io::stdout().write_all(&line)?;
        line.clear();
    }
    let status = child.wait()?;
    succeeded(command, status)
}

/// Runs a program and returns its standard output.
///
/// # Errors
/// When it can't be started, ends with another code than 0, or writes text that is not UTF-8.
pub(crate) fn output(command: &mut Command) -> anyhow::Result<String> {
    let output =
        command.stderr(Stdio::inherit()).output().with_context(|| format!("can't start {}", describe(command)))?;
    succeeded(command, output.status)?;
    String::from_utf8(output.stdout).with_context(|| format!("{} writes text that is not UTF-8", describe(command)))
}

/// Where a program is, as the shell would find it.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|candidate| candidate.is_file())
}

fn succeeded(command: &Command, status: ExitStatus) -> anyhow::Result<()> {
    if !status.success() {
        bail!("{} failed ({status})", describe(command));
    }
    Ok(())
}

/// The program and its arguments, for messages.
fn describe(command: &Command) -> String {
    let words: Vec<_> = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    format!("`{}`", words.join(" "))
}
