/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 #*/
/*# Events that are counted in memory which both sides share, one count for each receiver. #*/

/*# Declares this side's view of the count for the receiver `e`. Name of the variable: `count(e)`. #*/
/*- macro count(e) -*/_camkes_/*? me.interface.name ?*/_/*? e.index ?*/_count/*- endmacro -*/

/*- macro declare(e) -*/
/*-- set symbol = (me.instance.c_name ~ '_' if me.instance.shares_space else '') ~ me.end ~ '_' ~ me.index ~ '_' ~ me.interface.name ~ '_' ~ e.index ~ '_data' -*/
/*-- do share(me.parent.name ~ '_' ~ e.index ~ '_data', symbol, macros.PAGE_SIZE, macros.PAGE_SIZE, perm='RW') -*/

/* Events on their way to /*? e.instance.name ?*/./*? e.interface.name ?*/, mapped by the loader. */
char /*? symbol ?*/[PAGE_SIZE_4K] ALIGN(PAGE_SIZE_4K) SECTION("align_12bit") VISIBLE USED;

static const camkes_dataport_t /*? count(e) ?*/_memory = {
    .name = /*? (me.parent.name ~ '_' ~ e.index ~ '_data') | c_string ?*/,
    .id = -1,
    .start = /*? symbol ?*/,
    .size = sizeof(int),
    .mapped = PAGE_SIZE_4K,
    .access = "RW",
};
CAMKES_DATAPORT(/*? count(e) ?*/_memory);
#define /*? count(e) ?*/ ((int *)/*? symbol ?*/)
/*-- endmacro -*/
