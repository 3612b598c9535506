// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! How the released program is linked.

#![expect(clippy::disallowed_macros, clippy::disallowed_methods, reason = "how Cargo tells it and is told")]

use std::{env, fs, io, path::Path, process::Command};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    // A build starts the program again and again. At a fixed address it starts in half the time, and with less memory: there are
    // some thirty thousand pointers in its tables, all of which the loader would have to write.
    if is("PROFILE", "release") && is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        argument("-no-pie");
        // What calls of a build run lies together, so that the rest of the program is never mapped.
        let order = concat!(env!("CARGO_MANIFEST_DIR"), "/link/first.ld");
        println!("cargo::rerun-if-changed={order}");
        argument(&format!("-Wl,-T,{order}"));
        // Without libraries to load, a call needs a fifth less memory.
        let native = env::var("HOST").is_ok_and(|host| is("TARGET", &host));
        let folder = env::var("OUT_DIR").unwrap_or_default();
        if native && has_archives() && name_archives(Path::new(&folder)).is_ok() {
            argument("-static");
            argument(&format!("-L{folder}"));
        }
    }
}

fn argument(argument: &str) {
    println!("cargo::rustc-link-arg-bins={argument}");
}

/// The libraries that rustc names, and the archives that each stands for.
const ARCHIVES: [(&str, &str); 7] = [
    ("gcc_s", "libgcc_eh.a libgcc.a libc.a"),
    ("c", "libc.a libgcc_eh.a libgcc.a"),
    ("m", "libm.a libc.a"),
    ("pthread", ""),
    ("dl", ""),
    ("rt", ""),
    ("util", ""),
];

/// Whether the C library can be linked into a program: not every system installs the archives for that.
fn has_archives() -> bool {
    ["libc.a", "libm.a", "libgcc_eh.a"].into_iter().all(|archive| {
        let found = Command::new("cc").arg(format!("-print-file-name={archive}")).output();
        // What is not found is named as it was asked for.
        found.is_ok_and(|found| found.stdout.starts_with(b"/"))
    })
}

/// Under the names of the shared libraries, which are what rustc asks for, the linker finds the archives.
fn name_archives(folder: &Path) -> io::Result<()> {
    ARCHIVES.into_iter().try_for_each(|(library, archives)| {
        fs::write(folder.join(format!("lib{library}.so")), format!("GROUP ( {archives} )\n"))
    })
}
