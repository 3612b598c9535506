// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Which files are made, from which templates, in which order.
//!
//! The plan is decided before anything is rendered, so that all that is missing is known at once.

mod error;

use std::sync::Arc;

use camino::Utf8PathBuf;
use camkes_hir::model::{Assembly, Connection, End, Instance};
use indexmap::IndexMap;
use smol_str::SmolStr;

pub use self::error::PlanError;
use crate::{
    Templates,
    connectors::{self, Output, Side},
};

/// All files of a system that come from templates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The address spaces that hold software, in the order of their first instances.
    pub spaces: Vec<SpacePlan>,
}

/// The files of one address space.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SpacePlan {
    /// Name of the address space.
    pub name: SmolStr,
    /// Its software instances, as indices into [`Assembly::instances`].
    pub instances: Vec<usize>,
    /// The files in the order in which they are rendered: it decides the numbers of slots and symbols.
    pub items: Vec<Item>,
}

/// One file to render.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Item {
    /// Where it goes, below the output folder.
    pub output: Utf8PathBuf,
    /// Name of the template.
    pub template: SmolStr,
    /// What the template sees as `me`.
    pub subject: Subject,
    /// Headers that `camkes.h` includes, in order; empty for every other file.
    pub headers: Vec<SmolStr>,
}

/// What a template is rendered for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// An instance, as an index into [`Assembly::instances`].
    Instance(usize),
    /// An end of a connection.
    End(EndRef),
}

/// An end of a connection by its place in the assembly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EndRef {
    /// Index into [`Assembly::connections`].
    pub connection: usize,
    /// Its side.
    pub side: Side,
    /// Its number on that side, which is also in the name of its files.
    pub index: usize,
}

impl EndRef {
    /// The connection and the end, if the assembly has them.
    #[must_use]
    pub fn resolve(self, assembly: &Assembly) -> Option<(&Connection, End)> {
        let connection = assembly.connections.get(self.connection)?;
        Some((connection, *ends(connection, self.side).get(self.index)?))
    }
}

/// The ends on one side of a connection.
pub(crate) fn ends(connection: &Connection, side: Side) -> &[End] {
    match side {
        Side::From => &connection.from,
        Side::To => &connection.to,
    }
}

/// Decides which files an assembly needs.
///
/// # Errors
/// All that is missing or contradicts itself, in the order of the assembly.
pub fn plan(assembly: &Arc<Assembly>, templates: &Templates) -> Result<Plan, Vec<PlanError>> {
    let mut planner = Planner { assembly, templates, ends: ends_by_instance(assembly), errors: Vec::new() };
    let mut members: IndexMap<&SmolStr, Vec<usize>> = IndexMap::new();
    for (index, instance) in assembly.instances.iter().enumerate().filter(|(_, i)| !i.component.hardware) {
        members.entry(&instance.address_space).or_default().push(index);
    }
    let spaces = members.into_iter().map(|(name, instances)| planner.space(name.clone(), instances));
    let spaces: Vec<_> = spaces.collect();
    planner.check_outputs(&spaces);
    if planner.errors.is_empty() { Ok(Plan { spaces }) } else { Err(planner.errors) }
}

/// The files that [`plan`] has for the ends of one connection, those of `from` first. Nothing else of the assembly is looked at; ends
/// without a template are left out.
pub(crate) fn of_connection(assembly: &Assembly, templates: &Templates, connection: usize) -> Vec<Item> {
    let mut planner = Planner { assembly, templates, ends: Vec::new(), errors: Vec::new() };
    let mut items = Vec::new();
    for (at, end, instance) in software_ends(assembly, connection) {
        let folder = Utf8PathBuf::from(instance.name.as_str());
        planner.end(at, end, &folder, &mut items, &mut Vec::new());
    }
    items
}

/// The ends of a connection for which files are made, those of `from` first.
pub(crate) fn software_ends(
    assembly: &Assembly,
    connection: usize,
) -> impl Iterator<Item = (EndRef, End, &Instance)> + use<'_> {
    let joined = assembly.connections.get(connection);
    let sides = joined.into_iter().flat_map(|joined| [Side::From, Side::To].map(|side| (side, ends(joined, side))));
    let all = sides.flat_map(move |(side, ends)| {
        ends.iter().enumerate().map(move |(index, end)| (EndRef { connection, side, index }, *end))
    });
    let with_instance = all.filter_map(|(at, end)| Some((at, end, assembly.instances.get(end.instance)?)));
    with_instance.filter(|(_, _, instance)| !instance.component.hardware)
}

/// Name without extension of the files of an end of a connection, below the folder of its instance.
pub(crate) fn stem(interface: &str, connector: &str, index: usize) -> String {
    format!("{interface}_{connector}_{index}")
}

