// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Editor features over a system's meaning, as plain data: byte offsets in, values out. No protocol, no threads, no files.
//!
//! [`AnalysisHost`] is the single writer; [`Analysis`] is a snapshot for reading, one for each request.

mod analysis;
mod assists;
mod bodies;
mod c_api;
mod c_headers;
mod c_side;
mod calls;
mod code_actions;
mod completion;
mod cursor;
mod declared;
mod definition;
mod diagnostics;
mod file_rename;
mod folding;
mod formatting;
mod host;
mod hover;
mod importable;
mod inlay;
mod lenses;
mod level;
mod linked;
mod links;
mod macros;
mod members;
mod named_after;
mod named_in_text;
mod neighbours;
mod on_type;
mod overview;
mod query_counts;
mod references;
mod relations;
mod rename;
mod resolve;
mod selection;
mod semantic_tokens;
mod settings;
mod signature;
mod symbols;
mod systems;
mod type_words;
mod views;
mod workspace;
mod workspace_symbols;

pub use camino;
pub use camkes_hir::diagnostic::{Level, LevelError, Rule, RuleLevels, Severity, Tag};
pub use camkes_hir::{
    ComponentFiles, FileContents, FileLoader, ForwardReferences, Preprocessor, Spare, builtin, drop_elsewhere,
    queries::DataContents,
};
pub use line_index::{LineCol, LineIndex, WideEncoding, WideLineCol};
pub use salsa::Cancelled;
pub use text_size::{TextRange, TextSize};

pub use self::analysis::{Analysis, Cancellable, CancellationToken};
pub use self::assists::{Assist, AssistKind};
pub use self::c_side::{ComponentSources, GeneratedName, component_sources, declared_templates, is_c};
pub use self::calls::{Call, CallItem, Way};
pub use self::code_actions::QuickFix;
pub use self::completion::{Completion, CompletionDocs, CompletionKind, Completions};
pub use self::definition::NavTarget;
pub use self::diagnostics::{Diagnostic, Edit, FileRange, Fix, Label, c_diagnostics};
pub use self::file_rename::Moved;
pub use self::folding::{Fold, FoldKind};
pub use self::host::{AnalysisHost, Change, Config, Elsewhere, MOST_CHANGES};
pub use self::hover::Hover;
pub use self::inlay::{HintKind, InlayHint};
pub use self::lenses::{Lens, LensKind};
pub use self::links::Link;
pub use self::neighbours::NeighbourSearch;
pub use self::overview::SystemOverview;
pub use self::query_counts::QueryCounts;
pub use self::references::{Access, Mention};
pub use self::rename::{EditKind, Refusal, Renamable};
pub use self::semantic_tokens::{SemanticToken, TokenKind};
pub use self::settings::{SettingsOfSystems, SystemSettings};
pub use self::signature::Signature;
pub use self::symbols::{Symbol, SymbolKind};
pub use self::views::Expansion;
pub use self::workspace::{WorkspaceIndex, WorkspaceSearch};
pub use self::workspace_symbols::{MOST_SYMBOLS, WorkspaceSymbol};
pub use camkes_csource::cmake;
