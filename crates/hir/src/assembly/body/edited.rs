// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A level of which an earlier version is known: what it is composed of is found out for the statements that are new, or that the
//! meaning of a name has changed for, and taken over for the others. A level may have tens of thousands of them.
//!
//! What comes out is what all statements would have given. Where that is in doubt, all of them are looked at.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use super::{Builder, Composed, Composition, Joint, Lists, stop_if_overtaken};
use crate::db::Db;
use crate::declarations::{ComponentDef, Context, Use, file_components, file_connectors};
use crate::input::{ForwardReferences, System};
use crate::item_tree::kept::Kept;
use crate::item_tree::{CompositionDecl, ConnectionDecl, Given, InstanceDecl};
use crate::loc::{ItemLoc, LocalId};
use crate::model::Connector;
use crate::scope::{DefKind, Named, named, ordinal};

/// Statements that may be new.
const MOST_NEW: usize = 64;

/// What a level was composed of when nothing was wrong in it.
#[derive(Debug)]
pub struct EarlierLevel {
    composed: Arc<Composed>,
    list: Composition,
    /// Whether it may use what stands behind it. Where it may not, it did not.
    forward_references: ForwardReferences,
    /// What the names of components and connectors meant.
    meanings: Meanings,
}

/// What names of components and connectors mean.
pub(super) type Meanings = Vec<(SmolStr, Meaning)>;

#[derive(Debug, Clone)]
pub(super) enum Meaning {
    Component(Named, Arc<ComponentDef>),
    Connector(Named, Arc<Connector>),
}

impl Meaning {
    /// What a name means now; `None` when that is nothing.
    fn of(db: &dyn Db, system: System, kind: DefKind, name: &SmolStr) -> Option<Self> {
        let named = named(db, system, kind, name.clone())?;
        let (file, index) = (named.def.file, named.def.index);
        Some(match kind {
            DefKind::Component => {
                let def = file_components(db, system, file).by_index.get(&index)?;
                Self::Component(named, Arc::clone(def))
            }
            DefKind::Connector => {
                let connector = file_connectors(db, system, file).by_index.get(&index)?;
                Self::Connector(named, Arc::clone(connector))
            }
            _ => return None,
        })
    }

    fn kind(&self) -> DefKind {
        match self {
            Self::Component(..) => DefKind::Component,
            Self::Connector(..) => DefKind::Connector,
        }
    }
}

/// What names mean, as far as they mean anything: where nothing is wrong in a level, the others are those of statements that are gone.
pub(super) fn meanings(
    db: &dyn Db,
    system: System,
    names: impl IntoIterator<Item = (DefKind, SmolStr)>,
) -> impl Iterator<Item = (SmolStr, Meaning)> {
    names.into_iter().filter_map(move |(kind, name)| {
        let meaning = Meaning::of(db, system, kind, &name)?;
        Some((name, meaning))
    })
}

impl EarlierLevel {
    /// A level that later ones can be made from; `None` when something is wrong in it, or not all that it says stands in statements
    /// with names for what they are made of.
    pub(super) fn new(
        db: &dyn Db,
        system: System,
        composed: &Arc<Composed>,
        list: &Composition,
        meanings: Meanings,
    ) -> Option<Self> {
        let CompositionDecl { instances, connections, groups, exports, .. } = &*list.decl;
        let is_plain = groups.is_empty()
            && exports.is_empty()
            && instances.iter().all(|it| matches!(it.component, Given::Use(_)))
            && connections.iter().all(|it| matches!(it.connector, Given::Use(_)));
        let is_whole = composed.instances.len() == instances.len() && composed.connections.len() == connections.len();
        if !is_plain || !is_whole || composed.incomplete || !composed.findings.is_empty() {
            return None;
        }
        Some(Self {
            composed: Arc::clone(composed),
            list: list.clone(),
            forward_references: system.forward_references(db),
            meanings,
        })
    }

    /// Whether a name means what it did, for a statement of a level at this position of the system's order.
    fn means_the_same(&self, db: &dyn Db, system: System, ordinal: usize, name: &SmolStr, before: &Meaning) -> bool {
        let may_be_behind = self.forward_references == ForwardReferences::Allow;
        let is_same_named = |now: Named, then: Named| now.loc == then.loc && (may_be_behind || now.ordinal <= ordinal);
        match (Meaning::of(db, system, before.kind(), name), before) {
            (Some(Meaning::Component(now, def)), Meaning::Component(then, old)) => {
                is_same_named(now, *then) && def == *old
            }
            (Some(Meaning::Connector(now, connector)), Meaning::Connector(then, old)) => {
                is_same_named(now, *then) && connector == *old
            }
            _ => false,
        }
    }

