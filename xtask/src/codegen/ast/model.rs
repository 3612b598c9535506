// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The grammar, lowered to what is generated: tokens, nodes with fields, and enums of nodes.

use anyhow::{bail, ensure};
use ungrammar::{Grammar, Rule};

/// Everything that is generated.
pub(super) struct Model {
    /// Fixed-text tokens, keywords first, each group in the order of the grammar.
    pub(super) tokens: Vec<TokenModel>,
    /// Token classes (`#name` in the grammar), in the order of the grammar.
    pub(super) classes: Vec<String>,
    /// Nodes that are in the tree.
    pub(super) nodes: Vec<NodeModel>,
    /// Choices between nodes, which are not in the tree themselves.
    pub(super) enums: Vec<EnumModel>,
}

/// A token with a fixed text.
pub(super) struct TokenModel {
    pub(super) text: String,
    /// Lower-case name, without `_kw`.
    pub(super) name: String,
    pub(super) is_keyword: bool,
}

impl TokenModel {
    /// The kind's name, as `IMPORT_KW` or `L_BRACE`.
    pub(super) fn kind(&self) -> String {
        let suffix = if self.is_keyword { "_KW" } else { "" };
        format!("{}{suffix}", self.name.to_uppercase())
    }
}

/// A node of the tree.
pub(super) struct NodeModel {
    pub(super) name: String,
    pub(super) fields: Vec<Field>,
    /// The grammar's rule, for the documentation.
    pub(super) rule: String,
}

/// A choice between nodes.
pub(super) struct EnumModel {
    pub(super) name: String,
    pub(super) variants: Vec<String>,
}

/// An accessor of a node.
#[derive(PartialEq, Eq)]
pub(super) enum Field {
    /// A token, by the kind's name.
    Token { accessor: String, kind: String, text: String },
    /// The first child of a type.
    Child { accessor: String, ty: String },
    /// All children of a type.
    Children { accessor: String, ty: String },
}

/// Labels whose accessors are written by hand in `ext.rs`, because the first child of the type is not always the
/// right one: which one it is depends on the tokens around it.
const BY_HAND: &[(&str, &str)] = &[
    ("BinaryExpr", "lhs"),
    ("BinaryExpr", "rhs"),
    ("BinaryExpr", "op"),
    ("TernaryExpr", "condition"),
    ("TernaryExpr", "then_value"),
    ("TernaryExpr", "else_value"),
    ("DictEntry", "key"),
    ("DictEntry", "value"),
    ("Export", "source"),
    ("Export", "target"),
];

/// Lowers the grammar.
///
/// # Errors
/// When a rule has a form that has no meaning in a tree, or a token has no name.
pub(super) fn lower(grammar: &Grammar) -> anyhow::Result<Model> {
    let mut keywords = Vec::new();
    let mut punctuation = Vec::new();
    let mut classes = Vec::new();
    for token in grammar.tokens() {
        let text = grammar[token].name.clone();
        if let Some(class) = text.strip_prefix('#') {
            classes.push(class.to_owned());
        } else if text.starts_with(|c: char| c.is_ascii_alphabetic()) {
            keywords.push(TokenModel { name: keyword_name(&text), text, is_keyword: true });
        } else {
            punctuation.push(TokenModel { name: punctuation_name(&text)?.to_owned(), text, is_keyword: false });
        }
    }
    keywords.append(&mut punctuation);
    let mut model = Model { tokens: keywords, classes, nodes: Vec::new(), enums: Vec::new() };
    for node in grammar.iter() {
        let data = &grammar[node];
        if let Some(variants) = variants(grammar, &data.rule) {
            model.enums.push(EnumModel { name: data.name.clone(), variants });
        } else {
            let mut fields = Vec::new();
            lower_rule(grammar, &model, &data.name, None, &data.rule, &mut fields)?;
            model.nodes.push(NodeModel { name: data.name.clone(), fields, rule: show(grammar, &data.rule, true) });
        }
    }
    Ok(model)
}

/// The alternatives, if the rule is a choice between nodes only.
fn variants(grammar: &Grammar, rule: &Rule) -> Option<Vec<String>> {
    let Rule::Alt(alternatives) = rule else { return None };
    alternatives
        .iter()
        .map(|it| match it {
            Rule::Node(node) => Some(grammar[*node].name.clone()),
            _ => None,
        })
        .collect()
}

