// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Interfaces that nothing is connected to, and what could be (reference tool, stage 10).

use rustc_hash::FxHashSet;
use smol_str::{SmolStr, format_smolstr};

use super::flat::{Flat, FlatConnection, FlatInstance};
use super::merge::Merged;
use crate::diagnostic::{Certainty, Finding, Mend, MendEdit, Rule, Spot};
use crate::item_tree::Side;
use crate::model::{End, Interface, InterfaceKind, InterfaceType, Medium};
use crate::scope::{DefKind, Scope};

/// Connectors of the library that join two interfaces without more ado.
const USUAL: [(Medium, &str); 3] =
    [(Medium::Procedure, "seL4RPCCall"), (Medium::Event, "seL4Notification"), (Medium::Dataport, "seL4SharedData")];

/// Finds the interfaces that must be connected and are not.
pub(super) fn check(flat: &Flat<'_>, merged: &[Merged<'_>], scope: &Scope) -> Vec<Finding> {
    let mut connected = vec![None; flat.interface_count()];
    for connection in merged {
        for end in connection.all_ends() {
            if let Some(slot) = connected.get_mut(flat.number(end.end)) {
                *slot = Some(connection);
            }
        }
    }
    let search = Search { flat, scope, connected };
    let mut findings = Vec::new();
    for (index, instance) in flat.instances.iter().enumerate() {
        let component = &instance.def.model;
        for (interface, decl) in component.interfaces.iter().enumerate() {
            let must =
                matches!(decl.ty, InterfaceType::Uses(_) | InterfaceType::Consumes(_) | InterfaceType::Dataport(_));
            let end = End { instance: index, interface };
            if !must || decl.optional || search.connection_of(end).is_some() || component.exported.contains(&decl.name)
            {
                continue;
            }
            let message = format!("interface `{}.{}` is not connected", instance.name, decl.name);
            let finding = Finding::new(Rule::Unconnected, instance.origin, message)
                .label(decl.origin, "declared here without `maybe`")
                .note("connect it, or declare the interface with `maybe` if it need not be");
            let finding = search.connection(end, instance, decl).into_iter().fold(finding, Finding::mends);
            let title = format!("Declare `{}` with `maybe`", decl.name);
            findings.push(finding.choice(title, Spot::Before(decl.origin), "maybe "));
        }
    }
    findings
}

struct Search<'a> {
    flat: &'a Flat<'a>,
    scope: &'a Scope,
    /// The connection of each interface, by the interface's number.
    connected: Vec<Option<&'a Merged<'a>>>,
}

impl<'a> Search<'a> {
    fn connection_of(&self, end: End) -> Option<&'a Merged<'a>> {
        self.connected.get(self.flat.number(end)).copied().flatten()
    }

    /// A connection with the only interface that fits, if there is exactly one.
    fn connection(&self, end: End, instance: &FlatInstance<'_>, decl: &Interface) -> Option<Mend> {
        let from = path(instance, decl)?;
        let (partner, other, their) = self.only_partner(end, decl)?;
        let side = if decl.ty.kind() == InterfaceKind::Consumes { Side::To } else { Side::From };
        let connector = self.connector(partner, side, decl.ty.kind().medium())?;
        let to = path(other, their)?;
        let title = format!("Connect it with `{}.{}`", other.name, their.name);
        // Two dataports that wait for each other get one connection, whichever is mended.
        let is_mutual = decl.ty.kind() == InterfaceKind::Dataport
            && self.connection_of(partner).is_none()
            && self.only_partner(partner, their).is_some_and(|(back, ..)| back == end);
        let (from, to, instance, decl) = match side {
            Side::From if is_mutual && self.flat.number(partner) < self.flat.number(end) => (to, from, other, their),
            Side::From => (from, to, instance, decl),
            Side::To => (to, from, instance, decl),
        };
        let name = self.name(&format_smolstr!("{}_{}", instance.name, decl.name));
        let own = |it: &&FlatConnection<'_>| !it.name.contains('.') && it.joint.origin.file == instance.origin.file;
        let last = self.flat.connections.iter().rev().find(own).map_or(instance.origin, |it| it.joint.origin);
        let text = format!("connection {connector} {name}(from {from}, to {to});");
        let edits = vec![MendEdit { at: Spot::LineAfter(last), text }];
        Some(Mend { title, edits, certainty: Certainty::Sure })
    }

    /// The interface of another instance that would fit, if there is exactly one.
    fn only_partner<'s>(&'s self, end: End, decl: &'s Interface) -> Option<(End, &'s FlatInstance<'a>, &'s Interface)> {
        let mut partners = self.partners(end, decl);
        let found = partners.next()?;
        partners.next().is_none().then_some(found)
    }

    /// Interfaces of other instances that would fit.
    fn partners<'s>(
        &'s self,
        end: End,
        decl: &'s Interface,
    ) -> impl Iterator<Item = (End, &'s FlatInstance<'a>, &'s Interface)> {
        let others = self.flat.instances.iter().enumerate().filter(move |(index, _)| *index != end.instance);
        let interfaces = others.flat_map(|(instance, flat)| {
            let all = flat.def.model.interfaces.iter().enumerate();
            all.map(move |(interface, their)| (End { instance, interface }, flat, their))
        });
        interfaces.filter(move |(_, flat, their)| {
            let inner = flat.def.model.hardware || flat.def.model.exported.contains(&their.name);
            !inner && fits(&decl.ty, &their.ty)
        })
    }

    /// The connector that the partner already has, if it takes one more end on our side; else the usual one.
    fn connector(&self, partner: End, side: Side, medium: Medium) -> Option<SmolStr> {
        if let Some(merged) = self.connection_of(partner) {
            let connector = merged.connector();
            let ours = if side == Side::From { connector.from } else { connector.to };
            let fits = ours.multiple && !connector.name.is_empty() && !ours.hardware;
            return fits.then(|| connector.name.clone());
        }
        let (_, name) = USUAL.iter().find(|(it, _)| *it == medium)?;
        self.scope.get(DefKind::Connector, name).map(|_| SmolStr::new_static(name))
    }

    /// A name that nothing has yet.
    fn name(&self, wanted: &str) -> SmolStr {
        let connections = self.flat.connections.iter().map(|it| it.name.as_str());
        let taken: FxHashSet<&str> = connections.chain(self.flat.instances.iter().map(|it| it.name.as_str())).collect();
        let numbered = (2..).map(|number: u32| format_smolstr!("{wanted}_{number}"));
        let mut names = std::iter::once(SmolStr::new(wanted)).chain(numbered);
        names.find(|name| !taken.contains(name.as_str())).unwrap_or_else(|| wanted.into())
    }
}

/// How an end at the top of the hierarchy is written; `None` for one that can't be reached from there.
fn path(instance: &FlatInstance<'_>, interface: &Interface) -> Option<String> {
    if instance.name.contains('.') || instance.def.model.hardware || instance.address_space.starts_with("unamed_group_")
    {
        return None;
    }
    let group =
        if instance.address_space == instance.name { String::new() } else { format!("{}.", instance.address_space) };
    Some(format!("{group}{}.{}", instance.name, interface.name))
}

fn fits(ours: &InterfaceType, theirs: &InterfaceType) -> bool {
    match (ours, theirs) {
        (InterfaceType::Uses(a), InterfaceType::Provides(b)) => a.origin == b.origin,
        (InterfaceType::Consumes(a), InterfaceType::Emits(b)) => a == b,
        (InterfaceType::Dataport(a), InterfaceType::Dataport(b)) => a == b,
        _ => false,
    }
}
