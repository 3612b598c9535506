// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `queue-topology`: ends of a connection that don't know with whom they share a queue.

use super::Look;
use crate::diagnostic::{Finding, Rule};
use crate::model::{Connection, Value};

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    if !look.complete {
        return;
    }
    for connection in look.joined_by(&["seL4VirtQueues"]) {
        let [to] = connection.to.as_slice() else { continue };
        let Some((instance, interface)) = look.names(*to) else { continue };
        let attribute = format!("{interface}_topology");
        let ends: Vec<String> = connection
            .from
            .iter()
            .filter_map(|end| look.names(*end))
            .map(|(instance, interface)| format!("{instance}.{interface}"))
            .collect();
        match look.get(instance, &attribute) {
            Some(found) => {
                if let Value::List(pairs) = found.value {
                    out.extend(strangers(pairs, &ends).into_iter().map(|name| {
                        let message = format!("`{name}` is no `from` end of `{}`", connection.name);
                        let finding = found.finding(Rule::QueueTopology, message);
                        let finding = finding.label(connection.origin, "the connection");
                        match crate::names::closest(name, ends.iter().map(String::as_str)) {
                            Some(near) => finding.note(format!("did you mean `{near}`?")),
                            None => finding,
                        }
                    }));
                }
            }
            None if ends.len() > 2 && !look.is_given(instance, &attribute) => {
                out.push(missing(connection, &format!("{instance}.{attribute}"), ends.len()));
            }
            None => {}
        }
    }
}

/// Names in the pairs of a topology that are no ends.
fn strangers<'a>(pairs: &'a [Value], ends: &[String]) -> Vec<&'a str> {
    let entries = pairs.iter().filter_map(|pair| if let Value::Dict(entries) = pair { Some(entries) } else { None });
    let names = entries.flatten().filter_map(|(_, name)| name.as_str());
    names.filter(|name| !ends.iter().any(|end| end == name)).collect()
}

fn missing(connection: &Connection, setting: &str, ends: usize) -> Finding {
    let message = format!("`{}` has {ends} `from` ends, but nothing says which of them share a queue", connection.name);
    let finding = Finding::new(Rule::QueueTopology, connection.origin, message);
    finding.note(format!("`{setting}` lists them, as `[{{\"drv\": \"a.x\", \"dev\": \"b.y\"}}]`"))
}
