// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The C preprocessor, in process, over CAmkES ADL.
//!
//! The CAmkES build runs every ADL file through the host's `cpp` before it parses it. This crate does the same
//! without a process and without files: an [`IncludeHost`] answers includes, an [`Environment`] holds what a
//! command line would say, and [`preprocess`] returns text whose tokens are those of GNU cpp 12, with a
//! [`SpanMap`] from each of them back to the user's text and through the macros that made it. Every problem of a
//! run is reported, and every run ends: limits turn a macro bomb into an error.
//!
//! Known differences from GNU cpp, on purpose: pragmas do not reach the output; no line markers are written; a missing
//! header is an error that does not end the run; a blank keeps a name apart from a `u8"…"` that macros put behind it, where GCC 12
//! writes them as one; identifiers keep their UTF-8 spelling (GCC 12 writes them with
//! `\U`); `__DATE__` and `__TIME__` are those of the epoch.
//!
//! ```
//! use std::sync::Arc;
//! use camkes_preprocessor::{Environment, FileId, NoFiles, Options, SourceFile, preprocess};
//!
//! let text = "#define RAM(vm, size) vm.ram = size;\nRAM(vm0, 4096)\n";
//! let source = SourceFile { file: FileId(0), text: Arc::from(text), shown: Arc::from("app.camkes") };
//! let result = preprocess(&source, &Environment::new(Options::camkes()), &NoFiles);
//! assert_eq!(&*result.text, "vm0.ram = 4096;");
//!
//! // `vm0` is the user's own word; `ram` came with the macro and maps to its use.
//! let place = |start: u32, end: u32| &text[result.map.original(text_size::TextRange::new(start.into(), end.into())).range];
//! assert_eq!(place(0, 3), "vm0");
//! assert_eq!(place(4, 7), "RAM(vm0, 4096)");
//! ```
//!
//! Rules are those of C17 with GNU's extensions; sections of C11 are named where they are carried out.

mod assertion;
mod chars;
mod condition;
mod conditional;
mod constant;
mod definition;
mod directive;
mod dynamic;
mod engine;
mod environment;
mod error;
mod expand;
mod host;
mod identity;
mod include;
mod lexer;
mod macro_table;
mod names;
mod outcome;
mod outline;
mod place;
mod plain;
mod pragma;
mod predefined;
mod preprocessed;
mod source;
mod span_map;
mod substitute;
mod token;
mod trace;
mod writer;

pub use condition::ConditionError;
pub use environment::{Environment, Limits, MacroOption, OptionError, Options};
pub use error::{PpError, PpErrorKind, Severity};
pub use host::{IncludeCandidate, IncludeForm, IncludeHost, NoFiles, SearchBase, SourceFile};
pub use identity::Plain;
pub use outcome::{Activity, DirectiveRecord, Include, IncludeOutcome, MacroDefinition, MacroReference, ReferenceKind};
pub use outline::{Directive, DirectiveKind, IncludeTarget, directives};
pub use place::{FileId, FileRange, Place};
pub use plain::{PlainKind, PlainToken, plain_tokens};
pub use predefined::Predefined;
pub use preprocessed::{MacroExpansion, Preprocessed, preprocess};
pub use span_map::{FrameRole, MacroFrame, OutputToken, SpanMap};
