// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the initialisers of rust-sel4's releases can read.

use std::fmt;

/// The release of rust-sel4 whose initialiser reads the JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum InitialiserRelease {
    /// Release 1 or 2.
    First,
    /// Release 3.
    Third,
    /// Release 4.
    Fourth,
    /// Release 5.
    #[default]
    Fifth,
}

impl InitialiserRelease {
    /// The release of a number, if there is one.
    #[must_use]
    pub const fn of(major: u64) -> Option<Self> {
        match major {
            1 | 2 => Some(Self::First),
            3 => Some(Self::Third),
            4 => Some(Self::Fourth),
            5 => Some(Self::Fifth),
            _ => None,
        }
    }

    /// Whether an object without anything besides its kind is shown by the name of that.
    pub(super) fn shows_kinds_alone(self) -> bool {
        self == Self::First
    }

    /// Whether what a frame is filled with has a tag before it.
    pub(super) fn tags_contents(self) -> bool {
        self == Self::First
    }

    /// Whether it is told of each mapping if it may be executed.
    pub(super) fn knows_execution(self) -> bool {
        self >= Self::Third
    }

    /// Whether calls to the secure monitor are an object.
    pub(super) fn knows_smc(self) -> bool {
        self >= Self::Third
    }

    /// Whether there are domain schedules, domains of threads, and threads without a floating-point unit.
    pub(super) fn knows_domains(self) -> bool {
        self >= Self::Fourth
    }

    /// Whether the durations of a schedule have units.
    pub(super) fn knows_units(self) -> bool {
        self >= Self::Fifth
    }

    /// Whether there are I/O spaces.
    pub(super) fn knows_io_spaces(self) -> bool {
        self >= Self::Fifth
    }

    /// Whether frames can be filled with boot information besides the device tree.
    pub(super) fn knows_all_boot_info(self) -> bool {
        self >= Self::Fifth
    }
}

impl fmt::Display for InitialiserRelease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::First => "1",
            Self::Third => "3",
            Self::Fourth => "4",
            Self::Fifth => "5",
        })
    }
}
