// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Entities and functions of the host, as templates see them.

use std::sync::{Arc, Mutex};

use camkes_jinja::{Args, Class, Cx, Host, Limits, Py, PyResult, operations};

use crate::setup::render_with;

static ENTITY: Class = Class::host("Entity", &[]);
static INSTANCE: Class = Class::host("Instance", &[&ENTITY]);

/// An entity with a name, a list, and an attribute that can be set.
#[derive(Debug)]
struct Instance {
    name: &'static str,
    number: u128,
    marks: Arc<Mutex<Vec<Py>>>,
}

impl Host for Instance {
    fn class(&self) -> &'static Class {
        &INSTANCE
    }

    fn attribute(&self, _: &mut Cx<'_>, name: &str) -> PyResult<Option<Py>> {
        Ok(match name {
            "name" => Some(Py::from(self.name)),
            "marks" => Some(Py::from(self.marks.lock().unwrap().clone())),
            _ => None,
        })
    }

    fn set_attribute(&self, _: &mut Cx<'_>, _: &str, value: Py) -> PyResult<()> {
        self.marks.lock().unwrap().push(value);
        Ok(())
    }

    fn has_method(&self, name: &str) -> bool {
        name == "label"
    }

    fn call_method(&self, _: &mut Cx<'_>, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
        if name != "label" {
            return Ok(None);
        }
        let bound = args.bind("label", &["suffix"])?;
        let suffix = bound.get("suffix").map(operations::str).transpose()?.unwrap_or_default();
        Ok(Some(Py::from(format!("{}{suffix}", self.name))))
    }

    fn str(&self) -> String {
        self.name.to_owned()
    }

    fn identity(&self) -> Option<u128> {
        Some(self.number)
    }
}

fn instance(name: &'static str, number: u128) -> Py {
    Py::host(Instance { name, number, marks: Arc::default() })
}

fn render(text: &str) -> Result<String, String> {
    let names = vec![
        ("me", instance("a", 1)),
        ("same", instance("a", 1)),
        ("other", instance("b", 2)),
        ("Instance", Py::Class(&INSTANCE)),
        ("Entity", Py::Class(&ENTITY)),
        (
            "twice",
            Py::function("twice", |cx, args| {
                let bound = args.bind("twice", &["function", "value"])?;
                let once =
                    operations::call(cx, bound.required("function")?, &Args::of(&[bound.required("value")?.clone()]))?;
                operations::call(cx, bound.required("function")?, &Args::of(&[once]))
            }),
        ),
    ];
    let templates = vec![("main".to_owned(), text.to_owned())];
    render_with(templates, names, Limits::default()).map_err(|error| error.message)
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(render(text).as_deref(), Ok(expected), "{text}");
}

#[test]
fn entities_print_compare_and_answer_for_themselves() {
    check("/*? me ?*/ /*? me.name ?*/ /*? me.label() ?*/ /*? me.label(suffix='!') ?*/", "a a a a!");
    check(
        "/*? me == same ?*//*? me == other ?*//*? id(me) == id(same) ?*//*? me in [other, same] ?*/",
        "TrueFalseTrueTrue",
    );
    check("/*? {me: 1}[same] ?*//*? [other, me].index(same) ?*/", "11");
    check("/*? isinstance(me, Instance) ?*//*? isinstance(me, Entity) ?*//*? isinstance(me, str) ?*/", "TrueTrueFalse");
    check(
        "/*? hasattr(me, 'name') ?*//*? hasattr(me, 'label') ?*//*? hasattr(me, 'x') ?*//*? me.x is defined ?*/",
        "TrueTrueFalseFalse",
    );
    check("/*- do setattr(me, 'x', 3) -*//*- do me.__setattr__('y', 4) -*//*? me.marks ?*/", "[3, 4]");
    assert_eq!(render("/*? me.x ?*/"), Err("'Instance object' has no attribute 'x'".to_owned()));
    assert_eq!(render("/*? me.label(1, 2) ?*/"), Err("label() takes at most 1 argument (2 given)".to_owned()));
}

#[test]
fn functions_of_the_host_call_macros_and_functions_of_templates() {
    check("/*? twice(lambda('x: x * 3'), 2) ?*/", "18");
    check("/*- macro m(x) -*/</*? x ?*/>/*- endmacro -*//*? twice(m, 'q') ?*/", "<<q>>");
    check("/*? list(map(lambda('x: x.name'), [me, other])) ?*/", "['a', 'b']");
}
