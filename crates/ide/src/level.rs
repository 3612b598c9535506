// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The names that hold at one level of the hierarchy: in the composition around an offset, or in the one beside the
//! configuration there.

use std::sync::{Arc, OnceLock};

use camkes_hir::declarations::{component_of, connector_of};
use camkes_hir::item_tree::{
    ComponentDecl, CompositionDecl, ConnectionDecl, Given, InstanceDecl, InterfaceTypeDecl, Item, Side,
};
use camkes_hir::loc::{ItemLoc, LocalId};
use camkes_hir::model::{Component, Connector, InterfaceKind};
use camkes_hir::parse::{item_tree, source_map};
use camkes_hir::scope::{Def, DefKind, scope};
use camkes_hir::{Db, File, RootDatabase, System, salsa};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::{SmolStr, format_smolstr};
use text_size::TextSize;

use crate::resolve;

/// An instance as ends and exports of its level name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    /// With its group, if it is in one.
    pub(crate) path: SmolStr,
    pub(crate) component: Option<Arc<Component>>,
    pub(crate) loc: ItemLoc,
}

impl Member {
    /// Replaces a text by the path of an interface of the member.
    pub(crate) fn write_end(&self, interface: &str, out: &mut String) {
        out.clear();
        out.push_str(&self.path);
        out.push('.');
        out.push_str(interface);
    }
}

/// One level of the hierarchy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Level {
    pub(crate) members: Vec<Member>,
    /// Connections, each with its connector and the file in which it stands.
    pub(crate) connections: Vec<(File, Arc<ConnectionDecl>, Option<Arc<Connector>>)>,
    /// Paths of the inner ends of its exports.
    exported: Vec<SmolStr>,
    /// Paths of the ends of its connections and exports, each with the number of the first connection that has it; none for
    /// those that are exported.
    connected: Derived<FxHashMap<SmolStr, Option<usize>>>,
    /// Names of its members and connections.
    names: Derived<FxHashSet<SmolStr>>,
    /// Which members have an end that is in no connection and no export.
    free: Derived<Vec<bool>>,
    /// The component whose inside this is; none at the top.
    pub(crate) around: Option<Arc<Component>>,
}

/// Something that follows from the rest of a level, and is found when it is first asked for.
#[derive(Debug, Clone)]
struct Derived<T>(OnceLock<T>);

impl<T> Default for Derived<T> {
    fn default() -> Self {
        Self(OnceLock::new())
    }
}

impl<T> PartialEq for Derived<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for Derived<T> {}

impl Level {
    /// Whether an interface of the member with this number is in no connection and no export, or nothing is known of its interfaces.
    pub(crate) fn has_free_end(&self, member: usize) -> bool {
        let find = || {
            let mut path = String::new();
            let mut is_free = |member: &Member| {
                let Some(component) = &member.component else { return true };
                component.interfaces.iter().any(|interface| {
                    member.write_end(&interface.name, &mut path);
                    !self.is_connected(&path)
                })
            };
            self.members.iter().map(&mut is_free).collect()
        };
        self.free.0.get_or_init(find).get(member).copied().unwrap_or(true)
    }

    /// The member with this path.
    pub(crate) fn member(&self, path: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.path == path)
    }

    /// Whether an end with this path is already written in a connection or an export.
    pub(crate) fn is_connected(&self, path: &str) -> bool {
        self.connected().contains_key(path)
    }

    fn connected(&self) -> &FxHashMap<SmolStr, Option<usize>> {
        self.connected.0.get_or_init(|| {
            let mut found = FxHashMap::default();
            for (number, (_, connection, _)) in self.connections.iter().enumerate() {
                for end in &connection.ends {
                    found.entry(end.path.text()).or_insert(Some(number));
                }
            }
            found.extend(self.exported.iter().map(|path| (path.clone(), None)));
            found
        })
    }

    /// Whether an end that is written in a connection can be on this side of one more of a connector, with another end that is in
    /// none. Both become one connection: it must be of the same connector, and have room for more ends on the other side.
    pub(crate) fn may_share(&self, path: &str, side: Side, connector: &Connector) -> bool {
        let other = if side == Side::From { connector.to } else { connector.from };
        let number = self.connected().get(path).copied().flatten().filter(|_| other.multiple);
        number.and_then(|number| self.connections.get(number)).is_some_and(|(_, connection, of)| {
            of.as_ref().is_some_and(|it| it.name == connector.name)
                && connection.ends.iter().any(|end| end.side == side && end.path.text() == path)
        })
    }

    /// Whether a member or a connection has this name already.
    pub(crate) fn is_taken(&self, name: &str) -> bool {
        let find = || {
            let members = self.members.iter().map(|member| member.path.clone());
            members.chain(self.connections.iter().map(|(_, it, _)| it.name.text.clone())).collect()
        };
        self.names.0.get_or_init(find).contains(name)
    }

    /// The name itself, or with the first number behind it, from `first` on, that makes it free.
    pub(crate) fn free_name(&self, base: &str, separator: &str, first: u32) -> Option<String> {
        let numbered = (first..first + 1000).map(|number| format!("{base}{separator}{number}"));
        std::iter::once(base.to_owned()).chain(numbered).find(|name| !self.is_taken(name))
    }
}

