// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes-lsp dump`: what the lexer and the parser see in one file.

use std::fmt::Write as _;

use camkes_hir::{FileContents, FileLoader as _};

use super::{CommandResult, Outcome, findings, style};
use crate::{
    cli::{Color, DumpCommand, DumpWhat},
    report::{self, Sources},
    system::System,
    vfs::disk::Disk,
};

/// Shows the tokens or the tree of a file; a file with mistakes has them too.
///
/// # Errors
/// When a stream takes no more.
pub fn run(system: &mut System<'_>, command: &DumpCommand, color: Color) -> CommandResult {
    let path = system.absolute(&command.file);
    let why = match Disk.load(&path) {
        FileContents::Text { text, .. } => {
            system.print(&match command.what {
                DumpWhat::Tokens => tokens(&text),
                DumpWhat::Tree => tree(&text),
            })?;
            return Ok(Outcome::Clean);
        }
        FileContents::Missing => "the file does not exist".to_owned(),
        FileContents::Directory => "this is a folder, not a file".to_owned(),
        FileContents::Unreadable(reason) => format!("the file can't be read: {reason}"),
    };
    let found = [findings::unreadable(&path, &why)];
    let style = style(system, color, system.terminals.stderr);
    system.say(&report::full(&found, &Sources::new(&system.working_folder), style))?;
    Ok(Outcome::Findings)
}

fn tokens(text: &str) -> String {
    let mut out = String::new();
    let mut start = 0;
    for lexeme in camkes_syntax::lex(text) {
        let end = start + lexeme.len as usize;
        let token = text.get(start..end).unwrap_or_default();
        let _ = writeln!(out, "{:?}@{start}..{end} {token:?}", lexeme.kind);
        start = end;
    }
    out
}

fn tree(text: &str) -> String {
    let parse = camkes_syntax::parse(text);
    let mut out = format!("{:#?}", parse.syntax_node());
    for error in parse.errors() {
        let _ = writeln!(out, "error {:?}: {}", error.range, error.kind);
    }
    out
}
