// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Names inside a composition: which instance and interface a connection end or an export means.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use smol_str::SmolStr;

use super::body::{Composed, JointEnd};
use super::inner::InnerEnd;
use crate::declarations::Context;
use crate::diagnostic::{Finding, Rule};
use crate::item_tree::{EndDecl, ExportDecl, GroupDecl, InstanceDecl, Name, Path};
use crate::loc::ItemLoc;
use crate::scope::{Def, duplicate};

/// An instance that a name means; without an index when its component is unknown.
#[derive(Clone, Copy)]
struct Declared {
    index: Option<usize>,
    loc: ItemLoc,
    def: Def,
}

/// Names of one level of the hierarchy.
#[derive(Default)]
pub(super) struct Names {
    instances: ByName<Declared>,
    /// Members of groups are reached through the group's name.
    groups: ByName<(ItemLoc, ByName<Declared>)>,
    /// Members of groups by their own name, to tell how to reach them.
    grouped: ByName<(Option<SmolStr>, Declared)>,
}

type ByName<T> = IndexMap<SmolStr, T, FxBuildHasher>;

impl Names {
    /// Makes room for so many instances.
    pub(super) fn reserve(&mut self, instances: usize) {
        self.instances.reserve(instances);
    }

    pub(super) fn declare(&mut self, decl: &InstanceDecl, def: Def, index: Option<usize>, findings: &mut Vec<Finding>) {
        let loc = ItemLoc::new(def.file, decl.id);
        if let Some(first) = self.declared_before(&decl.name.text) {
            findings.push(duplicate("instance", &decl.name.text, loc, first));
            return;
        }
        self.instances.insert(decl.name.text.clone(), Declared { index, loc, def });
    }

    pub(super) fn declare_group(
        &mut self,
        group: &GroupDecl,
        def: Def,
        members: Vec<(&InstanceDecl, Option<usize>)>,
        findings: &mut Vec<Finding>,
    ) {
        let loc = ItemLoc::new(def.file, group.id);
        let name = group.name.as_ref().map(|name| name.text.clone());
        if let Some(name) = &name
            && let Some(first) = self.declared_before(name)
        {
            findings.push(duplicate("group", name, loc, first));
        }
        let mut inner = ByName::default();
        for (decl, index) in members {
            let loc = ItemLoc::new(def.file, decl.id);
            if let Some(first) = self.declared_before(&decl.name.text) {
                findings.push(duplicate("instance", &decl.name.text, loc, first));
                continue;
            }
            let declared = Declared { index, loc, def };
            inner.insert(decl.name.text.clone(), declared);
            self.grouped.insert(decl.name.text.clone(), (name.clone(), declared));
        }
        if let Some(name) = name {
            self.groups.entry(name).or_insert((loc, inner));
        }
    }

    fn declared_before(&self, name: &str) -> Option<ItemLoc> {
        let instance = self.instances.get(name).map(|d| d.loc);
        let group = || self.groups.get(name).map(|(loc, _)| *loc);
        let grouped = || self.grouped.get(name).map(|(_, d)| d.loc);
        instance.or_else(group).or_else(grouped)
    }

    /// What an end means; reports when it means nothing.
    pub(super) fn resolve_end(&self, decl: &EndDecl, body: &Composed, cx: &mut Context<'_>) -> Option<JointEnd> {
        let end = match decl.path.parts.as_slice() {
            [interface] if body.around.is_none() => {
                self.report_bare(&decl.path, interface, body, cx);
                return None;
            }
            [interface] => interface_of(None, interface, body, cx)?,
            _ => self.inner(&decl.path, body, cx)?,
        };
        let (loc, path) = (cx.loc(decl.id), cx.loc(decl.path.id));
        Some(JointEnd { side: decl.side, end, written: decl.path.text(), loc, path })
    }

    /// Outer interface and inner end of an export.
    pub(super) fn resolve_export(
        &self,
        decl: &ExportDecl,
        body: &Composed,
        cx: &mut Context<'_>,
    ) -> Option<(usize, InnerEnd)> {
        if body.around.is_none() {
            let message = "an assembly has no interfaces that could be exported to";
            cx.report(
                Finding::new(Rule::IllegalExport, cx.loc(decl.id), message)
                    .note("exports belong into the composition of a component"),
            );
            return None;
        }
        if decl.source.parts.len() < 2 {
            let message = format!("`{}` does not name an inner interface", decl.source.text());
            let finding = Finding::new(Rule::IllegalExport, cx.loc(decl.source.id), message);
            cx.report(finding.note("write `export instance.interface -> interface;`"));
            return None;
        }
        let inner = self.inner(&decl.source, body, cx);
        let outer = match decl.target.parts.as_slice() {
            [name] => interface_of(None, name, body, cx),
            _ => {
                let message = format!("`{}` is not an interface of the component around it", decl.target.text());
                cx.report(Finding::new(Rule::IllegalExport, cx.loc(decl.target.id), message));
                None
            }
        };
        let (outer, inner) = (outer?, inner?);
        check_export(decl, outer, inner, body, cx);
        Some((outer.interface, inner))
    }

