// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `workspace/executeCommand`: requests of ours under names that any client can call.

use serde_json::Value;
use tower_lsp::{
    gen_lsp_types as lsp,
    jsonrpc::{Error, Result},
};

/// The commands.
pub const COMMANDS: &[&str] = &["camkes.systems", "camkes.setActiveSystem"];

/// The request that a command stands for, with its parameters.
///
/// # Errors
/// `InvalidParams` when there is no such command.
pub(crate) fn request(params: Value) -> Result<(String, Value)> {
    let params: lsp::ExecuteCommandParams =
        serde_json::from_value(params).map_err(|error| Error::invalid_params(error.to_string()))?;
    if !COMMANDS.contains(&params.command.as_str()) {
        return Err(Error::invalid_params(format!("there is no command '{}'", params.command)));
    }
    let argument = params.arguments.and_then(|arguments| arguments.into_iter().next());
    let argument = argument.map(|argument| serde_json::to_value(argument).unwrap_or_default()).unwrap_or_default();
    Ok((params.command.replacen('.', "/", 1), argument))
}
