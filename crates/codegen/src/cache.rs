// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Results that outlive the process: under a key that stands for all that a result depends on, the bytes of the result.
//!
//! Where they are kept is not known here. What is kept is data in a sealed form, which names its own key: bytes that are damaged, of
//! another version or kept under another key count as none.

pub(crate) mod values;

use std::{
    fmt,
    hash::{Hash, Hasher},
    sync::Arc,
};

use camkes_capdl::Seal;
use serde::{Deserialize, Serialize};

/// Keeps bytes under keys.
pub trait Cache: fmt::Debug + Send + Sync {
    /// The bytes that were kept under a key, as long as they still are.
    fn get(&self, key: Key) -> Option<Vec<u8>>;

    /// Keeps bytes. Whether, and for how long, is left to the cache.
    fn put(&self, key: Key, bytes: Vec<u8>);
}

/// The cache of a build, or none. Two are equal if they are the same cache.
#[derive(Debug, Clone, Default)]
pub struct Kept(Option<Arc<dyn Cache>>);

impl Kept {
    /// Results are kept in a cache.
    #[must_use]
    pub fn within(cache: Arc<dyn Cache>) -> Self {
        Self(Some(cache))
    }

    /// Nothing is kept.
    #[must_use]
    pub fn nowhere() -> Self {
        Self(None)
    }

    /// What is kept under a key, read by `read`. `key` is asked for only if there is a cache.
    pub(crate) fn find<T>(
        &self,
        key: impl FnOnce() -> Option<Key>,
        read: impl FnOnce(&[u8], Key) -> Option<T>,
    ) -> Found<T> {
        let Some((cache, key)) = self.0.as_ref().and_then(|cache| Some((cache, key()?))) else {
            return Found::Nothing(None);
        };
        match cache.get(key).and_then(|bytes| read(&bytes, key)) {
            Some(value) => Found::Value(value),
            None => Found::Nothing(Some(Place { cache: Arc::clone(cache), key })),
        }
    }

    fn address(&self) -> Option<*const ()> {
        self.0.as_ref().map(|cache| Arc::as_ptr(cache).cast())
    }
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        self.address() == other.address()
    }
}

impl Eq for Kept {}

impl Hash for Kept {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.address().hash(state);
    }
}

/// What a cache answers.
pub(crate) enum Found<T> {
    /// What was kept.
    Value(T),
    /// Nothing that can be used, and where the result can be kept.
    Nothing(Option<Place>),
}

/// Where a result can be kept.
pub(crate) struct Place {
    cache: Arc<dyn Cache>,
    key: Key,
}

impl Place {
    /// Keeps a result.
    pub(crate) fn keep(&self, value: &impl Serialize) {
        if let Some(bytes) = seal(self.key, value) {
            self.cache.put(self.key, bytes);
        }
    }
}

/// Stands for all that a result depends on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key([u8; 32]);

impl Key {
    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Makes a [`Key`] of all that is put into it, in order. Equal contents give equal keys in every process of the same program, and
/// different ones do not in practice: the hash is a cryptographic one.
#[derive(Clone)]
pub struct Fingerprint {
    hasher: blake3::Hasher,
    /// Small parts are hashed together, since each call of the hash costs more than they do.
    waiting: Vec<u8>,
}

/// How much waits at most, in bytes.
const BLOCK: usize = 1 << 14;

impl Fingerprint {
    /// Begins with what kind of result it is about.
    #[must_use]
    pub fn of(kind: &str) -> Self {
        let mut new = Self { hasher: blake3::Hasher::new(), waiting: Vec::with_capacity(256) };
        kind.hash(&mut new);
        new
    }

    /// The key of all that was put in.
    #[must_use]
    pub fn key(mut self) -> Key {
        self.hasher.update(&self.waiting);
        Key(*self.hasher.finalize().as_bytes())
    }

