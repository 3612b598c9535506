/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 #*/
/* Connection '/*? me.parent.name ?*/' (seL4Notification), emitting side: /*? me.instance.name ?*/./*? me.interface.name ?*/. Generated: changes will be lost. */

#include <camkes.h>
#include <camkes/error.h>
#include <sel4/sel4.h>

/*-- set client = '_camkes_' ~ me.interface.name ~ '_interface' -*/

static camkes_interface_t /*? client ?*/ = { .instance = /*? me.instance.name | c_string ?*/, .name = /*? me.interface.name | c_string ?*/ };

camkes_error_handler_t /*? me.interface.name ?*/_register_error_handler(camkes_error_handler_t handler)
{
    return camkes_interface_handler(&/*? client ?*/, handler);
}

void /*? me.interface.name ?*/_emit_underlying(void);
void /*? me.interface.name ?*/_emit_underlying(void)
{
    camkes_fence_release();
/*-- for e in me.parent.to_ends -*/
    seL4_Signal(/*? alloc('notification_' ~ e.index, seL4_NotificationObject, write=true) ?*/); /* /*? e.instance.name ?*/./*? e.interface.name ?*/ */
/*-- endfor -*/
}
