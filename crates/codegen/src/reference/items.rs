// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Which files are made in the layout of the reference tool, in the order of its CMake rules.

use std::fmt::Write as _;

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::model::{Assembly, Connection, Instance, Origin, Value};
use indexmap::IndexSet;
use smol_str::SmolStr;

use super::PythonTemplates;
use crate::{
    PlanError, Subject,
    connectors::{self, Output as Kind, Side},
    plan::{EndRef, ends, software_ends, stem},
};

/// A file to make.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// Where it goes, below the output folder.
    pub(super) path: Utf8PathBuf,
    /// What it comes from.
    pub(super) from: Output,
}

/// What a file comes from.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Output {
    /// A template; without a subject it is about the whole assembly.
    Template { name: SmolStr, subject: Option<Subject> },
    /// Nothing but its name: CMake itself would write it.
    Text(String),
}

/// The files of every instance that is software; those of CakeML instead of those of C where the instance is written in it.
///
/// # Errors
/// All templates that are missing.
pub(super) fn of(assembly: &Assembly, templates: &PythonTemplates) -> Result<Vec<Item>, Vec<PlanError>> {
    let mut planner = Planner { assembly, templates, items: Vec::new(), errors: Vec::new() };
    if let Some(first) = assembly.instances.first() {
        planner.template("graph.dot".into(), "graph.dot", None, first.origin);
    }
    for (index, instance) in assembly.instances.iter().enumerate().filter(|(_, it)| !it.component.hardware) {
        planner.instance(index, instance);
    }
    planner.check_paths();
    if planner.errors.is_empty() { Ok(planner.items) } else { Err(planner.errors) }
}

/// The files that [`of`] has for the ends of one connection, those of `from` first. Nothing else of the assembly is looked at; ends
/// without a template are left out.
pub(crate) fn of_connection(assembly: &Assembly, templates: &PythonTemplates, connection: usize) -> Vec<Utf8PathBuf> {
    let mut planner = Planner { assembly, templates, items: Vec::new(), errors: Vec::new() };
    let Some(joined) = assembly.connections.get(connection) else { return Vec::new() };
    for (at, _, instance) in software_ends(assembly, connection) {
        // The configuration as a whole takes long to put together.
        let set = assembly.settings.iter().find(|it| it.entity == instance.name && it.attribute == ENVIRONMENT);
        let default = || instance.component.attribute(ENVIRONMENT)?.default.as_ref();
        let environment = environment(set.map(|it| &it.value).or_else(default));
        planner.end(at, joined, Utf8Path::new(&instance.name), environment, &mut Vec::new());
    }
    planner.items.into_iter().map(|item| item.path).collect()
}

/// The setting of an instance that says in which language it is written.
const ENVIRONMENT: &str = "environment";

/// What a value of that setting means. A word that the reference does not know is an error there, in the description of the build.
fn environment(value: Option<&Value>) -> Environment {
    match value.and_then(Value::as_str) {
        Some(word) if word.eq_ignore_ascii_case("cakeml") => Environment::CakeMl,
        _ => Environment::C,
    }
}

/// The template of an end for which there is nothing to do.
const EMPTY: &str = "empty.c";

struct Planner<'a> {
    assembly: &'a Assembly,
    templates: &'a PythonTemplates,
    items: Vec<Item>,
    errors: Vec<PlanError>,
}

/// Whether the instance's own code is C.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Environment {
    C,
    CakeMl,
}

