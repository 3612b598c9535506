// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Generation as incremental queries over a system: an edit renders those address spaces again that can see it.
//!
//! `plan` and the two views stand between the assembly and the rendering: when an edit leaves them equal for a space,
//! its files stay as they are.
#![allow(missing_docs, reason = "salsa's macros write accessors without documentation")]

use std::sync::Arc;

use camkes_capdl::{ObjectSpace, ScheduleItem, Spec};
use camkes_hir::{Db, System, assembly};
use smol_str::SmolStr;

use crate::{
    Ast, Failure, Generated, GeneratedFile, NearView, Neighbourhood, Plan, PlanError, RenderedSpace, Skeleton,
    SpacePlan, Target, TemplateFailure, TemplateSet, Templates,
    cache::{
        Found, Kept, Key,
        values::{self, Near},
    },
    generate::{pictures as draw, schedule as schedule_of, specification as specify},
    generate_python,
    plan::plan as make_plan,
    reference::PythonTemplates,
    render_near, render_space as render_whole,
};

/// Address spaces of which results are remembered, unless [`make_room`] says otherwise.
pub const FEW_SPACES: usize = 256;

/// Makes room for results of address spaces, [`FEW_SPACES`] at least: twice as many as are generated, since an edit may rename them. The query
/// engine would keep the results of spaces that are gone for good. Waits for all snapshots, as a change does.
pub fn make_room(db: &mut dyn Db, spaces: usize) {
    let most = spaces.saturating_mul(2).max(FEW_SPACES);
    space_plan::set_lru_capacity(db, most);
    near_view::set_lru_capacity(db, most);
    render_space::set_lru_capacity(db, most);
    request::set_lru_capacity(db, most);
}

/// How systems are generated. The same answer is the same value, so that who asks anew finds what is known.
#[salsa::interned(debug, revisions = usize::MAX)]
pub struct Build<'db> {
    /// For what.
    #[returns(ref)]
    pub target: Target,
    /// From which templates.
    #[returns(ref)]
    pub templates: TemplateSet,
    /// Where results outlive the process.
    #[returns(ref)]
    pub kept: Kept,
}

/// The outcome of rendering one address space.
pub type Rendering = Result<RenderedSpace, Vec<TemplateFailure>>;

/// The outcome of generating a system.
pub type Generation = Result<Arc<Generated>, Arc<[Failure]>>;

/// The plan of a system; `None` when it has no assembly, or templates that are rendered as a whole.
#[salsa::tracked(returns(clone))]
pub fn plan<'db>(db: &'db dyn Db, system: System, build: Build<'db>) -> Option<Arc<Result<Plan, Vec<PlanError>>>> {
    let TemplateSet::Own(templates) = build.templates(db) else { return None };
    let assembly = assembly(db, system)?;
    Some(Arc::new(make_plan(&assembly, templates)))
}

/// The plan of one address space.
#[salsa::tracked(returns(clone), lru = 256)]
fn space_plan<'db>(db: &'db dyn Db, system: System, build: Build<'db>, space: SmolStr) -> Option<Arc<SpacePlan>> {
    let plan = plan(db, system, build)?;
    let plan = plan.as_ref().as_ref().ok()?;
    plan.spaces.iter().find(|known| known.name == space).cloned().map(Arc::new)
}

/// The composition as every address space sees it.
#[salsa::tracked(returns(clone))]
fn skeleton(db: &dyn Db, system: System) -> Option<Arc<Skeleton>> {
    Some(Arc::new(Skeleton::of(&*assembly(db, system)?)))
}

/// The files that show the assembly.
#[salsa::tracked(returns(clone))]
fn pictures(db: &dyn Db, system: System) -> Option<Arc<[GeneratedFile]>> {
    Some(draw(skeleton(db, system)?.assembly()).into())
}

