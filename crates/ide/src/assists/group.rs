// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! At instances: put them into a group, which gives them one address space; at a group: dissolve it. Ends that name the
//! instances follow.

use camkes_syntax::SyntaxKind as K;
use camkes_syntax::ast::{self, AstNode};
use text_size::{TextRange, TextSize};

use super::{Assist, AssistKind, Context};
use crate::diagnostics::Edit;

const STEP: &str = "    ";

pub(super) fn collect(cx: &Context<'_>, out: &mut Vec<Assist>) {
    form(cx, out);
    dissolve(cx, out);
}

/// Ends and sources of exports in a composition, with the words of their paths.
fn paths(body: &ast::CompositionBody) -> Vec<(ast::Reference, Vec<String>)> {
    let references = body.syntax().descendants().filter_map(ast::Reference::cast);
    let ends = references.filter(|it| {
        let parent = it.syntax().parent();
        // What is inside of a component written in place has names of its own.
        let own = it.syntax().ancestors().find_map(ast::CompositionBody::cast).is_some_and(|own| own == *body);
        own && parent.is_some_and(|it| matches!(it.kind(), K::CONNECTION_END | K::EXPORT))
    });
    ends.map(|it| (it.clone(), it.parts().map(|part| part.text().to_string()).collect())).collect()
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
    for (path, words) in paths(&body) {
        if words.len() > 1 && names.contains(&words[0]) {
            edits.push(cx.insert(range(path.syntax()).start(), format!("{group}.")));
        }
    }
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
    for (path, words) in paths(&composition) {
        let Some(first) = path.parts().next().filter(|_| words.len() > 2) else { continue };
        if Some(&words[0]) == name.as_ref() {
            let start = range(first.syntax()).start();
            let second = path.parts().nth(1).map_or(start, |it| range(it.syntax()).start());
            edits.push(cx.replace(TextRange::new(start, second), ""));
        }
    }
    let title = name.map_or_else(|| "Dissolve the group".to_owned(), |name| format!("Dissolve the group `{name}`"));
    push(out, title, edits);
}

fn range(node: &camkes_syntax::SyntaxNode) -> TextRange {
    camkes_syntax::text_range_without_trivia(node)
}

fn push(out: &mut Vec<Assist>, title: String, mut edits: Vec<Edit>) {
    edits.sort_by_key(|edit| (edit.at.range.start(), edit.at.range.end()));
    let start = |edit: &Edit| -> TextSize { edit.at.range.start() };
    if edits.windows(2).all(|pair| pair[0].at.range.end() <= start(&pair[1])) {
        out.push(Assist { title, kind: AssistKind::Rewrite, preferred: false, edits, created: Vec::new() });
    }
}
