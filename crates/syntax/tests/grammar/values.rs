// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Values and operators.

use camkes_syntax::ast::{self, AstNode as _, BinaryOp, NumberValue};
use camkes_syntax::parse;
use expect_test::expect;

use crate::{errors, tree};

/// The value of `a.b = …;`.
fn value(text: &str) -> ast::Value {
    let parse = parse(&format!("configuration {{ a.b = {text}; }}"));
    assert_eq!(parse.errors(), [], "{text}");
    parse.syntax_node().descendants().find_map(ast::Setting::cast).and_then(|it| it.value()).unwrap()
}

/// The value with parentheses around every operation.
fn grouped(value: &ast::Value) -> String {
    let inner = |it: Option<ast::Value>| grouped(&it.unwrap());
    match value {
        ast::Value::BinaryExpr(it) => {
            format!("({} {} {})", inner(it.lhs()), it.op_token().unwrap().text(), inner(it.rhs()))
        }
        ast::Value::UnaryExpr(it) => {
            format!("({}{})", it.syntax().first_token().unwrap().text(), inner(it.operand()))
        }
        ast::Value::TernaryExpr(it) => {
            format!("({} ? {} : {})", inner(it.condition()), inner(it.then_value()), inner(it.else_value()))
        }
        ast::Value::ParenExpr(it) => inner(it.inner()),
        other => other.syntax().to_string(),
    }
}

#[test]
fn operators_bind_as_in_the_reference() {
    for (text, expected) in [
        ("1 + 2 * 3", "(1 + (2 * 3))"),
        ("1 * 2 + 3", "((1 * 2) + 3)"),
        ("2 * 3 ** 2", "((2 * 3) ** 2)"),
        ("2 ** 3 * 2", "((2 ** 3) * 2)"),
        ("8 / 4 % 3", "((8 / 4) % 3)"),
        ("1 - 2 + 3", "((1 - 2) + 3)"),
        ("1 << 2 + 3", "(1 << (2 + 3))"),
        ("1 >> 2 < 3", "((1 >> 2) < 3)"),
        ("1 < 2 == 3", "((1 < 2) == 3)"),
        ("1 & 2 == 3", "(1 & (2 == 3))"),
        ("1 ^ 2 & 3", "(1 ^ (2 & 3))"),
        ("1 | 2 ^ 3", "(1 | (2 ^ 3))"),
        ("1 && 2 | 3", "(1 && (2 | 3))"),
        ("1 || 2 && 3", "(1 || (2 && 3))"),
        ("1 || 2 ? 3 : 4 || 5", "((1 || 2) ? 3 : (4 || 5))"),
        ("1 ? 2 ? 3 : 4 : 5", "(1 ? (2 ? 3 : 4) : 5)"),
        ("-1 ** 2", "((-1) ** 2)"),
        ("- - 1", "(-(-1))"),
        ("!1 + ~2", "((!1) + (~2))"),
        ("(1 + 2) * 3", "((1 + 2) * 3)"),
    ] {
        assert_eq!(grouped(&value(text)), expected, "{text}");
    }
}

#[test]
fn every_operator_of_two_operands_is_left_associative() {
    let operators = [
        ("||", BinaryOp::Or),
        ("&&", BinaryOp::And),
        ("|", BinaryOp::BitOr),
        ("^", BinaryOp::BitXor),
        ("&", BinaryOp::BitAnd),
        ("==", BinaryOp::Eq),
        ("!=", BinaryOp::Ne),
        ("<", BinaryOp::Lt),
        ("<=", BinaryOp::Le),
        (">", BinaryOp::Gt),
        (">=", BinaryOp::Ge),
        ("<<", BinaryOp::Shl),
        (">>", BinaryOp::Shr),
        ("+", BinaryOp::Add),
        ("-", BinaryOp::Sub),
        ("*", BinaryOp::Mul),
        ("/", BinaryOp::Div),
        ("%", BinaryOp::Mod),
        ("**", BinaryOp::Pow),
    ];
    for (text, op) in operators {
        let value = value(&format!("1 {text} 2 {text} 3"));
        assert_eq!(grouped(&value), format!("((1 {text} 2) {text} 3)"));
        let ast::Value::BinaryExpr(outer) = value else { panic!("{text} is no operator") };
        assert_eq!(outer.op_kind(), Some(op));
    }
}

