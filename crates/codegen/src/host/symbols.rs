// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Symbols that frames of their own back, and fresh C names.

use camkes_capdl::{Arch, Backing, Caching, Cap, FrameRun, Mapped, Mapping, ObjectName, Region, Rights};
use minijinja::{Error, ErrorKind, Value};
use smol_str::SmolStr;

use super::{
    args::{Args, function},
    collections,
    entity::value,
    objects::{self, KernelObject},
    scope::{Scope, capdl_error},
    types::PAGE_SIZE,
};

/// `register_shared_variable`, `share`, `get_shared_variable_backing_frames`, `register_fill_frame`,
/// `register_stack_symbol`, `register_ipc_symbol`, `register_dma_pool`, `c_symbol`.
pub(crate) fn functions(scope: &Scope) -> Vec<(&'static str, Value)> {
    let [shared, share, frames, fill, stack, ipc, dma, names] = std::array::from_fn(|_| scope.clone());
    vec![
        function(
            "register_shared_variable",
            &["global_name", "symbol", "size", "frame_size", "paddr", "perm", "cached", "label", "with_mapping_caps"],
            move |_, args| {
                let run = shared.share(args, args.optional_number("frame_size")?)?;
                Ok(Value::from(shared_declaration(args.text("symbol")?, args.number("size")?, run.frame_size)))
            },
        ),
        function(
            "share",
            &["global_name", "symbol", "size", "page_size", "paddr", "perm", "cached", "label", "with_mapping_caps"],
            move |_, args| share.share(args, args.optional_number("page_size")?).map(|_| Value::from("")),
        ),
        function(
            "get_shared_variable_backing_frames",
            &["global_name", "size", "frame_size", "label"],
            move |_, args| {
                let run = frames.shared_frames(args, args.optional_number("frame_size")?, None)?;
                Ok(run.names.into_iter().map(frame_object).collect())
            },
        ),
        function("register_fill_frame", &["symbol", "fill", "size"], move |_, args| {
            fill.fill(args.text("symbol")?, args.text("fill")?, args.optional_number("size")?.unwrap_or(PAGE_SIZE))
        }),
        function("register_stack_symbol", &["symbol", "size"], move |_, args| {
            stack.stack(args.text("symbol")?, args.number("size")?).map(|()| Value::from(""))
        }),
        function("register_ipc_symbol", &["symbol", "frame"], move |_, args| {
            let frame = objects::argument(args, "frame")?;
            ipc.ipc_buffer(args.text("symbol")?, &frame.name).map(|()| Value::from(""))
        }),
        function("register_dma_pool", &["symbol", "page_size", "caps"], move |_, args| dma.dma_pool(args)),
        function("c_symbol", &["tag"], move |_, args| {
            let tag = args.optional_text("tag")?.unwrap_or("");
            Ok(Value::from(names.space.lock().fresh_symbol(tag)))
        }),
    ]
}

impl Scope {
    fn arch(&self) -> Arch {
        self.model.target.arch
    }

    fn shared_frames(&self, args: &Args, frame_size: Option<u64>, paddr: Option<u64>) -> Result<FrameRun, Error> {
        let (name, size) = (args.text("global_name")?, args.number("size")?);
        let run = FrameRun::shared(self.arch(), name, size, frame_size).map_err(capdl_error)?;
        let label = args.optional_text("label")?.unwrap_or(&self.label);
        run.request(&mut self.space.lock().objects, label, paddr).map_err(capdl_error)?;
        Ok(run)
    }

