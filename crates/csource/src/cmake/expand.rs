// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Variables put into arguments, and paths with unknown parts.

use camino::{Utf8Path, Utf8PathBuf};

use super::{Argument, Files};

/// Stands for text that is not known: no more than one part of a path.
pub(super) const UNKNOWN: char = '\u{fffc}';

/// Most files that one path may stand for.
const MOST_FILES: usize = 512;

/// Most folders that `GLOB_RECURSE` goes down.
const MOST_DEPTH: usize = 8;

/// Most items of a list.
pub(super) const MOST_ITEMS: usize = 4096;

/// What a variable holds; none when nothing is known of it.
pub(super) type Lookup<'a> = dyn Fn(&str) -> Option<Vec<String>> + 'a;

/// The items of arguments: one without quotes is as many as its variables hold.
pub(super) fn items(arguments: &[Argument], lookup: &Lookup<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for argument in arguments {
        if out.len() > MOST_ITEMS {
            break;
        }
        if !argument.expands {
            out.push(argument.text.clone());
            continue;
        }
        let whole = argument.text.strip_prefix("${").and_then(|it| it.strip_suffix('}'));
        match whole.filter(|name| !name.contains(['$', '{', '}'])) {
            // In quotes, too, lists of files stay lists: `LIBS "${libs}"`.
            Some(name) => out.extend(lookup(name).unwrap_or_else(|| vec![UNKNOWN.to_string()])),
            None => {
                let text = text(&argument.text, lookup, 0);
                out.extend(text.split(';').filter(|it| !it.is_empty()).map(str::to_owned));
            }
        }
    }
    out
}

/// A text with its variables put in.
pub(super) fn text(written: &str, lookup: &Lookup<'_>, depth: usize) -> String {
    let mut out = String::new();
    let mut rest = written;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        let (open, close) = if behind.starts_with('<') { ('<', '>') } else { ('{', '}') };
        let Some(start) = behind.find(open).filter(|start| behind[..*start].chars().all(|c| c.is_ascii_uppercase()))
        else {
            out.push('$');
            rest = behind;
            continue;
        };
        let inner = &behind[start + 1..];
        let Some(end) = closing(inner, open, close) else {
            out.push(UNKNOWN);
            return out;
        };
        // The environment, the cache and generator expressions are known to CMake alone.
        if start == 0 && open == '{' && depth < 8 {
            let name = text(&inner[..end], lookup, depth + 1);
            match lookup(&name).as_deref() {
                Some([]) => {}
                Some([one]) => out.push_str(one),
                _ => out.push(UNKNOWN),
            }
        } else {
            out.push(UNKNOWN);
        }
        rest = &inner[end + 1..];
    }
    out.push_str(rest);
    out
}

fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            match depth.checked_sub(1) {
                None => return Some(at),
                Some(left) => depth = left,
            }
        }
    }
    None
}

/// A path made absolute, by text alone.
pub(super) fn absolute(folder: &Utf8Path, path: &str) -> Utf8PathBuf {
    let joined = folder.join(path);
    // Most need nothing more, and putting a path together from its parts costs much more than a look at the text.
    if !["/.", "//"].iter().any(|it| joined.as_str().contains(it)) && !joined.as_str().ends_with('/') {
        return joined;
    }
    let mut out = Utf8PathBuf::new();
    for part in joined.components() {
        match part {
            camino::Utf8Component::CurDir => {}
            camino::Utf8Component::ParentDir => {
                out.pop();
            }
            other => out.push(other.as_str()),
        }
    }
    out
}

/// Whether a path has parts that are patterns or unknown.
pub(super) fn is_open(path: &Utf8Path) -> bool {
    path.as_str().contains([UNKNOWN, '*', '?'])
}

