/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/interface.c' as interface with context -*/
/*-- import 'helpers/counted.c' as counted with context --*/
/*?- interface.notice(me, 'emitting side') ?*/

#include <camkes/dataport.h>
#include <camkes/error.h>
#include <camkes/sync.h>
#include <camkes.h>
/*? interface.declare(me) ?*/
/*-- for e in me.parent.to_ends -*/
/*? counted.declare(e) ?*/
/*-- endfor -*/

static void _camkes_/*? me.interface.name ?*/_count(seL4_CPtr endpoint, int *events)
{
    if (camkes_count_post(endpoint, events) != 0) {
        camkes_error_t error = {
            .type = CE_OVERFLOW,
            .instance = /*? interface.name(me) ?*/.instance,
            .interface = /*? interface.name(me) ?*/.name,
            .filename = __FILE__,
            .lineno = __LINE__,
            .description = "too many events that nobody has taken",
        };
        (void)camkes_raise(&/*? interface.name(me) ?*/, &error);
    }
}

void /*? me.interface.name ?*/_emit_underlying(void);
void /*? me.interface.name ?*/_emit_underlying(void)
{
/*-- for e in me.parent.to_ends -*/
    _camkes_/*? me.interface.name ?*/_count(/*? alloc('ep_' ~ e.index, seL4_EndpointObject, read=true, write=true) ?*/, /*? counted.count(e) ?*/);
/*-- endfor -*/
}
