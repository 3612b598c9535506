// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a connection's ends must be, and what every instance must have (reference tool, stage 10).

use std::sync::Arc;

use super::body::{Composed, Joint, JointEnd};
use super::flat::Flat;
use super::merge::{Merged, MergedEnd};
use super::{at_assembly, unconnected};
use crate::diagnostic::{Around, Certainty, Finding, Mend, MendEdit, Rule, Spot};
use crate::item_tree::{AssemblyDecl, Side};
use crate::loc::ItemLoc;
use crate::model::{Component, Connector, ConnectorEnd, Interface, InterfaceType, Medium, Value};
use crate::scope::{Def, Scope};

/// Attribute of a connector that turns the comparison of interface types off.
const RELAXED: &str = "disable_interface_type_checking";

/// Checks every connection of a system by itself, and that each interface is an end once.
pub(super) fn check_connections(flat: &Flat<'_>, merged: &[Merged<'_>]) -> Vec<Finding> {
    let mut findings = check_separate(flat, merged);
    findings.extend(twice(flat, merged));
    findings
}

/// Checks connections that are not yet those of a system: an interface may be an end of several.
pub(super) fn check_separate(flat: &Flat<'_>, connections: &[Merged<'_>]) -> Vec<Finding> {
    let doubtful = connections.iter().filter(|it| !it.is_sound());
    doubtful.flat_map(|it| Check::of_merged(flat, it).run()).collect()
}

/// Whether nothing is wrong with a connection of a level by itself.
pub(super) fn is_sound(body: &Composed, joint: &Joint) -> bool {
    let of = |side: Side| {
        let ends = joint.ends.iter().filter(|it| it.side == side);
        let view = |it| {
            let JointEnd { end, .. }: &JointEnd = it;
            let def = body.component(end.instance);
            let interface = def.and_then(|it| Some((&*it.model, it.model.interfaces.get(end.interface)?)));
            EndView { joint: it, connection: joint.origin, interface }
        };
        ends.map(view).collect()
    };
    let check = Check {
        name: &joint.name,
        connector: &joint.connector,
        origin: joint.origin,
        incomplete: joint.incomplete,
        is_merged: false,
        from: of(Side::From),
        to: of(Side::To),
        findings: Vec::new(),
    };
    check.run().is_empty()
}

/// A connection that is being checked.
struct Check<'a> {
    name: &'a str,
    connector: &'a Arc<Connector>,
    origin: ItemLoc,
    incomplete: bool,
    is_merged: bool,
    from: Vec<EndView<'a>>,
    to: Vec<EndView<'a>>,
    findings: Vec<Finding>,
}

/// An end with the interface that it is.
struct EndView<'a> {
    joint: &'a JointEnd,
    connection: ItemLoc,
    interface: Option<(&'a Component, &'a Interface)>,
}

