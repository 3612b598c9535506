// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `options`: the target, by the names of the reference's command line.

use minijinja::Value;

use super::types::word_size;
use crate::Target;

/// The options as templates see them.
pub(crate) fn value(target: &Target) -> Value {
    let options = &target.options;
    Value::from_pairs([
        ("architecture", Value::from(target.arch.name())),
        ("word_size", Value::from(word_size(target.arch))),
        ("realtime", Value::from(options.realtime())),
        ("debug_fault_handlers", Value::from(options.debug_fault_handlers.is_on())),
        ("fprovide_tcb_caps", Value::from(options.provide_tcb_caps.is_on())),
        ("frpc_lock_elision", Value::from(options.rpc_lock_elision.is_on())),
        ("largeframe", Value::from(options.largeframe.is_on())),
        ("largeframe_dma", Value::from(options.largeframe_dma.is_on())),
        ("default_priority", Value::from(options.default_priority)),
        ("default_max_priority", Value::from(options.default_max_priority)),
        ("default_affinity", Value::from(options.default_affinity)),
        ("default_stack_size", Value::from(options.default_stack_size)),
        ("default_period", Value::from(options.default_period)),
        ("default_budget", Value::from(options.default_budget)),
        ("default_data", Value::from(options.default_data)),
        ("default_size_bits", Value::from(options.default_size_bits)),
        ("verification_base_name", Value::from(())),
    ])
}
