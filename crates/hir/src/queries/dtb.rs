// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The nodes that a `dtb()` query is about: by alias, by chosen node, by path and by properties.
//!
//! A query dict takes the first of `aliases`, `chosen` and the rest that is there. As in the reference tool, no two
//! queries of a list know of each other, and the first node found is the answer.

use regex::{Regex, RegexBuilder};
use smol_str::SmolStr;

use super::device_tree::{DeviceTree, Member, Node, NodeId, Property, PropertyValue};
use super::error::{Place, QueryError, QueryErrorKind as Kind};
use crate::model::Value;

/// Memory that a path's regular expression may take, in bytes.
const MAX_REGEX: usize = 1 << 20;

/// A node that stands for others: `/aliases` or `/chosen`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Directory {
    Aliases,
    Chosen,
}

impl Directory {
    /// Name of the node, which is also the key of a query.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Aliases => "aliases",
            Self::Chosen => "chosen",
        }
    }
}

/// One dict of a query over a device tree.
pub(super) struct Query<'a> {
    pub(super) tree: &'a DeviceTree,
    /// Which dict of the query's list it is.
    pub(super) index: usize,
    pub(super) entries: &'a [(Value, Value)],
}

impl Query<'_> {
    /// The node that the dict is about; `None` when there is no such.
    pub(super) fn first_match(&self) -> Result<Option<NodeId>, Box<QueryError>> {
        for directory in [Directory::Aliases, Directory::Chosen] {
            if let Some(value) = self.given(directory.name()) {
                let place = self.value_at(&[directory.name().into()]);
                let name = text(value).map_err(|kind| place.clone().error(kind))?;
                return self.look_up(directory, name).map(Some).map_err(|kind| place.error(kind));
            }
        }
        let by_path = match self.given("path") {
            Some(path) => self.by_path(path)?,
            None => Vec::new(),
        };
        let Some(properties) = self.given("properties") else { return Ok(by_path.first().copied()) };
        let Value::Dict(properties) = properties else {
            return Err(self.value_at(&["properties".into()]).error(Kind::NotDict(properties.kind())));
        };
        // Properties are then asked of every node, also when there was a path that no node has.
        let candidates = if by_path.is_empty() { self.tree.nodes().collect() } else { by_path };
        let mut found = None;
        for id in candidates {
            // Every node is looked at: a value that fits no node's property is a mistake wherever the node stands.
            if self.has_properties(id, properties)? && found.is_none() {
                found = Some(id);
            }
        }
        Ok(found)
    }

    /// The value under a key, unless it is empty or zero, which count as absent.
    fn given(&self, key: &str) -> Option<&Value> {
        let value = self.entries.iter().find(|(k, _)| k.as_str() == Some(key)).map(|(_, value)| value)?;
        let absent = match value {
            Value::Int(n) => *n == 0,
            Value::Float(x) => *x == 0.0,
            Value::Str(text) => text.is_empty(),
            Value::List(items) => items.is_empty(),
            Value::Dict(entries) => entries.is_empty(),
        };
        (!absent).then_some(value)
    }

    fn value_at(&self, keys: &[Value]) -> Place {
        Place::Value { query: self.index, keys: keys.to_vec() }
    }

    fn by_path(&self, pattern: &Value) -> Result<Vec<NodeId>, Box<QueryError>> {
        let place = self.value_at(&["path".into()]);
        let pattern = text(pattern).map_err(|kind| place.clone().error(kind))?;
        let regex = RegexBuilder::new(pattern).case_insensitive(true).size_limit(MAX_REGEX).build();
        let regex: Regex = regex.map_err(|error| place.error(Kind::Pattern(reason(&error))))?;
        Ok(self.paths_with(|path| regex.is_match(path)))
    }

    fn paths_with(&self, matches: impl Fn(&str) -> bool) -> Vec<NodeId> {
        self.tree.nodes().filter(|id| matches(&self.tree.path(*id))).collect()
    }

    /// The node that an alias or a chosen name stands for.
    fn look_up(&self, directory: Directory, name: &str) -> Result<NodeId, Kind> {
        let root = self.tree.node(self.tree.root());
        let members = root.map(|root| root.members.as_slice()).unwrap_or_default();
        let holder = members.iter().find(|member| self.name_of(member) == Some(directory.name()));
        let holder = match holder {
            Some(Member::Node(id)) => self.tree.node(*id),
            _ => None,
        };
        let holder = holder.ok_or(Kind::NoDirectory(directory))?;
        let unknown = || Kind::NotListed { directory, name: name.into(), known: names(holder) };
        let member = holder.members.iter().find(|member| self.name_of(member) == Some(name)).ok_or_else(unknown)?;
        let path = match member {
            Member::Property(Property { value: PropertyValue::Strings(strings), .. }) => match strings.as_slice() {
                [one] => one,
                many => return Err(Kind::SeveralPaths { directory, name: name.into(), count: many.len() }),
            },
            _ => return Err(Kind::NotPath { directory, name: name.into() }),
        };
        if directory == Directory::Aliases {
            return self.only(directory, name, path);
        }
        // What follows a colon are options, as for a console.
        let path = path.split(':').next().unwrap_or_default();
        if path.starts_with('/') { self.only(directory, name, path) } else { self.look_up(Directory::Aliases, path) }
    }

    /// The one node whose path has this in it, whatever its case.
    fn only(&self, directory: Directory, name: &str, part: &str) -> Result<NodeId, Kind> {
        let wanted = part.to_ascii_lowercase();
        match self.paths_with(|path| path.to_ascii_lowercase().contains(&wanted)).as_slice() {
            [one] => Ok(*one),
            [] => Err(Kind::DeadPath { directory, name: name.into(), path: part.into() }),
            many => {
                let paths = many.iter().take(4).map(|id| self.tree.path(*id)).collect();
                Err(Kind::AmbiguousPath { directory, name: name.into(), path: part.into(), paths })
            }
        }
    }

    fn name_of<'t>(&'t self, member: &'t Member) -> Option<&'t str> {
        match member {
            Member::Property(property) => Some(&property.name),
            Member::Node(id) => self.tree.node(*id).map(|node| node.name.as_str()),
        }
    }

    fn has_properties(&self, id: NodeId, wanted: &[(Value, Value)]) -> Result<bool, Box<QueryError>> {
        let Some(node) = self.tree.node(id) else { return Ok(false) };
        for (key, value) in wanted {
            let keys = vec!["properties".into(), key.clone()];
            let at_key = |kind| Place::Key { query: self.index, keys: keys.clone() }.error(kind);
            let key = PropertyKey::parse(key).map_err(at_key)?;
            let mut named = node.properties().filter(|property| property.name == key.name);
            let Some(property) = named.next() else { return Ok(false) };
            if named.next().is_some() {
                return Err(at_key(Kind::DoubledProperty {
                    path: self.tree.path(id),
                    property: property.name.clone(),
                }));
            }
            let equal = compare(property, key.index, value);
            if !equal.map_err(|kind| Place::Value { query: self.index, keys: keys.clone() }.error(kind))? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn names(node: &Node) -> Vec<SmolStr> {
    node.properties().map(|property| property.name.clone()).collect()
}

fn text(value: &Value) -> Result<&str, Kind> {
    value.as_str().ok_or(Kind::NotString(value.kind()))
}

/// The last line of a report on a regular expression, which is the reason.
fn reason(error: &regex::Error) -> String {
    match error {
        regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
        other => {
            let text = other.to_string();
            let last = text.lines().last().unwrap_or_default();
            last.trim_start_matches("error: ").to_owned()
        }
    }
}

/// Which of a property's values is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Index {
    /// One, counted from zero; `None` for a number that no property has.
    One(Option<usize>),
    /// All of them: `[*]`, or a negative index.
    All,
}

/// A key such as `compatible`, `reg[0]`, `reg[0x1]` or `interrupts[*]`.
struct PropertyKey<'a> {
    name: &'a str,
    index: Index,
}

