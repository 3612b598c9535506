// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Another name for a component, an instance or a connector, where scripts declare it.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::{Command, Files, Outcome, Script, evaluate};

/// The scripts declare a component in a way that no other name can be put into: its name is pieced together, or its files are
/// found by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unclear;

/// A part of a script: its path, and bytes of it.
pub type Word = (Utf8PathBuf, Range<usize>);

/// What has a name in scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Named<'a> {
    /// A component, by `DeclareCAmkESComponent`.
    Component,
    /// An instance of this component, by `ExtendCAmkESComponentInstance`.
    InstanceOf(&'a str),
    /// A connector, by `DeclareCAmkESConnector`.
    Connector,
}

/// The words of the scripts that have to change so that something has another name and everything else that they say stays the same,
/// in the order in which they are read. None when the scripts declare nothing of the name.
///
/// # Errors
/// When no such words are found.
pub fn renamed(
    paths: &[Utf8PathBuf],
    files: &dyn Files,
    named: Named<'_>,
    old: &str,
    new: &str,
) -> Result<Vec<Word>, Unclear> {
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
    let scripts = scripts.into_inner();
    let ways: &[fn(Named<'_>, &Command, usize) -> bool] = match named {
        // Where an instance is given more is no part of what scripts declare: only what says so itself is sure.
        Named::InstanceOf(_) => return Ok(Change { scripts: &scripts, named, old, new, names: declares }.words()),
        // The first is enough in most projects.
        Named::Component | Named::Connector => &[declares, may_name],
    };
    let wanted = with_name(&before, named, old, new);
    if wanted == before {
        return Ok(Vec::new());
    }
    for names in ways {
        let change = Change { scripts: &scripts, named, old, new, names: *names };
        if evaluate(paths, &Over { files, script: |path: &Utf8Path| change.script(path) }) == wanted {
            return Ok(change.words());
        }
    }
    Err(Unclear)
}

/// What scripts would declare if something had another name.
fn with_name(before: &Outcome, named: Named<'_>, old: &str, new: &str) -> Outcome {
    let mut wanted = before.clone();
    let change = |name: &mut String| {
        if *name == old {
            new.clone_into(name);
        }
    };
    match named {
        Named::Component => wanted.components.iter_mut().for_each(|it| change(&mut it.name)),
        Named::Connector => {
            wanted.templates.iter_mut().for_each(|it| change(&mut it.connector));
            wanted.declared.iter_mut().for_each(|it| change(&mut it.connector));
        }
        Named::InstanceOf(_) => {}
    }
    wanted
}

/// Whether an argument of a command is the name of what the command declares.
fn declares(named: Named<'_>, command: &Command, index: usize) -> bool {
    let is_component = matches!(command.name.as_str(), "declarecamkescomponent" | "extendcamkescomponentinstance");
    match named {
        Named::Component => index == 0 && is_component,
        Named::Connector => index == 0 && command.name == "declarecamkesconnector",
        Named::InstanceOf(component) => {
            let is_of_it = || command.arguments.first().is_some_and(|it| it.text == component);
            index == 1 && command.name == "extendcamkescomponentinstance" && is_of_it()
        }
    }
}

/// Whether an argument of a command may be the name of a component or a connector: projects have lists and functions of their own.
fn may_name(_: Named<'_>, command: &Command, _: usize) -> bool {
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
    named: Named<'s>,
    names: fn(Named<'_>, &Command, usize) -> bool,
}

impl Change<'_> {
    fn is_name(&self, command: &Command, index: usize) -> bool {
        let argument = command.arguments.get(index);
        argument.is_some_and(|it| it.text == self.old) && (self.names)(self.named, command, index)
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
