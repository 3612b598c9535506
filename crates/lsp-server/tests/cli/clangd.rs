// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `clangd`: what it writes, and what clangd makes of that.

use std::process::Command;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;

use crate::run::{Folder, run_in};

fn repository() -> Utf8PathBuf {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize_utf8().unwrap()
}

/// A copy of an example.
fn example(name: &str) -> Folder {
    fn copy(from: &Utf8Path, to: &Folder, below: &str) {
        for entry in from.read_dir_utf8().unwrap() {
            let path = entry.unwrap().into_path();
            let name = format!("{below}{}", path.file_name().unwrap());
            if path.is_dir() {
                copy(&path, to, &format!("{name}/"));
            } else {
                to.write(&name, &std::fs::read(&path).unwrap());
            }
        }
    }
    let folder = Folder::new(&[]);
    copy(&repository().join("examples").join(name), &folder, "");
    folder
}

fn database(folder: &Folder) -> Vec<Value> {
    let text = std::fs::read_to_string(folder.path.join("compile_commands.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn each_source_has_the_headers_of_its_component() {
    let folder = example("echo");
    let ran = folder.run("clangd echo.camkes --arch aarch64 --include-path kernel");
    assert_eq!((ran.code, ran.stderr.as_str(), ran.stdout.as_str()), (0, "", "compile_commands.json\n"));
    let entries = database(&folder);
    let of = |name: &str| {
        let entry = entries.iter().find(|it| it["file"].as_str().unwrap().ends_with(name)).unwrap();
        let arguments = entry["arguments"].as_array().unwrap().iter();
        arguments.map(|it| it.as_str().unwrap().replace(folder.path.as_str(), "")).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        of("/client.c"),
        "clang --target=aarch64-linux-gnu -std=gnu11 -I/build/echo/client/include -I/include -I/kernel -c \
         /components/Client/src/client.c"
    );
    assert!(of("/echo.c").contains("-I/build/echo/echo/include"), "{}", of("/echo.c"));
    assert!(folder.path.join("build/echo/client/include/camkes.h").is_file());
}

#[test]
fn a_build_folder_with_a_database_is_led_to() {
    let folder = example("echo");
    folder.write("out/compile_commands.json", b"[]");
    folder.write("out/CMakeCache.txt", b"KernelSel4Arch:STRING=aarch64\n");
    let ran = folder.run("clangd echo.camkes --build-dir out");
    assert_eq!((ran.code, ran.stderr.as_str(), ran.stdout.as_str()), (0, "", ".clangd\n"));
    let text = std::fs::read_to_string(folder.path.join(".clangd")).unwrap();
    assert_eq!(text, "CompileFlags:\n  CompilationDatabase: \"out\"\n");
    assert!(!folder.path.join("build").exists());
}

#[test]
fn a_system_with_mistakes_writes_nothing() {
    let folder = Folder::new(&[("a.camkes", "assembly { composition { component Gone g; } }")]);
    let ran = folder.run("clangd a.camkes");
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.contains("unknown-component"), "{}", ran.stderr);
    assert_eq!(folder.files("").len(), 1);
}

/// What clangd has to say of a file.
fn clangd(folder: &Folder, file: &str) -> Option<String> {
    let mut command = Command::new("clangd");
    command.arg(format!("--check={}", folder.path.join(file))).arg(format!("--compile-commands-dir={}", folder.path));
    let ran = command.current_dir(&folder.path).output().ok()?;
    Some(String::from_utf8_lossy(&ran.stderr).into_owned())
}

#[test]
fn clangd_finds_every_header_of_the_examples() {
    for (name, root) in [("echo", "echo.camkes"), ("cattery", "cattery.camkes")] {
        let folder = example(name);
        let headers = ["libsel4camkes/include", "tests/c/include"].map(|it| repository().join(it));
        let arguments = ["clangd", root, "--include-path", headers[0].as_str(), "--include-path", headers[1].as_str()];
        assert_eq!(run_in(&folder.path, arguments).code, 0);
        for entry in database(&folder) {
            let file = entry["file"].as_str().unwrap();
            let Some(said) = clangd(&folder, file) else {
                #[allow(
                    clippy::disallowed_macros,
                    clippy::print_stderr,
                    reason = "a test that does not run must say so"
                )]
                {
                    eprintln!("NOT RUN: there is no clangd");
                }
                return;
            };
            assert!(said.contains("Loaded compilation database"), "{said}");
            let wrong: Vec<_> =
                said.lines().filter(|it| it.contains("file not found") || it.starts_with("E[")).collect();
            assert!(wrong.is_empty(), "{file}: {}", wrong.join("\n"));
        }
    }
}
