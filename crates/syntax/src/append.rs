// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Statements that are added to a body, laid out as those that are there.

use text_size::{TextRange, TextSize};

use crate::ast::{self, AstNode};
use crate::tree::text_range_without_trivia;
use crate::{SyntaxKind, SyntaxNode};

/// How much further in a body is than what it belongs to, where none of its statements says it.
const STEP: &str = "    ";

/// Where statements go at the end of a body, and the text that puts them there: each on a line of its own, as far in as the last of
/// the body, or a step more than the body when it has none. `None` for a body without both braces.
#[must_use]
pub fn append_statements(text: &str, body: &SyntaxNode, statements: &[String]) -> Option<(TextSize, String)> {
    let (open, close) = braces(body)?;
    let last = body.children().last().map(|node| text_range_without_trivia(&node));
    let outer = indent(text, open.start());
    let (at, inner) = match last {
        Some(last) => (last.end(), indent(text, last.start()).to_owned()),
        None => (open.end(), format!("{outer}{STEP}")),
    };
    let mut added: String = statements.iter().map(|it| format!("\n{inner}{it}")).collect();
    let gap = text.get(usize::from(at)..usize::from(close.start())).unwrap_or_default();
    if !gap.contains('\n') {
        // A body on one line grows lines of its own; what is behind the insertion goes to the closing brace.
        added.push_str(&format!("\n{outer}"));
    }
    Some((at, added))
}

/// As [`append_statements`], of settings: into the configuration of the body of an assembly or component, which is made if it has
/// none.
#[must_use]
pub fn append_settings(text: &str, holder: &SyntaxNode, settings: &[String]) -> Option<(TextSize, String)> {
    let configuration = holder.children().find_map(ast::Configuration::cast);
    if let Some(body) = configuration.and_then(|it| it.body()) {
        return append_statements(text, body.syntax(), settings);
    }
    let outer = indent(text, braces(holder)?.0.start());
    let lines: String = settings.iter().map(|it| format!("{outer}{STEP}{STEP}{it}\n")).collect();
    append_statements(text, holder, &[format!("configuration {{\n{lines}{outer}{STEP}}}")])
}

/// The body in which settings of what is in a composition stand. Those of an inner composition stand in its own component; they are at
/// hand in the same way.
#[must_use]
pub fn settings_holder(node: &SyntaxNode) -> Option<SyntaxNode> {
    node.ancestors().find(|it| ast::AssemblyBody::can_cast(it.kind()) || ast::ComponentBody::can_cast(it.kind()))
}

/// The braces of a body.
fn braces(body: &SyntaxNode) -> Option<(TextRange, TextRange)> {
    let token = |kind| body.children_with_tokens().filter_map(|it| it.into_token()).filter(move |it| it.kind() == kind);
    let open = token(SyntaxKind::L_BRACE).next()?.text_range();
    let close = token(SyntaxKind::R_BRACE).last()?.text_range();
    Some((open, close))
}

/// The blanks before the first word of the line of an offset.
fn indent(text: &str, at: TextSize) -> &str {
    let before = text.get(..usize::from(at)).unwrap_or_default();
    let line = text.get(before.rfind('\n').map_or(0, |end| end + 1)..).unwrap_or_default();
    line.get(..line.len() - line.trim_start_matches([' ', '\t']).len()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with a setting of an assembly's first instance.
    fn with_setting(text: &str) -> String {
        let root = crate::parse(text).syntax_node();
        let instance = root.descendants().find_map(ast::Instance::cast).unwrap();
        let holder = settings_holder(instance.syntax()).unwrap();
        let (at, added) = append_settings(text, &holder, &["a.n = 1;".to_owned()]).unwrap();
        format!("{}{added}{}", &text[..usize::from(at)], &text[usize::from(at)..])
    }

    #[test]
    fn a_setting_goes_behind_the_others_or_into_a_configuration_of_its_own() {
        assert_eq!(
            with_setting("assembly {\n  composition { component A a; }\n  configuration {\n      a.m = 2;\n  }\n}\n"),
            "assembly {\n  composition { component A a; }\n  configuration {\n      a.m = 2;\n      a.n = 1;\n  }\n}\n"
        );
        assert_eq!(
            with_setting("assembly {\n    composition { component A a; }\n}\n"),
            "assembly {\n    composition { component A a; }\n    configuration {\n        a.n = 1;\n    }\n}\n"
        );
        assert_eq!(
            with_setting("assembly { composition { component A a; } configuration { } }"),
            "assembly { composition { component A a; } configuration {\n    a.n = 1;\n } }"
        );
    }

    #[test]
    fn a_body_that_is_not_closed_gets_nothing() {
        let text = "assembly { composition { component A a;";
        let root = crate::parse(text).syntax_node();
        let holder = root.descendants().find_map(ast::AssemblyBody::cast).unwrap();
        assert_eq!(append_settings(text, holder.syntax(), &["a.n = 1;".to_owned()]), None);
    }
}
