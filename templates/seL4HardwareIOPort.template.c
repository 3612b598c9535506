/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/interface.c' as interface with context -*/
/*-- set name = me.interface.name -*/
/*-- set device = me.parent.to_instance -*/
/*-- set key = me.parent.to_interface.name ~ '_attributes' -*/
/*-- set range = configuration[device.name].get(key) -*/
/*-- if range is none or range is not string or ':' not in range -*/
/*? fail(device.name ~ '.' ~ key ~ ' must give the range of ports, such as "0x60:0x64"') ?*/
/*-- endif -*/
/*-- set bounds = range.split(':') | list -*/
/*-- if bounds | length != 2 -*/
/*? fail(device.name ~ '.' ~ key ~ ' must give the first and the last port, such as "0x60:0x64", but is "' ~ range ~ '"') ?*/
/*-- endif -*/
/*-- set first = int(bounds[0], 0) -*/
/*-- set last = int(bounds[1], 0) -*/
/*-- if first < 0 or last < first or last > 65535 -*/
/*? fail(device.name ~ '.' ~ key ~ ' must give ports from 0 to 65535, the first one first, but is "' ~ range ~ '"') ?*/
/*-- endif -*/
/*?- interface.notice(me, 'ports of ' ~ device.name) ?*/

#include <camkes/port.h>
#include <camkes.h>
/*? interface.declare(me) ?*/

static const camkes_ports_t _camkes_/*? name ?*/_ports = {
    .interface = &/*? interface.name(me) ?*/,
    .cap = /*? alloc('ioport', seL4_IA32_IOPort, start_port=first, end_port=last + 1) ?*/,
    .first = /*? first ?*/,
    .last = /*? last ?*/,
};

int /*? name ?*/_in_range(unsigned int port)
{
    return port >= /*? first ?*/ && port <= /*? last ?*/;
}
/*-- for bits in [8, 16, 32] -*/

uint/*? bits ?*/_t /*? name ?*/_in/*? bits ?*/(uint16_t ioport)
{
    return (uint/*? bits ?*/_t)camkes_port_in(&_camkes_/*? name ?*/_ports, ioport, /*? bits ?*/);
}

uint/*? bits ?*/_t /*? name ?*/_in/*? bits ?*/_offset(uint16_t offset)
{
    return (uint/*? bits ?*/_t)camkes_port_in(&_camkes_/*? name ?*/_ports, /*? first ?*/U + offset, /*? bits ?*/);
}

void /*? name ?*/_out/*? bits ?*/(uint16_t ioport, uint/*? bits ?*/_t value)
{
    camkes_port_out(&_camkes_/*? name ?*/_ports, ioport, value, /*? bits ?*/);
}

void /*? name ?*/_out/*? bits ?*/_offset(uint16_t offset, uint/*? bits ?*/_t value)
{
    camkes_port_out(&_camkes_/*? name ?*/_ports, /*? first ?*/U + offset, value, /*? bits ?*/);
}
/*-- endfor -*/
