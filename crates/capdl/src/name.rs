// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Names of kernel objects.

use serde::{Deserialize, Serialize};
use std::{borrow::Borrow, fmt};

use smol_str::{SmolStr, format_smolstr};

/// The name of a kernel object, unique in a whole system.
///
/// Any text can be held; [`Spec::validate`](crate::Spec::validate) reports names that CapDL text could not carry.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ObjectName(SmolStr);

impl ObjectName {
    /// The name as given.
    pub fn new(name: impl AsRef<str>) -> Self {
        Self(SmolStr::new(name.as_ref()))
    }

    /// The name of an object that an entity of the assembly asked for: `<label>_<name>`.
    #[must_use]
    pub fn of(label: &str, name: &str) -> Self {
        Self(format_smolstr!("{label}_{name}"))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The name of the array that the object is in, and its place there; the whole name if it is in none.
    #[must_use]
    pub fn parts(&self) -> (&str, Option<u64>) {
        let split = self.as_str().strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
        match split.and_then(|(base, index)| Some((base, index.parse().ok()?))) {
            Some((base, index)) => (base, Some(index)),
            None => (self.as_str(), None),
        }
    }

    /// Whether CapDL text can carry the name: a letter, then letters, digits, `-`, `_`, `@` and `.`, perhaps with an index in
    /// brackets behind it, and neither of the words `objects` and `caps`.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let mut chars = self.parts().0.chars();
        chars.next().is_some_and(char::is_alphabetic)
            && chars.all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '@' | '.'))
            && !matches!(self.as_str(), "objects" | "caps")
    }
}

impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl From<&str> for ObjectName {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<String> for ObjectName {
    fn from(name: String) -> Self {
        Self(name.into())
    }
}

impl Borrow<str> for ObjectName {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

/// `text` with everything but ASCII letters and digits replaced by `_`, as names derived from ELF files are made.
#[must_use]
pub fn sanitised(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_capdl_text_cannot_carry_are_known() {
        for good in ["a", "client_cnode", "vm0.serial_ep", "x-1@2"] {
            assert!(ObjectName::new(good).is_valid(), "{good}");
        }
        for bad in ["", "1a", "_a", "a b", "a/b", "a{", "objects", "caps", "a\n"] {
            assert!(!ObjectName::new(bad).is_valid(), "{bad}");
        }
    }
}
