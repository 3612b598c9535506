// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Input that can't be built: an error with its place, exit code 1, and nothing written. A wrong command line is exit code 2.
//! That the program never panics is held by every run of it.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests write the input of the program")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use camkes_tests::{Application, Camkes, Run, copy_folder, files_below, repository};
use tempfile::{TempDir, tempdir};

/// A folder with files, in which the program is run.
struct Workspace(TempDir);

impl Workspace {
    fn new(files: &[(&str, &str)]) -> Self {
        let workspace = Self(tempdir().unwrap());
        for (path, text) in files {
            workspace.write(path, text.as_bytes());
        }
        workspace
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Builds, and holds that it fails with code 1 and leaves no file.
    #[track_caller]
    fn fails(&self, root: &str) -> Run {
        let run = Camkes::build(root, "out").within(self.path()).run();
        assert_eq!(run.code, Some(1), "{}{}", run.stdout, run.stderr);
        assert_eq!(files_below(&self.path().join("out")).len(), 0, "files are left behind");
        assert!(!run.stderr.is_empty(), "no reason is given");
        run
    }

    /// The same, and that standard error has all these parts.
    #[track_caller]
    fn fails_with(&self, root: &str, parts: &[&str]) {
        let run = self.fails(root);
        for part in parts {
            assert!(run.stderr.contains(part), "`{part}` is not in\n{}", run.stderr);
        }
    }
}

#[test]
fn a_missing_file_is_named() {
    Workspace::new(&[]).fails_with("none.camkes", &["none.camkes"]);
}

#[test]
fn a_folder_is_no_file() {
    Workspace::new(&[("app.camkes/a.camkes", "")]).fails_with("app.camkes", &["app.camkes", "folder"]);
}

#[test]
fn an_unreadable_file_is_named() {
    let workspace = Workspace::new(&[("a.camkes", "assembly { composition { } }")]);
    let path = workspace.path().join("a.camkes");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&path).is_ok() {
        // root reads everything: a link to itself can't be read by anybody
        fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("a.camkes", &path).unwrap();
    }
    workspace.fails_with("a.camkes", &["a.camkes"]);
}

#[test]
fn an_empty_file_has_no_assembly() {
    Workspace::new(&[("a.camkes", "")]).fails_with("a.camkes", &["a.camkes", "assembly"]);
}

#[test]
fn imports_in_a_circle_are_found() {
    let workspace = Workspace::new(&[
        ("a.camkes", "import \"b.camkes\";\nassembly { composition { } }\n"),
        ("b.camkes", "import \"a.camkes\";\n"),
    ]);
    workspace.fails_with("a.camkes", &["b.camkes:1:8", "a.camkes"]);
}

#[test]
fn a_missing_import_is_found_at_its_path() {
    let workspace = Workspace::new(&[("a.camkes", "\nimport \"none.camkes\";\nassembly { composition { } }\n")]);
    workspace.fails_with("a.camkes", &["a.camkes:2:8", "none.camkes"]);
}

#[test]
fn an_unknown_component_is_found_at_its_name() {
    let workspace = Workspace::new(&[("a.camkes", "assembly {\n  composition {\n    component Cat minka;\n  }\n}\n")]);
    workspace.fails_with("a.camkes", &["a.camkes:3:15", "Cat"]);
}

#[test]
fn bytes_that_are_not_utf8_are_found() {
    let workspace = Workspace::new(&[]);
    workspace.write("a.camkes", b"/* \xff */\nassembly { composition { } }\n");
    workspace.fails_with("a.camkes", &["a.camkes:1:4"]);
}

#[test]
fn nesting_without_end_is_refused() {
    let deep = "(".repeat(100_000);
    let workspace =
        Workspace::new(&[("a.camkes", &format!("assembly {{ composition {{ }} configuration {{ a.b = {deep}"))]);
    let _ = workspace.fails("a.camkes");
}

#[test]
fn a_folder_that_cannot_be_written_is_an_error() {
    let workspace = Workspace::new(&[("out", "a file, not a folder")]);
    let run = Camkes::build(Application::example("echo").root, "out").within(workspace.path()).run();
    assert_eq!(run.code, Some(1), "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains("out"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(workspace.path().join("out")).unwrap(), "a file, not a folder");
}

#[test]
fn a_failed_build_leaves_an_older_one_as_it_was() {
    let workspace = Workspace::new(&[]);
    copy_folder(&repository().join("examples/echo"), workspace.path());
    let _ = Camkes::build("echo.camkes", "out").within(workspace.path()).run().succeeded();
    let before = files_below(&workspace.path().join("out"));
    let broken = fs::read_to_string(workspace.path().join("echo.camkes")).unwrap().replace("Echo echo", "Ecko echo");
    workspace.write("echo.camkes", broken.as_bytes());
    let run = Camkes::build("echo.camkes", "out").within(workspace.path()).run();
    assert_eq!(run.code, Some(1), "{}{}", run.stdout, run.stderr);
    assert_eq!(files_below(&workspace.path().join("out")), before);
}

#[test]
fn a_wrong_command_line_is_another_exit_code() {
    for arguments in [&["--no-such-option"][..], &["build"], &["build", "a.camkes", "--arch", "z80"], &["frobnicate"]] {
        let run = Camkes::new().args(arguments).run();
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains("Usage") || run.stderr.contains("--help"), "{arguments:?}: {}", run.stderr);
    }
}

/// Cuts a file of an example after 0, `step`, 2 · `step`, … bytes, as an editor that crashes while it saves. Whatever is cut off
/// before the last closing brace is missed.
#[track_caller]
fn check_truncated(example: &str, file: &str, step: usize) {
    let original = fs::read(repository().join("examples").join(example).join(file)).unwrap();
    let last_brace = original.iter().rposition(|&byte| byte == b'}').unwrap();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                let workspace = Workspace::new(&[]);
                copy_folder(&repository().join("examples").join(example), workspace.path());
                loop {
                    let length = next.fetch_add(step, Ordering::Relaxed);
                    if length > last_brace {
                        break;
                    }
                    workspace.write(file, &original[..length]);
                    let run = workspace.fails(&format!("{example}.camkes"));
                    assert!(run.stderr.contains(".camkes"), "{file} cut at {length}: no file in\n{}", run.stderr);
                }
            });
        }
    });
}

#[test]
fn a_root_file_cut_anywhere_fails_cleanly() {
    check_truncated("echo", "echo.camkes", 1);
}

#[test]
fn an_imported_file_cut_anywhere_fails_cleanly() {
    check_truncated("echo", "components/Echo/Echo.camkes", 3);
}

#[test]
fn a_procedure_file_cut_anywhere_fails_cleanly() {
    check_truncated("echo", "interfaces/Echo.idl4", 7);
}
