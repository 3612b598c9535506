// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What several systems say of one thing that they share: what all say once, the rest under their names.

/// Of more systems only their number is told.
pub(super) const MOST_SYSTEMS: usize = 4;

/// One text of the texts of systems by their names, the first of which comes first. `more` is the number of systems that were not asked.
pub(super) fn merged(texts: &[(String, String)], more: usize) -> String {
    let all: Vec<Vec<&str>> = texts.iter().map(|(_, text)| paragraphs(text)).collect();
    let Some(first) = all.first() else { return String::new() };
    let shortest = all.iter().map(Vec::len).min().unwrap_or_default();
    let same = |at: &dyn Fn(&Vec<&str>) -> usize| all.iter().all(|it| it.get(at(it)) == first.get(at(first)));
    let start = (0..shortest).take_while(|index| same(&|_| *index)).count();
    let end = (0..shortest - start).take_while(|index| same(&|it| it.len() - 1 - index)).count();
    let mut out: Vec<String> = first.iter().take(start).map(|it| (*it).to_owned()).collect();
    if start + end < all.iter().map(Vec::len).max().unwrap_or_default() {
        for ((name, _), own) in texts.iter().zip(&all) {
            let own = own.get(start..own.len() - end).unwrap_or_default();
            let said = if own.is_empty() { "nothing more".to_owned() } else { own.join("\n\n") };
            out.push(format!("In `{name}`:\n\n{said}"));
        }
        if more > 0 {
            out.push(format!("And in {more} more systems"));
        }
    }
    out.extend(first.iter().skip(first.len() - end).map(|it| (*it).to_owned()));
    out.join("\n\n")
}

/// Paragraphs of Markdown; a block of code is one with what it holds.
fn paragraphs(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut start, mut at) = (0, 0);
    for part in text.split_inclusive("\n\n") {
        at += part.len();
        let so_far = text.get(start..at).unwrap_or_default();
        if so_far.lines().filter(|line| line.starts_with("```")).count() % 2 == 0 {
            out.push(so_far.strip_suffix("\n\n").unwrap_or(so_far));
            start = at;
        }
    }
    if start < text.len() {
        out.push(text.get(start..).unwrap_or_default());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_say_is_said_once() {
        let of = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let code = "```c\na\n\nb\n```";
        let one = of("one", &format!("{code}\n\n1\n\n---\n\nend"));
        assert_eq!(merged(&[one.clone(), one.clone()], 3), one.1);
        let two = of("two", &format!("{code}\n\n2\n\n3\n\n---\n\nend"));
        let none = of("none", &format!("{code}\n\n---\n\nend"));
        assert_eq!(
            merged(&[one, two, none], 5),
            format!(
                "{code}\n\nIn `one`:\n\n1\n\nIn `two`:\n\n2\n\n3\n\nIn `none`:\n\nnothing more\n\nAnd in 5 more systems\n\n---\n\nend"
            )
        );
    }
}