/// What can hold a level: an assembly, a component or a composition of its own.
struct Holder<'t> {
    id: LocalId,
    compositions: Vec<&'t Given<CompositionDecl>>,
    alone: Option<&'t CompositionDecl>,
    component: Option<ItemLoc>,
}

/// The level around an offset of a file: the innermost one that holds it, else the last one that starts before it.
pub(crate) fn level_at(db: &RootDatabase, system: System, file: File, offset: TextSize) -> Option<Arc<Level>> {
    let mut best: Option<(bool, TextSize, File, LocalId)> = None;
    for owner in resolve::owners(db, system, file) {
        let map = source_map(db, system, owner);
        for holder in holders(owner, &item_tree(db, system, owner).items) {
            let Some(spot) = map.get(holder.id).filter(|spot| spot.file == file) else { continue };
            if spot.full.start() > offset {
                continue;
            }
            let rank = (spot.full.contains_inclusive(offset), spot.full.start());
            if best.as_ref().is_none_or(|(inside, start, ..)| rank >= (*inside, *start)) {
                best = Some((rank.0, rank.1, owner, holder.id));
            }
        }
    }
    let (_, _, owner, holder) = best?;
    Some(Arc::clone(level_of(db, system, owner, holder)))
}

/// The level of the system's assembly.
pub(crate) fn top_level(db: &RootDatabase, system: System) -> Option<Arc<Level>> {
    let def = *scope(db, system).assemblies.first()?;
    let Some(Item::Assembly(it)) = item_tree(db, system, def.file).items.get(def.index) else { return None };
    Some(Arc::clone(level_of(db, system, def.file, it.id)))
}

/// The level of a declaration of a file that can hold one. Each letter that is typed asks for it, and most change nothing in it.
#[salsa::tracked]
fn level_of(db: &dyn Db, system: System, file: File, holder: LocalId) -> Arc<Level> {
    let all = holders(file, &item_tree(db, system, file).items);
    let found = all.into_iter().find(|it| it.id == holder);
    Arc::new(found.map(|holder| build(db, system, file, &holder)).unwrap_or_default())
}

fn holders(file: File, items: &[Item]) -> Vec<Holder<'_>> {
    let mut out = Vec::new();
    for item in items {
        match item {
            Item::Assembly(it) => {
                let compositions = it.compositions.iter().collect();
                out.push(Holder { id: it.id, compositions, alone: None, component: None });
                out.extend(it.compositions.iter().flat_map(|composition| nested(file, composition)));
            }
            Item::Component(it) => component_holders(file, it, &mut out),
            Item::Composition(it) => {
                out.push(Holder { id: it.id, compositions: Vec::new(), alone: Some(it), component: None });
                out.extend(inside(file, it));
            }
            _ => {}
        }
    }
    out
}

fn component_holders<'t>(file: File, it: &'t ComponentDecl, out: &mut Vec<Holder<'t>>) {
    let component = Some(ItemLoc::new(file, it.id));
    out.push(Holder { id: it.id, compositions: it.compositions.iter().collect(), alone: None, component });
    out.extend(it.compositions.iter().flat_map(|composition| nested(file, composition)));
}

fn nested(file: File, composition: &Given<CompositionDecl>) -> Vec<Holder<'_>> {
    match composition {
        Given::Here(it) => inside(file, it),
        Given::Use(_) => Vec::new(),
    }
}

/// Components that are written in place in a composition.
fn inside(file: File, composition: &CompositionDecl) -> Vec<Holder<'_>> {
    let mut out = Vec::new();
    for (_, instance) in instances(composition) {
        if let Given::Here(component) = &instance.component {
            component_holders(file, component, &mut out);
        }
    }
    out
}

/// Instances of a composition with the names of their groups.
fn instances(composition: &CompositionDecl) -> impl Iterator<Item = (Option<&str>, &InstanceDecl)> {
    let grouped = composition.groups.iter().flat_map(|group| {
        let name = group.name.as_ref().map(|name| name.text.as_str());
        group.instances.iter().map(move |instance| (name, &**instance))
    });
    composition.instances.iter().map(|instance| (None, &**instance)).chain(grouped)
}

