// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `math`.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, ToPrimitive};

use crate::{
    Py, PyResult,
    args::Args,
    ast::Binary,
    builtins::{gcd, integer_root, truncate, whole},
    cx::Cx,
    error::{overflow_error, type_error, value_error},
    int, iter, ops,
};

pub(super) fn module() -> Py {
    let constants = [
        ("pi", std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("tau", std::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ];
    let constants = constants.into_iter().map(|(name, value)| (name, Py::Float(value)));
    let plain = PLAIN.into_iter().map(|(name, function)| {
        (
            name,
            Py::function(name, move |_, args| {
                let x = float(args.one("math function")?)?;
                let value = function(x);
                if value.is_nan() && !x.is_nan() {
                    return Err(value_error("math domain error"));
                }
                if value.is_infinite() && x.is_finite() {
                    return Err(if x.abs() > 1.0 {
                        overflow_error("math range error")
                    } else {
                        value_error("math domain error")
                    });
                }
                Ok(Py::Float(value))
            }),
        )
    });
    Py::module("math", constants.chain(plain).chain(others()).collect::<Vec<_>>())
}

type Plain = fn(f64) -> f64;

const PLAIN: [(&str, Plain); 21] = [
    ("sqrt", f64::sqrt),
    ("exp", f64::exp),
    ("expm1", f64::exp_m1),
    ("fabs", f64::abs),
    ("sin", f64::sin),
    ("cos", f64::cos),
    ("tan", f64::tan),
    ("asin", f64::asin),
    ("acos", f64::acos),
    ("atan", f64::atan),
    ("sinh", f64::sinh),
    ("cosh", f64::cosh),
    ("tanh", f64::tanh),
    ("asinh", f64::asinh),
    ("acosh", f64::acosh),
    ("atanh", f64::atanh),
    ("cbrt", f64::cbrt),
    ("exp2", f64::exp2),
    ("degrees", f64::to_degrees),
    ("radians", f64::to_radians),
    ("log1p", f64::ln_1p),
];

#[allow(clippy::too_many_lines)] // a table
fn others() -> Vec<(&'static str, Py)> {
    vec![
        (
            "log",
            Py::function("log", |_, args| {
                let bound = args.bind("log", &["x", "base"])?;
                let value = logarithm(bound.required("x")?, f64::ln)?;
                let Some(base) = bound.get("base") else { return Ok(Py::Float(value)) };
                let base = logarithm(base, f64::ln)?;
                if base == 0.0 {
                    return Err(crate::error::zero_division("float division by zero"));
                }
                Ok(Py::Float(value / base))
            }),
        ),
        ("log2", Py::function("log2", |_, args| logarithm(args.one("log2")?, f64::log2).map(Py::Float))),
        ("log10", Py::function("log10", |_, args| logarithm(args.one("log10")?, f64::log10).map(Py::Float))),
        ("ceil", Py::function("ceil", |_, args| rounded(args.one("ceil")?, f64::ceil))),
        ("floor", Py::function("floor", |_, args| rounded(args.one("floor")?, f64::floor))),
        (
            "trunc",
            Py::function("trunc", |_, args| match args.one("trunc")? {
                Py::Float(value) => truncate(*value),
                value => rounded(value, f64::trunc),
            }),
        ),
        ("pow", Py::function("pow", |_, args| two(args, "pow", ops::float_power))),
        (
            "fmod",
            Py::function("fmod", |_, args| {
                two(args, "fmod", |a, b| if b == 0.0 { Err(value_error("math domain error")) } else { Ok(a % b) })
            }),
        ),
        ("copysign", Py::function("copysign", |_, args| two(args, "copysign", |a, b| Ok(a.copysign(b))))),
        ("atan2", Py::function("atan2", |_, args| two(args, "atan2", |a, b| Ok(a.atan2(b))))),
        (
            "hypot",
            Py::function("hypot", |_, args| {
                let squares = args.positional.iter().map(|value| float(value).map(|value| value * value));
                match args.positional {
                    [a, b] => Ok(Py::Float(float(a)?.hypot(float(b)?))),
                    _ => Ok(Py::Float(squares.sum::<PyResult<f64>>()?.sqrt())),
                }
            }),
        ),
        ("isnan", Py::function("isnan", |_, args| Ok(Py::Bool(float(args.one("isnan")?)?.is_nan())))),
        ("isinf", Py::function("isinf", |_, args| Ok(Py::Bool(float(args.one("isinf")?)?.is_infinite())))),
        ("isfinite", Py::function("isfinite", |_, args| Ok(Py::Bool(float(args.one("isfinite")?)?.is_finite())))),
        ("gcd", Py::function("gcd", |_, args| gcd(args.positional))),
        ("lcm", Py::function("lcm", |_, args| lcm(args.positional))),
        ("isqrt", Py::function("isqrt", |_, args| integer_root(args.one("isqrt")?))),
        ("factorial", Py::function("factorial", |cx, args| factorial(cx, args.one("factorial")?))),
        ("comb", Py::function("comb", |cx, args| choices(cx, args, true))),
        ("perm", Py::function("perm", |cx, args| choices(cx, args, false))),
        (
            "prod",
            Py::function("prod", |cx, args| {
                let bound = args.bind("prod", &["iterable", "start"])?;
                let start = bound.get("start").cloned().unwrap_or(Py::Int(1));
                let items = iter::iterate(cx, bound.required("iterable")?)?;
                items.iter().try_fold(start, |product, item| ops::binary(Binary::Mul, &product, item))
            }),
        ),
        (
            "fsum",
            Py::function("fsum", |cx, args| {
                let items = iter::iterate(cx, args.one("fsum")?)?;
                Ok(Py::Float(items.iter().map(float).sum::<PyResult<f64>>()?))
            }),
        ),
        (
            "modf",
            Py::function("modf", |_, args| {
                let value = float(args.one("modf")?)?;
                Ok(Py::tuple(vec![Py::Float(value.fract()), Py::Float(value.trunc())]))
            }),
        ),
    ]
}

fn float(value: &Py) -> PyResult<f64> {
    match value.defined()? {
        Py::Big(big) => int::to_float(big),
        _ => value.as_f64().ok_or_else(|| type_error(format!("must be real number, not {}", value.type_name()))),
    }
}

fn two(args: &Args<'_>, name: &'static str, function: fn(f64, f64) -> PyResult<f64>) -> PyResult {
    let bound = args.bind(name, &["x", "y"])?;
    function(float(bound.required("x")?)?, float(bound.required("y")?)?).map(Py::Float)
}

/// A logarithm; that of an integer too large for a float is that of its upper bits and their weight.
fn logarithm(value: &Py, function: fn(f64) -> f64) -> PyResult<f64> {
    if let Py::Big(big) = value
        && big.sign() == num_bigint::Sign::Plus
        && big.to_f64().is_none_or(f64::is_infinite)
    {
        let shift = big.bits() - 64;
        #[allow(clippy::cast_precision_loss)] // the number of bits is small
        return Ok(function((&**big >> shift).to_f64().unwrap_or(1.0)) + function(2.0) * shift as f64);
    }
    let value = float(value)?;
    if value <= 0.0 {
        return Err(value_error("math domain error"));
    }
    Ok(function(value))
}

fn rounded(value: &Py, function: fn(f64) -> f64) -> PyResult {
    match value.defined()? {
        Py::Float(value) => whole(*value, function),
        _ => value
            .as_big()
            .map(Py::big)
            .ok_or_else(|| type_error(format!("must be real number, not {}", value.type_name()))),
    }
}

fn lcm(values: &[Py]) -> PyResult {
    let mut all = BigInt::one();
    for value in values {
        let value = value.as_big().ok_or_else(|| type_error("lcm() needs integers"))?;
        crate::budget::charge(usize::try_from(all.bits() + value.bits()).unwrap_or(usize::MAX))?;
        all = all.lcm(&value);
    }
    Ok(Py::big(all))
}

fn factorial(cx: &mut Cx<'_>, value: &Py) -> PyResult {
    let count = value.expect_index()?;
    if count < 0 {
        return Err(value_error("factorial() not defined for negative values"));
    }
    let mut product = Py::Int(1);
    for factor in 2..=count {
        cx.spend(1)?;
        product = ops::binary(Binary::Mul, &product, &Py::Int(factor))?;
    }
    Ok(product)
}

fn choices(cx: &mut Cx<'_>, args: &Args<'_>, unordered: bool) -> PyResult {
    let bound = args.bind("comb", &["n", "k"])?;
    let n = bound.required("n")?.expect_index()?;
    let k = bound.some("k").map_or(Ok(n), Py::expect_index)?;
    if n < 0 || k < 0 {
        return Err(value_error("n and k must be non-negative integers"));
    }
    if k > n {
        return Ok(Py::Int(0));
    }
    let k = if unordered { k.min(n - k) } else { k };
    let mut product = Py::Int(1);
    for at in 0..k {
        cx.spend(1)?;
        product = ops::binary(Binary::Mul, &product, &Py::Int(n - at))?;
        if unordered {
            product = ops::binary(Binary::FloorDiv, &product, &Py::Int(at + 1))?;
        }
    }
    Ok(product)
}
