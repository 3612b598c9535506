/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/interface.c' as interface with context -*/
/*-- set faults = alloc_obj('mem_fault', seL4_EndpointObject) --*/
/*?- interface.notice(me, 'memory that is not there') ?*/

#include <camkes.h>
/*? interface.declare(me) ?*/

/* Faults of the thread that reads memory for the debug server go to a thread of its own component. */
/*-- for t in threads(me.instance) if t.interface is not none and t.interface.type.name == 'GDB_delegate' -*/
/*-- set slot = send_faults(t, faults) -*/
/* /*? t.display_name ?*/: /*? slot ?*/ */
/*-- endfor -*/
