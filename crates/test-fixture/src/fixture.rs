// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From one string to files, cursor, ranges and marks.

use text_size::{TextRange, TextSize};

use crate::mark::{self, Mark};

const HEADER: &str = "//- ";
const CURSOR: &str = "$0";
const RANGE_START: &str = "<|";
const RANGE_END: &str = "|>";

/// The path of the only file of a fixture that has no `//- ` line.
const DEFAULT_PATH: &str = "/main.camkes";

/// The files of a test's input, in the order written. The first one is the root of the system.
///
/// | In the string | Meaning |
/// |---|---|
/// | `//- /path/file.camkes` | starts a file; the path is absolute. Without any, all the text is `/main.camkes` |
/// | `$0` | the cursor; at most one in the whole fixture |
/// | `<\|` … `\|>` | a range; several are possible, but not nested |
/// | `//  ^^^ text` | a [`Mark`] on the characters right above the carets, in the last line that is no mark line |
/// | `//<^^ text` | the same from the start of the line, which no caret behind `//` can point to |
/// | `//   \| text` | a further line of the message of the mark above |
///
/// The indentation that all lines share is dropped, so is an empty first line. Cursor and range marks are taken out of the text before
/// columns are counted; the mark lines stay in it, as comments. One line takes several marks: the message of one ends where
/// the carets of the next begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixture {
    files: Vec<FixtureFile>,
}

/// One file of a [`Fixture`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixtureFile {
    /// Absolute, with `/` between the parts.
    pub path: String,
    /// The text without the cursor and without range marks.
    pub text: String,
    /// Where `$0` was.
    pub cursor: Option<TextSize>,
    /// What was between `<|` and `|>`.
    pub ranges: Vec<TextRange>,
    /// What carets point to, in the order of the text.
    pub marks: Vec<Mark>,
}

impl Fixture {
    /// Takes a fixture apart.
    ///
    /// # Panics
    /// When the fixture is wrong: a path that is not absolute or comes twice, text before the first path, a second
    /// cursor, an open range, or carets under nothing.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut files: Vec<FixtureFile> = Vec::new();
        for (path, text) in split(&unindented(text)) {
            assert!(path.starts_with('/'), "fixture: the path `{path}` is not absolute");
            assert!(files.iter().all(|file| file.path != path), "fixture: the path `{path}` comes twice");
            files.push(FixtureFile::parse(path, &text));
        }
        let cursors = files.iter().filter(|file| file.cursor.is_some()).count();
        assert!(cursors <= 1, "fixture: {cursors} files have a cursor `{CURSOR}`, one may");
        Self { files }
    }

    /// All files, at least one.
    #[must_use]
    pub fn files(&self) -> &[FixtureFile] {
        &self.files
    }

    /// The first file.
    #[must_use]
    pub fn root(&self) -> &FixtureFile {
        &self.files[0]
    }

    /// The file with that path.
    ///
    /// # Panics
    /// When the fixture has no such file.
    #[must_use]
    pub fn file(&self, path: &str) -> &FixtureFile {
        self.files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("fixture: no file `{path}`"))
    }

    /// Path and byte offset of the cursor.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn cursor(&self) -> (&str, TextSize) {
        self.files
            .iter()
            .find_map(|file| Some((file.path.as_str(), file.cursor?)))
            .unwrap_or_else(|| panic!("fixture: no cursor `{CURSOR}`"))
    }
}

impl FixtureFile {
    fn parse(path: String, marked: &str) -> Self {
        let mut file = Self { path, text: String::new(), cursor: None, ranges: Vec::new(), marks: Vec::new() };
        let mut range_start = None;
        let mut rest = marked;
        while let Some((at, sign)) =
            [CURSOR, RANGE_START, RANGE_END].into_iter().filter_map(|sign| Some((rest.find(sign)?, sign))).min()
        {
            file.text.push_str(&rest[..at]);
            rest = &rest[at + sign.len()..];
            let here = TextSize::of(file.text.as_str());
            match (sign, range_start) {
                (CURSOR, _) => {
                    assert!(file.cursor.is_none(), "fixture: `{}` has two cursors `{CURSOR}`", file.path);
                    file.cursor = Some(here);
                }
                (RANGE_START, None) => range_start = Some(here),
                (RANGE_END, Some(start)) => {
                    file.ranges.push(TextRange::new(start, here));
                    range_start = None;
                }
                (sign, _) => {
                    panic!("fixture: `{sign}` without its partner in `{}`, line {}", file.path, line(&file.text))
                }
            }
        }
        assert!(range_start.is_none(), "fixture: `{RANGE_START}` without `{RANGE_END}` in `{}`", file.path);
        file.text.push_str(rest);
        file.marks = mark::find(&file.path, &file.text);
        file
    }
}

