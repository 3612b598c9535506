// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The settings of a level: what each is for, and its value when that stands there.

mod edited;

use std::ops::Deref;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

pub use self::edited::EarlierSettings;
#[cfg(test)]
pub(super) use self::edited::body as made_from;
use super::{Body, Composed, Inside, Lists, positions, stop_if_overtaken};
use crate::db::Db;
use crate::declarations::{Context, Placed};
use crate::diagnostic::{Edge, Finding, Rule, Spot};
use crate::input::System;
use crate::item_tree::{ConfigurationDecl, Expr, ExprKind, Name, SettingDecl, SettingValue};
use crate::loc::{ItemLoc, LocalId};
use crate::model::{Attribute, AttributeType, Value};
use crate::names::is_c_keyword;
use crate::scope::Def;
use crate::types::{self, Misfit};

/// A setting of a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::assembly) struct LocalSetting {
    pub(in crate::assembly) target: Target,
    /// Two versions of a level share what is the same in both.
    said: Arc<Said>,
}

/// What a setting of a level says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::assembly) struct Said {
    /// What it is for, by its name in the level.
    pub(in crate::assembly) entity: SmolStr,
    pub(in crate::assembly) attribute: SmolStr,
    /// The value that stands there; none for a reference, and when it can't be worked out.
    pub(in crate::assembly) value: Option<Value>,
    /// The value with the defaults of members that it leaves out, where that is another.
    pub(in crate::assembly) completed: Option<Value>,
    /// It takes its value from another one.
    pub(in crate::assembly) is_reference: bool,
    /// Places of the statement, of the word that names the attribute, and of the value. They stand here too, since a system may
    /// have a great many settings, and a look at each declaration would take longer than all that is done with them.
    places: [LocalId; 3],
    decl: Arc<SettingDecl>,
    /// The declaration in which it stands.
    pub(in crate::assembly) def: Def,
}

/// What a setting is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::assembly) enum Target {
    /// An instance of the level.
    Instance(usize),
    /// A connection of the level.
    Connection(usize),
    /// Something else that is there and has no attributes: an interface or an address space.
    Other,
    /// Nothing that is there.
    Unknown,
    /// Something inside an instance, or a connection by the name that merging gives it: the level alone can't tell.
    Nested,
}

impl Deref for LocalSetting {
    type Target = Said;

    fn deref(&self) -> &Said {
        &self.said
    }
}

impl Said {
    pub(in crate::assembly) fn decl(&self) -> &SettingDecl {
        &self.decl
    }

    pub(in crate::assembly) fn at(&self, id: LocalId) -> ItemLoc {
        ItemLoc::new(self.def.file, id)
    }

    /// The statement.
    pub(in crate::assembly) fn origin(&self) -> ItemLoc {
        self.at(self.places[0])
    }

    /// The word that names the attribute.
    pub(in crate::assembly) fn word(&self) -> ItemLoc {
        self.at(self.places[1])
    }

    /// The value or reference; the statement when nothing readable stands there.
    pub(in crate::assembly) fn value_place(&self) -> ItemLoc {
        self.at(self.places[2])
    }

    /// The value stands there, known or not.
    pub(in crate::assembly) fn is_literal(&self) -> bool {
        !self.is_reference && self.places[2] != self.places[0]
    }
}

/// The names of a level that a setting may be for.
struct Known<'b> {
    body: &'b Composed,
    /// For more than a few settings.
    tables: Option<Tables>,
}

struct Tables {
    instances: FxHashMap<SmolStr, usize>,
    connections: FxHashMap<SmolStr, usize>,
    spaces: FxHashSet<SmolStr>,
}

impl<'b> Known<'b> {
    /// For all settings of a level.
    fn all(body: &'b Composed) -> Self {
        let tables = Tables {
            instances: positions(body.instances.iter().map(|it| &it.name).enumerate()),
            connections: positions(body.connections.iter().map(|it| &it.name).enumerate().rev()),
            spaces: body.instances.iter().filter(|it| it.space != it.name).map(|it| it.space.clone()).collect(),
        };
        Self { body, tables: Some(tables) }
    }

    /// For a few settings.
    fn few(body: &'b Composed) -> Self {
        Self { body, tables: None }
    }

