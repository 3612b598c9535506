// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `pool-domains`: a list of domains that is shorter than the pool of threads.

use super::Look;
use crate::diagnostic::{Finding, Rule};
use crate::model::Value;

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    for it in look.values.iter().filter(|it| it.meaning.special.name.text() == "tcb_pool_domains") {
        let Value::List(domains) = it.found.value else { continue };
        let Some((count, pool)) = look.number(it.entity, "tcb_pool") else { continue };
        if count > domains.len() as i128 {
            let message = format!("{} domains are too few for {count} threads", domains.len());
            out.push(it.found.finding(Rule::PoolDomains, message).label(pool.at, "the pool"));
        }
    }
}
