// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the client can do, reduced to the questions that the server asks.

use std::collections::HashSet;

use camino::Utf8PathBuf;
use rustc_hash::FxBuildHasher;
use tower_lsp::gen_lsp_types as lsp;

use crate::lsp::{position::Encoding, uri};

/// Text format of a hover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HoverFormat {
    /// Markdown.
    Markdown,
    /// Plain text, for clients that don't ask for Markdown.
    #[default]
    Plain,
}

/// Shape of the answer to `textDocument/documentSymbol`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SymbolShape {
    /// A tree.
    Tree,
    /// A list in which each symbol names its container.
    #[default]
    Flat,
}

/// Shape of the answer to `textDocument/definition`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DefinitionShape {
    /// `LocationLink`: with the range of the origin and of the whole target.
    Links,
    /// `Location`.
    #[default]
    Locations,
}

/// What the client takes as an answer to `textDocument/codeAction`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CodeActions {
    /// Actions with their edits.
    Literals,
    /// Commands alone. The server has none.
    #[default]
    Commands,
}

/// Shape of folds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FoldShape {
    /// From a column to a column.
    #[default]
    Ranges,
    /// Whole lines.
    Lines,
}

/// Shape of edits of several files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EditShape {
    /// Each file's with the version that they are for.
    Versioned,
    /// By file alone.
    #[default]
    Plain,
}

/// How a client gets diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DiagnosticsWay {
    /// The server sends them.
    #[default]
    Push,
    /// It asks for them.
    Pull,
}

/// The client of a session.
#[derive(Debug, Clone, Default)]
pub struct Client {
    /// Unit of columns, negotiated.
    pub encoding: Encoding,
    /// Format of hovers.
    pub hover: HoverFormat,
    /// Shape of symbols.
    pub symbols: SymbolShape,
    /// Shape of definitions.
    pub definitions: DefinitionShape,
    /// Kind of code actions.
    pub code_actions: CodeActions,
    /// Completions may have places to fill in.
    pub snippets: bool,
    /// Completions may say more beside their label.
    pub label_details: bool,
    /// What items of a completion replace may be said once for all of them.
    pub shares_edit_range: bool,
    /// The client asks whether a name can be changed before it asks for the new one.
    pub prepares_renames: bool,
    /// Shape of folds.
    pub folds: FoldShape,
    /// Shape of edits.
    pub edits: EditShape,
    /// Commands that the client carries out itself.
    pub commands: HashSet<String, FxBuildHasher>,
    /// The client shows documents of ours, and fetches them again when told.
    pub shows_content: bool,
    /// Edits may make files.
    pub creates_files: bool,
    /// The client asks for the edit of a code action when the user has chosen it.
    pub resolves_actions: bool,
    /// The client asks where a symbol of the workspace stands when the user has chosen it.
    pub resolves_symbols: bool,
    /// Methods that the client sends again when they are answered with `ContentModified`.
    pub retries: HashSet<String, FxBuildHasher>,
    /// Diagnostics may name other places.
    pub related_information: bool,
    /// Tags that diagnostics may have.
    pub diagnostic_tags: Vec<lsp::DiagnosticTag>,
    /// Diagnostics may link to the documentation of their rule.
    pub code_descriptions: bool,
    /// Edits may say to what they belong.
    pub annotates_edits: bool,
    /// The client can be told to send documents of another language, and to ask of them what the server says it can answer.
    pub takes_documents: bool,
    /// The client watches files when asked to.
    pub watches_files: bool,
    /// The client watches files outside of its folders too.
    pub watches_anywhere: bool,
    /// How the client gets diagnostics.
    pub diagnostics: DiagnosticsWay,
    /// The client asks for diagnostics again when told so.
    pub refreshes_diagnostics: bool,
    /// The client shows the progress of work that it didn't ask for.
    pub progress: bool,
    /// The client answers `workspace/configuration`.
    pub configuration: bool,
    /// Folders of the workspace; relative import paths start at the first.
    pub folders: Vec<Utf8PathBuf>,
    /// Process id of the client's process.
    pub process: Option<u32>,
}

