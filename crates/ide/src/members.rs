// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Keys of values, which name the members of structs: `{"x": 1}` for an attribute whose type has a member `x`.

use camkes_hir::imports::import_graph;
use camkes_hir::item_tree::{AttributeDecl, Expr, ExprKind, Item, SettingValue, StructDecl, TypeDecl};
use camkes_hir::loc::{ItemLoc, LocalId};
use camkes_hir::parse::{item_tree, source_map};
use camkes_hir::source_map::Spot;
use camkes_hir::{File, RootDatabase, System};
use smol_str::SmolStr;
use text_size::{TextRange, TextSize};

use crate::bodies;
use crate::named_after::settings;
use crate::references::{Access, How, Place};
use crate::resolve;

/// A key and the member that it names.
pub(crate) struct Key {
    pub(crate) at: ItemLoc,
    pub(crate) member: ItemLoc,
    pub(crate) name: SmolStr,
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
            let (_, range, how) = place(db, system, &key)?;
            let is_it = how == How::Written && range.contains_inclusive(offset);
            return is_it.then_some((range, key.member));
        }
    }
    None
}

/// The places of all keys that name a member.
pub(crate) fn of_member(db: &RootDatabase, system: System, member: ItemLoc) -> Vec<Place> {
    let files = import_graph(db, system).files.iter();
    let keys = files.flat_map(|file| keys(db, system, *file)).filter(|key| key.member == member);
    let mut out = Vec::new();
    for key in keys {
        let Some((file, range, how)) = place(db, system, &key) else { continue };
        out.push(Place { file, range, how, access: Access::Write });
        out.extend(bodies::used(db, system, key.at, how, Access::Write));
    }
    out
}

/// Where a key stands: without its quotes where it is written as one text.
fn place(db: &RootDatabase, system: System, key: &Key) -> Option<(File, TextRange, How)> {
    let (file, word, how) = bodies::word_of(db, system, key.at)?;
    let written = file.contents(db).as_str().get(std::ops::Range::<usize>::from(word))?;
    Some(match inside(written, word, &key.name).filter(|_| how.can_be_edited()) {
        Some(range) => (file, range, how),
        None => (file, word, How::Made),
    })
}

/// The part of a text that stands at a place without its quotes, if there is nothing else in it than this.
pub(crate) fn inside(written: &str, at: TextRange, name: &str) -> Option<TextRange> {
    let inner = written.get(1..written.len().saturating_sub(1))?;
    (inner == name).then(|| TextRange::at(at.start() + TextSize::of('"'), TextSize::of(name)))
}

/// The keys in the values of a file's settings and attributes.
pub(crate) fn keys(db: &RootDatabase, system: System, file: File) -> Vec<Key> {
    let mut walk = Walk { db, system, file, out: Vec::new() };
    for setting in settings(db, system, file) {
        // Most values have none.
        let path = match &setting.value {
            Some(SettingValue::Expr(it)) if matches!(it.kind, ExprKind::Dict(_) | ExprKind::List(_)) => &setting.target,
            Some(SettingValue::Ref { path, lookup }) if !lookup.is_empty() => path,
            _ => continue,
        };
        let Some(attribute) = path.parts.last() else { continue };
        let target = resolve::target_of(db, system, ItemLoc::new(file, attribute.id));
        let Some(target) = target else { continue };
        let Some(attribute) = attribute_of(db, system, target) else { continue };
        match &setting.value {
            Some(SettingValue::Expr(value)) => walk.value(value, target.file, attribute),
            Some(SettingValue::Ref { lookup, .. }) => walk.lookup(lookup, target.file, attribute),
            None => {}
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
                    if let Some(member) = self.key(key, file, structure) {
                        self.value(value, file, member);
                    }
                }
            }
            _ => {}
        }
    }

    /// The keys in square brackets behind an attribute that is declared in a file: `<- a.origin["x"]`.
    fn lookup(&mut self, keys: &[Expr], declared_in: File, attribute: &AttributeDecl) {
        let (mut file, mut attribute) = (declared_in, attribute);
        for key in keys {
            // A number is that of an element of a list.
            if matches!(key.kind, ExprKind::Int(_)) {
                continue;
            }
            let Some((declared_in, structure)) = struct_of(self.db, self.system, file, attribute) else { return };
            let Some(member) = self.key(key, declared_in, structure) else { return };
            (file, attribute) = (declared_in, member);
        }
    }

    /// The member that a key names of a struct that is declared in a file.
    fn key<'s>(&mut self, key: &Expr, file: File, structure: &'s StructDecl) -> Option<&'s AttributeDecl> {
        let ExprKind::Str(name) = &key.kind else { return None };
        let member = structure.members.iter().find(|it| it.name.text == *name)?;
        let (at, member_at) = (ItemLoc::new(self.file, key.id), ItemLoc::new(file, member.id));
        self.out.push(Key { at, member: member_at, name: name.clone() });
        Some(member)
    }
}

/// How deep structs are looked into, and how many ways lead to a member at most: a struct can't hold itself, but several of one kind.
const DEEPEST: usize = 8;
const MOST_WAYS: usize = 64;

/// The names that lead from an attribute to one of these members.
pub(crate) fn ways(db: &RootDatabase, system: System, attribute: ItemLoc, members: &[ItemLoc]) -> Vec<Vec<SmolStr>> {
    let mut out = Vec::new();
    walk(db, system, attribute, |file, structure, way| {
        for member in structure.members.iter().filter(|it| members.contains(&ItemLoc::new(file, it.id))) {
            out.push(way.iter().chain([&member.name.text]).cloned().collect());
        }
        out.len() < MOST_WAYS
    });
    out
}

/// Whether one of these structs is the type of an attribute, or of a member in it.
pub(crate) fn is_of(db: &RootDatabase, system: System, attribute: ItemLoc, structs: &[ItemLoc]) -> bool {
    let mut found = false;
    walk(db, system, attribute, |file, structure, _| {
        found |= structs.contains(&ItemLoc::new(file, structure.id));
        !found
    });
    found
}

/// Hands out the structs in an attribute with the names that lead to them, until that gives false.
fn walk(
    db: &RootDatabase,
    system: System,
    attribute: ItemLoc,
    mut each: impl FnMut(File, &StructDecl, &[SmolStr]) -> bool,
) {
    let Some(declaration) = attribute_of(db, system, attribute) else { return };
    let mut todo = vec![(attribute.file, declaration, Vec::new())];
    while let Some((file, attribute, way)) = todo.pop() {
        let Some((file, structure)) = struct_of(db, system, file, attribute).filter(|_| way.len() < DEEPEST) else {
            continue;
        };
        if !each(file, structure, &way) || todo.len() > MOST_WAYS {
            return;
        }
        for member in &structure.members {
            let way: Vec<SmolStr> = way.iter().chain([&member.name.text]).cloned().collect();
            todo.push((file, member, way));
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
