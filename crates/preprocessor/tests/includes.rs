// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Includes: search order, guards, missing headers, limits.

mod support;

use camkes_preprocessor::{FileId, IncludeOutcome, MacroOption, Options, PpErrorKind, Predefined};
use support::{Files, collapsed, options, run};

#[test]
fn quoted_names_start_beside_the_includer_and_angle_names_do_not() {
    let files = Files::new(&[
        ("app/main.camkes", "#include \"x.h\"\n#include <x.h>\n#include \"sub/y.h\"\n"),
        ("app/x.h", "beside"),
        ("inc/x.h", "searched"),
        ("app/sub/y.h", "#include \"x.h\"\n"),
        ("app/sub/x.h", "beside y"),
    ]);
    let result = run(&files, options(&["inc"], &[]));
    assert_eq!(collapsed(&result.text), "beside searched beside y");
    assert!(result.errors.is_empty());
}

#[test]
fn folders_are_searched_quote_then_include_then_system() {
    let files = Files::new(&[
        ("main.camkes", "#include \"a.h\"\n#include <a.h>\n#include <b.h>\n#include <c.h>\n"),
        ("q/a.h", "quote"),
        ("i1/a.h", "i1"),
        ("i2/a.h", "i2"),
        ("i2/b.h", "i2b"),
        ("s/b.h", "sb"),
        ("s/c.h", "sc"),
    ]);
    let options = Options {
        quote_folders: vec!["q".into()],
        include_folders: vec!["i1".into(), "i2".into(), "s".into()],
        system_folders: vec!["s".into()],
        ..Options::default()
    };
    assert_eq!(collapsed(&run(&files, options).text), "quote i1 i2b sc");
}

#[test]
fn include_next_goes_on_behind_the_present_folder() {
    let files = Files::new(&[
        ("main.camkes", "#include <limits.h>\n#if __has_include_next(<limits.h>)\n#endif\n"),
        ("a/limits.h", "a\n#include_next <limits.h>\n"),
        ("b/limits.h", "b\n#if __has_include_next(<limits.h>)\n#include_next <limits.h>\n#endif\n"),
        ("c/limits.h", "c\n#if __has_include_next(<limits.h>)\nnever\n#endif\n"),
    ]);
    assert_eq!(collapsed(&run(&files, options(&["a", "b", "c"], &[])).text), "a b c");
}

#[test]
fn a_header_name_may_come_from_macros() {
    let files = Files::new(&[
        (
            "main.camkes",
            "#define DIR plat\n#define NAME <DIR/VARIANT.h>\n#include NAME\n#define Q \"q.h\"\n#include Q\n",
        ),
        ("inc/plat/tx2.h", "tx2"),
        ("q.h", "q"),
    ]);
    assert_eq!(collapsed(&run(&files, options(&["inc"], &["VARIANT=tx2"])).text), "tx2 q");
}

#[test]
fn guarded_files_are_not_read_again() {
    let files = Files::new(&[
        (
            "main.camkes",
            "#include \"g.h\"\n#include \"g.h\"\n#include \"o.h\"\n#include \"o.h\"\n#include \"d.h\"\n#include \"d.h\"\n\
             #include \"n.h\"\n#include \"n.h\"\n",
        ),
        ("g.h", "/* once */\n#ifndef G_H\n#define G_H\ng\n#endif /* G_H */\n"),
        ("o.h", "#pragma once\no\n"),
        ("d.h", "#if !defined(D_H)\n#define D_H\nd\n#endif\n"),
        ("n.h", "#ifndef N_H\n#define N_H\nn\n#endif\nagain\n"),
    ]);
    let result = run(&files, options(&[], &[]));
    assert_eq!(collapsed(&result.text), "g o d n again again");
    let guarded: Vec<&str> = result
        .includes
        .iter()
        .filter(|it| matches!(it.outcome, IncludeOutcome::Guarded(_)))
        .map(|it| it.name.as_str())
        .collect();
    assert_eq!(guarded, ["g.h", "o.h", "d.h"], "text behind the guard of n.h makes it no guard");
}

#[test]
fn import_includes_once() {
    let files = Files::new(&[("main.camkes", "#import \"a.h\"\n#import \"a.h\"\n"), ("a.h", "a\n")]);
    assert_eq!(collapsed(&run(&files, options(&[], &[])).text), "a");
    let text = "#include \"a.h\"\n#include \"a.h\"\n#import \"a.h\"\n#include \"a.h\"\n#import \"main.camkes\"\n";
    let files = Files::new(&[("main.camkes", text), ("a.h", "a\n")]);
    assert_eq!(collapsed(&run(&files, options(&[], &[])).text), "a a");
}

