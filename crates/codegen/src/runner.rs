// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Templates with Python's idioms, rendered one after the other with one state, as the reference tool's runner does it.
//!
//! [`Ast`] is what they see of the system, [`Runner`] renders item after item, and [`Runner::finish`] gives what they asked for. Slots and
//! symbols are numbered in the order of the items, and what one template leaves in the stash another one may take.

mod alloc;
mod cap;
mod context;
mod copy;
mod entity;
mod isabelle;
mod item;
mod kernel;
mod log;
mod lower;
mod macros;
mod memory;
mod messages;
mod names;
mod objects;
mod options;
mod past;
mod py;
mod regions;
mod replay;
mod restore;
mod slots;
mod stash;
mod store;
mod types;

use std::{
    io::{Seek, Write},
    sync::{Arc, MutexGuard},
};

use camkes_capdl::{ObjectSizes, ObjectState};
use camkes_jinja::{Engine, ErrorKind, Limits, TemplateError};

use self::{
    context::{Context, Run, Scope},
    entity::{At, Entity, Side, System},
    kernel::KernelObject,
    objects::{cnode, container},
    store::{Space, State, Store},
    types::Kind,
};
pub use self::{item::ItemError, lower::StateFailure, options::RunnerOptions};
pub(crate) use self::{
    past::{Past, changes_between},
    replay::Changes,
};
use crate::{
    ast::{Ast, Text},
    connectors,
    failure::{TemplateFailure, TemplatePlace},
    plan::{EndRef, Subject},
};

/// Whether templates may ask for kernel objects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Objects {
    /// They may, from nothing on.
    Fresh,
    /// They may, and find those that an earlier call or the linker left.
    Kept(Box<ObjectState>),
    /// They may not: what is made is the description of the build alone.
    Absent,
}

/// A call of the runner: items rendered with one state.
#[derive(Debug)]
pub struct Runner {
    run: Arc<Run>,
    engine: Arc<Engine>,
    limits: Limits,
}

/// What was rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedItem {
    /// The text.
    pub text: String,
    /// The templates that it came from.
    pub templates: Vec<Text>,
}

/// Why an item was not rendered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RunFailure {
    /// There is no such item.
    #[error(transparent)]
    Item(#[from] ItemError),
    /// Its template fails.
    #[error("{failure}")]
    Template {
        /// Where, and why.
        failure: Box<TemplateFailure>,
        /// Where the entity is declared that it was rendered for: `file:line:column`.
        declared: Option<String>,
    },
}

impl Runner {
    /// A call for a system. `engine` has the templates.
    #[must_use]
    pub fn new(
        ast: impl Into<Arc<Ast>>,
        options: RunnerOptions,
        sizes: ObjectSizes,
        objects: Objects,
        engine: Arc<Engine>,
    ) -> Self {
        let system = Arc::new(System::new(ast.into()));
        let arch = match &objects {
            Objects::Kept(state) => state.spec.arch,
            Objects::Fresh | Objects::Absent => options.architecture,
        };
        let store = Arc::new(Store::new(arch, sizes, objects != Objects::Absent));
        Self::of(system, store, options, objects, engine)
    }

    fn of(
        system: Arc<System>,
        store: Arc<Store>,
        options: RunnerOptions,
        objects: Objects,
        engine: Arc<Engine>,
    ) -> Self {
        match objects {
            Objects::Fresh => make_spaces(&system.ast, &store),
            Objects::Kept(state) => restore::restore(*state, &store),
            Objects::Absent => {}
        }
        Self { run: Arc::new(Run::new(system, store, &options)), engine, limits: Limits::default() }
    }

    /// Limits what each item may take.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Renders an item: `assembly/`, `component/INSTANCE`, or `connector/CONNECTION/from|to/INDEX`.
    ///
    /// # Errors
    /// There is no such item, or its template fails.
    pub fn render(&self, item: &str, template: &str, outfile: &str) -> Result<RenderedItem, RunFailure> {
        let at = item::find(&self.run.system.ast, item)?;
        self.render_at(at, template, outfile).map_err(|failure| {
            let entity = Entity { system: Arc::clone(&self.run.system), at };
            let declared = entity.place().filter(|place| place.line > 0).map(|place| self.run.system.ast.show(place));
            RunFailure::Template { failure, declared }
        })
    }

    /// Renders a template for an instance or an end of a connection; without a subject, for the assembly.
    ///
    /// # Errors
    /// The template fails.
    pub fn render_for(
        &self,
        subject: Option<Subject>,
        template: &str,
        outfile: &str,
    ) -> Result<RenderedItem, Box<TemplateFailure>> {
        // No table is longer than its numbers reach.
        let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let at = match subject {
            None => At::Assembly,
            Some(Subject::Instance(index)) => At::Instance(number(index)),
            Some(Subject::End(EndRef { connection, side, index })) => {
                let side = match side {
                    connectors::Side::From => Side::From,
                    connectors::Side::To => Side::To,
                };
                At::End { connection: number(connection), side, index: number(index) }
            }
        };
        self.render_at(at, template, outfile).map_err(|mut failure| {
            failure.subject = subject;
            failure
        })
    }

