// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Places that may mean what is renamed, but whose meaning is not known: in groups that a condition takes out, in
//! compositions that nothing instantiates, in paths that only templates understand. To leave them would break them
//! in silence.

use camkes_hir::imports::import_graph;
use camkes_hir::parse::parse;
use camkes_hir::scope::DefKind;
use camkes_hir::{File, RootDatabase, System, builtin};
use camkes_syntax::SyntaxNode;
use camkes_syntax::ast::{self, AstNode};
use text_size::TextRange;

use super::{Refusal, Subject, place_of};
use crate::declared::Kind;
use crate::resolve;
use crate::systems::Systems;

pub(super) fn check(db: &RootDatabase, systems: &Systems, system: System, subject: &Subject) -> Result<(), Refusal> {
    for &file in &import_graph(db, system).files {
        if builtin::is_builtin(file.path(db)) || !file.contents(db).as_str().contains(&subject.name) {
            continue;
        }
        let root = parse(db, file).syntax_node();
        // What one system does not use, another may.
        let asked = systems.of(db, file);
        if subject.kind == Kind::Member
            && let Some(range) = unknown_key(db, &asked, subject, file, &root)
        {
            return Err(Refusal::Unresolved(place_of(db, file, range)));
        }
        for name in root.descendants().filter_map(ast::NameRef::cast) {
            let range = camkes_syntax::text_range_without_trivia(name.syntax());
            let is_candidate = name.text() == subject.name.as_str() && fits(&name, subject.kind);
            if is_candidate && !is_known(db, &asked, subject, file, &name) {
                return Err(Refusal::Unresolved(place_of(db, file, range)));
            }
        }
    }
    Ok(())
}

/// A key of a value that may be the member: that of a setting for something that is not known.
fn unknown_key(
    db: &RootDatabase,
    systems: &[System],
    subject: &Subject,
    file: File,
    root: &SyntaxNode,
) -> Option<TextRange> {
    let keys = root.descendants().filter_map(|node| {
        let entry = ast::DictEntry::cast(node.clone()).and_then(|it| it.key());
        let key = entry.or_else(|| ast::DictLookup::cast(node).and_then(|it| it.key()))?;
        let ast::Value::StringLit(text) = key else { return None };
        (text.value() == subject.name.as_str()).then(|| text.syntax().clone())
    });
    let is_unknown = |key: &SyntaxNode| {
        let Some(setting) = key.ancestors().find_map(ast::Setting::cast) else { return false };
        let reference = setting.attribute_ref().and_then(|it| it.reference()).or_else(|| setting.target());
        let Some(reference) = reference else { return false };
        let known = |name: &ast::NameRef| {
            let range = camkes_syntax::text_range_without_trivia(name.syntax());
            systems.iter().any(|system| resolve::at(db, *system, file, range.start()).is_some())
        };
        !reference.name_refs().any(|it| known(&it))
    };
    let range = |key: SyntaxNode| camkes_syntax::text_range_without_trivia(&key);
    keys.filter(is_unknown).map(range).next()
}

/// Whether the meaning of a word is known, whatever it is, or it can't be the one in question.
fn is_known(db: &RootDatabase, systems: &[System], subject: &Subject, file: File, name: &ast::NameRef) -> bool {
    let means_something = |name: &ast::NameRef| {
        let range = camkes_syntax::text_range_without_trivia(name.syntax());
        let at = |system: &System| resolve::at(db, *system, file, range.start());
        systems.iter().filter_map(at).any(|(word, _)| word == range)
    };
    let range = camkes_syntax::text_range_without_trivia(name.syntax());
    let is_ours = subject.places.iter().any(|place| place.file == file && place.range == range);
    // Behind a known instance, a word of unknown meaning is no declared attribute.
    let behind_known = || {
        let path = name.syntax().parent().and_then(ast::Reference::cast);
        let parts: Vec<_> = path.iter().flat_map(ast::Reference::name_refs).collect();
        match parts.as_slice() {
            [owner, _] => subject.kind == Kind::Attribute && means_something(owner),
            // It is of the component around, which does not declare it.
            [_] => subject.kind == Kind::Attribute && is_undeclared(name),
            _ => false,
        }
    };
    is_ours || means_something(name) || behind_known()
}

/// Whether a word stands in a component that declares no attribute of that name.
fn is_undeclared(name: &ast::NameRef) -> bool {
    let Some(component) = name.syntax().ancestors().find_map(ast::Component::cast) else { return false };
    let attributes = component.syntax().descendants().filter_map(ast::Attribute::cast);
    !attributes.filter_map(|it| it.name()).any(|it| it.text() == name.text())
}

/// Whether a word stands where something of this kind may be named.
fn fits(name: &ast::NameRef, kind: Kind) -> bool {
    let Some(parent) = name.syntax().parent() else { return false };
    let Some(path) = ast::Reference::cast(parent) else { return false };
    let count = path.name_refs().count();
    let index = path.name_refs().position(|part| part == *name).unwrap_or(0);
    let Some(around) = path.syntax().parent() else { return false };
    let is = |can: fn(camkes_syntax::SyntaxKind) -> bool| can(around.kind());
    let in_setting = is(ast::Setting::can_cast) || is(ast::AttributeRef::can_cast);
    let in_end = is(ast::ConnectionEnd::can_cast) || is(ast::Export::can_cast);
    match kind {
        Kind::Top(DefKind::Component) => is(ast::Instance::can_cast),
        Kind::Top(DefKind::Procedure) => is(ast::Provides::can_cast) || is(ast::Uses::can_cast),
        Kind::Top(DefKind::Connector) => is(ast::Connection::can_cast),
        Kind::Top(DefKind::Struct) => is(ast::NamedType::can_cast),
        Kind::Top(DefKind::Composition) => is(ast::CompositionUse::can_cast),
        Kind::Top(DefKind::Configuration) => is(ast::ConfigurationUse::can_cast),
        Kind::Instance | Kind::Group | Kind::Connection => (in_setting || in_end) && index + 1 < count,
        Kind::Interface => (in_end && index + 1 == count) || (in_setting && index == 1 && count == 3),
        Kind::Attribute => in_setting && index + 1 == count,
        Kind::Top(DefKind::Assembly) | Kind::Member | Kind::Method | Kind::Parameter | Kind::Lock => false,
    }
}
