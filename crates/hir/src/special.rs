// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Settings with a special meaning: those that templates read whether or not a component declares an attribute of that
//! name. Each knows what it is for, its type, unit, range and default; [`table`] is the only place that does.

mod form;
mod kind;
mod pattern;
mod table;

use std::sync::LazyLock;

use smol_str::SmolStr;

use crate::item_tree::Side;
use crate::model::{Assembly, Component, Connection, End};

pub use self::form::Form;
pub(crate) use self::kind::number;
pub use self::kind::{Kind, Misuse, Unit};
use self::pattern::Parts;
pub use self::pattern::{Hole, Pattern};

/// One setting with a special meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Special {
    /// Name of the attribute; `<interface>`, `<semaphore>` or `<bits>` stands for what varies.
    pub name: Pattern,
    /// Of what it is a setting.
    pub owner: Owner,
    /// Which values it takes.
    pub kind: Kind,
    /// What holds when it is not set, as it would be written; empty when there is no default.
    pub default: &'static str,
    /// Where it matters.
    pub needs: Needs,
    /// What it does, in sentences.
    pub text: &'static str,
}

/// Of what something is a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// An instance: `instance.name = …`
    Instance,
    /// An instance, for an interface that a thread serves.
    Thread,
    /// An instance, for an interface that one of these connectors joins on one of these sides.
    Interface(On),
    /// An instance, for a semaphore of its component.
    Semaphore,
    /// An instance, for a binary semaphore of its component.
    BinarySemaphore,
    /// An interface of an instance, joined so: `instance.interface.name = …`
    Endpoint(On),
    /// A connection with one of these connectors: `connection.name = …`
    Connection(&'static [&'static str]),
    /// A connector type: an attribute with a default in its declaration.
    Connector,
}

/// Ends of connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct On {
    /// Names of the connectors.
    pub connectors: &'static [&'static str],
    /// The side; `None` for both.
    pub side: Option<Side>,
}

/// Where a setting matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Needs {
    /// Everywhere.
    Nothing,
    /// A kernel with mixed-criticality scheduling.
    Mcs,
    /// x86.
    X86,
    /// Arm.
    Arm,
    /// An instance whose setting `simple` is true.
    Simple,
    /// Virtual machine monitors.
    VirtualMachine,
}

impl Needs {
    /// Where it matters, in words; empty for everywhere.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Mcs => "only with mixed-criticality scheduling (MCS)",
            Self::X86 => "only on x86",
            Self::Arm => "only on Arm",
            Self::Simple => "only with `simple`",
            Self::VirtualMachine => "only in virtual machine monitors",
        }
    }
}

impl Owner {
    /// Of what it is a setting, in words.
    #[must_use]
    pub fn words(self) -> String {
        let joined = |on: On| {
            let side = on.side.map_or_else(String::new, |side| format!("`{}` ", side.keyword()));
            format!("the {side}end of a connection with {}", listed(on.connectors))
        };
        match self {
            Self::Instance => "an instance".to_owned(),
            Self::Thread => "an interface that a thread serves".to_owned(),
            Self::Interface(on) | Self::Endpoint(on) => joined(on),
            Self::Semaphore => "a semaphore".to_owned(),
            Self::BinarySemaphore => "a binary semaphore".to_owned(),
            Self::Connection(connectors) => format!("a connection with {}", listed(connectors)),
            Self::Connector => "a connector".to_owned(),
        }
    }
}

/// Names, of which a long list shows the first.
fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 4;
    match names {
        [first @ .., _, _] if first.len() > SHOWN => {
            let shown: Vec<_> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
            format!("{} or {} others", shown.join(", "), names.len() - SHOWN)
        }
        [] => String::new(),
        [one] => format!("`{one}`"),
        [init @ .., last] => {
            let init: Vec<_> = init.iter().map(|name| format!("`{name}`")).collect();
            format!("{} or `{last}`", init.join(", "))
        }
    }
}

impl Special {
    /// What it is, as Markdown: its meaning, then unit, range, default and where it matters.
    #[must_use]
    pub fn documentation(&self) -> String {
        let mut facts = vec![format!("Value: {}", self.kind.words())];
        if !self.default.is_empty() {
            facts.push(format!("Default: `{}`", self.default));
        }
        if self.needs != Needs::Nothing {
            facts.push(format!("Matters {}", self.needs.words()));
        }
        format!("{}\n\n{}", self.text, facts.join("  \n"))
    }
}

