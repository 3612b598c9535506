// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! For what a system is generated: the architecture, and the defaults that a build sets.

pub use camkes_capdl::Arch;
use camkes_capdl::ObjectSizes;

/// For what a system is generated. Everything that decides the output besides the assembly and the templates.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Target {
    /// The architecture.
    pub arch: Arch,
    /// What a build may set.
    pub options: Options,
    /// Sizes of the kernel's objects, as far as its build told them. Templates in the layout of the reference tool ask for them.
    pub sizes: ObjectSizes,
}

impl Target {
    /// The defaults on an architecture.
    #[must_use]
    pub fn new(arch: Arch) -> Self {
        Self { arch, options: Options::default(), sizes: ObjectSizes::default() }
    }
}

/// The kernel that the system runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Kernel {
    /// seL4 as it always was.
    #[default]
    Classic,
    /// seL4 with mixed-criticality scheduling: scheduling contexts and reply objects.
    Realtime,
}

/// Something a build may switch on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Switch {
    /// Not wanted.
    #[default]
    Off,
    /// Wanted.
    On,
}

impl Switch {
    /// Whether it is wanted.
    #[must_use]
    pub const fn is_on(self) -> bool {
        matches!(self, Self::On)
    }
}

impl From<bool> for Switch {
    fn from(on: bool) -> Self {
        if on { Self::On } else { Self::Off }
    }
}

/// What a build may set; the defaults are those of the reference tool's runner.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Options {
    /// Which kernel.
    pub kernel: Kernel,
    /// A thread in each component that prints faults of the others.
    pub debug_fault_handlers: Switch,
    /// Components get capabilities to their own threads, so that they can exit.
    pub provide_tcb_caps: Switch,
    /// Connectors leave out a lock where only one thread can take it.
    pub rpc_lock_elision: Switch,
    /// Large frames wherever they fit.
    pub largeframe: Switch,
    /// Large frames for DMA pools.
    pub largeframe_dma: Switch,
    /// Priority of threads without a setting.
    pub default_priority: u8,
    /// Highest priority that threads may give, without a setting.
    pub default_max_priority: u8,
    /// Core of threads without a setting.
    pub default_affinity: u32,
    /// Stack of a thread without a setting, in bytes.
    pub default_stack_size: u64,
    /// Period of a scheduling context without a setting, in microseconds.
    pub default_period: u64,
    /// Budget of a scheduling context without a setting, in microseconds.
    pub default_budget: u64,
    /// The word handed to the timeout handler, without a setting.
    pub default_data: u64,
    /// log2 of the bytes of a scheduling context without a setting.
    pub default_size_bits: u8,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            kernel: Kernel::Classic,
            debug_fault_handlers: Switch::Off,
            provide_tcb_caps: Switch::On,
            rpc_lock_elision: Switch::On,
            largeframe: Switch::Off,
            largeframe_dma: Switch::Off,
            default_priority: 254,
            default_max_priority: 254,
            default_affinity: 0,
            default_stack_size: 16384,
            default_period: 10_000,
            default_budget: 10_000,
            default_data: 0,
            default_size_bits: 8,
        }
    }
}

impl Options {
    /// Whether the kernel has scheduling contexts.
    #[must_use]
    pub fn realtime(&self) -> bool {
        self.kernel == Kernel::Realtime
    }
}
