// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Every kind of problem, at its exact place, and all of a file at once.

mod support;

use camkes_preprocessor::{Environment, FileId, Limits, NoFiles, Options, PpErrorKind, SourceFile, preprocess};
use expect_test::{Expect, expect};
use support::{Files, collapsed, options, run_text};

/// Lists problems as `[text] message`, with the part of a definition that they are in.
fn check(text: &str, expected: Expect) {
    let files = Files::new(&[("app.camkes", text)]);
    let result = support::run(&files, options(&[], &[]));
    let lines: Vec<String> = result
        .errors
        .iter()
        .map(|it| {
            let inside = it.inside.map(|range| format!(" (inside `{}`)", files.text(range))).unwrap_or_default();
            format!("{:?} [{}] {}{inside}\n", it.severity(), files.text(it.range), it.kind)
        })
        .collect();
    expected.assert_eq(&lines.concat());
}

#[test]
fn conditionals() {
    check(
        "#else\n#endif\n#elif 1\n#if 1\n#else x\n#else\n#elif 1\n#endif y\n#ifdef\n#endif\n#ifdef 1\n#endif\n#if\n#endif\n#if 1\n#ifndef A\n",
        expect![[r#"
            Error [#else] `#else` without `#if`
            Error [#endif] `#endif` without `#if`
            Error [#elif] `#elif` without `#if`
            Warning [x] text after `#else` is ignored
            Error [#else] `#else` after `#else`
            Error [#elif] `#elif` after `#else`
            Warning [y] text after `#endif` is ignored
            Error [] `#ifdef` without a macro name
            Error [1] a macro name must be an identifier, found `1`
            Error [#if] `#if` without a condition
            Error [#if] `#if` has no `#endif`
            Error [#ifndef] `#ifndef` has no `#endif`
        "#]],
    );
}

#[test]
fn conditions() {
    check(
        "#if 1 +\n#endif\n#if * 2\n#endif\n#if (1\n#endif\n#if 1)\n#endif\n#if 1 2\n#endif\n#if 1 ? 2\n#endif\n#if 1 : 2\n#endif\n\
         #if 1.5\n#endif\n#if 1 / (2 - 2)\n#endif\n#if \"s\"\n#endif\n#if defined 3\n#endif\n#if 08\n#endif\n#if 1x\n#endif\n\
         #if ''\n#endif\n#if 18446744073709551616\n#endif\n#if 18446744073709551615\n#endif\n#if 9223372036854775807 + 1\n#endif\n\
         #if 'abcde'\n#endif\n#if 1, 2\n#endif\n#if X = 1\n#endif\n",
        expect![[r#"
            Error [+] an operand is missing at the end of the condition
            Error [*] an operand is missing before `*`
            Error [1] missing `)` in the condition
            Error [)] missing `(` in the condition
            Error [2] an operator is missing before `2`
            Error [2] `?` without a following `:`
            Error [:] `:` without a preceding `?`
            Error [1.5] a condition takes no floating-point constant
            Error [/] division by zero
            Error ["s"] `"s"` can't be part of a condition
            Error [defined] `defined` needs a macro name
            Error [08] digit `8` is not octal
            Error [1x] `x` is no suffix of an integer constant
            Error [''] the character constant is empty
            Warning [18446744073709551616] the integer constant does not fit 64 bits
            Warning [18446744073709551615] the integer constant only fits an unsigned type
            Warning [+] integer overflow in the condition
            Warning ['abcde'] the character constant is too long
            Warning [,] a comma operator in the condition
            Error [=] `=` can't be part of a condition
        "#]],
    );
}

#[test]
fn definitions() {
    check(
        "#define\n#define 3\n#define defined\n#define f(\n#define f(a\n#define f(a,a) a\n#define f(a b) a\n#define f(1) a\n\
         #define f(...,a) a\n#define f(a) #b\n#define p ## a\n#define p a ##\n#define X-1\n#define Y __VA_ARGS__\n\
         #define V(...) __VA_OPT__ x\n#define V(...) __VA_OPT__(\n#define V(...) __VA_OPT__(__VA_OPT__())\n\
         #define Z(x) __VA_OPT__(x)\n#define A 1\n#define A 1\n#define A 2\n#define __LINE__ 1\n#undef __FILE__\n#undef A b\n",
        expect![[r#"
            Error [] `#define` without a macro name
            Error [3] a macro name must be an identifier, found `3`
            Error [defined] `defined` can't be used as a macro name
            Error [] missing `)` in the parameter list of `f`
            Error [] missing `)` in the parameter list of `f`
            Error [a] parameter `a` is named twice
            Error [b] missing `)` in the parameter list of `f`
            Error [1] `1` can't be a macro parameter
            Error [,] `...` must be the last parameter
            Error [#] `#` must be followed by a macro parameter
            Error [##] `##` can't be at either end of a macro's body
            Error [##] `##` can't be at either end of a macro's body
            Warning [-] white space is missing after the macro name `X`
            Warning [__VA_ARGS__] `__VA_ARGS__` is only known in a variadic macro
            Error [x] `__VA_OPT__` needs a balanced `(…)`
            Error [] `__VA_OPT__` needs a balanced `(…)`
            Error [__VA_OPT__] `__VA_OPT__` can't be nested
            Warning [__VA_OPT__] `__VA_OPT__` is only known in a variadic macro
            Warning [A] macro `A` is redefined
            Warning [__LINE__] predefined macro `__LINE__` is redefined
            Warning [__FILE__] predefined macro `__FILE__` is undefined
            Warning [b] text after `#undef` is ignored
        "#]],
    );
}

#[test]
fn invocations() {
    check(
        "#define f(a, b) a b\n#define v(a, ...) a\n#define cat(a, b) a ## b\n#define bad cat(+, x)\n\
         f(1) f(1, 2, 3) v() cat(/, /) bad\n_Pragma(x)\n__has_include(<a>)\nf(1,\n",
        expect![[r#"
            Error [f] macro `f` takes 2 arguments, got 1
            Error [f] macro `f` takes 2 arguments, got 3
            Error [cat(/, /)] `/` and `/` don't paste to one token (inside `cat`)
            Error [bad] `+` and `x` don't paste to one token (inside `+`)
            Error [_Pragma] `_Pragma` takes one string in parentheses
            Error [__has_include] `__has_include` is only known in `#if` and `#elif`
            Error [f] the invocation of macro `f` has no closing `)`
        "#]],
    );
}

#[test]
fn other_directives() {
    check(
        "#foo bar\n#include\n#include x\n#include \"\"\n#include <a.h> b\n#include_next <a.h>\n#error it's  bad \n#warning  hm\n\
         #line\n#line x\n#line 0\n#line 5 x\n#pragma once\n#pragma GCC poison gets\ngets\n#pragma push_macro(x)\n#if __has_include x\n#endif\n",
        expect![[r#"
            Error [#foo] unknown directive `#foo`
            Error [#include] `#include` needs a "file" or <file>
            Error [x] `#include` needs a "file" or <file>
            Error [""] the header name is empty
            Warning [b] text after `#include` is ignored
            Error [<a.h>] header `a.h` not found
            Warning [#include_next] `#include_next` in the primary file is a plain `#include`
            Error [#error it's  bad] #error it's  bad
            Warning [#warning  hm] #warning hm
            Error [] `#line` needs a line number and at most a "file"
            Error [x] `#line` needs a line number and at most a "file"
            Warning [0] line number 0 is out of range
            Error [x] `#line` needs a line number and at most a "file"
            Warning [once] `#pragma once` has no effect in the primary file
            Error [gets] `gets` is poisoned
            Error [push_macro(x)] malformed `#pragma push_macro`
            Error [__has_include] `__has_include` needs a parenthesised "file" or <file>
            Error [x] an operator is missing before `x`
        "#]],
    );
}

#[test]
fn assertions() {
    check(
        "#assert\n#assert 5(x)\n#assert a\n#assert a()\n#assert a(b\n#assert a(b) x\n#assert a(b)\n#unassert a(b) y\n#unassert\n\
         #if #\n#endif\n#if #5\n#endif\n#if #a(\n#endif\n#if #a()\n#endif\n#if #a k\n#endif\n",
        expect![[r#"
            Error [] a predicate is missing
            Error [5] a predicate must be an identifier, found `5`
            Error [a] `#assert a` needs an answer in parentheses
            Error [(] the answer is empty
            Error [(] missing `)` behind the answer
            Warning [x] text after `#assert` is ignored
            Warning [a] `a` has that answer already
            Warning [y] text after `#unassert` is ignored
            Error [] a predicate is missing
            Error [] a predicate is missing
            Error [5] a predicate must be an identifier, found `5`
            Error [(] missing `)` behind the answer
            Error [(] the answer is empty
            Error [k] an operator is missing before `k`
        "#]],
    );
}

#[test]
fn texts_that_are_no_c() {
    check(
        "it's\n\"open\n/* to the end",
        expect![[r#"
            Warning ['s] missing terminating ' character
            Warning ["open] missing terminating " character
            Error [/* to the end] unterminated comment
        "#]],
    );
}

fn limited(text: &str, limits: Limits) -> Vec<PpErrorKind> {
    let options = Options { limits, ..Options::default() };
    let source = SourceFile { file: FileId(0), text: text.into(), shown: "bomb".into() };
    preprocess(&source, &Environment::new(options), &NoFiles).errors.into_iter().map(|it| it.kind).collect()
}

/// `b0` to `b39`, each twice the one before: 2^40 tokens.
fn doubling() -> String {
    let mut text = String::from("#define b0 x\n");
    for index in 1..40 {
        text.push_str(&format!("#define b{index} b{0} b{0}\n", index - 1));
    }
    text + "b39\nafter\n"
}

#[test]
fn a_doubling_bomb_ends_in_one_error_and_the_rest_is_kept() {
    let result = run_text(&doubling());
    assert!(matches!(result.errors.as_slice(), [it] if matches!(it.kind, PpErrorKind::TooManyTokens { .. })));
    assert!(result.text.ends_with("after"));
    assert!(result.text.len() < 1 << 26, "{}", result.text.len());
}

#[test]
fn a_bomb_of_growing_names_and_strings_ends_in_an_error() {
    let mut text = String::from("#define cat(a, b) a ## b\n#define xcat(a) cat(a, a)\n#define n0 xxxxxxxx\n");
    for index in 1..60 {
        text.push_str(&format!("#define n{index} xcat(n{})\n", index - 1));
    }
    text.push_str("n59\n");
    let small = Limits { text: 1 << 16, ..Limits::default() };
    assert_eq!(limited(&text, small.clone()), [PpErrorKind::TooMuchText { limit: 1 << 16 }]);
    let mut text = String::from("#define s(x) #x\n#define xs(x) s(x)\n#define q0 \"\\\\\"\n");
    for index in 1..60 {
        text.push_str(&format!("#define q{index} xs(q{})\n", index - 1));
    }
    text.push_str("q59\n");
    assert_eq!(limited(&text, small), [PpErrorKind::TooMuchText { limit: 1 << 16 }]);
}

#[test]
fn a_flood_of_problems_is_cut_off() {
    let text = "#foo\n".repeat(30);
    let kinds = limited(&text, Limits { problems: 10, ..Limits::default() });
    assert_eq!(kinds.len(), 11);
    assert_eq!(kinds.last(), Some(&PpErrorKind::TooManyProblems { limit: 10 }));
}

#[test]
fn deep_nesting_ends_in_an_error_and_not_in_a_stack_overflow() {
    let deep = format!("#define f(x) x\n{}1{}\n", "f(".repeat(600), ")".repeat(600));
    assert_eq!(limited(&deep, Limits::default()), [PpErrorKind::NestingTooDeep { limit: 200 }]);
    let chain: String = (0..20_000).map(|index| format!("#define c{} c{index}\n", index + 1)).collect();
    assert_eq!(
        limited(&(chain.clone() + "c20000\n"), Limits { expansion_nesting: 1000, ..Limits::default() }),
        [PpErrorKind::NestingTooDeep { limit: 1000 }]
    );
    assert_eq!(collapsed(&run_text(&(chain + "c20000\n")).text), "c0");
    let parentheses = format!("#if {}1{}\n#endif\n", "(".repeat(100_000), ")".repeat(100_000));
    assert_eq!(limited(&parentheses, Limits::default()).len(), 1);
    let operators = format!("#if {}1\n#endif\n", "- ".repeat(100_000));
    assert_eq!(limited(&operators, Limits::default()).len(), 1);
}
