// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the typed tree says beyond its generated accessors.
#![allow(clippy::unwrap_used, clippy::panic)]

use camkes_syntax::ast::{self, Medium, Multiplicity, doc_comment};
use camkes_syntax::{AstNode, AstPtr, SyntaxNodePtr, parse};

fn find<N: AstNode>(text: &str) -> N {
    parse(text).syntax_node().descendants().find_map(N::cast).unwrap()
}

fn doc(text: &str) -> Option<String> {
    doc_comment(find::<ast::Component>(text).syntax())
}

#[test]
fn the_comment_above_a_declaration_is_its_documentation() {
    assert_eq!(doc("/** Purrs. */\ncomponent C { }").as_deref(), Some("Purrs."));
    assert_eq!(doc("/*\n * Purrs\n *  loudly.\n */\ncomponent C { }").as_deref(), Some("Purrs\n loudly."));
    assert_eq!(doc("// Purrs\n// loudly.\ncomponent C { }").as_deref(), Some("Purrs\nloudly."));
    assert_eq!(doc("import \"a\";\n// Purrs.\ncomponent C { }").as_deref(), Some("Purrs."));
}

#[test]
fn other_comments_are_no_documentation() {
    assert_eq!(doc("component C { }"), None);
    assert_eq!(doc("/* licence */\n\ncomponent C { }"), None);
    assert_eq!(doc("import \"a\"; // of the import\ncomponent C { }"), None);
    assert_eq!(doc("#include <a.h>\ncomponent C { }"), None);
    assert_eq!(doc("/**/\ncomponent C { }"), None);
}

#[test]
fn a_reference_is_its_words_whatever_is_between_them() {
    let reference: ast::Reference = find("composition { export a . /* x */ b -> c; }");
    assert_eq!(reference.text(), "a.b");
    assert_eq!(reference.parts().map(|it| it.text()).collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn the_sides_of_an_export_are_told_apart_when_one_is_missing() {
    let export: ast::Export = find("composition { export -> c; }");
    assert_eq!((export.source(), export.target().unwrap().text().as_str()), (None, "c"));
    let export: ast::Export = find("composition { export a.b; }");
    assert_eq!((export.source().unwrap().text().as_str(), export.target()), ("a.b", None));
}

#[test]
fn a_path_is_known_by_its_quotes() {
    let path: ast::Path = find("import \"a/\" \"b.camkes\";");
    assert_eq!((path.value().as_str(), path.is_angle()), ("a/b.camkes", false));
    let path: ast::Path = find("import <std.camkes>;");
    assert_eq!((path.value().as_str(), path.is_angle()), ("std.camkes", true));
    let path: ast::Path = find("import <std.camkes");
    assert_eq!(path.value(), "std.camkes");
}

#[test]
fn ends_and_parameters_say_what_they_are() {
    let kind: ast::ConnectorKind = find("connector { from Events; to Event; }");
    assert_eq!((kind.medium(), kind.multiple()), (Some(Medium::Event), Multiplicity::Many));
    let kind: ast::ConnectorKind = find("connector { from Dataport; to Dataport; }");
    assert_eq!((kind.medium(), kind.multiple()), (Some(Medium::Dataport), Multiplicity::One));
    let end: ast::ConnectionEnd = find("composition { connection C c(to a.b); }");
    assert!(!end.is_from());
    let parameter: ast::Parameter = find("procedure { void f(refin int a); }");
    assert_eq!(parameter.direction_token().unwrap().text(), "refin");
    let parameter: ast::Parameter = find("procedure { void f(unsigned int a); }");
    assert_eq!(parameter.direction_token(), None);
    let Some(ast::Type::PrimitiveType(ty)) = parameter.ty() else { panic!("no type") };
    assert_eq!(ty.words().map(|it| it.text().to_owned()).collect::<Vec<_>>(), ["unsigned", "int"]);
}

#[test]
fn a_pointer_finds_its_node_again_and_no_other() {
    let text = "assembly A { composition { component T t; } }";
    let before = parse(text).syntax_node();
    let after = parse(text).syntax_node();
    for node in before.descendants() {
        let pointer = SyntaxNodePtr::new(&node);
        let found = pointer.try_to_node(&after).unwrap();
        assert_eq!((found.kind(), found.text_range()), (node.kind(), node.text_range()));
    }
    let instance: ast::Instance = before.descendants().find_map(ast::Instance::cast).unwrap();
    let pointer = AstPtr::new(&instance);
    assert_eq!(pointer.try_to_node(&after).unwrap().name().unwrap().text(), "t");
    assert_eq!(pointer.try_to_node(&parse("component A { }").syntax_node()), None);
    assert_eq!(
        pointer.try_to_node(&parse("component Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa { }").syntax_node()),
        None
    );
}
