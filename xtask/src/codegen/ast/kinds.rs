// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The syntax crate's `kind.rs`.

use std::fmt::Write as _;

use super::model::{Model, kind_name};

/// Tokens that the grammar does not mention: what stands between its tokens, and what belongs to none of them.
const OTHER_TOKENS: &[(&str, &str)] = &[
    ("WHITESPACE", "Blanks, tabs, form feeds and line ends."),
    ("LINE_COMMENT", "`// …` up to the end of the line."),
    ("BLOCK_COMMENT", "`/* … */`"),
    ("PREPROCESSOR", "`# …` up to the end of the line, continued lines included."),
    ("ERROR_TOKEN", "Characters that belong to no token of the language."),
];

/// Kinds that are no token and no node of the grammar.
const OTHER_NODES: &[(&str, &str)] = &[("ERROR", "Tokens that the parser could not place.")];

/// Renders the file, without its licence header.
pub(super) fn render(model: &Model) -> anyhow::Result<String> {
    let (body, all) = declare_kinds(model)?;
    let mut keywords = String::new();
    let mut texts = String::new();
    for token in &model.tokens {
        if token.is_keyword {
            writeln!(keywords, "\"{}\" => Self::{},", token.text, token.kind())?;
        }
        writeln!(texts, "Self::{} => \"{}\",", token.kind(), token.text)?;
    }
    let keyword_list = model.tokens.iter().filter(|it| it.is_keyword);
    let keyword_list = keyword_list.map(|it| format!("Self::{}", it.kind())).collect::<Vec<_>>().join(" | ");
    let count = all.len();
    let fixed = model.tokens.len();
    let table = all.iter().map(|it| format!("SyntaxKind::{it},\n")).collect::<String>();

    Ok(format!(
        r#"//! The kinds of tokens and nodes. Made by `cargo xtask codegen` from `camkes.ungram`.

/// The kind of a token or of a node of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(non_camel_case_types)]
#[repr(u16)]
pub enum SyntaxKind {{
    {body}
    /// The end of the text; never in a tree.
    EOF,
}}

/// Every kind that can be in a tree, at the index of its number.
const ALL: [SyntaxKind; {count}] = [
{table}];

impl SyntaxKind {{
    /// How many kinds of tokens have a fixed text. They have the lowest numbers.
    pub(crate) const WITH_FIXED_TEXT: usize = {fixed};

    /// The kind with this number, if there is one.
    #[must_use]
    pub fn from_raw(raw: u16) -> Option<Self> {{
        ALL.get(usize::from(raw)).copied()
    }}

    /// Every kind that can be in a tree.
    #[must_use]
    pub fn all() -> &'static [Self] {{
        &ALL
    }}

    /// The keyword with this spelling.
    #[must_use]
    pub fn from_keyword(text: &str) -> Option<Self> {{
        Some(match text {{
            {keywords}
            _ => return None,
        }})
    }}

    /// Whether this is a word of the language.
    #[must_use]
    pub fn is_keyword(self) -> bool {{
        matches!(self, {keyword_list})
    }}

    /// The spelling, if every token of this kind has the same.
    #[must_use]
    #[allow(clippy::too_many_lines)]
    pub fn text(self) -> Option<&'static str> {{
        Some(match self {{
            {texts}
            _ => return None,
        }})
    }}
}}
"#
    ))
}

/// The variants with their documentation, and their names in the same order: tokens with a fixed text come first.
fn declare_kinds(model: &Model) -> anyhow::Result<(String, Vec<String>)> {
    let mut all = Vec::new();
    let mut body = String::new();
    for token in &model.tokens {
        writeln!(body, "/// `{}`\n{},", token.text, token.kind())?;
        all.push(token.kind());
    }
    for class in &model.classes {
        writeln!(body, "/// A token of the class `{class}`.\n{},", class.to_uppercase())?;
        all.push(class.to_uppercase());
    }
    for (kind, doc) in OTHER_TOKENS {
        writeln!(body, "/// {doc}\n{kind},")?;
        all.push((*kind).to_owned());
    }
    for node in &model.nodes {
        let kind = kind_name(&node.name);
        writeln!(body, "/// A node of the type [`{0}`](crate::ast::{0}).\n{kind},", node.name)?;
        all.push(kind);
    }
    for (kind, doc) in OTHER_NODES {
        writeln!(body, "/// {doc}\n{kind},")?;
        all.push((*kind).to_owned());
    }
    Ok((body, all))
}
