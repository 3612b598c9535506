// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `options`: what the build asked for.

use camkes_capdl::Arch;
use camkes_jinja::{Class, Cx, Host, Py, PyResult};

static NAMESPACE: Class = Class::host("Namespace", &[]);

/// What a build may set, by the names that templates know; the defaults are those of the reference tool's runner.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line, read by templates by its name"
)]
pub struct RunnerOptions {
    /// The architecture.
    pub architecture: Arch,
    /// Connectors leave out a lock where only one thread can take it.
    pub frpc_lock_elision: bool,
    /// Components get capabilities to their own threads.
    pub fprovide_tcb_caps: bool,
    /// Priority of threads without a setting.
    pub default_priority: i64,
    /// Highest priority that threads may give, without a setting.
    pub default_max_priority: i64,
    /// Core of threads without a setting.
    pub default_affinity: i64,
    /// Period of a scheduling context without a setting, in microseconds.
    pub default_period: i64,
    /// Budget of a scheduling context without a setting, in microseconds.
    pub default_budget: i64,
    /// The word handed to the timeout handler, without a setting.
    pub default_data: i64,
    /// log2 of the bytes of a scheduling context without a setting.
    pub default_size_bits: i64,
    /// Stack of a thread without a setting, in bytes.
    pub default_stack_size: i64,
    /// Large frames wherever they fit.
    pub largeframe: bool,
    /// Large frames for DMA pools.
    pub largeframe_dma: bool,
    /// A thread in each component that prints faults of the others.
    pub debug_fault_handlers: bool,
    /// The kernel has mixed-criticality scheduling.
    pub realtime: bool,
    /// Start of the names of Isabelle theories.
    pub verification_base_name: Option<String>,
}

impl RunnerOptions {
    /// The defaults on an architecture.
    #[must_use]
    pub fn new(architecture: Arch) -> Self {
        Self {
            architecture,
            frpc_lock_elision: true,
            fprovide_tcb_caps: true,
            default_priority: 254,
            default_max_priority: 254,
            default_affinity: 0,
            default_period: 10_000,
            default_budget: 10_000,
            default_data: 0,
            default_size_bits: 8,
            default_stack_size: 16384,
            largeframe: false,
            largeframe_dma: false,
            debug_fault_handlers: false,
            realtime: false,
            verification_base_name: None,
        }
    }
}

/// The options as templates hold them.
#[derive(Debug)]
pub(super) struct Shown(pub(super) RunnerOptions);

impl Host for Shown {
    fn class(&self) -> &'static Class {
        &NAMESPACE
    }

    fn attribute(&self, _cx: &mut Cx<'_>, name: &str) -> PyResult<Option<Py>> {
        let options = &self.0;
        Ok(Some(match name {
            "architecture" => Py::from(options.architecture.name()),
            "frpc_lock_elision" => Py::Bool(options.frpc_lock_elision),
            "fprovide_tcb_caps" => Py::Bool(options.fprovide_tcb_caps),
            "default_priority" => Py::Int(options.default_priority),
            "default_max_priority" => Py::Int(options.default_max_priority),
            "default_affinity" => Py::Int(options.default_affinity),
            "default_period" => Py::Int(options.default_period),
            "default_budget" => Py::Int(options.default_budget),
            "default_data" => Py::Int(options.default_data),
            "default_size_bits" => Py::Int(options.default_size_bits),
            "default_stack_size" => Py::Int(options.default_stack_size),
            "largeframe" => Py::Bool(options.largeframe),
            "largeframe_dma" => Py::Bool(options.largeframe_dma),
            "debug_fault_handlers" => Py::Bool(options.debug_fault_handlers),
            "realtime" => Py::Bool(options.realtime),
            "verification_base_name" => Py::from(options.verification_base_name.clone()),
            "verbosity" => Py::Int(1),
            _ => return Ok(None),
        }))
    }
}
