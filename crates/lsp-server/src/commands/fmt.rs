// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes-lsp fmt`: gives files the canonical layout, or says which ones do not have it.

pub(super) mod files;

use std::{io, io::Read as _, sync::Arc};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::{FileContents, diagnostic::Severity};
use camkes_syntax::{SyntaxError, SyntaxErrorKind, SyntaxKind};

use self::files::ReadError;
use super::{CommandResult, Outcome, findings, style};
use crate::{
    cli::{Color, FmtCommand},
    report::{self, Finding, Place, Sources},
    system::System,
    vfs::disk,
};

/// What standard input is called in arguments.
pub const STANDARD_INPUT: &str = "-";
/// What standard input is called in messages.
const STANDARD_INPUT_NAME: &str = "<stdin>";

/// Formats files, folders or standard input. Files that have the layout are not touched.
///
/// # Errors
/// When a stream takes no more.
pub fn run(system: &mut System<'_>, command: &FmtCommand, color: Color) -> CommandResult {
    let mut run = Run { command, found: Vec::new(), sources: Sources::new(&system.working_folder), changes: 0 };
    if command.files.iter().any(|it| it == STANDARD_INPUT) {
        run.standard_input(system)?;
    } else {
        let arguments = command.files.iter().map(|it| system.absolute(it));
        let (paths, errors) = files::find(arguments);
        run.found.extend(errors.iter().map(|it| findings::unreadable(&it.path, &it.reason)));
        for path in paths {
            run.file(system, path)?;
        }
    }
    report::sort(&mut run.found);
    let style = style(system, color, system.terminals.stderr);
    system.say(&report::full(&run.found, &run.sources, style))?;
    let is_wrong = report::any_error(&run.found) || command.check && run.changes > 0;
    Ok(if is_wrong { Outcome::Findings } else { Outcome::Clean })
}

/// One run of the command.
struct Run<'a> {
    command: &'a FmtCommand,
    found: Vec<Finding>,
    sources: Sources,
    /// Files that do not have the layout.
    changes: usize,
}

impl Run<'_> {
    fn standard_input(&mut self, system: &mut System<'_>) -> io::Result<()> {
        let path = Utf8PathBuf::from(STANDARD_INPUT_NAME);
        let mut bytes = Vec::new();
        let contents = match io::stdin().take(disk::MAX_BYTES + 1).read_to_end(&mut bytes) {
            Ok(_) if bytes.len() as u64 > disk::MAX_BYTES => FileContents::Unreadable("larger than 16 MiB".into()),
            Ok(_) => FileContents::from_bytes(&bytes),
            Err(error) => FileContents::Unreadable(disk::reason(&error).into()),
        };
        let Some(text) = self.text(&path, contents) else { return Ok(()) };
        let formatted = self.format(&path, &text);
        if self.command.check || self.command.diff {
            return self.show(system, &path, &text, &formatted);
        }
        system.print(&formatted)
    }

    fn file(&mut self, system: &mut System<'_>, path: Utf8PathBuf) -> io::Result<()> {
        let contents = files::load(&path);
        let Some(text) = self.text(&path, contents) else { return Ok(()) };
        let formatted = self.format(&path, &text);
        if self.command.check || self.command.diff {
            return self.show(system, &path, &text, &formatted);
        }
        if formatted != *text
            && let Err(error) = files::replace(&path, formatted.as_bytes())
        {
            let ReadError { path, reason } = error;
            self.found.push(findings::unreadable(&path, &format!("the file can't be written: {reason}")));
        }
        Ok(())
    }

    /// The text of a file; a file that has none is reported.
    fn text(&mut self, path: &Utf8Path, contents: FileContents) -> Option<Arc<str>> {
        let why = match contents {
            FileContents::Text { text, invalid } if invalid.is_empty() => return Some(text),
            FileContents::Text { .. } => "the file is not UTF-8, so it is left as it is".to_owned(),
            FileContents::Missing => "the file does not exist".to_owned(),
            FileContents::Directory => "this is a folder, not a file".to_owned(),
            FileContents::Unreadable(reason) => format!("the file can't be read: {reason}"),
        };
        self.found.push(findings::unreadable(path, &why));
        None
    }

    /// The formatted text; what is wrong with the text is reported.
    fn format(&mut self, path: &Utf8Path, text: &Arc<str>) -> String {
        let parse = camkes_syntax::parse(text);
        // The preprocessor is not run here: it may well make a valid text of what looks wrong before.
        let is_macro = |it: &SyntaxError| matches!(it.kind, SyntaxErrorKind::UnexpandedMacro { .. });
        let has_directives = || camkes_syntax::lex(text).iter().any(|it| it.kind == SyntaxKind::PREPROCESSOR);
        let mut errors = parse.errors().iter().filter(|it| !is_macro(it)).peekable();
        if errors.peek().is_some() {
            let has_macros = parse.errors().iter().any(is_macro) || has_directives();
            let severity = if has_macros { Severity::Warning } else { Severity::Error };
            self.found.extend(errors.map(|it| syntax_finding(path, it, severity)));
            self.sources.insert(path.to_owned(), Arc::clone(text));
        }
        camkes_syntax::apply(text, &camkes_syntax::format(text, &parse))
    }

    /// Names a file that does not have the layout, or shows what would change.
    fn show(&mut self, system: &mut System<'_>, path: &Utf8Path, text: &str, formatted: &str) -> io::Result<()> {
        if text == formatted {
            return Ok(());
        }
        self.changes += 1;
        let name = system.shown(path);
        if self.command.diff {
            system.print(&unified_diff(&name, text, formatted))
        } else {
            system.print(&format!("{name}\n"))
        }
    }
}

/// How many lines around a change a diff shows.
const CONTEXT: usize = 3;

/// What changes from one text to another, for people and `patch`.
pub(super) fn unified_diff(name: &Utf8Path, old: &str, new: &str) -> String {
    let diff = similar::TextDiff::from_lines(old, new);
    diff.unified_diff().context_radius(CONTEXT).header(name.as_str(), name.as_str()).to_string()
}

fn syntax_finding(path: &Utf8Path, error: &SyntaxError, severity: Severity) -> Finding {
    let place = |range: camkes_syntax::TextRange| Place { path: path.to_owned(), range: Some(range.into()) };
    Finding {
        rule: "syntax-error".to_owned(),
        severity,
        message: error.to_string(),
        at: place(error.range),
        labels: error.related().iter().map(|(range, words)| (place(*range), words.to_string())).collect(),
        notes: Vec::new(),
        fixes: Vec::new(),
    }
}
