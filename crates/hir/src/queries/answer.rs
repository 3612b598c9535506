// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What templates see of a device tree's node: its properties, those of the nodes in it, and where its registers are
//! for the processor.

use indexmap::IndexMap;
use smol_str::SmolStr;

use super::device_tree::{DeviceTree, Member, Node, NodeId, PropertyValue};
use super::error::QueryErrorKind as Kind;
use crate::model::Value;

/// Cells of an address and of a size when a bus does not say, from the Devicetree Specification.
const DEFAULT_CELLS: (u32, u32) = (2, 1);
/// Most cells of one number: 128 bits.
const MAX_CELLS: u32 = 4;
/// Most memory that one answer may take, in bytes, about.
const MAX_ANSWER: usize = 64 << 20;

/// Members of an answer under the names of the device tree.
pub(super) type Answer = IndexMap<SmolStr, Value>;

/// A bus: a node on the way from a device to the root.
struct Bus<'a> {
    address_cells: u32,
    size_cells: u32,
    /// Its `ranges`, when it has them.
    ranges: Option<&'a PropertyValue>,
}

/// A window of a bus into the one above it.
struct Window {
    from: u128,
    to: u128,
    size: u128,
}

/// Everything about a node, in the order of the reference tool: properties as in the blob, those of nodes in it under
/// `child/property`, then what is worked out.
pub(super) fn describe(tree: &DeviceTree, id: NodeId) -> Result<Answer, Kind> {
    let mut answer = Answer::new();
    let mut left = MAX_ANSWER;
    members(tree, id, &mut answer, &mut left)?;
    let buses = tree.ancestors(id).map(bus).collect::<Result<Vec<_>, _>>()?;
    let (address_cells, size_cells) = buses.first().map_or(DEFAULT_CELLS, |bus| (bus.address_cells, bus.size_cells));
    let cells = |n: u32| Value::List(vec![Value::Int(i128::from(n))]);
    answer.insert("this-address-cells".into(), cells(address_cells));
    answer.insert("this-size-cells".into(), cells(size_cells));
    if answer.contains_key("reg") {
        let reg = tree.node(id).and_then(|node| last_property(node, "reg"));
        answer.insert("reg".into(), Value::List(registers(reg, &buses)?));
    }
    answer.insert("this-node-path".into(), Value::Str(tree.path(id).into()));
    Ok(answer)
}

/// Adds the members of a node and of all nodes in it. A node stands for the names of its members.
fn members(tree: &DeviceTree, id: NodeId, answer: &mut Answer, left: &mut usize) -> Result<(), Kind> {
    // Nodes of which members are still to come, with the prefix of their keys.
    let mut open: Vec<(std::slice::Iter<'_, Member>, String)> = Vec::new();
    open.extend(tree.node(id).map(|node| (node.members.iter(), String::new())));
    while let Some((rest, prefix)) = open.last_mut() {
        let Some(member) = rest.next() else {
            open.pop();
            continue;
        };
        let (key, value, inner) = match member {
            Member::Property(property) => (format!("{prefix}{}", property.name), values(&property.value), None),
            Member::Node(id) => {
                let Some(node) = tree.node(*id) else { continue };
                (format!("{prefix}{}", node.name), names(tree, node), Some(node))
            }
        };
        let cost = 128 + key.len() + value.len() * size_of::<Value>();
        *left = left.checked_sub(cost).ok_or(Kind::TooLarge)?;
        if let Some(node) = inner {
            let prefix = format!("{key}/");
            open.push((node.members.iter(), prefix));
        }
        answer.insert(key.into(), Value::List(value));
    }
    Ok(())
}

fn names(tree: &DeviceTree, node: &Node) -> Vec<Value> {
    let name = |member: &Member| match member {
        Member::Property(property) => Some(Value::Str(property.name.clone())),
        Member::Node(id) => tree.node(*id).map(|node| Value::Str(node.name.clone())),
    };
    node.members.iter().filter_map(name).collect()
}

fn values(value: &PropertyValue) -> Vec<Value> {
    match value {
        PropertyValue::Empty => Vec::new(),
        PropertyValue::Strings(strings) => strings.iter().cloned().map(Value::Str).collect(),
        PropertyValue::Words(words) => words.iter().map(|word| Value::Int(i128::from(*word))).collect(),
        PropertyValue::Bytes(bytes) => bytes.iter().map(|byte| Value::Int(i128::from(*byte))).collect(),
    }
}

fn last_property<'a>(node: &'a Node, name: &str) -> Option<&'a PropertyValue> {
    node.properties().filter(|property| property.name == name).last().map(|property| &property.value)
}

