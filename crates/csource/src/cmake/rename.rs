// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Another name for a component, where scripts declare it.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::{Command, Files, Script, evaluate};

/// The scripts declare a component in a way that no other name can be put into: its name is pieced together, or its files are
/// found by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unclear;

/// A part of a script: its path, and bytes of it.
pub type Word = (Utf8PathBuf, Range<usize>);

/// The words of the scripts that have to change so that a component has another name and everything else that they say stays the same,
/// in the order in which they are read. None when the scripts declare no such component.
///
/// # Errors
/// When no such words are found.
pub fn renamed(paths: &[Utf8PathBuf], files: &dyn Files, old: &str, new: &str) -> Result<Vec<Word>, Unclear> {
    let scripts = RefCell::new(Vec::<(Utf8PathBuf, Arc<Script>)>::new());
    let read = |path: &Utf8Path| {
        let script = files.script(path)?;
        let mut scripts = scripts.borrow_mut();
        if !scripts.iter().any(|(it, _)| it == path) {
            scripts.push((path.to_owned(), Arc::clone(&script)));
        }
        Some(script)
    };
    let before = evaluate(paths, &Over { files, script: read });
    if !before.components.iter().any(|it| it.name == old) {
        return Ok(Vec::new());
    }
    let mut wanted = before;
    for component in wanted.components.iter_mut().filter(|it| it.name == old) {
        new.clone_into(&mut component.name);
    }
    let scripts = scripts.into_inner();
    // The first is enough in most projects.
    for names in [declares as fn(&Command, usize) -> bool, may_name] {
        let change = Change { scripts: &scripts, old, new, names };
        if evaluate(paths, &Over { files, script: |path: &Utf8Path| change.script(path) }) == wanted {
            return Ok(change.words());
        }
    }
    Err(Unclear)
}

/// Whether an argument of a command is the name of a component that the command declares.
fn declares(command: &Command, index: usize) -> bool {
    index == 0 && matches!(command.name.as_str(), "declarecamkescomponent" | "extendcamkescomponentinstance")
}

/// Whether an argument of a command may be the name of a component: projects have lists and functions of their own.
fn may_name(command: &Command, _: usize) -> bool {
    const OTHERS: [&str; 8] =
        ["add_library", "add_executable", "add_subdirectory", "file", "function", "include", "macro", "project"];
    !OTHERS.contains(&command.name.as_str()) && !command.name.starts_with("target_")
}

/// Files of which the scripts are given.
struct Over<'f, S> {
    files: &'f dyn Files,
    script: S,
}

/// Another name in the scripts that were read.
struct Change<'s> {
    scripts: &'s [(Utf8PathBuf, Arc<Script>)],
    old: &'s str,
    new: &'s str,
    names: fn(&Command, usize) -> bool,
}

impl Change<'_> {
    fn is_name(&self, command: &Command, index: usize) -> bool {
        let argument = command.arguments.get(index);
        argument.is_some_and(|it| it.text == self.old) && (self.names)(command, index)
    }

    fn words(&self) -> Vec<Word> {
        let mut out = Vec::new();
        for (path, script) in self.scripts {
            for command in &script.commands {
                let named = command.arguments.iter().enumerate().filter(|(index, _)| self.is_name(command, *index));
                out.extend(named.map(|(_, argument)| (path.clone(), argument.range.clone())));
            }
        }
        out
    }

    fn script(&self, path: &Utf8Path) -> Option<Arc<Script>> {
        let (_, script) = self.scripts.iter().find(|(it, _)| it == path)?;
        let mut script = Script::clone(script);
        for command in &mut script.commands {
            for index in 0..command.arguments.len() {
                if self.is_name(command, index)
                    && let Some(argument) = command.arguments.get_mut(index)
                {
                    self.new.clone_into(&mut argument.text);
                }
            }
        }
        Some(Arc::new(script))
    }
}

impl<S: Fn(&Utf8Path) -> Option<Arc<Script>>> Files for Over<'_, S> {
    fn script(&self, path: &Utf8Path) -> Option<Arc<Script>> {
        (self.script)(path)
    }

    fn files(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        self.files.files(folder)
    }

    fn folders(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        self.files.folders(folder)
    }

    fn has_file(&self, path: &Utf8Path) -> bool {
        self.files.has_file(path)
    }

    fn has_folder(&self, path: &Utf8Path) -> bool {
        self.files.has_folder(path)
    }

    fn enters(&self, folder: &Utf8Path) -> bool {
        self.files.enters(folder)
    }
}