impl<'a> Check<'a> {
    fn of_merged(flat: &'a Flat<'_>, merged: &'a Merged<'_>) -> Self {
        let view = |it: MergedEnd<'a>| {
            let interface = flat.interface(it.end).map(|(def, interface)| (&*def.model, interface));
            EndView { joint: it.joint, connection: it.connection, interface }
        };
        Self {
            name: merged.name(),
            connector: merged.connector(),
            origin: merged.origin(),
            incomplete: merged.incomplete(),
            is_merged: !merged.parts().is_empty(),
            from: merged.side(Side::From).map(view).collect(),
            to: merged.side(Side::To).map(view).collect(),
            findings: Vec::new(),
        }
    }

    fn run(mut self) -> Vec<Finding> {
        let connector = Arc::clone(self.connector);
        let swapped = self.swapped();
        let (from, to) = (std::mem::take(&mut self.from), std::mem::take(&mut self.to));
        for (side, ends, rule) in [(Side::From, &from, connector.from), (Side::To, &to, connector.to)] {
            self.count(side, ends, rule);
            for end in ends {
                if swapped.is_none() {
                    self.end(end, side, rule);
                }
            }
        }
        match swapped {
            Some(finding) => self.findings.push(finding),
            None => self.types(from.iter().chain(&to)),
        }
        self.findings
    }

    fn count(&mut self, side: Side, ends: &[EndView<'_>], rule: ConnectorEnd) {
        let keyword = side.keyword();
        if ends.is_empty() && !self.incomplete {
            let message = format!("connection `{}` has no `{keyword}` end", self.name);
            self.findings.push(Finding::new(Rule::NoEnds, self.origin, message));
        }
        if let [first, second, ..] = ends
            && !rule.multiple
        {
            let message = format!("connector `{}` allows a single `{keyword}` end", self.connector.name);
            let mut finding = Finding::new(Rule::TooManyEnds, second.joint.loc, message)
                .label(first.joint.loc, "the first one")
                .label(self.connector.origin, "the connector");
            if self.is_merged {
                finding = finding.note("connections that share an interface become one");
            }
            self.findings.push(finding);
        }
    }

    /// A connection whose two ends would be right the other way round gets one finding, with the mend.
    fn swapped(&self) -> Option<Finding> {
        let ([from], [to]) = (self.from.as_slice(), self.to.as_slice()) else { return None };
        let ((_, a), (_, b)) = (from.interface?, to.interface?);
        let (a, b) = (a.ty.kind(), b.ty.kind());
        let wrong = !a.may_be_from() && !b.may_be_to();
        if !wrong || !a.may_be_to() || !b.may_be_from() || from.connection != to.connection {
            return None;
        }
        let (from, to) = (from.joint, to.joint);
        let message =
            format!("`from` and `to` are exchanged: `{}` {} and `{}` {}", from.written, role(a), to.written, role(b));
        let edits = vec![
            MendEdit { at: Spot::Full(from.path), text: to.written.to_string() },
            MendEdit { at: Spot::Full(to.path), text: from.written.to_string() },
        ];
        let mend = Mend { title: "Exchange the ends".to_owned(), edits, certainty: Certainty::Sure };
        Some(Finding::new(Rule::EndSide, from.loc, message).label(to.loc, "the other end").mends(mend))
    }

    fn end(&mut self, end: &EndView<'_>, side: Side, rule: ConnectorEnd) {
        let Some((component, interface)) = end.interface else { return };
        let end = end.joint;
        let kind = interface.ty.kind();
        let connector = self.connector;
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

    /// All interfaces of a connection have one type, unless the connector says otherwise.
    fn types<'e>(&mut self, ends: impl Iterator<Item = &'e EndView<'e>>) {
        let relaxed = self.connector.attribute(RELAXED).and_then(|a| a.default.as_ref());
        if relaxed.is_some_and(|value| *value != Value::Int(0)) {
            return;
        }
        let mut ends = ends.filter_map(|end| Some((end.joint, end.interface?.1)));
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

/// An interface is an end once. Connections that share one on the same side have become one, unless their connectors
/// differ, which has been reported.
fn twice(flat: &Flat<'_>, merged: &[Merged<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    // Where each interface was an end last, and of which connection.
    let mut used: Vec<Option<(&JointEnd, ItemLoc)>> = vec![None; flat.interface_count()];
    for connection in merged {
        let origin = connection.origin();
        for MergedEnd { end, joint, .. } in connection.all_ends() {
            let Some(slot) = used.get_mut(flat.number(end)) else { continue };
            let Some((first, of)) = slot.replace((joint, origin)) else { continue };
            let same = of == origin;
            if !same && first.side == joint.side {
                continue;
            }
            let message = if same {
                format!("`{}` is already an end of this connection", joint.written)
            } else {
                format!("`{}` is already a `{}` end of another connection", joint.written, first.side.keyword())
            };
            let finding = Finding::new(Rule::DuplicateEnd, joint.loc, message).label(first.loc, "first named here");
            findings.push(if same && first.side == joint.side {
                finding.choice("Remove this end", Spot::Around(joint.loc, Around::End), "")
            } else {
                finding
            });
        }
    }
    findings
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
    flat: &Flat<'_>,
    merged: &[Merged<'_>],
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
