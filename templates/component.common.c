/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- set settings = configuration[me.name] --*/
/* Instance '/*? me.name ?*/' of component /*? me.type.name ?*/. Generated: changes will be lost. */

#include <camkes/dataport.h>
#include <camkes/dma.h>
#include <camkes/error.h>
#include <camkes/fault.h>
#include <camkes/init.h>
#include <camkes/sync.h>
#include <sel4/sel4.h>
#include <utils/util.h>
#include <camkes.h>

/*-- if 'affinity' in settings -*/

#if defined(CONFIG_MAX_NUM_NODES) && /*? settings.get('affinity') ?*/ >= CONFIG_MAX_NUM_NODES
#error "the affinity of /*? me.name ?*/ is /*? settings.get('affinity') ?*/, but the kernel has no such core"
#endif
/*-- endif -*/
/*-- if configuration[me.address_space].get('cnode_size_bits') is not none -*/
/*-- do set_cnode_size_bits(int(configuration[me.address_space].get('cnode_size_bits'), 0)) -*/
/*-- endif -*/

const char *get_instance_name(void)
{
    return /*? me.name | c_string ?*/;
}

int get_instance_affinity(void)
{
    return /*? settings.get('affinity', options.default_affinity) ?*/;
}

/* Attributes. */
/*-- for a in me.type.attributes -*/
/*-- set value = settings.get(a.name) -*/
/*-- if value is not none -*/
const /*? a.c_type ?*/ /*? a.name ?*//*? '[' ~ (value | length) ~ ']' if a.array else '' ?*/ = /*? a.name ?*/_DEF;
/*-- endif -*/
/*-- endfor -*/
/*-- for m in me.type.mutexes -*/

/* has mutex /*? m.name ?*/ */
static camkes_mutex_t _camkes_mutex_/*? m.name ?*/ = {
    .notification = /*? alloc(m.name, seL4_NotificationObject, read=true, write=true) ?*/,
};

int /*? m.name ?*/_lock(void)
{
    return camkes_mutex_lock(&_camkes_mutex_/*? m.name ?*/);
}

int /*? m.name ?*/_unlock(void)
{
    return camkes_mutex_unlock(&_camkes_mutex_/*? m.name ?*/);
}
/*-- endfor -*/
/*-- for s in me.type.semaphores -*/

/* has semaphore /*? s.name ?*/ */
static camkes_semaphore_t _camkes_semaphore_/*? s.name ?*/ = {
    .endpoint = /*? alloc(s.name, seL4_EndpointObject, read=true, write=true) ?*/,
    .value = /*? settings.get(s.name ~ '_value', 1) ?*/,
};

int /*? s.name ?*/_wait(void)
{
    return camkes_semaphore_wait(&_camkes_semaphore_/*? s.name ?*/);
}

int /*? s.name ?*/_trywait(void)
{
    return camkes_semaphore_trywait(&_camkes_semaphore_/*? s.name ?*/);
}

int /*? s.name ?*/_post(void)
{
    return camkes_semaphore_post(&_camkes_semaphore_/*? s.name ?*/);
}
/*-- endfor -*/
/*-- for b in me.type.binary_semaphores -*/
/*-- set initial = settings.get(b.name ~ '_value', 0) -*/
/*-- if initial != 0 and initial != 1 -*/
/*? fail('a binary semaphore starts with 0 or 1, but ' ~ me.name ~ '.' ~ b.name ~ '_value is ' ~ initial) ?*/
/*-- endif -*/

/* has binary_semaphore /*? b.name ?*/ */
static camkes_binary_semaphore_t _camkes_binary_semaphore_/*? b.name ?*/ = {
    .notification = /*? alloc(b.name, seL4_NotificationObject, read=true, write=true) ?*/,
};

int /*? b.name ?*/_wait(void)
{
    return camkes_binary_semaphore_wait(&_camkes_binary_semaphore_/*? b.name ?*/);
}

int /*? b.name ?*/_post(void)
{
    return camkes_binary_semaphore_post(&_camkes_binary_semaphore_/*? b.name ?*/);
}
/*-- endfor -*/
/*-- for i in me.type.emits -*/

/* emits /*? i.type ?*/ /*? i.name ?*/: goes nowhere while it is not connected. */
void /*? i.name ?*/_emit_underlying(void) WEAK;
void /*? i.name ?*/_emit(void)
{
    if (/*? i.name ?*/_emit_underlying) {
        /*? i.name ?*/_emit_underlying();
    }
}
/*-- endfor -*/
/*-- for i in me.type.dataports -*/

/* dataport /*? i.type ?*/ /*? i.name ?*/: its connection defines these. */
int /*? i.name ?*/_wrap_ptr(dataport_ptr_t *result, void *ptr) WEAK;
void */*? i.name ?*/_unwrap_ptr(dataport_ptr_t *ptr) WEAK;
/*-- endfor -*/

