// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Why a template could not be rendered.

use std::{error::Error as _, fmt};

use camkes_hir::model::{Assembly, Origin};
use minijinja::{Error, ErrorKind};
use smol_str::SmolStr;

use crate::Subject;

/// A place in a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplatePlace {
    /// Name of the template.
    pub template: SmolStr,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Why a template could not be rendered: two places, that in the template and the entity it was rendered for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateFailure {
    /// Name of the template in which it happened; it may be one that another one includes.
    pub template: SmolStr,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What was rendered: an instance, or an end as `instance.interface`. Empty if the template does not parse.
    pub entity: String,
    /// The same as a place in the assembly; `None` if the template does not parse.
    pub subject: Option<Subject>,
    /// What is wrong.
    pub message: String,
    /// The places that led to the one above, the nearest first: where it was included, or its macro called.
    pub via: Vec<TemplatePlace>,
}

impl fmt::Display for TemplateFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.template, self.line, self.column, self.message)?;
        if !self.entity.is_empty() {
            write!(f, " (for '{}')", self.entity)?;
        }
        Ok(())
    }
}

impl std::error::Error for TemplateFailure {}

impl TemplateFailure {
    /// A failure to parse a template.
    pub(crate) fn of_text(name: &str, text: &str, error: &Error) -> Self {
        Self::new(name, error, |_| Some(text))
    }

    /// A failure of a template, or of one that it includes; `text` gives the text of a template by its name.
    pub(crate) fn new<'a>(template: &str, error: &Error, text: impl Fn(&str) -> Option<&'a str>) -> Self {
        // An include that fails says only that it failed; the reason is in the source of the error.
        let mut chain = vec![error];
        let mut outer = error;
        while let Some(inner) = outer.source().and_then(|source| source.downcast_ref::<Error>()) {
            chain.push(inner);
            outer = inner;
        }
        let mut places: Vec<_> = chain.iter().filter_map(|error| place(error, &text)).collect();
        places.dedup();
        let deepest = places.pop().unwrap_or(TemplatePlace { template: template.into(), line: 1, column: 1 });
        places.reverse();
        Self {
            template: deepest.template,
            line: deepest.line,
            column: deepest.column,
            entity: String::new(),
            subject: None,
            message: chain.last().map(|error| message(error)).unwrap_or_default(),
            via: places,
        }
    }

    /// A failure that is not at a place in the template.
    pub(crate) fn plain(template: &str, message: String) -> Self {
        Self {
            template: template.into(),
            line: 1,
            column: 1,
            entity: String::new(),
            subject: None,
            message,
            via: Vec::new(),
        }
    }

    pub(crate) fn for_entity(mut self, entity: String, subject: Option<Subject>) -> Self {
        self.entity = entity;
        self.subject = subject;
        self
    }

    /// The declaration of the instance or connection for which the template was rendered.
    #[must_use]
    pub fn origin(&self, assembly: &Assembly) -> Option<Origin> {
        match self.subject? {
            Subject::Instance(index) => assembly.instances.get(index).map(|instance| instance.origin),
            Subject::End(at) => assembly.connections.get(at.connection).map(|connection| connection.origin),
        }
    }
}

fn place<'a>(error: &Error, text: &impl Fn(&str) -> Option<&'a str>) -> Option<TemplatePlace> {
    let template = error.name()?;
    let line = error.line()?;
    let column = error.range().zip(text(template)).and_then(|(range, text)| {
        let before = text.get(..range.start)?;
        Some(before.rsplit('\n').next().unwrap_or(before).chars().count() + 1)
    });
    Some(TemplatePlace { template: template.into(), line, column: column.unwrap_or(1) })
}

fn message(error: &Error) -> String {
    let detail = error.detail().unwrap_or_default();
    match error.kind() {
        ErrorKind::OutOfFuel => "the template takes too many steps; is there a loop without an end?".to_owned(),
        // Our own functions say all that there is to say.
        ErrorKind::InvalidOperation | ErrorKind::MissingArgument | ErrorKind::TooManyArguments
            if !detail.is_empty() =>
        {
            detail.to_owned()
        }
        kind if detail.is_empty() => kind.to_string(),
        kind => format!("{kind}: {detail}"),
    }
}
