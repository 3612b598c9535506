// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The user's own templates: every text below the given folders, named by its path there.

use std::{
    collections::BTreeSet,
    fs, io,
    sync::{Arc, Mutex, PoisonError},
};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_codegen::{ComponentTemplates, Declared, PythonTemplates, Side, TemplateFailure, TemplateSet};
use camkes_hir::{
    RootDatabase, System as HirSystem, builtin,
    model::{Assembly, Component},
};
use camkes_ide::cmake;

use crate::{
    commands::findings,
    report::Finding,
    settings::Setting,
    vfs::disk::{MAX_BYTES, reason},
};

/// Deepest folder that is looked into; a link that leads back up ends here.
const MAX_DEPTH: usize = 8;

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
) -> Result<Found, Box<Finding>> {
    let mut files = read(folders.iter().map(|folder| folder.value.as_path()))?;
    if !PythonTemplates::fit(files.iter().map(|file| file.name.as_str())) {
        return Ok(Found { files, declared: Declared::default() });
    }
    let cmake = camkes_ide::declared_templates(db, system);
    files.extend(read(cmake.template_folders.iter().map(Utf8PathBuf::as_path).filter(|folder| folder.is_dir()))?);
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

/// All templates of the folders in the order given, each folder sorted.
fn read<'a>(folders: impl Iterator<Item = &'a Utf8Path>) -> Result<Vec<TemplateFile>, Box<Finding>> {
    let mut found = Vec::new();
    for folder in folders {
        let mut paths = Vec::new();
        walk(folder, MAX_DEPTH, &mut paths).map_err(|error| finding(folder, &error))?;
        paths.sort();
        for path in paths {
            let text = match text(&path) {
                Ok(text) => text.into(),
                // What is no text is no template.
                Err(error) if error.kind() == io::ErrorKind::InvalidData => continue,
                Err(error) => return Err(finding(&path, &error)),
            };
            let name = path.strip_prefix(folder).unwrap_or(&path).to_string();
            found.push(TemplateFile { name, path, text });
        }
    }
    Ok(found)
}

/// The folders in which a change of a template can matter: the given ones and those that CMake files name, with all below.
pub(crate) fn all(db: &RootDatabase, system: HirSystem, folders: &[Setting<Utf8PathBuf>]) -> Vec<Utf8PathBuf> {
    let given = || folders.iter().map(|folder| &folder.value);
    let fits = given().any(|folder| folder.join(PythonTemplates::DESCRIPTION).is_file());
    let named = if fits { &*camkes_ide::declared_templates(db, system).template_folders } else { &[] };
    given().chain(named).flat_map(|folder| crate::commands::fmt::files::folders(folder)).collect()
}

/// The text of a template, if it is one of the user's.
pub(crate) fn named<'f>(files: &'f [TemplateFile], name: &str) -> Option<&'f TemplateFile> {
    files.iter().find(|file| file.name == name)
}

/// The last set of templates, so that it is not parsed anew for every generation.
#[derive(Debug, Default)]
pub(crate) struct TemplateCache(Mutex<Option<(Found, TemplateSet)>>);

impl TemplateCache {
    /// The set that these templates make.
    ///
    /// # Errors
    /// One failure for each template that does not parse.
    pub(crate) fn set(&self, found: &Found) -> Result<TemplateSet, Vec<TemplateFailure>> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, set)) = last.as_ref().filter(|(known, _)| known == found) {
            return Ok(set.clone());
        }
        let texts: Vec<_> = found.files.iter().map(|file| (file.name.as_str(), &*file.text)).collect();
        let set = match TemplateSet::new(&texts)? {
            TemplateSet::Python(set) => TemplateSet::Python(set.with_declared(found.declared.clone())),
            own @ TemplateSet::Own(_) => own,
        };
        *last = Some((found.clone(), set.clone()));
        Ok(set)
    }
}

fn walk(folder: &Utf8Path, depth: usize, names: &mut Vec<Utf8PathBuf>) -> io::Result<()> {
    for entry in folder.read_dir_utf8()? {
        let path = entry?.into_path();
        let kind = fs::metadata(&path)?;
        if kind.is_dir() && depth > 0 {
            walk(&path, depth - 1, names)?;
        } else if kind.is_file() {
            names.push(path);
        }
    }
    Ok(())
}

fn text(path: &Utf8Path) -> io::Result<String> {
    if fs::metadata(path)?.len() > MAX_BYTES {
        return Err(io::Error::other("larger than 16 MiB"));
    }
    fs::read_to_string(path)
}

fn finding(path: &Utf8Path, error: &io::Error) -> Box<Finding> {
    Box::new(findings::unreadable(path, &format!("templates can't be read: {}", reason(error))))
}