/// Stands for the composition as every address space sees it, and in whatever process.
#[salsa::tracked(returns(copy))]
fn skeleton_content(db: &dyn Db, system: System) -> Option<Key> {
    Some(values::skeleton(&*skeleton(db, system)?))
}

/// Stands for the assembly in whatever process.
#[salsa::tracked(returns(copy))]
fn assembly_content(db: &dyn Db, system: System) -> Option<Key> {
    Some(values::assembly(&*assembly(db, system)?))
}

#[salsa::tracked(returns(clone))]
fn neighbourhood(db: &dyn Db, system: System) -> Option<Arc<Neighbourhood>> {
    Some(Arc::new(Neighbourhood::of(&*assembly(db, system)?)))
}

/// What one address space sees besides the composition.
#[salsa::tracked(returns(clone), lru = 256)]
fn near_view(db: &dyn Db, system: System, space: SmolStr) -> Option<Arc<NearView>> {
    let (assembly, neighbourhood) = (assembly(db, system)?, neighbourhood(db, system)?);
    Some(Arc::new(NearView::of(&assembly, &neighbourhood, &space)))
}

/// Renders an address space; `None` when the system has none of that name, or no plan.
#[salsa::tracked(returns(clone), lru = 256)]
pub fn render_space<'db>(db: &'db dyn Db, system: System, build: Build<'db>, space: SmolStr) -> Option<Arc<Rendering>> {
    let TemplateSet::Own(templates) = build.templates(db) else { return None };
    let plan = space_plan(db, system, build, space.clone())?;
    let view = near_view(db, system, space)?;
    let target = build.target(db);
    let key = || Some(values::near_key(skeleton_content(db, system)?, &view, &plan, target, templates));
    let place = match build.kept(db).find(key, values::space) {
        Found::Value(Near::Rendered(space)) => return Some(Arc::new(Ok(*space))),
        Found::Value(Near::Beyond) => return whole(db, system, build, &plan, templates).map(Arc::new),
        Found::Nothing(place) => place,
    };
    let Ok(rendering) = render_near(&*skeleton(db, system)?, &view, &plan, target, templates) else {
        place.inspect(|place| place.keep(values::BEYOND));
        return whole(db, system, build, &plan, templates).map(Arc::new);
    };
    if let (Some(place), Ok(space)) = (place, &rendering) {
        place.keep(&values::of_space(space));
    }
    Some(Arc::new(rendering))
}

/// Renders an address space with all of the assembly, since what is near is not enough.
fn whole<'db>(
    db: &'db dyn Db,
    system: System,
    build: Build<'db>,
    plan: &SpacePlan,
    templates: &Templates,
) -> Option<Rendering> {
    let target = build.target(db);
    let key = || Some(values::whole_key(assembly_content(db, system)?, plan, target, templates));
    let place = match build.kept(db).find(key, values::space) {
        Found::Value(Near::Rendered(space)) => return Some(Ok(*space)),
        Found::Value(Near::Beyond) => None,
        Found::Nothing(place) => place,
    };
    let rendering = render_whole(&assembly(db, system)?, plan, target, templates);
    if let (Some(place), Ok(space)) = (place, &rendering) {
        place.keep(&values::of_space(space));
    }
    Some(rendering)
}

/// The system as templates with Python's idioms see it.
#[salsa::tracked(returns(clone))]
fn ast(db: &dyn Db, system: System) -> Option<Arc<Ast>> {
    Ast::of(db, system).map(Arc::new)
}

/// Everything that is generated for a system; `None` when it has no assembly.
///
/// Callers with threads ask for [`render_space`] of each space of the [`plan()`] on snapshots of the database first.
#[salsa::tracked(returns(clone))]
pub fn generate<'db>(db: &'db dyn Db, system: System, build: Build<'db>) -> Option<Generation> {
    let made = match build.templates(db) {
        TemplateSet::Own(_) => own(db, system, build)?,
        TemplateSet::Python(templates) => python(db, system, build, templates)?,
    };
    Some(made.map(Arc::new).map_err(Arc::from))
}

