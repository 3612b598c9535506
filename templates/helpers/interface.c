/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 #*/
/*# What every connector end defines. #*/

/*# First line of a generated file. `side` says what this end does. #*/
/*- macro notice(end, side) --*/
/* Connection '/*? end.parent.name ?*/' (/*? end.parent.type.name ?*/), /*? side ?*/: /*? end.instance.name ?*/./*? end.interface.name ?*/. Generated: changes will be lost. */
/*-- endmacro -*/

/*# Name of the variable that stands for an interface in errors. #*/
/*- macro name(end) -*/_camkes_/*? end.interface.name ?*/_interface/*- endmacro -*/

/*# The interface as errors name it, and the function that sets its error handler. #*/
/*- macro declare(end) -*/
static camkes_interface_t /*? name(end) ?*/ = {
    .instance = /*? end.instance.name | c_string ?*/,
    .name = /*? end.interface.name | c_string ?*/,
};

camkes_error_handler_t /*? end.interface.name ?*/_register_error_handler(camkes_error_handler_t handler)
{
    return camkes_interface_handler(&/*? name(end) ?*/, handler);
}
/*-- endmacro -*/
