// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Editor features over a system's meaning, as plain data: byte offsets in, values out. No protocol, no threads, no files.
//!
//! [`AnalysisHost`] is the single writer; [`Analysis`] is a snapshot for reading, one for each request.

mod analysis;
mod code_actions;
mod completion;
mod cursor;
mod declared;
mod definition;
mod diagnostics;
mod folding;
mod formatting;
mod host;
mod hover;
mod importable;
mod level;
mod links;
mod overview;
mod references;
mod relations;
mod rename;
mod resolve;
mod selection;
mod settings;
mod symbols;
mod systems;
mod workspace_symbols;

pub use camino;
pub use camkes_hir::diagnostic::{Level, LevelError, Rule, RuleLevels, Severity, Tag};
pub use camkes_hir::{FileContents, FileLoader, ForwardReferences, Preprocessor, builtin, queries::DataContents};
pub use line_index::{LineCol, LineIndex, WideEncoding, WideLineCol};
pub use salsa::Cancelled;
pub use text_size::{TextRange, TextSize};

pub use self::analysis::{Analysis, Cancellable, CancellationToken};
pub use self::code_actions::QuickFix;
pub use self::completion::{Completion, CompletionDocs, CompletionKind, Completions};
pub use self::definition::NavTarget;
pub use self::diagnostics::{Diagnostic, Edit, FileRange, Fix, Label};
pub use self::folding::{Fold, FoldKind};
pub use self::host::{AnalysisHost, Change, Config};
pub use self::hover::Hover;
pub use self::links::Link;
pub use self::overview::SystemOverview;
pub use self::references::{Access, Mention};
pub use self::rename::{Refusal, Renamable};
pub use self::settings::{SettingsOfSystems, SystemSettings};
pub use self::symbols::{Symbol, SymbolKind};
pub use self::workspace_symbols::{MOST_SYMBOLS, WorkspaceSymbol};
