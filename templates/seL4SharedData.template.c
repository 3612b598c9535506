/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/dataport.c' as dataport with context -*/
/*-- import 'helpers/interface.c' as interface with context -*/
/*-- set name = me.interface.name -*/
/*-- set memory = region(me) -*/
/*-- do share(me.parent.name ~ '_data', memory.symbol, memory.size, memory.page_size, perm=memory.perm) --*/
/*?- interface.notice(me, 'dataport') ?*/

#include <camkes/dataport.h>
#include <camkes/error.h>
#include <camkes.h>

_Static_assert(/*? memory.c_size ?*/ <= /*? memory.size ?*/, "the type of the dataport is larger than the memory that is shared");

/* Mapped by the loader. */
/*? dataport.memory(me, memory.symbol, memory.c_type, memory.size, memory.page_size) ?*/

/*? dataport.describe(me, memory.symbol, memory.c_size, memory.size, memory.perm) ?*/
/*? interface.declare(me) ?*/
