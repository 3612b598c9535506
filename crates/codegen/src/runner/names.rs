// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Names of objects and slots. Most differ from others in a number alone, as those of the frames of a piece of memory do, so a name is kept as
//! the number of its pattern and its own.

use std::hash::BuildHasherDefault;

use indexmap::{Equivalent, IndexSet};
use rustc_hash::FxHasher;

/// A name. Equal names of one table are equal texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Name {
    pattern: u32,
    number: u32,
}

/// The patterns of names.
#[derive(Debug, Default)]
pub(super) struct Names(IndexSet<Pattern, BuildHasherDefault<FxHasher>>);

/// What names that differ in their last number alone have in common.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Pattern {
    before: Box<str>,
    /// How many digits the number has; 0 for a name without one.
    width: u8,
    after: Box<str>,
}

/// The same, of a text.
#[derive(PartialEq, Eq, Hash)]
struct Parts<'a> {
    before: &'a str,
    width: u8,
    after: &'a str,
}

impl Equivalent<Pattern> for Parts<'_> {
    fn equivalent(&self, pattern: &Pattern) -> bool {
        (self.before, self.width, self.after) == (&*pattern.before, pattern.width, &*pattern.after)
    }
}

/// The pattern of a text, and its number.
fn parts(text: &str) -> (Parts<'_>, u32) {
    let numbered = || {
        let (head, last) = text.split_at(text.rfind(|c: char| c.is_ascii_digit())?);
        let before = head.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = text.get(before.len()..=head.len())?;
        let parts = Parts { before, width: u8::try_from(digits.len()).ok()?, after: last.get(1..)? };
        Some((parts, digits.parse().ok()?))
    };
    numbered().unwrap_or((Parts { before: text, width: 0, after: "" }, 0))
}

impl Name {
    /// What no text is.
    pub(super) const NONE: Self = Self { pattern: u32::MAX, number: 0 };

    /// The number of what it has in common with others.
    pub(super) fn pattern(self) -> u32 {
        self.pattern
    }
}

impl Names {
    /// The name that a text is, if it is known or could be one of a known pattern.
    pub(super) fn get(&self, text: &str) -> Option<Name> {
        let (parts, number) = parts(text);
        let pattern = u32::try_from(self.0.get_index_of(&parts)?).ok()?;
        Some(Name { pattern, number })
    }

    /// The name that a text is.
    pub(super) fn add(&mut self, text: &str) -> Name {
        if let Some(known) = self.get(text) {
            return known;
        }
        let (Parts { before, width, after }, number) = parts(text);
        let (pattern, _) = self.0.insert_full(Pattern { before: before.into(), width, after: after.into() });
        Name { pattern: u32::try_from(pattern).unwrap_or(u32::MAX), number }
    }

    /// The text of a name.
    pub(super) fn text(&self, name: Name) -> String {
        let Some(Pattern { before, width, after }) = self.0.get_index(name.pattern as usize) else {
            return String::new();
        };
        match width {
            0 => before.to_string(),
            _ => format!("{before}{:0width$}{after}", name.number, width = usize::from(*width)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_of_a_run_share_a_pattern() {
        let mut names = Names::default();
        let made = ["a_00_obj", "a_01_obj", "a_1_obj", "a_obj"].map(|text| names.add(text));
        assert_eq!(made.map(|name| name.pattern), [0, 0, 1, 2]);
        assert_eq!(made.map(|name| names.text(name)), ["a_00_obj", "a_01_obj", "a_1_obj", "a_obj"]);
        assert_eq!(names.get("a_77_obj").map(|name| (name.pattern, name.number)), Some((0, 77)));
        assert_eq!(names.get("b_77_obj"), None);
    }

    proptest! {
        #[test]
        fn a_name_is_its_text(texts in proptest::collection::vec("[aé0-9_]{0,14}|[0-9]{1,30}", 1..40)) {
            let mut names = Names::default();
            let made: Vec<_> = texts.iter().map(|text| names.add(text)).collect();
            for (text, name) in texts.iter().zip(&made) {
                prop_assert_eq!(&names.text(*name), text);
                prop_assert_eq!(names.get(text), Some(*name));
                for (other, its) in texts.iter().zip(&made) {
                    prop_assert_eq!(text == other, name == its);
                }
            }
        }
    }
}
