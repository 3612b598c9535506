// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Hover: what a word means, as Markdown.

mod describe;
mod joints;
mod macros;
mod merged;
mod number;
mod settings;

use camino::Utf8Path;
use camkes_hir::loc::ItemLoc;
use camkes_hir::parse::{parse, source_map};
use camkes_hir::{File, RootDatabase, System, builtin};
use camkes_syntax::SyntaxNode;
use text_size::{TextRange, TextSize};

pub(crate) use self::describe::{Language, Viewpoint};
use crate::c_side;
use crate::links::link_at;
use crate::resolve::{self, Target};
use crate::systems::Systems;
use crate::type_words;

/// Longest declaration that is shown as it is written, in lines.
const SHOWN_LINES: usize = 40;

/// An explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The word that is explained.
    pub range: TextRange,
    /// The explanation, as Markdown.
    pub markdown: String,
    /// Full name of the instance that is explained, if it is one: what is generated for it may be of interest, too.
    pub instance: Option<String>,
    /// Full name of the connection that is explained, if it is one; that of the whole where several became one.
    pub connection: Option<String>,
}

impl Hover {
    /// An explanation of what is neither an instance nor a connection.
    #[must_use]
    pub fn new(range: TextRange, markdown: String) -> Self {
        Self { range, markdown, instance: None, connection: None }
    }
}

