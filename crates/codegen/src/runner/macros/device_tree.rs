// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Interrupts in the answers of device-tree queries.

use camkes_capdl::Arch;
use camkes_jinja::{Cx, Py, PyError, PyResult, operations as ops};

use super::{get, sizes};
use crate::runner::{py, types::TEMPLATE_ERROR};

/// An interrupt: its number, and 1 if it is triggered by an edge.
type Interrupt = (i64, i64);

/// `parse_dtb_node_interrupts`.
pub(super) fn functions() -> Vec<(&'static str, Py)> {
    let parse = Py::function("parse_dtb_node_interrupts", |cx, args| {
        let bound = args.bind("parse_dtb_node_interrupts", &["node", "max_num_interrupts", "arch"])?;
        let most = py::number(bound.required("max_num_interrupts")?)?;
        let most = usize::try_from(most).ok();
        let found = interrupts(cx, bound.required("node")?, most, sizes::arch(bound.required("arch")?)?)?;
        let dict =
            |(number, trigger)| Py::dict([(Py::from("irq"), Py::Int(number)), (Py::from("trigger"), Py::Int(trigger))]);
        Ok(Py::list(found.into_iter().map(dict).collect()))
    });
    vec![("parse_dtb_node_interrupts", parse)]
}

fn mistake(message: String) -> PyError {
    PyError::new(&TEMPLATE_ERROR, message)
}

/// The interrupts of a node. The tree that says how many numbers an interrupt takes is not at hand: on Arm it is three, elsewhere
/// three unless there are fewer.
pub(super) fn interrupts(cx: &mut Cx<'_>, node: &Py, most: Option<usize>, arch: Arch) -> PyResult<Vec<Interrupt>> {
    let plain = get(cx, node, "interrupts")?.filter(|list| !list.is_none());
    let (numbers, extended) = match plain {
        Some(numbers) => (numbers, false),
        None => match get(cx, node, "interrupts_extended")?.filter(|list| !list.is_none()) {
            Some(numbers) => (numbers, true),
            None => return Ok(Vec::new()),
        },
    };
    let numbers = ops::iterate(cx, &numbers)?;
    if sizes::is_arm(arch) { on_arm(&numbers, extended, most) } else { elsewhere(&numbers, extended, most) }
}

fn on_arm(numbers: &[Py], extended: bool, most: Option<usize>) -> PyResult<Vec<Interrupt>> {
    // An extended interrupt begins with its controller, but only the first one is skipped.
    let (width, skipped) = if extended { (4, 1) } else { (3, 0) };
    let count = numbers.len() / width;
    if let Some(most) = most.filter(|most| count > *most) {
        return Err(mistake(format!("Device has more than {most} interrupts, this is more than we can support.")));
    }
    let at = |index: usize| {
        let number = numbers.get(index).and_then(Py::as_i64);
        number.ok_or_else(|| mistake("an interrupt of the device tree is no number".to_owned()))
    };
    (0..count)
        .map(|index| {
            let first = index * 3 + skipped;
            let shared = numbers.get(first).and_then(Py::as_i64) == Some(0);
            let number = at(first + 1)? + if shared { 32 } else { 0 };
            Ok((number, i64::from(at(first + 2)? < 4)))
        })
        .collect()
}

fn elsewhere(numbers: &[Py], extended: bool, most: Option<usize>) -> PyResult<Vec<Interrupt>> {
    let numbers = match (extended, numbers) {
        (false, all) => all,
        (true, [_, rest @ ..]) => rest,
        (true, []) => return Ok(Vec::new()),
    };
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let cells = if numbers.len() < 3 { 1 } else { 3 };
    if !numbers.len().is_multiple_of(cells) {
        return Err(mistake(format!("Found {} values, but expecting {cells} per interrupt", numbers.len())));
    }
    let count = numbers.len() / cells;
    if let Some(most) = most.filter(|most| count > *most) {
        return Err(mistake(format!("Peripheral has {count} interrupts, max. {most} are supported")));
    }
    let number = |index: usize, offset: usize, name: &str| {
        let at = index * cells + offset;
        let value = numbers.get(at).cloned().unwrap_or(Py::None);
        value.as_i64().ok_or_else(|| {
            let shown = ops::str(&value).unwrap_or_default();
            mistake(format!(
                "Error parsing interrupt {}/{count} (cells={cells}, idx={at}): {name} \"{shown}\" is not a number",
                index + 1
            ))
        })
    };
    (0..count)
        .map(|index| {
            if cells == 1 {
                return Ok((number(index, 0, "id")?, 1));
            }
            let flags = number(index, 2, "trigger")?;
            number(index, 0, "type")?;
            Ok((number(index, 1, "id")?, i64::from(flags & 3 != 0)))
        })
        .collect()
}
