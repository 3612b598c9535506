// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Connectors: what each end takes, and how many threads serve it.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::context::Context;
use super::struct_table::structs;
use super::{Resolved, file_decls};
use crate::db::Db;
use crate::diagnostic::{Finding, Rule};
use crate::input::{File, System};
use crate::item_tree::{ConnectorDecl, ConnectorEndDecl};
use crate::model::{Connector, ConnectorEnd, Value};
use crate::scope::Def;

/// Threads on an end that does not say (reference tool, connector defaults).
const DEFAULT_THREADS: u32 = 1;

pub(super) fn resolve(db: &dyn Db, system: System, file: File) -> Resolved<Connector> {
    let mut cx = Context::new(db, system, Def { file, index: 0 });
    let mut by_index = FxHashMap::default();
    for (index, decl) in &file_decls(db, system, file).connectors {
        cx.def.index = *index;
        if let Some(connector) = connector(&mut cx, decl) {
            by_index.insert(*index, Arc::new(connector));
        }
    }
    cx.finish(by_index)
}

/// Resolves a connector; `None` when an end is missing, which the parser has reported.
pub(crate) fn connector(cx: &mut Context<'_>, decl: &ConnectorDecl) -> Option<Connector> {
    let (from, to) = (decl.from.as_ref().map(|e| end(cx, e)), decl.to.as_ref().map(|e| end(cx, e)));
    let attributes = cx.attributes(&decl.attributes, &structs(cx.db, cx.system).table);
    let name = decl.name.as_ref().map(|name| name.text.clone()).unwrap_or_default();
    Some(Connector { name, from: from?, to: to?, attributes, origin: cx.loc(decl.id) })
}

fn end(cx: &mut Context<'_>, decl: &ConnectorEndDecl) -> ConnectorEnd {
    let mut threads = DEFAULT_THREADS;
    if let Some(expr) = &decl.threads
        && let Some(value) = cx.evaluate(expr)
    {
        let whole = match value {
            Value::Int(n) => u32::try_from(n).ok(),
            Value::Float(x) if x.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&x) => Some(x as u32),
            _ => None,
        };
        match whole {
            Some(n) => threads = n,
            None => {
                let message = format!("{value} is not a number of threads");
                let finding = Finding::new(Rule::IllegalThreads, cx.loc(expr.id), message);
                cx.report(finding.note("it is a whole number, zero or more"));
            }
        }
    }
    ConnectorEnd { medium: decl.medium, multiple: decl.multiple, threads, hardware: decl.hardware }
}
