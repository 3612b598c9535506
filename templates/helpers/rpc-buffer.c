/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 #*/
/*# The dataport that carries a connection's calls instead of the IPC buffer: the name of its interface on the side of `end`, or
 # nothing. The connection's setting `buffer` names the connection that shares it.
 #*/
/*- macro dataport(end) -*/
/*-- set name = configuration[end.parent.name].get('buffer') --*/
/*-- if name is not none --*/
    /*-- set found = composition.connections | selectattr('name', 'equalto', name) | list --*/
    /*-- if end.parent.from_ends | length != 1 or end.parent.to_ends | length != 1 --*/
        /*? fail('a connection with a buffer of its own must have one end on each side') ?*/
    /*-- elif found | length == 0 --*/
        /*? fail('there is no connection ' ~ name ~ ' to carry the calls of ' ~ end.parent.name) ?*/
    /*-- elif found[0].type.from_type != 'Dataport' or found[0].from_ends | length != 1 or found[0].to_ends | length != 1 --*/
        /*? fail('connection ' ~ name ~ ' cannot carry calls: it must share one dataport between two components') ?*/
    /*-- endif --*/
    /*-- set c = found[0] --*/
    /*? c.from_end.interface.name if c.from_end.instance.name == end.instance.name else c.to_end.interface.name ?*/
/*-- endif --*/
/*- endmacro -*/
