// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Changes that are offered at a place although nothing need be wrong there.

mod add_import;
mod composition;
mod connect;
mod device_setting;
mod extract_component;
mod group;
mod import_folder;
mod maybe;
mod missing_file;
mod missing_include;
mod missing_setting;
mod organise_imports;
mod skeleton;
mod swap_ends;

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::diagnostic::Rule;
use camkes_hir::parse::parse;
use camkes_hir::{Db as _, File, FileContents, RootDatabase, System, builtin};
use camkes_syntax::ast::{self, AstNode};
use camkes_syntax::{SyntaxKind, SyntaxNode};
use text_size::{TextRange, TextSize};

use crate::diagnostics::{Edit, FileRange};
use crate::importable::{self, Importable};
use crate::systems::Systems;

/// A change that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assist {
    /// What it does; no two at one place have the same.
    pub title: String,
    /// What sort of change it is.
    pub kind: AssistKind,
    /// Surely what is meant.
    pub preferred: bool,
    /// Edits of files that are there.
    pub edits: Vec<Edit>,
    /// New files with their text.
    pub created: Vec<(Utf8PathBuf, String)>,
    /// What it mends: findings of this rule at the place.
    pub mends: Option<Rule>,
}

/// Sorts of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AssistKind {
    /// Mends a mistake.
    QuickFix,
    /// Moves something out.
    Extract,
    /// Moves something in.
    Inline,
    /// Writes something in another way, or more of it.
    Rewrite,
    /// Sorts the imports of a file.
    OrganiseImports,
}

/// Where changes are looked for.
struct Context<'a> {
    db: &'a RootDatabase,
    systems: &'a Systems,
    system: System,
    importable: &'a Importable,
    file: File,
    text: &'a str,
    root: SyntaxNode,
    range: TextRange,
}

/// The changes at a range of a file, in a fixed order.
pub(crate) fn assists(
    db: &RootDatabase,
    systems: &Systems,
    importable: &Importable,
    file: File,
    range: TextRange,
) -> Vec<Assist> {
    // What has no text, or would lose bytes that are none, is not changed.
    let is_whole = matches!(file.contents(db), FileContents::Text { invalid, .. } if invalid.is_empty());
    if !is_whole || builtin::is_builtin(file.path(db)) {
        return Vec::new();
    }
    let Some(system) = systems.of(db, file).into_iter().next() else { return Vec::new() };
    let root = parse(db, file).syntax_node();
    let Some(range) = range.intersect(root.text_range()) else { return Vec::new() };
    let cx = Context { db, systems, system, importable, file, text: file.contents(db).as_str(), root, range };
    let mut out = Vec::new();
    add_import::collect(&cx, &mut out);
    import_folder::collect(&cx, &mut out);
    missing_file::collect(&cx, &mut out);
    missing_include::collect(&cx, &mut out);
    swap_ends::collect(&cx, &mut out);
    connect::collect(&cx, &mut out);
    missing_setting::collect(&cx, &mut out);
    device_setting::collect(&cx, &mut out);
    maybe::collect(&cx, &mut out);
    extract_component::collect(&cx, &mut out);
    composition::collect(&cx, &mut out);
    group::collect(&cx, &mut out);
    skeleton::collect(&cx, &mut out);
    organise_imports::collect(&cx, &mut out);
    out
}

