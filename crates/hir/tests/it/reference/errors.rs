// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Every condition under which the reference tool (camkes-tool 3.13.0-dev) refuses a system, in the order of its stages, and
//! what we say of it. Conditions without a text of their own are elsewhere: those of a child process (the preprocessor runs in
//! process), those of the flattened device tree and of the list of pins (`queries/tests.rs`), and failures of the tool itself.

use std::fmt::Write as _;

use camkes_hir::ForwardReferences;
use camkes_hir::check::missing_assembly;
use camkes_hir::diagnostic::{Diagnostic, Severity};
use expect_test::{Expect, expect};

use crate::setup::World;

/// Stage, condition, and a text that meets it. What stands in `«»` is put into an assembly with `Client c`, `Server s` and, of each
/// kind, one of their connections.
const CONDITIONS: &[(&str, &str, &str)] = &[
    ("0", "the preprocessor stops", "#error nobody should build this\n«»"),
    ("0", "a header is missing", "#include \"nowhere.h\"\n«»"),
    ("1", "a text that is not of the grammar", "component C { contro; }"),
    ("1", "the file ends too early", "component C { control;"),
    ("1", "a character of no token", "component C { control; } @"),
    ("2", "an imported file is missing", "import \"nowhere.camkes\";"),
    ("3", "a negative number of threads", "connector N { from Procedures with -1 threads; to Procedure; }"),
    ("3", "half a thread", "connector N { from Procedures with 1.5 threads; to Procedure; }"),
    ("3", "a dataport of no size", "component C { dataport Buf(0) d; }"),
    ("3", "a dataport of half a byte", "component C { dataport Buf(0.5) d; }"),
    (
        "3",
        "an export of no inner interface",
        "component In { provides P p; }
         component Out { provides P p; composition { component In i; export p -> p; } }
         assembly { composition { component Out o; } }",
    ),
    ("3", "a dotted type of a result", "procedure Q { a.b f(); }"),
    ("3", "a dotted type of a parameter", "procedure Q { void f(in a.b x); }"),
    ("3", "a dotted type of an attribute", "component C { attribute a.b x; }"),
    ("3", "a C struct as the type of an attribute", "component C { attribute struct T x; }"),
    ("3", "a division by zero", "«configuration { c.n = 1 / 0; }»"),
    ("3", "a shift by less than nothing", "«configuration { c.n = 1 << -1; }»"),
    ("3", "a schedule in another unit", "assembly { composition { component Server c; } schedule { [(0, 5 ms)] } }"),
    ("4", "an unknown component", "assembly { composition { component Nobody n; } }"),
    ("4", "a name of another kind", "component C { control; uses Client p; }"),
    ("4", "an unknown instance", "«connection Call x(from c.p, to nobody.p);»"),
    ("4", "an unknown interface", "«connection Call x(from c.q, to s.p);»"),
    ("4", "a name before its declaration", "component C { control; uses Later l; } procedure Later { void f(); }"),
    ("4", "two declarations of one name", "component C { control; } component C { control; }"),
    ("4", "an instance and a group of one name", "«component Server g; group g { component Server t; }»"),
    ("4", "two parameters of one name", "procedure Q { void f(in int a, in int a); }"),
    (
        "4",
        "a component inside of itself",
        "component C { composition { component C c; } } assembly { composition { component C c; } }",
    ),
    ("6", "no assembly", "component C { control; }"),
    ("7", "an end without an instance", "«connection Call x(from p, to s.p);»"),
    ("7.1", "an unknown query", "«configuration { c.n = ask({\"a\": 1}); }»"),
    ("7.1", "a query without its file", "«configuration { c.n = dtb({\"path\": \"/\"}); }»"),
    ("8", "references in a circle", "«configuration { c.n <- s.n; s.n <- c.n; }»"),
    ("8", "a reference to what is set twice", "«configuration { c.n <- s.n; s.n = 1; s.n = 2; }»"),
    ("8", "a reference to what has no value", "«configuration { c.n <- s.n; }»"),
    (
        "9",
        "an interface in connections of two connectors",
        "connector Other { from Procedures; to Procedure; } component Third { control; uses P p; }
     «component Third t; connection Other x(from t.p, to s.p);»",
    ),
    ("10", "an assembly without instances", "assembly { composition { } }"),
    ("10", "a value of another type", "«configuration { c.n = \"text\"; }»"),
    ("10", "one value for an array", "«configuration { c.list = 3; }»"),
    ("10", "a member without a value", "«configuration { c.pair = {\"a\": 1}; }»"),
    ("10", "a member that does not exist", "«configuration { c.pair = {\"a\": 1, \"b\": 2, \"z\": 3}; }»"),
    (
        "10",
        "an interface twice in a connection",
        "component Third { control; uses P p; }
     «component Third t; component Server u; connection Call x(from t.p, from t.p, to u.p);»",
    ),
    ("10", "an interface without a connection", "component Third { control; uses P p; } «component Third t;»"),
    ("10", "a setting twice", "«configuration { c.n = 1; c.n = 2; }»"),
    ("10", "no from end", "component Third { control; provides P p; } «component Third t; connection Call x(to t.p);»"),
    ("10", "no to end", "component Third { control; uses P p; } «component Third t; connection Call x(from t.p);»"),
    (
        "10",
        "several ends of a connector for one",
        "component Third { control; uses P p; provides P q; }
     «component Third t; connection Call x(from t.p, to t.q, to s.p);»",
    ),
    (
        "10",
        "interfaces of two types",
        "procedure Q { void g(); } component Third { control; uses Q q; }
     «component Third t; connection Call x(from t.q, to s.p);»",
    ),
    (
        "10",
        "an end that can't be from",
        "component Third { control; provides P p; uses P q; }
     «component Third t; connection Call x(from t.p, to s.p); connection Call y(from t.q, to s.p);»",
    ),
    (
        "10",
        "an end that can't be to",
        "component Third { control; uses P p; uses P q; }
     «component Third t; connection Call x(from t.q, to t.p);»",
    ),
    (
        "10",
        "software for a device's end",
        "component Third { control; dataport Buf d; }
     «component Third t; component Third u; connection Mmio x(from t.d, to u.d);»",
    ),
    (
        "10",
        "a device for software's end",
        "component Third { control; dataport Buf d; } component Device { hardware; dataport Buf d; }
     «component Third t; component Device u; connection Share x(from t.d, to u.d);»",
    ),
    (
        "10",
        "a procedure for an event's from end",
        "component Third { control; uses P p; consumes E e; }
     «component Third t; connection Signal x(from t.p, to t.e);»",
    ),
    (
        "10",
        "a procedure for a dataport's from end",
        "component Third { control; uses P p; dataport Buf d; }
     «component Third t; connection Share x(from t.p, to t.d);»",
    ),
    (
        "10",
        "an event for a procedure's from end",
        "component Third { control; emits E e; }
     «component Third t; connection Call x(from t.e, to s.p);»",
    ),
    (
        "10",
        "a procedure for an event's to end",
        "component Third { control; emits E e; provides P p; }
     «component Third t; connection Signal x(from t.e, to t.p);»",
    ),
    (
        "10",
        "an event for a procedure's to end",
        "component Third { control; uses P p; consumes E e; }
     «component Third t; connection Call x(from t.p, to t.e);»",
    ),
    (
        "10",
        "an event for a dataport's to end",
        "component Third { control; dataport Buf d; consumes E e; }
     «component Third t; connection Share x(from t.d, to t.e);»",
    ),
    ("10", "a setting with a keyword of C", "«configuration { c.while = 1; }»"),
    ("10", "an attribute with a keyword of C", "component C { control; attribute int while; }"),
    ("10", "a method with a keyword of C", "procedure Q { void while(); }"),
    ("10", "a parameter with a keyword of C", "procedure Q { void f(in int while); }"),
    ("10", "a device with a thread", "component C { control; hardware; }"),
    ("10", "a device with a mutex", "component C { hardware; has mutex m; }"),
    ("10", "a device with a semaphore", "component C { hardware; has semaphore m; }"),
    ("10", "an attribute with the name of an interface", "component C { control; attribute int a; uses P a; }"),
    (
        "10",
        "two connections of one name",
        "component Third { control; uses P p; uses P q; }
     «component Third t; connection Call x(from t.p, to s.p); connection Call x(from t.q, to s.p);»",
    ),
    ("none", "a setting for no instance", "«configuration { nobody.n = 1; }»"),
];

