// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From the output to the user's text and back, through macros and includes.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

mod support;

use camkes_preprocessor::{Activity, DirectiveKind, FileId, FrameRole, Place, Preprocessed, ReferenceKind, directives};
use support::{Files, options, run};
use text_size::{TextRange, TextSize};

const APP: FileId = FileId(0);

/// The only place of `needle` in `text`.
fn range_of(text: &str, needle: &str) -> TextRange {
    assert_eq!(text.matches(needle).count(), 1, "`{needle}` in {text}");
    let start = text.find(needle).expect("counted above");
    TextRange::at(offset(start), TextSize::of(needle))
}

fn offset(at: usize) -> TextSize {
    TextSize::try_from(at).expect("a short text")
}

struct Case {
    files: Files,
    result: Preprocessed,
}

impl Case {
    fn new(text: &str) -> Self {
        Self::with(&[("app.camkes", text)])
    }

    fn with(files: &[(&str, &str)]) -> Self {
        let files = Files::new(files);
        let result = run(&files, options(&[], &["ON_COMMAND_LINE=cmd"]));
        Self { files, result }
    }

    fn original(&self, needle: &str) -> &str {
        self.files.text(self.result.map.original(range_of(&self.result.text, needle)))
    }

    /// `name role spelling` of each frame, innermost first.
    fn stack(&self, needle: &str) -> Vec<String> {
        let place = |place: Place| match place {
            Place::File(range) => self.files.text(range).to_owned(),
            other => format!("{other:?}"),
        };
        let frames = self.result.map.expansion_stack(range_of(&self.result.text, needle).start());
        frames.iter().map(|it| format!("{} {:?} {}", it.name, it.role, place(it.spelling))).collect()
    }
}

#[test]
fn tokens_of_the_user_map_to_themselves() {
    let case = Case::new("#define X y\ncomponent  Foo { /* c */ control; }\n");
    assert_eq!(case.original("Foo"), "Foo");
    assert_eq!(case.original("oo { con"), "oo { /* c */ con");
    assert!(case.stack("Foo").is_empty());
}

#[test]
fn tokens_of_a_body_map_to_the_use_and_know_the_definition() {
    let case = Case::new("#define SIZE (4 * 1024)\na = SIZE;\n");
    assert_eq!(case.original("1024"), "SIZE");
    assert_eq!(case.original("(4 * 1024)"), "SIZE");
    assert_eq!(case.original("= (4"), "= SIZE");
    assert_eq!(case.stack("1024"), ["SIZE Body 1024"]);
}

#[test]
fn tokens_of_an_argument_map_to_what_the_user_wrote() {
    let case = Case::new(
        "#define CONF(vm, ram) vm.ram_size = ram;\n#define OUTER(x) CONF(x, 99)\nCONF(vm0, 128 + 7) OUTER(vm1)\n",
    );
    assert_eq!(case.original("vm0"), "vm0");
    assert_eq!(case.original("128 + 7"), "128 + 7");
    assert_eq!(case.original("+"), "+");
    assert_eq!(case.stack("7"), ["CONF Argument 7"]);
    assert_eq!(case.original("vm1"), "vm1");
    assert_eq!(case.stack("vm1"), ["CONF Argument vm1", "OUTER Argument CONF(x, 99)"]);
    assert_eq!(case.original("99"), "OUTER(vm1)");
    assert_eq!(case.stack("99"), ["CONF Argument 99", "OUTER Body CONF(x, 99)"]);
}

#[test]
fn an_expansion_inside_an_argument_lies_inside_the_outer_one() {
    let case = Case::new("#define ID(x) x\n#define N 42\nID(ID(N))\n");
    assert_eq!(case.original("42"), "ID(ID(N))");
    assert_eq!(case.stack("42"), ["N Body 42", "ID Argument N", "ID Argument ID(N)"]);
}

