// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The typed tree. Made by `cargo xtask codegen` from `camkes.ungram`.
//!
//! Every accessor returns what is there: a part that is missing in the text is missing here.

use super::{AstChildren, AstNode, support};
use crate::kind::SyntaxKind;
use crate::tree::{SyntaxNode, SyntaxToken};

/// `SourceFile = Item*`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SourceFile {
    pub(crate) syntax: SyntaxNode,
}
impl SourceFile {
    /// Every `Item`, in the order of the text.
    #[must_use]
    pub fn items(&self) -> AstChildren<Item> {
        support::children(&self.syntax)
    }
}

impl AstNode for SourceFile {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::SOURCE_FILE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Import = 'import' path:Path ';'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Import {
    pub(crate) syntax: SyntaxNode,
}
impl Import {
    /// The `import` token, if it is there.
    #[must_use]
    pub fn import_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::IMPORT_KW)
    }
    /// The `Path`, if it is there.
    #[must_use]
    pub fn path(&self) -> Option<Path> {
        support::child(&self.syntax)
    }
    /// The `;` token, if it is there.
    #[must_use]
    pub fn semicolon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SEMICOLON)
    }
}

impl AstNode for Import {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::IMPORT
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Include = 'include' path:Path ';'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Include {
    pub(crate) syntax: SyntaxNode,
}
impl Include {
    /// The `include` token, if it is there.
    #[must_use]
    pub fn include_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::INCLUDE_KW)
    }
    /// The `Path`, if it is there.
    #[must_use]
    pub fn path(&self) -> Option<Path> {
        support::child(&self.syntax)
    }
    /// The `;` token, if it is there.
    #[must_use]
    pub fn semicolon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SEMICOLON)
    }
}

impl AstNode for Include {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::INCLUDE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Assembly = 'assembly' Name? body:AssemblyBody`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Assembly {
    pub(crate) syntax: SyntaxNode,
}
impl Assembly {
    /// The `assembly` token, if it is there.
    #[must_use]
    pub fn assembly_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::ASSEMBLY_KW)
    }
    /// The `Name`, if it is there.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        support::child(&self.syntax)
    }
    /// The `AssemblyBody`, if it is there.
    #[must_use]
    pub fn body(&self) -> Option<AssemblyBody> {
        support::child(&self.syntax)
    }
}

impl AstNode for Assembly {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::ASSEMBLY
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Component = 'component' Name? body:ComponentBody`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Component {
    pub(crate) syntax: SyntaxNode,
}
impl Component {
    /// The `component` token, if it is there.
    #[must_use]
    pub fn component_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::COMPONENT_KW)
    }
    /// The `Name`, if it is there.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        support::child(&self.syntax)
    }
    /// The `ComponentBody`, if it is there.
    #[must_use]
    pub fn body(&self) -> Option<ComponentBody> {
        support::child(&self.syntax)
    }
}

impl AstNode for Component {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::COMPONENT
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Composition = 'composition' Name? body:CompositionBody`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Composition {
    pub(crate) syntax: SyntaxNode,
}
impl Composition {
    /// The `composition` token, if it is there.
    #[must_use]
    pub fn composition_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::COMPOSITION_KW)
    }
    /// The `Name`, if it is there.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        support::child(&self.syntax)
    }
    /// The `CompositionBody`, if it is there.
    #[must_use]
    pub fn body(&self) -> Option<CompositionBody> {
        support::child(&self.syntax)
    }
}

impl AstNode for Composition {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::COMPOSITION
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Configuration = 'configuration' Name? body:ConfigurationBody`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Configuration {
    pub(crate) syntax: SyntaxNode,
}
impl Configuration {
    /// The `configuration` token, if it is there.
    #[must_use]
    pub fn configuration_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::CONFIGURATION_KW)
    }
    /// The `Name`, if it is there.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        support::child(&self.syntax)
    }
    /// The `ConfigurationBody`, if it is there.
    #[must_use]
    pub fn body(&self) -> Option<ConfigurationBody> {
        support::child(&self.syntax)
    }
}

impl AstNode for Configuration {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::CONFIGURATION
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Connector = 'connector' Name? body:ConnectorBody`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Connector {
    pub(crate) syntax: SyntaxNode,
}
impl Connector {
    /// The `connector` token, if it is there.
    #[must_use]
    pub fn connector_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::CONNECTOR_KW)
    }
    /// The `Name`, if it is there.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        support::child(&self.syntax)
    }
    /// The `ConnectorBody`, if it is there.
    #[must_use]
    pub fn body(&self) -> Option<ConnectorBody> {
        support::child(&self.syntax)
    }
}

impl AstNode for Connector {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::CONNECTOR
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Procedure = 'procedure' Name? body:ProcedureBody`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Procedure {
    pub(crate) syntax: SyntaxNode,
}
impl Procedure {
    /// The `procedure` token, if it is there.
    #[must_use]
    pub fn procedure_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::PROCEDURE_KW)
    }
    /// The `Name`, if it is there.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        support::child(&self.syntax)
    }
    /// The `ProcedureBody`, if it is there.
    #[must_use]
    pub fn body(&self) -> Option<ProcedureBody> {
        support::child(&self.syntax)
    }
}

impl AstNode for Procedure {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::PROCEDURE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Struct = 'struct' Name body:StructBody`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Struct {
    pub(crate) syntax: SyntaxNode,
}
impl Struct {
    /// The `struct` token, if it is there.
    #[must_use]
    pub fn struct_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::STRUCT_KW)
    }
    /// The `Name`, if it is there.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        support::child(&self.syntax)
    }
    /// The `StructBody`, if it is there.
    #[must_use]
    pub fn body(&self) -> Option<StructBody> {
        support::child(&self.syntax)
    }
}

impl AstNode for Struct {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::STRUCT
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `MacroUse = NameRef MacroArguments? ';'?`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MacroUse {
    pub(crate) syntax: SyntaxNode,
}
impl MacroUse {
    /// The `NameRef`, if it is there.
    #[must_use]
    pub fn name_ref(&self) -> Option<NameRef> {
        support::child(&self.syntax)
    }
    /// The `MacroArguments`, if it is there.
    #[must_use]
    pub fn macro_arguments(&self) -> Option<MacroArguments> {
        support::child(&self.syntax)
    }
    /// The `;` token, if it is there.
    #[must_use]
    pub fn semicolon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SEMICOLON)
    }
}

impl AstNode for MacroUse {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::MACRO_USE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `StringLit = '#string'*`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StringLit {
    pub(crate) syntax: SyntaxNode,
}

impl AstNode for StringLit {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::STRING_LIT
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `AngleString = '#angled'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AngleString {
    pub(crate) syntax: SyntaxNode,
}
impl AngleString {
    /// The angled token, if it is there.
    #[must_use]
    pub fn angled_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::ANGLED)
    }
}

impl AstNode for AngleString {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::ANGLE_STRING
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Name = '#ident' | 'Buf'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Name {
    pub(crate) syntax: SyntaxNode,
}
impl Name {
    /// The ident token, if it is there.
    #[must_use]
    pub fn ident_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::IDENT)
    }
    /// The `Buf` token, if it is there.
    #[must_use]
    pub fn buf_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::BUF_KW)
    }
}

impl AstNode for Name {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::NAME
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `NameRef = '#ident' | 'Buf'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NameRef {
    pub(crate) syntax: SyntaxNode,
}
impl NameRef {
    /// The ident token, if it is there.
    #[must_use]
    pub fn ident_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::IDENT)
    }
    /// The `Buf` token, if it is there.
    #[must_use]
    pub fn buf_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::BUF_KW)
    }
}

impl AstNode for NameRef {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::NAME_REF
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Reference = NameRef ('.' NameRef)*`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reference {
    pub(crate) syntax: SyntaxNode,
}
impl Reference {
    /// Every `NameRef`, in the order of the text.
    #[must_use]
    pub fn name_refs(&self) -> AstChildren<NameRef> {
        support::children(&self.syntax)
    }
}

impl AstNode for Reference {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::REFERENCE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `MacroArguments = '(' ')'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MacroArguments {
    pub(crate) syntax: SyntaxNode,
}
impl MacroArguments {
    /// The `(` token, if it is there.
    #[must_use]
    pub fn l_paren_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_PAREN)
    }
    /// The `)` token, if it is there.
    #[must_use]
    pub fn r_paren_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_PAREN)
    }
}

impl AstNode for MacroArguments {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::MACRO_ARGUMENTS
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `AssemblyBody = '{' AssemblyItem* '}'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AssemblyBody {
    pub(crate) syntax: SyntaxNode,
}
impl AssemblyBody {
    /// The `{` token, if it is there.
    #[must_use]
    pub fn l_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_BRACE)
    }
    /// Every `AssemblyItem`, in the order of the text.
    #[must_use]
    pub fn assembly_items(&self) -> AstChildren<AssemblyItem> {
        support::children(&self.syntax)
    }
    /// The `}` token, if it is there.
    #[must_use]
    pub fn r_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_BRACE)
    }
}