const DECLARATIONS: &str = "import \"connectors.camkes\";
procedure P { void f(); }
struct Pair { int a; int b; }
component Client { control; uses P p; attribute int n; attribute int list[]; attribute Pair pair; }
component Server { provides P p; attribute int n; }
";

/// A text with what stands in `«»` inside of an assembly.
fn system(text: &str) -> String {
    let Some((before, rest)) = text.split_once('«') else { return format!("{DECLARATIONS}{text}") };
    let (inside, after) = rest.split_once('»').unwrap();
    let (composition, configuration) = match inside.strip_prefix("configuration") {
        Some(_) => ("", inside),
        None => (inside, ""),
    };
    let assembly = format!(
        "assembly {{ composition {{ component Client c; component Server s; connection Call call(from c.p, to s.p);
         {composition} }} {configuration} }}"
    );
    format!("{DECLARATIONS}{before}{assembly}{after}")
}

fn said(text: &str) -> Vec<Diagnostic> {
    let world = World::with(&system(text), ForwardReferences::Forbid, &[]);
    let mut found: Vec<_> = camkes_hir::diagnostics(&world.db, world.system).to_vec();
    found.retain(|it| matches!(it.severity, Severity::Error | Severity::Warning));
    if found.is_empty() {
        found.extend(missing_assembly(&world.db, world.system));
    }
    found
}

