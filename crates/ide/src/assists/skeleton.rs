// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! At the head of a component: a C file with the functions that it has to have.

use camkes_hir::loc::ItemLoc;
use camkes_hir::model::{Component, InterfaceType};
use camkes_hir::parse::source_map;
use camkes_hir::scope::{DefKind, scope};
use camkes_syntax::ast::{self, AstNode};

use super::{Assist, AssistKind, Context};
use crate::c_api::prototype;
use crate::c_side;
use crate::level;

/// Connectors whose `to` end implements `<interface>_handle`.
const INTERRUPTS: [&str; 2] = ["seL4HardwareInterrupt", "seL4IOAPICHardwareInterrupt"];

pub(super) fn collect(cx: &Context<'_>, out: &mut Vec<Assist>) {
    let Some(component) = cx.node::<ast::Component>() else { return };
    let Some(name) = cx.named_here(&component) else { return };
    let Some(named) = scope(cx.db, cx.system).get(DefKind::Component, &name.text()) else { return };
    let here = source_map(cx.db, cx.system, named.loc.file).get(named.loc.id);
    let range = camkes_syntax::text_range_without_trivia(name.syntax());
    let is_this = here.is_some_and(|it| it.file == cx.file && it.focus == range);
    let Some(component) = level::component_named(cx.db, cx.system, &name.text()).filter(|_| is_this) else { return };
    if component.hardware {
        return;
    }
    let file = format!("{}.c", name.text().to_lowercase());
    let path = cx.folder().join("src").join(&file);
    // A folder with sources has its C file in all likelihood, whatever its name.
    let has_sources = [cx.folder().to_owned(), cx.folder().join("src")]
        .iter()
        .any(|folder| cx.db.list(folder).iter().any(|it| it.extension() == Some("c")));
    let alone = cx.root.children().filter(|it| ast::Component::can_cast(it.kind())).count() == 1;
    if !cx.is_free(&path) || (has_sources && alone) || c_side::has_sources(cx.db, cx.system, component.origin) {
        return;
    }
    out.push(Assist {
        title: format!("Write `src/{file}` with the functions of `{}`", name.text()),
        kind: AssistKind::Rewrite,
        preferred: false,
        edits: Vec::new(),
        created: vec![(path, text(cx, &component))],
        mends: None,
    });
}

/// The text of the C file.
fn text(cx: &Context<'_>, component: &Component) -> String {
    let mut out = format!("{}#include <camkes.h>\n", cx.notice());
    for interface in &component.interfaces {
        match &interface.ty {
            InterfaceType::Provides(procedure) => {
                for method in &procedure.methods {
                    let body = if method.return_type.is_some() { "    return 0;\n" } else { "" };
                    out.push_str(&format!("\n{}\n{{\n{body}}}\n", prototype(&interface.name, method)));
                }
            }
            InterfaceType::Consumes(_) if takes_interrupts(cx, interface.origin) => {
                let name = &interface.name;
                out.push_str(&format!("\nvoid {name}_handle(void)\n{{\n    {name}_acknowledge();\n}}\n"));
            }
            _ => {}
        }
    }
    if component.control {
        out.push_str("\nint run(void)\n{\n    return 0;\n}\n");
    }
    out
}

fn takes_interrupts(cx: &Context<'_>, origin: ItemLoc) -> bool {
    let Some(assembly) = camkes_hir::assembly(cx.db, cx.system) else { return false };
    assembly.connections.iter().filter(|it| INTERRUPTS.contains(&it.connector.name.as_str())).any(|connection| {
        connection.to.iter().filter_map(|end| assembly.resolve(*end)).any(|(_, it)| it.origin == origin)
    })
}
