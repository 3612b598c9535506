// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the templates of one call have asked for so far: kernel objects, capability slots, symbols, and what they left for each
//! other. It is all in the order asked, since numbers of slots and symbols depend on it.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError, TryLockError},
};

use camkes_capdl::{Arch, ObjectSizes};
use camkes_jinja::Py;
use indexmap::{IndexMap, IndexSet};
use rustc_hash::FxHashMap;

use super::{
    cap::{CapId, Capability},
    kernel::KernelObject,
    log::{Cell, Key, Log},
    names::{Name, Names},
    regions::Regions,
};
use crate::ast::Text;

/// The number of a kernel object: its place in [`State::objects`].
pub(super) type ObjectId = u32;

/// The state behind a lock, since functions of templates must be shareable. It is held for moments only.
pub(super) struct Store(Mutex<State>);

/// The state.
pub(super) struct State {
    pub(super) arch: Arch,
    pub(super) sizes: ObjectSizes,
    /// Whether objects can be asked for; not so while only the build's own description is made.
    pub(super) allocates: bool,
    pub(super) objects: Vec<KernelObject>,
    /// Capabilities that templates may hold.
    pub(super) caps: Vec<Capability>,
    pub(super) names: Names,
    pub(super) by_name: FxHashMap<Name, ObjectId>,
    /// Objects by integrity label, in the order in which labels and objects appeared: numbers ascend.
    pub(super) labels: IndexMap<Option<Text>, Vec<ObjectId>>,
    /// Counts allocations, for objects without a name.
    pub(super) allocated: u64,
    /// Address spaces by key, in the order of the instances.
    pub(super) spaces: IndexMap<Text, Space>,
    /// What was left for later, by who left it and the key.
    pub(super) stash: FxHashMap<(Client, Text), Py>,
    /// What is known by the names that templates gave it.
    pub(super) named: ByName,
    /// Number of the next fresh name.
    pub(super) symbols: u64,
    /// Additions to the integrity policy.
    pub(super) policy: IndexSet<[Text; 3]>,
    /// What the item at hand looks at and changes, where that is written down.
    pub(super) log: Option<Box<Log>>,
    /// The numbers of the first object and capability of the last item that room was left before.
    pub(super) room: (ObjectId, CapId),
}

/// Who leaves something in the stash.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Client {
    /// A template, for those of an entity with the same label; none for an assembly.
    Entity(Option<Text>),
    /// A template, for every other.
    Everybody,
}

/// Objects and slots by name. There may be very many, and each is a number.
#[derive(Debug, Default)]
pub(super) struct ByName {
    /// The objects that were asked for with a label.
    objects: FxHashMap<Option<Text>, FxHashMap<Name, ObjectId>>,
    /// The slots that were asked for with a label, in the space of an index.
    slots: FxHashMap<(Option<Text>, usize), FxHashMap<Name, i64>>,
}

impl ByName {
    pub(super) fn object(&self, label: &Option<Text>, name: Name) -> Option<ObjectId> {
        self.objects.get(label)?.get(&name).copied()
    }

    pub(super) fn add_object(&mut self, label: &Option<Text>, name: Name, id: ObjectId) {
        self.objects.entry(label.clone()).or_default().insert(name, id);
    }

    pub(super) fn slot(&self, label: &Option<Text>, space: usize, name: Name) -> Option<i64> {
        self.slots.get(&(label.clone(), space))?.get(&name).copied()
    }

    pub(super) fn add_slot(&mut self, label: &Option<Text>, space: usize, name: Name, slot: i64) {
        self.slots.entry((label.clone(), space)).or_default().insert(name, slot);
    }
}

/// An address space.
pub(super) struct Space {
    /// The CNode.
    pub(super) cnode: ObjectId,
    /// The topmost page table.
    pub(super) root: ObjectId,
    /// The next slot to try. Slot 0 is the null capability.
    pub(super) next: i64,
    /// Symbols that frames of their own back; a later registration replaces an earlier one.
    pub(super) symbols: IndexMap<Text, Regions>,
}

