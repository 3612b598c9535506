// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the command lines of the reference tool's parser and runner say about a system.

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::ForwardReferences;
use camkes_preprocessor::MacroOption;

use super::{IncludeFolder, IncludeKind, Layer, Origin, Setting};
use crate::lsp::uri::normalise;

/// A command line, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ToolCall {
    /// What it says.
    pub layer: Layer,
    /// The root file, if it names one.
    pub root: Option<Utf8PathBuf>,
}

/// Which of the tool's programs is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// Reads a specification.
    Parser,
    /// Renders templates.
    Runner,
}

impl Program {
    /// Name of its Python module.
    #[must_use]
    pub fn module(self) -> &'static str {
        match self {
            Self::Parser => "camkes.parser",
            Self::Runner => "camkes.runner",
        }
    }
}

/// Reads a command line that calls one of the programs, wherever in it the call begins. `None` when it does not. Relative
/// paths start at `folder`. What is unknown, or has no meaning here, is skipped.
#[must_use]
pub fn read(program: Program, words: &[String], folder: &Utf8Path, origin: &Origin) -> Option<ToolCall> {
    let start = words.iter().position(|word| word == program.module())?;
    let mut call = Call {
        folder,
        origin,
        words: words.get(start + 1..)?.iter(),
        preprocessor: Vec::new(),
        out: ToolCall::default(),
    };
    while let Some(word) = call.words.next() {
        call.word(word);
    }
    let flags = std::mem::take(&mut call.preprocessor);
    call.preprocessor_flags(flags);
    Some(call.out)
}

struct Call<'a> {
    folder: &'a Utf8Path,
    origin: &'a Origin,
    words: std::slice::Iter<'a, String>,
    /// What is handed on to the C preprocessor.
    preprocessor: Vec<String>,
    out: ToolCall,
}

impl Call<'_> {
    fn set<T>(&self, value: T) -> Setting<T> {
        Setting::new(value, self.origin)
    }

    fn path(&self, path: &str) -> Utf8PathBuf {
        normalise(&self.folder.join(path))
    }

    fn number<T: std::str::FromStr>(&self, text: Option<&str>) -> Option<Setting<T>> {
        text?.parse().ok().map(|number| self.set(number))
    }

    fn word(&mut self, word: &str) {
        let (name, attached) = match word.split_once('=') {
            Some((name, value)) if name.starts_with("--") => (name, Some(value.to_owned())),
            _ => (word, None),
        };
        let takes_value = matches!(
            name,
            "--import-path"
                | "-I"
                | "--cpp-flag"
                | "--cpp-bin"
                | "--dtb"
                | "--gpio-list"
                | "--file"
                | "-f"
                | "--architecture"
                | "-a"
                | "--templates"
                | "-t"
                | "--default-priority"
                | "--default-max-priority"
                | "--default-affinity"
                | "--default-stack-size"
        );
        let value = if takes_value { attached.or_else(|| self.words.next().cloned()) } else { attached };
        let value = value.as_deref();
        let path = value.map(|value| self.set(self.path(value)));
        let layer = &mut self.out.layer;
        match name {
            "--import-path" | "-I" => layer.import_paths.extend(path),
            "--templates" | "-t" => layer.templates.extend(path),
            "--dtb" => layer.device_tree = path,
            "--gpio-list" => layer.pin_list = path,
            "--file" | "-f" => self.out.root = path.map(|path| path.value),
            "--cpp-flag" => self.preprocessor.extend(value.map(str::to_owned)),
            "--cpp" => layer.preprocess = Some(Setting::new(true, self.origin)),
            "--nocpp" => layer.preprocess = Some(Setting::new(false, self.origin)),
            "--allow-forward-references" => {
                layer.forward_references = Some(Setting::new(ForwardReferences::Allow, self.origin));
            }
            "--disallow-forward-references" => {
                layer.forward_references = Some(Setting::new(ForwardReferences::Forbid, self.origin));
            }
            "--architecture" | "-a" => self.out.layer.architecture = self.number(value),
            "--default-priority" => self.out.layer.default_priority = self.number(value),
            "--default-max-priority" => self.out.layer.default_max_priority = self.number(value),
            "--default-affinity" => self.out.layer.default_affinity = self.number(value),
            "--default-stack-size" => self.out.layer.default_stack_size = self.number(value),
            "--realtime" => layer.realtime = Some(Setting::new(true, self.origin)),
            "--largeframe" => layer.largeframe = Some(Setting::new(true, self.origin)),
            "--largeframe-dma" => layer.largeframe_dma = Some(Setting::new(true, self.origin)),
            "--debug-fault-handlers" => layer.debug_fault_handlers = Some(Setting::new(true, self.origin)),
            _ => {}
        }
    }

    /// Flags of GNU cpp, attached to their values or not.
    fn preprocessor_flags(&mut self, flags: Vec<String>) {
        let mut flags = flags.into_iter();
        while let Some(flag) = flags.next() {
            const KNOWN: [&str; 6] = ["-iquote", "-isystem", "-include", "-I", "-D", "-U"];
            let Some(name) = KNOWN.into_iter().find(|name| flag.starts_with(name)) else { continue };
            let attached = flag.get(name.len()..).unwrap_or_default().to_owned();
            let Some(value) = Some(attached).filter(|value| !value.is_empty()).or_else(|| flags.next()) else { return };
            let kind = match name {
                "-D" => {
                    self.out.layer.macros.push(self.set(MacroOption::Define(value)));
                    continue;
                }
                "-U" => {
                    self.out.layer.macros.push(self.set(MacroOption::Undefine(value)));
                    continue;
                }
                "-include" => {
                    self.out.layer.forced_includes.push(self.set(value));
                    continue;
                }
                "-iquote" => IncludeKind::Quote,
                "-isystem" => IncludeKind::System,
                _ => IncludeKind::Any,
            };
            let folder = IncludeFolder { path: self.path(&value), kind };
            self.out.layer.include_folders.push(self.set(folder));
        }
    }
}
