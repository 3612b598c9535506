// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `cargo xtask e2e-vscode`: the package of the extension in a real VS Code, as a user installs it.

mod code_server;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, ensure};

use crate::cli::{DistArguments, E2eArguments};
use crate::extension::Extension;
use crate::prerequisites::{self, Tool};
use crate::repository::Repository;
use crate::{dist, process};

/// Images that the documents show: what the test calls them, and where they are kept.
const IMAGES: [(&str, &str); 2] =
    [("graph.png", "docs/images/vscode-graph.png"), ("mistake.png", "docs/images/vscode-mistake.png")];

/// More bytes than this make the repository heavy.
const LARGEST_IMAGE: u64 = 150_000;

/// Sets up VS Code, packs the extension, and runs the checks. The exit code is 1 if one failed.
///
/// # Errors
/// When something can't be installed or built.
pub(crate) fn run(repository: &Repository, arguments: &E2eArguments) -> anyhow::Result<ExitCode> {
    prerequisites::install([Tool::Npm, Tool::Chromium, Tool::Kerberos, Tool::NodeGyp])?;
    let code_server = code_server::set_up(repository)?;
    let extension = Extension::install(repository)?;
    let package = pack_twice(repository, &extension, arguments)?;
    process::run(&mut extension.npm(&["run", "build:e2e"]))?;
    let images = repository.metadata()?.target_directory.join("e2e-vscode").into_std_path_buf();
    let out = repository.path("editors/vscode/out/e2e");
    let mut runner = Command::new(code_server.node());
    runner.arg(out.join("run.cjs")).env("PATH", code_server.path()?);
    let places: [(&str, PathBuf); 6] = [
        ("--cache", code_server.folder().to_path_buf()),
        ("--vsix", package),
        ("--driver", out.join("driver")),
        ("--examples", repository.path("examples")),
        ("--images", images.clone()),
        ("--browser", process::find("chromium").context("there is no chromium")?),
    ];
    for (option, place) in places {
        runner.arg(option).arg(place);
    }
    if let Some(only) = &arguments.only {
        runner.env("CAMKES_E2E_ONLY", only);
    }
    let (mut passed, mut failed) = (0, 0);
    let outcome = process::run_lines(&mut runner, |line| {
        passed += usize::from(line.starts_with("ok "));
        failed += usize::from(line.starts_with("FAILED "));
    });
    println!("{passed} passed, {failed} failed; images in {}", images.display());
    outcome?;
    ensure!(passed > 0 && failed == 0, "the checks did not pass");
    if arguments.update_images {
        keep_images(repository, &images)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The package, which must not depend on when it was made.
fn pack_twice(repository: &Repository, extension: &Extension, arguments: &E2eArguments) -> anyhow::Result<PathBuf> {
    let first = dist::pack(repository, extension, &DistArguments { server: arguments.server.clone(), target: None })?;
    let bytes = fs::read(&first.package)?;
    let again = dist::pack(repository, extension, &DistArguments { server: Some(first.server), target: None })?;
    ensure!(bytes == fs::read(&again.package)?, "{} is another when it is packed again", again.package.display());
    Ok(again.package)
}

fn keep_images(repository: &Repository, images: &Path) -> anyhow::Result<()> {
    for (name, kept) in IMAGES {
        let image = images.join(name);
        let bytes = fs::metadata(&image).with_context(|| format!("there is no {}", image.display()))?.len();
        ensure!(bytes <= LARGEST_IMAGE, "{} has {bytes} bytes, {LARGEST_IMAGE} at most", image.display());
        fs::copy(&image, repository.path(kept)).with_context(|| format!("can't write {kept}"))?;
    }
    Ok(())
}
