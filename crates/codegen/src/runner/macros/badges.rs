// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Badges and identifiers that are counted over all connections of an instance.

use std::sync::Arc;

use camkes_jinja::{Args, Cx, Py, PyError, PyResult, class, error, operations as ops};

use super::{device_tree, entity, get, settings};
use crate::{
    ast::{Connection, Connector, End, Value},
    runner::{
        entity::{At, Entity, Side},
        store::Store,
    },
};

/// Functions that count.
pub(super) fn functions(store: &Arc<Store>) -> Vec<(&'static str, Py)> {
    let [notifications, endpoints] = [(); 2].map(|()| Arc::clone(store));
    vec![
        (
            "global_endpoint_badges",
            Py::function("global_endpoint_badges", move |cx, args| notification_badges(cx, args, &notifications)),
        ),
        (
            "global_rpc_endpoint_badges",
            Py::function("global_rpc_endpoint_badges", move |cx, args| endpoint_badges(cx, args, &endpoints)),
        ),
        ("virtqueue_get_client_id", Py::function("virtqueue_get_client_id", queue_id)),
    ]
}

/// An end, and the number of its instance.
struct Asked<'a> {
    entity: &'a Entity,
    instance: u32,
    name: &'a str,
}

impl<'a> Asked<'a> {
    fn of(value: &'a Py) -> PyResult<Self> {
        let entity = entity(value)?;
        let instance = match entity.at {
            At::End { connection, side, index } => entity.system.end(connection, side, index).map(|end| end.instance),
            At::Instance(index) => Some(index),
            _ => None,
        };
        let named = instance.and_then(|index| Some((index, entity.system.ast.instances.get(index as usize)?)));
        let (instance, named) = named.ok_or_else(|| error::assertion_error("expected an end of a connection"))?;
        Ok(Self { entity, instance, name: &named.name })
    }

    fn is(&self, at: At) -> bool {
        self.entity.at == at
    }

    fn none_left(&self, what: &str) -> PyError {
        let end = camkes_jinja::Host::str(self.entity);
        PyError::new(&class::EXCEPTION, format!("Couldn't allocate {what} badge for {end}"))
    }

    /// The connections with their connectors.
    fn connections(&self) -> impl Iterator<Item = (u32, &'a Connection, &'a Connector)> {
        let ast = &self.entity.system.ast;
        (0_u32..).zip(&ast.connections).filter_map(|(index, connection)| {
            Some((index, connection, ast.connectors.get(connection.connector as usize)?))
        })
    }
}

/// The ends of a side with their places.
fn ends(connection: u32, side: Side, ends: &[End]) -> impl Iterator<Item = (At, End)> {
    (0_u32..).zip(ends).map(move |(index, end)| (At::End { connection, side, index }, *end))
}

/// Whether a connector says yes to a question.
fn says(connector: &Connector, question: &str) -> bool {
    let answer = connector.attributes.iter().find(|attribute| *attribute.name == *question);
    answer.and_then(|attribute| attribute.default.as_ref()).is_some_and(|value| match value {
        Value::Int(n) => *n != 0,
        Value::Float(x) => *x != 0.0,
        Value::Str(text) => !text.is_empty(),
        Value::List(items) => !items.is_empty(),
        Value::Dict(entries) => !entries.is_empty(),
    })
}

fn whole(value: Option<Py>, default: i128) -> PyResult<i128> {
    let Some(value) = value else { return Ok(default) };
    let number = value.as_big().and_then(|number| i128::try_from(number).ok());
    number.ok_or_else(|| error::type_error("a base or mask of badges is a whole number"))
}

/// One more than the highest badge of the kernel.
fn badges(store: &Store) -> i128 {
    1 << store.lock().sizes.bits("seL4_Value_BadgeBits").unwrap_or(28).min(64)
}

/// The bits of a mask, one after the other.
struct Bits {
    next: i128,
    mask: i128,
    limit: i128,
}

impl Bits {
    fn step(&mut self, asked: &Asked<'_>) -> PyResult<()> {
        loop {
            if self.next >= self.limit {
                return Err(asked.none_left("notification"));
            }
            self.next = if self.next == 0 { 1 } else { self.next << 1 };
            if self.next & self.mask != 0 {
                return Ok(());
            }
        }
    }
}

