// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A parameter without a word for its direction: it is `in`, which a reader may not know.

use super::{Check, Lint};
use crate::db::Db;
use crate::declarations::file_decls;
use crate::diagnostic::{Finding, Holds, Rule, Spot};
use crate::input::{File, System};
use crate::loc::ItemLoc;

pub(super) const LINT: Lint =
    Lint { rule: Rule::ImplicitDirection, tag: None, holds: Holds::InAny, check: Check::File(check) };

fn check(db: &dyn Db, system: System, file: File) -> Vec<Finding> {
    let procedures = file_decls(db, system, file).procedures.iter().map(|(_, decl)| decl);
    let parameters = procedures.flat_map(|it| &it.methods).flat_map(|it| &it.parameters);
    let finding = |parameter: &crate::item_tree::ParameterDecl| {
        let at = ItemLoc::new(file, parameter.id);
        let message = format!("parameter `{}` does not say in which direction it goes", parameter.name.text);
        let finding = Finding::new(Rule::ImplicitDirection, at, message).note("without a word it is `in`");
        finding.mend("Write `in`", Spot::Before(at), "in ")
    };
    parameters.filter(|it| it.direction.is_none() && it.ty.is_some()).map(finding).collect()
}
