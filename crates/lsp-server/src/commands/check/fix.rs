// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes-lsp check --fix`: makes the preferred edits of findings, as long as there are any.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    ops::Range,
    sync::Arc,
};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::diagnostic::Rule;

use super::{CommandResult, Outcome, outcome, report, workspace::Workspace};
use crate::{
    cli::{CheckCommand, Color},
    commands::{
        findings,
        fmt::{files, unified_diff},
    },
    report::{self as reports, Finding, Fix},
    system::System,
};

/// One edit may make room for the next. A finding whose edit doesn't mend it must not keep us here.
const MAX_ROUNDS: usize = 32;

/// With one of these, a part of the text is missing. A name that nothing declares may well stand there, so it is left,
/// however close another one is.
const INCOMPLETE: [Rule; 3] = [Rule::ImportNotFound, Rule::Unreadable, Rule::MissingHeader];

/// Start of the names of rules about names that nothing declares.
const UNKNOWN: &str = "unknown-";

/// Mends files, or shows how, and reports what remains.
///
/// # Errors
/// When a stream takes no more.
pub(super) fn run(system: &mut System<'_>, command: &CheckCommand, color: Color) -> CommandResult {
    let mut workspace = Workspace::open(system, command);
    let before = workspace.findings();
    let scope = Scope::new(system, command, &workspace);
    let mended = mend(&mut workspace, &scope, before.clone());
    let changed: Vec<_> = mended
        .originals
        .iter()
        .filter_map(|(path, old)| Some((path, old, workspace.text(path)?)))
        .filter(|(_, old, new)| **old != *new)
        .collect();
    if command.diff {
        let count = tally(mended.made.len(), changed.len());
        for (path, old, new) in changed {
            let diff = unified_diff(&system.shown(path), old, &new);
            system.print(&diff)?;
        }
        let remain = reports::tally(&mended.remaining).map(|tally| format!("; {tally} would remain"));
        system.say(&format!("would mend {count}{}\n", remain.unwrap_or_default()))?;
        // The files are as they were.
        return Ok(outcome(command, &before));
    }
    let (mut refused, mut problems) = (Vec::new(), Vec::new());
    for (path, old, new) in &changed {
        if let Err(error) = files::replace(path, new.as_bytes()) {
            problems.push(findings::unreadable(&error.path, &format!("the file can't be written: {}", error.reason)));
            // What is wrong in it is still wrong.
            workspace.set_text(path, old);
            refused.push(*path);
        }
    }
    let made = mended.made.iter().filter(|files| !files.iter().any(|file| refused.contains(&file)));
    let count = tally(made.count(), changed.len() - refused.len());
    let mut remaining = if refused.is_empty() { mended.remaining } else { workspace.findings() };
    remaining.append(&mut problems);
    reports::sort(&mut remaining);
    let sources = workspace.sources(system, &remaining);
    let ended: Outcome = report(system, command, color, &remaining, &sources)?;
    system.say(&format!("mended {count}\n"))?;
    Ok(ended)
}

fn tally(mistakes: usize, files: usize) -> String {
    let plural = |count| if count == 1 { "" } else { "s" };
    format!("{mistakes} mistake{} in {files} file{}", plural(mistakes), plural(files))
}

/// Which files may be written: those that are named or lie in folders that are named, and what they import, but not
/// libraries that import paths lead to.
struct Scope {
    arguments: Vec<Utf8PathBuf>,
    libraries: Vec<Utf8PathBuf>,
}

impl Scope {
    fn new(system: &System<'_>, command: &CheckCommand, workspace: &Workspace) -> Self {
        let libraries = command.reading.import_paths.iter().map(|path| system.absolute(path)).collect();
        Self { arguments: workspace.arguments().to_owned(), libraries }
    }

    fn contains(&self, path: &Utf8Path) -> bool {
        let is_in = |folders: &[Utf8PathBuf]| folders.iter().any(|folder| path.starts_with(folder));
        is_in(&self.arguments) || !is_in(&self.libraries)
    }
}

/// What was mended.
struct Mended {
    /// Texts of files as they were before their first edit.
    originals: BTreeMap<Utf8PathBuf, Arc<str>>,
    /// The files of each fix that was made.
    made: Vec<BTreeSet<Utf8PathBuf>>,
    /// What is wrong after that.
    remaining: Vec<Finding>,
}

/// Edits the texts in the workspace until no fix is left, or a round only brings back what was there before.
fn mend(workspace: &mut Workspace, scope: &Scope, found: Vec<Finding>) -> Mended {
    let mut mended = Mended { originals: BTreeMap::new(), made: Vec::new(), remaining: found };
    let mut seen = HashSet::new();
    for _ in 0..MAX_ROUNDS {
        let is_open = |path: &Utf8Path| scope.contains(path) && workspace.text(path).is_some();
        let round = Round::of(&mended.remaining, is_open);
        let edited: BTreeMap<Utf8PathBuf, String> = round
            .edits
            .iter()
            .filter_map(|(path, edits)| Some((path.clone(), edited(&workspace.text(path)?, edits))))
            .collect();
        if edited.is_empty() || !seen.insert(edited.clone()) {
            break;
        }
        for (path, text) in &edited {
            let old = workspace.text(path);
            mended.originals.extend(old.filter(|_| !mended.originals.contains_key(path)).map(|it| (path.clone(), it)));
            workspace.set_text(path, text);
        }
        mended.made.extend(round.made);
        mended.remaining = workspace.findings();
    }
    mended
}