dataport_ptr_t dataport_wrap_ptr(void *ptr)
{
    dataport_ptr_t result = { .id = -1 };
    (void)ptr;
/*-- for i in me.type.dataports -*/
    if (/*? i.name ?*/_wrap_ptr && /*? i.name ?*/_wrap_ptr(&result, ptr) == 0) {
        return result;
    }
/*-- endfor -*/
    return result;
}

void *dataport_unwrap_ptr(dataport_ptr_t ptr)
{
    void *result = NULL;
    (void)ptr;
/*-- for i in me.type.dataports -*/
    if (result == NULL && /*? i.name ?*/_unwrap_ptr) {
        result = /*? i.name ?*/_unwrap_ptr(&ptr);
    }
/*-- endfor -*/
    return result;
}

/*-- set threads = alloc_threads() -*/
/*-- for t in threads -*/

/* Thread '/*? t.display_name ?*/': stack and IPC buffer, each between guard pages. */
char /*? t.stack_symbol ?*/[ROUND_UP_UNSAFE(/*? t.stack_size ?*/, PAGE_SIZE_4K) + 2 * PAGE_SIZE_4K]
VISIBLE ALIGN(PAGE_SIZE_4K) SECTION("align_12bit");
char /*? t.ipc_symbol ?*/[3 * PAGE_SIZE_4K] VISIBLE ALIGN(PAGE_SIZE_4K) SECTION("align_12bit");
/*-- if t.interface is not none and t.intra_index == 0 -*/

int /*? t.interface.name ?*/__run(void) WEAK;
/*-- if t.passive -*/

int /*? t.interface.name ?*/__run_passive(seL4_CPtr ready) WEAK;
/*-- endif -*/
/*-- endif -*/
/*-- endfor -*/
/*-- if options.debug_fault_handlers -*/

static int _camkes_fault_handler(void)
{
    return camkes_fault_run(/*? fault_ep_cap() ?*/, /*? alloc('fault_reply', seL4_RTReplyObject) if options.realtime else 0 ?*/);
}
/*-- endif -*/

static const camkes_thread_t _camkes_threads[] = {
/*-- for t in threads -*/
    {
        .id = /*? t.tcb ?*/,
        .name = /*? t.display_name | c_string ?*/,
        .ipc_buffer = (seL4_IPCBuffer *)(/*? t.ipc_symbol ?*/ + PAGE_SIZE_4K),
        .tcb = /*? t.tcb ?*/,
/*-- if t.sc is not none -*/
        .sched_context = /*? t.sc ?*/,
/*-- endif -*/
/*-- if t.kind == 'fault_handler' -*/
        .run = _camkes_fault_handler,
/*-- elif t.interface is not none -*/
        .init = /*? t.interface.name ?*/__init,
        .run = /*? t.interface.name ?*/__run,
/*-- if t.passive -*/
        .run_passive = /*? t.interface.name ?*/__run_passive,
/*-- endif -*/
/*-- endif -*/
    },
/*-- endfor -*/
};

static camkes_semaphore_t _camkes_may_init = { .endpoint = /*? alloc('pre_init_ep', seL4_EndpointObject, read=true, write=true) ?*/ };
static camkes_semaphore_t _camkes_has_init = { .endpoint = /*? alloc('interface_init_ep', seL4_EndpointObject, read=true, write=true) ?*/ };
static camkes_semaphore_t _camkes_may_run = { .endpoint = /*? alloc('post_init_ep', seL4_EndpointObject, read=true, write=true) ?*/ };
/*-- set ns = namespace(pooled=settings.get('tcb_pool', 0) + settings.get('ep_pool', 0) + settings.get('notification_pool', 0)) -*/
/*-- for bits in range(4, 29) -*/
/*-- set ns.pooled = ns.pooled + settings.get('untyped' ~ bits ~ '_pool', 0) -*/
/*-- endfor -*/
/*-- if ns.pooled > 0 -*/

/* Kernel objects for this component's own use. */
static const camkes_pool_item_t _camkes_pool[] = {
/*-- for i in range(settings.get('tcb_pool', 0)) -*/
    { .type = seL4_TCBObject, .cap = /*? alloc('tcb_pool_' ~ i, seL4_TCBObject) ?*/ },
/*-- endfor -*/
/*-- for i in range(settings.get('ep_pool', 0)) -*/
    { .type = seL4_EndpointObject, .cap = /*? alloc('ep_pool_' ~ i, seL4_EndpointObject, read=true, write=true) ?*/, .usable = true },
/*-- endfor -*/
/*-- for i in range(settings.get('notification_pool', 0)) -*/
    { .type = seL4_NotificationObject, .cap = /*? alloc('notification_pool_' ~ i, seL4_NotificationObject, read=true, write=true) ?*/, .usable = true },
/*-- endfor -*/
/*-- for bits in range(4, 29) -*/
/*-- for i in range(settings.get('untyped' ~ bits ~ '_pool', 0)) -*/
    { .type = seL4_UntypedObject, .cap = /*? alloc('untyped_' ~ bits ~ '_pool_' ~ i, seL4_UntypedObject, size_bits=bits) ?*/, .size = (size_t)1 << /*? bits ?*/, .usable = true },
/*-- endfor -*/
/*-- endfor -*/
};
/*-- endif -*/

