// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The templates that are part of the binary.

/// Name and text of each; a test compares the list with the folder.
pub(crate) const TEMPLATES: &[(&str, &str)] = &[];
