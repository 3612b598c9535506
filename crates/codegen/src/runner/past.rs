// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The items of the last call, for the next one.

use std::sync::Arc;

use camkes_capdl::ObjectSizes;
use camkes_jinja::Engine;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Objects, Runner, RunnerOptions,
    entity::System,
    log::{Key, Log},
    replay::{Changes, Item},
    store::Store,
};
use crate::{
    ast::{Ast, Setting, Text, Value},
    failure::TemplateFailure,
    plan::Subject,
};

/// The items of the last call, by their numbers. A call for a system that differs in settings and places alone renders those
/// again that can see the difference.
#[derive(Debug)]
pub(crate) struct Past {
    store: Arc<Store>,
    items: Vec<Option<Item>>,
    /// Entities in what is kept are of this system.
    nowhere: Arc<System>,
    /// Something can't be written down: nothing is kept any more.
    is_off: bool,
    rendered: usize,
}

impl Past {
    /// Nothing yet.
    pub(crate) fn new(options: &RunnerOptions, sizes: ObjectSizes, objects: &Objects) -> Self {
        Self {
            store: Arc::new(Store::new(options.architecture, sizes, *objects != Objects::Absent)),
            items: Vec::new(),
            nowhere: Arc::new(System::new(Arc::default())),
            is_off: false,
            rendered: 0,
        }
    }

    /// How many items were rendered so far.
    pub(crate) fn rendered(&self) -> usize {
        self.rendered
    }
}

impl Runner {
    /// A call whose items are kept. `objects` are [`Objects::Fresh`] or [`Objects::Absent`], as the past was made for.
    pub(crate) fn after(
        past: &Past,
        ast: Arc<Ast>,
        options: RunnerOptions,
        objects: Objects,
        engine: Arc<Engine>,
    ) -> Self {
        let store = Arc::clone(&past.store);
        let old = store.lock().begin_again();
        drop(old);
        let system = if past.is_off { System::new(ast) } else { System::noted(ast, &store) };
        Self::of(Arc::new(system), store, options, objects, engine)
    }

    /// As [`Self::render_for`], of the item of a number. It is rendered only if it can see what changed, to which is added what it does
    /// differently from the last time.
    ///
    /// # Errors
    /// As [`Self::render_for`].
    pub(crate) fn render_again(
        &self,
        number: usize,
        (subject, template, outfile): (Option<Subject>, &str, &str),
        past: &mut Past,
        changes: &mut Changes,
    ) -> Result<Arc<[u8]>, Box<TemplateFailure>> {
        if past.is_off {
            past.rendered += 1;
            return Ok(self.render_for(subject, template, outfile)?.text.into_bytes().into());
        }
        if past.items.len() <= number {
            past.items.resize_with(number + 1, || None);
        }
        let store = &self.run.store;
        let known = past.items.get(number).and_then(Option::as_ref);
        {
            let mut state = store.lock();
            match known.map(Item::first) {
                Some(first) => state.fill_up(first),
                None => state.leave_room(),
            }
            if let Some(item) = known.filter(|item| item.is_current(changes, &state)) {
                state.leave_again(item, &self.run.system);
                return Ok(Arc::clone(&item.text));
            }
            state.log = Some(Box::new(Log::new(&state)));
        }
        past.rendered += 1;
        let rendered = self.render_for(subject, template, outfile);
        let log = store.lock().log.take();
        let text: Arc<[u8]> = rendered?.text.into_bytes().into();
        let item = log.and_then(|mut log| {
            let lent = std::mem::take(&mut log.lent);
            let unchanged = self.run.system.are_settings(lent);
            unchanged.then(|| Item::of(Arc::clone(&text), *log, &store.lock(), &past.nowhere)).flatten()
        });
        match item {
            Some(item) => {
                changes.add_differences(known, &item);
                if let Some(place) = past.items.get_mut(number) {
                    *place = Some(item);
                }
            }
            None => {
                past.is_off = true;
                past.items.clear();
            }
        }
        Ok(text)
    }
}

/// What a template could see to be different in a system; `None` if it is made of other parts.
pub(crate) fn changes_between(before: &Ast, after: &Ast) -> Option<Changes> {
    let mut changes = Changes::default();
    if !before.has_parts_of(after) {
        return None;
    }
    if !before.has_places_of(after) {
        changes.add(Key::Places);
    }
    if before.settings != after.settings {
        changes.add(Key::AllSettings);
        let named = |settings: &[Setting]| -> FxHashSet<(Text, Text)> {
            settings.iter().map(|it| (Text::clone(&it.instance), Text::clone(&it.attribute))).collect()
        };
        let (before, after) = (named(&before.settings), named(&after.settings));
        for (entity, name) in before.symmetric_difference(&after) {
            changes.add(Key::Setting(entity, name));
            changes.add(Key::Settings(entity));
        }
    }
    type Settings = Vec<(Text, Value)>;
    let mut known: FxHashMap<&Text, &Settings> = before.configuration.iter().map(|(name, all)| (name, all)).collect();
    for (entity, now) in &after.configuration {
        let was = known.remove(entity).map_or(&[][..], |was| was);
        add_settings(&mut changes, entity, was, now);
    }
    known.into_iter().for_each(|(entity, was)| add_settings(&mut changes, entity, was, &[]));
    Some(changes)
}

/// Notes the settings of an entity that differ.
fn add_settings(changes: &mut Changes, entity: &str, was: &[(Text, Value)], now: &[(Text, Value)]) {
    if was == now {
        return;
    }
    changes.add(Key::Settings(entity));
    let value = |all: &[(Text, Value)], name: &Text| all.iter().position(|(known, _)| known == name);
    for (name, _) in was.iter().chain(now) {
        let (was_at, now_at) = (value(was, name), value(now, name));
        let same = was_at.and_then(|at| was.get(at)) == now_at.and_then(|at| now.get(at));
        if !same {
            changes.add(Key::Setting(entity, name));
        }
    }
}
