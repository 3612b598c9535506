// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What differs between two specifications, in words: who gained or lost which right to what.
//!
//! A specification is taken apart into facts: a component may send to an endpoint, a thread has a priority, some memory is at a fixed
//! address. Facts leave out what is no authority: the numbers of slots, the names of page tables, the layout of code. So two
//! specifications with the same facts give everybody the same power. With [`Detail::Everything`] nothing is left out.

mod facts;
mod memory;

use std::collections::BTreeMap;

use self::facts::{Fact, Key, Topic};
use crate::{ObjectKind, Rights, Spec};

/// What counts as a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// Who may do what.
    #[default]
    Authority,
    /// Numbers of slots, addresses, sizes and contents, too.
    Everything,
}

/// A difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The component that it concerns; `None` for the system as a whole.
    pub component: Option<String>,
    /// Which way it goes.
    pub kind: ChangeKind,
    /// The object that it is about.
    pub object: String,
    /// Rights that are gained or lost, if it is about some.
    pub rights: Vec<&'static str>,
    /// All of it in words.
    pub text: String,
}

/// Which way a difference goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChangeKind {
    /// There is more in the second specification.
    Gained,
    /// There is less in the second specification.
    Lost,
    /// It is otherwise in the second specification.
    Changed,
}

impl ChangeKind {
    /// The word in machine-readable reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Gained => "gained",
            Self::Lost => "lost",
            Self::Changed => "changed",
        }
    }

    /// The sign in reports for people.
    #[must_use]
    pub const fn sign(self) -> char {
        match self {
            Self::Gained => '+',
            Self::Lost => '-',
            Self::Changed => '~',
        }
    }
}

impl Spec {
    /// What is otherwise in `new`, by component; the system as a whole comes first.
    #[must_use]
    pub fn diff(&self, new: &Self, detail: Detail) -> Vec<Change> {
        let mut changes = Vec::new();
        if self.arch.cdl() != new.arch.cdl() {
            let text = format!("the architecture is {}, not {}", new.arch.cdl().keyword(), self.arch.cdl().keyword());
            changes.push(Change {
                component: None,
                kind: ChangeKind::Changed,
                object: String::new(),
                rights: Vec::new(),
                text,
            });
        }
        let (before, after) = (facts::of(self, detail), facts::of(new, detail));
        for key in before.keys().chain(after.keys().filter(|key| !before.contains_key(*key))) {
            compare(key, before.get(key), after.get(key), &mut changes);
        }
        changes.sort_by(|a, b| {
            (&a.component, &a.object, a.kind, &a.text).cmp(&(&b.component, &b.object, b.kind, &b.text))
        });
        changes
    }
}

fn compare(key: &Key, before: Option<&Fact>, after: Option<&Fact>, changes: &mut Vec<Change>) {
    let mut push = |kind, rights: Rights, text: String| {
        let component = Some(key.component.clone()).filter(|name| !name.is_empty());
        let words = right_words(key.kind, rights);
        changes.push(Change { component, kind, object: key.object.clone(), rights: words, text });
    };
    match (before, after) {
        (None, Some(fact)) => push(ChangeKind::Gained, fact.rights, key.gained(fact)),
        (Some(fact), None) => push(ChangeKind::Lost, fact.rights, key.lost(fact)),
        (Some(old), Some(new)) => {
            let (more, less) = (new.rights.without(old.rights), old.rights.without(new.rights));
            if !more.is_empty() {
                push(ChangeKind::Gained, more, key.may("may now also", more));
            }
            if !less.is_empty() {
                push(ChangeKind::Lost, less, key.may("may no longer", less));
            }
            if old.words != new.words {
                push(ChangeKind::Changed, Rights::NONE, key.changed(old, new));
            }
        }
        (None, None) => {}
    }
}

impl Key {
    fn gained(&self, fact: &Fact) -> String {
        match self.topic {
            Topic::Object => format!("{} is new{}", self.noun(), said(": ", &fact.words)),
            Topic::Property => format!("{}{} is {}", self.of_component(), self.object, fact.words),
            Topic::Cap => {
                format!(
                    "{} gains a capability to {}{}{}",
                    self.who(),
                    self.noun(),
                    self.rights_of(fact),
                    said(", ", &fact.words)
                )
            }
            Topic::Memory => {
                format!("{} gets {}{}{}", self.who(), self.noun(), self.rights_of(fact), said(", ", &fact.words))
            }
        }
    }