/// Every setting with a special meaning.
pub fn all() -> impl Iterator<Item = &'static Special> {
    table::ALL.iter().copied().flatten()
}

/// Every setting with a special meaning, with its name taken apart.
static ALL: LazyLock<Vec<(Parts, &'static Special)>> =
    LazyLock::new(|| all().map(|special| (special.name.parts(), special)).collect());

/// Every setting with a special meaning whose name is of the pattern, with what fills the pattern's varying part. Each setting of a
/// system is held against all of them, so that the patterns are taken apart once.
fn matching(attribute: &str) -> impl Iterator<Item = (&'static Special, &str)> {
    ALL.iter().filter_map(move |(parts, special)| Some((*special, parts.matches(attribute)?)))
}

/// A setting that an entity of a system can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Available {
    /// Its name for that entity. `<bits>` remains where a number is free.
    pub name: SmolStr,
    /// What it means.
    pub special: &'static Special,
    /// Interface or semaphore that it is about.
    pub subject: Option<SmolStr>,
}

/// A system, to be asked which settings its entities can have.
#[derive(Debug, Clone, Copy)]
pub struct Entities<'a> {
    assembly: &'a Assembly,
}

/// Something that settings are for, by its full name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entity<'a, 'n> {
    name: &'n str,
    /// Number and component, when it is an instance.
    instance: Option<(usize, &'a Component)>,
}

/// A setting with a special meaning whose name an attribute has, and what fills the varying part of that name.
pub(crate) type Candidate<'n> = (&'static Special, &'n str);

/// What an attribute may mean for one entity or another.
pub(crate) fn candidates(attribute: &str) -> Vec<Candidate<'_>> {
    matching(attribute).collect()
}

/// Whether an attribute of this name has a special meaning for anything.
#[must_use]
pub fn may_be_special(attribute: &str) -> bool {
    matching(attribute).next().is_some()
}

impl<'a> Entities<'a> {
    /// The entities of a system.
    #[must_use]
    pub fn new(assembly: &'a Assembly) -> Self {
        Self { assembly }
    }

