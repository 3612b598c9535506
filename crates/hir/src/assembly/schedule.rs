// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The domain schedule.

use std::sync::Arc;

use crate::db::Db;
use crate::declarations::Context;
use crate::diagnostic::{Finding, Rule};
use crate::input::System;
use crate::item_tree::{AssemblyDecl, Expr};
use crate::model::{ScheduleItem, Value};
use crate::scope::Def;

/// Resolves the system's schedule. Only one assembly may have one.
pub(super) fn resolve(
    db: &dyn Db,
    system: System,
    decls: &[(Def, Arc<AssemblyDecl>)],
    findings: &mut Vec<Finding>,
) -> Vec<ScheduleItem> {
    let mut out = Vec::new();
    let mut first = None;
    for (def, decl) in decls {
        let mut cx = Context::new(db, system, *def);
        for schedule in &decl.schedules {
            let at = cx.loc(schedule.id);
            if let Some(first) = first {
                cx.report(
                    Finding::new(Rule::IllegalSchedule, at, "the system has more than one schedule")
                        .label(first, "the first one"),
                );
                continue;
            }
            first = Some(at);
            for (domain, duration, unit) in &schedule.items {
                let domain = whole(&mut cx, domain, "domain", i128::from(u32::MAX));
                let duration = whole(&mut cx, duration, "duration", i128::from(u64::MAX));
                if let (Some(domain), Some(duration)) = (domain, duration) {
                    out.push(ScheduleItem { domain: domain as u32, duration: duration as u64, unit: *unit });
                }
            }
        }
        findings.append(&mut cx.findings);
    }
    out
}

fn whole(cx: &mut Context<'_>, expr: &Expr, what: &str, max: i128) -> Option<i128> {
    let value = cx.evaluate(expr)?;
    if let Value::Int(n) = value
        && (0..=max).contains(&n)
    {
        return Some(n);
    }
    cx.report(
        Finding::new(Rule::IllegalSchedule, cx.loc(expr.id), format!("{value} is not a {what}"))
            .note("it is a whole number, zero or more"),
    );
    None
}
