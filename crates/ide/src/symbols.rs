// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Outline of a file. It comes from the text alone, so that it works in a file that belongs to no system.

use camkes_hir::parse::parse;
use camkes_hir::{File, RootDatabase};
use camkes_syntax::SyntaxNode;
use camkes_syntax::ast::{self, AstNode};
use text_size::TextRange;

/// An entry of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// Name, or the keyword of something without one.
    pub name: String,
    /// Type, when there is one to tell.
    pub detail: Option<String>,
    /// Kind of declaration.
    pub kind: SymbolKind,
    /// The whole declaration.
    pub range: TextRange,
    /// Its name.
    pub selection_range: TextRange,
    /// What is declared inside.
    pub children: Vec<Symbol>,
}

/// Kinds of declarations in an outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SymbolKind {
    /// `assembly`
    Assembly,
    /// `component`
    Component,
    /// `composition`
    Composition,
    /// `configuration`
    Configuration,
    /// `connector`
    Connector,
    /// `procedure`
    Procedure,
    /// `struct`
    Struct,
    /// Component instance
    Instance,
    /// `group`
    Group,
    /// `connection`
    Connection,
    /// `uses`, `provides`, `emits`, `consumes`, `dataport`
    Interface,
    /// `attribute`, or a member of a struct
    Attribute,
    /// Method of a procedure
    Method,
    /// `has mutex` and its like
    Lock,
    /// A setting
    Setting,
}

pub(crate) fn document_symbols(db: &RootDatabase, file: File) -> Vec<Symbol> {
    of_tree(&parse(db, file).tree())
}

/// Outline of a text.
pub(crate) fn of_tree(tree: &ast::SourceFile) -> Vec<Symbol> {
    tree.items().filter_map(|item| top_level(&item)).collect()
}

fn top_level(item: &ast::Item) -> Option<Symbol> {
    Some(match item {
        ast::Item::Assembly(it) => assembly(it),
        ast::Item::Component(it) => {
            let children = it.body().map(|body| component_items(&body)).unwrap_or_default();
            declared(SymbolKind::Component, it.syntax(), it.name(), "component", None, children)
        }
        ast::Item::Composition(it) => composition(it),
        ast::Item::Configuration(it) => configuration(it),
        ast::Item::Connector(it) => {
            let attributes = it.body().into_iter().flat_map(|body| body.attributes());
            let children = attributes.filter_map(|a| attribute(&a)).collect();
            declared(SymbolKind::Connector, it.syntax(), it.name(), "connector", None, children)
        }
        ast::Item::Procedure(it) => {
            let items = it.body().into_iter().flat_map(|body| body.procedure_items());
            declared(
                SymbolKind::Procedure,
                it.syntax(),
                it.name(),
                "procedure",
                None,
                items.filter_map(|i| procedure_item(&i)).collect(),
            )
        }
        ast::Item::Struct(it) => {
            let members = it.body().into_iter().flat_map(|body| body.members());
            declared(
                SymbolKind::Struct,
                it.syntax(),
                it.name(),
                "struct",
                None,
                members.filter_map(|m| attribute(&m)).collect(),
            )
        }
        ast::Item::Import(_) | ast::Item::Include(_) | ast::Item::MacroUse(_) => return None,
    })
}

fn assembly(it: &ast::Assembly) -> Symbol {
    let items = it.body().into_iter().flat_map(|body| body.assembly_items());
    let children = items.filter_map(|item| match item {
        ast::AssemblyItem::Composition(c) => Some(composition(&c)),
        ast::AssemblyItem::Configuration(c) => Some(configuration(&c)),
        _ => None,
    });
    declared(SymbolKind::Assembly, it.syntax(), it.name(), "assembly", None, children.collect())
}

fn component_items(body: &ast::ComponentBody) -> Vec<Symbol> {
    body.component_items().filter_map(|item| component_item(&item)).collect()
}

