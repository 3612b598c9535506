// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Values of single settings, with `<-` followed to where the value stands.

use std::cell::OnceCell;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::super::body::{Joint, LocalSetting, Target, misfits, stop_if_overtaken};
use super::super::flat::{Flat, FlatSetting, FlatTarget, qualify};
use crate::db::Db;
use crate::declarations::{Context, Use};
use crate::diagnostic::{Finding, Rule, Spot};
use crate::input::System;
use crate::item_tree::{Expr, Path, SettingValue};
use crate::loc::ItemLoc;
use crate::model::{Attribute, Setting, Value};
use crate::types;

/// A value and the places through which it came, nearest first.
type Found = (Value, Vec<ItemLoc>);

pub(super) struct Resolver<'a> {
    db: &'a dyn Db,
    system: System,
    flat: &'a Flat<'a>,
    /// What a reference finds nowhere may only be unknown.
    incomplete: bool,
    names: OnceCell<Names<'a>>,
    done: FxHashMap<usize, Option<Found>>,
    findings: Vec<Finding>,
    uses: Vec<Use>,
}

/// What full names mean. Only references and names of more than one level need it.
struct Names<'a> {
    /// Settings of the attributes that something refers to.
    by_target: FxHashMap<(SmolStr, &'a str), Vec<usize>>,
    instances: FxHashMap<&'a str, usize>,
    connections: FxHashMap<&'a str, &'a Joint>,
}

impl<'a> Names<'a> {
    fn new(db: &dyn Db, flat: &'a Flat<'a>) -> Self {
        let mut by_target: FxHashMap<_, Vec<usize>> = FxHashMap::default();
        let referred = |setting: &'a FlatSetting<'_>| match &setting.local.decl().value {
            Some(SettingValue::Ref { path, .. }) => path.parts.last().map(|it| it.text.as_str()),
            _ => None,
        };
        // Few attributes are referred to, if any.
        let attributes: FxHashSet<&str> = flat.settings.iter().filter_map(referred).collect();
        let is_referred = |(_, it): &(usize, &FlatSetting<'_>)| attributes.contains(it.local.attribute.as_str());
        for (index, setting) in flat.settings.iter().enumerate().filter(is_referred) {
            by_target.entry((flat.entity(setting), setting.local.attribute.as_str())).or_default().push(index);
        }
        db.step();
        let mut instances = FxHashMap::with_capacity_and_hasher(flat.instances.len(), FxBuildHasher);
        for (index, instance) in flat.instances.iter().enumerate() {
            stop_if_overtaken(db, index);
            instances.insert(instance.name.as_str(), index);
        }
        let connections = flat.connections.iter().rev().map(|c| (c.name.as_str(), c.joint)).collect();
        Self { by_target, instances, connections }
    }
}

impl<'a> Resolver<'a> {
    pub(super) fn new(db: &'a dyn Db, system: System, flat: &'a Flat<'a>, incomplete: bool) -> Self {
        Self {
            db,
            system,
            flat,
            incomplete,
            names: OnceCell::new(),
            done: FxHashMap::default(),
            findings: Vec::new(),
            uses: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> (Vec<Finding>, Vec<Use>) {
        (self.findings, self.uses)
    }

    fn names(&self) -> &Names<'a> {
        self.names.get_or_init(|| Names::new(self.db, self.flat))
    }

    fn local(&self, index: usize) -> &'a LocalSetting {
        self.flat.settings[index].local
    }

    /// The resolved setting; `None` when it has no value, which is then reported unless the parser did.
    pub(super) fn setting(&mut self, index: usize) -> Option<Setting> {
        let (flat, local) = (self.flat, self.local(index));
        let setting = &flat.settings[index];
        let entity = flat.entity(setting);
        let is_nested = local.target == Target::Nested;
        let (value, via) = if is_nested || local.is_reference {
            if is_nested {
                self.note_reference(local, &local.decl().target, &entity, &local.attribute);
            }
            let (mut value, via) = self.value(index)?;
            if let Some(attribute) = self.attribute_of(setting, &entity) {
                // As in the reference, defaults of members are checked where they are used.
                value = types::complete(&value, attribute);
                self.findings.extend(misfits(local, &value, attribute));
            }
            (value, via)
        } else {
            // Its level knows all about it.
            (local.completed.as_ref().or(local.value.as_ref())?.clone(), Vec::new())
        };
        Some(Setting { entity, attribute: local.attribute.clone(), value, origin: local.origin(), via })
    }

