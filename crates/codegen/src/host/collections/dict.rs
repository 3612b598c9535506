// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Dicts.

use std::{
    cmp::Ordering,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use minijinja::{
    Error, ErrorKind, State, Value,
    value::{DynObject, Enumerator, Object},
};

use super::nesting;

use crate::host::args::{Args, Signature};

/// A dict that can be changed; it keeps the order in which its keys were added.
#[derive(Default)]
pub(crate) struct Dict {
    entries: Mutex<Vec<(Value, Value)>>,
}

impl Dict {
    fn lock(&self) -> MutexGuard<'_, Vec<(Value, Value)>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn snapshot(&self) -> Vec<(Value, Value)> {
        self.lock().clone()
    }

    fn position(&self, key: &Value) -> Option<usize> {
        self.snapshot().iter().position(|(other, _)| other == key)
    }

    fn find(&self, key: &Value) -> Option<Value> {
        let at = self.position(key)?;
        self.lock().get(at).map(|(_, value)| value.clone())
    }

    fn put(&self, key: Value, value: Value) {
        match self.position(&key) {
            Some(at) => {
                if let Some(entry) = self.lock().get_mut(at) {
                    entry.1 = value;
                }
            }
            None => self.lock().push((key, value)),
        }
    }

    /// Takes over all entries of another dict.
    ///
    /// # Errors
    /// It is not one.
    pub(crate) fn update(&self, other: &Value) -> Result<(), Error> {
        for key in other.try_iter()?.checked() {
            let key = key?;
            let value = other.get_item(&key)?;
            self.put(key, value);
        }
        Ok(())
    }
}

impl Object for Dict {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.find(key)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.snapshot().into_iter().map(|(key, _)| key).collect())
    }

    fn enumerator_len(self: &Arc<Self>) -> Option<usize> {
        Some(self.lock().len())
    }

    fn call_method(self: &Arc<Self>, _: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        let args = |name, parameters| Args::new(Signature { name, parameters }, args);
        match method {
            "set" => {
                let args = args("set", &["key", "value"])?;
                self.put(args.required("key")?.clone(), args.required("value")?.clone());
                Ok(Value::from(()))
            }
            "update" => self.update(args("update", &["other"])?.required("other")?).map(|()| Value::from(())),
            "setdefault" => {
                let args = args("setdefault", &["key", "default"])?;
                let key = args.required("key")?;
                if let Some(held) = self.find(key) {
                    return Ok(held);
                }
                let default = args.optional("default")?.cloned().unwrap_or(Value::from(()));
                self.put(key.clone(), default.clone());
                Ok(default)
            }
            "pop" => {
                let args = args("pop", &["key", "default"])?;
                let key = args.required("key")?;
                match self.position(key) {
                    Some(at) => Ok(self.lock().remove(at).1),
                    None => args
                        .given("default")?
                        .cloned()
                        .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("the dict has no key {key}"))),
                }
            }
            // Those that read are those of every dict.
            _ => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        let other = other.downcast_ref::<Self>()?;
        let sorted = |dict: &Self| {
            let mut entries = dict.snapshot();
            entries.sort();
            entries
        };
        Some(nesting::deeper(|| sorted(self).cmp(&sorted(other))).unwrap_or(Ordering::Equal))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Debug for Dict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        nesting::deeper(|| f.debug_map().entries(self.snapshot()).finish()).unwrap_or_else(|| f.write_str("{...}"))
    }
}
