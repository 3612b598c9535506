// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Symbols that frames of their own back: shared memory, filled pages, stacks, IPC buffers, DMA pools.

use std::sync::Arc;

use camkes_capdl::{MAX_FRAMES, Rights};
use camkes_jinja::{Args, Py, PyResult, error, operations as ops};

use super::{
    alloc::{CapSpace, label},
    context::Scope,
    kernel::handle,
    log::Cell,
    py,
    regions::{Backing, Region, Regions},
    store::{State, Store},
};
use crate::ast::Text;

/// The smallest page, in bytes.
pub(super) const PAGE: u64 = 4096;

/// The functions of a template of an address space that register symbols.
pub(super) fn functions(scope: &Arc<Scope>) -> Vec<(&'static str, Py)> {
    let (Some(store), Some(space)) = (scope.objects(), scope.space) else { return Vec::new() };
    let slots = CapSpace { store: Arc::clone(store), space };
    let here = || (Arc::clone(scope), slots.clone());
    let (shared, frames, fill, stack, ipc, dma) = (here(), here(), here(), here(), here(), here());
    vec![
        py::function("register_shared_variable", move |args| shared.0.shared_variable(&shared.1, args)),
        py::function("get_shared_variable_backing_frames", move |args| frames.0.backing_frames(&frames.1, args)),
        py::function("register_fill_frame", move |args| fill.0.fill_frame(&fill.1, args)),
        py::function("register_stack_symbol", move |args| stack.0.stack(&stack.1, args)),
        py::function("register_ipc_symbol", move |args| {
            let bound = args.bind("register_ipc_symbol", &["symbol", "frame"])?;
            let frame = handle(bound.required("frame")?)?;
            let region = |backing| Region { size: PAGE, backing };
            let frame = Backing::Frame { object: frame.id, rights: Rights::READ | Rights::WRITE, cached: true };
            let regions = [region(Backing::Guard), region(frame), region(Backing::Guard)];
            ipc.1.back(&py::shown(bound.required("symbol")?)?, regions.into_iter().collect());
            Ok(Py::None)
        }),
        (
            "register_dma_pool",
            Py::function("register_dma_pool", move |cx, args| {
                let bound = args.bind("register_dma_pool", &["symbol", "page_size", "caps"])?;
                let size = py::size(bound.required("page_size")?)?;
                let slots = ops::iterate(cx, bound.required("caps")?)?;
                let region = |slot| Ok(Region { size, backing: Backing::Slot(py::size(slot)?) });
                let regions = slots.iter().map(region).collect::<PyResult<Regions>>()?;
                dma.1.back(&py::shown(bound.required("symbol")?)?, regions);
                Ok(Py::None)
            }),
        ),
    ]
}

/// The frames of a piece of memory: their size, and their numbers from the lowest address upwards.
struct Frames {
    size: u64,
    ids: Vec<u32>,
}

impl CapSpace {
    fn back(&self, symbol: &Text, regions: Regions) {
        let mut state = self.store.lock();
        state.touch(|| Cell::Symbol(self.space, Text::clone(symbol)));
        if let Some((_, space)) = state.spaces.get_index_mut(self.space) {
            space.symbols.insert(Text::clone(symbol), regions);
        }
    }
}

impl Scope {
    /// The frames that share a global name; those that are not there yet are made.
    fn frames(
        &self,
        store: &Store,
        name: &Text,
        size: u64,
        frame_size: Option<&Py>,
        label: Option<&Py>,
    ) -> PyResult<Frames> {
        let given = frame_size.map(py::size).transpose()?.filter(|size| *size > 0);
        let label = match label {
            Some(given) => self::label(given)?,
            None => self.parent_label.clone(),
        };
        let mut state = store.lock();
        let largest = || state.page_sizes().into_iter().rev().find(|page| size >= *page && size.is_multiple_of(*page));
        let Some(frame_size) = given.or_else(largest) else {
            let message = format!("Shared variable size: {size} is not a valid page size multiple");
            return Err(error::assertion_error(message));
        };
        let count = size / frame_size;
        let ids = state.run(count, |number| format!("{name}_{number}_obj"), label.as_ref(), frame_size)?;
        Ok(Frames { size: frame_size, ids })
    }

    fn shared_variable(&self, slots: &CapSpace, args: &Args<'_>) -> PyResult {
        let bound = args.bind(
            "register_shared_variable",
            &["global_name", "symbol", "size", "frame_size", "paddr", "perm", "cached", "label", "with_mapping_caps"],
        )?;
        let size = py::size(bound.required("size")?)?;
        let name = py::shown(bound.required("global_name")?)?;
        let symbol = py::shown(bound.required("symbol")?)?;
        let frames = self.frames(&slots.store, &name, size, bound.some("frame_size"), bound.get("label"))?;
        if let Some(first) = bound.some("paddr") {
            let first = py::size(first)?;
            let mut state = slots.store.lock();
            for (at, id) in (0_u64..).zip(&frames.ids) {
                state.touch_object(*id);
                if let Some(object) = state.object_mut(*id)
                    && let super::kernel::Body::Frame { paddr, .. } = &mut object.body
                {
                    *paddr = Some(first.wrapping_add(at.wrapping_mul(frames.size)));
                }
            }
        }
        let letters = bound.get("perm").map_or(Ok("RWX"), py::text)?;
        let rights = [('R', Rights::READ), ('W', Rights::WRITE), ('X', Rights::GRANT)]
            .into_iter()
            .filter(|(letter, _)| letters.contains(*letter))
            .fold(Rights::NONE, |rights, (_, right)| rights | right);
        let cached = bound.get("cached").cloned().unwrap_or(Py::Bool(true));
        let regions: Regions = if let Some(list) = bound.some("with_mapping_caps") {
            let list = list.as_list().ok_or_else(|| error::attribute_error("with_mapping_caps must be a list"))?;
            let region = |id: &u32| {
                let slot = slots.alloc_mapped(*id, rights, &cached)?;
                list.push(Py::Int(slot))?;
                let backing = Backing::Slot(u64::try_from(slot).unwrap_or_default());
                Ok(Region { size: frames.size, backing })
            };
            frames.ids.iter().map(region).collect::<PyResult<_>>()?
        } else {
            let cached = ops::truth(&cached)?;
            let backing = |object| Backing::Frame { object, rights, cached };
            frames.ids.iter().map(|id| Region { size: frames.size, backing: backing(*id) }).collect()
        };
        slots.back(&symbol, regions);
        Ok(Py::from(declaration(&symbol, size, frames.size)))
    }

