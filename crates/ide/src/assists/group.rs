// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! At instances: put them into a group, which gives them one address space; at a group: dissolve it. Ends that name the
//! instances follow, in all files of the system; so do settings of the address space, and calls that only one address space
//! allows.

use camkes_hir::imports::import_graph;
use camkes_hir::parse::parse;
use camkes_hir::{File, builtin};
use camkes_syntax::ast::{self, AstNode};
use camkes_syntax::{SyntaxKind as K, SyntaxNode};
use text_size::TextRange;

use super::{Assist, AssistKind, Context};
use crate::diagnostics::{Edit, FileRange};

const STEP: &str = "    ";

/// The setting whose owner is an address space.
const OF_SPACE: &str = "cnode_size_bits";

/// The connector of calls inside of one address space, and the one for calls into another.
const DIRECT: &str = "seL4DirectCall";
const OVER_ENDPOINT: &str = "seL4RPCCall";

pub(super) fn collect(cx: &Context<'_>, out: &mut Vec<Assist>) {
    form(cx, out);
    dissolve(cx, out);
}

/// What stands at one level of the hierarchy: several assemblies of a system are one, so that their compositions and
/// configurations go together, in whichever files they stand.
struct Level {
    /// Each with its file.
    compositions: Vec<(File, ast::CompositionBody)>,
    settings: Vec<(File, ast::Setting)>,
}

impl Level {
    fn around(cx: &Context<'_>, body: &ast::CompositionBody) -> Self {
        let holder = body
            .syntax()
            .ancestors()
            .find(|it| ast::Assembly::can_cast(it.kind()) || ast::Component::can_cast(it.kind()));
        let mut level = Self { compositions: vec![(cx.file, body.clone())], settings: Vec::new() };
        let Some(holder) = holder else { return level };
        if ast::Component::can_cast(holder.kind()) {
            level.add_settings(cx.file, &holder);
            return level;
        }
        for file in import_graph(cx.db, cx.system).files.iter().copied() {
            if builtin::is_builtin(file.path(cx.db)) {
                continue;
            }
            let root = if file == cx.file { cx.root.clone() } else { parse(cx.db, file).syntax_node() };
            for assembly in root.children().filter(|it| ast::Assembly::can_cast(it.kind())) {
                level.add_settings(file, &assembly);
                let bodies = assembly.children().flat_map(|it| it.children()).flat_map(|it| it.children());
                let others = bodies.filter_map(ast::CompositionBody::cast).filter(|it| it != body);
                level.compositions.extend(others.map(|it| (file, it)));
            }
        }
        level
    }

    /// Settings of the configurations of an assembly or component, but not of what is inside of it.
    fn add_settings(&mut self, file: File, holder: &SyntaxNode) {
        let own = |it: &ast::Setting| {
            let mut around = it.syntax().ancestors();
            around.find(|it| ast::Assembly::can_cast(it.kind()) || ast::Component::can_cast(it.kind())).as_ref()
                == Some(holder)
        };
        self.settings.extend(holder.descendants().filter_map(ast::Setting::cast).filter(own).map(|it| (file, it)));
    }

    /// Ends and sources of exports, with the words of their paths.
    fn paths(&self) -> Vec<(File, ast::Reference, Vec<String>)> {
        self.compositions
            .iter()
            .flat_map(|(file, body)| paths(body).map(|(path, words)| (*file, path, words)))
            .collect()
    }

    /// Settings of an entity, with the word that names it.
    fn settings_of<'a>(&'a self, entity: &'a str) -> impl Iterator<Item = (File, &'a ast::Setting, TextRange)> {
        self.settings.iter().filter_map(move |(file, setting)| {
            let first = setting.target()?.parts().next()?;
            (first.text() == entity).then(|| (*file, setting, range(first.syntax())))
        })
    }
}

