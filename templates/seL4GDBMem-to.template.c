/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/interface.c' as interface with context -*/
/*-- set name = me.interface.name --*/
/*?- interface.notice(me, 'memory that is not there') ?*/

#include <camkes/gdb.h>
#include <camkes.h>
/*? interface.declare(me) ?*/

int /*? name ?*/__run(void);
int /*? name ?*/__run(void)
{
    return camkes_gdb_memory_run(/*? alloc_cap('mem_fault', alloc_obj('mem_fault', seL4_EndpointObject), read=true) ?*/, /*? alloc('reply_cap_slot', seL4_RTReplyObject) if options.realtime else 0 ?*/);
}
