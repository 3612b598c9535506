// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Findings with the lines of text that they are about, as compilers show them.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};
use camino::Utf8Path;
use camkes_hir::diagnostic::Severity;

use super::{Finding, Place, Source, Sources};
use crate::lsp::position::floor_char_boundary;

/// Whether a report has colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// ANSI colours.
    Coloured,
    /// Text alone.
    Plain,
}

/// Renders findings with a blank line after each.
#[must_use]
pub fn full(findings: &[Finding], sources: &Sources, style: Style) -> String {
    let renderer = match style {
        Style::Coloured => Renderer::styled(),
        Style::Plain => Renderer::plain(),
    };
    let mut out = String::new();
    for finding in findings {
        out.push_str(&renderer.render(&groups(finding, sources)));
        out.push_str("\n\n");
    }
    out
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
        Severity::Hint => Level::HELP,
    }
}

fn groups<'a>(finding: &'a Finding, sources: &'a Sources) -> Vec<Group<'a>> {
    let mut main = Group::with_title(level(finding.severity).primary_title(&finding.message).id(&finding.rule));
    let mut snippets = Snippets::default();
    snippets.add(&finding.at, AnnotationKind::Primary, None);
    for (place, label) in &finding.labels {
        snippets.add(place, AnnotationKind::Context, Some(label));
    }
    for (path, annotations) in snippets.files {
        main = match snippet(path, &annotations, sources) {
            Some(snippet) => main.element(snippet),
            None => main.element(Origin::path(sources.shown(path))),
        };
    }
    for note in &finding.notes {
        main = main.element(Level::NOTE.message(note));
    }
    let mut groups = vec![main];
    groups.extend(finding.fixes.iter().map(|fix| help(fix, sources)));
    groups
}

type Mark<'a> = (Range<usize>, AnnotationKind, Option<&'a str>);

/// Marks by file, the primary file first.
#[derive(Default)]
struct Snippets<'a> {
    files: Vec<(&'a Utf8Path, Vec<Mark<'a>>)>,
}

impl<'a> Snippets<'a> {
    fn add(&mut self, place: &'a Place, kind: AnnotationKind, label: Option<&'a str>) {
        let mark = place.range.clone().map(|range| (range, kind, label));
        match self.files.iter_mut().find(|(path, _)| *path == place.path) {
            Some((_, marks)) => marks.extend(mark),
            None => self.files.push((&place.path, mark.into_iter().collect())),
        }
    }
}

/// The lines around some marks; `None` when the text isn't known or there are no marks.
fn snippet<'a>(path: &'a Utf8Path, marks: &[Mark<'a>], sources: &'a Sources) -> Option<Snippet<'a, Annotation<'a>>> {
    let window = Window::around(sources.source(path)?, marks.iter().map(|(range, ..)| range))?;
    // On a line that nobody can read, marks far apart would show all of it; the primary one comes first.
    let marks = if window.is_readable() { marks } else { marks.get(..1)? };
    let annotations = marks.iter().map(|(range, kind, label)| kind.span(window.inside(&clipped(range))).label(*label));
    Some(Snippet::source(window.text).path(sources.shown(path)).line_start(window.first_line).annotations(annotations))
}

/// The start of a range that would underline more than anybody reads.
fn clipped(range: &Range<usize>) -> Range<usize> {
    const LONGEST_MARK: usize = 400;
    range.start..range.end.min(range.start + LONGEST_MARK)
}

fn help<'a>(fix: &'a super::Fix, sources: &'a Sources) -> Group<'a> {
    let mut group = Group::with_title(Level::HELP.secondary_title(&fix.title));
    let mut paths: Vec<&Utf8Path> = fix.edits.iter().map(|(place, _)| place.path.as_path()).collect();
    paths.dedup();
    for path in paths {
        let edits: Vec<_> = fix
            .edits
            .iter()
            .filter(|(place, _)| place.path == path)
            .filter_map(|(place, new)| Some((place.range.clone()?, new)))
            .collect();
        let ranges = edits.iter().map(|(range, _)| range);
        let window = sources.source(path).and_then(|source| Window::around(source, ranges));
        if let Some(window) = window.filter(Window::is_readable) {
            let patches = edits.iter().map(|(range, new)| Patch::new(window.inside(range), new.as_str()));
            let patches: Vec<_> = patches.collect();
            let snippet = Snippet::source(window.text).path(sources.shown(path)).line_start(window.first_line);
            group = group.element(snippet.patches(patches));
        }
    }
    group
}

/// Some lines of a text. Renderers scan all that they are given, so a large file is cut down first.
struct Window<'a> {
    text: &'a str,
    start: usize,
    first_line: usize,
}

impl<'a> Window<'a> {
    fn around<'r>(source: &'a Source, ranges: impl Iterator<Item = &'r Range<usize>> + Clone) -> Option<Self> {
        let first = source.line_column(ranges.clone().map(|range| range.start).min()?)?.line;
        let last = source.line_column(ranges.map(|range| range.end).max()?)?.line;
        let (start, end) = (source.line(first).start, source.line(last).end);
        let text = source.text.get(start..end)?.trim_end_matches('\n');
        Some(Self { text, start, first_line: first as usize + 1 })
    }

    /// Whether a person could read its longest line.
    fn is_readable(&self) -> bool {
        const LONGEST_LINE: usize = 4000;
        self.text.lines().all(|line| line.len() <= LONGEST_LINE)
    }

    /// A range of the whole text as one of this window, on character boundaries.
    fn inside(&self, range: &Range<usize>) -> Range<usize> {
        let inside = |offset: usize| floor_char_boundary(self.text, offset.saturating_sub(self.start));
        let start = inside(range.start);
        start..inside(range.end).max(start)
    }
}