    fn lost(&self, fact: &Fact) -> String {
        match self.topic {
            Topic::Object => format!("{} is gone{}", self.noun(), said(": ", &fact.words)),
            Topic::Property => format!("{}{} is no longer {}", self.of_component(), self.object, fact.words),
            Topic::Cap => {
                format!(
                    "{} loses its capability to {}{}{}",
                    self.who(),
                    self.noun(),
                    self.rights_of(fact),
                    said(", ", &fact.words)
                )
            }
            Topic::Memory => {
                format!("{} loses {}{}{}", self.who(), self.noun(), self.rights_of(fact), said(", ", &fact.words))
            }
        }
    }

    fn changed(&self, old: &Fact, new: &Fact) -> String {
        let or_nothing = |words: &str| if words.is_empty() { "nothing".to_owned() } else { words.to_owned() };
        let (old, new) = (or_nothing(&old.words), or_nothing(&new.words));
        match self.topic {
            Topic::Object => format!("{}: {new}, not {old}", self.noun()),
            Topic::Property => format!("{}{} is {new}, not {old}", self.of_component(), self.object),
            Topic::Cap => format!("{}'s capability to {}: {new}, not {old}", self.who(), self.noun()),
            Topic::Memory => format!("{}'s {}: {new}, not {old}", self.who(), self.noun()),
        }
    }

    fn may(&self, how: &str, rights: Rights) -> String {
        format!("{} {how} {} {}", self.who(), right_words(self.kind, rights).join(", "), self.noun())
    }

    fn who(&self) -> &str {
        if self.component.is_empty() { "the system" } else { &self.component }
    }

    fn of_component(&self) -> String {
        if self.component.is_empty() { String::new() } else { format!("{}: ", self.component) }
    }

    /// The object with its kind, and with the badge that tells capabilities to it apart.
    fn noun(&self) -> String {
        let kind = self.kind.map_or("", kind_words);
        let space = if kind.is_empty() { "" } else { " " };
        format!("{kind}{space}'{}'{}", self.object, self.qualifier)
    }

    fn rights_of(&self, fact: &Fact) -> String {
        said(": ", &right_words(self.kind, fact.rights).join(", "))
    }
}

fn said(before: &str, words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("{before}{words}") }
}

/// What the rights let do with such an object.
fn right_words(kind: Option<ObjectKind>, rights: Rights) -> Vec<&'static str> {
    let words = match kind {
        Some(ObjectKind::Frame) => ["read", "write", "execute", "grant replies to"],
        Some(ObjectKind::Notification) => ["wait for", "signal", "grant through", "grant replies through"],
        _ => ["receive from", "send to", "grant capabilities through", "grant replies through"],
    };
    let all = [Rights::READ, Rights::WRITE, Rights::GRANT, Rights::GRANT_REPLY];
    all.into_iter().zip(words).filter(|(right, _)| rights.contains(*right)).map(|(_, word)| word).collect()
}

/// What people call such an object.
fn kind_words(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Untyped => "untyped",
        ObjectKind::Tcb => "thread",
        ObjectKind::Endpoint => "endpoint",
        ObjectKind::CNode => "CNode",
        ObjectKind::Frame => "memory",
        ObjectKind::Table(_) => "page table",
        ObjectKind::AsidPool => "ASID pool",
        ObjectKind::Vcpu => "virtual processor",
        ObjectKind::SchedContext => "scheduling context",
        ObjectKind::RtReply => "reply object",
        ObjectKind::Irq | ObjectKind::IoApicIrq | ObjectKind::MsiIrq | ObjectKind::ArmIrq => "interrupt",
        ObjectKind::ArmSgiSignal => "software interrupt",
        ObjectKind::IoPorts => "I/O ports",
        ObjectKind::IoDevice | ObjectKind::ArmIoDevice => "device",
        ObjectKind::IoPageTable => "I/O page table",
        ObjectKind::StreamId => "stream",
        ObjectKind::ContextBank => "context bank",
        ObjectKind::Smc => "secure monitor calls",
        ObjectKind::Control(_) => "authority",
        ObjectKind::Notification => "notification",
    }
}

/// Facts by what they are about.
type Facts = BTreeMap<Key, Fact>;
