// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Where in a file people type and ask. The places are found in the text, so that they serve any system.

/// A line and a byte in it, from 0.
pub(crate) type Position = (usize, usize);

/// Something that is typed, and taken away again.
#[derive(Debug, Clone)]
pub(crate) struct Edit {
    /// What kind of edit it is.
    pub(crate) kind: &'static str,
    pub(crate) at: Position,
    pub(crate) text: String,
}

/// One edit of each kind that the text has a place for. A name gets a letter more at its declaration alone, as it does while it
/// is typed.
pub(crate) fn edits(text: &str) -> Vec<Edit> {
    let mut out = Vec::new();
    let mut add = |kind, at: Option<Position>, text: String| out.extend(at.map(|at| Edit { kind, at, text }));
    add("in_a_comment", comment(text), "x".to_owned());
    add("in_a_setting", setting(text), "1".to_owned());
    let instance = line(text, is_instance);
    let end_of = |found: Option<(usize, &str)>| found.map(|(n, line)| (n, line.len() - 1));
    add("in_the_name_of_an_instance", end_of(instance), "x".to_owned());
    let start_of = |found: Option<(usize, &str)>| found.map(|(n, _)| (n, 0));
    if let Some(component) = instance.and_then(|(_, line)| line.split_whitespace().nth(1)) {
        add("new_instance", start_of(instance), format!("        component {component} one_more;\n"));
    }
    // Until its end is typed, nearly every statement is a mistake.
    add("half_a_statement", start_of(instance), "        component\n".to_owned());
    let connection = line(text, |line| line.trim_start().starts_with("connection ") && line.ends_with(';'));
    let another =
        connection.and_then(|(_, line)| line.split_once('(')).map(|(head, ends)| format!("{head}_too({ends}\n"));
    add("new_connection", start_of(connection).filter(|_| another.is_some()), another.unwrap_or_default());
    let declaration = line(text, |line| line.starts_with("component ") && line.ends_with('{'));
    add(
        "in_the_name_of_a_component",
        declaration.and_then(|(n, line)| Some((n, line.trim_end_matches([' ', '{']).len())).filter(|at| at.1 > 0)),
        "x".to_owned(),
    );
    let member = line(text, |line| {
        let kinds = ["uses ", "provides ", "emits ", "consumes ", "dataport ", "attribute "];
        kinds.iter().any(|kind| line.trim_start().starts_with(kind)) && line.ends_with(';') && !line.contains('=')
    });
    add("in_the_name_of_an_interface", end_of(member), "x".to_owned());
    out
}

fn comment(text: &str) -> Option<Position> {
    let (number, line) = line(text, |line| line.contains("//") || line.contains("/*"))?;
    let at = line.find("//").or_else(|| line.find("/*"))?;
    Some((number, at + 2))
}

/// Behind the first digit of the last number that is set: most of the file stands before it.
fn setting(text: &str) -> Option<Position> {
    let is_setting = |line: &str| {
        line.split_once(" = ").is_some_and(|(target, value)| {
            target.contains('.') && value.starts_with(|c: char| c.is_ascii_digit()) && line.ends_with(';')
        })
    };
    let (number, line) = text.lines().enumerate().filter(|(_, line)| is_setting(line)).last()?;
    Some((number, line.find(" = ")? + " = ".len() + 1))
}

fn is_instance(line: &str) -> bool {
    line.starts_with([' ', '\t']) && line.trim_start().starts_with("component ") && line.ends_with(';')
}

fn line(text: &str, fits: impl Fn(&str) -> bool) -> Option<(usize, &str)> {
    text.lines().enumerate().find(|(_, line)| fits(line))
}

/// Up to so many places in the middle of words, spread evenly over the text behind its first comment.
pub(crate) fn words(text: &str, most: usize) -> Vec<Position> {
    let all = code(text).flat_map(|(number, line)| {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let starts = line.char_indices().scan(false, move |inside, (at, c)| {
            let before = std::mem::replace(inside, is_word(c));
            Some((is_word(c) && !before).then_some((number, at)))
        });
        starts.flatten().collect::<Vec<_>>()
    });
    spread(all.collect(), most)
}

/// Up to so many places at which an editor asks for completions: behind dots, and behind keywords that a name follows.
pub(crate) fn completions(text: &str, most: usize) -> Vec<Position> {
    let all = code(text).flat_map(|(number, line)| {
        let dots = line.match_indices('.').map(|(at, dot)| at + dot.len());
        let words = ["component ", "connection ", "from ", "to "];
        let names = words.into_iter().flat_map(|word| line.find(word).map(|at| at + word.len()));
        dots.chain(names).map(|at| (number, at)).collect::<Vec<_>>()
    });
    spread(all.collect(), most)
}

/// Lines with code: no comment, no directive.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_code = |line: &str| !line.trim_start().starts_with(['/', '*', '#']);
    text.lines().enumerate().filter(move |(_, line)| is_code(line))
}

fn spread(all: Vec<Position>, most: usize) -> Vec<Position> {
    let step = all.len().div_ceil(most.max(1)).max(1);
    all.into_iter().step_by(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "/* c */
component A {
    uses P p;
}
assembly {
    composition {
        component A a;
        connection C c(from a.p, to a.p);
    }
    configuration {
        a.n = 12;
    }
}
";

    #[test]
    fn there_is_one_edit_of_each_kind() {
        let made: Vec<_> = edits(TEXT)
            .iter()
            .map(|edit| {
                let line = TEXT.lines().nth(edit.at.0).unwrap();
                format!("{}{}{}", &line[..edit.at.1], edit.text, &line[edit.at.1..])
            })
            .collect();
        assert_eq!(
            made,
            [
                "/*x c */",
                "        a.n = 112;",
                "        component A ax;",
                "        component A one_more;\n        component A a;",
                "        component\n        component A a;",
                "        connection C c_too(from a.p, to a.p);\n        connection C c(from a.p, to a.p);",
                "component Ax {",
                "    uses P px;",
            ]
        );
    }

    #[test]
    fn questions_are_spread_over_the_text() {
        assert_eq!(words(TEXT, 1000).len(), 23);
        assert_eq!(completions(TEXT, 1000).len(), 8);
        assert_eq!(completions(TEXT, 3).len(), 3);
    }
}
