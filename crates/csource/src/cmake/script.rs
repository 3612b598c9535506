// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The commands of a CMake file (cmake-language(7)). What is no command is passed over.

use std::ops::Range;

/// A file of commands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Script {
    /// The commands, in order.
    pub commands: Vec<Command>,
}

/// A command with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Its name in small letters.
    pub name: String,
    /// Its arguments; nested parentheses are arguments of their own.
    pub arguments: Vec<Argument>,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
}

/// An argument as it is written, before variables are put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Its text: of one in quotes, what stands between them.
    pub text: String,
    /// It is one argument, whatever its variables hold.
    pub quoted: bool,
    /// Its variables are put in.
    pub expands: bool,
    /// Where it stands, in bytes, without its quotes.
    pub range: Range<usize>,
}

/// The commands of a text.
#[must_use]
pub fn parse(text: &str) -> Script {
    let mut reader = Reader { text, at: 0 };
    let mut commands = Vec::new();
    while let Some(c) = reader.peek() {
        if c == '#' {
            reader.comment();
        } else if c.is_ascii_alphabetic() || c == '_' {
            commands.extend(reader.command());
        } else {
            reader.bump();
            reader.blanks();
        }
    }
    Script { commands }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// A comment to the end of its line, or one in brackets.
    fn comment(&mut self) {
        self.bump();
        if self.bracketed().is_none() {
            self.at += self.rest().find('\n').unwrap_or(self.rest().len());
        }
    }

    /// `[==[ … ]==]`
    fn bracketed(&mut self) -> Option<&'t str> {
        let inner = self.rest().strip_prefix('[')?;
        let level = inner.len() - inner.trim_start_matches('=').len();
        let content = inner.get(level..)?.strip_prefix('[')?;
        let close = format!("]{}]", "=".repeat(level));
        let end = content.find(&close).unwrap_or(content.len());
        self.at = (self.at + level + 2 + end + close.len()).min(self.text.len());
        content.get(..end)
    }

    fn command(&mut self) -> Option<Command> {
        let start = self.at;
        let rest = self.rest();
        let name = &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len())];
        self.at += name.len();
        self.blanks();
        if self.peek() != Some('(') {
            return None;
        }
        self.bump();
        let arguments = self.arguments();
        Some(Command { name: name.to_ascii_lowercase(), arguments, range: start..self.at })
    }

    /// Everything up to the closing parenthesis.
    fn arguments(&mut self) -> Vec<Argument> {
        let mut out = Vec::new();
        let mut depth = 0usize;
        let parenthesis =
            |text: &str, at| Argument { text: text.to_owned(), quoted: true, expands: false, range: at..at + 1 };
        while let Some(c) = self.peek() {
            match c {
                '#' => self.comment(),
                '(' => {
                    self.bump();
                    depth += 1;
                    out.push(parenthesis("(", self.at - 1));
                }
                ')' => {
                    self.bump();
                    match depth.checked_sub(1) {
                        None => return out,
                        Some(left) => depth = left,
                    }
                    out.push(parenthesis(")", self.at - 1));
                }
                '"' => out.push(self.quoted()),
                '[' => {
                    let start = self.at;
                    match self.bracketed() {
                        Some(content) => {
                            let text = content.strip_prefix('\n').unwrap_or(content).to_owned();
                            out.push(Argument { text, quoted: true, expands: false, range: start..self.at });
                        }
                        None => out.push(self.unquoted()),
                    }
                }
                c if c.is_whitespace() || c == ';' => {
                    self.bump();
                    self.blanks();
                }
                _ => out.push(self.unquoted()),
            }
        }
        out
    }

    fn quoted(&mut self) -> Argument {
        self.bump();
        let mut range = self.at..self.at;
        let mut text = String::new();
        while let Some(c) = self.bump() {
            match c {
                '"' => break,
                '\\' => self.escape(&mut text),
                c => text.push(c),
            }
            range.end = self.at;
        }
        Argument { text, quoted: true, expands: true, range }
    }

    fn unquoted(&mut self) -> Argument {
        let start = self.at;
        let mut text = String::new();
        let mut braces = 0usize;
        loop {
            // Most of an argument has no meaning of its own.
            let rest = self.rest();
            let plain = &rest[..rest.bytes().position(has_meaning).unwrap_or(rest.len())];
            text.push_str(plain);
            self.at += plain.len();
            let Some(c) = self.peek() else { break };
            match c {
                '#' | '(' | ')' | '"' if braces == 0 => break,
                c if c.is_whitespace() => break,
                _ => {}
            }
            self.bump();
            match c {
                '\\' => self.escape(&mut text),
                '{' | '<' => {
                    braces += 1;
                    text.push(c);
                }
                '}' | '>' => {
                    braces = braces.saturating_sub(1);
                    text.push(c);
                }
                c => text.push(c),
            }
        }
        // A quote inside of a word begins no argument of its own in old CMake files.
        if text.is_empty() {
            text.extend(self.bump());
        }
        Argument { text, quoted: false, expands: true, range: start..self.at }
    }

    fn escape(&mut self, text: &mut String) {
        match self.bump() {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some('r') => text.push('\r'),
            // Goes on in the next line.
            Some('\n') | None => {}
            Some(c) => text.push(c),
        }
    }
}

/// Whether a byte may end an argument without quotes, or is more than itself in it.
fn has_meaning(byte: u8) -> bool {
    byte.is_ascii_whitespace() || !byte.is_ascii() || b"#()\"\\{}<>\x0b".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let argument = |it: &Argument| if it.quoted { format!("'{}'", it.text) } else { it.text.clone() };
        let command = |it: &Command| {
            let arguments: Vec<_> = it.arguments.iter().map(argument).collect();
            format!("{}: {}", it.name, arguments.join(" "))
        };
        parse(text).commands.iter().map(command).collect()
    }

    #[test]
    fn commands_have_their_arguments() {
        let text =
            "# one(two)\nSet(a \"b c\" ${d}/e.c # no\n  f;g [[h ${i}]])\n#[[ x(y) ]] if(NOT (a OR b))\nendif()\n";
        assert_eq!(shown(text), ["set: a 'b c' ${d}/e.c f;g 'h ${i}'", "if: NOT '(' a OR b ')'", "endif: "]);
    }

    #[test]
    fn broken_text_ends_somewhere() {
        for text in ["set(", "set(\"", "set([[", "#[[", "set(a))b(", "é(", "set(a\"b\"c)", "[=[", "a(\\"] {
            let _ = shown(text);
        }
        assert_eq!(shown("oops ( a"), ["oops: a"]);
        assert_eq!(shown(")) a(b)"), ["a: b"]);
        assert_eq!(shown("a(b\u{a0}c\u{b}d ${e f}g\\;h é\"i)"), ["a: b c d ${e f}g;h é 'i)'"]);
    }
}
