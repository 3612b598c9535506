// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `check` over folders, its mends, its formats and its watch.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use expect_test::expect;
use serde_json::Value;

use crate::run::Folder;

const APP: &str = "import \"parts.camkes\";\nassembly { composition { component Cliemt c; component Server s; } }\n";
const PARTS: &str = "component Client { control }\ncomponent Server { control; }\n";
const MENDED_APP: &str =
    "import \"parts.camkes\";\nassembly { composition { component Client c; component Server s; } }\n";
const MENDED_PARTS: &str = "component Client { control; }\ncomponent Server { control; }\n";

#[test]
fn a_folder_is_its_systems_and_the_files_that_belong_to_none() {
    let folder = Folder::new(&[
        (
            "a/app.camkes",
            "import \"../lib/part.camkes\";\nassembly { composition { component Part p; component X x; } }\n",
        ),
        (
            "b/app.camkes",
            "import \"../lib/part.camkes\";\nassembly { composition { component Part p; component Y y; } }\n",
        ),
        // By itself it would lack `P`.
        ("lib/part.camkes", "import \"p.idl4\";\nimport \"inner.camkes\";\ncomponent Part { control; uses Q q; }\n"),
        ("lib/p.idl4", "procedure P { void f(); }\n"),
        ("lib/inner.camkes", "component Inner { provides P p; }\n"),
        ("lonely.camkes", "component Lonely { control }\n"),
        ("lonely.txt", "component {"),
        ("build/made.camkes", "component {"),
        ("target/made.camkes", "component {"),
        ("web/node_modules/made.camkes", "component {"),
        (".git/hidden.camkes", "component {"),
    ]);
    let ran = folder.run("check . --output-format concise");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    expect![[r#"
        a/app.camkes:2:54: error[unknown-component]: unknown component `X`
        b/app.camkes:2:54: error[unknown-component]: unknown component `Y`
        lib/part.camkes:3:32: error[unknown-procedure]: unknown procedure `Q`
        lonely.camkes:1:27: error[syntax-error]: expected `;` after this declaration
    "#]]
    .assert_eq(&ran.stdout);
    let again = folder.run("check lonely.camkes b a lib --output-format concise");
    assert_eq!(again.stdout, ran.stdout, "the order of the arguments does not matter");
}

#[test]
fn warnings_are_clean_unless_they_are_refused() {
    let folder = Folder::new(&[("a.camkes", "component C { provides P p; }\nprocedure P { void f(); }\n")]);
    let ran = folder.run("check a.camkes --output-format concise");
    assert!(ran.code == 0 && ran.stdout.contains("warning[forward-reference]"), "{ran:?}");
    assert_eq!(folder.run("check a.camkes --error-on-warning").code, 1);
    let junit = |line| folder.run(line).stdout;
    assert!(junit("check a.camkes --output-format junit").contains("failures=\"0\""));
    assert!(junit("check a.camkes --output-format junit --error-on-warning").contains("failures=\"1\""));
}

#[test]
fn fix_mends_every_file_and_reports_what_remains() {
    let folder = Folder::new(&[("app.camkes", APP), ("parts.camkes", PARTS)]);
    let ran = folder.run("check app.camkes --fix");
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, "", "mended 2 mistakes in 2 files\n"));
    let files = folder.files("");
    assert_eq!(files["app.camkes"], MENDED_APP.as_bytes());
    assert_eq!(files["parts.camkes"], MENDED_PARTS.as_bytes());
    assert_eq!(files.len(), 2, "nothing is left beside them");
    assert_eq!(folder.run("check app.camkes --fix").stderr, "mended 0 mistakes in 0 files\n");

    folder.write("app.camkes", APP.replace("Server s", "Nothing n").as_bytes());
    let ran = folder.run("check app.camkes --fix --output-format concise");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, "mended 1 mistake in 1 file\n"));
    assert_eq!(ran.stdout, "app.camkes:2:56: error[unknown-component]: unknown component `Nothing`\n");
}

#[test]
fn fix_leaves_names_that_a_missing_file_may_declare() {
    let text = format!("import <elsewhere.camkes>;\n{APP}");
    let folder = Folder::new(&[("app.camkes", &text), ("parts.camkes", PARTS)]);
    assert_eq!(folder.run("check app.camkes --fix").code, 1);
    let files = folder.files("");
    assert_eq!(files["app.camkes"], text.as_bytes());
    assert_eq!(files["parts.camkes"], MENDED_PARTS.as_bytes(), "what is sure is mended");
}

