// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Half-typed and broken text: at any cursor no feature panics, and every edit that is offered can be made.

use std::sync::Arc;

use camkes_ide::camino::{Utf8Path, Utf8PathBuf};
use camkes_ide::{
    Analysis, AnalysisHost, Change, Config, Edit, FileContents, FileLoader, Moved, TextRange, TextSize, Way,
};
use proptest::prelude::*;

const MACROS: &str = r#"
#define INSTANCES(n) component Cat n##0; component Cat n##1;
#if 1
import "cattery.camkes";
#else
import "nothing.camkes";
#endif
#include "missing.h"
assembly { composition { INSTANCES(c) group g { component Bowl b; } } configuration { c0.x <- c1.y; c1.d = dtb({"path": "x"}); } }
"#;

/// Paths and texts of the examples, and one that macros make.
const FILES: [(&str, &str); 9] = [
    ("/e/echo.camkes", include_str!("../../../../examples/echo/echo.camkes")),
    ("/e/components/Echo/Echo.camkes", include_str!("../../../../examples/echo/components/Echo/Echo.camkes")),
    ("/e/components/Client/Client.camkes", include_str!("../../../../examples/echo/components/Client/Client.camkes")),
    ("/e/interfaces/Echo.idl4", include_str!("../../../../examples/echo/interfaces/Echo.idl4")),
    ("/c/cattery.camkes", include_str!("../../../../examples/cattery/cattery.camkes")),
    ("/c/night.camkes", include_str!("../../../../examples/cattery/night.camkes")),
    ("/c/components/Pen/Pen.camkes", include_str!("../../../../examples/cattery/components/Pen/Pen.camkes")),
    ("/c/components/Cat/Cat.camkes", include_str!("../../../../examples/cattery/components/Cat/Cat.camkes")),
    ("/c/macros.camkes", MACROS),
];

/// The files, one of them with another text.
struct Files(usize, String);

impl Files {
    fn text(&self, path: &Utf8Path) -> Option<&str> {
        let at = FILES.iter().position(|(known, _)| path == *known)?;
        Some(if at == self.0 { &self.1 } else { FILES[at].1 })
    }
}

impl FileLoader for Files {
    fn load(&self, path: &Utf8Path) -> FileContents {
        self.text(path).map_or(FileContents::Missing, FileContents::text)
    }

    fn list(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        FILES.iter().map(|(path, _)| Utf8PathBuf::from(*path)).filter(|path| path.parent() == Some(folder)).collect()
    }