    /// The attribute that a setting is for.
    fn attribute_of(&self, setting: &FlatSetting<'_>, entity: &str) -> Option<&'a Attribute> {
        match setting.target {
            FlatTarget::Instance(index) => self.declared(index, &setting.local.attribute),
            FlatTarget::Named if setting.local.target == Target::Nested => {
                self.attribute(entity, &setting.local.attribute)
            }
            FlatTarget::Connection(_) | FlatTarget::Named => None,
        }
    }

    fn declared(&self, instance: usize, attribute: &str) -> Option<&'a Attribute> {
        let flat: &'a Flat<'a> = self.flat;
        flat.instances.get(instance)?.def.model.attribute(attribute)
    }

    /// Follows a setting to its value. The chain has no branches, so that a loop does.
    fn value(&mut self, index: usize) -> Option<Found> {
        let mut chain: Vec<usize> = Vec::new();
        let mut on_chain: FxHashSet<usize> = FxHashSet::default();
        let mut next = Some(index);
        let mut found = None;
        while let Some(current) = next.take() {
            if let Some(known) = self.done.get(&current) {
                found = known.clone();
                if let (Some((_, via)), false) = (&mut found, chain.is_empty()) {
                    pass_through(via, self.origin(current));
                }
                break;
            }
            if !on_chain.insert(current) {
                let start = chain.iter().position(|&i| i == current).unwrap_or(0);
                self.report_cycle(&chain[start..]);
                break;
            }
            chain.push(current);
            match &self.local(current).decl().value {
                None => {}
                Some(SettingValue::Expr(_)) => {
                    found = self.local(current).value.clone().map(|value| (value, Vec::new()))
                }
                Some(SettingValue::Ref { path, .. }) => match self.referent(current, path) {
                    Referent::Setting(target) => next = Some(target),
                    Referent::Value(value, loc) => found = Some((value, vec![loc])),
                    Referent::Own(value, loc) => {
                        // Keys are those of what is referred to, and that is not there.
                        found = Some((value, vec![loc]));
                        self.done.insert(current, found.clone());
                        chain.pop();
                        if !chain.is_empty()
                            && let Some((_, via)) = &mut found
                        {
                            pass_through(via, self.origin(current));
                        }
                    }
                    Referent::Nothing => {}
                },
            }
        }
        self.unwind(&chain, found)
    }

    /// Remembers the value of every setting on the way, each with the lookups of its own reference.
    fn unwind(&mut self, chain: &[usize], mut found: Option<Found>) -> Option<Found> {
        let mut came_from = None;
        for &index in chain.iter().rev() {
            if let (Some((_, via)), Some(previous)) = (&mut found, came_from) {
                pass_through(via, self.origin(previous));
            }
            if let Some(SettingValue::Ref { lookup, .. }) = &self.local(index).decl().value {
                found = found.and_then(|(value, via)| Some((self.look_up(index, value, lookup)?, via)));
            }
            self.done.insert(index, found.clone());
            came_from = Some(index);
        }
        found
    }

    fn look_up(&mut self, index: usize, value: Value, lookup: &[Expr]) -> Option<Value> {
        let mut value = value;
        for key_expr in lookup {
            let key = self.evaluate(index, key_expr)?;
            match value.get(&key) {
                Some(inner) => value = inner.clone(),
                None => {
                    let at = self.local(index).at(key_expr.id);
                    let message = match &value {
                        Value::Dict(_) => format!("the dict has no key {key}"),
                        Value::Int(_) => "an integer has no keys".to_owned(),
                        other => format!("a {} has no keys", other.kind()),
                    };
                    let keys = match &value {
                        Value::Dict(entries) => entries.iter().map(|(k, _)| k.to_string()).collect(),
                        _ => Vec::new(),
                    };
                    let finding = Finding::new(Rule::UnknownKey, at, message);
                    self.findings.push(finding.did_you_mean(at, &key.to_string(), keys.iter().map(String::as_str)));
                    return None;
                }
            }
        }
        Some(value)
    }

    fn evaluate(&mut self, index: usize, expr: &Expr) -> Option<Value> {
        let mut cx = Context::new(self.db, self.system, self.local(index).def);
        let value = cx.evaluate(expr);
        self.findings.append(&mut cx.findings);
        value
    }

