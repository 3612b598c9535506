// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The compositions and configurations of an assembly or component, written in place or used by name.

use std::sync::Arc;

use crate::declarations::{Context, Placed};
use crate::diagnostic::{Finding, Rule};
use crate::item_tree::Given;
use crate::item_tree::part::Part;
use crate::loc::ItemLoc;
use crate::parse::item_tree;
use crate::scope::Def;

/// Those that are given in a list.
pub(super) fn parts<T: Part>(cx: &mut Context<'_>, given: &[Given<T>]) -> Vec<Placed<Arc<T>>> {
    let mut out = Vec::new();
    for it in given {
        match it {
            Given::Here(decl) => out.push(Placed { def: cx.def, decl: Arc::clone(decl) }),
            Given::Use(path) => {
                let Some(def) = cx.lookup(T::KIND, path) else { continue };
                let decl = item_tree(cx.db, cx.system, def.file).items.get(def.index).and_then(T::of);
                out.extend(decl.map(|decl| Placed { def, decl: Arc::clone(decl) }));
            }
        }
    }
    out
}

/// Reports all but the first of what the language allows once.
pub(super) fn only_one<T: Part>(cx: &mut Context<'_>, given: &[Given<T>]) {
    let place = |given: &Given<T>| match given {
        Given::Here(decl) => decl.id(),
        Given::Use(path) => path.id,
    };
    let def: Def = cx.def;
    let Some((first, rest)) = given.split_first() else { return };
    for extra in rest {
        let finding = Finding::new(
            Rule::NoComposition,
            ItemLoc::new(def.file, place(extra)),
            format!("there is already a {} here", T::KIND.keyword()),
        );
        cx.report(finding.label(ItemLoc::new(def.file, place(first)), "the first one"));
    }
}
