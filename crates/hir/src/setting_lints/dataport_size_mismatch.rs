// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `dataport-size-mismatch`: sizes that contradict each other.

use super::Look;
use crate::diagnostic::{Finding, Rule, Severity};
use crate::model::Connection;

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    look.joined_by(&["seL4SharedData", "seL4MessageQueue"]).for_each(|it| shared(look, it, out));
    look.joined_by(&["seL4HardwareMMIO"]).for_each(|it| device(look, it, out));
    look.joined_by(&["seL4VirtQueues"]).for_each(|it| queues(look, it, out));
    look.joined_by(&["seL4SharedDataWithCaps"]).for_each(|it| twice(look, it, out));
}

/// `Buf(N)` says the size, and the connection's setting another.
fn shared(look: &Look<'_>, connection: &Connection, out: &mut Vec<Finding>) {
    let Some((bytes, found)) = look.number(&connection.name, "size") else { return };
    let mut sized = connection.from.iter().chain(&connection.to).filter_map(|end| Some((*end, look.sized(*end)?)));
    let Some((end, own)) = sized.next().filter(|(_, own)| i128::from(*own) != bytes) else { return };
    let Some((_, interface)) = look.assembly.resolve(end) else { return };
    let message = format!("the size is {bytes} bytes here, but that of the dataport's type, {own}, holds");
    out.push(
        found
            .finding_or(Rule::DataportSizeMismatch, message, &own.to_string())
            .label(interface.origin, format!("`{}`", interface.ty.name())),
    );
}

/// The memory of a device is smaller than the dataport through which it is seen.
fn device(look: &Look<'_>, connection: &Connection, out: &mut Vec<Finding>) {
    let Some((instance, interface)) = connection.to.first().and_then(|end| look.names(*end)) else { return };
    let Some((bytes, found)) = look.number(instance, &format!("{interface}_size")) else { return };
    for end in &connection.from {
        let Some(own) = look.sized(*end).filter(|own| i128::from(*own) > bytes) else { continue };
        let Some((owner, port)) = look.assembly.resolve(*end) else { continue };
        let message = format!("the device has {bytes} bytes, but dataport `{}.{}` has {own}", owner.name, port.name);
        out.push(
            found
                .finding_or(Rule::DataportSizeMismatch, message, &own.to_string())
                .label(port.origin, format!("`{}`", port.ty.name())),
        );
    }
}

/// Both ends of a queue name its size.
fn queues(look: &Look<'_>, connection: &Connection, out: &mut Vec<Finding>) {
    const DEFAULT: i128 = 8192;
    let [first, second] = connection.from.as_slice() else { return };
    let size = |end| {
        let (instance, interface) = look.names(end)?;
        let attribute = format!("{interface}_shmem_size");
        match look.number(instance, &attribute) {
            Some((bytes, found)) => Some((bytes, Some(found))),
            None if look.is_given(instance, &attribute) => None,
            None => Some((DEFAULT, None)),
        }
    };
    let (Some((a, a_found)), Some((b, b_found))) = (size(*first), size(*second)) else { return };
    if a == b {
        return;
    }
    let Some(found) = b_found.or(a_found) else { return };
    let message = format!("the ends of queue `{}` have different sizes, {a} and {b} bytes", connection.name);
    let finding = found.finding(Rule::DataportSizeMismatch, message).severity(Severity::Error);
    out.push(match (a_found, b_found) {
        (Some(other), Some(_)) => finding.label(other.at, "the other end's size"),
        _ => finding.note(format!("the other end has the default of {DEFAULT} bytes")),
    });
}

/// The size of memory with capabilities is said by the connection or by its `to` end, not by both.
fn twice(look: &Look<'_>, connection: &Connection, out: &mut Vec<Finding>) {
    let [to] = connection.to.as_slice() else { return };
    let Some((instance, interface)) = look.names(*to) else { return };
    let attribute = format!("{interface}_size");
    if let (Some(one), Some(other)) = (look.get(&connection.name, "size"), look.get(instance, &attribute)) {
        let message = format!("the size of `{}` is set twice", connection.name);
        let finding = one.finding(Rule::DataportSizeMismatch, message).severity(Severity::Error);
        out.push(finding.label(other.at, "also set here"));
    }
}
