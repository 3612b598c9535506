// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! One level of the hierarchy by itself: what the composition and the configuration of a component, or of the assemblies of a
//! system, say. Nothing here depends on where an instance of the component stands, so that it is found out once for all of
//! them, and again only when something in it changes. Putting the levels together is left to `expand`.

mod settings;

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::{SmolStr, format_smolstr};

use super::checks;
use super::ends::Names;
use super::groups::group_numbers;
use super::inner::InnerEnd;
use super::parts::{compositions, configurations, only_one};
use crate::db::Db;
use crate::declarations::{self, ComponentDef, Context, Placed, Use, file_components, file_connectors};
use crate::diagnostic::Finding;
use crate::input::{File, System};
use crate::item_tree::{CompositionDecl, ConfigurationDecl, ConnectionDecl, Given, GroupDecl, InstanceDecl, Side};
use crate::loc::ItemLoc;
use crate::model::Connector;
use crate::scope::{Def, DefKind};

pub(super) use self::settings::{LocalSetting, Target, misfits};

/// One level of the hierarchy. Instances are named by their position in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Body {
    /// The component whose inside this is; none for an assembly.
    pub(super) around: Option<Arc<ComponentDef>>,
    /// There is a composition.
    pub(super) composed: bool,
    pub(super) instances: Vec<Member>,
    pub(super) connections: Vec<Joint>,
    /// The interface of the component, and the inner one behind it.
    pub(super) exports: Vec<(usize, InnerEnd)>,
    pub(super) settings: Vec<LocalSetting>,
    pub(super) findings: Vec<Finding>,
    /// Values that do not fit to the attributes that are set.
    pub(super) misfits: Vec<Finding>,
    /// References and what they mean, sorted.
    pub(super) uses: Vec<Use>,
    /// Something could not be resolved, so that what seems to be missing may only be unknown.
    pub(super) incomplete: bool,
    /// Something is set twice.
    pub(super) repeats: bool,
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
    pub(super) ends: Vec<JointEnd>,
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

impl Body {
    /// The component that an end is an interface of; `None` stands for the component around.
    pub(super) fn component(&self, instance: Option<usize>) -> Option<&ComponentDef> {
        match instance {
            Some(index) => self.instances.get(index).map(|it| &*it.def),
            None => self.around.as_deref(),
        }
    }
}

/// What the assemblies of a system say; several are one.
#[salsa::tracked(returns(deref))]
pub(super) fn assembly_body(db: &dyn Db, system: System) -> Arc<Body> {
    let mut builder = Builder { db, system, names: Names::default(), body: Body::default() };
    let (mut parts, mut settings) = (Vec::new(), Vec::new());
    for (def, decl) in super::assemblies(db, system) {
        let mut cx = Context::new(db, system, def);
        only_one(&mut cx, "composition", &decl.compositions, |c| c.id);
        only_one(&mut cx, "configuration", &decl.configurations, |c| c.id);
        parts.extend(compositions(&mut cx, &decl.compositions).into_iter().take(1));
        settings.extend(configurations(&mut cx, &decl.configurations).into_iter().take(1));
        builder.collect(cx);
    }
    Arc::new(builder.build(&parts, &settings))
}

/// What is inside a component that is declared in a file.
#[salsa::tracked(returns(deref))]
pub(super) fn declared_body(db: &dyn Db, system: System, file: File, index: usize) -> Arc<Body> {
    match file_components(db, system, file).by_index.get(&index) {
        Some(def) => Arc::new(body_of(db, system, def)),
        None => Arc::default(),
    }
}

fn body_of(db: &dyn Db, system: System, def: &Arc<ComponentDef>) -> Body {
    let body = Body { around: Some(Arc::clone(def)), ..Body::default() };
    let mut builder = Builder { db, system, names: Names::default(), body };
    let mut cx = Context::new(db, system, def.def);
    only_one(&mut cx, "composition", &def.compositions, |c| c.id);
    only_one(&mut cx, "configuration", &def.configurations, |c| c.id);
    let parts: Vec<_> = compositions(&mut cx, &def.compositions).into_iter().take(1).collect();
    let settings: Vec<_> = configurations(&mut cx, &def.configurations).into_iter().take(1).collect();
    builder.collect(cx);
    builder.build(&parts, &settings)
}

type Composition = Placed<Arc<CompositionDecl>>;

struct Builder<'db> {
    db: &'db dyn Db,
    system: System,
    names: Names,
    body: Body,
}

impl<'db> Builder<'db> {
    fn build(mut self, parts: &[Composition], settings: &[Placed<Arc<ConfigurationDecl>>]) -> Body {
        self.body.composed = !parts.is_empty();
        for composition in parts {
            self.instances(composition);
        }
        for composition in parts {
            self.connections(composition);
            self.exports(composition);
        }
        for configuration in settings {
            self.settings(configuration);
        }
        // They come nearly in order, which the stable sort makes use of.
        self.body.uses.sort();
        self.body.uses.dedup();
        self.body
    }

    fn collect(&mut self, mut cx: Context<'_>) {
        self.body.findings.append(&mut cx.findings);
        self.body.uses.append(&mut cx.uses);
    }

    fn context(&self, def: Def) -> Context<'db> {
        Context::new(self.db, self.system, def)
    }

    fn instances(&mut self, composition: &Composition) {
        let mut cx = self.context(composition.def);
        for decl in &composition.decl.instances {
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
                    true => Inside::Here(Arc::new(body_of(self.db, self.system, &def))),
                    false => Inside::Nothing,
                };
                (Some(def), inside)
            }
            Given::Use(path) => {
                let def = cx.lookup(DefKind::Component, path).and_then(|def| {
                    file_components(cx.db, cx.system, def.file).by_index.get(&def.index).map(Arc::clone)
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
        for decl in &composition.decl.connections {
            let connector = resolve_connector(&mut cx, decl);
            let mut ends = Vec::with_capacity(decl.ends.len());
            ends.extend(decl.ends.iter().filter_map(|end| self.names.resolve_end(end, &self.body, &mut cx)));
            let incomplete = ends.len() < decl.ends.len();
            self.body.incomplete |= incomplete || connector.is_none();
            let Some(connector) = connector else { continue };
            let (name, origin) = (decl.name.text.clone(), cx.loc(decl.id));
            let mut joint = Joint { name, connector, ends, origin, incomplete, sound: false };
            joint.sound = checks::is_sound(&self.body, &joint);
            self.body.connections.push(joint);
        }
        self.collect(cx);
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

fn resolve_connector(cx: &mut Context<'_>, decl: &ConnectionDecl) -> Option<Arc<Connector>> {
    match &decl.connector {
        Given::Here(connector) => declarations::connector(cx, connector).map(Arc::new),
        Given::Use(path) => {
            let def = cx.lookup(DefKind::Connector, path)?;
            file_connectors(cx.db, cx.system, def.file).by_index.get(&def.index).map(Arc::clone)
        }
    }
}

/// Positions of what has a name, where it is the first or the last of that name.
fn positions<'a>(names: impl Iterator<Item = (usize, &'a SmolStr)>) -> FxHashMap<SmolStr, usize> {
    names.map(|(index, name)| (name.clone(), index)).collect()
}
