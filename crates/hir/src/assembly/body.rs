// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! One level of the hierarchy by itself: what the composition and the configuration of a component, or of the assemblies of a
//! system, say. Nothing here depends on where an instance of the component stands, so that it is found out once for all of
//! them, and again only when something in it changes. Putting the levels together is left to `expand`.

mod edited;
mod settings;
#[cfg(test)]
mod tests;

use std::mem::take;
use std::ops::Deref;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use smol_str::{SmolStr, format_smolstr};

use super::checks;
use super::ends::Names;
use super::groups::group_numbers;
use super::inner::InnerEnd;
use super::parts::{only_one, parts};
use crate::db::Db;
use crate::declarations::{self, ComponentDef, Context, Placed, Resolved, Use, file_components, file_connectors};
use crate::diagnostic::Finding;
use crate::input::{File, System};
use crate::item_tree::part::Part;
use crate::item_tree::{CompositionDecl, ConnectionDecl, Given, GroupDecl, InstanceDecl, Side};
use crate::later;
use crate::loc::ItemLoc;
use crate::model::Connector;
use crate::scope::{Def, DefKind};

pub use self::edited::EarlierLevel;
pub use self::settings::EarlierSettings;
pub(super) use self::settings::{LocalSetting, Target, joined, misfits};

/// From so many statements on, a level is not freed while somebody waits.
const LARGE: usize = 256;

/// One level of the hierarchy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Body {
    composed: Arc<Composed>,
    pub(super) settings: Vec<LocalSetting>,
    /// Values that do not fit to the attributes that are set.
    pub(super) misfits: Vec<Finding>,
    /// Something is set twice.
    pub(super) repeats: bool,
    /// What is wrong with the settings.
    findings: Vec<Finding>,
    /// References of the settings and what they mean, sorted.
    uses: Vec<Use>,
}

/// What a level is composed of. Instances are named by their position in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Composed {
    /// The component whose inside this is; none for an assembly.
    pub(super) around: Option<Arc<ComponentDef>>,
    /// There is a composition.
    pub(super) composed: bool,
    pub(super) instances: Vec<Member>,
    pub(super) connections: Vec<Joint>,
    /// The interface of the component, and the inner one behind it.
    pub(super) exports: Vec<(usize, InnerEnd)>,
    /// Something could not be resolved, so that what seems to be missing may only be unknown.
    pub(super) incomplete: bool,
    findings: Vec<Finding>,
    /// References and what they mean, sorted.
    uses: Vec<Use>,
}

/// An instance of a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    /// Its name in the level.
    pub(super) name: SmolStr,
    /// The name of its address space in the level: its own, or that of its group.
    pub(super) space: SmolStr,
    pub(super) def: Arc<ComponentDef>,
    pub(super) origin: ItemLoc,
    pub(super) inside: Inside,
}

/// What an instance is composed of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Inside {
    /// Nothing: it is no compound component.
    Nothing,
    /// The body of its component, which is declared in a file.
    Declared,
    /// This: its component is written in place.
    Here(Arc<Body>),
}

/// A connection of a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Joint {
    pub(super) name: SmolStr,
    pub(super) connector: Arc<Connector>,
    pub(super) ends: SmallVec<[JointEnd; 2]>,
    pub(super) origin: ItemLoc,
    /// An end could not be resolved: counting its ends would mislead.
    pub(super) incomplete: bool,
    /// Nothing is wrong with it as long as it has these ends.
    pub(super) sound: bool,
}

/// An end of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct JointEnd {
    pub(super) side: Side,
    pub(super) end: InnerEnd,
    /// As written, for messages.
    pub(super) written: SmolStr,
    /// The whole end.
    pub(super) loc: ItemLoc,
    /// The reference in it.
    pub(super) path: ItemLoc,
}

impl Drop for Composed {
    fn drop(&mut self) {
        if self.instances.len() + self.connections.len() > LARGE {
            later::give_up_list(take(&mut self.instances));
            later::give_up_list(take(&mut self.connections));
            later::give_up_list(take(&mut self.uses));
        }
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        if self.settings.len() > LARGE {
            later::give_up_list(take(&mut self.settings));
            later::give_up_list(take(&mut self.uses));
        }
    }
}

