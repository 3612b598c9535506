/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 #*/
/*# Memory that an end of a connection sees as a dataport.
 #  symbol: name of the variable that the loader maps
 #  c_type: type of what it holds
 #  mapped: size of the memory in bytes
 #  page_size: size in bytes of the frames that it is mapped with
 #*/

/*# The memory, and the variable by which code of the component knows it. #*/
/*- macro memory(end, symbol, c_type, mapped, page_size) --*/
struct {
    char content[/*? mapped ?*/];
} /*? symbol ?*/ ALIGN(/*? page_size ?*/) SECTION("align_/*? page_size | log2 ?*/bit") VISIBLE USED;

/*? c_type ?*/ */*? end.interface.name ?*/ = (/*? c_type ?*/ *)&/*? symbol ?*/;
/*-- endmacro -*/

/*# What is known of it at run time, and the functions that make pointers into it valid at other ends.
 #  size: bytes of it that pointers may lead to
 #  access: rights to it, as in `RW`
 #*/
/*- macro describe(end, symbol, size, mapped, access) --*/
/*-- set name = end.interface.name --*/
static const camkes_dataport_t _camkes_/*? name ?*/_dataport = {
    .name = /*? (end.parent.name ~ '_data') | c_string ?*/,
    .id = /*? end.parent.index ?*/,
    .start = &/*? symbol ?*/,
    .size = /*? size ?*/,
    .mapped = /*? mapped ?*/,
    .access = /*? access | c_string ?*/,
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
/*-- endmacro -*/