/// Ends and sources of exports in a composition, with the words of their paths.
fn paths(body: &ast::CompositionBody) -> impl Iterator<Item = (ast::Reference, Vec<String>)> {
    let references = body.syntax().descendants().filter_map(ast::Reference::cast);
    let ends = references.filter(|it| {
        let parent = it.syntax().parent();
        // What is inside of a component written in place has names of its own.
        let own = it.syntax().ancestors().find_map(ast::CompositionBody::cast).is_some_and(|own| own == *body);
        own && parent.is_some_and(|it| matches!(it.kind(), K::CONNECTION_END | K::EXPORT))
    });
    ends.map(|it| {
        let words = it.parts().map(|part| part.text().to_string()).collect();
        (it, words)
    })
}

fn edit_in(cx: &Context<'_>, file: File, range: TextRange, text: impl Into<String>) -> Edit {
    Edit { at: FileRange { path: file.path(cx.db).to_owned(), range }, text: text.into() }
}

fn form(cx: &Context<'_>, out: &mut Vec<Assist>) {
    let Some(first) = cx.node::<ast::Instance>() else { return };
    let Some(body) = first.syntax().parent().and_then(ast::CompositionBody::cast) else { return };
    let touched = |it: &ast::Instance| {
        let own = camkes_syntax::text_range_without_trivia(it.syntax());
        own.intersect(cx.range).is_some()
    };
    let instances: Vec<_> = body.syntax().children().filter_map(ast::Instance::cast).filter(touched).collect();
    let names: Vec<String> = instances.iter().filter_map(|it| Some(it.name()?.text().to_string())).collect();
    let (Some(start), Some(end)) = (instances.first(), instances.last()) else { return };
    let whole = TextRange::new(range(start.syntax()).start(), range(end.syntax()).end());
    // Something else between the instances would go into the group with them.
    let between = body.syntax().children().filter(|it| whole.contains_range(range(it)));
    if names.len() != instances.len() || between.count() != instances.len() {
        return;
    }
    let taken = |name: &str| {
        body.syntax().children().any(|it| {
            let name_of = ast::Group::cast(it.clone()).and_then(|it| it.name());
            let name_of = name_of.or_else(|| ast::Instance::cast(it).and_then(|it| it.name()));
            name_of.is_some_and(|it| it.text() == name)
        })
    };
    let candidates = std::iter::once("group1".to_owned()).chain((2..1000).map(|n| format!("group{n}")));
    let Some(group) = candidates.into_iter().find(|it| !taken(it)) else { return };
    let indent = cx.indent(whole.start());
    let inside = cx.slice(whole).replace(&format!("\n{indent}"), &format!("\n{indent}{STEP}"));
    let mut edits = vec![cx.replace(whole, format!("group {group} {{\n{indent}{STEP}{inside}\n{indent}}}"))];
    let level = Level::around(cx, &body);
    for (file, path, words) in level.paths() {
        if words.len() > 1 && words.first().is_some_and(|first| names.contains(first)) {
            edits.push(edit_in(cx, file, TextRange::empty(range(path.syntax()).start()), format!("{group}.")));
        }
    }
    edits.extend(of_space(cx, &level, &names, &group));
    let title = match names.as_slice() {
        [one] => format!("Put `{one}` into a group"),
        many => format!("Put {} instances into a group", many.len()),
    };
    push(out, title, edits);
}

