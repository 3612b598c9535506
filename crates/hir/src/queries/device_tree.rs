// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Reader of flattened device trees (DTB), versions 1 to 17 of the format in the Devicetree Specification.
//!
//! Reading takes time and memory in proportion to the size of the blob, whatever its bytes are. What kind of value a
//! property has is guessed from its bytes, as `dtc` and the reference tool do: the format does not say.

use std::fmt;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// Largest blob that is read, in bytes. Linux allows 2 MiB.
const MAX_BYTES: usize = 4 << 20;
/// Deepest nesting of nodes, as in Linux.
const MAX_DEPTH: usize = 64;
/// Longest name, in bytes. The specification allows 31.
const MAX_NAME: usize = 255;
/// Longest path of a node, in bytes.
const MAX_PATH: usize = 1024;

const MAGIC: u32 = 0xd00d_feed;
const NEWEST_VERSION: u32 = 17;
const BEGIN_NODE: u32 = 1;
const END_NODE: u32 = 2;
const PROPERTY: u32 = 3;
const NOP: u32 = 4;
const END: u32 = 9;

/// A device tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceTree {
    /// Parents come before their children; the root is the first.
    nodes: Vec<Node>,
    /// Size of the blob in bytes.
    size: usize,
}

/// Index of a node in its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId(usize);

/// A node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its name with the unit address; `/` for the root.
    pub name: SmolStr,
    /// The node that holds it; `None` for the root.
    pub parent: Option<NodeId>,
    /// Properties and nodes in it, in the order of the blob.
    pub members: Vec<Member>,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Member {
    /// A property.
    Property(Property),
    /// A node.
    Node(NodeId),
}

/// A property of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// Its name.
    pub name: SmolStr,
    /// Its value.
    pub value: PropertyValue,
}

/// Value of a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PropertyValue {
    /// No bytes: the property is a flag.
    Empty,
    /// One or more printable strings, none of them empty, each with its NUL.
    Strings(Vec<SmolStr>),
    /// Cells of 32 bits.
    Words(Vec<u32>),
    /// Bytes whose number is no multiple of four.
    Bytes(Vec<i8>),
}

/// Why a blob is no device tree. Offsets are in bytes from its start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DtbError {
    /// More than 4 MiB.
    TooLarge,
    /// It does not start with the format's magic number.
    Magic,
    /// A version of the format after 17, or one that needs a reader for such.
    Version(u32),
    /// The blob ends inside what should stand at this offset.
    Truncated(usize),
    /// An unknown token.
    Token(usize, u32),
    /// A name that is not printable ASCII, or is longer than 255 bytes.
    Name(usize),
    /// Nodes are nested deeper than 64, or a path is longer than 1024 bytes.
    TooDeep(usize),
    /// A property outside of nodes, or an end without a begin.
    Stray(usize),
    /// The tree has no root, or more than one.
    Roots,
}

impl DeviceTree {
    /// Reads a blob.
    ///
    /// # Errors
    ///
    /// When it is no well-formed device tree.
    pub fn parse(blob: &[u8]) -> Result<Self, DtbError> {
        if blob.len() > MAX_BYTES {
            return Err(DtbError::TooLarge);
        }
        if word(blob, 0)? != MAGIC {
            return Err(DtbError::Magic);
        }
        let (structure, strings) = (offset(blob, 8)?, offset(blob, 12)?);
        let (version, compatible) = (word(blob, 20)?, word(blob, 24)?);
        if version > NEWEST_VERSION || compatible >= NEWEST_VERSION {
            return Err(DtbError::Version(version));
        }
        let mut reader = Reader {
            blob,
            at: structure,
            strings,
            version,
            names: FxHashMap::default(),
            nodes: Vec::new(),
            open: Vec::new(),
        };
        while reader.token()? {}
        if reader.nodes.is_empty() || !reader.open.is_empty() {
            return Err(DtbError::Roots);
        }
        Ok(Self { nodes: reader.nodes, size: blob.len() })
    }

    /// Size of the blob in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// The root.
    #[must_use]
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// A node of this tree.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0)
    }

    /// Every node but the root, parents before children, in the order of the blob.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + use<> {
        (1..self.nodes.len()).map(NodeId)
    }

    /// A node's ancestors, its parent first and the root last.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = &Node> {
        let parent = |node: &&Node| node.parent.and_then(|id| self.node(id));
        std::iter::successors(self.node(id).as_ref().and_then(parent), parent)
    }

    /// Full path of a node, such as `/soc/serial@10000`.
    #[must_use]
    pub fn path(&self, id: NodeId) -> String {
        let mut names: Vec<&str> =
            std::iter::successors(self.node(id), |node| node.parent.and_then(|id| self.node(id)))
                .filter(|node| node.parent.is_some())
                .map(|node| node.name.as_str())
                .collect();
        names.reverse();
        format!("/{}", names.join("/"))
    }
}

impl Node {
    /// Its properties in order.
    pub fn properties(&self) -> impl Iterator<Item = &Property> {
        self.members.iter().filter_map(|member| match member {
            Member::Property(property) => Some(property),
            Member::Node(_) => None,
        })
    }
}

struct Reader<'a> {
    blob: &'a [u8],
    at: usize,
    strings: usize,
    version: u32,
    /// Names by offset: properties of many nodes share one.
    names: FxHashMap<usize, SmolStr>,
    nodes: Vec<Node>,
    /// Nodes around the current place with the lengths of their paths.
    open: Vec<(usize, usize)>,
}

