// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `macros`: what the reference calls by this name. Our own templates need only a few of them.

mod initialiser;
mod structs;

use std::{fmt, sync::Arc};

use camkes_capdl::{Arch, PageSize};
use minijinja::{
    Error, ErrorKind, State, Value,
    value::{Enumerator, Object},
};

use super::{
    args::{Args, Signature},
    component::Include,
    dataport::permissions,
    entity::{entity, value},
    instance::Instance,
    model::Model,
    procedure::Parameter,
    threads,
    types::{self, PAGE_SIZE, c_type, dataport, dataport_c_size, dataport_c_type, known_size, type_to_fit},
};

struct Macros(Arc<Model>);

/// `macros`.
pub(crate) fn value_of(model: &Arc<Model>) -> Value {
    Value::from_object(Macros(Arc::clone(model)))
}

/// The functions and their parameters.
const SIGNATURES: &[Signature] = &[
    Signature { name: "ROUND_DOWN", parameters: &["x", "y"] },
    Signature { name: "ROUND_UP", parameters: &["x", "y"] },
    Signature { name: "align_page_address", parameters: &["address", "arch"] },
    Signature { name: "dataport_size", parameters: &["type"] },
    Signature { name: "dataport_type", parameters: &["type"] },
    Signature { name: "generated_file_notice", parameters: &[] },
    Signature { name: "get_page_size", parameters: &["size", "arch"] },
    Signature { name: "get_perm", parameters: &["configuration", "instance_name", "interface_name"] },
    Signature { name: "get_word_size", parameters: &["arch"] },
    Signature { name: "ipc_buffer", parameters: &["sym"] },
    Signature { name: "ipc_buffer_address", parameters: &["sym"] },
    Signature { name: "max_untyped_size", parameters: &["arch"] },
    Signature { name: "min_untyped_size", parameters: &["arch"] },
    Signature { name: "next_page_multiple", parameters: &["size", "arch"] },
    Signature { name: "page_sizes", parameters: &["arch"] },
    Signature { name: "print_type_definitions", parameters: &["attributes", "values"] },
    Signature { name: "shared_buffer_symbol", parameters: &["sym", "shmem_size", "page_size"] },
    Signature { name: "show_attribute_value", parameters: &["t", "value"] },
    Signature { name: "show_includes", parameters: &["xs", "prefix"] },
    Signature { name: "show_type", parameters: &["t"] },
    Signature { name: "sizeof", parameters: &["arch", "t"] },
    Signature { name: "thread_stack", parameters: &["sym", "size"] },
    Signature { name: "threads", parameters: &["composition", "instance", "configuration", "options"] },
    Signature { name: "type_to_fit_integer", parameters: &["value"] },
];

impl Object for Macros {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        (key.as_str()? == "PAGE_SIZE").then(|| Value::from(PAGE_SIZE))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&["PAGE_SIZE"])
    }

    fn call_method(self: &Arc<Self>, _: &mut State<'_, '_>, method: &str, given: &[Value]) -> Result<Value, Error> {
        let signature = SIGNATURES.iter().find(|signature| signature.name == method);
        let signature = signature
            .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("'macros' has no function '{method}'")))?;
        let args = Args::new(*signature, given)?;
        match pages(method, &args).or_else(|| declarations(method, &args)) {
            Some(result) => result,
            None => self.types(method, &args),
        }
    }
}

impl Macros {
    fn types(&self, method: &str, args: &Args) -> Result<Value, Error> {
        match method {
            "get_perm" => {
                let (instance, interface) = (args.text("instance_name")?, args.text("interface_name")?);
                permissions(&self.0, instance, interface).map(Value::from)
            }
            "threads" => {
                let given = args.required("instance")?;
                let instance = entity::<Instance>(given).ok_or_else(|| args.wrong("instance", "an instance", given))?;
                Ok(threads::of_instance(&self.0, instance.index)?.into_iter().map(value).collect())
            }
            "show_type" => c_type(args.required("t")?).map(Value::from),
            "show_includes" => includes(args),
            "show_attribute_value" => {
                structs::initialiser(args.required("t")?, args.required("value")?).map(Value::from)
            }
            "print_type_definitions" => {
                structs::definitions(&args.items("attributes")?, args.required("values")?).map(Value::from)
            }
            "dataport_size" => Ok(Value::from(dataport_c_size(&dataport(args.text("type")?)))),
            "dataport_type" => Ok(Value::from(dataport_c_type(&dataport(args.text("type")?)))),
            "type_to_fit_integer" => {
                let fit = type_to_fit(args.number("value")?);
                fit.map(Value::from).ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "no C type counts that far"))
            }
            "sizeof" => size_of(args),
            other => Err(Error::new(ErrorKind::InvalidOperation, format!("'macros' has no function '{other}'"))),
        }
    }
}

