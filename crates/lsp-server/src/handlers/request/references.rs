// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/references`.

use camkes_ide::Access;
use tower_lsp::gen_lsp_types as lsp;

use crate::{
    handlers::generated_document,
    lsp::{from_proto, to_proto},
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// Every place that names the thing at the cursor; with its declaration when the client asks for that.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(snapshot: &Snapshot, params: lsp::ReferenceParams) -> Result<Option<Vec<lsp::Location>>, Failure> {
    let mut mentions = match generated_document::at(snapshot, &params.text_document_position_params)? {
        Some(found) => {
            let (path, offset) = found.declared();
            snapshot.analysis.references(path, offset)?
        }
        None => {
            let at = from_proto::file_position(snapshot, &params.text_document_position_params)?;
            snapshot.analysis.references(&at.path, at.offset)?
        }
    };
    if !params.context.include_declaration {
        mentions.retain(|mention| mention.access != Access::Declaration);
    }
    let mut converter = to_proto::Converter::new(snapshot);
    let locations: Result<Vec<_>, _> =
        mentions.iter().map(|mention| converter.location(&mention.at.path, mention.at.range)).collect();
    Ok(Some(locations?))
}