    /// Names that mean something else now, of components and of connectors.
    fn changed_names(&self, db: &dyn Db, system: System, ordinal: usize) -> [FxHashSet<&SmolStr>; 2] {
        let mut out = [FxHashSet::default(), FxHashSet::default()];
        for (name, meaning) in &self.meanings {
            if !self.means_the_same(db, system, ordinal, name, meaning) {
                out[usize::from(meaning.kind() == DefKind::Connector)].insert(name);
            }
        }
        out
    }

    /// Whether the component around is the same from inside.
    fn is_inside_of(&self, around: Option<&Arc<ComponentDef>>) -> bool {
        match (self.composed.around.as_ref(), around) {
            (None, None) => true,
            (Some(before), Some(now)) => {
                before.model == now.model && before.broken == now.broken && before.def == now.def
            }
            _ => false,
        }
    }
}

/// The references of statements that are gone, or looked at anew.
#[derive(Debug, Default)]
struct Gone(Vec<LocalId>);

impl Gone {
    fn instance(&mut self, decl: &InstanceDecl) {
        if let Given::Use(path) = &decl.component {
            self.0.push(path.id);
        }
    }

    fn connection(&mut self, decl: &ConnectionDecl) {
        if let Given::Use(path) = &decl.connector {
            self.0.push(path.id);
        }
        self.0.extend(decl.ends.iter().flat_map(|end| &end.path.parts).map(|part| part.id));
    }
}

/// What [`Composed::all`] gives, with what the names in it mean, made from an earlier level; `None` where it must look at all.
pub(super) fn composed(
    db: &dyn Db,
    system: System,
    around: Option<&Arc<ComponentDef>>,
    parts: &Lists<CompositionDecl>,
    earlier: &EarlierLevel,
) -> Option<(Composed, Meanings)> {
    let [list] = parts.lists.as_slice() else { return None };
    let (before, now) = (&*earlier.list.decl, &*list.decl);
    let is_fit = list.def == earlier.list.def
        && now.groups.is_empty()
        && now.exports.is_empty()
        && parts.findings.is_empty()
        && parts.uses.is_empty()
        && earlier.forward_references == system.forward_references(db)
        && earlier.is_inside_of(around);
    let instances = Kept::of(&before.instances, &now.instances);
    let connections = Kept::of(&before.connections, &now.connections);
    if !is_fit || instances.changed() > MOST_NEW || connections.changed() > MOST_NEW {
        return None;
    }
    let ordinal = ordinal(db, system, list.def.file, list.def.index);
    let changed = earlier.changed_names(db, system, ordinal);
    let body = Composed::empty(around.cloned(), true);
    let mut level = Level {
        earlier,
        builder: Builder::new(db, system, body),
        cx: Context::new(db, system, list.def),
        list,
        changed,
        numbers: Vec::with_capacity(now.instances.len()),
        moved: vec![None; before.instances.len()],
        gone: Gone::default(),
    };
    instances.gone(&before.instances).iter().for_each(|it| level.gone.instance(it));
    connections.gone(&before.connections).iter().for_each(|it| level.gone.connection(it));
    level.instances(instances)?;
    level.connections(connections)?;
    Some(level.finish())
}

/// A level that is being made from an earlier one.
struct Level<'e, 'db> {
    earlier: &'e EarlierLevel,
    builder: Builder<'db>,
    cx: Context<'db>,
    list: &'e Composition,
    /// Names of components and of connectors that mean something else now.
    changed: [FxHashSet<&'e SmolStr>; 2],
    /// The number of each instance, by its statement.
    numbers: Vec<Option<usize>>,
    /// The number of each of the earlier instances, where it is what it was.
    moved: Vec<Option<usize>>,
    gone: Gone,
}

impl Level<'_, '_> {
    /// Whether what a statement names first means something else now.
    fn is_changed<T>(&self, given: &Given<T>, which: usize) -> bool {
        !self.changed[which].is_empty()
            && match given {
                Given::Use(path) => self.changed[which].contains(&path.text()),
                Given::Here(_) => true,
            }
    }