/// The connection ends on each instance: by connection, those of `from` first.
fn ends_by_instance(assembly: &Assembly) -> Vec<Vec<(EndRef, End)>> {
    let mut found = vec![Vec::new(); assembly.instances.len()];
    for (number, connection) in assembly.connections.iter().enumerate() {
        for side in [Side::From, Side::To] {
            for (index, end) in ends(connection, side).iter().enumerate() {
                if let Some(here) = found.get_mut(end.instance) {
                    here.push((EndRef { connection: number, side, index }, *end));
                }
            }
        }
    }
    found
}

struct Planner<'a> {
    assembly: &'a Assembly,
    templates: &'a Templates,
    ends: Vec<Vec<(EndRef, End)>>,
    errors: Vec<PlanError>,
}

impl Planner<'_> {
    fn space(&mut self, name: SmolStr, instances: Vec<usize>) -> SpacePlan {
        let mut items = Vec::new();
        for &index in &instances {
            if let Some(instance) = self.assembly.instances.get(index) {
                self.instance(index, instance, &mut items);
            }
        }
        SpacePlan { name, instances, items }
    }

    fn instance(&mut self, index: usize, instance: &Instance, items: &mut Vec<Item>) {
        let folder = Utf8PathBuf::from(instance.name.as_str());
        let include = folder.join("include");
        let kind = if instance.component.name.is_empty() { &instance.name } else { &instance.component.name };
        let component_header = format!("camkes-component-{kind}.h");
        let own = |output: Utf8PathBuf, template: &'static str| Item {
            output,
            template: SmolStr::new_static(template),
            subject: Subject::Instance(index),
            headers: Vec::new(),
        };
        items.push(own(folder.join("camkes.c"), "component.template.c"));
        items.push(own(include.join(&component_header), "component.template.h"));
        let mut headers = vec![SmolStr::new(&component_header)];
        for (at, end) in self.ends.get(index).cloned().unwrap_or_default() {
            self.end(at, end, &folder, items, &mut headers);
        }
        items.push(own(folder.join("linker.lds"), "linker.lds"));
        items.push(Item { headers, ..own(include.join("camkes.h"), "camkes.template.h") });
        for item in items.iter().filter(|item| item.subject == Subject::Instance(index)) {
            if !self.templates.contains(&item.template) {
                self.missing(&item.template, instance);
            }
        }
    }

    /// A template that is missing is missing for every instance: once said is enough.
    fn missing(&mut self, name: &SmolStr, instance: &Instance) {
        let said = |error: &PlanError| matches!(error, PlanError::NoTemplate { template, .. } if template == name);
        if !self.errors.iter().any(said) {
            self.errors.push(PlanError::NoTemplate { template: name.clone(), origin: instance.origin });
        }
    }

    fn end(&mut self, at: EndRef, end: End, folder: &Utf8PathBuf, items: &mut Vec<Item>, headers: &mut Vec<SmolStr>) {
        let Some(connection) = self.assembly.connections.get(at.connection) else { return };
        let Some((_, interface)) = self.assembly.resolve(end) else { return };
        let connector = &connection.connector;
        let stem = stem(&interface.name, &connector.name, at.index);
        let item = |output: Utf8PathBuf, template: String| Item {
            output,
            template: template.into(),
            subject: Subject::End(at),
            headers: Vec::new(),
        };
        let find = |output| connectors::template(|name| self.templates.contains(name), connector, at.side, output);
        let (source, header) = (find(Output::Source), find(Output::Header));
        match source {
            Some(template) => items.push(item(folder.join(format!("{stem}.c")), template)),
            None => self.errors.push(PlanError::NoConnectorTemplate {
                connector: connector.name.clone(),
                side: at.side,
                connection: connection.name.clone(),
                origin: connection.origin,
            }),
        }
        if let Some(template) = header {
            let header = format!("{stem}.h");
            items.push(item(folder.join("include").join(&header), template));
            headers.push(header.into());
        }
    }

    /// Two files of one name would overwrite each other: an interface that is on several ends of one number.
    fn check_outputs(&mut self, spaces: &[SpacePlan]) {
        let mut seen: IndexMap<&Utf8PathBuf, Subject> = IndexMap::new();
        for item in spaces.iter().flat_map(|space| &space.items) {
            if seen.insert(&item.output, item.subject).is_none() {
                continue;
            }
            let origin = match item.subject {
                Subject::Instance(index) => self.assembly.instances.get(index).map(|i| i.origin),
                Subject::End(end) => self.assembly.connections.get(end.connection).map(|c| c.origin),
            };
            self.errors.extend(origin.map(|origin| PlanError::SameOutput { output: item.output.clone(), origin }));
        }
    }
}