/// Edits that can be made together: none overlaps or touches another.
#[derive(Default)]
struct Round {
    edits: BTreeMap<Utf8PathBuf, BTreeMap<(usize, usize), String>>,
    /// The files of each fix.
    made: Vec<BTreeSet<Utf8PathBuf>>,
}

impl Round {
    /// The preferred fixes of findings in their order, each as a whole or not at all.
    fn of(found: &[Finding], is_open: impl Fn(&Utf8Path) -> bool) -> Self {
        let mut round = Self::default();
        let is_complete = !found.iter().any(|finding| INCOMPLETE.iter().any(|rule| finding.rule == rule.name()));
        let is_sure = |finding: &&Finding| is_complete || !finding.rule.starts_with(UNKNOWN);
        for fix in found.iter().filter(is_sure).filter_map(|it| it.fixes.iter().find(|fix| fix.preferred)) {
            let edits: Option<Vec<_>> =
                fix.edits.iter().map(|(at, text)| Some((&at.path, at.range.clone()?, text))).collect();
            let Some(edits) = edits.filter(|it| !it.is_empty() && it.iter().all(|(path, ..)| is_open(path))) else {
                continue;
            };
            if !edits.iter().any(|(path, range, _)| round.collides(path, range)) && !collides_within(fix) {
                round.made.push(edits.iter().map(|(path, ..)| (*path).clone()).collect());
                for (path, range, text) in edits {
                    let of_file = round.edits.entry(path.clone()).or_default();
                    of_file.insert((range.start, range.end), text.clone());
                }
            }
        }
        round
    }

    fn collides(&self, path: &Utf8Path, range: &Range<usize>) -> bool {
        let others = self.edits.get(path).into_iter().flat_map(BTreeMap::keys);
        others.into_iter().any(|&(start, end)| start <= range.end && range.start <= end)
    }
}

/// Whether a fix is not what fixes promise to be.
fn collides_within(fix: &Fix) -> bool {
    let ranges: Vec<_> = fix.edits.iter().filter_map(|(at, _)| Some((&at.path, at.range.clone()?))).collect();
    let pairs = ranges.iter().enumerate().flat_map(|(i, a)| ranges.iter().skip(i + 1).map(move |b| (a, b)));
    pairs.into_iter().any(|(a, b)| a.0 == b.0 && a.1.start < b.1.end && b.1.start < a.1.end)
}

/// A text with replacements made; one that has no place in it is left out.
fn edited(text: &str, edits: &BTreeMap<(usize, usize), String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (&(start, end), new) in edits {
        let Some(kept) = text.get(at..start).filter(|_| text.is_char_boundary(end) && start <= end) else { continue };
        out.push_str(kept);
        out.push_str(new);
        at = end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use camkes_hir::diagnostic::Severity;

    use super::*;
    use crate::report::Place;

    fn finding(edits: &[(Range<usize>, &str)], preferred: bool) -> Finding {
        let place = |range: &Range<usize>| Place { path: "/a".into(), range: Some(range.clone()) };
        let edits = edits.iter().map(|(range, text)| (place(range), (*text).to_owned())).collect();
        Finding {
            rule: "syntax-error".into(),
            severity: Severity::Error,
            message: String::new(),
            at: place(&(0..0)),
            labels: Vec::new(),
            notes: Vec::new(),
            fixes: vec![Fix { title: String::new(), edits, preferred }],
        }
    }

    fn mended(text: &str, found: &[Finding]) -> (String, usize) {
        let round = Round::of(found, |_| true);
        let edits = round.edits.get(Utf8Path::new("/a")).cloned().unwrap_or_default();
        (edited(text, &edits), round.made.len())
    }

    #[test]
    fn a_fix_is_made_as_a_whole_or_not_at_all() {
        let swap = finding(&[(0..1, "b"), (2..3, "a")], true);
        let touching = finding(&[(4..5, "x"), (3..3, "!")], true);
        let apart = finding(&[(6..7, "y")], true);
        assert_eq!(mended("a b c d", &[swap, touching, apart]), ("b a c y".to_owned(), 2));
    }

    #[test]
    fn only_preferred_fixes_with_a_place_are_made() {
        let doubtful = finding(&[(0..1, "x")], false);
        let twice = finding(&[(2..4, "x"), (3..5, "y")], true);
        let beyond = finding(&[(90..99, "x")], true);
        assert_eq!(mended("a b c d", &[doubtful, twice, beyond]).0, "a b c d");
    }
}
