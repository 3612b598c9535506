// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The templates of a build, in one of two dialects.

use camino::Utf8PathBuf;
use camkes_hir::model::Assembly;

use crate::{
    Declared, PythonTemplates, TemplateFailure, Templates,
    plan::{self, Subject},
    reference,
};

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

    /// The files that are made for the ends of one connection, by its number in [`Assembly::connections`]: those of `from` first. An
    /// end without a template has the files that `declared` says, since the project's own build knows of them.
    #[must_use]
    pub fn files_of_connection(
        &self,
        assembly: &Assembly,
        connection: usize,
        declared: impl FnOnce() -> Declared,
    ) -> Vec<Utf8PathBuf> {
        let templates = match self {
            Self::Python(templates) => return reference::of_connection(assembly, templates, connection),
            Self::Own(templates) => templates,
        };
        let items = plan::of_connection(assembly, templates, connection);
        let is_made = |at| items.iter().any(|item| item.subject == Subject::End(at));
        if plan::software_ends(assembly, connection).all(|(at, ..)| is_made(at)) {
            return items.into_iter().map(|item| item.output).collect();
        }
        let declared = declared();
        let mut out = Vec::new();
        for (at, ..) in plan::software_ends(assembly, connection) {
            let own = items.iter().filter(|item| item.subject == Subject::End(at)).map(|item| item.output.clone());
            out.extend(own);
            if !is_made(at) {
                out.extend(declared.files_of_end(assembly, at));
            }
        }
        out
    }
}
