// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A file's declarations without their positions: the barrier behind which edits to comments, layout and other files
//! do not reach.

pub(crate) mod kept;
mod lower;
pub(crate) mod part;
pub(crate) mod ranges;

use std::sync::Arc;

use smol_str::{SmolStr, SmolStrBuilder};

pub use crate::loc::LocalId;
use crate::model::{BasicType, Direction, DurationUnit, InterfaceKind, Medium};

pub(crate) use self::lower::{lower, lower_edited};
pub(crate) use self::ranges::Ranges;

/// All declarations of one file, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ItemTree {
    /// Top-level items.
    pub items: Vec<Item>,
    /// Every struct, top-level or written in place, with the position of its item. They stand in order of their closing
    /// braces, by which the reference tool numbers them.
    pub structs: Vec<(usize, LocalId)>,
}

/// A top-level item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// `import`
    Import(ImportDecl),
    /// `assembly`
    Assembly(Arc<AssemblyDecl>),
    /// `component`
    Component(Arc<ComponentDecl>),
    /// `composition`
    Composition(Arc<CompositionDecl>),
    /// `configuration`
    Configuration(Arc<ConfigurationDecl>),
    /// `connector`
    Connector(Arc<ConnectorDecl>),
    /// `procedure`
    Procedure(Arc<ProcedureDecl>),
    /// `struct`
    Struct(Arc<StructDecl>),
}

impl Item {
    /// Its place.
    pub(crate) fn id(&self) -> LocalId {
        match self {
            Self::Import(it) => it.id,
            Self::Assembly(it) => it.id,
            Self::Component(it) => it.id,
            Self::Composition(it) => it.id,
            Self::Configuration(it) => it.id,
            Self::Connector(it) => it.id,
            Self::Procedure(it) => it.id,
            Self::Struct(it) => it.id,
        }
    }
}

/// A word that declares or refers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The word.
    pub text: SmolStr,
    /// Its place.
    pub id: LocalId,
}

/// A dotted reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The words; at least one.
    pub parts: Vec<Name>,
    /// Place of the whole reference.
    pub id: LocalId,
}

impl Path {
    /// The words joined with dots.
    #[must_use]
    pub fn text(&self) -> SmolStr {
        let Some((first, rest)) = self.parts.split_first() else { return SmolStr::default() };
        if rest.is_empty() {
            return first.text.clone();
        }
        let mut out = SmolStrBuilder::new();
        out.push_str(&first.text);
        for part in rest {
            out.push('.');
            out.push_str(&part.text);
        }
        out.finish()
    }
}

/// Something written in place, or a reference to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given<T> {
    /// Written here.
    Here(Arc<T>),
    /// Declared elsewhere.
    Use(Path),
}

/// `import "path";`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportDecl {
    /// Path as written, adjacent strings joined.
    pub path: SmolStr,
    /// Written with angle brackets: searched in the import paths.
    pub angle: bool,
    /// Place of the path.
    pub id: LocalId,
}

/// `include "path";`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncludeDecl {
    /// Path as written.
    pub path: SmolStr,
    /// Written with angle brackets.
    pub angle: bool,
    /// Place of the path.
    pub id: LocalId,
}

/// An assembly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssemblyDecl {
    /// Place of the keyword or name.
    pub id: LocalId,
    /// Name, if any.
    pub name: Option<Name>,
    /// Compositions (the language allows exactly one).
    pub compositions: Vec<Given<CompositionDecl>>,
    /// Configurations (at most one).
    pub configurations: Vec<Given<ConfigurationDecl>>,
    /// Schedules (at most one).
    pub schedules: Vec<ScheduleDecl>,
}

/// A composition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompositionDecl {
    /// Place of the keyword or name.
    pub id: LocalId,
    /// Name, if any.
    pub name: Option<Name>,
    /// Instances outside groups. As a composition may have a great many of them, two versions of it share those that are the
    /// same; the same holds for connections and settings.
    pub instances: Vec<Arc<InstanceDecl>>,
    /// Connections.
    pub connections: Vec<Arc<ConnectionDecl>>,
    /// Groups.
    pub groups: Vec<GroupDecl>,
    /// Exports.
    pub exports: Vec<ExportDecl>,
}

