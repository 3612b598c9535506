// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Comparing what a test found with what its fixture marks.

use text_size::TextRange;

use crate::{Fixture, FixtureFile};

impl Fixture {
    /// Holds that exactly the marked messages were found, in any order.
    ///
    /// # Panics
    /// When they differ: with both lists, one line each: `path:line:column marked text: message`.
    #[track_caller]
    pub fn assert_marks<'a>(&self, found: impl IntoIterator<Item = (&'a str, TextRange, String)>) {
        let mut expected: Vec<_> = self
            .files()
            .iter()
            .flat_map(|file| file.marks.iter().map(|mark| describe(file, mark.range, &mark.message)))
            .collect();
        let mut found: Vec<_> =
            found.into_iter().map(|(path, range, message)| describe(self.file(path), range, &message)).collect();
        expected.sort();
        found.sort();
        let (missing, unexpected) = (without(&expected, &found), without(&found, &expected));
        assert!(
            missing.is_empty() && unexpected.is_empty(),
            "marks and findings differ\n  marked, not found:\n{}\n  found, not marked:\n{}\n",
            indented(&missing),
            indented(&unexpected),
        );
    }
}

/// What is in `these` but not in `those`, each as often as it is missing.
fn without(these: &[String], those: &[String]) -> Vec<String> {
    let mut those = those.to_vec();
    let mut rest = Vec::new();
    for this in these {
        match those.iter().position(|that| that == this) {
            Some(index) => {
                those.remove(index);
            }
            None => rest.push(this.clone()),
        }
    }
    rest
}

fn indented(lines: &[String]) -> String {
    if lines.is_empty() {
        return "    nothing".to_owned();
    }
    lines.iter().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}

fn describe(file: &FixtureFile, range: TextRange, message: &str) -> String {
    let start = usize::from(range.start());
    let before = file.text.get(..start).unwrap_or(&file.text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    let marked = file.text.get(start..usize::from(range.end())).unwrap_or("(beyond the text)");
    format!("{}:{line}:{column} `{marked}`: {message}", file.path)
}

#[cfg(test)]
mod tests {
    use text_size::{TextRange, TextSize};

    use crate::Fixture;

    const TEXT: &str = "component Cat minka;\n//        ^^^ unknown\n";

    fn range(start: u32, end: u32) -> TextRange {
        TextRange::new(TextSize::new(start), TextSize::new(end))
    }

    #[test]
    fn equal_findings_pass() {
        Fixture::parse(TEXT).assert_marks([("/main.camkes", range(10, 13), "unknown".to_owned())]);
    }

    #[test]
    #[should_panic(expected = "found, not marked:\n    nothing")]
    fn a_missing_finding_fails() {
        Fixture::parse(TEXT).assert_marks([]);
    }

    #[test]
    #[should_panic(expected = "found, not marked:\n    /main.camkes:1:11 `Cat`: unknown")]
    fn a_finding_twice_fails() {
        let twice = [0, 1].map(|_| ("/main.camkes", range(10, 13), "unknown".to_owned()));
        Fixture::parse(TEXT).assert_marks(twice);
    }

    #[test]
    #[should_panic(expected = "`minka`: unknown")]
    fn a_finding_at_another_place_fails() {
        Fixture::parse(TEXT).assert_marks([("/main.camkes", range(14, 19), "unknown".to_owned())]);
    }
}
