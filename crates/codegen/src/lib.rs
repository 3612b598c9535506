// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From an assembly to its generated files: C, headers, linker scripts, a diagram and CapDL.
//!
//! The address space is the unit of generation. [`plan()`] says which files each needs; [`render_space`] renders those
//! of one space, together with what its templates ask for: objects, capability slots, mapped symbols. Slots and symbol
//! numbers depend on nothing outside the space, so spaces can be rendered in any order, in parallel, or only when they
//! changed. [`assemble`] unites what came out. The crate returns bytes; it writes no files.

pub mod ast;
pub mod cache;
mod connectors;
mod diagram;
mod embedded;
mod failure;
mod generate;
pub mod graph;
mod host;
mod near;
mod plan;
pub mod queries;
mod reference;
mod render;
pub mod runner;
mod space;
mod target;
mod template_set;
mod templates;

pub use self::{
    ast::{Ast, AstError},
    connectors::Side,
    diagram::graph as assembly_graph,
    failure::{TemplateFailure, TemplatePlace},
    generate::{Failure, Generated, assemble, generate},
    near::{NearView, Neighbourhood, Skeleton},
    plan::{EndRef, Item, Plan, PlanError, SpacePlan, Subject, plan},
    reference::{ComponentTemplates, Declared, PythonTemplates, generate_python},
    render::{GeneratedFile, LookedBeyond, RenderedSpace, render_near, render_space},
    space::SpaceRequest,
    target::{Arch, Kernel, Options, Switch, Target},
    template_set::TemplateSet,
    templates::Templates,
};
