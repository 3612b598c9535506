// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Hover on a number, or on an expression that gives one: its value in several shapes.

use camkes_hir::item_tree::{
    AttributeDecl, ComponentDecl, CompositionDecl, ConfigurationDecl, ConnectorDecl, Expr, ExprKind, Given,
    InterfaceTypeDecl, Item, ItemTree, SettingValue,
};
use camkes_hir::loc::LocalId;
use camkes_hir::model::Value;
use camkes_hir::parse::{item_tree, source_map};
use camkes_hir::preprocess::preprocessed;
use camkes_hir::source_map::Spot;
use camkes_hir::{File, RootDatabase, System};
use text_size::TextSize;

use super::Hover;
use crate::resolve;

/// The number at an offset; of an expression all of it.
pub(super) fn number(db: &RootDatabase, system: System, file: File, offset: TextSize) -> Option<Hover> {
    for owner in resolve::owners(db, system, file) {
        let map = source_map(db, system, owner);
        let here = |expr: &Expr| map.get(expr.id).filter(|it| it.file == file && it.full.contains_inclusive(offset));
        // What a person wrote stands in the order of the text.
        let starts_before = |id: LocalId| map.get(id).is_some_and(|it| it.full.start() <= offset);
        let is_written = owner == file && preprocessed(db, system, owner).is_none();
        let near = Near { starts_before: is_written.then_some(&starts_before) };
        let mut roots = Vec::new();
        near.values(item_tree(db, system, owner), &mut |expr| roots.push(expr));
        let found = roots.into_iter().find_map(|expr| innermost(expr, &here));
        let Some((expr, spot)) = found else { continue };
        let Some(Value::Int(n)) = camkes_hir::value_of(db, system, expr) else { continue };
        let text = file.contents(db).as_str();
        let written = text.get(usize::from(spot.full.start())..usize::from(spot.full.end())).unwrap_or_default();
        let written = written.split_whitespace().collect::<Vec<_>>().join(" ");
        return Some(Hover::new(spot.full, shapes(&written, n)));
    }
    None
}

/// The whole expression at a place that is no list or dict.
fn innermost<'e>(expr: &'e Expr, here: &impl Fn(&Expr) -> Option<Spot>) -> Option<(&'e Expr, Spot)> {
    match &expr.kind {
        ExprKind::List(items) => items.iter().find_map(|item| innermost(item, here)),
        ExprKind::Dict(entries) => {
            entries.iter().find_map(|(key, value)| innermost(key, here).or_else(|| innermost(value, here)))
        }
        ExprKind::Query { argument, lookup, .. } => {
            let parts = argument.iter().map(|it| &**it).chain(lookup);
            parts.into_iter().find_map(|it| innermost(it, here))
        }
        ExprKind::Str(_) | ExprKind::Bool(_) | ExprKind::Missing => None,
        _ => here(expr).map(|spot| (expr, spot)),
    }
}

/// A number in decimal, in hexadecimal and as a size.
pub(super) fn shapes(written: &str, n: i128) -> String {
    let sign = if n < 0 { "-" } else { "" };
    let hexadecimal = format!("{sign}0x{:x}", n.unsigned_abs());
    let value = if written == n.to_string() { written.to_owned() } else { format!("{written} = {n}") };
    let size = if n >= 1024 { format!(", as a size {}", size(n)) } else { String::new() };
    format!("```camkes\n{value}\n```\n\n`{n}`, `{hexadecimal}`{size}")
}

/// Bytes in the largest unit that makes at least one.
fn size(bytes: i128) -> String {
    let units = ["KiB", "MiB", "GiB", "TiB"];
    let mut unit = 1024;
    let mut name = units[0];
    for larger in &units[1..] {
        if bytes < unit * 1024 {
            break;
        }
        unit *= 1024;
        name = larger;
    }
    if bytes % unit == 0 {
        return format!("{} {name}", bytes / unit);
    }
    let hundredths = bytes * 100 / unit;
    format!("about {}.{:02} {name}", hundredths / 100, hundredths % 100)
}

/// What of a file to look through.
struct Near<'n> {
    /// Whether something starts before the place of interest, if lists are in the order of the text: then all but the last that
    /// does are passed over, which in a large system are tens of thousands.
    starts_before: Option<&'n dyn Fn(LocalId) -> bool>,
}

