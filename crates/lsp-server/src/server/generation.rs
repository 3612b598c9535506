// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What would be generated for a system as it is in the editor, for requests that show it. The last result of each system is
//! kept for as long as neither its assembly nor its settings change.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_capdl::Object;
use camkes_codegen::{Generated, Target, Templates, generate, plan, render_space};
use camkes_hir::model::Assembly;
use camkes_ide::Cancelled;
use rustc_hash::FxBuildHasher;

use super::{dispatch::Failure, snapshot::Snapshot};
use crate::commands::{build::template_folders, reading};

/// Largest system of which a single address space is rendered for a hover, in instances.
const MOST_INSTANCES: usize = 256;

/// Most documents of which a client hears that they changed.
const MOST_SHOWN: usize = 32;

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
    /// The built-in templates, once somebody needs them; none when they can't be read.
    templates: OnceLock<Option<Templates>>,
    /// Documents whose text a client has.
    shown: Mutex<BTreeSet<String>>,
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

    /// Notes that a client has the text of a document; the oldest are forgotten.
    pub fn show(&self, uri: &str) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if shown.len() >= MOST_SHOWN {
            shown.clear();
        }
        shown.insert(uri.to_owned());
    }

    /// The documents whose text a client has.
    #[must_use]
    pub fn shown(&self) -> Vec<String> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// What an address space asks of the kernel, by the kind of the object: how many capabilities it holds. Nothing when it can't
    /// be rendered, or when the system is too large for an answer at once.
    ///
    /// # Errors
    /// When a change overtook the snapshot.
    pub fn capabilities(
        &self,
        snapshot: &Snapshot,
        root: &Utf8Path,
        instance: &str,
    ) -> Result<Option<BTreeMap<&'static str, usize>>, Cancelled> {
        let Some(assembly) = snapshot.analysis.assembly(root)? else { return Ok(None) };
        let layer = snapshot.project.of(root);
        if assembly.instances.len() > MOST_INSTANCES || !layer.templates.is_empty() {
            return Ok(None);
        }
        let Some(space) = assembly.instance(instance).filter(|it| !it.component.hardware) else { return Ok(None) };
        let Some(templates) = self.templates.get_or_init(|| Templates::builtin().ok()) else { return Ok(None) };
        let Ok(plan) = plan(&assembly, templates) else { return Ok(None) };
        let Some(planned) = plan.spaces.iter().find(|it| it.name == space.address_space) else { return Ok(None) };
        let Ok(rendered) = render_space(&assembly, planned, &reading::target(&layer), templates) else {
            return Ok(None);
        };
        let objects = &rendered.request.objects;
        let mut out = BTreeMap::new();
        for (_, object) in objects.iter().filter(|(_, object)| matches!(object, Object::CNode(_))) {
            for (_, cap) in object.caps() {
                let kind = objects.get(cap.object.as_str()).map_or("other", |it| it.kind().keyword());
                *out.entry(kind).or_insert(0) += 1;
            }
        }
        Ok(Some(out))
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
