// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Which templates a connector has.

use camkes_hir::model::Connector;

/// One side of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The ends after `from`.
    From,
    /// The ends after `to`.
    To,
}

impl Side {
    /// The keyword.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::From => "from",
            Self::To => "to",
        }
    }
}

/// What a template of a connector makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Output {
    /// The C file of an end.
    Source,
    /// A header that the component's own header includes.
    Header,
    /// The script of an end in CakeML.
    CakeMl,
}

impl Output {
    pub(crate) const fn extension(self) -> &'static str {
        match self {
            Self::Source => "c",
            Self::Header => "h",
            Self::CakeMl => "cakeml",
        }
    }
}

/// Connectors that borrow the templates of another one, as the reference's build files declare them.
const BORROWED: &[(&str, &str)] = &[("seL4RPCCallNoType", "seL4RPCCall"), ("seL4DTBHW", "seL4DTBHardware")];

/// The name of the template for one side of a connector, if there is one.
///
/// `<Connector>-<side>.template.<ext>` or `<Connector>-<side>.<ext>` is for one side, `<Connector>.template.<ext>` serves
/// both. A connector's own templates come before those it may borrow. `contains` says which names there are.
pub(crate) fn template(
    contains: impl Fn(&str) -> bool,
    connector: &Connector,
    side: Side,
    output: Output,
) -> Option<String> {
    let own = connector.name.as_str();
    let borrowed = BORROWED.iter().find(|(name, _)| *name == own).map(|(_, lender)| *lender);
    let (side, extension) = (side.keyword(), output.extension());
    std::iter::once(own)
        .chain(borrowed)
        .flat_map(|name| {
            let both = format!("{name}.template.{extension}");
            [format!("{name}-{side}.template.{extension}"), format!("{name}-{side}.{extension}"), both]
        })
        .find(|name| contains(name))
}
