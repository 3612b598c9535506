// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Builds that work: what is written, that it is the same every time, and what is said about it.

use std::{fs, process::Command};

use serde_json::Value;

use crate::run::{Folder, copy, example, run_in};

const EXAMPLES: [&str; 3] = ["echo", "ping-pong", "cattery"];

#[test]
fn every_example_builds_for_every_architecture() {
    for name in EXAMPLES {
        for arch in ["aarch32", "arm_hyp", "aarch64", "ia32", "x86_64", "riscv32", "riscv64"] {
            let folder = Folder::new(&[]);
            let root = example(name).join(format!("{name}.camkes"));
            let ran = run_in(&folder.path, ["build", root.as_str(), "--arch", arch]);
            assert_eq!(ran.code, 0, "{name} {arch}: {ran:?}");
            assert_eq!(ran.stderr, "", "{name} {arch}");
            let files = folder.files(&format!("build/{name}"));
            for file in ["graph.dot", "graph.svg", &format!("{name}.cdl")] {
                assert!(files.contains_key(file), "{name} {arch}: {:?}", files.keys());
            }
        }
    }
}

#[test]
fn an_instance_has_its_files() {
    let folder = Folder::new(&[]);
    copy(&example("echo"), &folder.path.join("echo"));
    let ran = folder.run("--build echo/echo.camkes");
    assert_eq!(ran.code, 0, "{ran:?}");
    let files = folder.files("build/echo");
    for (instance, component) in [("client", "Client"), ("echo", "Echo")] {
        for file in ["camkes.c", "linker.lds", "include/camkes.h", &format!("include/camkes-component-{component}.h")] {
            let path = format!("{instance}/{file}");
            assert!(files.get(&path).is_some_and(|bytes| !bytes.is_empty()), "{path}: {:?}", files.keys());
        }
        let ends =
            files.keys().filter(|file| file.starts_with(&format!("{instance}/")) && file.ends_with("_seL4RPCCall_0.c"));
        assert_eq!(ends.count(), 1, "{instance}: {:?}", files.keys());
    }
}

#[test]
fn the_bytes_do_not_depend_on_folder_spelling_or_threads() {
    for name in EXAMPLES {
        let folder = Folder::new(&[]);
        copy(&example(name), &folder.path.join(format!("here/{name}")));
        copy(&example(name), &folder.path.join(format!("far/away/{name}")));
        let root = format!("{name}.camkes");
        let runs = [
            ("one", folder.path.clone(), format!("--build here/{name}/{root} -j 1 --out-dir one")),
            ("two", folder.path.clone(), format!("build -j 2 far/away/{name}/{root} --out-dir two")),
            ("three", folder.path.join(format!("far/away/{name}")), format!("build {root} -j7 -o ../../../three")),
            ("four", folder.path.join("far"), format!("build -o ../four {}/here/{name}/../{name}/{root}", folder.path)),
        ];
        let mut first = None;
        for (out, from, line) in runs {
            let ran = run_in(&from, line.split_whitespace());
            assert_eq!(ran.code, 0, "{line}: {ran:?}");
            let files = folder.files(out);
            assert!(files.len() > 5, "{line}: {:?}", files.keys());
            let first = first.get_or_insert_with(|| files.clone());
            for (path, bytes) in &files {
                assert!(first.get(path) == Some(bytes), "{name}: {path} differs in `{line}`");
                let text = String::from_utf8_lossy(bytes);
                assert!(!text.contains(folder.path.as_str()), "{name}: {path} names a folder of this machine");
            }
            assert_eq!(first.len(), files.len(), "{line}");
        }
    }
}

#[test]
fn a_second_build_writes_nothing_and_an_edit_only_what_it_changes() {
    let folder = Folder::new(&[]);
    copy(&example("echo"), &folder.path.join("echo"));
    let first = folder.run("build echo/echo.camkes");
    assert!(first.stdout.contains(" 0 unchanged"), "{first:?}");
    let stamp = |file: &str| fs::metadata(folder.path.join("build/echo").join(file)).unwrap().modified().unwrap();
    let before = stamp("client/camkes.c");
    let second = folder.run("build echo/echo.camkes");
    assert!(second.stdout.contains("0 files written"), "{second:?}");
    assert_eq!(stamp("client/camkes.c"), before);
    fs::write(folder.path.join("build/echo/graph.dot"), "damaged").unwrap();
    let third = folder.run("build echo/echo.camkes");
    assert!(third.stdout.contains("1 file written"), "{third:?}");
}