/// What stands at an offset.
pub(crate) fn hover(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Option<Hover> {
    if c_side::owns(db, systems, file) {
        return c_side::hover(db, systems, file, offset);
    }
    let link = || {
        let link = link_at(db, systems, file, offset)?;
        Some(Hover::new(link.range, of_file(&link.target)))
    };
    let type_word = || {
        let (range, markdown) = type_words::hover(db, systems, file, offset)?;
        Some(Hover::new(range, markdown))
    };
    in_systems(db, systems, file, offset).or_else(link).or_else(type_word).or_else(|| keyword(db, file, offset))
}

/// A file that a path names: where it is, or what it is where nobody can go.
fn of_file(path: &Utf8Path) -> String {
    if builtin::is_builtin(path) {
        let name = path.file_name().unwrap_or_default();
        return format!("```camkes\nimport <{name}>;\n```\n\nA file of the library that is built in");
    }
    format!("```\n{path}\n```")
}

/// What a word of the language means.
fn keyword(db: &RootDatabase, file: File, offset: TextSize) -> Option<Hover> {
    let root = parse(db, file).syntax_node();
    let token = camkes_syntax::tokens_at(&root, offset).find(|token| token.kind().is_keyword())?;
    let meaning = crate::completion::meaning_of_word(token.text())?;
    Some(Hover::new(token.text_range(), format!("```camkes\n{}\n```\n\n{meaning}", token.text())))
}

/// What the system says that the user works on, else what all say that have the file.
fn in_systems(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Option<Hover> {
    let asked = systems.preferred(db, file);
    let name = |system: System| system.root(db).path(db).file_stem().unwrap_or_default().to_owned();
    let some = asked.iter().take(merged::MOST_SYSTEMS);
    let found = some.filter_map(|system| Some((name(*system), in_system(db, *system, file, offset)?)));
    let found: Vec<(String, Hover)> = found.collect();
    let texts: Vec<_> = found.iter().map(|(name, hover)| (name.clone(), hover.markdown.clone())).collect();
    let markdown = merged::merged(&texts, asked.len().saturating_sub(merged::MOST_SYSTEMS));
    found.into_iter().next().map(|(_, first)| Hover { markdown, ..first })
}

fn in_system(db: &RootDatabase, system: System, file: File, offset: TextSize) -> Option<Hover> {
    if let Some(found) = macros::expansion(db, system, file, offset) {
        return Some(found);
    }
    let meaning = settings::meaning(db, system, file, offset);
    let declared = || {
        let (range, target) = resolve::at(db, system, file, offset)?;
        let markdown = match target {
            Target::Item(loc) => item(db, system, Viewpoint { file, offset, language: Language::Adl }, loc)?,
            Target::File(target) => of_file(target.path(db)),
        };
        let (instance, connection) = match target {
            Target::Item(loc) => (instance_at(db, system, loc), connection_at(db, system, loc)),
            Target::File(_) => (None, None),
        };
        Some(Hover { range, markdown, instance, connection })
    };
    match (declared(), meaning) {
        // An attribute that the component declares under a name with a meaning has both.
        (Some(hover), Some(meaning)) if hover.range == meaning.range => {
            let special = meaning.special.map_or_else(String::new, |it| format!("\n\n---\n\n{it}"));
            Some(Hover { markdown: format!("{}{special}", hover.markdown), ..hover })
        }
        (_, Some(meaning)) => Some(Hover::new(meaning.range, meaning.markdown)),
        (declared, None) => declared.or_else(|| number::number(db, system, file, offset)),
    }
}

/// Full name of the instance that a declaration makes; of the first where it makes several.
fn instance_at(db: &RootDatabase, system: System, loc: ItemLoc) -> Option<String> {
    let assembly = camkes_hir::assembly(db, system)?;
    assembly.instances.iter().find(|it| it.origin == loc).map(|it| it.name.to_string())
}

/// Full name of the connection that a declaration makes or becomes a part of; of the first where it makes several.
fn connection_at(db: &RootDatabase, system: System, loc: ItemLoc) -> Option<String> {
    let assembly = camkes_hir::assembly(db, system)?;
    assembly.connections.iter().find(|it| it.origins().any(|it| it == loc)).map(|it| it.name.to_string())
}

/// Declaration, then what the system makes of it, then its doc comment.
pub(crate) fn item(db: &RootDatabase, system: System, from: Viewpoint, loc: ItemLoc) -> Option<String> {
    let description = describe::describe(db, system, loc, from)?;
    let mut out = format!("```camkes\n{}\n```", description.code);
    for line in &description.facts {
        out.push_str("\n\n");
        out.push_str(line);
    }
    if let Some(comment) = comment_of(db, system, loc) {
        out.push_str("\n\n---\n\n");
        out.push_str(&comment);
    }
    Some(out)
}

/// The declaration around the name at an offset, by the text of its file alone, with its doc comment.
pub(crate) fn as_written(db: &RootDatabase, file: File, offset: TextSize) -> Option<String> {
    let root = camkes_syntax::parse(file.contents(db).as_str()).syntax_node();
    let name = camkes_syntax::tokens_at(&root, offset).right_biased()?.parent()?;
    let node = name.parent()?;
    let text = root.text().slice(camkes_syntax::text_range_without_trivia(&node)).to_string();
    let shown = if text.lines().count() > SHOWN_LINES { text.lines().next().unwrap_or_default() } else { &text };
    let mut out = format!("```camkes\n{shown}\n```");
    if let Some(comment) = camkes_syntax::ast::doc_comment(&node) {
        out.push_str("\n\n---\n\n");
        out.push_str(&comment);
    }
    Some(out)
}

/// The doc comment of a declaration.
pub(crate) fn comment_of(db: &RootDatabase, system: System, loc: ItemLoc) -> Option<String> {
    node_of(db, system, loc).and_then(|node| camkes_syntax::ast::doc_comment(&node))
}

/// The tree node of a declaration.
fn node_of(db: &RootDatabase, system: System, loc: ItemLoc) -> Option<SyntaxNode> {
    let spot = source_map(db, system, loc.file).get(loc.id)?;
    let range = spot.full;
    let root = parse(db, spot.file).syntax_node();
    if !root.text_range().contains_range(range) {
        return None;
    }
    let element = root.covering_element(range);
    let start =
        element.into_node().or_else(|| camkes_syntax::tokens_at(&root, range.start()).right_biased()?.parent())?;
    // The narrowest node with this range may be the name inside; the declaration is the widest.
    start.ancestors().take_while(|n| camkes_syntax::text_range_without_trivia(n) == range).last().or(Some(start))
}
