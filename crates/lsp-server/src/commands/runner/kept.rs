// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Calls of the runner that outlive the process. What a call makes depends on its command line and on the files that it reads; which
//! templates it reads is known when it is done, so they are recorded with what it made, and read again before that is used.

use std::{hash::Hash as _, hash::Hasher as _, sync::Arc};

use camino::Utf8PathBuf;
use camkes_codegen::cache::{Bytes, Cache as _, Fingerprint, Key, open, seal};
use camkes_jinja::Source as _;
use serde::{Deserialize, Serialize};

use super::{Folders, Output, Outputs, options};
use crate::{
    cache::{Caches, DiskCache},
    cli::RunnerCommand,
    commands::{files, reading},
    system::System,
};

/// Where what a call makes is kept.
pub(super) struct Kept {
    cache: Arc<DiskCache>,
    key: Key,
}

/// What a call made.
#[derive(Serialize, Deserialize)]
struct Call<'a> {
    /// The templates that it looked for.
    #[serde(borrow)]
    templates: Vec<Template<'a>>,
    /// Its files, in the order of [`targets`].
    #[serde(borrow)]
    files: Vec<Bytes<'a>>,
}

/// A template that was looked for.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
struct Template<'a> {
    name: &'a str,
    /// Where it was found, and what it held.
    #[serde(borrow)]
    found: Option<(&'a str, Key)>,
}

impl Kept {
    /// `None` if there is no cache, or the files that the call reads can't be read, which it will say itself.
    ///
    /// A call for a single file is the one for the description of the build: it takes no longer than to look for what it made.
    pub(super) fn of(system: &System<'_>, command: &RunnerCommand) -> Option<Self> {
        if command.items.len() < 2 {
            return None;
        }
        let cache = Caches::new(system).open(&reading::of_cache(system, &command.cache))?;
        let mut print = Fingerprint::of("runner");
        (options(command), &command.items, &command.template).hash(&mut print);
        targets(command).collect::<Vec<_>>().hash(&mut print);
        for folder in &command.templates {
            system.absolute(folder).hash(&mut print);
        }
        let read = [Some(&command.load_ast), command.object_sizes.as_ref(), command.load_object_state.as_ref()];
        for path in read {
            path.is_some().hash(&mut print);
            if let Some(path) = path {
                let bytes = files::read(&system.absolute(path)).ok()?;
                bytes.len().hash(&mut print);
                print.write(&bytes);
            }
        }
        Some(Self { cache, key: print.key() })
    }

    /// What the call made before, if it would read the same templates again.
    pub(super) fn outputs(&self, command: &RunnerCommand, folders: &Folders) -> Option<Outputs> {
        let bytes = self.cache.get(self.key)?;
        let call: Call<'_> = open(self.key, &bytes)?;
        let same = |then: &Template<'_>| {
            let text = folders.text(then.name);
            let now = text.and_then(|text| Some((folders.path(then.name)?, Fingerprint::of_bytes(text.as_bytes()))));
            now.as_ref().map(|(path, key)| (path.as_str(), *key)) == then.found
        };
        if !call.templates.iter().all(same) || call.files.len() != targets(command).count() {
            return None;
        }
        Some(targets(command).cloned().zip(call.files.iter().map(|bytes| Output::Bytes(bytes.0.to_vec()))).collect())
    }

    /// Keeps what the call made.
    pub(super) fn keep(&self, outputs: &Outputs, folders: &Folders) {
        let found = folders.looked_for();
        let template = |(name, found): &'_ (String, Option<(Utf8PathBuf, Arc<str>)>)| {
            let found = found.as_ref().map(|(path, text)| (path.clone(), Fingerprint::of_bytes(text.as_bytes())));
            (name.clone(), found)
        };
        let found: Vec<_> = found.iter().map(template).collect();
        let templates = found
            .iter()
            .map(|(name, found)| Template { name, found: found.as_ref().map(|(path, key)| (path.as_str(), *key)) });
        let contents: Result<Vec<_>, _> = outputs.iter().map(|(_, output)| output.contents().bytes()).collect();
        let Ok(contents) = contents else { return };
        let files = contents.iter().map(|bytes| Bytes(bytes)).collect();
        if let Some(bytes) = seal(self.key, &Call { templates: templates.collect(), files }) {
            self.cache.put(self.key, bytes);
        }
    }

    /// Writes what is kept.
    pub(super) fn settle(&self) {
        self.cache.settle();
    }
}

/// The files that a call makes, in the order in which it makes them.
fn targets(command: &RunnerCommand) -> impl Iterator<Item = &Utf8PathBuf> {
    let dependencies = command.makefile_dependencies.iter().filter(|_| !command.outfiles.is_empty());
    command.outfiles.iter().chain(dependencies).chain(&command.save_object_state)
}