impl Near<'_> {
    fn part<'t, T>(&self, list: &'t [T], id: impl Fn(&T) -> LocalId) -> &'t [T] {
        let Some(starts_before) = self.starts_before else { return list };
        let behind = list.partition_point(|it| starts_before(id(it)));
        list.get(behind.saturating_sub(1)..behind).unwrap_or_default()
    }

    /// Calls `found` with the values that a file writes there.
    fn values<'t>(&self, tree: &'t ItemTree, found: &mut impl FnMut(&'t Expr)) {
        for item in &tree.items {
            match item {
                Item::Assembly(it) => {
                    it.compositions.iter().for_each(|it| self.composition(it, found));
                    it.configurations.iter().for_each(|it| self.configuration(it, found));
                    for (domain, duration, _) in it.schedules.iter().flat_map(|it| &it.items) {
                        found(domain);
                        found(duration);
                    }
                }
                Item::Component(it) => self.component(it, found),
                Item::Composition(it) => self.composition_decl(it, found),
                Item::Configuration(it) => self.configuration_decl(it, found),
                Item::Connector(it) => connector(it, found),
                Item::Procedure(it) => attributes(&it.attributes, found),
                Item::Struct(it) => attributes(&it.members, found),
                Item::Import(_) => {}
            }
        }
    }

    fn component<'t>(&self, it: &'t ComponentDecl, found: &mut impl FnMut(&'t Expr)) {
        attributes(&it.attributes, found);
        for interface in &it.interfaces {
            if let InterfaceTypeDecl::Sized(size) = &interface.ty {
                found(size);
            }
        }
        it.compositions.iter().for_each(|it| self.composition(it, found));
        it.configurations.iter().for_each(|it| self.configuration(it, found));
    }

    fn composition<'t>(&self, it: &'t Given<CompositionDecl>, found: &mut impl FnMut(&'t Expr)) {
        if let Given::Here(it) = it {
            self.composition_decl(it, found);
        }
    }

    fn composition_decl<'t>(&self, it: &'t CompositionDecl, found: &mut impl FnMut(&'t Expr)) {
        let grouped = it.groups.iter().map(|group| self.part(&group.instances, |it| it.id));
        for instance in grouped.chain([self.part(&it.instances, |it| it.id)]).flatten() {
            if let Given::Here(inner) = &instance.component {
                self.component(inner, found);
            }
        }
        for connection in self.part(&it.connections, |it| it.id) {
            if let Given::Here(inner) = &connection.connector {
                connector(inner, found);
            }
        }
    }

    fn configuration<'t>(&self, it: &'t Given<ConfigurationDecl>, found: &mut impl FnMut(&'t Expr)) {
        if let Given::Here(it) = it {
            self.configuration_decl(it, found);
        }
    }

    fn configuration_decl<'t>(&self, it: &'t ConfigurationDecl, found: &mut impl FnMut(&'t Expr)) {
        for setting in self.part(&it.settings, |it| it.id) {
            match &setting.value {
                Some(SettingValue::Expr(expr)) => found(expr),
                Some(SettingValue::Ref { lookup, .. }) => lookup.iter().for_each(&mut *found),
                None => {}
            }
        }
    }
}

fn connector<'t>(it: &'t ConnectorDecl, found: &mut impl FnMut(&'t Expr)) {
    it.from.iter().chain(&it.to).filter_map(|end| end.threads.as_ref()).for_each(&mut *found);
    attributes(&it.attributes, found);
}

fn attributes<'t>(list: &'t [AttributeDecl], found: &mut impl FnMut(&'t Expr)) {
    list.iter().filter_map(|it| it.default.as_ref()).for_each(found);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_in_the_unit_that_fits() {
        assert_eq!(size(4096), "4 KiB");
        assert_eq!(size(1536), "about 1.50 KiB");
        assert_eq!(size(80 << 20), "80 MiB");
        assert_eq!(size(1 << 50), "1024 TiB");
    }

    #[test]
    fn numbers_come_in_all_shapes() {
        assert_eq!(shapes("1 << 4", 16), "```camkes\n1 << 4 = 16\n```\n\n`16`, `0x10`");
        assert_eq!(shapes("-3", -3), "```camkes\n-3\n```\n\n`-3`, `-0x3`");
    }
}
