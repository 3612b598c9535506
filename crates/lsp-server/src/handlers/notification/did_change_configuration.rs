// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `workspace/didChangeConfiguration`: the settings come with the message, or the client wants to be asked for them.

use camino::Utf8PathBuf;
use serde_json::Value;

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

/// Takes over settings of a folder of the workspace.
pub(crate) fn apply_to(owner: &mut Owner, folder: Utf8PathBuf, settings: &Value) {
    let settings = Settings::from_json(settings);
    if owner.folder_settings.get(&folder) != Some(&settings) {
        owner.folder_settings.insert(folder, settings);
        owner.settings_changed();
    }
}

/// Takes over settings.
pub(crate) fn apply(owner: &mut Owner, settings: &Value) {
    let settings = Settings::from_json(settings);
    if settings != owner.settings {
        owner.log.set_level(settings.log_level());
        owner.settings = settings;
        owner.settings_changed();
    }
}
