// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Settings that say how a thread is scheduled.

use camkes_capdl::{SchedContext, Tcb};
use camkes_hir::model::Value as Setting;
use minijinja::{Error, ErrorKind};

use crate::host::model::Model;

/// The settings of one instance.
pub(super) struct Properties<'a> {
    pub(super) model: &'a Model,
    pub(super) instance: &'a str,
}

impl Properties<'_> {
    /// A setting that must be a number of the type, if it is made.
    pub(super) fn number<N: TryFrom<i128>>(&self, attribute: &str) -> Result<Option<N>, Error> {
        let Some(setting) = self.model.setting(self.instance, attribute) else { return Ok(None) };
        setting.as_int().and_then(|number| N::try_from(number).ok()).map(Some).ok_or_else(|| {
            Error::new(
                ErrorKind::InvalidOperation,
                format!("setting {}.{attribute} has the value {setting}, which is no number in range", self.instance),
            )
        })
    }

    pub(super) fn flag(&self, attribute: &str) -> bool {
        match self.model.setting(self.instance, attribute) {
            None => false,
            Some(Setting::Int(number)) => *number != 0,
            Some(Setting::Float(number)) => *number != 0.0,
            Some(Setting::Str(text)) => !text.is_empty(),
            Some(Setting::List(items)) => !items.is_empty(),
            Some(Setting::Dict(entries)) => !entries.is_empty(),
        }
    }

    /// The thread's own setting, else the one for the whole instance.
    fn own_or_general<N: TryFrom<i128>>(&self, prefix: &str, attribute: &str) -> Result<Option<N>, Error> {
        match self.number(&format!("{prefix}{attribute}"))? {
            Some(own) => Ok(Some(own)),
            None => self.number(attribute),
        }
    }

    /// Sets priorities, core and domain. A domain is only set for one thread, never for a whole instance.
    pub(super) fn apply(&self, prefix: &str, tcb: &mut Tcb) -> Result<(), Error> {
        let options = &self.model.target.options;
        tcb.prio = self.own_or_general(prefix, "priority")?.unwrap_or(options.default_priority);
        tcb.max_prio = self.own_or_general(prefix, "max_priority")?.unwrap_or(options.default_max_priority);
        tcb.affinity = self.own_or_general(prefix, "affinity")?.unwrap_or(options.default_affinity);
        tcb.domain = self.number(&format!("{prefix}domain"))?;
        Ok(())
    }

    /// The fault handler comes before all other threads, on the instance's core.
    pub(super) fn apply_to_fault_handler(&self, tcb: &mut Tcb) -> Result<(), Error> {
        let options = &self.model.target.options;
        tcb.prio = u8::MAX;
        tcb.max_prio = options.default_max_priority;
        tcb.affinity = self.number("affinity")?.unwrap_or(options.default_affinity);
        Ok(())
    }

    pub(super) fn sched_context(&self, prefix: &str) -> Result<SchedContext, Error> {
        let options = &self.model.target.options;
        Ok(SchedContext {
            period: self.own_or_general(prefix, "period")?.unwrap_or(options.default_period),
            budget: self.own_or_general(prefix, "budget")?.unwrap_or(options.default_budget),
            data: self.own_or_general(prefix, "data")?.unwrap_or(options.default_data),
            size_bits: self.own_or_general(prefix, "size_bits")?.unwrap_or(options.default_size_bits),
        })
    }
}
