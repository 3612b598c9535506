// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! At an import in angle brackets that is not found: the folder in which its file lies, for the project's settings.

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::diagnostic::Rule;
use camkes_hir::{Db as _, FileContents, builtin};
use camkes_syntax::ast;
use indexmap::IndexSet;
use text_size::{TextRange, TextSize};

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
                let (at, text) = added(text, &shown);
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

/// Where and what to write into settings, so that a folder is searched behind all others.
fn added(text: &str, folder: &str) -> (TextSize, String) {
    let size = |at: usize| TextSize::try_from(at).unwrap_or_default();
    let folder = quoted(folder);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start();
        // Behind the first table, keys are those of tables.
        if content.starts_with('[') {
            return (size(at), format!("{KEY} = [{folder}]\n\n"));
        }
        let list = content.strip_prefix(KEY).and_then(|rest| rest.trim_start().strip_prefix('='));
        if let Some(open) = list.and_then(|rest| rest.find('[')).and_then(|_| text[at..].find('[')) {
            let (end, text) = appended(text, at + open + 1, &folder);
            return (size(end), text);
        }
        at += line.len();
    }
    let line = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    (size(text.len()), format!("{line}{KEY} = [{folder}]\n"))
}

/// The end of the last item of a list that is open at an offset, and what makes one more of it.
fn appended(text: &str, start: usize, item: &str) -> (usize, String) {
    let mut end = start;
    let mut last = None;
    let mut quote = None;
    let mut in_comment = false;
    let mut escaped = false;
    for (offset, c) in text[start..].char_indices() {
        match (quote, c) {
            _ if in_comment => {
                in_comment = c != '\n';
                continue;
            }
            (Some('"'), '\\') if !escaped => escaped = true,
            (Some(open), _) => {
                quote = (c != open || escaped).then_some(open);
                escaped = false;
            }
            (None, ']') => break,
            (None, '#') => {
                in_comment = true;
                continue;
            }
            (None, '"' | '\'') => quote = Some(c),
            (None, _) if c.is_whitespace() => continue,
            (None, _) => {}
        }
        end = start + offset + c.len_utf8();
        last = Some(c);
    }
    let first_line = text[start..end]
        .find(|c: char| !c.is_whitespace())
        .and_then(|first| text[start..start + first].rsplit_once('\n'));
    let separator = if matches!(last, None | Some(',')) { "" } else { "," };
    match (first_line, last) {
        (Some((_, indent)), _) => (end, format!("{separator}\n{indent}{item},")),
        (None, None) => (end, item.to_owned()),
        (None, Some(_)) => (end, format!("{separator} {item}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_folder(text: &str) -> String {
        let (at, insert) = added(text, "lib/x");
        let mut text = text.to_owned();
        text.insert_str(at.into(), &insert);
        text
    }

    #[test]
    fn a_folder_goes_behind_those_that_are_there() {
        assert_eq!(with_folder(""), "import-paths = [\"lib/x\"]\n");
        assert_eq!(with_folder("defines = [\"A\"]"), "defines = [\"A\"]\nimport-paths = [\"lib/x\"]\n");
        assert_eq!(with_folder("import-paths = []\n"), "import-paths = [\"lib/x\"]\n");
        assert_eq!(with_folder("import-paths=[ \"a]\", 'b', ]\n"), "import-paths=[ \"a]\", 'b', \"lib/x\" ]\n");
        assert_eq!(with_folder("import-paths = [\"\\\"]\"]"), "import-paths = [\"\\\"]\", \"lib/x\"]");
        assert_eq!(
            with_folder("import-paths = [\n  \"a\", # ] here\n  \"b\" # last\n]\n"),
            "import-paths = [\n  \"a\", # ] here\n  \"b\",\n  \"lib/x\", # last\n]\n"
        );
        assert_eq!(
            with_folder("# Ours.\nroots = []\n[[system]]\nimport-paths = [\"s\"]\n"),
            "# Ours.\nroots = []\nimport-paths = [\"lib/x\"]\n\n[[system]]\nimport-paths = [\"s\"]\n"
        );
    }

    #[test]
    fn a_list_without_its_end_is_no_panic() {
        for text in
            ["import-paths = [", "import-paths = [\"", "import-paths = [\"\\", "import-paths =", "import-paths = [ # ö"]
        {
            let _ = with_folder(text);
        }
    }
}
