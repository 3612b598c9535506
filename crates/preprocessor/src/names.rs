// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Names as numbers: every identifier is interned once, so that a macro look-up is an index.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// An interned identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Symbol(pub(crate) u32);

/// Declares the names that the preprocessor itself knows, in the order in which [`Names::new`] interns them.
macro_rules! known_names {
    ($($constant:ident = $text:literal),* $(,)?) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Order { $($constant),* }
        impl Symbol { $(pub(crate) const $constant: Self = Self(Order::$constant as u32);)* }
        const KNOWN: &[&str] = &[$($text),*];
    };
}

known_names! {
    NONE = "",
    DEFINED = "defined",
    VA_ARGS = "__VA_ARGS__",
    VA_OPT = "__VA_OPT__",
    HAS_INCLUDE = "__has_include",
    HAS_INCLUDE_NEXT = "__has_include_next",
}

/// The table of names. A run starts from a copy of its environment's table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Names {
    by_text: FxHashMap<SmolStr, Symbol>,
    texts: Vec<SmolStr>,
    /// The lengths of the names that begin with each byte, as bits. Nearly no word of a text is a name that somebody defines, and most
    /// are seen by this.
    lengths: [u64; 256],
}

/// The bit of a length; longer names share the last one.
fn length_bit(text: &str) -> u64 {
    1 << text.len().min(63)
}

impl Names {
    pub(crate) fn new() -> Self {
        let mut names = Self { by_text: FxHashMap::default(), texts: Vec::new(), lengths: [0; 256] };
        for text in KNOWN {
            names.intern(text);
        }
        names
    }

    pub(crate) fn intern(&mut self, text: &str) -> Symbol {
        if let Some(&symbol) = self.by_text.get(text) {
            return symbol;
        }
        if let Some(first) = text.bytes().next() {
            self.lengths[usize::from(first)] |= length_bit(text);
        }
        let symbol = Symbol(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        let text = SmolStr::new(text);
        self.texts.push(text.clone());
        self.by_text.insert(text, symbol);
        symbol
    }

    pub(crate) fn find(&self, text: &str) -> Option<Symbol> {
        let may_be = text.bytes().next().is_none_or(|it| self.lengths[usize::from(it)] & length_bit(text) != 0);
        if may_be { self.by_text.get(text).copied() } else { None }
    }

    pub(crate) fn text(&self, symbol: Symbol) -> SmolStr {
        self.texts.get(symbol.0 as usize).cloned().unwrap_or_default()
    }
}