    fn folders(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        let all = FILES.iter().flat_map(|(path, _)| Utf8Path::new(path).ancestors().skip(1));
        let inside: std::collections::BTreeSet<_> = all.filter(|it| it.parent() == Some(folder)).collect();
        inside.into_iter().map(Utf8Path::to_owned).collect()
    }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A text with a piece in it replaced, up to the end or not.
fn broken(text: &str, from: usize, length: usize, piece: &str) -> String {
    let from = floor(text, from % (text.len() + 1));
    let to = floor(text, from.saturating_add(length)).max(from);
    format!("{}{piece}{}", &text[..from], &text[to..])
}

/// Edits are inside of their texts, on characters, and do not overlap.
fn check_edits(files: &Files, edits: &[Edit], what: &str) {
    let mut sorted: Vec<_> = edits.iter().map(|it| (it.at.path.clone(), it.at.range)).collect();
    sorted.sort_by_key(|(path, range)| (path.clone(), range.start(), range.end()));
    for (path, range) in &sorted {
        let text = files.text(path).unwrap_or_else(|| panic!("{what}: no file {path}"));
        assert!(text.get(std::ops::Range::<usize>::from(*range)).is_some(), "{what}: {path} {range:?}");
    }
    for pair in sorted.windows(2) {
        assert!(pair[0].0 != pair[1].0 || pair[0].1.end() <= pair[1].1.start(), "{what}: {pair:?}");
    }
}

fn check_all(files: &Files, analysis: &Analysis, path: &Utf8Path, offset: TextSize, end: TextSize) {
    let text = files.text(path).unwrap();
    let range = TextRange::new(offset.min(end), offset.max(end));
    let found = analysis.completion(path, offset).unwrap();
    for item in &found.items {
        let replaced = text.get(std::ops::Range::<usize>::from(item.replace)).unwrap();
        assert!(item.replace.contains_inclusive(offset) && !replaced.contains('\n'), "{item:?}");
        check_edits(files, &item.additional, &item.label);
        for edit in item.additional.iter().filter(|it| it.at.path == path) {
            assert!(edit.at.range.intersect(item.replace).is_none_or(TextRange::is_empty), "{item:?}");
        }
    }
    if let Some(item) = found.items.first() {
        let _ = analysis.completion_documentation(&item.docs).unwrap();
    }
    for token in analysis.semantic_tokens(path, Some(range)).unwrap() {
        assert!(!text[token.range].contains(['\n', '\r']), "{token:?}");
    }
    if let Some(signature) = analysis.signature(path, offset).unwrap() {
        assert!(signature.parameters.iter().all(|part| signature.label.get(part.clone()).is_some()));
        assert!(signature.active.is_none_or(|at| at < signature.parameters.len()));
    }
    for hint in analysis.inlay_hints(path, TextRange::up_to(TextSize::of(text))).unwrap() {
        assert!(text.is_char_boundary(hint.at.into()), "{hint:?}");
    }
    for lens in analysis.lenses(path).unwrap() {
        let _ = analysis.lens_places(path, lens.range.start(), lens.kind).unwrap();
    }
    for item in analysis.call_items(path, offset).unwrap() {
        let _ = analysis.calls(&item.system, &item.name, Way::Incoming).unwrap();
        let _ = analysis.calls(&item.system, &item.name, Way::Outgoing).unwrap();
    }
    for assist in analysis.assists(path, range).unwrap() {
        check_edits(files, &assist.edits, &assist.title);
        for (created, _) in &assist.created {
            assert!(files.text(created).is_none(), "{created} is there already");
        }
    }
    for typed in ['}', ';', '\n'] {
        check_edits(files, &analysis.on_type(path, offset, typed).unwrap(), "on type");
    }
    let moved = [Moved { from: path.to_owned(), to: "/elsewhere/new.camkes".into() }];
    check_edits(files, &analysis.file_rename(&moved).unwrap().unwrap_or_default(), "file rename");
    let ranges = analysis.linked_ranges(path, offset).unwrap();
    assert!(ranges.windows(2).all(|pair| text[pair[0]] == text[pair[1]]));
    check_edits(files, &analysis.formatting(path).unwrap(), "layout");
    check_edits(files, &analysis.fix_all(path).unwrap(), "fix all");
    for fix in analysis.quick_fixes(path, range).unwrap() {
        check_edits(files, &fix.fix.edits, &fix.fix.title);
    }
    let _ = (analysis.hover(path, offset).unwrap(), analysis.expansion(path, offset).unwrap());
    let _ = (analysis.entity(path, offset).unwrap(), analysis.preprocessed_text(path).unwrap());
    let _ = (analysis.definition(path, offset).unwrap(), analysis.references(path, offset).unwrap());
    let _ = (analysis.document_symbols(path).unwrap(), analysis.folding_ranges(path).unwrap());
    let _ = (analysis.syntax_tree(path).unwrap(), analysis.systems().unwrap());
    if let Ok(Ok(edits)) = analysis.rename(path, offset, "renamed").map(|it| it.map_err(|_| ())) {
        check_edits(files, &edits, "rename");
    }
}

fn pieces() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        prop::sample::select(vec![
            "{",
            "}",
            "(",
            ")",
            "\"",
            "<",
            "/*",
            ";",
            ".",
            "=",
            "<-",
            "#if 0\n",
            "#include \"",
            "import ",
            "component ",
            "connection seL4RPCCall x(from ",
            "a.",
            "maybe ",
            "dtb({\"",
            "group ",
            "é𐍈",
            "\r\n",
            "procedure P { int f(in",
        ])
        .prop_map(str::to_owned),
        "[a-z{}();.=<\"# \n]{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn no_feature_panics_and_every_edit_can_be_made(
        which in 0..FILES.len(),
        from in 0usize..4000,
        length in prop_oneof![Just(0usize), 1usize..30, Just(usize::MAX)],
        piece in pieces(),
        near in 0usize..40,
        end in 0usize..200,
    ) {
        let (path, text) = FILES[which];
        let files = Arc::new(Files(which, broken(text, from, length, &piece)));
        let text = &files.1;
        let mut host = AnalysisHost::new(files.clone());
        let config = Config { folders: vec!["/e".into(), "/c".into()], ..Config::default() };
        let opened = vec![path.into()];
        host.apply_change(Change { opened, config: Some(config), ..Change::default() });
        let start = from % (FILES[which].1.len() + 1);
        let offset = floor(text, (start + piece.len() + near).saturating_sub(20));
        let end = floor(text, offset + end);
        let size = |at: usize| TextSize::try_from(at).unwrap();
        check_all(&files, &host.analysis(), Utf8Path::new(path), size(offset), size(end));
    }
}