impl AstNode for AssemblyBody {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::ASSEMBLY_BODY
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `CompositionUse = 'composition' Reference ';'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CompositionUse {
    pub(crate) syntax: SyntaxNode,
}
impl CompositionUse {
    /// The `composition` token, if it is there.
    #[must_use]
    pub fn composition_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::COMPOSITION_KW)
    }
    /// The `Reference`, if it is there.
    #[must_use]
    pub fn reference(&self) -> Option<Reference> {
        support::child(&self.syntax)
    }
    /// The `;` token, if it is there.
    #[must_use]
    pub fn semicolon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SEMICOLON)
    }
}

impl AstNode for CompositionUse {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::COMPOSITION_USE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `ConfigurationUse = 'configuration' Reference ';'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ConfigurationUse {
    pub(crate) syntax: SyntaxNode,
}
impl ConfigurationUse {
    /// The `configuration` token, if it is there.
    #[must_use]
    pub fn configuration_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::CONFIGURATION_KW)
    }
    /// The `Reference`, if it is there.
    #[must_use]
    pub fn reference(&self) -> Option<Reference> {
        support::child(&self.syntax)
    }
    /// The `;` token, if it is there.
    #[must_use]
    pub fn semicolon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SEMICOLON)
    }
}

impl AstNode for ConfigurationUse {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::CONFIGURATION_USE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Schedule = 'schedule' body:ScheduleBody`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Schedule {
    pub(crate) syntax: SyntaxNode,
}
impl Schedule {
    /// The `schedule` token, if it is there.
    #[must_use]
    pub fn schedule_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SCHEDULE_KW)
    }
    /// The `ScheduleBody`, if it is there.
    #[must_use]
    pub fn body(&self) -> Option<ScheduleBody> {
        support::child(&self.syntax)
    }
}

impl AstNode for Schedule {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::SCHEDULE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `CompositionBody = '{' CompositionItem* '}'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CompositionBody {
    pub(crate) syntax: SyntaxNode,
}
impl CompositionBody {
    /// The `{` token, if it is there.
    #[must_use]
    pub fn l_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_BRACE)
    }
    /// Every `CompositionItem`, in the order of the text.
    #[must_use]
    pub fn composition_items(&self) -> AstChildren<CompositionItem> {
        support::children(&self.syntax)
    }
    /// The `}` token, if it is there.
    #[must_use]
    pub fn r_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_BRACE)
    }
}

impl AstNode for CompositionBody {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::COMPOSITION_BODY
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Instance = 'component' (Reference | body:ComponentBody) Name ';'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Instance {
    pub(crate) syntax: SyntaxNode,
}
impl Instance {
    /// The `component` token, if it is there.
    #[must_use]
    pub fn component_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::COMPONENT_KW)
    }
    /// The `Reference`, if it is there.
    #[must_use]
    pub fn reference(&self) -> Option<Reference> {
        support::child(&self.syntax)
    }
    /// The `ComponentBody`, if it is there.
    #[must_use]
    pub fn body(&self) -> Option<ComponentBody> {
        support::child(&self.syntax)
    }
    /// The `Name`, if it is there.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        support::child(&self.syntax)
    }
    /// The `;` token, if it is there.
    #[must_use]
    pub fn semicolon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SEMICOLON)
    }
}

impl AstNode for Instance {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::INSTANCE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Connection = 'connection' (Reference | body:ConnectorBody) Name '(' ends:ConnectionEnd* ')' ';'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Connection {
    pub(crate) syntax: SyntaxNode,
}
impl Connection {
    /// The `connection` token, if it is there.
    #[must_use]
    pub fn connection_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::CONNECTION_KW)
    }
    /// The `Reference`, if it is there.
    #[must_use]
    pub fn reference(&self) -> Option<Reference> {
        support::child(&self.syntax)
    }
    /// The `ConnectorBody`, if it is there.
    #[must_use]
    pub fn body(&self) -> Option<ConnectorBody> {
        support::child(&self.syntax)
    }
    /// The `Name`, if it is there.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        support::child(&self.syntax)
    }
    /// The `(` token, if it is there.
    #[must_use]
    pub fn l_paren_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_PAREN)
    }
    /// Every `ConnectionEnd`, in the order of the text.
    #[must_use]
    pub fn ends(&self) -> AstChildren<ConnectionEnd> {
        support::children(&self.syntax)
    }
    /// The `)` token, if it is there.
    #[must_use]
    pub fn r_paren_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_PAREN)
    }
    /// The `;` token, if it is there.
    #[must_use]
    pub fn semicolon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SEMICOLON)
    }
}

impl AstNode for Connection {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::CONNECTION
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Group = 'group' Name? body:GroupBody`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Group {
    pub(crate) syntax: SyntaxNode,
}
impl Group {
    /// The `group` token, if it is there.
    #[must_use]
    pub fn group_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::GROUP_KW)
    }
    /// The `Name`, if it is there.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        support::child(&self.syntax)
    }
    /// The `GroupBody`, if it is there.
    #[must_use]
    pub fn body(&self) -> Option<GroupBody> {
        support::child(&self.syntax)
    }
}

impl AstNode for Group {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::GROUP
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Export = 'export' source:Reference '->' target:Reference ';'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Export {
    pub(crate) syntax: SyntaxNode,
}
impl Export {
    /// The `export` token, if it is there.
    #[must_use]
    pub fn export_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::EXPORT_KW)
    }
    /// The `->` token, if it is there.
    #[must_use]
    pub fn arrow_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::ARROW)
    }
    /// The `;` token, if it is there.
    #[must_use]
    pub fn semicolon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SEMICOLON)
    }
}

impl AstNode for Export {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::EXPORT
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `ComponentBody = '{' ComponentItem* '}'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ComponentBody {
    pub(crate) syntax: SyntaxNode,
}
impl ComponentBody {
    /// The `{` token, if it is there.
    #[must_use]
    pub fn l_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_BRACE)
    }
    /// Every `ComponentItem`, in the order of the text.
    #[must_use]
    pub fn component_items(&self) -> AstChildren<ComponentItem> {
        support::children(&self.syntax)
    }
    /// The `}` token, if it is there.
    #[must_use]
    pub fn r_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_BRACE)
    }
}

impl AstNode for ComponentBody {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::COMPONENT_BODY
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `ConnectorBody = '{' ends:ConnectorEnd* Attribute* '}'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ConnectorBody {
    pub(crate) syntax: SyntaxNode,
}
impl ConnectorBody {
    /// The `{` token, if it is there.
    #[must_use]
    pub fn l_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_BRACE)
    }
    /// Every `ConnectorEnd`, in the order of the text.
    #[must_use]
    pub fn ends(&self) -> AstChildren<ConnectorEnd> {
        support::children(&self.syntax)
    }
    /// Every `Attribute`, in the order of the text.
    #[must_use]
    pub fn attributes(&self) -> AstChildren<Attribute> {
        support::children(&self.syntax)
    }
    /// The `}` token, if it is there.
    #[must_use]
    pub fn r_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_BRACE)
    }
}

impl AstNode for ConnectorBody {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::CONNECTOR_BODY
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `ConnectionEnd = ('from' | 'to') Reference ','?`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ConnectionEnd {
    pub(crate) syntax: SyntaxNode,
}
impl ConnectionEnd {
    /// The `from` token, if it is there.
    #[must_use]
    pub fn from_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::FROM_KW)
    }
    /// The `to` token, if it is there.
    #[must_use]
    pub fn to_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::TO_KW)
    }
    /// The `Reference`, if it is there.
    #[must_use]
    pub fn reference(&self) -> Option<Reference> {
        support::child(&self.syntax)
    }
    /// The `,` token, if it is there.
    #[must_use]
    pub fn comma_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::COMMA)
    }
}

impl AstNode for ConnectionEnd {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::CONNECTION_END
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `GroupBody = '{' Instance* '}'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct GroupBody {
    pub(crate) syntax: SyntaxNode,
}
impl GroupBody {
    /// The `{` token, if it is there.
    #[must_use]
    pub fn l_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_BRACE)
    }
    /// Every `Instance`, in the order of the text.
    #[must_use]
    pub fn instances(&self) -> AstChildren<Instance> {
        support::children(&self.syntax)
    }
    /// The `}` token, if it is there.
    #[must_use]
    pub fn r_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_BRACE)
    }
}

