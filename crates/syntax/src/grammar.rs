// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the language looks like: one function for each construct, each beginning at the construct's first token.
//!
//! The language is that of the CAmkES manual and of the reference's grammar. Where a text is wrong in one of the known
//! ways, the functions take it all the same and say what is wrong, so that the tree keeps its shape.

mod assembly;
mod body;
mod component;
mod composition;
mod configuration;
mod connector;
mod names;
mod paths;
mod procedure;
mod recovery;
mod types;
mod values;

use crate::error::BodyKind;
use crate::event::Output;
use crate::input::Input;
use crate::kind::SyntaxKind;
use crate::parser::{OpenBody, Parser};

/// Parses the tokens of a file.
pub(crate) fn parse(input: &Input) -> Output {
    let mut p = Parser::new(input);
    body::file(&mut p);
    p.finish()
}

/// Parses tokens as items of one kind of body, without the body.
pub(crate) fn parse_items(input: &Input, kind: BodyKind) -> Output {
    let mut p = Parser::new(input);
    body::items_alone(&mut p, kind);
    p.finish()
}

/// Parses tokens as items of the innermost of some bodies, without that body, up to an item that begins at or behind the token with
/// this number.
pub(crate) fn parse_items_until(input: &Input, bodies: Vec<OpenBody>, until: usize) -> Output {
    let mut p = Parser::new(input);
    body::items_until(&mut p, bodies, until);
    p.finish()
}

/// Whether an item function knew the token that it was called at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// The item is parsed.
    Parsed,
    /// No item begins here; no token was taken.
    Unknown,
}

/// Words are what names could be taken for: identifiers and keywords.
fn is_word(kind: SyntaxKind) -> bool {
    kind == SyntaxKind::IDENT || kind.is_keyword()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::event::Output;
    use crate::input::InputBuilder;
    use crate::lexer::each_lexeme;

    /// A parse of `n` tokens looks at a token at most this many times `n`, and a few times more. Most of it is the search
    /// for the body that a word at the start of a line could belong to, over all the bodies around it.
    const LOOKS_PER_TOKEN: u64 = 24;

    fn run(text: &str) -> (u64, Output) {
        let mut input = InputBuilder::new(0);
        let mut at = 0;
        let mut count = 0;
        each_lexeme(text, |kind, len| {
            let end = at + len as usize;
            input.push(kind, &text[at..end]);
            count += u64::from(!kind.is_skipped());
            at = end;
        });
        (count, super::parse(&input.finish()))
    }

    #[track_caller]
    fn check(text: &str) {
        let (tokens, output) = run(text);
        assert!(
            output.steps <= LOOKS_PER_TOKEN * tokens + 200,
            "{} looks for {tokens} tokens: {text:.200}",
            output.steps
        );
        assert!(output.events.len() as u64 <= 12 * tokens + 20, "{} events for {tokens} tokens", output.events.len());
    }

    #[test]
    fn the_work_grows_with_the_text_and_no_faster() {
        for part in [
            "component A { uses P p; }\n",
            "( ",
            "{ ",
            "} ",
            "a.b = [1, {\"k\": ",
            "component\n",
            "a\n",
            "a b c ",
            "component {\n",
            "composition {\n",
            "1 + ",
            "- ",
            "maybe ",
            "; ",
            ", ",
            "connection C c(from a.b, ",
            "f(",
            "q([",
            "struct {\n",
            "configuration { a.b = 1 ? ",
            "schedule { [ (",
            "has ",
            "from ",
            "import ",
            ". ",
            "a. ",
        ] {
            check(&part.repeat(2_000));
            check(&format!("configuration {{ {} }}", part.repeat(2_000)));
            check(&format!("component {{ composition {{ {}", part.repeat(2_000)));
            check(&format!("procedure {{ {} }}", part.repeat(2_000)));
        }
    }

    proptest! {
        #[test]
        fn the_work_for_any_tokens_is_bounded(
            words in prop::collection::vec(
                prop::sample::select(&[
                    "component", "composition", "configuration", "connection", "assembly", "procedure", "struct", "from", "to",
                    "in", "int", "void", "a", "b", "1", "\"s\"", "{", "}", "(", ")", "[", "]", ";", ",", ".", ":", "=", "<-", "?", "-",
                    "*", "\n", "\n    ", "maybe", "has", "uses", "attribute", "import", "with",
                ][..]),
                0..400,
            ),
        ) {
            check(&words.join(" "));
        }
    }
}