/// The files that an absolute path with `*` and `?` stands for. Of one without them it is not asked whether it exists.
#[must_use]
pub fn matching(path: &Utf8Path, files: &dyn Files) -> Vec<Utf8PathBuf> {
    if !is_open(path) {
        return vec![path.to_owned()];
    }
    let parts: Vec<_> = path.components().map(|part| part.as_str()).collect();
    let mut folders = vec![Utf8PathBuf::new()];
    let mut found = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let is_last = index + 1 == parts.len();
        if !is_open(Utf8Path::new(part)) {
            let joined: Vec<_> = folders.iter().map(|folder| folder.join(part)).collect();
            if is_last {
                found = joined.into_iter().filter(|path| files.has_file(path)).collect();
            } else {
                folders = joined;
            }
            continue;
        }
        // With nothing known before it, all files of the machine would fit.
        if index < 2 {
            return Vec::new();
        }
        let list = |folder: &Utf8PathBuf| if is_last { files.files(folder) } else { files.folders(folder) };
        let fitting = folders.iter().flat_map(list).filter(|it| it.file_name().is_some_and(|name| fits(part, name)));
        let fitting: Vec<_> = fitting.take(MOST_FILES).collect();
        if is_last {
            found = fitting;
        } else {
            folders = fitting;
        }
    }
    found
}

/// As [`matching`] for the last part of the path, in its folder and all below.
pub(super) fn matching_below(path: &Utf8Path, files: &dyn Files) -> Vec<Utf8PathBuf> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Vec::new() };
    if is_open(folder) {
        return matching(path, files);
    }
    let mut out = Vec::new();
    let mut todo = vec![(folder.to_owned(), 0usize)];
    while let Some((folder, depth)) = todo.pop() {
        out.extend(files.files(&folder).into_iter().filter(|it| it.file_name().is_some_and(|it| fits(name, it))));
        if out.len() > MOST_FILES {
            break;
        }
        if depth < MOST_DEPTH {
            todo.extend(files.folders(&folder).into_iter().rev().map(|it| (it, depth + 1)));
        }
    }
    out.truncate(MOST_FILES);
    out
}

/// Whether a name fits a pattern with `*`, `?` and unknown parts.
pub(super) fn fits(pattern: &str, name: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    let (mut p, mut n) = (0, 0);
    // Where to go on after the last open part took one letter more.
    let mut retry: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some('*' | &UNKNOWN) => {
                retry = Some((p + 1, n));
                p += 1;
            }
            Some('?') => {
                p += 1;
                n += 1;
            }
            Some(c) if *c == name[n] => {
                p += 1;
                n += 1;
            }
            _ => {
                let Some((after, from)) = retry else { return false };
                retry = Some((after, from + 1));
                p = after;
                n = from + 1;
            }
        }
    }
    pattern[p..].iter().all(|c| matches!(c, '*' | &UNKNOWN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_names() {
        assert!(fits("*.c", "a.c") && fits("a?c*", "abc") && fits("*a*b", "xaxab") && fits("*", ""));
        assert!(!fits("*.c", "a.h") && !fits("a", "ab") && !fits("?", ""));
    }

    #[test]
    fn variables_are_put_in() {
        let lookup = |name: &str| match name {
            "one" => Some(vec!["1".to_owned()]),
            "two" => Some(vec!["a".to_owned(), "b".to_owned()]),
            "none" => Some(Vec::new()),
            "x1" => Some(vec!["nested".to_owned()]),
            _ => None,
        };
        let put = |text_: &str| text(text_, &lookup, 0).replace(UNKNOWN, "?");
        assert_eq!(put("${one}/${x${one}}${none}.c"), "1/nested.c");
        assert_eq!(put("${two} ${other} $ENV{HOME} $<A:${one}> $x ${"), "? ? ? ? $x ?");
        let argument = |text: &str, quoted| Argument { text: text.to_owned(), quoted, expands: true, range: 0..0 };
        let found = items(&[argument("${two}", false), argument("c;d", false), argument("${none}", false)], &lookup);
        assert_eq!(found, ["a", "b", "c", "d"]);
    }
}
