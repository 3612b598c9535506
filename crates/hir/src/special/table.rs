// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The settings with a special meaning. The facts are those of the templates of camkes-tool 3.13.0-dev (e6fa51f), of
//! global-components and of camkes-vm, and of the CAmkES manual.

mod capabilities;
mod components;
mod connections;
mod dataports;
mod interrupts;
mod machines;
mod procedures;
mod threads;

use super::{Kind, Needs, Owner, Pattern, Special, Unit};

/// Every table.
pub(super) const ALL: &[&[Special]] = &[
    threads::SETTINGS,
    components::SETTINGS,
    capabilities::SETTINGS,
    procedures::SETTINGS,
    dataports::SETTINGS,
    interrupts::SETTINGS,
    connections::SETTINGS,
    machines::SETTINGS,
];

/// No limit but that of the type.
const MANY: i128 = i128::MAX;

/// The greatest physical address of any supported machine.
const LAST_ADDRESS: i128 = (1 << 56) - 1;

/// An address of a device or of memory.
const ADDRESS: Kind = Kind::Number { min: 0, max: LAST_ADDRESS, unit: Unit::Address };

/// A size that must fill pages.
const PAGES: Kind = Kind::Number { min: 1, max: MANY, unit: Unit::PagedBytes };

/// As `PAGES`; templates turn a string into a number.
const PAGES_OR_TEXT: Kind = Kind::NumberOrText { min: 1, max: MANY, unit: Unit::PagedBytes };

/// How many of something.
const COUNT: Kind = Kind::Number { min: 0, max: 1 << 32, unit: Unit::Count };

/// A setting without conditions.
const fn special(name: &'static str, owner: Owner, kind: Kind, default: &'static str, text: &'static str) -> Special {
    Special { name: Pattern(name), owner, kind, default, needs: Needs::Nothing, text }
}

impl Special {
    /// The same, where it matters.
    const fn needs(self, needs: Needs) -> Self {
        Self { needs, ..self }
    }
}
