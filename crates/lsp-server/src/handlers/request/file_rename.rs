// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `workspace/willRenameFiles`.

use camkes_ide::Moved;
use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::{from_proto, to_proto},
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// The edits that keep imports true when files and folders get other names.
///
/// # Errors
/// When a change overtook the snapshot, or an import can't be kept true, with the reason. A path that can't be read is no reason to refuse the others.
pub fn handle(snapshot: &Snapshot, params: lsp::RenameFilesParams) -> Result<Option<lsp::WorkspaceEdit>, Failure> {
    let path = |uri: &lsp::Uri| from_proto::path(uri, &snapshot.library).ok();
    let moved =
        params.files.iter().filter_map(|file| Some(Moved { from: path(&file.old_uri)?, to: path(&file.new_uri)? }));
    let edits = snapshot.analysis.file_rename(&moved.collect::<Vec<_>>())?;
    let edits = edits.map_err(|refusal| Failure::Refused(refusal.to_string()))?;
    if edits.is_empty() {
        return Ok(None);
    }
    Ok(Some(to_proto::workspace_edit(snapshot, &edits)?))
}
