// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Comments, preprocessor lines and macros.

use camkes_syntax::formatted;
use expect_test::expect;

use crate::check;

#[test]
fn comments_stay_where_they_belong() {
    check(
        "// top  \n\n\ncomponent A { // behind the brace\n\n  // first\n\n\n  /** second */\n  control;   // trailing\n  /* leads */ has mutex m;\n\
         \n  // last\n\n}\n/* end */",
        expect![[r#"
            // top

            component A { // behind the brace
                // first

                /** second */
                control; // trailing
                /* leads */ has mutex m;

                // last
            }
            /* end */
        "#]],
    );
}

#[test]
fn comments_alone_in_a_body() {
    check(
        "component A { /* one */ }\ncomponent B {\n// two\n}\ncomponent C { // three\n}",
        expect![[r#"
            component A {
                /* one */
            }
            component B {
                // two
            }
            component C { // three
            }
        "#]],
    );
}

#[test]
fn comments_within_declarations() {
    check(
        "composition {\nconnection /* why */C c( /* a */ from a.b , /* b */ to c.d /* end */ );\ncomponent A // type\n a;\n\
         connection C d(from a.b, // one\n to c.d); connection C e(\n // above\n from a.b,\n // between\n to c.d // last\n);\n}",
        expect![[r#"
            composition {
                connection /* why */ C c(/* a */ from a.b, /* b */ to c.d /* end */);
                component A // type
                    a;
                connection C d(from a.b, // one
                               to c.d);
                connection C e(
                               // above
                               from a.b,
                               // between
                               to c.d // last
                               );
            }
        "#]],
    );
}

#[test]
fn comments_in_lists() {
    check(
        "configuration {\n a.l = [ // first\n  \"a\", // A\n  /* b */ \"b\", \"c\" // C\n  // end\n ];\n a.m = [ /* none */ ]; a.n = [\n // none\n]; a.o = [/* 0 */ 1, /* 1 */ 2];\n}",
        expect![[r#"
            configuration {
                a.l = [ // first
                    "a", // A
                    /* b */ "b",
                    "c" // C
                    // end
                ];
                a.m = [/* none */];
                a.n = [
                    // none
                ];
                a.o = [/* 0 */ 1, /* 1 */ 2];
            }
        "#]],
    );
}

#[test]
fn block_comments_move_as_a_whole() {
    check(
        "component A {\n/*\n* stars\n   * here\n*/\n  control;\n      /* no stars:\n         below */\n}",
        expect![[r#"
            component A {
                /*
                 * stars
                 * here
                 */
                control;
                /* no stars:
                   below */
            }
        "#]],
    );
}

#[test]
fn preprocessor_lines_stand_at_the_start_of_their_line() {
    check(
        "#include <a.h>\n#define TWO(a) \\\n     a \\\n   a\n\n\ncomponent A {\n  control;\n  #ifdef X\n uses B  b;\n#else\n\n  uses C c;\n   # endif\n}\n",
        expect![[r#"
            #include <a.h>
            #define TWO(a) \
                 a \
               a

            component A {
                control;
            #ifdef X
                uses B b;
            #else

                uses C c;
            # endif
            }
        "#]],
    );
}

#[test]
fn preprocessor_lines_inside_of_lists() {
    check(
        "configuration {\n a.l = [\n#ifdef X\n {\"a\":1},\n#endif\n {\"b\":2}];\n}\ncomposition { connection C c(from a.b,\n#ifdef X\n to c.d\n#else\nto e.f\n#endif\n); }",
        expect![[r#"
            configuration {
                a.l = [
            #ifdef X
                    {"a": 1},
            #endif
                    {"b": 2}
                ];
            }
            composition { connection C c(from a.b,
            #ifdef X
             to c.d
            #else
            to e.f
            #endif
            ); }
        "#]],
    );
}

#[test]
fn a_hash_within_a_line_does_not_become_a_directive() {
    check(
        "component A { control; # no directive\n  has mutex m;\n}\n",
        expect![[r#"
            component A {
                control; # no directive
              has mutex m;
            }
        "#]],
    );
}

#[test]
fn macros_keep_their_arguments() {
    check(
        "component A {\n  VM_INIT( 1,2 )\nVM2  VM3();control;\n}\nconfiguration { VM( a.b,\n   \"c\" )\n a.b = STR(X  Y ); a.c = NAME ; }",
        expect![[r#"
            component A {
                VM_INIT( 1,2 )
            VM2  VM3();
                control;
            }
            configuration {
                VM( a.b,
               "c" )
                a.b = STR(X  Y );
                a.c = NAME;
            }
        "#]],
    );
}

#[test]
fn a_comment_that_a_preprocessor_goes_on_with_keeps_its_file_as_it_is() {
    let text = "component  A { // goes on \\\n  control;\n  has mutex m; }";
    assert_eq!(formatted(text), text);
}

#[test]
fn files_that_end_in_the_midst_of_something() {
    for text in ["component A {}\n/* open\n  ", "/* open", "#define A \\", "component A {}\n#define A \\\n"] {
        assert_eq!(crate::checked(text), text);
    }
    check("#define A", expect![["#define A\n"]]);
    check("// a", expect![["// a\n"]]);
}
