// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The comment that would allow a finding.

use text_size::{TextRange, TextSize};

use super::written::{Reach, comments};
use crate::builtin;
use crate::db::Db;
use crate::diagnostic::{Edit, Fix, Rule, Severity, Span};

/// The edit that allows what a rule finds at a place: another name in the comment that is there, or a new comment in the line
/// above. `None` for what the language calls an error, and where no comment can stand.
#[must_use]
pub fn suppress(db: &dyn Db, rule: Rule, place: Span) -> Option<Fix> {
    let file = place.file;
    if rule.severity() == Severity::Error || rule == Rule::UnusedSuppression || builtin::is_builtin(file.path(db)) {
        return None;
    }
    let title = format!("Allow `{rule}` here");
    let fix = |range, text| {
        let edits = vec![Edit { span: Span { file, range }, text }];
        Fix { title, edits, preferred: false }
    };
    let about = |reach| matches!(reach, Reach::Line(line) if line.contains_inclusive(place.range.start()));
    let existing = comments(db, file).suppressions.iter().find(|it| about(it.reach));
    if let Some((_, last)) = existing.and_then(|it| it.names.last()) {
        return Some(fix(TextRange::empty(last.end()), format!(", {rule}")));
    }
    let text = file.contents(db).as_str();
    let before = text.get(..place.range.start().into())?;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    // A line that goes on from the one above is no place for a comment.
    if before.get(..start)?.trim_end_matches(['\r', '\n']).ends_with('\\') {
        return None;
    }
    let indent: String = text.get(start..)?.chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
    let end = if before.contains("\r\n") { "\r\n" } else { "\n" };
    Some(fix(TextRange::empty(TextSize::try_from(start).ok()?), format!("{indent}// camkes: allow({rule}){end}")))
}