impl<'a> PropertyKey<'a> {
    fn parse(key: &'a Value) -> Result<Self, Kind> {
        let Value::Str(key) = key else { return Err(Kind::NotString(key.kind())) };
        let Some((name, rest)) = key.split_once('[') else {
            return Ok(Self { name: key, index: Index::One(Some(0)) });
        };
        let (index, _) = rest.split_once(']').ok_or(Kind::OpenBracket)?;
        let index = index.trim_matches(' ');
        let index = if index == "*" { Some(Index::All) } else { integer(index) };
        Ok(Self { name, index: index.ok_or(Kind::Index)? })
    }
}

/// An index in the notation of Python's `int`: white space around it, a sign, digits with single underscores.
fn integer(text: &str) -> Option<Index> {
    let (digits, radix, negative) = match text.strip_prefix("0x") {
        Some(digits) => (digits.trim_end(), 16, false),
        None => {
            let text = text.trim();
            let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
            (digits, 10, text.starts_with('-'))
        }
    };
    let digits = if radix == 16 { digits.strip_prefix('_').unwrap_or(digits) } else { digits };
    let well_formed = digits.split('_').all(|part| !part.is_empty() && part.chars().all(|c| c.is_digit(radix)));
    if !well_formed {
        return None;
    }
    let zero = digits.chars().all(|c| matches!(c, '0' | '_'));
    if negative && !zero {
        return Some(Index::All);
    }
    Some(Index::One(usize::from_str_radix(&digits.replace('_', ""), radix).ok()))
}

