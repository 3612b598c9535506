// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a process that goes on remembers of the systems that it generated from a set of templates: a change renders those items again that
//! can see it.

use std::{
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use camkes_hir::model::Assembly;

use super::{
    Ending, PythonTemplates, file, finish,
    items::{Item, Output},
    options,
    templates::DESCRIPTION,
};
use crate::{
    Ast, Failure, Generated, GeneratedFile, Target,
    runner::{Objects, Past, Runner, changes_between},
};

/// How many systems are remembered: an editor may have several.
const SYSTEMS: usize = 4;

/// The systems that were generated last, the latest first.
#[derive(Default)]
pub(super) struct Memory {
    systems: Mutex<Vec<Remembered>>,
    rendered: AtomicUsize,
}

struct Remembered {
    stem: String,
    target: Target,
    ast: Arc<Ast>,
    items: Vec<Item>,
    description: Past,
    past: Past,
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Memory")
    }
}

impl Memory {
    fn systems(&self) -> MutexGuard<'_, Vec<Remembered>> {
        self.systems.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many items were rendered so far.
    pub(super) fn rendered(&self) -> usize {
        self.rendered.load(Ordering::Relaxed)
    }

    /// As [`super::generate_python`].
    pub(super) fn generate(
        &self,
        assembly: &Assembly,
        ast: &Arc<Ast>,
        target: &Target,
        templates: &PythonTemplates,
        items: Vec<Item>,
        ending: Ending<'_>,
    ) -> Result<Generated, Vec<Failure>> {
        let stem = ending.stem;
        // What is known is taken: a failure on the way leaves it half old and half new.
        let known = {
            let mut systems = self.systems();
            let of = |known: &Remembered| known.stem == stem && known.target == *target && known.items == items;
            let at = systems.iter().position(|known| of(known) && known.ast.has_parts_of(ast));
            at.map(|at| systems.remove(at))
        };
        let fitting = known.and_then(|known| Some((changes_between(&known.ast, ast)?, known)));
        let (mut changes, mut known) = match fitting {
            Some((changes, known)) => (changes, Remembered { ast: Arc::clone(ast), ..known }),
            None => {
                let past = |objects| Past::new(&options(target), target.sizes.clone(), &objects);
                let known = Remembered {
                    stem: stem.to_owned(),
                    target: target.clone(),
                    ast: Arc::clone(ast),
                    items,
                    description: past(Objects::Absent),
                    past: past(Objects::Fresh),
                };
                (crate::runner::Changes::default(), known)
            }
        };
        let before = known.rendered();
        let made = known.render(assembly, templates, ending, &mut changes);
        self.rendered.fetch_add(known.rendered() - before, Ordering::Relaxed);
        let made = made?;
        let mut systems = self.systems();
        systems.truncate(SYSTEMS - 1);
        systems.insert(0, known);
        Ok(made)
    }
}

impl Remembered {
    fn rendered(&self) -> usize {
        self.description.rendered() + self.past.rendered()
    }

    fn render(
        &mut self,
        assembly: &Assembly,
        templates: &PythonTemplates,
        ending: Ending<'_>,
        changes: &mut crate::runner::Changes,
    ) -> Result<Generated, Vec<Failure>> {
        let one = |failure| vec![Failure::Template(failure)];
        let runner = |past: &Past, objects| {
            let engine = Arc::clone(templates.engine());
            let runner = Runner::after(past, Arc::clone(&self.ast), options(&self.target), objects, engine);
            runner.with_limits(templates.limits())
        };
        let mut files = Vec::with_capacity(self.items.len() + 3);
        let made = |path: &str, bytes: Arc<[u8]>| GeneratedFile { path: path.into(), bytes };
        let item = (None, DESCRIPTION, DESCRIPTION);
        let description = runner(&self.description, Objects::Absent);
        // It has a state of its own.
        let mut own = changes.clone();
        let bytes = description.render_again(0, item, &mut self.description, &mut own).map_err(|it| one(*it))?;
        drop(description);
        files.push(made(DESCRIPTION, bytes));
        let runner = runner(&self.past, Objects::Fresh);
        for (number, item) in self.items.iter().enumerate() {
            let path = item.path.as_str();
            match &item.from {
                Output::Text(text) => files.push(file(path, text.clone())),
                Output::Template { name, subject } => {
                    let asked = (*subject, name.as_str(), path);
                    let bytes = runner.render_again(number, asked, &mut self.past, changes).map_err(|it| one(*it))?;
                    files.push(made(path, bytes));
                }
            }
        }
        finish(assembly, &runner, &self.items, files, ending)
    }
}
