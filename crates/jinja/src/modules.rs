// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Modules of Python's library that templates see.

mod containers;
mod itertools;
mod math;
mod os;
mod re;
mod six;
mod textwrap;

use rustc_hash::FxHashMap;

use crate::{Py, builtins::refused_members, class};

pub(crate) fn table() -> FxHashMap<&'static str, Py> {
    [
        ("collections", containers::collections()),
        ("copy", containers::copy()),
        ("functools", containers::functools()),
        ("itertools", itertools::module()),
        ("math", math::module()),
        ("numbers", numbers()),
        ("os", os::os()),
        ("pdb", Py::module("pdb", refused_members("pdb"))),
        ("re", re::module()),
        ("six", six::module()),
        ("sys", os::sys()),
        ("textwrap", textwrap::module()),
    ]
    .into_iter()
    .collect()
}

fn numbers() -> Py {
    Py::module(
        "numbers",
        [
            ("Number", Py::Class(&class::NUMBER)),
            ("Complex", Py::Class(&class::NUMBER)),
            ("Real", Py::Class(&class::REAL)),
            ("Rational", Py::Class(&class::INTEGRAL)),
            ("Integral", Py::Class(&class::INTEGRAL)),
        ],
    )
}
