// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A whole system: the files of all address spaces, the diagram and the CapDL specification.

use std::sync::Arc;

use camkes_capdl::{CapdlError, ObjectSpace, ScheduleItem, Spec};
use camkes_hir::model::{Assembly, DurationUnit};

use crate::{
    GeneratedFile, Plan, PlanError, RenderedSpace, Target, TemplateFailure, Templates, diagram, plan, render_space,
    runner::StateFailure,
};

/// All that is generated for a system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// Every file in order: those of the address spaces, then `graph.dot`, `graph.svg` and `<stem>.cdl`.
    pub files: Vec<GeneratedFile>,
    /// The specification that the last file holds, as far as it is known before the ELF files are.
    pub spec: Arc<Spec>,
}

/// A reason why nothing is generated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Something is missing before anything is rendered.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A template fails.
    #[error(transparent)]
    Template(#[from] TemplateFailure),
    /// What the address spaces ask for does not make a system.
    #[error(transparent)]
    Capdl(#[from] CapdlError),
    /// What templates of the reference tool's layout ask for does not make sense.
    #[error(transparent)]
    State(#[from] StateFailure),
    /// The schedule has a duration that CapDL can't carry.
    #[error("the schedule gives domain {domain} a duration in microseconds, but CapDL only knows the kernel's ticks")]
    Microseconds {
        /// The domain.
        domain: u32,
    },
}

/// Generates a system, one address space after the other. `stem` is the name of the root file without its extension.
///
/// A caller with threads calls [`plan()`], [`render_space`] for each space in any order, and [`assemble`]; the bytes
/// are the same.
///
/// # Errors
/// Everything that is wrong in the first stage that fails.
pub fn generate(
    assembly: &Arc<Assembly>,
    target: &Target,
    templates: &Templates,
    stem: &str,
) -> Result<Generated, Vec<Failure>> {
    let plan = plan(assembly, templates).map_err(failures)?;
    let Plan { spaces } = &plan;
    assemble(assembly, target, stem, spaces.iter().map(|space| render_space(assembly, space, target, templates)))
}

/// Puts together what came out of the address spaces, which must be given in the order of the plan.
///
/// # Errors
/// The failures of all spaces; else the contradictions between them.
pub fn assemble(
    assembly: &Assembly,
    target: &Target,
    stem: &str,
    spaces: impl IntoIterator<Item = Result<RenderedSpace, Vec<TemplateFailure>>>,
) -> Result<Generated, Vec<Failure>> {
    let (mut files, mut requests, mut failed) = (Vec::new(), Vec::new(), Vec::new());
    for space in spaces {
        match space {
            Ok(space) => {
                files.extend(space.files);
                requests.push(space.request.objects);
            }
            Err(failures) => failed.extend(failures),
        }
    }
    if !failed.is_empty() {
        return Err(failures(failed));
    }
    let (spec, text) = specification(target, stem, schedule(assembly)?, requests)?;
    files.extend(pictures(assembly));
    files.push(text);
    Ok(Generated { files, spec: Arc::new(spec) })
}

/// The specification of a system, of what its address spaces ask for, and the file that holds it.
///
/// # Errors
/// The contradictions between the address spaces.
pub(crate) fn specification(
    target: &Target,
    stem: &str,
    schedule: Vec<ScheduleItem>,
    requests: impl IntoIterator<Item = ObjectSpace>,
) -> Result<(Spec, GeneratedFile), Vec<Failure>> {
    let mut spec = Spec::merge(target.arch, requests).map_err(failures)?;
    spec.schedule = schedule;
    let wrong = spec.validate();
    if !wrong.is_empty() {
        return Err(failures(wrong));
    }
    let text = file(format!("{stem}.cdl"), spec.to_cdl());
    Ok((spec, text))
}

/// The files that show an assembly. What they show is in its [`Skeleton`](crate::Skeleton), too.
pub(crate) fn pictures(assembly: &Assembly) -> Vec<GeneratedFile> {
    diagram::files(assembly).into_iter().map(|(path, text)| file(path.to_owned(), text)).collect()
}

fn file(path: String, text: String) -> GeneratedFile {
    GeneratedFile { path: path.into(), bytes: text.into_bytes().into() }
}

pub(crate) fn failures<E: Into<Failure>>(errors: Vec<E>) -> Vec<Failure> {
    errors.into_iter().map(Into::into).collect()
}

/// The domain schedule.
///
/// # Errors
/// A duration in microseconds: CapDL only has the kernel's ticks, and their length is not known here.
pub(crate) fn schedule(assembly: &Assembly) -> Result<Vec<ScheduleItem>, Vec<Failure>> {
    let (mut items, mut wrong) = (Vec::new(), Vec::new());
    for item in &assembly.schedule {
        match item.unit {
            Some(DurationUnit::Us) => wrong.push(Failure::Microseconds { domain: item.domain }),
            Some(DurationUnit::Ticks) | None => {
                items.push(ScheduleItem { domain: item.domain, duration: item.duration });
            }
        }
    }
    if wrong.is_empty() { Ok(items) } else { Err(wrong) }
}
