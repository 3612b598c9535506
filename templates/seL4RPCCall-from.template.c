/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/procedure.c' as procedure with context -*/
/*-- import 'helpers/rpc-buffer.c' as rpc with context -*/
/*-- set client = '_camkes_' ~ me.interface.name ~ '_client' --*/
/* Connection '/*? me.parent.name ?*/' (/*? me.parent.type.name ?*/), calling side: /*? me.instance.name ?*/./*? me.interface.name ?*/. Generated: changes will be lost. */

#include <camkes/procedure.h>
#include <stdlib.h>
#include <string.h>
#include <camkes.h>
/*-- set buffer = rpc.dataport(me) -*/
/*-- if buffer and threads(me.instance) | length > 1 -*/

/* Several threads share the memory that carries the calls. */
static camkes_mutex_t _camkes_/*? me.interface.name ?*/_lock = {
    .notification = /*? alloc('userspace_buffer_' ~ me.index, seL4_NotificationObject, label=me.instance.name, read=true, write=true) ?*/,
};
/*-- endif -*/

static camkes_client_t /*? client ?*/ = {
    .interface = { .instance = /*? me.instance.name | c_string ?*/, .name = /*? me.interface.name | c_string ?*/ },
    .endpoint = /*? alloc_cap('ep_' ~ me.interface.name, alloc_obj('ep', seL4_EndpointObject), write=true, grantreply=true, badge=badges(me.parent)[me.index]) ?*/,
/*-- if buffer and threads(me.instance) | length > 1 -*/
    .lock = &_camkes_/*? me.interface.name ?*/_lock,
/*-- endif -*/
};

camkes_error_handler_t /*? me.interface.name ?*/_register_error_handler(camkes_error_handler_t handler)
{
    return camkes_interface_handler(&/*? client ?*/.interface, handler);
}
/*-- for m in me.interface.type.methods -*/
/*-- set is_string = m.return_type == 'string' -*/

/* /*? me.interface.type.name ?*/./*? m.name ?*/ */
/*? procedure.signature(me.interface.name, m, 'p_') ?*/
{
/*-- if m.return_type is not none -*/
    /*? 'char *result = NULL' if is_string else m.return_c_type ~ ' result = { 0 }' ?*/;
/*-- endif -*/
/*-- for p in m.outputs if p.direction == 'out' -*/
/*-- if p.array -*/
    *p_/*? p.name ?*/_sz = 0;
/*-- endif -*/
/*-- if p.array or p.is_string -*/
    *p_/*? p.name ?*/ = NULL;
/*-- else -*/
    memset(p_/*? p.name ?*/, 0, sizeof(*p_/*? p.name ?*/));
/*-- endif -*/
/*-- endfor -*/
/*-- if buffer -*/
    /*? client ?*/.buffer = (void *)/*? buffer ?*/;
    /*? client ?*/.buffer_bytes = /*? buffer ?*/_size;
/*-- endif -*/
    camkes_message_t message = camkes_call_begin(&/*? client ?*/, "/*? m.name ?*/");
/*-- for p in m.inputs -*/
    /*? procedure.put_parameter(p, 'p_', '&message') ?*/
/*-- endfor -*/
    if (camkes_call(&/*? client ?*/, &message, /*? m.index ?*/)) {
/*-- if m.return_type is none and m.outputs | length == 0 -*/
        (void)camkes_get_end(&message);
/*-- else -*/
/*-- for p in m.outputs -*/
        /*? procedure.declare(p, 'r_', '        ') ?*/
/*-- endfor -*/
/*-- if is_string -*/
        result = camkes_get_string(&message, "result");
/*-- elif m.return_type is not none -*/
        camkes_get(&message, &result, sizeof(result), "result");
/*-- endif -*/
/*-- for p in m.outputs -*/
        /*? procedure.take(p, 'r_', '&message') ?*/
/*-- endfor -*/
/*-- set kept = (m.outputs | selectattr('array') | list) + (m.outputs | selectattr('is_string') | list) -*/
/*-- if m.outputs | length > 0 -*/
        if (camkes_get_end(&message)) {
/*-- for p in m.outputs -*/
/*-- if p.direction == 'inout' and (p.array or p.is_string) -*/
            /*? procedure.drop(p, '*p_' ~ p.name, '*p_' ~ p.name ~ '_sz') ?*/
/*-- endif -*/
/*-- if p.array -*/
            *p_/*? p.name ?*/_sz = r_/*? p.name ?*/_sz;
/*-- endif -*/
            *p_/*? p.name ?*/ = r_/*? p.name ?*/;
/*-- endfor -*/
        }/*? ' else {' if kept | length > 0 or m.return_type is not none else '' ?*/
/*-- else -*/
        if (!camkes_get_end(&message)) {
/*-- endif -*/
/*-- if is_string -*/
            free(result);
            result = NULL;
/*-- elif m.return_type is not none -*/
            memset(&result, 0, sizeof(result));
/*-- endif -*/
/*-- for p in m.outputs if p.array or p.is_string -*/
            /*? procedure.drop(p, 'r_' ~ p.name, 'r_' ~ p.name ~ '_sz') ?*/
/*-- endfor -*/
/*-- if kept | length > 0 or m.return_type is not none -*/
        }
/*-- endif -*/
/*-- endif -*/
    }
    camkes_call_end(&/*? client ?*/);
/*-- if m.return_type is not none -*/
    return result;
/*-- endif -*/
}
/*-- endfor -*/
