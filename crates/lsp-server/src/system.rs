// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a command sees of the machine, so that commands run in tests without a process of their own.

use std::io::{self, Write};

use camino::{Utf8Path, Utf8PathBuf};

use crate::lsp::uri::normalise;

/// Streams, working folder and environment of a run.
pub struct System<'a> {
    /// Results.
    pub stdout: &'a mut dyn Write,
    /// Diagnostics, progress and errors.
    pub stderr: &'a mut dyn Write,
    /// Folder in which relative arguments start.
    pub working_folder: Utf8PathBuf,
    /// Value of an environment variable.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
    /// Which streams are shown to a person.
    pub terminals: Terminals,
}

/// Whether a stream is a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Terminals {
    /// Standard input.
    pub stdin: bool,
    /// Standard output.
    pub stdout: bool,
    /// Standard error.
    pub stderr: bool,
}

impl System<'_> {
    /// An argument as an absolute path.
    #[must_use]
    pub fn absolute(&self, path: &Utf8Path) -> Utf8PathBuf {
        normalise(&self.working_folder.join(path))
    }

    /// A path as a person in the working folder would write it.
    #[must_use]
    pub fn shown(&self, path: &Utf8Path) -> Utf8PathBuf {
        path.strip_prefix(&self.working_folder).unwrap_or(path).to_owned()
    }

    /// Folder for files that may be lost, as the XDG Base Directory Specification has it.
    #[must_use]
    pub fn cache(&self) -> Option<Utf8PathBuf> {
        let absolute = |path: String| Some(Utf8PathBuf::from(path)).filter(|path| path.is_absolute());
        let xdg = (self.variable)("XDG_CACHE_HOME").and_then(absolute);
        xdg.or_else(|| (self.variable)("HOME").and_then(absolute).map(|home| home.join(".cache")))
    }

    /// Writes a result. A reader that has closed the stream has seen enough: that is no error, and the command goes on, so
    /// that its exit code is its own.
    ///
    /// # Errors
    /// When the stream takes no more for any other reason.
    pub fn print(&mut self, text: &str) -> io::Result<()> {
        unless_closed(write(self.stdout, text))
    }

    /// As [`System::print`], for a command that ends when nobody reads it any more.
    ///
    /// # Errors
    /// When the stream takes no more.
    pub fn print_while_read(&mut self, text: &str) -> io::Result<()> {
        write(self.stdout, text)
    }

    /// Writes a message for the user, as [`System::print`] does.
    ///
    /// # Errors
    /// When the stream takes no more for any other reason.
    pub fn say(&mut self, text: &str) -> io::Result<()> {
        unless_closed(write(self.stderr, text))
    }
}

fn write(stream: &mut dyn Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

fn unless_closed(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
