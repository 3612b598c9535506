// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Flattening: groups give their instances an address space, compound components give theirs to the level above, each
//! under its full dotted name.
//!
//! The order is the reference's: the instances of a composition, those of its groups behind them, then what is nested in
//! each; a composition's own connections and settings before those nested in it.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::{SmolStr, format_smolstr};

use super::bodies::{compositions, configurations, only_one};
use super::ends::Names;
use super::flat::{Flat, FlatConnection, FlatInstance, FlatSetting, SettingRef, qualify};
use super::groups::group_numbers;
use super::inner::InnerComposition;
use crate::db::Db;
use crate::declarations::{self, ComponentDef, Context, Placed, file_components, file_connectors};
use crate::diagnostic::{Finding, Rule};
use crate::input::System;
use crate::item_tree::{
    AssemblyDecl, CompositionDecl, ConfigurationDecl, ConnectionDecl, Given, GroupDecl, InstanceDecl,
};
use crate::loc::ItemLoc;
use crate::model::{Connector, End};
use crate::scope::{Def, DefKind};

/// More instances than any real system has; a hierarchy that doubles at each level would not end before memory does.
const MAX_INSTANCES: usize = 200_000;

/// Deepest nesting of compound components.
pub(super) const MAX_DEPTH: usize = 128;

/// Flattens the assemblies of a system into one.
pub(super) fn expand_assemblies(db: &dyn Db, system: System, decls: &[(Def, Arc<AssemblyDecl>)]) -> Flat {
    let mut expansion =
        Expansion { db, system, flat: Flat::default(), aliases: FxHashMap::default(), open: Vec::new() };
    let mut body = Body::default();
    for (def, decl) in decls {
        let mut cx = Context::new(db, system, *def);
        only_one(&mut cx, "composition", &decl.compositions, |c| c.id);
        only_one(&mut cx, "configuration", &decl.configurations, |c| c.id);
        body.compositions.extend(compositions(&mut cx, &decl.compositions).into_iter().take(1));
        body.configurations.extend(configurations(&mut cx, &decl.configurations).into_iter().take(1));
        expansion.collect(cx);
    }
    let level = expansion.level(&body, None, "");
    expansion.finish(level)
}

/// Flattens what is inside a component, as if it had one instance of its own name.
pub(super) fn expand_component(db: &dyn Db, system: System, def: &Arc<ComponentDef>) -> Flat {
    let mut expansion =
        Expansion { db, system, flat: Flat::default(), aliases: FxHashMap::default(), open: Vec::new() };
    expansion.flat.instances.push(FlatInstance {
        name: def.model.name.clone(),
        address_space: def.model.name.clone(),
        def: Arc::clone(def),
        origin: def.model.origin,
    });
    let mut level = expansion.inside(0);
    level.own.insert(0, 0);
    expansion.finish(level)
}

/// What a level of the hierarchy is made of.
#[derive(Default)]
struct Body {
    compositions: Vec<Placed<Arc<CompositionDecl>>>,
    configurations: Vec<Placed<Arc<ConfigurationDecl>>>,
}

/// What a level gives to the one above it. Instances are numbered in order of discovery until all are known.
#[derive(Default)]
pub(super) struct Level {
    pub(super) own: Vec<usize>,
    nested: Vec<usize>,
    pub(super) connections: Vec<FlatConnection>,
    settings: Vec<FlatSetting>,
}

struct Expansion<'db> {
    db: &'db dyn Db,
    system: System,
    flat: Flat,
    /// Exported interfaces: (instance, interface) to the inner (instance, interface).
    aliases: FxHashMap<End, End>,
    /// Components whose insides are being expanded, outermost first.
    open: Vec<ItemLoc>,
}

impl<'db> Expansion<'db> {
    fn collect(&mut self, mut cx: Context<'_>) {
        self.flat.findings.append(&mut cx.findings);
        self.flat.uses.append(&mut cx.uses);
    }

