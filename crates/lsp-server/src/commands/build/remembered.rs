// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a process remembers from one generation to the next.

use super::template_folders::TemplateCache;
use crate::{cache::Caches, output::Written, system::System};

/// What a process remembers from one generation to the next.
#[derive(Debug, Default)]
pub struct Remembered {
    /// The templates that were read last.
    pub(crate) templates: TemplateCache,
    /// What outlives the process.
    pub(crate) caches: Caches,
    /// The files as they were written.
    pub(crate) written: Written,
}

impl Remembered {
    /// Nothing yet; the environment says where more outlives the process.
    #[must_use]
    pub fn new(system: &System<'_>) -> Self {
        Self { caches: Caches::new(system), ..Self::default() }
    }

    /// Writes for later processes what was made since the last time.
    pub(crate) fn settle(&self) {
        self.caches.settle();
    }
}