#[test]
fn literals_have_their_values() {
    let number = |text: &str| match value(text) {
        ast::Value::Number(it) => it.value().unwrap(),
        other => panic!("{other:?} is no number"),
    };
    assert_eq!(number("42"), NumberValue::Int(42));
    assert_eq!(number("0x1F"), NumberValue::Int(31));
    assert_eq!(number("00"), NumberValue::Int(0));
    assert_eq!(number("1.5"), NumberValue::Float(1.5));
    assert_eq!(number("170141183460469231731687303715884105728"), NumberValue::TooLarge);
    let string = |text: &str| match value(text) {
        ast::Value::StringLit(it) => it.value(),
        other => panic!("{other:?} is no string"),
    };
    assert_eq!(string(r#""one" /* and */ "\two""#), r"one\two");
    assert_eq!(string("\"\""), "");
}

#[test]
fn the_parts_of_a_dict_and_of_a_conditional_are_told_apart() {
    let ast::Value::Dict(dict) = value("{1 ? 2 : 3: 4}") else { panic!("no dict") };
    let entry = dict.entries().next().unwrap();
    assert_eq!(grouped(&entry.key().unwrap()), "(1 ? 2 : 3)");
    assert_eq!(grouped(&entry.value().unwrap()), "4");
}

#[test]
fn values_of_every_kind() {
    tree(
        r#"configuration {
    a.b = [1, "two" "three", {"k": [], 2: {}}, True && false ? ~0x1 : (1.5), ];
}"#,
        &expect![[r#"
            CONFIGURATION configuration
              CONFIGURATION_BODY { }
                SETTING = ;
                  REFERENCE .
                    NAME_REF a
                    NAME_REF b
                  LIST [ , , , , ]
                    NUMBER 1
                    STRING_LIT "two" "three"
                    DICT { }
                      DICT_ENTRY : ,
                        STRING_LIT "k"
                        LIST [ ]
                      DICT_ENTRY :
                        NUMBER 2
                        DICT { }
                    TERNARY_EXPR ? :
                      BINARY_EXPR &&
                        BOOL True
                        BOOL false
                      UNARY_EXPR ~
                        NUMBER 0x1
                      PAREN_EXPR ( )
                        NUMBER 1.5
        "#]],
    );
}

#[test]
fn only_numbers_have_operators() {
    errors(
        r#"configuration { a.b = "x" + 1; a.c = 1 + [2]; a.d = -"x"; a.e = {} ? 1 : 2; a.f = ("x"); }"#,
        &expect![[r#"
            `"x"`: expected a number
            `[2]`: expected a number
            `"x"`: expected a number
            `{}`: expected a number
            `"x"`: expected a number
        "#]],
    );
}

#[test]
fn a_key_is_a_number_or_a_string() {
    errors(
        r#"configuration { a.b = {[1]: 2, {}: 3, "k": 4}; }"#,
        &expect![[r#"
        `[1]`: a key is a number or a string
        `{}`: a key is a number or a string
    "#]],
    );
}

#[test]
fn operators_without_operands() {
    errors(
        "configuration { a.b = 1 +; a.c = * 2; a.d = -; a.e = 1 ? : 2; a.f = 1 ? 2; a.g = (); }",
        &expect![[r#"
        `;`: expected a value
        `*`: expected a value
        `;`: expected a value
        `:`: expected a value
        behind `2`: expected `:` (insert `:`)
        `)`: expected a value
    "#]],
    );
}

#[test]
fn a_conditional_in_the_last_part_of_another() {
    errors(
        "configuration { a.b = 1 ? 2 : 3 ? 4 : 5; }",
        &expect![[r#"
        `?`: a second `?` needs parentheses around it
    "#]],
    );
}

#[test]
fn lists_and_dicts_with_missing_parts() {
    errors(
        r#"configuration {
    a.b = [1 2, , 3];
    a.c = {"k" 1, "l": , : 3, "m", "n"};
    a.d = [1, 2;
    a.e = {"k": [1, 2};
}"#,
        &expect![[r#"
            behind `[1`: expected `,` (insert `,`)
            `,`: expected a value
            behind `{"k"`: expected `:` (insert `:`)
            `,`: expected a value
            `:`: expected a value
            `[`: `[` is never closed (insert `]`); a `]` is missing before this: ``
            `[`: `[` is never closed (insert `]`); a `]` is missing before this: ``
        "#]],
    );
}