impl AstNode for GroupBody {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::GROUP_BODY
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `ConfigurationBody = '{' ConfigurationItem* '}'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ConfigurationBody {
    pub(crate) syntax: SyntaxNode,
}
impl ConfigurationBody {
    /// The `{` token, if it is there.
    #[must_use]
    pub fn l_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_BRACE)
    }
    /// Every `ConfigurationItem`, in the order of the text.
    #[must_use]
    pub fn configuration_items(&self) -> AstChildren<ConfigurationItem> {
        support::children(&self.syntax)
    }
    /// The `}` token, if it is there.
    #[must_use]
    pub fn r_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_BRACE)
    }
}

impl AstNode for ConfigurationBody {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::CONFIGURATION_BODY
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Setting = target:Reference (('=' Value) | ('<-' AttributeRef)) ';'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Setting {
    pub(crate) syntax: SyntaxNode,
}
impl Setting {
    /// The `Reference`, if it is there.
    #[must_use]
    pub fn target(&self) -> Option<Reference> {
        support::child(&self.syntax)
    }
    /// The `=` token, if it is there.
    #[must_use]
    pub fn eq_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::EQ)
    }
    /// The `Value`, if it is there.
    #[must_use]
    pub fn value(&self) -> Option<Value> {
        support::child(&self.syntax)
    }
    /// The `<-` token, if it is there.
    #[must_use]
    pub fn left_arrow_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::LEFT_ARROW)
    }
    /// The `AttributeRef`, if it is there.
    #[must_use]
    pub fn attribute_ref(&self) -> Option<AttributeRef> {
        support::child(&self.syntax)
    }
    /// The `;` token, if it is there.
    #[must_use]
    pub fn semicolon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SEMICOLON)
    }
}

impl AstNode for Setting {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::SETTING
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `AttributeRef = Reference lookup:DictLookup*`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AttributeRef {
    pub(crate) syntax: SyntaxNode,
}
impl AttributeRef {
    /// The `Reference`, if it is there.
    #[must_use]
    pub fn reference(&self) -> Option<Reference> {
        support::child(&self.syntax)
    }
    /// Every `DictLookup`, in the order of the text.
    #[must_use]
    pub fn lookup(&self) -> AstChildren<DictLookup> {
        support::children(&self.syntax)
    }
}

impl AstNode for AttributeRef {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::ATTRIBUTE_REF
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `DictLookup = '[' key:Value ']'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DictLookup {
    pub(crate) syntax: SyntaxNode,
}
impl DictLookup {
    /// The `[` token, if it is there.
    #[must_use]
    pub fn l_brack_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_BRACK)
    }
    /// The `Value`, if it is there.
    #[must_use]
    pub fn key(&self) -> Option<Value> {
        support::child(&self.syntax)
    }
    /// The `]` token, if it is there.
    #[must_use]
    pub fn r_brack_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_BRACK)
    }
}

impl AstNode for DictLookup {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::DICT_LOOKUP
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `ScheduleBody = '{' '[' items:ScheduleItem* ']' '}'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ScheduleBody {
    pub(crate) syntax: SyntaxNode,
}
impl ScheduleBody {
    /// The `{` token, if it is there.
    #[must_use]
    pub fn l_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_BRACE)
    }
    /// The `[` token, if it is there.
    #[must_use]
    pub fn l_brack_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_BRACK)
    }
    /// Every `ScheduleItem`, in the order of the text.
    #[must_use]
    pub fn items(&self) -> AstChildren<ScheduleItem> {
        support::children(&self.syntax)
    }
    /// The `]` token, if it is there.
    #[must_use]
    pub fn r_brack_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_BRACK)
    }
    /// The `}` token, if it is there.
    #[must_use]
    pub fn r_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_BRACE)
    }
}

impl AstNode for ScheduleBody {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::SCHEDULE_BODY
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `ScheduleItem = '(' (Value (',' Value)*) ('ticks' | 'us')? ')' ','?`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ScheduleItem {
    pub(crate) syntax: SyntaxNode,
}
impl ScheduleItem {
    /// The `(` token, if it is there.
    #[must_use]
    pub fn l_paren_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_PAREN)
    }
    /// Every `Value`, in the order of the text.
    #[must_use]
    pub fn values(&self) -> AstChildren<Value> {
        support::children(&self.syntax)
    }
    /// The `ticks` token, if it is there.
    #[must_use]
    pub fn ticks_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::TICKS_KW)
    }
    /// The `us` token, if it is there.
    #[must_use]
    pub fn us_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::US_KW)
    }
    /// The `)` token, if it is there.
    #[must_use]
    pub fn r_paren_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_PAREN)
    }
    /// The `,` token, if it is there.
    #[must_use]
    pub fn comma_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::COMMA)
    }
}

impl AstNode for ScheduleItem {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::SCHEDULE_ITEM
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Control = 'control' ';'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Control {
    pub(crate) syntax: SyntaxNode,
}
impl Control {
    /// The `control` token, if it is there.
    #[must_use]
    pub fn control_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::CONTROL_KW)
    }
    /// The `;` token, if it is there.
    #[must_use]
    pub fn semicolon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SEMICOLON)
    }
}

impl AstNode for Control {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::CONTROL
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Hardware = 'hardware' ';'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Hardware {
    pub(crate) syntax: SyntaxNode,
}
impl Hardware {
    /// The `hardware` token, if it is there.
    #[must_use]
    pub fn hardware_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::HARDWARE_KW)
    }
    /// The `;` token, if it is there.
    #[must_use]
    pub fn semicolon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SEMICOLON)
    }
}

impl AstNode for Hardware {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::HARDWARE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Provides = 'maybe'? 'provides' Reference Name ';'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Provides {
    pub(crate) syntax: SyntaxNode,
}
impl Provides {
    /// The `maybe` token, if it is there.
    #[must_use]
    pub fn maybe_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::MAYBE_KW)
    }
    /// The `provides` token, if it is there.
    #[must_use]
    pub fn provides_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::PROVIDES_KW)
    }
    /// The `Reference`, if it is there.
    #[must_use]
    pub fn reference(&self) -> Option<Reference> {
        support::child(&self.syntax)
    }
    /// The `Name`, if it is there.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        support::child(&self.syntax)
    }
    /// The `;` token, if it is there.
    #[must_use]
    pub fn semicolon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SEMICOLON)
    }
}

impl AstNode for Provides {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::PROVIDES
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Uses = 'maybe'? 'uses' Reference Name ';'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Uses {
    pub(crate) syntax: SyntaxNode,
}
impl Uses {
    /// The `maybe` token, if it is there.
    #[must_use]
    pub fn maybe_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::MAYBE_KW)
    }
    /// The `uses` token, if it is there.
    #[must_use]
    pub fn uses_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::USES_KW)
    }
    /// The `Reference`, if it is there.
    #[must_use]
    pub fn reference(&self) -> Option<Reference> {
        support::child(&self.syntax)
    }
    /// The `Name`, if it is there.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        support::child(&self.syntax)
    }
    /// The `;` token, if it is there.
    #[must_use]
    pub fn semicolon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SEMICOLON)
    }
}

impl AstNode for Uses {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::USES
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Emits = 'maybe'? 'emits' NameRef Name ';'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Emits {
    pub(crate) syntax: SyntaxNode,
}
impl Emits {
    /// The `maybe` token, if it is there.
    #[must_use]
    pub fn maybe_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::MAYBE_KW)
    }
    /// The `emits` token, if it is there.
    #[must_use]
    pub fn emits_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::EMITS_KW)
    }
    /// The `NameRef`, if it is there.
    #[must_use]
    pub fn name_ref(&self) -> Option<NameRef> {
        support::child(&self.syntax)
    }
    /// The `Name`, if it is there.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        support::child(&self.syntax)
    }
    /// The `;` token, if it is there.
    #[must_use]
    pub fn semicolon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SEMICOLON)
    }
}

impl AstNode for Emits {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::EMITS
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Consumes = 'maybe'? 'consumes' NameRef Name ';'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Consumes {
    pub(crate) syntax: SyntaxNode,
}
impl Consumes {
    /// The `maybe` token, if it is there.
    #[must_use]
    pub fn maybe_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::MAYBE_KW)
    }
    /// The `consumes` token, if it is there.
    #[must_use]
    pub fn consumes_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::CONSUMES_KW)
    }
    /// The `NameRef`, if it is there.
    #[must_use]
    pub fn name_ref(&self) -> Option<NameRef> {
        support::child(&self.syntax)
    }
    /// The `Name`, if it is there.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        support::child(&self.syntax)
    }
    /// The `;` token, if it is there.
    #[must_use]
    pub fn semicolon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SEMICOLON)
    }
}

impl AstNode for Consumes {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::CONSUMES
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Dataport = 'maybe'? 'dataport' ty:DataportType Name ';'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Dataport {
    pub(crate) syntax: SyntaxNode,
}
impl Dataport {
    /// The `maybe` token, if it is there.
    #[must_use]
    pub fn maybe_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::MAYBE_KW)
    }
    /// The `dataport` token, if it is there.
    #[must_use]
    pub fn dataport_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::DATAPORT_KW)
    }
    /// The `DataportType`, if it is there.
    #[must_use]
    pub fn ty(&self) -> Option<DataportType> {
        support::child(&self.syntax)
    }
    /// The `Name`, if it is there.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        support::child(&self.syntax)
    }
    /// The `;` token, if it is there.
    #[must_use]
    pub fn semicolon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SEMICOLON)
    }
}

impl AstNode for Dataport {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::DATAPORT
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Attribute = 'attribute'? ty:Type Name ArrayMark? ('=' default:Value)? ';'?`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Attribute {
    pub(crate) syntax: SyntaxNode,
}
impl Attribute {
    /// The `attribute` token, if it is there.
    #[must_use]
    pub fn attribute_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::ATTRIBUTE_KW)
    }
    /// The `Type`, if it is there.
    #[must_use]
    pub fn ty(&self) -> Option<Type> {
        support::child(&self.syntax)
    }
    /// The `Name`, if it is there.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        support::child(&self.syntax)
    }
    /// The `ArrayMark`, if it is there.
    #[must_use]
    pub fn array_mark(&self) -> Option<ArrayMark> {
        support::child(&self.syntax)
    }
    /// The `=` token, if it is there.
    #[must_use]
    pub fn eq_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::EQ)
    }
    /// The `Value`, if it is there.
    #[must_use]
    pub fn default(&self) -> Option<Value> {
        support::child(&self.syntax)
    }
    /// The `;` token, if it is there.
    #[must_use]
    pub fn semicolon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SEMICOLON)
    }
}