    /// Backs a symbol by frames that other spaces may map too.
    fn share(&self, args: &Args, frame_size: Option<u64>) -> Result<FrameRun, Error> {
        let rights = match args.optional_text("perm")? {
            None => Rights::READ | Rights::WRITE | Rights::GRANT,
            Some(letters) => mapping_rights(letters),
        };
        let caching = if args.flag("cached", true)? { Caching::Cached } else { Caching::Uncached };
        let run = self.shared_frames(args, frame_size, args.optional_number("paddr")?)?;
        let mapping = Mapping { rights, caching };
        let symbol = args.text("symbol")?;
        let mut space = self.space.lock();
        if let Some(list) = args.optional("with_mapping_caps")? {
            // The frames are mapped with these capabilities, so that their holder can unmap them.
            let mut regions = Vec::new();
            for name in &run.names {
                let mut cap = Cap::new(name.clone()).with_rights(rights).with_caching(caching);
                cap.mapping = Mapped::Later;
                let slot = space.cspace.alloc(Some(cap)).map_err(capdl_error)?;
                collections::append(list, Value::from(slot))?;
                regions.push(Region { size: run.frame_size, backing: Backing::Slot(slot) });
            }
            space.symbols.back(symbol, regions).map_err(capdl_error)?;
            return Ok(run);
        }
        space.symbols.back_by_frames(symbol, &run, mapping).map_err(capdl_error)?;
        Ok(run)
    }

    fn fill(&self, symbol: &str, words: &str, size: u64) -> Result<Value, Error> {
        let run = FrameRun::filled(&self.label, symbol, size).map_err(capdl_error)?;
        let mut space = self.space.lock();
        run.request_filled(&mut space.objects, &self.label, words).map_err(capdl_error)?;
        let mapping = Mapping { rights: Rights::READ, caching: Caching::Cached };
        space.symbols.back_by_frames(symbol, &run, mapping).map_err(capdl_error)?;
        Ok(Value::from(format!(
            "static_assert(sizeof({symbol}) == {size}, \"'{symbol}' must be exactly {size} bytes long\");"
        )))
    }

    pub(crate) fn stack(&self, symbol: &str, size: u64) -> Result<(), Error> {
        let run = FrameRun::stack(&self.label, symbol, size).map_err(capdl_error)?;
        let mut space = self.space.lock();
        run.request(&mut space.objects, &self.label, None).map_err(capdl_error)?;
        space.symbols.back_guarded(symbol, &run).map_err(capdl_error)
    }

    pub(crate) fn ipc_buffer(&self, symbol: &str, frame: &ObjectName) -> Result<(), Error> {
        let run = FrameRun::single(frame.clone());
        self.space.lock().symbols.back_guarded(symbol, &run).map_err(capdl_error)
    }

    /// Backs a symbol by frames whose capabilities are in slots already.
    fn dma_pool(&self, args: &Args) -> Result<Value, Error> {
        let size = args.number("page_size")?;
        let mut space = self.space.lock();
        let mut regions = Vec::new();
        for slot in args.items("caps")? {
            let number = u64::try_from(slot.clone()).ok().filter(|number| space.cspace.cap(*number).is_some());
            let number = number.ok_or_else(|| {
                Error::new(ErrorKind::InvalidOperation, format!("register_dma_pool(): slot {slot} holds no frame"))
            })?;
            regions.push(Region { size, backing: Backing::Slot(number) });
        }
        space.symbols.back(args.text("symbol")?, regions).map_err(capdl_error)?;
        Ok(Value::from(""))
    }
}

/// Only the letters that matter to a mapping count; templates pass `RWXP` sets as they are.
fn mapping_rights(letters: &str) -> Rights {
    [('R', Rights::READ), ('W', Rights::WRITE), ('X', Rights::GRANT)]
        .into_iter()
        .filter(|(letter, _)| letters.contains(*letter))
        .fold(Rights::NONE, |rights, (_, right)| rights | right)
}

fn frame_object(name: ObjectName) -> Value {
    value(KernelObject { name, ty: SmolStr::new_static("seL4_FrameObject") })
}

/// C that aligns a shared variable, keeps it in the ELF file, and checks that it fills its frames exactly.
fn shared_declaration(symbol: &str, size: u64, frame_size: u64) -> String {
    format!(
        "extern typeof({symbol}) {symbol} ALIGN({frame_size}) VISIBLE;\n\
         static_assert(sizeof({symbol}) <= {size}, \"'{symbol}' is larger than the memory that backs it\");\n\
         static_assert(sizeof({symbol}) % {frame_size} == 0, \"'{symbol}' does not fill whole frames\");"
    )
}
