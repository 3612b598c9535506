// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Where a file means a name that it does not declare itself: not a member of a struct, not a parameter or variable of a
//! function.

use camkes_preprocessor::{PlainKind, plain_tokens};
use text_size::TextRange;

use super::function::functions;

/// What else a name may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Long enough that nothing else has it: members are left out alone.
    Distinct,
    /// A word that parameters and variables may have, too.
    Plain,
}

/// A place of the name.
struct Place {
    range: TextRange,
    /// A declaration of a parameter or a variable.
    declares: bool,
}

/// The places at which a text means a name of the component, in order.
#[must_use]
pub fn uses(text: &str, name: &str, scope: Scope) -> Vec<TextRange> {
    if name.is_empty() || !text.contains(name) {
        return Vec::new();
    }
    let places = places(text, name);
    if scope == Scope::Distinct || !places.iter().any(|it| it.declares) {
        return places.into_iter().map(|it| it.range).collect();
    }
    let (functions, _) = functions(text);
    let around = |range: TextRange| functions.iter().map(|it| it.full).find(|full| full.contains_range(range));
    let hidden: Vec<TextRange> = places.iter().filter(|it| it.declares).filter_map(|it| around(it.range)).collect();
    let is_hidden = |range: TextRange| hidden.iter().any(|full| full.contains_range(range));
    places.iter().filter(|it| !it.declares && !is_hidden(it.range)).map(|it| it.range).collect()
}

fn places(text: &str, name: &str) -> Vec<Place> {
    let mut out = Vec::new();
    let mut before: [(&str, PlainKind); 2] = [("", PlainKind::Other); 2];
    // Open brackets; whether each is that of a struct.
    let mut open: Vec<bool> = Vec::new();
    for token in plain_tokens(text) {
        let word = text.get(std::ops::Range::<usize>::from(token.range)).unwrap_or_default();
        match word {
            "{" | "(" => open.push(word == "{" && opens_struct(before)),
            "}" | ")" => {
                open.pop();
            }
            _ if word == name && token.kind == PlainKind::Name => {
                let declares = !open.is_empty() && !token.in_directive && is_declared(before);
                let is_member = matches!(before[1].0, "." | "->") || declares && open.last() == Some(&true);
                if !is_member {
                    out.push(Place { range: token.range, declares });
                }
            }
            _ => {}
        }
        before = [before[1], (word, token.kind)];
    }
    out
}

/// Whether a brace behind two tokens is that of a struct: `struct {`, `struct tag {`.
fn opens_struct(before: [(&str, PlainKind); 2]) -> bool {
    before.iter().any(|(word, _)| matches!(*word, "struct" | "union"))
}

/// Whether the two tokens before a name make it a declaration: `int x`, `char *x`, but not `return x` or `a * x`.
fn is_declared(before: [(&str, PlainKind); 2]) -> bool {
    let is_name = |(word, kind): (&str, PlainKind)| kind == PlainKind::Name && !is_statement_word(word);
    match before {
        [ty, ("*", _)] => is_name(ty) && is_type(ty.0),
        [_, ty] => is_name(ty),
    }
}

fn is_statement_word(word: &str) -> bool {
    matches!(word, "return" | "else" | "case" | "goto" | "sizeof" | "do" | "defined" | "typeof" | "define" | "if")
}

fn is_type(word: &str) -> bool {
    let is_basic = matches!(
        word,
        "void"
            | "char"
            | "short"
            | "int"
            | "long"
            | "float"
            | "double"
            | "signed"
            | "unsigned"
            | "const"
            | "volatile"
            | "bool"
    );
    is_basic || word.ends_with("_t") || word.starts_with("seL4_")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, scope: Scope) -> Vec<usize> {
        let found = uses(text, "id", scope);
        found.iter().map(|it| text[..usize::from(it.start())].matches('\n').count()).collect()
    }

    #[test]
    fn members_parameters_and_variables_are_something_else() {
        let text = "extern const int id;\nint a(void) { return id; }\nint b(int id) { return id; }\n\
            int c(void) { char *id = 0; return *id; }\nstruct s { int id; };\nint d(struct s *s) { return s->id + (2 * id); }\n\
            struct s e = { .id = 1 };\nvoid f(void) { g(id, a * id); }\n#define ID id\nint h(void) { struct { int id; } x; return id; }\n";
        assert_eq!(lines(text, Scope::Plain), [0, 1, 5, 7, 7, 8, 9]);
    }

    #[test]
    fn of_a_distinct_name_only_members_are_something_else() {
        let text = "int id(int n) { return 1; }\nvoid f(void) { s.id(1); id(2); }\nint (*p)(int) = id;\n";
        assert_eq!(lines(text, Scope::Distinct), [0, 1, 2]);
        assert_eq!(lines("idle = 1; // id\n", Scope::Distinct), Vec::<usize>::new());
    }
}
