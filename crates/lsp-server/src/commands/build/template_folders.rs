// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The user's own templates: every text below the given folders, named by its path there.

use std::{
    fs, io,
    sync::{Arc, Mutex, PoisonError},
};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_codegen::{TemplateFailure, TemplateSet};

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

/// All templates of the folders in the order given, each folder sorted.
pub(crate) fn read(folders: &[Setting<Utf8PathBuf>]) -> Result<Vec<TemplateFile>, Box<Finding>> {
    let mut found = Vec::new();
    for folder in folders.iter().map(|folder| &folder.value) {
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

/// The folders in which a change of a template can matter: the given ones, with all below.
pub(crate) fn all(folders: &[Setting<Utf8PathBuf>]) -> Vec<Utf8PathBuf> {
    folders.iter().flat_map(|folder| crate::commands::fmt::files::folders(&folder.value)).collect()
}

/// The text of a template, if it is one of the user's.
pub(crate) fn named<'f>(files: &'f [TemplateFile], name: &str) -> Option<&'f TemplateFile> {
    files.iter().find(|file| file.name == name)
}

/// The last set of templates, so that it is not parsed anew for every generation.
#[derive(Debug, Default)]
pub(crate) struct TemplateCache(Mutex<Option<(Vec<TemplateFile>, TemplateSet)>>);

impl TemplateCache {
    /// The set that these templates make.
    ///
    /// # Errors
    /// One failure for each template that does not parse.
    pub(crate) fn set(&self, files: &[TemplateFile]) -> Result<TemplateSet, Vec<TemplateFailure>> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, set)) = last.as_ref().filter(|(known, _)| known == files) {
            return Ok(set.clone());
        }
        let texts: Vec<_> = files.iter().map(|file| (file.name.as_str(), &*file.text)).collect();
        let set = TemplateSet::new(&texts)?;
        *last = Some((files.to_vec(), set.clone()));
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
