// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Renders the files of one address space.

use std::{
    io::{self, Write},
    sync::Arc,
};

use camino::Utf8PathBuf;
use camkes_hir::model::Assembly;
use minijinja::ErrorKind;

use crate::{
    SpacePlan, SpaceRequest, Target, TemplateFailure, Templates,
    host::{
        model::Model,
        scope::{Scope, context},
    },
    near::{NearView, Skeleton},
    plan::{Item, Subject},
    space::SharedSpace,
};

/// No generated file may be larger, in bytes. Ours have some tens of thousands.
const LARGEST_OUTPUT: usize = 64 << 20;

/// A file of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneratedFile {
    /// Where it goes, below the output folder; never absolute.
    pub path: Utf8PathBuf,
    /// What it holds; shared, so that a copy of the file is cheap.
    pub bytes: Arc<[u8]>,
}

/// What comes out of one address space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedSpace {
    /// Its files, in the order of the plan.
    pub files: Vec<GeneratedFile>,
    /// Its part of the CapDL specification.
    pub request: SpaceRequest,
}

/// A template looked at something that a [`NearView`] does not show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookedBeyond;

/// Renders the files of one address space. The result depends on nothing but the arguments.
///
/// # Errors
/// The failures of all its templates; what the others made is thrown away.
pub fn render_space(
    assembly: &Arc<Assembly>,
    plan: &SpacePlan,
    target: &Target,
    templates: &Templates,
) -> Result<RenderedSpace, Vec<TemplateFailure>> {
    render(&Arc::new(Model::whole(Arc::clone(assembly), target.clone())), plan, templates)
}

/// Renders an address space from what is near to it. What it gives is what [`render_space`] gives.
///
/// # Errors
/// [`LookedBeyond`] if that is not enough: then the whole assembly is needed.
pub fn render_near(
    skeleton: &Skeleton,
    view: &Arc<NearView>,
    plan: &SpacePlan,
    target: &Target,
    templates: &Templates,
) -> Result<Result<RenderedSpace, Vec<TemplateFailure>>, LookedBeyond> {
    let model = Arc::new(Model::near(skeleton, Arc::clone(view), target.clone()));
    let rendered = render(&model, plan, templates);
    if model.looked_beyond() { Err(LookedBeyond) } else { Ok(rendered) }
}

fn render(model: &Arc<Model>, plan: &SpacePlan, templates: &Templates) -> Result<RenderedSpace, Vec<TemplateFailure>> {
    let first = plan.items.first().map_or("", |item| item.template.as_str());
    let space_failure = |error: camkes_capdl::CapdlError| {
        vec![TemplateFailure::plain(first, error.to_string()).for_entity(plan.name.to_string(), None)]
    };
    let space = SharedSpace::new(&plan.name, model.target.arch).map_err(space_failure)?;
    let mut files = Vec::with_capacity(plan.items.len());
    let mut failures = Vec::new();
    for item in &plan.items {
        match file(model, &space, item, templates) {
            Ok(file) => files.push(file),
            Err(failure) => failures.push(*failure),
        }
    }
    let request = space.finish(&plan.name);
    if !failures.is_empty() {
        return Err(failures);
    }
    Ok(RenderedSpace { files, request: request.map_err(space_failure)? })
}

fn file(
    model: &Arc<Model>,
    space: &SharedSpace,
    item: &Item,
    templates: &Templates,
) -> Result<GeneratedFile, Box<TemplateFailure>> {
    let entity = name(model, item.subject);
    let failure = |error: &minijinja::Error| {
        let mut failure = TemplateFailure::new(&item.template, error, |name| templates.text(name));
        if error.kind() == ErrorKind::WriteFailure {
            failure.message = format!("the file would be larger than {} MiB", LARGEST_OUTPUT >> 20);
        }
        Box::new(failure.for_entity(entity.clone(), Some(item.subject)))
    };
    let Some(scope) = Scope::new(model, space, item.subject) else {
        let message = "the plan is for another assembly".to_owned();
        let failure = TemplateFailure::plain(&item.template, message);
        return Err(Box::new(failure.for_entity(entity, Some(item.subject))));
    };
    let template = templates.environment().get_template(&item.template).map_err(|error| failure(&error))?;
    let mut output = Limited { bytes: Vec::new() };
    template.render_captured_to(context(&scope, item), &mut output).map_err(|error| failure(&error))?;
    let mut bytes = output.bytes;
    // The engine drops the last line break of a template; a text file ends with one.
    if bytes.last().is_some_and(|last| *last != b'\n') {
        bytes.push(b'\n');
    }
    Ok(GeneratedFile { path: item.output.clone(), bytes: bytes.into() })
}

/// What a subject is called.
fn name(model: &Model, subject: Subject) -> String {
    let assembly = &model.assembly;
    match subject {
        Subject::Instance(index) => assembly.instances.get(index).map(|i| i.name.to_string()),
        Subject::End(at) => at
            .resolve(assembly)
            .and_then(|(_, end)| assembly.resolve(end))
            .map(|(instance, interface)| format!("{}.{}", instance.name, interface.name)),
    }
    .unwrap_or_default()
}

struct Limited {
    bytes: Vec<u8>,
}

impl Write for Limited {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + more.len() > LARGEST_OUTPUT {
            return Err(io::Error::other("too large"));
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
