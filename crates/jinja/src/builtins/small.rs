// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Small things with a state of their own: counters, joiners, cyclers, functions with some arguments given.

use std::{
    cell::RefCell,
    fmt,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use rustc_hash::FxHashMap;

use crate::{
    Py, PyResult,
    args::Args,
    ast::Binary,
    class::{self, Class},
    collections::{Dict, Lock, Tuple},
    compare::address,
    cx::Cx,
    host::Host,
    ops, text,
};

/// `Counter()` of the reference: a number that a loop can change.
#[derive(Default)]
pub(super) struct CellCounter(Lock<Option<Py>>);

impl CellCounter {
    fn value(&self) -> Py {
        self.0.lock().clone().unwrap_or(Py::Int(0))
    }
}

impl fmt::Debug for CellCounter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.value(), f)
    }
}

impl Host for CellCounter {
    fn class(&self) -> &'static Class {
        &class::CELL_COUNTER
    }

    fn attribute(&self, _: &mut Cx<'_>, name: &str) -> PyResult<Option<Py>> {
        Ok((name == "value").then(|| self.value()))
    }

    fn set_attribute(&self, _: &mut Cx<'_>, name: &str, value: Py) -> PyResult<()> {
        if name == "value" {
            *self.0.lock() = Some(value);
            return Ok(());
        }
        Err(crate::error::attribute_error(format!("'Counter' object has no attribute '{name}'")))
    }

    fn has_method(&self, name: &str) -> bool {
        matches!(name, "set" | "increment" | "decrement")
    }

    fn call_method(&self, _: &mut Cx<'_>, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
        let operator = match name {
            "set" => {
                let value = args.bind("set", &["value"])?.required("value")?.clone();
                *self.0.lock() = Some(value);
                return Ok(Some(Py::None));
            }
            "increment" => Binary::Add,
            "decrement" => Binary::Sub,
            _ => return Ok(None),
        };
        let offset = args.bind("increment", &["offset"])?.get("offset").cloned().unwrap_or(Py::Int(1));
        let value = ops::binary(operator, &self.value(), &offset)?;
        *self.0.lock() = Some(value);
        Ok(Some(Py::None))
    }

    fn repr(&self) -> String {
        text::str(&self.value()).map(|text| text.to_string()).unwrap_or_default()
    }
}

/// `joiner(sep)`: nothing at the first call, the separator at all others.
#[derive(Debug)]
pub(super) struct Joiner {
    pub(super) separator: Py,
    pub(super) used: AtomicUsize,
}

impl Host for Joiner {
    fn class(&self) -> &'static Class {
        &class::JOINER
    }

    fn is_callable(&self) -> bool {
        true
    }

    fn call(&self, _: &mut Cx<'_>, args: &Args<'_>) -> PyResult {
        args.none("joiner")?;
        let first = self.used.swap(1, Ordering::Relaxed) == 0;
        Ok(if first { Py::from("") } else { self.separator.clone() })
    }
}

/// `cycler(a, b, …)`.
pub(super) struct Cycler {
    pub(super) items: Tuple,
    pub(super) at: AtomicUsize,
}

impl fmt::Debug for Cycler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.items.items()).finish()
    }
}

impl Cycler {
    fn current(&self) -> Py {
        self.items.items().get(self.at.load(Ordering::Relaxed)).cloned().unwrap_or(Py::None)
    }
}

impl Host for Cycler {
    fn class(&self) -> &'static Class {
        &class::CYCLER
    }

    fn attribute(&self, _: &mut Cx<'_>, name: &str) -> PyResult<Option<Py>> {
        Ok((name == "current").then(|| self.current()))
    }

    fn has_method(&self, name: &str) -> bool {
        matches!(name, "next" | "reset")
    }

    fn call_method(&self, _: &mut Cx<'_>, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
        args.none("cycler")?;
        match name {
            "next" => {
                let current = self.current();
                let next = (self.at.load(Ordering::Relaxed) + 1) % self.items.items().len().max(1);
                self.at.store(next, Ordering::Relaxed);
                Ok(Some(current))
            }
            "reset" => {
                self.at.store(0, Ordering::Relaxed);
                Ok(Some(Py::None))
            }
            _ => Ok(None),
        }
    }
}

/// `functools.partial`.
pub(crate) struct PartialFunction {
    /// The function, then the arguments that are given.
    pub(crate) function: Tuple,
    pub(crate) named: Dict,
}

impl fmt::Debug for PartialFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("functools.partial")
    }
}

pub(crate) static PARTIAL: Class = Class::host("partial", &[]);

impl Host for PartialFunction {
    fn class(&self) -> &'static Class {
        &PARTIAL
    }

    fn is_callable(&self) -> bool {
        true
    }

    fn call(&self, cx: &mut Cx<'_>, args: &Args<'_>) -> PyResult {
        let [function, given @ ..] = self.function.items() else { return Ok(Py::None) };
        let positional: Vec<Py> = given.iter().chain(args.positional).cloned().collect();
        let mut named: Vec<(Arc<str>, Py)> = Vec::new();
        for (name, value) in self.named.entries() {
            if let Py::Str(name) = name
                && !args.named.iter().any(|(other, _)| *other == name)
            {
                named.push((name, value));
            }
        }
        named.extend(args.named.iter().cloned());
        crate::call::call(cx, function, &Args { positional: &positional, named: &named })
    }
}

thread_local! {
    /// Numbers of the things whose identity was asked for; the things are kept, so that no other takes their place.
    static NUMBERS: RefCell<FxHashMap<usize, (i64, Py)>> = RefCell::default();
}

/// The number of a thing, in the order in which they were asked for.
pub(super) fn identity(value: &Py) -> i64 {
    let Some(address) = address(value) else { return 0 };
    NUMBERS.with_borrow_mut(|numbers| {
        let next = 0x1000 + 16 * i64::try_from(numbers.len()).unwrap_or_default();
        numbers.entry(address).or_insert_with(|| (next, value.clone())).0
    })
}

/// Forgets the numbers: a render has ended.
pub(crate) fn forget_identities() {
    let numbers = NUMBERS.with_borrow_mut(std::mem::take);
    drop(numbers);
}
