// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `separate-address-spaces`: a function call to another address space.

use super::Look;
use crate::diagnostic::{Around, Finding, Rule, Spot};

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    for connection in look.joined_by(&["seL4DirectCall"]) {
        let mut instances = connection.from.iter().chain(&connection.to).filter_map(|end| look.assembly.resolve(*end));
        let Some((first, _)) = instances.next() else { continue };
        let Some((other, _)) = instances.find(|(it, _)| it.address_space != first.address_space) else { continue };
        let message = format!("`{}` and `{}` are in different address spaces", first.name, other.name);
        let finding = Finding::new(Rule::SeparateAddressSpaces, connection.origin, message);
        out.push(
            finding
                .label(first.origin, format!("in `{}`", first.address_space))
                .label(other.origin, format!("in `{}`", other.address_space))
                .note("put both into one `group`, or use `seL4RPCCall`")
                .choice(
                    "Change the connector to `seL4RPCCall`",
                    Spot::Around(connection.origin, Around::Connector),
                    "seL4RPCCall",
                ),
        );
    }
}
