// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! At an instance: connect an interface of it that no connection has to one that fits.

use camkes_hir::declarations::connector_of;
use camkes_hir::item_tree::Side;
use camkes_hir::model::{Component, Connector, Interface, Medium};
use camkes_hir::scope::{DefKind, scope};
use camkes_hir::{Db as _, builtin};
use camkes_syntax::ast::{self, AstNode};

use super::{Assist, AssistKind, Context, append};
use crate::diagnostics::Edit;
use crate::importable::import_edit;
use crate::level::{self, Level, Member};

/// Most connections that are offered.
const MOST: usize = 8;

/// The library's file of connectors.
const LIBRARY: &str = "std_connector.camkes";

pub(super) fn collect(cx: &Context<'_>, out: &mut Vec<Assist>) {
    let Some(instance) = cx.node::<ast::Instance>() else { return };
    let Some(name) = instance.name().filter(|_| instance.body().is_none_or(|body| !cx.is_in(body.syntax()))) else {
        return;
    };
    let Some(body) = instance.syntax().ancestors().find_map(ast::CompositionBody::cast) else { return };
    let Some(level) = level::level_at(cx.db, cx.system, cx.file, cx.range.start()) else { return };
    let group = instance.syntax().ancestors().find_map(ast::Group::cast).and_then(|group| group.name());
    let path = group.map_or_else(|| name.text().to_string(), |group| format!("{}.{}", group.text(), name.text()));
    let Some(own) = level.member(&path) else { return };
    let Some(component) = &own.component else { return };
    let mut offered = 0;
    for interface in component.interfaces.iter().filter(|it| !level.is_connected(&format!("{path}.{}", it.name))) {
        for (partner, theirs, other) in partners(&level, own, component, interface) {
            if offered == MOST {
                return;
            }
            let Some(assist) = connection(cx, &level, &body, [(own, component, interface), (partner, theirs, other)])
            else {
                continue;
            };
            if out.iter().all(|it| it.title != assist.title) {
                out.push(assist);
                offered += 1;
            }
        }
    }
}

/// Interfaces of other instances that could be the other end.
fn partners<'l>(
    level: &'l Level,
    own: &Member,
    component: &Component,
    interface: &Interface,
) -> Vec<(&'l Member, &'l Component, &'l Interface)> {
    let kind = interface.ty.kind();
    let mut out = Vec::new();
    for member in level.members.iter().filter(|it| it.loc != own.loc) {
        let Some(theirs) = member.component.as_deref().filter(|it| !(it.hardware && component.hardware)) else {
            continue;
        };
        for other in &theirs.interfaces {
            let there = other.ty.kind();
            let ways = (kind.may_be_from() && there.may_be_to()) || (kind.may_be_to() && there.may_be_from());
            if ways && there.medium() == kind.medium() && other.ty.name() == interface.ty.name() {
                out.push((member, theirs, other));
            }
        }
    }
    // Those that wait for a connection come first.
    out.sort_by_key(|(member, _, other)| level.is_connected(&format!("{}.{}", member.path, other.name)));
    out
}

type EndOf<'a> = (&'a Member, &'a Component, &'a Interface);

fn connection(cx: &Context<'_>, level: &Level, body: &ast::CompositionBody, ends: [EndOf<'_>; 2]) -> Option<Assist> {
    let [one, other] = ends;
    // A device is the `to` end of memory and the `from` end of an interrupt.
    let dataport_of_device = one.2.ty.kind().medium() == Medium::Dataport && one.1.hardware;
    let forward = one.2.ty.kind().may_be_from() && !dataport_of_device;
    let (from, to) = if forward { (one, other) } else { (other, one) };
    let connector = connector_name(from.1, to.1, from.2.ty.kind().medium());
    let path = |(member, _, interface): EndOf<'_>| format!("{}.{}", member.path, interface.name);
    let there = path(other);
    if level.is_connected(&there) {
        let known = level::connector_named(cx.db, cx.system, connector)?;
        let side = if forward { Side::To } else { Side::From };
        if !level.may_share(&there, side, &known) {
            return None;
        }
    }
    let import = known(cx, connector)?;
    let (from, to, of) = (path(from), path(to), path(one));
    let name = level.free_name(&of.replace('.', "_"), "_", 2)?;
    let statement = format!("connection {connector} {name}(from {from}, to {to});");
    let mut edits = vec![append(cx, body.syntax(), &[statement])?];
    edits.extend(import);
    Some(Assist {
        title: format!("Connect `{from}` to `{to}`"),
        kind: AssistKind::Rewrite,
        preferred: false,
        edits,
        created: Vec::new(),
        mends: None,
    })
}

/// The usual connector between two components.
fn connector_name(from: &Component, to: &Component, medium: Medium) -> &'static str {
    match medium {
        Medium::Procedure if to.hardware => "seL4HardwareIOPort",
        Medium::Procedure => "seL4RPCCall",
        Medium::Event if from.hardware => "seL4HardwareInterrupt",
        Medium::Event => "seL4Notification",
        Medium::Dataport if to.hardware => "seL4HardwareMMIO",
        Medium::Dataport => "seL4SharedData",
    }
}

/// The import that a connector needs, if any; none at all when it is not to be had.
fn known(cx: &Context<'_>, connector: &str) -> Option<Option<Edit>> {
    match scope(cx.db, cx.system).get(DefKind::Connector, connector) {
        Some(named) => {
            let found: Option<std::sync::Arc<Connector>> = connector_of(cx.db, cx.system, named.def);
            found.map(|_| None)
        }
        None => {
            let library = cx.db.file(&builtin::path(LIBRARY));
            Some(Some(import_edit(cx.db, cx.system, cx.file, library)))
        }
    }
}
