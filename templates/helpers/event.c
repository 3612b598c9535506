/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 #*/
/*# The functions of an event's receiving side that go through camkes_event_t.
 #  end: the connection end
 #  object: C text that initialises where signals arrive
 #*/
/*- import 'helpers/interface.c' as interface with context -*/
/*- macro receiver(end, object) -*/
/*-- set name = end.interface.name -*/
/*-- set event = '_camkes_' ~ name ~ '_event' -*/
/*? interface.declare(end) ?*/

static camkes_event_t /*? event ?*/ = {
    .interface = &/*? interface.name(end) ?*/,
    /*? object ?*/,
    .pending = { .endpoint = /*? alloc('handoff_' ~ end.index, seL4_EndpointObject, label=end.instance.name, read=true, write=true) ?*/ },
    .lock = { .notification = /*? alloc('lock_' ~ end.index, seL4_NotificationObject, label=end.instance.name, read=true, write=true) ?*/ },
};

int /*? name ?*/__run(void);
int /*? name ?*/__run(void)
{
    return camkes_event_run(&/*? event ?*/);
}

void /*? name ?*/_wait(void)
{
    camkes_event_wait(&/*? event ?*/);
}

int /*? name ?*/_poll(void)
{
    return camkes_event_poll(&/*? event ?*/);
}

int /*? name ?*/_reg_callback(void (*callback)(void *), void *arg)
{
    return camkes_event_reg_callback(&/*? event ?*/, callback, arg);
}
/*-- endmacro -*/
