// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a run starts with: search lists, the macros of the command line, the predefined macros, and limits.
//!
//! An [`Environment`] is made once and used for many runs, since each `import`ed file starts afresh from it.

use smol_str::SmolStr;

use crate::definition;
use crate::error::PpErrorKind;
use crate::macro_table::{DYNAMIC, Definition, MacroTable, Meaning};
use crate::names::Names;
use crate::place::{BufferId, Span};
use crate::predefined::{self, Predefined};

/// One `-D` or `-U` of the command line. Later ones win.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum MacroOption {
    /// `NAME`, `NAME=VALUE` or `NAME(PARAMETERS)=VALUE`, as after `-D`. Without a value, it is `1`.
    Define(String),
    /// A name, as after `-U`.
    Undefine(String),
}

/// Bounds that turn a macro or include bomb into an error.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Limits {
    /// Tokens that macro expansion may make in a run.
    pub tokens: usize,
    /// Bytes of text that `#`, `##` and expansion may make in a run.
    pub text: usize,
    /// Macro invocations inside arguments of macro invocations.
    pub argument_nesting: usize,
    /// Macros whose expansions are being rescanned at one time.
    pub expansion_nesting: usize,
    /// Files open at one time. GNU cpp's limit is 200 as well.
    pub include_depth: usize,
    /// Times that a file is entered in a run.
    pub inclusions: usize,
    /// Bytes of all files entered in a run.
    pub included_text: usize,
    /// Problems reported in a run.
    pub problems: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            tokens: 1 << 21,
            text: 1 << 25,
            argument_nesting: 200,
            expansion_nesting: 100_000,
            include_depth: 200,
            inclusions: 20_000,
            included_text: 1 << 25,
            problems: 10_000,
        }
    }
}

/// What the command line says.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Options {
    /// Which macros are predefined.
    pub predefined: Predefined,
    /// `-D` and `-U`, in order.
    pub macros: Vec<MacroOption>,
    /// `-iquote`: searched for `"name"` only, after the including file's folder.
    pub quote_folders: Vec<String>,
    /// `-I`.
    pub include_folders: Vec<String>,
    /// `-isystem`: searched last.
    pub system_folders: Vec<String>,
    /// `-include`: read as by `#include "name"` before the first line of the primary file.
    pub forced_includes: Vec<String>,
    /// Bounds of a run.
    pub limits: Limits,
}

impl Options {
    /// What the CAmkES build gives to its C preprocessor: the host's predefined macros, and
    /// `CAMKES_TOOL_PROCESSING`.
    #[must_use]
    pub fn camkes() -> Self {
        Self {
            predefined: Predefined::HostCpp,
            macros: vec![MacroOption::Define("CAMKES_TOOL_PROCESSING".to_owned())],
            ..Self::default()
        }
    }
}

/// A problem with one option, which no file can be blamed for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionError {
    /// The option's text.
    pub option: String,
    /// What is wrong.
    pub kind: PpErrorKind,
}

/// The start of every run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    options: Options,
    /// `-iquote`, then `-I`, then `-isystem`, without doubles.
    folders: Vec<String>,
    /// Where `<name>` starts in `folders`.
    first_angle_folder: usize,
    names: Names,
    macros: MacroTable,
    predefined_text: String,
    command_line_text: String,
    errors: Vec<OptionError>,
}

impl Environment {
    /// Reads the options. What is wrong with them is in [`Environment::errors`]; the rest counts.
    #[must_use]
    pub fn new(options: Options) -> Self {
        let (folders, first_angle_folder) = search_list(&options);
        let mut environment = Self {
            predefined_text: predefined::text(options.predefined),
            options,
            folders,
            first_angle_folder,
            names: Names::new(),
            macros: MacroTable::default(),
            command_line_text: String::new(),
            errors: Vec::new(),
        };
        environment.define_predefined();
        environment.define_from_options();
        environment
    }

    /// What is wrong with the options.
    #[must_use]
    pub fn errors(&self) -> &[OptionError] {
        &self.errors
    }

