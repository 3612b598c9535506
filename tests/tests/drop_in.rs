// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `parser` and `runner`, called as a build of the reference tool calls its programs.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests write what the program reads, and read what it writes"
)]

use std::fs;
use std::path::Path;

use camkes_tests::{Camkes, Run};
use tempfile::{TempDir, tempdir};

const SYSTEM: &str = "
import \"echo.idl4\";
connector Call { from Procedure; to Procedure; }
component Client { control; uses Echo e; }
component Server { provides Echo e; }
assembly {
    composition {
        component Client c;
        component Server s;
        connection Call conn(from c.e, to s.e);
    }
    configuration { c.size = SIZE; }
}
";

/// A folder with a system and templates.
fn folder() -> TempDir {
    let folder = tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("app.camkes", SYSTEM);
    write("echo.idl4", "procedure Echo { int echo(in int x); }\n");
    fs::create_dir(folder.path().join("templates")).unwrap();
    write(
        "templates/list.txt",
        "/*- for i in composition.instances -*//*? '%s:%s' % (i.name, i.type.name) ?*/\n/*- endfor -*/",
    );
    write(
        "templates/call.c",
        "/*- include 'part.h' -*//*? alloc('ep', seL4_EndpointObject, read=True) ?*/ /*? c_symbol() ?*/\n",
    );
    write("templates/part.h", "/*? configuration['c'].get('size') ?*/ ");
    write("templates/bad.c", "\n/*? raise(TemplateError('not today')) ?*/\n");
    folder
}

fn parse(folder: &Path, more: &[&str]) -> Run {
    let arguments = ["parser", "--cpp", "--cpp-bin", "/usr/bin/cpp", "--cpp-flag=-DSIZE=5", "-MD", "ast.d"];
    let files = ["--file", "app.camkes", "--save-ast", "ast"];
    Camkes::new().args(&arguments).args(&files).args(more).within(folder).run()
}

/// Renders items, each with a template, to a file.
fn render(folder: &Path, items: &[[&str; 3]], more: &[&str]) -> Run {
    let mut run =
        Camkes::new().args(&["runner", "--load-ast=ast", "--architecture", "x86_64", "--templates", "templates"]);
    for [item, template, file] in items {
        run = run.args(&["--item", item, "--template", template, "--outfile", file]);
    }
    run.args(more).within(folder).run()
}

#[test]
fn a_build_calls_the_parser_and_then_the_runner() {
    let folder = folder();
    let path = folder.path();
    let text = |name: &str| fs::read_to_string(path.join(name)).unwrap();
    let parsed = parse(path, &[]);
    assert_eq!((parsed.code, parsed.stderr.as_str()), (Some(0), ""));
    let root = fs::canonicalize(path).unwrap();
    let shown = root.display();
    let rule = || text("ast.d").replace(&path.display().to_string(), &shown.to_string());
    let expected = |others: &[&str]| {
        let mut all = vec![format!("{shown}/app.camkes"), format!("{shown}/echo.idl4")];
        all.extend(others.iter().filter(|file| Path::new(file).exists()).map(|file| (*file).to_owned()));
        all.sort();
        format!("ast: \\\n  {}\n", all.join(" \\\n  "))
    };
    assert_eq!(rule(), expected(&["/usr/include/stdc-predef.h"]), "GNU cpp would depend on that header of its own");
    assert_eq!(parse(path, &["--cpp-flag=-nostdinc"]).code, Some(0));
    assert_eq!(rule(), expected(&[]));

    let items = [
        ["assembly/", "list.txt", "list.txt"],
        ["connector/conn/from/0", "call.c", "from.c"],
        ["connector/conn/to/0", "call.c", "to.c"],
    ];
    let rendered = render(path, &items, &["--save-object-state=state", "--makefile-dependencies", "run.d"]);
    assert_eq!((rendered.code, rendered.stderr.as_str()), (Some(0), ""));
    assert_eq!(text("list.txt"), "c:Client\ns:Server\n");
    assert_eq!(text("from.c"), "5 1 _camkes__0");
    assert_eq!(text("to.c"), "5 1 _camkes__1", "symbols are numbered over all items of a call, slots in each space");
    let rule = text("run.d");
    assert!(rule.starts_with("list.txt: \\\n  /"), "{rule}");
    assert_eq!(rule.matches("templates/").count(), 3, "an included template counts: {rule}");
    assert!(!fs::read(path.join("state")).unwrap().is_empty());
}

#[test]
fn mistakes_of_the_system_end_the_parser_as_in_the_reference() {
    let folder = folder();
    fs::write(folder.path().join("app.camkes"), SYSTEM.replace("component Client c;", "component Cleint c;")).unwrap();
    let parsed = parse(folder.path(), &[]);
    assert_eq!(parsed.code, Some(255));
    assert!(parsed.stderr.contains("Cleint"), "{}", parsed.stderr);
    assert!(!folder.path().join("ast").exists() && !folder.path().join("ast.d").exists());
}

#[test]
fn nothing_is_written_when_one_template_fails() {
    let folder = folder();
    assert_eq!(parse(folder.path(), &[]).code, Some(0));
    let items = [["assembly/", "list.txt", "list.txt"], ["component/c", "bad.c", "bad.c"]];
    let rendered = render(folder.path(), &items, &["--save-object-state", "state"]);
    assert_eq!(rendered.code, Some(255));
    for part in ["bad.c:2:", "not today", "`c`", "app.camkes:8:"] {
        assert!(rendered.stderr.contains(part), "no {part} in {}", rendered.stderr);
    }
    for file in ["list.txt", "bad.c", "state"] {
        assert!(!folder.path().join(file).exists(), "{file}");
    }
}

#[test]
fn files_of_others_and_damaged_ones_are_refused() {
    let folder = folder();
    let items = [["assembly/", "list.txt", "list.txt"]];
    let refused = |why: &str| {
        let rendered = render(folder.path(), &items, &[]);
        assert_eq!(rendered.code, Some(255));
        assert!(rendered.stderr.contains(why), "{}", rendered.stderr);
    };
    refused("does not exist");
    fs::write(folder.path().join("ast"), b"\x80\x04\x95 a pickle").unwrap();
    refused("not a resolved system of camkes-lsp");
    assert_eq!(parse(folder.path(), &[]).code, Some(0));
    let mut bytes = fs::read(folder.path().join("ast")).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(folder.path().join("ast"), bytes).unwrap();
    refused("damaged");
}

#[test]
fn items_templates_and_files_come_in_threes() {
    let folder = folder();
    assert_eq!(parse(folder.path(), &[]).code, Some(0));
    let rendered = render(folder.path(), &[["assembly/", "list.txt", "a"]], &["--item", "component/c"]);
    assert_eq!(rendered.code, Some(255));
    assert!(rendered.stderr.contains("there are 2, 1 and 1"), "{}", rendered.stderr);
}
