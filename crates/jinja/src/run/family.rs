// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Templates that extend others, and the blocks that they replace.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Loaded, inside, other, statements};
use crate::{
    PyError, PyResult,
    cx::Cx,
    error::runtime_error,
    template::tree::{self, Statement, Tag},
};

/// A block, and the template that it is of.
type Placed = (Arc<Loaded>, Arc<tree::Block>);

/// A template and those that it extends.
#[derive(Default)]
pub(super) struct Family {
    /// The blocks of each name, those of the template that extends others first.
    blocks: FxHashMap<Arc<str>, Vec<Placed>>,
    /// The template that the one at hand extends.
    parent: Option<Arc<Loaded>>,
    /// The block at hand: its name, and how many are before it.
    block: Option<(Arc<str>, usize)>,
}

/// How many templates may extend each other.
const LONGEST: usize = 100;

/// A template and those that it extends, apart from the templates that are under way.
pub(super) fn alone(cx: &mut Cx<'_>, template: &Arc<Loaded>) -> PyResult<()> {
    let before = std::mem::take(&mut cx.run.family);
    let result = self::template(cx, template);
    cx.run.family = before;
    result
}

/// A template and those that it extends.
pub(super) fn template(cx: &mut Cx<'_>, template: &Arc<Loaded>) -> PyResult<()> {
    let silent = cx.run.silent;
    let mut template = Arc::clone(template);
    for _ in 0..LONGEST {
        register(cx, &template, &template.tree.body);
        let result = statements::whole(cx, &template, &template.tree.body);
        cx.run.silent = silent;
        result?;
        let Some(parent) = cx.run.family.parent.take() else { return Ok(()) };
        template = parent;
    }
    Err(PyError::limit("too many templates extend each other"))
}

/// Notes the blocks of a template.
fn register(cx: &mut Cx<'_>, template: &Arc<Loaded>, statements: &[Statement]) {
    for statement in statements {
        match statement {
            Statement::Block(block) => {
                let known = cx.run.family.blocks.entry(Arc::clone(&block.name)).or_default();
                known.push((Arc::clone(template), Arc::clone(block)));
                register(cx, template, &block.body);
            }
            Statement::If(branches) => branches.iter().for_each(|branch| register(cx, template, &branch.body)),
            Statement::For(looped) => {
                register(cx, template, &looped.body);
                register(cx, template, &looped.otherwise);
            }
            Statement::With(with) => register(cx, template, &with.body),
            Statement::Capture(capture) => register(cx, template, &capture.body),
            Statement::Macro(code) | Statement::Call(_, code) => register(cx, template, &code.body),
            _ => {}
        }
    }
}

/// `extends`: what the template writes from here on goes nowhere.
pub(super) fn extends(cx: &mut Cx<'_>, from: &Arc<Loaded>, tag: &Tag) -> PyResult<()> {
    let names = other::names(cx, from, tag)?;
    let failed = |error| from.failed(error, tag.at);
    if cx.run.family.parent.is_some() {
        return Err(failed(runtime_error("tried to extend a second time in a template")));
    }
    let Some(parent) = other::find(cx, &names).map_err(failed)? else {
        return Err(failed(other::missing("extend", &names)));
    };
    cx.run.family.parent = Some(parent);
    cx.run.silent = true;
    Ok(())
}

/// A block where it stands; in a template that extends another one, it stands in that.
pub(super) fn block(cx: &mut Cx<'_>, name: &Arc<str>) -> PyResult<()> {
    if cx.run.family.parent.is_some() {
        return Ok(());
    }
    at(cx, name, 0)
}

/// `super()`: the block that the one at hand replaces.
pub(super) fn over(cx: &mut Cx<'_>) -> PyResult<()> {
    match cx.run.family.block.clone() {
        Some((name, level)) => at(cx, &name, level + 1),
        None => Err(runtime_error("cannot super outside of block")),
    }
}

/// `self.name()`.
pub(super) fn own(cx: &mut Cx<'_>, name: &Arc<str>) -> PyResult<()> {
    at(cx, name, 0)
}

fn at(cx: &mut Cx<'_>, name: &Arc<str>, level: usize) -> PyResult<()> {
    let Some(blocks) = cx.run.family.blocks.get(name) else {
        return Err(PyError::undefined(format!("there is no block '{name}'")));
    };
    let Some((template, block)) = blocks.get(level).cloned() else {
        return Err(runtime_error("no parent block exists"));
    };
    let before = cx.run.family.block.replace((Arc::clone(name), level));
    let outer = cx.run.scopes.current();
    let result = inside(cx, outer, |cx, _| statements::whole(cx, &template, &block.body));
    cx.run.family.block = before;
    result
}
