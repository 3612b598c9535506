// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Why a query has no answer, and which part of it is at fault.

use std::fmt;

use camino::Utf8PathBuf;
use smol_str::SmolStr;

use super::dtb::Directory;
use super::source::SourceError;
use crate::item_tree::{Expr, ExprKind};
use crate::loc::LocalId;
use crate::model::Value;

/// A query that can't be answered.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct QueryError {
    /// The part at fault.
    pub(crate) place: Place,
    /// What is wrong.
    pub(crate) kind: QueryErrorKind,
}

/// A part of a query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Place {
    /// Name of its function.
    Function,
    /// Its argument.
    Argument,
    /// The key that these lead to, of one of the dicts in its argument.
    Key { query: usize, keys: Vec<Value> },
    /// The value under such a key; without keys, the whole dict.
    Value { query: usize, keys: Vec<Value> },
    /// One of the keys in square brackets behind it.
    Lookup(usize),
}

impl Place {
    pub(crate) fn error(self, kind: QueryErrorKind) -> Box<QueryError> {
        Box::new(QueryError { place: self, kind })
    }

    /// Where this part is written; the nearest part around it when it was computed.
    pub(crate) fn locate(&self, function: LocalId, argument: Option<&Expr>, lookup: &[Expr]) -> LocalId {
        let argument_at = argument.map_or(function, |argument| argument.id);
        match self {
            Self::Function => function,
            Self::Argument => argument_at,
            Self::Lookup(index) => lookup.get(*index).map_or(function, |key| key.id),
            Self::Key { query, keys } | Self::Value { query, keys } => {
                let at_key = matches!(self, Self::Key { .. });
                let dict = argument.map(|argument| match &argument.kind {
                    ExprKind::List(items) => items.get(*query).unwrap_or(argument),
                    _ => argument,
                });
                dict.map_or(argument_at, |dict| descend(dict, keys, at_key))
            }
        }
    }
}

fn descend(dict: &Expr, keys: &[Value], at_key: bool) -> LocalId {
    let mut at = dict;
    for (i, key) in keys.iter().enumerate() {
        let ExprKind::Dict(entries) = &at.kind else { break };
        // The last entry of a key is the one that counts.
        let Some((key, value)) = entries.iter().rev().find(|(k, _)| is_literal(k, key)) else { break };
        if at_key && i + 1 == keys.len() {
            return key.id;
        }
        at = value;
    }
    at.id
}

fn is_literal(expr: &Expr, value: &Value) -> bool {
    match (&expr.kind, value) {
        (ExprKind::Str(a), Value::Str(b)) => a == b,
        (ExprKind::Int(Some(a)), Value::Int(b)) => a == b,
        _ => false,
    }
}

