// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the server tells the client about itself.

use tower_lsp::gen_lsp_types as lsp;

use crate::server::client::{Client, DiagnosticsWay};

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
            ..Default::default()
        })),
        completion_provider: Some(lsp::CompletionOptions {
            trigger_characters: Some(TRIGGERS.map(str::to_owned).to_vec()),
            resolve_provider: Some(true),
            completion_item: Some(lsp::ServerCompletionItemOptions { label_details_support: Some(true) }),
            ..Default::default()
        }),
        definition_provider: Some(lsp::DefinitionProvider::Bool(true)),
        hover_provider: Some(lsp::HoverProvider::Bool(true)),
        type_definition_provider: Some(lsp::TypeDefinitionProvider::Bool(true)),
        implementation_provider: Some(lsp::ImplementationProvider::Bool(true)),
        rename_provider: Some(rename_provider(client)),
        folding_range_provider: Some(lsp::FoldingRangeProvider::Bool(true)),
        selection_range_provider: Some(lsp::SelectionRangeProvider::Bool(true)),
        document_link_provider: Some(lsp::DocumentLinkOptions::default()),
        workspace_symbol_provider: Some(lsp::WorkspaceSymbolProvider::Bool(true)),
        references_provider: Some(lsp::ReferencesProvider::Bool(true)),
        document_highlight_provider: Some(lsp::DocumentHighlightProvider::Bool(true)),
        document_formatting_provider: Some(lsp::DocumentFormattingProvider::Bool(true)),
        document_range_formatting_provider: Some(lsp::DocumentRangeFormattingProvider::Bool(true)),
        document_symbol_provider: Some(lsp::DocumentSymbolProvider::Bool(true)),
        code_action_provider: Some(lsp::CodeActionProvider::CodeActionOptions(lsp::CodeActionOptions {
            code_action_kinds: Some(vec![lsp::CodeActionKind::QuickFix, lsp::CodeActionKind::SourceFixAll]),
            ..Default::default()
        })),
        diagnostic_provider: (client.diagnostics == DiagnosticsWay::Pull).then(diagnostic_provider),
        execute_command_provider: Some(lsp::ExecuteCommandOptions {
            commands: crate::handlers::request::execute_command::COMMANDS.iter().map(|&it| it.to_owned()).collect(),
            ..Default::default()
        }),
        workspace: Some(lsp::WorkspaceOptions {
            workspace_folders: Some(lsp::WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(lsp::ChangeNotifications::Bool(true)),
            }),
            ..Default::default()
        }),
        ..Default::default()
    }
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
        lsp::RenameProvider::RenameOptions(lsp::RenameOptions { prepare_provider, ..Default::default() })
    } else {
        lsp::RenameProvider::Bool(true)
    }
}