    fn context(&self, def: Def) -> Context<'db> {
        Context::new(self.db, self.system, def)
    }

    /// Expands one level: a merged assembly (`parent` is `None`) or the inside of an instance.
    fn level(&mut self, body: &Body, parent: Option<usize>, prefix: &str) -> Level {
        let mut level = Level::default();
        let mut names = Names::new(parent);
        for composition in &body.compositions {
            self.instances(composition, prefix, &mut names, &mut level);
        }
        let mut nested = Level::default();
        for index in level.own.clone() {
            let mut inner = self.inside(index);
            nested.nested.append(&mut inner.own);
            nested.nested.append(&mut inner.nested);
            nested.connections.append(&mut inner.connections);
            nested.settings.append(&mut inner.settings);
        }
        for composition in &body.compositions {
            self.connections(composition, prefix, &names, &mut level);
            let exports = self.exports(composition, &names);
            if let Some(parent) = parent {
                self.record(parent, prefix, &level, &exports);
            }
        }
        for configuration in &body.configurations {
            level.settings.extend(
                SettingRef::all(&configuration.decl).filter_map(|decl| flat_setting(configuration.def, decl, prefix)),
            );
        }
        level.nested = nested.nested;
        level.connections.append(&mut nested.connections);
        level.settings.append(&mut nested.settings);
        level
    }

    /// Expands what an instance's component is composed of.
    fn inside(&mut self, index: usize) -> Level {
        let (def, name, origin) = {
            let instance = &self.flat.instances[index];
            (Arc::clone(&instance.def), instance.name.clone(), instance.origin)
        };
        if def.compositions.is_empty() && def.configurations.is_empty() {
            return Level::default();
        }
        let component = def.model.origin;
        let problem = if self.open.contains(&component) {
            Some((Rule::RecursiveComponent, format!("component `{}` contains an instance of itself", def.model.name)))
        } else if self.open.len() >= MAX_DEPTH {
            Some((Rule::RecursiveComponent, format!("components are nested more than {MAX_DEPTH} levels deep")))
        } else if self.flat.instances.len() >= MAX_INSTANCES {
            Some((Rule::TooManyInstances, format!("the hierarchy has more than {MAX_INSTANCES} instances")))
        } else {
            None
        };
        if let Some((rule, message)) = problem {
            self.flat.incomplete = true;
            self.flat.findings.push(Finding::new(rule, origin, message).label(component, "the component"));
            return Level::default();
        }
        let mut cx = self.context(def.def);
        only_one(&mut cx, "composition", &def.compositions, |c| c.id);
        only_one(&mut cx, "configuration", &def.configurations, |c| c.id);
        let body = Body {
            compositions: compositions(&mut cx, &def.compositions).into_iter().take(1).collect(),
            configurations: configurations(&mut cx, &def.configurations).into_iter().take(1).collect(),
        };
        self.collect(cx);
        self.open.push(component);
        let level = self.level(&body, Some(index), &name);
        self.open.pop();
        level
    }

    fn instances(
        &mut self,
        composition: &Placed<Arc<CompositionDecl>>,
        prefix: &str,
        names: &mut Names,
        level: &mut Level,
    ) {
        for decl in &composition.decl.instances {
            let index = self.instance(composition.def, decl, prefix, &decl.name.text, level);
            names.declare(decl, composition.def, index, &mut self.flat.findings);
        }
        for group in &composition.decl.groups {
            let space = self.group_name(composition.def, group);
            let members = group.instances.iter().map(|decl| {
                let index = self.instance(composition.def, decl, prefix, &space, level);
                (decl, index)
            });
            let members: Vec<_> = members.collect();
            names.declare_group(group, composition.def, members, &mut self.flat.findings);
        }
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
    fn instance(
        &mut self,
        def: Def,
        decl: &InstanceDecl,
        prefix: &str,
        space: &str,
        level: &mut Level,
    ) -> Option<usize> {
        let mut cx = self.context(def);
        let component = resolve_component(&mut cx, decl);
        self.collect(cx);
        let Some(component) = component else {
            self.flat.incomplete = true;
            return None;
        };
        let index = self.flat.instances.len();
        self.flat.instances.push(FlatInstance {
            name: qualify(prefix, &decl.name.text),
            address_space: qualify(prefix, space),
            def: component,
            origin: ItemLoc::new(def.file, decl.id),
        });
        level.own.push(index);
        Some(index)
    }

    fn connections(
        &mut self,
        composition: &Placed<Arc<CompositionDecl>>,
        prefix: &str,
        names: &Names,
        level: &mut Level,
    ) {
        let mut cx = self.context(composition.def);
        cx.check_unique("connection", composition.decl.connections.iter().map(|c| &c.name));
        for decl in &composition.decl.connections {
            let origin = cx.loc(decl.id);
            let connector = resolve_connector(&mut cx, decl);
            let ends: Vec<_> =
                decl.ends.iter().map(|end| names.resolve_end(end, origin, &self.flat.instances, &mut cx)).collect();
            let incomplete = ends.iter().any(Option::is_none);
            self.flat.incomplete |= incomplete || connector.is_none();
            let Some(connector) = connector else { continue };
            let name = qualify(prefix, &decl.name.text);
            let ends = ends.into_iter().flatten().collect();
            level.connections.push(FlatConnection { name, connector, ends, origin, incomplete });
        }
        self.collect(cx);
    }

    fn exports(&mut self, composition: &Placed<Arc<CompositionDecl>>, names: &Names) -> Vec<(End, End)> {
        let mut cx = self.context(composition.def);
        let mut found = Vec::new();
        for decl in &composition.decl.exports {
            match names.resolve_export(decl, &self.flat.instances, &mut cx) {
                Some((outer, inner)) => {
                    self.aliases.insert(outer, inner);
                    found.push((outer, inner));
                }
                None => self.flat.incomplete = true,
            }
        }
        self.collect(cx);
        found
    }

    /// Keeps what a component is composed of, once for all its instances.
    fn record(&mut self, parent: usize, prefix: &str, level: &Level, exports: &[(End, End)]) {
        let Flat { instances, inner, .. } = &mut self.flat;
        let Some(component) = instances.get(parent).map(|instance| instance.def.model.origin) else { return };
        inner
            .entry(component)
            .or_insert_with(|| Arc::new(InnerComposition::of(instances, parent, prefix, level, exports)));
    }

    /// Puts instances into their final order and ends on the interfaces behind exports.
    fn finish(mut self, top: Level) -> Flat {
        let order: Vec<usize> = top.own.into_iter().chain(top.nested).collect();
        let mut position = vec![usize::MAX; self.flat.instances.len()];
        for (new, &old) in order.iter().enumerate() {
            position[old] = new;
        }
        let mut slots: Vec<Option<FlatInstance>> = self.flat.instances.drain(..).map(Some).collect();
        self.flat.instances = order.iter().filter_map(|&old| slots[old].take()).collect();
        self.flat.connections = top.connections;
        self.flat.settings = top.settings;
        for end in self.flat.connections.iter_mut().flat_map(|c| &mut c.ends) {
            // An export leads one level inwards, so that the chain ends.
            while let Some(inner) = self.aliases.get(&end.end) {
                end.end = *inner;
            }
            end.end.instance = position[end.end.instance];
        }
        self.flat
    }
}

fn resolve_component(cx: &mut Context<'_>, decl: &InstanceDecl) -> Option<Arc<ComponentDef>> {
    match &decl.component {
        Given::Here(component) => Some(Arc::new(declarations::component(cx, component))),
        Given::Use(path) => {
            let def = cx.lookup(DefKind::Component, path)?;
            file_components(cx.db, cx.system, def.file).by_index.get(&def.index).map(Arc::clone)
        }
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

fn flat_setting(def: Def, decl: SettingRef, prefix: &str) -> Option<FlatSetting> {
    let (attribute, entity) = decl.target.parts.split_last()?;
    let entity = match entity {
        [] => return None,
        [one] => qualify(prefix, &one.text),
        parts => qualify(prefix, &parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(".")),
    };
    Some(FlatSetting { entity, attribute: attribute.text.clone(), prefix: prefix.into(), decl, def })
}
