// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The template context that CAmkES documents: everything a template can name, see or call.
//!
//! Entities of the assembly are handles with attributes ([`entity`]); functions check their arguments ([`args`]) and
//! leave what they allocate in the state of the address space ([`scope`]).

pub(crate) mod alloc;
pub(crate) mod args;
pub(crate) mod attribute;
pub(crate) mod badges;
mod builtins;
pub(crate) mod collections;
pub(crate) mod component;
pub(crate) mod configuration;
pub(crate) mod connection;
pub(crate) mod dataport;
pub(crate) mod entity;
mod errors;
pub(crate) mod instance;
pub(crate) mod interface;
pub(crate) mod macros;
pub(crate) mod messages;
mod methods;
pub(crate) mod model;
pub(crate) mod objects;
pub(crate) mod options;
pub(crate) mod procedure;
pub(crate) mod scope;
pub(crate) mod stash;
pub(crate) mod symbols;
pub(crate) mod threads;
pub(crate) mod types;
pub(crate) mod value;

use minijinja::Environment;

/// Makes known what does not depend on the template that is rendered.
pub(crate) fn register(environment: &mut Environment<'static>) {
    builtins::register(environment);
    environment.set_unknown_method_callback(methods::unknown);
}
