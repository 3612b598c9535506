// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Targets of settings and what they can be taken over from: instances, connections and their attributes.

use std::cell::OnceCell;
use std::sync::Arc;

use camkes_hir::assembly::{View, is_flat, resolution, view_around, view_of};
use camkes_hir::item_tree::ConnectionDecl;
use camkes_hir::model::{Assembly, Attribute, Component, Connector, Instance, Medium};
use camkes_hir::special::{
    Available, Entities as SpecialEntities, Needs, Owner as SpecialOwner, Special, may_be_special,
};
use camkes_hir::{File, System};
use camkes_syntax::SyntaxKind as K;
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use super::item::{Collector, Completion, CompletionDocs, CompletionKind, escaped};
use super::{Context, names};
use crate::cursor::{Block, Token};
use crate::level::{self, Level};

/// What settings at the cursor can be for. The system is asked where its level does not know: it is there later than that.
pub(super) struct Entities<'a> {
    cx: &'a Context<'a>,
    system: System,
    level: Arc<Level>,
    /// What the setting is for, if it says so: no more of the system need be known.
    owner: Option<&'a str>,
    known: OnceCell<Known>,
}

/// Instances as a setting names them, which is without their groups.
type Instances<'a> = IndexMap<&'a str, Option<&'a Arc<Component>>, FxBuildHasher>;

/// What is known of the system around a level.
enum Known {
    /// Nothing.
    Nothing,
    /// The system.
    Whole(Arc<Assembly>),
    /// What can be seen from inside of a component, or from what a setting is for, which needs no more of a large system.
    Part(Box<View>),
}

/// Whether it is the name of a member without its group.
fn is_last_name(path: &str, name: &str) -> bool {
    path.strip_suffix(name).is_some_and(|group| group.is_empty() || group.ends_with('.')) && !name.contains('.')
}

