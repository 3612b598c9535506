// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Whether a file is as it was, without reading it.

use std::{fs::Metadata, time::SystemTime};

/// What the system says of a file that changes with its contents.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    bytes: u64,
    modified: SystemTime,
    /// The file itself: another one has another number, or was made at another time.
    identity: [i128; 3],
}

impl Stamp {
    /// The stamp of a file; `None` where the system tells no times.
    pub(crate) fn of(kind: &Metadata) -> Option<Self> {
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt as _;
            [kind.ino().into(), kind.ctime().into(), kind.ctime_nsec().into()]
        };
        #[cfg(not(unix))]
        let identity = [0; 3];
        Some(Self { bytes: kind.len(), modified: kind.modified().ok()?, identity })
    }
}
