// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes/setActiveSystem`: which system the user works on, and for which architecture. It changes the state, so it runs on
//! the owner thread.

use camkes_codegen::Arch;
use serde::Deserialize;
use serde_json::{Value, json};
use tower_lsp::{
    gen_lsp_types as lsp,
    jsonrpc::{Error, Result},
};

use crate::server::owner::Owner;

/// Notification that follows each change.
const CHANGED: &str = "camkes/activeSystemChanged";

/// What is wanted.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Params {
    /// Root file of the system; `null` for no preference.
    uri: Option<lsp::Uri>,
    /// For what it is built, over what all settings say; `null` to go back to those.
    #[serde(default)]
    architecture: Option<String>,
}

/// Chooses a system.
///
/// # Errors
/// `InvalidParams` when the parameters name no system in use, or no architecture.
pub(crate) fn handle(owner: &mut Owner, params: Value) -> Result<Value> {
    let params: Params = serde_json::from_value(params).map_err(|error| Error::invalid_params(error.to_string()))?;
    let parse = |name: &str| name.parse::<Arch>().map_err(|error| Error::invalid_params(error.to_string()));
    let architecture = params.architecture.as_deref().map(parse).transpose()?;
    let root = match &params.uri {
        None => None,
        Some(uri) => {
            let path = owner.path(uri).filter(|path| owner.is_root(path));
            Some(path.ok_or_else(|| Error::invalid_params(format!("no system in use has the root '{}'", uri.0)))?)
        }
    };
    owner.choose(root, architecture);
    owner.outgoing.notify_raw(CHANGED, &json!({ "uri": params.uri, "architecture": params.architecture }));
    Ok(Value::Null)
}