fn lower_rule(
    grammar: &Grammar,
    model: &Model,
    owner: &str,
    label: Option<&str>,
    rule: &Rule,
    fields: &mut Vec<Field>,
) -> anyhow::Result<()> {
    match rule {
        Rule::Labeled { label, .. } if BY_HAND.contains(&(owner, label.as_str())) => {}
        Rule::Labeled { label, rule } => lower_rule(grammar, model, owner, Some(label), rule, fields)?,
        Rule::Node(node) => {
            let ty = grammar[*node].name.clone();
            let accessor = label.map_or_else(|| snake_case(&ty), str::to_owned);
            add(owner, fields, Field::Child { accessor, ty })?;
        }
        Rule::Token(token) => {
            let field = token_field(model, &grammar[*token].name)?;
            add(owner, fields, field)?;
        }
        Rule::Rep(inner) => match &**inner {
            Rule::Node(node) => {
                let ty = grammar[*node].name.clone();
                let accessor = label.map_or_else(|| plural(&snake_case(&ty)), str::to_owned);
                add(owner, fields, Field::Children { accessor, ty })?;
            }
            // A separated list `(',' X)*` after its first `X` is the list of all `X`.
            Rule::Seq(parts) if let [Rule::Token(_), Rule::Node(node)] = parts.as_slice() => {
                let ty = grammar[*node].name.clone();
                fields.retain(|it| !matches!(it, Field::Child { ty: first, .. } if *first == ty));
                let accessor = label.map_or_else(|| plural(&snake_case(&ty)), str::to_owned);
                add(owner, fields, Field::Children { accessor, ty })?;
            }
            // Repeated tokens are reached through the tree.
            Rule::Token(_) => {}
            _ => bail!("{owner}: only a node, a token or a separated list can be repeated"),
        },
        Rule::Opt(inner) => lower_rule(grammar, model, owner, label, inner, fields)?,
        Rule::Seq(rules) | Rule::Alt(rules) => {
            ensure!(label.is_none(), "{owner}: a label on more than one thing");
            for rule in rules {
                lower_rule(grammar, model, owner, None, rule, fields)?;
            }
        }
    }
    Ok(())
}

fn token_field(model: &Model, text: &str) -> anyhow::Result<Field> {
    if let Some(class) = text.strip_prefix('#') {
        return Ok(Field::Token {
            accessor: format!("{class}_token"),
            kind: class.to_uppercase(),
            text: class.replace('_', " "),
        });
    }
    match model.tokens.iter().find(|it| it.text == text) {
        Some(token) => Ok(Field::Token {
            accessor: format!("{}_token", token.name),
            kind: token.kind(),
            text: format!("`{text}`"),
        }),
        None => bail!("the token `{text}` has no name"),
    }
}

/// Adds a field. The same token or node twice under one name is one accessor, which returns the first.
fn add(owner: &str, fields: &mut Vec<Field>, field: Field) -> anyhow::Result<()> {
    if fields.contains(&field) {
        return Ok(());
    }
    let accessor = |it: &Field| match it {
        Field::Token { accessor, .. } | Field::Child { accessor, .. } | Field::Children { accessor, .. } => {
            accessor.clone()
        }
    };
    let name = accessor(&field);
    ensure!(fields.iter().all(|it| accessor(it) != name), "{owner}: two different things named `{name}`");
    fields.push(field);
    Ok(())
}

/// The grammar's own notation of a rule.
fn show(grammar: &Grammar, rule: &Rule, is_top: bool) -> String {
    let join = |rules: &[Rule], separator: &str| {
        let text = rules.iter().map(|it| show(grammar, it, false)).collect::<Vec<_>>().join(separator);
        if is_top { text } else { format!("({text})") }
    };
    match rule {
        Rule::Labeled { label, rule } => format!("{label}:{}", show(grammar, rule, false)),
        Rule::Node(node) => grammar[*node].name.clone(),
        Rule::Token(token) => format!("'{}'", grammar[*token].name),
        Rule::Seq(rules) => join(rules, " "),
        Rule::Alt(rules) => join(rules, " | "),
        Rule::Opt(rule) => format!("{}?", show(grammar, rule, false)),
        Rule::Rep(rule) => format!("{}*", show(grammar, rule, false)),
    }
}