/// What is said, by condition.
const MESSAGES: Expect = expect![[r#"
    0: the preprocessor stops
        error[preprocessor] #error nobody should build this
    0: a header is missing
        warning[missing-header] header `nowhere.h` not found
    1: a text that is not of the grammar
        error[syntax-error] `contro` means nothing here unless a preprocessor expands it
    1: the file ends too early
        error[syntax-error] `{` is never closed
    1: a character of no token
        error[syntax-error] the character `@` is not part of the language
    2: an imported file is missing
        error[import-not-found] import `nowhere.camkes` not found
    3: a negative number of threads
        error[illegal-thread-count] -1 is not a number of threads
    3: half a thread
        error[illegal-thread-count] 1.5 is not a number of threads
    3: a dataport of no size
        error[illegal-dataport-size] 0 is not a size in bytes
    3: a dataport of half a byte
        error[illegal-dataport-size] 0.5 is not a size in bytes
    3: an export of no inner interface
        error[syntax-error] an export names an instance and one interface of it, as in `instance.interface`
        error[illegal-export] `p` does not name an inner interface
    3: a dotted type of a result
        error[syntax-error] the name of this type is one word, without dots
        error[invalid-type] `a.b` is not a type: a C type is a single word
    3: a dotted type of a parameter
        error[syntax-error] the name of this type is one word, without dots
        error[invalid-type] `a.b` is not a type: a C type is a single word
    3: a dotted type of an attribute
        error[unknown-type] unknown struct `a.b`
    3: a C struct as the type of an attribute
        error[syntax-error] the type of an attribute is the name alone, without `struct`
        error[invalid-type] `struct T` is a C struct, which no attribute can have as its type
    3: a division by zero
        error[invalid-value] division by zero
    3: a shift by less than nothing
        error[invalid-value] can't shift by -1 bits
    3: a schedule in another unit
        error[syntax-error] expected `)`
    4: an unknown component
        error[unknown-component] unknown component `Nobody`
    4: a name of another kind
        error[unknown-procedure] unknown procedure `Client`
    4: an unknown instance
        error[unknown-instance] unknown instance `nobody`
    4: an unknown interface
        error[unknown-interface] component `Client` has no interface `q`
    4: a name before its declaration
        error[forward-reference] `Later` is used before its declaration
    4: two declarations of one name
        error[duplicate-definition] component `C` is declared more than once
    4: an instance and a group of one name
        error[duplicate-definition] group `g` is declared more than once
    4: two parameters of one name
        error[duplicate-definition] parameter `a` is declared more than once
    4: a component inside of itself
        error[recursive-component] component `C` contains an instance of itself
    6: no assembly
        error[no-assembly] no assembly in this file or what it imports
    7: an end without an instance
        error[unknown-instance] `p` does not say of which instance
    7.1: an unknown query
        error[invalid-value] unknown query `ask`
    7.1: a query without its file
        error[invalid-value] the query `dtb` can't be answered: no data source for it is given
    8: references in a circle
        error[setting-cycle] settings refer to each other in a circle: `c.n` <- `s.n` <- `c.n`
    8: a reference to what is set twice
        error[ambiguous-reference] `s.n` is set more than once
        error[duplicate-setting] `s.n` is already set
    8: a reference to what has no value
        warning[unset-reference] `s.n` has neither a setting nor a default
    9: an interface in connections of two connectors
        error[mixed-connectors] `call` and `x` share an interface but have different connectors, `Call` and `Other`
    10: an assembly without instances
        error[no-instances] the assembly has no instances
    10: a value of another type
        error[mistyped-setting] attribute `n` needs a whole number, not the string "text"
    10: one value for an array
        error[mistyped-setting] attribute `list` needs a list, not the integer 3
    10: a member without a value
        error[missing-member] member `b` of struct `Pair` has no value
    10: a member that does not exist
        warning[unknown-member] struct `Pair` has no member `z`
    10: an interface twice in a connection
        error[duplicate-end] `t.p` is already an end of this connection
    10: an interface without a connection
        error[unconnected-interface] interface `t.p` is not connected
    10: a setting twice
        error[duplicate-setting] `c.n` is already set
    10: no from end
        error[missing-end] connection `x` has no `from` end
    10: no to end
        error[missing-end] connection `x` has no `to` end
    10: several ends of a connector for one
        error[too-many-ends] connector `Call` allows a single `to` end
    10: interfaces of two types
        error[interface-type-conflict] `t.q` has the type `Q`, but `c.p` has `P`
    10: an end that can't be from
        error[wrong-side] `t.p` provides a procedure and can't be a `from` end
    10: an end that can't be to
        error[wrong-side] `t.p` uses a procedure and can't be a `to` end
    10: software for a device's end
        error[wrong-hardware] connector `Mmio` needs a device on its `to` end, but `Third` is a software component
    10: a device for software's end
        error[wrong-hardware] connector `Share` needs a software component on its `to` end, but `Device` is a device
    10: a procedure for an event's from end
        error[wrong-medium] connector `Signal` takes events on its `from` end, but `t.p` uses a procedure
    10: a procedure for a dataport's from end
        error[wrong-medium] connector `Share` takes dataports on its `from` end, but `t.p` uses a procedure
    10: an event for a procedure's from end
        error[wrong-medium] connector `Call` takes procedures on its `from` end, but `t.e` emits an event
    10: a procedure for an event's to end
        error[wrong-medium] connector `Signal` takes events on its `to` end, but `t.p` provides a procedure
    10: an event for a procedure's to end
        error[wrong-medium] connector `Call` takes procedures on its `to` end, but `t.e` consumes an event
    10: an event for a dataport's to end
        error[wrong-medium] connector `Share` takes dataports on its `to` end, but `t.e` consumes an event
    10: a setting with a keyword of C
        error[c-keyword] setting name `while` is a keyword of C
    10: an attribute with a keyword of C
        error[c-keyword] attribute name `while` is a keyword of C
    10: a method with a keyword of C
        error[c-keyword] method name `while` is a keyword of C
    10: a parameter with a keyword of C
        error[c-keyword] parameter name `while` is a keyword of C
    10: a device with a thread
        error[control-hardware] component `C` is both a control component and a device
    10: a device with a mutex
        error[hardware-synchronization] device `C` can't have the mutex `m`
    10: a device with a semaphore
        error[hardware-synchronization] device `C` can't have the semaphore `m`
    10: an attribute with the name of an interface
        error[duplicate-definition] entity `a` is declared more than once
    10: two connections of one name
        error[duplicate-definition] connection `x` is declared more than once
    none: a setting for no instance
        warning[unknown-setting-target] no instance or connection is named `nobody`
"#]];

#[test]
fn every_condition_of_the_reference_has_a_message_of_ours() {
    let mut out = String::new();
    for (stage, condition, text) in CONDITIONS {
        let _ = writeln!(out, "{stage}: {condition}");
        let found = said(text);
        assert!(!found.is_empty(), "{condition}: nothing is said of\n{}", system(text));
        for it in found {
            let _ = writeln!(out, "    {}[{}] {}", it.severity.name(), it.rule, it.message);
        }
    }
    MESSAGES.assert_eq(&out);
}
