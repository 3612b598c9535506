// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Systems that are generated from templates with Python's idioms, in the layout of the reference tool: the same files from the
//! same templates in the same order as its CMake rules ask the runner for them, and so the same bytes.
//!
//! What one of these templates leaves another one may take, in whatever address space, and numbers of symbols run on through all
//! of them. So such a system is one unit: it is generated as a whole, or not at all.

mod declared;
mod items;
mod memory;
mod templates;

use std::sync::Arc;

use camkes_hir::model::Assembly;

pub use self::declared::{ComponentTemplates, Declared};
pub(crate) use self::items::of_connection;
pub use self::templates::PythonTemplates;
use self::{
    items::{Item, Output},
    templates::DESCRIPTION,
};
use crate::{
    Ast, Failure, Generated, GeneratedFile, Target, TemplateFailure,
    generate::{failures, schedule},
    runner::{Objects, Runner, RunnerOptions},
};

/// Generates a system: all files of the reference tool's CMake rules, a picture, and the specification as far as it is known
/// before the ELF files are. `ast` is the same system as `assembly`, which `pictures` show.
///
/// # Errors
/// All that is missing; else the first template that fails, since those after it may need what it would have left; else
/// what makes no sense in what they asked for.
pub fn generate_python(
    assembly: &Assembly,
    ast: &Arc<Ast>,
    target: &Target,
    templates: &PythonTemplates,
    stem: &str,
    pictures: &[GeneratedFile],
) -> Result<Generated, Vec<Failure>> {
    let items = items::of(assembly, templates).map_err(failures)?;
    if let Some(memory) = templates.memory() {
        return memory.generate(assembly, ast, target, templates, items, Ending { stem, pictures });
    }
    let runner = |objects: Objects| -> Runner {
        let engine = Arc::clone(templates.engine());
        let runner = Runner::new(Arc::clone(ast), options(target), target.sizes.clone(), objects, engine);
        runner.with_limits(templates.limits())
    };
    let one = |failure: Box<TemplateFailure>| vec![Failure::Template(*failure)];
    let mut files = Vec::with_capacity(items.len() + 3);
    let description = runner(Objects::Absent).render_for(None, DESCRIPTION, DESCRIPTION).map_err(one)?;
    files.push(file(DESCRIPTION, description.text));
    let runner = runner(Objects::Fresh);
    for item in &items {
        let text = match &item.from {
            Output::Text(text) => text.clone(),
            Output::Template { name, subject } => {
                runner.render_for(*subject, name, item.path.as_str()).map_err(one)?.text
            }
        };
        files.push(file(item.path.as_str(), text));
    }
    finish(assembly, &runner, &items, files, Ending { stem, pictures })
}

/// What comes behind the items.
#[derive(Clone, Copy)]
struct Ending<'a> {
    stem: &'a str,
    pictures: &'a [GeneratedFile],
}

/// The files of a system and its specification, once its items are rendered.
fn finish(
    assembly: &Assembly,
    runner: &Runner,
    items: &[Item],
    mut files: Vec<GeneratedFile>,
    Ending { stem, pictures }: Ending<'_>,
) -> Result<Generated, Vec<Failure>> {
    let state = runner.finish().map_err(|failure| vec![Failure::State(failure)])?;
    let mut spec = state.into_spec().map_err(failures)?;
    spec.schedule = schedule(assembly)?;
    files.extend(pictures.iter().filter(|picture| items.iter().all(|item| item.path != picture.path)).cloned());
    files.push(file(&format!("{stem}.cdl"), spec.to_cdl()));
    Ok(Generated { files, spec: Arc::new(spec) })
}

fn file(path: &str, text: String) -> GeneratedFile {
    GeneratedFile { path: path.into(), bytes: text.into_bytes().into() }
}

fn options(target: &Target) -> RunnerOptions {
    let options = &target.options;
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    RunnerOptions {
        frpc_lock_elision: options.rpc_lock_elision.is_on(),
        fprovide_tcb_caps: options.provide_tcb_caps.is_on(),
        default_priority: options.default_priority.into(),
        default_max_priority: options.default_max_priority.into(),
        default_affinity: options.default_affinity.into(),
        default_period: whole(options.default_period),
        default_budget: whole(options.default_budget),
        default_data: whole(options.default_data),
        default_size_bits: options.default_size_bits.into(),
        default_stack_size: whole(options.default_stack_size),
        largeframe: options.largeframe.is_on(),
        largeframe_dma: options.largeframe_dma.is_on(),
        debug_fault_handlers: options.debug_fault_handlers.is_on(),
        realtime: options.realtime(),
        ..RunnerOptions::new(target.arch)
    }
}
