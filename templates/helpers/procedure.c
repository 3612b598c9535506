/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 #*/
/*# Methods of procedures in C: prototypes, and arguments and results on their way.
 #
 # A "holder" is the set of local variables that keep one parameter's value: `x` for a value or text, `x` and `x_sz` for an array.
 #*/

/*# One parameter of a prototype. #*/
/*- macro parameter(p, prefix='') -*/
/*-- set x = prefix ~ p.name --*/
/*-- if p.array and p.direction == 'in' and p.is_string --*/
    size_t /*? x ?*/_sz, char **/*? x ?*/
/*-- elif p.array and p.direction == 'in' --*/
    size_t /*? x ?*/_sz, const /*? p.c_type ?*/ */*? x ?*/
/*-- elif p.array --*/
    /*? 'const ' if p.direction == 'refin' else '' ?*/size_t */*? x ?*/_sz, /*? 'char ***' if p.is_string else p.c_type ~ ' **' ?*//*? x ?*/
/*-- elif p.is_string --*/
    /*? 'const char *' if p.direction == 'in' else 'char **' ?*//*? x ?*/
/*-- elif p.direction == 'in' --*/
    /*? p.c_type ?*/ /*? x ?*/
/*-- else --*/
    /*? 'const ' if p.direction == 'refin' else '' ?*//*? p.c_type ?*/ */*? x ?*/
/*-- endif --*/
/*- endmacro -*/

/*# A function's head: result, name and parameters. #*/
/*- macro signature(interface, m, prefix='') -*/
/*? (m.return_c_type ~ ' ') | replace('* ', '*') ?*//*? interface ?*/_/*? m.name ?*/(
/*-- for p in m.parameters --*/
    /*?- parameter(p, prefix) -?*//*? '' if loop.last else ', ' ?*/
/*-- else --*/
    void
/*-- endfor --*/
)
/*-- endmacro -*/

/*# The C type of what a holder keeps, ready for the name. #*/
/*- macro held_type(p) -*/
/*-- if p.is_string --*/
    char /*? '**' if p.array else '*' ?*/
/*-- else --*/
    /*? p.c_type ?*/ /*? '*' if p.array else '' ?*/
/*-- endif --*/
/*- endmacro -*/

/*# Declares a holder. `indent` stands before each line but the first. #*/
/*- macro declare(p, prefix, indent='    ') -*/
/*-- if p.array --*/
    size_t /*? prefix ?*//*? p.name ?*/_sz = 0;/*? '\n' ~ indent ?*/
/*-- endif --*/
/*? held_type(p) ?*//*? prefix ?*//*? p.name ?*/ = /*? 'NULL' if p.array or p.is_string else '{ 0 }' ?*/;
/*-- endmacro -*/

/*# Reads a holder from a message. #*/
/*- macro take(p, prefix, message) -*/
/*-- set x = prefix ~ p.name --*/
/*-- if p.array and p.is_string --*/
    /*? x ?*/ = camkes_get_strings(/*? message ?*/, &/*? x ?*/_sz, "/*? p.name ?*/");
/*-- elif p.array --*/
    /*? x ?*/ = camkes_get_array(/*? message ?*/, &/*? x ?*/_sz, sizeof(*/*? x ?*/), "/*? p.name ?*/");
/*-- elif p.is_string --*/
    /*? x ?*/ = camkes_get_string(/*? message ?*/, "/*? p.name ?*/");
/*-- else --*/
    camkes_get(/*? message ?*/, &/*? x ?*/, sizeof(/*? x ?*/), "/*? p.name ?*/");
/*-- endif --*/
/*- endmacro -*/

/*# Writes a value to a message. `x` and `x_sz` are C expressions for the value, and for an array's length. #*/
/*- macro put(p, x, x_sz, address, message) -*/
/*-- if p.array and p.is_string --*/
    camkes_put_strings(/*? message ?*/, /*? x ?*/, /*? x_sz ?*/, "/*? p.name ?*/");
/*-- elif p.array --*/
    camkes_put_array(/*? message ?*/, /*? x ?*/, /*? x_sz ?*/, sizeof(/*? p.c_type ?*/), "/*? p.name ?*/");
/*-- elif p.is_string --*/
    camkes_put_string(/*? message ?*/, /*? x ?*/, "/*? p.name ?*/");
/*-- else --*/
    camkes_put(/*? message ?*/, /*? address ?*/, sizeof(/*? p.c_type ?*/), "/*? p.name ?*/");
/*-- endif --*/
/*- endmacro -*/

/*# Writes a parameter of a prototype to a message. #*/
/*- macro put_parameter(p, prefix, message) -*/
/*-- set x = prefix ~ p.name --*/
/*-- if p.direction == 'in' --*/
    /*?- put(p, x, x ~ '_sz', '&' ~ x, message) -?*/
/*-- else --*/
    /*?- put(p, '*' ~ x, '*' ~ x ~ '_sz', x, message) -?*/
/*-- endif --*/
/*- endmacro -*/

/*# Writes a holder to a message. #*/
/*- macro put_held(p, prefix, message) -*/
/*-- set x = prefix ~ p.name --*/
/*?- put(p, x, x ~ '_sz', '&' ~ x, message) -?*/
/*- endmacro -*/

/*# Frees what a holder keeps on the heap. #*/
/*- macro drop(p, x, x_sz) -*/
/*-- if p.array and p.is_string --*/
    camkes_free_strings(/*? x ?*/, /*? x_sz ?*/);
/*-- else --*/
    free(/*? x ?*/);
/*-- endif --*/
/*- endmacro -*/
