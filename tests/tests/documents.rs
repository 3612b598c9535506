// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the documents show is what the program does. With `UPDATE_EXPECT=1`, the documents follow the program.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, reason = "tests read what the program writes")]

use std::fmt::Write as _;
use std::fs;

use camkes_tests::{Application, Camkes, copy_folder, files_below, repository};
use expect_test::expect_file;
use tempfile::tempdir;

/// Commands with a help text of their own, as the program lists them.
fn commands() -> Vec<String> {
    let help = Camkes::new().arg("-h").run().succeeded().stdout;
    let section = help.split("\nCommands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    section.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn the_command_line_is_documented() {
    let mut text = String::from(
        "<!--\nCopyright 2026, the camkes-lsp contributors\nSPDX-License-Identifier: BSD-2-Clause\n\n\
         Written from `--help` by `UPDATE_EXPECT=1 cargo test -p camkes-tests --test documents`.\n-->\n\n\
         # The command line\n",
    );
    let commands = commands();
    assert!(commands.iter().any(|command| command == "build"), "{commands:?}");
    for command in std::iter::once(None).chain(commands.iter().map(Some)) {
        let mut call = Camkes::new();
        if let Some(command) = command {
            call = call.arg(command);
        }
        let help = call.arg("--help").run().succeeded().stdout;
        let title = command.map_or_else(String::new, |command| format!(" {command}"));
        let lines: Vec<_> = help.lines().map(str::trim_end).collect();
        write!(text, "\n## camkes-lsp{title}\n\n```text\n{}\n```\n", lines.join("\n").trim_end()).unwrap();
    }
    expect_file![repository().join("docs/command-line.md")].assert_eq(&text);
}

#[test]
fn the_picture_in_the_readme_is_what_the_program_draws() {
    let out = tempdir().unwrap();
    let _ = Camkes::build(Application::example("cattery").root, out.path()).run().succeeded();
    let drawn = fs::read_to_string(out.path().join("graph.svg")).unwrap();
    expect_file![repository().join("docs/images/cattery.svg")].assert_eq(&drawn);
    let alone = Camkes::new().arg("graph").arg(Application::example("cattery").root).run().succeeded();
    assert_eq!(alone.stdout, drawn, "a build draws what `graph` draws");
}

#[test]
fn the_first_command_of_the_readme_works() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let first = readme.split("```sh\n").nth(1).unwrap().lines().next().unwrap();
    let arguments = first.strip_prefix("cargo run --release -- ").unwrap().split('#').next().unwrap();
    let arguments: Vec<_> = arguments.split_whitespace().collect();

    let folder = tempdir().unwrap();
    copy_folder(&repository().join("examples"), &folder.path().join("examples"));
    let _ = Camkes::new().args(&arguments).within(folder.path()).run().succeeded();
    assert!(files_below(&folder.path().join("build/echo")).contains_key("echo.cdl"));
}

#[test]
fn the_second_command_of_the_readme_is_what_ci_runs() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let second = readme.split("```sh\n").nth(1).unwrap().lines().nth(1).unwrap();
    let command = second.split('#').next().unwrap().trim();
    let ci = fs::read_to_string(repository().join(".ci/run")).unwrap();
    assert_eq!(ci.lines().last(), Some(format!("exec {command}").as_str()));
}

/// A name that a template may use, as the document has it.
#[derive(Debug)]
struct Documented {
    name: String,
    /// Whether it stands there with its arguments.
    is_call: bool,
}

/// Names in backquotes, behind the entity that they belong to.
fn documented_names(text: &str, of: &str) -> Vec<Documented> {
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let codes = text.split('`').skip(1).step_by(2);
    codes
        .map(|code| code.split_once('(').map_or((code, false), |(name, _)| (name, true)))
        .filter(|(name, _)| is_name(name))
        .map(|(name, is_call)| Documented { name: format!("{of}{name}"), is_call })
        .collect()
}

/// The part of a document below one of its headings.
fn section<'a>(document: &'a str, heading: &str) -> &'a str {
    let (_, below) = document.split_once(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("no {heading}"));
    below.split("\n## ").next().unwrap()
}

/// The paragraph or row of a section that starts so, without its start.
fn paragraph<'a>(section: &'a str, start: &str) -> &'a str {
    let end = if start.starts_with('|') { "\n" } else { "\n\n" };
    section.split(end).find_map(|part| part.trim_start().strip_prefix(start)).unwrap_or_else(|| panic!("no {start}"))
}

/// The first cells of the tables in a text.
fn first_cells(text: &str) -> String {
    let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" | "));
    rows.map(|(cell, _)| format!("{cell}\n")).collect()
}

/// Builds echo with this template for `camkes.c`; what was generated for its client, or the errors.
fn render(template: &str) -> Result<String, String> {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("component.template.c"), template).unwrap();
    let root = Application::example("echo").root;
    let run = Camkes::build(root, folder.path().join("out")).arg("--templates").arg(folder.path()).run();
    let file = folder.path().join("out/client/camkes.c");
    if run.code == Some(0) { Ok(fs::read_to_string(file).unwrap()) } else { Err(run.stderr) }
}

#[test]
fn what_templates_can_use_exists() {
    let document = fs::read_to_string(repository().join("docs/template-context.md")).unwrap();
    let mut globals = Vec::new();
    for heading in ["Values", "Objects and capabilities", "Memory", "State", "Errors", "Numbers, lists and text"] {
        globals.extend(documented_names(&first_cells(section(&document, heading)), ""));
    }
    let entities = section(&document, "Entities");
    let mut members = documented_names(paragraph(section(&document, "Values"), "`options` has"), "options.");
    members
        .extend(documented_names(paragraph(section(&document, "Numbers, lists and text"), "`macros` has"), "macros."));
    members.extend(documented_names(paragraph(entities, "| Composition |"), "composition."));
    members.extend(documented_names(paragraph(entities, "| Instance |"), "me."));
    members.extend(documented_names(paragraph(entities, "| Component |"), "me.type."));
    let (methods, attributes): (Vec<_>, Vec<_>) = members.into_iter().partition(|member| member.is_call);
    assert!(globals.len() > 50 && methods.len() > 20 && attributes.len() > 20, "{globals:?}{methods:?}{attributes:?}");

    // one template asks for all that can be asked for
    let asks = |name: &str| format!("/*- if {name} is not defined -*/{name} /*- endif -*/\n");
    let template: String = globals.iter().chain(&attributes).map(|documented| asks(&documented.name)).collect();
    let rendered = render(&format!("missing: {template}")).unwrap();
    assert_eq!(rendered.split_whitespace().collect::<Vec<_>>(), ["missing:"]);

    // a method is there if a call without arguments fails for another reason
    let is_unknown = |call: &str| render(&format!("/*? {call}() ?*/")).is_err_and(|errors| errors.contains("has no "));
    assert!(
        is_unknown("me.no_such_method") && is_unknown("macros.no_such_function"),
        "the errors have other words now"
    );
    for Documented { name, .. } in methods {
        assert!(!is_unknown(&name), "{name}");
    }
}
