// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textwrap`.

use crate::{
    Py, PyResult,
    args::Args,
    call::call,
    cx::Cx,
    error::value_error,
    methods::{split_lines, strip},
    truth::truth,
};

pub(super) fn module() -> Py {
    Py::module(
        "textwrap",
        [
            ("dedent", Py::function("dedent", |_, args| Ok(Py::from(dedent(args.one("dedent")?.expect_str("text")?))))),
            ("indent", Py::function("indent", indent)),
            (
                "wrap",
                Py::function("wrap", |cx, args| Ok(Py::list(wrap(cx, args)?.into_iter().map(Py::from).collect()))),
            ),
            ("fill", Py::function("fill", |cx, args| Ok(Py::from(wrap(cx, args)?.join("\n"))))),
        ],
    )
}

/// Without the white space that begins all lines; lines of white space alone become empty.
fn dedent(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').collect();
    let blank = |line: &str| line.chars().all(|c| matches!(c, ' ' | '\t'));
    let mut margin: Option<&str> = None;
    for line in lines.iter().filter(|line| !blank(line)) {
        let indent = line.get(..line.len() - line.trim_start_matches([' ', '\t']).len()).unwrap_or_default();
        margin = Some(match margin {
            None => indent,
            Some(known) => {
                let common = known.bytes().zip(indent.bytes()).take_while(|(a, b)| a == b).count();
                known.get(..common).unwrap_or_default()
            }
        });
    }
    let margin = margin.unwrap_or_default();
    let shorter =
        |line: &&str| if blank(line) { String::new() } else { line.strip_prefix(margin).unwrap_or(line).to_owned() };
    lines.iter().map(shorter).collect::<Vec<_>>().join("\n")
}

fn indent(cx: &mut Cx<'_>, args: &Args<'_>) -> PyResult {
    let bound = args.bind("indent", &["text", "prefix", "predicate"])?;
    let text = bound.required("text")?.expect_str("text")?;
    let prefix = bound.required("prefix")?.expect_str("prefix")?;
    let mut out = String::with_capacity(text.len());
    for (line, whole) in split_lines(text) {
        let indented = match bound.some("predicate") {
            Some(predicate) => truth(&call(cx, predicate, &Args::of(&[Py::from(whole)]))?)?,
            None => !strip(line, true, true, None).is_empty(),
        };
        if indented {
            cx.charge(prefix.len())?;
            out.push_str(prefix);
        }
        out.push_str(whole);
    }
    Ok(Py::from(out))
}

/// The lines of a text whose words are filled into a width.
fn wrap(cx: &mut Cx<'_>, args: &Args<'_>) -> PyResult<Vec<String>> {
    let bound = args.bind("wrap", &["text", "width", "initial_indent", "subsequent_indent"])?;
    let text = bound.required("text")?.expect_str("text")?;
    let width = bound.get("width").map_or(Ok(70), Py::expect_index)?;
    let width = usize::try_from(width).ok().filter(|width| *width > 0);
    let width = width.ok_or_else(|| value_error("invalid width (must be > 0)"))?;
    let part = |name: &str| bound.get(name).map(|part| part.expect_str("indent")).transpose();
    let (first, others) = (part("initial_indent")?.unwrap_or(""), part("subsequent_indent")?.unwrap_or(""));
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let indent = if lines.is_empty() { first } else { others };
        let mut word = word;
        loop {
            cx.spend(1)?;
            cx.charge(word.len())?;
            let room = width.saturating_sub(indent.chars().count());
            let used = line.chars().count();
            let needed = if used == 0 { word.chars().count() } else { used + 1 + word.chars().count() };
            if needed <= room {
                if used > 0 {
                    line.push(' ');
                }
                line.push_str(word);
                break;
            }
            if used > 0 {
                lines.push(format!("{indent}{}", std::mem::take(&mut line)));
                continue;
            }
            // A word that no line can hold is cut.
            let cut = word.char_indices().nth(room.max(1)).map_or(word.len(), |(at, _)| at);
            lines.push(format!("{indent}{}", word.get(..cut).unwrap_or_default()));
            word = word.get(cut..).unwrap_or_default();
            if word.is_empty() {
                break;
            }
        }
    }
    if !line.is_empty() {
        let indent = if lines.is_empty() { first } else { others };
        lines.push(format!("{indent}{line}"));
    }
    Ok(lines)
}
