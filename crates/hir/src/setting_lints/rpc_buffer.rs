// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `rpc-buffer`: a connection that can't carry the arguments of another.

use super::{Found, Look};
use crate::diagnostic::{Finding, Rule};
use crate::model::{Connection, Medium};

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    for it in look.values.iter().filter(|it| it.meaning.special.name.text() == "buffer") {
        let (Some(name), Some(call)) = (it.found.value.as_str(), look.entities.connection(it.entity)) else { continue };
        let carriers = look.assembly.connections.iter().filter(|c| c.connector.from.medium == Medium::Dataport);
        let Some(carrier) = look.entities.connection(name) else {
            if look.complete {
                let message = format!("there is no connection `{name}`");
                let near = crate::names::closest(name, carriers.map(|c| c.name.as_str()));
                out.push(match near {
                    Some(near) => it.found.finding_with(Rule::RpcBuffer, message, &format!("\"{near}\"")),
                    None => it.found.finding(Rule::RpcBuffer, message),
                });
            }
            continue;
        };
        out.extend(problem(call, carrier, it.found));
    }
}

fn problem(call: &Connection, carrier: &Connection, found: Found<'_>) -> Option<Finding> {
    let single = |it: &Connection| it.from.len() == 1 && it.to.len() == 1;
    let message = if !single(call) {
        format!("`{}` is not between two ends, as a connection with a buffer of its own must be", call.name)
    } else if carrier.connector.from.medium != Medium::Dataport {
        format!("`{}` shares no memory", carrier.name)
    } else if !single(carrier) {
        format!("`{}` is not between two ends, as a buffer must be", carrier.name)
    } else {
        let instances = |it: &Connection| {
            let mut both: Vec<_> = it.from.iter().chain(&it.to).map(|end| end.instance).collect();
            both.sort_unstable();
            both
        };
        if instances(call) == instances(carrier) {
            return None;
        }
        format!("`{}` joins other instances than `{}`", carrier.name, call.name)
    };
    Some(found.finding(Rule::RpcBuffer, message).label(carrier.origin, "the buffer").label(call.origin, "the calls"))
}
