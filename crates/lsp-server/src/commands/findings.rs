// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From the diagnostics of the layers to findings of a report.

use camkes_codegen::{Failure, TemplateFailure};
use camkes_hir::{
    Db, System,
    diagnostic::{Diagnostic, Severity, Span},
    loc::ItemLoc,
    model::{Assembly, Component},
    parse::source_map,
};

use crate::{
    output::OutputError,
    report::{Finding, Fix, Place},
};

/// A diagnostic of the language.
pub(crate) fn of_diagnostic(db: &dyn Db, diagnostic: &Diagnostic) -> Finding {
    let place = |span: Span| place(db, span);
    let fixes = diagnostic.fixes.iter().map(|fix| Fix {
        title: fix.title.clone(),
        edits: fix.edits.iter().map(|edit| (place(edit.span), edit.text.clone())).collect(),
        preferred: fix.preferred,
    });
    Finding {
        rule: diagnostic.rule.name().to_owned(),
        severity: diagnostic.severity,
        message: diagnostic.message.clone(),
        at: place(diagnostic.primary),
        labels: diagnostic.labels.iter().map(|label| (place(label.span), label.text.clone())).collect(),
        notes: diagnostic.notes.clone(),
        fixes: fixes.collect(),
    }
}

fn place(db: &dyn Db, span: Span) -> Place {
    let file = span.file;
    // A file that can't be read has no text in which a range could be shown.
    let readable = matches!(file.contents(db), camkes_hir::FileContents::Text { .. });
    Place { path: file.path(db).to_owned(), range: readable.then(|| span.range.into()) }
}

fn place_of(db: &dyn Db, system: System, origin: ItemLoc) -> Place {
    match source_map(db, system, origin.file).get(origin.id) {
        Some(spot) => place(db, Span { file: spot.file, range: spot.focus }),
        None => Place { path: origin.file.path(db).to_owned(), range: None },
    }
}

/// What a failure of the generator is translated with.
pub(crate) struct Generation<'a> {
    /// The sources.
    pub(crate) db: &'a dyn Db,
    /// The system.
    pub(crate) system: System,
    /// What is generated.
    pub(crate) assembly: &'a Assembly,
    /// The root file, for failures that have no place of their own.
    pub(crate) root: Place,
}

impl Generation<'_> {
    /// A reason why nothing is generated. `text` gives a template's text by name.
    pub(crate) fn finding<'t>(&self, failure: &Failure, text: impl Fn(&str) -> Option<&'t str>) -> Finding {
        match failure {
            Failure::Plan(error) => plain("plan", error.to_string(), place_of(self.db, self.system, error.origin())),
            Failure::State(error) => plain("capdl", error.to_string(), self.root.clone()),
            Failure::Capdl(error) => plain("capdl", error.to_string(), self.root.clone()),
            Failure::Microseconds { .. } => plain("schedule", failure.to_string(), self.root.clone()),
            Failure::Template(failure) => self.template(failure, text(&failure.template)),
        }
    }

    /// Components of which no CMake file says anything, so that templates of their own are left out.
    pub(crate) fn undeclared(&self, components: &[&Component]) -> Option<Finding> {
        let first = components.first()?;
        let names: Vec<_> = components.iter().map(|it| format!("'{}'", it.name)).collect();
        let plural = if names.len() == 1 { "" } else { "s" };
        let message = format!("no CMake file that was found declares component{plural} {}", names.join(", "));
        let at = place_of(self.db, self.system, first.origin);
        let mut finding = Finding { severity: Severity::Warning, ..plain("plan", message, at) };
        finding.notes = vec![
            "templates that one may declare there are not rendered".to_owned(),
            "they are looked for beside and above the system's files, the headers that these include and the import paths: \
             --import-path adds a folder"
                .to_owned(),
        ];
        Some(finding)
    }

    /// A template that fails: the place is in the template, a label is at what it was rendered for.
    fn template(&self, failure: &TemplateFailure, text: Option<&str>) -> Finding {
        let range = text.map(|text| {
            let at = offset(text, failure.line, failure.column);
            at..at
        });
        let at = Place { path: failure.template.as_str().into(), range };
        let mut finding = plain("template", failure.message.clone(), at);
        let entity = format!("while rendering for `{}`", failure.entity);
        if let Some(origin) = failure.origin(self.assembly) {
            finding.labels.push((place_of(self.db, self.system, origin), entity));
        } else if !failure.entity.is_empty() {
            finding.notes.push(entity);
        }
        for via in &failure.via {
            finding.notes.push(format!("reached from {}:{}:{}", via.template, via.line, via.column));
        }
        finding
    }
}

/// A template that the runner can't render; `declared` is where the entity is declared that it was rendered for.
pub(crate) fn of_template(failure: &TemplateFailure, text: Option<&str>, declared: Option<String>) -> Finding {
    let range = text.map(|text| {
        let at = offset(text, failure.line, failure.column);
        at..at
    });
    let mut finding =
        plain("template", failure.message.clone(), Place { path: failure.template.as_str().into(), range });
    if !failure.entity.is_empty() {
        let declared = declared.map(|place| format!(", which {place} declares")).unwrap_or_default();
        finding.notes.push(format!("while rendering for `{}`{declared}", failure.entity));
    }
    for via in &failure.via {
        finding.notes.push(format!("reached from {}:{}", via.template, via.line));
    }
    finding
}

/// Byte offset of a line and a column, both counted from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    let inside = rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
    start + inside
}

/// Output that can't be written.
pub(crate) fn of_output(error: &OutputError, root: &Place) -> Finding {
    plain("output", error.to_string(), root.clone())
}

/// A template folder that can't be read.
pub(crate) fn unreadable(path: &camino::Utf8Path, why: &str) -> Finding {
    plain("unreadable-file", why.to_owned(), Place { path: path.to_owned(), range: None })
}

pub(crate) fn plain(rule: &str, message: String, at: Place) -> Finding {
    Finding {
        rule: rule.to_owned(),
        severity: Severity::Error,
        message,
        at,
        labels: Vec::new(),
        notes: Vec::new(),
        fixes: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_become_offsets() {
        assert_eq!(offset("ab\ncd\n", 2, 2), 4);
        assert_eq!(offset("aä\nb", 1, 3), 3);
        assert_eq!(offset("a", 9, 9), 1);
        assert_eq!(offset("", 1, 1), 0);
    }
}