impl Store {
    pub(super) fn new(arch: Arch, sizes: ObjectSizes, allocates: bool) -> Self {
        Self(Mutex::new(State::new(arch, sizes, allocates)))
    }

    /// The state. A panic can't have left it half-changed in a way that matters: the call's output is thrown away.
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store {
    /// The state, unless something is being done with it.
    pub(super) fn lock_if_free(&self) -> Option<MutexGuard<'_, State>> {
        match self.0.try_lock() {
            Ok(state) => Some(state),
            Err(TryLockError::Poisoned(state)) => Some(state.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }
}

impl State {
    fn new(arch: Arch, sizes: ObjectSizes, allocates: bool) -> Self {
        Self {
            arch,
            sizes,
            allocates,
            objects: Vec::new(),
            caps: Vec::new(),
            names: Names::default(),
            by_name: FxHashMap::default(),
            labels: IndexMap::new(),
            allocated: 0,
            spaces: IndexMap::new(),
            stash: FxHashMap::default(),
            named: ByName::default(),
            symbols: 0,
            policy: IndexSet::new(),
            log: None,
            room: (0, 0),
        }
    }

    /// A state in which nothing was asked for yet. Names stay, so that the same text is the same name; the rest is returned, to be dropped
    /// outside of the lock.
    pub(super) fn begin_again(&mut self) -> Self {
        let mut fresh = Self::new(self.arch, self.sizes.clone(), self.allocates);
        std::mem::swap(&mut fresh.names, &mut self.names);
        std::mem::replace(self, fresh)
    }

    /// Takes what was left at a key.
    pub(super) fn pop(&mut self, client: &Client, key: &Text) -> Option<Py> {
        self.look_at(Key::Stash(client, key));
        self.touch(|| Cell::Stash(client.clone(), Text::clone(key)));
        self.stash.remove(&(client.clone(), Text::clone(key)))
    }

    /// What was left at a key, which stays.
    pub(super) fn peek(&mut self, client: &Client, key: &Text) -> Option<Py> {
        self.look_at(Key::Stash(client, key));
        // Who holds it may change it.
        self.touch(|| Cell::Stash(client.clone(), Text::clone(key)));
        self.stash.get(&(client.clone(), Text::clone(key))).cloned()
    }

    /// What lies at a key.
    pub(super) fn left(&self, client: &Client, key: &Text) -> Option<&Py> {
        self.stash.get(&(client.clone(), Text::clone(key)))
    }

    /// Leaves something; what was there is returned, to be dropped outside of the lock.
    pub(super) fn leave(&mut self, client: Client, key: Text, value: Py) -> Option<Py> {
        self.touch(|| Cell::Stash(client.clone(), Text::clone(&key)));
        self.stash.insert((client, key), value)
    }

    /// The page sizes of the architecture in bytes, in ascending order, as the kernel's configuration has them.
    pub(super) fn page_sizes(&self) -> Vec<u64> {
        self.page_sizes_of(self.arch)
    }

    /// The page sizes of any architecture.
    pub(super) fn page_sizes_of(&self, arch: Arch) -> Vec<u64> {
        let mut sizes: Vec<u64> = arch.page_sizes().into_iter().map(|page| self.page_bytes(page)).collect();
        sizes.sort_unstable();
        sizes
    }

    /// The size of one of the architecture's pages, in bytes.
    pub(super) fn page_bytes(&self, page: camkes_capdl::PageSize) -> u64 {
        let configured = self.sizes.bits(super::types::page_type(page.kind));
        configured.and_then(|bits| 1_u64.checked_shl(bits.into())).unwrap_or_else(|| page.bytes())
    }

    pub(super) fn object(&self, id: ObjectId) -> Option<&KernelObject> {
        self.objects.get(id as usize)
    }

    pub(super) fn object_mut(&mut self, id: ObjectId) -> Option<&mut KernelObject> {
        self.objects.get_mut(id as usize)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Store")
    }
}
