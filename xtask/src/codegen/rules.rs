// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From the table of rules in the hir crate, and the documentation beside it, to `docs/rules.md`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};

use super::GeneratedFile;

const TABLE: &str = "crates/hir/src/diagnostic/rule.rs";
const PAGES: &str = "crates/hir/src/diagnostic/rules";

const HEADER: &str = "\
<!--
Copyright 2026, the camkes-lsp contributors
SPDX-License-Identifier: BSD-2-Clause

Made by `cargo xtask codegen` from the table of rules in the hir crate.
-->

# Rules

What diagnostics can name, in the order of the stages that find them. The name stands in brackets behind the severity: `error[unknown-component]`.
`camkes-lsp explain unknown-component` prints what stands here about a rule. The first example of each breaks it, the second keeps it; tests run both.

A rule's level is `allow`, `hint`, `info`, `warning` or `error`. `check --error RULE --warn RULE --ignore RULE` sets it, and of several about one rule the
last counts. Hints are for editors; `check` leaves them out. A comment allows what rules find in one place:

```camkes
component Client {
    control; // camkes: allow(rule): the reason
    // camkes: allow(rule, other-rule)
    uses Echo e;
}
```

Behind code it counts for its line, alone for the next line with code; `// camkes: allow-file(rule)` counts for its file. Inside a macro's
expansion it is the line that uses the macro. A build refuses errors of the language, whatever was set or allowed.

| name | severity | what breaks it |
|---|---|---|
";

/// The text of `docs/rules.md`.
///
/// # Errors
/// When the table can't be read, or has a line of another form.
pub(super) fn generate(root: &Path) -> anyhow::Result<GeneratedFile> {
    let source = fs::read_to_string(root.join(TABLE)).with_context(|| format!("cannot read {TABLE}"))?;
    let mut text = String::from(HEADER);
    let rules = rules(&source)?;
    for Rule { name, severity, summary } in &rules {
        writeln!(text, "| [`{name}`](#{name}) | {severity} | {summary} |")?;
    }
    for Rule { name, severity, summary } in &rules {
        let page = format!("{PAGES}/{name}.md");
        let page = fs::read_to_string(root.join(&page)).with_context(|| format!("cannot read {page}"))?;
        let (_licence, page) = page.split_once("-->").with_context(|| format!("the page of {name} has no licence"))?;
        write!(text, "\n## {name}\n\nLevel: {severity}\n\n{summary}.\n\n{}\n", page.trim())?;
    }
    Ok(GeneratedFile { path: "docs/rules.md", text })
}

/// A line of the table.
#[derive(Debug, PartialEq, Eq)]
struct Rule<'a> {
    name: &'a str,
    severity: String,
    summary: &'a str,
}

/// The lines between `rules! {` and its end: `Variant "name" Severity "summary"`.
fn rules(source: &str) -> anyhow::Result<Vec<Rule<'_>>> {
    let (_, table) = source.split_once("\nrules! {\n").with_context(|| format!("no `rules!` table in {TABLE}"))?;
    let (table, _) = table.split_once("\n}").with_context(|| format!("the `rules!` table of {TABLE} has no end"))?;
    let mut rules = Vec::new();
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")) {
        let parts: Vec<_> = line.split('"').map(str::trim).collect();
        let [_, name, severity, summary, ""] = parts[..] else {
            bail!("{TABLE}: not `Variant \"name\" Severity \"summary\"`: {line}");
        };
        rules.push(Rule { name, severity: severity.to_lowercase(), summary });
    }
    Ok(rules)
}

#[cfg(test)]
mod tests {
    use super::{Rule, rules};

    #[test]
    fn the_table_is_read_line_by_line() {
        let source = "macro_rules! rules {\n}\n\nrules! {\n    // first\n    A \"a-b\" Error \"It is, so\"\n}\n";
        assert_eq!(rules(source).unwrap(), [Rule { name: "a-b", severity: "error".to_owned(), summary: "It is, so" }]);
    }

    #[test]
    fn a_line_of_another_form_is_an_error() {
        assert!(rules("\nrules! {\n    A \"a\" Error\n}\n").is_err());
        assert!(rules("nothing").is_err());
    }
}