fn component_item(item: &ast::ComponentItem) -> Option<Symbol> {
    use ast::ComponentItem as I;
    let interface = |name, detail: String| named(SymbolKind::Interface, item.syntax(), name, Some(detail), Vec::new());
    let lock = |name, detail: &str| named(SymbolKind::Lock, item.syntax(), name, Some(detail.to_owned()), Vec::new());
    match item {
        I::Provides(it) => interface(it.name(), format!("provides {}", text(it.reference()))),
        I::Uses(it) => interface(it.name(), format!("uses {}", text(it.reference()))),
        I::Emits(it) => interface(it.name(), format!("emits {}", text(it.name_ref()))),
        I::Consumes(it) => interface(it.name(), format!("consumes {}", text(it.name_ref()))),
        I::Dataport(it) => interface(it.name(), format!("dataport {}", text(it.ty()))),
        I::Attribute(it) => attribute(it),
        I::Mutex(it) => lock(it.name(), "mutex"),
        I::Semaphore(it) => lock(it.name(), "semaphore"),
        I::BinarySemaphore(it) => lock(it.name(), "binary_semaphore"),
        I::Composition(it) => Some(composition(it)),
        I::Configuration(it) => Some(configuration(it)),
        _ => None,
    }
}

fn composition(it: &ast::Composition) -> Symbol {
    let items = it.body().into_iter().flat_map(|body| body.composition_items());
    let children = items.filter_map(|item| match item {
        ast::CompositionItem::Instance(i) => instance(&i),
        ast::CompositionItem::Connection(c) => {
            named(SymbolKind::Connection, c.syntax(), c.name(), Some(text(c.reference())), Vec::new())
        }
        ast::CompositionItem::Group(g) => {
            let members = g.body().into_iter().flat_map(|body| body.instances()).filter_map(|i| instance(&i));
            Some(declared(SymbolKind::Group, g.syntax(), g.name(), "group", None, members.collect()))
        }
        _ => None,
    });
    declared(SymbolKind::Composition, it.syntax(), it.name(), "composition", None, children.collect())
}

fn instance(it: &ast::Instance) -> Option<Symbol> {
    let children = it.body().map(|body| component_items(&body)).unwrap_or_default();
    named(SymbolKind::Instance, it.syntax(), it.name(), Some(text(it.reference())), children)
}

fn configuration(it: &ast::Configuration) -> Symbol {
    let items = it.body().into_iter().flat_map(|body| body.configuration_items());
    let children = items.filter_map(|item| {
        let ast::ConfigurationItem::Setting(setting) = item else { return None };
        let target = setting.target()?;
        Some(Symbol {
            name: text(Some(target.clone())),
            detail: None,
            kind: SymbolKind::Setting,
            range: trimmed(setting.syntax()),
            selection_range: trimmed(target.syntax()),
            children: Vec::new(),
        })
    });
    declared(SymbolKind::Configuration, it.syntax(), it.name(), "configuration", None, children.collect())
}

fn procedure_item(item: &ast::ProcedureItem) -> Option<Symbol> {
    match item {
        ast::ProcedureItem::Method(it) => {
            named(SymbolKind::Method, it.syntax(), it.name(), Some(text(it.return_type())), Vec::new())
        }
        ast::ProcedureItem::Attribute(it) => attribute(it),
        _ => None,
    }
}

fn attribute(it: &ast::Attribute) -> Option<Symbol> {
    let array = if it.array_mark().is_some() { "[]" } else { "" };
    named(SymbolKind::Attribute, it.syntax(), it.name(), Some(format!("{}{array}", text(it.ty()))), Vec::new())
}

/// A declaration that is of no use without a name.
fn named(
    kind: SymbolKind,
    node: &SyntaxNode,
    name: Option<ast::Name>,
    detail: Option<String>,
    children: Vec<Symbol>,
) -> Option<Symbol> {
    let name = name?;
    Some(declared(kind, node, Some(name), "", detail, children))
}

/// A declaration that shows its keyword when it has no name.
fn declared(
    kind: SymbolKind,
    node: &SyntaxNode,
    name: Option<ast::Name>,
    keyword: &str,
    detail: Option<String>,
    children: Vec<Symbol>,
) -> Symbol {
    let range = trimmed(node);
    let (name, selection_range) = match name {
        Some(name) => (name.text().to_string(), trimmed(name.syntax())),
        None => {
            let length = u32::try_from(keyword.len()).unwrap_or_default().into();
            (keyword.to_owned(), TextRange::at(range.start(), std::cmp::min(length, range.len())))
        }
    };
    Symbol { name, detail: detail.filter(|d| !d.is_empty()), kind, range, selection_range, children }
}

fn trimmed(node: &SyntaxNode) -> TextRange {
    camkes_syntax::text_range_without_trivia(node)
}

/// The text of a node on one line.
fn text<N: AstNode>(node: Option<N>) -> String {
    let text = node.map(|node| node.syntax().text().to_string()).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
