// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What can be missing or contradict itself before anything is rendered.

use camino::Utf8PathBuf;
use camkes_hir::model::Origin;
use smol_str::SmolStr;

use crate::connectors::Side;

/// A reason why a system can't be generated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// No template makes the code of this side of a connector.
    #[error(
        "connector '{connector}' has no template for its '{}' end, which connection '{connection}' needs",
        side.keyword()
    )]
    NoConnectorTemplate {
        /// The connector.
        connector: SmolStr,
        /// The side.
        side: Side,
        /// The connection.
        connection: SmolStr,
        /// The connection's declaration.
        origin: Origin,
    },
    /// A template that every component needs is not there.
    #[error("there is no template '{template}'")]
    NoTemplate {
        /// Its name.
        template: SmolStr,
        /// The declaration of the first instance that needs it.
        origin: Origin,
    },
    /// Two files would have the same name.
    #[error("two generated files would both be named '{output}'")]
    SameOutput {
        /// The name, below the output folder.
        output: Utf8PathBuf,
        /// The declaration of the second one's instance or connection.
        origin: Origin,
    },
}

impl PlanError {
    /// The declaration at which it is reported.
    #[must_use]
    pub fn origin(&self) -> Origin {
        match self {
            Self::NoConnectorTemplate { origin, .. }
            | Self::NoTemplate { origin, .. }
            | Self::SameOutput { origin, .. } => *origin,
        }
    }
}
