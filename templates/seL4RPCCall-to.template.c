/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/procedure.c' as procedure with context -*/
/*-- import 'helpers/rpc-buffer.c' as rpc with context -*/
/*-- set interface = me.interface.name -*/
/*-- set prefix = '_camkes_' ~ interface ~ '_' -*/
/*-- set buffer = rpc.dataport(me) -*/
/*-- set procedures = uniq(me.parent.from_ends | map(attribute='interface.type') | list) --*/
/* Connection '/*? me.parent.name ?*/' (/*? me.parent.type.name ?*/), serving side: /*? me.instance.name ?*/./*? interface ?*/. Generated: changes will be lost. */

#include <camkes/procedure.h>
#include <stdlib.h>
#include <string.h>
#include <camkes.h>
/*-- for type in procedures -*/

/*? macros.show_includes(type.includes) ?*/
/*-- endfor -*/
/*-- for type in procedures -*/
/*-- for m in type.methods -*/

/* /*? type.name ?*/./*? m.name ?*/ */
/*-- if type != me.interface.type -*/
/*? procedure.signature(interface, m) ?*/;
/*-- endif -*/
static void /*? prefix ?*//*? type.name ?*/_/*? m.name ?*/(camkes_server_t *server, camkes_message_t *message)
{
/*-- for p in m.parameters -*/
    /*? procedure.declare(p, 'p_') ?*/
/*-- endfor -*/
    message->method = "/*? m.name ?*/";
/*-- for p in m.inputs -*/
    /*? procedure.take(p, 'p_', 'message') ?*/
/*-- endfor -*/
    if (camkes_get_end(message)) {
        /*? '' if m.return_type is none else (m.return_c_type ~ ' result = ') | replace('* ', '*') ?*//*? interface ?*/_/*? m.name ?*/(
/*-- for p in m.parameters --*/
    /*?- '' if p.direction == 'in' else '&' ?*/
    /*-- if p.array --*/
        p_/*? p.name ?*/_sz, /*? '' if p.direction == 'in' else '&' ?*/
    /*-- endif --*/
    p_/*? p.name ?*//*? '' if loop.last else ', ' ?*/
/*-- endfor --*/
);
        camkes_answer_begin(server, message);
/*-- if m.return_type == 'string' -*/
        camkes_put_string(message, result, "result");
/*-- elif m.return_type is not none -*/
        camkes_put(message, &result, sizeof(result), "result");
/*-- endif -*/
/*-- for p in m.outputs -*/
        /*? procedure.put_held(p, 'p_', 'message') ?*/
/*-- endfor -*/
/*-- if m.return_type == 'string' -*/
        free(result);
/*-- endif -*/
    }
/*-- for p in m.parameters if p.array or p.is_string -*/
    /*? procedure.drop(p, 'p_' ~ p.name, 'p_' ~ p.name ~ '_sz') ?*/
/*-- endfor -*/
}
/*-- endfor -*/

static void /*? prefix ?*/serve_/*? type.name ?*/(camkes_server_t *server, camkes_message_t *message, seL4_Word method)
{
    (void)server;
    switch (method) {
/*-- for m in type.methods -*/
    case /*? m.index ?*/:
        /*? prefix ?*//*? type.name ?*/_/*? m.name ?*/(server, message);
        return;
/*-- endfor -*/
    }
    camkes_no_such_method(message, method, /*? type.methods | length ?*/);
}
/*-- endfor -*/
/*-- if procedures | length > 1 -*/

/* Callers with different procedures share this interface; the badge tells who calls. */
static void /*? prefix ?*/serve(camkes_server_t *server, camkes_message_t *message, seL4_Word method)
{
    switch (server->sender) {
/*-- for e in me.parent.from_ends -*/
    case /*? badges(me.parent)[e.index] ?*/: /* /*? e.instance.name ?*/./*? e.interface.name ?*/ */
        /*? prefix ?*/serve_/*? e.interface.type.name ?*/(server, message, method);
        return;
/*-- endfor -*/
    }
    camkes_unknown_sender(server, message);
}
/*-- endif -*/

static camkes_server_t /*? prefix ?*/server = {
    .interface = { .instance = /*? me.instance.name | c_string ?*/, .name = /*? interface | c_string ?*/ },
    .endpoint = /*? alloc_cap('ep_' ~ interface, alloc_obj('ep', seL4_EndpointObject), read=true) ?*/,
/*-- if options.realtime -*/
    .reply = /*? alloc('reply_cap_slot', seL4_RTReplyObject) ?*/,
/*-- elif me.might_block() -*/
    .cnode = /*? alloc_cap('cnode', my_cnode) ?*/,
    .reply = /*? alloc_cap('reply_cap_slot', none) ?*/,
/*-- endif -*/
    .serve = /*? prefix ?*/serve/*? '' if procedures | length > 1 else '_' ~ procedures[0].name ?*/,
};

seL4_Word /*? interface ?*/_get_sender_id(void)
{
    return /*? prefix ?*/server.sender;
}

camkes_error_handler_t /*? interface ?*/_register_error_handler(camkes_error_handler_t handler)
{
    return camkes_interface_handler(&/*? prefix ?*/server.interface, handler);
}
/*-- set passive = options.realtime and configuration[me.instance.name].get(interface ~ '_passive', false) -*/

int /*? interface ?*/__run/*? '_passive(seL4_CPtr ready)' if passive else '(void)' ?*/;
int /*? interface ?*/__run/*? '_passive(seL4_CPtr ready)' if passive else '(void)' ?*/
{
/*-- if buffer -*/
    /*? prefix ?*/server.buffer = (void *)/*? buffer ?*/;
    /*? prefix ?*/server.buffer_bytes = /*? buffer ?*/_size;
/*-- endif -*/
    return camkes_serve/*? '_passive' if passive else '' ?*/(&/*? prefix ?*/server/*? ', ready' if passive else '' ?*/);
}
