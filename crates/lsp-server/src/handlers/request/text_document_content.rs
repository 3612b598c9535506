// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `workspace/textDocumentContent`: documents that no file holds.
//!
//! | URI | text |
//! |---|---|
//! | `camkes-generated:/<path>?<root>` | the file of that path in the output folder, of the system with that root file |
//! | `camkes-preprocessed:<path>` | the file of that path after preprocessing |

use tower_lsp::gen_lsp_types as lsp;

use crate::{
    handlers::generated_document,
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// Scheme of preprocessed files.
pub const PREPROCESSED: &str = "camkes-preprocessed";

/// The text of a document.
///
/// # Errors
/// When there is no such document, it can't be made, or a change overtook the snapshot.
pub fn handle(
    snapshot: &Snapshot,
    params: lsp::TextDocumentContentParams,
) -> Result<lsp::TextDocumentContentResult, Failure> {
    let unknown = || Failure::InvalidParams(format!("no document of this server: {}", params.uri.0));
    let (scheme, rest) = params.uri.0.split_once(':').ok_or_else(unknown)?;
    let text = match scheme {
        generated_document::SCHEME => {
            let (root, path) = generated_document::parts(&params.uri).ok_or_else(unknown)?;
            let shown = snapshot.generation.shown().contains(&params.uri.0);
            match generated_document::text(snapshot, &root, &path) {
                // The editor has it open while the text is half typed: an error would be a message for each key.
                Err(Failure::Refused(why)) if shown => format!("/* Nothing is generated now: {why} */\n"),
                Ok(None) if shown => "/* This file is not generated any more. */\n".to_owned(),
                text => text?.ok_or_else(unknown)?,
            }
        }
        PREPROCESSED => snapshot.analysis.preprocessed_text(&generated_document::decoded(rest).ok_or_else(unknown)?)?,
        _ => return Err(unknown()),
    };
    snapshot.generation.show(&params.uri.0);
    Ok(lsp::TextDocumentContentResult { text })
}
