// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Input that can't be built: a clear error with its place, exit code 1, and nothing written.

use camino::Utf8Path;
use serde_json::Value;

use crate::run::{Folder, Ran};

/// Runs a build that must fail, and checks that it wrote nothing.
fn fails(folder: &Folder, line: &str) -> Ran {
    let before = folder.files("");
    let ran = folder.run(line);
    assert_eq!(ran.code, 1, "{line}: {ran:?}");
    assert_eq!(ran.stdout, "", "{line}");
    assert!(ran.stderr.contains("nothing was written"), "{line}: {}", ran.stderr);
    assert_eq!(folder.files(""), before, "{line}");
    assert!(!Utf8Path::new(&folder.path).join("build").exists(), "{line}");
    ran
}

#[track_caller]
fn says(ran: &Ran, parts: &[&str]) {
    for part in parts {
        assert!(ran.stderr.contains(part), "no {part:?} in:\n{}", ran.stderr);
    }
}

#[test]
fn a_missing_file_is_named() {
    let folder = Folder::new(&[]);
    says(&fails(&folder, "build none.camkes"), &["error[unreadable-file]", "does not exist", "none.camkes"]);
}

#[test]
fn a_folder_is_no_file() {
    let folder = Folder::new(&[("app/x", "")]);
    says(&fails(&folder, "build app"), &["error[unreadable-file]", "folder", "app"]);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new(&[("a.camkes", "assembly { }")]);
    let path = folder.path.join("a.camkes");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&path).is_ok() {
        // The super-user reads everything; a link to itself is unreadable even for it.
        std::fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("a.camkes", &path).unwrap();
    }
    let ran = folder.run("build a.camkes");
    assert_eq!(ran.code, 1);
    says(&ran, &["error[unreadable-file]", "can't be read", "a.camkes"]);
}

#[cfg(unix)]
#[test]
fn a_device_is_not_read() {
    let folder = Folder::new(&[]);
    says(&fails(&folder, "build /dev/zero"), &["error[unreadable-file]", "not a regular file"]);
}

#[test]
fn a_cycle_of_imports_is_shown_at_an_import() {
    let folder = Folder::new(&[
        ("a.camkes", "import \"b.camkes\";\nassembly { composition { component C c; } }\n"),
        ("b.camkes", "component C { control; }\nimport \"a.camkes\";\n"),
    ]);
    says(&fails(&folder, "build a.camkes"), &["error[import-cycle]", ".camkes:"]);
}

#[test]
fn an_unknown_component_is_underlined() {
    let folder = Folder::new(&[("a.camkes", "assembly {\n    composition {\n        component Nobody n;\n    }\n}\n")]);
    let ran = fails(&folder, "build a.camkes");
    says(&ran, &["error[unknown-component]", "a.camkes:3:19", "component Nobody n;", "^^^^^^"]);
}

#[test]
fn a_mistake_in_a_header_is_shown_in_the_header() {
    let folder = Folder::new(&[
        ("a.camkes", "#include \"parts.h\"\nassembly { composition { component C c; } }\n"),
        ("parts.h", "component C {\n    control;\n    uses Nothing n;\n}\n"),
    ]);
    says(&fails(&folder, "build a.camkes"), &["error[unknown-procedure]", "parts.h:3:10", "uses Nothing n;"]);
}

#[test]
fn invalid_utf8_is_shown_at_its_byte() {
    let folder = Folder::new(&[]);
    folder.write("a.camkes", b"component C { control; }\nassembly { composition { component \xff c; } }\n");
    says(&fails(&folder, "build a.camkes"), &["error[invalid-utf8]", "a.camkes:2:36"]);
}

#[test]
fn a_file_without_an_assembly_is_no_system() {
    let folder = Folder::new(&[("a.camkes", "component C { control; }\n")]);
    says(&fails(&folder, "build a.camkes"), &["error[no-assembly]", "a.camkes"]);
    let empty = Folder::new(&[("a.camkes", "")]);
    says(&fails(&empty, "build a.camkes"), &["error[no-assembly]"]);
}

#[test]
fn a_failing_template_shows_both_places() {
    let folder = Folder::new(&[
        ("app.camkes", "component C { control; }\nassembly { composition { component C c; } }\n"),
        ("mine/linker.lds", "fine\n/*? me.nothing_of_the_kind ?*/\n"),
        ("broken/linker.lds", "/*- if -*/\n"),
    ]);
    let ran = fails(&folder, "build app.camkes --templates mine");
    says(
        &ran,
        &["error[template]", "linker.lds:2:", "me.nothing_of_the_kind", "app.camkes:2:", "while rendering for `c`"],
    );
    says(&fails(&folder, "build app.camkes --templates broken"), &["error[template]", "linker.lds:1:"]);
    says(&fails(&folder, "build app.camkes --templates nowhere"), &["error[unreadable-file]", "nowhere"]);
}

#[test]
fn an_output_folder_that_can_not_be_written_is_named() {
    let folder = Folder::new(&[
        ("app.camkes", "component C { control; }\nassembly { composition { component C c; } }\n"),
        ("file", "not a folder"),
    ]);
    says(&fails(&folder, "build app.camkes --out-dir file"), &["error[output]", "file` is not a folder"]);
    says(&fails(&folder, "build app.camkes --out-dir file/deeper"), &["error[output]", "file` is not a folder"]);
    if Utf8Path::new("/proc").is_dir() {
        says(
            &fails(&folder, "build app.camkes --out-dir /proc/camkes"),
            &["error[output]", "cannot write `/proc/camkes`"],
        );
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_output_folder_is_not_followed() {
    let folder = Folder::new(&[
        ("app.camkes", "component C { control; }\nassembly { composition { component C c; } }\n"),
        ("elsewhere/keep", "mine"),
    ]);
    std::fs::create_dir(folder.path.join("out")).unwrap();
    std::os::unix::fs::symlink("../elsewhere", folder.path.join("out/c")).unwrap();
    let ran = folder.run("build app.camkes --out-dir out");
    assert_eq!(ran.code, 1, "{ran:?}");
    says(&ran, &["error[output]", "symbolic link"]);
    assert_eq!(folder.files("elsewhere").len(), 1);
}

#[test]
fn a_failure_for_machines_is_a_report_on_standard_output() {
    let folder = Folder::new(&[("a.camkes", "assembly { composition { component Nobody n; } }\n")]);
    let ran = folder.run("build a.camkes --json");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["status"], "failed");
    assert_eq!(report["files"], Value::Array(vec![]));
    let first = &report["diagnostics"][0];
    assert_eq!(first["rule"], "unknown-component");
    assert_eq!(first["path"], "a.camkes");
    assert_eq!(first["range"]["start"]["line"], 1);
}

#[test]
fn the_command_line_itself_can_be_wrong() {
    let folder = Folder::new(&[]);
    for line in
        ["build", "--build", "build a --arch vax", "build a -j x", "check", "teleport", "build a --log loud,,=="]
    {
        let ran = folder.run(line);
        assert_eq!(ran.code, 2, "{line}: {ran:?}");
        assert!(ran.stdout.is_empty() && ran.stderr.starts_with("error"), "{line}: {ran:?}");
    }
}
