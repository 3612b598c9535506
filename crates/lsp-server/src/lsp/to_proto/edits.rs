// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Edits, as the client can take them.

use std::collections::{BTreeMap, HashMap, HashSet};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_ide::{Cancelled, Edit};
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

/// As [`workspace_edit`]; where the client can show it, edits of C files say that they are that.
///
/// # Errors
/// When a change overtook the snapshot.
pub fn renaming_edit(snapshot: &Snapshot, edits: &[Edit]) -> Result<lsp::WorkspaceEdit, Cancelled> {
    const SOURCES: &str = "c";
    let mut change = workspace_edit(snapshot, edits)?;
    let of_c: HashSet<lsp::Uri> =
        edits.iter().map(|it| &it.at.path).filter(|it| camkes_ide::is_c(it)).map(|it| snapshot.uri(it)).collect();
    if of_c.is_empty() || !snapshot.client.annotates_edits {
        return Ok(change);
    }
    for edit in change.document_changes.iter_mut().flatten() {
        let lsp::DocumentChange::TextDocumentEdit(file) = edit else { continue };
        if !of_c.contains(&file.text_document.text_document_identifier.uri) {
            continue;
        }
        for edit in &mut file.edits {
            if let lsp::Edit::TextEdit(plain) = edit {
                let text_edit = plain.clone();
                *edit =
                    lsp::Edit::AnnotatedTextEdit(lsp::AnnotatedTextEdit { annotation_id: SOURCES.into(), text_edit });
            }
        }
    }
    let annotation = lsp::ChangeAnnotation {
        label: "C sources of components".to_owned(),
        needs_confirmation: Some(false),
        description: Some("Names that the ADL makes".to_owned()),
    };
    change.change_annotations = Some([(SOURCES.to_owned(), annotation)].into());
    Ok(change)
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