    /// The key of one text or file.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Key {
        Key(*blake3::hash(bytes).as_bytes())
    }
}

impl Hasher for Fingerprint {
    fn write(&mut self, bytes: &[u8]) {
        if self.waiting.len() + bytes.len() > BLOCK {
            self.hasher.update(&self.waiting);
            self.waiting.clear();
        }
        if bytes.len() > BLOCK {
            self.hasher.update(bytes);
        } else {
            self.waiting.extend_from_slice(bytes);
        }
    }

    /// The first bytes of the key: for those who only know this interface.
    fn finish(&self) -> u64 {
        let [a, b, c, d, e, f, g, h, ..] = self.clone().key().0;
        u64::from_le_bytes([a, b, c, d, e, f, g, h])
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fingerprint")
    }
}

/// Counts up whenever a type of the values changes.
const VERSION: u32 = 2;
const SEAL: Seal = Seal { mark: b"camkes-lsp:kept\n", version: VERSION };

/// The form in which a value is kept. `None` for what can't be written, which no value of ours is.
#[must_use]
pub fn seal(key: Key, value: &impl Serialize) -> Option<Vec<u8>> {
    SEAL.write(&(key, value)).ok()
}

/// The value that was kept under a key; `None` if the bytes are anything else.
#[must_use]
pub fn open<'b, T: Deserialize<'b>>(key: Key, bytes: &'b [u8]) -> Option<T> {
    let (of, value) = SEAL.read::<(Key, T)>(bytes).ok()?;
    (of == key).then_some(value)
}

/// Bytes that are written and read as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bytes<'a>(pub &'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Bytes<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&'a [u8]>::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(parts: &[&str]) -> Key {
        let mut print = Fingerprint::of("test");
        parts.hash(&mut print);
        print.key()
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let keys = [key(&["ab", "c"]), key(&["a", "bc"]), key(&["abc"]), key(&["abc", ""]), key(&[])];
        for (index, one) in keys.iter().enumerate() {
            assert!(keys.iter().skip(index + 1).all(|other| one != other));
        }
        assert_eq!(key(&["ab", "c"]), keys[0]);
        assert_ne!(Fingerprint::of("a").key(), Fingerprint::of("b").key());
    }

    #[test]
    fn a_value_is_found_under_its_own_key_alone() {
        let value = (7_u32, Bytes(b"text"));
        let bytes = seal(key(&["a"]), &value).unwrap();
        assert_eq!(open::<(u32, Bytes<'_>)>(key(&["a"]), &bytes), Some(value));
        assert_eq!(open::<(u32, Bytes<'_>)>(key(&["b"]), &bytes), None);
    }

    proptest! {
        #[test]
        fn the_size_of_the_pieces_makes_no_difference(parts in proptest::collection::vec(0_usize..40_000, 0..6)) {
            let (mut pieces, mut whole) = (Fingerprint::of("test"), Vec::new());
            for part in parts {
                let bytes = vec![u8::try_from(part % 251).unwrap(); part];
                pieces.write(&bytes);
                whole.extend(bytes);
            }
            let mut at_once = Fingerprint::of("test");
            at_once.write(&whole);
            prop_assert_eq!(pieces.key(), at_once.key());
        }

        #[test]
        fn any_changed_byte_is_noticed(at in 0_usize..200, flip in 1_u8..) {
            let mut bytes = seal(key(&["a"]), &("some text", 5_u64)).unwrap();
            let at = at % bytes.len();
            bytes[at] ^= flip;
            prop_assert_eq!(open::<(&str, u64)>(key(&["a"]), &bytes), None);
        }

        #[test]
        fn any_lost_end_is_noticed(kept in 0_usize..200) {
            let mut bytes = seal(key(&["a"]), &("some text", 5_u64)).unwrap();
            bytes.truncate(kept % bytes.len());
            prop_assert_eq!(open::<(&str, u64)>(key(&["a"]), &bytes), None);
        }
    }
}
