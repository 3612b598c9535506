/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/dataport.c' as dataport with context -*/
/*-- import 'helpers/interface.c' as interface with context -*/
/*-- set name = me.interface.name -*/
/*-- set memory = region(me) -*/
/*-- set end = me.instance.name ~ '.' ~ name -*/
/*-- set cached = configuration[me.instance.name].get(name ~ '_cached', 1) != 0 -*/
/*-- set controls = configuration[me.parent.name].get('controller') == end -*/
/*-- set frames = list() -*/
/*-- do share(me.parent.name ~ '_data', memory.symbol, memory.size, macros.PAGE_SIZE, paddr=configuration[me.parent.name].get('paddr'), perm=memory.perm, cached=cached, with_mapping_caps=frames) -*/
/*-- if controls and configuration[me.instance.name].get('dma_pool', 0) != 0 -*/
/*? fail(end ~ ' controls the pool of connection ' ~ me.parent.name ~ ', but ' ~ me.instance.name ~ '.dma_pool gives the instance one of its own') ?*/
/*-- elif controls and _pop('pool that ' ~ me.instance.name ~ ' controls') is not none -*/
/*? fail(me.instance.name ~ ' controls the pools of several connections, but an instance allocates from one pool') ?*/
/*-- elif controls -*/
/*-- do _stash('pool that ' ~ me.instance.name ~ ' controls', me.parent.name) -*/
/*-- endif -*/
/*?- interface.notice(me, 'memory for devices, shared') ?*/

#include <camkes/dataport.h>
#include <camkes/dma.h>
#include <camkes/error.h>
#include <camkes.h>

_Static_assert(/*? memory.c_size ?*/ <= /*? memory.size ?*/, "the type of the dataport is larger than the memory that is shared");

/* Mapped by the loader, in small frames, so that each has a capability. */
/*? dataport.memory(me, memory.symbol, memory.c_type, memory.size, macros.PAGE_SIZE) ?*/

/*? dataport.describe(me, memory.symbol, memory.size, memory.size, memory.perm) ?*/

static const seL4_CPtr _camkes_/*? name ?*/_frames[] = {
    /*? frames | join(', ') ?*/
};
/*-- if controls -*/

static camkes_mutex_t _camkes_/*? name ?*/_lock = {
    .notification = /*? alloc('pool_lock_' ~ me.index, seL4_NotificationObject, label=me.instance.name, read=true, write=true) ?*/,
};

/* This instance allocates from the memory: camkes_dma_alloc gives pieces of it. */
const camkes_dma_pool_t camkes_dma_pool = {
/*-- else -*/

/* Another instance allocates from the memory; here its places have addresses and capabilities. */
static const camkes_dma_pool_t _camkes_/*? name ?*/_pool = {
/*-- endif -*/
    .start = /*? memory.symbol ?*/.content,
    .size = sizeof(/*? memory.symbol ?*/),
    .frame_bytes = /*? macros.PAGE_SIZE ?*/,
    .frames = _camkes_/*? name ?*/_frames,
    .cached = /*? 'true' if cached else 'false' ?*/,
/*-- if controls -*/
    .lock = &_camkes_/*? name ?*/_lock,
};
/*-- else -*/
};
CAMKES_DMA_POOL(_camkes_/*? name ?*/_pool);
/*-- endif -*/
/*? interface.declare(me) ?*/
