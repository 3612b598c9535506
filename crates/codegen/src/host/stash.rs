// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Values that one template leaves for another one of the same address space.

use minijinja::{Error, Value};
use smol_str::SmolStr;

use super::{args::function, scope::Scope};

/// `stash`, `pop` and `guard` for the templates of one entity; `_stash` and `_pop` for all of the space.
pub(crate) fn functions(scope: &Scope) -> Vec<(&'static str, Value)> {
    let [own_stash, own_pop, all_stash, all_pop, guarded] = std::array::from_fn(|_| scope.clone());
    let everyone = SmolStr::default;
    vec![
        function("stash", &["key", "value"], move |_, args| {
            Ok(own_stash.put(own_stash.label.clone(), args.text("key")?, args.required("value")?))
        }),
        function("pop", &["key"], move |_, args| Ok(own_pop.take(own_pop.label.clone(), args.text("key")?))),
        function("_stash", &["key", "value"], move |_, args| {
            Ok(all_stash.put(everyone(), args.text("key")?, args.required("value")?))
        }),
        function("_pop", &["key"], move |_, args| Ok(all_pop.take(everyone(), args.text("key")?))),
        function("guard", &["func", "key"], move |state, args| {
            let key = args.text("key")?;
            let kept = guarded.take(guarded.label.clone(), key);
            let kept = if kept.is_none() { args.required("func")?.call(state, &[])? } else { kept };
            guarded.put(guarded.label.clone(), key, &kept);
            Ok::<_, Error>(kept)
        }),
    ]
}

impl Scope {
    fn put(&self, owner: SmolStr, key: &str, kept: &Value) -> Value {
        self.space.lock().stash.insert((owner, key.to_owned()), kept.clone());
        Value::from("")
    }

    fn take(&self, owner: SmolStr, key: &str) -> Value {
        self.space.lock().stash.shift_remove(&(owner, key.to_owned())).unwrap_or(Value::from(()))
    }
}
