// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the server tells the client about itself.

use tower_lsp::gen_lsp_types as lsp;

use crate::{
    handlers::{
        generated_document,
        request::{code_action, semantic_tokens, text_document_content},
    },
    server::client::{Client, DiagnosticsWay},
};

/// Characters behind which something can be completed although no word is begun: parts of references, paths, keys of
/// dicts, directives.
const TRIGGERS: [&str; 5] = [".", "\"", "<", "/", "#"];

/// The answer to `initialize`.
#[must_use]
pub fn initialize_result(client: &Client) -> lsp::InitializeResult {
    lsp::InitializeResult {
        capabilities: server_capabilities(client),
        server_info: Some(lsp::ServerInfo {
            name: "camkes-lsp".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    }
}

fn server_capabilities(client: &Client) -> lsp::ServerCapabilities {
    lsp::ServerCapabilities {
        position_encoding: Some(client.encoding.kind()),
        text_document_sync: Some(lsp::TextDocumentSync::Options(lsp::TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(lsp::TextDocumentSyncKind::Incremental),
            save: Some(lsp::Save::Bool(true)),
            ..Default::default()
        })),
        completion_provider: Some(completion_provider()),
        signature_help_provider: Some(lsp::SignatureHelpOptions {
            trigger_characters: Some(vec!["(".to_owned(), ",".to_owned()]),
            ..Default::default()
        }),
        declaration_provider: Some(lsp::DeclarationProvider::Bool(true)),
        semantic_tokens_provider: Some(semantic_tokens_provider()),
        inlay_hint_provider: Some(lsp::InlayHintProvider::InlayHintOptions(lsp::InlayHintOptions {
            resolve_provider: Some(true),
            ..Default::default()
        })),
        code_lens_provider: Some(lsp::CodeLensOptions { resolve_provider: Some(true), ..Default::default() }),
        call_hierarchy_provider: Some(lsp::CallHierarchyProvider::CallHierarchyOptions(lsp::CallHierarchyOptions {
            work_done_progress_options: shown(),
        })),
        linked_editing_range_provider: Some(lsp::LinkedEditingRangeProvider::Bool(true)),
        document_on_type_formatting_provider: Some(lsp::DocumentOnTypeFormattingOptions {
            first_trigger_character: "}".to_owned(),
            more_trigger_character: Some(vec![";".to_owned(), "\n".to_owned()]),
        }),
        definition_provider: Some(lsp::DefinitionProvider::Bool(true)),
        hover_provider: Some(lsp::HoverProvider::Bool(true)),
        type_definition_provider: Some(lsp::TypeDefinitionProvider::Bool(true)),
        implementation_provider: Some(lsp::ImplementationProvider::Bool(true)),
        rename_provider: Some(rename_provider(client)),
        folding_range_provider: Some(lsp::FoldingRangeProvider::Bool(true)),
        selection_range_provider: Some(lsp::SelectionRangeProvider::Bool(true)),
        document_link_provider: Some(lsp::DocumentLinkOptions::default()),
        workspace_symbol_provider: Some(lsp::WorkspaceSymbolProvider::WorkspaceSymbolOptions(
            lsp::WorkspaceSymbolOptions {
                resolve_provider: Some(client.resolves_symbols),
                work_done_progress_options: shown(),
            },
        )),
        references_provider: Some(lsp::ReferencesProvider::ReferenceOptions(lsp::ReferenceOptions {
            work_done_progress_options: shown(),
        })),
        document_highlight_provider: Some(lsp::DocumentHighlightProvider::Bool(true)),
        document_formatting_provider: Some(lsp::DocumentFormattingProvider::Bool(true)),
        document_range_formatting_provider: Some(lsp::DocumentRangeFormattingProvider::Bool(true)),
        document_symbol_provider: Some(lsp::DocumentSymbolProvider::Bool(true)),
        diagnostic_provider: (client.diagnostics == DiagnosticsWay::Pull).then(diagnostic_provider),
        execute_command_provider: Some(lsp::ExecuteCommandOptions {
            commands: crate::handlers::request::execute_command::COMMANDS.iter().map(|&it| it.to_owned()).collect(),
            ..Default::default()
        }),
        code_action_provider: Some(code_action_provider(client)),
        workspace: Some(workspace()),
        ..Default::default()
    }
}

/// The client may give a token, by which it hears when the answer takes long.
fn shown() -> lsp::WorkDoneProgressOptions {
    lsp::WorkDoneProgressOptions { work_done_progress: Some(true) }
}

fn diagnostic_provider() -> lsp::DiagnosticProvider {
    lsp::DiagnosticProvider::DiagnosticOptions(lsp::DiagnosticOptions {
        identifier: Some("camkes".to_owned()),
        inter_file_dependencies: true,
        workspace_diagnostics: true,
        ..Default::default()
    })
}

/// A client that can't ask first takes the bare answer alone.
fn rename_provider(client: &Client) -> lsp::RenameProvider {
    if client.prepares_renames {
        let prepare_provider = Some(true);
        lsp::RenameProvider::RenameOptions(lsp::RenameOptions { prepare_provider, work_done_progress_options: shown() })
    } else {
        lsp::RenameProvider::Bool(true)
    }
}

fn completion_provider() -> lsp::CompletionOptions {
    lsp::CompletionOptions {
        trigger_characters: Some(TRIGGERS.map(str::to_owned).to_vec()),
        resolve_provider: Some(true),
        completion_item: Some(lsp::ServerCompletionItemOptions { label_details_support: Some(true) }),
        ..Default::default()
    }
}

fn semantic_tokens_provider() -> lsp::SemanticTokensProvider {
    lsp::SemanticTokensProvider::SemanticTokensOptions(lsp::SemanticTokensOptions {
        legend: semantic_tokens::legend(),
        range: Some(lsp::SemanticTokensOptionsRange::Bool(true)),
        full: Some(lsp::Full::SemanticTokensFullDelta(lsp::SemanticTokensFullDelta { delta: Some(true) })),
        ..Default::default()
    })
}

fn code_action_provider(client: &Client) -> lsp::CodeActionProvider {
    lsp::CodeActionProvider::CodeActionOptions(lsp::CodeActionOptions {
        code_action_kinds: Some(vec![
            lsp::CodeActionKind::QuickFix,
            lsp::CodeActionKind::RefactorExtract,
            lsp::CodeActionKind::RefactorInline,
            lsp::CodeActionKind::RefactorRewrite,
            lsp::CodeActionKind::SourceOrganizeImports,
            code_action::fix_all_kind(),
        ]),
        resolve_provider: Some(client.resolves_actions),
        work_done_progress_options: shown(),
        ..Default::default()
    })
}

/// Imports follow files and folders that get other names; documents without a file are ours to give.
fn workspace() -> lsp::WorkspaceOptions {
    let filter = |glob: &str| lsp::FileOperationFilter {
        scheme: Some("file".to_owned()),
        pattern: lsp::FileOperationPattern { glob: glob.to_owned(), ..Default::default() },
    };
    let filters = vec![filter("**/*.{camkes,idl4,h}"), filter("**/")];
    let schemes = vec![generated_document::SCHEME.to_owned(), text_document_content::PREPROCESSED.to_owned()];
    lsp::WorkspaceOptions {
        workspace_folders: Some(lsp::WorkspaceFoldersServerCapabilities {
            supported: Some(true),
            change_notifications: Some(lsp::ChangeNotifications::Bool(true)),
        }),
        file_operations: Some(lsp::FileOperationOptions {
            will_rename: Some(lsp::FileOperationRegistrationOptions { filters }),
            ..Default::default()
        }),
        text_document_content: Some(lsp::TextDocumentContent::Options(lsp::TextDocumentContentOptions { schemes })),
    }
}
