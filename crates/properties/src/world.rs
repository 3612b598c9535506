// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A system in memory, and what all of them hold.

use std::fmt::Write as _;
use std::sync::Arc;

use camkes_hir::camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::diagnostic::Span;
use camkes_hir::queries::{DataContents, DataFile};
use camkes_hir::{Db as _, FileContents, FileLoader, ForwardReferences, RootDatabase, System, assembly, diagnostics};

use crate::parser::text_at;

const ROOT: &str = "/main.camkes";

struct One(Arc<str>);

impl FileLoader for One {
    fn load(&self, path: &Utf8Path) -> FileContents {
        if path == ROOT { FileContents::text(Arc::clone(&self.0)) } else { FileContents::Missing }
    }
}

/// Settings, and every mistake, of a system of one file with a device tree. Each mistake must have its place in the file.
#[track_caller]
pub(crate) fn resolve(text: &str, device_tree: Option<&[u8]>) -> String {
    let db = RootDatabase::new(Arc::new(One(Arc::from(text))));
    let file =
        |bytes: &[u8]| DataFile::new(&db, Utf8PathBuf::from("/board.dtb"), DataContents::Bytes(Arc::from(bytes)));
    let root = db.file(Utf8Path::new(ROOT));
    let system =
        System::builder(root, Vec::new(), ForwardReferences::Allow).device_tree(device_tree.map(file)).new(&db);
    let place = |span: Span| text_at(span.file.contents(&db).as_str(), span.range);
    let mut out = String::new();
    for found in diagnostics(&db, system) {
        assert!(!found.message.is_empty() && !found.message.ends_with('.'), "{}", found.message);
        let _ = writeln!(out, "{} at `{}`", found.message, place(found.primary));
        for label in &found.labels {
            let _ = writeln!(out, "  {} at `{}`", label.text, place(label.span));
        }
        for edit in found.fixes.iter().flat_map(|fix| &fix.edits) {
            let _ = writeln!(out, "  `{}` becomes `{}`", place(edit.span), edit.text);
        }
    }
    if let Some(assembly) = assembly(&db, system) {
        for setting in &assembly.settings {
            let _ = writeln!(out, "{}.{} = {}", setting.entity, setting.attribute, setting.value);
        }
    }
    out
}