#[test]
fn made_tokens_map_to_the_use() {
    let case =
        Case::new("#define CAT(a, b) a ## b # a\n#define S(x) #x\nCAT(vm, 0) S(text) __LINE__ ON_COMMAND_LINE\n");
    assert_eq!(case.original("vm0"), "CAT(vm, 0)");
    assert_eq!(case.original("\"text\""), "S(text)");
    assert_eq!(case.stack("\"text\""), ["S Body Made"]);
    assert_eq!(case.original("3"), "__LINE__");
    assert_eq!(case.original("cmd"), "ON_COMMAND_LINE");
    assert_eq!(case.stack("cmd"), ["ON_COMMAND_LINE Body CommandLine(16..19)"]);
}

#[test]
fn an_invocation_over_several_lines_is_one_place() {
    let case = Case::new("#define F(a, b) <b a body>\nF(one,\n  two) rest\n");
    assert_eq!(case.original("body"), "F(one,\n  two)");
    assert_eq!(case.original("<two one body>"), "F(one,\n  two)");
    assert_eq!(case.original("rest"), "rest");
}

#[test]
fn empty_ranges_and_white_space_have_places() {
    let case = Case::new("#define E\na  E  b\n");
    let text = &case.result.text;
    let at = |start: usize| case.result.map.original(TextRange::empty(offset(start))).range;
    let a_end = text.find('a').expect("a") + 1;
    assert_eq!(at(a_end), TextRange::empty(offset(11)), "behind `a`");
    assert_eq!(at(text.find('b').expect("b")), TextRange::empty(offset(16)), "before `b`");
    assert_eq!(at(text.len()), TextRange::empty(offset(17)), "behind `b`");
    let nothing = Case::new("#define E\nE\n");
    assert_eq!(nothing.result.text.as_ref(), "");
    assert_eq!(nothing.result.map.original(TextRange::default()).file, APP);
}

#[test]
fn tokens_of_a_header_map_into_the_header() {
    let case =
        Case::with(&[("app.camkes", "#include \"h.h\"\nUSE(q) app\n"), ("h.h", "#define USE(x) [x made]\nheader\n")]);
    let header = case.result.map.original(range_of(&case.result.text, "header"));
    assert_eq!((header.file, case.files.text(header)), (FileId(1), "header"));
    assert_eq!(case.original("made"), "USE(q)");
    assert_eq!(case.original("q made"), "USE(q)");
    assert_eq!(case.original("q"), "q");
    let frames = case.result.map.expansion_stack(range_of(&case.result.text, "made").start());
    let definition = frames[0].definition.file().expect("the macro is defined in a file");
    assert_eq!((definition.file, case.files.text(definition)), (FileId(1), "USE"));
}

#[test]
fn offsets_of_a_file_lead_to_the_output() {
    let text = "#define TWICE(x) x and x\nTWICE(me) plain\n";
    let case = Case::new(text);
    let output = |needle: &str| -> Vec<&str> {
        let ranges = case.result.map.output_ranges(APP, range_of(text, needle).start());
        ranges.into_iter().map(|it| &case.result.text[it]).collect()
    };
    assert_eq!(output("me)"), ["me", "me"]);
    assert_eq!(output("TWICE(me"), ["and"]);
    assert_eq!(output("plain"), ["plain"]);
    assert!(output("#define").is_empty());
}

#[test]
fn an_invocation_shows_its_full_expansion() {
    let text = "#define VM(n) component Init##n vm##n; PAD(n)\n#define PAD(n) Buf(SIZE * n) b;\n#define SIZE 4096\n#define NONE\nVM(1) rest (NONE)\n";
    let case = Case::new(text);
    let expand = |needle: &str| case.result.expand_at(APP, range_of(text, needle).start());
    let expansion = expand("VM(1)").expect("an invocation");
    assert_eq!(expansion.text, "component Init1 vm1; Buf(4096 * 1) b;");
    assert_eq!(expansion.definition.name, "VM");
    assert_eq!(case.files.text(expansion.invocation), "VM(1)");
    assert_eq!(expand("NONE)\n").expect("an empty macro").text, "");
    assert!(expand("rest").is_none());
}

