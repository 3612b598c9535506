// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! How systems are read.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::diagnostic::RuleLevels;
use camkes_hir::{ComponentFiles, ForwardReferences, Preprocessor};

/// How one system is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SystemSettings {
    /// Folders searched for `import <…>`, absolute, in order.
    pub import_paths: Vec<Utf8PathBuf>,
    /// Rule for names used before their declaration.
    pub forward_references: ForwardReferences,
    /// Macros and include folders.
    pub preprocessor: Preprocessor,
    /// The device tree that `dtb()` asks, absolute.
    pub device_tree: Option<Utf8PathBuf>,
    /// The list of pins that `gpio()` asks, absolute.
    pub pin_list: Option<Utf8PathBuf>,
    /// What becomes of the findings of each rule.
    pub rule_levels: RuleLevels,
    /// C files of components, by name.
    pub component_files: BTreeMap<String, ComponentFiles>,
}

/// Knows how each system is read, also one that is only found while files are opened.
pub trait SettingsOfSystems: Send + Sync {
    /// Settings of the system with this root file.
    fn of(&self, root: &Utf8Path) -> SystemSettings;
}

/// The same for all systems.
impl SettingsOfSystems for SystemSettings {
    fn of(&self, _: &Utf8Path) -> SystemSettings {
        self.clone()
    }
}
