// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `cargo xtask endure`: the release server under two editors' ways of asking, for as long as one likes. Each of the recordings
//! is what an editor said in a session over `examples/`; it is played in a circle, with the edits, the places and the documents drawn
//! by chance, and some requests cancelled. Nothing may go wrong, and the memory may not grow.

mod documents;
mod player;
mod random;
mod recording;

use std::fs::{self, File};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use serde_json::{Value, json};

use self::player::Player;
use self::recording::Recording;
use crate::cli::EndureArguments;
use crate::metrics::release_binary;
use crate::repository::Repository;

/// Each client: its name, what it had open as its folder, and what it said.
const CLIENTS: [(&str, &str, &str); 2] = [
    ("vscode", "", include_str!("../recordings/vscode.json")),
    ("neovim", "cattery", include_str!("../recordings/neovim.json")),
];

/// Plays both recordings at once, each to a server of its own, and prints what came of it.
///
/// # Errors
/// When the server can't be built or started. What goes wrong in a session is in the printed figures, and makes the exit code 1.
pub(crate) fn run(repository: &Repository, arguments: &EndureArguments) -> anyhow::Result<ExitCode> {
    let binary = release_binary(repository, &repository.metadata()?, arguments.binary.as_deref())?;
    let play = |(name, folder, text): (&str, &str, &str)| -> anyhow::Result<Value> {
        let temporary = tempfile::tempdir()?;
        let examples = temporary.path().join("examples");
        copy(&repository.path("examples"), &examples)?;
        let folder = examples.join(folder);
        let errors = temporary.path().join("errors");
        let recording = Recording::read(text, &folder).with_context(|| format!("the recording of {name}"))?;
        let seed = arguments.seed.wrapping_add(name.len() as u64);
        let mut player = Player::start(&binary, recording, &folder, File::create(&errors)?, seed)?;
        let outcome =
            player.play(Duration::from_secs(60 * arguments.minutes), Duration::from_millis(arguments.pace), name);
        let mut problems: Vec<String> = player.problems();
        problems.extend(outcome.err().map(|error| format!("{error:#}")));
        let said = fs::read_to_string(&errors)?;
        problems
            .extend(said.lines().filter(|line| line.contains("panic") || line.contains("ERROR")).map(str::to_owned));
        Ok(json!({ "client": name, "figures": player.figures(), "problems": problems }))
    };
    let results: Vec<anyhow::Result<Value>> = std::thread::scope(|scope| {
        let threads: Vec<_> = CLIENTS.map(|client| scope.spawn(move || play(client))).into_iter().collect();
        let ended = threads.into_iter().map(|thread| thread.join());
        ended.map(|result| result.unwrap_or_else(|_| anyhow::bail!("a player panicked"))).collect()
    });
    let results = results.into_iter().collect::<anyhow::Result<Vec<_>>>()?;
    let is_good = results.iter().all(|result| result["problems"].as_array().is_some_and(Vec::is_empty));
    println!("{}", serde_json::to_string_pretty(&json!({ "seed": arguments.seed, "sessions": results }))?);
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("can't read {}", from.display()))? {
        let path = entry?.path();
        let Some(name) = path.file_name() else { continue };
        let target = to.join(name);
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}
