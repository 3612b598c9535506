// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Names of settings with a part that varies.

use smol_str::{SmolStr, format_smolstr};

/// A name in which `<interface>`, `<semaphore>` or `<bits>` may stand for what varies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pattern(pub(super) &'static str);

/// What varies in a [`Pattern`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hole {
    /// The name of an interface.
    Interface,
    /// The name of a semaphore.
    Semaphore,
    /// A whole number, the binary logarithm of a size.
    Bits,
}

const HOLES: [(&str, Hole); 3] =
    [("<interface>", Hole::Interface), ("<semaphore>", Hole::Semaphore), ("<bits>", Hole::Bits)];

impl Pattern {
    /// As it is shown.
    #[must_use]
    pub fn text(self) -> &'static str {
        self.0
    }

    /// What varies, if anything does.
    #[must_use]
    pub fn hole(self) -> Option<Hole> {
        self.split().map(|(_, hole, _)| hole)
    }

    /// What follows the varying part; the whole name when nothing varies.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        self.split().map_or(self.0, |(_, _, suffix)| suffix)
    }

    /// What fills the varying part when a name is of this pattern; the empty string when nothing varies.
    #[must_use]
    pub fn matches(self, name: &str) -> Option<&str> {
        self.parts().matches(name)
    }

    /// What is before the varying part, and what is behind it.
    pub(super) fn parts(self) -> Parts {
        match self.split() {
            Some((prefix, hole, suffix)) => Parts { prefix, varying: Some((hole, suffix)) },
            None => Parts { prefix: self.0, varying: None },
        }
    }

    fn split(self) -> Option<(&'static str, Hole, &'static str)> {
        // Most have none, and this is asked for each value of a system.
        if !self.0.contains('<') {
            return None;
        }
        HOLES.iter().find_map(|(mark, hole)| {
            let (prefix, suffix) = self.0.split_once(mark)?;
            Some((prefix, *hole, suffix))
        })
    }

    /// Whether nothing but known holes stands in it.
    #[cfg(test)]
    pub(super) fn is_sound(self) -> bool {
        let (prefix, suffix) = self.split().map_or((self.0, ""), |(prefix, _, suffix)| (prefix, suffix));
        !self.0.ends_with('>')
            && [prefix, suffix].iter().all(|it| it.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_'))
    }
}

/// A pattern taken apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts {
    prefix: &'static str,
    varying: Option<(Hole, &'static str)>,
}

impl Parts {
    /// The name with its varying part filled.
    pub(super) fn filled(&self, filling: &str) -> SmolStr {
        match self.varying {
            Some((_, suffix)) => format_smolstr!("{}{filling}{suffix}", self.prefix),
            None => SmolStr::new_static(self.prefix),
        }
    }

    /// As [`Pattern::matches`].
    pub(super) fn matches<'n>(&self, name: &'n str) -> Option<&'n str> {
        let Some((hole, suffix)) = self.varying else { return (name == self.prefix).then_some("") };
        let filling = name.strip_suffix(suffix)?.strip_prefix(self.prefix)?;
        let fits = !filling.is_empty() && (hole != Hole::Bits || filling.bytes().all(|it| it.is_ascii_digit()));
        fits.then_some(filling)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_varying_part_is_found() {
        assert_eq!(Pattern("<interface>_priority").matches("echo_priority"), Some("echo"));
        assert_eq!(Pattern("<interface>_priority").matches("_priority"), None);
        assert_eq!(Pattern("untyped<bits>_pool").matches("untyped12_pool"), Some("12"));
        assert_eq!(Pattern("untyped<bits>_pool").matches("untypedX_pool"), None);
        assert_eq!(Pattern("untyped<bits>_pool").matches("simple_untyped12_pool"), None);
        assert_eq!(Pattern("heap_size").matches("heap_size"), Some(""));
    }
}
