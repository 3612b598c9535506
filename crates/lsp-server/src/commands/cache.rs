// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes-lsp cache`: what is kept from one process to the next, and how to be rid of it.

use super::{CommandResult, Outcome, reading};
use crate::{
    cache::{self, Caches, Contents},
    cli::{CacheAction, CacheCommand, CacheOptions},
    system::System,
};

/// Shows or empties a cache.
///
/// # Errors
/// When a stream takes no more.
pub fn run(system: &mut System<'_>, command: &CacheCommand) -> CommandResult {
    let (CacheAction::Show(which) | CacheAction::Clean(which)) = &command.action;
    let options = CacheOptions { cache_dir: which.cache_dir.clone(), ..CacheOptions::default() };
    let Some(place) = Caches::new(system).place(&reading::of_cache(system, &options)) else {
        system.print("nothing is kept: there is no folder for it\n")?;
        return Ok(Outcome::Clean);
    };
    let done = match &command.action {
        CacheAction::Show(_) => {
            cache::contents(&place.folder).map(|found| format!("{}: {}\n", place.folder, told(&found)))
        }
        CacheAction::Clean(_) => {
            cache::clean(&place.folder).map(|gone| format!("removed {} from {}\n", told(&gone), place.folder))
        }
    };
    match done {
        Ok(text) => {
            system.print(&text)?;
            Ok(Outcome::Clean)
        }
        Err(error) => {
            system.say(&format!("error: `{}`: {}\n", place.folder, crate::vfs::disk::reason(&error)))?;
            Ok(Outcome::Findings)
        }
    }
}

fn told(contents: &Contents) -> String {
    let plural = if contents.entries == 1 { "" } else { "s" };
    format!("{} result{plural}, {} KiB", contents.entries, contents.bytes.div_ceil(1024))
}