impl Planner<'_> {
    fn template(&mut self, path: Utf8PathBuf, name: &str, subject: Option<Subject>, origin: Origin) {
        let missing = PlanError::NoTemplate { template: name.into(), origin };
        let said = |error: &PlanError| matches!(error, PlanError::NoTemplate { template, .. } if template == name);
        if self.templates.contains(name) {
            self.items.push(Item { path, from: Output::Template { name: name.into(), subject } });
        } else if !self.errors.iter().any(said) {
            self.errors.push(missing);
        }
    }

    fn instance(&mut self, index: usize, instance: &Instance) {
        let folder = Utf8PathBuf::from(instance.name.as_str());
        let include = folder.join("include");
        let component_header = format!("camkes-component-{}.h", instance.name);
        let mut headers = vec![component_header.clone()];
        let mut own = |path: Utf8PathBuf, name: &str| {
            self.template(path, name, Some(Subject::Instance(index)), instance.origin);
        };
        own(folder.join("camkes.c"), "component.common.c");
        own(include.join(component_header), "component.template.h");
        let environment = environment(self.setting(instance, ENVIRONMENT));
        let files: &[(&str, &str)] = match environment {
            Environment::C => &[("camkes.environment.c", "component.environment.c")],
            Environment::CakeMl => &[
                ("camkesStartScript.sml", "component.environment.start.cakeml"),
                ("camkesConstants.sml", "camkesConstants.sml"),
                ("camkesEndScript.sml", "component.environment.end.cakeml"),
            ],
        };
        let mut own = |path: Utf8PathBuf, name: &str| {
            self.template(path, name, Some(Subject::Instance(index)), instance.origin);
        };
        for (file, template) in files {
            own(folder.join(file), template);
        }
        own(folder.join("linker.lds"), "linker.lds");
        for (number, connection) in self.assembly.connections.iter().enumerate() {
            for side in [Side::From, Side::To] {
                for (at, _) in ends(connection, side).iter().enumerate().filter(|(_, end)| end.instance == index) {
                    let at = EndRef { connection: number, side, index: at };
                    self.end(at, connection, &folder, environment, &mut headers);
                }
            }
        }
        self.declared(index, instance, &folder, &mut headers);
        self.on_demand(index, instance, &folder, &mut headers);
        let mut text = "#pragma once\n\n".to_owned();
        for header in headers {
            let _ = writeln!(text, "#include \"{header}\"");
        }
        self.items.push(Item { path: include.join("camkes.h"), from: Output::Text(text) });
    }

    fn end(
        &mut self,
        at: EndRef,
        connection: &Connection,
        folder: &Utf8Path,
        environment: Environment,
        headers: &mut Vec<String>,
    ) {
        let Some((_, end)) = at.resolve(self.assembly) else { return };
        let Some((_, interface)) = self.assembly.resolve(end) else { return };
        let connector = &connection.connector;
        let stem = stem(&interface.name, &connector.name, at.index);
        let find = |kind| connectors::template(|name| self.templates.contains(name), connector, at.side, kind);
        let declared = self.templates.declared().end(&connector.name, at.side).cloned().unwrap_or_default();
        let named = |name: Option<SmolStr>| name.map(String::from);
        let cakeml = find(Kind::CakeMl);
        let source = named(declared.source).or_else(|| find(Kind::Source));
        let header = named(declared.header).or_else(|| find(Kind::Header));
        // A connector of which nothing is known is a mistake; one that is known on its other side has nothing to do on this one.
        let other = if at.side == Side::From { Side::To } else { Side::From };
        let known = || {
            connectors::template(|name| self.templates.contains(name), connector, other, Kind::Source).is_some()
                || self.templates.declared().end(&connector.name, other).is_some_and(|end| end.source.is_some())
        };
        let source = source.or_else(|| (self.templates.contains(EMPTY) && known()).then(|| EMPTY.to_owned()));
        let subject = Some(Subject::End(at));
        if let (Environment::CakeMl, Side::To, Some(template)) = (environment, at.side, cakeml) {
            return self.template(folder.join("connectorScript.sml"), &template, subject, connection.origin);
        }
        match source {
            Some(template) => self.template(folder.join(format!("{stem}.c")), &template, subject, connection.origin),
            None => self.errors.push(PlanError::NoConnectorTemplate {
                connector: connector.name.clone(),
                side: at.side,
                connection: connection.name.clone(),
                origin: connection.origin,
            }),
        }
        let takes_header = environment == Environment::C || at.side == Side::From;
        if let Some(template) = header.filter(|_| takes_header) {
            let name = format!("{stem}.h");
            self.template(folder.join("include").join(&name), &template, subject, connection.origin);
            headers.push(name);
        }
    }

    /// Files that are declared for the component of the instance. They are named after their templates.
    fn declared(&mut self, index: usize, instance: &Instance, folder: &Utf8Path, headers: &mut Vec<String>) {
        let Some(declared) = self.templates.declared().component(&instance.component.name).cloned() else { return };
        let subject = Some(Subject::Instance(index));
        for template in &declared.sources {
            let name = Utf8Path::new(template).file_name().unwrap_or(template);
            self.template(folder.join(name), template, subject, instance.origin);
        }
        for template in &declared.headers {
            let name = Utf8Path::new(template).file_name().unwrap_or(template);
            self.template(folder.join("include").join(name), template, subject, instance.origin);
            headers.push(name.to_owned());
        }
    }

    /// Files that a setting of the instance asks for.
    fn on_demand(&mut self, index: usize, instance: &Instance, folder: &Utf8Path, headers: &mut Vec<String>) {
        const SINGLE_THREADED: &str = "seL4SingleThreadedComponent.template.h";
        let asks = |name| self.setting(instance, name).is_some_and(truth);
        let mut files = Vec::new();
        if asks("single_threaded") {
            files.push(("seL4SingleThreadedComponent.template.c".to_owned(), "seL4SingleThreadedComponent.template.c"));
            files.push((format!("include/{SINGLE_THREADED}"), SINGLE_THREADED));
            headers.push(SINGLE_THREADED.to_owned());
        }
        for (setting, part) in [("debug", "debug"), ("simple", "simple"), ("rump_config", "rumprun")] {
            if asks(setting) {
                let template = match part {
                    "debug" => "component.debug.c",
                    "simple" => "component.simple.c",
                    _ => "component.rumprun.c",
                };
                files.push((format!("camkes.{part}.c"), template));
            }
        }
        for (file, template) in files {
            self.template(folder.join(file), template, Some(Subject::Instance(index)), instance.origin);
        }
    }

    fn setting(&self, instance: &Instance, name: &str) -> Option<&Value> {
        self.assembly.configuration().get(&instance.name)?.get(name)
    }

    /// Two files of one name would overwrite each other: an interface that is on several ends of one number.
    fn check_paths(&mut self) {
        let mut seen = IndexSet::new();
        for item in &self.items {
            let Output::Template { subject, .. } = &item.from else { continue };
            if seen.insert(&item.path) {
                continue;
            }
            let origin = match subject {
                Some(Subject::Instance(index)) => self.assembly.instances.get(*index).map(|it| it.origin),
                Some(Subject::End(at)) => self.assembly.connections.get(at.connection).map(|it| it.origin),
                None => None,
            };
            let error = |origin| PlanError::SameOutput { output: item.path.clone(), origin };
            self.errors.extend(origin.map(error));
        }
    }
}

/// The truth of a value, as Python has it.
fn truth(value: &Value) -> bool {
    match value {
        Value::Int(number) => *number != 0,
        Value::Float(number) => *number != 0.0,
        Value::Str(text) => !text.is_empty(),
        Value::List(items) => !items.is_empty(),
        Value::Dict(entries) => !entries.is_empty(),
    }
}
