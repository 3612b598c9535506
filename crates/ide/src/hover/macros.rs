// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Hover on the use of a macro: its definition and what it stands for.

use camkes_hir::preprocess::preprocessed;
use camkes_hir::{File, RootDatabase, System};
use text_size::{TextRange, TextSize};

use super::Hover;
use super::number::number;
use crate::resolve;

/// Longest expansion that is shown, in lines.
const MOST_LINES: usize = 40;

/// The macro whose name stands at an offset.
pub(super) fn expansion(db: &RootDatabase, system: System, file: File, offset: TextSize) -> Option<Hover> {
    for owner in resolve::owners(db, system, file) {
        let Some(found) = preprocessed(db, system, owner).and_then(|it| it.expansion_at(file, offset)) else {
            continue;
        };
        let name = TextRange::at(found.at.range.start(), TextSize::of(found.name.as_str()));
        // In its arguments the user's own words have meanings of their own.
        if found.at.file != file || !name.contains_inclusive(offset) {
            continue;
        }
        let definition = found.definition.and_then(|span| {
            let text = span.file.contents(db).as_str();
            text.get(usize::from(span.range.start())..usize::from(span.range.end()))
        });
        let definition = definition.unwrap_or(found.name.as_str()).trim_end();
        let mut text: Vec<&str> = found.text.lines().take(MOST_LINES).collect();
        if found.text.lines().count() > MOST_LINES {
            text.push("…");
        }
        let text = if text.is_empty() { "(nothing)".to_owned() } else { text.join("\n") };
        let mut markdown = format!("```c\n#define {definition}\n```\n\nStands here for\n\n```camkes\n{text}\n```");
        // What is written there may be a part of an expression.
        if let Some(value) = number(db, system, file, offset) {
            markdown.push_str("\n\n");
            markdown.push_str(&value.markdown);
        }
        return Some(Hover::new(name, markdown));
    }
    None
}