fn dissolve(cx: &Context<'_>, out: &mut Vec<Assist>) {
    let Some(group) = cx.node::<ast::Group>() else { return };
    if cx.node::<ast::Instance>().is_some() {
        return;
    }
    let Some(composition) = group.syntax().parent().and_then(ast::CompositionBody::cast) else { return };
    let Some((open, close)) = group.body().and_then(|body| super::braces(body.syntax())) else { return };
    let indent = cx.indent(range(group.syntax()).start()).to_owned();
    let inside = cx.slice(TextRange::new(open.end(), close.start())).trim();
    let inside = inside.replace(&format!("\n{indent}{STEP}"), &format!("\n{indent}"));
    let mut edits = vec![cx.replace(range(group.syntax()), inside)];
    let name = group.name().map(|it| it.text().to_string());
    let members: Vec<String> = group
        .syntax()
        .descendants()
        .filter_map(ast::Instance::cast)
        .filter_map(|it| Some(it.name()?.text().to_string()))
        .collect();
    let level = Level::around(cx, &composition);
    if let Some(name) = &name {
        for (file, path, words) in level.paths() {
            let mut parts = path.parts();
            let (Some(first), Some(second)) = (parts.next(), parts.next()) else { continue };
            if words.len() > 2 && words.first() == Some(name) {
                let cut = TextRange::new(range(first.syntax()).start(), range(second.syntax()).start());
                edits.push(edit_in(cx, file, cut, ""));
            }
        }
        edits.extend(direct_calls(cx, &level, name));
        edits.extend(of_members(cx, &level, name, &members));
    }
    let title = name.map_or_else(|| "Dissolve the group".to_owned(), |name| format!("Dissolve the group `{name}`"));
    push(out, title, edits);
}

/// A setting for an address space that one of the instances had to itself is now one of the group.
fn of_space(cx: &Context<'_>, level: &Level, names: &[String], group: &str) -> Option<Edit> {
    let mut found = names.iter().flat_map(|name| level.settings_of(name)).filter(|(_, setting, _)| {
        setting.target().and_then(|it| it.parts().nth(1)).is_some_and(|it| it.text() == OF_SPACE)
    });
    match (found.next(), found.next()) {
        (Some((file, _, word)), None) => Some(edit_in(cx, file, word, group)),
        _ => None,
    }
}

/// Settings of the group's address space become those of each instance, which has one to itself then.
fn of_members(cx: &Context<'_>, level: &Level, group: &str, members: &[String]) -> Vec<Edit> {
    let Some((first, others)) = members.split_first() else { return Vec::new() };
    let mut edits = Vec::new();
    for (file, setting, word) in level.settings_of(group) {
        let whole = range(setting.syntax());
        let text = file.contents(cx.db).as_str();
        let rest = text.get(usize::from(word.end())..usize::from(whole.end())).unwrap_or_default();
        let before = text.get(..usize::from(whole.start())).unwrap_or_default();
        let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
        let indent = before.get(before.len() - blanks..).unwrap_or_default();
        let copies: String = others.iter().map(|name| format!("\n{indent}{name}{rest}")).collect();
        edits.push(edit_in(cx, file, word, first.as_str()));
        edits.push(edit_in(cx, file, TextRange::empty(whole.end()), copies));
    }
    edits
}

/// Function calls lead to no other address space, so that they become calls over an endpoint.
fn direct_calls(cx: &Context<'_>, level: &Level, group: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (file, body) in &level.compositions {
        for connection in body.syntax().children().filter_map(ast::Connection::cast) {
            let Some(connector) = connection.reference().filter(|it| it.text() == DIRECT) else { continue };
            let is_inside = |it: ast::ConnectionEnd| {
                let first = it.reference().and_then(|path| path.parts().next());
                first.is_some_and(|it| it.text() == group)
            };
            if connection.ends().any(is_inside) {
                edits.push(edit_in(cx, *file, range(connector.syntax()), OVER_ENDPOINT));
            }
        }
    }
    edits
}

fn range(node: &camkes_syntax::SyntaxNode) -> TextRange {
    camkes_syntax::text_range_without_trivia(node)
}

fn push(out: &mut Vec<Assist>, title: String, mut edits: Vec<Edit>) {
    let order = |edit: &Edit| (edit.at.path.clone(), edit.at.range.start(), edit.at.range.end());
    edits.sort_by_key(order);
    let apart = |a: &Edit, b: &Edit| a.at.path != b.at.path || a.at.range.end() <= b.at.range.start();
    if edits.windows(2).all(|pair| apart(&pair[0], &pair[1])) {
        out.push(Assist {
            title,
            kind: AssistKind::Rewrite,
            preferred: false,
            edits,
            created: Vec::new(),
            mends: None,
        });
    }
}
