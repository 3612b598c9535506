// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `overlapping-memory`: physical memory that belongs to two.

use super::{Found, Look, whole_pages};
use crate::diagnostic::{Finding, Rule};
use crate::model::End;

/// Memory at a fixed physical address, of whole pages.
struct Region<'a> {
    first: i128,
    /// Behind its last byte.
    end: i128,
    name: String,
    found: Found<'a>,
}

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    let mut regions = regions(look);
    regions.sort_by(|a, b| (a.first, a.end, &a.name).cmp(&(b.first, b.end, &b.name)));
    let mut last: Option<&Region<'_>> = None;
    for region in &regions {
        if let Some(before) = last.filter(|before| region.first < before.end) {
            let message = format!(
                "memory of `{}` from {:#x} to {:#x} overlaps that of `{}` from {:#x} to {:#x}",
                region.name,
                region.first,
                region.end - 1,
                before.name,
                before.first,
                before.end - 1
            );
            let finding = region.found.finding(Rule::OverlappingMemory, message);
            out.push(finding.label(before.found.at, format!("that of `{}` begins here", before.name)));
        }
        if last.is_none_or(|before| before.end < region.end) {
            last = Some(region);
        }
    }
}

fn regions<'a>(look: &Look<'a>) -> Vec<Region<'a>> {
    let mut out = Vec::new();
    let mut add = |name: String, at: Option<(i128, Found<'a>)>, bytes: Option<i128>| {
        let (Some((first, found)), Some(bytes)) = (at, bytes.filter(|bytes| *bytes > 0).and_then(whole_pages)) else {
            return;
        };
        if let Some(end) = first.checked_add(bytes).filter(|_| first >= 0) {
            out.push(Region { first, end, name, found });
        }
    };
    let mut seen: Vec<End> = Vec::new();
    for connection in look.joined_by(&["seL4HardwareMMIO", "seL4DMASharedData", "seL4SharedDataWithCaps"]) {
        match connection.connector.name.as_str() {
            "seL4HardwareMMIO" => {
                for end in &connection.to {
                    // Several components may see one device.
                    if seen.contains(end) {
                        continue;
                    }
                    seen.push(*end);
                    let Some((instance, interface)) = look.names(*end) else { continue };
                    let bytes = look.number(instance, &format!("{interface}_size")).map(|(bytes, _)| bytes);
                    add(format!("{instance}.{interface}"), look.number(instance, &format!("{interface}_paddr")), bytes);
                }
            }
            "seL4DMASharedData" | "seL4SharedDataWithCaps" => {
                let bytes = look.number(&connection.name, "size").map(|(bytes, _)| bytes);
                add(connection.name.to_string(), look.number(&connection.name, "paddr"), bytes);
            }
            _ => {}
        }
    }
    let pools = look.values.iter().filter(|it| it.meaning.name == "dma_pool_paddr");
    for instance in pools.filter_map(|it| look.assembly.instances.get(it.instance?)) {
        let bytes = look.number(&instance.name, "dma_pool").map(|(bytes, _)| bytes);
        add(format!("{}.dma_pool", instance.name), look.number(&instance.name, "dma_pool_paddr"), bytes);
    }
    out
}