#[test]
fn an_import_is_not_mended_to_a_name_that_only_ends_alike() {
    let folder = Folder::new(&[
        ("a.camkes", "import <global-connectors.camkes>;\n"),
        ("b.camkes", "import <std_conector.camkes>;\n"),
    ]);
    assert_eq!(folder.run("check . --fix").code, 1);
    let files = folder.files("");
    assert_eq!(files["a.camkes"], b"import <global-connectors.camkes>;\n");
    assert_eq!(files["b.camkes"], b"import <std_connector.camkes>;\n");
}

#[test]
fn fix_with_diff_shows_the_edits_and_writes_nothing() {
    let folder = Folder::new(&[("app.camkes", APP), ("parts.camkes", PARTS)]);
    let before = folder.files("");
    let ran = folder.run("check . --fix --diff");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, "would mend 2 mistakes in 2 files\n"));
    expect![[r#"
        --- app.camkes
        +++ app.camkes
        @@ -1,2 +1,2 @@
         import "parts.camkes";
        -assembly { composition { component Cliemt c; component Server s; } }
        +assembly { composition { component Client c; component Server s; } }
        --- parts.camkes
        +++ parts.camkes
        @@ -1,2 +1,2 @@
        -component Client { control }
        +component Client { control; }
         component Server { control; }
    "#]]
    .assert_eq(&ran.stdout);
    assert_eq!(folder.files(""), before);
}

#[test]
fn fix_leaves_libraries_and_texts_that_it_can_not_write_back() {
    let folder = Folder::new(&[("app.camkes", "import <parts.camkes>;\n"), ("lib/parts.camkes", PARTS)]);
    let ran = folder.run("check app.camkes -I lib --fix --output-format concise");
    assert!(ran.code == 1 && ran.stdout.starts_with("lib/parts.camkes:1:27: error"), "{ran:?}");
    assert_eq!(folder.files("lib")["parts.camkes"], PARTS.as_bytes());
    assert_eq!(folder.run("check app.camkes lib -I lib --fix").code, 0);
    assert_eq!(folder.files("lib")["parts.camkes"], MENDED_PARTS.as_bytes());

    let bytes = b"component C { control }\n// \xff\n";
    folder.write("odd.camkes", bytes);
    assert_eq!(folder.run("check odd.camkes --fix").code, 1);
    assert_eq!(folder.files("")["odd.camkes"], bytes);
}

#[cfg(unix)]
#[test]
fn a_fix_that_can_not_be_written_is_not_called_made() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new(&[("app.camkes", APP), ("parts.camkes", PARTS)]);
    fs::set_permissions(folder.path.join("parts.camkes"), fs::Permissions::from_mode(0o444)).unwrap();
    let ran = folder.run("check app.camkes --fix --output-format concise");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, "mended 1 mistake in 1 file\n"));
    expect![[r#"
        parts.camkes: error[unreadable-file]: the file can't be written: the file is read-only
        parts.camkes:1:27: error[syntax-error]: expected `;` after this declaration
    "#]]
    .assert_eq(&ran.stdout);
    let files = folder.files("");
    assert_eq!((&*files["app.camkes"], &*files["parts.camkes"]), (MENDED_APP.as_bytes(), PARTS.as_bytes()));
}

#[test]
fn a_folder_with_an_assembly_names_the_files_that_it_does_not_reach() {
    let folder = Folder::new(&[
        (
            "app.camkes",
            "import \"used.camkes\";\n#ifdef MORE\nimport \"more.camkes\";\n#endif\nassembly { composition { component Used u; } }\n",
        ),
        ("used.camkes", "#include \"part.camkes\"\n"),
        ("part.camkes", "component Used { control; }\n"),
        ("more.camkes", "component More { control; }\n"),
        ("old/old.camkes", "// import \"older.camkes\";\nimport \"beside.camkes\";\ncomponent Old { control; }\n"),
        ("old/beside.camkes", "component Beside { control; }\n"),
        ("old/allowed.camkes", "// camkes: allow-file(unreachable-file): a draft\ncomponent Draft { control; }\n"),
        ("lib/lib.camkes", "component Lib { control; }\n"),
        ("other/other.camkes", "component O { control; }\nassembly { composition { component O o; } }\n"),
    ]);
    let ran = folder.run("check . --output-format concise -I lib");
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    expect![[r#"
        old/beside.camkes:1:11: warning[unreachable-file]: no assembly reaches `beside.camkes`
        old/old.camkes:3:11: warning[unreachable-file]: no assembly reaches `old.camkes`
    "#]]
    .assert_eq(&ran.stdout);
    // By itself a file may be part of anything.
    assert_eq!(folder.run("check old/old.camkes").stdout, "");
}

#[test]
fn github_gets_one_command_a_finding() {
    let folder = Folder::new(&[(
        "a,b/app.camkes",
        "assembly { composition { component Client c; } }\ncomponent Cliant { control; }\n",
    )]);
    let ran = folder.run("check a,b/app.camkes --output-format github");
    assert_eq!(ran.code, 1);
    let first = ran.stdout.lines().next().unwrap();
    expect!["::error title=camkes-lsp (unknown-component),file=a%2Cb/app.camkes,line=1,endLine=1,col=36,endColumn=42::unknown component `Client`%0Adid you mean `Cliant`?"].assert_eq(first);
}

#[test]
fn build_reports_in_the_same_formats() {
    let folder = Folder::new(&[("a.camkes", "assembly { composition { component Client c; } }\n")]);
    let check = folder.run("check a.camkes --output-format github").stdout;
    let built = folder.run("build a.camkes --output-format github");
    assert_eq!(built.code, 1);
    assert!(built.stderr.starts_with(&check), "{built:?}");
}

#[test]
fn machines_get_documents_of_nothing_too() {
    let folder = Folder::new(&[("a.camkes", "component C { control; }\n")]);
    let run = |format| folder.run(&format!("check a.camkes --output-format {format}")).stdout;
    assert_eq!(run("github"), "");
    assert_eq!(run("gitlab"), "[]\n");
    assert!(run("junit").contains("<testcase name=\"no findings\""));
    let sarif: Value = serde_json::from_str(&run("sarif")).unwrap();
    assert_eq!(sarif["runs"][0]["results"], Value::Array(Vec::new()));
}

/// How long a machine under load may take for one step of a watch.
const PATIENCE: Duration = Duration::from_secs(30);

#[cfg(unix)]
#[test]
fn watch_checks_again_after_a_change_and_ends_well() {
    let folder = Folder::new(&[("sub/app.camkes", "import \"parts.camkes\";\ncomponent C { control; }\n")]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_camkes-lsp"))
        .args(["check", "--watch", "--output-format", "concise", "."])
        .current_dir(&folder.path)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (sender, lines) = mpsc::channel();
    let stdout = BufReader::new(child.stdout.take().unwrap());
    thread::spawn(move || stdout.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    let mut expect = |what: &str| {
        let until = Instant::now() + PATIENCE;
        loop {
            match lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(line) if line.contains(what) => return,
                Ok(_) => {}
                Err(error) => {
                    let _ = child.kill();
                    panic!("no line with {what:?}: {error}");
                }
            }
        }
    };
    expect("import-not-found");
    // A file that was missing appears.
    folder.write("sub/parts.camkes", b"component {\n");
    expect("sub/parts.camkes:1:");
    // An editor that renames a new file over the old one.
    folder.write("sub/.parts.swp", b"component D { control }\n");
    fs::rename(folder.path.join("sub/.parts.swp"), folder.path.join("sub/parts.camkes")).unwrap();
    expect("sub/parts.camkes:1:22: error[syntax-error]");
    // A file in a folder that was not there.
    folder.write("new/lonely.camkes", b"component {\n");
    expect("new/lonely.camkes:1:");
    let signal = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(signal.success());
    assert_eq!(ended(&mut child), Some(0));
    let said = std::io::read_to_string(child.stderr.take().unwrap()).unwrap();
    assert!(said.starts_with("watching 2 files; Ctrl-C ends\n"), "{said}");
}

#[cfg(unix)]
#[test]
fn watch_ends_when_nobody_reads_it_any_more() {
    let folder = Folder::new(&[("a.camkes", "component {\n")]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_camkes-lsp"))
        .args(["check", "--watch", "."])
        .current_dir(&folder.path)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    assert!(stdout.read_line(&mut String::new()).unwrap() > 0);
    drop(stdout);
    folder.write("b.camkes", b"component {\n");
    assert_eq!(ended(&mut child), Some(0));
}

/// The exit code of a process that ends in time.
fn ended(child: &mut Child) -> Option<i32> {
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        thread::sleep(Duration::from_millis(10));
    }
    let _ = child.kill();
    None
}
