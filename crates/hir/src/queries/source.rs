// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Files that queries are answered from. A changed file runs its reader again, and what asked it.

#![allow(missing_docs, reason = "salsa's macros write accessors without documentation")]

use std::sync::Arc;

use camino::Utf8PathBuf;
use smol_str::SmolStr;

use super::device_tree::{DeviceTree, DtbError};
use super::pins::{PinList, PinListError};
use crate::db::Db;

/// A file for queries.
#[salsa::input(debug)]
pub struct DataFile {
    /// Its path, for messages.
    #[returns(deref)]
    pub path: Utf8PathBuf,
    /// What stands in it.
    pub contents: DataContents,
}

/// Result of reading a file for queries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DataContents {
    /// Its bytes.
    Bytes(Arc<[u8]>),
    /// It can't be read; the reason in the system's words.
    Unreadable(SmolStr),
}

/// Why a file gives no answers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SourceError {
    Unreadable(SmolStr),
    DeviceTree(DtbError),
    PinList(PinListError),
}

/// The device tree in a file.
#[salsa::tracked(returns(ref))]
pub(crate) fn device_tree(db: &dyn Db, file: DataFile) -> Result<DeviceTree, SourceError> {
    match file.contents(db) {
        DataContents::Bytes(bytes) => DeviceTree::parse(bytes).map_err(SourceError::DeviceTree),
        DataContents::Unreadable(reason) => Err(SourceError::Unreadable(reason.clone())),
    }
}

/// The list of pins in a file.
#[salsa::tracked(returns(ref))]
pub(crate) fn pin_list(db: &dyn Db, file: DataFile) -> Result<PinList, SourceError> {
    match file.contents(db) {
        DataContents::Bytes(bytes) => PinList::parse(bytes).map_err(SourceError::PinList),
        DataContents::Unreadable(reason) => Err(SourceError::Unreadable(reason.clone())),
    }
}

impl std::fmt::Display for SourceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable(reason) => f.write_str(reason),
            Self::DeviceTree(error) => error.fmt(f),
            Self::PinList(error) => error.fmt(f),
        }
    }
}
