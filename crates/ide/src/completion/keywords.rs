// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Words of the language, each where it can stand, and whole statements to fill in.

use camkes_syntax::SyntaxKind as K;

use super::Context;
use super::item::{Collector, Completion, CompletionDocs, CompletionKind};

/// A word that begins a statement, and the statement to fill in.
pub(super) struct Statement {
    word: &'static str,
    snippet: &'static str,
}

const fn statement(word: &'static str, snippet: &'static str) -> Statement {
    Statement { word, snippet }
}

const COMPOSITION_BODY: Statement = statement("composition", "composition {\n\t$0\n}");
const CONFIGURATION_BODY: Statement = statement("configuration", "configuration {\n\t$0\n}");

/// Statements of a file.
pub(super) const FILE: &[Statement] = &[
    statement("import", "import ${1:<std_connector.camkes>};$0"),
    statement("component", "component ${1:Name} {\n\t$0\n}"),
    statement("assembly", "assembly {\n\tcomposition {\n\t\t$0\n\t}\n}"),
    statement("procedure", "procedure ${1:Name} {\n\t$0\n}"),
    statement("connector", "connector ${1:Name} {\n\tfrom ${2:Procedure};\n\tto ${3:Procedure};\n}$0"),
    statement("struct", "struct ${1:Name} {\n\t$0\n}"),
    statement("composition", "composition ${1:Name} {\n\t$0\n}"),
    statement("configuration", "configuration ${1:Name} {\n\t$0\n}"),
];

/// Statements of an assembly.
pub(super) const ASSEMBLY: &[Statement] =
    &[COMPOSITION_BODY, CONFIGURATION_BODY, statement("schedule", "schedule {\n\t[(${1:domain}, ${2:duration})]\n}$0")];

const INSTANCE: Statement = statement("component", "component ${1:Type} ${2:name};$0");
const CONNECTION: Statement =
    statement("connection", "connection ${1:seL4RPCCall} ${2:name}(from ${3:a.interface}, to ${4:b.interface});$0");
const INSTANCES: Statement = statement("group", "group ${1:name} {\n\tcomponent ${2:Type} ${3:instance};\n}$0");
const EXPORT: Statement = statement("export", "export ${1:instance.interface} -> ${2:interface};$0");

/// Statements of the composition of an assembly.
pub(super) const ASSEMBLED: &[Statement] = &[INSTANCE, CONNECTION, INSTANCES];

/// Statements of a composition.
pub(super) const COMPOSITION: &[Statement] = &[INSTANCE, CONNECTION, INSTANCES, EXPORT];

/// Statements of a group.
pub(super) const GROUP: &[Statement] = &[INSTANCE];

/// Interfaces of a component.
pub(super) const INTERFACES: &[Statement] = &[
    statement("uses", "uses ${1:Procedure} ${2:name};$0"),
    statement("provides", "provides ${1:Procedure} ${2:name};$0"),
    statement("emits", "emits ${1:Event} ${2:name};$0"),
    statement("consumes", "consumes ${1:Event} ${2:name};$0"),
    statement("dataport", "dataport ${1:Buf} ${2:name};$0"),
];

/// Statements of a component.
pub(super) const COMPONENT: &[Statement] = &[
    statement("control", "control;$0"),
    statement("uses", "uses ${1:Procedure} ${2:name};$0"),
    statement("provides", "provides ${1:Procedure} ${2:name};$0"),
    statement("emits", "emits ${1:Event} ${2:name};$0"),
    statement("consumes", "consumes ${1:Event} ${2:name};$0"),
    statement("dataport", "dataport ${1:Buf} ${2:name};$0"),
    statement("maybe", "maybe $0"),
    statement("attribute", "attribute ${1:int} ${2:name};$0"),
    statement("has", "has ${1|mutex,semaphore,binary_semaphore|} ${2:name};$0"),
    statement("include", "include ${1:\"header.h\"};$0"),
    statement("hardware", "hardware;$0"),
    COMPOSITION_BODY,
    CONFIGURATION_BODY,
];

/// Statements of a connector.
pub(super) const CONNECTOR: &[Statement] = &[
    statement("from", "from ${1|Procedure,Procedures,Event,Events,Dataport,Dataports|};$0"),
    statement("to", "to ${1|Procedure,Procedures,Event,Events,Dataport,Dataports|};$0"),
    statement("attribute", "attribute ${1:string} ${2:name};$0"),
];

/// Statements of a procedure that do not begin with a type.
pub(super) const PROCEDURE: &[Statement] =
    &[statement("include", "include ${1:<header.h>};$0"), statement("attribute", "attribute ${1:int} ${2:name};$0")];

/// Locks.
pub(super) const LOCKS: &[&str] = &["mutex", "semaphore", "binary_semaphore"];

/// What goes over an end of a connector.
pub(super) const MEDIA: &[&str] = &["Procedure", "Procedures", "Event", "Events", "Dataport", "Dataports"];

/// Directions of parameters.
pub(super) const DIRECTIONS: &[&str] = &["in", "out", "inout", "refin"];

