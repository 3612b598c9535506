// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What templates see.

use crate::setup::{CALL, render};

const RICH: &str = r#"
//- /main.camkes
connector seL4RPCCall { from Procedures with 0 threads; to Procedure; attribute bool loud = true; }
connector seL4SharedData { from Dataports with 0 threads; to Dataports with 0 threads; }
procedure Echo {
    include "echo.h";
    string say(in string text, refin int n[], inout uint64_t total, out struct box box);
    void nothing();
}
struct point { int x; int y; }
component Client {
    control;
    include <stdio.h>;
    include "client.h";
    uses Echo e;
    maybe uses Echo spare;
    dataport Buf(8192) d;
    attribute point where;
    attribute {int a; string b;} loose = {"a": 1, "b": "two"};
    attribute int list[] = [1, 2, 3];
    attribute string greeting = "hello\n";
    attribute int unset;
    has semaphore s;
    has binary_semaphore bs;
}
component Server { provides Echo e; dataport Buf(8192) d; }
assembly {
    composition {
        component Client client;
        component Server server;
        connection seL4RPCCall conn(from client.e, to server.e);
        connection seL4SharedData mem(from client.d, to server.d);
    }
    configuration { client.where = {"x": 3, "y": -4}; client.heap_size = "64 * 1024"; }
}
"#;

fn check(template: &str, expected: &str) {
    assert_eq!(render(RICH, template).unwrap_or_else(|error| panic!("{template}: {error}")), expected, "{template}");
}

#[test]
fn entities_have_the_attributes_of_the_reference() {
    check(
        "/*? me ?*/ /*? me.name ?*/ /*? me.type.name ?*/ /*? me.address_space ?*/ /*? me.label() ?*/ /*? me.instance.name ?*/",
        "client client Client client client client\n",
    );
    check(
        "/*? me.type.control ?*/ /*? me.type.hardware ?*/ /*? me.type.uses|map(attribute='name')|join(',') ?*/ /*? me.type.uses[1].optional ?*/",
        "True False e,spare True\n",
    );
    check(
        "/*? me.type.dataports[0].type ?*/ /*? me.type.semaphores[0].name ?*/ /*? me.type.binary_semaphores[0].name ?*/ /*? me.type.mutexes|length ?*/",
        "Buf(8192) s bs 0\n",
    );
    check(
        "/*- set m = me.type.uses[0].type.methods -*//*? m[0].return_type ?*/ /*? m[0].return_c_type ?*/ /*? m[1].return_type ?*/ /*? m[1].return_c_type ?*/ /*? m[1].index ?*/",
        "string char * None void 1\n",
    );
    check(
        "/*- for p in me.type.uses[0].type.methods[0].parameters -*//*? p.direction ?*/:/*? p.type ?*/:/*? p.array ?*/ /*- endfor -*/",
        "in:string:False refin:int:True inout:uint64_t:False out:struct box:False \n",
    );
    check(
        "/*- set m = me.type.uses[0].type.methods[0] -*//*? m.inputs|map(attribute='name')|join(',') ?*/ /*? m.outputs|map(attribute='name')|join(',') ?*/",
        "text,n,total total,box\n",
    );
}

#[test]
fn connections_and_their_ends_are_found_from_each_other() {
    check(
        "/*- set c = composition.connections[0] -*//*? c ?*/ /*? c.from_end ?*/ /*? c.to_end.interface ?*/ /*? c.from_instance == me ?*/ /*? c.to_instance == me ?*/",
        "conn client.e e True False\n",
    );
    check(
        "/*- set c = composition.connections[1] -*//*? composition.connections.index(c) ?*/ /*? c.from_end.parent == c ?*/ /*? c.from_end in c.from_ends ?*/ /*? c.from_end in c.to_ends ?*/ /*? c.from_ends.index(c.from_end) ?*/",
        "1 True True False 0\n",
    );
    check(
        "/*- set t = composition.connections[0].type -*//*? t.name ?*/ /*? t.from_type ?*/ /*? t.from_multiple ?*/ /*? t.to_threads ?*/ /*? t.get_attribute('loud').default ?*/ /*? t.get_attribute('quiet') ?*/",
        "seL4RPCCall Procedure True 1 1 None\n",
    );
}

#[test]
fn settings_are_dicts_and_an_unknown_entity_has_none() {
    check(
        "/*? configuration[me.name].get('heap_size') ?*/ /*? configuration[me.name].get('nothing') ?*/ /*? configuration['nobody'].get('x', 5) ?*/",
        "64 * 1024 None 5\n",
    );
    check(
        "/*? 'heap_size' in configuration[me.name] ?*/ /*? 'x' in configuration[me.name].keys() ?*/ /*? configuration[me.name]['where'].y ?*/ /*? me.settings.heap_size ?*/",
        "True False -4 64 * 1024\n",
    );
    check(
        "/*- for k, v in configuration[me.name].items() -*//*? k ?*/ /*- endfor -*/",
        "where heap_size loose list greeting \n",
    );
}

