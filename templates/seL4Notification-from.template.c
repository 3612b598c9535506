/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/interface.c' as interface with context --*/
/*?- interface.notice(me, 'emitting side') ?*/

#include <camkes/error.h>
#include <sel4/sel4.h>
#include <camkes.h>
/*? interface.declare(me) ?*/

void /*? me.interface.name ?*/_emit_underlying(void);
void /*? me.interface.name ?*/_emit_underlying(void)
{
    camkes_fence_release();
/*-- for e in me.parent.to_ends -*/
    seL4_Signal(/*? alloc('notification_' ~ e.index, seL4_NotificationObject, write=true) ?*/); /* /*? e.instance.name ?*/./*? e.interface.name ?*/ */
/*-- endfor -*/
}