#[test]
fn a_missing_header_is_reported_once_and_the_run_goes_on() {
    let files = Files::new(&[
        ("main.camkes", "#include <autoconf.h>\n#include <autoconf.h>\n#include \"b.h\"\nrest\n"),
        ("b.h", "#include <autoconf.h>\n#include <gen_config.h>\nb\n"),
    ]);
    let result = run(&files, options(&[], &[]));
    assert_eq!(collapsed(&result.text), "b rest");
    let found: Vec<(String, &str)> =
        result.errors.iter().map(|it| (it.kind.to_string(), files.text(it.range))).collect();
    assert_eq!(
        found,
        [
            ("header `autoconf.h` not found".to_owned(), "<autoconf.h>"),
            ("header `gen_config.h` not found".to_owned(), "<gen_config.h>"),
        ]
    );
    assert_eq!(result.missing_headers(), ["autoconf.h", "gen_config.h"]);
}

#[test]
fn includes_tell_their_places_and_the_include_around_them() {
    let files = Files::new(&[
        ("main.camkes", "x\n  #include \"a.h\" // why\ny\n"),
        ("a.h", "#include \"b.h\"\n"),
        ("b.h", "b\n"),
    ]);
    let result = run(&files, options(&[], &[]));
    let seen: Vec<(&str, &str, Option<FileId>, Option<u32>)> = result
        .includes
        .iter()
        .map(|it| (files.text(it.directive), files.text(it.target), it.outcome.file(), it.parent))
        .collect();
    assert_eq!(
        seen,
        [
            ("#include \"a.h\" // why", "\"a.h\"", Some(FileId(1)), None),
            ("#include \"b.h\"", "\"b.h\"", Some(FileId(2)), Some(0)),
        ]
    );
    let b = result.text.find('b').expect("the text of b.h").try_into().expect("a short text");
    let stack: Vec<&str> = result.map.include_stack(b).into_iter().map(|it| files.text(it)).collect();
    assert_eq!(stack, ["#include \"b.h\"", "#include \"a.h\" // why"]);
    let y = result.text.find('y').expect("the rest").try_into().expect("a short text");
    assert!(result.map.include_stack(y).is_empty());
}

#[test]
fn a_file_that_includes_itself_ends_in_an_error() {
    let files = Files::new(&[("main.camkes", "#include \"main.camkes\"\nx\n")]);
    let result = run(&files, options(&[], &[]));
    let kinds: Vec<&PpErrorKind> = result.errors.iter().map(|it| &it.kind).collect();
    assert_eq!(kinds, [&PpErrorKind::IncludeTooDeep { limit: 200 }]);
    assert_eq!(collapsed(&result.text).split(' ').count(), 200);
}

#[test]
fn an_include_bomb_ends_in_an_error() {
    let files = Files::new(&[("main.camkes", "#include \"main.camkes\"\n#include \"main.camkes\"\n")]);
    let result = run(&files, options(&[], &[]));
    assert!(result.errors.iter().any(|it| matches!(it.kind, PpErrorKind::TooManyInclusions { .. })));
}

#[test]
fn forced_includes_come_first_in_order() {
    let files =
        Files::new(&[("main.camkes", "A B\n"), ("one.h", "#define A 1\none\n"), ("two.h", "#define B A + 1\ntwo\n")]);
    let options =
        Options { forced_includes: vec!["one.h".into(), "two.h".into(), "no.h".into()], ..Options::default() };
    let result = run(&files, options);
    assert_eq!(collapsed(&result.text), "one two 1 1 + 1");
    assert_eq!(result.errors.len(), 1);
}

#[test]
fn options_define_and_undefine_in_order() {
    let files = Files::new(&[("main.camkes", "A B C F(3) linux\n")]);
    let options = Options {
        predefined: Predefined::HostCpp,
        macros: vec![
            MacroOption::Define("A".into()),
            MacroOption::Define("B=two words".into()),
            MacroOption::Define("F(x)=x+x".into()),
            MacroOption::Define("C=1".into()),
            MacroOption::Undefine("C".into()),
            MacroOption::Undefine("linux".into()),
        ],
        ..Options::default()
    };
    assert_eq!(collapsed(&run(&files, options).text), "1 two words C 3 +3 linux");
}

#[test]
fn a_malformed_option_is_reported_for_itself() {
    let environment = camkes_preprocessor::Environment::new(options(&[], &["1X=2", "OK=1", "OK=2", "defined=1"]));
    let found: Vec<String> = environment.errors().iter().map(|it| format!("{}: {}", it.option, it.kind)).collect();
    assert_eq!(
        found,
        [
            "1X=2: a macro name must be an identifier, found `1X`",
            "OK=2: macro `OK` is redefined",
            "defined=1: `defined` can't be used as a macro name",
        ]
    );
}
