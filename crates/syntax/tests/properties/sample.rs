// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A valid file with every construct of the language, and the tokens to break it with.

use camkes_syntax::{SyntaxKind, lex};

/// Every construct, in the usual layout.
pub(crate) const VALID: &str = r#"/* every construct once */
import "a.camkes";
import <std_connector.camkes>;

procedure Calls {
    include <types.h>;
    include "more.h";
    int limit = 4
    string names[]
    void reset(void);
    // adds
    int add(in int a, out string b, inout unsigned int c, refin foo_t d, in char e[]);
    unsigned char get();
    struct foo make(signed k, integer l);
}

struct Point {
    int x;
    string tags[];
    Extra extra = {"a": 1};
    { int z; } inner;
}

connector Call {
    from Procedures;
    to Procedure with 0 threads;
    attribute int count = 3;
}

connector Wire {
    from hardware Dataport with 2 * 2 thread;
    to hardware Events;
}

component Cat {
    control;
    hardware;
    include "cat.h";
    provides Calls p;
    maybe uses Calls q;
    emits Signal e;
    maybe consumes Signal f;
    dataport Buf d;
    dataport Buf(4096) big;
    dataport point_t shared;
    attribute string name = "to" "m";
    attribute int legs[] = [1, 2, 3,];
    has mutex m;
    has semaphore s;
    has binary_semaphore b;
}

component Cats {
    uses Calls upward;
    composition {
        component Cat tom;
        export tom.q -> upward;
    }
    configuration {
        tom.name = "Tom";
    }
}

composition Pair {
    group both {
        component Cat a;
        component Cat b;
    }
    component {
        control;
    } c;
    connection Call one(from both.a.q, to b.p);
    connection {
        from Event;
        to Event;
    } two(from c.e, to b.f);
}

configuration Settings {
    a.limit = 1 + 2 * 3 ** 2 - -4;
    a.tree = query({"dtb": 1})["key"];
    b.size <- a.size["x"];
}

assembly Main {
    composition {
        component Cat tom;
        component Cat jerry;
        connection Call chase(from tom.q,
            to jerry.p);
    }
    configuration {
        tom.limit = 1 ? 2 : 3;
        tom.list = [1, "two", {"k": [3]}, 0x1F, 1.5, !True && false];
        jerry.map = {
            1: 2,
            "b": (1 << 4) | ~3,
        };
    }
    schedule {
        [
            (0, 10),
            (1, 20 us),
        ]
    }
}

component Last {
    attribute int x;
}
"#;

/// Tokens of every kind, to put where they do not belong.
pub(crate) const TOKENS: &[&str] = &[
    "import",
    "include",
    "assembly",
    "component",
    "composition",
    "configuration",
    "connector",
    "connection",
    "procedure",
    "struct",
    "group",
    "export",
    "schedule",
    "control",
    "hardware",
    "provides",
    "uses",
    "emits",
    "consumes",
    "dataport",
    "attribute",
    "has",
    "mutex",
    "maybe",
    "from",
    "to",
    "with",
    "threads",
    "in",
    "out",
    "void",
    "int",
    "unsigned",
    "string",
    "Buf",
    "Procedure",
    "True",
    "ticks",
    "name",
    "a.b",
    "1",
    "0x1f",
    "08",
    "1.5",
    "\"text\"",
    "\"",
    "<file>",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ";",
    ",",
    ".",
    ":",
    "?",
    "=",
    "<-",
    "->",
    "-",
    "+",
    "!",
    "~",
    "*",
    "**",
    "/",
    "<<",
    "==",
    "<",
    "&&",
    "//",
    "/*",
    "*/",
    "#define",
    "\n",
    "\t",
    " ",
    "@",
    "é",
    "\u{FEFF}",
    "\u{FFFD}",
    "\\",
];

/// The start and end of every token that is not trivia.
pub(crate) fn tokens(text: &str) -> Vec<(SyntaxKind, std::ops::Range<usize>)> {
    let mut at = 0;
    let mut tokens = Vec::new();
    for lexeme in lex(text) {
        let end = at + lexeme.len as usize;
        if !lexeme.kind.is_trivia() {
            tokens.push((lexeme.kind, at..end));
        }
        at = end;
    }
    tokens
}