impl AstNode for Attribute {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::ATTRIBUTE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Mutex = 'has' 'mutex' Name ';'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Mutex {
    pub(crate) syntax: SyntaxNode,
}
impl Mutex {
    /// The `has` token, if it is there.
    #[must_use]
    pub fn has_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::HAS_KW)
    }
    /// The `mutex` token, if it is there.
    #[must_use]
    pub fn mutex_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::MUTEX_KW)
    }
    /// The `Name`, if it is there.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        support::child(&self.syntax)
    }
    /// The `;` token, if it is there.
    #[must_use]
    pub fn semicolon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SEMICOLON)
    }
}

impl AstNode for Mutex {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::MUTEX
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Semaphore = 'has' 'semaphore' Name ';'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Semaphore {
    pub(crate) syntax: SyntaxNode,
}
impl Semaphore {
    /// The `has` token, if it is there.
    #[must_use]
    pub fn has_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::HAS_KW)
    }
    /// The `semaphore` token, if it is there.
    #[must_use]
    pub fn semaphore_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SEMAPHORE_KW)
    }
    /// The `Name`, if it is there.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        support::child(&self.syntax)
    }
    /// The `;` token, if it is there.
    #[must_use]
    pub fn semicolon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SEMICOLON)
    }
}

impl AstNode for Semaphore {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::SEMAPHORE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `BinarySemaphore = 'has' 'binary_semaphore' Name ';'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BinarySemaphore {
    pub(crate) syntax: SyntaxNode,
}
impl BinarySemaphore {
    /// The `has` token, if it is there.
    #[must_use]
    pub fn has_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::HAS_KW)
    }
    /// The `binary_semaphore` token, if it is there.
    #[must_use]
    pub fn binary_semaphore_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::BINARY_SEMAPHORE_KW)
    }
    /// The `Name`, if it is there.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        support::child(&self.syntax)
    }
    /// The `;` token, if it is there.
    #[must_use]
    pub fn semicolon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SEMICOLON)
    }
}

impl AstNode for BinarySemaphore {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::BINARY_SEMAPHORE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `DataportType = NameRef | ('Buf' ('(' size:Value ')')?)`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DataportType {
    pub(crate) syntax: SyntaxNode,
}
impl DataportType {
    /// The `NameRef`, if it is there.
    #[must_use]
    pub fn name_ref(&self) -> Option<NameRef> {
        support::child(&self.syntax)
    }
    /// The `Buf` token, if it is there.
    #[must_use]
    pub fn buf_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::BUF_KW)
    }
    /// The `(` token, if it is there.
    #[must_use]
    pub fn l_paren_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_PAREN)
    }
    /// The `Value`, if it is there.
    #[must_use]
    pub fn size(&self) -> Option<Value> {
        support::child(&self.syntax)
    }
    /// The `)` token, if it is there.
    #[must_use]
    pub fn r_paren_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_PAREN)
    }
}

impl AstNode for DataportType {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::DATAPORT_TYPE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `ArrayMark = '[' ']'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ArrayMark {
    pub(crate) syntax: SyntaxNode,
}
impl ArrayMark {
    /// The `[` token, if it is there.
    #[must_use]
    pub fn l_brack_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_BRACK)
    }
    /// The `]` token, if it is there.
    #[must_use]
    pub fn r_brack_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_BRACK)
    }
}

impl AstNode for ArrayMark {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::ARRAY_MARK
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `ConnectorEnd = ('from' | 'to') 'hardware'? ConnectorKind ThreadCount? ';'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ConnectorEnd {
    pub(crate) syntax: SyntaxNode,
}
impl ConnectorEnd {
    /// The `from` token, if it is there.
    #[must_use]
    pub fn from_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::FROM_KW)
    }
    /// The `to` token, if it is there.
    #[must_use]
    pub fn to_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::TO_KW)
    }
    /// The `hardware` token, if it is there.
    #[must_use]
    pub fn hardware_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::HARDWARE_KW)
    }
    /// The `ConnectorKind`, if it is there.
    #[must_use]
    pub fn connector_kind(&self) -> Option<ConnectorKind> {
        support::child(&self.syntax)
    }
    /// The `ThreadCount`, if it is there.
    #[must_use]
    pub fn thread_count(&self) -> Option<ThreadCount> {
        support::child(&self.syntax)
    }
    /// The `;` token, if it is there.
    #[must_use]
    pub fn semicolon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SEMICOLON)
    }
}

impl AstNode for ConnectorEnd {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::CONNECTOR_END
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `ConnectorKind = 'Dataport' | 'Dataports' | 'Event' | 'Events' | 'Procedure' | 'Procedures'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ConnectorKind {
    pub(crate) syntax: SyntaxNode,
}
impl ConnectorKind {
    /// The `Dataport` token, if it is there.
    #[must_use]
    pub fn dataport_type_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::DATAPORT_TYPE_KW)
    }
    /// The `Dataports` token, if it is there.
    #[must_use]
    pub fn dataports_type_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::DATAPORTS_TYPE_KW)
    }
    /// The `Event` token, if it is there.
    #[must_use]
    pub fn event_type_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::EVENT_TYPE_KW)
    }
    /// The `Events` token, if it is there.
    #[must_use]
    pub fn events_type_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::EVENTS_TYPE_KW)
    }
    /// The `Procedure` token, if it is there.
    #[must_use]
    pub fn procedure_type_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::PROCEDURE_TYPE_KW)
    }
    /// The `Procedures` token, if it is there.
    #[must_use]
    pub fn procedures_type_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::PROCEDURES_TYPE_KW)
    }
}

impl AstNode for ConnectorKind {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::CONNECTOR_KIND
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `ThreadCount = 'with' count:Value ('thread' | 'threads')`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ThreadCount {
    pub(crate) syntax: SyntaxNode,
}
impl ThreadCount {
    /// The `with` token, if it is there.
    #[must_use]
    pub fn with_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::WITH_KW)
    }
    /// The `Value`, if it is there.
    #[must_use]
    pub fn count(&self) -> Option<Value> {
        support::child(&self.syntax)
    }
    /// The `thread` token, if it is there.
    #[must_use]
    pub fn thread_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::THREAD_KW)
    }
    /// The `threads` token, if it is there.
    #[must_use]
    pub fn threads_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::THREADS_KW)
    }
}

impl AstNode for ThreadCount {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::THREAD_COUNT
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `ProcedureBody = '{' ProcedureItem* '}'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ProcedureBody {
    pub(crate) syntax: SyntaxNode,
}
impl ProcedureBody {
    /// The `{` token, if it is there.
    #[must_use]
    pub fn l_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_BRACE)
    }
    /// Every `ProcedureItem`, in the order of the text.
    #[must_use]
    pub fn procedure_items(&self) -> AstChildren<ProcedureItem> {
        support::children(&self.syntax)
    }
    /// The `}` token, if it is there.
    #[must_use]
    pub fn r_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_BRACE)
    }
}

impl AstNode for ProcedureBody {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::PROCEDURE_BODY
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Method = return_type:Type Name ParameterList ';'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Method {
    pub(crate) syntax: SyntaxNode,
}
impl Method {
    /// The `Type`, if it is there.
    #[must_use]
    pub fn return_type(&self) -> Option<Type> {
        support::child(&self.syntax)
    }
    /// The `Name`, if it is there.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        support::child(&self.syntax)
    }
    /// The `ParameterList`, if it is there.
    #[must_use]
    pub fn parameter_list(&self) -> Option<ParameterList> {
        support::child(&self.syntax)
    }
    /// The `;` token, if it is there.
    #[must_use]
    pub fn semicolon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SEMICOLON)
    }
}

impl AstNode for Method {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::METHOD
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `ParameterList = '(' 'void'? parameters:Parameter* ')'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ParameterList {
    pub(crate) syntax: SyntaxNode,
}
impl ParameterList {
    /// The `(` token, if it is there.
    #[must_use]
    pub fn l_paren_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_PAREN)
    }
    /// The `void` token, if it is there.
    #[must_use]
    pub fn void_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::VOID_KW)
    }
    /// Every `Parameter`, in the order of the text.
    #[must_use]
    pub fn parameters(&self) -> AstChildren<Parameter> {
        support::children(&self.syntax)
    }
    /// The `)` token, if it is there.
    #[must_use]
    pub fn r_paren_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_PAREN)
    }
}

