// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Keys of values, which name the members of structs: `{"x": 1}` for an attribute whose type has a member `x`.

use camkes_hir::imports::import_graph;
use camkes_hir::item_tree::{AttributeDecl, Expr, ExprKind, Item, SettingValue, StructDecl, TypeDecl};
use camkes_hir::loc::{ItemLoc, LocalId};
use camkes_hir::parse::{item_tree, source_map};
use camkes_hir::source_map::{Spot, Writing};
use camkes_hir::{File, RootDatabase, System};
use smol_str::SmolStr;
use text_size::{TextRange, TextSize};

use crate::named_after::settings;
use crate::references::{Access, Place};
use crate::resolve;

/// A key and the member that it names.
struct Key {
    at: ItemLoc,
    member: ItemLoc,
    name: SmolStr,
}

/// The key at an offset, without its quotes, and the member that it names.
pub(crate) fn at(db: &RootDatabase, system: System, file: File, offset: TextSize) -> Option<(TextRange, ItemLoc)> {
    for owner in resolve::owners(db, system, file) {
        // To find all keys of a large system takes a while, and most words are no texts.
        let text = file.contents(db).as_str();
        let is_text = |spot: &Spot| text.as_bytes().get(usize::from(spot.focus.start())) == Some(&b'"');
        let here = source_map(db, system, owner).at(file, offset).filter(|(_, spot)| is_text(spot));
        let here: Vec<_> = here.map(|(id, _)| id).collect();
        if here.is_empty() {
            continue;
        }
        if let Some(key) = keys(db, system, owner).into_iter().find(|key| here.contains(&key.at.id)) {
            let place = place(db, system, &key)?;
            let is_it = place.writing == Writing::Source && place.range.contains_inclusive(offset);
            return is_it.then_some((place.range, key.member));
        }
    }
    None
}

/// The places of all keys that name a member.
pub(crate) fn of_member(db: &RootDatabase, system: System, member: ItemLoc) -> Vec<Place> {
    let files = import_graph(db, system).files.iter();
    let keys = files.flat_map(|file| keys(db, system, *file)).filter(|key| key.member == member);
    keys.filter_map(|key| place(db, system, &key)).collect()
}

/// Where a key stands: without its quotes where it is written as one text.
fn place(db: &RootDatabase, system: System, key: &Key) -> Option<Place> {
    let spot = source_map(db, system, key.at.file).get(key.at.id)?;
    let written = spot.file.contents(db).as_str().get(std::ops::Range::<usize>::from(spot.focus))?;
    let inner = written.get(1..written.len().saturating_sub(1)).filter(|it| *it == key.name);
    let (range, writing) = match inner.filter(|_| spot.writing == Writing::Source) {
        Some(_) => {
            (TextRange::at(spot.focus.start() + TextSize::of('"'), TextSize::of(key.name.as_str())), Writing::Source)
        }
        None => (spot.focus, Writing::Macro),
    };
    Some(Place { file: spot.file, range, writing, access: Access::Write })
}

/// The keys in the values of a file's settings and attributes.
fn keys(db: &RootDatabase, system: System, file: File) -> Vec<Key> {
    let mut walk = Walk { db, system, file, out: Vec::new() };
    for setting in settings(db, system, file) {
        let Some(SettingValue::Expr(value)) = &setting.value else { continue };
        // Most values have none.
        if !matches!(value.kind, ExprKind::Dict(_) | ExprKind::List(_)) {
            continue;
        }
        let Some(attribute) = setting.target.parts.last() else { continue };
        let target = resolve::target_of(db, system, ItemLoc::new(file, attribute.id));
        if let Some((declared_in, attribute)) = target.and_then(|it| Some((it.file, attribute_of(db, system, it)?))) {
            walk.value(value, declared_in, attribute);
        }
    }
    for attribute in item_tree(db, system, file).items.iter().flat_map(attributes) {
        if let Some(value) = &attribute.default {
            walk.value(value, file, attribute);
        }
    }
    walk.out
}

struct Walk<'db> {
    db: &'db RootDatabase,
    system: System,
    /// That of the values.
    file: File,
    out: Vec<Key>,
}

impl Walk<'_> {
    /// A value for an attribute that is declared in a file. Its depth is that of a parsed text, which is bounded.
    fn value(&mut self, value: &Expr, declared_in: File, attribute: &AttributeDecl) {
        match &value.kind {
            ExprKind::List(values) => values.iter().for_each(|it| self.value(it, declared_in, attribute)),
            ExprKind::Dict(entries) => {
                let Some((file, structure)) = struct_of(self.db, self.system, declared_in, attribute) else { return };
                for (key, value) in entries {
                    let ExprKind::Str(name) = &key.kind else { continue };
                    let Some(member) = structure.members.iter().find(|it| it.name.text == *name) else { continue };
                    let (at, member_at) = (ItemLoc::new(self.file, key.id), ItemLoc::new(file, member.id));
                    self.out.push(Key { at, member: member_at, name: name.clone() });
                    self.value(value, file, member);
                }
            }
            _ => {}
        }
    }
}

/// The struct that is the type of an attribute.
fn struct_of<'db>(
    db: &'db RootDatabase,
    system: System,
    file: File,
    attribute: &'db AttributeDecl,
) -> Option<(File, &'db StructDecl)> {
    match attribute.ty.as_ref()? {
        TypeDecl::Inline(decl) => Some((file, decl)),
        TypeDecl::Named(path) => {
            let target = resolve::target_of(db, system, ItemLoc::new(file, path.id))?;
            let found = item_tree(db, system, target.file).items.iter().find_map(|item| match item {
                Item::Struct(it) if it.id == target.id => Some(&**it),
                _ => None,
            });
            Some((target.file, found?))
        }
        TypeDecl::Basic(_) | TypeDecl::Void => None,
    }
}

fn attribute_of(db: &RootDatabase, system: System, loc: ItemLoc) -> Option<&AttributeDecl> {
    let is_it = |id: LocalId| id == loc.id;
    item_tree(db, system, loc.file).items.iter().flat_map(attributes).find(|it| is_it(it.id))
}

/// The attributes that a declaration of a file has.
fn attributes(item: &Item) -> &[AttributeDecl] {
    match item {
        Item::Component(it) => &it.attributes,
        Item::Connector(it) => &it.attributes,
        Item::Procedure(it) => &it.attributes,
        _ => &[],
    }
}
