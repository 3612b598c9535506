/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/interface.c' as interface with context -*/
/*-- set faults = alloc_obj('faults', seL4_EndpointObject) -*/
/*-- set delegate = namespace(type=none) -*/
/*-- for i in me.instance.type.provides if i.type.name == 'GDB_delegate' -*/
/*-- set delegate.type = i.type -*/
/*-- set delegate.name = i.name -*/
/*-- endfor --*/
/*?- interface.notice(me, 'component under debug') ?*/

#include <camkes/gdb.h>
#include <camkes.h>
/*? interface.declare(me) ?*/

/* Faults go to the debug server, but those of the thread that reads memory and registers for it. */
/*-- for t in threads(me.instance) -*/
/*-- if t.kind != 'fault_handler' and not (t.interface is not none and t.interface.name == delegate.name | default('')) -*/
/*-- set slot = send_faults(t, faults) -*/
/* /*? t.display_name ?*/: /*? slot ?*/ */
/*-- endif -*/
/*-- endfor -*/
/*-- if delegate.type is not none and configuration[me.instance.name].get('debug', false) -*/
/*-- set name = delegate.name -*/

int /*? name ?*/_read_memory(seL4_Word addr, seL4_Word length, delegate_mem_range_t *data)
{
    return camkes_gdb_read_memory(addr, length, data);
}

int /*? name ?*/_write_memory(seL4_Word addr, seL4_Word length, delegate_mem_range_t data)
{
    return camkes_gdb_write_memory(addr, length, &data);
}

void /*? name ?*/_read_registers(seL4_Word tcb_cap, seL4_UserContext *registers)
{
    camkes_gdb_read_registers(tcb_cap, registers);
}

void /*? name ?*/_read_register(seL4_Word tcb_cap, seL4_Word *reg, seL4_Word reg_num)
{
    camkes_gdb_read_register(tcb_cap, reg, reg_num);
}

int /*? name ?*/_write_registers(seL4_Word tcb_cap, seL4_UserContext registers, int len)
{
    return camkes_gdb_write_registers(tcb_cap, &registers, len);
}

int /*? name ?*/_write_register(seL4_Word tcb_cap, seL4_Word data, seL4_Word reg_num)
{
    return camkes_gdb_write_register(tcb_cap, data, reg_num);
}

int /*? name ?*/_insert_break(seL4_Word tcb_cap, seL4_Word type, seL4_Word addr, seL4_Word size, seL4_Word rw)
{
    return camkes_gdb_insert_break(tcb_cap, type, addr, size, rw);
}

int /*? name ?*/_remove_break(seL4_Word tcb_cap, seL4_Word type, seL4_Word addr, seL4_Word size, seL4_Word rw)
{
    return camkes_gdb_remove_break(tcb_cap, type, addr, size, rw);
}

int /*? name ?*/_resume(seL4_Word tcb_cap)
{
    return camkes_gdb_single_step(tcb_cap, 0);
}

int /*? name ?*/_step(seL4_Word tcb_cap)
{
    return camkes_gdb_single_step(tcb_cap, 1);
}
/*-- endif -*/
