// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Sizes: of pages, of types, of untyped memory, of words.

use std::sync::Arc;

use camkes_capdl::Arch;
use camkes_jinja::{Py, PyError, PyResult, class, error};

use crate::runner::{
    entity::{At, Entity},
    memory::PAGE,
    py,
    store::Store,
};

/// An architecture by its name.
pub(super) fn arch(value: &Py) -> PyResult<Arch> {
    let name = py::text(value)?.to_lowercase();
    let name = match name.as_str() {
        "arm" | "arm11" => "aarch32",
        "x86" => "ia32",
        other => other,
    };
    name.parse().map_err(|_| PyError::new(&class::EXCEPTION, format!("invalid architecture: {name}")))
}

fn is_64_bit(arch: Arch) -> bool {
    arch.word_bits() == 64
}

/// Whether it is one of Arm's.
pub(super) fn is_arm(arch: Arch) -> bool {
    matches!(arch, Arch::Aarch32 | Arch::ArmHyp | Arch::Aarch64)
}

/// Functions about sizes.
pub(super) fn functions(store: &Arc<Store>) -> Vec<(&'static str, Py)> {
    let mut found = vec![
        ("PAGE_SIZE", Py::from(PAGE)),
        py::function("min_untyped_size", |args| {
            args.one("min_untyped_size")?;
            Ok(Py::Int(4))
        }),
        py::function("max_untyped_size", |args| {
            let arch = args.one("max_untyped_size")?.as_str().and_then(|name| name.parse().ok());
            Ok(Py::Int(if arch.is_some_and(is_64_bit) { 47 } else { 29 }))
        }),
        py::function("is_64_bit_arch", |args| {
            Ok(Py::Bool(args.one("is_64_bit_arch")?.as_str().and_then(|name| name.parse().ok()).is_some_and(is_64_bit)))
        }),
        py::function("is_arch_arm", |args| {
            Ok(Py::Bool(args.one("is_arch_arm")?.as_str().and_then(|name| name.parse().ok()).is_some_and(is_arm)))
        }),
        py::function("is_arch_riscv", |args| {
            Ok(Py::Bool(matches!(args.one("is_arch_riscv")?.as_str(), Some("riscv32" | "riscv64"))))
        }),
        py::function("get_word_size", |args| Ok(Py::from(arch(args.one("get_word_size")?)?.word_bits() / 8))),
        py::function("ROUND_UP", |args| rounded("ROUND_UP", args, |x, y| (x + y - 1).div_euclid(y) * y)),
        py::function("ROUND_DOWN", |args| rounded("ROUND_DOWN", args, |x, y| x.div_euclid(y) * y)),
        py::function("sizeof", |args| {
            let bound = args.bind("sizeof", &["arch", "t"])?;
            size_of(bound.required("t")?)
        }),
        py::function("calculate_cnode_size", |args| {
            let highest = py::number(args.one("calculate_cnode_size")?)?.max(2);
            Ok(Py::from(highest.ilog2() + 1))
        }),
        py::function("get_untypeds_from_range", |args| {
            let bound = args.bind("get_untypeds_from_range", &["start", "size"])?;
            untypeds(py::size(bound.required("start")?)?, py::size(bound.required("size")?)?)
        }),
    ];
    found.extend(pages(store));
    found
}

fn pages(store: &Arc<Store>) -> Vec<(&'static str, Py)> {
    let [all, multiple, align, largest, constant] = [(); 5].map(|()| Arc::clone(store));
    vec![
        py::function("page_sizes", move |args| {
            let sizes = all.lock().page_sizes_of(arch(args.one("page_sizes")?)?);
            Ok(Py::list(sizes.into_iter().map(Py::from).collect()))
        }),
        py::function("next_page_multiple", move |args| {
            let bound = args.bind("next_page_multiple", &["size", "arch"])?;
            let size = py::size(bound.required("size")?)?;
            let smallest = smallest(&multiple, arch(bound.required("arch")?)?);
            let more = size.saturating_sub(smallest).div_ceil(PAGE);
            Ok(Py::from(smallest.saturating_add(more.saturating_mul(PAGE))))
        }),
        py::function("align_page_address", move |args| {
            let bound = args.bind("align_page_address", &["address", "arch"])?;
            let address = py::size(bound.required("address")?)?;
            let page = smallest(&align, arch(bound.required("arch")?)?);
            Ok(Py::from(address & !(page - 1)))
        }),
        py::function("get_page_size", move |args| {
            let bound = args.bind("get_page_size", &["size", "arch"])?;
            let size = py::size(bound.required("size")?)?;
            let pages = largest.lock().page_sizes_of(arch(bound.required("arch")?)?);
            let found = pages.into_iter().rev().find(|page| size >= *page && size.is_multiple_of(*page));
            Ok(Py::from(found.unwrap_or_default()))
        }),
        py::function("get_libsel4_constant", move |args| {
            let name = py::text(args.one("get_libsel4_constant")?)?;
            Ok(Py::from(constant.lock().sizes.bits(name).map(i64::from)))
        }),
    ]
}

/// The smallest page of an architecture, in bytes; never 0.
fn smallest(store: &Store, arch: Arch) -> u64 {
    store.lock().page_sizes_of(arch).first().copied().filter(|size| *size > 0).unwrap_or(PAGE)
}

fn rounded(name: &'static str, args: &camkes_jinja::Args<'_>, round: impl FnOnce(i128, i128) -> i128) -> PyResult {
    let bound = args.bind(name, &["x", "y"])?;
    let number = |parameter| {
        let number = bound.required(parameter)?.as_big().and_then(|number| i128::try_from(number).ok());
        // Far from where sums could overflow.
        let number = number.filter(|number| number.unsigned_abs() < 1 << 100);
        number.ok_or_else(|| error::assertion_error(format!("{name}() takes whole numbers")))
    };
    let (x, y) = (number("x")?, number("y")?);
    if y <= 0 {
        return Err(error::assertion_error(format!("{name}() rounds to a number above zero")));
    }
    // Two numbers below 2^100 can still multiply to more, but not after a division by one of them.
    Ok(Py::from(round(x, y)))
}

fn size_of(value: &Py) -> PyResult {
    let parameter = value.as_host::<Entity>().filter(|entity| matches!(entity.at, At::Parameter { .. }));
    let word = match (parameter, value.as_str()) {
        (Some(parameter), _) => parameter.find("type")?.and_then(|ty| ty.as_str().map(str::to_owned)),
        (None, word) => word.map(str::to_owned),
    };
    let bytes = match word.as_deref() {
        Some("Buf") => 4096,
        Some("int8_t" | "uint8_t") => 1,
        Some("int16_t" | "uint16_t") => 2,
        Some("int32_t" | "uint32_t") => 4,
        Some("int64_t" | "uint64_t") => 8,
        _ => return Err(error::assertion_error("the size of this type is not known")),
    };
    Ok(Py::Int(bytes))
}

/// The largest aligned pieces of memory that cover a range: address and log2 of the size of each.
fn untypeds(start: u64, size: u64) -> PyResult {
    let (mut current, mut remaining) = (u128::from(start), u128::from(size));
    let mut pieces = Vec::new();
    while remaining > 0 {
        if current == 0 {
            return Err(error::assertion_error("a range can't start at address 0"));
        }
        let bits = current.trailing_zeros().min(remaining.ilog2());
        pieces.push(Py::tuple(vec![Py::from(current), Py::from(bits)]));
        current += 1 << bits;
        remaining -= 1 << bits;
    }
    Ok(Py::list(pieces))
}
