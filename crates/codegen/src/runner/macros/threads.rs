// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The threads of an instance, and the properties that settings give them.

use camkes_jinja::{Args, Bound, Class, Cx, Host, Py, PyResult, error, operations as ops};

use super::{entity, get};
use crate::runner::{
    entity::{At, Entity},
    memory::PAGE,
    py,
};

static THREAD: Class = Class::host("Thread", &[]);

/// A thread. Each is one of its own, however alike two are.
#[derive(Debug)]
struct Thread {
    name: String,
    /// `None` for the control thread and the fault handler.
    interface: Py,
    /// Number among the threads of its interface.
    intra_index: u32,
    stack_size: Py,
}

/// Functions about threads.
pub(super) fn functions() -> Vec<(&'static str, Py)> {
    vec![
        ("threads", Py::function("threads", threads)),
        (
            "set_tcb_properties",
            Py::function("set_tcb_properties", |cx, args| {
                let bound = args.bind("set_tcb_properties", &["tcb", "options", "configuration", "prefix"])?;
                let fields = [
                    ("prio", "default_priority", "priority"),
                    ("max_prio", "default_max_priority", "max_priority"),
                    ("affinity", "default_affinity", "affinity"),
                ];
                let tcb = bound.required("tcb")?;
                set_properties(cx, tcb, &bound, &fields)?;
                let prefix = ops::str(bound.required("prefix")?)?;
                if let Some(domain) = setting(cx, bound.required("configuration")?, &format!("{prefix}domain"))? {
                    ops::set_attr(cx, tcb, "domain", domain)?;
                }
                Ok(Py::None)
            }),
        ),
        (
            "set_sc_properties",
            Py::function("set_sc_properties", |cx, args| {
                let bound = args.bind("set_sc_properties", &["sc", "options", "configuration", "prefix"])?;
                let fields = [
                    ("period", "default_period", "period"),
                    ("budget", "default_budget", "budget"),
                    ("data", "default_data", "data"),
                    ("size_bits", "default_size_bits", "size_bits"),
                ];
                set_properties(cx, bound.required("sc")?, &bound, &fields)?;
                Ok(Py::None)
            }),
        ),
        (
            "maybe_set_property_from_configuration",
            Py::function("maybe_set_property_from_configuration", |cx, args| {
                let bound = args.bind(
                    "maybe_set_property_from_configuration",
                    &["configuration", "prefix", "obj", "field_name", "general_attribute"],
                )?;
                let field = ops::str(bound.required("field_name")?)?;
                let general = ops::str(bound.required("general_attribute")?)?;
                let prefix = ops::str(bound.required("prefix")?)?;
                let configuration = bound.required("configuration")?;
                if let Some(value) = own_or_general(cx, configuration, &prefix, &general)? {
                    ops::set_attr(cx, bound.required("obj")?, &field, value)?;
                }
                Ok(Py::None)
            }),
        ),
    ]
}

/// A setting that is not `None`.
fn setting(cx: &mut Cx<'_>, configuration: &Py, name: &str) -> PyResult<Option<Py>> {
    Ok(get(cx, configuration, name)?.filter(|value| !value.is_none()))
}

/// A thread's own setting, else the instance's.
fn own_or_general(cx: &mut Cx<'_>, configuration: &Py, prefix: &str, general: &str) -> PyResult<Option<Py>> {
    match setting(cx, configuration, &format!("{prefix}{general}"))? {
        Some(own) => Ok(Some(own)),
        None => setting(cx, configuration, general),
    }
}

/// Sets fields: each from the build's option, then from the settings.
fn set_properties(cx: &mut Cx<'_>, object: &Py, bound: &Bound<'_>, fields: &[(&str, &str, &str)]) -> PyResult<()> {
    let (options, configuration) = (bound.required("options")?, bound.required("configuration")?);
    let prefix = ops::str(bound.required("prefix")?)?;
    for (field, option, _) in fields {
        let value = ops::get_attr(cx, options, option)?;
        ops::set_attr(cx, object, field, value)?;
    }
    for (field, _, general) in fields {
        if let Some(value) = own_or_general(cx, configuration, &prefix, general)? {
            ops::set_attr(cx, object, field, value)?;
        }
    }
    Ok(())
}

/// The control thread, the threads of interfaces in the order of connections, and the fault handler if the build has them.
fn threads(cx: &mut Cx<'_>, args: &Args<'_>) -> PyResult {
    let bound = args.bind("threads", &["composition", "instance", "configuration", "options"])?;
    let Entity { system, at: At::Instance(instance) } = entity(bound.required("instance")?)? else {
        return Err(error::assertion_error("the threads are those of an instance"));
    };
    let (instance, configuration) = (*instance, bound.required("configuration")?);
    let options = bound.required("options")?;
    let default = ops::get_attr(cx, options, "default_stack_size")?;
    let ast = &system.ast;
    let name = ast.instances.get(instance as usize).map(|it| camkes_capdl::sanitised(&it.name)).unwrap_or_default();
    let stack = |cx: &mut Cx<'_>, name: &str| Ok(get(cx, configuration, name)?.unwrap_or_else(|| default.clone()));
    let mut found = Vec::new();
    found.push(Thread {
        name: format!("{name}_0_control"),
        interface: Py::None,
        intra_index: 0,
        stack_size: stack(cx, "_stack_size")?,
    });
    for connection in &ast.connections {
        let Some(connector) = ast.connectors.get(connection.connector as usize) else { continue };
        for (ends, threads) in [(&connection.from, connector.from.threads), (&connection.to, connector.to.threads)] {
            for end in ends.iter().filter(|end| end.instance == instance) {
                let (Some(interface), Some(of)) = (ast.interface_of(*end), system.interface_of(*end)) else { continue };
                for number in 0..threads {
                    cx.spend(1)?;
                    found.push(Thread {
                        name: format!("{name}_{}_{number:04}", interface.name),
                        interface: Entity::value(system, At::Interface(of)),
                        intra_index: number,
                        stack_size: stack(cx, &format!("{}_stack_size", interface.name))?,
                    });
                }
            }
        }
    }
    let handlers = ops::get_attr(cx, options, "debug_fault_handlers")?;
    if ops::truth(&handlers)? {
        found.push(Thread {
            name: format!("{name}_0_fault_handler"),
            interface: Py::None,
            intra_index: 0,
            stack_size: default,
        });
    }
    Ok(Py::list(found.into_iter().map(Py::host).collect()))
}

impl Host for Thread {
    fn class(&self) -> &'static Class {
        &THREAD
    }

    fn attribute(&self, _cx: &mut Cx<'_>, name: &str) -> PyResult<Option<Py>> {
        Ok(Some(match name {
            "name" => Py::from(self.name.as_str()),
            "interface" => self.interface.clone(),
            "intra_index" => Py::from(self.intra_index),
            "stack_symbol" => Py::from(format!("_camkes_stack_{}", self.name)),
            "stack_size" => self.stack_size.clone(),
            "ipc_symbol" => Py::from(format!("_camkes_ipc_buffer_{}", self.name)),
            "sp" => {
                let top = py::size(&self.stack_size)?.saturating_add(PAGE);
                Py::from(format!("get_vaddr('_camkes_stack_{}') + {top}", self.name))
            }
            "addr" => Py::from(format!("get_vaddr('_camkes_ipc_buffer_{}') + {PAGE}", self.name)),
            _ => return Ok(None),
        }))
    }
}
