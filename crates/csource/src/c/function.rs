// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Definitions of functions: at the outermost level, a name with parameters in parentheses, and a body in braces.

use camkes_preprocessor::{PlainKind, PlainToken, plain_tokens};
use text_size::TextRange;

/// A function with a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub range: TextRange,
    /// From the first word of its definition to the end of its body.
    pub full: TextRange,
    /// How many parameters it has; none where that can't be told, as for `...` or a macro.
    pub parameters: Option<usize>,
    /// Only its file sees it.
    pub is_static: bool,
}

/// Names in front of parentheses that are no function.
const ATTRIBUTES: [&str; 6] = ["__attribute__", "__attribute", "__declspec", "_Alignas", "__asm__", "asm"];

/// The functions of a text, and whether a macro in it glues names together.
pub(super) fn functions(text: &str) -> (Vec<Function>, bool) {
    let mut reader = Reader { text, ..Reader::default() };
    let mut tokens = plain_tokens(text).peekable();
    while let Some(token) = tokens.next() {
        if token.kind == PlainKind::Directive {
            let name = tokens.peek().filter(|it| it.in_directive).map(|it| slice(text, it));
            reader.directive(name.unwrap_or_default());
        } else if token.in_directive {
            reader.pastes |= token.kind == PlainKind::Paste;
        } else {
            reader.take(token);
        }
    }
    (reader.functions, reader.pastes)
}

fn slice<'t>(text: &'t str, token: &PlainToken) -> &'t str {
    text.get(std::ops::Range::<usize>::from(token.range)).unwrap_or_default()
}

/// A name in front of parentheses, at the outermost level of a statement.
#[derive(Debug, Clone, Copy)]
struct Group {
    name: TextRange,
    /// Names, commas and others between the parentheses.
    names: usize,
    commas: usize,
    is_void: bool,
    is_open_ended: bool,
}

#[derive(Default)]
struct Reader<'t> {
    text: &'t str,
    functions: Vec<Function>,
    pastes: bool,
    /// Open braces.
    braces: usize,
    /// Open braces at each open condition: its branches are ways to write the same.
    conditions: Vec<usize>,
    /// Open parentheses, outside of braces.
    parentheses: usize,
    /// Of the statement at the outermost level.
    start: Option<TextRange>,
    last_name: Option<TextRange>,
    groups: Vec<Group>,
    has_value: bool,
    is_static: bool,
    is_extern_block: bool,
    /// The function whose body is open.
    open: Option<Function>,
}