/// Whether a property has a value, as far as it can be asked.
fn compare(property: &Property, index: Index, wanted: &Value) -> Result<bool, Kind> {
    let name = &property.name;
    match &property.value {
        PropertyValue::Empty => Err(Kind::FlagProperty(name.clone())),
        PropertyValue::Strings(strings) => {
            let values = strings.iter().map(|text| Value::Str(text.clone()));
            let is_kind = |value: &Value| matches!(value, Value::Str(_));
            pick(name, index, wanted, values, ("strings", is_kind))
        }
        PropertyValue::Words(words) => {
            let values = words.iter().map(|word| Value::Int(i128::from(*word)));
            pick(name, index, wanted, values, ("numbers", |value| matches!(value, Value::Int(_))))
        }
        PropertyValue::Bytes(bytes) => {
            let list = if let (Index::All, Value::List(items)) = (index, wanted) { items.as_slice() } else { &[] };
            for item in list {
                let n = item.as_int().ok_or_else(|| Kind::ValueKind { property: name.clone(), holds: "numbers" })?;
                i8::try_from(n).map_err(|_| Kind::NotByte(n))?;
            }
            let values = bytes.iter().map(|byte| Value::Int(i128::from(*byte)));
            pick(name, index, wanted, values, ("numbers", |value| matches!(value, Value::Int(_))))
        }
    }
}

fn pick(
    name: &SmolStr,
    index: Index,
    wanted: &Value,
    mut values: impl ExactSizeIterator<Item = Value>,
    (holds, is_kind): (&'static str, impl Fn(&Value) -> bool),
) -> Result<bool, Kind> {
    match (index, wanted) {
        (Index::All, Value::List(items)) => {
            Ok(values.len() == items.len() && values.zip(items).all(|(value, item)| same(&value, item)))
        }
        (Index::All, _) => Err(Kind::NotList(name.clone())),
        (Index::One(_), wanted) if !is_kind(wanted) => Err(Kind::ValueKind { property: name.clone(), holds }),
        (Index::One(index), wanted) => Ok(index.and_then(|i| values.nth(i)).is_some_and(|value| value == *wanted)),
    }
}

/// Equality in which 1 and 1.0 are the same.
fn same(value: &Value, wanted: &Value) -> bool {
    match (value, wanted) {
        // Cells have 32 bits, which a float holds exactly.
        #[expect(clippy::cast_precision_loss, reason = "a cell has 32 bits")]
        (Value::Int(n), Value::Float(x)) => *n as f64 == *x,
        _ => value == wanted,
    }
}
