// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Ends of connections and exports: instances and their interfaces, as far as they fit the side, the connector and the
//! other end.

use std::sync::Arc;

use camkes_hir::item_tree::Side;
use camkes_hir::model::{Component, Connector, ConnectorEnd, Interface};
use camkes_syntax::SyntaxKind as K;
use rustc_hash::FxHashMap;

use super::Context;
use super::item::{Collector, Completion, CompletionDocs, CompletionKind};
use super::{keywords, names};
use crate::cursor::Token;
use crate::level::{self, Level, Member, Unresolved};

/// An end as it is written in a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WrittenEnd {
    pub(crate) side: Side,
    /// Its words joined by dots.
    pub(crate) path: String,
}

/// The ends that tokens hold.
pub(crate) fn written(tokens: &[Token<'_>]) -> Vec<WrittenEnd> {
    let mut out: Vec<WrittenEnd> = Vec::new();
    let mut open = false;
    for token in tokens {
        match token.kind {
            K::FROM_KW | K::TO_KW => {
                let side = if token.kind == K::FROM_KW { Side::From } else { Side::To };
                out.push(WrittenEnd { side, path: String::new() });
                open = true;
            }
            K::IDENT | K::DOT | K::BUF_KW if open => {
                if let Some(end) = out.last_mut() {
                    end.path.push_str(token.text);
                }
            }
            _ => open = false,
        }
    }
    out
}

/// Whether a written end can be an end of a connector; one that means nothing yet can.
pub(super) fn end_may_be(level: &Level, connector: &Connector, end: &WrittenEnd) -> bool {
    let Some((component, interface)) = resolve(level, &end.path) else { return true };
    let is_own = component.is_none();
    let wanted = if end.side == Side::From { connector.from } else { connector.to };
    fits(wanted, end.side, component.as_deref(), &interface, is_own)
}

/// Component and interface of a path; the component is missing for an interface of the component around.
pub(crate) fn resolve(level: &Level, path: &str) -> Option<(Option<Arc<Component>>, Interface)> {
    match path.rsplit_once('.') {
        Some((instance, interface)) => {
            let component = level.member(instance)?.component.clone()?;
            let found = component.interfaces.get(component.interface_index(interface)?)?.clone();
            Some((Some(component), found))
        }
        None => {
            let around = level.around.as_ref()?;
            Some((None, around.interfaces.get(around.interface_index(path)?)?.clone()))
        }
    }
}

/// Whether an interface can be an end of a connector on a side.
pub(super) fn fits(
    wanted: ConnectorEnd,
    side: Side,
    component: Option<&Component>,
    it: &Interface,
    is_own: bool,
) -> bool {
    let kind = it.ty.kind();
    let direction = is_own || if side == Side::From { kind.may_be_from() } else { kind.may_be_to() };
    direction && kind.medium() == wanted.medium && component.is_none_or(|it| it.hardware == wanted.hardware)
}

/// What the interface at the cursor has to fit.
struct Wanted {
    side: Side,
    end: Option<ConnectorEnd>,
    /// Type of the other ends, if one is written and types matter to the connector.
    ty: Option<String>,
}

impl Wanted {
    fn admits(&self, component: Option<&Component>, it: &Interface, is_own: bool) -> bool {
        match self.end {
            Some(end) => fits(end, self.side, component, it, is_own),
            None => {
                is_own || if self.side == Side::From { it.ty.kind().may_be_from() } else { it.ty.kind().may_be_to() }
            }
        }
    }

    fn has_type(&self, it: &Interface) -> bool {
        self.ty.as_ref().is_none_or(|ty| it.ty.name() == ty.as_str())
    }
}

/// Inside a connection, behind its keyword.
pub(super) fn in_connection(cx: &Context<'_>, out: &mut Collector<'_>) {
    let statement = &cx.cursor.statement;
    let Some(open) = statement.iter().position(|token| token.kind == K::L_PAREN) else { return };
    if statement.iter().any(|token| token.kind == K::R_PAREN) {
        return;
    }
    let tail = &statement[open + 1..];
    let start = tail.iter().rposition(|token| token.kind == K::COMMA).map_or(0, |comma| comma + 1);
    let end = &tail[start..];
    let side = match end.first().map(|token| token.kind) {
        None => {
            keywords::words(&["from", "to"], out);
            return;
        }
        Some(K::FROM_KW) => Side::From,
        Some(K::TO_KW) => Side::To,
        Some(_) => return,
    };
    let path = &end[1..];
    if path.last().is_some_and(|token| token.kind != K::DOT) {
        return;
    }
    let Some(system) = cx.system else { return };
    let Some(level) = level::level_at(cx.db, system, cx.file, cx.cursor.offset) else { return };
    let connector = statement.get(1).and_then(|token| level::connector_named(cx.db, system, token.text));
    let mut others = written(&tail[..start]);
    others.extend(written(&cx.cursor.rest));
    let compares = connector.as_ref().is_none_or(|it| it.attribute("disable_interface_type_checking").is_none());
    let ty = others.iter().filter(|_| compares).find_map(|end| resolve(&level, &end.path));
    let wanted = Wanted {
        side,
        end: connector.map(|it| if side == Side::From { it.from } else { it.to }),
        ty: ty.map(|(_, interface)| interface.ty.name().to_string()),
    };
    let owner: String = path.iter().map(|token| token.text).collect();
    let used: Vec<_> = others.into_iter().map(|end| end.path).collect();
    let finder = Finder { cx, level: &level, used: &used };
    match owner.strip_suffix('.') {
        None => finder.whole_ends(&wanted, out),
        Some(owner) => finder.interfaces(owner, &wanted, out),
    }
}

/// Looks for interfaces at one level.
struct Finder<'a> {
    cx: &'a Context<'a>,
    level: &'a Level,
    /// Ends that are in the connection already.
    used: &'a [String],
}

