// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What stands inside components that the assembly does not instantiate: names, ends and values are looked through as in one
//! that it does (reference tool, stages 4 and 10). What only an assembly knows is left alone: which interfaces remain
//! unconnected, which connections become one, and attributes that an instance outside would set.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::expand::expand_component;
use super::merge::Merged;
use super::{checks, resolution, settings};
use crate::db::Db;
use crate::declarations::{ComponentDef, Use, file_components};
use crate::diagnostic::Finding;
use crate::imports::import_graph;
use crate::input::System;
use crate::loc::ItemLoc;

/// What was found inside components without an instance.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Detached {
    pub(crate) findings: Vec<Finding>,
    pub(crate) uses: Vec<Use>,
}

/// Looks through the components of a system that nothing instantiates.
#[salsa::tracked(returns(deref))]
pub(crate) fn detached(db: &dyn Db, system: System) -> Arc<Detached> {
    let mut seen: FxHashSet<ItemLoc> = FxHashSet::default();
    let assembly = resolution(db, system).assembly.as_deref();
    seen.extend(assembly.into_iter().flat_map(|it| &it.instances).map(|it| it.component.origin));
    let mut out = Detached::default();
    // A component stands behind those that it is made of, so that these are seen through it.
    for &(file, index) in import_graph(db, system).items.iter().rev() {
        let Some(def) = file_components(db, system, file).by_index.get(&index) else { continue };
        if seen.insert(def.model.origin) && def.is_compound() {
            look_through(db, system, def, &mut seen, &mut out);
        }
    }
    Arc::new(out)
}

fn look_through<'db>(
    db: &'db dyn Db,
    system: System,
    def: &'db Arc<ComponentDef>,
    seen: &mut FxHashSet<ItemLoc>,
    out: &mut Detached,
) {
    let flat = expand_component(db, system, def);
    seen.extend(flat.instances.iter().map(|it| it.def.model.origin));
    let connections: Vec<_> = flat.connections.iter().map(|it| Merged::alone(&flat, it)).collect();
    out.findings.extend(checks::check_separate(&flat, &connections));
    let (mut findings, mut uses) = settings::check(db, system, &flat);
    out.findings.append(&mut findings);
    out.findings.extend(flat.findings.iter().chain(flat.bodies.iter().flat_map(|it| it.findings())).cloned());
    out.uses.append(&mut uses);
    out.uses.extend(flat.bodies.iter().flat_map(|it| it.uses()).copied());
}
