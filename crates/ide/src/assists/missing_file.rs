// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! At an import or header that is not found: the path of a file of that name in the workspace, else a new file.

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::Db as _;
use camkes_hir::diagnostic::Rule;
use text_size::{TextRange, TextSize};

use super::{Assist, AssistKind, Context};
use crate::importable::{import_text, relative};

/// Most paths that are offered.
const MOST: usize = 8;

pub(super) fn collect(cx: &Context<'_>, out: &mut Vec<Assist>) {
    let line = cx.line().trim_start();
    for (rule, start) in [(Rule::MissingHeader, "#"), (Rule::ImportNotFound, "import")] {
        if !line.starts_with(start) {
            continue;
        }
        if let Some(written) = cx.marked(rule).and_then(|range| Written::of(cx, range)) {
            of_file(cx, rule, &written, out);
        }
    }
}

/// A path as it is written.
struct Written<'a> {
    /// Its place, with quotes or brackets.
    range: TextRange,
    path: &'a Utf8Path,
    quoted: bool,
}

impl<'a> Written<'a> {
    /// The path at a place, or in its line.
    fn of(cx: &'a Context<'_>, at: TextRange) -> Option<Self> {
        let text = cx.slice(at);
        let (open, quoted) = match (text.find('"'), text.find('<')) {
            (Some(quote), bracket) if bracket.is_none_or(|bracket| quote < bracket) => (quote, true),
            (_, bracket) => (bracket?, false),
        };
        let rest = text.get(open + 1..)?;
        let length = rest.find(if quoted { '"' } else { '>' })?;
        let offset = |it: usize| TextSize::try_from(it).ok();
        let start = at.start() + offset(open)?;
        let range = TextRange::at(start, offset(length + 2)?);
        Some(Self { range, path: Utf8Path::new(rest.get(..length)?), quoted })
    }
}

fn of_file(cx: &Context<'_>, rule: Rule, written: &Written<'_>, out: &mut Vec<Assist>) {
    let Some(name) = written.path.file_name() else { return };
    let mut found = cx.workspace_files(|path| path.file_name() == Some(name));
    found.retain(|path| path != cx.path());
    // What lies nearest is meant most likely.
    found.sort_by_key(|path| relative(cx.folder(), path).components().count());
    // What is looked for in folders of the settings is rather not among those.
    let only = found.len() == 1 && written.quoted;
    for path in found.iter().take(MOST) {
        let text = shown(cx, rule, path);
        out.push(Assist {
            title: format!("Change to {text}"),
            kind: AssistKind::QuickFix,
            // In brackets, a path is one below a folder that should be searched.
            preferred: only && written.quoted,
            edits: vec![cx.replace(written.range, text)],
            created: Vec::new(),
            mends: Some(rule),
        });
    }
    let path = camkes_hir::db::normalize(&cx.folder().join(written.path));
    if found.is_empty() && written.quoted && cx.is_free(&path) {
        let text = if rule == Rule::MissingHeader { "#pragma once\n" } else { "" };
        out.push(Assist {
            title: format!("Create \"{}\"", written.path),
            kind: AssistKind::QuickFix,
            preferred: false,
            edits: Vec::new(),
            created: vec![(path, format!("{}{text}", cx.notice()))],
            mends: Some(rule),
        });
    }
}

/// How a file is named from here.
fn shown(cx: &Context<'_>, rule: Rule, path: &Utf8PathBuf) -> String {
    match rule {
        Rule::ImportNotFound => import_text(cx.db, cx.system, cx.file, cx.db.file(path)),
        _ => format!("\"{}\"", relative(cx.folder(), path)),
    }
}