fn python<'db>(
    db: &'db dyn Db,
    system: System,
    build: Build<'db>,
    templates: &PythonTemplates,
) -> Option<Result<Generated, Vec<Failure>>> {
    let (ast, target, stem) = (ast(db, system)?, build.target(db), stem(db, system));
    let key = || values::system_key(assembly_content(db, system)?, &ast, target, templates, stem);
    let place = match build.kept(db).find(key, values::system) {
        Found::Value(made) => return Some(Ok(made)),
        Found::Nothing(place) => place,
    };
    let made = generate_python(&*assembly(db, system)?, &ast, target, templates, stem, &pictures(db, system)?);
    if let (Some(place), Ok(made)) = (place, &made) {
        place.keep(&values::of_system(made));
    }
    Some(made)
}

fn own<'db>(db: &'db dyn Db, system: System, build: Build<'db>) -> Option<Result<Generated, Vec<Failure>>> {
    let plan = plan(db, system, build)?;
    let plan = match plan.as_ref() {
        Ok(plan) => plan,
        Err(errors) => return Some(Err(errors.iter().cloned().map(Failure::from).collect())),
    };
    let (mut files, mut failed) = (Vec::new(), Vec::new());
    for space in &plan.spaces {
        match &*render_space(db, system, build, space.name.clone())? {
            Ok(space) => files.extend_from_slice(&space.files),
            Err(failures) => failed.extend(failures.iter().cloned().map(Failure::from)),
        }
    }
    if !failed.is_empty() {
        return Some(Err(failed));
    }
    let (spec, text) = match specification(db, system, build)? {
        Ok(made) => made,
        Err(failures) => return Some(Err(failures.to_vec())),
    };
    files.extend_from_slice(&pictures(db, system)?);
    files.push(text);
    Some(Ok(Generated { files, spec }))
}

/// What an address space asks of the kernel: many an edit changes its texts alone. Nothing, if it can't be rendered.
#[salsa::tracked(returns(clone), lru = 256)]
fn request<'db>(db: &'db dyn Db, system: System, build: Build<'db>, space: SmolStr) -> Option<Arc<ObjectSpace>> {
    let rendering = render_space(db, system, build, space)?;
    let rendered = rendering.as_ref().as_ref().ok()?;
    Some(Arc::new(rendered.request.objects.clone()))
}

/// A domain schedule.
type Schedule = Result<Arc<[ScheduleItem]>, Arc<[Failure]>>;

/// The domain schedule of a system.
#[salsa::tracked(returns(clone))]
fn schedule(db: &dyn Db, system: System) -> Option<Schedule> {
    Some(schedule_of(&*assembly(db, system)?).map(Arc::from).map_err(Arc::from))
}

/// A specification and the file that holds it.
type Specification = Result<(Arc<Spec>, GeneratedFile), Arc<[Failure]>>;

/// The specification of a system whose address spaces can be rendered.
#[salsa::tracked(returns(clone))]
fn specification<'db>(db: &'db dyn Db, system: System, build: Build<'db>) -> Option<Specification> {
    let plan = plan(db, system, build)?;
    let plan = plan.as_ref().as_ref().ok()?;
    let schedule = match schedule(db, system)? {
        Ok(schedule) => schedule.to_vec(),
        Err(failures) => return Some(Err(failures)),
    };
    let requests = plan.spaces.iter().filter_map(|space| request(db, system, build, space.name.clone()));
    let requests = requests.map(|request| (*request).clone());
    let made = specify(build.target(db), stem(db, system), schedule, requests);
    Some(made.map(|(spec, text)| (Arc::new(spec), text)).map_err(Arc::from))
}

/// The name of a system in the names of its files: that of its root file without the extension.
pub fn stem(db: &dyn Db, system: System) -> &str {
    system.root(db).path(db).file_stem().unwrap_or("system")
}
