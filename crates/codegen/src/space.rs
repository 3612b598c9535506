// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the templates of one address space have asked for so far.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use camkes_capdl::{AddressSpace, Arch, CSpace, CapdlError, ObjectSpace};
use indexmap::IndexMap;
use minijinja::Value;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// What one address space asks for: its part of the CapDL specification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpaceRequest {
    /// The objects, the CNode of the CSpace and the root of the address space included.
    pub objects: ObjectSpace,
    /// The symbols that frames of their own back.
    pub address_space: AddressSpace,
}

/// The state that the templates of one address space share while they are rendered.
///
/// It knows nothing of other spaces, and it is thrown away if any of the templates fails.
pub(crate) struct Space {
    pub(crate) cspace: CSpace,
    pub(crate) objects: ObjectSpace,
    pub(crate) symbols: AddressSpace,
    /// What templates left for others, by the label of the entity (or none, for all of the space) and the key.
    pub(crate) stash: IndexMap<(SmolStr, String), Value>,
    /// The threads of each instance, once they are allocated.
    pub(crate) threads: IndexMap<usize, Value>,
    next_symbol: u64,
}

/// The state behind a lock, since templates' functions must be shareable.
#[derive(Clone)]
pub(crate) struct SharedSpace(Arc<Mutex<Space>>);

impl Space {
    fn new(name: &str, arch: Arch) -> Result<Self, CapdlError> {
        let symbols = AddressSpace::new(name);
        let mut objects = ObjectSpace::new();
        objects.request(symbols.root().clone(), name, AddressSpace::root_object(arch))?;
        Ok(Self {
            cspace: CSpace::new(format!("{name}_cnode")),
            objects,
            symbols,
            stash: IndexMap::new(),
            threads: IndexMap::new(),
            next_symbol: 0,
        })
    }

    /// A C name that no user and no other template of the space has.
    pub(crate) fn fresh_symbol(&mut self, tag: &str) -> String {
        let number = self.next_symbol;
        self.next_symbol += 1;
        format!("_camkes_{tag}_{number}")
    }
}

impl SharedSpace {
    pub(crate) fn new(name: &str, arch: Arch) -> Result<Self, CapdlError> {
        Space::new(name, arch).map(|space| Self(Arc::new(Mutex::new(space))))
    }

    /// The state. A panic in another thread can't have left it half-changed: it is only used by one.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Space> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was asked for in the end. Values kept in the state refer to it themselves, so they are dropped here.
    pub(crate) fn finish(&self, name: &str) -> Result<SpaceRequest, CapdlError> {
        let mut space = self.lock();
        space.stash.clear();
        space.threads.clear();
        let cspace = space.cspace.clone();
        space.objects.add_cspace(name, cspace)?;
        Ok(SpaceRequest { objects: std::mem::take(&mut space.objects), address_space: space.symbols.clone() })
    }
}

impl fmt::Debug for SharedSpace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedSpace")
    }
}
