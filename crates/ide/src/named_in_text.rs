// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Names in the texts of settings: `talk.buffer = "shared"` names a connection, `pool.controller = "driver.memory"` an instance and an
//! interface of it.

use camkes_hir::imports::import_graph;
use camkes_hir::item_tree::{Expr, ExprKind, SettingValue};
use camkes_hir::loc::ItemLoc;
use camkes_hir::model::Assembly;
use camkes_hir::parse::parse;
use camkes_hir::special::{self, Form, Kind, Pattern};
use camkes_hir::{File, RootDatabase, System};
use camkes_syntax::ast::{self, AstNode};
use rustc_hash::FxHashMap;
use text_size::{TextRange, TextSize};

use crate::bodies;
use crate::members;
use crate::named_after::settings;
use crate::references::{Access, How, Place};
use crate::resolve;

/// The name at an offset, and the declaration that it is of.
pub(crate) fn at(db: &RootDatabase, system: System, file: File, offset: TextSize) -> Option<(TextRange, ItemLoc)> {
    // To look through all settings of a large system takes a while, and few have such a text.
    if !may_be_at(db, file, offset) {
        return None;
    }
    for owner in resolve::owners(db, system, file) {
        let names = names(db, system, owner);
        let found = names.into_iter().filter(|(place, _)| place.file == file && place.how == How::Written);
        let mut found = found.filter(|(place, _)| place.range.contains_inclusive(offset));
        if let Some((place, target)) = found.next() {
            return Some((place.range, target));
        }
    }
    None
}

/// Whether a text stands at an offset that is the value of a setting which names something.
fn may_be_at(db: &RootDatabase, file: File, offset: TextSize) -> bool {
    let root = parse(db, file).syntax_node();
    let mut texts = camkes_syntax::tokens_at(&root, offset).filter(|it| it.text().starts_with('"'));
    let setting = texts.find_map(|text| text.parent_ancestors().find_map(ast::Setting::cast));
    let attribute = setting.and_then(|it| it.target()).and_then(|it| it.name_refs().last());
    attribute.is_some_and(|it| forms().any(|(name, _)| name.matches(&it.text()).is_some()))
}

/// The places of a declaration's name in texts; all of the text, or of a macro's use, where it is not written as one.
pub(crate) fn of_item(db: &RootDatabase, system: System, target: ItemLoc) -> Vec<Place> {
    let files = import_graph(db, system).files.iter();
    let names = files.flat_map(|file| names(db, system, *file));
    names.filter(|(_, named)| *named == target).map(|(place, _)| place).collect()
}

/// The names in the texts of a file's settings.
fn names(db: &RootDatabase, system: System, owner: File) -> Vec<(Place, ItemLoc)> {
    let settings = settings(db, system, owner);
    let forms: Vec<_> = forms().collect();
    let texts = settings.iter().filter_map(|setting| {
        let Some(SettingValue::Expr(value)) = &setting.value else { return None };
        let ([entity, attribute], ExprKind::Str(text)) = (setting.target.parts.as_slice(), &value.kind) else {
            return None;
        };
        let (_, form) = forms.iter().find(|(name, _)| name.matches(&attribute.text).is_some())?;
        resolve::target_of(db, system, ItemLoc::new(owner, entity.id))?;
        Some((*form, value, text))
    });
    let texts: Vec<_> = texts.collect();
    let Some(assembly) = (!texts.is_empty()).then(|| camkes_hir::assembly(db, system)).flatten() else {
        return Vec::new();
    };
    let known = Known::new(&assembly);
    let mut out = Vec::new();
    for (form, value, text) in texts {
        for (at, name, target) in known.parts(form, text) {
            out.extend(place(db, system, ItemLoc::new(owner, value.id), value, (at, name)).map(|it| (it, target)));
        }
    }
    out
}

/// Settings whose text names something, and how it does.
fn forms() -> impl Iterator<Item = (&'static Pattern, Form)> {
    special::all().filter_map(|it| match it.kind {
        Kind::Text(form @ (Form::Connection | Form::End)) => Some((&it.name, form)),
        _ => None,
    })
}

/// Where a part of a text stands.
fn place(db: &RootDatabase, system: System, at: ItemLoc, value: &Expr, part: (usize, &str)) -> Option<Place> {
    let ExprKind::Str(text) = &value.kind else { return None };
    let (file, word, how) = bodies::word_of(db, system, at)?;
    let written = file.contents(db).as_str().get(std::ops::Range::<usize>::from(word))?;
    let inside = members::inside(written, word, text).filter(|_| how == How::Written);
    let range = inside.and_then(|inside| {
        let start = inside.start() + TextSize::try_from(part.0).ok()?;
        Some(TextRange::at(start, TextSize::of(part.1)))
    });
    Some(match range {
        Some(range) => Place { file, range, how, access: Access::Read },
        None => Place { file, range: word, how: How::Made, access: Access::Read },
    })
}

/// What has a full name in an assembly.
struct Known<'m> {
    assembly: &'m Assembly,
    instances: FxHashMap<&'m str, usize>,
    connections: FxHashMap<&'m str, ItemLoc>,
}

impl<'m> Known<'m> {
    fn new(assembly: &'m Assembly) -> Self {
        let instances = assembly.instances.iter().enumerate().map(|(index, it)| (it.name.as_str(), index)).collect();
        // The name of one that was put together of several is none that somebody wrote.
        let alone = assembly.connections.iter().filter(|it| it.parts.is_empty());
        let connections = alone.map(|it| (it.name.as_str(), it.origin)).collect();
        Self { assembly, instances, connections }
    }

    /// The names in a text with their offsets, and what each is of.
    fn parts<'t>(&self, form: Form, text: &'t str) -> Vec<(usize, &'t str, ItemLoc)> {
        let mut out = Vec::new();
        let mut start = 0;
        for part in text.split('.') {
            let end = start + part.len();
            let whole = text.get(..end).unwrap_or_default();
            let target = if end < text.len() {
                self.instance(whole).map(|it| it.origin)
            } else {
                let before = text.get(..start.saturating_sub(1)).unwrap_or_default();
                let interface = |of: &str| self.instance(of)?.component.interfaces.iter().find(|it| it.name == part);
                match form {
                    Form::Connection => self.connections.get(whole).copied(),
                    _ => interface(before).map(|it| it.origin),
                }
            };
            out.extend(target.map(|target| (start, part, target)));
            start = end + 1;
        }
        out
    }

    fn instance(&self, name: &str) -> Option<&'m camkes_hir::model::Instance> {
        self.assembly.instances.get(*self.instances.get(name)?)
    }
}
