// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The syntax crate's `ast/nodes.rs`.

use std::fmt::Write as _;

use super::model::{EnumModel, Field, Model, NodeModel, kind_name};

/// Renders the file, without its licence header.
pub(super) fn render(model: &Model) -> anyhow::Result<String> {
    let mut out = String::from(
        "//! The typed tree. Made by `cargo xtask codegen` from `camkes.ungram`.\n\
         //!\n\
         //! Every accessor returns what is there: a part that is missing in the text is missing here.\n\n\
         use super::{AstChildren, AstNode, support};\n\
         use crate::kind::SyntaxKind;\n\
         use crate::tree::{SyntaxNode, SyntaxToken};\n\n",
    );
    for node in &model.nodes {
        render_node(&mut out, node)?;
    }
    for choice in &model.enums {
        render_enum(&mut out, choice)?;
    }
    Ok(out)
}

fn render_node(out: &mut String, node: &NodeModel) -> anyhow::Result<()> {
    let NodeModel { name, fields, rule } = node;
    let kind = kind_name(name);
    let mut methods = String::new();
    for field in fields {
        match field {
            Field::Token { accessor, kind, text } => writeln!(
                methods,
                "/// The {text} token, if it is there.\n#[must_use]\n\
                 pub fn {accessor}(&self) -> Option<SyntaxToken> {{ support::token(&self.syntax, SyntaxKind::{kind}) }}"
            )?,
            Field::Child { accessor, ty } => writeln!(
                methods,
                "/// The `{ty}`, if it is there.\n#[must_use]\n\
                 pub fn {accessor}(&self) -> Option<{ty}> {{ support::child(&self.syntax) }}"
            )?,
            Field::Children { accessor, ty } => writeln!(
                methods,
                "/// Every `{ty}`, in the order of the text.\n#[must_use]\n\
                 pub fn {accessor}(&self) -> AstChildren<{ty}> {{ support::children(&self.syntax) }}"
            )?,
        }
    }
    let methods = if methods.is_empty() { methods } else { format!("impl {name} {{ {methods} }}\n") };
    writeln!(
        out,
        "/// `{name} = {rule}`
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct {name} {{ pub(crate) syntax: SyntaxNode }}
        {methods}
        impl AstNode for {name} {{
            fn can_cast(kind: SyntaxKind) -> bool {{ kind == SyntaxKind::{kind} }}
            fn cast(syntax: SyntaxNode) -> Option<Self> {{
                if Self::can_cast(syntax.kind()) {{ Some(Self {{ syntax }}) }} else {{ None }}
            }}
            fn syntax(&self) -> &SyntaxNode {{ &self.syntax }}
        }}
        "
    )?;
    Ok(())
}

fn render_enum(out: &mut String, choice: &EnumModel) -> anyhow::Result<()> {
    let EnumModel { name, variants } = choice;
    let mut declared = String::new();
    let mut casts = String::new();
    let mut syntaxes = String::new();
    let mut froms = String::new();
    for variant in variants {
        let kind = kind_name(variant);
        writeln!(declared, "/// `{variant}`\n{variant}({variant}),")?;
        writeln!(casts, "SyntaxKind::{kind} => Self::{variant}({variant} {{ syntax }}),")?;
        writeln!(syntaxes, "Self::{variant}(it) => &it.syntax,")?;
        writeln!(
            froms,
            "impl From<{variant}> for {name} {{ fn from(node: {variant}) -> Self {{ Self::{variant}(node) }} }}"
        )?;
    }
    let kinds = variants.iter().map(|it| format!("SyntaxKind::{}", kind_name(it))).collect::<Vec<_>>().join(" | ");
    let rule = variants.join(" | ");
    writeln!(
        out,
        "/// `{name} = {rule}`
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum {name} {{ {declared} }}
        impl AstNode for {name} {{
            fn can_cast(kind: SyntaxKind) -> bool {{ matches!(kind, {kinds}) }}
            fn cast(syntax: SyntaxNode) -> Option<Self> {{
                Some(match syntax.kind() {{
                    {casts}
                    _ => return None,
                }})
            }}
            fn syntax(&self) -> &SyntaxNode {{ match self {{ {syntaxes} }} }}
        }}
        {froms}
        "
    )?;
    Ok(())
}
