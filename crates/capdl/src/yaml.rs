// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The small YAML files of a build: object sizes, untypeds, symbols of a CSpace.

use saphyr_parser::{Event, Parser};

/// Largest file that is read, in bytes. A machine has some hundred untypeds.
const MAX_BYTES: usize = 4 << 20;
/// Deepest nesting of lists and mappings.
const MAX_DEPTH: usize = 16;

/// The file is no YAML, or not such a file as is expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct YamlError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

/// A value with the line on which it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Yaml {
    pub(crate) line: usize,
    pub(crate) node: Node,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    Scalar(String),
    List(Vec<Yaml>),
    Map(Vec<(String, Yaml)>),
}

impl YamlError {
    pub(crate) fn new(line: usize, reason: impl Into<String>) -> Self {
        Self { line, reason: reason.into() }
    }
}

impl Yaml {
    /// Reads a file's first document.
    ///
    /// # Errors
    /// It is no YAML, is too large or too deep, has an alias, or a key that is no scalar.
    pub(crate) fn parse(text: &str) -> Result<Self, YamlError> {
        if text.len() > MAX_BYTES {
            return Err(YamlError::new(1, format!("the file is larger than {MAX_BYTES} bytes")));
        }
        let mut open: Vec<(Yaml, Option<String>)> = Vec::new();
        for event in Parser::new_from_str(text) {
            let (event, span) = event.map_err(|error| YamlError::new(error.marker().line(), error.info()))?;
            let line = span.start.line();
            let done = match event {
                Event::Scalar(text, ..) => Self { line, node: Node::Scalar(text.into_owned()) },
                Event::SequenceStart(..) | Event::MappingStart(..) if open.len() >= MAX_DEPTH => {
                    return Err(YamlError::new(line, "nested too deeply"));
                }
                Event::SequenceStart(..) => {
                    open.push((Self { line, node: Node::List(Vec::new()) }, None));
                    continue;
                }
                Event::MappingStart(..) => {
                    open.push((Self { line, node: Node::Map(Vec::new()) }, None));
                    continue;
                }
                Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                    Some((value, _)) => value,
                    None => continue,
                },
                Event::Alias(_) => return Err(YamlError::new(line, "aliases are not allowed here")),
                _ => continue,
            };
            match open.last_mut() {
                None => return Ok(done),
                Some((Self { node: Node::List(items), .. }, _)) => items.push(done),
                Some((Self { node: Node::Map(entries), .. }, key)) => match (key.take(), done.node) {
                    (Some(name), node) => entries.push((name, Self { line, node })),
                    (None, Node::Scalar(name)) => *key = Some(name),
                    (None, _) => return Err(YamlError::new(line, "expected a name")),
                },
                Some((Self { node: Node::Scalar(_), .. }, _)) => {}
            }
        }
        Err(YamlError::new(1, "the file is empty"))
    }

    pub(crate) fn list(&self) -> Result<&[Self], YamlError> {
        match &self.node {
            Node::List(items) => Ok(items),
            _ => Err(YamlError::new(self.line, "expected a list")),
        }
    }

    pub(crate) fn map(&self) -> Result<&[(String, Self)], YamlError> {
        match &self.node {
            Node::Map(entries) => Ok(entries),
            _ => Err(YamlError::new(self.line, "expected a mapping")),
        }
    }

    pub(crate) fn text(&self) -> Result<&str, YamlError> {
        match &self.node {
            Node::Scalar(text) => Ok(text),
            _ => Err(YamlError::new(self.line, "expected a single value")),
        }
    }

    /// A whole number as YAML 1.1 writes it: decimal, `0x` or, with a leading 0, octal.
    pub(crate) fn number(&self) -> Result<u64, YamlError> {
        let text = self.text()?.replace('_', "");
        let number = match text.strip_prefix("0x") {
            Some(hex) => u64::from_str_radix(hex, 16),
            None if text.len() > 1 && text.starts_with('0') => u64::from_str_radix(&text, 8),
            None => text.parse(),
        };
        number.map_err(|_| YamlError::new(self.line, format!("expected a whole number, got '{text}'")))
    }

    pub(crate) fn flag(&self) -> Result<bool, YamlError> {
        match self.text()?.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => Ok(true),
            "false" | "no" | "off" => Ok(false),
            other => Err(YamlError::new(self.line, format!("expected true or false, got '{other}'"))),
        }
    }
}
