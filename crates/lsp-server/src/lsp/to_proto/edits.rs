// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Edits, as the client can take them.

use std::collections::{BTreeMap, HashMap};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_ide::{Cancelled, Edit, EditKind};
use tower_lsp::gen_lsp_types as lsp;

use super::Converter;
use crate::server::{client::EditShape, snapshot::Snapshot};

/// Edits of several files. Where the client can hear it, each file's edits name the version that they are for, so that
/// they are refused when the text has changed meanwhile.
///
/// # Errors
/// When a change overtook the snapshot.
pub fn workspace_edit(snapshot: &Snapshot, edits: &[Edit]) -> Result<lsp::WorkspaceEdit, Cancelled> {
    let mut converter = Converter::new(snapshot);
    let mut files: BTreeMap<&Utf8Path, Vec<lsp::TextEdit>> = BTreeMap::new();
    for edit in edits {
        let range = converter.range(&edit.at.path, edit.at.range)?;
        files.entry(&edit.at.path).or_default().push(lsp::TextEdit { range, new_text: edit.text.clone() });
    }
    Ok(match snapshot.client.edits {
        EditShape::Versioned => lsp::WorkspaceEdit {
            document_changes: Some(files.into_iter().map(|(path, edits)| versioned(snapshot, path, edits)).collect()),
            ..Default::default()
        },
        EditShape::Plain => {
            let changes: HashMap<_, _> = files.into_iter().map(|(path, edits)| (snapshot.uri(path), edits)).collect();
            lsp::WorkspaceEdit { changes: Some(changes), ..Default::default() }
        }
    })
}

/// As [`workspace_edit`]; where the client can show it, edits say what they are in, and those of ADL what the rename leaves to a person,
/// which is asked then.
///
/// # Errors
/// When a change overtook the snapshot.
pub fn renaming_edit(
    snapshot: &Snapshot,
    edits: &[Edit],
    remark: Option<String>,
) -> Result<lsp::WorkspaceEdit, Cancelled> {
    let mut change = workspace_edit(snapshot, edits)?;
    if !snapshot.client.annotates_edits {
        return Ok(change);
    }
    let mut kinds: HashMap<lsp::Uri, Vec<EditKind>> = HashMap::new();
    for (edit, kind) in edits.iter().zip(snapshot.analysis.edit_kinds(edits)?) {
        kinds.entry(snapshot.uri(&edit.at.path)).or_default().push(kind);
    }
    let mut annotations = HashMap::new();
    for edit in change.document_changes.iter_mut().flatten() {
        let lsp::DocumentChange::TextDocumentEdit(file) = edit else { continue };
        let kinds = kinds.remove(&file.text_document.text_document_identifier.uri).unwrap_or_default();
        for (edit, kind) in file.edits.iter_mut().zip(kinds) {
            let Some((id, annotation)) = annotation(kind, remark.as_ref()) else { continue };
            if let lsp::Edit::TextEdit(plain) = edit {
                let text_edit = plain.clone();
                *edit = lsp::Edit::AnnotatedTextEdit(lsp::AnnotatedTextEdit { annotation_id: id.into(), text_edit });
            }
            annotations.insert(id.to_owned(), annotation);
        }
    }
    change.change_annotations = (!annotations.is_empty()).then_some(annotations);
    Ok(change)
}

/// What is said of an edit.
fn annotation(kind: EditKind, remark: Option<&String>) -> Option<(&'static str, lsp::ChangeAnnotation)> {
    let (id, label, description) = match (kind, remark) {
        (EditKind::C, _) => ("c", "C sources of components", "Names that the ADL makes"),
        (EditKind::Build, _) => ("build", "Files of the build", "They say which C files a component has"),
        (EditKind::Adl | EditKind::Header | EditKind::Body, Some(remark)) => {
            ("doubtful", "C code may have to change, too", remark.as_str())
        }
        (EditKind::Body, None) => ("macro", "Bodies of macros", "Each use of such a macro changes with it"),
        (EditKind::Header, None) => ("header", "Headers that ADL includes", "A part of each file that includes them"),
        (EditKind::Adl, None) => return None,
    };
    let annotation = lsp::ChangeAnnotation {
        label: label.to_owned(),
        needs_confirmation: Some(id == "doubtful"),
        description: Some(description.to_owned()),
    };
    Some((id, annotation))
}

/// Edits of several files together with new files, for a client that can make files.
///
/// # Errors
/// When a change overtook the snapshot.
pub fn source_change(
    snapshot: &Snapshot,
    edits: &[Edit],
    created: &[(Utf8PathBuf, String)],
) -> Result<lsp::WorkspaceEdit, Cancelled> {
    let mut change = workspace_edit(snapshot, edits)?;
    if created.is_empty() {
        return Ok(change);
    }
    let mut all = Vec::new();
    for (path, text) in created {
        let uri = snapshot.uri(path);
        all.push(lsp::DocumentChange::CreateFile(lsp::CreateFile::new(uri.clone(), None, None)));
        let edit = lsp::TextEdit { range: lsp::Range::default(), new_text: text.clone() };
        all.push(lsp::DocumentChange::TextDocumentEdit(lsp::TextDocumentEdit {
            text_document: lsp::OptionalVersionedTextDocumentIdentifier {
                version: None,
                text_document_identifier: lsp::TextDocumentIdentifier { uri },
            },
            edits: vec![lsp::Edit::TextEdit(edit)],
        }));
    }
    all.extend(change.document_changes.take().unwrap_or_default());
    change.document_changes = Some(all);
    Ok(change)
}

fn versioned(snapshot: &Snapshot, path: &Utf8Path, edits: Vec<lsp::TextEdit>) -> lsp::DocumentChange {
    lsp::DocumentChange::TextDocumentEdit(lsp::TextDocumentEdit {
        text_document: lsp::OptionalVersionedTextDocumentIdentifier {
            version: snapshot.documents.get(path).map(|open| open.version),
            text_document_identifier: lsp::TextDocumentIdentifier { uri: snapshot.uri(path) },
        },
        edits: edits.into_iter().map(lsp::Edit::TextEdit).collect(),
    })
}

/// Edits of one file.
///
/// # Errors
/// When a change overtook the snapshot.
pub fn text_edits(snapshot: &Snapshot, path: &Utf8Path, edits: &[Edit]) -> Result<Vec<lsp::TextEdit>, Cancelled> {
    let mut converter = Converter::new(snapshot);
    let own = edits.iter().filter(|edit| edit.at.path == path);
    own.map(|edit| Ok(lsp::TextEdit { range: converter.range(path, edit.at.range)?, new_text: edit.text.clone() }))
        .collect()
}
