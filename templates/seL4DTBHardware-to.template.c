/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/interface.c' as interface with context -*/
/*-- import 'helpers/device-tree.c' as tree with context -*/
/*-- set name = me.interface.name -*/
/*-- set asked = namespace(value=none) -*/
/*?- tree.node(me, asked) -?*/
/*-- set node = asked.value -*/
/*-- set regs = namespace(value=0, list=list()) -*/
/*?- tree.registers(me, regs, node) -?*/
/*-- set irqs = namespace(value=0, list=list()) -*/
/*-- if me.settings.get('generate_interrupts', 0) != 0 -*/
/*?- tree.interrupts(me, irqs, node) -?*/
/*-- if irqs.list | length > 28 -*/
/*? fail('the device of ' ~ me.instance.name ~ '.' ~ name ~ ' has ' ~ irqs.list | length ~ ' interrupts, but badges tell 28 apart') ?*/
/*-- endif -*/
/*-- endif -*/
/*-- set cached = me.settings.get('hardware_cached', 0) != 0 -*/
/*?- interface.notice(me, 'a device of the device tree') ?*/

#include <camkes/dataport.h>
#include <camkes/error.h>
#include <camkes.h>
#include <platsupport/irq.h>
/*-- for reg in regs.list -*/
/*-- set symbol = (me.instance.c_name ~ '_' if me.instance.shares_space else '') ~ 'from_' ~ loop.index0 ~ '_' ~ name ~ '_data' -*/
/*-- set shared = me.instance.name ~ '.' ~ name ~ '_' ~ loop.index0 ~ '_data' -*/
/*-- do share(shared, symbol, reg.size, reg.page_size, paddr=reg.paddr, perm='RW', cached=cached) -*/

/* Mapped by the loader, from physical address /*? reg.paddr | hex ?*/, which begins the page of the registers. */
struct {
    char content[/*? reg.size ?*/];
} /*? symbol ?*/ ALIGN(/*? reg.page_size ?*/) SECTION("align_/*? reg.page_size | log2 ?*/bit") VISIBLE USED;

volatile void */*? name ?*/_/*? loop.index0 ?*/ = &/*? symbol ?*/;

static const camkes_dataport_t _camkes_/*? name ?*/_/*? loop.index0 ?*/_dataport = {
    .name = /*? shared | c_string ?*/,
    .id = /*? me.parent.index ?*/,
    .start = &/*? symbol ?*/,
    .size = /*? reg.size ?*/,
    .mapped = /*? reg.size ?*/,
    .access = "RW",
};
CAMKES_DATAPORT(_camkes_/*? name ?*/_/*? loop.index0 ?*/_dataport);
/*-- endfor -*/
/*-- if irqs.list | length > 0 -*/
/*-- set notification = alloc_obj('ntfn', seL4_NotificationObject) -*/
/*-- set slot = alloc_cap('ntfn', notification, read=true) -*/

/* The interrupts of the device: the bit of the badge that tells of each is its place here. */
static const struct {
    seL4_CPtr handler;
    long number;
} _camkes_/*? name ?*/_irqs[] = {
/*-- for number in irqs.list -*/
    { .handler = /*? alloc('irq_' ~ loop.index0, seL4_IRQHandler, number=number, notification=cap(notification, read=true, badge=2 ** loop.index0)) ?*/, .number = /*? number ?*/ },
/*-- endfor -*/
};

/* Called for each interrupt, if this component implements it. */
void /*? name ?*/_irq_handle(ps_irq_t *irq) WEAK;

/* Lets an interrupt of the device come again; -1 for one that is not of this device. */
int /*? name ?*/_irq_acknowledge(ps_irq_t *irq);
int /*? name ?*/_irq_acknowledge(ps_irq_t *irq)
{
    for (size_t i = 0; irq != NULL && irq->type == PS_INTERRUPT && i < ARRAY_SIZE(_camkes_/*? name ?*/_irqs); i++) {
        if (_camkes_/*? name ?*/_irqs[i].number == (long)irq->irq.number) {
            return (int)seL4_IRQHandler_Ack(_camkes_/*? name ?*/_irqs[i].handler);
        }
    }
    return -1;
}

int /*? name ?*/__run(void);
int /*? name ?*/__run(void)
{
    for (;;) {
        seL4_Word badge = 0;
        seL4_Wait(/*? slot ?*/, &badge);
        for (size_t i = 0; i < ARRAY_SIZE(_camkes_/*? name ?*/_irqs); i++) {
            /* Without a handler the interrupt stays off. */
            if ((badge & ((seL4_Word)1 << i)) != 0 && /*? name ?*/_irq_handle) {
                ps_irq_t irq = { .type = PS_INTERRUPT, .irq = { .number = _camkes_/*? name ?*/_irqs[i].number } };
                /*? name ?*/_irq_handle(&irq);
            }
        }
    }
}
/*-- endif -*/
/*? interface.declare(me) ?*/
