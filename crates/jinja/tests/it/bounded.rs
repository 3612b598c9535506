// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! No template hangs, exhausts memory or brings the program down.

use camkes_jinja::{ErrorKind, Limits};
use proptest::prelude::*;

use crate::setup::{render, render_with};

fn small() -> Limits {
    Limits { fuel: 300_000, memory: 8 << 20, output: 1 << 20, ..Limits::default() }
}

fn limited(text: &str) -> Result<String, ErrorKind> {
    render_with(vec![("main".to_owned(), text.to_owned())], Vec::new(), small()).map_err(|error| error.kind)
}

#[test]
fn nothing_grows_without_a_bound() {
    let templates = [
        "/*? 2 ** (2 ** 40) ?*/",
        "/*? 'a' * 10 ** 12 ?*/",
        "/*? [0] * 10 ** 12 ?*/",
        "/*? (1).__lshift__(10 ** 15) ?*/",
        "/*- set l = [1] -*//*- for x in l -*//*- do l.append(x) -*//*- endfor -*/",
        "/*- for x in range(10 ** 15) -*//*- endfor -*/",
        "/*- for x in itertools.count() -*//*- endfor -*/",
        "/*? list(range(10 ** 12)) ?*/",
        "/*? list(itertools.product(range(1000), repeat=50)) ?*/",
        "/*- macro f() -*//*? f() ?*//*- endmacro -*//*? f() ?*/",
        "/*- include 'main' -*/",
        "/*- set l = [''] -*//*- for x in range(100000) -*//*- do l.__setitem__(0, l[0] + 'xxxxxxxx') -*//*- endfor -*/",
        "/*? '%1000000000d' % 1 ?*/",
        "/*? ('x' * 1000).replace('x', 'y' * 1000000) ?*/",
        "/*? '{:>99999999}'.format(1) ?*/",
        "/*? 'a'.ljust(10 ** 12) ?*/",
        "/*? math.factorial(10 ** 9) ?*/",
        "/*? pow(3, 2 ** 200) ?*/",
        "/*? list(itertools.permutations(range(30))) ?*/",
        "/*- set f = [none] -*//*- do f.__setitem__(0, lambda('g: g[0](g)')) -*//*? f[0](f) ?*/",
        "/*- set x -*//*- for i in range(100000) -*/0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789/*- endfor -*//*- endset -*/",
        "/*- for i in range(100000) -*/0123456789012345678901234567890123456789/*- endfor -*/",
    ];
    for text in templates {
        match limited(text) {
            Err(ErrorKind::Limit | ErrorKind::Raised("ValueError" | "OverflowError")) => {}
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn what_contains_itself_is_shown_compared_and_dropped() {
    let text = "/*- set l = [] -*//*- do l.append(l) -*//*- set d = {} -*//*- do d.update(d=d) -*/\
                /*- set n = namespace() -*//*- set n.n = n -*//*? l ?*//*? d ?*//*? l == l ?*//*? n ?*/";
    assert_eq!(render(text).unwrap(), "[[...]]{'d': {...}}True<Namespace {'n': <Namespace {...}>}>");
    // Lists in lists, deeper than any stack: to drop them must not overflow it.
    let deep = "/*- set l = [[]] -*//*- for x in range(200000) -*//*- do l.__setitem__(0, [l[0]]) -*//*- endfor -*/ok";
    assert_eq!(render(deep).unwrap(), "ok");
    let shown =
        "/*- set l = [[]] -*//*- for x in range(5000) -*//*- do l.__setitem__(0, [l[0]]) -*//*- endfor -*//*? l ?*/";
    assert!(matches!(render(shown).unwrap_err().kind, ErrorKind::Raised("RecursionError")));
    let compared = "/*- set a = [[]] -*//*- set b = [[]] -*//*- for x in range(5000) -*//*- do a.__setitem__(0, [a[0]]) -*/\
                    /*- do b.__setitem__(0, [b[0]]) -*//*- endfor -*//*? a == b ?*//*? 1 ?*/";
    assert!(matches!(render(compared).unwrap_err().kind, ErrorKind::Limit));
}

#[test]
fn deep_nesting_in_the_text_is_refused() {
    let nested = |open: &str, close: &str| format!("/*? {}1{} ?*/", open.repeat(5000), close.repeat(5000));
    for text in [nested("(", ")"), nested("[", "]"), nested("not ", ""), nested("-", ""), nested("f(", ")")] {
        assert_eq!(render(&text).unwrap_err().kind, ErrorKind::Syntax);
    }
    let blocks = format!("{}{}", "/*- if 1 -*/".repeat(5000), "/*- endif -*/".repeat(5000));
    assert_eq!(render(&blocks).unwrap_err().kind, ErrorKind::Syntax);
    let lambda = format!("/*? lambda('x: {}1{}')(1) ?*/", "(".repeat(5000), ")".repeat(5000));
    assert_eq!(render(&lambda).unwrap_err().kind, ErrorKind::Raised("SyntaxError"));
}

/// Pieces of templates, with white space between them.
const PIECES: &str = "/*- -*/ /*? ?*/ /*# #*/ if for in else endif endfor set endset macro endmacro call endcall include import as from \
    with endwith filter endfilter do raw endraw block endblock break continue recursive loop caller x y l f is not defined none lambda \
    eval range list str sorted [ ] ( ) { } , : . | = == + - * ** / // % ~ < 1 0 2.5 'a' '%s' 'x:x' 'main' é \\ \" ' join append upper \
    map namespace() super() self self.x() /*-if(x)-*/ /*-for(x)in(l)-*/ /*-endfor-*/ /*?x?*/";

fn piece() -> impl Strategy<Value = String> {
    let pieces: Vec<&str> = PIECES.split_whitespace().chain(["\n"]).collect();
    proptest::collection::vec(proptest::sample::select(pieces), 0..40).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_text_makes_the_engine_panic(text in piece()) {
        let _ = limited(&format!("/*- set l = [1, 2] -*/{text}"));
    }

    #[test]
    fn no_expression_makes_the_engine_panic(text in piece()) {
        let _ = limited(&format!("/*- set l = [1, 2] -*//*- set x = 'a' -*//*? {text} ?*/"));
    }

    #[test]
    fn text_without_tags_stays_as_it_is(text in "[a-z*/ \n\t{}%#-]{0,80}") {
        prop_assume!(!text.contains("/*"));
        let expected = text.strip_suffix('\n').unwrap_or(&text).to_owned();
        prop_assert_eq!(limited(&text).ok(), Some(expected));
    }

    #[test]
    fn integers_are_those_of_wide_arithmetic(a in any::<i64>(), b in any::<i64>()) {
        let text = format!("/*? {a} + {b} ?*/ /*? {a} * ({b}) ?*/ /*? ({a}) - ({b}) ?*/");
        let (a, b) = (i128::from(a), i128::from(b));
        prop_assert_eq!(limited(&text).ok(), Some(format!("{} {} {}", a + b, a * b, a - b)));
    }
}
