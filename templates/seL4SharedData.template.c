/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/interface.c' as interface with context -*/
/*-- set name = me.interface.name -*/
/*-- set memory = region(me) -*/
/*-- do share(me.parent.name ~ '_data', memory.symbol, memory.size, memory.page_size, perm=memory.perm) --*/
/*?- interface.notice(me, 'dataport') ?*/

#include <camkes/dataport.h>
#include <camkes/error.h>
#include <camkes.h>

_Static_assert(/*? memory.c_size ?*/ <= /*? memory.size ?*/, "the type of the dataport is larger than the memory that is shared");

/* Mapped by the loader. */
struct {
    char content[/*? memory.size ?*/];
} /*? memory.symbol ?*/ ALIGN(/*? memory.page_size ?*/) SECTION("align_/*? memory.page_size | log2 ?*/bit") VISIBLE USED;

/*? memory.c_type ?*/ */*? name ?*/ = (/*? memory.c_type ?*/ *)&/*? memory.symbol ?*/;

static const camkes_dataport_t _camkes_/*? name ?*/_dataport = {
    .name = /*? (me.parent.name ~ '_data') | c_string ?*/,
    .id = /*? me.parent.index ?*/,
    .start = &/*? memory.symbol ?*/,
    .size = /*? memory.c_size ?*/,
    .mapped = /*? memory.size ?*/,
    .access = /*? memory.perm | c_string ?*/,
};
CAMKES_DATAPORT(_camkes_/*? name ?*/_dataport);

int /*? name ?*/_wrap_ptr(dataport_ptr_t *result, void *ptr);
int /*? name ?*/_wrap_ptr(dataport_ptr_t *result, void *ptr)
{
    return camkes_dataport_wrap(&_camkes_/*? name ?*/_dataport, result, ptr);
}

void */*? name ?*/_unwrap_ptr(dataport_ptr_t *ptr);
void */*? name ?*/_unwrap_ptr(dataport_ptr_t *ptr)
{
    return camkes_dataport_unwrap(&_camkes_/*? name ?*/_dataport, ptr);
}
/*? interface.declare(me) ?*/
