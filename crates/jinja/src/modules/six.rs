// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `six`: what it gives under Python 3.

use crate::{Py, class, error::attribute_error, iter, text};

pub(super) fn module() -> Py {
    let classes = |classes: &[&'static crate::Class]| Py::tuple(classes.iter().map(|class| Py::Class(class)).collect());
    let over = |name: &'static str, method: &'static str| {
        (
            name,
            Py::function(name, move |cx, args| {
                let view = crate::call::call_method(cx, args.one("six")?, method, &crate::Args::default())?;
                Ok(Py::Iter(iter::iter(cx, &view)?))
            }),
        )
    };
    let moves = Py::module(
        "six.moves",
        [
            ("range", Py::Class(&class::RANGE)),
            ("xrange", Py::Class(&class::RANGE)),
            ("zip", Py::Class(&class::ZIP)),
            ("map", Py::Class(&class::MAP)),
            ("filter", Py::Class(&class::FILTER)),
            ("reduce", Py::function("reduce", super::containers::reduce)),
        ],
    );
    Py::module(
        "six",
        [
            ("PY2", Py::Bool(false)),
            ("PY3", Py::Bool(true)),
            ("string_types", classes(&[&class::STR])),
            ("integer_types", classes(&[&class::INT])),
            ("class_types", classes(&[&class::TYPE])),
            ("text_type", Py::Class(&class::STR)),
            ("binary_type", Py::Class(&class::BYTES)),
            ("MAXSIZE", Py::Int(i64::MAX)),
            over("iterkeys", "keys"),
            over("itervalues", "values"),
            over("iteritems", "items"),
            ("u", Py::function("u", |_, args| Ok(args.one("u")?.clone()))),
            (
                "ensure_str",
                Py::function("ensure_str", |_, args| {
                    match args.bind("ensure_str", &["s", "encoding", "errors"])?.required("s")? {
                        Py::Bytes(bytes) => Ok(Py::from(&*String::from_utf8_lossy(bytes))),
                        value => text::str(value).map(Py::Str),
                    }
                }),
            ),
            (
                "next",
                Py::function("next", |cx, args| match args.one("next")? {
                    Py::Iter(iter) => Ok(iter.next(cx)?.unwrap_or(Py::None)),
                    value => {
                        Err(attribute_error(format!("'{}' object has no attribute '__next__'", value.type_name())))
                    }
                }),
            ),
            ("moves", moves),
        ],
    )
}
