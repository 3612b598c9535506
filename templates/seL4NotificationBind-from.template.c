/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/interface.c' as interface with context -*/
/*-- set badge = configuration[me.instance.name].get(me.interface.name ~ '_attributes') --*/
/*?- interface.notice(me, 'emitting side') ?*/

#include <camkes/error.h>
#include <sel4/sel4.h>
#include <camkes.h>
/*? interface.declare(me) ?*/

void /*? me.interface.name ?*/_emit_underlying(void);
void /*? me.interface.name ?*/_emit_underlying(void)
{
    camkes_fence_release();
/*-- if badge is none -*/
    seL4_Signal(/*? alloc('notification', seL4_NotificationObject, write=true) ?*/);
/*-- else -*/
    seL4_Signal(/*? alloc('notification', seL4_NotificationObject, write=true, badge=int(badge, 0)) ?*/);
/*-- endif -*/
}
