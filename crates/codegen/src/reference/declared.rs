// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a project's build files declare about its templates.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;
use camkes_hir::model::Assembly;
use smol_str::SmolStr;

use crate::{
    connectors::Side,
    plan::{EndRef, stem},
};

/// Which templates connectors and components have besides those that are found by their names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Declared {
    /// By connector and side.
    ends: BTreeMap<(SmolStr, Side), End>,
    /// By component.
    components: BTreeMap<SmolStr, ComponentTemplates>,
}

/// The templates of one side of a connector.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct End {
    pub(super) source: Option<SmolStr>,
    pub(super) header: Option<SmolStr>,
}

/// The templates of a component, each for one more file of every instance.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ComponentTemplates {
    /// Those that make sources.
    pub sources: Vec<SmolStr>,
    /// Those that make headers.
    pub headers: Vec<SmolStr>,
}

impl Declared {
    /// Adds the template that makes the C file of an end of a connector. What was added first counts.
    pub fn add_source(&mut self, connector: &str, side: Side, template: &str) {
        self.end_mut(connector, side).source.get_or_insert_with(|| template.into());
    }

    /// Adds the template that makes the header of an end of a connector. What was added first counts.
    pub fn add_header(&mut self, connector: &str, side: Side, template: &str) {
        self.end_mut(connector, side).header.get_or_insert_with(|| template.into());
    }

    /// Adds the templates of a component.
    pub fn add_component(&mut self, component: &str, templates: ComponentTemplates) {
        self.components.insert(component.into(), templates);
    }

    fn end_mut(&mut self, connector: &str, side: Side) -> &mut End {
        self.ends.entry((connector.into(), side)).or_default()
    }

    pub(super) fn end(&self, connector: &str, side: Side) -> Option<&End> {
        self.ends.get(&(connector.into(), side))
    }

    /// The files of an end of a connection, below the output folder.
    pub(crate) fn files_of_end(&self, assembly: &Assembly, at: EndRef) -> Vec<Utf8PathBuf> {
        let found = at.resolve(assembly).and_then(|(connection, end)| {
            let (instance, interface) = assembly.resolve(end)?;
            let connector = &connection.connector.name;
            let folder = Utf8PathBuf::from(instance.name.as_str());
            Some((self.end(connector, at.side)?, folder, stem(&interface.name, connector, at.index)))
        });
        let Some((declared, folder, stem)) = found else { return Vec::new() };
        let source = declared.source.as_ref().map(|_| folder.join(format!("{stem}.c")));
        let header = declared.header.as_ref().map(|_| folder.join("include").join(format!("{stem}.h")));
        source.into_iter().chain(header).collect()
    }

    pub(super) fn component(&self, component: &str) -> Option<&ComponentTemplates> {
        self.components.get(component)
    }
}