    fn backing_frames(&self, slots: &CapSpace, args: &Args<'_>) -> PyResult {
        let bound = args.bind("get_shared_variable_backing_frames", &["global_name", "size", "frame_size", "label"])?;
        let size = py::size(bound.required("size")?)?;
        let name = py::shown(bound.required("global_name")?)?;
        let frames = self.frames(&slots.store, &name, size, bound.some("frame_size"), bound.get("label"))?;
        let handle = |id: &u32| {
            Py::host(super::kernel::Handle {
                store: Arc::clone(&slots.store),
                id: *id,
                kind: super::types::Kind::Frame,
            })
        };
        Ok(Py::list(frames.ids.iter().map(handle).collect()))
    }

    fn fill_frame(&self, slots: &CapSpace, args: &Args<'_>) -> PyResult {
        let bound = args.bind("register_fill_frame", &["symbol", "fill", "size"])?;
        let symbol = py::shown(bound.required("symbol")?)?;
        let fill = ops::str(bound.required("fill")?)?;
        let size = bound.get("size").map_or(Ok(PAGE), py::size)?;
        let own = self.label.as_deref().unwrap_or("None");
        let name = |number: &str| format!("{symbol}_{own}_{number}_obj");
        let ids = slots.store.lock().filled_run(size / PAGE, name, self.label.as_ref(), &fill)?;
        let region =
            |object| Region { size: PAGE, backing: Backing::Frame { object, rights: Rights::READ, cached: true } };
        slots.back(&symbol, ids.into_iter().map(region).collect());
        Ok(Py::from(format!(
            "static_assert(sizeof({symbol}) == {size},\n \"{symbol} not page sized. Templage bug in its declaration?\");"
        )))
    }

    fn stack(&self, slots: &CapSpace, args: &Args<'_>) -> PyResult {
        let bound = args.bind("register_stack_symbol", &["symbol", "size"])?;
        let symbol = py::shown(bound.required("symbol")?)?;
        let size = py::size(bound.required("size")?)?;
        let own = self.label.as_deref().unwrap_or("None");
        let name = |number: &str| format!("stack_{symbol}_{number}_{own}_obj");
        let ids = slots.store.lock().run(size / PAGE, name, self.label.as_ref(), PAGE)?;
        let region = |backing| Region { size: PAGE, backing };
        let rights = Rights::READ | Rights::WRITE;
        let frames = ids.into_iter().map(|object| region(Backing::Frame { object, rights, cached: true }));
        let guard = || std::iter::once(region(Backing::Guard));
        slots.back(&symbol, guard().chain(frames).chain(guard()).collect());
        Ok(Py::None)
    }
}

impl State {
    /// Frames whose names carry their number, padded to the width of the last one.
    fn run(
        &mut self,
        count: u64,
        name: impl Fn(&str) -> String,
        label: Option<&Text>,
        size: u64,
    ) -> PyResult<Vec<u32>> {
        numbers(count)?.map(|number| self.frame(&name(&number), label, size, None)).collect()
    }

    /// Pages that the loader fills, one after the other.
    fn filled_run(
        &mut self,
        count: u64,
        name: impl Fn(&str) -> String,
        label: Option<&Text>,
        fill: &str,
    ) -> PyResult<Vec<u32>> {
        let pages = (0_u64..).zip(numbers(count)?);
        pages
            .map(|(at, number)| {
                let text = Text::from(format!("0 {PAGE} {fill} {}", at * PAGE));
                self.frame(&name(&number), label, PAGE, Some(Box::new([text])))
            })
            .collect()
    }
}

/// The numbers of so many frames, padded to one width.
fn numbers(count: u64) -> PyResult<impl Iterator<Item = String>> {
    if count > MAX_FRAMES {
        return Err(error::value_error(format!("{count} frames are more than any system has")));
    }
    let width = count.saturating_sub(1).to_string().len();
    Ok((0..count).map(move |number| format!("{number:0width$}")))
}

/// C that aligns a shared variable, keeps it in the ELF file, and checks that it fills its frames.
fn declaration(symbol: &str, size: u64, frame_size: u64) -> String {
    format!(
        "extern typeof({symbol}) {symbol} ALIGN({frame_size}) VISIBLE;\n\
         static_assert(sizeof({symbol}) <= {size},\n  \"typeof({symbol}) size greater than dataport size.\");\n\
         static_assert(sizeof({symbol}) % {frame_size} == 0,\n  \"{symbol} not page-sized. Template bug in its declaration? \
         Suggested formulation: `char {symbol}[ROUND_UP_UNSAFE(sizeof(...), PAGE_SIZE_4K)];`\");"
    )
}
