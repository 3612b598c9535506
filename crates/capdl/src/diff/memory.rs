// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Who sees which memory, through whatever page tables.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    Detail, Facts,
    facts::{Fact, Key, Topic, component_of_thread},
};
use crate::{
    Aarch64Levels, Caching, Cap, Object, ObjectKind, ObjectName, PagingLevel, Rights, Spec, Table, TableKind, TcbSlot,
};

/// Adds the facts about memory; the result are the frames and tables that these say all about: those of one address space alone.
pub(super) fn facts<'s>(spec: &'s Spec, detail: Detail, facts: &mut Facts) -> HashSet<&'s ObjectName> {
    let roots = roots(spec);
    let (mut pages, mut again) = (Vec::new(), Vec::new());
    let mut seen_from: HashMap<&ObjectName, HashSet<&ObjectName>> = HashMap::new();
    for (root, table) in &roots {
        let (levels, pages, again) = (levels(spec, table.kind), &mut pages, &mut again);
        let mut walk = Walk { spec, root, levels, pages, again, seen_from: &mut seen_from };
        walk.table(table, 0, 0);
    }
    let named = named_elsewhere(spec);
    let is_own =
        |object: &ObjectName| !named.contains(object) && seen_from.get(object).is_some_and(|from| from.len() == 1);
    let mut own: BTreeMap<(String, Rights), u64> = BTreeMap::new();
    for Page { root, vaddr, cap, frame_size, paddr } in &pages {
        let component = component(spec, root);
        let is_own = is_own(&cap.object) && paddr.is_none();
        let uncached = if cap.caching == Caching::Uncached { "uncached" } else { "" };
        if is_own {
            *own.entry((component.clone(), cap.rights)).or_default() += frame_size;
        }
        let (object, qualifier, words) = match detail {
            Detail::Authority if is_own => continue,
            Detail::Authority => (cap.object.to_string(), String::new(), uncached.to_owned()),
            Detail::Everything => {
                let contents = contents(spec, cap, is_own);
                (format!("{vaddr:#x}"), String::new(), [uncached, &contents].concat())
            }
        };
        let key = Key { component, topic: Topic::Memory, object, kind: Some(ObjectKind::Frame), qualifier };
        let fact = facts.entry(key).or_default();
        fact.rights |= cap.rights;
        fact.words = words;
    }
    for (root, vaddr, table) in again.iter().filter(|_| detail == Detail::Everything) {
        let (component, object) = (component(spec, root), format!("what is at {vaddr:#x}"));
        let key = Key { component, topic: Topic::Property, object, kind: None, qualifier: String::new() };
        facts.insert(key, Fact { rights: Rights::NONE, words: format!("page table '{table}' again") });
    }
    for ((component, rights), bytes) in own {
        let words = super::right_words(Some(ObjectKind::Frame), rights).join(", ");
        let what = if words.is_empty() {
            "memory of its own without rights".to_owned()
        } else {
            format!("memory of its own to {words}")
        };
        let key = Key { component, topic: Topic::Property, object: what, kind: None, qualifier: String::new() };
        facts.insert(key, Fact { rights: Rights::NONE, words: format!("{} KiB", bytes / 1024) });
    }
    let tables_and_own = spec.objects().filter(|(name, object)| match object {
        Object::Table(_) => seen_from.contains_key(name) && !named.contains(name),
        Object::Frame(frame) => is_own(name) && frame.paddr.is_none(),
        _ => false,
    });
    tables_and_own.map(|(name, _)| name).collect()
}

/// What is at an address: the frame, or what fills it if nobody else knows the frame.
fn contents(spec: &Spec, cap: &Cap, is_own: bool) -> String {
    match spec.object(cap.object.as_str()) {
        Some(Object::Frame(frame)) if is_own => {
            let fill: Vec<_> = frame.fills().iter().map(ToString::to_string).collect();
            format!("{} bytes filled with [{}]", frame.size, fill.join("; "))
        }
        _ => format!("'{}'", cap.object),
    }
}

/// The topmost tables: those that no other table has.
fn roots(spec: &Spec) -> Vec<(&ObjectName, &Table)> {
    let mut below = HashSet::new();
    for (_, object) in spec.objects() {
        if let Object::Table(table) = object {
            below.extend(table.slots.values().flatten().map(|cap| &cap.object));
        }
    }
    let tables = spec.objects().filter_map(|(name, object)| match object {
        Object::Table(table) => Some((name, table)),
        _ => None,
    });
    tables.filter(|(name, _)| !below.contains(name)).collect()
}

/// Objects that something else than a page table refers to.
fn named_elsewhere(spec: &Spec) -> HashSet<&ObjectName> {
    let others = spec.objects().filter(|(_, object)| !matches!(object, Object::Table(_)));
    others.flat_map(|(_, object)| object.caps().map(|(_, cap)| &cap.object)).collect()
}

/// The component that an address space belongs to.
fn component(spec: &Spec, root: &ObjectName) -> String {
    if let Some(name) = root.as_str().strip_suffix("_group_bin_pd") {
        return name.to_owned();
    }
    let thread = spec.objects().find_map(|(name, object)| match object {
        Object::Tcb(tcb) if tcb.slots.get(&TcbSlot::VSpace).is_some_and(|cap| cap.object == *root) => {
            Some(component_of_thread(name, tcb))
        }
        _ => None,
    });
    thread.unwrap_or(root.as_str()).to_owned()
}

fn levels(spec: &Spec, root: TableKind) -> &'static [PagingLevel] {
    let few = if root == TableKind::Pud { Aarch64Levels::Three } else { Aarch64Levels::Four };
    spec.arch.levels_with(few)
}

/// Tables that are shared over and over map more than can be looked at.
const MAX_PAGES: usize = 1 << 22;

struct Page<'s> {
    root: &'s ObjectName,
    vaddr: u64,
    cap: &'s Cap,
    frame_size: u64,
    paddr: Option<u64>,
}

struct Walk<'s, 'w> {
    spec: &'s Spec,
    root: &'s ObjectName,
    levels: &'static [PagingLevel],
    pages: &'w mut Vec<Page<'s>>,
    /// Tables that are entered at further addresses.
    again: &'w mut Vec<(&'s ObjectName, u64, &'s ObjectName)>,
    /// From which topmost tables an object is seen.
    seen_from: &'w mut HashMap<&'s ObjectName, HashSet<&'s ObjectName>>,
}

impl<'s> Walk<'s, '_> {
    fn table(&mut self, table: &'s Table, depth: usize, base: u64) {
        // Tables below the last level, or in a circle, map nothing.
        let Some(level) = self.levels.get(depth) else { return };
        for (slot, cap) in &table.slots {
            let Some(cap) = cap else { continue };
            if self.pages.len() >= MAX_PAGES {
                return;
            }
            let vaddr = base.wrapping_add(slot.wrapping_shl(level.entry_bits.into()));
            let is_new = self.seen_from.entry(&cap.object).or_default().insert(self.root);
            match self.spec.object(cap.object.as_str()) {
                Some(Object::Table(below)) if is_new => self.table(below, depth + 1, vaddr),
                // The same memory at another address gives no more power.
                Some(Object::Table(_)) => self.again.push((self.root, vaddr, &cap.object)),
                Some(Object::Frame(frame)) => {
                    self.pages.push(Page { root: self.root, vaddr, cap, frame_size: frame.size, paddr: frame.paddr })
                }
                _ => {}
            }
        }
    }
}
