// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What templates leave for each other, and names that nobody else has.

use std::sync::Arc;

use camkes_jinja::{Py, PyResult, error, operations as ops};

use super::{
    context::Scope,
    kernel::Handle,
    log::Key,
    py,
    store::{Client, Store},
    types::Kind,
};
use crate::ast::Text;

/// `stash`, `pop`, `guard`, `_stash`, `_pop`, `c_symbol`, `isabelle_symbol`, `object_label_mapping` and
/// what else proofs about the system ask for.
pub(super) fn functions(scope: &Arc<Scope>) -> Vec<(&'static str, Py)> {
    let own = Client::Entity(scope.label.clone());
    let store = &scope.run.store;
    let mut found = Vec::new();
    for (stash, pop, client) in [("stash", "pop", own.clone()), ("_stash", "_pop", Client::Everybody)] {
        let (here, from) = (Arc::clone(store), client.clone());
        found.push(py::function(stash, move |args| {
            let bound = args.bind("stash", &["key", "value"])?;
            let key = py::shown(bound.required("key")?)?;
            let old = here.lock().leave(from.clone(), key, bound.required("value")?.clone());
            drop(old);
            Ok(Py::from(""))
        }));
        let here = Arc::clone(store);
        found.push(py::function(pop, move |args| {
            let key = py::shown(args.one("pop")?)?;
            Ok(here.lock().pop(&client, &key).unwrap_or(Py::None))
        }));
    }
    let here = Arc::clone(store);
    let guard = Py::function("guard", move |cx, args| {
        let bound = args.bind_open("guard", &["func", "key"])?;
        let key = py::shown(bound.required("key")?)?;
        let known = here.lock().peek(&own, &key).filter(|value| !value.is_none());
        if let Some(value) = known {
            return Ok(value);
        }
        let named: Vec<_> = bound.rest.iter().map(|(name, value)| (Arc::clone(*name), (*value).clone())).collect();
        let args = camkes_jinja::Args { positional: &[], named: &named };
        let value = ops::call(cx, bound.required("func")?, &args)?;
        let old = here.lock().leave(own.clone(), key, value.clone());
        drop(old);
        Ok(value)
    });
    found.push(("guard", guard));
    let here = Arc::clone(store);
    found.push(py::function("c_symbol", move |args| {
        let tag = tag(args, "")?;
        Ok(Py::from(format!("_camkes_{tag}_{}", here.lock().next_symbol())))
    }));
    let here = Arc::clone(store);
    found.push(py::function("isabelle_symbol", move |args| {
        let tag = tag(args, "s")?;
        Ok(Py::from(format!("{tag}{}'", here.lock().next_symbol())))
    }));
    found.extend(policy(store));
    found
}

fn tag(args: &camkes_jinja::Args<'_>, default: &'static str) -> PyResult<Text> {
    let bound = args.bind("symbol", &["tag"])?;
    let given = bound.some("tag").map(py::shown).transpose()?.filter(|tag| !tag.is_empty());
    Ok(given.unwrap_or_else(|| Text::from(default)))
}

impl super::store::State {
    fn next_symbol(&mut self) -> u64 {
        self.look_at(Key::Symbols);
        let number = self.symbols;
        self.symbols += 1;
        number
    }
}

/// A function that says whether a value is a kernel object of some sort.
fn kind_test(name: &'static str, is: fn(Kind) -> bool) -> (&'static str, Py) {
    py::function(name, move |args| {
        let object = args.one(name)?.as_host::<Handle>();
        Ok(Py::Bool(object.is_some_and(|object| is(object.kind))))
    })
}

fn policy(store: &Arc<Store>) -> Vec<(&'static str, Py)> {
    let (add, get, labels) = (Arc::clone(store), Arc::clone(store), Arc::clone(store));
    vec![
        kind_test("is_IRQ_object", Kind::is_irq),
        kind_test("is_ASIDPool_object", |kind| kind == Kind::AsidPool),
        py::function("add_policy_extra", move |args| {
            let bound = args.bind("add_policy_extra", &["x", "auth", "y"])?;
            let mut triple = [Text::from(""), Text::from(""), Text::from("")];
            for (part, name) in triple.iter_mut().zip(["x", "auth", "y"]) {
                *part = py::shown(bound.required(name)?)?;
            }
            let mut state = add.lock();
            if let Some(log) = &mut state.log {
                log.policy.push(triple.clone());
            }
            state.policy.insert(triple);
            Ok(Py::None)
        }),
        py::function("get_policy_extra", move |args| {
            args.none("get_policy_extra")?;
            let extra = {
                let mut state = get.lock();
                state.look_at_all();
                state.policy.clone()
            };
            let triple = |triple: &[Text; 3]| Py::tuple(triple.iter().map(|part| Py::Str(Arc::clone(part))).collect());
            Ok(Py::set(extra.iter().map(triple).collect()))
        }),
        py::function("object_label_mapping", move |args| {
            args.none("object_label_mapping")?;
            let pairs: Vec<_> = {
                let mut state = labels.lock();
                state.look_at_all();
                let state = &*state;
                let kind = |id: u32| state.object(id).map(|object| (id, object.kind));
                let all = state.labels.iter().flat_map(|(label, ids)| ids.iter().map(move |id| (label.clone(), *id)));
                all.filter_map(|(label, id)| Some((label, kind(id)?))).collect()
            };
            let pair = |(label, (id, kind)): (Option<Text>, (u32, Kind))| {
                Py::tuple(vec![Py::host(Handle { store: Arc::clone(&labels), id, kind }), Py::from(label)])
            };
            if pairs.is_empty() && !labels.lock().allocates {
                return Err(error::attribute_error("no objects are allocated in this call"));
            }
            Ok(Py::list(pairs.into_iter().map(pair).collect()))
        }),
    ]
}
