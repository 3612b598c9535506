// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The tokens of C as they are written: no directive is carried out, no macro is expanded. For readers of C sources that
//! want names and brackets.

use text_size::{TextRange, TextSize};

use crate::lexer::{ScanMode, scan};
use crate::token::Kind;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlainKind {
    /// An identifier or keyword.
    Name,
    /// A string, or a header's name.
    String,
    /// `#` at the start of a line: the rest of the line is its directive.
    Directive,
    /// `##`
    Paste,
    /// Any other: numbers, characters, punctuators, what starts no token.
    Other,
}

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainToken {
    /// What it is.
    pub kind: PlainKind,
    /// Where it stands.
    pub range: TextRange,
    /// It belongs to a directive.
    pub in_directive: bool,
}

/// The tokens of a text in order, comments and blanks left out.
pub fn plain_tokens(text: &str) -> impl Iterator<Item = PlainToken> {
    let first = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut position = first;
    let mut in_directive = false;
    std::iter::from_fn(move || {
        loop {
            let mode = if in_directive { ScanMode::Directive } else { ScanMode::Text };
            let token = scan(text, position, mode);
            if token.kind == Kind::End {
                if !in_directive {
                    return None;
                }
                in_directive = false;
                position = token.end as usize;
                continue;
            }
            let kind = match token.kind {
                Kind::Name => PlainKind::Name,
                Kind::String | Kind::HeaderName => PlainKind::String,
                Kind::Paste => PlainKind::Paste,
                Kind::Hash if !in_directive && (token.line_start || position == first) => PlainKind::Directive,
                _ => PlainKind::Other,
            };
            in_directive |= kind == PlainKind::Directive;
            position = token.end as usize;
            let range = TextRange::new(TextSize::new(token.start), TextSize::new(token.end.max(token.start)));
            return Some(PlainToken { kind, range, in_directive });
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_know_whether_they_belong_to_a_directive() {
        let text = "#define A(x) \\\n  x##_emit() // no\nint a; /* no */ char *s = \"no # no\";\n# if 1\n#endif";
        let shown: Vec<_> = plain_tokens(text)
            .map(|it| format!("{}{:?}:{}", if it.in_directive { "#" } else { "" }, it.kind, &text[it.range]))
            .collect();
        let expected = "#Directive:# #Name:define #Name:A #Other:( #Name:x #Other:) #Name:x #Paste:## #Name:_emit #Other:( \
             #Other:) Name:int Name:a Other:; Name:char Other:* Name:s Other:= String:\"no # no\" Other:; #Directive:# \
             #Name:if #Other:1 #Directive:# #Name:endif";
        assert_eq!(shown.join(" "), expected);
    }
}
