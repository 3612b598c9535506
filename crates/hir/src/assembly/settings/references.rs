// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Values of single settings, with `<-` followed to where the value stands.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::super::flat::{Flat, FlatSetting, qualify};
use crate::db::Db;
use crate::declarations::{Context, Use};
use crate::diagnostic::{Finding, Rule};
use crate::input::System;
use crate::item_tree::{Expr, ExprKind, Path, SettingValue};
use crate::loc::ItemLoc;
use crate::model::{Attribute, Setting, Value};
use crate::types::{self, Misfit};

/// A value and the places through which it came, nearest first.
type Found = (Value, Vec<ItemLoc>);

pub(super) struct Resolver<'a> {
    db: &'a dyn Db,
    system: System,
    flat: &'a Flat,
    settings: &'a [FlatSetting],
    /// Settings of the attributes that something refers to.
    by_target: FxHashMap<(&'a str, &'a str), Vec<usize>>,
    instances: FxHashMap<&'a str, usize>,
    connections: FxHashMap<&'a str, ItemLoc>,
    done: FxHashMap<usize, Option<Found>>,
    findings: Vec<Finding>,
    uses: Vec<Use>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(db: &'a dyn Db, system: System, flat: &'a Flat, settings: &'a [FlatSetting]) -> Self {
        let mut by_target: FxHashMap<_, Vec<usize>> = FxHashMap::default();
        let referred = |setting: &'a FlatSetting| match &setting.decl.value {
            Some(SettingValue::Ref { path, .. }) => path.parts.last().map(|it| it.text.as_str()),
            _ => None,
        };
        // Few attributes are referred to, if any.
        let attributes: FxHashSet<&str> = settings.iter().filter_map(referred).collect();
        for (i, setting) in settings.iter().enumerate().filter(|(_, it)| attributes.contains(it.attribute.as_str())) {
            by_target.entry((setting.entity.as_str(), setting.attribute.as_str())).or_default().push(i);
        }
        let instances = flat.instances.iter().enumerate().map(|(i, instance)| (instance.name.as_str(), i)).collect();
        let connections = flat.connections.iter().rev().map(|c| (c.name.as_str(), c.origin)).collect();
        Self {
            db,
            system,
            flat,
            settings,
            by_target,
            instances,
            connections,
            done: FxHashMap::default(),
            findings: Vec::new(),
            uses: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> (Vec<Finding>, Vec<Use>) {
        (self.findings, self.uses)
    }

    /// The resolved setting; `None` when it has no value, which is then reported unless the parser did.
    pub(super) fn setting(&mut self, index: usize) -> Option<Setting> {
        let setting = &self.settings[index];
        self.note_uses(setting);
        let found = self.value(index);
        let (mut value, via) = found?;
        if let Some(attribute) = self.attribute(&setting.entity, &setting.attribute) {
            let attribute = attribute.clone();
            // As in the reference, defaults of members are checked where they are used.
            value = types::complete(&value, &attribute);
            self.check(setting, &value, &attribute);
        }
        let origin = ItemLoc::new(setting.def.file, setting.decl.id);
        Some(Setting { entity: setting.entity.clone(), attribute: setting.attribute.clone(), value, origin, via })
    }

    /// Follows a setting to its value. The chain has no branches, so that a loop does.
    fn value(&mut self, index: usize) -> Option<Found> {
        // Most settings have a value of their own: the chain is that one.
        if let Some(SettingValue::Expr(expr)) = &self.settings[index].decl.value {
            if let Some(known) = self.done.get(&index) {
                return known.clone();
            }
            let found = self.evaluate(index, expr).map(|value| (value, Vec::new()));
            self.done.insert(index, found.clone());
            return found;
        }
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
            match &self.settings[current].decl.value {
                None => {}
                Some(SettingValue::Expr(expr)) => found = self.evaluate(current, expr).map(|value| (value, Vec::new())),
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
            if let Some(SettingValue::Ref { lookup, .. }) = &self.settings[index].decl.value {
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
                    let at = ItemLoc::new(self.settings[index].def.file, key_expr.id);
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
        let mut cx = Context::new(self.db, self.system, self.settings[index].def);
        let value = cx.evaluate(expr);
        self.findings.append(&mut cx.findings);
        value
    }

    /// What stands behind `<-`: a setting, else the default of the attribute, else the default of the one being set.
    fn referent(&mut self, index: usize, path: &Path) -> Referent {
        let setting = &self.settings[index];
        let at = ItemLoc::new(setting.def.file, path.id);
        let full = qualify(&setting.prefix, &path.text());
        let Some((entity, attribute)) = full.rsplit_once('.') else {
            let finding = Finding::new(Rule::UnknownInstance, at, format!("`{full}` does not say of which instance"));
            self.findings.push(finding.note("at the top of a system a reference is written `instance.attribute`"));
            return Referent::Nothing;
        };
        let (entity, attribute) = (SmolStr::new(entity), SmolStr::new(attribute));
        self.note_reference(setting, path, &entity, &attribute);
        match self.by_target.get(&(entity.as_str(), attribute.as_str())).map(Vec::as_slice) {
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
        if let Some(Attribute { default: Some(value), origin, .. }) =
            self.attribute(&setting.entity, &setting.attribute)
        {
            return Referent::Own(value.clone(), *origin);
        }
        if self.flat.incomplete {
            return Referent::Nothing;
        }
        let mut finding =
            Finding::new(Rule::DeadReference, at, format!("`{full}` has neither a setting nor a default"));
        if let Some(instance) = self.instances.get(entity.as_str()) {
            let component = &self.flat.instances[*instance].def.model;
            finding = match component.attribute(&attribute) {
                Some(declared) => finding.label(declared.origin, "declared here"),
                None => finding.did_you_mean(at, &attribute, component.attributes.iter().map(|a| a.name.as_str())),
            };
        }
        self.findings.push(finding.note(format!("`{}.{}` is left without a value", setting.entity, setting.attribute)));
        Referent::Nothing
    }

    fn report_cycle(&mut self, cycle: &[usize]) {
        let Some((&first, rest)) = cycle.split_first() else { return };
        let names: Vec<_> = cycle
            .iter()
            .chain([&first])
            .map(|&i| format!("`{}.{}`", self.settings[i].entity, self.settings[i].attribute))
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

    fn check(&mut self, setting: &FlatSetting, value: &Value, attribute: &Attribute) {
        let written = match &setting.decl.value {
            Some(SettingValue::Expr(expr)) => Some(expr),
            _ => None,
        };
        for misfit in types::check(value, attribute) {
            let exact = written.and_then(|expr| place_of(expr, &misfit));
            let id = exact.or(written.map(|expr| expr.id)).unwrap_or(setting.decl.id);
            self.findings.push(misfit.finding(ItemLoc::new(setting.def.file, id), attribute));
        }
    }

    fn attribute(&self, entity: &str, attribute: &str) -> Option<&'a Attribute> {
        let flat: &'a Flat = self.flat;
        let index = self.instances.get(entity)?;
        flat.instances[*index].def.model.attribute(attribute)
    }

    fn origin(&self, index: usize) -> ItemLoc {
        let setting = &self.settings[index];
        ItemLoc::new(setting.def.file, setting.decl.id)
    }

    fn note_uses(&mut self, setting: &FlatSetting) {
        self.note_reference(setting, &setting.decl.target, &setting.entity, &setting.attribute);
    }

    /// Notes what the words of `instance.attribute` mean.
    fn note_reference(&mut self, setting: &FlatSetting, path: &Path, entity: &str, attribute: &str) {
        let file = setting.def.file;
        let flat = self.flat;
        let instance = self.instances.get(entity).map(|i| &flat.instances[*i]);
        let Some((last, owner)) = path.parts.split_last() else { return };
        if let Some(declared) = instance.and_then(|i| i.def.model.attribute(attribute)) {
            self.uses.push((ItemLoc::new(file, last.id), declared.origin));
        }
        let [name] = owner else { return };
        let connection = || self.connections.get(entity).copied();
        if let Some(target) = instance.map(|i| i.origin).or_else(connection) {
            self.uses.push((ItemLoc::new(file, name.id), target));
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

/// The place inside a written value that a misfit is about.
fn place_of(expr: &Expr, misfit: &Misfit) -> Option<crate::loc::LocalId> {
    let (member, at_key) = match misfit {
        Misfit::Type { member: Some(member), .. } | Misfit::Overflow { member: Some(member), .. } => (member, false),
        Misfit::Unknown { member, .. } => (member, true),
        _ => return None,
    };
    match &expr.kind {
        ExprKind::Dict(entries) => entries.iter().find_map(|(key, value)| match &key.kind {
            ExprKind::Str(text) if text == member => Some(if at_key { key.id } else { value.id }),
            _ => place_of(value, misfit),
        }),
        ExprKind::List(items) => items.iter().find_map(|item| place_of(item, misfit)),
        _ => None,
    }
}