    /// Of several instances with one name, the last.
    fn instance(&self, name: &SmolStr) -> Option<usize> {
        match &self.tables {
            Some(tables) => tables.instances.get(name).copied(),
            None => self.body.instances.iter().rposition(|it| it.name == *name),
        }
    }

    /// Of several connections with one name, the first.
    fn connection(&self, name: &SmolStr) -> Option<usize> {
        match &self.tables {
            Some(tables) => tables.connections.get(name).copied(),
            None => self.body.connections.iter().position(|it| it.name == *name),
        }
    }

    fn is_space(&self, name: &SmolStr) -> bool {
        match &self.tables {
            Some(tables) => tables.spaces.contains(name),
            None => self.body.instances.iter().any(|it| it.space != it.name && it.space == *name),
        }
    }
}

impl Body {
    /// A level with its settings; made from an earlier one where their file is edited.
    pub(super) fn new(
        db: &dyn Db,
        system: System,
        composed: Arc<Composed>,
        configurations: Lists<ConfigurationDecl>,
    ) -> Arc<Self> {
        let list = match configurations.lists.as_slice() {
            [list] if db.is_edited(list.def.file) => list.clone(),
            _ => return Arc::new(Self::all(db, system, composed, configurations)),
        };
        let level = (system, composed.around.as_ref().map(|it| it.model.origin));
        let earlier = db.earlier_settings(list.def.file, level);
        let made = earlier.and_then(|it| edited::body(db, system, &composed, &configurations, &it));
        let body = Arc::new(made.unwrap_or_else(|| Self::all(db, system, composed, configurations)));
        if let Some(earlier) = EarlierSettings::new(db, system, &body, &list) {
            db.remember_settings(list.def.file, level, Arc::new(earlier));
        }
        body
    }

    /// What all settings of a level give.
    pub(super) fn all(
        db: &dyn Db,
        system: System,
        composed: Arc<Composed>,
        configurations: Lists<ConfigurationDecl>,
    ) -> Self {
        let Lists { lists, findings, uses } = configurations;
        let (settings, misfits, repeats) = Default::default();
        let mut out = Self { composed, settings, misfits, repeats, findings, uses };
        if !lists.is_empty() {
            let composed = Arc::clone(&out.composed);
            let known = Known::all(&composed);
            lists.iter().for_each(|it| out.add(Context::new(db, system, it.def), &known, it));
        }
        // They come nearly in order, which the stable sort makes use of.
        out.uses.sort();
        out.uses.dedup();
        out
    }

    fn add(&mut self, mut cx: Context<'_>, known: &Known<'_>, configuration: &Placed<Arc<ConfigurationDecl>>) {
        self.settings.reserve(configuration.decl.settings.len());
        let mut seen: FxHashSet<(&str, &str)> = FxHashSet::default();
        for (number, decl) in configuration.decl.settings.iter().enumerate() {
            stop_if_overtaken(cx.db, number);
            let Some((last, owner)) = owner(decl) else { continue };
            self.setting(&mut cx, known, decl, configuration.def);
            // What a longer name is for may have another one; that is rare, and whoever looks for repeats looks at all.
            self.repeats |= match owner {
                [one] => !seen.insert((&one.text, &last.text)),
                _ => true,
            };
        }
        self.findings.append(&mut cx.findings);
        self.uses.append(&mut cx.uses);
    }

    /// Adds a setting, if it says what it is for.
    fn setting(&mut self, cx: &mut Context<'_>, known: &Known<'_>, decl: &Arc<SettingDecl>, def: Def) {
        let Some((last, owner)) = owner(decl) else { return };
        if let Some(finding) = keyword(cx, last) {
            cx.report(finding);
        }
        let value_place = match &decl.value {
            Some(SettingValue::Expr(expr)) => expr.id,
            Some(SettingValue::Ref { path, .. }) => path.id,
            None => decl.id,
        };
        let target = target(known, owner);
        let attribute = note_uses(known.body, target, owner, last, cx);
        let value = match &decl.value {
            Some(SettingValue::Expr(expr)) => cx.evaluate(expr),
            _ => None,
        };
        let checked = value.as_ref().zip(attribute);
        let is_struct = |attribute: &Attribute| matches!(attribute.ty, AttributeType::Struct(_));
        let completed = checked.filter(|(_, it)| is_struct(it)).map(|(value, it)| types::complete(value, it));
        let said = Said {
            entity: joined(owner),
            attribute: last.text.clone(),
            value,
            completed,
            is_reference: matches!(decl.value, Some(SettingValue::Ref { .. })),
            places: [decl.id, last.id, value_place],
            decl: Arc::clone(decl),
            def,
        };
        if let (Some(value), Some(attribute)) = (said.completed.as_ref().or(said.value.as_ref()), attribute) {
            self.misfits.extend(misfits(&said, value, attribute));
        }
        self.settings.push(LocalSetting { target, said: Arc::new(said) });
    }
}

