// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The result of a run.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use smol_str::SmolStr;
use text_size::{TextRange, TextSize};

use crate::engine::Engine;
use crate::environment::Environment;
use crate::error::PpError;
use crate::host::{IncludeHost, SourceFile};
use crate::identity;
use crate::outcome::{DirectiveRecord, Include, MacroDefinition, MacroReference};
use crate::place::{FileId, FileRange};
use crate::span_map::{Mapped, SpanMap};

/// The text for the ADL parser, and everything found on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preprocessed {
    /// The text. The file's own where nothing is to be done.
    pub text: Arc<str>,
    /// Where each token of the text comes from.
    pub map: SpanMap,
    /// What is wrong, in the order of reading.
    pub errors: Vec<PpError>,
    /// The includes reached.
    pub includes: Vec<Include>,
    /// The macros that files define, and others that are used.
    pub macros: Arc<[MacroDefinition]>,
    /// The uses of macros that are written in files, outside of definitions.
    pub references: Vec<MacroReference>,
    /// The directives reached, in all files.
    pub directives: Vec<DirectiveRecord>,
    /// The groups that conditions take out, in all files.
    pub inactive: Vec<FileRange>,
}

/// What a macro invocation stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MacroExpansion {
    /// The macro.
    pub definition: MacroDefinition,
    /// The invocation.
    pub invocation: FileRange,
    /// The text that it made; empty for a macro that stands for nothing.
    pub text: String,
}

impl Preprocessed {
    /// The full expansion of the outermost macro invocation at an offset of a file.
    #[must_use]
    pub fn expand_at(&self, file: FileId, offset: TextSize) -> Option<MacroExpansion> {
        let invocation = self.map.as_mapped()?.invocation_at(file, offset)?;
        let text =
            invocation.output.and_then(|range| self.text.get(usize::from(range.start())..usize::from(range.end())));
        Some(MacroExpansion {
            definition: invocation.definition,
            invocation: invocation.range,
            text: text.unwrap_or("").to_owned(),
        })
    }

    /// The macro used or defined at an offset of a file.
    #[must_use]
    pub fn macro_at(&self, file: FileId, offset: TextSize) -> Option<&MacroDefinition> {
        let holds = |range: FileRange| range.file == file && range.range.contains_inclusive(offset);
        let used = self.references.iter().find(|it| holds(it.range)).and_then(|it| it.definition);
        match used {
            Some(index) => self.macros.get(index as usize),
            None => self.macros.iter().find(|it| it.place.file().is_some_and(holds)),
        }
    }

    /// The groups of one file that conditions take out.
    pub fn inactive_in(&self, file: FileId) -> impl Iterator<Item = TextRange> + '_ {
        self.inactive.iter().filter(move |it| it.file == file).map(|it| it.range)
    }

    /// The names of headers that were not found, each once.
    #[must_use]
    pub fn missing_headers(&self) -> Vec<SmolStr> {
        let mut seen = FxHashSet::default();
        let missing = self.includes.iter().filter(|it| it.outcome.file().is_none());
        missing.filter(|it| seen.insert(&it.name)).map(|it| it.name.clone()).collect()
    }
}

/// Preprocesses a file and what it includes.
#[must_use]
pub fn preprocess(primary: &SourceFile, environment: &Environment, host: &dyn IncludeHost) -> Preprocessed {
    if identity::is_identity(&primary.text, environment) {
        return Preprocessed {
            text: Arc::clone(&primary.text),
            map: SpanMap::identity(primary.file),
            errors: Vec::new(),
            includes: Vec::new(),
            macros: Arc::from([]),
            references: Vec::new(),
            directives: Vec::new(),
            inactive: Vec::new(),
        };
    }
    preprocess_in_full(primary, environment, host)
}

/// As [`preprocess`], without the fast path.
pub(crate) fn preprocess_in_full(
    primary: &SourceFile,
    environment: &Environment,
    host: &dyn IncludeHost,
) -> Preprocessed {
    let mut engine = Engine::new(environment, host, primary);
    engine.run();
    let findings = engine.findings;
    let macros: Arc<[MacroDefinition]> = Arc::from(findings.macros);
    let (text, tokens) = engine.writer.finish();
    let length = TextSize::try_from(primary.text.len()).unwrap_or_default();
    let map = SpanMap::mapped(Mapped {
        tokens,
        files: engine.sources.file_ids(),
        trace: engine.trace,
        macros: Arc::clone(&macros),
        includes: Mapped::include_places(&findings.includes),
        inclusion_marks: engine.inclusion_marks,
        end: FileRange::new(primary.file, TextRange::empty(length)),
    });
    Preprocessed {
        text: Arc::from(text),
        map,
        errors: findings.errors,
        includes: findings.includes,
        macros,
        references: findings.references,
        directives: findings.directives,
        inactive: findings.inactive,
    }
}
