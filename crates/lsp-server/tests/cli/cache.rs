// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What is kept from one process to the next: a later one makes the same files without rendering, and nothing that happens to what is
//! kept does harm.

use std::{collections::BTreeMap, fs, process::Command};

use camino::Utf8PathBuf;

use crate::run::{Folder, copy, example};

const BUILD: &str = "build echo/echo.camkes --cache-dir cache --out-dir out --no-config";

/// What a runner is to make.
const CALL: &str =
    "--item component/a --template one.c --outfile one.c --item component/b --template two.c --outfile two.c";

fn echo() -> Folder {
    let folder = Folder::new(&[]);
    copy(&example("echo"), &folder.path.join("echo"));
    folder
}

/// How many results a process found in the cache, and how many it made; `None` if there was no cache.
fn counts(folder: &Folder, line: &str) -> Option<[usize; 2]> {
    let ran = Command::new(env!("CARGO_BIN_EXE_camkes-lsp"))
        .args(line.split_whitespace())
        .args(["--log", "info"])
        .current_dir(&folder.path)
        .env_remove("CAMKES_LSP_CACHE")
        .env_remove("HOME")
        .env_remove("XDG_CACHE_HOME")
        .output()
        .unwrap();
    let log = String::from_utf8(ran.stderr).unwrap();
    assert!(ran.status.success(), "{log}");
    let number = |name: &str| log.split_once(name)?.1.split_whitespace().next()?.parse().ok();
    Some([number("found=")?, number("made=")?])
}

/// What is kept, by name.
fn entries(folder: &Folder) -> Vec<Utf8PathBuf> {
    let cache = folder.path.join("cache");
    let all = cache.read_dir_utf8().unwrap().map(|entry| entry.unwrap().into_path());
    all.filter(|path| path.file_name().is_some_and(|name| name.len() == 64)).collect()
}

#[test]
fn a_cold_process_renders_nothing_that_is_known_and_after_an_edit_one_space() {
    let folder = echo();
    assert_eq!(counts(&folder, BUILD), Some([0, 2]), "both address spaces are rendered");
    let first = folder.files("out");
    fs::remove_dir_all(folder.path.join("out")).unwrap();
    assert_eq!(counts(&folder, BUILD), Some([2, 0]), "neither is");
    assert_eq!(folder.files("out"), first);
    let root = folder.path.join("echo/echo.camkes");
    let text = fs::read_to_string(&root).unwrap();
    let at = text.rfind('}').unwrap();
    fs::write(&root, [&text[..at], "configuration { client.heap_size = 8192; }\n", &text[at..]].concat()).unwrap();
    assert_eq!(counts(&folder, BUILD), Some([1, 1]));
    assert_ne!(folder.files("out"), first);
    fs::write(&root, text).unwrap();
    assert_eq!(counts(&folder, BUILD), Some([2, 0]), "what was known before still is");
    assert_eq!(folder.files("out"), first);
}

#[test]
fn whatever_happens_to_what_is_kept_the_files_are_the_same() {
    type Harm = fn(&Utf8PathBuf);
    let harms: [(&str, Harm); 6] = [
        ("empty", |path| fs::write(path, "").unwrap()),
        ("foreign", |path| fs::write(path, "#!/bin/sh\nexit 1\n").unwrap()),
        ("cut off", |path| {
            let bytes = fs::read(path).unwrap();
            fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
        }),
        ("another version", |path| {
            let mut bytes = fs::read(path).unwrap();
            bytes[16] ^= 1;
            fs::write(path, bytes).unwrap();
        }),
        ("a folder", |path| {
            fs::remove_file(path).unwrap();
            fs::create_dir(path).unwrap();
        }),
        ("deleted", |path| fs::remove_file(path).unwrap()),
    ];
    let folder = echo();
    assert_eq!(counts(&folder, BUILD), Some([0, 2]));
    let first = folder.files("out");
    for (name, harm) in harms {
        entries(&folder).iter().for_each(harm);
        fs::remove_dir_all(folder.path.join("out")).unwrap();
        assert_eq!(counts(&folder, BUILD).unwrap()[1], 2, "{name}: both are made again");
        assert_eq!(folder.files("out"), first, "{name}");
        for path in entries(&folder).iter().filter(|path| path.is_dir()) {
            fs::remove_dir(path).unwrap();
        }
        folder.run(BUILD);
    }
    fs::remove_dir_all(folder.path.join("cache")).unwrap();
    assert_eq!(counts(&folder, BUILD), Some([0, 2]), "the whole cache is deleted");
}

