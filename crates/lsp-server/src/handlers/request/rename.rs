// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/rename` and `textDocument/prepareRename`.

use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::{from_proto, to_proto},
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// The range and the name that would be changed.
///
/// # Errors
/// When the parameters name no document, a change overtook the snapshot, or there is nothing to rename, with the reason.
pub fn handle_prepare(
    snapshot: &Snapshot,
    params: lsp::PrepareRenameParams,
) -> Result<Option<lsp::PrepareRenameResult>, Failure> {
    let at = from_proto::file_position(snapshot, &params.text_document_position_params)?;
    let found = snapshot.analysis.prepare_rename(&at.path, at.offset)?;
    let found = found.map_err(|refusal| Failure::Refused(refusal.to_string()))?;
    let range = to_proto::Converter::new(snapshot).range(&at.path, found.range)?;
    let placeholder = lsp::PrepareRenamePlaceholder { range, placeholder: found.name };
    Ok(Some(lsp::PrepareRenameResult::PrepareRenamePlaceholder(placeholder)))
}

/// The edits that change a name everywhere.
///
/// # Errors
/// When the parameters name no document, a change overtook the snapshot, or there is nothing to rename, with the reason.
pub fn handle(snapshot: &Snapshot, params: lsp::RenameParams) -> Result<Option<lsp::WorkspaceEdit>, Failure> {
    let at = from_proto::file_position(snapshot, &params.text_document_position_params)?;
    let edits = snapshot.analysis.rename(&at.path, at.offset, &params.new_name)?;
    let edits = edits.map_err(|refusal| Failure::Refused(refusal.to_string()))?;
    let remark = snapshot.analysis.rename_remark(&at.path, at.offset)?;
    Ok(Some(to_proto::renaming_edit(snapshot, &edits, remark)?))
}