    /// The options as given.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The definitions of the command line, one a line; ranges of [`crate::Place::CommandLine`] count in it.
    #[must_use]
    pub fn command_line_text(&self) -> &str {
        &self.command_line_text
    }

    pub(crate) fn predefined_text(&self) -> &str {
        &self.predefined_text
    }

    pub(crate) fn names(&self) -> &Names {
        &self.names
    }

    pub(crate) fn macros(&self) -> &MacroTable {
        &self.macros
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.options.limits
    }

    pub(crate) fn folders(&self) -> &[String] {
        &self.folders
    }

    pub(crate) fn first_angle_folder(&self) -> usize {
        self.first_angle_folder
    }

    /// Whether a name is a macro before the first line is read.
    pub(crate) fn is_macro(&self, name: &str) -> bool {
        self.names.find(name).is_some_and(|symbol| self.macros.find(symbol).is_some())
    }

    fn define_predefined(&mut self) {
        let nowhere = Span::new(BufferId::PREDEFINED, 0, 0);
        for &(name, dynamic) in DYNAMIC {
            let name = self.names.intern(name);
            let meaning = Meaning::Dynamic(dynamic);
            self.macros.define(Definition { name, span: nowhere, whole: nowhere, meaning, body: Vec::new() });
        }
        let mut position = 0;
        while position < self.predefined_text.len() {
            let defined = definition::parse(&mut self.names, BufferId::PREDEFINED, &self.predefined_text, position);
            if let Some(definition) = defined.definition {
                self.macros.define(definition);
            }
            position = next_line(&self.predefined_text, position);
        }
    }

    fn define_from_options(&mut self) {
        for option in self.options.macros.clone() {
            match option {
                MacroOption::Define(text) => self.define_option(&text),
                MacroOption::Undefine(name) => {
                    if let Some(symbol) = self.names.find(name.trim()) {
                        self.macros.undefine(symbol);
                    }
                }
            }
        }
    }

    fn define_option(&mut self, option: &str) {
        let position = self.command_line_text.len();
        // A line end would end the definition, as it does for GNU cpp.
        let line = option.lines().next().unwrap_or("");
        let (name, value) = line.split_once('=').unwrap_or((line, "1"));
        self.command_line_text.push_str(name);
        self.command_line_text.push(' ');
        self.command_line_text.push_str(value);
        self.command_line_text.push('\n');
        let defined = definition::parse(&mut self.names, BufferId::COMMAND_LINE, &self.command_line_text, position);
        for (_, kind) in defined.problems {
            self.errors.push(OptionError { option: option.to_owned(), kind });
        }
        let Some(definition) = defined.definition else { return };
        let previous = self.macros.find(definition.name).and_then(|id| self.macros.definition(id)).cloned();
        if let Some(previous) = previous
            && previous.span.buffer == BufferId::COMMAND_LINE
            && self.command_line_word(previous.whole) != self.command_line_word(definition.whole)
        {
            let kind = PpErrorKind::MacroRedefined { name: SmolStr::new(name.trim()), previous: None };
            self.errors.push(OptionError { option: option.to_owned(), kind });
        }
        self.macros.define(definition);
    }

    fn command_line_word(&self, span: Span) -> Option<&str> {
        self.command_line_text.get(span.start as usize..span.end as usize)
    }
}

fn next_line(text: &str, position: usize) -> usize {
    text.get(position..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| position + at + 1)
}

/// The folders in search order. A folder listed twice counts where it comes first; one that is both `-I` and
/// `-isystem` counts as `-isystem`, so that its place among the system folders stays.
fn search_list(options: &Options) -> (Vec<String>, usize) {
    let mut folders: Vec<String> = Vec::new();
    let mut add = |list: &mut dyn Iterator<Item = &String>, from: usize| {
        for folder in list {
            if !folders.get(from..).unwrap_or_default().contains(folder) {
                folders.push(folder.clone());
            }
        }
        folders.len()
    };
    let first_angle = add(&mut options.quote_folders.iter(), 0);
    add(&mut options.include_folders.iter().filter(|it| !options.system_folders.contains(it)), first_angle);
    add(&mut options.system_folders.iter(), first_angle);
    (folders, first_angle)
}