const DIRECTIVES: &[&str] = &["include", "define", "undef", "if", "ifdef", "ifndef", "elif", "else", "endif", "error"];

pub(super) fn is_medium(kind: K) -> bool {
    matches!(
        kind,
        K::PROCEDURE_TYPE_KW
            | K::PROCEDURES_TYPE_KW
            | K::EVENT_TYPE_KW
            | K::EVENTS_TYPE_KW
            | K::DATAPORT_TYPE_KW
            | K::DATAPORTS_TYPE_KW
    )
}

/// Adds statements: to fill in where nothing follows on the cursor, else the words alone.
pub(super) fn statements(list: &'static [Statement], cx: &Context<'_>, out: &mut Collector<'_>) {
    for Statement { word, snippet } in list {
        let item = Completion::new(CompletionKind::Keyword, *word).docs(CompletionDocs::Keyword((*word).to_owned()));
        let free = cx.cursor.at_end_of_statement();
        out.add(if free { item.snippet(*snippet) } else { item });
    }
}

/// Adds words.
pub(super) fn words(list: &'static [&'static str], out: &mut Collector<'_>) {
    for word in list {
        out.add(Completion::new(CompletionKind::Keyword, *word).docs(CompletionDocs::Keyword((*word).to_owned())));
    }
}

/// Adds the words behind a `#`.
pub(super) fn directives(out: &mut Collector<'_>) {
    for word in DIRECTIVES {
        out.add(Completion::new(CompletionKind::Keyword, *word));
    }
}

/// What a word of the language means (language manual).
pub(crate) fn meaning(word: &str) -> Option<&'static str> {
    Some(match word {
        "import" => {
            "Reads the declarations of another ADL file: `\"…\"` beside this file, `<…>` in the import paths and the built-in library."
        }
        "include" => "Names a C header that the types of this component or procedure need.",
        "component" => "In a file: declares a component. In a composition: makes an instance of one.",
        "assembly" => "The system: its composition, configuration and schedule.",
        "composition" => "Instances and the connections between them.",
        "configuration" => "Settings: values of attributes of instances and connections.",
        "schedule" => "The domain schedule: domains and how long each runs.",
        "procedure" => "A set of methods that a component can provide and others can call.",
        "connector" => {
            "A kind of connection: what flows over it, how many ends it takes, and the threads that serve them."
        }
        "struct" => "A type of attributes with members of their own.",
        "connection" => "Connects interfaces of instances over a connector.",
        "group" => "Instances that share one address space.",
        "export" => "Makes an interface of an inner instance an interface of the component around it.",
        "from" => "The end from which a connection goes: `uses`, `emits` or a dataport.",
        "to" => "The end to which a connection goes: `provides`, `consumes` or a dataport.",
        "control" => "The component has a thread of its own, which enters `run()`.",
        "hardware" => "The component stands for a device; no code is generated for it.",
        "maybe" => "The interface need not be connected.",
        "provides" => {
            "The component implements a procedure; its C code has a function `<interface>_<method>()` for each method."
        }
        "uses" => "The component calls a procedure, as `<interface>_<method>()` in C.",
        "emits" => "The component sends an event, by `<interface>_emit()` in C.",
        "consumes" => "The component receives an event: `<interface>_wait()`, `_poll()` and `_reg_callback()` in C.",
        "dataport" => "Memory shared with other components; in C a pointer of the interface's name.",
        "attribute" => "A value that a configuration can set; in C a constant of its name.",
        "has" => "A lock of the component: `mutex`, `semaphore` or `binary_semaphore`.",
        "mutex" => "A lock: `<name>_lock()` and `<name>_unlock()` in C.",
        "semaphore" => {
            "A counter: `<name>_wait()`, `_trywait()` and `_post()` in C. The setting `<name>_value` is its initial count."
        }
        "binary_semaphore" => "A counter of one: `<name>_wait()` and `<name>_post()` in C.",
        "in" => "The caller gives the value.",
        "out" => "The callee gives the value.",
        "inout" => "The caller gives a value that the callee can change.",
        "refin" => "As `in`; the implementation gets a pointer.",
        "with" => "The number of threads that serve an interface on this end.",
        "void" => "The method has no result.",
        "int" | "integer" | "signed" => "A whole number; `int` in C where no other type follows.",
        "unsigned" => "A whole number without a sign; `unsigned int` in C where no other type follows.",
        "int64_t" => "A whole number of 64 bits.",
        "uint64_t" => "A whole number of 64 bits without a sign.",
        "char" => "A byte.",
        "Buf" => "Memory of one page, 4096 bytes, or of as many bytes as stand in parentheses; `void *` in C.",
        "string" => "Text that ends with a zero byte; `char *` in C, `const char *` for a parameter that is `in`.",
        "Procedure" | "Procedures" => "Calls; the plural takes several ends.",
        "Event" | "Events" => "Signals; the plural takes several ends.",
        "Dataport" | "Dataports" => "Shared memory; the plural takes several ends.",
        _ => return None,
    })
}
