// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Paths of imports and headers.

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::{File, builtin};
use indexmap::IndexMap;
use text_size::{TextRange, TextSize};

use super::Context;
use super::item::{Collector, Completion, CompletionDocs, CompletionKind};
use crate::importable::import_text;

/// Most entries of one folder that are offered.
const MOST: usize = 512;

/// Behind `import` with neither quotes nor brackets: files with both.
pub(super) fn whole_import(cx: &Context<'_>, out: &mut Collector<'_>) {
    let end = if cx.cursor.at_end_of_statement() { ";" } else { "" };
    for (name, _) in builtin::FILES {
        let item = Completion::new(CompletionKind::File, format!("<{name}>")).insert(format!("<{name}>{end}"));
        out.add(item.description("built-in library"));
    }
    for folder in folders(cx, false) {
        for path in adl_files(cx, &folder) {
            let name = path.file_name().unwrap_or_default();
            out.add(Completion::new(CompletionKind::File, format!("\"{name}\"")).insert(format!("\"{name}\"{end}")));
        }
    }
    for (text, names) in workspace_files(cx, out) {
        let item = Completion::new(CompletionKind::File, text.as_str()).insert(format!("{text}{end}"));
        out.add(item.description(names).rank(2));
    }
}

/// Files of the workspace that could be imported here, as an import names them, with what they declare.
fn workspace_files(cx: &Context<'_>, out: &mut Collector<'_>) -> Vec<(String, String)> {
    let Some(system) = cx.system else { return Vec::new() };
    let mut files: IndexMap<File, Vec<String>> = IndexMap::new();
    for candidate in cx.importable.candidates(cx.db, system, cx.file, |_, _| true) {
        files.entry(candidate.file).or_default().push(candidate.name);
    }
    files.retain(|file, _| !builtin::is_builtin(file.path(cx.db)));
    if files.len() > MOST {
        out.incomplete();
    }
    let shown = files.into_iter().map(|(file, names)| (import_text(cx.db, system, cx.file, file), names.join(", ")));
    shown.take(MOST).collect()
}

/// Inside the path of an import that starts at an offset.
pub(super) fn import(cx: &Context<'_>, start: TextSize, angle: bool, out: &mut Collector<'_>) {
    let (folder, segment) = split(cx, start);
    if angle && folder.as_str().is_empty() {
        for (name, _) in builtin::FILES {
            let item = Completion::new(CompletionKind::File, *name).description("built-in library");
            out.add_at(segment, item.docs(CompletionDocs::None));
        }
    }
    if folder.as_str().is_empty() {
        // Folder by folder is a long way to a file that is known.
        let brackets: [char; 2] = if angle { ['<', '>'] } else { ['"', '"'] };
        for (text, names) in workspace_files(cx, out) {
            let path = text.strip_prefix(brackets[0]).and_then(|text| text.strip_suffix(brackets[1]));
            // Those in this folder are offered below.
            if let Some(path) = path.filter(|path| path.contains('/')) {
                out.add_at(segment, Completion::new(CompletionKind::File, path).description(names).rank(3));
            }
        }
    }
    for base in folders(cx, angle) {
        let is_adl = |name: &str| Utf8Path::new(name).extension().is_some_and(|it| matches!(it, "camkes" | "idl4"));
        entries(cx, &base.join(&folder), segment, is_adl, out);
    }
}

/// Inside the path of a header. Those in angle brackets are looked for in the headers of the component too.
pub(super) fn header(cx: &Context<'_>, start: TextSize, angle: bool, out: &mut Collector<'_>) {
    let (folder, segment) = split(cx, start);
    let is_header = |name: &str| Utf8Path::new(name).extension() == Some("h");
    let mut bases = folders(cx, angle);
    if let Some(beside) = cx.file.path(cx.db).parent() {
        bases.push(beside.to_owned());
        bases.push(beside.join("include"));
    }
    bases.dedup();
    for base in bases {
        entries(cx, &base.join(&folder), segment, is_header, out);
    }
}

/// Folders in which a path can start.
fn folders(cx: &Context<'_>, angle: bool) -> Vec<Utf8PathBuf> {
    if angle {
        return cx.system.map(|system| system.import_paths(cx.db).to_vec()).unwrap_or_default();
    }
    cx.file.path(cx.db).parent().map(ToOwned::to_owned).into_iter().collect()
}

/// The folders that are written already, and the range of the name that is being written.
fn split(cx: &Context<'_>, start: TextSize) -> (Utf8PathBuf, TextRange) {
    let text = cx.cursor.text;
    let before = text.get(start.into()..cx.cursor.offset.into()).unwrap_or_default();
    let (folder, name) = before.rsplit_once('/').unwrap_or(("", before));
    let name_start = cx.cursor.offset - TextSize::of(name);
    let behind = text.get(cx.cursor.offset.into()..).unwrap_or_default();
    let length = behind.find(|c: char| matches!(c, '"' | '>' | '/' | ';') || c.is_whitespace()).unwrap_or(0);
    let end = cx.cursor.offset + TextSize::of(&behind[..length]);
    (Utf8PathBuf::from(folder), TextRange::new(name_start, end))
}

fn entries(
    cx: &Context<'_>,
    folder: &Utf8Path,
    segment: TextRange,
    wanted: impl Fn(&str) -> bool,
    out: &mut Collector<'_>,
) {
    let folder = camkes_hir::db::normalize(folder);
    for path in cx.db.folders(&folder).into_iter().take(MOST) {
        let Some(name) = path.file_name().filter(|name| !name.starts_with('.')) else { continue };
        out.add_at(segment, Completion::new(CompletionKind::Folder, format!("{name}/")).rank(2));
    }
    let own = cx.file.path(cx.db);
    for path in cx.db.list(&folder).into_iter().filter(|path| path != own).take(MOST) {
        if let Some(name) = path.file_name().filter(|name| wanted(name)) {
            out.add_at(segment, Completion::new(CompletionKind::File, name));
        }
    }
}

fn adl_files(cx: &Context<'_>, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    let own = cx.file.path(cx.db);
    let is_adl = |path: &Utf8PathBuf| path != own && path.extension().is_some_and(|it| matches!(it, "camkes" | "idl4"));
    cx.db.list(folder).into_iter().filter(is_adl).take(MOST).collect()
}