#[test]
fn the_summary_counts_for_people_and_machines() {
    let folder = Folder::new(&[]);
    copy(&example("echo"), &folder.path.join("echo"));
    let ran = folder.run("build echo/echo.camkes --arch aarch64");
    let lines: Vec<_> = ran.stdout.lines().map(str::trim).collect();
    assert_eq!(lines[0], "Built echo/echo.camkes for aarch64 into build/echo");
    assert_eq!(lines[2], "2 instances, 1 connection");
    let ran = folder.run("build --json echo/echo.camkes --arch aarch64");
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let files = folder.files("build/echo");
    assert_eq!(report["schema"], 1);
    assert_eq!(report["status"], "built");
    assert_eq!(report["root"], "echo/echo.camkes");
    assert_eq!(report["outDir"], "build/echo");
    assert_eq!(report["arch"], "aarch64");
    assert_eq!(report["instances"], 2);
    assert_eq!(report["connections"], 1);
    assert_eq!(report["written"], 0);
    assert_eq!(report["unchanged"], files.len());
    assert_eq!(report["diagnostics"], Value::Array(vec![]));
    assert!(report["milliseconds"].as_f64().unwrap() > 0.0);
    let listed = report["files"].as_array().unwrap();
    assert_eq!(listed.len(), files.len());
    for file in listed {
        let bytes = files.get(file["path"].as_str().unwrap()).unwrap().len();
        assert_eq!(file["bytes"], bytes);
        assert_eq!(file["status"], "unchanged");
    }
}

#[test]
fn imports_are_searched_in_the_given_folders() {
    let folder = Folder::new(&[
        ("app.camkes", "import <part.camkes>;\nassembly { composition { component Part p; } }\n"),
        ("first/part.camkes", "component Part { control; }\n"),
        ("second/part.camkes", "component Part { }\n"),
    ]);
    assert_eq!(folder.run("build app.camkes").code, 1);
    let ran = folder.run("build app.camkes -I first --import-path second --json");
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn macros_come_from_the_command_line() {
    let text = "component C { control; }\nassembly { composition {\n#ifdef TWO\n component C d;\n#endif\n component C c; } }\n";
    let folder = Folder::new(&[("app.camkes", text)]);
    let instances = |line: &str| {
        let ran = folder.run(&format!("build app.camkes --json {line}"));
        serde_json::from_str::<Value>(&ran.stdout).unwrap()["instances"].clone()
    };
    assert_eq!(instances(""), 1);
    assert_eq!(instances("-DTWO"), 2);
    assert_eq!(instances("--define TWO=1"), 2);
}

#[test]
fn forward_references_are_allowed_on_demand() {
    let folder =
        Folder::new(&[("app.camkes", "assembly { composition { component C c; } }\ncomponent C { control; }\n")]);
    let warned = folder.run("build app.camkes");
    assert_eq!(warned.code, 0, "{warned:?}");
    assert!(warned.stderr.contains("warning[forward-reference]"), "{warned:?}");
    let allowed = folder.run("build app.camkes --allow-forward-references");
    assert_eq!((allowed.code, allowed.stderr.as_str()), (0, ""));
}

#[test]
fn options_reach_the_generated_files() {
    let folder =
        Folder::new(&[("app.camkes", "component C { control; }\nassembly { composition { component C c; } }\n")]);
    let cdl = |line: &str, out: &str| {
        let ran = folder.run(&format!("build app.camkes --out-dir {out} {line}"));
        assert_eq!(ran.code, 0, "{line}: {ran:?}");
        String::from_utf8(folder.files(out).remove("app.cdl").unwrap()).unwrap()
    };
    let plain = cdl("", "plain");
    assert!(cdl("--default-priority 77", "priority").contains("prio: 77"));
    assert!(cdl("--default-affinity 3", "affinity").contains("affinity: 3"));
    assert!(cdl("--realtime", "realtime").contains("_sc"));
    assert_ne!(cdl("--debug-fault-handlers", "faults"), plain);
}

#[test]
fn own_templates_come_before_the_built_in_ones() {
    let folder = Folder::new(&[
        ("app.camkes", "component C { control; }\nassembly { composition { component C c; } }\n"),
        ("mine/linker.lds", "/* mine: /*? me.name ?*/ */\n"),
    ]);
    let ran = folder.run("build app.camkes --templates mine");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(folder.files("build/app")["c/linker.lds"], b"/* mine: c */\n");
}

#[test]
fn the_real_binary_builds_and_its_streams_are_what_they_seem() {
    let folder = Folder::new(&[]);
    copy(&example("echo"), &folder.path.join("echo"));
    let run = |arguments: &[&str]| {
        let binary = env!("CARGO_BIN_EXE_camkes-lsp");
        Command::new(binary).args(arguments).current_dir(&folder.path).output().unwrap()
    };
    let built = run(&["--build", "echo/echo.camkes"]);
    assert_eq!(built.status.code(), Some(0));
    assert!(built.stdout.starts_with(b"Built ") && built.stderr.is_empty());
    let failed = run(&["--build", "none.camkes"]);
    assert_eq!(failed.status.code(), Some(1));
    assert!(failed.stdout.is_empty() && !failed.stderr.is_empty());
    assert_eq!(run(&["--nonsense"]).status.code(), Some(2));
}
