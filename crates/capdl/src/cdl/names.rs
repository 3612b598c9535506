// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Which things a name with ranges stands for.

use std::collections::HashMap;

use super::{
    CdlError, MAX_ITEMS,
    ast::{IndexRange, NameRef},
};
use crate::ObjectName;

/// The sizes of arrays by name.
#[derive(Default)]
pub(super) struct Arrays {
    sizes: HashMap<String, u64>,
}

/// The name of the one thing that a reference without a range is; `None` if it is a range.
pub(super) fn single(name: &NameRef<'_>) -> Option<String> {
    match name.ranges.as_slice() {
        [] => Some(name.name.to_owned()),
        [IndexRange::Only(index)] => Some(element(name.name, *index)),
        _ => None,
    }
}

/// The name of an element of an array.
pub(super) fn element(name: &str, index: u64) -> String {
    format!("{name}[{index}]")
}

impl Arrays {
    pub(super) fn declare(&mut self, name: &str, size: u64) {
        self.sizes.insert(name.to_owned(), size);
    }

    /// The names that a reference stands for, in its order. Whether there are such things is not checked.
    pub(super) fn expand(&self, name: &NameRef<'_>) -> Result<Vec<ObjectName>, CdlError> {
        if name.ranges.is_empty() {
            return Ok(vec![name.name.into()]);
        }
        let mut names: Vec<ObjectName> = Vec::new();
        for range in &name.ranges {
            let size = || {
                let unknown = || CdlError::new(&name.span, format!("there is no array '{}'", name.name));
                self.sizes.get(name.name).copied().ok_or_else(unknown)
            };
            let (first, last) = match *range {
                IndexRange::Only(index) => (index, index),
                IndexRange::FromTo(first, last) => (first, last),
                IndexRange::To(last) => (0, last),
                IndexRange::From(first) => match size()?.checked_sub(1).filter(|last| first <= *last) {
                    Some(last) => (first, last),
                    None => continue,
                },
                IndexRange::All => match size()?.checked_sub(1) {
                    Some(last) => (0, last),
                    None => continue,
                },
            };
            if first.abs_diff(last) >= MAX_ITEMS as u64 || names.len() >= MAX_ITEMS {
                return Err(CdlError::new(&name.span, format!("this range is longer than {MAX_ITEMS}")));
            }
            let named = |index| ObjectName::from(element(name.name, index));
            if first <= last {
                names.extend((first..=last).map(named));
            } else {
                names.extend((last..=first).rev().map(named));
            }
        }
        Ok(names)
    }
}
