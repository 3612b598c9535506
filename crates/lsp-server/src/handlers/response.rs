// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The client's answers to our requests.

use serde_json::Value;
use tower_lsp::jsonrpc::Result;

use super::notification::{did_change_configuration, initialized};
use crate::server::owner::Owner;

/// Handles one answer.
pub(crate) fn handle(owner: &mut Owner, id: &str, answer: Result<Value>) {
    match answer {
        Err(error) => tracing::warn!(%error, id, "the client refused a request"),
        // One value for each item that was asked for; `null` where the user set nothing.
        Ok(values) if id == initialized::CONFIGURATION => {
            if let Some(settings) = values.get(0).filter(|settings| !settings.is_null()) {
                did_change_configuration::apply(owner, settings);
            }
            for (index, folder) in std::mem::take(&mut owner.asked_folders).into_iter().enumerate() {
                if let Some(settings) = values.get(index + 1).filter(|settings| !settings.is_null()) {
                    did_change_configuration::apply_to(owner, folder, settings);
                }
            }
        }
        Ok(_) => {}
    }
}