impl Client {
    /// Reads the client's handshake.
    #[must_use]
    pub fn new(params: &lsp::InitializeParams) -> Self {
        let capabilities = &params.capabilities;
        let document = capabilities.text_document.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let general = capabilities.general.as_ref();
        let formats = document.and_then(|d| d.hover.as_ref()).and_then(|h| h.content_format.as_deref());
        let tree = document.and_then(|d| d.document_symbol.as_ref());
        let links = document.and_then(|d| d.definition.as_ref()).and_then(|d| d.link_support);
        let stale = general.and_then(|g| g.stale_request_support.as_ref());
        let watched = workspace.and_then(|w| w.did_change_watched_files.as_ref());
        let publish = document.and_then(|d| d.publish_diagnostics.as_ref());
        let literals =
            document.and_then(|d| d.code_action.as_ref()).and_then(|a| a.code_action_literal_support.as_ref());
        let versioned = workspace.and_then(|w| w.workspace_edit.as_ref()).and_then(|e| e.document_changes);
        let operations =
            workspace.and_then(|w| w.workspace_edit.as_ref()).and_then(|e| e.resource_operations.as_deref());
        let creates = operations.is_some_and(|list| list.contains(&lsp::ResourceOperationKind::Create));
        let items = document.and_then(|d| d.completion.as_ref()).and_then(|c| c.completion_item.as_ref());
        let prepares = document.and_then(|d| d.rename.as_ref()).and_then(|r| r.prepare_support);
        let lines = document.and_then(|d| d.folding_range.as_ref()).and_then(|f| f.line_folding_only);
        let shared = publish.map(|p| &p.diagnostics_capabilities);
        Self {
            annotates_edits: versioned == Some(true) && workspace.is_some_and(annotates),
            takes_documents: document.is_some_and(takes_documents),
            encoding: Encoding::negotiate(general.and_then(|g| g.position_encodings.as_deref())),
            // The client lists formats in its order of preference.
            hover: match formats.and_then(<[_]>::first) {
                Some(lsp::MarkupKind::Markdown) => HoverFormat::Markdown,
                _ => HoverFormat::Plain,
            },
            symbols: match tree.and_then(|t| t.hierarchical_document_symbol_support) {
                Some(true) => SymbolShape::Tree,
                _ => SymbolShape::Flat,
            },
            definitions: match links {
                Some(true) => DefinitionShape::Links,
                _ => DefinitionShape::Locations,
            },
            code_actions: if literals.is_some() { CodeActions::Literals } else { CodeActions::Commands },
            snippets: items.and_then(|i| i.snippet_support).unwrap_or_default(),
            label_details: items.and_then(|i| i.label_details_support).unwrap_or_default(),
            shares_edit_range: document.is_some_and(shares_edit_range),
            prepares_renames: prepares.unwrap_or_default(),
            folds: if lines == Some(true) { FoldShape::Lines } else { FoldShape::Ranges },
            edits: if versioned == Some(true) { EditShape::Versioned } else { EditShape::Plain },
            commands: commands(capabilities.experimental.as_ref()),
            shows_content: workspace.is_some_and(|w| w.text_document_content.is_some()),
            creates_files: versioned == Some(true) && creates,
            resolves_actions: document.and_then(|d| d.code_action.as_ref()).is_some_and(resolves_edits),
            resolves_symbols: workspace.and_then(|w| w.symbol.as_ref()).is_some_and(resolves_ranges),
            retries: stale.map(|s| s.retry_on_content_modified.iter().cloned().collect()).unwrap_or_default(),
            related_information: shared.and_then(|p| p.related_information).unwrap_or_default(),
            diagnostic_tags: shared.and_then(|p| p.tag_support.clone()).map(|t| t.value_set).unwrap_or_default(),
            code_descriptions: shared.and_then(|p| p.code_description_support).unwrap_or_default(),
            diagnostics: match document.and_then(|d| d.diagnostic.as_ref()) {
                Some(_) => DiagnosticsWay::Pull,
                None => DiagnosticsWay::Push,
            },
            refreshes_diagnostics: workspace
                .and_then(|w| w.diagnostics.as_ref())
                .and_then(|d| d.refresh_support)
                .unwrap_or_default(),
            progress: capabilities.window.as_ref().and_then(|w| w.work_done_progress).unwrap_or_default(),
            watches_anywhere: watched.is_some_and(|w| w.dynamic_registration == Some(true))
                && watched.and_then(|w| w.relative_pattern_support) == Some(true),
            watches_files: watched.and_then(|w| w.dynamic_registration).unwrap_or_default(),
            configuration: workspace.and_then(|w| w.configuration).unwrap_or_default(),
            folders: folders(params),
            process: params.process_id.and_then(|id| u32::try_from(id).ok()),
        }
    }
}

fn annotates(workspace: &lsp::WorkspaceClientCapabilities) -> bool {
    workspace.workspace_edit.as_ref().is_some_and(|edit| edit.change_annotation_support.is_some())
}

fn shares_edit_range(document: &lsp::TextDocumentClientCapabilities) -> bool {
    let list = document.completion.as_ref().and_then(|completion| completion.completion_list.as_ref());
    list.and_then(|list| list.item_defaults.as_ref()).is_some_and(|names| names.iter().any(|it| it == "editRange"))
}

/// What is asked of documents, and that they are sent, may be said for each language by itself.
fn takes_documents(document: &lsp::TextDocumentClientCapabilities) -> bool {
    let synchronization = document.synchronization.as_ref().and_then(|it| it.dynamic_registration);
    let definition = document.definition.as_ref().and_then(|it| it.dynamic_registration);
    let hover = document.hover.as_ref().and_then(|it| it.dynamic_registration);
    [synchronization, definition, hover].iter().all(|it| *it == Some(true))
}

/// The edit of an action may come later, and what the server wrote into the action comes back with the question.
fn resolves_ranges(symbols: &lsp::WorkspaceSymbolClientCapabilities) -> bool {
    symbols.resolve_support.as_ref().is_some_and(|r| r.properties.iter().any(|p| p == "location.range"))
}

fn resolves_edits(actions: &lsp::CodeActionClientCapabilities) -> bool {
    let lazily = actions.resolve_support.as_ref().is_some_and(|r| r.properties.iter().any(|p| p == "edit"));
    lazily && actions.data_support == Some(true)
}

/// `experimental.commands.commands`, as other servers read it too.
fn commands(experimental: Option<&lsp::LspAny>) -> HashSet<String, FxBuildHasher> {
    let list = experimental.and_then(|it| it.get("commands")?.get("commands")?.as_array());
    list.into_iter().flatten().filter_map(|it| it.as_str().map(str::to_owned)).collect()
}

fn folders(params: &lsp::InitializeParams) -> Vec<Utf8PathBuf> {
    let uris: Vec<&lsp::Uri> = match &params.workspace_folders_initialize_params.workspace_folders {
        Some(lsp::WorkspaceFolders::WorkspaceFolderList(folders)) => folders.iter().map(|f| &f.uri).collect(),
        _ => Vec::new(),
    };
    let mut folders: Vec<_> = uris.into_iter().filter_map(|uri| uri::to_path(uri).ok()).collect();
    if folders.is_empty() {
        #[expect(deprecated, reason = "clients without workspace folders still send it")]
        let root = params.root_uri.as_ref();
        folders.extend(root.and_then(|uri| uri::to_path(uri).ok()));
    }
    folders
}