/// The word for the attribute of a setting, and those for what it is for; `None` when there are none of these.
fn owner(decl: &SettingDecl) -> Option<(&Name, &[Name])> {
    decl.target.parts.split_last().filter(|(_, owner)| !owner.is_empty())
}

fn target(known: &Known<'_>, owner: &[Name]) -> Target {
    let body = known.body;
    let instance = |name: &Name| known.instance(&name.text);
    match owner {
        [name] => {
            let connection = || known.connection(&name.text).map(Target::Connection);
            let around = body.around.as_ref();
            let is_other = || {
                known.is_space(&name.text) || around.is_some_and(|it| it.model.interface_index(&name.text).is_some())
            };
            let other = || if is_other() { Target::Other } else { Target::Unknown };
            instance(name).map(Target::Instance).or_else(connection).unwrap_or_else(other)
        }
        [name, interface] => {
            let member = instance(name).and_then(|index| body.instances.get(index));
            let is_simple = member.is_some_and(|it| {
                it.inside == Inside::Nothing && it.def.model.interface_index(&interface.text).is_some()
            });
            if is_simple { Target::Other } else { Target::Nested }
        }
        _ => Target::Nested,
    }
}

/// Notes what the words of `instance.attribute` mean; the attribute, when it is declared.
fn note_uses<'b>(
    body: &'b Composed,
    target: Target,
    owner: &[Name],
    last: &Name,
    cx: &mut Context<'_>,
) -> Option<&'b Attribute> {
    let [name] = owner else { return None };
    let at = cx.loc(name.id);
    match target {
        Target::Instance(index) => {
            let member = body.instances.get(index)?;
            cx.uses.push((at, member.origin));
            let attribute = member.def.model.attribute(&last.text)?;
            cx.uses.push((cx.loc(last.id), attribute.origin));
            Some(attribute)
        }
        Target::Connection(index) => {
            let joint = body.connections.get(index)?;
            cx.uses.push((at, joint.origin));
            // Its value is not compared with its type: templates take what they can use.
            if let Some(attribute) = joint.connector.attributes.iter().find(|it| it.name == last.text) {
                cx.uses.push((cx.loc(last.id), attribute.origin));
            }
            None
        }
        Target::Other | Target::Unknown | Target::Nested => None,
    }
}

/// The name of what a setting is for.
pub(in crate::assembly) fn joined(owner: &[Name]) -> SmolStr {
    match owner {
        [one] => one.text.clone(),
        parts => parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(".").into(),
    }
}

/// A setting becomes a C symbol, declared or not.
fn keyword(cx: &Context<'_>, name: &Name) -> Option<Finding> {
    let message = || format!("setting name `{}` is a keyword of C", name.text);
    is_c_keyword(&name.text).then(|| Finding::new(Rule::CKeyword, cx.loc(name.id), message()))
}