/// `component Type name;`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstanceDecl {
    /// Place, focus on the name.
    pub id: LocalId,
    /// Its component.
    pub component: Given<ComponentDecl>,
    /// Its name.
    pub name: Name,
}

/// `group name { … }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupDecl {
    /// Place, focus on the name.
    pub id: LocalId,
    /// Name, if any.
    pub name: Option<Name>,
    /// Instances that share an address space.
    pub instances: Vec<Arc<InstanceDecl>>,
}

/// `connection Type name(ends);`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionDecl {
    /// Place, focus on the name.
    pub id: LocalId,
    /// Its connector.
    pub connector: Given<ConnectorDecl>,
    /// Its name.
    pub name: Name,
    /// Ends in order.
    pub ends: Vec<EndDecl>,
}

/// Which side of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// `from`
    From,
    /// `to`
    To,
}

impl Side {
    /// The keyword.
    #[must_use]
    pub fn keyword(self) -> &'static str {
        match self {
            Self::From => "from",
            Self::To => "to",
        }
    }
}

/// `from a.b`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndDecl {
    /// Place of the whole end.
    pub id: LocalId,
    /// Side.
    pub side: Side,
    /// Instance and interface, or an interface of the enclosing component.
    pub path: Path,
}

/// `export a.b -> c;`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportDecl {
    /// Place of the statement.
    pub id: LocalId,
    /// Inner interface.
    pub source: Path,
    /// Interface of the enclosing component.
    pub target: Path,
}

/// A configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigurationDecl {
    /// Place of the keyword or name.
    pub id: LocalId,
    /// Name, if any.
    pub name: Option<Name>,
    /// Settings in order.
    pub settings: Vec<Arc<SettingDecl>>,
}

/// `target = value;` or `target <- reference;`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingDecl {
    /// Place of the statement, focus on the target.
    pub id: LocalId,
    /// What is set: entity and attribute.
    pub target: Path,
    /// To what; `None` when nothing readable stands there.
    pub value: Option<SettingValue>,
}

/// Right side of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingValue {
    /// After `=`.
    Expr(Expr),
    /// After `<-`.
    Ref {
        /// The attribute referred to, with its entity unless it is one of the enclosing component.
        path: Path,
        /// Keys in square brackets.
        lookup: Vec<Expr>,
    },
}

/// A domain schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleDecl {
    /// Place of the statement.
    pub id: LocalId,
    /// Domain, duration and unit of each slot.
    pub items: Vec<(Expr, Expr, Option<DurationUnit>)>,
}

/// A component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComponentDecl {
    /// Place, focus on the name.
    pub id: LocalId,
    /// Name; absent for one written in place.
    pub name: Option<Name>,
    /// Places of `control;`
    pub control: Vec<LocalId>,
    /// Places of `hardware;`
    pub hardware: Vec<LocalId>,
    /// C headers.
    pub includes: Vec<IncludeDecl>,
    /// Interfaces in order.
    pub interfaces: Vec<InterfaceDecl>,
    /// Attributes in order.
    pub attributes: Vec<AttributeDecl>,
    /// Mutexes.
    pub mutexes: Vec<Name>,
    /// Semaphores.
    pub semaphores: Vec<Name>,
    /// Binary semaphores.
    pub binary_semaphores: Vec<Name>,
    /// Compositions (at most one).
    pub compositions: Vec<Given<CompositionDecl>>,
    /// Configurations (at most one).
    pub configurations: Vec<Given<ConfigurationDecl>>,
}

/// An interface of a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterfaceDecl {
    /// Place, focus on the name.
    pub id: LocalId,
    /// Its keyword.
    pub kind: InterfaceKind,
    /// Declared with `maybe`.
    pub optional: bool,
    /// Its type.
    pub ty: InterfaceTypeDecl,
    /// Its name.
    pub name: Name,
}

