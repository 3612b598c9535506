// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! At a C type of a procedure that includes no header: include the one that declares it.

use std::collections::BTreeSet;

use camino::Utf8PathBuf;
use camkes_hir::diagnostic::Rule;
use camkes_syntax::ast::{self, AstNode};

use super::{Assist, AssistKind, Context};
use crate::c_headers::declared_types;
use crate::c_side;

/// Most headers that are looked into.
const MOST_HEADERS: usize = 512;

/// Largest of them, in bytes.
const MOST_BYTES: usize = 1 << 20;

/// Most headers that are offered.
const MOST: usize = 8;

pub(super) fn collect(cx: &Context<'_>, out: &mut Vec<Assist>) {
    let Some(body) = cx.node::<ast::Procedure>().and_then(|it| it.body()) else { return };
    let Some(range) = cx.marked(Rule::MissingInclude) else { return };
    let Some((open, _)) = super::braces(body.syntax()) else { return };
    let name = cx.slice(range).trim();
    let first = body.syntax().children().next().map(|it| camkes_syntax::text_range_without_trivia(&it));
    let blank = match first {
        Some(first) if cx.slice(text_size::TextRange::new(open.end(), first.start())).contains('\n') => {
            format!("\n{}", cx.indent(first.start()))
        }
        _ => " ".to_owned(),
    };
    let found = headers(cx, name);
    for header in &found {
        out.push(Assist {
            title: format!("Include \"{header}\" for `{name}`"),
            kind: AssistKind::QuickFix,
            preferred: found.len() == 1,
            edits: vec![cx.insert(open.end(), format!("{blank}include \"{header}\";"))],
            created: Vec::new(),
            mends: Some(Rule::MissingInclude),
        });
    }
}

/// The headers that declare a type, as code finds them: in the folders of headers of components, and beside the procedure.
fn headers(cx: &Context<'_>, name: &str) -> Vec<Utf8PathBuf> {
    let of_components = c_side::component_sources(cx.db, cx.system).into_iter().flat_map(|it| it.includes);
    let mut folders = vec![cx.folder().join("include"), cx.folder().to_owned()];
    folders.extend(of_components);
    let (mut seen, mut out) = (BTreeSet::new(), Vec::new());
    let mut looked = 0;
    let loader = cx.db.loader();
    for folder in folders {
        if !seen.insert(folder.clone()) {
            continue;
        }
        for path in cx.db.list(&folder).into_iter().filter(|path| c_side::is_header(path)) {
            looked += 1;
            if looked > MOST_HEADERS || out.len() >= MOST {
                return out;
            }
            // An editor's text of it, else what the disk has: the database would keep it.
            let contents = match cx.db.known_file(&path) {
                Some(file) => file.contents(cx.db).clone(),
                None => loader.load(&path),
            };
            let text = contents.as_str();
            let file_name = path.file_name().map(Utf8PathBuf::from);
            let declares =
                text.len() <= MOST_BYTES && text.contains(name) && declared_types(text).iter().any(|it| it == name);
            if let Some(file_name) = file_name.filter(|it| declares && !out.contains(it)) {
                out.push(file_name);
            }
        }
    }
    out
}
