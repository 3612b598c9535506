// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Filters that make numbers.

use std::cmp::Ordering;

use crate::{
    Py, PyResult,
    args::Args,
    ast::Binary,
    builtins,
    call::call,
    class,
    cx::Cx,
    error::{type_error, value_error},
    iter, ops,
    truth::length,
};

pub(super) fn apply(cx: &mut Cx<'_>, name: &str, of: &Py, args: &Args<'_>) -> PyResult<Option<Py>> {
    let python = |cx: &mut Cx<'_>, name: &str| match builtins::python_global(name) {
        Some(function) => call(cx, &function, &Args::of(std::slice::from_ref(of))),
        None => Ok(Py::None),
    };
    Ok(Some(match name {
        "abs" => python(cx, "abs")?,
        "length" | "count" => {
            args.none("length")?;
            let length = length(of);
            Py::from(length.ok_or_else(|| type_error(format!("object of type '{}' has no len()", of.type_name())))?)
        }
        "int" => {
            let bound = args.bind("int", &["default", "base"])?;
            let default = bound.get("default").cloned().unwrap_or(Py::Int(0));
            let made = match (of, bound.get("base")) {
                (Py::Str(_), base) => {
                    let base = base.cloned().unwrap_or(Py::Int(10));
                    call(cx, &Py::Class(&class::INT), &Args::of(&[of.clone(), base]))
                }
                _ => python(cx, "int"),
            };
            match made {
                Ok(value) => value,
                Err(error) if recoverable(&error) => {
                    match python(cx, "float").and_then(|float| call(cx, &Py::Class(&class::INT), &Args::of(&[float]))) {
                        Ok(value) => value,
                        Err(error) if recoverable(&error) || error.is(&class::OVERFLOW_ERROR) => default,
                        Err(error) => return Err(error),
                    }
                }
                Err(error) => return Err(error),
            }
        }
        "float" => {
            let bound = args.bind("float", &["default"])?;
            match python(cx, "float") {
                Ok(value) => value,
                Err(error) if recoverable(&error) => bound.get("default").cloned().unwrap_or(Py::Float(0.0)),
                Err(error) => return Err(error),
            }
        }
        "round" => round(cx, of, args)?,
        "filesizeformat" => {
            let bytes = python(cx, "float")?;
            Py::from(file_size(cx, &bytes, args)?)
        }
        "sum" => {
            let bound = args.bind("sum", &["attribute", "start"])?;
            let mut sum = bound.get("start").cloned().unwrap_or(Py::Int(0));
            for item in iter::iterate(cx, of)? {
                let item = match bound.some("attribute") {
                    Some(path) => super::by_path(cx, &item, path)?,
                    None => item,
                };
                sum = ops::add(&sum, &item)?;
            }
            sum
        }
        _ => return Ok(None),
    }))
}

fn recoverable(error: &crate::PyError) -> bool {
    error.is(&class::TYPE_ERROR) || error.is(&class::VALUE_ERROR)
}

fn round(cx: &mut Cx<'_>, of: &Py, args: &Args<'_>) -> PyResult {
    let bound = args.bind("round", &["precision", "method"])?;
    let precision = bound.get("precision").cloned().unwrap_or(Py::Int(0));
    let method = bound.get("method").map_or(Ok("common"), |method| method.expect_str("method"))?;
    if method == "common" {
        let Some(round) = builtins::python_global("round") else { return Ok(Py::None) };
        return call(cx, &round, &Args::of(&[of.clone(), precision]));
    }
    if !matches!(method, "ceil" | "floor") {
        return Err(value_error("method must be common, ceil or floor"));
    }
    let value = of.as_f64().ok_or_else(|| type_error(format!("must be real number, not {}", of.type_name())))?;
    let scale = 10f64.powi(i32::try_from(precision.expect_index()?).unwrap_or(0));
    let scaled = value * scale;
    Ok(Py::Float(if method == "ceil" { scaled.ceil() } else { scaled.floor() } / scale))
}

/// A number of bytes in units that people read.
fn file_size(cx: &mut Cx<'_>, of: &Py, args: &Args<'_>) -> PyResult<String> {
    let bound = args.bind("filesizeformat", &["binary"])?;
    let binary = bound.get("binary").map_or(Ok(false), crate::truth::truth)?;
    let (base, infix) = if binary { (1024_i64, "i") } else { (1000, "") };
    let bytes = of.as_f64().unwrap_or_default();
    #[expect(clippy::float_cmp, reason = "one byte alone has a singular")]
    if bytes == 1.0 {
        return Ok("1 Byte".to_owned());
    }
    // A float is compared with the exact number, which it may just miss.
    let below = |unit: &Py| Ok::<_, crate::PyError>(crate::compare::compare(of, unit, "<")? == Some(Ordering::Less));
    if below(&Py::Int(base))? {
        let whole = call(cx, &Py::Class(&class::INT), &Args::of(std::slice::from_ref(of)))?;
        return Ok(format!("{} Bytes", crate::text::str(&whole)?));
    }
    let letters = if binary { "KMGTPEZY" } else { "kMGTPEZY" };
    let (mut unit, mut letter) = (Py::Int(base), 'k');
    for next in letters.chars() {
        (unit, letter) = (ops::binary(Binary::Mul, &unit, &Py::Int(base))?, next);
        if below(&unit)? {
            break;
        }
    }
    let scaled = ops::binary(Binary::Mul, &Py::Int(base), of)?;
    let shown = crate::format::format_value(&ops::binary(Binary::Div, &scaled, &unit)?, ".1f")?;
    Ok(format!("{shown} {letter}{infix}B"))
}