fn notification_badges(cx: &mut Cx<'_>, args: &Args<'_>, store: &Store) -> PyResult {
    let bound = args.bind("global_endpoint_badges", &["composition", "end", "configuration", "arch"])?;
    let asked = Asked::of(bound.required("end")?)?;
    let configuration = bound.required("configuration")?;
    let own = settings(cx, configuration, asked.name)?;
    let base = whole(get(cx, &own, "global_endpoint_base")?, 1)?;
    let limit = badges(store);
    let mask = whole(get(cx, &own, "global_endpoint_mask")?, (limit - 1) & !base)?;
    let mut bits = Bits { next: 0, mask, limit };
    bits.step(&asked)?;
    for (number, connection, connector) in asked.connections() {
        cx.spend(1)?;
        let hardware = matches!(connector.name.as_deref(), Some("seL4DTBHardwareThreadless" | "seL4DTBHWThreadless"));
        if hardware && connection.to.iter().any(|end| end.instance == asked.instance) {
            for (at, _) in ends(number, Side::To, &connection.to) {
                let end = Entity { system: Arc::clone(&asked.entity.system), at };
                let of_end = settings(cx, configuration, &camkes_jinja::Host::str(&end))?;
                let wanted = get(cx, &of_end, "generate_interrupts")?;
                if !wanted.map_or(Ok(false), |wanted| ops::truth(&wanted))? {
                    continue;
                }
                let node = node(cx, &of_end)?;
                let interrupts =
                    device_tree::interrupts(cx, &node, None, super::sizes::arch(bound.required("arch")?)?)?;
                let mut found = Vec::new();
                for _ in interrupts {
                    found.push(Py::from(bits.next | base));
                    bits.step(&asked)?;
                }
                if asked.is(at) {
                    return Ok(Py::list(found));
                }
            }
        }
        for (question, side, list) in
            [("from_global_endpoint", Side::From, &connection.from), ("to_global_endpoint", Side::To, &connection.to)]
        {
            if says(connector, question) {
                for (at, _) in ends(number, side, list).filter(|(_, end)| end.instance == asked.instance) {
                    if asked.is(at) {
                        return Ok(Py::from(bits.next | base));
                    }
                    bits.step(&asked)?;
                }
            }
        }
    }
    Err(asked.none_left("notification"))
}

/// The first node of an end's device-tree query.
fn node(cx: &mut Cx<'_>, settings: &Py) -> PyResult {
    let dtb = get(cx, settings, "dtb")?.unwrap_or(Py::None);
    let query = get(cx, &dtb, "query")?.unwrap_or(Py::None);
    ops::get_item(cx, &query, &Py::Int(0))
}

fn endpoint_badges(cx: &mut Cx<'_>, args: &Args<'_>, store: &Store) -> PyResult {
    let bound = args.bind("global_rpc_endpoint_badges", &["composition", "end", "configuration"])?;
    let asked = Asked::of(bound.required("end")?)?;
    let own = settings(cx, bound.required("configuration")?, asked.name)?;
    let base = whole(get(cx, &own, "global_rpc_endpoint_base")?, 0)?;
    let limit = badges(store);
    let mask = whole(get(cx, &own, "global_rpc_endpoint_mask")?, limit - 2)?;
    // The first number from here on that has no bit outside of the mask.
    let allowed = |mut next: i128| loop {
        if next >= limit.min(mask) {
            return Err(asked.none_left("endpoint"));
        }
        if next & mask == next {
            return Ok(next);
        }
        next += !mask & next;
    };
    let mut next = allowed(1)?;
    for (number, connection, connector) in asked.connections() {
        cx.spend(1)?;
        for (question, side, own, others) in [
            ("from_global_rpc_endpoint", Side::From, &connection.from, &connection.to),
            ("to_global_rpc_endpoint", Side::To, &connection.to, &connection.from),
        ] {
            if !says(connector, question) {
                continue;
            }
            for (at, _) in ends(number, side, own).filter(|(_, end)| end.instance == asked.instance) {
                let mut found = Vec::new();
                for _ in others {
                    found.push(Py::from(next | base));
                    next = allowed(next + 1)?;
                }
                if asked.is(at) {
                    return Ok(Py::list(found));
                }
            }
        }
    }
    Err(asked.none_left("notification"))
}

/// The number of a queue among those of an instance: the one that is set, else the lowest that is free.
fn queue_id(cx: &mut Cx<'_>, args: &Args<'_>) -> PyResult {
    let bound = args.bind("virtqueue_get_client_id", &["composition", "end", "configuration"])?;
    let asked = Asked::of(bound.required("end")?)?;
    let own = settings(cx, bound.required("configuration")?, asked.name)?;
    let ast = &asked.entity.system.ast;
    let (mut places, mut numbers) = (Vec::new(), Vec::new());
    for (number, connection, connector) in asked.connections() {
        if connector.name.as_deref() != Some("seL4VirtQueues") {
            continue;
        }
        let all = ends(number, Side::From, &connection.from).chain(ends(number, Side::To, &connection.to));
        for (at, end) in all.filter(|(_, end)| end.instance == asked.instance) {
            let name = ast.interface_of(end).map(|interface| format!("{}_id", interface.name)).unwrap_or_default();
            places.push(at);
            numbers.push(get(cx, &own, &name)?.filter(|number| !number.is_none()));
        }
    }
    let mut next = 0;
    for index in 0..numbers.len() {
        if numbers.get(index).is_some_and(Option::is_none) {
            while numbers.iter().flatten().any(|taken| taken.as_i64() == Some(next)) {
                cx.spend(1)?;
                next += 1;
            }
            if let Some(free) = numbers.get_mut(index) {
                *free = Some(Py::Int(next));
            }
            next += 1;
        }
    }
    let found = places.iter().position(|at| asked.is(*at)).and_then(|index| numbers.get(index).cloned().flatten());
    found.ok_or_else(|| error::value_error("the end is not one of a seL4VirtQueues connection"))
}