/// `Dataport` and `dataport` are two keywords: a capital word that is the kind of a connector's end gets `_type`, a
/// capital literal `_title`.
fn keyword_name(text: &str) -> String {
    let lower = text.to_lowercase();
    match text {
        "True" | "False" => format!("title_{lower}"),
        "Buf" => lower,
        _ if text.starts_with(|c: char| c.is_ascii_uppercase()) => format!("{lower}_type"),
        _ => lower,
    }
}

fn punctuation_name(text: &str) -> anyhow::Result<&'static str> {
    Ok(match text {
        ";" => "semicolon",
        "," => "comma",
        "." => "dot",
        ":" => "colon",
        "?" => "question",
        "(" => "l_paren",
        ")" => "r_paren",
        "[" => "l_brack",
        "]" => "r_brack",
        "{" => "l_brace",
        "}" => "r_brace",
        "=" => "eq",
        "->" => "arrow",
        "<-" => "left_arrow",
        "-" => "minus",
        "+" => "plus",
        "!" => "bang",
        "~" => "tilde",
        "*" => "star",
        "**" => "star2",
        "/" => "slash",
        "%" => "percent",
        "|" => "pipe",
        "||" => "pipe2",
        "&" => "amp",
        "&&" => "amp2",
        "^" => "caret",
        "==" => "eq2",
        "!=" => "neq",
        "<" => "l_angle",
        "<=" => "lteq",
        ">" => "r_angle",
        ">=" => "gteq",
        "<<" => "shl",
        ">>" => "shr",
        _ => bail!("the token `{text}` of the grammar has no name"),
    })
}

/// `ConnectionEnd` to `connection_end`.
pub(super) fn snake_case(name: &str) -> String {
    let mut out = String::new();
    for (i, c) in name.chars().enumerate() {
        if c.is_ascii_uppercase() && i > 0 {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// `ConnectionEnd` to `CONNECTION_END`.
pub(super) fn kind_name(name: &str) -> String {
    snake_case(name).to_uppercase()
}

fn plural(name: &str) -> String {
    match name.strip_suffix('y') {
        Some(stem) if !name.ends_with("ey") => format!("{stem}ies"),
        _ => format!("{name}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, lower};

    fn accessors(grammar: &str, node: &str) -> Vec<String> {
        let model = lower(&grammar.parse().unwrap()).unwrap();
        let node = model.nodes.iter().find(|it| it.name == node).unwrap();
        node.fields
            .iter()
            .map(|it| match it {
                Field::Token { accessor, kind, .. } => format!("{accessor}: token {kind}"),
                Field::Child { accessor, ty } => format!("{accessor}: {ty}"),
                Field::Children { accessor, ty } => format!("{accessor}: all {ty}"),
            })
            .collect()
    }

    #[test]
    fn labels_tokens_and_lists_become_accessors() {
        let grammar = "A = 'from' head:B ('.' B)* ';'?  B = '#ident'";
        assert_eq!(
            accessors(grammar, "A"),
            ["from_token: token FROM_KW", "bs: all B", "semicolon_token: token SEMICOLON"]
        );
        assert_eq!(accessors(grammar, "B"), ["ident_token: token IDENT"]);
    }

    #[test]
    fn a_choice_of_nodes_is_an_enum_and_not_a_node() {
        let model = lower(&"A = B | C  B = 'in'  C = 'out'".parse().unwrap()).unwrap();
        assert_eq!(model.enums.len(), 1);
        assert_eq!(model.enums[0].variants, ["B", "C"]);
        assert!(model.nodes.iter().all(|it| it.name != "A"));
    }

    #[test]
    fn one_name_for_two_things_is_refused() {
        assert!(lower(&"A = x:B x:C  B = 'in'  C = 'out'".parse().unwrap()).is_err());
    }

    #[test]
    fn an_unknown_punctuation_is_refused() {
        assert!(lower(&"A = '@'".parse().unwrap()).is_err());
    }
}