impl Composed {
    /// The component that an end is an interface of; `None` stands for the component around.
    pub(super) fn component(&self, instance: Option<usize>) -> Option<&ComponentDef> {
        match instance {
            Some(index) => self.instances.get(index).map(|it| &*it.def),
            None => self.around.as_deref(),
        }
    }
}

impl Deref for Body {
    type Target = Composed;

    fn deref(&self) -> &Composed {
        &self.composed
    }
}

impl Body {
    /// What is wrong in the level, misfits left out.
    pub(super) fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.composed.findings.iter().chain(&self.findings)
    }

    /// References of the level and what they mean.
    pub(super) fn uses(&self) -> impl Iterator<Item = &Use> {
        self.composed.uses.iter().chain(&self.uses)
    }
}

/// The lists of one kind that belong to a level, one each declaration, with what is wrong with them.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Lists<T> {
    lists: Vec<Placed<Arc<T>>>,
    findings: Vec<Finding>,
    uses: Vec<Use>,
}

impl<T> Lists<T> {
    fn new() -> Self {
        Self { lists: Vec::new(), findings: Vec::new(), uses: Vec::new() }
    }

    /// Adds the list of a declaration, which has one at most.
    fn add(&mut self, mut cx: Context<'_>, given: &[Given<T>])
    where
        T: Part,
    {
        only_one(&mut cx, given);
        self.lists.extend(parts(&mut cx, given).into_iter().take(1));
        self.findings.append(&mut cx.findings);
        self.uses.append(&mut cx.uses);
    }
}

/// The compositions of the assemblies of a system.
#[salsa::tracked(returns(deref))]
fn assembly_compositions(db: &dyn Db, system: System) -> Arc<Lists<CompositionDecl>> {
    db.step();
    let mut out = Lists::new();
    for (def, decl) in super::assemblies(db, system) {
        out.add(Context::new(db, system, def), &decl.compositions);
    }
    Arc::new(out)
}

/// What the assemblies of a system are composed of. Their settings may change without it.
#[salsa::tracked]
pub(super) fn assembly_composed(db: &dyn Db, system: System) -> Arc<Composed> {
    db.step();
    Composed::new(db, system, None, assembly_compositions(db, system))
}

/// What the assemblies of a system say; several are one.
#[salsa::tracked(returns(deref))]
pub(super) fn assembly_body(db: &dyn Db, system: System) -> Arc<Body> {
    db.step();
    let composed = Arc::clone(assembly_composed(db, system));
    let mut lists = Lists::new();
    for (def, decl) in super::assemblies(db, system) {
        lists.add(Context::new(db, system, def), &decl.configurations);
    }
    Body::new(db, system, composed, lists)
}

/// What is inside a component that is declared in a file.
#[salsa::tracked(returns(deref))]
pub(super) fn declared_body(db: &dyn Db, system: System, file: File, index: usize) -> Arc<Body> {
    db.step();
    match file_components(db, system, file).by_index.get(&index) {
        Some(def) => body_of(db, system, def),
        None => Arc::default(),
    }
}

fn body_of(db: &dyn Db, system: System, def: &Arc<ComponentDef>) -> Arc<Body> {
    let (mut compositions, mut settings) = (Lists::new(), Lists::new());
    compositions.add(Context::new(db, system, def.def), &def.compositions);
    settings.add(Context::new(db, system, def.def), &def.configurations);
    let composed = Composed::new(db, system, Some(Arc::clone(def)), &compositions);
    Body::new(db, system, composed, settings)
}

type Composition = Placed<Arc<CompositionDecl>>;

struct Builder<'db> {
    db: &'db dyn Db,
    system: System,
    names: Names,
    body: Composed,
    /// Declarations of files that were asked for: a level may have tens of thousands of references to a few.
    components: FxHashMap<File, &'db Resolved<ComponentDef>>,
    connectors: FxHashMap<File, &'db Resolved<Connector>>,
    /// Names that were looked up.
    looked_up: FxHashSet<(DefKind, SmolStr)>,
}