impl Reader<'_> {
    fn directive(&mut self, name: &str) {
        match name {
            "if" | "ifdef" | "ifndef" => self.conditions.push(self.braces),
            "else" | "elif" | "elifdef" | "elifndef" => {
                if let Some(&braces) = self.conditions.last() {
                    self.braces = braces;
                    if braces == 0 {
                        self.open = None;
                    }
                }
            }
            "endif" => {
                self.conditions.pop();
            }
            _ => {}
        }
    }

    fn take(&mut self, token: PlainToken) {
        let text = slice(self.text, &token);
        match text {
            "{" => return self.open_brace(),
            "}" => return self.close_brace(token),
            _ => {}
        }
        if self.braces > 0 {
            return;
        }
        match text {
            "(" => self.open_parenthesis(),
            ")" => self.parentheses = self.parentheses.saturating_sub(1),
            _ if self.parentheses > 0 => self.inside(&token, text),
            ";" => self.end_statement(),
            _ => {
                self.start.get_or_insert(token.range);
                self.has_value |= text == "=";
                self.is_static |= text == "static";
                self.is_extern_block = token.kind == PlainKind::String && self.last_is("extern");
                self.last_name = if token.kind == PlainKind::Name { Some(token.range) } else { None };
            }
        }
    }

    fn last_is(&self, word: &str) -> bool {
        self.last_name.and_then(|range| self.text.get(std::ops::Range::<usize>::from(range))) == Some(word)
    }

    fn open_parenthesis(&mut self) {
        self.parentheses += 1;
        if self.parentheses > 1 {
            return;
        }
        if let Some(name) = self.last_name.take() {
            let group = Group { name, names: 0, commas: 0, is_void: false, is_open_ended: false };
            self.groups.push(group);
        }
    }

    fn inside(&mut self, token: &PlainToken, text: &str) {
        let outermost = self.parentheses == 1;
        let Some(group) = self.groups.last_mut() else { return };
        match text {
            "," if outermost => group.commas += 1,
            "..." => group.is_open_ended = true,
            "void" if outermost && group.names == 0 => {
                group.is_void = true;
                group.names += 1;
            }
            _ if token.kind == PlainKind::Name => group.names += 1,
            _ => {}
        }
        // `void *p` is a parameter.
        if group.is_void && (group.names > 1 || text == "*") {
            group.is_void = false;
            group.names += 1;
        }
    }

    fn open_brace(&mut self) {
        if self.braces == 0 {
            if self.is_extern_block {
                return self.end_statement();
            }
            self.open = self.function();
            if self.open.is_some() {
                self.end_statement();
            }
        }
        self.braces += 1;
    }

    fn close_brace(&mut self, token: PlainToken) {
        // One without its opening one may close an `extern "C"`.
        let Some(left) = self.braces.checked_sub(1) else { return self.end_statement() };
        self.braces = left;
        if left > 0 {
            return;
        }
        let is_function = self.open.is_some();
        if let Some(mut function) = self.open.take() {
            function.full = TextRange::new(function.full.start(), token.range.end().max(function.full.start()));
            self.functions.push(function);
        }
        // What follows the braces of a struct or a value belongs to the same statement.
        if is_function || self.groups.is_empty() && !self.has_value {
            self.end_statement();
        }
    }

    fn end_statement(&mut self) {
        self.start = None;
        self.last_name = None;
        self.groups.clear();
        self.has_value = false;
        self.is_static = false;
        self.is_extern_block = false;
        self.parentheses = 0;
    }

    /// The function of which the present statement is the head.
    fn function(&self) -> Option<Function> {
        if self.has_value || self.parentheses > 0 {
            return None;
        }
        let name_of = |group: &Group| self.text.get(std::ops::Range::<usize>::from(group.name)).unwrap_or_default();
        let candidates = || self.groups.iter().filter(|group| !ATTRIBUTES.contains(&name_of(group)));
        // A word in capitals is a macro that wraps the definition.
        let is_capital = |group: &&Group| !name_of(group).contains(|c: char| c.is_lowercase());
        let group = candidates().find(|group| !is_capital(group)).or_else(|| candidates().next_back())?;
        let parameters = match group {
            Group { is_open_ended: true, .. } => None,
            Group { names: 0, .. } => Some(0),
            Group { is_void: true, commas: 0, .. } => Some(0),
            _ => Some(group.commas + 1),
        };
        Some(Function {
            name: name_of(group).to_owned(),
            range: group.name,
            full: self.start.unwrap_or(group.name).cover(group.name),
            parameters,
            is_static: self.is_static,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let (found, _) = functions(text);
        let shown = |it: &Function| {
            let parameters = it.parameters.map_or_else(|| "?".to_owned(), |n| n.to_string());
            format!("{}{}/{parameters}", if it.is_static { "static " } else { "" }, it.name)
        };
        found.iter().map(shown).collect()
    }

    #[test]
    fn definitions_are_told_from_declarations_and_calls() {
        let text = "int p_get(int a);\nvoid f(void) { p_get(1); if (a) { g(); } }\nint\np_get (int (*a)(void, int), char b[])\n{ }\n\
            static inline void *h(void *p, ...) { }\nint run() {}\nint x[] = { f(1) };\nstruct s { int (*call)(void); } t;\n\
            struct s *mk(struct s v) { }\nvoid v(void *p) {}\n";
        assert_eq!(shown(text), ["f/0", "p_get/2", "static h/?", "run/0", "mk/1", "v/1"]);
    }

    #[test]
    fn attributes_and_macros_around_a_definition_are_not_its_name() {
        let text = "void a(int x) __attribute__((noreturn)) { }\nSECTION(\".x\") int b(void) UNUSED { }\n\
            __attribute__((weak)) void c(int a, int b) { }\nEXPORT(d) { }\n";
        assert_eq!(shown(text), ["a/1", "b/0", "c/2", "EXPORT/1"]);
    }

    #[test]
    fn branches_of_conditions_are_ways_to_write_the_same() {
        let text = "#ifdef A\nint f(int a) {\n#else\nint f(void) {\n#endif\n return 0; }\nint g(void) { }\n\
            #if 1\nint h(void) {\n#endif\n}\nint i(void) { }\n";
        assert_eq!(shown(text), ["f/0", "g/0", "h/0", "i/0"]);
    }

    #[test]
    fn broken_text_ends_somewhere() {
        for text in ["int f(", "int f(void) {", "}}} int f(void) { }", "f()()(){", "#else\n}{", "= { f() {"] {
            let _ = shown(text);
        }
        assert_eq!(shown("}}} int f(void) { }"), ["f/0"]);
    }

    #[test]
    fn a_block_of_another_language_is_looked_into() {
        assert_eq!(shown("extern \"C\" {\nint f(void) { return 1; }\n}\nint g(void) { }\n"), ["f/0", "g/0"]);
    }

    #[test]
    fn the_whole_definition_is_known() {
        let text = "int a;\nstatic int f(int b)\n{ return b; }\nint c;";
        let (found, _) = functions(text);
        assert_eq!(&text[found[0].full], "static int f(int b)\n{ return b; }");
    }

    #[test]
    fn gluing_macros_are_noticed() {
        assert!(functions("#define M(x) int x##_get(void) { }\n").1);
        assert!(!functions("#define M(x) #x\n").1);
    }
}
