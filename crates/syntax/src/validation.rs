// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Single tokens that the lexer takes as a whole, so that the tree stays whole, but that the language does not have.

use text_size::{TextRange, TextSize};

use crate::error::{NumberProblem, SyntaxError, SyntaxErrorKind};
use crate::kind::SyntaxKind::{self, ANGLED, BLOCK_COMMENT, ERROR_TOKEN, NUMERAL, STRING};

/// Checks the token that starts at this byte of the text.
pub(crate) fn check_token(kind: SyntaxKind, text: &str, start: usize, errors: &mut Vec<SyntaxError>) {
    let problem = match kind {
        NUMERAL => number_problem(text).map(SyntaxErrorKind::Number),
        STRING if text.len() < 2 || !text.ends_with('"') => Some(SyntaxErrorKind::UnterminatedString),
        ANGLED if !text.ends_with('>') => Some(SyntaxErrorKind::UnterminatedPath),
        BLOCK_COMMENT if text.len() < 4 || !text.ends_with("*/") => Some(SyntaxErrorKind::UnterminatedComment),
        ERROR_TOKEN => text.chars().next().map(SyntaxErrorKind::UnexpectedCharacter),
        _ => None,
    };
    let Some(problem) = problem else { return };
    // Only the opening of an unterminated comment is marked: the comment is the rest of the file.
    let length = if problem == SyntaxErrorKind::UnterminatedComment { "/*".len() } else { text.len() };
    if let (Ok(start), Ok(length)) = (TextSize::try_from(start), TextSize::try_from(length)) {
        errors.push(SyntaxError { range: TextRange::at(start, length), kind: problem, related: None });
    }
}

/// What is wrong with a number. The language has `0x` with hexadecimal digits, decimal digits without a leading zero, and
/// decimal digits with a fraction.
pub(crate) fn number_problem(text: &str) -> Option<NumberProblem> {
    let is_digits = |it: &str| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit());
    if let Some(hex) = text.strip_prefix("0x") {
        return hex_problem(hex);
    }
    if let Some((integer, fraction)) = text.split_once('.') {
        return match fraction {
            _ if !is_digits(integer) => decimal_suffix_problem(integer),
            "" => Some(NumberProblem::NoFraction),
            _ if is_digits(fraction) => None,
            _ if fraction.contains('.') => Some(NumberProblem::TwoPoints),
            _ => decimal_suffix_problem(fraction),
        };
    }
    if is_digits(text) {
        let is_zero = text.bytes().all(|b| b == b'0');
        return (text.starts_with('0') && !is_zero).then_some(NumberProblem::LeadingZero);
    }
    match text.as_bytes() {
        [b'0', b'X', ..] => Some(NumberProblem::CapitalX),
        [b'0', b'b' | b'B', ..] => Some(NumberProblem::Binary),
        [b'0', b'o' | b'O', ..] => Some(NumberProblem::Octal),
        _ => decimal_suffix_problem(text),
    }
}

fn hex_problem(digits: &str) -> Option<NumberProblem> {
    match digits.find(|c: char| !c.is_ascii_hexdigit()) {
        None => digits.is_empty().then_some(NumberProblem::NoHexDigits),
        Some(0) if !digits.starts_with(['.', '_']) => Some(NumberProblem::NoHexDigits),
        Some(at) if digits[at..].starts_with('.') => Some(NumberProblem::HexFraction),
        Some(at) if digits[at..].starts_with('_') => Some(NumberProblem::Separator),
        Some(_) => Some(NumberProblem::Suffix),
    }
}

/// What the first character that is not a digit was meant to be.
fn decimal_suffix_problem(text: &str) -> Option<NumberProblem> {
    let suffix = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let exponent = suffix.strip_prefix(['e', 'E']);
    Some(match suffix.as_bytes() {
        [] => return None,
        [b'_', ..] => NumberProblem::Separator,
        _ if exponent.is_some_and(|it| it.bytes().all(|b| b.is_ascii_digit())) => NumberProblem::Exponent,
        _ => NumberProblem::Suffix,
    })
}
