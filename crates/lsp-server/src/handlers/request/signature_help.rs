// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/signatureHelp`.

use camkes_ide::Signature;
use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::{from_proto, position::Encoding, to_proto},
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// What belongs between the parentheses around the cursor.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(snapshot: &Snapshot, params: lsp::SignatureHelpParams) -> Result<Option<lsp::SignatureHelp>, Failure> {
    let at = from_proto::file_position(snapshot, &params.text_document_position_params)?;
    let found = snapshot.analysis.signature(&at.path, at.offset)?;
    Ok(found.map(|found| convert(snapshot, found)))
}

fn convert(snapshot: &Snapshot, found: Signature) -> lsp::SignatureHelp {
    let parameters = found.parameters.iter().map(|part| lsp::ParameterInformation {
        label: label(&found.label, part, snapshot.client.encoding),
        documentation: None,
    });
    let parameters: Vec<_> = parameters.collect();
    // Past the last parameter none is marked; the protocol takes a number out of range for that.
    let active = found.active.unwrap_or(parameters.len());
    let active = Some(lsp::ActiveParameter::Int(u32::try_from(active).unwrap_or(u32::MAX)));
    let documentation =
        found.documentation.map(|text| lsp::Documentation::MarkupContent(to_proto::markup(snapshot, text)));
    let signature = lsp::SignatureInformation {
        label: found.label,
        documentation,
        parameters: Some(parameters),
        active_parameter: active,
    };
    lsp::SignatureHelp { signatures: vec![signature], active_signature: Some(0), active_parameter: active }
}

/// A part of a label as two offsets, in the units of the session.
fn label(label: &str, part: &std::ops::Range<usize>, encoding: Encoding) -> lsp::ParameterInformationLabel {
    let offset = |at: usize| encoding.length(label.get(..at).unwrap_or_default());
    lsp::ParameterInformationLabel::Tuple((offset(part.start), offset(part.end)))
}
