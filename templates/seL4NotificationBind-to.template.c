/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/interface.c' as interface with context --*/
/*?- interface.notice(me, 'receiving side') ?*/

#include <camkes/error.h>
#include <sel4/sel4.h>
#include <camkes.h>
/*? interface.declare(me) ?*/

/* For this component to bind to one of its threads, or to wait on. */
seL4_CPtr /*? me.interface.name ?*/_notification(void)
{
    return /*? alloc('notification', seL4_NotificationObject, read=true, write=true) ?*/;
}
