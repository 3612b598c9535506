// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Why something can't be renamed, in words for the user.

use std::fmt;

/// Why a rename is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No name of a declaration stands there.
    NoName,
    /// A kind of declaration that is not renamed, and why.
    Kind(&'static str),
    /// It belongs to the built-in library.
    Library,
    /// It also stands in a file that is not the workspace's to change.
    Foreign(String),
    /// A macro makes the name somewhere.
    Macro(Line),
    /// The name stands in the body of a macro, and means something else or nothing that is known where the macro is used.
    Body {
        /// The line of the body.
        word: Line,
        /// The line of the use.
        used: Line,
    },
    /// A header of C declares the type.
    InHeader(Line),
    /// A header that may declare the type is not there.
    NoHeader {
        /// Its name.
        header: String,
        /// Where it is included.
        line: Line,
    },
    /// The name stands where its meaning is not known.
    Unresolved(Line),
    /// The new name is not a word.
    NotAWord(String),
    /// The new name is a keyword of the language.
    Keyword(String),
    /// The new name is a keyword of C.
    CKeyword(String),
    /// The new name is a macro.
    IsMacro(String),
    /// The new name is a function that C code of every component has.
    Reserved(String),
    /// Its files are declared in a way that another name can't be put into.
    Build(String),
    /// Something else has a name in C that would be made of the new one.
    TakenInC(String),
    /// Something else has the new name.
    Taken {
        /// The new name.
        name: String,
        /// What has it, as a keyword.
        by: &'static str,
        /// Where that stands.
        line: Line,
    },
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Name of the file without its folder.
    pub file: String,
    /// Counted from 1.
    pub number: usize,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.number)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoName => write!(f, "no name of a declaration stands here"),
            Self::Kind(why) => write!(f, "this can't be renamed: {why}"),
            Self::Library => write!(f, "the built-in library can't be changed"),
            Self::Foreign(path) => {
                write!(f, "`{path}` is a library's, outside of the workspace, and would have to change")
            }
            Self::Macro(line) => write!(f, "a macro makes the name in {line}"),
            Self::Body { word, used } => write!(
                f,
                "the name stands in the body of a macro in {word}, and where that is used in {used}, it does not mean this"
            ),
            Self::InHeader(line) => write!(f, "C declares this type, in {line}; a server for C renames it there"),
            Self::NoHeader { header, line } => {
                write!(f, "C may declare this type in `{header}`, which {line} includes and which is not there")
            }
            Self::Unresolved(line) => write!(f, "it is not known what the same name means in {line}"),
            Self::NotAWord(name) => write!(f, "`{name}` is not a name: a letter or `_`, then letters, digits and `_`"),
            Self::Keyword(name) => write!(f, "`{name}` is a keyword"),
            Self::CKeyword(name) => write!(f, "`{name}` is a keyword of C"),
            Self::IsMacro(name) => write!(f, "`{name}` is a macro"),
            Self::Reserved(name) => write!(f, "`{name}` is a function in the C code of every component"),
            Self::Build(name) => write!(
                f,
                "CMake files or settings declare the C files of `{name}` in a way that another name can't be put into"
            ),
            Self::TakenInC(name) => write!(f, "the name `{name}` is taken"),
            Self::Taken { name, by, line } => write!(f, "the {by} `{name}` in {line} has this name already"),
        }
    }
}
