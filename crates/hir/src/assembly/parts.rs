// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The compositions and configurations of an assembly or component, written in place or used by name.

use std::sync::Arc;

use crate::declarations::{Context, Placed};
use crate::diagnostic::{Finding, Rule};
use crate::item_tree::{CompositionDecl, ConfigurationDecl, Given, Item};
use crate::loc::ItemLoc;
use crate::parse::item_tree;
use crate::scope::{Def, DefKind};

/// The compositions given in a list.
pub(super) fn compositions(
    cx: &mut Context<'_>,
    given: &[Given<CompositionDecl>],
) -> Vec<Placed<Arc<CompositionDecl>>> {
    resolve(cx, given, DefKind::Composition, |item| match item {
        Item::Composition(decl) => Some(Arc::clone(decl)),
        _ => None,
    })
}

/// The configurations given in a list.
pub(super) fn configurations(
    cx: &mut Context<'_>,
    given: &[Given<ConfigurationDecl>],
) -> Vec<Placed<Arc<ConfigurationDecl>>> {
    resolve(cx, given, DefKind::Configuration, |item| match item {
        Item::Configuration(decl) => Some(Arc::clone(decl)),
        _ => None,
    })
}

fn resolve<T>(
    cx: &mut Context<'_>,
    given: &[Given<T>],
    kind: DefKind,
    pick: impl Fn(&Item) -> Option<Arc<T>>,
) -> Vec<Placed<Arc<T>>> {
    let mut out = Vec::new();
    for it in given {
        match it {
            Given::Here(decl) => out.push(Placed { def: cx.def, decl: Arc::clone(decl) }),
            Given::Use(path) => {
                let Some(def) = cx.lookup(kind, path) else { continue };
                let decl = item_tree(cx.db, cx.system, def.file).items.get(def.index).and_then(&pick);
                out.extend(decl.map(|decl| Placed { def, decl }));
            }
        }
    }
    out
}

/// Reports all but the first of what the language allows once.
pub(super) fn only_one<T>(
    cx: &mut Context<'_>,
    what: &str,
    given: &[Given<T>],
    id: impl Fn(&T) -> crate::loc::LocalId,
) {
    let place = |given: &Given<T>| match given {
        Given::Here(decl) => id(decl),
        Given::Use(path) => path.id,
    };
    let def: Def = cx.def;
    let Some((first, rest)) = given.split_first() else { return };
    for extra in rest {
        let finding = Finding::new(
            Rule::NoComposition,
            ItemLoc::new(def.file, place(extra)),
            format!("there is already a {what} here"),
        );
        cx.report(finding.label(ItemLoc::new(def.file, place(first)), "the first one"));
    }
}
