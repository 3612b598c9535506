// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Bodies and statements, token by token.

use camkes_syntax::SyntaxKind;

use SyntaxKind as K;

use super::{Block, Frame, Token};

/// What is open behind the tokens that it took.
#[derive(Debug, Clone, Default)]
pub(super) struct Scan<'t> {
    pub(super) frames: Vec<Frame<'t>>,
    pub(super) statement: Vec<Token<'t>>,
}

impl<'t> Scan<'t> {
    /// Takes the next token.
    pub(super) fn take(&mut self, token: Token<'t>) {
        self.resynchronise(&token);
        match token.kind {
            K::L_BRACE => {
                let block = self.block_of_brace();
                let header = std::mem::take(&mut self.statement);
                self.frames.push(Frame { block, header });
            }
            K::R_BRACE => self.close(token),
            K::SEMICOLON => {
                self.leave_values();
                self.statement.clear();
            }
            _ => self.statement.push(token),
        }
    }

    /// The parts of a statement whose braces stand inside of it go on behind them.
    fn close(&mut self, brace: Token<'t>) {
        self.statement.clear();
        let Some(frame) = self.frames.pop() else { return };
        let first = frame.header.first().map(|token| token.kind);
        let in_place =
            frame.header.len() == 1 && matches!(first, Some(K::COMPONENT_KW | K::CONNECTION_KW | K::ATTRIBUTE_KW));
        let is_member = frame.header.is_empty() && frame.block == Block::Struct;
        if frame.block == Block::Value || in_place || is_member {
            self.statement = frame.header;
            self.statement.push(brace);
        }
    }

    fn leave_values(&mut self) {
        while self.frames.last().is_some_and(|frame| frame.block == Block::Value) {
            self.frames.pop();
        }
    }

    /// Where a semicolon or a brace was forgotten, the next line that can only be a new statement begins one.
    fn resynchronise(&mut self, token: &Token<'t>) {
        if !token.starts_line {
            return;
        }
        let only_maybe = matches!(self.statement.as_slice(), [one] if one.kind == K::MAYBE_KW);
        match token.kind {
            K::ASSEMBLY_KW | K::IMPORT_KW | K::PROCEDURE_KW | K::CONNECTOR_KW => {
                self.frames.clear();
                self.statement.clear();
            }
            kind if begins_statement(kind) && !only_maybe => {
                self.leave_values();
                self.statement.clear();
            }
            K::IDENT if self.frames.last().is_some_and(|frame| frame.block == Block::Configuration) => {
                let given = self.statement.iter().position(|t| matches!(t.kind, K::EQ | K::LEFT_ARROW));
                let ends = self.statement.last().is_some_and(|t| ends_value(t.kind));
                if given.is_some_and(|at| at + 1 < self.statement.len()) && ends {
                    self.statement.clear();
                }
            }
            _ => {}
        }
    }

    fn block_of_brace(&self) -> Block {
        let parent = self.frames.last().map(|frame| frame.block);
        if parent == Some(Block::Value) || self.statement.iter().any(|token| token.kind == K::EQ) {
            return Block::Value;
        }
        let block = self.statement.iter().rev().find_map(|token| {
            Some(match token.kind {
                K::ASSEMBLY_KW => Block::Assembly,
                K::COMPOSITION_KW => Block::Composition,
                K::CONFIGURATION_KW => Block::Configuration,
                K::COMPONENT_KW => Block::Component,
                K::CONNECTOR_KW | K::CONNECTION_KW => Block::Connector,
                K::PROCEDURE_KW => Block::Procedure,
                K::STRUCT_KW | K::ATTRIBUTE_KW => Block::Struct,
                K::GROUP_KW => Block::Group,
                K::SCHEDULE_KW => Block::Schedule,
                _ => return None,
            })
        });
        match (block, parent) {
            (Some(block), _) => block,
            (None, Some(Block::Struct | Block::Procedure)) => Block::Struct,
            (None, Some(Block::Configuration)) => Block::Value,
            _ => Block::Unknown,
        }
    }
}

/// Whether a value can end with this token.
fn ends_value(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        K::STRING
            | K::NUMERAL
            | K::IDENT
            | K::TRUE_KW
            | K::FALSE_KW
            | K::TITLE_TRUE_KW
            | K::TITLE_FALSE_KW
            | K::R_BRACE
            | K::R_BRACK
            | K::R_PAREN
    )
}

/// Keywords that begin a statement and stand nowhere else at the start of a line.
pub(super) fn begins_statement(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        K::IMPORT_KW
            | K::INCLUDE_KW
            | K::ASSEMBLY_KW
            | K::COMPOSITION_KW
            | K::CONFIGURATION_KW
            | K::COMPONENT_KW
            | K::CONNECTION_KW
            | K::CONNECTOR_KW
            | K::GROUP_KW
            | K::EXPORT_KW
            | K::PROCEDURE_KW
            | K::SCHEDULE_KW
            | K::CONTROL_KW
            | K::PROVIDES_KW
            | K::USES_KW
            | K::EMITS_KW
            | K::CONSUMES_KW
            | K::DATAPORT_KW
            | K::HAS_KW
            | K::MAYBE_KW
            | K::ATTRIBUTE_KW
    )
}