impl AstNode for ParameterList {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::PARAMETER_LIST
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Parameter = ('in' | 'out' | 'inout' | 'refin')? ty:Type Name ArrayMark? ','?`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Parameter {
    pub(crate) syntax: SyntaxNode,
}
impl Parameter {
    /// The `in` token, if it is there.
    #[must_use]
    pub fn in_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::IN_KW)
    }
    /// The `out` token, if it is there.
    #[must_use]
    pub fn out_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::OUT_KW)
    }
    /// The `inout` token, if it is there.
    #[must_use]
    pub fn inout_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::INOUT_KW)
    }
    /// The `refin` token, if it is there.
    #[must_use]
    pub fn refin_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::REFIN_KW)
    }
    /// The `Type`, if it is there.
    #[must_use]
    pub fn ty(&self) -> Option<Type> {
        support::child(&self.syntax)
    }
    /// The `Name`, if it is there.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        support::child(&self.syntax)
    }
    /// The `ArrayMark`, if it is there.
    #[must_use]
    pub fn array_mark(&self) -> Option<ArrayMark> {
        support::child(&self.syntax)
    }
    /// The `,` token, if it is there.
    #[must_use]
    pub fn comma_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::COMMA)
    }
}

impl AstNode for Parameter {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::PARAMETER
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `StructBody = '{' members:Attribute* '}'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StructBody {
    pub(crate) syntax: SyntaxNode,
}
impl StructBody {
    /// The `{` token, if it is there.
    #[must_use]
    pub fn l_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_BRACE)
    }
    /// Every `Attribute`, in the order of the text.
    #[must_use]
    pub fn members(&self) -> AstChildren<Attribute> {
        support::children(&self.syntax)
    }
    /// The `}` token, if it is there.
    #[must_use]
    pub fn r_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_BRACE)
    }
}

impl AstNode for StructBody {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::STRUCT_BODY
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `PrimitiveType = 'signed' | 'unsigned' | 'int' | 'integer' | 'char' | 'string' | 'int64_t' | 'uint64_t' | 'void'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PrimitiveType {
    pub(crate) syntax: SyntaxNode,
}
impl PrimitiveType {
    /// The `signed` token, if it is there.
    #[must_use]
    pub fn signed_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::SIGNED_KW)
    }
    /// The `unsigned` token, if it is there.
    #[must_use]
    pub fn unsigned_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::UNSIGNED_KW)
    }
    /// The `int` token, if it is there.
    #[must_use]
    pub fn int_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::INT_KW)
    }
    /// The `integer` token, if it is there.
    #[must_use]
    pub fn integer_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::INTEGER_KW)
    }
    /// The `char` token, if it is there.
    #[must_use]
    pub fn char_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::CHAR_KW)
    }
    /// The `string` token, if it is there.
    #[must_use]
    pub fn string_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::STRING_KW)
    }
    /// The `int64_t` token, if it is there.
    #[must_use]
    pub fn int64_t_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::INT64_T_KW)
    }
    /// The `uint64_t` token, if it is there.
    #[must_use]
    pub fn uint64_t_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::UINT64_T_KW)
    }
    /// The `void` token, if it is there.
    #[must_use]
    pub fn void_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::VOID_KW)
    }
}

impl AstNode for PrimitiveType {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::PRIMITIVE_TYPE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `CStructType = 'struct' NameRef`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CStructType {
    pub(crate) syntax: SyntaxNode,
}
impl CStructType {
    /// The `struct` token, if it is there.
    #[must_use]
    pub fn struct_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::STRUCT_KW)
    }
    /// The `NameRef`, if it is there.
    #[must_use]
    pub fn name_ref(&self) -> Option<NameRef> {
        support::child(&self.syntax)
    }
}

impl AstNode for CStructType {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::C_STRUCT_TYPE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `NamedType = Reference`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NamedType {
    pub(crate) syntax: SyntaxNode,
}
impl NamedType {
    /// The `Reference`, if it is there.
    #[must_use]
    pub fn reference(&self) -> Option<Reference> {
        support::child(&self.syntax)
    }
}

impl AstNode for NamedType {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::NAMED_TYPE
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `InlineStruct = StructBody`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct InlineStruct {
    pub(crate) syntax: SyntaxNode,
}
impl InlineStruct {
    /// The `StructBody`, if it is there.
    #[must_use]
    pub fn struct_body(&self) -> Option<StructBody> {
        support::child(&self.syntax)
    }
}

impl AstNode for InlineStruct {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::INLINE_STRUCT
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Number = '#numeral'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Number {
    pub(crate) syntax: SyntaxNode,
}
impl Number {
    /// The numeral token, if it is there.
    #[must_use]
    pub fn numeral_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::NUMERAL)
    }
}

impl AstNode for Number {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::NUMBER
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Bool = 'True' | 'true' | 'False' | 'false'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Bool {
    pub(crate) syntax: SyntaxNode,
}
impl Bool {
    /// The `True` token, if it is there.
    #[must_use]
    pub fn title_true_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::TITLE_TRUE_KW)
    }
    /// The `true` token, if it is there.
    #[must_use]
    pub fn true_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::TRUE_KW)
    }
    /// The `False` token, if it is there.
    #[must_use]
    pub fn title_false_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::TITLE_FALSE_KW)
    }
    /// The `false` token, if it is there.
    #[must_use]
    pub fn false_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::FALSE_KW)
    }
}

impl AstNode for Bool {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::BOOL
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `List = '[' items:Value* ']'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct List {
    pub(crate) syntax: SyntaxNode,
}
impl List {
    /// The `[` token, if it is there.
    #[must_use]
    pub fn l_brack_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_BRACK)
    }
    /// Every `Value`, in the order of the text.
    #[must_use]
    pub fn items(&self) -> AstChildren<Value> {
        support::children(&self.syntax)
    }
    /// The `]` token, if it is there.
    #[must_use]
    pub fn r_brack_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_BRACK)
    }
}

impl AstNode for List {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::LIST
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Dict = '{' entries:DictEntry* '}'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Dict {
    pub(crate) syntax: SyntaxNode,
}
impl Dict {
    /// The `{` token, if it is there.
    #[must_use]
    pub fn l_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_BRACE)
    }
    /// Every `DictEntry`, in the order of the text.
    #[must_use]
    pub fn entries(&self) -> AstChildren<DictEntry> {
        support::children(&self.syntax)
    }
    /// The `}` token, if it is there.
    #[must_use]
    pub fn r_brace_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_BRACE)
    }
}

impl AstNode for Dict {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::DICT
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Query = NameRef '(' argument:Value? ')' lookup:DictLookup*`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Query {
    pub(crate) syntax: SyntaxNode,
}
impl Query {
    /// The `NameRef`, if it is there.
    #[must_use]
    pub fn name_ref(&self) -> Option<NameRef> {
        support::child(&self.syntax)
    }
    /// The `(` token, if it is there.
    #[must_use]
    pub fn l_paren_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_PAREN)
    }
    /// The `Value`, if it is there.
    #[must_use]
    pub fn argument(&self) -> Option<Value> {
        support::child(&self.syntax)
    }
    /// The `)` token, if it is there.
    #[must_use]
    pub fn r_paren_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_PAREN)
    }
    /// Every `DictLookup`, in the order of the text.
    #[must_use]
    pub fn lookup(&self) -> AstChildren<DictLookup> {
        support::children(&self.syntax)
    }
}

impl AstNode for Query {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::QUERY
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `ParenExpr = '(' inner:Value ')'`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ParenExpr {
    pub(crate) syntax: SyntaxNode,
}
impl ParenExpr {
    /// The `(` token, if it is there.
    #[must_use]
    pub fn l_paren_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::L_PAREN)
    }
    /// The `Value`, if it is there.
    #[must_use]
    pub fn inner(&self) -> Option<Value> {
        support::child(&self.syntax)
    }
    /// The `)` token, if it is there.
    #[must_use]
    pub fn r_paren_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::R_PAREN)
    }
}

impl AstNode for ParenExpr {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::PAREN_EXPR
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `UnaryExpr = ('-' | '+' | '!' | '~') operand:Value`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UnaryExpr {
    pub(crate) syntax: SyntaxNode,
}
impl UnaryExpr {
    /// The `-` token, if it is there.
    #[must_use]
    pub fn minus_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::MINUS)
    }
    /// The `+` token, if it is there.
    #[must_use]
    pub fn plus_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::PLUS)
    }
    /// The `!` token, if it is there.
    #[must_use]
    pub fn bang_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::BANG)
    }
    /// The `~` token, if it is there.
    #[must_use]
    pub fn tilde_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::TILDE)
    }
    /// The `Value`, if it is there.
    #[must_use]
    pub fn operand(&self) -> Option<Value> {
        support::child(&self.syntax)
    }
}

impl AstNode for UnaryExpr {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::UNARY_EXPR
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `BinaryExpr = lhs:Value op:('||' | '&&' | '|' | '^' | '&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '<<' | '>>' | '+' | '-' | '*' | '/' | '%' | '**') rhs:Value`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BinaryExpr {
    pub(crate) syntax: SyntaxNode,
}

impl AstNode for BinaryExpr {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::BINARY_EXPR
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `TernaryExpr = condition:Value '?' then_value:Value ':' else_value:Value`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TernaryExpr {
    pub(crate) syntax: SyntaxNode,
}
impl TernaryExpr {
    /// The `?` token, if it is there.
    #[must_use]
    pub fn question_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::QUESTION)
    }
    /// The `:` token, if it is there.
    #[must_use]
    pub fn colon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::COLON)
    }
}