impl Finder<'_> {
    /// Instances with their interfaces, then instances alone, then interfaces of the component around.
    fn whole_ends(&self, wanted: &Wanted, out: &mut Collector<'_>) {
        out.expect(self.level.members.len());
        let mut fitting: FxHashMap<*const Component, Fitting<'_>> = FxHashMap::default();
        for component in self.level.members.iter().filter_map(|it| it.component.as_ref()) {
            fitting.entry(Arc::as_ptr(component)).or_insert_with(|| self.fitting(component, wanted));
        }
        // Those of another type are only offered where there is none of the right one.
        if fitting.values().any(|it| it.interfaces.iter().any(|it| it.has_type)) {
            fitting.values_mut().for_each(|it| it.interfaces.retain(|it| it.has_type));
        }
        let mut path = String::new();
        for (number, member) in self.level.members.iter().enumerate() {
            if self.is_of_no_use(number, out) {
                continue;
            }
            let found = member.component.as_ref().and_then(|it| fitting.get(&Arc::as_ptr(it)));
            let mut has_one = member.component.is_none();
            for Fits { interface, has_type } in found.iter().flat_map(|it| &it.interfaces) {
                member.write_end(&interface.name, &mut path);
                if self.used.contains(&path) {
                    continue;
                }
                has_one = true;
                let connected = self.level.is_connected(&path);
                if out.wants(&path, rank(!has_type, connected)) {
                    out.add(self.item(&path, interface, !has_type));
                }
            }
            for unresolved in found.iter().flat_map(|it| &it.unresolved) {
                let path = format!("{}.{}", member.path, unresolved.0);
                if !self.used.contains(&path) && out.wants(&path, UNRESOLVED) {
                    out.add(unresolved_item(path, unresolved));
                }
            }
            if has_one && out.wants(&member.path, ALONE) {
                let item = Completion::new(CompletionKind::Instance, member.path.as_str()).rank(ALONE);
                let component = member.component.as_ref().map(|it| it.name.to_string()).unwrap_or_default();
                out.add(item.description(component).docs(self.docs(member)));
            }
        }
        if let Some(around) = &self.level.around {
            for interface in around.interfaces.iter().filter(|it| wanted.admits(None, it, true) && wanted.has_type(it))
            {
                out.add(self.item(&interface.name, interface, false).rank(4));
            }
        }
    }

    /// Whether all ends of a member are connected, where there are enough of those already.
    fn is_of_no_use(&self, member: usize, out: &mut Collector<'_>) -> bool {
        !out.has_room(UNRESOLVED.min(rank(false, true))) && !self.level.has_free_end(member)
    }

    /// What of a component can be at the cursor.
    fn fitting<'c>(&self, component: &'c Component, wanted: &Wanted) -> Fitting<'c> {
        let all = component.interfaces.iter();
        let admitted = all.filter(|it| wanted.admits(Some(component), it, false));
        let interfaces = admitted.map(|interface| Fits { interface, has_type: wanted.has_type(interface) }).collect();
        let unresolved = self.cx.system.map(|system| level::unresolved(self.cx.db, system, component));
        let mut unresolved = unresolved.unwrap_or_default();
        unresolved.retain(|(_, kind, ty)| {
            wanted.end.is_none_or(|end| end.medium == kind.medium() && end.hardware == component.hardware)
                && if wanted.side == Side::From { kind.may_be_from() } else { kind.may_be_to() }
                && (ty.is_none() || wanted.ty.is_none() || wanted.ty == *ty)
        });
        Fitting { interfaces, unresolved }
    }

    /// Interfaces of an instance, or instances of a group.
    fn interfaces(&self, owner: &str, wanted: &Wanted, out: &mut Collector<'_>) {
        self.group(owner, out);
        let Some(component) = self.level.member(owner).and_then(|it| it.component.as_ref()) else { return };
        let Fitting { interfaces, unresolved } = self.fitting(component, wanted);
        for it in unresolved.iter().filter(|(name, ..)| !self.used.contains(&format!("{owner}.{name}"))) {
            out.add(unresolved_item(it.0.clone(), it));
        }
        let of_type = interfaces.iter().any(|it| it.has_type);
        for Fits { interface, .. } in interfaces.into_iter().filter(|it| !of_type || it.has_type) {
            let path = format!("{owner}.{}", interface.name);
            if !self.used.contains(&path) {
                let item = self.item(&path, interface, !of_type);
                out.add(Completion { label: interface.name.to_string(), insert: interface.name.to_string(), ..item });
            }
        }
    }

    fn docs(&self, member: &Member) -> CompletionDocs {
        let name = member.path.rsplit('.').next().unwrap_or(&member.path);
        self.cx.system.map(|system| names::docs_of(self.cx.db, system, member.loc, name)).unwrap_or_default()
    }

    fn group(&self, owner: &str, out: &mut Collector<'_>) {
        for member in &self.level.members {
            if let Some(name) = member.path.strip_prefix(owner).and_then(|rest| rest.strip_prefix('.')) {
                out.add(Completion::new(CompletionKind::Instance, name));
            }
        }
    }

    /// An interface; one that is connected already, or of another type, comes later.
    fn item(&self, path: &str, interface: &Interface, other_type: bool) -> Completion {
        let connected = self.level.is_connected(path);
        let mut item = Completion::new(CompletionKind::Interface, path);
        item.description = Some(format!("{} {}", interface.ty.kind().keyword(), interface.ty.name()));
        if connected {
            item.detail = Some(" connected".to_owned());
        }
        if let Some(system) = self.cx.system {
            item.docs = names::docs_of(self.cx.db, system, interface.origin, &interface.name);
        }
        item.rank(rank(other_type, connected))
    }
}

