// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Functions and filters that depend on nothing but their arguments.

use camkes_capdl::sanitised;
use minijinja::{Environment, Error, ErrorKind, State, Value, value::ValueKind};

use super::{
    args::{Args, function, parse_int, whole},
    collections, errors,
    objects::TYPES,
    types::{c_string, c_type},
};

/// No list that a template makes out of nothing may be longer.
const LONGEST_RANGE: i128 = 100_000;

/// Makes them known to every template.
pub(super) fn register(environment: &mut Environment<'static>) {
    for name in TYPES {
        environment.add_global(*name, Value::from(*name));
    }
    for (name, value) in [("True", true), ("False", false)] {
        environment.add_global(name, Value::from(value));
    }
    environment.add_global("None", Value::from(()));
    for (name, value) in [("seL4_ARM_IRQ_LEVEL", 0), ("seL4_ARM_IRQ_EDGE", 1)] {
        environment.add_global(name, Value::from(value));
    }
    let all = numbers().into_iter().chain(lists()).chain(collections::functions()).chain(errors::functions());
    for (name, value) in all {
        environment.add_global(name, value);
    }
    environment.add_filter("c_ident", |text: String| sanitised(&text));
    environment.add_filter("c_string", |text: String| c_string(&text));
    environment.add_filter("c_type", |value: Value| c_type(&value));
    environment.add_filter("hex", |number: Value| hex(&number));
    environment.add_filter("log2", |number: Value| log2(&number));
    environment.add_filter("round_up", |number: Value, step: Value| rounded(&number, &step, Rounding::Up));
    environment.add_filter("round_down", |number: Value, step: Value| rounded(&number, &step, Rounding::Down));
}

fn numbers() -> Vec<(&'static str, Value)> {
    vec![
        function("int", &["x", "base"], |_, args| int(args)),
        function("str", &["x"], |_, args| Ok(Value::from(args.required("x")?.to_string()))),
        function("bool", &["x"], |_, args| Ok(Value::from(args.required("x")?.is_true()))),
        function("abs", &["x"], |_, args| {
            let number: i128 = args.number("x")?;
            Ok(Value::from(number.saturating_abs()))
        }),
        function("log2", &["x"], |_, args| log2(args.required("x")?)),
        function("hex", &["x"], |_, args| hex(args.required("x")?).map(Value::from)),
        function("round_up", &["x", "step"], |_, args| {
            rounded(args.required("x")?, args.required("step")?, Rounding::Up)
        }),
        function("round_down", &["x", "step"], |_, args| {
            rounded(args.required("x")?, args.required("step")?, Rounding::Down)
        }),
    ]
}

fn lists() -> Vec<(&'static str, Value)> {
    vec![
        function("len", &["x"], |_, args| {
            let given = args.required("x")?;
            given.len().map(Value::from).ok_or_else(|| args.wrong("x", "a list, a dict or a string", given))
        }),
        function("range", &["start", "stop", "step"], |_, args| range(args)),
        function("enumerate", &["items", "start"], |_, args| {
            let start: i64 = args.optional_number("start")?.unwrap_or(0);
            Ok((start..).zip(args.items("items")?).map(|(n, item)| Value::from(vec![Value::from(n), item])).collect())
        }),
        function("zip", &["a", "b"], |_, args| {
            Ok(args.items("a")?.into_iter().zip(args.items("b")?).map(|(a, b)| Value::from(vec![a, b])).collect())
        }),
        function("sorted", &["items"], |_, args| {
            let mut items = args.items("items")?;
            items.sort();
            Ok(Value::from(items))
        }),
        function("reversed", &["items"], |_, args| Ok(args.items("items")?.into_iter().rev().collect())),
        function("uniq", &["items"], |_, args| {
            let mut distinct = Vec::new();
            for item in args.items("items")? {
                if !distinct.contains(&item) {
                    distinct.push(item);
                }
            }
            Ok(Value::from(distinct))
        }),
        function("flatten", &["lists"], |_, args| flatten(args.items("lists")?)),
        function("flatMap", &["function", "items"], |state, args| {
            let map = args.required("function")?;
            let lists =
                args.items("items")?.into_iter().map(|item| apply(state, map, item)).collect::<Result<_, _>>()?;
            flatten(lists)
        }),
        function("min", &["a", "b"], |_, args| extreme(args, Vec::into_iter, Iterator::min)),
        function("max", &["a", "b"], |_, args| extreme(args, Vec::into_iter, Iterator::max)),
    ]
}