/// The name of a member without its group.
fn last_name(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

impl<'a> Entities<'a> {
    pub(super) fn at(cx: &'a Context<'a>) -> Option<Self> {
        let system = cx.system?;
        let level = level::level_at(cx.db, system, cx.file, cx.cursor.offset);
        // A configuration of its own is, in all likelihood, that of the assembly.
        let level = level.filter(|it| it.around.is_some() || !it.members.is_empty());
        let level = level.or_else(|| level::top_level(cx.db, system)).unwrap_or_default();
        // A value taken over may come from anywhere.
        let is_reference = cx.cursor.statement.iter().any(|token| token.kind == K::LEFT_ARROW);
        let is_setting = cx.cursor.block() == Some(Block::Configuration) && !is_reference;
        let owner = match cx.cursor.statement.as_slice() {
            [name, dot, ..] if is_setting && dot.kind == K::DOT => Some(name.text),
            _ => None,
        };
        Some(Self { cx, system, level, owner, known: OnceCell::new() })
    }

    fn known(&self) -> &Known {
        self.known.get_or_init(|| {
            let (db, system) = (self.cx.db, self.system);
            let part = match &self.level.around {
                Some(around) => view_of(db, system, around.origin),
                None => self.owner.and_then(|owner| view_around(db, system, owner)),
            };
            match part {
                Some(view) => Known::Part(Box::new(view)),
                None if self.level.around.is_some() => Known::Nothing,
                None => camkes_hir::assembly(db, system).map_or(Known::Nothing, Known::Whole),
            }
        })
    }

    /// The system, or the part of it that is known.
    fn assembly(&self) -> Option<&Assembly> {
        match self.known() {
            Known::Nothing => None,
            Known::Whole(assembly) => Some(assembly),
            Known::Part(view) => Some(&view.assembly),
        }
    }

    /// All instances of the whole system, where settings of the level are for any of them.
    fn of_system(&self) -> &[Instance] {
        match self.known() {
            Known::Whole(assembly) => &assembly.instances,
            Known::Nothing | Known::Part(_) => &[],
        }
    }

    /// Everything that settings here can be for.
    pub(super) fn instances(&self) -> Instances<'_> {
        let mut instances = Instances::default();
        for member in &self.level.members {
            instances.insert(last_name(&member.path), member.component.as_ref());
        }
        // Without anything inside of its members, the level has them all.
        if !is_flat(self.cx.db, self.system) {
            for instance in self.of_system() {
                instances.entry(&instance.name).or_insert(Some(&instance.component));
            }
        }
        instances
    }

    pub(super) fn component(&self, name: &str) -> Option<&Arc<Component>> {
        // Of several with one name, the last counts.
        let member = self.level.members.iter().rev().find(|it| is_last_name(&it.path, name));
        match member {
            Some(member) => member.component.as_ref(),
            None => self.of_system().iter().find(|it| it.name == name).map(|it| &it.component),
        }
    }

    /// The name by which the assembly knows an entity: inside of a component, that of its first instance comes before.
    pub(super) fn full_name(&self, owner: &str) -> String {
        let Some(around) = &self.level.around else { return owner.to_owned() };
        let mut instances = self.assembly().into_iter().flat_map(|it| &it.instances);
        let outer = instances.find(|instance| instance.component.origin == around.origin);
        outer.map_or_else(|| owner.to_owned(), |outer| format!("{}.{owner}", outer.name))
    }

    /// The special meaning of a dotted target.
    pub(super) fn special(&self, target: &str) -> Option<&'static Special> {
        let (entity, attribute) = target.rsplit_once('.')?;
        // Nearly all attributes are of the component's own making.
        if !may_be_special(attribute) {
            return None;
        }
        let found = SpecialEntities::new(self.assembly()?).find(&self.full_name(entity), attribute)?;
        Some(found.special)
    }

    /// Names of the connections whose memory could carry the arguments of a connection: what its settings name. Those of an unknown
    /// connector could.
    pub(super) fn carriers(&self, of: &str) -> impl Iterator<Item = &str> {
        let is_memory = |it: &Arc<Connector>| it.from.medium == Medium::Dataport;
        let fits = move |it: &&(File, Arc<ConnectionDecl>, Option<Arc<Connector>>)| it.2.as_ref().is_none_or(is_memory);
        let names = self.level.connections.iter().filter(fits).map(|(_, decl, _)| decl.name.text.as_str());
        names.filter(move |name| *name != of)
    }

    /// The attribute that a dotted target means.
    pub(super) fn attribute(&self, target: &str) -> Option<Attribute> {
        let (entity, attribute) = target.rsplit_once('.')?;
        self.component(entity)?.attribute(attribute).cloned()
    }
}

/// The text of tokens up to the sign of a setting, joined.
pub(super) fn target_of(statement: &[Token<'_>]) -> String {
    let target = statement.iter().take_while(|token| !matches!(token.kind, K::EQ | K::LEFT_ARROW));
    target.map(|token| token.text).collect()
}

/// The left side of a setting.
pub(super) fn targets(cx: &Context<'_>, out: &mut Collector<'_>) {
    let Some(entities) = Entities::at(cx) else { return };
    let written: String = cx.cursor.statement.iter().map(|token| token.text).collect();
    if written.is_empty() {
        let instances = entities.instances();
        out.expect(instances.len() + entities.level.connections.len());
        for (name, component) in instances.into_iter().filter(|(name, _)| out.wants(name, 1)).collect::<Vec<_>>() {
            let item = Completion::new(CompletionKind::Instance, name);
            out.add(item.description(component.map(|it| it.name.to_string()).unwrap_or_default()));
        }
        for (_, connection, connector) in &entities.level.connections {
            let name = connection.name.text.as_str();
            if out.wants(name, 2) {
                let item = Completion::new(CompletionKind::Connection, name).rank(2);
                out.add(item.description(connector.as_ref().map(|it| it.name.to_string()).unwrap_or_default()));
            }
        }
        return;
    }
    let Some(owner) = written.strip_suffix('.') else { return };
    let component = entities.component(owner).map(|it| &**it);
    if let Some(component) = component {
        let free = cx.cursor.at_end_of_statement();
        let set = set_here(&entities, owner);
        for attribute in &component.attributes {
            let item = attribute_item(cx, attribute);
            let is_set = set.contains(&attribute.name.as_str());
            let item = if free { item.snippet(format!("{} = $0;", escaped(&attribute.name))) } else { item };
            out.add(if is_set { item.rank(3) } else { item });
        }
        for interface in &component.interfaces {
            let item = Completion::new(CompletionKind::Interface, interface.name.as_str()).rank(5);
            out.add(item.description(format!("{} {}", interface.ty.kind().keyword(), interface.ty.name())));
        }
    }
    let target = Owner { name: owner, component };
    special(cx, &entities, &target, out);
    set_elsewhere(cx, &entities, &target, out);
    nested(&entities, owner, out);
}

/// What settings at the cursor are for.
struct Owner<'a> {
    name: &'a str,
    component: Option<&'a Component>,
}