    fn instances(&mut self, kept: Kept) -> Option<()> {
        let (earlier, list) = (self.earlier, self.list);
        self.builder.body.instances.reserve(list.decl.instances.len());
        for (number, decl) in list.decl.instances.iter().enumerate() {
            stop_if_overtaken(self.cx.db, number);
            let before = kept.earlier(number);
            let same = before.filter(|_| !self.is_changed(&decl.component, 0));
            if let Some(at) = same {
                let here = self.builder.body.instances.len();
                self.builder.body.instances.push(earlier.composed.instances.get(at)?.clone());
                *self.moved.get_mut(at)? = Some(here);
                self.numbers.push(Some(here));
                continue;
            }
            if before.is_some() {
                self.gone.instance(decl);
            }
            let number = self.builder.instance(&mut self.cx, decl, &decl.name.text);
            self.numbers.push(number);
        }
        // The names of the others differ from each other.
        let is_alone = |decl: &Arc<InstanceDecl>| {
            list.decl.instances.iter().filter(|it| it.name.text == decl.name.text).nth(1).is_none()
        };
        kept.added(&list.decl.instances).iter().all(is_alone).then_some(())
    }

    fn connections(&mut self, kept: Kept) -> Option<()> {
        let (earlier, list) = (self.earlier, self.list);
        self.builder.body.connections.reserve(list.decl.connections.len());
        let mut knows_names = false;
        for (number, decl) in list.decl.connections.iter().enumerate() {
            stop_if_overtaken(self.cx.db, number);
            let before = kept.earlier(number);
            let same = before.filter(|_| !self.is_changed(&decl.connector, 1));
            if let Some(joint) = same.and_then(|at| self.moved(earlier.composed.connections.get(at)?)) {
                self.builder.body.connections.push(joint);
                continue;
            }
            if before.is_some() {
                self.gone.connection(decl);
            }
            if !knows_names {
                self.declare_names();
                knows_names = true;
            }
            self.builder.connection(&mut self.cx, decl);
        }
        let is_alone = |decl: &Arc<ConnectionDecl>| {
            list.decl.connections.iter().filter(|it| it.name.text == decl.name.text).nth(1).is_none()
        };
        kept.added(&list.decl.connections).iter().all(is_alone).then_some(())
    }

    /// A connection of the earlier level in the present one; `None` when one of its instances is not what it was.
    fn moved(&self, joint: &Joint) -> Option<Joint> {
        let mut out = joint.clone();
        for end in &mut out.ends {
            if let Some(instance) = &mut end.end.instance {
                *instance = (*self.moved.get(*instance)?)?;
            }
        }
        Some(out)
    }

    fn declare_names(&mut self) {
        let builder = &mut self.builder;
        builder.names.reserve(self.numbers.len());
        for (decl, number) in self.list.decl.instances.iter().zip(&self.numbers) {
            // No two of them have one name.
            builder.names.declare(decl, self.list.def, *number, &mut builder.body.findings);
        }
    }

    fn finish(mut self) -> (Composed, Meanings) {
        let (db, system) = (self.cx.db, self.cx.system);
        self.builder.collect(self.cx);
        let Builder { mut body, mut looked_up, .. } = self.builder;
        let is_same = |(name, meaning): &&(SmolStr, Meaning)| {
            !self.changed[usize::from(meaning.kind() == DefKind::Connector)].contains(name)
        };
        let mut names: Meanings = self.earlier.meanings.iter().filter(is_same).cloned().collect();
        if !looked_up.is_empty() {
            for (name, meaning) in &names {
                looked_up.remove(&(meaning.kind(), name.clone()));
            }
            names.extend(meanings(db, system, looked_up));
        }
        body.uses.sort();
        body.uses.dedup();
        let mut gone: Vec<ItemLoc> = self.gone.0.iter().map(|id| ItemLoc::new(self.list.def.file, *id)).collect();
        gone.sort();
        body.uses = with_uses(&self.earlier.composed.uses, &gone, &body.uses);
        (body, names)
    }
}

/// References in order, without those at some places and with others. All lists are sorted.
pub(super) fn with_uses(before: &[Use], gone: &[ItemLoc], new: &[Use]) -> Vec<Use> {
    let mut out = Vec::with_capacity(before.len() + new.len());
    let (mut rest, mut gone, mut new) = (before, gone, new);
    loop {
        let (a, b) = (gone.first().copied(), new.first().map(|it| it.0));
        let Some(next) = a.into_iter().chain(b).min() else { break };
        let (kept, behind) = rest.split_at(rest.partition_point(|it| it.0 < next));
        out.extend_from_slice(kept);
        rest = behind;
        if a == Some(next) {
            rest = rest.get(rest.partition_point(|it| it.0 == next)..).unwrap_or_default();
            gone = gone.get(gone.partition_point(|it| *it == next)..).unwrap_or_default();
        }
        let (added, later) = new.split_at(new.partition_point(|it| it.0 == next));
        out.extend_from_slice(added);
        new = later;
    }
    out.extend_from_slice(rest);
    out
}
