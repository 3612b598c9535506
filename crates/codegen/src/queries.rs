// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Generation as incremental queries over a system: an edit renders those address spaces again that can see it.
//!
//! `plan` and the two views stand between the assembly and the rendering: when an edit leaves them equal for a space,
//! its files stay as they are.
#![allow(missing_docs, reason = "salsa's macros write accessors without documentation")]

use std::sync::Arc;

use camkes_hir::{Db, System, assembly, model::Assembly};
use smol_str::SmolStr;

use crate::{
    Failure, Generated, NearView, Neighbourhood, Plan, PlanError, RenderedSpace, Skeleton, SpacePlan, Target,
    TemplateFailure, Templates, assemble, plan::plan as make_plan, render_near, render_space as render_whole,
};

/// How systems are generated.
#[salsa::input(debug)]
pub struct Build {
    /// For what.
    #[returns(ref)]
    pub target: Target,
    /// From which templates.
    #[returns(ref)]
    pub templates: Templates,
}

/// The outcome of rendering one address space.
pub type Rendering = Result<RenderedSpace, Vec<TemplateFailure>>;

/// The plan of a system; `None` when it has no assembly.
#[salsa::tracked(returns(clone))]
pub fn plan(db: &dyn Db, system: System, build: Build) -> Option<Arc<Result<Plan, Vec<PlanError>>>> {
    let assembly = assembly(db, system)?;
    Some(Arc::new(make_plan(&assembly, build.templates(db))))
}

/// The plan of one address space.
#[salsa::tracked(returns(clone))]
fn space_plan(db: &dyn Db, system: System, build: Build, space: SmolStr) -> Option<Arc<SpacePlan>> {
    let plan = plan(db, system, build)?;
    let plan = plan.as_ref().as_ref().ok()?;
    plan.spaces.iter().find(|known| known.name == space).cloned().map(Arc::new)
}

/// The composition as every address space sees it.
#[salsa::tracked(returns(clone))]
fn skeleton(db: &dyn Db, system: System) -> Option<Arc<Skeleton>> {
    Some(Arc::new(Skeleton::of(&*assembly(db, system)?)))
}

#[salsa::tracked(returns(clone))]
fn neighbourhood(db: &dyn Db, system: System) -> Option<Arc<Neighbourhood>> {
    Some(Arc::new(Neighbourhood::of(&*assembly(db, system)?)))
}

/// What one address space sees besides the composition.
#[salsa::tracked(returns(clone))]
fn near_view(db: &dyn Db, system: System, space: SmolStr) -> Option<Arc<NearView>> {
    let (assembly, neighbourhood) = (assembly(db, system)?, neighbourhood(db, system)?);
    Some(Arc::new(NearView::of(&assembly, &neighbourhood, &space)))
}

/// Renders an address space; `None` when the system has none of that name, or no plan.
#[salsa::tracked(returns(clone))]
pub fn render_space(db: &dyn Db, system: System, build: Build, space: SmolStr) -> Option<Arc<Rendering>> {
    let plan = space_plan(db, system, build, space.clone())?;
    let (skeleton, view) = (skeleton(db, system)?, near_view(db, system, space)?);
    let (target, templates) = (build.target(db), build.templates(db));
    let rendering = match render_near(&skeleton, &view, &plan, target, templates) {
        Ok(rendering) => rendering,
        Err(_) => render_whole(&assembly(db, system)?, &plan, target, templates),
    };
    Some(Arc::new(rendering))
}

/// Everything that is generated for a system; `None` when it has no assembly. `stem` is the name of the root file
/// without its extension.
///
/// Callers with threads ask for [`render_space`] of each space of the [`plan()`] on snapshots of the database first.
#[must_use]
pub fn generate(db: &dyn Db, system: System, build: Build, stem: &str) -> Option<Result<Generated, Vec<Failure>>> {
    let assembly: Arc<Assembly> = assembly(db, system)?;
    let plan = plan(db, system, build)?;
    let plan = match plan.as_ref() {
        Ok(plan) => plan,
        Err(errors) => return Some(Err(errors.iter().cloned().map(Failure::from).collect())),
    };
    let spaces = plan.spaces.iter().filter_map(|space| {
        let rendering = render_space(db, system, build, space.name.clone())?;
        Some(Arc::unwrap_or_clone(rendering))
    });
    Some(assemble(&assembly, build.target(db), stem, spaces))
}