impl AstNode for TernaryExpr {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::TERNARY_EXPR
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `DictEntry = key:Value ':' value:Value ','?`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DictEntry {
    pub(crate) syntax: SyntaxNode,
}
impl DictEntry {
    /// The `:` token, if it is there.
    #[must_use]
    pub fn colon_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::COLON)
    }
    /// The `,` token, if it is there.
    #[must_use]
    pub fn comma_token(&self) -> Option<SyntaxToken> {
        support::token(&self.syntax, SyntaxKind::COMMA)
    }
}

impl AstNode for DictEntry {
    fn can_cast(kind: SyntaxKind) -> bool {
        kind == SyntaxKind::DICT_ENTRY
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        if Self::can_cast(syntax.kind()) { Some(Self { syntax }) } else { None }
    }
    fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }
}

/// `Item = Import | Include | Assembly | Component | Composition | Configuration | Connector | Procedure | Struct | MacroUse`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Item {
    /// `Import`
    Import(Import),
    /// `Include`
    Include(Include),
    /// `Assembly`
    Assembly(Assembly),
    /// `Component`
    Component(Component),
    /// `Composition`
    Composition(Composition),
    /// `Configuration`
    Configuration(Configuration),
    /// `Connector`
    Connector(Connector),
    /// `Procedure`
    Procedure(Procedure),
    /// `Struct`
    Struct(Struct),
    /// `MacroUse`
    MacroUse(MacroUse),
}
impl AstNode for Item {
    fn can_cast(kind: SyntaxKind) -> bool {
        matches!(
            kind,
            SyntaxKind::IMPORT
                | SyntaxKind::INCLUDE
                | SyntaxKind::ASSEMBLY
                | SyntaxKind::COMPONENT
                | SyntaxKind::COMPOSITION
                | SyntaxKind::CONFIGURATION
                | SyntaxKind::CONNECTOR
                | SyntaxKind::PROCEDURE
                | SyntaxKind::STRUCT
                | SyntaxKind::MACRO_USE
        )
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Some(match syntax.kind() {
            SyntaxKind::IMPORT => Self::Import(Import { syntax }),
            SyntaxKind::INCLUDE => Self::Include(Include { syntax }),
            SyntaxKind::ASSEMBLY => Self::Assembly(Assembly { syntax }),
            SyntaxKind::COMPONENT => Self::Component(Component { syntax }),
            SyntaxKind::COMPOSITION => Self::Composition(Composition { syntax }),
            SyntaxKind::CONFIGURATION => Self::Configuration(Configuration { syntax }),
            SyntaxKind::CONNECTOR => Self::Connector(Connector { syntax }),
            SyntaxKind::PROCEDURE => Self::Procedure(Procedure { syntax }),
            SyntaxKind::STRUCT => Self::Struct(Struct { syntax }),
            SyntaxKind::MACRO_USE => Self::MacroUse(MacroUse { syntax }),

            _ => return None,
        })
    }
    fn syntax(&self) -> &SyntaxNode {
        match self {
            Self::Import(it) => &it.syntax,
            Self::Include(it) => &it.syntax,
            Self::Assembly(it) => &it.syntax,
            Self::Component(it) => &it.syntax,
            Self::Composition(it) => &it.syntax,
            Self::Configuration(it) => &it.syntax,
            Self::Connector(it) => &it.syntax,
            Self::Procedure(it) => &it.syntax,
            Self::Struct(it) => &it.syntax,
            Self::MacroUse(it) => &it.syntax,
        }
    }
}
impl From<Import> for Item {
    fn from(node: Import) -> Self {
        Self::Import(node)
    }
}
impl From<Include> for Item {
    fn from(node: Include) -> Self {
        Self::Include(node)
    }
}
impl From<Assembly> for Item {
    fn from(node: Assembly) -> Self {
        Self::Assembly(node)
    }
}
impl From<Component> for Item {
    fn from(node: Component) -> Self {
        Self::Component(node)
    }
}
impl From<Composition> for Item {
    fn from(node: Composition) -> Self {
        Self::Composition(node)
    }
}
impl From<Configuration> for Item {
    fn from(node: Configuration) -> Self {
        Self::Configuration(node)
    }
}
impl From<Connector> for Item {
    fn from(node: Connector) -> Self {
        Self::Connector(node)
    }
}
impl From<Procedure> for Item {
    fn from(node: Procedure) -> Self {
        Self::Procedure(node)
    }
}
impl From<Struct> for Item {
    fn from(node: Struct) -> Self {
        Self::Struct(node)
    }
}
impl From<MacroUse> for Item {
    fn from(node: MacroUse) -> Self {
        Self::MacroUse(node)
    }
}

/// `Path = StringLit | AngleString`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Path {
    /// `StringLit`
    StringLit(StringLit),
    /// `AngleString`
    AngleString(AngleString),
}
impl AstNode for Path {
    fn can_cast(kind: SyntaxKind) -> bool {
        matches!(kind, SyntaxKind::STRING_LIT | SyntaxKind::ANGLE_STRING)
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Some(match syntax.kind() {
            SyntaxKind::STRING_LIT => Self::StringLit(StringLit { syntax }),
            SyntaxKind::ANGLE_STRING => Self::AngleString(AngleString { syntax }),

            _ => return None,
        })
    }
    fn syntax(&self) -> &SyntaxNode {
        match self {
            Self::StringLit(it) => &it.syntax,
            Self::AngleString(it) => &it.syntax,
        }
    }
}
impl From<StringLit> for Path {
    fn from(node: StringLit) -> Self {
        Self::StringLit(node)
    }
}
impl From<AngleString> for Path {
    fn from(node: AngleString) -> Self {
        Self::AngleString(node)
    }
}

/// `AssemblyItem = Composition | CompositionUse | Configuration | ConfigurationUse | Schedule | MacroUse`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AssemblyItem {
    /// `Composition`
    Composition(Composition),
    /// `CompositionUse`
    CompositionUse(CompositionUse),
    /// `Configuration`
    Configuration(Configuration),
    /// `ConfigurationUse`
    ConfigurationUse(ConfigurationUse),
    /// `Schedule`
    Schedule(Schedule),
    /// `MacroUse`
    MacroUse(MacroUse),
}
impl AstNode for AssemblyItem {
    fn can_cast(kind: SyntaxKind) -> bool {
        matches!(
            kind,
            SyntaxKind::COMPOSITION
                | SyntaxKind::COMPOSITION_USE
                | SyntaxKind::CONFIGURATION
                | SyntaxKind::CONFIGURATION_USE
                | SyntaxKind::SCHEDULE
                | SyntaxKind::MACRO_USE
        )
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Some(match syntax.kind() {
            SyntaxKind::COMPOSITION => Self::Composition(Composition { syntax }),
            SyntaxKind::COMPOSITION_USE => Self::CompositionUse(CompositionUse { syntax }),
            SyntaxKind::CONFIGURATION => Self::Configuration(Configuration { syntax }),
            SyntaxKind::CONFIGURATION_USE => Self::ConfigurationUse(ConfigurationUse { syntax }),
            SyntaxKind::SCHEDULE => Self::Schedule(Schedule { syntax }),
            SyntaxKind::MACRO_USE => Self::MacroUse(MacroUse { syntax }),

            _ => return None,
        })
    }
    fn syntax(&self) -> &SyntaxNode {
        match self {
            Self::Composition(it) => &it.syntax,
            Self::CompositionUse(it) => &it.syntax,
            Self::Configuration(it) => &it.syntax,
            Self::ConfigurationUse(it) => &it.syntax,
            Self::Schedule(it) => &it.syntax,
            Self::MacroUse(it) => &it.syntax,
        }
    }
}
impl From<Composition> for AssemblyItem {
    fn from(node: Composition) -> Self {
        Self::Composition(node)
    }
}
impl From<CompositionUse> for AssemblyItem {
    fn from(node: CompositionUse) -> Self {
        Self::CompositionUse(node)
    }
}
impl From<Configuration> for AssemblyItem {
    fn from(node: Configuration) -> Self {
        Self::Configuration(node)
    }
}
impl From<ConfigurationUse> for AssemblyItem {
    fn from(node: ConfigurationUse) -> Self {
        Self::ConfigurationUse(node)
    }
}
impl From<Schedule> for AssemblyItem {
    fn from(node: Schedule) -> Self {
        Self::Schedule(node)
    }
}
impl From<MacroUse> for AssemblyItem {
    fn from(node: MacroUse) -> Self {
        Self::MacroUse(node)
    }
}