#[test]
fn processes_that_build_at_once_do_not_disturb_each_other() {
    let folder = echo();
    let start = |out: &str| {
        Command::new(env!("CARGO_BIN_EXE_camkes-lsp"))
            .args(["build", "echo/echo.camkes", "--cache-dir", "cache", "--no-config", "--out-dir", out])
            .current_dir(&folder.path)
            .spawn()
            .unwrap()
    };
    for round in 0..3 {
        let mut running: Vec<_> = ["one", "two", "three"].into_iter().map(start).collect();
        for child in &mut running {
            assert!(child.wait().unwrap().success());
        }
        assert_eq!(folder.files("one"), folder.files("two"), "{round}");
        assert_eq!(folder.files("one"), folder.files("three"), "{round}");
    }
    assert_eq!(counts(&folder, BUILD), Some([2, 0]));
    assert_eq!(folder.files("out"), folder.files("one"));
}

#[test]
fn a_folder_that_cannot_be_used_only_costs_time() {
    let folder = echo();
    folder.write("cache", b"a file");
    let ran = folder.run(BUILD);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
    assert_eq!(fs::read(folder.path.join("cache")).unwrap(), b"a file");
}

#[test]
fn nothing_is_kept_where_nobody_wants_it() {
    let folder = echo();
    for line in [
        "build echo/echo.camkes --no-cache --out-dir out",
        "build echo/echo.camkes --cache-size 0 --cache-dir cache --out-dir out",
        "build echo/echo.camkes --config off.toml --out-dir out",
    ] {
        folder.write("off.toml", b"cache = false\ncache-dir = \"cache\"\n");
        assert_eq!(counts(&folder, line), None, "{line}");
        assert!(!folder.path.join("cache").exists(), "{line}");
    }
    folder.write("on.toml", b"cache-dir = \"cache\"\ncache-size = 1\n");
    let line = "build echo/echo.camkes --config on.toml --out-dir out";
    assert_eq!(counts(&folder, line), Some([0, 2]));
    assert_eq!(counts(&folder, line), Some([2, 0]));
}

/// Runs a command with this value of the variable that names the cache.
fn with_variable(folder: &Folder, line: &str, value: &str) -> bool {
    let ran = Command::new(env!("CARGO_BIN_EXE_camkes-lsp"))
        .args(line.split_whitespace())
        .current_dir(&folder.path)
        .env("CAMKES_LSP_CACHE", value)
        .output()
        .unwrap();
    ran.status.success()
}

#[test]
fn the_environment_names_the_folder_or_turns_it_off() {
    let folder = echo();
    folder.write("on.toml", b"cache-dir = \"named\"\n");
    let plain = "build echo/echo.camkes --no-config --out-dir out";
    let named = "build echo/echo.camkes --config on.toml --out-dir out";
    let there = |name: &str| folder.path.join(name).is_dir();
    assert!(with_variable(&folder, named, "off") && !there("named") && !there("off"));
    assert!(with_variable(&folder, plain, "off") && !there("off"));
    assert!(with_variable(&folder, plain, "mine") && there("mine"));
    assert!(with_variable(&folder, named, "other") && there("named") && !there("other"));
    assert!(with_variable(&folder, BUILD, "off") && there("cache"), "the command line has the last word");
}

#[test]
fn the_cache_can_be_shown_and_emptied() {
    let folder = echo();
    let show = || folder.run("cache show --cache-dir cache").stdout;
    assert_eq!(show(), format!("{}/cache: 0 results, 0 KiB\n", folder.path));
    folder.run(BUILD);
    assert!(show().starts_with(&format!("{}/cache: 2 results, ", folder.path)), "{}", show());
    let cleaned = folder.run("cache clean --cache-dir cache");
    assert!(cleaned.code == 0 && cleaned.stdout.starts_with("removed 2 results, "), "{cleaned:?}");
    assert!(!folder.path.join("cache").exists());
    assert_eq!(folder.run("cache show").stdout, "nothing is kept: there is no folder for it\n");
}

const SYSTEM: &str = "component C { control; }\nassembly { composition { component C a; component C b; } }\n";

