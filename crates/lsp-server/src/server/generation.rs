// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What would be generated for a system as it is in the editor, for requests that show it. The last result of each system is
//! kept for as long as neither its assembly nor its settings change.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_codegen::{Generated, Target, Templates, generate};
use camkes_hir::model::Assembly;
use rustc_hash::FxBuildHasher;

use super::{dispatch::Failure, snapshot::Snapshot};
use crate::commands::{build::template_folders, reading};

/// What a result was made from.
#[derive(Clone, PartialEq)]
struct Source {
    assembly: Arc<Assembly>,
    target: Target,
    templates: Vec<(String, String)>,
}

/// The last result of each system.
#[derive(Default)]
pub struct Generation {
    results: Mutex<HashMap<Utf8PathBuf, (Source, Arc<Generated>), FxBuildHasher>>,
}

impl Generation {
    /// What is generated for the system with this root file.
    ///
    /// # Errors
    /// When there is no assembly, a template fails, or a change overtook the snapshot.
    pub fn of(&self, snapshot: &Snapshot, root: &Utf8Path) -> Result<Arc<Generated>, Failure> {
        let assembly = snapshot.analysis.assembly(root)?;
        let assembly = assembly.ok_or_else(|| Failure::Refused("the system has no assembly".to_owned()))?;
        let layer = snapshot.project.of(root);
        let templates = template_folders::read(&layer.templates).map_err(|it| Failure::Refused(it.message))?;
        let source = Source { assembly, target: reading::target(&layer), templates };
        if let Some(known) = self.known(root, &source) {
            return Ok(known);
        }
        let texts = source.templates.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        let templates = Templates::with_overrides(texts).map_err(|failures| refused(&failures))?;
        let stem = root.file_stem().unwrap_or("system");
        let made =
            generate(&source.assembly, &source.target, &templates, stem).map_err(|failures| refused(&failures))?;
        let made = Arc::new(made);
        let mut results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        results.insert(root.to_owned(), (source, Arc::clone(&made)));
        Ok(made)
    }

    fn known(&self, root: &Utf8Path, source: &Source) -> Option<Arc<Generated>> {
        let results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        results.get(root).filter(|(known, _)| known == source).map(|(_, made)| Arc::clone(made))
    }
}

/// Why nothing can be shown, in the words of the first few failures.
fn refused<E: ToString>(failures: &[E]) -> Failure {
    const SHOWN: usize = 3;
    let texts: Vec<_> = failures.iter().take(SHOWN).map(ToString::to_string).collect();
    Failure::Refused(texts.join("; "))
}
