// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Renders templates that are given as text.

use std::sync::{Arc, Mutex};

use camkes_jinja::{Class, Engine, Limits, Names, Py, Source, TemplateError, class};

/// What an earlier call left of each text.
pub(crate) type Kept = Arc<Mutex<Vec<(String, Vec<u8>)>>>;

/// Templates by name, and what an earlier call left of each text.
pub(crate) struct Texts(pub(crate) Vec<(String, String)>, pub(crate) Kept);

impl Source for Texts {
    fn text(&self, name: &str) -> Option<Arc<str>> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, text)| Arc::from(&**text))
    }

    fn kept(&self, text: &str) -> Option<Vec<u8>> {
        self.1.lock().unwrap().iter().find(|(known, _)| known == text).map(|(_, bytes)| bytes.clone())
    }

    fn keep(&self, text: &str, made: &dyn Fn() -> Option<Vec<u8>>) {
        let mut kept = self.1.lock().unwrap();
        kept.retain(|(known, _)| known != text);
        kept.push((text.to_owned(), made().expect("a tree that was read can be kept")));
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

/// Renders the template `main` with certain limits and names; then again with what that left of its text.
pub(crate) fn render_with(
    templates: Vec<(String, String)>,
    names: Vec<(&'static str, Py)>,
    limits: Limits,
) -> Result<String, TemplateError> {
    // Frames of a debug build are large; the limits of recursion are for a release build on a main thread.
    let work = move || {
        let mut all = vec![("TemplateError", Py::Class(&TEMPLATE_ERROR))];
        // What the host gives may be changed by the first render.
        let changes = !names.is_empty();
        all.extend(names);
        let kept = Kept::default();
        let render = || {
            let mut all = all.clone();
            all.push(("included", Py::plain_set(Vec::new())));
            let engine = Engine::new(Arc::new(Texts(templates.clone(), Arc::clone(&kept))));
            engine.render("main", Arc::new(Context(all)), &limits).map(|rendered| rendered.text)
        };
        let first = render();
        if !changes {
            assert_eq!(render(), first, "what was kept of a text gives what the text gives");
        }
        first
    };
    std::thread::Builder::new().stack_size(64 << 20).spawn(work).unwrap().join().unwrap()
}

/// Renders one template.
pub(crate) fn render(text: &str) -> Result<String, TemplateError> {
    render_with(vec![("main".to_owned(), text.to_owned())], Vec::new(), Limits::default())
}