const camkes_component_t camkes_component VISIBLE = {
    .name = /*? me.name | c_string ?*/,
    .threads = _camkes_threads,
    .thread_count = ARRAY_SIZE(_camkes_threads),
/*-- if me.type.control -*/
    .control = run,
/*-- endif -*/
    .may_init = &_camkes_may_init,
    .has_init = &_camkes_has_init,
    .may_run = &_camkes_may_run,
/*-- if ns.pooled > 0 -*/
    .pool = _camkes_pool,
    .pool_length = ARRAY_SIZE(_camkes_pool),
/*-- endif -*/
/*-- if threads | selectattr('passive') | list | length > 0 -*/
    .start_sched_context = /*? alloc('passive_init_sc', seL4_SchedContextObject) ?*/,
    .passive_ready = /*? alloc('passive_init_ntfn', seL4_NotificationObject, read=true, write=true) ?*/,
/*-- endif -*/
/*-- if options.debug_fault_handlers -*/
    .fault_handler = &_camkes_threads[/*? threads | length - 1 ?*/],
/*-- endif -*/
};

/*-- set dma_pool = settings.get('dma_pool', 0) -*/
/*-- if dma_pool is not integer or dma_pool < 0 -*/
/*? fail(me.name ~ '.dma_pool must be a number of bytes that is not negative, but is ' ~ dma_pool) ?*/
/*-- endif -*/
/*-- set pool_size = round_up(dma_pool, macros.PAGE_SIZE) -*/
/*-- if pool_size > 0 -*/
/*-- set fitting = macros.page_sizes(options.architecture) | select('le', pool_size) | list -*/
/*-- set frame_size = fitting | last if options.largeframe_dma else macros.PAGE_SIZE -*/
/*-- set pool = me.c_name ~ '_dma_pool_symbol' -*/
/*-- set frames = list() -*/
/*-- set cached = settings.get('dma_pool_cached', 0) != 0 -*/
/*-- do share(me.name ~ '_dma', pool, round_up(pool_size, frame_size), frame_size, paddr=settings.get('dma_pool_paddr'), perm='RW', cached=cached, label=me.label(), with_mapping_caps=frames) -*/

/* Memory for devices, mapped by the loader. */
char /*? pool ?*/[/*? round_up(pool_size, frame_size) ?*/] ALIGN(/*? frame_size ?*/) SECTION("align_/*? frame_size | log2 ?*/bit") VISIBLE USED;

static const seL4_CPtr _camkes_dma_frames[] = {
    /*? frames | join(', ') ?*/
};

static camkes_mutex_t _camkes_dma_lock = {
    .notification = /*? alloc('dma_lock', seL4_NotificationObject, read=true, write=true) ?*/,
};

const camkes_dma_pool_t camkes_dma_pool = {
    .start = /*? pool ?*/,
    .size = sizeof(/*? pool ?*/),
    .frame_bytes = /*? frame_size ?*/,
    .frames = _camkes_dma_frames,
    .cached = /*? 'true' if cached else 'false' ?*/,
    .lock = &_camkes_dma_lock,
};
/*-- else -*/

/* A connection may bring a pool that is shared. */
const camkes_dma_pool_t camkes_dma_pool WEAK = { .start = NULL };
/*-- endif -*/

void camkes_setup(void)
{
/*-- for b in me.type.binary_semaphores -*/
/*-- if settings.get(b.name ~ '_value', 0) == 1 -*/
    (void)camkes_binary_semaphore_post(&_camkes_binary_semaphore_/*? b.name ?*/);
/*-- endif -*/
/*-- endfor -*/
}

#ifdef CONFIG_CAMKES_DEFAULT_HEAP_SIZE
/* Memory for malloc(). */
static char _camkes_heap[/*? settings.get('heap_size', 'CONFIG_CAMKES_DEFAULT_HEAP_SIZE') ?*/] ALIGN(PAGE_SIZE_4K);
extern char *morecore_area;
extern size_t morecore_size;

static void CONSTRUCTOR(200) _camkes_set_heap(void)
{
    morecore_area = _camkes_heap;
    morecore_size = sizeof(_camkes_heap);
}
#endif