/// A system that was read, and templates for it.
fn read() -> Folder {
    let folder = Folder::new(&[
        ("app.camkes", SYSTEM),
        (
            "templates/one.c",
            "/*- include 'part.c' -*/ one /*? me.name ?*/ /*? alloc_obj('o', seL4_EndpointObject) ?*/\n",
        ),
        ("templates/part.c", "part"),
        ("templates/two.c", "two /*? me.name ?*/ /*? options.default_stack_size ?*/\n"),
    ]);
    let ran = folder.run("parser --file app.camkes --save-ast ast");
    assert_eq!(ran.code, 0, "{ran:?}");
    folder
}

fn runner(more: &str) -> String {
    format!(
        "runner --load-ast ast --templates first --templates templates --save-object-state state -MD deps --cache-dir cache {CALL} {more}"
    )
}

fn made(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let mut files = folder.files("");
    files.retain(|name, _| ["one.c", "two.c", "deps", "state"].contains(&name.as_str()));
    assert_eq!(files.len(), 4);
    files
}

#[test]
fn a_runner_finds_what_another_one_made() {
    let folder = read();
    assert_eq!(counts(&folder, &runner("")), Some([0, 1]));
    let first = made(&folder);
    for name in first.keys() {
        fs::remove_file(folder.path.join(name)).unwrap();
    }
    assert_eq!(counts(&folder, &runner("")), Some([1, 0]));
    assert_eq!(made(&folder), first);
    assert_eq!(counts(&folder, &runner("--default-stack-size 8192")), Some([0, 1]), "another option");
    assert_ne!(made(&folder), first);
}

#[test]
fn a_large_state_is_kept_and_written_as_a_small_one_is() {
    let folder = read();
    let frames =
        "/*- do register_shared_variable('frames_of_a_large_piece_of_memory', 's', 16384 * 4096, frame_size=4096) -*/";
    folder.write("templates/two.c", frames.as_bytes());
    assert_eq!(counts(&folder, &runner("")), Some([0, 1]));
    let first = made(&folder);
    assert!(first["state"].len() > 1 << 20, "{} bytes are too few for this test", first["state"].len());
    fs::remove_file(folder.path.join("state")).unwrap();
    assert_eq!(counts(&folder, &runner("")), Some([1, 0]));
    assert!(made(&folder) == first);
    // A call of its own, over what is there.
    let own = runner("").replace("--cache-dir cache", "--no-cache");
    for old in [Some(vec![0; first["state"].len()]), Some(Vec::new()), None] {
        if let Some(old) = old {
            folder.write("state", &old);
        }
        let all: Vec<_> = folder.files("").into_keys().collect();
        assert_eq!(folder.run(&own).code, 0);
        assert!(made(&folder) == first);
        assert_eq!(folder.files("").into_keys().collect::<Vec<_>>(), all, "nothing else is left");
    }
    // One that can't be: nothing is written.
    folder.write("templates/two.c", format!("{frames}/*- do my_cnode.__setitem__(1, 5) -*/").as_bytes());
    assert_eq!(folder.run(&own).code, 255);
    assert!(made(&folder) == first);
}

#[test]
fn a_runner_renders_again_when_a_template_changes_or_another_one_comes_before_it() {
    let folder = read();
    counts(&folder, &runner(""));
    let before = made(&folder);
    folder.write("templates/part.c", b"PART");
    assert_eq!(counts(&folder, &runner("")).unwrap()[1], 1, "an included template");
    let changed = made(&folder);
    assert_ne!(changed, before);
    assert_eq!(counts(&folder, &runner("")), Some([1, 0]));
    folder.write("first/two.c", b"nearer");
    assert_eq!(counts(&folder, &runner("")).unwrap()[1], 1, "one in a folder that is searched first");
    assert_ne!(made(&folder), changed);
    fs::remove_file(folder.path.join("first/two.c")).unwrap();
    assert_eq!(counts(&folder, &runner("")).unwrap()[1], 1);
    assert_eq!(made(&folder), changed);
}

#[test]
fn a_runner_renders_again_when_the_system_changes() {
    let folder = read();
    counts(&folder, &runner(""));
    folder.write("app.camkes", SYSTEM.replace("control;", "control; has mutex m;").as_bytes());
    folder.run("parser --file app.camkes --save-ast ast");
    assert_eq!(counts(&folder, &runner("")), Some([0, 1]));
}

#[test]
fn a_mistake_is_told_each_time() {
    let folder = read();
    folder.write("templates/two.c", b"/*? nothing_like_it ?*/");
    for _ in 0..2 {
        let ran = folder.run(&runner(""));
        assert_eq!(ran.code, 255, "{ran:?}");
        assert!(ran.stderr.contains("nothing_like_it"), "{ran:?}");
    }
}
