// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Generated files as documents: those that only this server has, and those of a folder into which a system is generated.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use camkes_ide::{Cancelled, GeneratedName, NavTarget};
use text_size::TextSize;
use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::{from_proto, position::Lines, to_proto::Converter, uri},
    server::{
        dispatch::Failure,
        on_save,
        snapshot::{Snapshot, Text},
    },
};

/// Scheme of generated files that only this server has.
pub const SCHEME: &str = "camkes-generated";

/// The URI of a generated file.
#[must_use]
pub fn uri(root: &Utf8Path, path: &Utf8Path) -> lsp::Uri {
    let encoded = |path: &Utf8Path| uri::from_path(path).0.trim_start_matches("file://").to_owned();
    let path = Utf8Path::new("/").join(path);
    format!("{SCHEME}:{}?{}", encoded(&path), encoded(root)).into()
}

/// Whether a URI is that of a generated file that only this server has.
#[must_use]
pub fn is_generated(uri: &lsp::Uri) -> bool {
    uri.0.split_once(':').is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case(SCHEME))
}

/// The root file of the system, and the path in the output folder, of the URI of a generated file.
#[must_use]
pub fn parts(uri: &lsp::Uri) -> Option<(Utf8PathBuf, Utf8PathBuf)> {
    let (_, rest) = uri.0.split_once(':').filter(|_| is_generated(uri))?;
    // Clients may encode the `?` of a URI that they made anew.
    let (path, root) = rest.split_once('?').or_else(|| rest.split_once("%3F"))?;
    Some((decoded(root)?, decoded(path)?.as_str().trim_start_matches('/').into()))
}

/// The path in a URI without its scheme.
#[must_use]
pub fn decoded(path: &str) -> Option<Utf8PathBuf> {
    let path = path.strip_prefix("//").unwrap_or(path);
    uri::to_path(&format!("file://{path}").into()).ok()
}

/// The text of a generated file; `None` when no such file is generated.
///
/// # Errors
/// When nothing can be generated, or a change overtook the snapshot.
pub fn text(snapshot: &Snapshot, root: &Utf8Path, path: &Utf8Path) -> Result<Option<String>, Failure> {
    let made = snapshot.generation.of(snapshot, root)?;
    let file = made.files.iter().find(|file| file.path == path);
    Ok(file.map(|file| String::from_utf8_lossy(&file.bytes).into_owned()))
}

/// A name in a generated file.
pub struct Found<'a> {
    /// The document in which it stands, as [`Found::converter`] knows it.
    pub document: Utf8PathBuf,
    /// What it comes from.
    pub name: GeneratedName,
    /// Has the text of the document.
    pub converter: Converter<'a>,
}

impl Found<'_> {
    /// The place in the ADL, for requests that go on from there.
    #[must_use]
    pub fn declared(&self) -> (&Utf8Path, TextSize) {
        (&self.name.declared.path, self.name.declared.focus_range.start())
    }

    /// Targets that were found from there, as found from the name in the generated file.
    #[must_use]
    pub fn from_here(&self, targets: Vec<NavTarget>) -> Vec<NavTarget> {
        let origin = self.name.declared.origin;
        targets.into_iter().map(|target| NavTarget { origin, ..target }).collect()
    }
}

/// What the place of a request is about, if it is in a generated file and names something of the ADL.
///
/// # Errors
/// When a change overtook the snapshot.
pub fn at<'a>(snapshot: &'a Snapshot, params: &lsp::TextDocumentPositionParams) -> Result<Option<Found<'a>>, Failure> {
    let document = &params.text_document;
    let (root, path, text) = match parts(&document.uri) {
        Some((root, path)) => {
            // What can't be generated now has no names to tell.
            let text = match self::text(snapshot, &root, &path) {
                Err(Failure::Refused(_)) | Ok(None) => return Ok(None),
                text => text?.unwrap_or_default(),
            };
            let lines = Arc::new(Lines::new(&text));
            (root, path, Text { text: text.into(), lines })
        }
        None => {
            let path = from_proto::document(snapshot, document)?;
            let Some(root) = system_of_output(snapshot, &path)? else { return Ok(None) };
            let text = snapshot.text(&path)?;
            (root, path, text)
        }
    };
    let offset = text.lines.offset(&text.text, params.position, snapshot.client.encoding);
    let offset = TextSize::try_from(offset).unwrap_or_default();
    let Some(name) = snapshot.analysis.generated_name(&root, &path, &text.text, offset)? else { return Ok(None) };
    let converter = Converter::with(snapshot, &path, text);
    Ok(Some(Found { document: path, name, converter }))
}

/// The system that is generated into a folder with this C file, or built in one; none for a source of a component.
fn system_of_output(snapshot: &Snapshot, path: &Utf8Path) -> Result<Option<Utf8PathBuf>, Cancelled> {
    if !camkes_ide::is_c(path) || !snapshot.analysis.systems_of(path)?.is_empty() {
        return Ok(None);
    }
    let systems = snapshot.analysis.systems()?.into_iter().filter(|system| system.instances.is_some());
    let holds = |root: &Utf8PathBuf| {
        let layer = snapshot.project.of(root);
        let build = layer.build_folder.as_ref().is_some_and(|it| path.starts_with(&it.value));
        build || path.starts_with(on_save::folder(snapshot, root, &layer))
    };
    Ok(systems.map(|system| system.root).find(holds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generated_file_is_found_under_its_uri_again() {
        let (root, path) = (Utf8Path::new("/a b/c.camkes"), Utf8Path::new("x/camkes.c"));
        let uri = uri(root, path);
        assert_eq!(uri.0, "camkes-generated:/x/camkes.c?/a%20b/c.camkes");
        // As clients write it: with the `?` encoded, or with an authority, without which Neovim takes it for a path.
        let encoded = uri.0.replace('?', "%3F");
        let url = uri.0.replacen(":/", ":///", 1);
        for uri in [uri, encoded.into(), url.into()] {
            assert_eq!(parts(&uri), Some((root.to_owned(), path.to_owned())));
        }
        for other in ["file:///x?/y", "camkes-generated:/x", "camkes-generated:/%ff?/y", "x"] {
            assert_eq!(parts(&other.to_owned().into()), None, "{other}");
        }
    }
}
