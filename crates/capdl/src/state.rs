// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What templates asked for, as one build step leaves it in a file for the next.
//! The form of the file is that of [`crate::Seal`].

mod writer;

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

pub use self::writer::{SpaceHead, StateWriter};
use crate::{AddressSpace, Arch, Broken, CSpace, CapdlError, Object, Seal, Spec};

/// The state of a system between the rendering of its templates and the linking of its ELF files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectState {
    /// The architecture, the domain schedule and all objects but the CNodes of [`Self::spaces`].
    pub spec: Spec,
    /// The address spaces by key, which is the name of the group or instance, in the order of the instances.
    pub spaces: IndexMap<String, SpaceState>,
    /// Additions to the integrity policy: subject, authority, object.
    pub policy: BTreeSet<[String; 3]>,
}

/// An address space between rendering and linking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpaceState {
    /// Its capabilities.
    pub cspace: CSpace,
    /// The symbols that frames of their own back.
    pub address_space: AddressSpace,
}

impl SpaceState {
    /// The address space of the group or instance `key`, without any request.
    #[must_use]
    pub fn new(key: &str) -> Self {
        Self { cspace: CSpace::new(format!("{key}_cnode")), address_space: AddressSpace::new(key) }
    }
}

/// The bytes are no state that this program can use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StateError {
    /// The mark is missing.
    #[error(
        "this is not an object state of camkes-lsp; it must be made anew by `camkes-lsp runner --save-object-state`"
    )]
    Foreign,
    /// The file was written by another version of the format.
    #[error("this object state has format {found}, but this camkes-lsp reads format {VERSION}; it must be made anew")]
    Version {
        /// The format of the file.
        found: u32,
    },
    /// The checksum or the length does not fit, or the contents make no sense.
    #[error("this object state is damaged; it must be made anew")]
    Damaged,
    /// The system does not take the bytes, for this reason.
    #[error("the object state can't be written: {0}")]
    Unwritten(String),
}

impl StateError {
    fn unwritten(error: std::io::Error) -> Self {
        Self::Unwritten(error.to_string())
    }
}

impl From<Broken> for StateError {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::Foreign => Self::Foreign,
            Broken::Version { found } => Self::Version { found },
            Broken::Damaged => Self::Damaged,
        }
    }
}

/// Counts up whenever a type of the state changes.
const VERSION: u32 = 3;
const SEAL: Seal = Seal { mark: b"camkes-lsp:obj\r\n", version: VERSION };

impl ObjectState {
    /// A state without address spaces.
    #[must_use]
    pub fn new(arch: Arch) -> Self {
        Self { spec: Spec::new(arch), spaces: IndexMap::new(), policy: BTreeSet::new() }
    }

    /// The specification as it is now, the CNodes of the address spaces included.
    ///
    /// # Errors
    /// [`CapdlError::RequestsDisagree`] for each CNode that is among the other objects, too, and differs.
    pub fn to_spec(&self) -> Result<Spec, Vec<CapdlError>> {
        let mut spec = self.spec.clone();
        let cspaces = self.spaces.iter().map(|(key, space)| (key, space.cspace.clone()));
        add_cspaces(&mut spec, cspaces).map(|()| spec)
    }

    /// [`Self::to_spec`] of a state that is needed no more.
    ///
    /// # Errors
    /// As that.
    pub fn into_spec(self) -> Result<Spec, Vec<CapdlError>> {
        let mut spec = self.spec;
        add_cspaces(&mut spec, self.spaces.into_iter().map(|(key, space)| (key, space.cspace))).map(|()| spec)
    }

    /// Adds the untypeds of a specification that was made of this state and then given memory.
    pub fn keep_untypeds(&mut self, placed: &Spec) {
        let untypeds = placed.objects().filter(|(_, object)| matches!(object, Object::Untyped(_)));
        for (name, untyped) in untypeds {
            if self.spec.object(name.as_str()).is_none() {
                // There is none of that name, so nothing can disagree.
                let _ = self.spec.space_mut().request(name.clone(), "", untyped.clone());
            }
        }
    }

    /// The bytes of a file. The same state gives the same bytes.
    ///
    /// # Errors
    /// None that a state can cause; the encoder's interface has one.
    pub fn encode(&self) -> Result<Vec<u8>, StateError> {
        Ok(SEAL.write(self)?)
    }

    /// The state in the bytes of a file.
    ///
    /// # Errors
    /// [`StateError`] if they are none, are damaged, or of another version.
    pub fn decode(bytes: &[u8]) -> Result<Self, StateError> {
        Ok(SEAL.read(bytes)?)
    }
}

fn add_cspaces(
    spec: &mut Spec,
    cspaces: impl Iterator<Item = (impl AsRef<str>, CSpace)>,
) -> Result<(), Vec<CapdlError>> {
    let added = cspaces.filter_map(|(key, cspace)| spec.space_mut().add_cspace(key.as_ref(), cspace).err());
    let errors: Vec<_> = added.collect();
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}