#[test]
fn macros_and_their_uses_are_listed() {
    let text = "#define A 1\n#define F(x, ...) x\n#ifdef A\nF(A)\n#endif\n#if defined(F) && B\n#endif\n#undef A\n";
    let case = Case::new(text);
    let macros: Vec<(&str, Option<usize>)> =
        case.result.macros.iter().map(|it| (it.name.as_str(), it.parameters.as_ref().map(Vec::len))).collect();
    assert_eq!(macros, [("A", None), ("F", Some(2))]);
    let uses: Vec<(&str, ReferenceKind, Option<u32>)> =
        case.result.references.iter().map(|it| (case.files.text(it.range), it.kind, it.definition)).collect();
    assert_eq!(
        uses,
        [
            ("A", ReferenceKind::Test, Some(0)),
            ("F", ReferenceKind::Expansion, Some(1)),
            ("A", ReferenceKind::Expansion, Some(0)),
            ("F", ReferenceKind::Test, Some(1)),
            ("A", ReferenceKind::Undefinition, Some(0)),
        ]
    );
    let at = |needle: &str| case.result.macro_at(APP, range_of(text, needle).start()).map(|it| it.name.to_string());
    assert_eq!(at("F(A)"), Some("F".to_owned()));
    assert_eq!(at("F(x"), Some("F".to_owned()));
    assert_eq!(at("x, ..."), None);
}

#[test]
fn skipped_groups_and_their_directives_are_known() {
    let text = "#if 0\nzero\n#define NO\n#elif 1\none\n#else\nelse\n#if 1\ninner\n#endif\n#endif\n";
    let case = Case::new(text);
    let inactive: Vec<&str> = case.result.inactive_in(APP).map(|it| &text[it]).collect();
    assert_eq!(inactive, ["\nzero\n#define NO\n", "\nelse\n#if 1\ninner\n#endif\n"]);
    let seen: Vec<(DirectiveKind, Activity)> = case.result.directives.iter().map(|it| (it.kind, it.activity)).collect();
    use Activity::{Active, Skipped};
    assert_eq!(
        seen,
        [
            (DirectiveKind::If, Active),
            (DirectiveKind::Define, Skipped),
            (DirectiveKind::Elif, Active),
            (DirectiveKind::Else, Active),
            (DirectiveKind::If, Skipped),
            (DirectiveKind::Endif, Skipped),
            (DirectiveKind::Endif, Active),
        ]
    );
}

#[test]
fn output_tokens_carry_their_role() {
    let case = Case::new("#define F(x) x + 1\nF(a) b\n");
    let roles: Vec<(&str, Option<FrameRole>)> =
        case.result.map.tokens().map(|it| (&case.result.text[it.output], it.role)).collect();
    let (argument, body) = (Some(FrameRole::Argument), Some(FrameRole::Body));
    assert_eq!(roles, [("a", argument), ("+", body), ("1", body), ("b", None)]);
    for (text, role) in roles {
        assert_eq!(case.result.map.role_at(range_of(&case.result.text, text).start()), role, "{text}");
    }
}

#[test]
fn the_outline_needs_no_run() {
    let text = "import <a>;\n#include <configurations/vm.h> // c\n  # if X \\\n  && Y\n#define F(x) \\\n  x\n#elif 1\n#else\n#endif\n#\n/* #no */ \"#no\"\n#pragma once";
    let found = directives(text);
    let seen: Vec<(DirectiveKind, &str, Option<usize>)> =
        found.iter().map(|it| (it.kind, &text[it.range], it.group_end)).collect();
    assert_eq!(
        seen,
        [
            (DirectiveKind::Include, "#include <configurations/vm.h> // c", None),
            (DirectiveKind::If, "# if X \\\n  && Y", Some(3)),
            (DirectiveKind::Define, "#define F(x) \\\n  x", None),
            (DirectiveKind::Elif, "#elif 1", Some(4)),
            (DirectiveKind::Else, "#else", Some(5)),
            (DirectiveKind::Endif, "#endif", None),
            (DirectiveKind::Null, "#", None),
            (DirectiveKind::Pragma, "#pragma once", None),
        ]
    );
    let include = found[0].include.as_ref().expect("a header");
    assert_eq!((include.name.as_str(), &text[include.range]), ("configurations/vm.h", "<configurations/vm.h>"));
    assert_eq!(found[2].macro_name.map(|it| &text[it]), Some("F"));
}
