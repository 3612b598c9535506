// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a CAmkES system means: imports, names, types, settings and the assembly, as incremental queries over the
//! sources, and what is wrong with it.
//!
//! The way of the data: [`input`] → [`preprocess`] → [`parse`] → [`item_tree`] → [`imports`] → [`scope`] → [`declarations`] →
//! [`assembly`] → [`check`]. Text ranges stay out of it until [`diagnostic`] joins them from the [`source_map`].

pub mod assembly;
pub mod builtin;
pub mod check;
pub mod db;
pub mod declarations;
pub mod diagnostic;
pub mod imports;
pub mod input;
pub mod item_tree;
mod later;
mod lints;
pub mod loc;
pub mod model;
pub mod names;
pub mod parse;
pub mod preprocess;
pub mod queries;
mod reach;
pub mod scope;
mod setting_lints;
mod shared;
pub mod source_map;
pub mod special;
mod suppression;
mod types;
mod values;

pub use camino;
pub use salsa;

pub use self::assembly::assembly;
pub use self::check::{diagnostics, file_diagnostics};
pub use self::db::{Db, RootDatabase};
pub use self::input::{
    ComponentFiles, File, FileContents, FileLoader, Folder, ForwardReferences, Preprocessor, System,
};
pub use self::later::{Spare, drop_elsewhere};
pub use self::lints::is_own;
pub use self::reach::{all_files, is_in_library, unreached};
pub use self::setting_lints::{MissingSetting, missing_device_settings};
pub use self::shared::Shared;
pub use self::suppression::suppress;
pub use self::types::{is_known_to_c, simplest as simplest_value};
pub use self::values::value_of;
