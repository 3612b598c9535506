// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `workspace/didChangeConfiguration`: the settings come with the message, or the client wants to be asked for them.

use camino::Utf8PathBuf;
use serde_json::{Value, json};
use tower_lsp::gen_lsp_types as lsp;

use super::initialized;
use crate::server::{owner::Owner, settings::Settings};

/// Handles `workspace/didChangeConfiguration`.
pub(crate) fn handle(owner: &mut Owner, params: &Value) {
    if owner.client.configuration {
        initialized::ask_for_settings(owner);
    } else if let Some(settings) = params.get("settings").filter(|settings| !settings.is_null()) {
        apply(owner, settings);
    }
}

/// Shows the user what has no effect because it can't be understood.
pub(crate) fn tell_mistakes(owner: &Owner, settings: &Settings) {
    let mistakes = settings.mistakes();
    if !mistakes.is_empty() {
        let message = format!("Settings of camkes-lsp: {}", mistakes.join("\n"));
        tracing::info!(%message, "settings can't be understood");
        owner
            .outgoing
            .notify_raw("window/showMessage", &json!({ "type": lsp::MessageType::Warning, "message": message }));
    }
}

/// Takes over settings of a folder of the workspace.
pub(crate) fn apply_to(owner: &mut Owner, folder: Utf8PathBuf, settings: &Value) {
    let settings = Settings::from_json(settings);
    if owner.folder_settings.get(&folder) != Some(&settings) {
        // What holds for the workspace is told once.
        if settings != owner.settings {
            tell_mistakes(owner, &settings);
        }
        owner.folder_settings.insert(folder, settings);
        owner.settings_changed();
    }
}

/// Takes over settings.
pub(crate) fn apply(owner: &mut Owner, settings: &Value) {
    let settings = Settings::from_json(settings);
    if settings != owner.settings {
        owner.log.set_level(settings.log_level());
        tell_mistakes(owner, &settings);
        owner.settings = settings;
        owner.settings_changed();
    }
}
