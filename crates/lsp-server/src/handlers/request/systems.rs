// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes/systems`: the systems in use, for a user to choose from.

use serde::{Deserialize, Serialize};
use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::from_proto,
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// What is asked.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Params {
    /// A document whose systems are to be named.
    #[serde(default)]
    text_document: Option<lsp::TextDocumentIdentifier>,
}

/// The answer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Systems {
    /// All systems in use, the chosen one first.
    systems: Vec<System>,
    /// Root files of the systems that the document belongs to, the chosen one first.
    of_document: Vec<lsp::Uri>,
    /// Assemblies in the folders of the workspace that no system in use has. They can be chosen.
    others: Vec<Other>,
}

/// A system that is not in use.
#[derive(Debug, Serialize)]
struct Other {
    uri: lsp::Uri,
    /// Name for a list, as that of a system in use.
    name: String,
}

/// A system.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct System {
    /// Its root file.
    uri: lsp::Uri,
    /// Name for a list: the root file's, with its folder where that is needed to tell it from another.
    name: String,
    /// The user chose it.
    active: bool,
    /// For what it is built, where the settings say so.
    architecture: Option<String>,
    /// Instances of its assembly; `null` when it has none.
    instances: Option<usize>,
    /// Files that it is made of.
    files: usize,
    /// Errors in them.
    errors: usize,
    /// Warnings in them.
    warnings: usize,
}

/// Answers.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(snapshot: &Snapshot, params: Option<Params>) -> Result<Systems, Failure> {
    let all = snapshot.analysis.systems()?;
    let stem = |root: &camino::Utf8Path| root.file_stem().unwrap_or(root.as_str()).to_owned();
    let others = snapshot.analysis.assemblies_elsewhere()?;
    let names: Vec<_> = all.iter().map(|it| &it.root).chain(&others).map(|root| stem(root)).collect();
    let name = |root: &camino::Utf8Path| {
        let own = stem(root);
        let folder = root.parent().and_then(camino::Utf8Path::file_name);
        match folder.filter(|_| names.iter().filter(|name| **name == own).count() > 1) {
            Some(folder) => format!("{folder}/{own}"),
            None => own,
        }
    };
    let system = |it: camkes_ide::SystemOverview| System {
        uri: snapshot.uri(&it.root),
        name: name(&it.root),
        active: it.chosen,
        architecture: snapshot.project.of(&it.root).architecture.map(|arch| arch.value.to_string()),
        instances: it.instances,
        files: it.files,
        errors: it.errors,
        warnings: it.warnings,
    };
    let document = params.unwrap_or_default().text_document;
    let path = document.map(|document| from_proto::document(snapshot, &document)).transpose()?;
    let roots = path.map(|path| snapshot.analysis.systems_of(&path)).transpose()?.unwrap_or_default();
    Ok(Systems {
        others: others.iter().map(|root| Other { uri: snapshot.uri(root), name: name(root) }).collect(),
        systems: all.into_iter().map(system).collect(),
        of_document: roots.iter().map(|root| snapshot.uri(root)).collect(),
    })
}
