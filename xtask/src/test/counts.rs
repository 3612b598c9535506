// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! How many tests passed and failed, read from what the test programs print.

/// A number of tests or steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counts {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl Counts {
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// For the summary: empty when nothing was counted.
    pub(crate) fn describe(self) -> String {
        match self {
            Self { passed: 0, failed: 0 } => String::new(),
            Self { passed, failed: 0 } => format!("{passed} tests"),
            Self { passed, failed } => format!("{passed} tests passed, {failed} failed"),
        }
    }

    /// A line of `cargo test`: `test result: ok. 3 passed; 0 failed; 0 ignored; …`.
    pub(crate) fn read_cargo(&mut self, line: &str) {
        let Some((_, numbers)) = line.trim().strip_prefix("test result: ").and_then(|rest| rest.split_once(". "))
        else {
            return;
        };
        for part in numbers.split("; ") {
            match part.split_once(' ') {
                Some((number, "passed")) => self.passed += number.parse().unwrap_or(0),
                Some((number, "failed")) => self.failed += number.parse().unwrap_or(0),
                _ => {}
            }
        }
    }

    /// A line of the Neovim tests: `ok <name>` or `FAILED <name>: <why>`, maybe behind a message of Neovim, which ends without
    /// a line break.
    pub(crate) fn read_neovim(&mut self, line: &str) {
        if line.contains("FAILED ") {
            self.failed += 1;
        } else if line.contains("ok ") {
            self.passed += 1;
        }
    }

    /// A line of the summary of `node --test`, in either of its two forms: `# pass 3`, `ℹ pass 3`.
    pub(crate) fn read_node(&mut self, line: &str) {
        let Some(rest) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")) else { return };
        match rest.split_once(' ') {
            Some(("pass", number)) => self.passed += number.parse().unwrap_or(0),
            Some(("fail" | "cancelled", number)) => self.failed += number.parse().unwrap_or(0),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Counts;

    fn counted(read: fn(&mut Counts, &str), lines: &[&str]) -> (usize, usize) {
        let mut counts = Counts::default();
        for line in lines {
            read(&mut counts, line);
        }
        (counts.passed, counts.failed)
    }

    #[test]
    fn results_of_cargo_are_summed() {
        let lines = [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
        ];
        assert_eq!(counted(Counts::read_cargo, &lines), (7, 2));
    }

    #[test]
    fn results_of_neovim_are_summed() {
        let lines = ["ok hover", "0 seconds agook typing and undo", "FAILED definition: not ok so", "okay"];
        assert_eq!(counted(Counts::read_neovim, &lines), (2, 1));
    }

    #[test]
    fn results_of_node_are_summed_in_both_forms() {
        assert_eq!(counted(Counts::read_node, &["# tests 5", "# pass 4", "# fail 1", "# cancelled 1"]), (4, 2));
        assert_eq!(counted(Counts::read_node, &["ℹ tests 5", "ℹ pass 5", "ℹ fail 0"]), (5, 0));
    }
}
