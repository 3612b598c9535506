// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Carets in a comment that point to the line above.

use text_size::{TextRange, TextSize};

/// An expected message and the text that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Bytes of the file's text; the carets themselves are counted in characters.
    pub range: TextRange,
    /// What follows the carets, without spaces around it; further lines (`// | …`) are joined by `\n`.
    pub message: String,
}

/// All marks of a text, in its order.
pub(crate) fn find(path: &str, text: &str) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut target: Option<(TextSize, &str)> = None;
    let mut below_marks = false;
    let mut at = TextSize::new(0);
    for (index, full) in text.split_inclusive('\n').enumerate() {
        let line = full.trim_end_matches(['\n', '\r']);
        if let Some(found) = in_line(line) {
            let Some((start, target)) = target else {
                panic!("fixture: carets without a line above in `{path}`, line {}", index + 1);
            };
            for (columns, message) in found {
                let range = columns_to_range(target, &columns).unwrap_or_else(|| {
                    panic!("fixture: carets beyond the end of the line above in `{path}`, line {}", index + 1)
                });
                marks.push(Mark { range: range + start, message });
            }
            below_marks = true;
        } else if let Some(more) = continuation(line).filter(|_| below_marks)
            && let Some(last) = marks.last_mut()
        {
            last.message.push('\n');
            last.message.push_str(more);
        } else {
            target = Some((at, line));
            below_marks = false;
        }
        at += TextSize::of(full);
    }
    marks.sort_by_key(|mark| (mark.range.start(), mark.range.end()));
    marks
}

/// The columns and messages of a line of marks; nothing when it is another line.
fn in_line(line: &str) -> Option<Vec<(std::ops::Range<usize>, String)>> {
    let comment = line.trim_start().strip_prefix("//")?;
    let from_line_start = comment.starts_with("<^");
    let body = if from_line_start { &comment[1..] } else { comment };
    if !body.trim_start().starts_with('^') {
        return None;
    }
    let chars: Vec<char> = line.chars().collect();
    let mut marks = Vec::new();
    let mut at = 0;
    while let Some(start) = position(&chars, at, |c| c == '^') {
        let end = position(&chars, start, |c| c != '^').unwrap_or(chars.len());
        let next = position(&chars, end, |c| c == '^').unwrap_or(chars.len());
        let message: String = chars[end..next].iter().collect();
        let first = if from_line_start && marks.is_empty() { 0 } else { start };
        marks.push((first..end, message.trim().to_owned()));
        at = next;
    }
    Some(marks)
}

fn continuation(line: &str) -> Option<&str> {
    line.trim_start().strip_prefix("//")?.trim_start().strip_prefix('|').map(str::trim)
}

fn position(chars: &[char], from: usize, is: impl Fn(char) -> bool) -> Option<usize> {
    chars.iter().skip(from).position(|&c| is(c)).map(|offset| from + offset)
}

/// Characters of a line to its bytes. A single caret may also stand behind the last character: it marks the line's end.
fn columns_to_range(line: &str, columns: &std::ops::Range<usize>) -> Option<TextRange> {
    let mut offsets = line.char_indices().map(|(offset, _)| offset).chain([line.len()]);
    let start = offsets.clone().nth(columns.start)?;
    let end = if start == line.len() && columns.len() == 1 { start } else { offsets.nth(columns.end)? };
    Some(TextRange::new(TextSize::try_from(start).ok()?, TextSize::try_from(end).ok()?))
}

#[cfg(test)]
mod tests {
    use crate::Fixture;

    /// The marked text and the message of each mark.
    fn marks(text: &str) -> Vec<(String, String)> {
        let fixture = Fixture::parse(text);
        let file = fixture.root();
        file.marks.iter().map(|mark| (file.text[mark.range].to_owned(), mark.message.clone())).collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|&(text, message)| (text.to_owned(), message.to_owned())).collect()
    }

    #[test]
    fn carets_mark_the_characters_above() {
        assert_eq!(
            marks("component Cat minka;\n//        ^^^ unknown component\n"),
            pairs(&[("Cat", "unknown component")])
        );
    }

    #[test]
    fn one_line_takes_several_marks() {
        assert_eq!(
            marks("connection Wire here(from a.b, to c.d);\n//         ^^^^ first message  ^^ second\n"),
            pairs(&[("Wire", "first message"), ("to", "second")])
        );
    }

    #[test]
    fn several_mark_lines_point_to_the_same_line() {
        assert_eq!(
            marks("component Cat minka;\n//            ^^^^^ name\n//        ^^^ type\n"),
            pairs(&[("Cat", "type"), ("minka", "name")]),
            "in the order of the text"
        );
    }

    #[test]
    fn the_start_of_a_line_can_be_marked() {
        assert_eq!(marks("assembly { }\n//<^^^^^ here\n"), pairs(&[("assembly", "here")]));
    }

    #[test]
    fn characters_count_not_bytes() {
        assert_eq!(marks("\"äöü\" x\n//    ^ after\n"), pairs(&[("x", "after")]));
    }

    #[test]
    fn the_end_of_a_line_can_be_marked() {
        assert_eq!(marks("int x\n//   ^ missing ;\n"), pairs(&[("", "missing ;")]));
    }

    #[test]
    fn a_message_can_go_on_in_the_next_line() {
        assert_eq!(marks("int x y\n//  ^ first\n//  | second\n  | not a mark\n"), pairs(&[("x", "first\nsecond")]));
    }

    #[test]
    fn other_comments_are_text() {
        assert_eq!(marks("int x; // see ^ above\n// | table |\n// text ^^^\n"), pairs(&[]));
    }

    #[test]
    #[should_panic(expected = "carets without a line above in `/main.camkes`, line 1")]
    fn carets_in_the_first_line_are_refused() {
        let _ = Fixture::parse("//  ^^ lost");
    }

    #[test]
    #[should_panic(expected = "carets beyond the end of the line above in `/main.camkes`, line 2")]
    fn carets_beyond_the_line_are_refused() {
        let _ = Fixture::parse("int x\n//  ^^^ too many");
    }
}
