// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The templates of a build, in one of two dialects.

use crate::{PythonTemplates, TemplateFailure, Templates};

/// The templates of a build, in one of two dialects.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TemplateSet {
    /// Our own, with others in their dialect put before them.
    Own(Templates),
    /// Those with Python's idioms, in the layout of the reference tool. Ours are not among them.
    Python(PythonTemplates),
}

impl TemplateSet {
    /// The set that templates make, given by name. They are in the layout of the reference tool if one of them is
    /// `camkes-gen.cmake`, from which that tool describes a build; otherwise they are put before our own.
    ///
    /// # Errors
    /// One failure for each template that does not parse; those with Python's idioms are parsed when they are used.
    pub fn new<N: AsRef<str>, T: AsRef<str>>(templates: &[(N, T)]) -> Result<Self, Vec<TemplateFailure>> {
        let texts = || templates.iter().map(|(name, text)| (name.as_ref(), text.as_ref()));
        if PythonTemplates::fit(texts().map(|(name, _)| name)) {
            return Ok(Self::Python(PythonTemplates::new(texts())));
        }
        Templates::with_overrides(texts()).map(Self::Own)
    }

    /// The text of a template.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        match self {
            Self::Own(templates) => templates.text(name),
            Self::Python(templates) => templates.text(name),
        }
    }
}
