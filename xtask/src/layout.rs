// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `cargo xtask layout`: which functions of the released program lie together.
//!
//! A build starts the program again and again, each time for some milliseconds. The system maps what it runs in pieces of many pages, so that
//! functions that lie apart cost more memory, and more time, than what they do. The linker puts those first that such calls run.
//! Most names in its script have no hashes, so it stays right when the compiler or a dependency changes; a name that is gone does no harm.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Context as _;

use crate::cli::LayoutArguments;
use crate::process;
use crate::repository::Repository;

/// The script, in the repository.
const SCRIPT: &str = "crates/lsp-server/link/first.ld";

const HEAD: &str = "\
/* Copyright 2026, the camkes-lsp contributors */
/* SPDX-License-Identifier: BSD-2-Clause */

/* What calls of a build run, to lie together: made by `cargo xtask layout`. */

SECTIONS {
  .text.first : {
    *(.text.startup)
";
const TAIL: &str = "  }\n} INSERT BEFORE .text;\n";

/// How much larger than what runs all functions of one pattern may be: so many times, and so many bytes.
const WIDEST: (u64, u64) = (2, 2000);

/// Commands that come second: they run once in a build, and must not come between what the others run.
const SECOND: [&str; 2] = ["capdl-linker", "capdl"];

/// The archives of the C library and the compiler, whose functions have no sections of their own: their members are placed.
const ARCHIVES: [&str; 2] = ["libc.a", "libgcc_eh.a"];

pub(crate) fn run(repository: &Repository, arguments: &LayoutArguments) -> anyhow::Result<()> {
    let sizes = sizes(&arguments.binary)?;
    let archives = Archives::read()?;
    let read = |path| fs::read_to_string(path).with_context(|| format!("can't read {}", Path::display(path)));
    let texts = arguments.profiles.iter().map(|path| read(path)).collect::<anyhow::Result<Vec<String>>>()?;
    let mut used: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut members = BTreeSet::new();
    for (number, profile) in texts.iter().enumerate() {
        for name in functions(profile) {
            if let Some(found) = archives.members(name) {
                members.extend(found);
            } else if let Some((name, _)) = sizes.get_key_value(name) {
                used.entry(name).or_default().insert(number);
            }
        }
    }
    let commands: Vec<&str> = texts.iter().map(|profile| command(profile)).collect();
    let script = script(&sizes, &used, &commands, &members);
    fs::write(repository.path(SCRIPT), script).with_context(|| format!("can't write {SCRIPT}"))?;
    println!("{SCRIPT}: {} functions, {} members of archives", used.len(), members.len());
    Ok(())
}

/// The functions of a program that has its symbols, with their sizes in bytes.
fn sizes(binary: &Path) -> anyhow::Result<BTreeMap<String, u64>> {
    let listed = process::output(Command::new("nm").arg("-S").arg(binary))?;
    let function = |line: &str| {
        let mut words = line.split_whitespace();
        let (_, size, kind, name) = (words.next()?, words.next()?, words.next()?, words.next()?);
        let known = matches!(kind, "t" | "T" | "w" | "W") && (name.starts_with('_') || name == "main");
        Some((name.to_owned(), u64::from_str_radix(size, 16).ok()?)).filter(|_| known)
    };
    Ok(listed.lines().filter_map(function).collect())
}

/// Which member of an archive has a function.
struct Archives {
    by_function: BTreeMap<String, String>,
    all: BTreeSet<String>,
}

impl Archives {
    fn read() -> anyhow::Result<Self> {
        let (mut by_function, mut all) = (BTreeMap::new(), BTreeSet::new());
        for archive in ARCHIVES {
            let path = process::output(Command::new("cc").arg(format!("-print-file-name={archive}")))?;
            let listed = process::output(Command::new("nm").args(["-A", "--defined-only"]).arg(path.trim()))?;
            for line in listed.lines() {
                let Some((_, rest)) = line.split_once(".a:") else { continue };
                let Some((member, symbol)) = rest.split_once(':') else { continue };
                let member = format!("{archive}:{member}");
                let mut words = symbol.split_whitespace().rev();
                if let (Some(name), Some("t" | "T" | "w" | "W" | "i")) = (words.next(), words.next()) {
                    by_function.entry(name.to_owned()).or_insert_with(|| member.clone());
                }
                all.insert(member);
            }
        }
        Ok(Self { by_function, all })
    }

    /// The member with a function, and what newer processors take in its place, which the machine of the profile is not.
    fn members(&self, function: &str) -> Option<Vec<String>> {
        let member = self.by_function.get(function)?;
        let newer = ["avx2", "avx"].map(|old| member.replace(&format!("-{old}"), "-evex"));
        let newer = newer.into_iter().filter(|it| it != member && self.all.contains(it));
        Some(newer.chain([member.clone()]).collect())
    }
}

/// The functions that a profile of callgrind names.
fn functions(profile: &str) -> impl Iterator<Item = &str> {
    profile.lines().filter_map(|line| line.strip_prefix("fn=")).map(|name| {
        // Behind an apostrophe stands how deep a function is in itself.
        name.split('\'').next().unwrap_or(name).trim()
    })
}

/// The command that a profile is of, such as `runner`.
fn command(profile: &str) -> &str {
    let call = profile.lines().find_map(|line| line.strip_prefix("cmd:"));
    call.and_then(|call| call.split_whitespace().nth(1)).unwrap_or_default()
}

/// A name without what changes from one compiler to the next.
fn pattern(name: &str) -> String {
    let mut text = String::new();
    let numbered = |name: &str| {
        let (name, number) = name.rsplit_once('.')?;
        number.bytes().all(|byte| byte.is_ascii_digit()).then_some(name.len())
    };
    let end = name.find(".llvm.").or_else(|| numbered(name)).unwrap_or(name.len());
    let mut rest = name.get(..end).unwrap_or(name);
    let suffix = if rest.len() < name.len() { "*" } else { "" };
    // The older form of names ends in `17h`, a hash and `E`; in the newer one, a crate is `Cs`, a hash and `_`.
    if let Some(at) = rest.rfind("17h").filter(|at| rest.len() == at + 20 && rest.ends_with('E')) {
        rest = rest.get(..at).unwrap_or(rest);
        return format!("{rest}17h*");
    }
    while let Some((before, after)) = rest.split_once("Cs") {
        let hash = after.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(after.len());
        let tail = after.get(hash..).unwrap_or_default();
        text.push_str(before);
        text.push_str("Cs");
        rest = after;
        if tail.starts_with('_') && tail.chars().nth(1).is_some_and(|c| c.is_ascii_digit()) {
            text.push('*');
            rest = tail;
        }
    }
    format!("{text}{rest}{suffix}")
}

/// The linker's script: functions by the commands that run them, and by how many of the profiles they are in, so that a call maps few pages
/// with others'. What the commands that come second run alone is last.
fn script(
    sizes: &BTreeMap<String, u64>,
    used: &BTreeMap<&str, BTreeSet<usize>>,
    commands: &[&str],
    members: &BTreeSet<String>,
) -> String {
    let mut all: BTreeMap<String, u64> = BTreeMap::new();
    for (name, size) in sizes {
        *all.entry(pattern(name)).or_default() += size;
    }
    let mut wanted: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for name in used.keys() {
        wanted.entry(pattern(name)).or_default().push(name);
    }
    let command_of = |number: &usize| commands.get(*number).copied().unwrap_or_default();
    let rank = |profiles: BTreeSet<usize>| {
        let (second, first): (BTreeSet<_>, BTreeSet<_>) =
            profiles.into_iter().partition(|number| SECOND.contains(&command_of(number)));
        let of: BTreeSet<&str> = first.iter().map(command_of).collect();
        let also: BTreeSet<&str> = second.iter().map(command_of).collect();
        let first = (Reverse(of.len()), of, Reverse(first.len()), first);
        (first, Reverse(also.len()), also, Reverse(second.len()), second)
    };
    let (mut placed, mut families) = (BTreeMap::<_, BTreeSet<String>>::new(), BTreeSet::new());
    for (pattern, names) in wanted {
        let run: u64 = names.iter().filter_map(|name| sizes.get(*name)).sum();
        if all.get(&pattern).is_some_and(|all| *all <= WIDEST.0 * run + WIDEST.1) {
            let profiles = names.iter().filter_map(|name| used.get(name)).flatten().copied().collect();
            placed.entry(rank(profiles)).or_default().insert(pattern);
            continue;
        }
        // A function of many types: those that run are named with their hashes. When these change, they are at least with their like.
        for name in names {
            let profiles = used.get(name).cloned().unwrap_or_default();
            placed.entry(rank(profiles)).or_default().insert(name.to_owned());
        }
        families.insert(pattern);
    }
    let mut script = HEAD.to_owned();
    // Writing into a string does not fail.
    for member in members {
        let _ = writeln!(script, "    *{member}(.text .text.*)");
    }
    for pattern in placed.into_values().flatten().chain(families) {
        // What grows a collection counts as unlikely.
        let _ = writeln!(script, "    *(.text.{pattern} .text.unlikely.{pattern})");
    }
    script + TAIL
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_have_no_hashes() {
        for (name, expected) in [
            ("_ZN4core3fmt5write17h0123456789abcdefE", "_ZN4core3fmt5write17h*"),
            ("_ZN4core3fmt5write17h0123456789abcdefE.llvm.123", "_ZN4core3fmt5write17h*"),
            ("_RNvNtCsgEmfK2I1SDS_4core3fmt5write", "_RNvNtCs*_4core3fmt5write"),
            ("_RNvNtCsa1_4coreCsb2_3std3run.llvm.9", "_RNvNtCs*_4coreCs*_3std3run*"),
            ("_RNvNtCsa1_5alloc5boxed14box_new_uninit.361", "_RNvNtCs*_5alloc5boxed14box_new_uninit*"),
            ("_start", "_start"),
        ] {
            assert_eq!(pattern(name), expected);
        }
    }

    #[test]
    fn what_runs_once_in_a_build_does_not_come_between() {
        let names = ["_ZN1a1a17h0000000000000001E", "_ZN1a1b17h0000000000000002E", "_ZN1a1c17h0000000000000003E"];
        let sizes = names.into_iter().map(|name| (name.to_owned(), 100)).collect();
        let used = [(names[0], [0, 1].into()), (names[1], [1, 2].into()), (names[2], [2].into())].into();
        let script = script(&sizes, &used, &["capdl-linker", "runner", "parser"], &BTreeSet::new());
        let order: Vec<_> = script
            .match_indices(".text._ZN1a1")
            .filter_map(|(at, it)| script[at + it.len()..].chars().next())
            .collect();
        assert_eq!(order, ['b', 'c', 'a'], "parser and runner, parser, runner and what comes second");
        let alone = [(names[0], [0].into()), (names[1], [1].into())].into();
        let script = super::script(&sizes, &alone, &["capdl-linker", "runner"], &BTreeSet::new());
        assert!(script.find("_ZN1a1b") < script.find("_ZN1a1a"));
    }

    #[test]
    fn a_pattern_of_many_more_functions_than_run_is_not_used() {
        let names = ["_ZN1a1b17h0000000000000001E", "_ZN1a1b17h0000000000000002E", "_ZN1a1c17h0000000000000003E"];
        let sizes = names.into_iter().zip([100, 10_000, 50]).map(|(name, size)| (name.to_owned(), size)).collect();
        let used = [(names[0], BTreeSet::from([0])), (names[2], BTreeSet::from([0, 1]))].into();
        let members = BTreeSet::from(["libc.a:malloc.o".to_owned()]);
        let script = script(&sizes, &used, &["parser", "runner"], &members);
        let lines: Vec<&str> = script.lines().filter_map(|line| line.strip_prefix("    *")).collect();
        let expected = [
            "(.text.startup)",
            "libc.a:malloc.o(.text .text.*)",
            "(.text._ZN1a1c17h* .text.unlikely._ZN1a1c17h*)",
            "(.text._ZN1a1b17h0000000000000001E .text.unlikely._ZN1a1b17h0000000000000001E)",
            // All of its like come last: they are what is left of it when the hash has changed.
            "(.text._ZN1a1b17h* .text.unlikely._ZN1a1b17h*)",
        ];
        assert_eq!(lines, expected);
        assert_eq!(functions("fn=_a'2\nfn=_b\ncfn=_c\n").collect::<Vec<_>>(), ["_a", "_b"]);
        assert_eq!(command("# callgrind format\ncmd:  ./camkes-lsp runner --item x\nfn=_a\n"), "runner");
    }
}