fn bus(node: &Node) -> Result<Bus<'_>, Kind> {
    let cells = |name: &'static str, default| match last_property(node, name) {
        None => Ok(default),
        Some(PropertyValue::Words(words)) => match words.first() {
            Some(n) if *n <= MAX_CELLS => Ok(*n),
            _ => Err(Kind::CellCount { node: node.name.clone(), property: name }),
        },
        Some(_) => Err(Kind::CellCount { node: node.name.clone(), property: name }),
    };
    Ok(Bus {
        address_cells: cells("#address-cells", DEFAULT_CELLS.0)?,
        size_cells: cells("#size-cells", DEFAULT_CELLS.1)?,
        ranges: last_property(node, "ranges"),
    })
}

/// Registers of a device with their addresses translated from bus to bus up to the root, as cells again.
fn registers(reg: Option<&PropertyValue>, buses: &[Bus<'_>]) -> Result<Vec<Value>, Kind> {
    let Some(bus) = buses.first() else { return Ok(Vec::new()) };
    let windows = windows(buses)?;
    let mut out = Vec::new();
    for tuple in tuples("reg", reg, &[bus.address_cells, bus.size_cells])? {
        let &[address, size] = tuple.as_slice() else { continue };
        let address = translate(address, size, &windows)?;
        pack(address, bus.address_cells, &mut out)?;
        pack(size, bus.size_cells, &mut out)?;
    }
    Ok(out)
}

/// Windows of each bus that has `ranges`, the nearest bus first.
fn windows(buses: &[Bus<'_>]) -> Result<Vec<Vec<Window>>, Kind> {
    let mut out = Vec::new();
    for (i, bus) in buses.iter().enumerate() {
        if bus.ranges.is_none() {
            continue;
        }
        let parent = buses.get(i + 1).ok_or(Kind::RootRanges)?;
        let sizes = [bus.address_cells, parent.address_cells, bus.size_cells];
        let window = |tuple: Vec<u128>| match tuple.as_slice() {
            &[from, to, size] => Some(Window { from, to, size }),
            _ => None,
        };
        out.push(tuples("ranges", bus.ranges, &sizes)?.into_iter().filter_map(window).collect());
    }
    Ok(out)
}

fn translate(address: u128, size: u128, windows: &[Vec<Window>]) -> Result<u128, Kind> {
    let mut address = address;
    for windows in windows {
        let holds = |window: &&Window| address.checked_sub(window.from).is_some_and(|offset| offset < window.size);
        let Some(window) = windows.iter().find(holds) else { continue };
        let offset = address - window.from;
        if size > window.size - offset {
            return Err(Kind::Region { address, size, window: window.from, window_size: window.size });
        }
        address = window.to.checked_add(offset).ok_or(Kind::Address(address))?;
    }
    Ok(address)
}

/// Splits cells into tuples of numbers that have so many cells each. The last one may be short: cells that are missing
/// do not count.
fn tuples(name: &'static str, value: Option<&PropertyValue>, sizes: &[u32]) -> Result<Vec<Vec<u128>>, Kind> {
    let words = match value {
        None | Some(PropertyValue::Empty) => return Ok(Vec::new()),
        Some(PropertyValue::Words(words)) => words,
        Some(_) => return Err(Kind::NotCells(name)),
    };
    let width: usize = sizes.iter().map(|n| *n as usize).sum();
    if width == 0 {
        return Err(Kind::NoWidth(name));
    }
    let number = |cells: &[u32]| cells.iter().fold(0, |sum, cell| (sum << 32) | u128::from(*cell));
    let tuple = |mut cells: &[u32]| {
        let mut take = |n: &u32| {
            let (own, rest) = cells.split_at_checked(*n as usize).unwrap_or((cells, &[]));
            cells = rest;
            number(own)
        };
        sizes.iter().map(&mut take).collect()
    };
    Ok(words.chunks(width).map(tuple).collect())
}

/// Adds a number as so many cells.
fn pack(number: u128, cells: u32, out: &mut Vec<Value>) -> Result<(), Kind> {
    if number.checked_shr(32 * cells).is_some_and(|rest| rest != 0) {
        return Err(Kind::Address(number));
    }
    let cell = |i: u32| Value::Int(i128::from((number >> (32 * i)) as u32));
    out.extend((0..cells).rev().map(cell));
    Ok(())
}
