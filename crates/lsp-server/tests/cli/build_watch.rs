// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `build --watch`: builds again after changes, tells what changed, goes on after mistakes, and ends well.
#![cfg(unix)]

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use crate::run::Folder;

/// How long a machine under load may take for one step of a watch.
const PATIENCE: Duration = Duration::from_secs(30);

const APP: &str = "import \"parts.camkes\";\nassembly {\n    composition { component C c; component D d; }\n    configuration { c.heap_size = 4096; }\n}\n";
const PARTS: &str = "component C { control; }\ncomponent D { control; }\n";

struct Watch {
    child: Child,
    input: Option<ChildStdin>,
    lines: mpsc::Receiver<String>,
}

impl Watch {
    fn new(folder: &Folder, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_camkes-lsp"))
            .args(arguments)
            .current_dir(&folder.path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = mpsc::channel();
        let streams: [Box<dyn Read + Send>; 2] =
            [Box::new(child.stdout.take().unwrap()), Box::new(child.stderr.take().unwrap())];
        for stream in streams {
            let sender = sender.clone();
            thread::spawn(move || {
                BufReader::new(stream).lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
            });
        }
        let input = child.stdin.take();
        Self { child, input, lines }
    }

    /// Waits for a line with this in it; returns the lines up to it.
    #[track_caller]
    fn expect(&self, what: &str) -> Vec<String> {
        self.expect_either(what, what)
    }

    /// Waits for a line with one of these in it; returns the lines up to it.
    #[track_caller]
    fn expect_either(&self, one: &str, other: &str) -> Vec<String> {
        let until = Instant::now() + PATIENCE;
        let mut lines = Vec::new();
        loop {
            match self.lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    let found = line.contains(one) || line.contains(other);
                    lines.push(line);
                    if found {
                        return lines;
                    }
                }
                Err(error) => panic!("no line with {one:?} or {other:?}: {error}; {lines:#?}"),
            }
        }
    }

    /// Waits for the end of the first summary and for the word that files are watched. They are on two streams, so either
    /// may come first.
    #[track_caller]
    fn started(&self, files: &str) {
        let watching = format!("watching {files}; Ctrl-C ends");
        let before = self.expect_either(&watching, " ms");
        let other = if before.last().is_some_and(|line| line.contains(&watching)) { " ms" } else { &watching };
        let after = self.expect(other);
        let said = |what: &str| before.iter().chain(&after).any(|line| line.contains(what));
        assert!(said("Built app.camkes"), "{before:#?} {after:#?}");
        assert!(said(" files written, 0 unchanged") && !said(" 0 files written"), "{before:#?} {after:#?}");
    }

    fn interrupt(&self) {
        assert!(Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap().success());
    }

    fn ended(&mut self) -> Option<i32> {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            thread::sleep(Duration::from_millis(10));
        }
        None
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_change_is_built_and_what_it_changed_is_told() {
    let folder = Folder::new(&[("app.camkes", APP), ("parts.camkes", PARTS)]);
    let mut watch = Watch::new(&folder, &["build", "app.camkes", "--watch"]);
    watch.started("2 files");
    let stamp = |file: &str| fs::metadata(folder.path.join("build/app").join(file)).unwrap().modified().unwrap();
    let before = stamp("d/camkes.c");

    folder.write("app.camkes", APP.replace("4096", "8192").as_bytes());
    watch.expect("1 file written");
    watch.expect("  c/camkes.c");
    assert_eq!(stamp("d/camkes.c"), before, "nothing else is touched");

    // A mistake is told, leaves the files as they are, and is no end.
    let made = folder.files("build/app");
    folder.write("parts.camkes", PARTS.replace("component D", "component {").as_bytes());
    watch.expect("error[syntax-error]");
    watch.expect("nothing was written");
    assert_eq!(folder.files("build/app"), made);

    // An editor that renames a new file over the old one.
    folder.write("new", PARTS.replace("component D {", "component D { has mutex m;").as_bytes());
    fs::rename(folder.path.join("new"), folder.path.join("parts.camkes")).unwrap();
    watch.expect("files written");
    watch.expect("  d/camkes.c");

    watch.interrupt();
    assert_eq!(watch.ended(), Some(0));
}

#[test]
fn settings_and_templates_are_followed_too() {
    let folder = Folder::new(&[
        ("app.camkes", APP),
        ("parts.camkes", PARTS),
        ("camkes.toml", "template-paths = [\"mine\"]\n"),
        ("mine/linker.lds", "one\n"),
    ]);
    let mut watch = Watch::new(&folder, &["--build", "app.camkes", "--watch", "-j", "1"]);
    watch.started("2 files");
    folder.write("mine/linker.lds", b"two\n");
    watch.expect("2 files written");
    assert_eq!(folder.files("build/app")["c/linker.lds"], b"two\n");
    folder.write("mine/linker.lds", b"x\n/*? nothing_of_the_kind ?*/\n");
    watch.expect("linker.lds:2:");
    watch.expect("nothing was written");
    folder.write("mine/linker.lds", b"two\n");
    watch.expect("0 files written");
    folder.write("camkes.toml", b"template-paths = [\"mine\"]\ndefault-priority = 77\n");
    watch.expect("  app.cdl");
    watch.input.take();
    assert_eq!(watch.ended(), Some(0), "whoever started it has gone");
}