/// What is wrong with a value for an attribute, each at its place in the value as far as that stands there.
pub(in crate::assembly) fn misfits(setting: &Said, value: &Value, attribute: &Attribute) -> Vec<Finding> {
    let found = types::check(value, attribute);
    let written = match &setting.decl().value {
        Some(SettingValue::Expr(expr)) => Some(expr),
        _ => None,
    };
    let finding = |misfit: Misfit| {
        let exact = written.and_then(|expr| place_of(expr, &misfit));
        let id = exact.or(written.map(|expr| expr.id)).unwrap_or(setting.decl().id);
        let finding = misfit.finding(setting.at(id), attribute);
        let Some(expr) = written else { return finding };
        match misfit {
            Misfit::Missing { .. } => match added(setting, expr, &misfit, attribute) {
                Some((spot, text, entry)) => finding.choice(format!("Add `{entry}`"), spot, text),
                None => finding,
            },
            Misfit::Type { member: None, ref value, .. } => match converted(expr, value, attribute) {
                Some(text) => finding.mend(format!("Change to `{text}`"), Spot::Full(setting.at(expr.id)), text),
                None => finding,
            },
            Misfit::Unknown { ref member, ref structure } => {
                without(finding, setting, expr, attribute, member, structure)
            }
            _ => finding,
        }
    };
    found.into_iter().map(finding).collect()
}

/// The place at which a dict gets a member that it lacks, the text that goes there, and the entry alone. Members of structs in the struct
/// are not added.
fn added(setting: &Said, expr: &Expr, misfit: &Misfit, attribute: &Attribute) -> Option<(Spot, String, String)> {
    let (Misfit::Missing { member, structure }, AttributeType::Struct(own)) = (misfit, &attribute.ty) else {
        return None;
    };
    let ExprKind::Dict(entries) = &expr.kind else { return None };
    let is_own = own.name.as_ref().is_some_and(|name| name == structure);
    let member = own.members.iter().find(|it| is_own && it.name == *member)?;
    let entry = format!("\"{}\": {}", member.name, types::simplest(member));
    Some(match entries.last() {
        Some((_, last)) => (Spot::After(setting.at(last.id)), format!(", {entry}"), entry),
        None => (Spot::Full(setting.at(expr.id)), format!("{{{entry}}}"), entry),
    })
}

/// A number that was written as a string, or the other way round, as its attribute wants it.
fn converted(expr: &Expr, value: &Value, attribute: &Attribute) -> Option<String> {
    let other = match (&expr.kind, value) {
        (ExprKind::Str(_), Value::Str(text)) => Value::Int(text.trim().parse().ok()?),
        (ExprKind::Int(_), Value::Int(number)) => Value::Str(number.to_string().into()),
        _ => return None,
    };
    types::check(&other, attribute).is_empty().then(|| other.to_string())
}

/// The mends of an entry that is no member of the attribute's struct: the member that was probably meant, or none.
fn without(
    finding: Finding,
    setting: &Said,
    expr: &Expr,
    attribute: &Attribute,
    member: &str,
    structure: &str,
) -> Finding {
    let ExprKind::Dict(entries) = &expr.kind else { return finding };
    let is_it = |(key, _): &(Expr, Expr)| matches!(&key.kind, ExprKind::Str(text) if text == member);
    let Some(index) = entries.iter().position(is_it) else { return finding };
    let Some((key, value)) = entries.get(index) else { return finding };
    let at = |expr: &Expr| setting.at(expr.id);
    let meant = match &attribute.ty {
        AttributeType::Struct(own) if own.name.as_ref().is_some_and(|name| name == structure) => {
            let is_free =
                |name: &str| !entries.iter().any(|(key, _)| matches!(&key.kind, ExprKind::Str(it) if it == name));
            let names = own.members.iter().map(|it| it.name.as_str()).filter(|name| is_free(name));
            crate::names::closest(member, names)
        }
        _ => None,
    };
    let finding = match meant {
        Some(name) => finding.note(format!("did you mean `{name}`?")).mend(
            format!("Change to `\"{name}\"`"),
            Spot::Full(at(key)),
            format!("\"{name}\""),
        ),
        None => finding,
    };
    let before = index.checked_sub(1).and_then(|it| entries.get(it));
    let (from, to) = match (entries.get(index + 1), before) {
        (Some((next, _)), _) => (Edge::Start(at(key)), Edge::Start(at(next))),
        (None, Some((_, before))) => (Edge::End(at(before)), Edge::End(at(value))),
        (None, None) => (Edge::Start(at(key)), Edge::End(at(value))),
    };
    finding.choice(format!("Remove `{member}`"), Spot::Stretch(from, to), "")
}

/// The place inside a written value that a misfit is about.
fn place_of(expr: &Expr, misfit: &Misfit) -> Option<LocalId> {
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
