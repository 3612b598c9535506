// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A template that was read: its statements, with their expressions.

use std::sync::Arc;

use crate::ast::{Comprehension, Expr, Target};

/// A template that was read.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) body: Vec<Statement>,
    /// The names that it uses or gives a meaning. Statements and expressions have their numbers.
    pub(crate) names: Vec<Arc<str>>,
}

/// Number of a name of the template.
pub(crate) type Name = u16;

/// Where a tag begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct At {
    /// Line, from 1.
    pub(crate) line: u32,
    /// Column in characters, from 1.
    pub(crate) column: u32,
}

/// An expression, and the tag that it stands in.
#[derive(Debug)]
pub(crate) struct Tag {
    pub(crate) expr: Expr,
    pub(crate) at: At,
}

#[derive(Debug)]
pub(crate) enum Statement {
    /// Text of the template from one byte to another.
    Text(u32, u32),
    Print(Tag),
    If(Vec<Branch>),
    For(Arc<Loop>),
    Set(Target<Name>, Tag),
    /// `set a.b = …`.
    SetAttribute(Name, Arc<str>, Tag),
    /// A block whose text is a value.
    Capture(Box<Capture>),
    Do(Tag),
    With(Box<With>),
    Include {
        name: Tag,
        ignore_missing: bool,
    },
    Import(Tag, Name),
    /// Members, and what they are called here.
    Members(Tag, Vec<(Name, Name)>),
    Extends(Tag),
    Macro(Arc<Macro>),
    /// A call, and the macro that is given to it.
    Call(Tag, Arc<Macro>),
    Block(Arc<Block>),
    /// `super()`.
    Super(At),
    /// `self.name()`.
    Own(At, Arc<str>),
    Break,
    Continue,
}

/// A branch of an `if`; that of `else` has no condition.
#[derive(Debug)]
pub(crate) struct Branch {
    pub(crate) test: Option<Tag>,
    pub(crate) body: Vec<Statement>,
}

#[derive(Debug)]
pub(crate) struct Loop {
    pub(crate) target: Target<Name>,
    pub(crate) over: Tag,
    /// The condition behind `if`, as a generator over the items, and how many locals it has.
    pub(crate) filter: Option<(Arc<Comprehension>, u16)>,
    pub(crate) recursive: bool,
    /// The name of `loop`, if the body asks for it.
    pub(crate) context: Option<Name>,
    pub(crate) body: Vec<Statement>,
    pub(crate) otherwise: Vec<Statement>,
}

/// Where the text of a block goes.
#[derive(Debug)]
pub(crate) enum Captured {
    Name(Name),
    Attribute(Name, Arc<str>),
    Output,
}

/// A block whose text is a value.
#[derive(Debug)]
pub(crate) struct Capture {
    pub(crate) to: Captured,
    /// Filters that the text goes through; it is their local 0.
    pub(crate) chain: Option<Expr>,
    pub(crate) at: At,
    pub(crate) body: Vec<Statement>,
}

#[derive(Debug)]
pub(crate) struct With {
    pub(crate) values: Vec<(Name, Expr)>,
    pub(crate) at: At,
    pub(crate) body: Vec<Statement>,
}

#[derive(Debug)]
pub(crate) struct Macro {
    /// None for the body of a `call`.
    pub(crate) name: Option<Name>,
    pub(crate) parameters: Vec<Name>,
    /// The defaults of the last parameters.
    pub(crate) defaults: Vec<Expr>,
    /// What it asks for besides its parameters.
    pub(crate) varargs: Option<Name>,
    pub(crate) kwargs: Option<Name>,
    pub(crate) caller: Option<Name>,
    pub(crate) at: At,
    pub(crate) body: Vec<Statement>,
}

/// A block with a name, which a template that extends this one may replace.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) name: Arc<str>,
    pub(crate) body: Vec<Statement>,
}
