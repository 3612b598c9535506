// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Lists and ordered sets.

use std::{
    cmp::Ordering,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use minijinja::{
    Error, ErrorKind, State, Value,
    value::{DynObject, Enumerator, Object, ObjectRepr},
};

use super::nesting;

use crate::host::args::{Args, Signature};

/// Whether a member may be there twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It may.
    List,
    /// It may not.
    Set,
}

/// A list that can be changed.
pub(crate) struct List {
    kind: Kind,
    items: Mutex<Vec<Value>>,
}

impl List {
    pub(crate) fn new(kind: Kind, items: Vec<Value>) -> Self {
        let list = Self { kind, items: Mutex::default() };
        items.into_iter().for_each(|item| list.push(item));
        list
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Value>> {
        self.items.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn push(&self, item: Value) {
        // Comparing may look into this very list, so the items are not locked while it happens.
        if self.kind == Kind::List || !self.snapshot().contains(&item) {
            self.lock().push(item);
        }
    }

    fn snapshot(&self) -> Vec<Value> {
        self.lock().clone()
    }

    fn position(&self, item: &Value) -> Option<usize> {
        self.snapshot().iter().position(|other| other == item)
    }

    /// A Python index: negative ones count from the end.
    fn at(&self, index: i64) -> Option<usize> {
        let length = self.lock().len();
        let index =
            usize::try_from(index).ok().or_else(|| length.checked_sub(usize::try_from(index.unsigned_abs()).ok()?));
        index.filter(|index| *index < length)
    }
}

impl Object for List {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let at = self.at(key.as_i64()?)?;
        self.lock().get(at).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        // A loop sees the items that were there when it began.
        Enumerator::Values(self.snapshot())
    }

    fn enumerator_len(self: &Arc<Self>) -> Option<usize> {
        Some(self.lock().len())
    }

    fn call_method(self: &Arc<Self>, _: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        let args = |name, parameters| Args::new(Signature { name, parameters }, args);
        let missing = |text: String| Error::new(ErrorKind::InvalidOperation, text);
        match (method, self.kind) {
            ("append", Kind::List) => self.push(args("append", &["item"])?.required("item")?.clone()),
            ("add", Kind::Set) => self.push(args("add", &["item"])?.required("item")?.clone()),
            ("extend", Kind::List) => {
                args("extend", &["items"])?.items("items")?.into_iter().for_each(|i| self.push(i))
            }
            ("update", Kind::Set) => args("update", &["items"])?.items("items")?.into_iter().for_each(|i| self.push(i)),
            ("insert", Kind::List) => {
                let args = args("insert", &["index", "item"])?;
                let index = args.number::<usize>("index")?.min(self.lock().len());
                self.lock().insert(index, args.required("item")?.clone());
            }
            ("pop", Kind::List) => {
                let args = args("pop", &["index"])?;
                let at = self.at(args.optional_number("index")?.unwrap_or(-1));
                let at = at.ok_or_else(|| missing("pop() from a place where the list has no item".to_owned()))?;
                return Ok(self.lock().remove(at));
            }
            ("remove" | "discard", _) => {
                let args = args("remove", &["item"])?;
                let item = args.required("item")?;
                match self.position(item) {
                    Some(at) => drop(self.lock().remove(at)),
                    None if method == "discard" => {}
                    None => return Err(missing(format!("{item} is not in the list"))),
                }
            }
            ("reverse", Kind::List) => self.lock().reverse(),
            ("sort", Kind::List) => {
                let mut items = self.snapshot();
                items.sort();
                *self.lock() = items;
            }
            // `index` and `count` are those of every sequence.
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        }
        Ok(Value::from(()))
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        let other = other.downcast_ref::<Self>()?;
        let compare = || self.snapshot().cmp(&other.snapshot());
        Some(nesting::deeper(compare).unwrap_or(Ordering::Equal))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Debug for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        nesting::deeper(|| f.debug_list().entries(self.snapshot()).finish()).unwrap_or_else(|| f.write_str("[...]"))
    }
}
