// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Links in the documents lead to files that exist.

use super::{Finding, SourceFile};

pub(super) fn check(files: &[SourceFile], paths: &[String]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.extension() == "md") {
        for (index, line) in file.text.lines().enumerate() {
            for link in links(line) {
                let target = resolve(&file.path, link);
                let exists = paths.iter().any(|path| *path == target || path.starts_with(&format!("{target}/")));
                if !exists {
                    findings.push(Finding::line(file, index, format!("the link `{link}` leads nowhere")));
                }
            }
        }
    }
    findings
}

/// Links of a line to files, without the part behind `#`.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("](").filter_map(|(at, _)| {
        let rest = &line[at + 2..];
        let link = &rest[..rest.find(')')?];
        let file = link.split('#').next().unwrap_or_default();
        (!file.is_empty() && !link.contains("://") && !link.starts_with("mailto:")).then_some(file)
    })
}

/// The path from the root of a link in a file.
fn resolve(from: &str, link: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::SourceFile;

    #[test]
    fn links_to_nothing_are_found() {
        let paths = ["docs/a.md", "README.md", "examples/echo/echo.camkes"].map(str::to_owned);
        let file = |text: &str| [SourceFile::new("docs/a.md", text)];
        for good in
            ["[r](../README.md)", "[e](../examples/echo)", "[s](#there)", "[w](https://sel4.systems)", "[a](a.md#x)"]
        {
            assert_eq!(check(&file(good), &paths), [], "{good}");
        }
        assert_eq!(check(&file("[x](b.md) and [y](../README.md)"), &paths).len(), 1);
    }
}