impl Composed {
    /// What a level is composed of; made from an earlier level where its file is edited.
    fn new(
        db: &dyn Db,
        system: System,
        around: Option<Arc<ComponentDef>>,
        parts: &Lists<CompositionDecl>,
    ) -> Arc<Self> {
        let list = match parts.lists.as_slice() {
            [list] if db.is_edited(list.def.file) => list,
            _ => return Arc::new(Self::all(db, system, around, parts).0),
        };
        let level = (system, around.as_ref().map(|it| it.model.origin));
        let earlier = db.earlier_level(list.def.file, level);
        let made = earlier.and_then(|it| edited::composed(db, system, around.as_ref(), parts, &it));
        let (composed, meanings) = made.unwrap_or_else(|| {
            let (composed, names) = Self::all(db, system, around, parts);
            (composed, edited::meanings(db, system, names).collect())
        });
        let composed = Arc::new(composed);
        if let Some(level_now) = EarlierLevel::new(db, system, &composed, list, meanings) {
            db.remember_level(list.def.file, level, Arc::new(level_now));
        }
        composed
    }

    /// A level without statements.
    fn empty(around: Option<Arc<ComponentDef>>, composed: bool) -> Self {
        Self {
            around,
            composed,
            instances: Vec::new(),
            connections: Vec::new(),
            exports: Vec::new(),
            incomplete: false,
            findings: Vec::new(),
            uses: Vec::new(),
        }
    }

    /// What all statements of a level give, with the names that were looked up for it.
    fn all(
        db: &dyn Db,
        system: System,
        around: Option<Arc<ComponentDef>>,
        parts: &Lists<CompositionDecl>,
    ) -> (Self, FxHashSet<(DefKind, SmolStr)>) {
        let mut body = Self::empty(around, !parts.lists.is_empty());
        (body.findings, body.uses) = (parts.findings.clone(), parts.uses.clone());
        let mut builder = Builder::new(db, system, body);
        for composition in &parts.lists {
            builder.instances(composition);
        }
        for composition in &parts.lists {
            builder.connections(composition);
            builder.exports(composition);
        }
        // They come nearly in order, which the stable sort makes use of.
        builder.body.uses.sort();
        builder.body.uses.dedup();
        (builder.body, builder.looked_up)
    }
}

impl<'db> Builder<'db> {
    fn new(db: &'db dyn Db, system: System, body: Composed) -> Self {
        let (names, components, connectors, looked_up) = Default::default();
        Self { db, system, names, body, components, connectors, looked_up }
    }

    fn collect(&mut self, mut cx: Context<'_>) {
        self.body.findings.append(&mut cx.findings);
        self.body.uses.append(&mut cx.uses);
        self.looked_up.extend(cx.looked_up());
    }