/// `CompositionItem = Instance | Connection | Group | Export | MacroUse`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CompositionItem {
    /// `Instance`
    Instance(Instance),
    /// `Connection`
    Connection(Connection),
    /// `Group`
    Group(Group),
    /// `Export`
    Export(Export),
    /// `MacroUse`
    MacroUse(MacroUse),
}
impl AstNode for CompositionItem {
    fn can_cast(kind: SyntaxKind) -> bool {
        matches!(
            kind,
            SyntaxKind::INSTANCE
                | SyntaxKind::CONNECTION
                | SyntaxKind::GROUP
                | SyntaxKind::EXPORT
                | SyntaxKind::MACRO_USE
        )
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Some(match syntax.kind() {
            SyntaxKind::INSTANCE => Self::Instance(Instance { syntax }),
            SyntaxKind::CONNECTION => Self::Connection(Connection { syntax }),
            SyntaxKind::GROUP => Self::Group(Group { syntax }),
            SyntaxKind::EXPORT => Self::Export(Export { syntax }),
            SyntaxKind::MACRO_USE => Self::MacroUse(MacroUse { syntax }),

            _ => return None,
        })
    }
    fn syntax(&self) -> &SyntaxNode {
        match self {
            Self::Instance(it) => &it.syntax,
            Self::Connection(it) => &it.syntax,
            Self::Group(it) => &it.syntax,
            Self::Export(it) => &it.syntax,
            Self::MacroUse(it) => &it.syntax,
        }
    }
}
impl From<Instance> for CompositionItem {
    fn from(node: Instance) -> Self {
        Self::Instance(node)
    }
}
impl From<Connection> for CompositionItem {
    fn from(node: Connection) -> Self {
        Self::Connection(node)
    }
}
impl From<Group> for CompositionItem {
    fn from(node: Group) -> Self {
        Self::Group(node)
    }
}
impl From<Export> for CompositionItem {
    fn from(node: Export) -> Self {
        Self::Export(node)
    }
}
impl From<MacroUse> for CompositionItem {
    fn from(node: MacroUse) -> Self {
        Self::MacroUse(node)
    }
}

/// `ConfigurationItem = Setting | MacroUse`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ConfigurationItem {
    /// `Setting`
    Setting(Setting),
    /// `MacroUse`
    MacroUse(MacroUse),
}
impl AstNode for ConfigurationItem {
    fn can_cast(kind: SyntaxKind) -> bool {
        matches!(kind, SyntaxKind::SETTING | SyntaxKind::MACRO_USE)
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Some(match syntax.kind() {
            SyntaxKind::SETTING => Self::Setting(Setting { syntax }),
            SyntaxKind::MACRO_USE => Self::MacroUse(MacroUse { syntax }),

            _ => return None,
        })
    }
    fn syntax(&self) -> &SyntaxNode {
        match self {
            Self::Setting(it) => &it.syntax,
            Self::MacroUse(it) => &it.syntax,
        }
    }
}
impl From<Setting> for ConfigurationItem {
    fn from(node: Setting) -> Self {
        Self::Setting(node)
    }
}
impl From<MacroUse> for ConfigurationItem {
    fn from(node: MacroUse) -> Self {
        Self::MacroUse(node)
    }
}

/// `Value = Number | Bool | StringLit | List | Dict | Query | ParenExpr | UnaryExpr | BinaryExpr | TernaryExpr | MacroUse`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// `Number`
    Number(Number),
    /// `Bool`
    Bool(Bool),
    /// `StringLit`
    StringLit(StringLit),
    /// `List`
    List(List),
    /// `Dict`
    Dict(Dict),
    /// `Query`
    Query(Query),
    /// `ParenExpr`
    ParenExpr(ParenExpr),
    /// `UnaryExpr`
    UnaryExpr(UnaryExpr),
    /// `BinaryExpr`
    BinaryExpr(BinaryExpr),
    /// `TernaryExpr`
    TernaryExpr(TernaryExpr),
    /// `MacroUse`
    MacroUse(MacroUse),
}
impl AstNode for Value {
    fn can_cast(kind: SyntaxKind) -> bool {
        matches!(
            kind,
            SyntaxKind::NUMBER
                | SyntaxKind::BOOL
                | SyntaxKind::STRING_LIT
                | SyntaxKind::LIST
                | SyntaxKind::DICT
                | SyntaxKind::QUERY
                | SyntaxKind::PAREN_EXPR
                | SyntaxKind::UNARY_EXPR
                | SyntaxKind::BINARY_EXPR
                | SyntaxKind::TERNARY_EXPR
                | SyntaxKind::MACRO_USE
        )
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Some(match syntax.kind() {
            SyntaxKind::NUMBER => Self::Number(Number { syntax }),
            SyntaxKind::BOOL => Self::Bool(Bool { syntax }),
            SyntaxKind::STRING_LIT => Self::StringLit(StringLit { syntax }),
            SyntaxKind::LIST => Self::List(List { syntax }),
            SyntaxKind::DICT => Self::Dict(Dict { syntax }),
            SyntaxKind::QUERY => Self::Query(Query { syntax }),
            SyntaxKind::PAREN_EXPR => Self::ParenExpr(ParenExpr { syntax }),
            SyntaxKind::UNARY_EXPR => Self::UnaryExpr(UnaryExpr { syntax }),
            SyntaxKind::BINARY_EXPR => Self::BinaryExpr(BinaryExpr { syntax }),
            SyntaxKind::TERNARY_EXPR => Self::TernaryExpr(TernaryExpr { syntax }),
            SyntaxKind::MACRO_USE => Self::MacroUse(MacroUse { syntax }),

            _ => return None,
        })
    }
    fn syntax(&self) -> &SyntaxNode {
        match self {
            Self::Number(it) => &it.syntax,
            Self::Bool(it) => &it.syntax,
            Self::StringLit(it) => &it.syntax,
            Self::List(it) => &it.syntax,
            Self::Dict(it) => &it.syntax,
            Self::Query(it) => &it.syntax,
            Self::ParenExpr(it) => &it.syntax,
            Self::UnaryExpr(it) => &it.syntax,
            Self::BinaryExpr(it) => &it.syntax,
            Self::TernaryExpr(it) => &it.syntax,
            Self::MacroUse(it) => &it.syntax,
        }
    }
}
impl From<Number> for Value {
    fn from(node: Number) -> Self {
        Self::Number(node)
    }
}
impl From<Bool> for Value {
    fn from(node: Bool) -> Self {
        Self::Bool(node)
    }
}
impl From<StringLit> for Value {
    fn from(node: StringLit) -> Self {
        Self::StringLit(node)
    }
}
impl From<List> for Value {
    fn from(node: List) -> Self {
        Self::List(node)
    }
}
impl From<Dict> for Value {
    fn from(node: Dict) -> Self {
        Self::Dict(node)
    }
}
impl From<Query> for Value {
    fn from(node: Query) -> Self {
        Self::Query(node)
    }
}
impl From<ParenExpr> for Value {
    fn from(node: ParenExpr) -> Self {
        Self::ParenExpr(node)
    }
}
impl From<UnaryExpr> for Value {
    fn from(node: UnaryExpr) -> Self {
        Self::UnaryExpr(node)
    }
}
impl From<BinaryExpr> for Value {
    fn from(node: BinaryExpr) -> Self {
        Self::BinaryExpr(node)
    }
}
impl From<TernaryExpr> for Value {
    fn from(node: TernaryExpr) -> Self {
        Self::TernaryExpr(node)
    }
}
impl From<MacroUse> for Value {
    fn from(node: MacroUse) -> Self {
        Self::MacroUse(node)
    }
}

