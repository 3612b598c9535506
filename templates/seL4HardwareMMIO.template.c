/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/dataport.c' as dataport with context -*/
/*-- import 'helpers/interface.c' as interface with context -*/
/*-- import 'helpers/setting.c' as setting with context -*/
/*-- set name = me.interface.name -*/
/*-- set device = me.parent.to_instance -*/
/*-- set found = namespace(value=0) -*/
/*?- setting.number(found, device, me.parent.to_interface, 'paddr', 'the physical address of the device') -?*/
/*-- set paddr = found.value -*/
/*?- setting.number(found, device, me.parent.to_interface, 'size', 'the size of the region in bytes') -?*/
/*-- set size = found.value -*/
/*-- set page_size = macros.get_page_size(size, options.architecture) -*/
/*-- if page_size == 0 -*/
/*? fail(device.name ~ '.' ~ me.parent.to_interface.name ~ '_size must be a whole number of pages of ' ~ macros.PAGE_SIZE ~ ' bytes, but is ' ~ size) ?*/
/*-- endif -*/
/*-- if 'Buf(' in me.interface.type and int(macros.dataport_size(me.interface.type)) > size -*/
/*? fail(device.name ~ '.' ~ me.parent.to_interface.name ~ '_size is ' ~ size ~ ', but dataport ' ~ me.instance.name ~ '.' ~ me.interface.name ~ ' is a ' ~ me.interface.type) ?*/
/*-- endif -*/
/*-- set symbol = (me.instance.c_name ~ '_' if me.instance.shares_space else '') ~ 'from_' ~ me.index ~ '_' ~ name ~ '_data' -*/
/*-- set cached = configuration[device.name].get(me.parent.to_interface.name ~ '_hardware_cached', 0) -*/
/*-- do share(me.parent.name ~ '_data', symbol, size, page_size, paddr=paddr, perm='RW', cached=cached != 0) -*/
/*-- set c_type = macros.dataport_type(me.interface.type) -*/
/*?- interface.notice(me, 'registers of ' ~ device.name) ?*/

#include <camkes/dataport.h>
#include <camkes/error.h>
#include <stdint.h>
#include <camkes.h>

_Static_assert(/*? macros.dataport_size(me.interface.type) ?*/ <= /*? size ?*/, "the type of the dataport is larger than the region of the device");

/* Mapped by the loader, from physical address /*? paddr | hex ?*/. */
/*? dataport.memory(me, symbol, c_type, size, page_size) ?*/

/*? dataport.describe(me, symbol, macros.dataport_size(me.interface.type), size, 'RW') ?*/

/* Where `size` bytes at a physical address of the device are mapped, or NULL if they don't belong to it. */
void */*? name ?*/_translate_paddr(uintptr_t paddr, size_t size);
void */*? name ?*/_translate_paddr(uintptr_t paddr, size_t size)
{
    const uintptr_t first = /*? paddr | hex ?*/;
    if (paddr < first || paddr - first > /*? size ?*/ || size > /*? size ?*/ - (paddr - first)) {
        return NULL;
    }
    return /*? symbol ?*/.content + (paddr - first);
}
/*? interface.declare(me) ?*/