/// Calls a function, or takes the attribute of that name.
fn apply(state: &mut State<'_, '_>, map: &Value, item: Value) -> Result<Value, Error> {
    match map.as_str() {
        Some(attribute) => item.get_attr(attribute),
        None => map.call(state, &[item]),
    }
}

fn flatten(lists: Vec<Value>) -> Result<Value, Error> {
    let mut items = Vec::new();
    for list in lists {
        for item in list.try_iter()?.checked() {
            items.push(item?);
        }
    }
    Ok(Value::from(items))
}

fn extreme(
    args: &Args,
    iterate: fn(Vec<Value>) -> std::vec::IntoIter<Value>,
    choose: fn(std::vec::IntoIter<Value>) -> Option<Value>,
) -> Result<Value, Error> {
    let items = match args.optional("b")? {
        Some(b) => vec![args.required("a")?.clone(), b.clone()],
        None => args.items("a")?,
    };
    choose(iterate(items)).ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "an empty list has no extreme"))
}

fn int(args: &Args) -> Result<Value, Error> {
    let given = args.required("x")?;
    let base = args.optional_number("base")?;
    let number = match given.as_str() {
        Some(text) => parse_int(text, base.unwrap_or(10)),
        None if given.kind() == ValueKind::Bool => Some(i128::from(given.is_true())),
        None => whole(given).or_else(|| truncated(given)),
    };
    number.map(Value::from).ok_or_else(|| args.wrong("x", "a number or the text of one", given))
}

#[expect(clippy::cast_possible_truncation, reason = "the conversion saturates, and a fraction is to be cut off")]
fn truncated(value: &Value) -> Option<i128> {
    f64::try_from(value.clone()).ok().filter(|number| number.is_finite()).map(|number| number as i128)
}

fn range(args: &Args) -> Result<Value, Error> {
    let first: i128 = args.number("start")?;
    let (start, stop) = match args.optional_number("stop")? {
        Some(stop) => (first, stop),
        None => (0, first),
    };
    let step: i128 = args.optional_number("step")?.unwrap_or(1);
    let too_long = || Error::new(ErrorKind::InvalidOperation, "range() is too long");
    if step == 0 {
        return Err(Error::new(ErrorKind::InvalidOperation, "range() needs a step other than 0"));
    }
    let mut numbers = Vec::new();
    let mut number = start;
    while if step > 0 { number < stop } else { number > stop } {
        if i128::try_from(numbers.len()).map_or(true, |length| length >= LONGEST_RANGE) {
            return Err(too_long());
        }
        numbers.push(Value::from(number));
        number = number.checked_add(step).ok_or_else(too_long)?;
    }
    Ok(Value::from(numbers))
}

fn number(value: &Value) -> Result<i128, Error> {
    whole(value).ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("{value} is not a whole number")))
}

/// The exact binary logarithm; a size that has none is a mistake.
fn log2(value: &Value) -> Result<Value, Error> {
    let number = number(value)?;
    match u128::try_from(number).ok().filter(|number| number.is_power_of_two()) {
        Some(power) => Ok(Value::from(power.trailing_zeros())),
        None => Err(Error::new(ErrorKind::InvalidOperation, format!("{number} is not a power of two"))),
    }
}

fn hex(value: &Value) -> Result<String, Error> {
    let number = number(value)?;
    let sign = if number < 0 { "-" } else { "" };
    Ok(format!("{sign}{:#x}", number.unsigned_abs()))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rounding {
    Up,
    Down,
}

fn rounded(value: &Value, step: &Value, rounding: Rounding) -> Result<Value, Error> {
    let (value, step) = (number(value)?, number(step)?);
    let steps = if step > 0 { Some(value.div_euclid(step)) } else { None };
    let more = i128::from(rounding == Rounding::Up && step > 0 && value.rem_euclid(step.max(1)) != 0);
    steps.and_then(|steps| steps.checked_add(more)?.checked_mul(step)).map(Value::from).ok_or_else(|| {
        Error::new(ErrorKind::InvalidOperation, format!("{value} can't be rounded to multiples of {step}"))
    })
}