/// Type of an interface as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InterfaceTypeDecl {
    /// A procedure, event or dataport type by name.
    Named(Path),
    /// `Buf`
    Buf,
    /// `Buf(size)`
    Sized(Expr),
}

/// An attribute, or a member of a struct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeDecl {
    /// Place, focus on the name.
    pub id: LocalId,
    /// Its type; `None` when none can be read.
    pub ty: Option<TypeDecl>,
    /// Its name.
    pub name: Name,
    /// Written with `[]`.
    pub array: bool,
    /// Value after `=`.
    pub default: Option<Expr>,
}

/// A type as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeDecl {
    /// Made of keywords, or `struct tag`.
    Basic(BasicType),
    /// `void`
    Void,
    /// A word or dotted reference.
    Named(Path),
    /// `{ … }`
    Inline(Arc<StructDecl>),
}

/// A connector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectorDecl {
    /// Place, focus on the name.
    pub id: LocalId,
    /// Name; absent for one written in place.
    pub name: Option<Name>,
    /// The `from` end.
    pub from: Option<ConnectorEndDecl>,
    /// The `to` end.
    pub to: Option<ConnectorEndDecl>,
    /// Attributes.
    pub attributes: Vec<AttributeDecl>,
}

/// One end of a connector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectorEndDecl {
    /// Place of the end.
    pub id: LocalId,
    /// What flows.
    pub medium: Medium,
    /// Plural form.
    pub multiple: bool,
    /// `hardware` stands before it.
    pub hardware: bool,
    /// `with N threads`
    pub threads: Option<Expr>,
}

/// A procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcedureDecl {
    /// Place, focus on the name.
    pub id: LocalId,
    /// Its name.
    pub name: Option<Name>,
    /// C headers.
    pub includes: Vec<IncludeDecl>,
    /// Methods in order.
    pub methods: Vec<MethodDecl>,
    /// Attributes in order.
    pub attributes: Vec<AttributeDecl>,
}

/// A method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MethodDecl {
    /// Place, focus on the name.
    pub id: LocalId,
    /// Type of the result; `None` when none can be read.
    pub return_type: Option<TypeDecl>,
    /// Its name.
    pub name: Name,
    /// Parameters in order.
    pub parameters: Vec<ParameterDecl>,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterDecl {
    /// Place, focus on the name.
    pub id: LocalId,
    /// Direction, when written.
    pub direction: Option<Direction>,
    /// Its type; `None` when none can be read.
    pub ty: Option<TypeDecl>,
    /// Its name.
    pub name: Name,
    /// Written with `[]`.
    pub array: bool,
}

/// A struct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructDecl {
    /// Place, focus on the name.
    pub id: LocalId,
    /// Name; absent for one written in place.
    pub name: Option<Name>,
    /// Members in order.
    pub members: Vec<AttributeDecl>,
}

/// A value as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expr {
    /// Place of the value.
    pub id: LocalId,
    /// The value.
    pub kind: ExprKind,
}

/// Kinds of values.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// Nothing readable; the parser has said so.
    Missing,
    /// A whole number; `None` when it is too large.
    Int(Option<i128>),
    /// A number with a fraction.
    Float(f64),
    /// A string, adjacent parts joined.
    Str(SmolStr),
    /// A boolean literal, which is the number 1 or 0.
    Bool(bool),
    /// `[…]`
    List(Vec<Expr>),
    /// `{…}`
    Dict(Vec<(Expr, Expr)>),
    /// `-x`
    Unary(UnaryOp, Box<Expr>),
    /// `a + b`
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `c ? a : b`
    Ternary(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `dtb({…})[…]`
    Query {
        /// Name of the query function.
        function: Name,
        /// Its argument.
        argument: Option<Box<Expr>>,
        /// Keys in square brackets.
        lookup: Vec<Expr>,
    },
}

// No literal is a float that differs from itself. What is shared is equal without a look at it then.
impl Eq for ExprKind {}

pub use camkes_syntax::ast::{BinaryOp, UnaryOp};
