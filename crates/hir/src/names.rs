// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Facts about names: C keywords, and which known name a misspelt one was probably meant to be.

/// Words that can't name anything that becomes a C symbol: the keywords of C (ISO C11 6.4.1), and those that GCC and Clang add.
/// The reference tool (`ckeywords`) refuses the same ones.
const C_KEYWORDS: &[&str] = &[
    "_Alignas",
    "_Alignof",
    "_Atomic",
    "_Bool",
    "_Complex",
    "_Decimal128",
    "_Decimal32",
    "_Decimal64",
    "_Generic",
    "_Imaginary",
    "_Noreturn",
    "_Static_assert",
    "_Thread_local",
    "__FUNCTION__",
    "__PRETTY_FUNCTION__",
    "__alignof",
    "__alignof__",
    "__asm",
    "__asm__",
    "__attribute",
    "__attribute__",
    "__builtin_choose_expr",
    "__builtin_convertvector",
    "__builtin_offsetof",
    "__builtin_types_compatible_p",
    "__builtin_va_arg",
    "__cdecl",
    "__complex",
    "__complex__",
    "__const",
    "__const__",
    "__declspec",
    "__extension__",
    "__fastcall",
    "__fp16",
    "__func__",
    "__imag",
    "__imag__",
    "__inline",
    "__inline__",
    "__int128",
    "__label__",
    "__module_private__",
    "__objc_no",
    "__objc_yes",
    "__pascal",
    "__private_extern__",
    "__real",
    "__real__",
    "__restrict",
    "__restrict__",
    "__signed",
    "__signed__",
    "__stdcall",
    "__thiscall",
    "__thread",
    "__typeof",
    "__typeof__",
    "__unknown_anytype",
    "__vectorcall",
    "__volatile",
    "__volatile__",
    "asm",
    "auto",
    "break",
    "case",
    "char",
    "const",
    "continue",
    "default",
    "do",
    "double",
    "else",
    "enum",
    "extern",
    "float",
    "for",
    "goto",
    "if",
    "inline",
    "int",
    "long",
    "register",
    "restrict",
    "return",
    "short",
    "signed",
    "sizeof",
    "static",
    "struct",
    "switch",
    "typedef",
    "typeof",
    "union",
    "unsigned",
    "void",
    "volatile",
    "wchar_t",
    "while",
];

/// Connectors of earlier releases and what they are called now (differences between CAmkES 2 and 3, and the release
/// notes of CAmkES 3.8.0).
const RENAMED_CONNECTORS: &[(&str, &str)] = &[("seL4Asynch", "seL4Notification"), ("seL4RPC", "seL4RPCCall")];

/// The present name of a connector of an earlier release.
pub(crate) fn renamed_connector(name: &str) -> Option<&'static str> {
    RENAMED_CONNECTORS.iter().find(|(old, _)| *old == name).map(|(_, new)| *new)
}

/// Keywords of C that are types by themselves.
const C_TYPE_KEYWORDS: [&str; 14] = [
    "_Bool",
    "_Decimal128",
    "_Decimal32",
    "_Decimal64",
    "__fp16",
    "__int128",
    "char",
    "double",
    "float",
    "int",
    "long",
    "short",
    "signed",
    "unsigned",
];

/// Whether a word can't be a type of C, since it is another of its keywords.
pub(crate) fn is_no_c_type(name: &str) -> bool {
    is_c_keyword(name) && name != "wchar_t" && !C_TYPE_KEYWORDS.contains(&name)
}

/// Whether a name is a C keyword.
#[must_use]
pub fn is_c_keyword(name: &str) -> bool {
    C_KEYWORDS.binary_search(&name).is_ok()
}

/// The known name nearest to what was written, if one is near enough to be a slip of the finger.
#[must_use]
pub fn closest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // In a word of one or two letters a slip would be half of it; only its case may differ.
    let limit = match written.chars().count() {
        0..=2 => 0,
        length => length / 3,
    };
    let folded = fold(written);
    let mut best: Option<(usize, &str)> = None;
    for name in known.into_iter().filter(|name| *name != written) {
        // What is found next must be as near as that.
        let limit = best.map_or(limit, |(edits, _)| edits);
        // Known before the letters are looked at, for nearly all names that there are.
        if name.is_ascii() && name.len().min(LONGEST).abs_diff(folded.len()) > limit {
            continue;
        }
        let found = distance(&folded, &fold(name), limit).map(|edits| (edits, name));
        best = best.into_iter().chain(found).min();
    }
    best.map(|(_, name)| name)
}

/// Letters of a word that are looked at.
const LONGEST: usize = 64;

/// Letters of a word without their case; the start of a long one.
fn fold(word: &str) -> Vec<char> {
    word.chars().take(LONGEST).flat_map(char::to_lowercase).collect()
}

/// Edits (insert, delete, replace, swap neighbours) between two words; `None` when there are more than `limit`. A system
/// with many unknown names asks this for each against each known one, so that it stops as soon as it can.
fn distance(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    if limit == 0 {
        return (a == b).then_some(0);
    }
    let mut rows: [Vec<usize>; 3] = [vec![0; b.len() + 1], (0..=b.len()).collect(), vec![0; b.len() + 1]];
    for i in 1..=a.len() {
        rows[2][0] = i;
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (rows[1][j] + 1).min(rows[2][j - 1] + 1).min(rows[1][j - 1] + same);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[0][j - 2] + 1);
            }
            rows[2][j] = best;
        }
        // A swap reaches back over one row, so that two must be beyond the limit.
        if rows[1..].iter().flatten().all(|edits| *edits > limit) {
            return None;
        }
        rows.rotate_left(1);
    }
    Some(rows[1][b.len()]).filter(|edits| *edits <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_sorted_for_the_search() {
        assert!(C_KEYWORDS.is_sorted());
        assert!(is_c_keyword("while") && !is_c_keyword("run"));
    }

    #[test]
    fn a_slip_is_recognised_and_a_different_word_is_not() {
        assert_eq!(closest("seL4RPCCal", ["seL4RPCCall", "seL4RPCEvent"]), Some("seL4RPCCall"));
        assert_eq!(closest("Ehco", ["Echo", "Client"]), Some("Echo"));
        assert_eq!(closest("echo", ["Echo"]), Some("Echo"));
        assert_eq!(closest("timer", ["serial", "Client"]), None);
        assert_eq!(closest("g", ["f", "G"]), Some("G"));
        assert_eq!(closest("client", ["clients", "cliont", "Client", "cleint"]), Some("Client"));
        assert_eq!(closest("clienta", ["clientc", "clientb"]), Some("clientb"), "the first of those that are as near");
        assert_eq!(closest("grün", ["GRÜN", "gruen"]), Some("GRÜN"));
    }
}
