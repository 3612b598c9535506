// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes/assemblyGraph`: the picture of a system, and where each of its parts is declared.
//!
//! Parameters: `{ "textDocument": { "uri" } }`, any file of the system. Result: `root` (the URI of the system's root file),
//! `svg`, `dot`, and under `instances` and `connections` the location of each by its full name: of connections that became one,
//! that of each part, and of the first one by the name of the whole. In the SVG the attribute
//! `data-node` of a component's group is the name of its instance, `data-connection` of a line that of its connection.

use std::collections::BTreeMap;

use camkes_codegen::{
    assembly_graph,
    graph::{to_dot, to_svg},
};
use camkes_hir::loc::ItemLoc;
use serde::{Deserialize, Serialize};
use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::{from_proto, to_proto::Converter},
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// Parameters of requests about the system of a document.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Params {
    /// Any file of the system.
    pub text_document: lsp::TextDocumentIdentifier,
}

/// A picture.
#[derive(Debug, Serialize)]
pub struct Graph {
    root: lsp::Uri,
    svg: String,
    dot: String,
    instances: BTreeMap<String, lsp::Location>,
    connections: BTreeMap<String, lsp::Location>,
}

/// The picture of the first system of a document; nothing without an assembly.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(snapshot: &Snapshot, params: Params) -> Result<Option<Graph>, Failure> {
    let path = from_proto::document(snapshot, &params.text_document)?;
    let Some(root) = snapshot.analysis.systems_of(&path)?.into_iter().next() else { return Ok(None) };
    let Some(assembly) = snapshot.analysis.assembly(&root)? else { return Ok(None) };
    let mut converter = Converter::new(snapshot);
    let mut place = |origin: ItemLoc| -> Result<Option<lsp::Location>, Failure> {
        match snapshot.analysis.place(&root, origin)? {
            Some(place) => Ok(Some(converter.location(&place.path, place.range)?)),
            None => Ok(None),
        }
    };
    let mut instances = BTreeMap::new();
    for instance in &assembly.instances {
        instances.extend(place(instance.origin)?.map(|place| (instance.name.to_string(), place)));
    }
    let mut connections = BTreeMap::new();
    for connection in &assembly.connections {
        connections.extend(place(connection.origin)?.map(|place| (connection.name.to_string(), place)));
        for part in &connection.parts {
            connections.extend(place(part.origin)?.map(|place| (part.name.to_string(), place)));
        }
    }
    let graph = assembly_graph(&assembly);
    let (svg, dot) = (to_svg(&graph), to_dot(&graph));
    Ok(Some(Graph { root: snapshot.uri(&root), svg, dot, instances, connections }))
}