/// The number of the last line of `text`, from 1.
fn line(text: &str) -> usize {
    text.matches('\n').count() + 1
}

/// The text without an empty first line and without the indentation that all its lines share.
fn unindented(text: &str) -> String {
    let text = text.strip_prefix('\n').unwrap_or(text);
    let depth = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()
        .unwrap_or(0);
    text.split_inclusive('\n').map(|line| line.get(depth..).unwrap_or_else(|| line.trim_start_matches(' '))).collect()
}

/// Path and marked text of each file.
fn split(text: &str) -> Vec<(String, String)> {
    if !text.lines().any(|line| line.starts_with(HEADER)) {
        return vec![(DEFAULT_PATH.to_owned(), text.to_owned())];
    }
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some(path) = line.strip_prefix(HEADER) {
            files.push((path.trim().to_owned(), String::new()));
        } else if let Some((_, text)) = files.last_mut() {
            text.push_str(line);
        } else {
            assert!(line.trim().is_empty(), "fixture: text before the first `{HEADER}` line: {line}");
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::Fixture;

    #[test]
    fn a_fixture_without_a_path_is_one_file() {
        let fixture = Fixture::parse("component A { }");
        assert_eq!(fixture.files().len(), 1);
        assert_eq!((fixture.root().path.as_str(), fixture.root().text.as_str()), ("/main.camkes", "component A { }"));
    }

    #[test]
    fn files_keep_their_order_and_their_own_text() {
        let fixture = Fixture::parse(
            "
            //- /app/main.camkes
            import \"a.camkes\";

            //- /app/a.camkes
              component A { }
            ",
        );
        let files: Vec<_> = fixture.files().iter().map(|file| (file.path.as_str(), file.text.as_str())).collect();
        assert_eq!(
            files,
            [("/app/main.camkes", "import \"a.camkes\";\n\n"), ("/app/a.camkes", "  component A { }\n")],
            "the shared indentation goes, the rest stays"
        );
    }

    #[test]
    fn cursor_and_ranges_leave_the_text() {
        let fixture = Fixture::parse("//- /a.camkes\nfoo\n//- /b.camkes\n<|ü|> b$0ar <|x|>");
        assert_eq!(fixture.file("/b.camkes").text, "ü bar x");
        let (path, offset) = fixture.cursor();
        assert_eq!((path, u32::from(offset)), ("/b.camkes", 4), "offsets are bytes");
        let ranges: Vec<_> = fixture.file("/b.camkes").ranges.iter().map(|&range| &"ü bar x"[range]).collect();
        assert_eq!(ranges, ["ü", "x"]);
    }

    #[test]
    fn carriage_returns_stay() {
        assert_eq!(Fixture::parse("a\r\nb\r\n").root().text, "a\r\nb\r\n");
    }

    #[test]
    #[should_panic(expected = "two cursors")]
    fn two_cursors_are_refused() {
        let _ = Fixture::parse("$0 $0");
    }

    #[test]
    #[should_panic(expected = "2 files have a cursor")]
    fn two_cursors_in_two_files_are_refused() {
        let _ = Fixture::parse("//- /a\n$0\n//- /b\n$0");
    }

    #[test]
    #[should_panic(expected = "`|>` without its partner in `/main.camkes`, line 2")]
    fn an_end_without_a_start_is_refused() {
        let _ = Fixture::parse("a\nb|>");
    }

    #[test]
    #[should_panic(expected = "`<|` without `|>`")]
    fn an_open_range_is_refused() {
        let _ = Fixture::parse("<|a");
    }

    #[test]
    #[should_panic(expected = "not absolute")]
    fn a_relative_path_is_refused() {
        let _ = Fixture::parse("//- a.camkes\n");
    }

    #[test]
    #[should_panic(expected = "comes twice")]
    fn a_path_twice_is_refused() {
        let _ = Fixture::parse("//- /a\n//- /a\n");
    }

    #[test]
    #[should_panic(expected = "text before the first")]
    fn text_before_the_first_path_is_refused() {
        let _ = Fixture::parse("lost\n//- /a\n");
    }

    #[test]
    #[should_panic(expected = "no file `/b`")]
    fn asking_for_a_file_that_is_not_there_is_refused() {
        let _ = Fixture::parse("//- /a\n").file("/b");
    }
}
