// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The settings of a level of which an earlier version is known: those that are new, or for something that has changed, are looked at,
//! and the others are taken over.
//!
//! What comes out is what all settings would have given. Where that is in doubt, all of them are looked at.

use std::mem::take;
use std::sync::Arc;

use smol_str::SmolStr;

use super::super::edited::with_uses;
use super::super::{Body, Composed, Lists, stop_if_overtaken};
use super::{Known, LocalSetting, Target, owner};
use crate::db::Db;
use crate::declarations::{ComponentDef, Context, Placed};
use crate::input::System;
use crate::item_tree::kept::Kept;
use crate::item_tree::{ConfigurationDecl, LocalId, SettingDecl};
use crate::loc::ItemLoc;

/// Statements, or things that they are for, that may be new.
const MOST_NEW: usize = 64;

/// The settings of a level when nothing was wrong in it.
#[derive(Debug)]
pub struct EarlierSettings {
    body: Arc<Body>,
    list: Placed<Arc<ConfigurationDecl>>,
}

impl EarlierSettings {
    /// Settings that later ones can be made from; `None` when something is wrong with them, when something is set twice or by a longer
    /// name, or when values may depend on files.
    pub(super) fn new(
        db: &dyn Db,
        system: System,
        body: &Arc<Body>,
        list: &Placed<Arc<ConfigurationDecl>>,
    ) -> Option<Self> {
        let is_whole = body.settings.len() == list.decl.settings.len() && !body.repeats;
        let is_sound = body.findings.is_empty() && body.misfits.is_empty() && body.composed.findings.is_empty();
        (is_whole && is_sound && has_no_files(db, system)).then(|| Self { body: Arc::clone(body), list: list.clone() })
    }
}

/// Whether there is no file that a value could be looked up in.
fn has_no_files(db: &dyn Db, system: System) -> bool {
    system.device_tree(db).is_none() && system.pin_list(db).is_none()
}

/// What [`Body::all`] gives, made from earlier settings; `None` where it must look at all.
pub(in crate::assembly::body) fn body(
    db: &dyn Db,
    system: System,
    composed: &Arc<Composed>,
    configurations: &Lists<ConfigurationDecl>,
    earlier: &EarlierSettings,
) -> Option<Body> {
    let [list] = configurations.lists.as_slice() else { return None };
    let is_fit = list.def == earlier.list.def
        && configurations.findings.is_empty()
        && configurations.uses.is_empty()
        && has_no_files(db, system)
        && is_same_from_inside(earlier.body.around.as_ref(), composed.around.as_ref());
    let kept = Kept::of(&earlier.list.decl.settings, &list.decl.settings);
    if !is_fit || kept.changed() > MOST_NEW || !kept.added(&list.decl.settings).iter().all(|it| is_alone(it, list)) {
        return None;
    }
    let moved = Moved::between(&earlier.body.composed, composed)?;
    let known = Known::few(composed);
    let mut cx = Context::new(db, system, list.def);
    let (settings, misfits, repeats, findings, uses) = Default::default();
    let mut out = Body { composed: Arc::clone(composed), settings, misfits, repeats, findings, uses };
    out.settings.reserve(list.decl.settings.len());
    let mut gone: Vec<LocalId> = Vec::new();
    let mut forget = |decl: &SettingDecl| gone.extend(decl.target.parts.iter().map(|it| it.id));
    kept.gone(&earlier.list.decl.settings).iter().for_each(|it| forget(it));
    let mut again = 0;
    for (number, decl) in list.decl.settings.iter().enumerate() {
        stop_if_overtaken(db, number);
        let before = kept.earlier(number).and_then(|at| earlier.body.settings.get(at));
        if let Some(same) = before.and_then(|it| moved.setting(it)) {
            out.settings.push(same);
            continue;
        }
        if before.is_some() {
            forget(decl);
        }
        again += 1;
        if again > MOST_NEW {
            return None;
        }
        out.setting(&mut cx, &known, decl, list.def);
    }
    out.findings = take(&mut cx.findings);
    let mut uses = take(&mut cx.uses);
    uses.sort();
    uses.dedup();
    let mut gone: Vec<_> = gone.into_iter().map(|id| ItemLoc::new(list.def.file, id)).collect();
    gone.sort();
    out.uses = with_uses(&earlier.body.uses, &gone, &uses);
    Some(out)
}

/// Whether the component around is the same for what stands in it.
fn is_same_from_inside(before: Option<&Arc<ComponentDef>>, now: Option<&Arc<ComponentDef>>) -> bool {
    before.map(|it| &it.model) == now.map(|it| &it.model)
}