/// Rank of interfaces whose procedure is not known yet.
const UNRESOLVED: u8 = 2;

/// Rank of instances without an interface.
const ALONE: u8 = 5;

/// Rank of an interface.
fn rank(other_type: bool, connected: bool) -> u8 {
    match (other_type, connected) {
        (true, _) => 3,
        (false, true) => 2,
        (false, false) => 1,
    }
}

/// What of a component can be at the cursor.
struct Fitting<'c> {
    interfaces: Vec<Fits<'c>>,
    /// Interfaces whose procedure is not known yet.
    unresolved: Vec<Unresolved>,
}

/// An interface that can be at the cursor.
struct Fits<'c> {
    interface: &'c Interface,
    /// It has the type of the other ends.
    has_type: bool,
}

fn unresolved_item(text: String, (_, kind, ty): &Unresolved) -> Completion {
    let item = Completion::new(CompletionKind::Interface, text).rank(UNRESOLVED);
    item.description(format!("{} {}", kind.keyword(), ty.as_deref().unwrap_or("Buf(…)")))
}

/// Inside an export: an interface of an inner instance, then one of the component around of the same kind and type.
pub(super) fn in_export(cx: &Context<'_>, out: &mut Collector<'_>) {
    let Some(system) = cx.system else { return };
    let Some(level) = level::level_at(cx.db, system, cx.file, cx.cursor.offset) else { return };
    let statement = &cx.cursor.statement;
    let finder = Finder { cx, level: &level, used: &[] };
    if let Some(arrow) = statement.iter().position(|token| token.kind == K::ARROW) {
        if arrow + 1 < statement.len() {
            return;
        }
        let source: String = statement[1..arrow].iter().map(|token| token.text).collect();
        let inner = resolve(&level, &source).map(|(_, interface)| interface);
        for interface in level.around.iter().flat_map(|it| &it.interfaces) {
            let same = |it: &Interface| it.ty.kind() == interface.ty.kind() && it.ty.name() == interface.ty.name();
            if inner.as_ref().is_none_or(same) {
                out.add(finder.item(&interface.name, interface, false));
            }
        }
        return;
    }
    let source: String = statement[1..].iter().map(|token| token.text).collect();
    match source.strip_suffix('.') {
        None if !source.is_empty() => {}
        None => {
            out.expect(level.members.len());
            let mut path = String::new();
            for (number, member) in level.members.iter().enumerate() {
                if finder.is_of_no_use(number, out) {
                    continue;
                }
                for interface in member.component.iter().flat_map(|it| &it.interfaces) {
                    member.write_end(&interface.name, &mut path);
                    if out.wants(&path, rank(false, level.is_connected(&path))) {
                        out.add(finder.item(&path, interface, false));
                    }
                }
            }
        }
        Some(owner) => {
            finder.group(owner, out);
            for interface in
                level.member(owner).and_then(|it| it.component.as_ref()).iter().flat_map(|it| &it.interfaces)
            {
                let item = finder.item(&format!("{owner}.{}", interface.name), interface, false);
                out.add(Completion { label: interface.name.to_string(), insert: interface.name.to_string(), ..item });
            }
        }
    }
}