/// Reasons of a [`QueryError`].
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum QueryErrorKind {
    /// There is no such function.
    UnknownFunction(SmolStr),
    /// No file was given to answer from.
    NoSource(SmolStr),
    /// The file to answer from gives no answers.
    Source(Utf8PathBuf, SourceError),
    /// The argument is no dict and no list of dicts.
    Argument(SmolStr),
    /// The argument is an empty list.
    Empty,
    /// Several dicts for a function that takes one.
    Several(SmolStr),
    /// A pin query without `pins`.
    NoPins,
    /// A value of this kind where a string must stand.
    NotString(&'static str),
    /// A value of this kind where a dict must stand.
    NotDict(&'static str),
    /// The path is no regular expression.
    Pattern(String),
    /// A key with `[` and without `]`.
    OpenBracket,
    /// An index that is no whole number and no `*`.
    Index,
    /// The tree lacks `/aliases` or `/chosen`.
    NoDirectory(Directory),
    /// No such alias or chosen node.
    NotListed { directory: Directory, name: SmolStr, known: Vec<SmolStr> },
    /// An alias or chosen node that is no string.
    NotPath { directory: Directory, name: SmolStr },
    /// An alias or chosen node of several strings.
    SeveralPaths { directory: Directory, name: SmolStr, count: usize },
    /// An alias or chosen node for a path that no node has.
    DeadPath { directory: Directory, name: SmolStr, path: SmolStr },
    /// An alias or chosen node for a path that several nodes have.
    AmbiguousPath { directory: Directory, name: SmolStr, path: SmolStr, paths: Vec<String> },
    /// A node with two properties of one name.
    DoubledProperty { path: String, property: SmolStr },
    /// A property without a value is compared with one.
    FlagProperty(SmolStr),
    /// A property is compared with another kind of value than it holds.
    ValueKind { property: SmolStr, holds: &'static str },
    /// All values of a property are compared with what is no list.
    NotList(SmolStr),
    /// A byte is compared with a number that is none.
    NotByte(i128),
    /// The number of cells of a bus is no number up to 4.
    CellCount { node: SmolStr, property: &'static str },
    /// `reg` or `ranges` are no cells.
    NotCells(&'static str),
    /// Entries of `reg` or `ranges` have no cells.
    NoWidth(&'static str),
    /// The root has `ranges`.
    RootRanges,
    /// A region that is only partly in a window of a bus.
    Region { address: u128, size: u128, window: u128, window_size: u128 },
    /// A number that needs more cells than it may have.
    Address(u128),
    /// The answer takes too much memory.
    TooLarge,
    /// The answer has no such key.
    NoKey(Value),
}

impl QueryErrorKind {
    /// What may help.
    pub(crate) fn note(&self) -> Option<String> {
        match self {
            Self::UnknownFunction(_) => Some("queries are `dtb({…})` and `gpio({\"pins\": […]})`".to_owned()),
            Self::NoSource(function) => match function.as_str() {
                "gpio" => {
                    Some("give the list of pins with `gpio-list` in `camkes.toml`, or `--gpio-list FILE`".to_owned())
                }
                _ => Some("give the device tree with `dtb` in `camkes.toml`, or `--dtb FILE`".to_owned()),
            },
            Self::NotListed { directory, known, .. } if !known.is_empty() => {
                let known: Vec<&str> = known.iter().take(12).map(SmolStr::as_str).collect();
                Some(format!("/{} of the device tree has {}", directory.name(), known.join(", ")))
            }
            Self::AmbiguousPath { paths, .. } => Some(format!("it matches {}", paths.join(", "))),
            Self::ValueKind { property, .. } | Self::NotList(property) => {
                Some(format!("`{property}[N]` compares one value, `{property}[*]` the list of all"))
            }
            Self::Index => Some("an index is a whole number, or `*` for the list of all values".to_owned()),
            _ => None,
        }
    }
}

impl fmt::Display for QueryErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownFunction(name) => write!(f, "unknown query `{name}`"),
            Self::NoSource(name) => write!(f, "the query `{name}` can't be answered: no data source for it is given"),
            Self::Source(path, error) => write!(f, "`{path}` gives no answers: {error}"),
            Self::Argument(name) => write!(f, "`{name}` takes a dict, or a list of dicts"),
            Self::Empty => f.write_str("a query needs at least one dict"),
            Self::Several(name) => write!(f, "`{name}` takes one dict"),
            Self::NoPins => f.write_str("the query lacks `pins`"),
            Self::NotString(kind) => write!(f, "a string must stand here, found {kind}"),
            Self::NotDict(kind) => write!(f, "a dict must stand here, found {kind}"),
            Self::Pattern(reason) => write!(f, "the path is no regular expression: {reason}"),
            Self::OpenBracket => f.write_str("the index lacks its `]`"),
            Self::Index => f.write_str("what stands in the square brackets is no index"),
            Self::NoDirectory(directory) => write!(f, "the device tree has no node /{}", directory.name()),
            Self::FlagProperty(property) => write!(f, "`{property}` has no value that could be compared"),
            Self::ValueKind { property, holds } => write!(f, "`{property}` holds {holds}"),
            Self::NotList(property) => write!(f, "all values of `{property}` are compared, which needs a list"),
            Self::NotByte(n) => write!(f, "{n} is no byte: bytes are from -128 to 127"),
            Self::DoubledProperty { path, property } => write!(f, "the node {path} has two properties `{property}`"),
            Self::CellCount { node, property } => write!(f, "`{property}` of the node `{node}` is no number up to 4"),
            Self::NotCells(name) => write!(f, "`{name}` of the node is not made of cells"),
            Self::NoWidth(name) => write!(f, "`{name}` has cells, but its bus says that entries have none"),
            Self::RootRanges => f.write_str("the root has `ranges`, but no bus is above it"),
            Self::Region { address, size, window, window_size } => write!(
                f,
                "the region {address:#x} of {size:#x} bytes leaves the range {window:#x} of {window_size:#x} bytes"
            ),
            Self::Address(n) => write!(f, "{n:#x} does not fit into the cells that the device tree has for it"),
            Self::TooLarge => f.write_str("the answer is too large"),
            Self::NoKey(key) => write!(f, "the answer has no key {key}"),
            _ => self.fmt_listing(f),
        }
    }
}

impl QueryErrorKind {
    /// Mistakes in `/aliases` and `/chosen`.
    fn fmt_listing(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotListed { directory, name, .. } => {
                write!(f, "/{} of the device tree has no `{name}`", directory.name())
            }
            Self::NotPath { directory, name } => {
                write!(f, "`{name}` in /{} of the device tree is no path", directory.name())
            }
            Self::SeveralPaths { directory, name, count } => {
                write!(f, "`{name}` in /{} of the device tree has {count} paths", directory.name())
            }
            Self::DeadPath { directory, name, path } => {
                write!(f, "`{name}` in /{} stands for {path}, but no node has that path", directory.name())
            }
            Self::AmbiguousPath { directory, name, path, .. } => {
                write!(f, "`{name}` in /{} stands for {path}, which is part of several paths", directory.name())
            }
            _ => Ok(()),
        }
    }
}