/// Whether nothing else sets what a setting sets, as far as a single word tells.
fn is_alone(decl: &SettingDecl, list: &Placed<Arc<ConfigurationDecl>>) -> bool {
    let Some((last, [one])) = owner(decl) else { return false };
    let is_same = |it: &&Arc<SettingDecl>| {
        owner(it).is_some_and(|(attribute, entity)| {
            attribute.text == last.text && matches!(entity, [name] if name.text == one.text)
        })
    };
    list.decl.settings.iter().filter(is_same).nth(1).is_none()
}

/// Where the instances and connections of a level are in a later version of it.
struct Moved<'c> {
    /// By their earlier numbers; `None` where both are the same.
    tables: Option<[Vec<Option<usize>>; 2]>,
    /// Names of what is new.
    new: Vec<&'c SmolStr>,
}

impl<'c> Moved<'c> {
    /// `None` where much is new, or one name is there twice.
    fn between(before: &Arc<Composed>, now: &'c Arc<Composed>) -> Option<Self> {
        if Arc::ptr_eq(before, now) {
            return Some(Self { tables: None, new: Vec::new() });
        }
        let instances = matches(&before.instances, &now.instances, |it| it.origin.id);
        let connections = matches(&before.connections, &now.connections, |it| it.origin.id);
        let mut new = Vec::new();
        let mut is_new = vec![true; now.instances.len()];
        let mut tables = [instances, connections];
        for (index, slot) in tables[0].iter_mut().enumerate() {
            let (Some(old), Some(member)) = (before.instances.get(index), slot.and_then(|at| now.instances.get(at)))
            else {
                continue;
            };
            let is_same = old.name == member.name && old.inside == member.inside && old.def == member.def;
            *slot = slot.filter(|_| is_same);
            if let Some(at) = *slot {
                is_new[at] = false;
            }
        }
        new.extend(now.instances.iter().zip(&is_new).filter(|(_, new)| **new).map(|(it, _)| &it.name));
        let of_instances = new.len();
        let mut is_new = vec![true; now.connections.len()];
        for (index, slot) in tables[1].iter_mut().enumerate() {
            let (Some(old), Some(joint)) = (before.connections.get(index), slot.and_then(|at| now.connections.get(at)))
            else {
                continue;
            };
            *slot = slot.filter(|_| old.name == joint.name && old.connector == joint.connector);
            if let Some(at) = *slot {
                is_new[at] = false;
            }
        }
        new.extend(now.connections.iter().zip(&is_new).filter(|(_, new)| **new).map(|(it, _)| &it.name));
        let (instances, connections) = new.split_at(of_instances);
        let is_once = new.len() <= MOST_NEW
            && instances.iter().all(|name| now.instances.iter().filter(|it| it.name == **name).nth(1).is_none())
            && connections.iter().all(|name| now.connections.iter().filter(|it| it.name == **name).nth(1).is_none());
        is_once.then_some(Self { tables: Some(tables), new })
    }

    /// A setting in the later version; `None` where it may be for something else there.
    fn setting(&self, setting: &LocalSetting) -> Option<LocalSetting> {
        let Some([instances, connections]) = &self.tables else { return Some(setting.clone()) };
        if self.new.contains(&&setting.entity) {
            return None;
        }
        let target = match setting.target {
            Target::Instance(index) => Target::Instance((*instances.get(index)?)?),
            Target::Connection(index) => Target::Connection((*connections.get(index)?)?),
            Target::Other | Target::Unknown | Target::Nested => return None,
        };
        Some(LocalSetting { target, said: Arc::clone(&setting.said) })
    }
}

/// The places in a later list of the elements of an earlier one, by the numbers of their statements, which are in the same order in
/// both.
fn matches<T>(before: &[T], now: &[T], id: impl Fn(&T) -> LocalId) -> Vec<Option<usize>> {
    let mut out = vec![None; before.len()];
    let (mut from, mut to) = (0, 0);
    while let (Some(old), Some(new)) = (before.get(from), now.get(to)) {
        if id(old) == id(new) {
            out[from] = Some(to);
            (from, to) = (from + 1, to + 1);
            continue;
        }
        let gone = before.iter().skip(from).take(MOST_NEW).position(|it| id(it) == id(new));
        let come = now.iter().skip(to).take(MOST_NEW).position(|it| id(it) == id(old));
        match (gone, come) {
            (Some(gone), _) => from += gone,
            (None, Some(come)) => to += come,
            // One took the place of the other, or they are too far away to be found.
            (None, None) => (from, to) = (from + 1, to + 1),
        }
    }
    out
}