    fn render_at(&self, at: At, template: &str, outfile: &str) -> Result<RenderedItem, Box<TemplateFailure>> {
        let scope = Arc::new(self.scope(at, outfile));
        let names = Arc::new(Context::new(&scope));
        match self.engine.render(template, names, &self.limits) {
            Ok(rendered) => Ok(RenderedItem { text: rendered.text, templates: rendered.templates }),
            Err(error) => Err(Box::new(self.failure(&error, at))),
        }
    }

    /// What all items asked for. No item can be rendered after it: what templates left for each other is gone.
    ///
    /// # Errors
    /// Something has a value that it can't have, or two things contradict each other.
    pub fn finish(&self) -> Result<ObjectState, StateFailure> {
        lower::state(&self.finished(), &self.schedule())
    }

    /// Writes the file with what [`Self::finish`] gives, with less memory on the way.
    ///
    /// # Errors
    /// As [`Self::finish`]; else the file takes no more.
    pub fn finish_file(&self, file: impl Write + Seek) -> Result<(), StateFailure> {
        lower::write(&self.finished(), &self.schedule(), file)
    }

    /// The state without what templates left for each other.
    fn finished(&self) -> MutexGuard<'_, State> {
        let left = {
            let mut state = self.run.store.lock();
            (std::mem::take(&mut state.stash), std::mem::take(&mut state.named))
        };
        // Not under the lock: what is dropped may ask for it.
        drop(left);
        self.run.store.lock()
    }

    fn schedule(&self) -> Vec<lower::Turn> {
        self.run.system.ast.schedule.iter().map(|item| (item.domain, item.duration)).collect()
    }

    fn scope(&self, at: At, outfile: &str) -> Scope {
        let system = &self.run.system;
        let entity = Entity { system: Arc::clone(system), at };
        let label = entity.label();
        let parent_label = if matches!(at, At::End { .. }) { label.clone() } else { None };
        let instance = match at {
            At::Instance(index) => Some(index),
            At::End { connection, side, index } => system.end(connection, side, index).map(|end| end.instance),
            _ => None,
        };
        let key = instance.and_then(|index| system.ast.instances.get(index as usize)).map(|it| &it.address_space);
        let space = key.and_then(|key| self.run.store.lock().spaces.get_index_of(key));
        Scope { run: Arc::clone(&self.run), at, label, parent_label, space, outfile: Text::from(outfile) }
    }

    fn failure(&self, error: &TemplateError, at: At) -> TemplateFailure {
        let entity = Entity { system: Arc::clone(&self.run.system), at };
        let name = match at {
            At::Assembly => String::new(),
            _ => camkes_jinja::Host::str(&entity),
        };
        let message = match error.kind {
            ErrorKind::Raised(class) if !matches!(class, "TemplateError" | "Exception") => {
                format!("{class}: {}", error.message)
            }
            _ => error.message.clone(),
        };
        let via = error.via.iter().map(|place| TemplatePlace {
            template: (&*place.template).into(),
            line: place.line as usize,
            column: 1,
        });
        TemplateFailure {
            template: (&*error.template).into(),
            line: error.line as usize,
            column: error.column as usize,
            entity: name,
            subject: None,
            message,
            via: via.collect(),
        }
    }
}

impl Drop for Runner {
    /// What templates hold refers to the state, and the state holds some of it: that circle is cut here.
    fn drop(&mut self) {
        let mut state = self.run.store.lock();
        let old = state.begin_again();
        drop(state);
        drop(old);
        self.run.system.release();
    }
}

/// The CNode and the topmost page table of each address space that holds software.
fn make_spaces(ast: &Ast, store: &Store) {
    let mut state = store.lock();
    for instance in &ast.instances {
        let hardware = ast.components.get(instance.component as usize).is_some_and(|component| component.hardware);
        let key = &instance.address_space;
        if hardware || state.spaces.contains_key(key) {
            continue;
        }
        let mut add = |name: String, kind: Kind, body| {
            state.allocated += 1;
            let object = KernelObject { name: state.names.add(&name), kind, body };
            state.add(object.name, Some(Arc::clone(key)), object)
        };
        let cnode = add(format!("{key}_cnode"), Kind::CNode, cnode("auto".into()));
        let root = add(format!("{key}_group_bin_pd"), Kind::PageTable, container());
        let kind = state.root_kind();
        if let Some(object) = state.object_mut(root) {
            object.kind = kind;
        }
        let space = Space { cnode, root, next: 1, symbols: indexmap::IndexMap::new() };
        state.spaces.insert(Arc::clone(key), space);
    }
}