/// Functions about pages and architectures.
fn pages(method: &str, args: &Args) -> Option<Result<Value, Error>> {
    let page_sizes = |arch: Arch| arch.page_sizes().into_iter().map(PageSize::bytes);
    let arch =
        || args.text("arch")?.parse::<Arch>().map_err(|e| Error::new(ErrorKind::InvalidOperation, e.to_string()));
    let divided = |up: i128| {
        let (x, y): (i128, i128) = (args.number("x")?, args.number("y")?);
        let rounded = || x.checked_add(up.checked_mul(y.checked_sub(1)?)?)?.checked_div_euclid(y)?.checked_mul(y);
        match y {
            1.. => rounded().map(Value::from),
            _ => None,
        }
        .ok_or_else(|| args.wrong("y", "a positive number that is not too large", &Value::from(y)))
    };
    Some(match method {
        "ROUND_UP" => divided(1),
        "ROUND_DOWN" => divided(0),
        "page_sizes" => arch().map(|arch| page_sizes(arch).map(Value::from).collect()),
        "get_page_size" => arch().and_then(|arch| {
            let page = arch.largest_page_dividing(args.number("size")?);
            Ok(Value::from(page.map_or(0, PageSize::bytes)))
        }),
        "next_page_multiple" => arch().and_then(|_| {
            let size: u64 = args.number("size")?;
            size.max(1)
                .checked_next_multiple_of(PAGE_SIZE)
                .map(Value::from)
                .ok_or_else(|| args.wrong("size", "a number in range", &Value::from(size)))
        }),
        "align_page_address" => arch().and_then(|_| Ok(Value::from(args.number::<u64>("address")? & !(PAGE_SIZE - 1)))),
        "get_word_size" => arch().map(|arch| Value::from(types::word_size(arch))),
        "min_untyped_size" => Ok(Value::from(4)),
        "max_untyped_size" => arch().map(|arch| Value::from(if arch.word_bits() == 64 { 47 } else { 29 })),
        _ => return None,
    })
}

/// Functions that give C declarations.
fn declarations(method: &str, args: &Args) -> Option<Result<Value, Error>> {
    let aligned = |symbol: &str, size: &str| {
        format!("char {symbol}[{size}]\n    VISIBLE\n    ALIGN(PAGE_SIZE_4K)\n    SECTION(\"align_12bit\");\n")
    };
    let text = |make: &dyn Fn() -> Result<String, Error>| make().map(Value::from);
    Some(match method {
        "generated_file_notice" => Ok(Value::from("Generated from the CAmkES specification; changes will be lost.")),
        "thread_stack" => text(&|| {
            let size: u64 = args.number("size")?;
            // One guard page below the stack and one above.
            let size = format!("ROUND_UP_UNSAFE({size}, PAGE_SIZE_4K) + 2 * PAGE_SIZE_4K");
            Ok(aligned(args.text("sym")?, &size))
        }),
        "ipc_buffer" => text(&|| Ok(aligned(args.text("sym")?, "3 * PAGE_SIZE_4K"))),
        "ipc_buffer_address" => text(&|| Ok(format!("((seL4_Word){} + PAGE_SIZE_4K)", args.text("sym")?))),
        "shared_buffer_symbol" => text(&|| {
            let (symbol, size) = (args.text("sym")?, args.required("shmem_size")?);
            let page: u64 = args.number("page_size")?;
            let bits = page.checked_ilog2().unwrap_or_default();
            Ok(format!(
                "struct {{\n    char content[ROUND_UP_UNSAFE({size}, {page})];\n}} {symbol}\n    \
                 ALIGN({page})\n    SECTION(\"align_{bits}bit\")\n    VISIBLE\n    USED;\n"
            ))
        }),
        _ => return None,
    })
}

fn includes(args: &Args) -> Result<Value, Error> {
    let prefix = args.optional_text("prefix")?.unwrap_or("");
    let mut text = String::new();
    for given in args.items("xs")? {
        let Include(include) = entity(&given).ok_or_else(|| args.wrong("xs", "a list of includes", &given))?;
        text.push_str(&match include.relative {
            true => format!("#include \"{prefix}{}\"\n", include.source),
            false => format!("#include <{}>\n", include.source),
        });
    }
    Ok(Value::from(text))
}

fn size_of(args: &Args) -> Result<Value, Error> {
    let given = args.required("t")?;
    let name = match entity::<Parameter>(given) {
        Some(Parameter(parameter)) => parameter.ty.adl_name(),
        None => args.text("t")?.into(),
    };
    let size = known_size(&name).ok_or_else(|| {
        Error::new(ErrorKind::InvalidOperation, format!("the size of '{name}' is only known to the C compiler"))
    })?;
    Ok(Value::from(size))
}

impl fmt::Debug for Macros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("macros")
    }
}
