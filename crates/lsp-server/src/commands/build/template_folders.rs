// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The user's own templates: every text below the given folders, named by its path there.

mod cache;

use std::{collections::BTreeSet, io, sync::Arc};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_codegen::{ComponentTemplates, Declared, PythonTemplates, Side, TemplateSet};
use camkes_hir::{
    RootDatabase, System as HirSystem, builtin,
    model::{Assembly, Component},
};
use camkes_ide::cmake;

use crate::{commands::findings, report::Finding, settings::Setting, vfs::disk::reason};

pub(crate) use self::cache::{TemplateCache, below};

/// A template of the user's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TemplateFile {
    /// Its path below the folder in which it was found.
    pub(crate) name: String,
    /// Where it lies.
    pub(crate) path: Utf8PathBuf,
    /// Its text.
    pub(crate) text: Arc<str>,
}

/// The templates of a system.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// Those of folders, best first.
    pub(crate) files: Vec<TemplateFile>,
    /// What CMake files say about them.
    declared: Declared,
}

/// The templates that the user has for a system: those of the given folders. If they are in the layout of the reference tool, also those of
/// folders that CMake files around the system name, and what these declare about connectors and components.
pub(crate) fn of_system(
    db: &RootDatabase,
    system: HirSystem,
    folders: &[Setting<Utf8PathBuf>],
    cache: &TemplateCache,
) -> Result<Found, Box<Finding>> {
    let mut files = cache.read(folders.iter().map(|folder| folder.value.clone()).collect())?;
    if !PythonTemplates::fit(files.iter().map(|file| file.name.as_str())) {
        return Ok(Found { files, declared: Declared::default() });
    }
    let cmake = camkes_ide::declared_templates(db, system);
    let named = cmake.template_folders.iter().filter(|folder| folder.is_dir());
    files.extend(cache.read(named.cloned().collect())?);
    Ok(Found { files, declared: declared(cmake) })
}

/// Components with code of which no CMake file says anything, though some say what other components have: a CMake file that declares
/// templates of theirs may lie where nobody looks, and then files are left out.
pub(crate) fn undeclared<'a>(
    db: &RootDatabase,
    system: HirSystem,
    assembly: &'a Assembly,
    set: &TemplateSet,
) -> Vec<&'a Component> {
    let TemplateSet::Python(_) = set else { return Vec::new() };
    let declared = &camkes_ide::declared_templates(db, system).components;
    if declared.is_empty() {
        return Vec::new();
    }
    let is_silent = |component: &&Component| {
        let is_own =
            !component.hardware && !component.name.is_empty() && !builtin::is_builtin(component.origin.file.path(db));
        is_own && declared.iter().all(|it| it.name != component.name.as_str())
    };
    let mut found: Vec<_> = assembly.instances.iter().map(|it| &*it.component).filter(is_silent).collect();
    let mut seen = BTreeSet::new();
    found.retain(|component| seen.insert(&component.name));
    found
}

/// What CMake files around a system say about templates.
pub(crate) fn declared_of(db: &RootDatabase, system: HirSystem) -> Declared {
    declared(camkes_ide::declared_templates(db, system))
}

fn declared(cmake: &cmake::Outcome) -> Declared {
    let mut declared = Declared::default();
    for template in &cmake.declared {
        let side = match template.end {
            cmake::End::From => Side::From,
            cmake::End::To => Side::To,
        };
        if template.is_header {
            declared.add_header(&template.connector, side, &template.name);
        } else {
            declared.add_source(&template.connector, side, &template.name);
        }
    }
    let names = |names: &[String]| names.iter().map(|name| name.as_str().into()).collect();
    for component in &cmake.components {
        let (sources, headers) = (names(&component.template_sources), names(&component.template_headers));
        declared.add_component(&component.name, ComponentTemplates { sources, headers });
    }
    declared
}

/// The folders in which a change of a template can matter: the given ones and those that CMake files name.
pub(crate) fn roots(db: &RootDatabase, system: HirSystem, folders: &[Setting<Utf8PathBuf>]) -> Vec<Utf8PathBuf> {
    let given = || folders.iter().map(|folder| &folder.value);
    let fits = given().any(|folder| folder.join(PythonTemplates::DESCRIPTION).is_file());
    let named = if fits { &*camkes_ide::declared_templates(db, system).template_folders } else { &[] };
    given().chain(named).cloned().collect()
}

/// The text of a template, if it is one of the user's.
pub(crate) fn named<'f>(files: &'f [TemplateFile], name: &str) -> Option<&'f TemplateFile> {
    files.iter().find(|file| file.name == name)
}

fn finding(path: &Utf8Path, error: &io::Error) -> Box<Finding> {
    Box::new(findings::unreadable(path, &format!("templates can't be read: {}", reason(error))))
}
