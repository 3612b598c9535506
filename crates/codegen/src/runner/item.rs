// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a file is rendered for, as command lines name it.

use super::entity::{At, Side};
use crate::ast::Ast;

/// There is no such item.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ItemError {
    /// It is not one of the known forms.
    #[error("item: \"{0}\" does not have the correct formatting to render.")]
    Format(String),
    /// It names a side of a connection that is neither `from` nor `to`.
    #[error("Invalid connector end")]
    Side,
    /// It names something that the system does not have.
    #[error("item: \"{item}\" names {what} that the system does not have")]
    Unknown {
        /// The item.
        item: String,
        /// What is missing.
        what: &'static str,
    },
}

/// The entity of an item.
pub(super) fn find(ast: &Ast, item: &str) -> Result<At, ItemError> {
    let unknown = |what| ItemError::Unknown { item: item.to_owned(), what };
    let parts: Vec<&str> = item.split('/').collect();
    match parts.as_slice() {
        ["assembly", ..] => Ok(At::Assembly),
        ["component", name, ..] => {
            let index = ast.instances.iter().position(|instance| *instance.name == **name);
            let index = index.and_then(|index| u32::try_from(index).ok());
            index.map(At::Instance).ok_or_else(|| unknown("an instance"))
        }
        ["connector", name, side, index, ..] => {
            let connection = ast.connections.iter().position(|connection| *connection.name == **name);
            let connection = connection.ok_or_else(|| unknown("a connection"))?;
            let side = match *side {
                "from" => Side::From,
                "to" => Side::To,
                _ => return Err(ItemError::Side),
            };
            let ends = ast.connections.get(connection).map_or(0, |connection| match side {
                Side::From => connection.from.len(),
                Side::To => connection.to.len(),
            });
            let index: u32 = index.parse().map_err(|_| unknown("an end"))?;
            let connection = u32::try_from(connection).map_err(|_| unknown("a connection"))?;
            if (index as usize) < ends { Ok(At::End { connection, side, index }) } else { Err(unknown("an end")) }
        }
        _ => Err(ItemError::Format(item.to_owned())),
    }
}
