// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The licences of what is compiled into the server. Most of them ask that their text goes along.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use anyhow::Context as _;
use cargo_metadata::camino::Utf8Path;
use cargo_metadata::{Metadata, Package};

use crate::dependencies::Graph;

/// The package with the binary.
const PRODUCT: &str = "camkes-lsp-server";

/// Starts of the names of files with licences, in lower case.
const NAMES: [&str; 5] = ["license", "licence", "copying", "notice", "unlicense"];

/// All licences, each text once below the packages that come with it.
///
/// # Errors
/// When a package's folder can't be read, or a package has no licence.
pub(super) fn collect(metadata: &Metadata) -> anyhow::Result<String> {
    let graph = Graph::of(metadata);
    let mut packages: Vec<&Package> = metadata.packages.iter().filter(|it| is_compiled_in(&graph, it)).collect();
    packages.sort_by(|a, b| (a.name.as_str(), &a.version).cmp(&(b.name.as_str(), &b.version)));

    let mut notices = String::from("camkes-lsp is made of its own code and of these packages of others:\n\n");
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in packages {
        let name = format!("{} {}", package.name, package.version);
        let licence = package.license.as_deref().or(package.license_file.as_ref().map(|file| file.as_str()));
        let licence = licence.with_context(|| format!("{name} has no licence"))?;
        writeln!(notices, "    {name}: {licence}")?;
        for text in licence_files(package)? {
            texts.entry(text).or_default().push(name.clone());
        }
    }
    let mut texts: Vec<_> = texts.into_iter().collect();
    texts.sort_by(|a, b| a.1.cmp(&b.1));
    for (text, names) in texts {
        write!(notices, "\n{}\n\n{}\n\n{text}\n", "-".repeat(80), names.join(", "))?;
    }
    Ok(notices)
}

fn is_compiled_in(graph: &Graph, package: &Package) -> bool {
    !graph.is_member(&package.name) && graph.way(PRODUCT, &package.name).is_some()
}

/// The texts of the licences that a package brings along, without the white space around them.
fn licence_files(package: &Package) -> anyhow::Result<Vec<String>> {
    let folder = package.manifest_path.parent().unwrap_or(Utf8Path::new("/"));
    let mut texts = Vec::new();
    for entry in folder.read_dir_utf8().with_context(|| format!("can't read {folder}"))? {
        let entry = entry?;
        let name = entry.file_name().to_lowercase();
        if entry.file_type()?.is_file() && NAMES.iter().any(|start| name.starts_with(start)) {
            let text = fs::read_to_string(entry.path()).with_context(|| format!("can't read {}", entry.path()))?;
            texts.push(text.replace("\r\n", "\n").trim().to_owned());
        }
    }
    Ok(texts)
}
