// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/semanticTokens/full`, `…/full/delta` and `…/range`.

use camino::Utf8Path;
use camkes_ide::{SemanticToken, TokenKind};
use text_size::TextRange;
use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::from_proto,
    server::{dispatch::Failure, snapshot::Snapshot, token_cache},
};

/// Names of kinds, in the order of their numbers. Those that the protocol does not define come with a standard one in the
/// editors' extensions.
const TYPES: [&str; 20] = [
    "keyword",
    "comment",
    "string",
    "number",
    "operator",
    "namespace",
    "class",
    "connector",
    "interface",
    "struct",
    "type",
    "variable",
    "event",
    "property",
    "attribute",
    "method",
    "parameter",
    "macro",
    "lock",
    "function",
];

/// Names of modifiers, in the order of their bits.
const MODIFIERS: [&str; 3] = ["declaration", "defaultLibrary", "modification"];

/// What the numbers mean.
#[must_use]
pub fn legend() -> lsp::SemanticTokensLegend {
    lsp::SemanticTokensLegend {
        token_types: TYPES.map(str::to_owned).to_vec(),
        token_modifiers: MODIFIERS.map(str::to_owned).to_vec(),
    }
}

/// All words of a document.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(snapshot: &Snapshot, params: lsp::SemanticTokensParams) -> Result<Option<lsp::SemanticTokens>, Failure> {
    let path = from_proto::document(snapshot, &params.text_document)?;
    let data = encode(snapshot, &path, None)?;
    let id = snapshot.tokens.remember(&path, &data);
    Ok(Some(lsp::SemanticTokens { result_id: Some(id), data }))
}

/// What is different from an earlier answer, or everything when that is forgotten.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle_delta(
    snapshot: &Snapshot,
    params: lsp::SemanticTokensDeltaParams,
) -> Result<Option<lsp::SemanticTokensDeltaResponse>, Failure> {
    let path = from_proto::document(snapshot, &params.text_document)?;
    let data = encode(snapshot, &path, None)?;
    let before = snapshot.tokens.recall(&path, &params.previous_result_id);
    let id = snapshot.tokens.remember(&path, &data);
    Ok(Some(match before {
        Some(before) => {
            let edits = token_cache::difference(&before, &data).into_iter().collect();
            lsp::SemanticTokensDeltaResponse::SemanticTokensDelta(lsp::SemanticTokensDelta {
                result_id: Some(id),
                edits,
            })
        }
        None => lsp::SemanticTokensDeltaResponse::SemanticTokens(lsp::SemanticTokens { result_id: Some(id), data }),
    }))
}

/// The words of a part of a document.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle_range(
    snapshot: &Snapshot,
    params: lsp::SemanticTokensRangeParams,
) -> Result<Option<lsp::SemanticTokens>, Failure> {
    let path = from_proto::document(snapshot, &params.text_document)?;
    let range = from_proto::range(snapshot, &path, params.range)?;
    Ok(Some(lsp::SemanticTokens { result_id: None, data: encode(snapshot, &path, Some(range))? }))
}

/// Tokens as the protocol has them: each relative to the one before.
fn encode(snapshot: &Snapshot, path: &Utf8Path, part: Option<TextRange>) -> Result<Vec<lsp::SemanticToken>, Failure> {
    let tokens = snapshot.analysis.semantic_tokens(path, part)?;
    let text = snapshot.text(path)?;
    let (mut line, mut start) = (0, 0);
    let mut out = Vec::with_capacity(tokens.len());
    for token in tokens {
        let range = text.range(token.range, snapshot.client.encoding);
        let same_line = range.start.line == line;
        out.push(lsp::SemanticToken {
            delta_line: range.start.line - line,
            delta_start: range.start.character - if same_line { start } else { 0 },
            length: range.end.character.saturating_sub(range.start.character),
            token_type: number(token.kind),
            token_modifiers_bitset: modifiers(&token),
        });
        (line, start) = (range.start.line, range.start.character);
    }
    Ok(out)
}

fn modifiers(token: &SemanticToken) -> u32 {
    u32::from(token.declares) | u32::from(token.in_library) << 1 | u32::from(token.written) << 2
}

fn number(kind: TokenKind) -> u32 {
    match kind {
        TokenKind::Keyword => 0,
        TokenKind::Comment => 1,
        TokenKind::String => 2,
        TokenKind::Number => 3,
        TokenKind::Operator => 4,
        TokenKind::Namespace => 5,
        TokenKind::Component => 6,
        TokenKind::Connector => 7,
        TokenKind::Procedure => 8,
        TokenKind::Struct => 9,
        TokenKind::Type => 10,
        TokenKind::Instance => 11,
        TokenKind::Connection => 12,
        TokenKind::Interface => 13,
        TokenKind::Attribute => 14,
        TokenKind::Method => 15,
        TokenKind::Parameter => 16,
        TokenKind::Macro => 17,
        TokenKind::Lock => 18,
        TokenKind::Query => 19,
    }
}
