// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a connection's ends must be, and what every instance must have (reference tool, stage 10).

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::flat::{Flat, FlatEnd};
use super::merge::Merged;
use super::{at_assembly, unconnected};
use crate::diagnostic::{Certainty, Finding, Mend, MendEdit, Rule, Spot};
use crate::item_tree::{AssemblyDecl, Side};
use crate::loc::ItemLoc;
use crate::model::{Component, ConnectorEnd, End, Interface, InterfaceType, Medium, Value};
use crate::scope::{Def, Scope};

/// Attribute of a connector that turns the comparison of interface types off.
const RELAXED: &str = "disable_interface_type_checking";

/// Checks every connection by itself.
pub(super) fn check_connections(flat: &Flat, merged: &[Merged]) -> Vec<Finding> {
    let check = Check { flat, findings: Vec::new(), used: Some(FxHashMap::default()) };
    check.all(merged)
}

/// Checks connections that are not yet those of a system: an interface may be an end of several.
pub(super) fn check_separate(flat: &Flat, connections: &[Merged]) -> Vec<Finding> {
    Check { flat, findings: Vec::new(), used: None }.all(connections)
}

struct Check<'a> {
    flat: &'a Flat,
    findings: Vec<Finding>,
    /// Where each interface is an end, and on which side of which connection.
    used: Option<FxHashMap<End, (Side, ItemLoc, ItemLoc)>>,
}

impl<'a> Check<'a> {
    fn all(mut self, connections: &[Merged]) -> Vec<Finding> {
        for connection in connections {
            self.connection(connection);
        }
        self.findings
    }

    fn interface(&self, end: End) -> Option<(&'a Component, &'a Interface)> {
        let component = &self.flat.instances.get(end.instance)?.def.model;
        Some((component, component.interfaces.get(end.interface)?))
    }

    fn connection(&mut self, connection: &Merged) {
        let connector = Arc::clone(&connection.connector);
        let swapped = self.swapped(connection);
        for (side, ends, rule) in
            [(Side::From, &connection.from, connector.from), (Side::To, &connection.to, connector.to)]
        {
            self.count(connection, side, ends, rule);
            for end in ends {
                if swapped.is_none() {
                    self.end(connection, end, side, rule);
                }
            }
            self.twice(connection, side, ends);
        }
        match swapped {
            Some(finding) => self.findings.push(finding),
            None => self.types(connection),
        }
    }

    fn count(&mut self, connection: &Merged, side: Side, ends: &[FlatEnd], rule: ConnectorEnd) {
        let keyword = side.keyword();
        if ends.is_empty() && !connection.incomplete {
            let message = format!("connection `{}` has no `{keyword}` end", connection.name);
            self.findings.push(Finding::new(Rule::NoEnds, connection.origin, message));
        }
        if let [first, second, ..] = ends
            && !rule.multiple
        {
            let message = format!("connector `{}` allows a single `{keyword}` end", connection.connector.name);
            let mut finding = Finding::new(Rule::TooManyEnds, second.loc, message)
                .label(first.loc, "the first one")
                .label(connection.connector.origin, "the connector");
            if !connection.parts.is_empty() {
                finding = finding.note("connections that share an interface become one");
            }
            self.findings.push(finding);
        }
    }

    /// A connection whose two ends would be right the other way round gets one finding, with the mend.
    fn swapped(&self, connection: &Merged) -> Option<Finding> {
        let ([from], [to]) = (connection.from.as_slice(), connection.to.as_slice()) else { return None };
        let ((_, a), (_, b)) = (self.interface(from.end)?, self.interface(to.end)?);
        let (a, b) = (a.ty.kind(), b.ty.kind());
        let wrong = !a.may_be_from() && !b.may_be_to();
        if !wrong || !a.may_be_to() || !b.may_be_from() || from.connection != to.connection {
            return None;
        }
        let message =
            format!("`from` and `to` are exchanged: `{}` {} and `{}` {}", from.written, role(a), to.written, role(b));
        let edits = vec![
            MendEdit { at: Spot::Full(from.path), text: to.written.to_string() },
            MendEdit { at: Spot::Full(to.path), text: from.written.to_string() },
        ];
        let mend = Mend { title: "Exchange the ends".to_owned(), edits, certainty: Certainty::Sure };
        Some(Finding::new(Rule::EndSide, from.loc, message).label(to.loc, "the other end").mends(mend))
    }

