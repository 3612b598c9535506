// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What would be generated for a system as it is in the editor, for requests that show it. It is asked of the same queries as a
//! build, so what did not change since the last answer is not made anew.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

use camino::Utf8Path;
use camkes_capdl::Object;
use camkes_codegen::{
    Generated,
    queries::{self, Build},
};
use camkes_hir::RootDatabase;
use camkes_ide::Cancelled;

use super::{dispatch::Failure, snapshot::Snapshot};
use crate::{
    commands::{
        build::{
            Remembered,
            template_folders::{self, Found},
        },
        reading,
    },
    report::Finding,
};

/// Largest system of which a single address space is rendered for a hover, in instances.
const MOST_INSTANCES: usize = 256;

/// Most documents of which a client hears that they changed.
const MOST_SHOWN: usize = 32;

/// What is generated for systems.
pub struct Generation {
    remembered: Remembered,
    /// Documents whose text a client has.
    shown: Mutex<BTreeSet<String>>,
}

impl Generation {
    /// Nothing is generated yet.
    #[must_use]
    pub fn new(remembered: Remembered) -> Self {
        remembered.templates.remember();
        Self { remembered, shown: Mutex::default() }
    }

    /// What is generated for the system with this root file.
    ///
    /// # Errors
    /// When there is no assembly, a template fails, or a change overtook the snapshot.
    pub fn of(&self, snapshot: &Snapshot, root: &Utf8Path) -> Result<Arc<Generated>, Failure> {
        let layer = snapshot.project.of(root);
        let told = |finding: Box<Finding>| Failure::Refused(finding.message);
        let of_system = |db: &RootDatabase, system| {
            template_folders::of_system(db, system, &layer.templates, &self.remembered.templates)
        };
        let found = snapshot.analysis.of_system(root, of_system)?.transpose().map_err(told)?.unwrap_or_default();
        let set = self.remembered.templates.set(&found).map_err(|failures| refused(&failures))?;
        let kept = self.remembered.caches.kept(&layer);
        let target = reading::full_target(&layer).map_err(told)?;
        let made = snapshot
            .analysis
            .of_system(root, |db, system| queries::generate(db, system, Build::new(db, target, set, kept)))?
            .flatten()
            .ok_or_else(|| Failure::Refused("the system has no assembly".to_owned()))?;
        self.remembered.forget();
        made.inspect(|made| self.remembered.note(made)).map_err(|failures| refused(&failures))
    }

    /// What generation remembers.
    pub(crate) fn remembered(&self) -> &Remembered {
        &self.remembered
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
        let Ok(set) = self.remembered.templates.set(&Found::default()) else { return Ok(None) };
        let (target, space) = (reading::target(&layer), space.address_space.clone());
        let kept = self.remembered.caches.kept(&layer);
        let rendered = snapshot
            .analysis
            .of_system(root, |db, system| queries::render_space(db, system, Build::new(db, target, set, kept), space))?
            .flatten();
        self.remembered.forget();
        let Some(Ok(rendered)) = rendered.as_deref() else { return Ok(None) };
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
}

/// Why nothing can be shown, in the words of the first few failures.
fn refused<E: ToString>(failures: &[E]) -> Failure {
    const SHOWN: usize = 3;
    let texts: Vec<_> = failures.iter().take(SHOWN).map(ToString::to_string).collect();
    Failure::Refused(texts.join("; "))
}
