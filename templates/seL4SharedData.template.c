/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 #*/
/*- set interface = me.interface.name -*/
/*-- set memory = region(me) -*/
/*-- do share(me.parent.name ~ '_data', memory.symbol, memory.size, memory.page_size, perm=memory.perm) -*/
/* Connection '/*? me.parent.name ?*/' (seL4SharedData): dataport /*? me.instance.name ?*/./*? interface ?*/. Generated: changes will be lost. */

#include <camkes.h>
#include <camkes/dataport.h>

_Static_assert(/*? memory.c_size ?*/ <= /*? memory.size ?*/, "the type of the dataport is larger than the memory that is shared");

/* Mapped by the loader. */
struct {
    char content[/*? memory.size ?*/];
} /*? memory.symbol ?*/ ALIGN(/*? memory.page_size ?*/) SECTION("align_/*? memory.page_size | log2 ?*/bit") VISIBLE USED;

/*? memory.c_type ?*/ */*? interface ?*/ = (/*? memory.c_type ?*/ *)&/*? memory.symbol ?*/;

extern const camkes_dataport_t /*? interface ?*/_dataport;
const camkes_dataport_t /*? interface ?*/_dataport = {
    .interface = /*? interface | c_string ?*/,
    .connection = /*? me.parent.name | c_string ?*/,
    .id = /*? me.parent.index ?*/,
    .start = &/*? memory.symbol ?*/,
    .size = /*? memory.c_size ?*/,
    .mapped = /*? memory.size ?*/,
    .access = /*? memory.perm | c_string ?*/,
};

int /*? interface ?*/_wrap_ptr(dataport_ptr_t *result, void *ptr);
int /*? interface ?*/_wrap_ptr(dataport_ptr_t *result, void *ptr)
{
    return camkes_dataport_wrap(&/*? interface ?*/_dataport, result, ptr);
}

void */*? interface ?*/_unwrap_ptr(dataport_ptr_t *ptr);
void */*? interface ?*/_unwrap_ptr(dataport_ptr_t *ptr)
{
    return camkes_dataport_unwrap(&/*? interface ?*/_dataport, ptr);
}

static camkes_interface_t _camkes_/*? interface ?*/_interface = {
    .instance = /*? me.instance.name | c_string ?*/,
    .name = /*? interface | c_string ?*/,
};

camkes_error_handler_t /*? interface ?*/_register_error_handler(camkes_error_handler_t handler)
{
    return camkes_interface_handler(&_camkes_/*? interface ?*/_interface, handler);
}