    fn context(&self, def: Def) -> Context<'db> {
        Context::new(self.db, self.system, def)
    }

    fn instances(&mut self, composition: &Composition) {
        let mut cx = self.context(composition.def);
        self.names.reserve(composition.decl.instances.len());
        self.body.instances.reserve(composition.decl.instances.len());
        for (number, decl) in composition.decl.instances.iter().enumerate() {
            stop_if_overtaken(self.db, number);
            let index = self.instance(&mut cx, decl, &decl.name.text);
            self.names.declare(decl, composition.def, index, &mut self.body.findings);
        }
        for group in &composition.decl.groups {
            let space = self.group_name(composition.def, group);
            let mut members = Vec::with_capacity(group.instances.len());
            for decl in &group.instances {
                members.push((&**decl, self.instance(&mut cx, decl, &space)));
            }
            self.names.declare_group(group, composition.def, members, &mut self.body.findings);
        }
        self.collect(cx);
    }

    fn group_name(&self, def: Def, group: &GroupDecl) -> SmolStr {
        if let Some(name) = &group.name {
            return name.text.clone();
        }
        let at = ItemLoc::new(def.file, group.id);
        let number = group_numbers(self.db, self.system).get(&at).copied().unwrap_or_default();
        // The reference's spelling, which ends up in file and symbol names.
        format_smolstr!("unamed_group_{number}")
    }

    /// Adds an instance; `None` when its component is unknown.
    fn instance(&mut self, cx: &mut Context<'db>, decl: &InstanceDecl, space: &SmolStr) -> Option<usize> {
        let (def, inside) = match &decl.component {
            Given::Here(component) => {
                let def = Arc::new(declarations::component(cx, component));
                let inside = match def.is_compound() {
                    true => Inside::Here(body_of(self.db, self.system, &def)),
                    false => Inside::Nothing,
                };
                (Some(def), inside)
            }
            Given::Use(path) => {
                let (db, system) = (self.db, self.system);
                let def = cx.lookup(DefKind::Component, path).and_then(|def| {
                    let of_file = self.components.entry(def.file);
                    let of_file = of_file.or_insert_with(|| file_components(db, system, def.file));
                    of_file.by_index.get(&def.index).map(Arc::clone)
                });
                let is_compound = def.as_ref().is_some_and(|def| def.is_compound());
                (def, if is_compound { Inside::Declared } else { Inside::Nothing })
            }
        };
        let Some(def) = def else {
            self.body.incomplete = true;
            return None;
        };
        let (name, space, origin) = (decl.name.text.clone(), space.clone(), cx.loc(decl.id));
        self.body.instances.push(Member { name, space, def, origin, inside });
        Some(self.body.instances.len() - 1)
    }

    fn connections(&mut self, composition: &Composition) {
        let mut cx = self.context(composition.def);
        cx.check_unique("connection", composition.decl.connections.iter().map(|c| &c.name));
        self.body.connections.reserve(composition.decl.connections.len());
        for (number, decl) in composition.decl.connections.iter().enumerate() {
            stop_if_overtaken(self.db, number);
            self.connection(&mut cx, decl);
        }
        self.collect(cx);
    }

    /// Adds a connection, if its connector is known.
    fn connection(&mut self, cx: &mut Context<'_>, decl: &ConnectionDecl) {
        let connector = self.connector(cx, decl);
        let mut ends = SmallVec::with_capacity(decl.ends.len());
        ends.extend(decl.ends.iter().filter_map(|end| self.names.resolve_end(end, &self.body, cx)));
        let incomplete = ends.len() < decl.ends.len();
        self.body.incomplete |= incomplete || connector.is_none();
        let Some(connector) = connector else { return };
        let (name, origin) = (decl.name.text.clone(), cx.loc(decl.id));
        let mut joint = Joint { name, connector, ends, origin, incomplete, sound: false };
        joint.sound = checks::is_sound(&self.body, &joint);
        self.body.connections.push(joint);
    }

    fn connector(&mut self, cx: &mut Context<'_>, decl: &ConnectionDecl) -> Option<Arc<Connector>> {
        match &decl.connector {
            Given::Here(connector) => declarations::connector(cx, connector).map(Arc::new),
            Given::Use(path) => {
                let (db, system) = (self.db, self.system);
                let def = cx.lookup(DefKind::Connector, path)?;
                let of_file = self.connectors.entry(def.file);
                let of_file = of_file.or_insert_with(|| file_connectors(db, system, def.file));
                of_file.by_index.get(&def.index).map(Arc::clone)
            }
        }
    }

    fn exports(&mut self, composition: &Composition) {
        let mut cx = self.context(composition.def);
        for decl in &composition.decl.exports {
            match self.names.resolve_export(decl, &self.body, &mut cx) {
                Some(export) => self.body.exports.push(export),
                None => self.body.incomplete = true,
            }
        }
        self.collect(cx);
    }
}

/// Sees now and then whether anybody still wants the answer: a level may have tens of thousands of statements, and nothing else that is
/// done with each would notice.
pub(crate) fn stop_if_overtaken(db: &dyn Db, number: usize) {
    const STEP: usize = 1 << 6;
    if number.is_multiple_of(STEP) {
        db.step();
    }
}

/// Positions of what has a name, where it is the first or the last of that name.
fn positions<'a>(names: impl Iterator<Item = (usize, &'a SmolStr)>) -> FxHashMap<SmolStr, usize> {
    names.map(|(index, name)| (name.clone(), index)).collect()
}