impl Reader<'_> {
    /// Reads one token with what belongs to it; false after the last one.
    fn token(&mut self) -> Result<bool, DtbError> {
        let start = self.at;
        let token = word(self.blob, start)?;
        self.at += 4;
        match token {
            BEGIN_NODE => self.begin(start)?,
            END_NODE => {
                self.open.pop().ok_or(DtbError::Stray(start))?;
            }
            PROPERTY => self.property(start)?,
            NOP => {}
            END => return Ok(false),
            other => return Err(DtbError::Token(start, other)),
        }
        Ok(true)
    }

    fn begin(&mut self, start: usize) -> Result<(), DtbError> {
        let mut name = name(self.blob, self.at)?;
        self.at = (self.at + name.len() + 1).next_multiple_of(4);
        if name.is_empty() {
            name = SmolStr::new_static("/");
        }
        let parent = self.open.last().copied();
        if parent.is_none() && !self.nodes.is_empty() {
            return Err(DtbError::Roots);
        }
        let path = parent.map_or(0, |(_, path)| path + 1 + name.len());
        if self.open.len() >= MAX_DEPTH || path > MAX_PATH {
            return Err(DtbError::TooDeep(start));
        }
        let id = self.nodes.len();
        if let Some(parent) = parent.and_then(|(parent, _)| self.nodes.get_mut(parent)) {
            parent.members.push(Member::Node(NodeId(id)));
        }
        self.nodes.push(Node { name, parent: parent.map(|(parent, _)| NodeId(parent)), members: Vec::new() });
        self.open.push((id, path));
        Ok(())
    }

    fn property(&mut self, start: usize) -> Result<(), DtbError> {
        let (length, name_at) = (offset(self.blob, self.at)?, offset(self.blob, self.at + 4)?);
        self.at += 8;
        if self.version < 16 && length >= 8 {
            self.at = self.at.next_multiple_of(8);
        }
        let end = self.at.saturating_add(length);
        let bytes = self.blob.get(self.at..end).ok_or(DtbError::Truncated(self.at))?;
        self.at = end.next_multiple_of(4);
        let name = self.property_name(name_at)?;
        let node = self.open.last().and_then(|(id, _)| self.nodes.get_mut(*id)).ok_or(DtbError::Stray(start))?;
        node.members.push(Member::Property(Property { name, value: PropertyValue::from_bytes(bytes) }));
        Ok(())
    }

    fn property_name(&mut self, at: usize) -> Result<SmolStr, DtbError> {
        if let Some(known) = self.names.get(&at) {
            return Ok(known.clone());
        }
        let name = name(self.blob, self.strings.saturating_add(at))?;
        self.names.insert(at, name.clone());
        Ok(name)
    }
}

impl PropertyValue {
    fn from_bytes(bytes: &[u8]) -> Self {
        if bytes.is_empty() {
            return Self::Empty;
        }
        if let Some(strings) = strings(bytes) {
            return Self::Strings(strings);
        }
        match bytes.as_chunks() {
            (words, []) => Self::Words(words.iter().copied().map(u32::from_be_bytes).collect()),
            _ => Self::Bytes(bytes.iter().map(|byte| byte.cast_signed()).collect()),
        }
    }
}

/// The strings of a value whose bytes are nothing but strings.
fn strings(bytes: &[u8]) -> Option<Vec<SmolStr>> {
    let (last, rest) = bytes.split_last()?;
    if *last != 0 {
        return None;
    }
    let in_string = |byte: &u8| is_printable(*byte) && !matches!(byte, b'\r' | b'\n');
    let one = |part: &[u8]| {
        let text = std::str::from_utf8(part).ok()?;
        (!part.is_empty() && part.iter().all(in_string)).then(|| SmolStr::new(text))
    };
    rest.split(|byte| *byte == 0).map(one).collect()
}

/// ASCII that prints, with white space.
fn is_printable(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\t'..=b'\r')
}

fn word(blob: &[u8], at: usize) -> Result<u32, DtbError> {
    let bytes = blob.get(at..).and_then(<[u8]>::first_chunk).ok_or(DtbError::Truncated(at))?;
    Ok(u32::from_be_bytes(*bytes))
}

fn offset(blob: &[u8], at: usize) -> Result<usize, DtbError> {
    usize::try_from(word(blob, at)?).map_err(|_| DtbError::TooLarge)
}

/// The name at an offset, up to its NUL.
fn name(blob: &[u8], at: usize) -> Result<SmolStr, DtbError> {
    let rest = blob.get(at..).ok_or(DtbError::Truncated(at))?;
    let window = rest.get(..=MAX_NAME).unwrap_or(rest);
    let Some(length) = window.iter().position(|byte| *byte == 0) else {
        return Err(if window.len() > MAX_NAME { DtbError::Name(at) } else { DtbError::Truncated(at) });
    };
    let bytes = window.get(..length).unwrap_or_default();
    match std::str::from_utf8(bytes) {
        Ok(text) if bytes.iter().all(|byte| is_printable(*byte)) => Ok(SmolStr::new(text)),
        _ => Err(DtbError::Name(at)),
    }
}

impl fmt::Display for DtbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "it is larger than {} MiB", MAX_BYTES >> 20),
            Self::Magic => write!(f, "it does not start with the magic number {MAGIC:#x} of a flattened device tree"),
            Self::Version(version) => write!(f, "version {version} of the format is not supported"),
            Self::Truncated(at) => write!(f, "it ends too early: nothing stands at offset {at:#x}"),
            Self::Token(at, token) => write!(f, "the token {token:#x} at offset {at:#x} is unknown"),
            Self::Name(at) => write!(f, "the name at offset {at:#x} is not printable ASCII, or too long"),
            Self::TooDeep(at) => write!(f, "the node at offset {at:#x} is nested too deeply"),
            Self::Stray(at) => write!(f, "the token at offset {at:#x} belongs to no node"),
            Self::Roots => f.write_str("it has not exactly one root node"),
        }
    }
}

impl std::error::Error for DtbError {}
