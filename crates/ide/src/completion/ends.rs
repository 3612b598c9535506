// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Ends of connections and exports: instances and their interfaces, as far as they fit the side, the connector and the
//! other end.

use std::sync::Arc;

use camkes_hir::item_tree::Side;
use camkes_hir::model::{Component, Connector, ConnectorEnd, Interface};
use camkes_syntax::SyntaxKind as K;

use super::Context;
use super::item::{Collector, Completion, CompletionDocs, CompletionKind};
use super::{keywords, names};
use crate::cursor::Token;
use crate::level::{self, Level, Member};

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

fn fits(wanted: ConnectorEnd, side: Side, component: Option<&Component>, it: &Interface, is_own: bool) -> bool {
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
pub(super) fn in_connection(cx: &Context<'_>, out: &mut Collector) {
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
    fn whole_ends(&self, wanted: &Wanted, out: &mut Collector) {
        let mut pairs: Vec<(&Member, &Interface)> = Vec::new();
        for member in &self.level.members {
            let Some(component) = &member.component else { continue };
            let all = component.interfaces.iter();
            pairs.extend(all.filter(|it| wanted.admits(Some(component), it, false)).map(|it| (member, it)));
        }
        let of_type = pairs.iter().any(|(_, it)| wanted.has_type(it));
        pairs.retain(|(_, it)| !of_type || wanted.has_type(it));
        for member in &self.level.members {
            self.unresolved(member, wanted, |name| format!("{}.{name}", member.path), out);
        }
        let mut instances = indexmap::IndexSet::new();
        for (member, interface) in &pairs {
            let path = format!("{}.{}", member.path, interface.name);
            if self.used.contains(&path) {
                continue;
            }
            instances.insert(member.path.as_str());
            out.add(self.item(&path, interface, !wanted.has_type(interface)));
        }
        for member in
            self.level.members.iter().filter(|it| instances.contains(it.path.as_str()) || it.component.is_none())
        {
            let item = Completion::new(CompletionKind::Instance, member.path.as_str()).rank(5);
            let component = member.component.as_ref().map(|it| it.name.to_string()).unwrap_or_default();
            out.add(item.description(component).docs(self.docs(member)));
        }
        if let Some(around) = &self.level.around {
            for interface in around.interfaces.iter().filter(|it| wanted.admits(None, it, true) && wanted.has_type(it))
            {
                out.add(self.item(&interface.name, interface, false).rank(4));
            }
        }
    }

    /// Interfaces of a member whose procedure is not known yet; `path` makes the text of each.
    fn unresolved(&self, member: &Member, wanted: &Wanted, path: impl Fn(&str) -> String, out: &mut Collector) {
        let (Some(system), Some(component)) = (self.cx.system, &member.component) else { return };
        for (name, kind, ty) in level::unresolved(self.cx.db, system, component) {
            let fits = wanted.end.is_none_or(|end| end.medium == kind.medium() && end.hardware == component.hardware)
                && if wanted.side == Side::From { kind.may_be_from() } else { kind.may_be_to() }
                && (ty.is_none() || wanted.ty.is_none() || wanted.ty == ty);
            if fits && !self.used.contains(&format!("{}.{name}", member.path)) {
                let item = Completion::new(CompletionKind::Interface, path(&name)).rank(2);
                out.add(item.description(format!("{} {}", kind.keyword(), ty.as_deref().unwrap_or("Buf(…)"))));
            }
        }
    }

    /// Interfaces of an instance, or instances of a group.
    fn interfaces(&self, owner: &str, wanted: &Wanted, out: &mut Collector) {
        self.group(owner, out);
        let Some(member) = self.level.member(owner) else { return };
        self.unresolved(member, wanted, str::to_owned, out);
        let Some(component) = member.component.as_ref() else { return };
        let all = || component.interfaces.iter().filter(|it| wanted.admits(Some(component), it, false));
        let of_type = all().any(|it| wanted.has_type(it));
        for interface in all().filter(|it| !of_type || wanted.has_type(it)) {
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

    fn group(&self, owner: &str, out: &mut Collector) {
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
        item.rank(match (other_type, connected) {
            (true, _) => 3,
            (false, true) => 2,
            (false, false) => 1,
        })
    }
}

/// Inside an export: an interface of an inner instance, then one of the component around of the same kind and type.
pub(super) fn in_export(cx: &Context<'_>, out: &mut Collector) {
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
            for member in &level.members {
                for interface in member.component.iter().flat_map(|it| &it.interfaces) {
                    out.add(finder.item(&format!("{}.{}", member.path, interface.name), interface, false));
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