/// `ComponentItem = Include | Control | Hardware | Provides | Uses | Emits | Consumes | Dataport | Attribute | Mutex | Semaphore | BinarySemaphore | Composition | CompositionUse | Configuration | ConfigurationUse | MacroUse`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ComponentItem {
    /// `Include`
    Include(Include),
    /// `Control`
    Control(Control),
    /// `Hardware`
    Hardware(Hardware),
    /// `Provides`
    Provides(Provides),
    /// `Uses`
    Uses(Uses),
    /// `Emits`
    Emits(Emits),
    /// `Consumes`
    Consumes(Consumes),
    /// `Dataport`
    Dataport(Dataport),
    /// `Attribute`
    Attribute(Attribute),
    /// `Mutex`
    Mutex(Mutex),
    /// `Semaphore`
    Semaphore(Semaphore),
    /// `BinarySemaphore`
    BinarySemaphore(BinarySemaphore),
    /// `Composition`
    Composition(Composition),
    /// `CompositionUse`
    CompositionUse(CompositionUse),
    /// `Configuration`
    Configuration(Configuration),
    /// `ConfigurationUse`
    ConfigurationUse(ConfigurationUse),
    /// `MacroUse`
    MacroUse(MacroUse),
}
impl AstNode for ComponentItem {
    fn can_cast(kind: SyntaxKind) -> bool {
        matches!(
            kind,
            SyntaxKind::INCLUDE
                | SyntaxKind::CONTROL
                | SyntaxKind::HARDWARE
                | SyntaxKind::PROVIDES
                | SyntaxKind::USES
                | SyntaxKind::EMITS
                | SyntaxKind::CONSUMES
                | SyntaxKind::DATAPORT
                | SyntaxKind::ATTRIBUTE
                | SyntaxKind::MUTEX
                | SyntaxKind::SEMAPHORE
                | SyntaxKind::BINARY_SEMAPHORE
                | SyntaxKind::COMPOSITION
                | SyntaxKind::COMPOSITION_USE
                | SyntaxKind::CONFIGURATION
                | SyntaxKind::CONFIGURATION_USE
                | SyntaxKind::MACRO_USE
        )
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Some(match syntax.kind() {
            SyntaxKind::INCLUDE => Self::Include(Include { syntax }),
            SyntaxKind::CONTROL => Self::Control(Control { syntax }),
            SyntaxKind::HARDWARE => Self::Hardware(Hardware { syntax }),
            SyntaxKind::PROVIDES => Self::Provides(Provides { syntax }),
            SyntaxKind::USES => Self::Uses(Uses { syntax }),
            SyntaxKind::EMITS => Self::Emits(Emits { syntax }),
            SyntaxKind::CONSUMES => Self::Consumes(Consumes { syntax }),
            SyntaxKind::DATAPORT => Self::Dataport(Dataport { syntax }),
            SyntaxKind::ATTRIBUTE => Self::Attribute(Attribute { syntax }),
            SyntaxKind::MUTEX => Self::Mutex(Mutex { syntax }),
            SyntaxKind::SEMAPHORE => Self::Semaphore(Semaphore { syntax }),
            SyntaxKind::BINARY_SEMAPHORE => Self::BinarySemaphore(BinarySemaphore { syntax }),
            SyntaxKind::COMPOSITION => Self::Composition(Composition { syntax }),
            SyntaxKind::COMPOSITION_USE => Self::CompositionUse(CompositionUse { syntax }),
            SyntaxKind::CONFIGURATION => Self::Configuration(Configuration { syntax }),
            SyntaxKind::CONFIGURATION_USE => Self::ConfigurationUse(ConfigurationUse { syntax }),
            SyntaxKind::MACRO_USE => Self::MacroUse(MacroUse { syntax }),

            _ => return None,
        })
    }
    fn syntax(&self) -> &SyntaxNode {
        match self {
            Self::Include(it) => &it.syntax,
            Self::Control(it) => &it.syntax,
            Self::Hardware(it) => &it.syntax,
            Self::Provides(it) => &it.syntax,
            Self::Uses(it) => &it.syntax,
            Self::Emits(it) => &it.syntax,
            Self::Consumes(it) => &it.syntax,
            Self::Dataport(it) => &it.syntax,
            Self::Attribute(it) => &it.syntax,
            Self::Mutex(it) => &it.syntax,
            Self::Semaphore(it) => &it.syntax,
            Self::BinarySemaphore(it) => &it.syntax,
            Self::Composition(it) => &it.syntax,
            Self::CompositionUse(it) => &it.syntax,
            Self::Configuration(it) => &it.syntax,
            Self::ConfigurationUse(it) => &it.syntax,
            Self::MacroUse(it) => &it.syntax,
        }
    }
}
impl From<Include> for ComponentItem {
    fn from(node: Include) -> Self {
        Self::Include(node)
    }
}
impl From<Control> for ComponentItem {
    fn from(node: Control) -> Self {
        Self::Control(node)
    }
}
impl From<Hardware> for ComponentItem {
    fn from(node: Hardware) -> Self {
        Self::Hardware(node)
    }
}
impl From<Provides> for ComponentItem {
    fn from(node: Provides) -> Self {
        Self::Provides(node)
    }
}
impl From<Uses> for ComponentItem {
    fn from(node: Uses) -> Self {
        Self::Uses(node)
    }
}
impl From<Emits> for ComponentItem {
    fn from(node: Emits) -> Self {
        Self::Emits(node)
    }
}
impl From<Consumes> for ComponentItem {
    fn from(node: Consumes) -> Self {
        Self::Consumes(node)
    }
}
impl From<Dataport> for ComponentItem {
    fn from(node: Dataport) -> Self {
        Self::Dataport(node)
    }
}
impl From<Attribute> for ComponentItem {
    fn from(node: Attribute) -> Self {
        Self::Attribute(node)
    }
}
impl From<Mutex> for ComponentItem {
    fn from(node: Mutex) -> Self {
        Self::Mutex(node)
    }
}
impl From<Semaphore> for ComponentItem {
    fn from(node: Semaphore) -> Self {
        Self::Semaphore(node)
    }
}
impl From<BinarySemaphore> for ComponentItem {
    fn from(node: BinarySemaphore) -> Self {
        Self::BinarySemaphore(node)
    }
}
impl From<Composition> for ComponentItem {
    fn from(node: Composition) -> Self {
        Self::Composition(node)
    }
}
impl From<CompositionUse> for ComponentItem {
    fn from(node: CompositionUse) -> Self {
        Self::CompositionUse(node)
    }
}
impl From<Configuration> for ComponentItem {
    fn from(node: Configuration) -> Self {
        Self::Configuration(node)
    }
}
impl From<ConfigurationUse> for ComponentItem {
    fn from(node: ConfigurationUse) -> Self {
        Self::ConfigurationUse(node)
    }
}
impl From<MacroUse> for ComponentItem {
    fn from(node: MacroUse) -> Self {
        Self::MacroUse(node)
    }
}

/// `Type = PrimitiveType | CStructType | NamedType | InlineStruct`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// `PrimitiveType`
    PrimitiveType(PrimitiveType),
    /// `CStructType`
    CStructType(CStructType),
    /// `NamedType`
    NamedType(NamedType),
    /// `InlineStruct`
    InlineStruct(InlineStruct),
}
impl AstNode for Type {
    fn can_cast(kind: SyntaxKind) -> bool {
        matches!(
            kind,
            SyntaxKind::PRIMITIVE_TYPE | SyntaxKind::C_STRUCT_TYPE | SyntaxKind::NAMED_TYPE | SyntaxKind::INLINE_STRUCT
        )
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Some(match syntax.kind() {
            SyntaxKind::PRIMITIVE_TYPE => Self::PrimitiveType(PrimitiveType { syntax }),
            SyntaxKind::C_STRUCT_TYPE => Self::CStructType(CStructType { syntax }),
            SyntaxKind::NAMED_TYPE => Self::NamedType(NamedType { syntax }),
            SyntaxKind::INLINE_STRUCT => Self::InlineStruct(InlineStruct { syntax }),

            _ => return None,
        })
    }
    fn syntax(&self) -> &SyntaxNode {
        match self {
            Self::PrimitiveType(it) => &it.syntax,
            Self::CStructType(it) => &it.syntax,
            Self::NamedType(it) => &it.syntax,
            Self::InlineStruct(it) => &it.syntax,
        }
    }
}
impl From<PrimitiveType> for Type {
    fn from(node: PrimitiveType) -> Self {
        Self::PrimitiveType(node)
    }
}
impl From<CStructType> for Type {
    fn from(node: CStructType) -> Self {
        Self::CStructType(node)
    }
}
impl From<NamedType> for Type {
    fn from(node: NamedType) -> Self {
        Self::NamedType(node)
    }
}
impl From<InlineStruct> for Type {
    fn from(node: InlineStruct) -> Self {
        Self::InlineStruct(node)
    }
}

/// `ProcedureItem = Include | Method | Attribute | MacroUse`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ProcedureItem {
    /// `Include`
    Include(Include),
    /// `Method`
    Method(Method),
    /// `Attribute`
    Attribute(Attribute),
    /// `MacroUse`
    MacroUse(MacroUse),
}
impl AstNode for ProcedureItem {
    fn can_cast(kind: SyntaxKind) -> bool {
        matches!(kind, SyntaxKind::INCLUDE | SyntaxKind::METHOD | SyntaxKind::ATTRIBUTE | SyntaxKind::MACRO_USE)
    }
    fn cast(syntax: SyntaxNode) -> Option<Self> {
        Some(match syntax.kind() {
            SyntaxKind::INCLUDE => Self::Include(Include { syntax }),
            SyntaxKind::METHOD => Self::Method(Method { syntax }),
            SyntaxKind::ATTRIBUTE => Self::Attribute(Attribute { syntax }),
            SyntaxKind::MACRO_USE => Self::MacroUse(MacroUse { syntax }),

            _ => return None,
        })
    }
    fn syntax(&self) -> &SyntaxNode {
        match self {
            Self::Include(it) => &it.syntax,
            Self::Method(it) => &it.syntax,
            Self::Attribute(it) => &it.syntax,
            Self::MacroUse(it) => &it.syntax,
        }
    }
}
impl From<Include> for ProcedureItem {
    fn from(node: Include) -> Self {
        Self::Include(node)
    }
}
impl From<Method> for ProcedureItem {
    fn from(node: Method) -> Self {
        Self::Method(node)
    }
}
impl From<Attribute> for ProcedureItem {
    fn from(node: Attribute) -> Self {
        Self::Attribute(node)
    }
}
impl From<MacroUse> for ProcedureItem {
    fn from(node: MacroUse) -> Self {
        Self::MacroUse(node)
    }
}