fn build(db: &dyn Db, system: System, file: File, holder: &Holder<'_>) -> Level {
    let around = holder.component.and_then(|loc| component_at(db, system, loc));
    let mut level = Level { around, ..Level::default() };
    if holder.alone.is_none() && holder.component.is_none() {
        // All assemblies of a system are one.
        for def in &scope(db, system).assemblies {
            if let Some(Item::Assembly(it)) = item_tree(db, system, def.file).items.get(def.index) {
                add_all(db, system, def.file, it.compositions.iter(), &mut level);
            }
        }
        return level;
    }
    if let Some(composition) = holder.alone {
        add(db, system, file, composition, &mut level);
    }
    add_all(db, system, file, holder.compositions.iter().copied(), &mut level);
    level
}

/// Adds compositions that are written in place or named.
fn add_all<'t>(
    db: &dyn Db,
    system: System,
    file: File,
    compositions: impl Iterator<Item = &'t Given<CompositionDecl>>,
    level: &mut Level,
) {
    for composition in compositions {
        match composition {
            Given::Here(it) => add(db, system, file, it, level),
            Given::Use(path) => {
                let Some(named) = scope(db, system).get(DefKind::Composition, &path.text()) else { continue };
                let Def { file, index } = named.def;
                if let Some(Item::Composition(it)) = item_tree(db, system, file).items.get(index) {
                    add(db, system, file, it, level);
                }
            }
        }
    }
}

fn add(db: &dyn Db, system: System, file: File, composition: &CompositionDecl, level: &mut Level) {
    // Many instances have the same few components, and connections the same few connectors.
    let mut components: FxHashMap<SmolStr, Option<Arc<Component>>> = FxHashMap::default();
    let mut connectors: FxHashMap<SmolStr, Option<Arc<Connector>>> = FxHashMap::default();
    for (group, instance) in instances(composition) {
        let name = &instance.name.text;
        let path = group.map_or_else(|| name.clone(), |group| format_smolstr!("{group}.{name}"));
        let component = match &instance.component {
            Given::Use(path) => {
                let name = path.text();
                components.entry(name.clone()).or_insert_with(|| component_named(db, system, &name)).clone()
            }
            Given::Here(decl) => component_at(db, system, ItemLoc::new(file, decl.id)),
        };
        level.members.push(Member { path, component, loc: ItemLoc::new(file, instance.id) });
    }
    for connection in &composition.connections {
        let connector = match &connection.connector {
            Given::Use(path) => {
                let name = path.text();
                connectors.entry(name.clone()).or_insert_with(|| connector_named(db, system, &name)).clone()
            }
            Given::Here(_) => None,
        };
        level.connections.push((file, Arc::clone(connection), connector));
    }
    level.exported.extend(composition.exports.iter().map(|it| it.source.text()));
}

/// The component of a name.
pub(crate) fn component_named(db: &dyn Db, system: System, name: &str) -> Option<Arc<Component>> {
    component_of(db, system, scope(db, system).get(DefKind::Component, name)?.def)
}

/// The connector of a name.
pub(crate) fn connector_named(db: &dyn Db, system: System, name: &str) -> Option<Arc<Connector>> {
    connector_of(db, system, scope(db, system).get(DefKind::Connector, name)?.def)
}

/// The component with this declaration, also one that is written in place and instantiated.
pub(crate) fn component_at(db: &dyn Db, system: System, loc: ItemLoc) -> Option<Arc<Component>> {
    let items = &item_tree(db, system, loc.file).items;
    let index = items.iter().position(|item| matches!(item, Item::Component(it) if it.id == loc.id));
    if let Some(index) = index {
        return component_of(db, system, Def { file: loc.file, index });
    }
    let assembly = camkes_hir::assembly(db, system)?;
    assembly.instances.iter().find(|it| it.component.origin == loc).map(|it| Arc::clone(&it.component))
}

/// Name, kind and name of the type of an interface that is no part of the model.
pub(crate) type Unresolved = (String, InterfaceKind, Option<String>);

/// Interfaces of a component that are no part of the model, with the name of their type: nobody declares their procedure yet, or
/// the header that gives their size is not there. A size that can't be read is no name.
pub(crate) fn unresolved(db: &RootDatabase, system: System, component: &Component) -> Vec<Unresolved> {
    let items = &item_tree(db, system, component.origin.file).items;
    let declaration = items.iter().find_map(|item| match item {
        Item::Component(it) if it.id == component.origin.id => Some(it),
        _ => None,
    });
    let declared = declaration.into_iter().flat_map(|it| &it.interfaces);
    let missing = declared.filter(|it| component.interface_index(&it.name.text).is_none());
    let named = missing.map(|it| {
        let ty = match &it.ty {
            InterfaceTypeDecl::Named(path) => Some(path.text().to_string()),
            InterfaceTypeDecl::Buf | InterfaceTypeDecl::Sized(_) => None,
        };
        (it.name.text.to_string(), it.kind, ty)
    });
    named.collect()
}
