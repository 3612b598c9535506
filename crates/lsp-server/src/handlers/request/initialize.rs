// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `initialize`: the handshake. It changes the state, so it runs on the owner thread.

use std::sync::Arc;

use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};

use crate::{
    lsp::{capabilities, from_proto},
    server::{client::Client, owner::Owner, settings::Settings},
};

/// Answers `initialize`.
///
/// # Errors
/// `InvalidParams` when the parameters can't be read.
pub(crate) fn handle(owner: &mut Owner, params: Value) -> Result<Value> {
    let params = from_proto::initialize_params(Some(&params))?;
    owner.client = Arc::new(Client::new(&params));
    owner.settings = params.initialization_options.as_ref().map(Settings::from_json).unwrap_or_default();
    owner.settings_changed();
    owner.watch_client();
    let result = capabilities::initialize_result(&owner.client);
    serde_json::to_value(result).map_err(|_| Error::internal_error())
}
