/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/interface.c' as interface with context -*/
/*-- set name = me.interface.name -*/
/*-- set notification = alloc('notification', seL4_NotificationObject, read=true) --*/
/*?- interface.notice(me, 'receiving side') ?*/

#include <camkes/error.h>
#include <camkes/tls.h>
#include <sel4/sel4.h>
#include <camkes.h>
/*? interface.declare(me) ?*/

int /*? name ?*/_poll(void)
{
    seL4_Word badge = 0;
#ifndef CONFIG_KERNEL_MCS
    camkes_protect_reply_cap();
#endif
    (void)seL4_Poll(/*? notification ?*/, &badge);
    camkes_fence_acquire();
    return badge != 0;
}

void /*? name ?*/_wait(void)
{
#ifndef CONFIG_KERNEL_MCS
    camkes_protect_reply_cap();
#endif
    (void)seL4_Wait(/*? notification ?*/, NULL);
    camkes_fence_acquire();
}
