// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a comment looks like at another column.

use std::borrow::Cow;

/// Blanks that end a line; other blanks of Unicode are text.
const BLANKS: [char; 4] = [' ', '\t', '\r', '\u{c}'];
/// Columns of a tab in the indentation of a comment that moves.
const TAB: usize = 4;

/// A `//` comment without the blanks at its end.
pub(super) fn line(text: &str) -> &str {
    text.trim_end_matches(BLANKS)
}

/// A block comment that moves from one column to another. Lines that begin with `*` get it below that of the first
/// line; lines of another comment move as far as its first line does.
pub(super) fn block(text: &str, from: usize, to: usize) -> Cow<'_, str> {
    if !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    let mut lines = text.split('\n');
    let first = lines.next().unwrap_or_default();
    let has_stars = lines.clone().map(|it| it.trim_matches(BLANKS)).all(|it| it.is_empty() || it.starts_with('*'));
    let mut moved = String::with_capacity(text.len() + 16);
    moved.push_str(first.trim_end_matches(BLANKS));
    push_return(first, &mut moved);
    for line in lines {
        moved.push('\n');
        let content = line.trim_matches(BLANKS);
        if !content.is_empty() {
            let indentation = if has_stars { to + 1 } else { (column(line) + to).saturating_sub(from) };
            moved.extend(std::iter::repeat_n(' ', indentation));
            moved.push_str(content);
        }
        push_return(line, &mut moved);
    }
    Cow::Owned(moved)
}

/// Keeps the first half of a `\r\n`.
fn push_return(line: &str, moved: &mut String) {
    if line.ends_with('\r') {
        moved.push('\r');
    }
}

/// The column at which the first character of a line stands that is no blank.
pub(super) fn column(line: &str) -> usize {
    let indentation = line.chars().take_while(|it| BLANKS.contains(it));
    indentation.fold(0, |column, it| if it == '\t' { (column / TAB + 1) * TAB } else { column + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_below_the_first_one() {
        assert_eq!(block("/*\n\t* a\n*\n\n      */", 9, 4), "/*\n     * a\n     *\n\n     */");
        assert_eq!(block("/* a  \r\n * b \r\n */", 0, 0), "/* a\r\n * b\r\n */");
    }

    #[test]
    fn other_lines_move_as_far_as_the_first_one() {
        assert_eq!(block("/* a\n     b\n   c */", 2, 4), "/* a\n       b\n     c */");
        assert_eq!(block("/* a\n  b */", 4, 0), "/* a\nb */");
        assert_eq!(block("/* a\n\tb */", 4, 4), "/* a\n    b */");
    }

    #[test]
    fn one_line_stays() {
        assert_eq!(block("/* a  */", 4, 0), "/* a  */");
        assert_eq!(line("// a \t\r"), "// a");
        assert_eq!(line("// a\u{a0}"), "// a\u{a0}");
    }
}
