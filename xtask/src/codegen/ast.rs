// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From `crates/syntax/camkes.ungram` to the syntax kinds and the typed tree of the syntax crate.

mod kinds;
mod model;
mod nodes;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};
use ungrammar::Grammar;

use super::GeneratedFile;

const GRAMMAR: &str = "crates/syntax/camkes.ungram";

const HEADER: &str = "\
// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

";

/// The text of `kind.rs` and of `ast/nodes.rs`, formatted.
///
/// # Errors
/// When the grammar cannot be read or parsed, uses a form without a meaning here, or rustfmt fails.
pub(super) fn generate(root: &Path) -> anyhow::Result<Vec<GeneratedFile>> {
    let path = root.join(GRAMMAR);
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let grammar: Grammar = text.parse().with_context(|| format!("{GRAMMAR} is not a grammar"))?;
    let model = model::lower(&grammar)?;
    Ok(vec![
        GeneratedFile { path: "crates/syntax/src/kind.rs", text: format_rust(root, &kinds::render(&model)?)? },
        GeneratedFile { path: "crates/syntax/src/ast/nodes.rs", text: format_rust(root, &nodes::render(&model)?)? },
    ])
}

/// Runs rustfmt with the repository's settings, so that `cargo fmt --check` accepts what is generated.
fn format_rust(root: &Path, text: &str) -> anyhow::Result<String> {
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .current_dir(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start rustfmt")?;
    let mut stdin = child.stdin.take().context("rustfmt has no standard input")?;
    let input = format!("{HEADER}{text}");
    let writer = std::thread::spawn(move || std::io::Write::write_all(&mut stdin, input.as_bytes()));
    let output = child.wait_with_output().context("cannot read from rustfmt")?;
    match writer.join() {
        Ok(written) => written.context("cannot write to rustfmt")?,
        Err(_) => bail!("the thread that feeds rustfmt died"),
    }
    if !output.status.success() {
        bail!("rustfmt rejects the generated code");
    }
    String::from_utf8(output.stdout).context("rustfmt wrote text that is not UTF-8")
}
