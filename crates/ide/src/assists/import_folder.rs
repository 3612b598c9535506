// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! At an import in angle brackets that is not found: the folder in which its file lies, for the project's settings.

use std::ops::Range;

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::diagnostic::Rule;
use camkes_hir::{Db as _, FileContents, builtin};
use camkes_syntax::ast;
use indexmap::IndexSet;
use text_size::{TextRange, TextSize};
use toml::Spanned;
use toml::de::DeTable;

use super::{Assist, AssistKind, Context};
use crate::diagnostics::{Edit, FileRange};
use crate::importable::relative;

/// Most folders that are offered.
const MOST: usize = 6;

/// Name of the file with the settings of a project.
const SETTINGS: &str = "camkes.toml";

/// Its key for folders that are searched.
const KEY: &str = "import-paths";

pub(super) fn collect(cx: &Context<'_>, out: &mut Vec<Assist>) {
    let Some(path) = cx.node::<ast::Import>().and_then(|it| it.path()).filter(|path| path.is_angle()) else { return };
    let written = path.value();
    let is_plain = !written.is_empty() && !Utf8Path::new(&written).components().any(|it| it.as_str() == "..");
    if !is_plain || is_found(cx, &written) {
        return;
    }
    let settings = settings_of(cx);
    let Some(base) = settings.parent() else { return };
    let behind = format!("/{written}");
    let files = cx.importable.files(cx.db, cx.system);
    let folders = files.iter().filter_map(|file| file.path(cx.db).as_str().strip_suffix(&behind));
    let mut folders: Vec<_> = folders.map(Utf8PathBuf::from).collect::<IndexSet<_>>().into_iter().collect();
    folders.sort_by_key(|folder| relative(cx.folder(), folder).components().count());
    for folder in folders.iter().take(MOST) {
        let shown = match relative(base, folder) {
            here if here.as_str().is_empty() => ".".to_owned(),
            path => path.to_string(),
        };
        let (edits, created) = match cx.db.file(&settings).contents(cx.db) {
            FileContents::Text { text, .. } => {
                let Some((at, text)) = added(text, &shown) else { return };
                let at = FileRange { path: settings.clone(), range: TextRange::empty(at) };
                (vec![Edit { at, text }], Vec::new())
            }
            _ => (Vec::new(), vec![(settings.clone(), format!("{KEY} = [{}]\n", quoted(&shown)))]),
        };
        out.push(Assist {
            title: format!("Add `{shown}` to `{KEY}` in {SETTINGS}"),
            kind: AssistKind::QuickFix,
            preferred: folders.len() == 1,
            edits,
            created,
            mends: Some(Rule::ImportNotFound),
        });
    }
}

/// Whether an import of this path finds a file.
fn is_found(cx: &Context<'_>, written: &str) -> bool {
    let searched = cx.system.import_paths(cx.db).iter().map(|folder| folder.join(written));
    let is_there = |path: Utf8PathBuf| !cx.is_free(&path);
    searched.chain([builtin::path(written)]).any(is_there)
}

/// The settings that count for the system, or where they would be: in the folder of the workspace that holds it.
fn settings_of(cx: &Context<'_>) -> Utf8PathBuf {
    let root = cx.system.root(cx.db).path(cx.db);
    let own = root.parent().unwrap_or(Utf8Path::new("/"));
    let nearest = own.ancestors().map(|folder| folder.join(SETTINGS)).find(|path| !cx.is_free(path));
    nearest.unwrap_or_else(|| {
        let around = cx.importable.folders().iter().filter(|folder| root.starts_with(folder));
        let outermost = around.min_by_key(|folder| folder.as_str().len());
        outermost.map_or(own, Utf8PathBuf::as_path).join(SETTINGS)
    })
}

/// A text of TOML.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Where and what to write into settings, so that a folder is searched behind all others; `None` where the settings can't be read.
fn added(text: &str, folder: &str) -> Option<(TextSize, String)> {
    let table = DeTable::parse(text).ok()?.into_inner();
    let item = quoted(folder);
    let (at, added) = match table.get(KEY) {
        Some(list) => appended(text, list.span(), list.get_ref().as_array()?.iter().map(Spanned::span), &item),
        // Behind the first table, keys are those of tables.
        None => match text.split_inclusive('\n').scan(0, line_starts).find(|(_, line)| line.starts_with('[')) {
            Some((at, _)) => (at, format!("{KEY} = [{item}]\n\n")),
            None if text.is_empty() || text.ends_with('\n') => (text.len(), format!("{KEY} = [{item}]\n")),
            None => (text.len(), format!("\n{KEY} = [{item}]\n")),
        },
    };
    Some((TextSize::try_from(at).ok()?, added))
}

fn line_starts<'t>(next: &mut usize, line: &'t str) -> Option<(usize, &'t str)> {
    let at = *next;
    *next += line.len();
    Some((at, line))
}

/// The end of the last item of a list, and what makes one more of it.
fn appended(text: &str, list: Range<usize>, items: impl Iterator<Item = Range<usize>>, item: &str) -> (usize, String) {
    let Some(last) = items.last() else { return (list.start + 1, item.to_owned()) };
    let before = text.get(..last.start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    // One that begins its line stands with the others in a column.
    let added = if list.start + line.len() < last.start && line.trim().is_empty() {
        format!(",\n{line}{item}")
    } else {
        format!(", {item}")
    };
    (last.end, added)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_folder(text: &str) -> String {
        let (at, insert) = added(text, "lib/x").unwrap();
        let mut text = text.to_owned();
        text.insert_str(at.into(), &insert);
        text
    }

    #[test]
    fn a_folder_goes_behind_those_that_are_there() {
        assert_eq!(with_folder(""), "import-paths = [\"lib/x\"]\n");
        assert_eq!(with_folder("defines = [\"A\"]"), "defines = [\"A\"]\nimport-paths = [\"lib/x\"]\n");
        assert_eq!(with_folder("import-paths = []\n"), "import-paths = [\"lib/x\"]\n");
        assert_eq!(with_folder("import-paths=[ \"a]\", 'b', ]\n"), "import-paths=[ \"a]\", 'b', \"lib/x\", ]\n");
        assert_eq!(with_folder("import-paths = [\"\\\"]\"]"), "import-paths = [\"\\\"]\", \"lib/x\"]");
        assert_eq!(
            with_folder("import-paths = [\n  \"a\", # ] here\n  \"b\" # last\n]\n"),
            "import-paths = [\n  \"a\", # ] here\n  \"b\",\n  \"lib/x\" # last\n]\n"
        );
        assert_eq!(
            with_folder("# Ours.\nroots = []\n[[system]]\nimport-paths = [\"s\"]\n"),
            "# Ours.\nroots = []\nimport-paths = [\"lib/x\"]\n\n[[system]]\nimport-paths = [\"s\"]\n"
        );
    }

    #[test]
    fn settings_that_cannot_be_read_are_left_alone() {
        for text in
            ["import-paths = [", "import-paths = [\"", "import-paths =", "import-paths = [ # ö", "import-paths = 1"]
        {
            assert_eq!(added(text, "lib/x"), None, "{text}");
        }
    }
}