    /// `instance.interface` or `group.instance.interface`.
    fn inner(&self, path: &Path, body: &Composed, cx: &mut Context<'_>) -> Option<InnerEnd> {
        let (interface, owner) = path.parts.split_last()?;
        let declared = match owner {
            [instance] => self.instances.get(&instance.text).copied(),
            [group, instance] => self.groups.get(&group.text).and_then(|(loc, members)| {
                cx.uses.push((cx.loc(group.id), *loc));
                members.get(&instance.text).copied()
            }),
            _ => None,
        };
        let instance = owner.last()?;
        let Some(declared) = declared else {
            self.report_unknown(owner, instance, cx);
            return None;
        };
        cx.uses.push((cx.loc(instance.id), declared.loc));
        let ordinal = cx.ordinal(declared.def);
        cx.check_order(&instance.text, cx.loc(instance.id), ordinal, declared.loc);
        interface_of(Some(declared.index?), interface, body, cx)
    }

    fn report_unknown(&self, owner: &[Name], instance: &Name, cx: &mut Context<'_>) {
        let written = owner.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(".");
        let at = cx.loc(instance.id);
        let mut finding = Finding::new(Rule::UnknownInstance, at, format!("unknown instance `{written}`"));
        match self.grouped.get(&instance.text) {
            Some((Some(group), declared)) if owner.len() == 1 => {
                let path = format!("{group}.{}", instance.text);
                finding = finding
                    .label(declared.loc, format!("it is in the group `{group}`"))
                    .note(format!("an instance in a group is reached through the group: `{path}`"))
                    .mend(format!("Change to `{path}`"), at, path);
            }
            Some((None, declared)) => {
                finding = finding
                    .label(declared.loc, "it is in a group without a name")
                    .note("name the group to reach its instances");
            }
            _ => finding = finding.did_you_mean(at, &instance.text, self.instances.keys().map(SmolStr::as_str)),
        }
        cx.report(finding);
    }

    /// An end without an instance where there is no component around it.
    fn report_bare(&self, path: &Path, interface: &Name, body: &Composed, cx: &mut Context<'_>) {
        let at = cx.loc(path.id);
        let finding =
            Finding::new(Rule::UnknownInstance, at, format!("`{}` does not say of which instance", interface.text));
        let owners = self.instances.iter().filter(|(_, d)| {
            let component = d.index.and_then(|index| body.component(Some(index)));
            component.is_some_and(|it| it.model.interface_index(&interface.text).is_some())
        });
        let owners: Vec<_> = owners.map(|(name, _)| name).collect();
        let finding = finding.note("an end is written `instance.interface`");
        cx.report(match owners.as_slice() {
            [one] => {
                let text = format!("{one}.{}", interface.text);
                finding.mend(format!("Change to `{text}`"), at, text)
            }
            _ => finding,
        });
    }
}

/// The end that an interface of an instance is, or of the component around; reports when it has none of that name.
fn interface_of(instance: Option<usize>, name: &Name, body: &Composed, cx: &mut Context<'_>) -> Option<InnerEnd> {
    let def = body.component(instance)?;
    let component = &def.model;
    let at = cx.loc(name.id);
    if let Some(interface) = component.interface_index(&name.text) {
        cx.uses.push((at, component.interfaces[interface].origin));
        return Some(InnerEnd { instance, interface });
    }
    if def.broken.contains(&name.text) {
        return None;
    }
    let message = format!("component `{}` has no interface `{}`", component.name, name.text);
    let known = component.interfaces.iter().map(|i| i.name.as_str());
    let finding = Finding::new(Rule::UnknownInterface, at, message).label(component.origin, "the component");
    cx.report(finding.did_you_mean(at, &name.text, known));
    None
}

/// An export is another name for the inner interface, so that both must be of one kind and type.
fn check_export(decl: &ExportDecl, outer: InnerEnd, inner: InnerEnd, body: &Composed, cx: &mut Context<'_>) {
    let of = |end: InnerEnd| body.component(end.instance).and_then(|it| it.model.interfaces.get(end.interface));
    let (Some(outside), Some(inside)) = (of(outer), of(inner)) else { return };
    if outside.ty.kind() == inside.ty.kind() && outside.ty.name() == inside.ty.name() {
        return;
    }
    let show = |ty: &crate::model::InterfaceType| format!("`{} {}`", ty.kind().keyword(), ty.name());
    let message = format!(
        "`{}` is {}, but `{}` is {}",
        decl.source.text(),
        show(&inside.ty),
        decl.target.text(),
        show(&outside.ty)
    );
    let finding = Finding::new(Rule::TypeConflict, cx.loc(decl.id), message);
    cx.report(finding.label(inside.origin, "the inner interface").label(outside.origin, "the exported interface"));
}
