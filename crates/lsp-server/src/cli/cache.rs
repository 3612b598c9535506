// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The command line about what is kept from one process to the next.

use camino::Utf8PathBuf;
use clap::{Args, Subcommand};

use crate::settings::keys::MOST_MIB;

/// Whether and where results are kept.
#[derive(Debug, Clone, Default, Args)]
pub struct CacheOptions {
    /// Folder in which what is generated is kept for later processes [default: $CAMKES_LSP_CACHE, or camkes-lsp/results in the user's folder for caches]
    #[arg(long, alias = "data-structure-cache-dir", value_name = "DIR")]
    pub cache_dir: Option<Utf8PathBuf>,

    /// How much that folder may hold, in MiB [default: 64]
    #[arg(long, value_name = "MIB", value_parser = clap::value_parser!(u64).range(..=MOST_MIB))]
    pub cache_size: Option<u64>,

    /// Keep nothing, and use nothing that was kept
    #[arg(long, conflicts_with_all = ["cache_dir", "cache_size"])]
    pub no_cache: bool,
}

/// `cache`.
#[derive(Debug, Args)]
pub struct CacheCommand {
    /// What to do.
    #[command(subcommand)]
    pub action: CacheAction,
}

/// What to do with a cache.
#[derive(Debug, Subcommand)]
pub enum CacheAction {
    /// Say where the folder is, and how much is in it
    Show(CacheFolder),
    /// Remove what was kept
    Clean(CacheFolder),
}

/// Which cache.
#[derive(Debug, Clone, Args)]
pub struct CacheFolder {
    /// The folder [default: $CAMKES_LSP_CACHE, or camkes-lsp/results in the user's folder for caches]
    #[arg(long, value_name = "DIR")]
    pub cache_dir: Option<Utf8PathBuf>,
}
