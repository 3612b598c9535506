// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Renders templates that are given as text.

use std::sync::Arc;

use camkes_jinja::{Class, Engine, Limits, Names, Py, Source, TemplateError, class};

/// Templates by name.
pub(crate) struct Texts(pub(crate) Vec<(String, String)>);

impl Source for Texts {
    fn text(&self, name: &str) -> Option<Arc<str>> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, text)| Arc::from(&**text))
    }
}

/// What a specification that templates refuse raises.
pub(crate) static TEMPLATE_ERROR: Class = Class::exception("TemplateError", &[&class::EXCEPTION]);

/// The names that the tests' templates see.
pub(crate) struct Context(pub(crate) Vec<(&'static str, Py)>);

impl Names for Context {
    fn get(&self, name: &str) -> Option<Py> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
    }
}

/// Renders the template `main` with certain limits and names.
pub(crate) fn render_with(
    templates: Vec<(String, String)>,
    names: Vec<(&'static str, Py)>,
    limits: Limits,
) -> Result<String, TemplateError> {
    // Frames of a debug build are large; the limits of recursion are for a release build on a main thread.
    let work = move || {
        let mut all = vec![("TemplateError", Py::Class(&TEMPLATE_ERROR))];
        all.extend(names);
        all.push(("included", Py::plain_set(Vec::new())));
        let engine = Engine::new(Arc::new(Texts(templates)));
        engine.render("main", Arc::new(Context(all)), &limits).map(|rendered| rendered.text)
    };
    std::thread::Builder::new().stack_size(64 << 20).spawn(work).unwrap().join().unwrap()
}

/// Renders one template.
pub(crate) fn render(text: &str) -> Result<String, TemplateError> {
    render_with(vec![("main".to_owned(), text.to_owned())], Vec::new(), Limits::default())
}