    fn end(&mut self, connection: &Merged, end: &FlatEnd, side: Side, rule: ConnectorEnd) {
        let Some((component, interface)) = self.interface(end.end) else { return };
        let kind = interface.ty.kind();
        let connector = &connection.connector;
        let fits = match side {
            Side::From => kind.may_be_from(),
            Side::To => kind.may_be_to(),
        };
        if kind.medium() != rule.medium {
            let message = format!(
                "connector `{}` takes {} on its `{}` end, but `{}` {}",
                connector.name,
                plural(rule.medium),
                side.keyword(),
                end.written,
                role(kind)
            );
            let finding = Finding::new(Rule::EndMedium, end.loc, message);
            self.findings
                .push(finding.label(interface.origin, "declared here").label(connector.origin, "the connector"));
        } else if !fits {
            let message = format!("`{}` {} and can't be a `{}` end", end.written, role(kind), side.keyword());
            self.findings.push(Finding::new(Rule::EndSide, end.loc, message).label(interface.origin, "declared here"));
        }
        if rule.hardware != component.hardware {
            let (needs, is) =
                if rule.hardware { ("a device", "a software component") } else { ("a software component", "a device") };
            let message = format!(
                "connector `{}` needs {needs} on its `{}` end, but `{}` is {is}",
                connector.name,
                side.keyword(),
                component.name
            );
            let finding = Finding::new(Rule::EndHardware, end.loc, message);
            self.findings
                .push(finding.label(component.origin, "the component").label(connector.origin, "the connector"));
        }
    }

    /// An interface is an end once. Connections that share one on the same side have become one, unless their connectors
    /// differ, which has been reported.
    fn twice(&mut self, connection: &Merged, side: Side, ends: &[FlatEnd]) {
        let Some(used) = &mut self.used else { return };
        for end in ends {
            let Some((other, first, of)) = used.insert(end.end, (side, end.loc, connection.origin)) else {
                continue;
            };
            let same = of == connection.origin;
            if !same && other == side {
                continue;
            }
            let message = if same {
                format!("`{}` is already an end of this connection", end.written)
            } else {
                format!("`{}` is already a `{}` end of another connection", end.written, other.keyword())
            };
            self.findings.push(Finding::new(Rule::DuplicateEnd, end.loc, message).label(first, "first named here"));
        }
    }

    /// All interfaces of a connection have one type, unless the connector says otherwise.
    fn types(&mut self, connection: &Merged) {
        let relaxed = connection.connector.attribute(RELAXED).and_then(|a| a.default.as_ref());
        if relaxed.is_some_and(|value| *value != Value::Int(0)) {
            return;
        }
        let mut ends = connection.ends().filter_map(|end| Some((end, self.interface(end.end)?.1)));
        let Some((first, expected)) = ends.next() else { return };
        let conflicts: Vec<_> = ends.filter(|(_, interface)| !same_type(&expected.ty, &interface.ty)).collect();
        for (end, interface) in conflicts {
            let message = format!(
                "`{}` has the type `{}`, but `{}` has `{}`",
                end.written,
                interface.ty.name(),
                first.written,
                expected.ty.name()
            );
            let finding = Finding::new(Rule::TypeConflict, end.loc, message)
                .label(first.loc, "the other end")
                .label(interface.origin, format!("of type `{}`", interface.ty.name()))
                .label(expected.origin, format!("of type `{}`", expected.ty.name()));
            self.findings.push(finding);
        }
    }
}

fn same_type(a: &InterfaceType, b: &InterfaceType) -> bool {
    match (a.procedure(), b.procedure()) {
        (Some(a), Some(b)) => a.origin == b.origin,
        // A procedure against an event or dataport is a wrong medium, which has been reported.
        (Some(_), None) | (None, Some(_)) => true,
        (None, None) => a.kind().medium() != b.kind().medium() || a.name() == b.name(),
    }
}

fn role(kind: crate::model::InterfaceKind) -> &'static str {
    use crate::model::InterfaceKind as K;
    match kind {
        K::Uses => "uses a procedure",
        K::Provides => "provides a procedure",
        K::Emits => "emits an event",
        K::Consumes => "consumes an event",
        K::Dataport => "is a dataport",
    }
}

fn plural(medium: Medium) -> &'static str {
    match medium {
        Medium::Procedure => "procedures",
        Medium::Event => "events",
        Medium::Dataport => "dataports",
    }
}

/// Checks that need all connections: interfaces that nothing is connected to, an assembly with nothing in it.
pub(super) fn check_system(
    flat: &Flat,
    merged: &[Merged],
    decls: &[(Def, Arc<AssemblyDecl>)],
    scope: &Scope,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some((def, decl)) = decls.first() {
        if decls.iter().all(|(_, d)| d.compositions.is_empty()) {
            findings.push(at_assembly(Rule::NoComposition, *def, decl, "an assembly needs a composition"));
        } else if flat.instances.is_empty() && !flat.incomplete {
            findings.push(at_assembly(Rule::NoInstances, *def, decl, "the assembly has no instances"));
        }
    }
    if flat.incomplete {
        // An end that could not be resolved may be the one that is missing.
        return findings;
    }
    findings.extend(unconnected::check(flat, merged, scope));
    findings
}