impl Context<'_> {
    /// The innermost node of a type around the start of the range.
    fn node<N: AstNode>(&self) -> Option<N> {
        let at = self.range.start();
        let tokens = camkes_syntax::tokens_at(&self.root, at);
        // Between two tokens, either may be meant; a word goes before a bracket.
        let mut tokens: Vec<_> = tokens.collect();
        tokens.sort_by_key(|token| token.kind().is_trivia() || !is_word(token.kind()));
        tokens.into_iter().find_map(|token| token.parent_ancestors().find_map(N::cast))
    }

    /// Whether the range starts in a part of a node, its ends included.
    fn is_in(&self, node: &SyntaxNode) -> bool {
        camkes_syntax::text_range_without_trivia(node).contains_inclusive(self.range.start())
    }

    /// The name of a component, if the range starts in `component name`.
    fn named_here(&self, component: &ast::Component) -> Option<ast::Name> {
        let name = component.name()?;
        let start = camkes_syntax::text_range_without_trivia(component.syntax()).start();
        let end = camkes_syntax::text_range_without_trivia(name.syntax()).end();
        TextRange::new(start.min(end), end).contains_inclusive(self.range.start()).then_some(name)
    }

    /// What a rule marks at the range in this file.
    fn marked(&self, rule: Rule) -> Option<TextRange> {
        let here = |it: &&camkes_hir::diagnostic::Diagnostic| {
            let at = it.primary;
            it.rule == rule && at.file == self.file && at.range.intersect(self.range).is_some()
        };
        camkes_hir::diagnostics(self.db, self.system).iter().find(here).map(|it| it.primary.range)
    }

    /// The files of the workspace that are wanted; without a workspace, of the folder of the system.
    fn workspace_files(&self, is_wanted: impl Fn(&Utf8Path) -> bool) -> Vec<Utf8PathBuf> {
        let loader = self.db.loader();
        let own: Vec<_> =
            self.system.root(self.db).path(self.db).parent().map(Utf8Path::to_owned).into_iter().collect();
        let folders = self.importable.folders();
        let folders = if folders.is_empty() { &own } else { folders };
        importable::files_below(folders, |folder| loader.entries(folder), is_wanted).into_iter().collect()
    }

    fn path(&self) -> &Utf8Path {
        self.file.path(self.db)
    }

    fn folder(&self) -> &Utf8Path {
        self.path().parent().unwrap_or(Utf8Path::new("/"))
    }

    fn replace(&self, range: TextRange, text: impl Into<String>) -> Edit {
        Edit { at: FileRange { path: self.path().to_owned(), range }, text: text.into() }
    }

    fn insert(&self, at: TextSize, text: impl Into<String>) -> Edit {
        self.replace(TextRange::empty(at), text)
    }

    fn slice(&self, range: TextRange) -> &str {
        self.text.get(usize::from(range.start())..usize::from(range.end())).unwrap_or_default()
    }

    /// The blanks before the first word of the line of an offset.
    fn indent(&self, at: TextSize) -> &str {
        let before = self.text.get(..usize::from(at)).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let line = &self.text[start..];
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    }

    /// The line of the start of the range.
    fn line(&self) -> &str {
        let at = usize::from(self.range.start());
        let start = self.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        self.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default()
    }

    /// Whether a file could be made: nothing is there.
    fn is_free(&self, path: &Utf8Path) -> bool {
        *self.db.file(path).contents(self.db) == FileContents::Missing
    }

    /// The comment at the start of the file that stands by itself.
    fn notice(&self) -> String {
        let mut end = None;
        let mut token = self.root.first_token();
        while let Some(it) = token {
            match it.kind() {
                kind if kind.is_comment() => end = Some(it.text_range().end()),
                SyntaxKind::WHITESPACE if it.text().matches('\n').count() > 1 && end.is_some() => {
                    let range = TextRange::new(TextSize::new(0), end.unwrap_or_default());
                    return format!("{}\n\n", self.slice(range).trim_start());
                }
                SyntaxKind::WHITESPACE => {}
                _ => break,
            }
            token = it.next_token();
        }
        String::new()
    }
}

fn is_word(kind: SyntaxKind) -> bool {
    kind == SyntaxKind::IDENT || kind.is_keyword()
}

/// The range of a node with the rest of its line, if that is blank, so that taking it out leaves no empty line.
fn whole_lines(text: &str, range: TextRange) -> TextRange {
    let before = text.get(..usize::from(range.start())).unwrap_or_default();
    let behind = text.get(usize::from(range.end())..).unwrap_or_default();
    let blanks_before = before.len() - before.trim_end_matches([' ', '\t']).len();
    let blanks_behind = behind.len() - behind.trim_start_matches([' ', '\t', '\r']).len();
    let starts_line = before[..before.len() - blanks_before].ends_with('\n') || before.len() == blanks_before;
    let ends_line = behind[blanks_behind..].starts_with('\n');
    if !(starts_line && ends_line) {
        return range;
    }
    let size = |length: usize| TextSize::try_from(length).unwrap_or_default();
    TextRange::new(range.start() - size(blanks_before), range.end() + size(blanks_behind + 1))
}

/// The declaration around a node that has a body, and its brackets.
fn braces(body: &SyntaxNode) -> Option<(TextRange, TextRange)> {
    let token = |kind| body.children_with_tokens().filter_map(|it| it.into_token()).filter(move |it| it.kind() == kind);
    let open = token(SyntaxKind::L_BRACE).next()?.text_range();
    let close = token(SyntaxKind::R_BRACE).last()?.text_range();
    Some((open, close))
}

/// A statement at the end of a body, with the indentation of its siblings, or a step more than the body's when it has none.
fn append(cx: &Context<'_>, body: &SyntaxNode, statements: &[String]) -> Option<Edit> {
    let (at, text) = camkes_syntax::append_statements(cx.text, body, statements)?;
    Some(cx.insert(at, text))
}
