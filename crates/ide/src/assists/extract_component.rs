// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! At the head of a component: move it to a file of its own.

use camkes_hir::check::uses;
use camkes_hir::parse::source_map;
use camkes_syntax::ast::{self, AstNode};
use text_size::TextRange;

use super::{Assist, AssistKind, Context, whole_lines};
use crate::importable::import_edit;

pub(super) fn collect(cx: &Context<'_>, out: &mut Vec<Assist>) {
    let Some(component) = cx.node::<ast::Component>() else { return };
    let Some(name) = cx.named_here(&component) else { return };
    // A file with nothing else is what would come of it.
    let others = cx.root.children().any(|it| it != *component.syntax() && !ast::Import::can_cast(it.kind()));
    // Directives may reach into the component in ways that its text does not show.
    let directives = camkes_hir::preprocess::preprocessed(cx.db, cx.system, cx.file).is_some();
    if !others || directives || component.body().is_none() {
        return;
    }
    let own = camkes_syntax::text_range_without_trivia(component.syntax());
    let Some(imports) = needed_imports(cx, own) else { return };
    let path = cx.folder().join(format!("{}.camkes", name.text()));
    if !cx.is_free(&path) {
        return;
    }
    let start = ast::doc_comment_start(component.syntax()).unwrap_or(own.start());
    let moved = TextRange::new(start, own.end());
    let text = format!("{}{imports}{}\n", cx.notice(), cx.slice(moved));
    let target = camkes_hir::Db::file(cx.db, &path);
    let import = import_edit(cx.db, cx.system, cx.file, target);
    let removed = whole_lines(cx.text, moved);
    if removed.contains_inclusive(import.at.range.start()) && import.at.range.start() != removed.start() {
        return;
    }
    let mut edits = vec![cx.replace(removed, ""), import];
    edits.sort_by_key(|edit| (edit.at.range.start(), edit.at.range.end()));
    out.push(Assist {
        title: format!("Move `{}` to `{}.camkes`", name.text(), name.text()),
        kind: AssistKind::Extract,
        preferred: false,
        edits,
        created: vec![(path, text)],
        mends: None,
    });
}

/// The imports of the file, when the component needs what they bring; nothing at all when it needs what stands beside it, as
/// the two files would then import each other.
fn needed_imports(cx: &Context<'_>, own: TextRange) -> Option<String> {
    let map = source_map(cx.db, cx.system, cx.file);
    let mut outside = false;
    for (at, target) in uses(cx.db, cx.system).iter().filter(|(at, _)| at.file == cx.file) {
        let inside = map.get(at.id).is_some_and(|spot| spot.file == cx.file && own.contains_range(spot.focus));
        if !inside {
            continue;
        }
        if target.file != cx.file {
            outside = true;
        } else if map.get(target.id).is_none_or(|spot| !own.contains_range(spot.focus)) {
            return None;
        }
    }
    if !outside {
        return Some(String::new());
    }
    let imports = cx.root.children().filter_map(ast::Import::cast);
    let lines = imports.map(|it| format!("{}\n", cx.slice(camkes_syntax::text_range_without_trivia(it.syntax()))));
    Some(lines.collect::<String>() + "\n")
}