    /// What has a full name.
    pub(crate) fn entity<'n>(&self, name: &'n str) -> Entity<'a, 'n> {
        Entity { name, instance: self.instance(name) }
    }

    /// An instance by its number.
    pub(crate) fn entity_of(&self, index: usize) -> Option<Entity<'a, 'a>> {
        let instance = self.assembly.instances.get(index)?;
        Some(Entity { name: &instance.name, instance: Some((index, &instance.component)) })
    }

    fn is_space(&self, name: &str) -> bool {
        self.assembly.names().spaces.contains(name)
    }

    /// The settings with a special meaning that an instance, an interface of one (`instance.interface`) or a connection can
    /// have, by its full name.
    #[must_use]
    pub fn settings_of(&self, entity: &str) -> Vec<Available> {
        let entity = self.entity(entity);
        ALL.iter().flat_map(|(parts, special)| self.of(entity, parts, special)).collect()
    }

    /// The special meaning of an entity's attribute, if it has one.
    #[must_use]
    pub fn find(&self, entity: &str, attribute: &str) -> Option<Available> {
        let candidates = candidates(attribute);
        // Nearly all attributes are of the component's own making.
        let entity = (!candidates.is_empty()).then(|| self.entity(entity))?;
        self.meaning(entity, attribute, &candidates)
    }

    /// As [`Self::find`], among what the attribute may mean.
    pub(crate) fn meaning(
        &self,
        entity: Entity<'a, '_>,
        attribute: &str,
        candidates: &[Candidate<'_>],
    ) -> Option<Available> {
        let (special, filling) = candidates.iter().find(|(special, filling)| self.has(entity, special, filling))?;
        let named = matches!(special.name.hole(), Some(Hole::Interface | Hole::Semaphore));
        Some(Available { name: attribute.into(), special, subject: named.then(|| SmolStr::new(filling)) })
    }

    /// Ends of connections at an interface: on which side, and of which connection.
    pub fn ends(&self, end: End) -> impl Iterator<Item = (Side, &'a Connection)> + use<'a> {
        self.assembly.ends_at(end)
    }

    /// Number and component of an instance.
    #[must_use]
    pub fn instance(&self, name: &str) -> Option<(usize, &'a Component)> {
        let index = *self.assembly.names().instances.get(name)?;
        Some((index, &self.assembly.instances.get(index)?.component))
    }

    /// A connection by its full name.
    #[must_use]
    pub fn connection(&self, name: &str) -> Option<&'a Connection> {
        self.assembly.connections.get(*self.assembly.names().connections.get(name)?)
    }

    /// What an entity can have of one setting.
    fn of(&self, entity: Entity<'a, '_>, parts: &Parts, special: &'static Special) -> Vec<Available> {
        let component = entity.instance.map(|(_, component)| component);
        let subjects: Vec<&SmolStr> = match (special.owner, component) {
            (Owner::Thread | Owner::Interface(_), Some(it)) => it.interfaces.iter().map(|it| &it.name).collect(),
            (Owner::Semaphore, Some(it)) => it.semaphores.iter().collect(),
            (Owner::BinarySemaphore, Some(it)) => it.binary_semaphores.iter().collect(),
            _ => {
                let available = || Available { name: SmolStr::new_static(special.name.text()), special, subject: None };
                return self.has(entity, special, "").then(available).into_iter().collect();
            }
        };
        let fitting = subjects.into_iter().filter(|subject| self.has(entity, special, subject));
        let available =
            |subject: &SmolStr| Available { name: parts.filled(subject), special, subject: Some(subject.clone()) };
        fitting.map(available).collect()
    }

    /// Whether an entity has a setting, for an interface or semaphore of this name where it is one's.
    fn has(&self, entity: Entity<'a, '_>, special: &Special, subject: &str) -> bool {
        let component = |holds: &dyn Fn(&Component) -> bool| entity.instance.is_some_and(|(_, it)| holds(it));
        let ends =
            |instance: Option<(usize, &Component)>, interface: &str, fits: &dyn Fn((Side, &Connection)) -> bool| {
                let end = instance.and_then(|(instance, component)| {
                    Some(End { instance, interface: component.interface_index(interface)? })
                });
                end.is_some_and(|end| self.ends(end).any(fits))
            };
        match special.owner {
            Owner::Connector => false,
            Owner::Connection(connectors) => {
                self.connection(entity.name).is_some_and(|it| connectors.contains(&it.connector.name.as_str()))
            }
            Owner::Endpoint(on) => entity
                .name
                .rsplit_once('.')
                .is_some_and(|(instance, interface)| ends(self.instance(instance), interface, &|it| on.fits(it))),
            Owner::Instance => component(&|_| true) || (special.name.text() == CNODE && self.is_space(entity.name)),
            Owner::Semaphore => component(&|it| it.semaphores.iter().any(|it| it == subject)),
            Owner::BinarySemaphore => component(&|it| it.binary_semaphores.iter().any(|it| it == subject)),
            Owner::Thread => ends(entity.instance, subject, &has_thread),
            Owner::Interface(on) => ends(entity.instance, subject, &|it| on.fits(it)),
        }
    }
}

/// The one setting of a group of instances, which share a CNode.
const CNODE: &str = "cnode_size_bits";

impl On {
    fn fits(self, (side, connection): (Side, &Connection)) -> bool {
        self.connectors.contains(&connection.connector.name.as_str()) && self.side.is_none_or(|it| it == side)
    }
}

/// Whether a thread serves an end.
pub(crate) fn has_thread((side, connection): (Side, &Connection)) -> bool {
    let end = match side {
        Side::From => connection.connector.from,
        Side::To => connection.connector.to,
    };
    end.threads > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_says_what_it_does_and_its_default_is_one_of_its_values() {
        for special in all() {
            let name = special.name.text();
            assert!(special.text.ends_with('.') && special.text.len() > 20, "{name}");
            assert!(special.name.is_sound(), "{name}");
            let needs_subject = matches!(special.name.hole(), Some(Hole::Interface | Hole::Semaphore));
            let has_subject = matches!(
                special.owner,
                Owner::Thread | Owner::Interface(_) | Owner::Semaphore | Owner::BinarySemaphore
            );
            assert_eq!(needs_subject, has_subject, "{name}");
            if let Ok(number) = special.default.parse::<i128>() {
                assert_eq!(special.kind.check(&crate::model::Value::Int(number)), None, "{name}");
            }
        }
    }

    #[test]
    fn no_setting_of_one_owner_stands_twice() {
        let mut seen = Vec::new();
        for special in all() {
            let key = (special.name.text(), special.owner);
            assert!(!seen.contains(&key), "{key:?}");
            seen.push(key);
        }
    }
}
