// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `fmt`: what it writes, what it names, what it refuses.

use std::{
    fs,
    io::Write as _,
    process::{Command, Stdio},
};

use expect_test::expect;

use crate::run::Folder;

const LOOSE: &str = "component A{control;}\n";
const TIDY: &str = "component A {\n    control;\n}\n";
const BROKEN: &str = "component  A { control }\n\ncomponent B{}\n";

#[test]
fn fmt_rewrites_files_and_folders_and_nothing_else() {
    let folder = Folder::new(&[
        ("a.camkes", LOOSE),
        ("src/b.idl4", "procedure P{void m( );}"),
        ("src/deep/c.camkes", TIDY),
        ("src/notes.txt", LOOSE),
        ("src/.hidden/d.camkes", LOOSE),
    ]);
    let time = |name: &str| fs::metadata(folder.path.join(name)).unwrap().modified().unwrap();
    let before = time("src/deep/c.camkes");
    let ran = folder.run("fmt a.camkes src src/b.idl4");
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, "", ""));
    let files = folder.files(".");
    assert_eq!(files["a.camkes"], TIDY.as_bytes());
    assert_eq!(files["src/b.idl4"], b"procedure P {\n    void m();\n}\n");
    assert_eq!(files["src/notes.txt"], LOOSE.as_bytes());
    assert_eq!(files["src/.hidden/d.camkes"], LOOSE.as_bytes());
    assert_eq!(files.len(), 5, "no temporary file stays");
    assert_eq!(time("src/deep/c.camkes"), before, "a file that has the layout is not written");
}

#[test]
fn check_names_the_files_that_would_change() {
    let folder = Folder::new(&[("b.camkes", LOOSE), ("a.camkes", LOOSE), ("c.camkes", TIDY)]);
    let ran = folder.run("fmt --check .");
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (1, "a.camkes\nb.camkes\n", ""));
    assert_eq!(folder.files(".")["a.camkes"], LOOSE.as_bytes());
    assert_eq!(folder.run("fmt --check c.camkes").code, 0);
}

#[test]
fn diff_shows_what_would_change() {
    let folder = Folder::new(&[("a.camkes", LOOSE)]);
    let ran = folder.run("fmt --diff a.camkes");
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    expect![[r#"
        --- a.camkes
        +++ a.camkes
        @@ -1 +1,3 @@
        -component A{control;}
        +component A {
        +    control;
        +}
    "#]]
    .assert_eq(&ran.stdout);
    assert_eq!(folder.run("fmt --diff --check a.camkes").code, 1);
    assert_eq!(folder.files(".")["a.camkes"], LOOSE.as_bytes());
}

#[test]
fn broken_parts_stay_and_are_reported() {
    let folder = Folder::new(&[("a.camkes", BROKEN)]);
    let ran = folder.run("fmt a.camkes");
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.contains("error[syntax-error]: expected `;` after this declaration"), "{ran:?}");
    assert!(ran.stderr.contains("a.camkes:1:23"), "{ran:?}");
    expect![[r#"
        component  A { control }

        component B {}
    "#]]
    .assert_eq(&fs::read_to_string(folder.path.join("a.camkes")).unwrap());
}

#[test]
fn what_a_preprocessor_may_mend_is_a_warning() {
    let folder = Folder::new(&[("a.camkes", "#define END ;\ncomponent A { control END }\n")]);
    let ran = folder.run("fmt a.camkes");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stderr.contains("warning[syntax-error]"), "{ran:?}");
}

#[test]
fn files_that_cannot_be_read_do_not_stop_the_others() {
    let folder = Folder::new(&[("a.camkes", LOOSE)]);
    folder.write("latin.camkes", b"// caf\xe9\ncomponent A{}\n");
    let ran = folder.run("fmt none.camkes latin.camkes a.camkes");
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.contains("the file does not exist\n--> none.camkes"), "{ran:?}");
    assert!(ran.stderr.contains("the file is not UTF-8, so it is left as it is\n--> latin.camkes"), "{ran:?}");
    let files = folder.files(".");
    assert_eq!(files["a.camkes"], TIDY.as_bytes());
    assert_eq!(files["latin.camkes"], b"// caf\xe9\ncomponent A{}\n");
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_links_stay_links() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = Folder::new(&[("a.camkes", LOOSE), ("b.camkes", LOOSE)]);
    let (file, link) = (folder.path.join("a.camkes"), folder.path.join("link.camkes"));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("a.camkes", &link).unwrap();
    let read_only = folder.path.join("b.camkes");
    fs::set_permissions(&read_only, fs::Permissions::from_mode(0o440)).unwrap();
    let ran = folder.run("fmt link.camkes b.camkes");
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("the file can't be written: the file is read-only"), "{ran:?}");
    assert_eq!(fs::read_to_string(&file).unwrap(), TIDY);
    assert_eq!(fs::read_to_string(&read_only).unwrap(), LOOSE);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let run = |arguments: &[&str], input: &str| {
        let mut process = Command::new(env!("CARGO_BIN_EXE_camkes-lsp"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        process.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = process.wait_with_output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(run(&["fmt", "-"], LOOSE), (0, TIDY.to_owned()));
    assert_eq!(run(&["fmt", "-"], TIDY), (0, TIDY.to_owned()));
    assert_eq!(run(&["fmt", "-"], BROKEN).0, 1);
    assert_eq!(run(&["fmt", "--check", "-"], LOOSE), (1, "<stdin>\n".to_owned()));
    assert_eq!(run(&["fmt", "--check", "-"], TIDY), (0, String::new()));
    assert!(run(&["fmt", "--diff", "-"], LOOSE).1.starts_with("--- <stdin>\n"));
    assert_eq!(run(&["fmt", "-", "a.camkes"], "").0, 2);
    assert_eq!(run(&["fmt"], "").0, 2);
}