    /// What stands behind `<-`: a setting, else the default of the attribute, else the default of the one being set.
    fn referent(&mut self, index: usize, path: &Path) -> Referent {
        let (flat, local) = (self.flat, self.local(index));
        let setting = &flat.settings[index];
        let at = local.at(path.id);
        let full = qualify(&flat.prefix(setting), &path.text());
        let Some((entity, attribute)) = full.rsplit_once('.') else {
            let finding = Finding::new(Rule::UnknownInstance, at, format!("`{full}` does not say of which instance"));
            self.findings.push(finding.note("at the top of a system a reference is written `instance.attribute`"));
            return Referent::Nothing;
        };
        let (entity, attribute) = (SmolStr::new(entity), SmolStr::new(attribute));
        self.note_reference(local, path, &entity, &attribute);
        match self.names().by_target.get(&(entity.clone(), attribute.as_str())).map(Vec::as_slice) {
            Some([one]) => return Referent::Setting(*one),
            Some([first, second, ..]) => {
                let (first, second) = (self.origin(*first), self.origin(*second));
                let finding = Finding::new(Rule::AmbiguousReference, at, format!("`{full}` is set more than once"));
                self.findings.push(finding.label(first, "set here").label(second, "and here"));
                return Referent::Nothing;
            }
            _ => {}
        }
        if let Some(Attribute { default: Some(value), origin, .. }) = self.attribute(&entity, &attribute) {
            return Referent::Value(value.clone(), *origin);
        }
        if let Some(Attribute { default: Some(value), origin, .. }) = self.attribute_of(setting, &flat.entity(setting))
        {
            return Referent::Own(value.clone(), *origin);
        }
        if self.incomplete {
            return Referent::Nothing;
        }
        let mut finding =
            Finding::new(Rule::DeadReference, at, format!("`{full}` has neither a setting nor a default"));
        if let Some(instance) = self.names().instances.get(entity.as_str()).and_then(|it| flat.instances.get(*it)) {
            let component = &instance.def.model;
            finding = match component.attribute(&attribute) {
                Some(declared) => finding.label(declared.origin, "declared here"),
                None => finding.did_you_mean(at, &attribute, component.attributes.iter().map(|a| a.name.as_str())),
            };
        }
        let note = format!("`{}.{}` is left without a value", flat.entity(setting), local.attribute);
        let whole = Spot::Lines(local.at(local.decl().id));
        self.findings.push(finding.note(note).choice("Remove the setting", whole, ""));
        Referent::Nothing
    }

    fn report_cycle(&mut self, cycle: &[usize]) {
        let Some((&first, rest)) = cycle.split_first() else { return };
        let names: Vec<_> = cycle
            .iter()
            .chain([&first])
            .map(|&i| format!("`{}.{}`", self.flat.entity(&self.flat.settings[i]), self.local(i).attribute))
            .collect();
        let mut finding = Finding::new(
            Rule::SettingCycle,
            self.origin(first),
            format!("settings refer to each other in a circle: {}", names.join(" <- ")),
        );
        for &other in rest {
            finding = finding.label(self.origin(other), "part of the circle");
        }
        self.findings.push(finding);
    }

    fn attribute(&self, entity: &str, attribute: &str) -> Option<&'a Attribute> {
        self.declared(*self.names().instances.get(entity)?, attribute)
    }

    fn origin(&self, index: usize) -> ItemLoc {
        self.local(index).origin()
    }

    /// Notes what the words of `instance.attribute` mean.
    fn note_reference(&mut self, setting: &LocalSetting, path: &Path, entity: &str, attribute: &str) {
        let flat = self.flat;
        let instance = self.names().instances.get(entity).and_then(|it| flat.instances.get(*it));
        let connection = if instance.is_none() { self.names().connections.get(entity).copied() } else { None };
        let Some((last, owner)) = path.parts.split_last() else { return };
        let of_connection = || connection?.connector.attributes.iter().find(|it| it.name == attribute);
        let declared = instance.and_then(|i| i.def.model.attribute(attribute)).or_else(of_connection);
        if let Some(declared) = declared {
            self.uses.push((setting.at(last.id), declared.origin));
        }
        let [name] = owner else { return };
        if let Some(target) = instance.map(|i| i.origin).or(connection.map(|it| it.origin)) {
            self.uses.push((setting.at(name.id), target));
        }
    }
}

/// Adds a place to the way that a value took. Of a long way, the nearest places and the last are kept: the sum over a
/// chain of references would grow with its square.
fn pass_through(via: &mut Vec<ItemLoc>, place: ItemLoc) {
    const LONGEST: usize = 32;
    via.insert(0, place);
    if via.len() > LONGEST {
        via.remove(LONGEST - 1);
    }
}

enum Referent {
    Setting(usize),
    /// The default of the attribute that is referred to.
    Value(Value, ItemLoc),
    /// The default of the attribute that is set.
    Own(Value, ItemLoc),
    Nothing,
}
