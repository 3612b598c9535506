// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Threads: priority, core, domain, stack, scheduling context.

use super::{MANY, special};
use crate::special::Owner::{Instance, Thread};
use crate::special::{Kind, Needs, Special, Unit};

const PRIORITY: Kind = Kind::Number { min: 0, max: 255, unit: Unit::One };
const CORE: Kind = Kind::Number { min: 0, max: 255, unit: Unit::One };
const DOMAIN: Kind = Kind::Number { min: 0, max: 255, unit: Unit::One };
const STACK: Kind = Kind::Number { min: 1, max: MANY, unit: Unit::PagedBytes };
const TIME: Kind = Kind::Number { min: 1, max: u64::MAX as i128, unit: Unit::Microseconds };
const WORD: Kind = Kind::Number { min: 0, max: u64::MAX as i128, unit: Unit::One };
/// The kernel's least scheduling context has 2^7 bytes.
const CONTEXT: Kind = Kind::Number { min: 7, max: 63, unit: Unit::Bits };

pub(super) const SETTINGS: &[Special] = &[
    special("priority", Instance, PRIORITY, "254", "Priority of every thread of the instance that has none of its own. A greater number runs first."),
    special("_priority", Instance, PRIORITY, "254", "Priority of the thread that runs `run`. It goes before `priority`."),
    special("<interface>_priority", Thread, PRIORITY, "254", "Priority of the threads that serve this interface. It goes before `priority`."),
    special("max_priority", Instance, PRIORITY, "254", "Highest priority that threads of the instance may give to others or to themselves (maximum controlled priority)."),
    special("_max_priority", Instance, PRIORITY, "254", "Maximum controlled priority of the thread that runs `run`. It goes before `max_priority`."),
    special("<interface>_max_priority", Thread, PRIORITY, "254", "Maximum controlled priority of the threads that serve this interface. It goes before `max_priority`."),
    special("affinity", Instance, CORE, "0", "Number of the core on which every thread of the instance runs that has none of its own. Without a multicore kernel only 0 is possible."),
    special("_affinity", Instance, CORE, "0", "Core of the thread that runs `run`. It goes before `affinity`."),
    special("<interface>_affinity", Thread, CORE, "0", "Core of the threads that serve this interface. It goes before `affinity`."),
    special("_domain", Instance, DOMAIN, "0", "Scheduling domain of the thread that runs `run`. There is no setting for all threads of an instance."),
    special("<interface>_domain", Thread, DOMAIN, "0", "Scheduling domain of the threads that serve this interface."),
    special("_stack_size", Instance, STACK, "16384", "Stack of the thread that runs `run`."),
    special("<interface>_stack_size", Thread, STACK, "16384", "Stack of each thread that serves this interface."),
    special("period", Instance, TIME, "10000", "Period of the scheduling context of every thread that has none of its own. The budget is given anew once in each period.").needs(Needs::Mcs),
    special("_period", Instance, TIME, "10000", "Period of the thread that runs `run`. It goes before `period`.").needs(Needs::Mcs),
    special("<interface>_period", Thread, TIME, "10000", "Period of the threads that serve this interface. It goes before `period`.").needs(Needs::Mcs),
    special("faultperiod", Instance, TIME, "10000", "Period of the thread that reports faults. It goes before `period`.").needs(Needs::Mcs),
    special("budget", Instance, TIME, "10000", "Time that every thread without a budget of its own may use in each period. It is at most the period.").needs(Needs::Mcs),
    special("_budget", Instance, TIME, "10000", "Budget of the thread that runs `run`. It goes before `budget`.").needs(Needs::Mcs),
    special("<interface>_budget", Thread, TIME, "10000", "Budget of the threads that serve this interface. It goes before `budget`.").needs(Needs::Mcs),
    special("faultbudget", Instance, TIME, "10000", "Budget of the thread that reports faults. It goes before `budget`.").needs(Needs::Mcs),
    special("data", Instance, WORD, "0", "Word of user data in the scheduling contexts of threads that have none of their own; the kernel hands it to timeout handlers.").needs(Needs::Mcs),
    special("_data", Instance, WORD, "0", "User data of the scheduling context of the thread that runs `run`.").needs(Needs::Mcs),
    special("<interface>_data", Thread, WORD, "0", "User data of the scheduling contexts of the threads that serve this interface.").needs(Needs::Mcs),
    special("faultdata", Instance, WORD, "0", "User data of the scheduling context of the thread that reports faults.").needs(Needs::Mcs),
    special("size_bits", Instance, CONTEXT, "8", "Size of the scheduling contexts of threads that have none of their own; more room means more refills.").needs(Needs::Mcs),
    special("_size_bits", Instance, CONTEXT, "8", "Size of the scheduling context of the thread that runs `run`.").needs(Needs::Mcs),
    special("<interface>_size_bits", Thread, CONTEXT, "8", "Size of the scheduling contexts of the threads that serve this interface.").needs(Needs::Mcs),
    special("faultsize_bits", Instance, CONTEXT, "8", "Size of the scheduling context of the thread that reports faults.").needs(Needs::Mcs),
    special("<interface>_passive", Thread, Kind::Flag, "false", "Takes the scheduling context from the threads that serve this interface once they are set up; they then run on the time of their callers.").needs(Needs::Mcs),
    special("single_threaded", Instance, Kind::Flag, "false", "Serves all interfaces of the instance with the thread that runs `run`, which waits on one endpoint for all of them."),
    special("enable_tracing", Instance, Kind::Flag, "false", "Records trace points of an instance that is `single_threaded`."),
    special("number_tracepoints", Instance, Kind::Number { min: 1, max: MANY, unit: Unit::Count }, "10", "Trace points that an instance with `enable_tracing` has room for."),
];
