// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Text that only a preprocessor makes sense of.

use expect_test::expect;

use crate::errors;

#[test]
fn where_a_declaration_should_be() {
    errors(
        r#"IMPORTS()
assembly A {
    composition { VM_DEF(0, "a;b") component T t; END }
    PARTS;
    configuration { VM_CONFIG() a.b = 1; }
}
procedure P { METHODS() }
component C { INIT
    uses P p; }"#,
        &expect![[r#"
            `IMPORTS`: `IMPORTS` means nothing here unless a preprocessor expands it
            `VM_DEF`: `VM_DEF` means nothing here unless a preprocessor expands it
            `END`: `END` means nothing here unless a preprocessor expands it
            `PARTS`: `PARTS` means nothing here unless a preprocessor expands it
            `VM_CONFIG`: `VM_CONFIG` means nothing here unless a preprocessor expands it
            `METHODS`: `METHODS` means nothing here unless a preprocessor expands it
            `INIT`: `INIT` means nothing here unless a preprocessor expands it
        "#]],
    );
}

#[test]
fn where_a_value_should_be() {
    errors(
        r#"configuration { a.b = SIZE; a.c = 4 * SIZE + PAGE(12); a.d = [A, {"k": B}]; }"#,
        &expect![[r#"
        `SIZE`: `SIZE` means nothing here unless a preprocessor expands it
        `SIZE`: `SIZE` means nothing here unless a preprocessor expands it
        `PAGE`: `PAGE` means nothing here unless a preprocessor expands it
        `A`: `A` means nothing here unless a preprocessor expands it
        `B`: `B` means nothing here unless a preprocessor expands it
    "#]],
    );
}

#[test]
fn without_its_end() {
    errors(
        r"composition {
    DEF(1, (2)
    component T t;
}",
        &expect![[r#"
            `DEF`: `DEF` means nothing here unless a preprocessor expands it
            behind `(2)`: expected `)` (insert `)`)
        "#]],
    );
}
