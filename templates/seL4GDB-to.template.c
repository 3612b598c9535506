/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/interface.c' as interface with context -*/
/*-- set name = me.interface.name -*/
/*-- set type = me.instance.type -*/
/*-- set has = namespace(delegate=none, port=none, irq=none, semaphore=none) -*/
/*-- for i in type.uses -*/
/*-- if i.type.name == 'GDB_delegate' -*/
/*-- set has.delegate = i.name -*/
/*-- elif i.type.name == 'IOPort' -*/
/*-- set has.port = i.name -*/
/*-- endif -*/
/*-- endfor -*/
/*-- for i in type.consumes -*/
/*-- set has.irq = i.name -*/
/*-- endfor -*/
/*-- for s in type.binary_semaphores -*/
/*-- set has.semaphore = s.name -*/
/*-- endfor -*/
/*-- if none in [has.delegate, has.port, has.irq, has.semaphore] -*/
/*? fail(type.name ~ ' serves a connection of type seL4GDB, so it must use GDB_delegate and IOPort, consume an interrupt and have a binary_semaphore, as debug_server does') ?*/
/*-- endif -*/
/*-- set server = '_camkes_' ~ name ~ '_gdb' --*/
/*?- interface.notice(me, 'debug server') ?*/

#include <camkes/gdb.h>
#include <utils/util.h>
#include <camkes.h>
/*? interface.declare(me) ?*/

static camkes_gdb_t /*? server ?*/ = {
    .endpoint = /*? alloc_cap('faults', alloc_obj('faults', seL4_EndpointObject), read=true) ?*/,
/*-- if options.realtime -*/
    .reply = /*? alloc('reply_cap_slot', seL4_RTReplyObject) ?*/,
/*-- else -*/
    .cnode = /*? alloc_cap('cnode', my_cnode) ?*/,
    .reply = /*? alloc_cap('reply_cap_slot', none) ?*/,
/*-- endif -*/
/*-- for method in ['read_memory', 'write_memory', 'read_registers', 'write_registers', 'insert_break', 'remove_break', 'resume', 'step'] -*/
    ./*? method ?*/ = /*? has.delegate ?*/_/*? method ?*/,
/*-- endfor -*/
    .in = /*? has.port ?*/_in8_offset,
    .out = /*? has.port ?*/_out8_offset,
    .wait = /*? has.semaphore ?*/_wait,
    .acknowledge = /*? has.irq ?*/_acknowledge,
};

/* Something arrived. The interrupt stays off until it is read. */
void /*? has.irq ?*/_handle(void)
{
    int error UNUSED = /*? has.semaphore ?*/_post();
}

void /*? name ?*/__init(void)
{
    camkes_gdb_init(&/*? server ?*/);
}

int /*? name ?*/__run(void);
int /*? name ?*/__run(void)
{
    return camkes_gdb_run(&/*? server ?*/);
}