#[test]
fn attributes_become_c() {
    check(
        "/*? macros.print_type_definitions(me.type.attributes, configuration[me.name]) ?*/",
        "struct point {\n    int x;\n    int y;\n};\nstruct camkes_struct__loose {\n    int a;\n    char * b;\n};\n",
    );
    let value = |name: &str, expected: &str| {
        let template = format!(
            "/*- set a = me.type.attributes|selectattr('name', 'equalto', '{name}')|first -*//*? macros.show_type(a.type) ?*/ /*? macros.show_attribute_value(a, configuration[me.name].get('{name}')) ?*/"
        );
        check(&template, expected);
    };
    value("where", "struct point {\\\n.x = 3,\\\n.y = -4,\\\n}\n");
    value("loose", "struct camkes_struct__loose {\\\n.a = 1,\\\n.b = \"two\",\\\n}\n");
    value("list", "int {\\\n1,\\\n2,\\\n3}\n");
    value("greeting", "char * \"hello\\n\"\n");
}

#[test]
fn macros_know_pages_types_and_includes() {
    check("/*? macros.show_includes(me.type.includes, 'x/') ?*/", "#include <stdio.h>\n#include \"x/client.h\"\n");
    check(
        "/*? macros.page_sizes('aarch32') ?*/ /*? macros.get_page_size(8192, options.architecture) ?*/ /*? macros.get_page_size(100, 'ia32') ?*/",
        "[4096, 65536, 1048576, 16777216] 4096 0\n",
    );
    check(
        "/*? macros.ROUND_UP(5, 4) ?*/ /*? macros.ROUND_DOWN(7, 4) ?*/ /*? 4097|round_up(4096) ?*/ /*? macros.get_word_size('ia32') ?*/",
        "8 4 8192 4\n",
    );
    check(
        "/*? macros.dataport_size('Buf(64)') ?*/ /*? macros.dataport_size('t') ?*/ /*? macros.dataport_type('Buf(64)') ?*/ /*? macros.sizeof('aarch64', 'uint16_t') ?*/",
        "64 sizeof(t) void 2\n",
    );
    check(
        "/*? macros.get_perm(configuration, 'client', 'd') ?*/ /*? macros.type_to_fit_integer(300) ?*/",
        "RWXP uint16_t\n",
    );
}

#[test]
fn values_that_change_live_in_objects_of_the_host() {
    check(
        "/*- set l = list([3, 1]) -*//*- do l.append(2) -*//*- do l.sort() -*//*? l ?*/ /*? l.index(3) ?*/ /*? l|length ?*/ /*? l[-1] ?*/ /*? l.pop() ?*/ /*? l ?*/",
        "[1, 2, 3] 2 3 3 3 [1, 2]\n",
    );
    check(
        "/*- set s = set() -*//*- do s.add('a') -*//*- do s.add('a') -*//*? s|length ?*/ /*? 'a' in s ?*/",
        "1 True\n",
    );
    check(
        "/*- set d = dict() -*//*- do d.set('k', 1) -*//*- do d.update({'j': 2}) -*//*? d.k ?*/ /*? d['j'] ?*/ /*? d.keys()|list ?*/ /*? d.get('q', 9) ?*/",
        "1 2 ['k', 'j'] 9\n",
    );
    check(
        "/*- set c = Counter() -*//*- for i in range(3) -*//*- do c.increment() -*//*- endfor -*//*? c ?*/ /*? c.value + 1 ?*/",
        "3 4\n",
    );
    check(
        "/*- do stash('a', [1]) -*//*? pop('a') ?*/ /*? pop('a') ?*/ /*? guard(c_symbol, 'g') ?*/ /*? guard(c_symbol, 'g') ?*/ /*? c_symbol('t') ?*/",
        "[1] None _camkes__0 _camkes__0 _camkes_t_1\n",
    );
    check("/*- do included.add('x') -*//*? 'x' in included ?*/ /*? 'y' in included ?*/", "True False\n");
}

#[test]
fn functions_of_python_that_templates_know_work() {
    check(
        "/*? int('0x10', 0) ?*/ /*? int('12') ?*/ /*? int(3.9) ?*/ /*? int(True) ?*/ /*? hex(255) ?*/ /*? log2(4096) ?*/ /*? abs(-2) ?*/",
        "16 12 3 1 0xff 12 2\n",
    );
    check(
        "/*? range(3) ?*/ /*? range(5, 1, -2) ?*/ /*? sorted([2, 1]) ?*/ /*? reversed([1, 2]) ?*/ /*? uniq([1, 2, 1]) ?*/ /*? flatten([[1], [2, 3]]) ?*/",
        "[0, 1, 2] [5, 3] [1, 2] [2, 1] [1, 2] [1, 2, 3]\n",
    );
    check(
        "/*- for i, x in enumerate(['a', 'b']) -*//*? i ?*//*? x ?*/ /*- endfor -*//*? flatMap('uses', [me.type])|length ?*/ /*? min(2, 1) ?*/ /*? max([1, 5, 2]) ?*/",
        "0a 1b 2 1 5\n",
    );
    check(
        "/*? 'a-b.c'|c_ident ?*/ /*? 'say \"x\"'|c_string ?*/ /*? 'string'|c_type ?*/",
        "a_b_c \"say \\\"x\\\"\" char *\n",
    );
    check("/*? generate_seL4_Recv(options, 3, '&b', reply_is_not_looked_at is defined) ?*/", "seL4_Recv(3, &b)\n");
}

#[test]
fn white_space_is_left_alone_as_in_the_reference() {
    let template = "a\n  /*- if True -*/\n  b\n  /*-- endif --*/\nc\n\n";
    assert_eq!(render(CALL, template).unwrap(), "a\n  \n  bc\n");
}