impl Owner<'_> {
    fn declares(&self, attribute: &str) -> bool {
        self.component.is_some_and(|it| it.attribute(attribute).is_some())
    }

    fn is_hardware(&self) -> bool {
        self.component.is_some_and(|it| it.hardware)
    }

    /// Whether a setting matters to it: a device has no threads.
    fn minds(&self, special: &Special) -> bool {
        !(self.is_hardware() && special.owner == SpecialOwner::Thread)
    }
}

/// Rank of a setting with a special meaning. Where a device is, is all that matters to one.
fn rank_of(owner: &Owner<'_>, special: &Special) -> u8 {
    match special.owner {
        SpecialOwner::Interface(_) if owner.is_hardware() => 4,
        SpecialOwner::Instance if owner.is_hardware() => 7,
        _ if special.needs == Needs::Nothing => 6,
        _ => 7,
    }
}

/// Settings that templates give a meaning, whether or not the component declares them.
fn special(cx: &Context<'_>, entities: &Entities<'_>, owner: &Owner<'_>, out: &mut Collector<'_>) {
    let Some(assembly) = entities.assembly() else { return };
    let free = cx.cursor.at_end_of_statement();
    let all = SpecialEntities::new(assembly).settings_of(&entities.full_name(owner.name)).into_iter();
    for Available { name, special, .. } in all.filter(|it| !owner.declares(&it.name) && owner.minds(it.special)) {
        let text = name.replace("<bits>", "12");
        let mut item = Completion::new(CompletionKind::Setting, name.as_str()).insert(text.as_str());
        item.description = Some(short(&special.kind.words()));
        item.detail = (!special.default.is_empty()).then(|| format!(" = {}", special.default));
        item.docs = CompletionDocs::Text(special.documentation());
        let name = escaped(&name).replace("<bits>", "${1:12}");
        let item = item.rank(rank_of(owner, special));
        out.add(if free { item.snippet(format!("{name} = $0;")) } else { item });
    }
}

/// Attributes that other settings give the entity: some templates read what no component declares.
fn set_elsewhere(cx: &Context<'_>, entities: &Entities<'_>, owner: &Owner<'_>, out: &mut Collector<'_>) {
    let Some(system) = cx.system else { return };
    let entity = entities.full_name(owner.name);
    let free = cx.cursor.at_end_of_statement();
    let all = entities.assembly().map(SpecialEntities::new);
    let special = |name: &str| all.as_ref().is_some_and(|it| it.find(&entity, name).is_some());
    let unfinished = cx.cursor.whole_word();
    let mut own = 0;
    let mut add = |attribute: &str| {
        // The word at the cursor is not one that is set elsewhere, unless it is there once more.
        own += usize::from(attribute == unfinished);
        let is_unfinished = attribute == unfinished && own == 1;
        if !is_unfinished && !owner.declares(attribute) && !special(attribute) {
            let item = Completion::new(CompletionKind::Attribute, attribute).rank(4);
            out.add(if free { item.snippet(format!("{} = $0;", escaped(attribute))) } else { item });
        }
    };
    if let Known::Part(view) = entities.known() {
        view.written.iter().filter(|(it, _)| *it == entity).for_each(|(_, attribute)| add(attribute));
    } else {
        let written = resolution(cx.db, system).written.iter().filter(|it| it.entity == entity);
        written.for_each(|it| add(&it.attribute));
    }
}

