/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 #*/
/*- set interface = me.interface.name -*/
/*-- set event = '_camkes_' ~ interface ~ '_event' -*/
/* Connection '/*? me.parent.name ?*/' (seL4Notification), receiving side: /*? me.instance.name ?*/./*? interface ?*/. Generated: changes will be lost. */

#include <camkes.h>
#include <camkes/event.h>

static camkes_interface_t _camkes_/*? interface ?*/_interface = {
    .instance = /*? me.instance.name | c_string ?*/,
    .name = /*? interface | c_string ?*/,
};

static camkes_event_t /*? event ?*/ = {
    .interface = &_camkes_/*? interface ?*/_interface,
    .notification = /*? alloc('notification_' ~ me.index, seL4_NotificationObject, read=true) ?*/,
    .pending = { .endpoint = /*? alloc('handoff_' ~ me.index, seL4_EndpointObject, label=me.instance.name, read=true, write=true) ?*/ },
    .lock = { .notification = /*? alloc('lock_' ~ me.index, seL4_NotificationObject, label=me.instance.name, read=true, write=true) ?*/ },
};

camkes_error_handler_t /*? interface ?*/_register_error_handler(camkes_error_handler_t handler)
{
    return camkes_interface_handler(&_camkes_/*? interface ?*/_interface, handler);
}

int /*? interface ?*/__run(void);
int /*? interface ?*/__run(void)
{
    return camkes_event_run(&/*? event ?*/);
}

void /*? interface ?*/_wait(void)
{
    camkes_event_wait(&/*? event ?*/);
}

int /*? interface ?*/_poll(void)
{
    return camkes_event_poll(&/*? event ?*/);
}

int /*? interface ?*/_reg_callback(void (*callback)(void *), void *arg)
{
    return camkes_event_reg_callback(&/*? event ?*/, callback, arg);
}
