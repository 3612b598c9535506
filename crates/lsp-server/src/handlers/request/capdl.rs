// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes/capdl`: what a component can reach, and through which capability.
//!
//! Parameters: `{ "textDocument": { "uri" }, "position" }`, at an instance, its component or one of its interfaces. Result:
//! nothing at other places, else `root`, `instance`, its `space`, `capabilities` (each with `slot`, `object`, `kind`, `rights`,
//! `badge` and the other `spaces` that hold a capability to the same object) and `text`, the same to be read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use camkes_capdl::{Cap, Object, Rights, Spec};
use serde::Serialize;
use tower_lsp::gen_lsp_types as lsp;

use super::generated::{self, Params};
use crate::{
    lsp::from_proto,
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// What an instance can reach.
#[derive(Debug, Serialize)]
pub struct Reach {
    root: lsp::Uri,
    instance: String,
    space: String,
    capabilities: Vec<Capability>,
    text: String,
}

/// A capability that an address space holds.
#[derive(Debug, Serialize)]
struct Capability {
    /// Its slot, as CapDL text writes it.
    slot: String,
    /// The object that it gives access to.
    object: String,
    kind: &'static str,
    rights: String,
    badge: Option<u64>,
    /// Other address spaces with a capability to the object.
    spaces: Vec<String>,
}

/// The capabilities of the instance at a position.
///
/// # Errors
/// When the parameters name no document, nothing can be generated, or a change overtook the snapshot.
pub fn handle(snapshot: &Snapshot, params: Params) -> Result<Option<Reach>, Failure> {
    let path = from_proto::document(snapshot, &params.text_document)?;
    let Some(root) = snapshot.analysis.systems_of(&path)?.into_iter().next() else { return Ok(None) };
    let Some(assembly) = snapshot.analysis.assembly(&root)? else { return Ok(None) };
    let Some(instance) = generated::entity(snapshot, params)? else { return Ok(None) };
    let Some(space) = generated::space_of(&assembly, &instance) else { return Ok(None) };
    let made = snapshot.generation.of(snapshot, &root)?;
    let capabilities = capabilities(&made.spec, &space);
    let text = text(&instance, &space, &capabilities);
    Ok(Some(Reach { root: snapshot.uri(&root), instance, space, capabilities, text }))
}

/// The capabilities in the nodes of an address space, in the order of their slots.
fn capabilities(spec: &Spec, space: &str) -> Vec<Capability> {
    let label = |name: &str| spec.space().label(name).unwrap_or_default().to_owned();
    let mut holders: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (name, object) in spec.objects().filter(|(_, object)| matches!(object, Object::CNode(_))) {
        for (_, cap) in object.caps() {
            holders.entry(cap.object.as_str()).or_default().insert(label(name.as_str()));
        }
    }
    let mut out = Vec::new();
    for (name, object) in spec.objects() {
        if !matches!(object, Object::CNode(_)) || label(name.as_str()) != space {
            continue;
        }
        for (slot, cap) in object.caps() {
            let others = holders.get(cap.object.as_str()).into_iter().flatten().filter(|it| *it != space);
            out.push(Capability {
                slot: slot.to_string(),
                object: cap.object.as_str().to_owned(),
                kind: spec.object(cap.object.as_str()).map_or("", |it| it.kind().keyword()),
                rights: rights(cap),
                badge: cap.badge,
                spaces: others.cloned().collect(),
            });
        }
    }
    out
}

/// Letters of rights, as CapDL text has them.
fn rights(cap: &Cap) -> String {
    let letters = [(Rights::READ, 'R'), (Rights::WRITE, 'W'), (Rights::GRANT, 'G'), (Rights::GRANT_REPLY, 'P')];
    letters.into_iter().filter(|(right, _)| cap.rights.contains(*right)).map(|(_, letter)| letter).collect()
}

fn text(instance: &str, space: &str, capabilities: &[Capability]) -> String {
    let mut out = format!("{instance}, address space {space}\n\n");
    for it in capabilities {
        let badge = it.badge.map(|badge| format!(" badge {badge:#x}")).unwrap_or_default();
        let rights = if it.rights.is_empty() { String::new() } else { format!(" {}", it.rights) };
        let _ = write!(out, "{:>6}  {}  {}{rights}{badge}", it.slot, it.kind, it.object);
        if !it.spaces.is_empty() {
            let _ = write!(out, "  shared with {}", it.spaces.join(", "));
        }
        out.push('\n');
    }
    out
}