/// Instances inside of an instance.
fn nested(entities: &Entities<'_>, owner: &str, out: &mut Collector<'_>) {
    for instance in entities.of_system() {
        let inner = instance.name.strip_prefix(owner).and_then(|rest| rest.strip_prefix('.'));
        if let Some(inner) = inner.filter(|inner| !inner.contains('.')) {
            let item = Completion::new(CompletionKind::Instance, inner).rank(4);
            out.add(item.description(instance.component.name.to_string()));
        }
    }
}

/// Attributes that the system sets for an entity.
fn set_here<'e>(entities: &'e Entities<'_>, owner: &str) -> Vec<&'e str> {
    match entities.known() {
        Known::Nothing => Vec::new(),
        Known::Whole(assembly) => {
            assembly.settings.iter().filter(|it| it.entity == owner).map(|it| it.attribute.as_str()).collect()
        }
        Known::Part(view) => {
            let entity = entities.full_name(owner);
            view.written.iter().filter(|it| it.0 == entity).map(|it| it.1.as_str()).collect()
        }
    }
}

fn attribute_item(cx: &Context<'_>, attribute: &Attribute) -> Completion {
    let array = if attribute.array { "[]" } else { "" };
    let mut item = Completion::new(CompletionKind::Attribute, attribute.name.as_str());
    item.description = Some(format!("{}{array}", attribute.ty.adl_name()));
    item.detail = attribute.default.as_ref().map(|value| format!(" = {}", short(&value.to_string())));
    if let Some(system) = cx.system {
        item.docs = names::docs_of(cx.db, system, attribute.origin, &attribute.name);
    }
    item
}

/// A text that fits beside a label.
pub(super) fn short(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}

/// What a setting can be taken over from: attributes of other instances, or of the component around.
pub(super) fn references(cx: &Context<'_>, out: &mut Collector<'_>) {
    let Some(entities) = Entities::at(cx) else { return };
    let statement = &cx.cursor.statement;
    let Some(arrow) = statement.iter().position(|token| token.kind == K::LEFT_ARROW) else { return };
    let target = target_of(statement);
    let wanted = entities.attribute(&target);
    let fits = |it: &Attribute| {
        wanted.as_ref().is_none_or(|wanted| wanted.ty.adl_name() == it.ty.adl_name() && wanted.array == it.array)
    };
    let written: String = statement[arrow + 1..].iter().map(|token| token.text).collect();
    if let Some(owner) = written.strip_suffix('.') {
        for attribute in entities.component(owner).iter().flat_map(|it| &it.attributes) {
            let rank = if fits(attribute) { 1 } else { 3 };
            out.add(attribute_item(cx, attribute).rank(rank));
        }
        nested(&entities, owner, out);
        return;
    }
    if !written.is_empty() {
        return;
    }
    for attribute in entities.level.around.iter().flat_map(|it| &it.attributes) {
        let rank = if fits(attribute) { 1 } else { 3 };
        out.add(attribute_item(cx, attribute).rank(rank));
    }
    let instances = entities.instances();
    out.expect(instances.len());
    for (name, component) in instances {
        for attribute in component.iter().flat_map(|it| &it.attributes).filter(|it| fits(it)) {
            let path = format!("{name}.{}", attribute.name);
            if path != target && out.wants(&path, 2) {
                let item = attribute_item(cx, attribute).rank(2);
                out.add(Completion { label: path.clone(), insert: path, ..item });
            }
        }
        if out.wants(name, 4) {
            let item = Completion::new(CompletionKind::Instance, name).rank(4);
            out.add(item.description(component.map(|it| it.name.to_string()).unwrap_or_default()));
        }
    }
}
