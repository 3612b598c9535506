// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The built-in library: connectors and interfaces that every system can import with angle brackets, embedded in the
//! binary.

use camino::{Utf8Path, Utf8PathBuf};

/// Folder that stands for the built-in library in paths. It is no place on any disk.
pub const BUILTIN_ROOT: &str = "/camkes-builtin:";

/// The library's files: name and text.
pub const FILES: &[(&str, &str)] = &[
    ("std_connector.camkes", include_str!("../builtin/std_connector.camkes")),
    ("camkes-hardware.idl4", include_str!("../builtin/camkes-hardware.idl4")),
    ("gdb-delegate.camkes", include_str!("../builtin/gdb-delegate.camkes")),
];

/// Path of a library file, whether or not there is one of that name.
#[must_use]
pub fn path(name: &str) -> Utf8PathBuf {
    Utf8Path::new(BUILTIN_ROOT).join(name)
}

/// Whether a path is inside the library.
#[must_use]
pub fn is_builtin(path: &Utf8Path) -> bool {
    path.starts_with(BUILTIN_ROOT)
}

/// Text of the library file with this path.
#[must_use]
pub fn text(path: &Utf8Path) -> Option<&'static str> {
    let name = path.strip_prefix(BUILTIN_ROOT).ok()?;
    FILES.iter().find(|(file, _)| name == *file).map(|(_, text)| *text)
}
